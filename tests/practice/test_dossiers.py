"""A dossier opened with a reason: told to the coach; and who looked, for the client to read."""

from datetime import timedelta

import pytest

from lib.domain.access import Role
from lib.domain.dossiers import OPEN_FOR, Did, DossierClosed, Span
from lib.domain.notices import NoticeKind, Way
from lib.domain.problems import NotAllowed, NotFound
from lib.practice import caseload, clients, cockpit, dossiers, notices, sessions, worklist
from lib.storage import tables as t
from tests.cast import NOW, TODAY, Practice, again, key, later, moved, recorded

WHY = "Ines is ziek en Bob belde."


def opened(practice: Practice, **span: float) -> None:
    dossiers.open_with_reason(practice.lea, practice.bob, reason=WHY, now=later(**span))


def test_the_coach_is_told_and_reads_who_when_until_when_and_why(practice: Practice) -> None:
    opened(practice)
    [notice] = notices.mine(practice.ines, now=NOW)
    assert (notice.kind, notice.way) == (NoticeKind.DOSSIER_OPENED, Way.COACH)
    for scope in (practice.ines, practice.lea):
        [one] = dossiers.openings(scope, practice.bob, now=NOW)
        assert (one.name, one.reason) == (practice.lea.name, WHY)
        assert (one.opened_at, one.ends_at) == (NOW, NOW + OPEN_FOR)
    assert notices.count_unseen(practice.ines, now=NOW) == 0
    opened(practice, days=1)
    assert notices.count_unseen(practice.ines, now=NOW) == 1
    every = dossiers.openings(practice.ines, practice.bob, now=NOW)
    assert [one.opened_at for one in every] == [later(days=1), NOW]


def test_a_notice_about_a_client_one_no_longer_sees_is_gone(practice: Practice) -> None:
    opened(practice)
    moved(practice, practice.bob, practice.marek)
    assert notices.mine(practice.ines, now=NOW) == ()
    assert notices.count_unseen(practice.ines, now=NOW) == 0


def test_the_lead_reads_the_cockpit_while_the_dossier_stands_open(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, own_words="het ging", note="geheim")
    with pytest.raises(DossierClosed):
        cockpit.with_reason(practice.lea, practice.bob, now=NOW)
    opened(practice)
    look = again(practice.lea, view=key())
    found = cockpit.with_reason(look, practice.bob, now=NOW)
    assert found.said is not None
    assert found.said.own_words == "het ging"
    assert "geheim" not in repr(found)
    [line] = [row for row in practice.rows(t.AuditRow) if row.part == "cockpit"]
    assert (line.action, line.person_id, line.rule) == (
        "R",
        practice.lea.person_id,
        "lead with a reason",
    )
    with pytest.raises(DossierClosed):
        cockpit.with_reason(look, practice.bob, now=NOW + OPEN_FOR)
    with pytest.raises(NotFound):
        cockpit.with_reason(practice.olga, practice.bob, now=NOW)
    with pytest.raises(NotAllowed):
        cockpit.with_reason(practice.ines, practice.bob, now=NOW)


def test_the_client_reads_who_looked_per_day_and_person_and_never_what(practice: Practice) -> None:
    long_ago = {"day": TODAY - timedelta(days=40), "now": later(days=-40)}
    recorded(practice.ines, practice.bob, note="geheim", **long_ago)
    clients.get(practice.ines, practice.bob, now=NOW)
    caseload.of_teams(practice.lea, now=later(minutes=1))
    opened(practice, minutes=2)
    sessions.history(practice.lea, practice.bob, now=later(minutes=3))
    # A client of the same team of whom nothing belongs on this list.
    clients.get(practice.marek, practice.cem, now=NOW)
    month = dossiers.who_looked(practice.ines, practice.bob, span=Span.MONTH, now=later(minutes=4))
    assert [(one.day, one.name) for one in month] == [
        (TODAY, practice.ines.name),
        (TODAY, practice.lea.name),
    ]
    coach, lead = month
    assert (coach.roles, coach.rules) == ((Role.COACH,), ("own client",))
    assert Did.LOOKED in coach.did
    assert (lead.roles, lead.rules) == ((Role.LEAD,), ("lead with a reason",))
    assert lead.did == (Did.LISTED, Did.NOTES, Did.OPENED)
    every = dossiers.who_looked(practice.ines, practice.bob, span=Span.ALL, now=NOW)
    assert (every[-1].day, every[-1].did) == (TODAY - timedelta(days=40), (Did.WROTE,))
    assert "geheim" not in repr(every)
    assert WHY not in repr(every)


def test_a_list_that_was_worked_out_for_somebody_is_no_look_of_theirs(practice: Practice) -> None:
    recorded(practice.ines, practice.bob)
    worklist.bring_up_to_date(practice.lea, now=NOW)
    [one] = dossiers.who_looked(practice.ines, practice.bob, span=Span.MONTH, now=NOW)
    assert one.name == practice.ines.name


def test_printing_who_looked_is_in_the_log_and_on_the_next_one(practice: Practice) -> None:
    for part in ("who looked", "who looked rows"):
        sessions.handed_out(practice.ines, practice.bob, part, now=NOW)
    lines = [row for row in practice.rows(t.AuditRow) if row.action == "E" and row.client_id]
    assert {row.part for row in lines} == {"who looked", "who looked rows"}
    [one] = dossiers.who_looked(practice.ines, practice.bob, span=Span.MONTH, now=NOW)
    assert Did.TOOK in one.did
