"""Looking whether the log is whole, and what is written of looks that were refused."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from lib.domain.access import Book
from lib.domain.log_check import FAULT_WORDS, Fault
from lib.domain.oversight import NOT_THEIRS
from lib.domain.problems import NotAllowed, NotFound
from lib.practice import (
    accounts,
    caseload,
    clients,
    covers,
    dossiers,
    log_check,
    refusals,
    sessions,
)
from lib.storage import tables as t
from lib.ui import who_looked
from tests.cast import NOW, TODAY, Practice, again, key, later


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "log-head.jsonl"


def test_every_fault_has_words() -> None:
    assert set(FAULT_WORDS) == set(Fault)


def test_a_look_is_kept_and_is_itself_a_line(practice: Practice, file: Path) -> None:
    assert log_check.latest(practice.ada, now=NOW) is None
    lines = practice.count(t.AuditRow)
    found = log_check.look_now(practice.ada, file, now=NOW)
    assert (found.whole, found.lines) == (True, lines)
    assert log_check.latest(practice.ada, now=NOW) == found
    (row,) = practice.rows(select(t.AuditRow).where(t.AuditRow.part == "access log"))
    assert (row.person_id, row.action) == (practice.ada.person_id, "R")


def test_only_who_oversees_the_log_looks(practice: Practice, file: Path) -> None:
    for scope in (practice.ines, practice.lea):
        with pytest.raises(NotAllowed):
            log_check.latest(scope, now=NOW)
        with pytest.raises(NotAllowed):
            log_check.look_now(scope, file, now=NOW)


def test_it_is_looked_at_once_a_night(practice: Practice, file: Path) -> None:
    assert log_check.look_due(Book.PRACTICE, file, now=NOW) is not None
    assert log_check.look_due(Book.PRACTICE, file, now=later(hours=2)) is None
    found = log_check.look_due(Book.PRACTICE, file, now=later(days=1))
    assert found is not None
    assert found.whole


# -- what was refused -----------------------------------------------------------------------------


def refused(practice: Practice) -> list[tuple[str, str | None, str | None, str | None]]:
    rows = practice.rows(select(t.AuditRow).where(t.AuditRow.rule == NOT_THEIRS))
    return [(row.action, row.person_id, row.client_id, row.subject_id) for row in rows]


def test_asking_for_another_coachs_client_is_one_line_of_a_refusal(practice: Practice) -> None:
    marek, bob = practice.marek, practice.bob
    with pytest.raises(NotFound):
        clients.get(again(marek, view=key()), bob, now=NOW)
    assert refused(practice) == [("R", marek.person_id, bob, bob)]
    with pytest.raises(NotFound):
        sessions.supplement(marek, bob, key(), "erbij", save_key=key(), now=NOW)
    assert refused(practice)[1:] == [("U", marek.person_id, bob, bob)]


def test_a_client_who_does_not_exist_is_a_line_about_nobody(practice: Practice) -> None:
    asked = "0" * 32
    with pytest.raises(NotFound):
        clients.get(again(practice.marek, view=key()), asked, now=NOW)
    assert refused(practice) == [("R", practice.marek.person_id, None, asked)]
    with pytest.raises(NotFound):
        clients.get(practice.marek, "x" * 100_000, now=NOW)
    assert len(refused(practice)) == 1


def test_a_refusal_makes_no_worklist_and_no_look_of_the_client(practice: Practice) -> None:
    due = practice.count(t.WorklistDueRow)
    with pytest.raises(NotFound):
        sessions.supplement(practice.marek, practice.bob, key(), "erbij", save_key=key(), now=NOW)
    assert practice.count(t.WorklistDueRow) == due
    looked = dossiers.who_looked(practice.ines, practice.bob, span=dossiers.Span.ALL, now=NOW)
    assert practice.marek.name not in {one.name for one in looked}


def test_whoever_stands_before_a_page_that_is_not_theirs_is_a_line(practice: Practice) -> None:
    refusals.turned_away(practice.ines, "people", now=NOW)
    rows = practice.rows(select(t.AuditRow).where(t.AuditRow.rule == "no permission"))
    assert [(row.part, row.person_id, row.outcome) for row in rows] == [
        ("people", practice.ines.person_id, "refused")
    ]


@pytest.mark.parametrize("table", ["audit", "audit_seal"])
def test_when_the_log_cannot_be_written_nothing_is_shown_and_nothing_changes(
    practice: Practice, table: str
) -> None:
    practice.run(f"ALTER TABLE {table} RENAME TO elsewhere")
    lea = again(practice.lea, view=key())
    for look in (
        lambda: clients.get(again(practice.ines, view=key()), practice.bob, now=NOW),
        lambda: caseload.of_teams(lea, now=NOW),
        lambda: accounts.set_phone(practice.ines, "06 12345678", now=NOW),
    ):
        with pytest.raises(DBAPIError):
            look()
    practice.run(f"ALTER TABLE elsewhere RENAME TO {table}")
    assert accounts.my_phone(practice.ines, now=NOW) == ""


def test_whoever_covers_is_at_work_on_behalf_of_the_coach(practice: Practice) -> None:
    ines, marek = practice.ines, practice.marek
    covers.add(
        ines,
        [practice.bob],
        coverer_id=marek.person_id,
        start=TODAY,
        end=TODAY + timedelta(days=3),
        words="",
        save_key=key(),
        now=NOW,
    )
    clients.get(again(marek, view=key()), practice.bob, now=NOW)
    rows = practice.rows(
        select(t.AuditRow).where(
            t.AuditRow.person_id == marek.person_id, t.AuditRow.client_id == practice.bob
        )
    )
    assert {(row.rule, row.behalf_id) for row in rows} == {("cover", ines.person_id)}
    looked = dossiers.who_looked(ines, practice.bob, span=dossiers.Span.ALL, now=NOW)
    (of_marek,) = [one for one in looked if one.name == marek.name]
    assert of_marek.behalf == (ines.name,)
    assert ines.name in who_looked.why(of_marek)
