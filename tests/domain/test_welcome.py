"""Good to see you again: after rest or silence the smallest step stands ready, no day counted."""

from dataclasses import replace
from typing import Any

import pytest

from lib.domain.routes import Step
from lib.domain.sessions import Attendance, Outcome
from lib.domain.welcome import begin_again
from tests.domain.test_caseload import day, done, moods, record, rest, route, session, step

WALK = step("walk", minutes=5)
DOOR = replace(step("door"), mini=replace(step("door").mini, seconds=30))


def ready(n: int, **changes: Any) -> Step | None:
    return begin_again(record(**{"versions": (route(0, WALK, DOOR),), **changes}), today=day(n))


@pytest.mark.parametrize(
    ("n", "stands_ready"), [(20, False), (24, False), (25, True), (30, True), (60, True)]
)
def test_after_two_quiet_weeks_the_smallest_step_stands_ready(n: int, stands_ready: bool) -> None:
    # The last word was on day 10, so days 11 to 24 are the two quiet weeks.
    assert ready(n, check_ins=done(3, 10)) == (DOOR if stands_ready else None)


def test_a_return_is_welcomed_for_a_week() -> None:
    back = {"check_ins": done(3, 30)}
    assert ready(30, **back) == DOOR
    assert ready(37, **back) == DOOR
    assert ready(38, **back) is None


def test_any_word_is_a_word() -> None:
    assert ready(24, check_ins=done(3), day_moods=moods([(12, 4)])) is None
    assert ready(24, check_ins=done(3), sessions=(session(12),)) is None
    assert ready(24, check_ins=done(3, 12, outcome=Outcome.NOT_DONE)) is None
    # Someone who did not come said nothing.
    absent = session(12, Attendance.ABSENT)
    assert ready(24, check_ins=done(3), sessions=(absent,)) == DOOR


def test_who_never_told_anything_is_welcomed_after_the_route_is_two_weeks_old() -> None:
    assert ready(14) is None
    assert ready(15) == DOOR


def test_days_of_agreed_rest_are_not_silence() -> None:
    quiet = {"check_ins": done(3), "rests": (rest(5, 20),)}
    # Day 4 and days 21 on are asked: fourteen of them have gone by on day 34.
    assert ready(33, **quiet) is None
    assert ready(34, **quiet) == DOOR


def test_while_the_route_rests_nobody_has_to_begin() -> None:
    assert ready(60, check_ins=done(3), rests=(rest(5, None),)) is None


@pytest.mark.parametrize(("n", "stands_ready"), [(13, True), (19, True), (20, False)])
def test_after_a_rest_its_step_stands_ready_for_a_week(n: int, stands_ready: bool) -> None:
    rested = replace(rest(8, 12), begin_with="walk")
    assert ready(n, check_ins=done(7), rests=(rested,)) == (WALK if stands_ready else None)


def test_a_step_that_left_the_route_gives_way_to_the_smallest() -> None:
    rested = replace(rest(8, 12), begin_with="swim")
    assert ready(13, check_ins=done(7), rests=(rested,)) == DOOR


def test_the_rest_of_one_step_is_no_return() -> None:
    assert ready(13, check_ins=done(7, 12), rests=(rest(8, 12, "walk"),)) is None


def test_without_steps_there_is_nothing_to_begin_with() -> None:
    assert ready(60, versions=()) is None
    assert ready(60, versions=(route(0),)) is None
