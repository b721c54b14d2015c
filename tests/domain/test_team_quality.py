"""Contacts per week and days to a first step: what counts, what is left out, and of how few not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lib.domain.team_quality import (
    BUILD_UP_WEEKS,
    LEAST_CLIENTS,
    MOST_WEEKS,
    YEAR_OF_WEEKS,
    Beginner,
    FirstStep,
    Week,
    contacts,
    first_steps,
    shown_from,
)

TODAY = date(2026, 3, 18)  # a Wednesday
MONDAY = date(2026, 3, 16)
SINCE = date(2026, 2, 23)


def held(*days: tuple[date, int]) -> dict[datetime, int]:
    return {datetime(d.year, d.month, d.day, 9, tzinfo=UTC): count for d, count in days}


def shown(counts: dict[datetime, int], **changes: object) -> tuple[Week, ...]:
    asked = {"clients": 5, "since": SINCE, "today": TODAY, "all_written": True, **changes}
    return contacts(counts, **asked).weeks  # type: ignore[arg-type]


def test_sessions_are_counted_by_the_week_and_a_week_without_any_is_0() -> None:
    counts = held((SINCE, 2), (date(2026, 3, 1), 1), (date(2026, 3, 13), 4))
    assert shown(counts) == (
        Week(SINCE, 3),
        Week(date(2026, 3, 2), 0),
        Week(date(2026, 3, 9), 4),
    )


def test_the_running_week_and_what_came_before_are_left_out() -> None:
    counts = held((SINCE - timedelta(days=1), 5), (MONDAY, 5), (TODAY, 5))
    assert [one.contacts for one in shown(counts)] == [0, 0, 0]


def test_a_session_late_on_sunday_belongs_to_the_week_it_was_in_amsterdam() -> None:
    # Half past eleven in the evening in UTC is Monday there: half past midnight.
    counts = {datetime(2026, 3, 1, 23, 30, tzinfo=UTC): 1, datetime(2026, 3, 1, 22, tzinfo=UTC): 7}
    assert [one.contacts for one in shown(counts)] == [7, 1, 0]


def test_the_last_week_waits_until_what_was_planned_is_written_down() -> None:
    found = contacts(
        held((date(2026, 3, 10), 3)), clients=5, since=SINCE, today=TODAY, all_written=False
    )
    assert [one.start for one in found.weeks] == [SINCE, date(2026, 3, 2)]
    assert found.left_out == date(2026, 3, 9)
    whole = contacts({}, clients=5, since=SINCE, today=TODAY, all_written=True)
    assert whole.left_out is None
    # In the first week of a team there is no week before it.
    first = contacts({}, clients=5, since=MONDAY, today=TODAY, all_written=False)
    assert first.left_out is None
    assert first.weeks == ()


def test_of_fewer_than_five_clients_there_are_no_weeks() -> None:
    counts = held((SINCE, 20))
    few = contacts(counts, clients=4, since=SINCE, today=TODAY, all_written=False)
    assert LEAST_CLIENTS == 5
    assert not few.enough
    assert few.weeks == ()
    assert few.left_out is None
    assert few.chart.values == ()


def test_only_a_team_that_begins_builds_up() -> None:
    counts = held((SINCE, 1))
    begins = contacts(counts, clients=5, since=SINCE, today=TODAY, all_written=True, begins=True)
    assert begins.chart.build_up == len(begins.weeks) == 3  # not more than there are
    far = date(2025, 3, 3)
    older = contacts(counts, clients=5, since=far, today=TODAY, all_written=True, begins=True)
    assert older.chart.build_up == BUILD_UP_WEEKS
    assert contacts(counts, clients=5, since=far, today=TODAY, all_written=True).chart.build_up == 0


@pytest.mark.parametrize(
    ("weeks_ago", "expected"),
    [(0, 0), (30, 30), (104, 104), (105, 53), (156, 104), (157, 53), (300, 92)],
)
def test_two_years_at_most_are_shown_and_a_whole_year_goes_at_once(
    weeks_ago: int, expected: int
) -> None:
    first = TODAY - timedelta(weeks=weeks_ago)
    found = shown_from(first, TODAY)
    assert (MONDAY - found).days == 7 * expected
    assert expected <= MOST_WEEKS
    assert (weeks_ago - expected) % YEAR_OF_WEEKS == 0


def test_without_a_session_a_team_is_shown_from_now() -> None:
    assert shown_from(None, TODAY) == MONDAY


def began(
    step: int | None, *, referred: int | None = 0, started: int = 7, ended: int | None = None
):
    """Someone by days after the first of January: referral, start, first step, end."""

    def on(days: int | None) -> date | None:
        return None if days is None else date(2026, 1, 1) + timedelta(days=days)

    return Beginner(on(started), on(ended), on(referred), on(step))


def steps(*some: Beginner):
    return first_steps(some, since=date(2026, 1, 1), today=TODAY)


FOUR = (began(30), began(20), began(40), began(10))


def test_days_run_from_the_referral_or_else_from_the_start_in_the_order_of_the_steps() -> None:
    found = steps(*FOUR, began(25, referred=None, started=7))
    assert found.steps == (
        FirstStep(date(2026, 1, 11), 10),
        FirstStep(date(2026, 1, 21), 20),
        FirstStep(date(2026, 1, 26), 18),
        FirstStep(date(2026, 1, 31), 30),
        FirstStep(date(2026, 2, 10), 40),
    )
    assert found.enough


def test_who_has_no_first_step_yet_stands_beside_it_and_is_no_0() -> None:
    found = steps(
        *FOUR,
        began(25),
        began(None),
        began(90),  # told beforehand as of a day that has not come
        began(None, ended=50),
        began(5, referred=None, started=7),
    )
    assert len(found.steps) == 5
    assert min(one.days for one in found.steps) == 10
    assert (found.waiting, found.ended, found.earlier) == (2, 1, 1)


def test_on_the_same_day_is_0_days() -> None:
    found = steps(*FOUR, began(0))
    assert found.steps[0].days == 0


def test_of_four_first_steps_nothing_is_shown() -> None:
    found = steps(*FOUR)
    assert not found.enough
    assert found.steps == ()
    assert found.chart.values == ()
    # One that came before what is shown is not among them either.
    early = replace_step(date(2025, 12, 31))
    assert not steps(*FOUR, early).enough


def replace_step(day: date) -> Beginner:
    return Beginner(date(2025, 12, 1), None, None, day)
