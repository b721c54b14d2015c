"""What helps: sessions become times of moving, and a day of an experiment counts as it went."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lib.domain.caseload import Record, SessionMood
from lib.domain.contexts import Context, Felt
from lib.domain.effect import SESSION_LASTS, Basis, Level, moving_of
from lib.domain.effect import Told as ToldAt
from lib.domain.experiments import Agreed, Experiment, OneWay, Told, Went
from lib.domain.people import Client
from lib.domain.sessions import Attendance, Where
from lib.domain.what_helps import Time, around_moving, times

TODAY = date(2026, 3, 18)
NINE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SESSION = SessionMood(
    session_id="s",
    held_at=NINE,
    attendance=Attendance.CAME,
    before=4,
    during=5,
    after=6,
    effort=None,
    place=Where.OUTDOORS,
    written_at=NINE + timedelta(hours=1),
)
CLIENT = Client("b", "Bob", "", "i", "Ines", "n", "Noord", date(2026, 1, 5), None, 1)
EXPERIMENT = Experiment(
    "e",
    Agreed(OneWay("alone", Context.ALONE), OneWay("met muziek"), date(2026, 3, 2), (0, 1, 2)),
    5,
    (),
    None,
    "Ines",
    NINE,
    1,
)


def session(n: int, **changes: Any) -> SessionMood:
    """The session of the nth day, written down at its end."""
    held = NINE + timedelta(days=n)
    about = {"held_at": held, "written_at": held + SESSION_LASTS, **changes}
    return replace(SESSION, session_id=f"s{n}", **about)


def record(*sessions: SessionMood, moods: tuple[tuple[date, int], ...] = ()) -> Record:
    return Record(CLIENT, (), (), (), moods, sessions, None)


def test_a_session_is_an_hour_of_moving_with_its_numbers_at_its_edges() -> None:
    found = moving_of(SESSION)
    assert found is not None
    assert (found.start, found.end) == (NINE, NINE + SESSION_LASTS)
    assert found.before == ToldAt(NINE, 4)
    assert found.after == ToldAt(NINE + SESSION_LASTS, 6)
    assert found.written_at == SESSION.written_at
    bare = moving_of(replace(SESSION, before=None, after=None))
    assert bare is not None
    assert (bare.before, bare.after) == (None, None)


def test_nobody_moved_in_a_session_nobody_came_to() -> None:
    assert moving_of(replace(SESSION, attendance=Attendance.CANCELLED)) is None


@pytest.mark.parametrize(("hours", "pairs"), [(0.5, 1), (3, 1), (3.01, 0), (30, 0)])
def test_what_is_written_down_later_than_two_hours_is_no_pair(hours: float, pairs: int) -> None:
    late = replace(SESSION, written_at=NINE + timedelta(hours=hours))
    assert around_moving(record(late), today=TODAY).n == pairs


def test_ten_sessions_and_ten_other_days_are_worked_out_for_a_usual_day() -> None:
    sessions = [session(n, before=4 + n % 3, after=6 + n % 2) for n in range(10)]
    other = tuple((date(2026, 2, 1) + timedelta(days=n), 5) for n in range(10))
    raw = around_moving(record(*sessions), today=TODAY)
    assert (raw.n, raw.level, raw.basis) == (10, Level.ESTIMATE, Basis.RAW)
    found = around_moving(record(*sessions, moods=other), today=TODAY)
    assert (found.days_without, found.basis) == (10, Basis.CORRECTED)


def test_a_day_of_an_experiment_counts_for_the_way_that_was_gone() -> None:
    planned = [day for day, _ in EXPERIMENT.plan.days]
    days = (
        Told(planned[0], Went.FIRST, 6),
        Told(planned[1], Went.SECOND, 7),  # own words have no context
        Told(planned[2], Went.NEITHER, 2),
        Told(planned[3], Went.FIRST, None),
        Told(planned[4], Went.FIRST, 8),
    )
    one = replace(EXPERIMENT, days=days)
    alone = frozenset({Context.ALONE})
    assert times([], [one], today=TODAY) == (
        Time(planned[0], Felt(alone, None, 6), of_experiment=True),
        Time(planned[4], Felt(alone, None, 8), of_experiment=True),
    )


def test_times_stand_by_day_and_only_with_a_number() -> None:
    told = replace(EXPERIMENT, days=(Told(date(2026, 3, 3), Went.FIRST, 6),))
    sessions = [
        session(2),
        session(0),
        session(3, during=None, after=None),
        session(4, attendance=Attendance.EXCUSED),
        session(20),  # not yet
    ]
    found = times(sessions, [told], today=TODAY)
    assert [(one.day, one.of_experiment) for one in found] == [
        (date(2026, 3, 2), False),
        (date(2026, 3, 3), True),
        (date(2026, 3, 4), False),
    ]
    assert found[0].felt.contexts == {Context.MORNING, Context.OUTSIDE}
