"""Backups: made each night and when somebody asks, looked at, and put back."""

import json
import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from lib.domain.access import Book, Permission, Scope
from lib.domain.backups import (
    DAYS_KEPT,
    Backup,
    Kept,
    Manifest,
    NotPossible,
    Outcome,
    Plan,
    Trouble,
    is_late,
    may_go,
    name_of,
)
from lib.domain.nights import last_night
from lib.domain.rights import Erasure, Why
from lib.practice import rights
from lib.practice.given import WrongSetting
from lib.storage import backups as storage
from lib.storage import casebook, heads, settings

_LAST: Final = "backup night"
_SHOWN: Final = 14


def plan(environ: Mapping[str, str], data: Path) -> Plan:
    """Return where backups go; without any setting a folder beside the database.

    Raises `WrongSetting` for a number of days that is none.
    """
    days = environ.get("MINISTAP_BACKUP_DAYS", "").strip() or str(DAYS_KEPT)
    if not days.isascii() or not days.isdigit() or not 1 <= int(days) <= 3660:
        raise WrongSetting("MINISTAP_BACKUP_DAYS has to be a number of days, 1 to 3660")
    folder = environ.get("MINISTAP_BACKUP_DIR", "").strip()
    identity = environ.get("MINISTAP_BACKUP_IDENTITY_FILE", "").strip()
    tools = environ.get("MINISTAP_PG_BIN", "").strip()
    return Plan(
        folder=Path(folder).absolute() if folder else data / "backups",
        identity_file=Path(identity).absolute() if identity else data / "backup.key",
        recipient=environ.get("MINISTAP_BACKUP_RECIPIENT", "").strip(),
        days=int(days),
        nightly=environ.get("MINISTAP_BACKUPS", "").strip() != "off",
        tools=Path(tools) if tools else None,
    )


def make(book: Book, where: Plan, *, now: datetime) -> Backup:
    """Make a backup of an open book, in nobody's name, and return what became of it.

    It is remembered when it is begun, and when it ended. What went wrong is raised afterwards.
    """
    return _make(book, where, None, now=now)


def make_now(scope: Scope, where: Plan, *, now: datetime) -> Backup:
    """Make a backup because an administrator asks; raises `NotPossible`."""
    scope.require(Permission.KEEP_HOUSE)
    return _make(scope.book, where, scope, now=now)


def run_due(book: Book, where: Plan, *, now: datetime) -> Backup | None:
    """Make the backup of this night, once; None when it was made, or is made in another way."""
    if not where.nightly:
        return None
    night = last_night(now).isoformat()
    with casebook.behind_the_door(book, now=now) as page:
        # Before anybody has an account there is nothing to lose.
        if (settings.value(page, _LAST) or "") >= night or storage.began(page) is None:
            return None
    with casebook.by_itself(book, now=now) as page:
        due = settings.raise_to(page, _LAST, night)
        page.logged += 1  # the backup itself has its line
    return make(book, where, now=now) if due else None


def note_erasures(book: Book, where: Plan, *, now: datetime) -> bool:
    """Write beside the backups which dossiers were erased, and return whether there was a new one.

    A backup that is put back is older than they are: this tells what it has to forget again.
    """
    known = _erased(where)
    every = {one.dossier_id: one for one in (*known, *rights.erasures(book, now=now))}
    if len(every) == len(known):
        return False
    where.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = where.erasures_file.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(json.dumps(_as_json(one)) + "\n" for one in every.values())
        file.flush()
        os.fsync(file.fileno())
    part.rename(where.erasures_file)
    return True


def kept(scope: Scope, where: Plan, *, now: datetime) -> Kept:
    """Return the last backups and whether the newest good one is late."""
    scope.require(Permission.KEEP_HOUSE)
    with casebook.reading(scope, now=now) as page:
        every = storage.latest(page, count=_SHOWN)
        late = is_late(every, began=storage.began(page), now=now)
    return Kept(every, late, where.nightly, not where.recipient and where.identity_file.exists())


def verify(file: Path, where: Plan) -> Manifest:
    """Open a backup, read it whole, and return what it says of itself; raises `NotPossible`."""
    with storage.apart(where.folder) as room:
        manifest = storage.opened(file, room, identity_file=where.identity_file)
        storage.check(room, manifest, plan=where)
        return manifest


