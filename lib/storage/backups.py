"""Makes a copy of a live database, seals it, and opens and reads it again."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

import pyrage
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, func, inspect, select, text
from sqlalchemy.engine import URL, make_url

from lib.domain.backups import Backup, Manifest, NotPossible, Outcome, Plan, Trouble
from lib.domain.log_check import Head
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id
from lib.storage.engine import MIGRATIONS, open_engine

DUMP, MANIFEST = "database", "manifest.json"
_SECONDS = 3600


def keys(plan: Plan) -> str:
    """Return the public key backups are sealed with; one of our own is made at first use."""
    if plan.recipient:
        return plan.recipient
    if not plan.identity_file.exists():
        handle = os.open(plan.identity_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{pyrage.x25519.Identity.generate()}\n")
    return str(_identity(plan.identity_file).to_public())


def _identity(file: Path) -> pyrage.x25519.Identity:
    try:
        lines = file.read_text(encoding="ascii").split()
        secret = next(line for line in lines if line.startswith("AGE-SECRET-KEY-"))
        return pyrage.x25519.Identity.from_str(secret)
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError):
        raise NotPossible(Trouble.NO_IDENTITY) from None


@contextmanager
def apart(folder: Path) -> Iterator[Path]:
    """Give a folder for this user alone on the same disk, and take it away whatever happens."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    room = Path(mkdtemp(dir=folder, prefix=".work-"))
    try:
        yield room
    finally:
        for file in room.iterdir():
            _overwrite(file)
        shutil.rmtree(room, ignore_errors=True)


def _overwrite(file: Path) -> None:
    """Write over what stood readable on the disk for a moment, as far as the disk lets us."""
    with file.open("r+b") as opened:
        left = opened.seek(0, os.SEEK_END)
        opened.seek(0)
        while left > 0:
            left -= opened.write(b"\0" * min(left, 1 << 20))
        opened.flush()
        os.fsync(opened.fileno())


def dump(engine: Engine, room: Path, *, plan: Plan, now: datetime) -> Manifest:
    """Copy a live database into a room, look whether the copy is whole, and return its manifest.

    Whoever writes meanwhile is neither hindered nor half in the copy.
    """
    copy = room / DUMP
    if engine.dialect.name == "sqlite":
        # Past SQLAlchemy's own BEGIN: a copy is not made from within a transaction.
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(copy),))
        copy.chmod(0o600)
        revision, rows, head = look_at_file(copy)
    else:
        # What the manifest counts is what the copy holds, whoever writes meanwhile.
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            seen = connection.execute(select(func.pg_export_snapshot())).scalar_one()
            arguments = ("--format=custom", "--no-owner", f"--snapshot={seen}", f"--file={copy}")
            _run(plan, "pg_dump", engine.url, *arguments)
            revision, rows, head = _looked(connection)
        _run(plan, "pg_restore", None, "--list", str(copy))
    return Manifest(now, engine.dialect.name, revision, _sha256(copy), rows, head)


def look_at_file(file: Path) -> tuple[str, dict[str, int], Head]:
    """Return revision, rows by table and the end of the log of a SQLite copy.

    Raises `NotPossible` when it is damaged.
    """
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchall()
            astray = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError:
        raise NotPossible(Trouble.BROKEN) from None
    if whole != [("ok",)] or astray:
        raise NotPossible(Trouble.BROKEN)
    engine = open_engine(f"sqlite+pysqlite:///{file}")
    try:
        with engine.connect() as connection:
            return _looked(connection)
    finally:
        engine.dispose()


def look_at(engine: Engine) -> tuple[str, dict[str, int], Head]:
    """Return revision, rows by table and the end of the log of a database."""
    with engine.connect() as connection:
        return _looked(connection)


def _looked(connection: Connection) -> tuple[str, dict[str, int], Head]:
    revision = MigrationContext.configure(connection).get_current_revision() or ""
    there = set(inspect(connection).get_table_names())
    rows = {
        name: connection.execute(select(func.count()).select_from(text(name))).scalar_one()
        for name in sorted(there & set(_names()))
    }
    seal = t.AuditSealRow
    last = select(seal.number, seal.mac).order_by(seal.number.desc()).limit(1)
    found = connection.execute(last).one_or_none() if seal.__tablename__ in there else None
    return revision, rows, Head(found.number, found.mac) if found is not None else Head(0, "")


def _names() -> Sequence[str]:
    return [mapper.class_.__tablename__ for mapper in t.Table.registry.mappers]


