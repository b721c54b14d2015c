"""Willingness that comes later: honest counts, and nothing about why."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.caseload import SessionMood
from lib.domain.later_willing import Occasion, later_willing, occasion
from lib.domain.sessions import Attendance

SESSION = SessionMood(
    session_id="s",
    held_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
    attendance=Attendance.CAME,
    before=4,
    during=5,
    after=7,
    effort=3,
    willingness=2,
    expected=4,
)


def low(
    times: int, *, went: bool = True, expected: int | None = 4, felt: int | None = 6
) -> list[Occasion]:
    """So many times with a willingness of 3."""
    return [Occasion(3, expected if went else None, went, felt if went else None)] * times


def test_fourteen_low_times_of_which_nine_went_and_seven_felt_lighter() -> None:
    found = later_willing(low(5, went=False) + low(7) + low(1, felt=4) + low(1, felt=2))
    assert (found.low, found.went, found.told) == (14, 9, 9)
    assert (found.lighter, found.same, found.heavier) == (7, 1, 1)
    assert found.enough


@pytest.mark.parametrize(("willingness", "counts"), [(0, 1), (3, 1), (4, 0), (10, 0), (None, 0)])
def test_low_is_three_or_lower_and_unknown_is_not_low(willingness: int | None, counts: int) -> None:
    assert later_willing([Occasion(willingness, 4, True, 6)]).low == counts


@pytest.mark.parametrize(("times", "enough"), [(0, False), (5, False), (6, True)])
def test_a_sentence_needs_six_low_times(times: int, enough: bool) -> None:
    assert later_willing(low(times)).enough is enough


@pytest.mark.parametrize(("expected", "felt"), [(None, 6), (4, None), (None, None)])
def test_going_without_both_numbers_is_going_but_tells_nothing(
    expected: int | None, felt: int | None
) -> None:
    found = later_willing(low(6, expected=expected, felt=felt))
    assert (found.low, found.went, found.told) == (6, 6, 0)
    assert (found.lighter, found.same, found.heavier) == (0, 0, 0)


def test_who_did_not_go_tells_nothing_about_how_it_felt() -> None:
    assert later_willing([Occasion(2, 4, False, 9)] * 6).told == 0


@pytest.mark.parametrize("attendance", list(Attendance))
def test_who_came_to_a_session_went(attendance: Attendance) -> None:
    found = occasion(replace(SESSION, attendance=attendance))
    assert found == Occasion(2, 4, attendance is Attendance.CAME, 7)


numbers = st.one_of(st.none(), st.integers(0, 10))
times = st.lists(st.builds(Occasion, numbers, numbers, st.booleans(), numbers), max_size=30)


@settings(max_examples=80, deadline=None)
@given(times, st.randoms(use_true_random=False))
def test_the_parts_add_up_and_the_order_never_matters(many: list[Occasion], chance: Any) -> None:
    found = later_willing(many)
    assert found.lighter + found.same + found.heavier == found.told
    assert found.told <= found.went <= found.low <= len(many)
    mixed = list(many)
    chance.shuffle(mixed)
    assert later_willing(mixed) == found
