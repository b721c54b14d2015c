"""Mood over time: a careful trend, and two signals that ask for a conversation.

Every rating here is one that was not given right after moving; the caller leaves those out. Nothing
here diagnoses or predicts: a label says what the numbers seem to do, or that there are too few.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# [CHOICE] Twelve weeks: long enough for a change of two points to show, short enough to be "now".
WINDOW_DAYS = 84
# [CHOICE] Fewer days, or days too close together, mostly show chance.
TREND_FROM_DAYS = 12
TREND_FROM_SPAN_DAYS = 28
# [CHOICE] How much a day looks like the day before. Fixed beforehand, not estimated from the
# ratings: the estimate of a short series decides the outcome by chance.
DAY_AUTOCORRELATION = 0.3
# [CHOICE] The usual 5 %, asked of the line and of the ranks together.
SIGNIFICANCE = 0.05
# [CHOICE] A change of less than a point on a scale of 0-10 is not worth a word.
CLEAR_CHANGE = 1.0

# [CHOICE] What is usual: four weeks, ending where the last week begins.
BASELINE_FROM_DAYS_AGO = 34
BASELINE_TO_DAYS_AGO = 7
BASELINE_FROM_VALUES = 8
# [CHOICE] Lately: a week with three ratings or more, so that one bad day is never enough.
RECENT_FROM_DAYS_AGO = 6
RECENT_FROM_VALUES = 3
# [CHOICE] Two points lower on average, and lower in 85 % of all pairs of days.
LOWER_BY = 2.0
LOWER_IN_PAIRS = 0.85
# [CHOICE] A signal asks for a conversation; within two weeks it would ask for the same one.
COOL_DOWN_DAYS = 14
# [CHOICE] Three values of 2 or lower in a row within two weeks, for someone whose usual is 4 or
# higher. Who is usually low has that as a known state, not as an alarm that keeps coming back.
VERY_LOW_VALUE = 2.0
VERY_LOW_VALUES = 3
VERY_LOW_WITHIN_DAYS = 14
USUALLY_LOW_BELOW = 4.0

# Means of days are fractions: a difference of exactly 2 may come out as 1.9999999999999996.
_HAIR = 1e-9


class Direction(StrEnum):
    """What the ratings seem to do. "Stable" is not among them: that cannot be shown."""

    TOO_FEW = "too_few"
    RISING = "rising"
    FALLING = "falling"
    NO_CLEAR_CHANGE = "no_clear_change"


class MoodSignal(StrEnum):
    """Why there is a signal, or why there is none."""

    LOWER_THAN_USUAL = "lower_than_usual"
    VERY_LOW = "very_low"
    NO_SIGNAL = "no_signal"
    TOO_FEW = "too_few"
    USUALLY_LOW = "usually_low"
    COOLING_DOWN = "cooling_down"


@dataclass(frozen=True, slots=True)
class Rating:
    """A mood rating of a local day, 0-10. Raises ValueError for what is not a finite number."""

    day: date
    value: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError("a rating is a number")


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line by least squares: `slope` per unit of x, its `standard_error`."""

    slope: float
    intercept: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Ranks:
    """Mann-Kendall: pairs that go up minus pairs that go down, and the variance by chance."""

    s: int
    variance: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The direction of mood over the last 84 days.

    n_days                   days with a rating
    span_days                days from the first through the last of them, both included
    label                    the direction
    slope_per_week           points per week
    slope_interval_per_week  its 95 % interval, low and high
    change_over_span         points from the first day to the last, along the line
    change_interval          its 95 % interval
    mean_gap_days            mean number of days from one rating to the next
    inflation                how much wider chance is because days resemble each other (G)
    mk_s, mk_z, mk_p         the Mann-Kendall check: S, z and two-sided p

    All numbers after the label are None when the label is TOO_FEW; they are never NaN.
    """

    n_days: int
    span_days: int
    label: Direction
    slope_per_week: float | None = None
    slope_interval_per_week: tuple[float, float] | None = None
    change_over_span: float | None = None
    change_interval: tuple[float, float] | None = None
    mean_gap_days: float | None = None
    inflation: float | None = None
    mk_s: int | None = None
    mk_z: float | None = None
    mk_p: float | None = None


@dataclass(frozen=True, slots=True)
class LowerThanUsual:
    """The last week against the four weeks before it.

    `n_base` and `n_recent` count day values. The means, their `diff` (recent minus usual) and
    `nap_lower` (the share of all usual-recent pairs in which recent is lower, ties half, 0 to 1)
    are None when `reason` is TOO_FEW.
    """

    n_base: int
    n_recent: int
    mean_base: float | None
    mean_recent: float | None
    diff: float | None
    nap_lower: float | None
    flag: bool
    reason: MoodSignal


@dataclass(frozen=True, slots=True)
class VeryLow:
    """The last three day values, and what is usual.

    `values` holds at most three ratings of the last 14 days, oldest first; `mean_base` is None
    when there are fewer than 8 day values to call usual.
    """

    values: tuple[Rating, ...]
    mean_base: float | None
    flag: bool
    reason: MoodSignal


def day_values(ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    """Return one rating per day, the mean of that day, oldest first."""
    by_day: dict[date, list[float]] = defaultdict(list)
    for one in ratings:
        by_day[one.day].append(one.value)
    return tuple(Rating(day, _mean(values)) for day, values in sorted(by_day.items()))


def fitted_line(x: Sequence[float], y: Sequence[float]) -> Line:
    """Return the line by ordinary least squares through at least three points.

    The standard error of the slope is sqrt(SSE / (n - 2) / Sxx). Raises ValueError for fewer
    points, and when all x are equal.
    """
    n = len(x)
    if n < 3 or len(y) != n:
        raise ValueError("a line with an error needs three points")
    # Seen from the first point: equal ratings then give a slope of 0 exactly, and no rounding.
    across = [each - x[0] for each in x]
    up = [each - y[0] for each in y]
    mean_x, mean_y = _mean(across), _mean(up)
    sxx = math.fsum((a - mean_x) ** 2 for a in across)
    if sxx == 0:
        raise ValueError("all points lie on one day")
    pairs = list(zip(across, up, strict=True))
    slope = math.fsum((a - mean_x) * (b - mean_y) for a, b in pairs) / sxx
    left = math.fsum((b - mean_y - slope * (a - mean_x)) ** 2 for a, b in pairs)
    return Line(
        slope=slope,
        intercept=y[0] + mean_y - slope * (x[0] + mean_x),
        standard_error=math.sqrt(left / (n - 2) / sxx),
    )


def ranks(values: Sequence[float]) -> Ranks:
    """Return S of Mann-Kendall for values in order, and its variance corrected for ties.

    var = (n (n-1)(2n+5) - sum over ties t (t-1)(2t+5)) / 18; 0 when all values are equal.
    Source: Mann 1945, Kendall 1975.
    """
    n = len(values)
    s = sum(
        (later > earlier) - (later < earlier)
        for at, earlier in enumerate(values)
        for later in values[at + 1 :]
    )
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return Ranks(s=s, variance=(n * (n - 1) * (2 * n + 5) - ties) / 18)


def trend(ratings: Iterable[Rating], *, today: date) -> Trend:
    """Return the direction of the day values of the last 84 days, through today.

    Below 12 days, or a span below 28 days, it is TOO_FEW. The line is ordinary least squares on
    the calendar day; with g the mean gap in days, rho = 0.3 ** g and G = (1 + rho) / (1 - rho),
    its 95 % interval is b ± t(0.975, n - 2) x SE x sqrt(G). The second check is Mann-Kendall with
    the variance times G and a continuity correction. It is RISING or FALLING only when the
    interval leaves out 0, p < 0.05 and the change over the span is at least 1 point.
    """
    first = today - timedelta(days=WINDOW_DAYS - 1)
    window = _between(day_values(ratings), first, today)
    n = len(window)
    elapsed = (window[-1].day - window[0].day).days if window else 0
    span = elapsed + 1 if window else 0
    if n < TREND_FROM_DAYS or span < TREND_FROM_SPAN_DAYS:
        return Trend(n, span, Direction.TOO_FEW)

    from scipy.special import stdtrit  # not at the top: it is slow, and only a trend needs it

    gap = elapsed / (n - 1)
    rho = DAY_AUTOCORRELATION**gap
    inflation = (1 + rho) / (1 - rho)

    values = [one.value for one in window]
    line = fitted_line([one.day.toordinal() for one in window], values)
    reach = float(stdtrit(n - 2, 1 - SIGNIFICANCE / 2)) * line.standard_error * math.sqrt(inflation)
    low, high = line.slope - reach, line.slope + reach

    check = ranks(values)
    z = _continuous_z(check.s, check.variance * inflation)
    p = math.erfc(abs(z) / math.sqrt(2))

    change = line.slope * elapsed
    clear = p < SIGNIFICANCE and abs(change) >= CLEAR_CHANGE - _HAIR
    label = Direction.NO_CLEAR_CHANGE
    if clear and low > 0:
        label = Direction.RISING
    elif clear and high < 0:
        label = Direction.FALLING
    return Trend(
        n_days=n,
        span_days=span,
        label=label,
        slope_per_week=line.slope * 7,
        slope_interval_per_week=(low * 7, high * 7),
        change_over_span=change,
        change_interval=(low * elapsed, high * elapsed),
        mean_gap_days=gap,
        inflation=inflation,
        mk_s=check.s,
        mk_z=z,
        mk_p=p,
    )


def lower_than_usual(
    ratings: Iterable[Rating], *, day: date, last_flag: date | None = None
) -> LowerThanUsual:
    """Return whether mood is lower than usual on a day on which a rating came in.

    Usual is the day values of 34 to 7 days ago (at least 8), recent those of the last 7 days (at
    least 3). It is flagged when the recent mean is at least 2 points lower and recent is lower in
    at least 85 % of all pairs. `last_flag` is the day of the last flag of this kind: within 14
    days of it the reason is COOLING_DOWN.
    """
    values = day_values(ratings)
    base, recent = _baseline(values, day), _recent(values, day)
    if len(base) < BASELINE_FROM_VALUES or len(recent) < RECENT_FROM_VALUES:
        return LowerThanUsual(
            len(base), len(recent), None, None, None, None, False, MoodSignal.TOO_FEW
        )
    mean_base, mean_recent = _mean(base), _mean(recent)
    diff = mean_recent - mean_base
    # Counted in halves, so that it stays a whole number until the division.
    halves = sum(2 * (now < usual) + (now == usual) for now in recent for usual in base)
    nap = halves / (2 * len(base) * len(recent))
    lower = diff <= -LOWER_BY + _HAIR and nap >= LOWER_IN_PAIRS
    reason = MoodSignal.NO_SIGNAL
    if lower:
        cooling = _cooling_down(day, last_flag)
        reason = MoodSignal.COOLING_DOWN if cooling else MoodSignal.LOWER_THAN_USUAL
    return LowerThanUsual(
        n_base=len(base),
        n_recent=len(recent),
        mean_base=mean_base,
        mean_recent=mean_recent,
        diff=diff,
        nap_lower=nap,
        flag=reason is MoodSignal.LOWER_THAN_USUAL,
        reason=reason,
    )


def very_low(ratings: Iterable[Rating], *, day: date, last_flag: date | None = None) -> VeryLow:
    """Return whether mood is very low on a day on which a rating came in.

    It is flagged when the last three day values lie within 14 days and are all 2 or lower, unless
    the usual mean (34 to 7 days ago, at least 8 day values) is below 4: then the reason is
    USUALLY_LOW. `last_flag` as in `lower_than_usual`.
    """
    values = day_values(ratings)
    usual = _baseline(values, day)
    mean_base = _mean(usual) if len(usual) >= BASELINE_FROM_VALUES else None
    near = _between(values, day - timedelta(days=VERY_LOW_WITHIN_DAYS - 1), day)
    last = near[-VERY_LOW_VALUES:]
    reason = MoodSignal.VERY_LOW
    if len(last) < VERY_LOW_VALUES:
        reason = MoodSignal.TOO_FEW
    elif any(one.value > VERY_LOW_VALUE for one in last):
        reason = MoodSignal.NO_SIGNAL
    elif mean_base is not None and mean_base < USUALLY_LOW_BELOW:
        reason = MoodSignal.USUALLY_LOW
    elif _cooling_down(day, last_flag):
        reason = MoodSignal.COOLING_DOWN
    return VeryLow(last, mean_base, reason is MoodSignal.VERY_LOW, reason)


def _between(values: Iterable[Rating], first: date, last: date) -> tuple[Rating, ...]:
    return tuple(one for one in values if first <= one.day <= last)


def _baseline(values: Iterable[Rating], day: date) -> list[float]:
    first = day - timedelta(days=BASELINE_FROM_DAYS_AGO)
    last = day - timedelta(days=BASELINE_TO_DAYS_AGO)
    return [one.value for one in _between(values, first, last)]


def _recent(values: Iterable[Rating], day: date) -> list[float]:
    first = day - timedelta(days=RECENT_FROM_DAYS_AGO)
    return [one.value for one in _between(values, first, day)]


def _cooling_down(day: date, last_flag: date | None) -> bool:
    # A flag later than `day` counts too: a rating filled in afterwards never opens an old alarm.
    return last_flag is not None and (day - last_flag).days < COOL_DOWN_DAYS


def _continuous_z(s: int, variance: float) -> float:
    if s == 0 or variance <= 0:
        return 0.0
    return (s - math.copysign(1, s)) / math.sqrt(variance)


def _mean(values: Sequence[float]) -> float:
    # fsum, so that the order of ratings never shows in the last decimal.
    return math.fsum(values) / len(values)
