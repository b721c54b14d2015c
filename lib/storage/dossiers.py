"""Keeps which lead opened a dossier and why, and reads who looked in it from the log."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, cast, or_, select

from lib.domain.access import Role
from lib.domain.dossiers import OPEN_FOR, WORKED_OUT, DossierClosed, Event, Opening
from lib.storage import people, visibility
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def openings(page: Page, client_id: str) -> tuple[Opening, ...]:
    """Return when a lead opened this dossier with a reason, newest first."""
    rows = page.session.execute(
        select(t.NotesAccessRow, t.PersonRow.name)
        .join(t.PersonRow, t.PersonRow.id == t.NotesAccessRow.person_id)
        .where(t.NotesAccessRow.client_id == client_id)
        .order_by(t.NotesAccessRow.given_at.desc(), t.NotesAccessRow.id)
    )
    return tuple(
        Opening(
            id=row.id,
            name=name,
            reason=row.reason,
            opened_at=row.given_at,
            ends_at=row.ends_at,
        )
        for row, name in rows
    )


def open_for_me(page: Page, client_id: str, reason: str) -> str:
    """Let whoever is at work read a dossier for an hour, and return the id of this opening."""
    row = t.NotesAccessRow(
        id=new_id(),
        client_id=client_id,
        person_id=page.scope.person_id,
        reason=reason,
        given_at=page.now,
        ends_at=page.now + OPEN_FOR,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def require_open(page: Page, client_id: str) -> None:
    """Return when whoever is at work may read what belongs to the client and the coach.

    Raises `DossierClosed` for a lead who has not said why, or no longer than an hour ago.
    """
    readable = visibility.clients(page.scope).where(
        t.ClientRow.id == client_id, visibility.readable_notes(page.scope, now=page.now)
    )
    if page.session.scalars(readable).one_or_none() is None:
        raise DossierClosed()


def events(page: Page, client_id: str, *, since: datetime | None) -> tuple[Event, ...]:
    """Return every line of the log about a client that was done, also in a list; oldest first.

    That Ministap itself went through a list is not among them: nobody looked.
    From `since` on, None for all there is. Whoever may not see the client must not get here: the
    net does not lie over the log.
    """
    line = t.AuditRow
    # The ids in a list have one length and hold nothing but hexadecimal digits: found as text,
    # one is never part of another.
    in_list = (
        line.client_id.is_(None)
        & line.person_id.is_not(None)
        & (line.rule != WORKED_OUT)
        & cast(line.listed, String).contains(client_id)
    )
    query = select(line).where(or_(line.client_id == client_id, in_list), line.outcome == "done")
    if since is not None:
        query = query.where(line.at >= since)
    rows: Sequence[t.AuditRow] = page.session.scalars(query.order_by(line.at, line.id)).all()
    ids = {one for row in rows for one in (row.person_id, row.behalf_id) if one}
    names = people.names(page, ids)
    return tuple(
        Event(
            at=row.at,
            person_id=row.person_id or "",
            name=names.get(row.person_id or "", ""),
            roles=tuple(Role(role) for role in row.roles.split()),
            rule=row.rule,
            action=row.action,
            part=row.part,
            in_list=row.client_id is None,
            behalf=names.get(row.behalf_id or "", ""),
        )
        for row in rows
    )
