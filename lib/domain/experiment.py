"""A small experiment of one's own: two weeks, two ways, one fair comparison."""

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, product

WEEKS = 2
# [CHOICE] Three days of each way is the least that two weeks can ask of someone.
WEEKDAYS_AT_LEAST = 3
# [CHOICE] More than three days in a row of one way is no longer a comparison from day to day.
IN_A_ROW_AT_MOST = 3
# [CHOICE] Below three days of either way nothing is compared.
COMPARED_FROM_DAYS = 3
# [CHOICE] The usual 5 %.
CHANCE_BELOW = 0.05

_WEEK = 7
_HAIR = 1e-9


class Way(StrEnum):
    """One of the two ways that are compared, such as alone and together."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which way is meant for which day, in the order of the days."""

    days: tuple[tuple[date, Way], ...]

    @property
    def ways(self) -> dict[date, Way]:
        """The way of each day that is part of it."""
        return dict(self.days)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the two weeks showed.

    n_first, n_second        days of each way with a level
    mean_first, mean_second  the mean level of each way, 0-10; None below three days of either
    difference               mean_second - mean_first, in points; None with them
    chance                   how often a plan that might have been drawn as well shows a difference
                             at least as large, 0 to 1, when the ways make no difference; None
                             with them
    """

    n_first: int
    n_second: int
    mean_first: float | None = None
    mean_second: float | None = None
    difference: float | None = None
    chance: float | None = None

    @property
    def may_be_chance(self) -> bool:
        """True unless chance alone shows such a difference in less than 5 %. Say it beside it."""
        return self.chance is None or self.chance >= CHANCE_BELOW


def plan(start: date, *, seed: int, weekdays: Collection[int] = range(_WEEK)) -> Plan:
    """Return a plan for two weeks from `start` on: which way on which day.

    `weekdays` are the days of the week that take part, Monday 0 through Sunday 6, at least three.
    Each weekday is a block of two: one week the one way, the other week the other, so that both
    ways have equally many days and the same weekdays. Which comes first is drawn, among the plans
    with both ways evenly in each week (at most one day apart) and no way more than three days in
    a row. The same seed draws the same plan, on every machine. Raises ValueError for other
    weekdays and for fewer than three.
    """
    days = _days(start, weekdays)
    possible = _possible(len(days) // WEEKS)
    # A digest instead of the generator of the standard library, whose draws may differ between
    # versions of Python: a plan that is agreed must be the same plan next year.
    drawn = int.from_bytes(hashlib.sha256(str(seed).encode()).digest(), "big") % len(possible)
    return Plan(tuple(zip(days, possible[drawn], strict=True)))


def compare(plan: Plan, levels: Mapping[date, float]) -> Comparison:
    """Return what came of a plan, from the level at the end of each day that went as planned.

    Leave out days that went another way; days outside the plan are not seen. With three days of
    each way it holds a difference, and the share of all plans that might have been drawn of which
    the same levels show a difference at least as large: an exact randomisation test (Fisher 1935;
    Edgington 1987 for one person), which asks nothing of how levels are spread. Two weeks on fewer
    than seven days a week have so few plans that it always may be chance.
    """
    days = [day for day, _ in plan.days if day in levels]
    told = [levels[day] for day in days]
    first, second = _parted(told, [plan.ways[day] for day in days])
    if min(len(first), len(second)) < COMPARED_FROM_DAYS:
        return Comparison(len(first), len(second))
    mean_first, mean_second = _mean(first), _mean(second)
    difference = mean_second - mean_first
    at = [n for n, (day, _) in enumerate(plan.days) if day in levels]
    others = []
    for ways in _possible(len(plan.days) // WEEKS):
        one, other = _parted(told, [ways[n] for n in at])
        if one and other:
            others.append(_mean(other) - _mean(one))
    as_large = sum(abs(each) >= abs(difference) - _HAIR for each in others)
    return Comparison(
        n_first=len(first),
        n_second=len(second),
        mean_first=mean_first,
        mean_second=mean_second,
        difference=difference,
        chance=as_large / len(others),
    )


def _days(start: date, weekdays: Collection[int]) -> list[date]:
    taking_part = set(weekdays)
    if len(taking_part) < WEEKDAYS_AT_LEAST or not taking_part <= set(range(_WEEK)):
        raise ValueError("a plan has three weekdays or more, from Monday 0 through Sunday 6")
    every = (start + timedelta(days=n) for n in range(WEEKS * _WEEK))
    return [day for day in every if day.weekday() in taking_part]


def _possible(days_a_week: int) -> list[tuple[Way, ...]]:
    """Every plan that may be drawn: the second week is the first turned round."""
    found = []
    for week in product(Way, repeat=days_a_week):
        turned = tuple(Way.SECOND if way is Way.FIRST else Way.FIRST for way in week)
        even = abs(week.count(Way.FIRST) - week.count(Way.SECOND)) <= 1
        longest = max(len(list(same)) for _, same in groupby(week + turned))
        if even and longest <= IN_A_ROW_AT_MOST:
            found.append(week + turned)
    return found


def _parted(levels: Sequence[float], ways: Sequence[Way]) -> tuple[list[float], list[float]]:
    both = list(zip(levels, ways, strict=True))
    return (
        [level for level, way in both if way is Way.FIRST],
        [level for level, way in both if way is Way.SECOND],
    )


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
