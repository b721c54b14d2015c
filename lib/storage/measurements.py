"""Keeps the answers to questionnaires; scores are derived and never kept."""

from sqlalchemy import select

from lib.domain.measurements import Answered, FilledIn, Filling
from lib.domain.problems import NotFound
from lib.domain.questionnaires import Measure
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_client(page: Page, client_id: str) -> tuple[Filling, ...]:
    """Return what a client filled in, oldest first, with the name of who kept it."""
    rows = page.session.scalars(
        select(t.MeasurementRow)
        .where(t.MeasurementRow.client_id == client_id)
        .order_by(t.MeasurementRow.day, t.MeasurementRow.made_at, t.MeasurementRow.id)
    ).all()
    names = people.names(page, {row.made_by for row in rows})
    return tuple(
        Filling(
            id=row.id,
            told=Answered(
                Measure(row.measure), row.day, tuple(row.answers), FilledIn(row.filled_in)
            ),
            made_by=names[row.made_by],
            made_at=row.made_at,
        )
        for row in rows
    )


def get(page: Page, client_id: str, filling_id: str) -> t.MeasurementRow:
    """Return one filling of this client; raises `NotFound` without it."""
    row = page.session.get(t.MeasurementRow, filling_id)
    if row is None or row.client_id != client_id:
        raise NotFound()
    return row


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the filling of this client that was kept with this key, or None."""
    query = select(t.MeasurementRow.id).where(
        t.MeasurementRow.client_id == client_id, t.MeasurementRow.save_key == save_key
    )
    return page.session.scalar(query)


def add(page: Page, client_id: str, told: Answered, *, save_key: str) -> str:
    """Keep the answers to one questionnaire and return the id."""
    row = t.MeasurementRow(
        id=new_id(),
        client_id=client_id,
        measure=told.measure.value,
        day=told.day,
        answers=list(told.answers),
        filled_in=told.filled_in.value,
        made_by=page.scope.person_id,
        made_at=page.now,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def erase(page: Page, row: t.MeasurementRow) -> None:
    """Erase one filling."""
    page.session.delete(row)
    page.session.flush()
