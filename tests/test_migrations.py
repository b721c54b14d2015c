"""Migrations: from nothing to the newest version, and from the first without harm."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, func, insert, inspect, select
from sqlalchemy.orm import Session

from lib.storage.engine import MIGRATIONS, open_engine, sqlite_url, upgrade
from lib.storage.tables import AppointmentRow, Table

MOMENT = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
# One row of each kind as revision 0001 knew them. They stay as they are when tables change.
FIRST_ROWS: dict[str, dict[str, Any]] = {
    "person": {
        "id": "p1",
        "name": "Ines",
        "email": "ines@beweging.example",
        "password_hash": "hash",
        "is_admin": False,
        "active": True,
        "language": "nl",
        "created_at": MOMENT,
    },
    "team": {"id": "t1", "name": "Noord", "created_at": MOMENT},
    "membership": {"person_id": "p1", "team_id": "t1", "role": "coach"},
    "visit": {
        "id": "v1",
        "person_id": "p1",
        "begun_at": MOMENT,
        "seen_at": MOMENT,
        "ended_at": None,
    },
    "invitation": {
        "id": "i1",
        "person_id": "p1",
        "created_by": "p1",
        "created_at": MOMENT,
        "expires_at": MOMENT,
        "used_at": None,
    },
    "sign_in_attempt": {"id": 1, "subject": "digest", "at": MOMENT},
    "setting": {"name": "throttle key", "value": "key"},
    "client": {
        "id": "c1",
        "name": "Bob",
        "phone": "",
        "coach_id": "p1",
        "team_id": "t1",
        "started_on": date(2026, 1, 5),
        "ended_on": None,
        "next_appointment": MOMENT,
        "created_at": MOMENT,
        "changed_at": MOMENT,
        "changed_by": "p1",
        "save_key": "k1",
        "version": 1,
    },
    "notes_access": {
        "id": "n1",
        "client_id": "c1",
        "person_id": "p1",
        "reason": "meelezen",
        "given_at": MOMENT,
        "ends_at": MOMENT,
    },
    "session": {"id": "s1", "client_id": "c1", "held_at": MOMENT, "current": 1, "version": 1},
    "session_version": {
        "id": "sv1",
        "session_id": "s1",
        "client_id": "c1",
        "number": 1,
        "held_at": MOMENT,
        "kind": "walk",
        "attendance": "came",
        "mood_before": 4,
        "mood_during": None,
        "mood_after": 7,
        "effort": 0,
        "note": "liep tot de brug",
        "next_step": "nog eens",
        "correction_reason": "",
        "written_by": "p1",
        "written_at": MOMENT,
        "save_key": "k2",
    },
    "check_in": {
        "id": "ci1",
        "client_id": "c1",
        "session_version_id": "sv1",
        "step_key": "walk",
        "day": date(2026, 3, 17),
        "outcome": "mini",
        "superseded": False,
    },
    "day_mood": {
        "id": "dm1",
        "client_id": "c1",
        "session_version_id": "sv1",
        "day": date(2026, 3, 17),
        "value": 5,
        "superseded": True,
    },
    "route_version": {
        "id": "rv1",
        "client_id": "c1",
        "number": 1,
        "valid_from": date(2026, 3, 1),
        "proposed_by": "client",
        "reason": "klein beginnen",
        "rest_note": "",
        "made_by": "p1",
        "made_at": MOMENT,
        "save_key": "k3",
    },
    "route_step": {
        "id": "rs1",
        "version_id": "rv1",
        "client_id": "c1",
        "position": 0,
        "step_key": "walk",
        "activity": "wandelen",
        "mini_text": "tot de deur",
        "mini_seconds": 30,
        "ordinary_text": "tot de hoek",
        "ordinary_seconds": 300,
        "ample_text": "het blok om",
        "ample_seconds": 900,
        "per_week": 3,
        "place": "outdoors",
        "company": "alone",
        "note": "",
    },
    "rest": {
        "id": "r1",
        "client_id": "c1",
        "step_key": None,
        "start_day": date(2026, 3, 20),
        "end_day": None,
        "reason": "op reis",
        "taken_back": False,
    },
    "audit": {
        "id": "a1",
        "at": MOMENT,
        "person_id": "p1",
        "roles": "coach",
        "visit": "v1",
        "action": "R",
        "part": "own caseload",
        "outcome": "done",
        "client_id": None,
        "subject_id": None,
        "rule": "",
        "reason": "",
        "view": "look",
        "listed": ["c1"],
    },
}


@pytest.fixture
def engine(empty: str | Path) -> Any:
    found = open_engine(sqlite_url(empty) if isinstance(empty, Path) else empty)
    yield found
    found.dispose()


def revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    found = ScriptDirectory.from_config(config).get_heads()
    assert len(found) == 1, "two migrations follow the same one"
    return found[0]


def put_first_rows(engine: Engine) -> None:
    """Put a row in every table as revision 0001 made them."""
    tables = reflected(engine)
    with engine.execution_options(writing=True).begin() as connection:
        for name, row in FIRST_ROWS.items():
            kept = {
                column: value.replace(tzinfo=None)
                if isinstance(value, datetime) and engine.dialect.name == "sqlite"
                else value
                for column, value in row.items()
            }
            connection.execute(insert(tables.tables[name]).values(kept))


def downgrade(engine: Engine, to: str) -> None:
    """Bring the database back to a former revision."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.execution_options(writing=True).connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)
        connection.commit()


