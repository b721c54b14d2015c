"""How often a label is wrong, and how often it is found: `python -m tests.bench.simulations`.

Lets people live whose mood is known, gives their numbers to the functions of the domain, and
prints how often a label came out beside the figure that the definitions name. An argument sets how
many people live for each figure. Figures of a range name its lowest and its highest condition.

Mood is a number of a day: 6 with a standard deviation of 1.5, each day so much like the day before
(autocorrelation), whole from 0 to 10, on 80 % of the days unless it says otherwise.
"""

import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import fmean, stdev

from lib.domain import effect as moving
from lib.domain import mood
from lib.domain.mood import Direction, Rating

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
# The definitions name figures without the number of people behind them. A thousand is assumed:
# their own chance counts in what may differ.
PEOPLE_OF_THE_DEFINITIONS = 1000
START = date(2026, 1, 1)
LEVEL, SPREAD, WEEKS_12 = 6, 1.5, 84
DAILY, THREE_A_WEEK, SPARSE = 0.8, 3 / 7, 0.4


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the definitions and what was found, each a share or a number of points.

    `error` is the standard error of what was found; `rounding` is half of the last decimal that the
    definitions name, or half of the range.
    """

    name: str
    reference: float
    found: float
    error: float
    rounding: float
    share: bool = True

    @property
    def off(self) -> float:
        """How many standard errors the two lie apart, beyond what rounding may do."""
        apart = max(0.0, abs(self.found - self.reference) - self.rounding)
        return apart / (self.error * math.sqrt(1 + PEOPLE / PEOPLE_OF_THE_DEFINITIONS))


def share(name: str, percent: float, hits: int, *, within: float | None = None) -> Figure:
    """A share of people, with the figure of the definitions in per cent, give or take `within`."""
    reference, found = percent / 100, hits / PEOPLE
    if within is None:
        within = 0.05 if percent != int(percent) else 0.5
    # Of the reference, because a share of none found would have no error at all.
    error = math.sqrt(reference * (1 - reference) / PEOPLE)
    return Figure(name, reference, found, error, within / 100)


def days_of(
    chance: random.Random,
    *,
    autocorrelation: float,
    filled: float = DAILY,
    days: int = WEEKS_12,
    shift: Callable[[int], float] = lambda _: 0.0,
) -> list[Rating]:
    """The ratings of one person; `shift` is what is added to a day."""
    fresh = SPREAD * math.sqrt(1 - autocorrelation**2)
    state, found = chance.gauss(0, SPREAD), []
    for n in range(days):
        if chance.random() < filled:
            found.append(Rating(START + timedelta(days=n), whole(LEVEL + state + shift(n))))
        state = autocorrelation * state + chance.gauss(0, fresh)
    return found


def whole(value: float) -> int:
    """The number on the scale."""
    return min(10, max(0, round(value)))


# --- the direction of mood --------------------------------------------------------------------

LAST = START + timedelta(days=WEEKS_12 - 1)


def directions(chance: random.Random) -> Iterator[Figure]:
    """False directions, coverage, power, and what a test without G would do."""
    wrong = {
        DAILY: {0.0: 1.0, 0.2: 3.1, 0.35: 5.4, 0.5: 10.4},
        SPARSE: {0.0: 3.4, 0.2: 4.5, 0.35: 5.8, 0.5: 9.7},
    }
    covered = {0.0: 98.6, 0.2: 96.1, 0.35: 93.6, 0.5: 87.5}
    plain = {0.2: 8.6, 0.35: 12.9, 0.5: 20.4}
    for filled, figures in wrong.items():
        for like, percent in figures.items():
            name = f"direction of a stable mood, {filled:.0%} filled, {like}"
            found = [
                mood.trend(days_of(chance, autocorrelation=like, filled=filled), today=LAST)
                for _ in range(PEOPLE)
            ]
            yield share(name, percent, sum(one.label in NAMED for one in found))
            if filled == DAILY:
                inside = sum(low <= 0 <= high for low, high in map(interval, found))
                yield share(f"its interval holds 0, {like}", covered[like], inside)
            if filled == DAILY and like in plain:
                yield share(f"ranks without G, {like}", plain[like], sum(map(plain_ranks, found)))
                yield share(f"line without G, {like}", plain[like], sum(map(plain_line, found)))
    for points, low, high in ((2, 44, 66), (3, 80, 96)):
        for percent, filled in ((low, SPARSE), (high, DAILY)):
            risen = sum(rises(chance, points, filled) for _ in range(PEOPLE))
            yield share(f"a rise of {points} points found, {filled:.0%} filled", percent, risen)


NAMED = {Direction.RISING, Direction.FALLING}


def rises(chance: random.Random, points: float, filled: float) -> bool:
    """Whether a rise over twelve weeks gets its name."""

    def shift(n: int) -> float:
        return points * (n / (WEEKS_12 - 1) - 0.5)

    ratings = days_of(chance, autocorrelation=0.2, filled=filled, shift=shift)
    return mood.trend(ratings, today=LAST).label is Direction.RISING


def interval(found: mood.Trend) -> tuple[float, float]:
    assert found.slope_interval_per_week is not None
    return found.slope_interval_per_week


def plain_ranks(found: mood.Trend) -> bool:
    """Whether Mann-Kendall would name a direction when days were taken as unlike each other."""
    assert found.mk_z is not None
    assert found.inflation is not None
    return math.erfc(abs(found.mk_z) * math.sqrt(found.inflation / 2)) < mood.SIGNIFICANCE


def plain_line(found: mood.Trend) -> bool:
    """Whether the line would, in the same way."""
    assert found.slope_per_week is not None
    assert found.inflation is not None
    low, high = interval(found)
    return abs(found.slope_per_week) > (high - low) / 2 / math.sqrt(found.inflation)


# --- mood lower than usual --------------------------------------------------------------------

# The definitions do not say how these people lived either. Five weeks of baseline before the
# twelve, "daily" as 80 % of the days and three a week as three sevenths come nearest.
BASELINE_DAYS = mood.BASELINE_FROM_DAYS_AGO + 1
SOON = 14


def signals(chance: random.Random) -> Iterator[Figure]:
    """At least one signal in twelve weeks without a change, and within two weeks of a drop."""
    stable = {
        (DAILY, 0.0): 8,
        (DAILY, 0.2): 18,
        (DAILY, 0.4): 35,
        (THREE_A_WEEK, 0.0): 17,
        (THREE_A_WEEK, 0.2): 26,
        (THREE_A_WEEK, 0.4): 38,
    }
    for (filled, like), percent in stable.items():
        name = f"a signal in 12 stable weeks, {often(filled)}, {like}"
        found = [seen(chance, like, filled, WEEKS_12) for _ in range(PEOPLE)]
        yield share(name, percent, sum(one.signal for one in found))
        if (filled, like) == (DAILY, 0.2):
            yield share("2 lower alone, 12 stable weeks", 25, sum(one.lower for one in found))
            yield share("1.5 lower and NAP 0.80", 51, sum(one.looser for one in found))
    for points, low, high in ((2, 50, 72), (3, 71, 96)):
        for percent, filled in ((low, THREE_A_WEEK), (high, DAILY)):
            found = [seen(chance, 0.2, filled, SOON, drop=points) for _ in range(PEOPLE)]
            name = f"a drop of {points} points found, {often(filled)}"
            yield share(name, percent, sum(one.signal for one in found))
            if (points, filled) == (3, DAILY):
                yield share("the same, 2 lower alone", 98, sum(one.lower for one in found))
                yield share("the same, 1.5 and NAP 0.80", 99, sum(one.looser for one in found))


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a rule spoke on any day: ours, and two that were compared with it."""

    signal: bool
    lower: bool
    looser: bool


