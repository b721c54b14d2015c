"""Saved means saved: many writers at once, and a SQLite file set up for a health record."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from stat import S_IMODE
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from lib.domain.access import Book
from lib.domain.problems import Stale
from lib.storage import casebook
from lib.storage import tables as t
from lib.storage.casebook import NothingLogged
from lib.storage.engine import wal_is_safe
from tests.cast import NAMES, NOW, Practice, adjusted, key, recorded, step

WRITERS, EACH = 8, 6


def written_together(practice: Practice, turns: list[tuple[str, str]]) -> set[str]:
    """Let eight writers record sessions at once, and return the acknowledged ids."""
    together = Barrier(WRITERS)
    coaches = {"Bob": practice.ines, "Anna": practice.ines, "Cem": practice.marek}

    def write(turn: tuple[str, str]) -> list[str]:
        name, client = turn
        together.wait()
        return [
            recorded(coaches[name], client, name=NAMES[name], note=f"nummer {number}")
            for number in range(EACH)
        ]

    with ThreadPoolExecutor(WRITERS) as pool:
        return {one for found in pool.map(write, turns) for one in found}


@pytest.mark.parametrize("clients", [("Bob",), ("Bob", "Anna", "Cem")], ids=["one", "several"])
def test_every_acknowledged_session_is_stored(practice: Practice, clients: tuple[str, ...]) -> None:
    turns = [(name, str(getattr(practice, name.lower()))) for name in (clients * WRITERS)[:WRITERS]]
    acknowledged = written_together(practice, turns)
    assert len(acknowledged) == WRITERS * EACH
    stored = {row.id for row in practice.rows(t.SessionRow)}
    versions = {row.session_id for row in practice.rows(t.SessionVersionRow)}
    logged = {row.subject_id for row in practice.rows(t.AuditRow) if row.part == "session"}
    assert (acknowledged - stored, acknowledged - versions, acknowledged - logged) == (
        set(),
        set(),
        set(),
    )
    assert stored == versions == logged


def test_of_many_route_changes_at_once_each_acknowledged_one_is_stored(
    practice: Practice,
) -> None:
    together = Barrier(WRITERS)

    def change(writer: int) -> list[int]:
        together.wait()
        made: list[int] = []
        number = 0
        while len(made) < 2:
            try:
                number = adjusted(
                    practice.ines,
                    practice.bob,
                    step("walk", minutes=2 + writer, per_week=1 + len(made)),
                    number=number,
                )
                made.append(number)
            except Stale:
                number += 1
        return made

    with ThreadPoolExecutor(WRITERS) as pool:
        acknowledged = [number for made in pool.map(change, range(WRITERS)) for number in made]
    stored = [row.number for row in practice.rows(t.RouteVersionRow)]
    assert sorted(acknowledged) == sorted(stored) == list(range(1, 2 * WRITERS + 1))


def test_a_write_without_a_line_in_the_log_is_not_kept(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(NothingLogged), casebook.writing(practice.ines, now=NOW) as page:
        page.session.add(t.TeamRow(id=key(), name="Oost", created_at=NOW))
    with pytest.raises(NothingLogged), casebook.writing(practice.ines, now=NOW) as page:
        page.own_client(practice.bob).name = "Bob Anders"
    assert practice.everything() == before


def test_a_writer_that_fails_halfway_keeps_nothing(practice: Practice) -> None:
    def fail() -> None:
        with casebook.writing(practice.ines, now=NOW) as page:
            page.own_client(practice.bob).name = "Bob Anders"
            page.log("U", "client")
            page.session.flush()
            raise ZeroDivisionError

    before = practice.everything()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert practice.everything() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE client SET coach_id = 'nobody'",
        "DELETE FROM person",
        "INSERT INTO session (id, client_id, held_at, current, version) "
        "VALUES ('x', 'nobody', '2026-03-18 09:00:00', 1, 1)",
    ],
)
def test_a_row_cannot_belong_to_someone_who_does_not_exist(
    practice: Practice, statement: str
) -> None:
    with pytest.raises(IntegrityError):
        practice.run(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE session_version SET mood_after = 11",
        "UPDATE session_version SET kind = 'letter'",
        "UPDATE client SET ended_on = '2020-01-05'",
        "INSERT INTO membership (person_id, team_id, role) SELECT person_id, team_id, 'owner' "
        "FROM membership",
    ],
)
def test_the_database_itself_refuses_what_cannot_be(practice: Practice, statement: str) -> None:
    recorded(practice.ines, practice.bob)
    with pytest.raises(IntegrityError):
        practice.run(statement)


# -- the SQLite file --------------------------------------------------------------------------


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    yield casebook.open_book(Book.PRACTICE, tmp_path / "house" / "ministap.db")
    casebook.close_books()


def pragma(engine: Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 9), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_is_mended(
    version: tuple[int, ...], safe: bool
) -> None:
    assert wal_is_safe(version) is safe


def test_sqlite_is_set_up_for_a_health_record(engine: Engine) -> None:
    mode = "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete"
    assert {
        name: pragma(engine, name)
        for name in (
            "foreign_keys",
            "synchronous",
            "secure_delete",
            "trusted_schema",
            "busy_timeout",
            "journal_mode",
        )
    } == {
        "foreign_keys": 1,
        "synchronous": 2,  # FULL
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": 10000,
        "journal_mode": mode,
    }


def test_every_connection_is_set_up_and_not_the_first_alone(engine: Engine) -> None:
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2


def test_the_file_and_its_folder_are_for_this_user_alone(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    assert S_IMODE(folder.stat().st_mode) == 0o700
    with engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("DELETE FROM setting"))
        modes = {path.name: S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert "ministap.db" in modes
    assert set(modes.values()) == {0o600}


def test_what_is_deleted_is_gone_from_the_file(in_sqlite: Practice, tmp_path: Path) -> None:
    marker = b"een-heel-eigen-woord"
    in_sqlite.run("INSERT INTO setting (name, value) VALUES ('een-heel-eigen-woord', 'x')")
    assert marker in (tmp_path / "ministap.db").read_bytes()
    in_sqlite.run("DELETE FROM setting")
    casebook.close_books()
    assert marker not in (tmp_path / "ministap.db").read_bytes()
