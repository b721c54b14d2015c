"""What lists show: the numbers of the standing in short, and back again from plain values."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.caseload import Record, SessionMood, standing
from lib.domain.glance import WEEKS, Facts, facts, good_until, read, written
from lib.domain.people import Client
from lib.domain.routes import Version
from lib.domain.sessions import Attendance, CheckIn, Outcome
from tests.cast import NOW, TODAY, step

MONDAY = date(2026, 3, 16)
BOB = Client("bob", "Bob", "", "ines", "Ines", "noord", "Noord", date(2026, 1, 5), None, 1)
ROUTE = Version(
    number=1,
    valid_from=date(2026, 2, 2),
    steps=(step(per_week=3),),
    proposed_by="client",
    reason="klein beginnen",
    rest_note="",
    made_by="ines",
    made_at=NOW,
)
OUTCOMES = [Outcome.MINI, Outcome.ORDINARY, Outcome.AMPLE, Outcome.NOT_DONE, Outcome.REST]


def record(**changes: object) -> Record:
    known = Record(BOB, (ROUTE,), (), (), (), (), None)
    return replace(known, **changes)


def shown(of: Record) -> Facts:
    return facts(of, standing(of, today=TODAY), today=TODAY)


def done(*days: date) -> tuple[CheckIn, ...]:
    return tuple(CheckIn("walk", day, Outcome.MINI) for day in days)


def test_a_week_shows_moments_done_out_of_asked() -> None:
    found = shown(record(check_ins=done(date(2026, 3, 9), date(2026, 3, 11))))
    assert found.first_week == date(2025, 12, 22)
    assert len(found.moved) == len(found.felt) == WEEKS
    assert found.moved[-1] == (2, 3)


def test_a_week_of_which_nothing_was_told_is_unknown_and_no_zero() -> None:
    found = shown(record(check_ins=done(date(2026, 3, 9))))
    assert found.moved[:-1] == (None,) * (WEEKS - 1)
    assert found.moved[-1] == (1, 3)


def test_a_week_in_which_it_was_told_that_nothing_was_done_is_zero() -> None:
    no = (CheckIn("walk", date(2026, 3, 10), Outcome.NOT_DONE),)
    assert shown(record(check_ins=no)).moved[-1] == (0, 3)


def test_a_week_before_the_route_asked_nothing() -> None:
    found = shown(record(check_ins=done(date(2026, 1, 7))))
    assert found.moved == (None,) * WEEKS


def test_the_running_week_is_not_among_them() -> None:
    found = shown(record(check_ins=done(MONDAY), day_moods=((MONDAY, 9),)))
    assert found.moved[-1] is None
    assert found.felt[-1] is None


def test_a_week_of_mood_is_the_mean_of_its_days_and_a_gap_without_any() -> None:
    # Two numbers on Monday are one day of 4; with Thursday's 7 the week is 5.5.
    moods = ((date(2026, 3, 9), 3), (date(2026, 3, 9), 5), (date(2026, 3, 12), 7))
    found = shown(record(day_moods=moods))
    assert found.felt[-1] == 5.5
    assert found.felt[-2] is None


def test_a_number_given_after_moving_is_not_in_the_line_of_mood() -> None:
    held = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    met = SessionMood("s1", held, Attendance.CAME, before=4, during=None, after=9, effort=None)
    assert shown(record(sessions=(met,))).felt[-1] == 4


def test_without_a_route_there_are_no_steps() -> None:
    assert shown(record(versions=())).steps is None


@pytest.mark.parametrize(
    ("coming", "until"),
    [
        (None, datetime(2026, 3, 18, 23, 0, tzinfo=UTC)),
        (NOW + timedelta(hours=3), NOW + timedelta(hours=3)),
        (NOW - timedelta(hours=1), datetime(2026, 3, 18, 23, 0, tzinfo=UTC)),
        (NOW + timedelta(days=5), datetime(2026, 3, 18, 23, 0, tzinfo=UTC)),
    ],
)
def test_facts_hold_for_the_day_or_until_the_next_appointment(
    coming: datetime | None, until: datetime
) -> None:
    found = replace(shown(record()), next_appointment=coming)
    assert good_until(found, now=NOW) == until


DAYS = st.integers(-120, 0).map(lambda n: TODAY + timedelta(days=n))


@given(
    check_ins=st.lists(
        st.tuples(DAYS, st.sampled_from(OUTCOMES)), max_size=25, unique_by=lambda c: c[0]
    ),
    moods=st.lists(st.tuples(DAYS, st.integers(0, 10)), max_size=25),
    route=st.booleans(),
    coming=st.none() | st.integers(-3, 20).map(lambda n: NOW + timedelta(days=n)),
)
def test_what_was_written_reads_the_same(
    check_ins: list[tuple[date, Outcome]],
    moods: list[tuple[date, int]],
    route: bool,
    coming: datetime | None,
) -> None:
    of = record(
        versions=(ROUTE,) if route else (),
        check_ins=tuple(CheckIn("walk", day, outcome) for day, outcome in sorted(check_ins)),
        day_moods=tuple(moods),
        next_appointment=coming,
    )
    found = shown(of)
    assert read(json.loads(json.dumps(written(found))), day=found.day) == found
