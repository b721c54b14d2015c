"""Opens a database the careful way, and brings it to the newest version."""

import os
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import DataError
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, text

from lib.domain.problems import NotFound

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = ROOT / "data" / "migrations"
# Any number will do, as long as every process of one installation takes the same.
_MIGRATION_LOCK = 7_461_823


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """True when this SQLite has the fix for the WAL-reset corruption bug.

    Fixed in 3.51.3 and in the 3.50.7 and 3.44.6 lines. Python's bundled one is often older.
    """
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def open_engine(url: str, *, durable: bool = True) -> Engine:
    """Return an engine for a database URL, with the settings a health record needs.

    SQLite: foreign keys, full durability, erased bytes overwritten, and `BEGIN IMMEDIATE` for
    writing, because the driver's own default lost acknowledged saves when measured. Not `durable`
    is for a file that is still being made and is thrown away when the power fails.
    """
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    event.listen(engine, "handle_error", _tell_what_no_row_can_hold)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite if durable else _prepare_draft)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file, making its folder readable by this user alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    return f"sqlite+pysqlite:///{path}"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision; two processes at once wait for each other.

    One that is at the newest already is left as it is.
    """
    if revision == "head" and is_newest(engine):
        return
    writing = engine.execution_options(writing=True)
    with writing.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _MIGRATION_LOCK})
            connection.commit()
        try:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
        finally:
            if engine.dialect.name == "postgresql":
                connection.rollback()
                connection.execute(
                    text("SELECT pg_advisory_unlock(:key)"), {"key": _MIGRATION_LOCK}
                )
                connection.commit()


def is_newest(engine: Engine) -> bool:
    """True when the database is at the newest revision that this program knows."""
    return _current(engine) == _newest()


def _current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def _newest() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    mode = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "DELETE"
    for pragma in (
        "foreign_keys=ON",
        "busy_timeout=10000",
        f"journal_mode={mode}",
        "synchronous=FULL",
        "secure_delete=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_draft(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys=ON",
        "journal_mode=MEMORY",
        "synchronous=OFF",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _tell_what_no_row_can_hold(context: ExceptionContext) -> None:
    """Say that something is not found when it was asked for by what no database can hold.

    A NUL, half a letter or an endless number comes from an address or a message that somebody made
    by hand: what people type was cleaned before. The drivers refuse it before they ask the
    database; what the database itself refuses is a defect of ours and stays one.
    """
    refused = context.original_exception
    by_driver = isinstance(refused, DataError) and refused.sqlstate is None
    if by_driver or isinstance(refused, UnicodeEncodeError | OverflowError):
        raise NotFound() from None


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