def seen(
    chance: random.Random, like: float, filled: float, days: int, *, drop: float = 0.0
) -> Seen:
    """One person after five weeks of baseline, with or without a drop on the first day after it."""

    def shift(n: int) -> float:
        return -drop if n >= BASELINE_DAYS else 0.0

    ratings = days_of(
        chance, autocorrelation=like, filled=filled, days=BASELINE_DAYS + days, shift=shift
    )
    first = START + timedelta(days=BASELINE_DAYS)
    signal = lower = looser = False
    for at, one in enumerate(ratings):
        if one.day < first:
            continue
        # Only what the function looks at, so that a simulation of many people ends in time.
        near = ratings[max(0, at - mood.BASELINE_FROM_DAYS_AGO) : at + 1]
        found = mood.lower_than_usual(near, day=one.day)
        if found.diff is None or found.nap_lower is None:
            continue
        signal = signal or found.flag
        lower = lower or found.diff <= -2
        looser = looser or (found.diff <= -1.5 and found.nap_lower >= 0.8)
    return Seen(signal, lower, looser)


def often(filled: float) -> str:
    return "3 a week" if filled == THREE_A_WEEK else "daily"


# --- mood after moving ------------------------------------------------------------------------

# The definitions do not say how their people lived. These lives were chosen because they give two
# of the figures: the rise on bad days (+0.44) and how often help of a point is found. The others
# follow from them. Mood after moving is half like the one before; fourteen days of six weeks are
# days of moving, and a bad day is 12 times as likely to be one when people move on bad days.
LIKE_BEFORE, DAYS_OF_MOVING, SIX_WEEKS, ODDS_OF_BAD_DAYS = 0.5, 14, 42, 12.0
LIKE_YESTERDAY = 0.35
NOON = datetime(2026, 1, 1, 11, tzinfo=UTC)


