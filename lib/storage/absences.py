"""Keeps on which days a colleague is not there."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from lib.domain.absences import Absence
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def away(page: Page, person_ids: Iterable[str], day: date) -> frozenset[str]:
    """Return which of these colleagues are not there on a day."""
    query = select(t.AbsenceRow.person_id).where(
        t.AbsenceRow.person_id.in_(sorted(person_ids)),
        t.AbsenceRow.start_day <= day,
        t.AbsenceRow.end_day >= day,
    )
    return frozenset(page.session.scalars(query))


def of_person(page: Page, person_id: str, *, since: date) -> tuple[Absence, ...]:
    """Return the absences of a colleague that are not over on a day, the first one first."""
    rows = page.session.scalars(
        select(t.AbsenceRow)
        .where(t.AbsenceRow.person_id == person_id, t.AbsenceRow.end_day >= since)
        .order_by(t.AbsenceRow.start_day, t.AbsenceRow.id)
    )
    return tuple(Absence(row.id, row.start_day, row.end_day) for row in rows)


def saved_with(page: Page, save_key: str) -> str | None:
    """Return the id of one's own absence kept with this key, or None.

    A second click waits for the first: it needs the lock on one's own account.
    """
    page.session.get_one(t.PersonRow, page.scope.person_id, with_for_update=True)
    query = select(t.AbsenceRow.id).where(
        t.AbsenceRow.person_id == page.scope.person_id, t.AbsenceRow.save_key == save_key
    )
    return page.session.scalar(query)


def add(page: Page, *, start: date, end: date, save_key: str) -> str:
    """Keep an absence of whoever is at work, and return its id."""
    row = t.AbsenceRow(
        id=new_id(),
        person_id=page.scope.person_id,
        start_day=start,
        end_day=end,
        made_by=page.scope.person_id,
        made_at=page.now,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def take_away(page: Page, absence_id: str) -> bool:
    """Erase one's own absence; False when there is none with this id."""
    row = page.session.get(t.AbsenceRow, absence_id)
    if row is None or row.person_id != page.scope.person_id:
        return False
    page.session.delete(row)
    page.session.flush()
    return True
