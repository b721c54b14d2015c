"""Reads clients, colleagues and teams out of their tables."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from lib.domain.access import Role
from lib.domain.people import Client, Colleague, Team
from lib.storage import tables as t
from lib.storage import visibility
from lib.storage.casebook import Page, new_id


def client_values(page: Page, rows: Sequence[t.ClientRow]) -> tuple[Client, ...]:
    """Return the clients of these rows, in the same order, with the names of coach and team.

    And whether a care signal is open: so every page of a client knows it without asking.
    """
    coaches = names(page, {row.coach_id for row in rows})
    teams = dict(
        page.session.execute(
            select(t.TeamRow.id, t.TeamRow.name).where(
                t.TeamRow.id.in_({row.team_id for row in rows})
            )
        ).all()
    )
    worried = set(
        page.session.scalars(
            select(t.CareSignalRow.client_id).where(
                t.CareSignalRow.client_id.in_([row.id for row in rows]),
                t.CareSignalRow.closed_at.is_(None),
            )
        )
    )
    return tuple(
        Client(
            id=row.id,
            name=row.name,
            phone=row.phone,
            coach_id=row.coach_id,
            coach_name=coaches[row.coach_id],
            team_id=row.team_id,
            team_name=teams[row.team_id],
            started_on=row.started_on,
            ended_on=row.ended_on,
            version=row.version,
            care_signal=row.id in worried,
        )
        for row in rows
    )


def client_value(page: Page, row: t.ClientRow) -> Client:
    """Return the client of one row."""
    return client_values(page, [row])[0]


def names(page: Page, ids: set[str]) -> dict[str, str]:
    """Return the names of colleagues by id."""
    rows = page.session.execute(
        select(t.PersonRow.id, t.PersonRow.name).where(t.PersonRow.id.in_(ids))
    )
    return dict(rows.all())


def active_clients(
    page: Page, *, own: bool, team_id: str | None = None, coach_id: str | None = None
) -> Sequence[t.ClientRow]:
    """Return the clients still guided, by name: someone's own, or those of the teams they lead.

    `team_id` and `coach_id` narrow the second; one that is not theirs gives nothing.
    """
    query = visibility.clients(page.scope).where(t.ClientRow.ended_on.is_(None))
    if own:
        query = query.where(visibility.own_clients(page.scope))
    else:
        query = query.where(t.ClientRow.team_id.in_(sorted(page.scope.lead_teams)))
    if team_id is not None:
        query = query.where(t.ClientRow.team_id == team_id)
    if coach_id is not None:
        query = query.where(t.ClientRow.coach_id == coach_id)
    return page.session.scalars(query.order_by(t.ClientRow.name, t.ClientRow.id)).all()


def ended_clients(page: Page) -> Sequence[t.ClientRow]:
    """Return the own clients whose guidance has ended, by name."""
    query = (
        visibility.clients(page.scope)
        .where(visibility.own_clients(page.scope), t.ClientRow.ended_on.is_not(None))
        .order_by(t.ClientRow.name, t.ClientRow.id)
    )
    return page.session.scalars(query).all()


def colleagues(page: Page) -> tuple[Colleague, ...]:
    """Return everyone with an account, by name."""
    people = page.session.scalars(select(t.PersonRow).order_by(t.PersonRow.name)).all()
    team_names = {team.id: team.name for team in teams(page)}
    roles: dict[str, list[tuple[str, Role]]] = {}
    for member in page.session.scalars(select(t.MembershipRow)):
        roles.setdefault(member.person_id, []).append(
            (team_names[member.team_id], Role(member.role))
        )
    return tuple(
        Colleague(
            id=row.id,
            name=row.name,
            email=row.email,
            is_admin=row.is_admin,
            active=row.active,
            has_password=row.password_hash is not None,
            roles=tuple(sorted(roles.get(row.id, []))),
        )
        for row in people
    )


def teams(page: Page) -> tuple[Team, ...]:
    """Return every team, by name."""
    rows = page.session.scalars(select(t.TeamRow).order_by(t.TeamRow.name))
    return tuple(Team(row.id, row.name) for row in rows)


def client_saved_with(page: Page, save_key: str) -> str | None:
    """Return the id of the client added with this key, or None.

    A second click waits for the first: it needs the lock on the coach's own row.
    """
    page.session.get_one(t.PersonRow, page.scope.person_id, with_for_update=True)
    return page.session.scalar(select(t.ClientRow.id).where(t.ClientRow.save_key == save_key))


def add_client(
    page: Page, *, name: str, phone: str, team_id: str, started_on: date, save_key: str
) -> t.ClientRow:
    """Add a client guided by whoever is at work, and return the row."""
    row = t.ClientRow(
        id=new_id(),
        name=name,
        phone=phone,
        coach_id=page.scope.person_id,
        team_id=team_id,
        started_on=started_on,
        created_at=page.now,
        changed_at=page.now,
        changed_by=page.scope.person_id,
        save_key=save_key,
    )
    page.session.add(row)
    return row


def phone_of(page: Page, person_id: str) -> str:
    """Return the number that clients may call a colleague on, "" when none is known."""
    query = select(t.PersonRow.phone).where(t.PersonRow.id == person_id)
    return page.session.scalar(query) or ""
