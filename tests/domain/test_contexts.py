"""What helps me: levels by context, too few said, and never a ranking by how much mood rose."""

import math
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.caseload import SessionMood
from lib.domain.contexts import (
    Context,
    Felt,
    InContext,
    Order,
    felt_in,
    in_contexts,
    time_of_day,
)
from lib.domain.sessions import Attendance, Where, WithWhom

SESSION = SessionMood(
    session_id="s",
    held_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
    attendance=Attendance.CAME,
    before=4,
    during=5,
    after=7,
    effort=3,
)


def felt(*contexts: Context, after: float | None = 6, during: float | None = 5) -> Felt:
    return Felt(frozenset(contexts), during, after)


def test_a_context_has_its_mean_its_spread_and_the_mean_on_the_way() -> None:
    levels = [felt(Context.OUTSIDE, after=n, during=n - 1) for n in (4, 5, 6, 7, 8)]
    (found,) = in_contexts(levels)
    assert found == InContext(
        context=Context.OUTSIDE,
        times=5,
        mean_after=6,
        spread=pytest.approx(math.sqrt(2.5)),
        times_during=5,
        mean_during=5,
    )
    assert not found.too_few


@pytest.mark.parametrize(("times", "too_few"), [(1, True), (4, True), (5, False)])
def test_a_level_is_named_from_five_times(times: int, too_few: bool) -> None:
    (found,) = in_contexts([felt(Context.GROUP)] * times)
    assert found.times == times
    assert (found.too_few, found.mean_after is None, found.spread is None) == (too_few,) * 3


def test_numbers_at_the_end_and_on_the_way_are_counted_apart() -> None:
    told = [felt(Context.GROUP, during=None)] * 3 + [felt(Context.GROUP, after=None)] * 5
    (found,) = in_contexts(told)
    assert (found.times, found.mean_after) == (3, None)
    assert (found.times_during, found.mean_during) == (5, 5)


def test_one_time_of_moving_counts_in_each_of_its_contexts() -> None:
    found = in_contexts([felt(Context.TOGETHER, Context.OUTSIDE, Context.MORNING)] * 5)
    assert [row.context for row in found] == [Context.TOGETHER, Context.OUTSIDE, Context.MORNING]
    assert {row.times for row in found} == {5}


def test_contexts_stand_by_name_or_by_how_often_they_occurred() -> None:
    told = [felt(Context.ALONE, after=2)] * 5 + [felt(Context.GROUP, after=9)] * 5
    told += [felt(Context.HELPING, after=1)] * 8
    by_name = [row.context for row in in_contexts(told)]
    by_times = [row.context for row in in_contexts(told, order=Order.TIMES)]
    assert by_name == [Context.ALONE, Context.GROUP, Context.HELPING]
    assert by_times == [Context.HELPING, Context.ALONE, Context.GROUP]


def test_no_row_holds_how_much_mood_rose() -> None:
    assert "before" not in {field.name for field in fields(Felt)}
    assert list(Order) == [Order.NAME, Order.TIMES]


@pytest.mark.parametrize(
    ("company", "place", "expected"),
    [
        (None, None, set()),
        (WithWhom.COACH, Where.PRACTICE, {Context.TOGETHER, Context.INSIDE}),
        (WithWhom.BUDDY, Where.OUTDOORS, {Context.TOGETHER, Context.OUTSIDE}),
        (WithWhom.FAMILY, Where.HOME, {Context.TOGETHER, Context.INSIDE}),
        (WithWhom.GROUP, Where.NATURE, {Context.GROUP, Context.OUTSIDE}),
        (WithWhom.HELPING, Where.ELSEWHERE, {Context.HELPING}),
    ],
)
def test_a_session_has_the_contexts_that_were_told(
    company: WithWhom | None, place: Where | None, expected: set[Context]
) -> None:
    found = felt_in(replace(SESSION, company=company, place=place))
    assert found == Felt(frozenset(expected | {Context.MORNING}), 5, 7)


def test_every_company_has_a_context() -> None:
    for company in WithWhom:
        found = felt_in(replace(SESSION, company=company))
        assert found is not None
        assert len(found.contexts) == 2


@pytest.mark.parametrize(
    "attendance", [Attendance.ABSENT, Attendance.CANCELLED, Attendance.EXCUSED]
)
def test_a_session_nobody_came_to_felt_like_nothing(attendance: Attendance) -> None:
    assert felt_in(replace(SESSION, attendance=attendance)) is None


@pytest.mark.parametrize(
    ("utc", "part"),
    [
        ("2026-01-05T10:59:00+00:00", Context.MORNING),  # 11:59 in Amsterdam
        ("2026-01-05T11:00:00+00:00", Context.AFTERNOON),
        ("2026-07-06T10:00:00+00:00", Context.AFTERNOON),  # summer time
        ("2026-01-05T16:59:00+00:00", Context.AFTERNOON),
        ("2026-01-05T17:00:00+00:00", Context.EVENING),
        ("2026-01-05T23:30:00+00:00", Context.MORNING),  # half past midnight
    ],
)
def test_the_part_of_the_day_is_that_of_the_clock_in_amsterdam(utc: str, part: Context) -> None:
    assert time_of_day(datetime.fromisoformat(utc)) is part


def test_a_moment_without_a_zone_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="time zone"):
        time_of_day(datetime(2026, 1, 5, 9, 0))  # noqa: DTZ001 - the very thing that is refused


numbers = st.one_of(st.none(), st.integers(0, 10))
many = st.lists(st.builds(Felt, st.frozensets(st.sampled_from(Context)), numbers, numbers))


@settings(max_examples=80, deadline=None)
@given(many, st.randoms(use_true_random=False))
def test_levels_stay_on_the_scale_and_the_order_never_matters(
    told: list[Felt], chance: Any
) -> None:
    found = in_contexts(told)
    mixed = list(told)
    chance.shuffle(mixed)
    assert in_contexts(mixed) == found
    for row in found:
        assert row.times == sum(
            row.context in one.contexts and one.after is not None for one in told
        )
        assert row.mean_after is None or 0 <= row.mean_after <= 10
        assert row.spread is None or 0 <= row.spread <= 6
    assert set(in_contexts(told, order=Order.TIMES)) == set(found)
