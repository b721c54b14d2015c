"""A small experiment: what may be agreed and told, what is compared, and what is left out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lib.domain.contexts import Context
from lib.domain.experiment import Way
from lib.domain.experiments import (
    Agreed,
    Experiment,
    ExperimentDraft,
    OneWay,
    Told,
    WayDraft,
    Went,
    check,
    check_room,
    check_told,
    newest_first,
    result,
    standing,
)

TODAY = date(2026, 3, 18)
AGREED = Agreed(
    OneWay("alone", Context.ALONE), OneWay("met muziek"), date(2026, 3, 2), tuple(range(7))
)
ONE = Experiment("e", AGREED, 5, (), None, "Ines", datetime(2026, 3, 1, tzinfo=UTC), 1)
DRAFT = ExperimentDraft(
    first=WayDraft(context="alone"),
    second=WayDraft(words=" met \n muziek "),
    start=TODAY,
    weekdays=(6, 0, 2, 0),
)


def went(one: Experiment, first: int | None, second: int | None) -> tuple[Told, ...]:
    """Every day as it was meant, with the same level on each day of one way."""
    return tuple(
        Told(day, Went.FIRST, first) if way is Way.FIRST else Told(day, Went.SECOND, second)
        for day, way in one.plan.days
    )


def test_two_ways_a_start_and_some_weekdays_are_agreed() -> None:
    agreed, problems = check(DRAFT, today=TODAY)
    assert problems == ()
    assert agreed == Agreed(
        OneWay("alone", Context.ALONE), OneWay("met muziek"), TODAY, weekdays=(0, 2, 6)
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"first": WayDraft()}, "first"),
        ({"first": WayDraft(context="")}, "first"),
        ({"first": WayDraft(context="on the moon")}, "first"),
        ({"second": WayDraft(words="x" * 61)}, "second"),
        ({"second": WayDraft(context="alone")}, "second"),
        ({"first": WayDraft(words="Met Muziek")}, "second"),
        ({"start": None}, "start"),
        ({"start": TODAY - timedelta(days=1)}, "start"),
        ({"start": TODAY + timedelta(days=29)}, "start"),
        ({"weekdays": (0, 1)}, "weekdays"),
        ({"weekdays": (0, 1, 1)}, "weekdays"),
        ({"weekdays": (0, 1, 7)}, "weekdays"),
    ],
)
def test_what_cannot_be_agreed_is_said_beside_its_field(
    changed: dict[str, Any], field: str
) -> None:
    agreed, problems = check(replace(DRAFT, **changed), today=TODAY)
    assert agreed is None
    assert [problem.field for problem in problems] == [field]


def test_the_last_day_to_begin_is_four_weeks_ahead() -> None:
    agreed, _ = check(replace(DRAFT, start=TODAY + timedelta(days=28)), today=TODAY)
    assert agreed is not None


def test_every_problem_is_said_at_once() -> None:
    _, problems = check(ExperimentDraft(), today=TODAY)
    assert [problem.field for problem in problems] == ["first", "second", "start", "weekdays"]


def test_one_experiment_at_a_time() -> None:
    assert check_room([], today=TODAY) == ()
    assert check_room([ONE], today=date(2026, 3, 16)) == ()
    assert [one.field for one in check_room([ONE], today=date(2026, 3, 15))] == ["start"]
    stopped = replace(ONE, stopped_on=date(2026, 3, 4))
    assert check_room([stopped], today=date(2026, 3, 4)) == ()


def test_an_experiment_is_over_after_its_days_or_when_all_were_told() -> None:
    assert ONE.last_day == date(2026, 3, 15)
    assert not ONE.over(ONE.last_day)
    assert ONE.over(ONE.last_day + timedelta(days=1))
    whole = replace(ONE, days=went(ONE, 5, None))
    assert whole.over(ONE.last_day)
    assert not replace(whole, days=whole.days[1:]).over(ONE.last_day)


def test_on_some_weekdays_it_is_over_after_the_last_of_them() -> None:
    some = replace(ONE, agreed=replace(AGREED, weekdays=(0, 1, 2)))
    assert some.last_day == date(2026, 3, 11)
    assert some.over(date(2026, 3, 12))


def test_a_day_can_be_told_once_it_came_and_not_after_it_was_stopped() -> None:
    assert ONE.may_be_told(date(2026, 3, 1)) == ()
    assert ONE.may_be_told(date(2026, 3, 3)) == (date(2026, 3, 2), date(2026, 3, 3))
    assert len(ONE.may_be_told(date(2026, 6, 1))) == 14
    stopped = replace(ONE, stopped_on=date(2026, 3, 4))
    assert len(stopped.may_be_told(date(2026, 6, 1))) == 3
    assert replace(ONE, stopped_on=date(2026, 3, 1)).may_be_told(TODAY) == ()


@pytest.mark.parametrize(
    ("day", "way", "level", "fields"),
    [
        (None, "first", 5, ["day"]),
        (date(2026, 3, 20), "first", 5, ["day"]),
        (date(2026, 3, 2), None, 5, ["went"]),
        (date(2026, 3, 2), "alone", 5, ["went"]),
        (date(2026, 3, 2), "first", 11, ["level"]),
        (date(2026, 3, 2), "first", 5.5, ["level"]),
        (None, None, -1, ["day", "went", "level"]),
    ],
)
def test_what_cannot_be_told_is_said(
    day: date | None, way: str | None, level: float | None, fields: list[str]
) -> None:
    told, problems = check_told(day, way, level, may_be_told=ONE.may_be_told(TODAY))
    assert told is None
    assert [problem.field for problem in problems] == fields


def test_a_level_is_never_needed() -> None:
    day = date(2026, 3, 2)
    told, problems = check_told(day, "neither", None, may_be_told=ONE.may_be_told(TODAY))
    assert (told, problems) == (Told(day, Went.NEITHER, None), ())


def test_the_days_as_they_were_meant_are_compared() -> None:
    found = result(replace(ONE, days=went(ONE, 4, 7)))
    assert (found.other_way, found.without_level) == (0, 0)
    assert (found.comparison.n_first, found.comparison.n_second) == (7, 7)
    assert (found.comparison.mean_first, found.comparison.mean_second) == (4, 7)
    assert not found.comparison.may_be_chance


def test_a_day_that_went_otherwise_is_left_out_and_counted() -> None:
    first, second, third, *others = went(ONE, 4, 7)
    turned = {Went.FIRST: Went.SECOND, Went.SECOND: Went.FIRST}
    days = (
        replace(first, went=turned[first.went], level=0),
        replace(second, went=Went.NEITHER, level=10),
        replace(third, level=None),
        *others,
    )
    found = result(replace(ONE, days=days))
    assert (found.other_way, found.without_level) == (2, 1)
    assert found.comparison.n_first + found.comparison.n_second == 11
    assert (found.comparison.mean_first, found.comparison.mean_second) == (4, 7)


def test_nothing_told_compares_nothing() -> None:
    found = result(ONE)
    assert (found.comparison.n_first, found.comparison.mean_first) == (0, None)
    assert found.comparison.may_be_chance


def test_the_experiment_of_now_stands_before_those_of_before() -> None:
    old = replace(ONE, id="old", agreed=replace(AGREED, start=date(2026, 1, 5)))
    later = replace(
        ONE,
        id="never begun",
        agreed=replace(AGREED, start=date(2026, 4, 1)),
        stopped_on=date(2026, 3, 18),
    )
    now = replace(ONE, id="now", agreed=replace(AGREED, start=TODAY))
    every = newest_first([now, old, later])
    assert [one.id for one in every] == ["now", "never begun", "old"]
    found = standing(every, today=TODAY)
    assert found is not None
    assert found.id == "now"
    assert standing([old, later], today=TODAY) is None
