"""Keeps talk points: what is for the next talk, and who ticked it off."""

from datetime import time

from sqlalchemy import func, or_, select

from lib.domain.calendar import at_local, local_day
from lib.domain.problems import NotFound
from lib.domain.talk_points import PointKind, TalkPoint
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_client(page: Page, client_id: str) -> tuple[TalkPoint, ...]:
    """Return what is open or was ticked off today, in the order it was made."""
    today = at_local(local_day(page.now), time(0, 0))
    rows = page.session.scalars(
        select(t.TalkPointRow)
        .where(
            t.TalkPointRow.client_id == client_id,
            or_(t.TalkPointRow.done_at.is_(None), t.TalkPointRow.done_at >= today),
        )
        .order_by(t.TalkPointRow.made_at, t.TalkPointRow.id)
    ).all()
    return tuple(
        TalkPoint(
            id=row.id,
            kind=PointKind(row.kind),
            words=row.words,
            made_at=row.made_at,
            done_at=row.done_at,
        )
        for row in rows
    )


def get(page: Page, client_id: str, point_id: str) -> t.TalkPointRow:
    """Return a talk point of this client; raises `NotFound` without it."""
    row = page.session.get(t.TalkPointRow, point_id)
    if row is None or row.client_id != client_id:
        raise NotFound()
    return row


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the talk point of this client that was added with this key, or None."""
    query = select(t.TalkPointRow.id).where(
        t.TalkPointRow.client_id == client_id, t.TalkPointRow.save_key == save_key
    )
    return page.session.scalar(query)


def how_many_open(page: Page, client_id: str) -> int:
    """Return how many talk points of a client are open."""
    query = (
        select(func.count())
        .select_from(t.TalkPointRow)
        .where(t.TalkPointRow.client_id == client_id, t.TalkPointRow.done_at.is_(None))
    )
    return page.session.scalar(query) or 0


def add(page: Page, client_id: str, *, kind: PointKind, words: str, save_key: str) -> str:
    """Add a talk point and return its id."""
    row = t.TalkPointRow(
        id=new_id(),
        client_id=client_id,
        kind=kind.value,
        words=words,
        made_by=page.scope.person_id,
        made_at=page.now,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def mark(page: Page, row: t.TalkPointRow, *, done: bool) -> None:
    """Let a talk point be ticked off, or open again."""
    row.done_by = page.scope.person_id if done else None
    row.done_at = page.now if done else None
    page.session.flush()
