"""Two weeks, two ways: a fair plan, and a difference that mostly may be chance."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.experiment import Comparison, Plan, Way, compare, plan

MONDAY = date(2026, 1, 5)
FIRST, SECOND = Way
weekday_sets = st.frozensets(st.integers(0, 6), min_size=3)
starts = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def levels(found: Plan, first: float, second: float) -> dict[date, float]:
    """The same level on every day of one way."""
    return {day: first if way is FIRST else second for day, way in found.days}


@settings(max_examples=100, deadline=None)
@given(starts, weekday_sets, st.integers())
def test_a_plan_is_fair(start: date, weekdays: frozenset[int], seed: int) -> None:
    found = plan(start, seed=seed, weekdays=weekdays)
    days = [day for day, _ in found.days]
    assert days == [
        day for day in (start + timedelta(days=n) for n in range(14)) if day.weekday() in weekdays
    ]
    # Each weekday has one day of either way, so both have equally many.
    for weekday in weekdays:
        assert {way for day, way in found.days if day.weekday() == weekday} == {FIRST, SECOND}
    ways = [way for _, way in found.days]
    in_a_week = Counter(ways[: len(weekdays)])
    assert abs(in_a_week[FIRST] - in_a_week[SECOND]) <= 1
    assert max(len(list(same)) for _, same in groupby(ways)) <= 3


def test_the_same_seed_draws_the_same_plan_for_ever() -> None:
    found = "".join(way[0] for _, way in plan(MONDAY, seed=20260105).days)
    assert found == "ffssfsfssffsfs"
    assert plan(MONDAY, seed=20260105) == plan(MONDAY, seed=20260105)


def test_every_fair_plan_is_drawn_about_equally_often() -> None:
    drawn = Counter(plan(MONDAY, seed=seed).days for seed in range(5000))
    assert len(drawn) == 50
    # Chi-square with 49 degrees of freedom lies above 85.4 once in a thousand times.
    assert sum((times - 100) ** 2 / 100 for times in drawn.values()) < 85.4


def test_either_way_begins_about_equally_often() -> None:
    begins = Counter(plan(MONDAY, seed=seed).days[0][1] for seed in range(1000))
    assert 430 < begins[FIRST] < 570


@pytest.mark.parametrize("weekdays", [(), (0, 1), (0, 1, 1), (0, 1, 7), (-1, 0, 1)])
def test_a_plan_needs_three_weekdays_that_exist(weekdays: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="three weekdays"):
        plan(MONDAY, seed=1, weekdays=weekdays)


def test_the_difference_is_that_of_the_means_with_its_counts() -> None:
    found = plan(MONDAY, seed=3)
    told = levels(found, 5, 6)
    told.pop(found.days[0][0])
    result = compare(found, told)
    assert {result.n_first, result.n_second} == {6, 7}
    assert (result.mean_first, result.mean_second, result.difference) == (5, 6, 1)


@pytest.mark.parametrize(("of_second", "known"), [(2, False), (3, True)])
def test_a_difference_needs_three_days_of_either_way(of_second: int, known: bool) -> None:
    found = plan(MONDAY, seed=3)
    second = [day for day, way in found.days if way is SECOND][of_second:]
    told = {day: level for day, level in levels(found, 5, 6).items() if day not in second}
    result = compare(found, told)
    assert (result.n_first, result.n_second) == (7, of_second)
    assert (result.difference is None, result.chance is None) == (not known, not known)
    assert result.may_be_chance is True if not known else result.mean_second == 6


def test_nothing_told_is_no_difference() -> None:
    assert compare(plan(MONDAY, seed=3), {}) == Comparison(0, 0)
    outside = {MONDAY + timedelta(days=n): 5.0 for n in (-1, 14)}
    assert compare(plan(MONDAY, seed=3), outside) == Comparison(0, 0)


def test_the_clearest_difference_there_is_is_two_plans_of_fifty() -> None:
    # Only the plan itself and the one turned round put every higher level on one side.
    found = plan(MONDAY, seed=3)
    result = compare(found, levels(found, 5, 6))
    assert result.chance == pytest.approx(2 / 50)
    assert not result.may_be_chance


def test_no_difference_is_chance_altogether() -> None:
    found = plan(MONDAY, seed=3)
    result = compare(found, levels(found, 5, 5))
    assert (result.difference, result.chance, result.may_be_chance) == (0, 1, True)


@pytest.mark.parametrize("days", [3, 4, 5, 6])
def test_two_weeks_on_fewer_days_always_may_be_chance(days: int) -> None:
    found = plan(MONDAY, seed=3, weekdays=range(days))
    assert compare(found, levels(found, 0, 10)).may_be_chance


def test_ways_that_make_no_difference_seldom_seem_to() -> None:
    chance = random.Random(20260105)
    named = 0
    for seed in range(1000):
        found = plan(MONDAY, seed=seed)
        told = {day: chance.randint(2, 9) for day, _ in found.days if chance.random() < 0.9}
        named += not compare(found, told).may_be_chance
    assert 0 < named / 1000 < 0.05


def test_a_better_weekend_does_not_look_like_a_better_way() -> None:
    found = [plan(MONDAY, seed=seed) for seed in range(200)]
    told = {day: 9.0 if day.weekday() >= 5 else 4.0 for day, _ in found[0].days}
    assert all(compare(one, told).difference == pytest.approx(0) for one in found)


@settings(max_examples=60, deadline=None)
@given(st.integers(), st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=14, max_size=14))
def test_the_ways_exchanged_turn_the_difference_round(seed: int, values: list[int | None]) -> None:
    found = plan(MONDAY, seed=seed)
    turned = Plan(tuple((day, SECOND if way is FIRST else FIRST) for day, way in found.days))
    told = {
        day: float(value)
        for (day, _), value in zip(found.days, values, strict=True)
        if value is not None
    }
    one, other = compare(found, told), compare(turned, told)
    assert (one.n_first, one.n_second) == (other.n_second, other.n_first)
    if one.difference is None or other.difference is None:
        assert one.difference is other.difference is None
        return
    assert other.difference == pytest.approx(-one.difference, abs=1e-12)
    assert other.chance == one.chance
    assert one.chance is not None
    assert 0 < one.chance <= 1
