"""Asks a database how it is, before it is opened for work and while it works."""

import shutil
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, func, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from lib.domain.safety import Kind, Records, Server
from lib.storage import tables as t
from lib.storage.engine import is_newest, open_engine, wal_is_safe

# With less nothing is sure to fit any more: a journal takes as much as what is changed. [CHOICE]
_ROOM: Final = 8 * 1024 * 1024  # bytes
# More than one page of any database, so that room for it has to be found.
_TRIED: Final = "x" * 64 * 1024
_NEAR: Final = frozenset({"", "localhost", "127.0.0.1", "::1"})


def probe(database: str | Path) -> Records:
    """Return how a database is, without changing it; a file that is not there yet is fine.

    Never raises for a database that is away or is none: then it does not answer.
    """
    if isinstance(database, Path) and not database.exists():
        return _new_file()
    url = make_url(f"sqlite+pysqlite:///{database}" if isinstance(database, Path) else database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return _new_file()
    kind = Kind(url.get_backend_name())
    engine = open_engine(url.render_as_string(hide_password=False))
    try:
        with engine.execution_options(writing=True).connect() as connection:
            return _asked(connection, kind, url)
    except SQLAlchemyError:
        return Records(kind, answers=False)
    finally:
        engine.dispose()


def ready(engine: Engine) -> bool:
    """True when a database answers, is at the newest version and takes what is written.

    What is written to try it is taken back: nothing of it stays.
    """
    if engine.dialect.name == "sqlite":
        file = engine.url.database
        if file and shutil.disk_usage(Path(file).parent).free < _ROOM:
            return False
    if not is_newest(engine):
        return False
    with engine.execution_options(writing=True).connect() as connection:
        connection.execute(insert(t.SettingRow).values(name="does it fit", value=_TRIED))
        connection.rollback()
    return True


def _new_file() -> Records:
    sound = wal_is_safe(sqlite3.sqlite_version_info)
    return Records(
        Kind.SQLITE,
        journal="wal" if sound else "delete",
        sound_wal=sound,
        version=sqlite3.sqlite_version,
    )


def _asked(connection: Connection, kind: Kind, url: URL) -> Records:
    known = set(inspect(connection).get_table_names())
    empty = True
    newest: datetime | None = None
    if {"person", "audit"} <= known:
        empty = connection.scalar(select(t.PersonRow.id).limit(1)) is None
        newest = connection.scalar(select(func.max(t.AuditRow.at)))
    if kind is Kind.SQLITE:
        return Records(
            kind,
            writable=_takes(connection),
            empty=empty,
            newest=newest,
            journal=str(connection.scalar(text("PRAGMA journal_mode"))),
            sound_wal=wal_is_safe(sqlite3.sqlite_version_info),
            version=sqlite3.sqlite_version,
        )
    return Records(
        kind,
        writable=connection.scalar(text("SHOW transaction_read_only")) == "off",
        empty=empty,
        newest=newest,
        version=str(connection.scalar(text("SHOW server_version"))),
        server=_server(connection, url, owns="audit" in known),
    )


def _takes(connection: Connection) -> bool:
    """True when a SQLite file can be changed: a table is made, and taken back."""
    try:
        connection.execute(text("CREATE TABLE does_it_fit (words TEXT)"))
    except SQLAlchemyError:
        return False
    connection.rollback()
    return True


def _server(connection: Connection, url: URL, *, owns: bool) -> Server:
    role = connection.execute(
        text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    ).one()
    owner = text(
        "SELECT pg_get_userbyid(relowner) = current_user "
        "FROM pg_class WHERE oid = to_regclass('audit')"
    )
    host = str(url.query.get("host", "") or url.host or "")
    return Server(
        version=int(str(connection.scalar(text("SHOW server_version_num")))) // 10_000,
        superuser=bool(role.rolsuper),
        sees_past_rules=bool(role.rolbypassrls),
        owns_log=owns and bool(connection.scalar(owner)),
        far=host not in _NEAR and not host.startswith("/"),
        secret=bool(
            connection.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
        ),
        certain=url.query.get("sslmode") == "verify-full",
    )
