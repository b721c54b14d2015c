"""Keeps what clients ask about their dossiers, which ones stand still, and which may go."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from sqlalchemy import Select, func, select

from lib.domain.calendar import at_local, local_day
from lib.domain.problems import NotFound
from lib.domain.rights import Asked, Kind, Request, Restriction, State, answer_by
from lib.storage import people, visibility
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_client(page: Page, client_id: str) -> tuple[Request, ...]:
    """Return the requests of a client, newest first."""
    row = t.RightsRequestRow
    query = select(row).where(row.client_id == client_id)
    return values(page, page.session.scalars(_newest(query)).all())


def of_teams(page: Page, *, decided_since: datetime) -> tuple[Request, ...]:
    """Return the requests in the teams this person leads, newest first.

    Open ones, and those that were decided since this moment.
    """
    row = t.RightsRequestRow
    query = (
        select(row)
        .join(t.ClientRow, t.ClientRow.id == row.client_id)
        .where(
            t.ClientRow.team_id.in_(sorted(page.scope.lead_teams)),
            row.decided_at.is_(None) | (row.decided_at >= decided_since),
        )
    )
    return values(page, page.session.scalars(_newest(query)).all())


def _newest(query: Select[t.RightsRequestRow]) -> Select[t.RightsRequestRow]:
    row = t.RightsRequestRow
    return query.order_by(row.asked_on.desc(), row.made_at.desc(), row.id)


def values(page: Page, rows: Sequence[t.RightsRequestRow]) -> tuple[Request, ...]:
    """Return the requests of these rows, in the same order, with names of colleagues."""
    names = people.names(
        page, {row.made_by for row in rows} | {row.decided_by for row in rows if row.decided_by}
    )
    return tuple(
        Request(
            id=row.id,
            client_id=row.client_id,
            kind=Kind(row.kind),
            words=row.words,
            asked_on=row.asked_on,
            answer_by=row.answer_by,
            made_by=names[row.made_by],
            made_at=row.made_at,
            state=State(row.state),
            answer=row.answer,
            decided_by=names[row.decided_by] if row.decided_by else None,
            decided_at=row.decided_at,
            version=row.version,
        )
        for row in rows
    )


def get(page: Page, request_id: str) -> t.RightsRequestRow:
    """Return a request of a client this person may see; raises `NotFound` otherwise."""
    row = page.session.get(t.RightsRequestRow, request_id)
    if row is None:
        raise NotFound()
    return row


def refresh(page: Page, row: t.RightsRequestRow) -> None:
    """Read a request anew: once its client is locked, nobody else changes it."""
    page.session.refresh(row)


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the request of this client that was written down with this key, or None."""
    query = select(t.RightsRequestRow.id).where(
        t.RightsRequestRow.client_id == client_id, t.RightsRequestRow.save_key == save_key
    )
    return page.session.scalar(query)


def add(page: Page, client_id: str, asked: Asked, *, save_key: str) -> str:
    """Add a request and return its id."""
    row = t.RightsRequestRow(
        id=new_id(),
        client_id=client_id,
        kind=asked.kind.value,
        words=asked.words,
        asked_on=asked.asked_on,
        answer_by=answer_by(asked.asked_on),
        made_by=page.scope.person_id,
        made_at=page.now,
        state=State.OPEN.value,
        answer="",
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def decide(page: Page, row: t.RightsRequestRow, state: State, answer: str) -> None:
    """Keep what became of a request; why it took longer stays in front of the answer."""
    row.state = state.value
    row.answer = "\n\n".join(words for words in (row.answer, answer) if words)
    row.decided_by = page.scope.person_id
    row.decided_at = page.now
    page.session.flush()


def extend(page: Page, row: t.RightsRequestRow, reason: str) -> None:
    """Give a request two months more, with the reason that the client is told."""
    row.answer_by = answer_by(row.asked_on, longer=True)
    row.answer = reason
    page.session.flush()


def restrictions_of(page: Page, client_ids: Collection[str]) -> tuple[Restriction, ...]:
    """Return the restrictions that stand for these clients, the longest standing first."""
    found = page.session.execute(
        select(t.RestrictionRow, t.PersonRow.name)
        .join(t.PersonRow, t.PersonRow.id == t.RestrictionRow.made_by)
        .where(t.RestrictionRow.client_id.in_(client_ids), t.RestrictionRow.ended_at.is_(None))
        .order_by(t.RestrictionRow.made_at, t.RestrictionRow.id)
    )
    return tuple(
        Restriction(row.id, row.client_id, row.reason, name, row.made_at) for row, name in found
    )


def restricted_clients(page: Page) -> Sequence[t.ClientRow]:
    """Return the clients in the teams this person leads whose dossier stands still, by name."""
    query = (
        select(t.ClientRow)
        .join(t.RestrictionRow, t.RestrictionRow.client_id == t.ClientRow.id)
        .where(
            t.ClientRow.team_id.in_(sorted(page.scope.lead_teams)),
            t.RestrictionRow.ended_at.is_(None),
        )
        .order_by(t.ClientRow.name, t.ClientRow.id)
        .distinct()
    )
    return page.session.scalars(query).all()


def restrict(page: Page, client_id: str, reason: str) -> str:
    """Let a dossier stand still from now on, and return the id of the restriction."""
    row = t.RestrictionRow(
        id=new_id(),
        client_id=client_id,
        reason=reason,
        made_by=page.scope.person_id,
        made_at=page.now,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def end_restriction(page: Page, client_id: str) -> str | None:
    """Let a dossier go on, and return the id of the restriction; None when none stood."""
    row = page.session.scalars(
        select(t.RestrictionRow).where(
            t.RestrictionRow.client_id == client_id, t.RestrictionRow.ended_at.is_(None)
        )
    ).first()
    if row is None:
        return None
    row.ended_by, row.ended_at = page.scope.person_id, page.now
    page.session.flush()
    return row.id


def unchanged_since(page: Page, day: date) -> tuple[tuple[t.ClientRow, date], ...]:
    """Return the clients of the teams this person leads whose dossier last changed before a day.

    With the day of that change, the longest unchanged first. What counts is the row of the client
    and every change of the dossier in the log.
    """
    moment = at_local(day, time(0, 0))
    old = visibility.clients(page.scope).where(
        t.ClientRow.team_id.in_(sorted(page.scope.lead_teams)), t.ClientRow.changed_at < moment
    )
    rows = page.session.scalars(old).all()
    found = [(row, last_change(page, row)) for row in rows]
    ready = [(row, local_day(last)) for row, last in found if last < moment]
    return tuple(sorted(ready, key=lambda one: (one[1], one[0].id)))


def last_change(page: Page, row: t.ClientRow) -> datetime:
    """Return when something was last added to or changed in a dossier."""
    line = t.AuditRow
    changed = page.session.scalar(
        select(func.max(line.at)).where(
            line.client_id == row.id, line.action.in_(("C", "U", "D")), line.outcome == "done"
        )
    )
    return max(row.changed_at, changed) if changed is not None else row.changed_at
