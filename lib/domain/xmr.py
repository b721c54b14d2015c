"""Tells ordinary ups and downs of a row of numbers from what stands out (XmR charts).

The individuals and moving range chart of Shewhart, as taught by D.J. Wheeler, Understanding
Variation (1993), and in practice by NHS England, Making Data Count. It needs no assumption about
how the numbers are spread, and asks one question: is this week different from the weeks before?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

# 3 / d2 and D4 for ranges of two (Wheeler 1993): what is beyond is hardly ever chance.
LIMIT_FACTOR = 2.66
RANGE_FACTOR = 3.268
# With fewer points the limits would move with each new one, so there are none. [CHOICE]
LEAST_POINTS = 12
# The first points, up to so many, make the limits; then these stand, and later points are judged
# by them. About five months of weeks: an old habit does not become tomorrow's yardstick. [CHOICE]
BASELINE_MOST = 20
# So many in a row on one side of the centre (Wheeler 1993).
RUN = 8
# So many, of so many in a row, nearer to a limit than to the centre (Wheeler 1993).
NEAR, NEAR_OF = 3, 4


class Rule(StrEnum):
    """Why a point or a stretch stands out; what lasts is told first."""

    RUN = "run"
    OUTSIDE = "outside"
    JUMP = "jump"
    NEAR = "near"


class Side(StrEnum):
    """Where it lies; of a jump the way it went."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Limits:
    """Centre and natural limits in the unit of the points, and those of the moving ranges.

    `lower` is never below the lowest value there can be, `lower_natural` is what the formula says.
    `points` is how many points they were made of, and `frozen` True when later ones change nothing.
    """

    centre: float
    lower: float
    upper: float
    lower_natural: float
    mean_range: float
    upper_range: float
    points: int
    frozen: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that stands out: from one place in the row to another, both part of it."""

    rule: Rule
    side: Side
    first: int
    last: int

    @property
    def length(self) -> int:
        """Over how many points it lasts."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Chart:
    """Points in the order of time, the ranges from one to the next, and what stands out.

    The first `build_up` points are shown and not judged, and no limit is made of them. `limits` is
    None, and `signs` is empty, below `LEAST_POINTS` points after these. Signs are in the order of
    their last point; of one last point in the order of `Rule`.
    """

    values: tuple[float, ...]
    ranges: tuple[float, ...]
    limits: Limits | None
    signs: tuple[Sign, ...]
    build_up: int = 0


def chart(values: Sequence[float], *, floor: float | None = 0.0, build_up: int = 0) -> Chart:
    """Return the chart of a row of numbers, oldest first.

    `floor` is the lowest value there can be, None when there is none. `build_up` is how many of the
    first points belong to a beginning that says nothing about what is ordinary.
    """
    found, judged = tuple(values), tuple(values)[build_up:]
    if len(judged) < LEAST_POINTS:
        return Chart(found, moving_ranges(found), None, (), build_up)
    limits = limits_of(judged[:BASELINE_MOST], floor=floor, frozen=len(judged) >= BASELINE_MOST)
    signs = [
        *_outside(judged, limits),
        *_jumps(judged, limits),
        *_runs(judged, limits.centre),
        *_near(judged, limits),
    ]
    order = list(Rule)
    signs.sort(key=lambda one: (one.last, order.index(one.rule)))
    moved = (Sign(one.rule, one.side, one.first + build_up, one.last + build_up) for one in signs)
    return Chart(found, moving_ranges(found), limits, tuple(moved), build_up)


def moving_ranges(values: Sequence[float]) -> tuple[float, ...]:
    """Return how far each point lies from the one before it; one fewer than there are points."""
    return tuple(abs(after - before) for before, after in pairwise(values))


def limits_of(baseline: Sequence[float], *, floor: float | None, frozen: bool) -> Limits:
    """Return the limits that a baseline of at least two points gives.

    Centre ± 2.66 × the mean moving range; the limit of the ranges is 3.268 × that mean (Wheeler
    1993). Raises `ValueError` with fewer points.
    """
    if len(baseline) < 2:
        raise ValueError("limits need two points")
    centre = fmean(baseline)
    mean_range = fmean(moving_ranges(baseline))
    lower = centre - LIMIT_FACTOR * mean_range
    return Limits(
        centre=centre,
        lower=lower if floor is None else max(lower, floor),
        upper=centre + LIMIT_FACTOR * mean_range,
        lower_natural=lower,
        mean_range=mean_range,
        upper_range=RANGE_FACTOR * mean_range,
        points=len(baseline),
        frozen=frozen,
    )


def _outside(values: Sequence[float], limits: Limits) -> list[Sign]:
    found = []
    for at, value in enumerate(values):
        if value > limits.upper:
            found.append(Sign(Rule.OUTSIDE, Side.ABOVE, at, at))
        elif value < limits.lower:
            found.append(Sign(Rule.OUTSIDE, Side.BELOW, at, at))
    return found


def _jumps(values: Sequence[float], limits: Limits) -> list[Sign]:
    """Return where a point lies further from the one before it than the limit of the ranges."""
    return [
        Sign(Rule.JUMP, Side.ABOVE if after > before else Side.BELOW, at - 1, at)
        for at, (before, after) in enumerate(pairwise(values), 1)
        if abs(after - before) > limits.upper_range
    ]


def _runs(values: Sequence[float], centre: float) -> list[Sign]:
    """Return the stretches on one side of the centre; a point upon it ends one."""
    found: list[Sign] = []
    start = 0
    for at in range(1, len(values) + 1):
        if at < len(values) and _side(values[at], centre) is _side(values[start], centre):
            continue
        side = _side(values[start], centre)
        if side is not None and at - start >= RUN:
            found.append(Sign(Rule.RUN, side, start, at - 1))
        start = at
    return found


def _near(values: Sequence[float], limits: Limits) -> list[Sign]:
    """Return the stretches in which three of each four lie nearer to one limit than the centre.

    The limit is the one of the formula: where nothing can be below 0, half of a limit that was cut
    off would call much near. Stretches that share points are one.
    """
    found: list[Sign] = []
    if limits.mean_range == 0:
        return found
    high = (limits.centre + limits.upper) / 2
    low = (limits.centre + limits.lower_natural) / 2
    for side in Side:
        near = [value > high if side is Side.ABOVE else value < low for value in values]
        mine: list[Sign] = []
        for at in range(len(values) - NEAR_OF + 1):
            hits = [at + n for n in range(NEAR_OF) if near[at + n]]
            if len(hits) < NEAR:
                continue
            if mine and mine[-1].last >= hits[0]:
                mine[-1] = Sign(Rule.NEAR, side, mine[-1].first, hits[-1])
            else:
                mine.append(Sign(Rule.NEAR, side, hits[0], hits[-1]))
        found += mine
    return found


def _side(value: float, centre: float) -> Side | None:
    if value == centre:
        return None
    return Side.ABOVE if value > centre else Side.BELOW