def reflected(engine: Engine) -> MetaData:
    tables = MetaData()
    tables.reflect(engine)
    return tables


def rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table, in the columns that the first revision had."""
    tables = reflected(engine).tables
    with engine.connect() as connection:
        return {
            name: [
                {column: row[column] for column in first}
                for row in connection.execute(select(tables[name])).mappings()
            ]
            for name, first in FIRST_ROWS.items()
        }


def test_from_nothing_to_the_newest_version(engine: Engine) -> None:
    upgrade(engine)
    assert revision(engine) == head()
    assert set(inspect(engine).get_table_names()) == {*Table.metadata.tables, "alembic_version"}


def test_the_newest_version_is_what_the_tables_say(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Table.metadata) == []


def test_the_checks_of_the_tables_are_in_the_database(engine: Engine) -> None:
    upgrade(engine)
    for table in Table.metadata.tables.values():
        meant = {
            str(one.name)
            for one in table.constraints
            if type(one).__name__ in {"CheckConstraint", "UniqueConstraint"}
        }
        found = {one["name"] for one in inspect(engine).get_check_constraints(table.name)} | {
            one["name"] for one in inspect(engine).get_unique_constraints(table.name)
        }
        assert meant == found, table.name


def test_coming_to_the_newest_version_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine, "0001")
    put_first_rows(engine)
    upgrade(engine)
    before = rows(engine)
    upgrade(engine)
    assert rows(engine) == before


def test_the_first_rows_fill_every_table_of_the_first_version(engine: Engine) -> None:
    upgrade(engine, "0001")
    assert set(inspect(engine).get_table_names()) == {*FIRST_ROWS, "alembic_version"}


def test_rows_of_the_first_version_are_unharmed_in_the_newest(engine: Engine) -> None:
    upgrade(engine, "0001")
    put_first_rows(engine)
    before = rows(engine)
    assert all(len(found) == 1 for found in before.values())
    upgrade(engine)
    assert revision(engine) == head()
    assert rows(engine) == before


def test_a_next_time_that_is_to_come_stands_in_the_agenda_and_a_past_one_does_not(
    engine: Engine,
) -> None:
    upgrade(engine, "0001")
    put_first_rows(engine)
    clients = reflected(engine).tables["client"]
    ahead = datetime(2099, 6, 1, 8, 0, tzinfo=None if engine.dialect.name == "sqlite" else UTC)
    with engine.execution_options(writing=True).begin() as connection:
        (first,) = connection.execute(select(clients)).mappings()
        again = {**first, "id": "c2", "save_key": "k9", "next_appointment": ahead}
        connection.execute(insert(clients).values(again))
    upgrade(engine)
    with Session(engine) as session:
        (row,) = session.scalars(select(AppointmentRow)).all()
    assert (row.client_id, row.day, row.at) == ("c2", date(2099, 6, 1), "10:00")
    assert (row.every_weeks, row.changes, row.agreed, row.removed) == (None, {}, [], False)


def test_a_copy_is_upgraded_and_the_original_is_untouched(tmp_path: Path) -> None:
    original, copy = tmp_path / "old.db", tmp_path / "new.db"
    old = open_engine(sqlite_url(original))
    upgrade(old, "0001")
    put_first_rows(old)
    before = rows(old)
    old.dispose()
    bytes_before = original.read_bytes()
    shutil.copy(original, copy)
    new = open_engine(sqlite_url(copy))
    upgrade(new)
    assert (revision(new), rows(new)) == (head(), before)
    with new.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    new.dispose()
    assert original.read_bytes() == bytes_before


def test_rows_are_unharmed_on_the_way_back_to_the_first_version(engine: Engine) -> None:
    upgrade(engine, "0001")
    put_first_rows(engine)
    before = rows(engine)
    upgrade(engine)
    with engine.execution_options(writing=True).begin() as connection:
        tables = reflected(engine).tables
        connection.execute(tables["route_version"].update().values(change="larger", hope="licht"))
        connection.execute(tables["route_step"].update().values(kind="helping", at="10:00"))
        connection.execute(tables["rest"].update().values(kind="recovery_week"))
    downgrade(engine, "0001")
    before["route_step"][0]["company"] = "helping"  # that was the word for it then
    assert rows(engine) == before
    upgrade(engine)
    assert revision(engine) == head()


def test_the_way_back_to_nothing_works(engine: Engine) -> None:
    upgrade(engine)
    downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine)
    with engine.connect() as connection:
        people = reflected(engine).tables["person"]
        assert connection.scalar(select(func.count()).select_from(people)) == 0