def seal(room: Path, manifest: Manifest, target: Path, *, recipient: str) -> int:
    """Put copy and manifest into one sealed file, and return its size; whole or not at all."""
    (room / MANIFEST).write_text(json.dumps(manifest.as_json()), encoding="utf-8")
    tar = room / "all.tar"
    with tarfile.open(tar, "w") as packed:
        for name in (MANIFEST, DUMP):
            packed.add(room / name, arcname=name)
    part = target.with_suffix(".part")
    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise NotPossible(Trouble.NO_IDENTITY) from None
    try:
        pyrage.encrypt_file(str(tar), str(part), [key])
        part.chmod(0o600)
        with part.open("rb") as opened:
            os.fsync(opened.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def opened(file: Path, room: Path, *, identity_file: Path) -> Manifest:
    """Open a sealed file into a room, and return its manifest once the copy is what it says.

    Raises `NotPossible` for a wrong key, a damaged file, or a file of somebody else.
    """
    tar = room / "all.tar"
    try:
        pyrage.decrypt_file(str(file), str(tar), [_identity(identity_file)])
    except (pyrage.DecryptError, OSError):
        raise NotPossible(Trouble.NOT_OPENED) from None
    try:
        with tarfile.open(tar) as packed:
            if sorted(packed.getnames()) != sorted((MANIFEST, DUMP)):
                raise NotPossible(Trouble.NOT_OURS)
            packed.extractall(room, filter="data")
        manifest = Manifest.from_json(json.loads((room / MANIFEST).read_text(encoding="utf-8")))
    except (tarfile.TarError, ValueError, OSError):
        raise NotPossible(Trouble.NOT_OURS) from None
    if _sha256(room / DUMP) != manifest.sha256:
        raise NotPossible(Trouble.BROKEN)
    return manifest


def check(room: Path, manifest: Manifest, *, plan: Plan) -> None:
    """Return when the copy in a room is whole and complete; raises `NotPossible`.

    Of PostgreSQL the list of what is in it is read; a drill on another machine shows the rest.
    """
    copy = room / DUMP
    if manifest.engine == "sqlite":
        if look_at_file(copy) != (manifest.revision, dict(manifest.rows), manifest.head):
            raise NotPossible(Trouble.BROKEN)
    else:
        _run(plan, "pg_restore", None, "--list", str(copy))


def put_back(room: Path, manifest: Manifest, database: str | Path, *, plan: Plan) -> None:
    """Put the copy in a room in the place of a database; what stood there is gone.

    Nobody may be at work in it. Raises `NotPossible` for another kind of database, or a copy that
    needs a newer program.
    """
    kind = "sqlite" if isinstance(database, Path) else make_url(database).get_backend_name()
    if kind != manifest.engine:
        raise NotPossible(Trouble.OTHER_ENGINE)
    if not list((MIGRATIONS / "versions").glob(f"{manifest.revision}_*.py")):
        raise NotPossible(Trouble.OLDER_PROGRAM)
    if kind == "sqlite":
        place = database if isinstance(database, Path) else Path(make_url(database).database or "")
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for beside in ("-journal", "-wal", "-shm"):
            place.with_name(place.name + beside).unlink(missing_ok=True)
        os.replace(room / DUMP, place)
    else:
        url = make_url(str(database))
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
        _run(plan, "pg_restore", url, *options, str(room / DUMP))


def is_empty(database: str | Path) -> bool:
    """True when there is no database of ours in this place."""
    if isinstance(database, Path) and not database.exists():
        return True
    url = f"sqlite+pysqlite:///{database}" if isinstance(database, Path) else database
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return "audit" not in inspect(connection).get_table_names()
    finally:
        engine.dispose()


def _run(plan: Plan, tool: str, url: URL | None, *arguments: str) -> None:
    """Run a tool of PostgreSQL; a password goes through its environment, for nobody else to see."""
    found = shutil.which(tool, path=str(plan.tools) if plan.tools else None)
    if found is None:
        raise NotPossible(Trouble.NO_TOOL)
    environ = dict(os.environ)
    where: list[str] = []
    if url is not None:
        if url.password:
            environ["PGPASSWORD"] = str(url.password)
        bare = url.set(drivername="postgresql", password=None)
        where = [f"--dbname={bare.render_as_string(hide_password=False)}"]
    done = subprocess.run(  # noqa: S603 - our own arguments, and no shell
        [found, *where, *arguments],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        old = b"server version mismatch" in done.stderr
        raise NotPossible(Trouble.NO_TOOL if old else Trouble.TOOL_FAILED)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened_file:
        return hashlib.file_digest(opened_file, "sha256").hexdigest()


# -- what the installation remembers ----------------------------------------------------------


def begin(page: Page, name: str) -> str:
    """Remember that a backup was begun, and return the id of this memory."""
    row = t.BackupRow(id=new_id(), name=name, begun_at=page.now, outcome=Outcome.BEGUN.value)
    page.session.add(row)
    return row.id


def end(page: Page, backup_id: str, outcome: Outcome, *, size: int | None, verified: bool) -> None:
    """Remember what became of a backup."""
    row = page.session.get_one(t.BackupRow, backup_id)
    row.outcome = outcome.value
    row.ended_at = page.now
    row.size = size
    row.verified_at = page.now if verified else None


def latest(page: Page, *, count: int) -> tuple[Backup, ...]:
    """Return the last backups, newest first."""
    newest_first = select(t.BackupRow).order_by(t.BackupRow.begun_at.desc(), t.BackupRow.id)
    return tuple(
        Backup(
            row.name,
            row.begun_at,
            row.ended_at,
            row.verified_at,
            Outcome(row.outcome),
            row.size,
        )
        for row in page.session.scalars(newest_first.limit(count))
    )


def began(page: Page) -> datetime | None:
    """Return when the first account of this installation was made, None before."""
    return page.session.scalar(select(func.min(t.PersonRow.created_at)))


def end_every_visit(page: Page) -> None:
    """End every visit: who was signed in when a backup was made is not any more."""
    for row in page.session.scalars(select(t.VisitRow).where(t.VisitRow.ended_at.is_(None))):
        row.ended_at = page.now
