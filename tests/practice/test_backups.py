"""Backups: what is backed up really comes back, and what was erased stays erased."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyrage
import pytest
from sqlalchemy import select

from lib.domain.access import Book
from lib.domain.backups import LATE, NotPossible, Outcome, Plan, Trouble
from lib.domain.problems import NotAllowed, NotSignedIn
from lib.domain.rights import Kind, dossier_number
from lib.practice import backups, caseload, log_check, rights
from lib.practice.given import WrongSetting
from lib.storage import casebook
from lib.storage import tables as t
from lib.storage.backups import look_at
from tests.cast import NAMES, NOW, TODAY, Practice, again, key, later, recorded, sign_in
from tests.conftest import Postgres, pg_tools

MARKER = "999990019"


@pytest.fixture
def where(tmp_path: Path) -> Plan:
    """A folder for backups, with the tools that come with the PostgreSQL of the tests."""
    return Plan(tmp_path / "backups", tmp_path / "backup.key", tools=pg_tools())


@pytest.fixture
def elsewhere(practice: Practice, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """An empty place of the same kind as the practice stands in."""
    if practice.engine.dialect.name == "sqlite":
        yield tmp_path / "elsewhere" / "ministap.db"
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        name = postgres.make()
        yield postgres.url(name)
        casebook.close_book(Book.PRACTICE)
        postgres.drop(name)


def back(practice: Practice, where: Plan, elsewhere: Any, *, name: str, now: Any = NOW) -> int:
    """Put a backup back in another place, and work there from now on."""
    _, erased = backups.restore(
        where.folder / name,
        where,
        database=elsewhere,
        log_head=where.folder / "log-head.jsonl",
        over=False,
        now=now,
    )
    practice.engine = casebook.open_book(Book.PRACTICE, elsewhere)
    return erased


def told(practice: Practice) -> set[str]:
    return {row.note for row in practice.rows(t.SessionVersionRow)}


def test_a_drill_under_load_brings_back_every_answered_save_and_lets_people_in(
    practice: Practice, where: Plan, elsewhere: Any
) -> None:
    saved, stop, begun = [], Event(), Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            recorded(practice.ines, practice.bob, note=f"{number}", now=later(seconds=number))
            saved.append(f"{number}")
            number += 1
            if number == 3:
                begun.set()

    writer = Thread(target=write)
    writer.start()
    try:
        assert begun.wait(60)
        before = set(saved)
        made = backups.make(Book.PRACTICE, where, now=NOW)
    finally:
        stop.set()
        writer.join()
    assert (made.outcome, made.verified_at) == (Outcome.DONE, NOW)
    back(practice, where, elsewhere, name=made.name)
    came_back = told(practice)
    assert before <= came_back <= set(saved)
    # Half a session would be a row without its version, or the other way round.
    versions = practice.rows(t.SessionVersionRow)
    assert {row.session_id for row in versions} == {row.id for row in practice.rows(t.SessionRow)}
    ines = sign_in("Ines", practice.hashing)
    assert {one.client.name for one in caseload.own(ines, now=NOW)} == {NAMES["Bob"], NAMES["Anna"]}
    found = log_check.look(Book.PRACTICE, where.folder / "log-head.jsonl", now=NOW)
    assert found.whole


def test_who_was_signed_in_when_it_was_made_is_not_any_more(
    practice: Practice, where: Plan, elsewhere: Any
) -> None:
    made = backups.make(Book.PRACTICE, where, now=NOW)
    back(practice, where, elsewhere, name=made.name)
    with pytest.raises(NotSignedIn):
        again(practice.ines)
    (line,) = practice.rows(select(t.AuditRow).where(t.AuditRow.rule == "restored"))
    assert (line.person_id, line.reason) == (None, made.name)


def test_who_was_erased_since_is_erased_again(
    practice: Practice, where: Plan, elsewhere: Any
) -> None:
    recorded(practice.ines, practice.bob, note=f"zei {MARKER}")
    made = backups.make(Book.PRACTICE, where, now=NOW)
    erase(practice)
    assert backups.note_erasures(Book.PRACTICE, where, now=NOW)
    assert not backups.note_erasures(Book.PRACTICE, where, now=NOW)
    assert MARKER not in where.erasures_file.read_text(encoding="utf-8")
    assert back(practice, where, elsewhere, name=made.name) == 1
    assert [row.id for row in practice.rows(t.ClientRow) if row.id == practice.bob] == []
    assert not [note for note in told(practice) if MARKER in note]
    assert len(practice.rows(t.ErasureRow)) == 1
    if isinstance(elsewhere, Path):
        casebook.close_book(Book.PRACTICE)
        files = [*elsewhere.parent.iterdir(), *where.folder.glob(".work-*")]
        assert not [file for file in files if MARKER.encode() in file.read_bytes()]


def erase(practice: Practice) -> None:
    asked = rights.ask(
        practice.ines,
        practice.bob,
        kind=Kind.ERASURE,
        words="",
        asked_on=TODAY,
        save_key=key(),
        now=NOW,
    )
    number = dossier_number(practice.bob)
    rights.erase(practice.lea, asked, number=number, expected_version=1, now=NOW)


def test_nothing_of_it_can_be_read_without_the_key(practice: Practice, where: Plan) -> None:
    recorded(practice.ines, practice.bob, note=f"zei {MARKER}")
    made = backups.make(Book.PRACTICE, where, now=NOW)
    (file,) = where.folder.glob("*.age")
    assert file.name == made.name
    assert file.stat().st_mode & 0o777 == 0o600
    assert MARKER.encode() not in file.read_bytes()
    assert sorted(one.name for one in where.folder.iterdir()) == [made.name]
    other = where.identity_file.with_name("other.key")
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(NotPossible) as refused:
        backups.verify(file, replace(where, identity_file=other))
    assert refused.value.trouble is Trouble.NOT_OPENED


def test_with_a_public_key_the_server_seals_and_cannot_open(
    practice: Practice, where: Plan
) -> None:
    away = pyrage.x25519.Identity.generate()
    sealing = replace(where, recipient=str(away.to_public()))
    made = backups.make(Book.PRACTICE, sealing, now=NOW)
    assert made.verified_at is None
    assert not where.identity_file.exists()
    with pytest.raises(NotPossible) as refused:
        backups.verify(where.folder / made.name, sealing)
    assert refused.value.trouble is Trouble.NO_IDENTITY
    where.identity_file.write_text(str(away))
    assert backups.verify(where.folder / made.name, sealing).made_at == NOW


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other"])
def test_a_damaged_or_foreign_file_changes_nothing(
    in_sqlite: Practice, where: Plan, tmp_path: Path, damage: str
) -> None:
    made = backups.make(Book.PRACTICE, where, now=NOW)
    file = where.folder / made.name
    whole = file.read_bytes()
    if damage == "other":
        recipient = pyrage.x25519.Recipient.from_str(public(where))
        file.write_bytes(pyrage.encrypt(b"something else", [recipient]))
    else:
        middle = len(whole) // 2
        flipped = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        file.write_bytes({"cut": whole[:middle], "flip": flipped, "empty": b""}[damage])
    place = tmp_path / "elsewhere" / "ministap.db"
    with pytest.raises(NotPossible) as refused:
        back(in_sqlite, where, place, name=made.name)
    expected = Trouble.NOT_OURS if damage == "other" else Trouble.NOT_OPENED
    assert refused.value.trouble is expected
    assert not place.exists()
    assert not list(where.folder.glob(".work-*"))


def public(where: Plan) -> str:
    return str(pyrage.x25519.Identity.from_str(where.identity_file.read_text().strip()).to_public())


def test_a_database_that_is_there_is_replaced_only_when_asked(
    in_sqlite: Practice, where: Plan, tmp_path: Path
) -> None:
    made = backups.make(Book.PRACTICE, where, now=NOW)
    place = tmp_path / "ministap.db"
    casebook.open_book(Book.PRACTICE, place)
    casebook.close_book(Book.PRACTICE)
    before = place.read_bytes()
    with pytest.raises(NotPossible) as refused:
        back(in_sqlite, where, place, name=made.name)
    assert refused.value.trouble is Trouble.NOT_EMPTY
    assert place.read_bytes() == before
    head = where.folder / "log-head.jsonl"
    backups.restore(
        where.folder / made.name, where, database=place, log_head=head, over=True, now=NOW
    )
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("SELECT count(*) FROM client").fetchone() == (4,)


def test_a_backup_of_another_kind_of_database_is_not_put_back(
    in_sqlite: Practice, where: Plan, postgres: Postgres
) -> None:
    made = backups.make(Book.PRACTICE, where, now=NOW)
    name = postgres.make()
    try:
        with pytest.raises(NotPossible) as refused:
            back(in_sqlite, where, postgres.url(name), name=made.name)
        assert refused.value.trouble is Trouble.OTHER_ENGINE
    finally:
        postgres.drop(name)


def test_a_tool_that_is_not_there_is_told_and_remembered(
    practice: Practice, where: Plan, tmp_path: Path
) -> None:
    if practice.engine.dialect.name == "sqlite":
        (where.folder.parent / "backups").write_text("a file in the place of the folder")
        raised: type[Exception] = OSError
    else:
        where, raised = replace(where, tools=tmp_path), NotPossible
    with pytest.raises(raised):
        backups.make(Book.PRACTICE, where, now=NOW)
    (row,) = practice.rows(t.BackupRow)
    assert (row.outcome, row.size) == (Outcome.FAILED, None)


# -- each night, and for whoever keeps the house ----------------------------------------------


def test_it_is_made_once_a_night_and_old_ones_go(in_sqlite: Practice, where: Plan) -> None:
    where = replace(where, days=2)
    nights = [NOW + timedelta(days=number) for number in range(4)]
    for night in nights:
        assert backups.run_due(Book.PRACTICE, where, now=night) is not None
        assert backups.run_due(Book.PRACTICE, where, now=night + timedelta(hours=3)) is None
    assert len(list(where.folder.glob("*.age"))) == 3
    assert backups.run_due(Book.PRACTICE, replace(where, nightly=False), now=NOW) is None


def test_an_administrator_is_told_when_the_newest_good_one_is_late(
    in_sqlite: Practice, where: Plan
) -> None:
    ada = in_sqlite.ada
    assert not backups.kept(ada, where, now=NOW).late
    assert backups.kept(ada, where, now=NOW + LATE + timedelta(minutes=1)).late
    made = backups.make_now(ada, where, now=NOW)
    of = backups.kept(ada, where, now=NOW + LATE)
    assert ([one.name for one in of.every], of.late) == ([made.name], False)
    assert of.key_lies_beside
    assert backups.kept(ada, where, now=NOW + LATE + timedelta(minutes=1)).late


def test_only_who_keeps_the_house_sees_and_makes_backups(in_sqlite: Practice, where: Plan) -> None:
    for scope in (in_sqlite.ines, in_sqlite.lea):
        with pytest.raises(NotAllowed):
            backups.kept(scope, where, now=NOW)
        with pytest.raises(NotAllowed):
            backups.make_now(scope, where, now=NOW)


def test_settings_are_understood_or_refused(tmp_path: Path) -> None:
    plain = backups.plan({}, tmp_path)
    assert (plain.folder, plain.nightly, plain.days) == (tmp_path / "backups", True, 30)
    given = {
        "MINISTAP_BACKUP_DIR": "/srv/b",
        "MINISTAP_BACKUPS": "off",
        "MINISTAP_BACKUP_DAYS": "7",
    }
    other = backups.plan(given, tmp_path)
    assert (other.folder, other.nightly, other.days) == (Path("/srv/b"), False, 7)
    for days in ("0", "-1", "x", "1.5", "٧", "99999"):
        with pytest.raises(WrongSetting):
            backups.plan({"MINISTAP_BACKUP_DAYS": days}, tmp_path)


def test_the_manifest_says_how_much_there_is(in_sqlite: Practice, where: Plan) -> None:
    backups.make(Book.PRACTICE, where, now=NOW)
    (file,) = where.folder.glob("*.age")
    manifest = backups.verify(file, where)
    revision, rows, _ = look_at(in_sqlite.engine)
    assert manifest.revision == revision
    assert manifest.rows["client"] == rows["client"] == 4
    assert json.loads(json.dumps(manifest.as_json()))["format"] == 1