def effects(chance: random.Random) -> Iterator[Figure]:
    """False help, help found, coverage and bias, with and without moving on bad days alone."""
    usual = [moves(chance) for _ in range(PEOPLE)]
    bad = [moves(chance, bad_days=True) for _ in range(PEOPLE)]
    yield share("no effect: mostly better", 3.7, better(usual))
    yield share("the same, moving on bad days", 4.5, better(bad))
    raw = [moving.effect(one.movings, [], today=one.last) for one in bad]
    named = sum(one.label is moving.AfterMoving.MOSTLY_BETTER for one in raw)
    yield share("the same, without correction", 18.6, named)
    yield points("mean change on bad days, without correction", 0.44, [e.estimate for e in raw])
    yield points("the same, corrected", -0.03, [one.found.estimate for one in bad])
    more = [moves(chance, help_of=1.0) for _ in range(PEOPLE)]
    more_bad = [moves(chance, help_of=1.0, bad_days=True) for _ in range(PEOPLE)]
    yield share("help of 1 point found", 69, better(more))
    yield share("the same, moving on bad days", 52, better(more_bad))
    # The definitions name 92 to 94 % for all of these together.
    yield share("the interval holds that point", 93, covered(more, 1.0), within=1)
    yield share("the same, moving on bad days", 93, covered(more_bad, 1.0), within=1)


@dataclass(frozen=True, slots=True)
class Mover:
    """One person's movings, and what was found about them."""

    movings: tuple[moving.Moving, ...]
    last: date
    found: moving.Effect


def moves(chance: random.Random, *, help_of: float = 0.0, bad_days: bool = False) -> Mover:
    """Someone who moves on fourteen days of six weeks and rates 80 % of the others."""
    fresh = SPREAD * math.sqrt(1 - LIKE_YESTERDAY**2)
    state, states = chance.gauss(0, SPREAD), []
    for _ in range(SIX_WEEKS):
        states.append(state)
        state = LIKE_YESTERDAY * state + chance.gauss(0, fresh)
    # Days drawn one after another with these odds (Efraimidis and Spirakis 2006).
    odds = [ODDS_OF_BAD_DAYS if bad_days and each < 0 else 1.0 for each in states]
    drawn = sorted(range(SIX_WEEKS), key=lambda n: -(chance.random() ** (1 / odds[n])))
    movings, ratings = [], []
    for n, each in enumerate(states):
        before = whole(LEVEL + each)
        if n in drawn[:DAYS_OF_MOVING]:
            later = LIKE_BEFORE * each + chance.gauss(0, SPREAD * math.sqrt(1 - LIKE_BEFORE**2))
            start = NOON + timedelta(days=n)
            end = start + timedelta(minutes=30)
            after = whole(LEVEL + later + help_of)
            movings.append(
                moving.Moving(start, end, moving.Told(start, before), moving.Told(end, after))
            )
        elif chance.random() < DAILY:
            ratings.append(Rating(START + timedelta(days=n), before))
    last = START + timedelta(days=SIX_WEEKS - 1)
    return Mover(tuple(movings), last, moving.effect(movings, ratings, today=last))


def better(people: Sequence[Mover]) -> int:
    return sum(one.found.label is moving.AfterMoving.MOSTLY_BETTER for one in people)


def covered(people: Sequence[Mover], truth: float) -> int:
    edges = [one.found.interval for one in people if one.found.interval]
    return sum(low <= truth <= high for low, high in edges)


def points(name: str, reference: float, found: Sequence[float | None]) -> Figure:
    """A mean in points, with the figure of the definitions."""
    values = [one for one in found if one is not None]
    error = stdev(values) / math.sqrt(len(values))
    return Figure(name, reference, fmean(values), error, 0.005, share=False)


def main() -> None:
    """Print a row for each figure; a mark where it lies further off than chance explains."""
    say = sys.stdout.write
    say(f"{PEOPLE} people for each figure; ± is 1.96 standard errors of what was found.\n\n")
    say("| Figure | Definitions | Found | ± | Off by |\n|---|---:|---:|---:|---:|\n")
    for each in (directions, signals, effects):
        for row in each(random.Random(20260105)):
            width = 1.96 * row.error
            numbers = (row.reference, row.found, width)
            shown = [f"{n:.1%}" if row.share else f"{n:+.2f}" for n in numbers]
            mark = " ←" if row.off > 2.58 else ""
            say(f"| {row.name} | {' | '.join(shown)} | {row.off:.1f}{mark} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
