"""Erases a dossier whole: every row of every table that knows the client, and its traces."""

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Engine, delete, select

from lib.domain.rights import Erasure, Proof, Why
from lib.storage import tables as t
from lib.storage.casebook import Page
from lib.storage.visibility import CLIENT_TABLES


def in_order() -> tuple[type[t.Table], ...]:
    """Return the tables of a client so that no row goes before what refers to it.

    Worked out from the foreign keys, so that a new table takes its place by itself.
    """
    of_client = {table.__tablename__: table for table in CLIENT_TABLES}
    names = [table.name for table in reversed(t.Table.metadata.sorted_tables)]
    return tuple(of_client[name] for name in names if name in of_client)


def erase(page: Page, client_id: str) -> dict[str, int]:
    """Erase everything about a client, the client last; return how many rows went by table.

    DANGER: what is a colleague's alone goes as well, so the page must be without the net, and
    whoever asks must have found the client through the row rule. The log stays: it holds ids,
    moments, and the reasons of leads.
    """
    gone: dict[str, int] = {}
    for table in in_order():
        of_client = delete(table).filter_by(client_id=client_id)
        gone[table.__tablename__] = _count(page, of_client)
    client = delete(t.ClientRow).where(t.ClientRow.id == client_id)
    gone[t.ClientRow.__tablename__] = _count(page, client)
    page.session.expire_all()
    return {name: count for name, count in gone.items() if count}


def _count(page: Page, statement: Delete) -> int:
    """Delete, and return how many rows went; nothing of the session is looked at for it."""
    apart = {"synchronize_session": False}
    done = page.session.execute(statement, execution_options=apart)
    return cast(CursorResult[Any], done).rowcount


def keep_proof(page: Page, proof: Erasure) -> None:
    """Keep that a dossier was erased."""
    page.session.add(
        t.ErasureRow(
            dossier_id=proof.dossier_id,
            team_id=proof.team_id,
            why=proof.why.value,
            asked_on=proof.asked_on,
            answer_by=proof.answer_by,
            decided_by=proof.decided_by,
            erased_at=proof.erased_at,
            rows=dict(proof.rows),
        )
    )
    page.session.flush()


def every(page: Page) -> tuple[Erasure, ...]:
    """Return every erasure there was, oldest first: what a restored backup has to forget again."""
    rows = page.session.scalars(
        select(t.ErasureRow).order_by(t.ErasureRow.erased_at, t.ErasureRow.dossier_id)
    )
    return tuple(_value(row) for row in rows)


def of_teams(page: Page) -> tuple[Proof, ...]:
    """Return the erasures in the teams this person leads, newest first."""
    rows = page.session.execute(
        select(t.ErasureRow, t.PersonRow.name, t.TeamRow.name)
        .join(t.PersonRow, t.PersonRow.id == t.ErasureRow.decided_by)
        .join(t.TeamRow, t.TeamRow.id == t.ErasureRow.team_id)
        .where(t.ErasureRow.team_id.in_(sorted(page.scope.lead_teams)))
        .order_by(t.ErasureRow.erased_at.desc(), t.ErasureRow.dossier_id)
    )
    return tuple(Proof(_value(row), name, team) for row, name, team in rows)


def reapply(page: Page, erasures: Iterable[Erasure]) -> tuple[str, ...]:
    """Erase again whoever a restored backup brought back; return the ids that were there again.

    The proof comes back as well where it is missing, as far as colleague and team are known there.
    The page must be without the net.
    """
    again: list[str] = []
    for one in erasures:
        if page.session.get(t.ClientRow, one.dossier_id) is not None:
            erase(page, one.dossier_id)
            again.append(one.dossier_id)
        known = page.session.get(t.ErasureRow, one.dossier_id) is not None
        whose = page.session.get(t.PersonRow, one.decided_by) is not None
        where = page.session.get(t.TeamRow, one.team_id) is not None
        if not known and whose and where:
            keep_proof(page, one)
    return tuple(again)


def wipe(engine: Engine) -> bool:
    """Take what was erased out of the files beside a SQLite database; True when none of it is left.

    `secure_delete` overwrites it in the file itself; with a write-ahead log the former pages stand
    there until it is emptied. False while somebody still reads an older state: the next emptying
    does it. PostgreSQL has no such file of ours: its own clean-up and its own log do this.
    """
    if engine.dialect.name != "sqlite":
        return True
    # Past SQLAlchemy's own BEGIN: a log cannot be emptied from within a transaction.
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.close()
        return not busy
    finally:
        connection.close()


def _value(row: t.ErasureRow) -> Erasure:
    return Erasure(
        dossier_id=row.dossier_id,
        team_id=row.team_id,
        why=Why(row.why),
        asked_on=row.asked_on,
        answer_by=row.answer_by,
        decided_by=row.decided_by,
        erased_at=row.erased_at,
        rows=row.rows,
    )
