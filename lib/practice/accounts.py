"""Colleagues, teams and one's own account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from lib.domain.access import Permission, Role, Scope
from lib.domain.people import NAME_LIMIT, Colleague, Team, check_email
from lib.domain.problems import Invalid, NotFound, Problem, Refused
from lib.domain.sign_in import check_new_password
from lib.domain.texts import line
from lib.domain.words import msg
from lib.practice import front_door
from lib.storage import casebook, people
from lib.storage import tables as t
from lib.storage.casebook import new_id

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is typed about a new colleague; `roles` within the team, or none for an admin."""

    name: str
    email: str
    team_id: str | None
    roles: tuple[Role, ...]
    is_admin: bool = False


def colleagues(scope: Scope, *, now: datetime) -> tuple[Colleague, ...]:
    """Return everyone with an account, by name."""
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.reading(scope, now=now) as page:
        return people.colleagues(page)


def teams(scope: Scope, *, now: datetime) -> tuple[Team, ...]:
    """Return every team, by name."""
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.reading(scope, now=now) as page:
        return people.teams(page)


def add_team(scope: Scope, name: str, *, now: datetime) -> str:
    """Add a team and return its id; raises `Invalid`."""
    scope.require(Permission.MANAGE_PEOPLE)
    cleaned, problems = line(name, field="team", limit=NAME_LIMIT, required=True)
    if problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        same = func.lower(t.TeamRow.name) == cleaned.lower()
        if page.session.scalar(select(t.TeamRow.id).where(same)):
            raise Invalid((Problem("team", msg("There is a team with this name already.")),))
        row = t.TeamRow(id=new_id(), name=cleaned, created_at=now)
        page.session.add(row)
        page.log("C", "team", subject_id=row.id)
        return row.id


def add_colleague(scope: Scope, draft: Newcomer, *, now: datetime) -> str:
    """Add an account and return the token of a one-time link; raises `Invalid`."""
    scope.require(Permission.MANAGE_PEOPLE)
    name, problems = line(draft.name, field="name", limit=NAME_LIMIT, required=True)
    email, wrong = check_email(draft.email)
    found = [*problems, *wrong]
    if not draft.is_admin and not draft.roles:
        found.append(Problem("roles", msg("Choose at least one role.")))
    if Role.ADMIN in draft.roles:
        found.append(Problem("roles", msg("Please choose one.")))
    if draft.roles and draft.team_id is None:
        found.append(Problem("team", msg("Choose a team.")))
    with casebook.writing(scope, now=now) as page:
        if email and page.session.scalar(select(t.PersonRow.id).where(t.PersonRow.email == email)):
            found.append(Problem("email", msg("Someone has an account with this address already.")))
        if draft.team_id is not None and page.session.get(t.TeamRow, draft.team_id) is None:
            found.append(Problem("team", msg("Choose a team.")))
        if found:
            raise Invalid(tuple(found))
        person = t.PersonRow(
            id=new_id(),
            name=name,
            email=email,
            is_admin=draft.is_admin,
            active=True,
            language="nl",
            created_at=now,
        )
        page.session.add(person)
        page.session.flush()
        for role in draft.roles:
            page.session.add(
                t.MembershipRow(person_id=person.id, team_id=draft.team_id or "", role=role.value)
            )
        token = front_door.invite(page, person.id, scope.person_id)
        page.log("C", "account", subject_id=person.id)
        return token


def invite_again(scope: Scope, person_id: str, *, now: datetime) -> str:
    """Return a new one-time link to choose a password; older links and visits end."""
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        person = page.session.get(t.PersonRow, person_id)
        if person is None or not person.active:
            raise NotFound()
        front_door.end_visits(page, person.id)
        token = front_door.invite(page, person.id, scope.person_id)
        page.log("U", "account", subject_id=person.id)
        return token


def set_active(scope: Scope, person_id: str, active: bool, *, now: datetime) -> None:
    """Close an account, which ends every visit at its next action, or open it again.

    Nobody can close their own. The clients of a closed coach stay in sight of the team lead.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        person = page.session.get(t.PersonRow, person_id)
        if person is None:
            raise NotFound()
        if person.id == scope.person_id:
            raise Refused(msg("You cannot close your own account."))
        person.active = active
        if not active:
            front_door.end_visits(page, person.id)
        page.log("U", "account", subject_id=person.id)


def set_roles(
    scope: Scope, person_id: str, team_id: str, roles: tuple[Role, ...], *, now: datetime
) -> None:
    """Let someone have exactly these roles in a team; counts from their next action."""
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        if (
            page.session.get(t.PersonRow, person_id) is None
            or page.session.get(t.TeamRow, team_id) is None
            or Role.ADMIN in roles
        ):
            raise NotFound()
        page.session.execute(
            delete(t.MembershipRow).where(
                t.MembershipRow.person_id == person_id, t.MembershipRow.team_id == team_id
            )
        )
        for role in roles:
            page.session.add(t.MembershipRow(person_id=person_id, team_id=team_id, role=role.value))
        page.log("U", "roles", subject_id=person_id)


def choose_language(scope: Scope, language: str, *, now: datetime) -> None:
    """Show the screens in this language from now on."""
    scope.require(Permission.OWN_ACCOUNT)
    if language not in LANGUAGES:
        raise NotFound()
    with casebook.writing(scope, now=now) as page:
        page.session.get_one(t.PersonRow, scope.person_id).language = language
        page.log("U", "own account", subject_id=scope.person_id)


def change_password(
    scope: Scope,
    *,
    current: str,
    new: str,
    hashing: front_door.Hashing,
    now: datetime,
) -> None:
    """Keep a new password and end every other visit; raises `Invalid`."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.reading(scope, now=now) as page:
        hashed = page.session.get_one(t.PersonRow, scope.person_id).password_hash
    if not hashing.check(current, hashed):
        raise Invalid((Problem("current", msg("This is not your present password.")),))
    problems = check_new_password(new, words=(scope.name,), field="new")
    if problems:
        raise Invalid(problems)
    kept = hashing.hash(new)
    with casebook.writing(scope, now=now) as page:
        page.session.get_one(t.PersonRow, scope.person_id).password_hash = kept
        front_door.end_visits(page, scope.person_id, but=scope.visit_id)
        page.log("U", "password", subject_id=scope.person_id)


def sign_out_elsewhere(scope: Scope, *, now: datetime) -> None:
    """End every visit of this person but the present one."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.writing(scope, now=now) as page:
        front_door.end_visits(page, scope.person_id, but=scope.visit_id)
        page.log("E", "sign out", subject_id=scope.person_id)
