"""Reads clients, colleagues and teams out of their tables."""

from collections.abc import Sequence

from sqlalchemy import select

from lib.domain.access import Role
from lib.domain.people import Client, Colleague, Team
from lib.storage import tables as t
from lib.storage import visibility
from lib.storage.casebook import Page


def client_values(page: Page, rows: Sequence[t.ClientRow]) -> tuple[Client, ...]:
    """Return the clients of these rows, in the same order, with the names of coach and team."""
    coaches = names(page, {row.coach_id for row in rows})
    teams = dict(
        page.session.execute(
            select(t.TeamRow.id, t.TeamRow.name).where(
                t.TeamRow.id.in_({row.team_id for row in rows})
            )
        )
        .tuples()
        .all()
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
    return dict(rows.tuples().all())


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
