"""Keeps what happened in the life of a client, in a few words."""

from sqlalchemy import select

from lib.domain.life_events import EventDraft, LifeEvent
from lib.domain.problems import NotFound
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_client(page: Page, client_id: str) -> tuple[LifeEvent, ...]:
    """Return the life events of a client, oldest day first, with the name of who wrote them."""
    rows = page.session.scalars(
        select(t.LifeEventRow)
        .where(t.LifeEventRow.client_id == client_id)
        .order_by(t.LifeEventRow.day, t.LifeEventRow.made_at, t.LifeEventRow.id)
    ).all()
    names = people.names(page, {row.made_by for row in rows})
    return tuple(
        LifeEvent(
            id=row.id,
            day=row.day,
            end_day=row.end_day,
            words=row.words,
            made_by=names[row.made_by],
            made_at=row.made_at,
        )
        for row in rows
    )


def get(page: Page, client_id: str, event_id: str) -> t.LifeEventRow:
    """Return a life event of this client; raises `NotFound` without it."""
    row = page.session.get(t.LifeEventRow, event_id)
    if row is None or row.client_id != client_id:
        raise NotFound()
    return row


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the life event of this client that was kept with this key, or None."""
    query = select(t.LifeEventRow.id).where(
        t.LifeEventRow.client_id == client_id, t.LifeEventRow.save_key == save_key
    )
    return page.session.scalar(query)


def add(page: Page, client_id: str, draft: EventDraft, *, save_key: str) -> str:
    """Keep what happened and return its id."""
    row = t.LifeEventRow(
        id=new_id(),
        client_id=client_id,
        day=draft.day,
        end_day=draft.end_day,
        words=draft.words,
        made_by=page.scope.person_id,
        made_at=page.now,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def erase(page: Page, row: t.LifeEventRow) -> None:
    """Erase what happened."""
    page.session.delete(row)
    page.session.flush()
