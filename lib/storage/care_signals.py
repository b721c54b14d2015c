"""Keeps care signals: opened by somebody, closed by somebody, never erased."""

from sqlalchemy import select

from lib.domain.care_signals import CareSignal
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_client(page: Page, client_id: str) -> tuple[CareSignal, ...]:
    """Return every care signal of a client, newest first."""
    rows = page.session.scalars(
        select(t.CareSignalRow)
        .where(t.CareSignalRow.client_id == client_id)
        .order_by(t.CareSignalRow.opened_at.desc(), t.CareSignalRow.id)
    ).all()
    names = people.names(
        page, {row.opened_by for row in rows} | {row.closed_by for row in rows if row.closed_by}
    )
    return tuple(
        CareSignal(
            id=row.id,
            words=row.words,
            opened_by=names[row.opened_by],
            opened_at=row.opened_at,
            closed_by=names[row.closed_by] if row.closed_by else None,
            closed_at=row.closed_at,
            closing_note=row.closing_note,
        )
        for row in rows
    )


def any_open(page: Page, client_id: str) -> bool:
    """True while a care signal of a client is open."""
    query = select(t.CareSignalRow.id).where(
        t.CareSignalRow.client_id == client_id, t.CareSignalRow.closed_at.is_(None)
    )
    return page.session.scalars(query.limit(1)).first() is not None


def get(page: Page, client_id: str, signal_id: str) -> t.CareSignalRow | None:
    """Return a care signal of this client, or None."""
    row = page.session.get(t.CareSignalRow, signal_id)
    return row if row is not None and row.client_id == client_id else None


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the signal about this client that was opened with this key, or None."""
    query = select(t.CareSignalRow.id).where(
        t.CareSignalRow.client_id == client_id, t.CareSignalRow.save_key == save_key
    )
    return page.session.scalar(query)


def add(page: Page, client_id: str, *, words: str, save_key: str) -> str:
    """Add an open signal and return its id."""
    row = t.CareSignalRow(
        id=new_id(),
        client_id=client_id,
        words=words,
        opened_by=page.scope.person_id,
        opened_at=page.now,
        closing_note="",
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def close(page: Page, row: t.CareSignalRow, note: str) -> None:
    """Close a signal in the name of whoever is at work."""
    row.closed_by = page.scope.person_id
    row.closed_at = page.now
    row.closing_note = note
    page.session.flush()
