"""Keeps what clients agreed to: an answer is never changed, withdrawing is written beside it."""

from datetime import date

from sqlalchemy import select

from lib.domain.consents import Answer, Checked, Consent, Purpose, Told
from lib.domain.problems import NotFound
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_client(page: Page, client_id: str) -> tuple[Consent, ...]:
    """Return every answer of a client, the one told last first."""
    rows = page.session.scalars(
        select(t.ConsentRow)
        .where(t.ConsentRow.client_id == client_id)
        .order_by(t.ConsentRow.told_on.desc(), t.ConsentRow.made_at.desc(), t.ConsentRow.id.desc())
    ).all()
    names = people.names(
        page, {row.made_by for row in rows} | {r.withdrawn_by for r in rows if r.withdrawn_by}
    )
    return tuple(
        Consent(
            id=row.id,
            purpose=Purpose(row.purpose),
            answer=Answer(row.answer),
            told=Told(row.told),
            told_on=row.told_on,
            words=row.words,
            made_by=names[row.made_by],
            made_at=row.made_at,
            withdrawn_on=row.withdrawn_on,
            withdrawn_by=names[row.withdrawn_by] if row.withdrawn_by else None,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    )


def get(page: Page, client_id: str, consent_id: str) -> t.ConsentRow:
    """Return an answer of this client; raises `NotFound` without it."""
    row = page.session.get(t.ConsentRow, consent_id)
    if row is None or row.client_id != client_id:
        raise NotFound()
    return row


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the answer of this client that was kept with this key, or None."""
    query = select(t.ConsentRow.id).where(
        t.ConsentRow.client_id == client_id, t.ConsentRow.save_key == save_key
    )
    return page.session.scalar(query)


def add(page: Page, client_id: str, checked: Checked, *, save_key: str) -> str:
    """Keep an answer and return its id."""
    row = t.ConsentRow(
        id=new_id(),
        client_id=client_id,
        purpose=checked.purpose.value,
        answer=checked.answer.value,
        told=checked.told.value,
        told_on=checked.told_on,
        words=checked.words,
        made_by=page.scope.person_id,
        made_at=page.now,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def withdraw(page: Page, row: t.ConsentRow, day: date) -> None:
    """Write down from which day on an answer does not hold any more."""
    row.withdrawn_on = day
    row.withdrawn_by = page.scope.person_id
    row.withdrawn_at = page.now
    page.session.flush()
