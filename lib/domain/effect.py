"""Does moving help this person? Mood before and after, and what chance alone would show.

Nothing here says that moving is the cause: people move when they can, and after a worse day mood
mostly rises by itself. The words for a label are "you gave a higher number afterwards more often".
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lib.domain.calendar import local_day
from lib.domain.caseload import SessionMood
from lib.domain.mood import WINDOW_DAYS, Rating, day_values, fitted_line
from lib.domain.sessions import Attendance

# [CHOICE] A number given longer before or after says more about the rest of the day.
BEFORE_WITHIN = timedelta(minutes=60)
AFTER_WITHIN = timedelta(minutes=60)
# [CHOICE] What is written down later than this is remembered in the light of what came since.
WRITTEN_WITHIN = timedelta(hours=2)
# [CHOICE] A session has a start and no end, and nobody looks at the clock for it. An hour is what
# most take; a shorter one only makes the two hours above a little longer.
SESSION_LASTS = timedelta(hours=1)
# [CHOICE] Five of five better still happens by chance to one in sixteen, on either side.
COUNTS_FROM_PAIRS = 6
# [CHOICE] Below ten, an interval is so wide that a mean says less than counts do.
ESTIMATE_FROM_PAIRS = 10
# [CHOICE] What is usual on days without a session needs ten of such days.
CORRECTED_FROM_DAYS = 10
# [CHOICE] Less than half a point on a scale of 0-10 is not worth a word.
CLEAR_EFFECT = 0.5
CONFIDENCE = 0.95

# A mean of whole numbers that is half a point may come out as 0.49999999999999994.
_HAIR = 1e-9


class Level(StrEnum):
    """How much may be said: the pairs as they are, counts, or a mean with its interval."""

    LIST = "list"
    COUNTS = "counts"
    ESTIMATE = "estimate"


class Basis(StrEnum):
    """Whether the estimate is the raw mean, or that of an average day."""

    RAW = "raw"
    CORRECTED = "corrected"


class AfterMoving(StrEnum):
    """What mostly happens after moving. Below ten pairs it is TOO_FEW, whatever they show."""

    TOO_FEW = "too_few"
    MOSTLY_BETTER = "mostly_better"
    MOSTLY_LESS_WELL = "mostly_less_well"
    MIXED_OR_UNCLEAR = "mixed_or_unclear"


@dataclass(frozen=True, slots=True)
class Told:
    """A mood number, 0-10, and the aware instant it is about. Raises ValueError outside 0-10."""

    at: datetime
    value: float

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 10:
            raise ValueError("a mood number lies from 0 to 10")


@dataclass(frozen=True, slots=True)
class Moving:
    """One time of moving, in aware instants; `before` and `after` None where nobody said.

    `written_at` is when it was written down, None when that was at the time itself. Raises
    ValueError when it ends before it starts.
    """

    start: datetime
    end: datetime
    before: Told | None = None
    after: Told | None = None
    written_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("the end lies before the start")

    @property
    def day(self) -> date:
        """The local day of the start."""
        return local_day(self.start)


@dataclass(frozen=True, slots=True)
class Pair:
    """Mood before and after moving on one day."""

    day: date
    before: float
    after: float

    @property
    def change(self) -> float:
        """After minus before, in points."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Change:
    """A mean change in points with its standard deviation and 95 % interval, low and high."""

    mean: float
    deviation: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to mood around moving.

    pairs            the pairs it is about, oldest first
    better, same, worse  how many of them went up, stayed, went down
    days_without     days with a rating and without moving, that tell what is usual
    level            how much may be said about so many pairs
    label            the direction
    mean_change      the mean of after minus before, in points
    estimate         the change to speak of: the raw mean, or the one expected on an average day
    interval         its 95 % interval, low and high
    basis            which of the two it is

    The last four are None below ten pairs.
    """

    pairs: tuple[Pair, ...]
    better: int
    same: int
    worse: int
    days_without: int
    level: Level
    label: AfterMoving
    mean_change: float | None = None
    estimate: float | None = None
    interval: tuple[float, float] | None = None
    basis: Basis | None = None

    @property
    def n(self) -> int:
        """How many pairs."""
        return len(self.pairs)


def moving_of(session: SessionMood) -> Moving | None:
    """Return a session as a time of moving, or None when nobody came.

    It counts as one hour. The form asks both numbers about its edges, so the number before is
    about the start and the number after about the end.
    """
    if session.attendance is not Attendance.CAME:
        return None
    end = session.held_at + SESSION_LASTS
    return Moving(
        start=session.held_at,
        end=end,
        before=None if session.before is None else Told(session.held_at, session.before),
        after=None if session.after is None else Told(end, session.after),
        written_at=session.written_at,
    )


def valid_pairs(movings: Iterable[Moving]) -> tuple[Pair, ...]:
    """Return the pairs that can be compared, oldest first, at most one a day.

    Only the first time of moving on a local day counts, because the number before the second is a
    number after the first. It is a pair when the number before lies at most 60 minutes before the
    start, the number after at most 60 minutes after the end, and it was written down within two
    hours of the end.
    """
    found = []
    for one in _firsts(movings):
        if one.before is None or one.after is None:
            continue
        early = one.start - one.before.at
        late = one.after.at - one.end
        written = one.written_at or one.end
        if (
            timedelta(0) <= early <= BEFORE_WITHIN
            and timedelta(0) <= late <= AFTER_WITHIN
            and written - one.end <= WRITTEN_WITHIN
        ):
            found.append(Pair(one.day, one.before.value, one.after.value))
    return tuple(found)


def effect(movings: Iterable[Moving], ratings: Iterable[Rating], *, today: date) -> Effect:
    """Return what happens to mood around moving in the last 84 days, through today.

    `ratings` are mood ratings that were given neither right after moving nor as the number before
    it; those before are in `movings`. Below 6 pairs there is a list, from 6 counts, from 10 the
    mean change with its t-interval (see `mean_change`).

    With 10 days or more that have a rating and no moving, the estimate corrects for regression to
    the mean (see `on_an_average_day`), with m the mean of all day values that are not after
    moving, the first numbers before it among them. Otherwise, or when all numbers before are
    equal, it is the raw mean, and the screen warns that mood mostly rises by itself after a worse
    day. MOSTLY_BETTER when the interval lies above 0 and the estimate is at least half a point;
    MOSTLY_LESS_WELL the other way round.
    """
    first = today - timedelta(days=WINDOW_DAYS - 1)
    within = [one for one in movings if first <= one.day <= today]
    pairs = valid_pairs(within)
    up = sum(pair.change > 0 for pair in pairs)
    down = sum(pair.change < 0 for pair in pairs)

    before = [Rating(one.day, one.before.value) for one in _firsts(within) if one.before]
    given = [one for one in ratings if first <= one.day <= today]
    usual = day_values([*given, *before])
    moved_on = {one.day for one in within}
    days_without = sum(one.day not in moved_on for one in usual)

    n = len(pairs)
    if n < ESTIMATE_FROM_PAIRS:
        level = Level.LIST if n < COUNTS_FROM_PAIRS else Level.COUNTS
        return Effect(pairs, up, n - up - down, down, days_without, level, AfterMoving.TOO_FEW)

    raw = mean_change([pair.change for pair in pairs])
    best, basis = raw, Basis.RAW
    if days_without >= CORRECTED_FROM_DAYS and len({pair.before for pair in pairs}) > 1:
        m = math.fsum(one.value for one in usual) / len(usual)
        best, basis = on_an_average_day(pairs, m), Basis.CORRECTED
    label = AfterMoving.MIXED_OR_UNCLEAR
    if best.interval[0] > 0 and best.mean >= CLEAR_EFFECT - _HAIR:
        label = AfterMoving.MOSTLY_BETTER
    elif best.interval[1] < 0 and best.mean <= -CLEAR_EFFECT + _HAIR:
        label = AfterMoving.MOSTLY_LESS_WELL
    return Effect(
        pairs=pairs,
        better=up,
        same=n - up - down,
        worse=down,
        days_without=days_without,
        level=Level.ESTIMATE,
        label=label,
        mean_change=raw.mean,
        estimate=best.mean,
        interval=best.interval,
        basis=basis,
    )


def mean_change(changes: Sequence[float]) -> Change:
    """Return the mean of changes with its 95 % interval: mean ± t(0.975, n - 1) x SD / sqrt(n).

    SD divides by n - 1. Source: Student 1908. Raises ValueError below two changes.
    """
    n = len(changes)
    if n < 2:
        raise ValueError("a mean with an interval needs two changes")
    mean = math.fsum(changes) / n
    deviation = math.sqrt(math.fsum((each - mean) ** 2 for each in changes) / (n - 1))
    reach = _t(n - 1) * deviation / math.sqrt(n)
    return Change(mean, deviation, (mean - reach, mean + reach))


def on_an_average_day(pairs: Sequence[Pair], m: float) -> Change:
    """Return the change expected on a day that begins at mood m, the person's own mean.

    Who moves on bad days sees mood rise without moving too: low numbers are followed by less low
    ones. So the change is regressed on (before - m) by least squares, and the intercept is the
    change that is left for an average day, with its interval on t(n - 2):
    SE = s x sqrt(1/n + mean(before - m) ** 2 / Sxx). `deviation` is s, what the line leaves over.
    Raises ValueError below three pairs, and when all numbers before are equal.
    """
    x = [pair.before - m for pair in pairs]
    line = fitted_line(x, [pair.change for pair in pairs])
    n = len(x)
    mean_x = math.fsum(x) / n
    sxx = math.fsum((each - mean_x) ** 2 for each in x)
    left = line.standard_error * math.sqrt(sxx)
    reach = _t(n - 2) * left * math.sqrt(1 / n + mean_x**2 / sxx)
    return Change(line.intercept, left, (line.intercept - reach, line.intercept + reach))


def _firsts(movings: Iterable[Moving]) -> list[Moving]:
    """The first time of moving of each local day, oldest first."""
    found: dict[date, Moving] = {}
    for one in sorted(movings, key=lambda moving: (moving.start, moving.end)):
        found.setdefault(one.day, one)
    return list(found.values())


def _t(freedom: int) -> float:
    from scipy.special import stdtrit  # not at the top: it is slow, and only an estimate needs it

    return float(stdtrit(freedom, (1 + CONFIDENCE) / 2))
