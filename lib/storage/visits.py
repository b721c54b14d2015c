"""Keeps accounts, visits, invitations and failed tries: what the front door asks for."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, literal, select, union, update
from sqlalchemy.dialects import postgresql, sqlite

from lib.domain.access import Role
from lib.domain.calendar import local_day
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


@dataclass(frozen=True, slots=True)
class Visiting:
    """A visit that holds, with whose it is."""

    visit_id: str
    seen_at: datetime
    person_id: str
    name: str
    language: str
    is_admin: bool
    oversees: bool


def digest(token: str) -> str:
    """Return the SHA-256 of a token, as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def anyone(page: Page) -> bool:
    """True when somebody has an account."""
    return page.session.scalar(select(t.PersonRow.id).limit(1)) is not None


def add_person(
    page: Page,
    *,
    name: str,
    email: str,
    password_hash: str | None,
    is_admin: bool,
    oversees: bool = False,
) -> str:
    """Add an account and return its id."""
    row = t.PersonRow(
        id=new_id(),
        name=name,
        email=email,
        password_hash=password_hash,
        is_admin=is_admin,
        oversees=oversees,
        active=True,
        language="nl",
        created_at=page.now,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def add_team(page: Page, name: str) -> str:
    """Add a team and return its id."""
    row = t.TeamRow(id=new_id(), name=name, created_at=page.now)
    page.session.add(row)
    page.session.flush()
    return row.id


def give_role(page: Page, person_id: str, team_id: str, role: Role) -> None:
    """Let someone have a role in a team."""
    page.session.add(t.MembershipRow(person_id=person_id, team_id=team_id, role=role.value))


def take_roles(page: Page, person_id: str, team_id: str) -> None:
    """Take every role someone has in a team."""
    page.session.execute(
        delete(t.MembershipRow).where(
            t.MembershipRow.person_id == person_id, t.MembershipRow.team_id == team_id
        )
    )


def roles(page: Page, person_id: str) -> list[tuple[str, Role]]:
    """Return team id and role of each membership; who leads a region leads each of its teams."""
    member = t.MembershipRow
    rows = page.session.execute(
        union(
            select(member.team_id, member.role).where(member.person_id == person_id),
            select(t.TeamRegionRow.team_id, literal(Role.LEAD.value))
            .join(t.RegionLeadRow, t.RegionLeadRow.region_id == t.TeamRegionRow.region_id)
            .where(t.RegionLeadRow.person_id == person_id),
        )
    )
    return [(team_id, Role(role)) for team_id, role in rows]


def covers(page: Page, person_id: str) -> frozenset[str]:
    """Return the ids of the clients somebody guides today in place of a colleague.

    Of the teams in which they coach: who left one leaves what they covered there as well.
    """
    today = local_day(page.now)
    row, member = t.CoverRow, t.MembershipRow
    return frozenset(
        page.session.scalars(
            select(row.client_id)
            .join(t.ClientRow, t.ClientRow.id == row.client_id)
            .join(
                member,
                (member.team_id == t.ClientRow.team_id)
                & (member.person_id == row.coverer_id)
                & (member.role == Role.COACH.value),
            )
            .where(
                row.coverer_id == person_id,
                row.start_day <= today,
                row.end_day >= today,
                row.ended_at.is_(None),
            )
        )
    )


def offers(page: Page, person_id: str) -> frozenset[str]:
    """Return the ids of the clients somebody was asked to take over and did not answer about.

    Into a team in which they coach. When guidance has ended there is nothing to take over, and
    nothing to read before it.
    """
    row, member = t.HandoverRow, t.MembershipRow
    return frozenset(
        page.session.scalars(
            select(row.client_id)
            .join(t.ClientRow, t.ClientRow.id == row.client_id)
            .join(
                member,
                (member.team_id == row.to_team_id)
                & (member.person_id == row.to_coach_id)
                & (member.role == Role.COACH.value),
            )
            .where(
                row.to_coach_id == person_id,
                row.state == "asked",
                t.ClientRow.ended_on.is_(None),
            )
        )
    )


def person(page: Page, person_id: str) -> t.PersonRow | None:
    """Return an account, or None."""
    return page.session.get(t.PersonRow, person_id)


def team_exists(page: Page, team_id: str) -> bool:
    """True when there is such a team."""
    return team(page, team_id) is not None


def team(page: Page, team_id: str) -> t.TeamRow | None:
    """Return a team, or None."""
    return page.session.get(t.TeamRow, team_id)


def team_named(page: Page, name: str, *, but: str | None = None) -> bool:
    """True when a team has this name, whatever the capitals; the team `but` is left out."""
    query = select(t.TeamRow.id).where(func.lower(t.TeamRow.name) == name.lower())
    if but is not None:
        query = query.where(t.TeamRow.id != but)
    return page.session.scalar(query) is not None


def other_admins(page: Page, person_id: str) -> int:
    """Return how many other administrators can sign in: with a password or their organisation.

    Locks their rows until the end, so that of two who let each other go, one waits and then sees
    that nobody else is left.
    """
    admins = page.session.scalars(
        select(t.PersonRow)
        .where(t.PersonRow.is_admin.is_(True))
        .order_by(t.PersonRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return _that_come_in(page, admins, person_id)


def other_overseers(page: Page, person_id: str) -> int:
    """Return how many others look after the log and can sign in; locks as `other_admins`."""
    held = page.session.scalars(
        select(t.PersonRow)
        .where(t.PersonRow.oversees.is_(True))
        .order_by(t.PersonRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return _that_come_in(page, held, person_id)


def _that_come_in(page: Page, rows: Sequence[t.PersonRow], but: str) -> int:
    linked = set(page.session.scalars(select(t.OutsideIdentityRow.person_id)))
    return sum(
        one.id != but and one.active and (one.password_hash is not None or one.id in linked)
        for one in rows
    )


def team_names(page: Page) -> tuple[str, ...]:
    """Return the names of all teams: what anyone would try in a password."""
    return tuple(page.session.scalars(select(t.TeamRow.name)))


def email_taken(page: Page, email: str) -> bool:
    """True when an account has this address."""
    return page.session.scalar(select(t.PersonRow.id).where(t.PersonRow.email == email)) is not None


def password_of(page: Page, email: str) -> tuple[str | None, str | None]:
    """Return id and password hash of an open account, or two Nones."""
    row = page.session.scalars(
        select(t.PersonRow).where(t.PersonRow.email == email, t.PersonRow.active.is_(True))
    ).one_or_none()
    return (row.id, row.password_hash) if row else (None, None)


def begin(
    page: Page,
    person_id: str,
    *,
    stage: str = "in",
    way: str = "password",
    agent: str | None = None,
) -> str:
    """Begin a visit and return its token; only the digest is kept.

    For `stage`, `way` and `agent` see `VisitRow`.
    """
    token = secrets.token_urlsafe(32)
    page.session.add(
        t.VisitRow(
            id=digest(token),
            person_id=person_id,
            begun_at=page.now,
            seen_at=page.now,
            stage=stage,
            way=way,
            agent=agent,
        )
    )
    return token


def holding(page: Page, visit_id: str, *, longest: timedelta, idle: timedelta) -> Visiting | None:
    """Return a visit that has not ended, is not too old or idle, of an open account; or None."""
    row = page.session.execute(
        select(t.VisitRow, t.PersonRow)
        .join(t.PersonRow, t.PersonRow.id == t.VisitRow.person_id)
        .where(
            t.VisitRow.id == visit_id,
            t.VisitRow.ended_at.is_(None),
            t.VisitRow.stage == "in",
            t.VisitRow.begun_at > page.now - longest,
            t.VisitRow.seen_at > page.now - idle,
            t.PersonRow.active.is_(True),
        )
    ).one_or_none()
    if row is None:
        return None
    visit, who = row
    return Visiting(
        visit.id, visit.seen_at, who.id, who.name, who.language, who.is_admin, who.oversees
    )


@dataclass(frozen=True, slots=True)
class HalfWay:
    """A visit that waits for its second step, with whose it is; it opens nothing else."""

    visit_id: str
    person_id: str
    stage: str
    way: str
    agent: str | None
    email: str
    language: str


def half_way(page: Page, visit_id: str, *, longest: timedelta) -> HalfWay | None:
    """Return a visit that waits for its second step and is not too old, or None.

    Locked for use: of two who finish it at the same moment, one finds it ended.
    """
    row = page.session.execute(
        select(t.VisitRow, t.PersonRow)
        .join(t.PersonRow, t.PersonRow.id == t.VisitRow.person_id)
        .where(
            t.VisitRow.id == visit_id,
            t.VisitRow.ended_at.is_(None),
            t.VisitRow.stage != "in",
            t.VisitRow.begun_at > page.now - longest,
            t.PersonRow.active.is_(True),
        )
        .with_for_update(of=t.VisitRow)
    ).one_or_none()
    if row is None:
        return None
    visit, who = row
    return HalfWay(visit.id, who.id, visit.stage, visit.way, visit.agent, who.email, who.language)


def open_visits(
    page: Page, person_id: str, *, longest: timedelta, idle: timedelta
) -> Sequence[t.VisitRow]:
    """Return someone's visits that hold at this moment, the last begun first."""
    return page.session.scalars(
        select(t.VisitRow)
        .where(
            t.VisitRow.person_id == person_id,
            t.VisitRow.ended_at.is_(None),
            t.VisitRow.stage == "in",
            t.VisitRow.begun_at > page.now - longest,
            t.VisitRow.seen_at > page.now - idle,
        )
        .order_by(t.VisitRow.begun_at.desc(), t.VisitRow.id)
    ).all()


def mark_seen(page: Page, visit_id: str) -> None:
    """Keep that this visit is alive."""
    page.session.execute(
        update(t.VisitRow)
        .where(t.VisitRow.id == visit_id, t.VisitRow.ended_at.is_(None))
        .values(seen_at=page.now)
    )


def end(page: Page, visit_id: str) -> str | None:
    """End a visit and return whose it was; None when it had ended already."""
    visit = page.session.get(t.VisitRow, visit_id)
    if visit is None or visit.ended_at is not None:
        return None
    visit.ended_at = page.now
    return visit.person_id


def end_all(page: Page, person_id: str, *, but: str | None = None) -> None:
    """End every visit of a person, except one if named."""
    statement = update(t.VisitRow).where(
        t.VisitRow.person_id == person_id, t.VisitRow.ended_at.is_(None)
    )
    if but is not None:
        statement = statement.where(t.VisitRow.id != but)
    page.session.execute(
        statement.values(ended_at=page.now).execution_options(synchronize_session=False)
    )


def invite(page: Page, person_id: str, *, by: str, hours: int, purpose: str = "begin") -> str:
    """Make a one-time link for this person, end the older ones, and return its token.

    For `purpose` see `InvitationRow`.
    """
    end_invitations(page, person_id)
    token = secrets.token_urlsafe(32)
    page.session.add(
        t.InvitationRow(
            id=digest(token),
            person_id=person_id,
            created_by=by,
            created_at=page.now,
            expires_at=page.now + timedelta(hours=hours),
            purpose=purpose,
        )
    )
    return token


def invitation(page: Page, token: str) -> tuple[t.InvitationRow, t.PersonRow] | None:
    """Return an invitation that still holds with whom it invites, locked for use; or None."""
    return page.session.execute(
        select(t.InvitationRow, t.PersonRow)
        .join(t.PersonRow, t.PersonRow.id == t.InvitationRow.person_id)
        .where(
            t.InvitationRow.id == digest(token),
            t.InvitationRow.used_at.is_(None),
            t.InvitationRow.expires_at > page.now,
            t.PersonRow.active.is_(True),
        )
        .with_for_update()
    ).one_or_none()


def subjects(page: Page, account: str, address: str) -> dict[str, str]:
    """Return what tries are counted under, by kind: keyed digests, so the table names nobody.

    Who tries at the same moment waits here, so that a crowd of tries is counted one by one.
    """
    make_throttle_key(page)
    key = page.session.get_one(t.SettingRow, "throttle key", with_for_update=True)
    secret = bytes.fromhex(key.value)

    def keyed(kind: str, value: str) -> str:
        return hmac.new(secret, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()

    return {
        "account": keyed("account", f"{account} {address}"),
        "address": keyed("address", address),
        "everywhere": keyed("everywhere", account),
    }


def make_throttle_key(page: Page) -> None:
    """Make the key of the digests, once; who comes at the same moment waits for the first."""
    if page.session.get(t.SettingRow, "throttle key") is None:
        on_sqlite = page.session.get_bind().dialect.name == "sqlite"
        adding = sqlite.insert(t.SettingRow) if on_sqlite else postgresql.insert(t.SettingRow)
        row = {"name": "throttle key", "value": secrets.token_hex(32)}
        page.session.execute(adding.values(row).on_conflict_do_nothing())


def tries(page: Page, subject: str, *, since: datetime) -> Sequence[datetime]:
    """Return when tries failed under a subject, oldest first."""
    return page.session.scalars(
        select(t.SignInAttemptRow.at)
        .where(t.SignInAttemptRow.subject == subject, t.SignInAttemptRow.at > since)
        .order_by(t.SignInAttemptRow.at)
    ).all()


def add_try(page: Page, subject: str) -> None:
    """Count a failed try."""
    page.session.add(t.SignInAttemptRow(subject=subject, at=page.now))


def forget_tries(page: Page, subject: str, *, at: datetime | None = None) -> None:
    """Forget the tries of a subject, or only the one of this moment."""
    statement = delete(t.SignInAttemptRow).where(t.SignInAttemptRow.subject == subject)
    if at is not None:
        statement = statement.where(t.SignInAttemptRow.at == at)
    page.session.execute(statement)


def forget_old_tries(page: Page, *, before: datetime) -> None:
    """Forget everyone's tries that are too old to matter."""
    page.session.execute(delete(t.SignInAttemptRow).where(t.SignInAttemptRow.at < before))


def end_invitations(page: Page, person_id: str) -> None:
    """End every link that still invites this person."""
    page.session.execute(
        update(t.InvitationRow)
        .where(t.InvitationRow.person_id == person_id, t.InvitationRow.used_at.is_(None))
        .values(used_at=page.now)
    )
