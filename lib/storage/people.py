"""Reads clients, colleagues and teams out of their tables."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select

from lib.domain.access import Role
from lib.domain.calendar import local_day
from lib.domain.people import Client, Colleague, Team
from lib.storage import restrictions, visibility
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def client_values(page: Page, rows: Sequence[t.ClientRow]) -> tuple[Client, ...]:
    """Return the clients of these rows, in the same order, with the names of coach and team.

    And whether a care signal is open, and who covers today: so every page of a client knows it
    without asking.
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
    today = local_day(page.now)
    covered = {
        client_id: (name, until)
        for client_id, name, until in page.session.execute(
            select(t.CoverRow.client_id, t.PersonRow.name, t.CoverRow.end_day)
            .join(t.PersonRow, t.PersonRow.id == t.CoverRow.coverer_id)
            .where(
                t.CoverRow.client_id.in_([row.id for row in rows]),
                t.CoverRow.start_day <= today,
                t.CoverRow.end_day >= today,
                t.CoverRow.ended_at.is_(None),
            )
        )
    }
    still = restrictions.standing(page.session, [row.id for row in rows])
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
            covered_by=covered.get(row.id, ("", None))[0],
            covered_until=covered.get(row.id, ("", None))[1],
            still_since=local_day(still[row.id]) if row.id in still else None,
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
    page: Page, *, own: bool, team_ids: Collection[str] | None = None
) -> Sequence[t.ClientRow]:
    """Return the clients still guided, by name: someone's own, or those of the teams they lead.

    `team_ids` narrow the second; one that is not theirs gives nothing.
    """
    query = _active(page, own=own, team_ids=team_ids)
    return page.session.scalars(query.order_by(t.ClientRow.name, t.ClientRow.id)).all()


def active_ids(page: Page, *, own: bool, team_ids: Collection[str] | None = None) -> Sequence[str]:
    """Return the ids of the same clients, in no order: a whole row costs ten times as much."""
    query = _active(page, own=own, team_ids=team_ids)
    return page.session.scalars(query.with_only_columns(t.ClientRow.id)).all()


def _active(page: Page, *, own: bool, team_ids: Collection[str] | None) -> Select[t.ClientRow]:
    query = visibility.clients(page.scope).where(t.ClientRow.ended_on.is_(None))
    if own:
        query = query.where(visibility.own_clients(page.scope))
    else:
        query = query.where(t.ClientRow.team_id.in_(sorted(page.scope.lead_teams)))
    if team_ids is not None:
        query = query.where(t.ClientRow.team_id.in_(sorted(team_ids)))
    return query


def seen_of(page: Page, client_ids: Sequence[str]) -> Sequence[str]:
    """Return those of these clients whom this person may see."""
    query = visibility.clients(page.scope).where(t.ClientRow.id.in_(client_ids))
    return page.session.scalars(query.with_only_columns(t.ClientRow.id)).all()


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
    regions: dict[str, list[str]] = {}
    for person_id, region in page.session.execute(
        select(t.RegionLeadRow.person_id, t.RegionRow.name)
        .join(t.RegionRow, t.RegionRow.id == t.RegionLeadRow.region_id)
        .order_by(t.RegionRow.name)
    ):
        regions.setdefault(person_id, []).append(region)
    proven = set(
        page.session.scalars(
            select(t.SecondFactorRow.person_id).where(t.SecondFactorRow.confirmed_at.is_not(None))
        )
    )
    linked = set(page.session.scalars(select(t.OutsideIdentityRow.person_id)))
    return tuple(
        Colleague(
            id=row.id,
            name=row.name,
            email=row.email,
            is_admin=row.is_admin,
            oversees=row.oversees,
            active=row.active,
            has_password=row.password_hash is not None,
            roles=tuple(sorted(roles.get(row.id, []))),
            regions=tuple(regions.get(row.id, [])),
            has_second_factor=row.id in proven,
            is_linked=row.id in linked,
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


def phone_for(page: Page, client: t.ClientRow) -> str:
    """Return the number a client may call: of whoever is at work when they cover, else the coach's.

    Of whoever covers and has none the coach's stays.
    """
    covers = client.id in page.scope.covers and client.coach_id != page.scope.person_id
    return (phone_of(page, page.scope.person_id) if covers else "") or phone_of(
        page, client.coach_id
    )


def leads_of(page: Page, team_id: str) -> tuple[str, ...]:
    """Return the ids of the leads of a team, by name; those of its region when it has none."""
    person = select(t.PersonRow.id).order_by(t.PersonRow.name, t.PersonRow.id)
    own = page.session.scalars(
        person.join(t.MembershipRow, t.MembershipRow.person_id == t.PersonRow.id).where(
            t.MembershipRow.team_id == team_id, t.MembershipRow.role == Role.LEAD.value
        )
    ).all()
    active = page.session.scalars(
        select(t.PersonRow.id).where(t.PersonRow.id.in_(own), t.PersonRow.active.is_(True))
    ).all()
    if active:
        return tuple(own)
    of_region = page.session.scalars(
        person.join(t.RegionLeadRow, t.RegionLeadRow.person_id == t.PersonRow.id)
        .join(t.TeamRegionRow, t.TeamRegionRow.region_id == t.RegionLeadRow.region_id)
        .where(t.TeamRegionRow.team_id == team_id)
    ).all()
    return tuple(dict.fromkeys((*own, *of_region)))


def coaches_of(page: Page, team_ids: Collection[str]) -> tuple[tuple[str, str, str, str], ...]:
    """Return id and name of the active coaches of these teams, each with a team's id and name.

    By name; who coaches in two of them stands there twice.
    """
    rows = page.session.execute(
        select(t.PersonRow.id, t.PersonRow.name, t.TeamRow.id, t.TeamRow.name)
        .join(t.MembershipRow, t.MembershipRow.person_id == t.PersonRow.id)
        .join(t.TeamRow, t.TeamRow.id == t.MembershipRow.team_id)
        .where(
            t.MembershipRow.team_id.in_(sorted(team_ids)),
            t.MembershipRow.role == Role.COACH.value,
            t.PersonRow.active.is_(True),
        )
        .order_by(t.PersonRow.name, t.PersonRow.id, t.TeamRow.name)
    )
    return tuple((one, name, team, title) for one, name, team, title in rows)


def coaches_in(page: Page, person_id: str, team_id: str) -> bool:
    """True when this colleague has an open account and coaches in this team."""
    found = page.session.get(t.MembershipRow, (person_id, team_id, Role.COACH.value))
    return found is not None and page.session.get_one(t.PersonRow, person_id).active
