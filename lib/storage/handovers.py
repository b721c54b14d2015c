"""Keeps hand-overs: who was asked to guide a client from now on, and what became of it."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select

from lib.domain.access import Role
from lib.domain.handovers import Handover, State
from lib.storage import tables as t
from lib.storage import visibility
from lib.storage.casebook import Page, new_id

PART = "hand-over"
# What was answered stays in sight for so long: the client has to be told, and it was.
SHOWN_FOR = timedelta(days=28)


def in_sight(page: Page, *, own: bool) -> tuple[Handover, ...]:
    """Return the hand-overs without an answer, and those of the last four weeks, newest first.

    Of one's own clients, and those one was asked about or asked for; or of the teams one leads.
    """
    row, client, me = t.HandoverRow, t.ClientRow, page.scope.person_id
    whose: ColumnElement[bool] = client.team_id.in_(sorted(page.scope.lead_teams))
    if own:
        whose = or_(
            visibility.guided_clients(page.scope),
            row.from_coach_id == me,
            (row.to_coach_id == me) & (row.state == State.ASKED.value),
        )
    rows = page.session.scalars(
        select(row)
        .outerjoin(client, client.id == row.client_id)
        .where(
            whose,
            or_(row.state == State.ASKED.value, row.decided_at > page.now - SHOWN_FOR),
        )
        .order_by(row.asked_at.desc(), row.id)
    ).all()
    return values(page, rows)


def values(page: Page, rows: Sequence[t.HandoverRow]) -> tuple[Handover, ...]:
    """Return the hand-overs of these rows, in the same order.

    Of a client who is not in sight (any more) neither name nor words are told.
    """
    client_ids = {row.client_id for row in rows}
    clients = dict(
        page.session.execute(
            select(t.ClientRow.id, t.ClientRow.name).where(t.ClientRow.id.in_(client_ids))
        ).all()
    )
    ids = {
        one
        for row in rows
        for one in (row.from_coach_id, row.to_coach_id, row.asked_by, row.decided_by)
        if one is not None
    } | {row.informed_by for row in rows if row.informed_by}
    people = {
        one.id: one
        for one in page.session.scalars(select(t.PersonRow).where(t.PersonRow.id.in_(ids)))
    }
    teams = dict(page.session.execute(select(t.TeamRow.id, t.TeamRow.name)).all())
    coaching = {
        (one, team)
        for one, team in page.session.execute(
            select(t.MembershipRow.person_id, t.MembershipRow.team_id).where(
                t.MembershipRow.person_id.in_(ids), t.MembershipRow.role == Role.COACH.value
            )
        )
    }
    drafts = set(
        page.session.scalars(
            select(t.DraftRow.client_id).where(
                t.DraftRow.client_id.in_(client_ids),
                t.DraftRow.person_id == page.scope.person_id,
                t.DraftRow.ended_at.is_(None),
            )
        )
    )
    return tuple(
        Handover(
            id=row.id,
            client_id=row.client_id,
            client_name=clients.get(row.client_id, ""),
            from_coach_id=row.from_coach_id,
            from_coach=people[row.from_coach_id].name,
            to_coach_id=row.to_coach_id,
            to_coach=people[row.to_coach_id].name,
            to_phone=people[row.to_coach_id].phone or "",
            to_team=teams[row.to_team_id],
            words=row.words if row.client_id in clients else "",
            asked_by_id=row.asked_by,
            asked_by=people[row.asked_by].name,
            asked_at=row.asked_at,
            state=State(row.state),
            decided_by=people[row.decided_by].name if row.decided_by else None,
            decided_at=row.decided_at,
            decision_words=row.decision_words if row.client_id in clients else "",
            informed_on=row.informed_on,
            informed_by=people[row.informed_by].name if row.informed_by else None,
            version=row.version,
            can_accept=people[row.to_coach_id].active
            and (row.to_coach_id, row.to_team_id) in coaching,
            has_draft=row.client_id in drafts,
        )
        for row in rows
    )


def open_of(page: Page, client_id: str) -> t.HandoverRow | None:
    """Return the hand-over of a client that nobody answered yet, or None."""
    return page.session.scalars(
        select(t.HandoverRow).where(
            t.HandoverRow.client_id == client_id, t.HandoverRow.state == State.ASKED.value
        )
    ).one_or_none()


def has_draft(page: Page, client_id: str) -> bool:
    """True when whoever is at work has something typed about a client and not saved yet."""
    query = select(t.DraftRow.id).where(
        t.DraftRow.client_id == client_id,
        t.DraftRow.person_id == page.scope.person_id,
        t.DraftRow.ended_at.is_(None),
    )
    return page.session.scalars(query.limit(1)).first() is not None


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the hand-over of this client that was asked with this key, or None."""
    query = select(t.HandoverRow.id).where(
        t.HandoverRow.client_id == client_id, t.HandoverRow.save_key == save_key
    )
    return page.session.scalar(query)


def get(page: Page, handover_id: str) -> t.HandoverRow | None:
    """Return a hand-over as it is now, locked for use, or None when it is not in sight."""
    # First without a lock, to know the client: the client's row is always locked first.
    row = page.session.get(t.HandoverRow, handover_id)
    if row is None:
        return None
    page.session.get(t.ClientRow, row.client_id, with_for_update=True, populate_existing=True)
    return page.session.get(
        t.HandoverRow, handover_id, with_for_update=True, populate_existing=True
    )


def add(
    page: Page,
    client: t.ClientRow,
    *,
    to_coach_id: str,
    to_team_id: str,
    words: str,
    save_key: str,
) -> t.HandoverRow:
    """Add an offer of whoever is at work, and return the row."""
    row = t.HandoverRow(
        id=new_id(),
        client_id=client.id,
        from_coach_id=client.coach_id,
        to_coach_id=to_coach_id,
        to_team_id=to_team_id,
        words=words,
        asked_by=page.scope.person_id,
        asked_at=page.now,
        state=State.ASKED.value,
        decision_words="",
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row


def decide(page: Page, row: t.HandoverRow, state: State, words: str) -> None:
    """Keep what became of an offer, in the name of whoever is at work."""
    row.state = state.value
    row.decided_by = page.scope.person_id
    row.decided_at = page.now
    row.decision_words = words
    page.session.flush()


def inform(page: Page, row: t.HandoverRow | t.CoverRow, day: date) -> None:
    """Keep that the client was told on a day, in the name of whoever is at work."""
    row.informed_on = day
    row.informed_by = page.scope.person_id
    page.session.flush()
