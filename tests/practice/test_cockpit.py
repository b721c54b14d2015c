"""The cockpit: everything of one client in one look, with few questions to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta

import pytest
from sqlalchemy import event

from lib.domain.problems import NotFound
from lib.domain.sessions import Attendance, Outcome
from lib.domain.talk_points import PointKind
from lib.practice import cockpit, goals, sessions, talk_points
from lib.storage import tables as t
from tests.cast import (
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    draft,
    key,
    later,
    recorded,
    step,
    told,
)

# One screen asks the database at most so often, whatever stands in the dossier.
# Three of them belong to the chain over the log, at the first look alone.
AT_MOST = 28


@contextmanager
def counted(practice: Practice) -> Iterator[list[str]]:
    """Gather the statements that go to the database."""
    found: list[str] = []

    def hear(_c: object, _u: object, statement: str, *_more: object) -> None:
        found.append(statement)

    event.listen(practice.engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(practice.engine, "before_cursor_execute", hear)


def lived(practice: Practice) -> None:
    """Give Bob a route, sessions, a goal and talk points."""
    ines, bob = practice.ines, practice.bob
    adjusted(ines, bob, step(), step("bike"), now=later(days=-20))
    for weeks in (3, 2, 1):
        day = TODAY - timedelta(weeks=weeks)
        recorded(
            ines,
            bob,
            day=day,
            own_words=f"{weeks} weken terug" if weeks > 1 else "",
            helped=("music", "de hond"),
            barriers=("tired",),
            next_step="tot de brug",
            check_ins=told("walk", Outcome.MINI, day),
        )
    goal_id = goals.add(ines, bob, words="het bos", save_key=key(), now=NOW)
    goals.score(ines, bob, goal_id, value=3, day=TODAY, now=NOW)
    asked = {"kind": "question", "words": "mag de hond mee?", "save_key": key()}
    talk_points.add(ines, bob, **asked, now=NOW)
    told_before = {"kind": "topic", "words": "slapen", "save_key": key()}
    talk_points.add(ines, bob, **told_before, now=later(days=-1))


def test_one_look_shows_what_a_session_begins_from(practice: Practice) -> None:
    lived(practice)
    recorded(practice.ines, practice.bob, at=time(8, 0), attendance="absent", kind="phone")
    found = cockpit.of(practice.ines, practice.bob, now=NOW)
    assert found.last is not None
    assert (found.last.day, found.last.attendance) == (TODAY, Attendance.ABSENT)
    assert found.last_seen is not None
    assert found.last_seen.day == TODAY - timedelta(weeks=1)
    assert found.last_seen.next_step == "tot de brug"
    assert found.said is not None
    assert found.said.own_words == "2 weken terug"
    assert [one.key for one in found.steps] == ["walk", "bike"]
    assert (found.helped, found.hard) == (("music", "de hond"), ("tired",))
    assert [(one.kind, one.words) for one in found.points] == [
        (PointKind.TOPIC, "slapen"),
        (PointKind.QUESTION, "mag de hond mee?"),
    ]
    assert [goal.latest.value for goal in found.goals if goal.latest] == [3]


def test_a_correction_counts_and_not_what_stood_there_before(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, own_words="ik zei iets anders")
    sessions.correct(
        practice.ines,
        practice.bob,
        session_id,
        draft(own_words="dit zei ik"),
        reason="verkeerd gehoord",
        expected_version=1,
        save_key=key(),
        now=NOW,
    )
    found = cockpit.of(practice.ines, practice.bob, now=NOW)
    assert found.said is not None
    assert found.said.own_words == "dit zei ik"


def test_a_whole_screen_is_one_line_in_the_log_and_a_handful_of_questions(
    practice: Practice,
) -> None:
    lived(practice)
    ines = again(practice.ines, view=key())
    before = practice.count(t.AuditRow)
    for _ in range(3):
        with counted(practice) as asked:
            cockpit.of(ines, practice.bob, now=NOW)
        assert 0 < len(asked) <= AT_MOST
    assert practice.count(t.AuditRow) == before + 1
    (line,) = [row for row in practice.rows(t.AuditRow) if row.part == "cockpit"]
    assert (line.action, line.client_id, line.rule) == ("R", practice.bob, "own client")


def test_a_colleagues_client_is_not_found(practice: Practice) -> None:
    lived(practice)
    with pytest.raises(NotFound):
        cockpit.of(practice.marek, practice.bob, now=NOW)