def restore(
    file: Path,
    where: Plan,
    *,
    database: str | Path,
    log_head: Path,
    over: bool,
    now: datetime,
) -> tuple[Manifest, int]:
    """Put a backup in the place of a database nobody works in.

    Returns what it said of itself, and how many dossiers were erased again.
    The copy is read whole first. It is brought to the newest version, dossiers that were erased
    since are erased again, every visit ends, and the log and the file beside it tell of it. Raises
    `NotPossible`, also for a database that is there already unless `over`.
    """
    with storage.apart(where.folder) as room:
        manifest = storage.opened(file, room, identity_file=where.identity_file)
        storage.check(room, manifest, plan=where)
        known = list(_erased(where))
        if not storage.is_empty(database):
            if not over:
                raise NotPossible(Trouble.NOT_EMPTY)
            known += _still_known(database, now=now)
        storage.put_back(room, manifest, database, plan=where)
    casebook.open_book(Book.PRACTICE, database)
    try:
        # What the chain held after this backup is not there any more, and nobody took it away.
        heads.restored(log_head, manifest.head, at=now)
        again = rights.erase_again(Book.PRACTICE, known, now=now)
        with casebook.by_itself(Book.PRACTICE, now=now) as page:
            storage.end_every_visit(page)
            page.log("U", "database", rule="restored", reason=file.name)
    finally:
        casebook.close_book(Book.PRACTICE)
    return manifest, len(again)


def _still_known(database: str | Path, *, now: datetime) -> tuple[Erasure, ...]:
    """Return what the database that is replaced knows of erasures; nothing when it cannot say."""
    try:
        casebook.open_book(Book.PRACTICE, database)
        return rights.erasures(Book.PRACTICE, now=now)
    except Exception:  # it is replaced because it is broken: whatever it says
        return ()
    finally:
        casebook.close_book(Book.PRACTICE)


def _make(book: Book, where: Plan, scope: Scope | None, *, now: datetime) -> Backup:
    name = name_of(now)
    writing = casebook.writing(scope, now=now) if scope else casebook.by_itself(book, now=now)
    with writing as page:
        backup_id = storage.begin(page, name)
        page.log("E", "backup", subject_id=backup_id)
    size, verified = None, False
    try:
        note_erasures(book, where, now=now)
        recipient = storage.keys(where)
        with storage.apart(where.folder) as room:
            manifest = storage.dump(casebook.engine_of(book), room, plan=where, now=now)
            size = storage.seal(room, manifest, where.folder / name, recipient=recipient)
        if not where.recipient:
            verify(where.folder / name, where)
            verified = True
        outcome = Outcome.DONE
    except Exception:
        outcome, size = Outcome.FAILED, None
        raise
    finally:
        with casebook.by_itself(book, now=now) as page:
            storage.end(page, backup_id, outcome, size=size, verified=verified)
            page.log("U", "backup", subject_id=backup_id, reason=outcome.value)
    _let_go(where, now=now)
    return Backup(name, now, now, now if verified else None, outcome, size)


def _let_go(where: Plan, *, now: datetime) -> None:
    for name in may_go((one.name for one in where.folder.iterdir()), days=where.days, now=now):
        (where.folder / name).unlink(missing_ok=True)


def _erased(where: Plan) -> tuple[Erasure, ...]:
    if not where.erasures_file.exists():
        return ()
    lines = where.erasures_file.read_text(encoding="utf-8").splitlines()
    return tuple(_from_json(json.loads(line)) for line in lines)


def _as_json(one: Erasure) -> dict[str, Any]:
    return {
        "dossier_id": one.dossier_id,
        "team_id": one.team_id,
        "why": one.why.value,
        "asked_on": one.asked_on.isoformat() if one.asked_on else None,
        "answer_by": one.answer_by.isoformat() if one.answer_by else None,
        "decided_by": one.decided_by,
        "erased_at": one.erased_at.isoformat(),
        "rows": dict(one.rows),
    }


def _from_json(values: Mapping[str, Any]) -> Erasure:
    return Erasure(
        dossier_id=values["dossier_id"],
        team_id=values["team_id"],
        why=Why(values["why"]),
        asked_on=date.fromisoformat(values["asked_on"]) if values["asked_on"] else None,
        answer_by=date.fromisoformat(values["answer_by"]) if values["answer_by"] else None,
        decided_by=values["decided_by"],
        erased_at=datetime.fromisoformat(values["erased_at"]),
        rows=values["rows"],
    )
