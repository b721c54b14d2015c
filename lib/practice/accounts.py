"""Colleagues, teams and one's own account."""

from dataclasses import dataclass
from datetime import datetime

from lib.domain.access import Permission, Role, Scope
from lib.domain.people import NAME_LIMIT, Colleague, Team, check_email, check_phone
from lib.domain.problems import Invalid, NotFound, Problem, Refused
from lib.domain.sign_in import INVITATION_HOURS, check_new_password
from lib.domain.texts import line
from lib.domain.words import msg
from lib.practice import front_door
from lib.storage import casebook, people, visits
from lib.storage.casebook import Page
from lib.storage.tables import PersonRow

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
        if visits.team_named(page, cleaned):
            raise Invalid((Problem("team", msg("There is a team with this name already.")),))
        team_id = visits.add_team(page, cleaned)
        page.log("C", "team", subject_id=team_id)
        return team_id


def rename_team(scope: Scope, team_id: str, name: str, *, now: datetime) -> None:
    """Give a team another name; raises `Invalid`, or `NotFound` for a team that is not there."""
    scope.require(Permission.MANAGE_PEOPLE)
    cleaned, problems = line(name, field="team", limit=NAME_LIMIT, required=True)
    if problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        team = visits.team(page, team_id)
        if team is None:
            raise NotFound()
        if visits.team_named(page, cleaned, but=team_id):
            raise Invalid((Problem("team", msg("There is a team with this name already.")),))
        team.name = cleaned
        page.log("U", "team", subject_id=team_id)


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
        if email and visits.email_taken(page, email):
            found.append(Problem("email", msg("Someone has an account with this address already.")))
        if draft.team_id is not None and not visits.team_exists(page, draft.team_id):
            found.append(Problem("team", msg("Choose a team.")))
        if found:
            raise Invalid(tuple(found))
        person_id = visits.add_person(
            page, name=name, email=email, password_hash=None, is_admin=draft.is_admin
        )
        for role in draft.roles:
            visits.give_role(page, person_id, draft.team_id or "", role)
        token = visits.invite(page, person_id, by=scope.person_id, hours=INVITATION_HOURS)
        page.log("C", "account", subject_id=person_id)
        return token


def invite_again(scope: Scope, person_id: str, *, now: datetime) -> str:
    """Return a new one-time link to choose a password; older links and visits end."""
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        person = visits.person(page, person_id)
        if person is None or not person.active:
            raise NotFound()
        visits.end_all(page, person.id)
        token = visits.invite(page, person.id, by=scope.person_id, hours=INVITATION_HOURS)
        page.log("U", "account", subject_id=person.id)
        return token


def set_active(scope: Scope, person_id: str, active: bool, *, now: datetime) -> None:
    """Close an account, which ends every visit at its next action, or open it again.

    Nobody can close their own, nor that of the last administrator. The clients of a closed coach
    stay in sight of the team lead.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        person = visits.person(page, person_id)
        if person is None:
            raise NotFound()
        if person.id == scope.person_id:
            raise Refused(msg("You cannot close your own account."))
        if not active:
            _require_another_admin(page, person)
        person.active = active
        if not active:
            visits.end_all(page, person.id)
            visits.end_invitations(page, person.id)
        page.log("U", "account", subject_id=person.id)


def set_roles(
    scope: Scope, person_id: str, team_id: str, roles: tuple[Role, ...], *, now: datetime
) -> None:
    """Let someone have exactly these roles in a team; counts from their next action."""
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        if (
            visits.person(page, person_id) is None
            or not visits.team_exists(page, team_id)
            or Role.ADMIN in roles
        ):
            raise NotFound()
        visits.take_roles(page, person_id, team_id)
        for role in roles:
            visits.give_role(page, person_id, team_id, role)
        given = " ".join(sorted(roles)) or "none"
        page.log("U", "roles", subject_id=person_id, reason=f"{given} in {team_id}")


def set_admin(scope: Scope, person_id: str, is_admin: bool, *, now: datetime) -> None:
    """Let someone be an administrator, or no longer; counts from their next action.

    Raises `Refused` when it would leave no administrator who can sign in.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        person = visits.person(page, person_id)
        if person is None:
            raise NotFound()
        if not is_admin:
            _require_another_admin(page, person)
        person.is_admin = is_admin
        given = "given" if is_admin else "taken"
        page.log("U", "roles", subject_id=person_id, reason=f"{Role.ADMIN} {given}")


def choose_language(scope: Scope, language: str, *, now: datetime) -> None:
    """Show the screens in this language from now on."""
    scope.require(Permission.OWN_ACCOUNT)
    if language not in LANGUAGES:
        raise NotFound()
    with casebook.writing(scope, now=now) as page:
        _me(page, scope).language = language
        page.log("U", "own account", subject_id=scope.person_id)


def my_phone(scope: Scope, *, now: datetime) -> str:
    """Return the number that one's own clients may call, "" when there is none."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.reading(scope, now=now) as page:
        return people.phone_of(page, scope.person_id)


def set_phone(scope: Scope, phone: str, *, now: datetime) -> None:
    """Keep the number that one's own clients may call; empty is none. Raises `Invalid`."""
    scope.require(Permission.OWN_ACCOUNT)
    kept, problems = check_phone(phone)
    if problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        _me(page, scope).phone = kept or None
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
    problems = check_new_password(new, words=(scope.name,), field="new")
    if problems:
        raise Invalid(problems)
    with casebook.reading(scope, now=now) as page:
        me = _me(page, scope)
        email, hashed = me.email, me.password_hash
    # A borrowed screen must not become a place to guess: these tries count, and wait, as well.
    subjects = front_door.count_try(scope.book, email, "own account", now=now)
    if not hashing.check(current, hashed):
        with casebook.writing(scope, now=now) as page:
            page.log("U", "password", outcome="refused", subject_id=scope.person_id)
        raise Invalid((Problem("current", msg("This is not your present password.")),))
    kept = hashing.hash(new)
    with casebook.writing(scope, now=now) as page:
        _me(page, scope).password_hash = kept
        front_door.take_back(page, subjects)
        visits.end_invitations(page, scope.person_id)
        visits.end_all(page, scope.person_id, but=scope.visit_id)
        page.log("U", "password", subject_id=scope.person_id)


def sign_out_elsewhere(scope: Scope, *, now: datetime) -> None:
    """End every visit of this person but the present one."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.writing(scope, now=now) as page:
        visits.end_all(page, scope.person_id, but=scope.visit_id)
        page.log("E", "sign out", subject_id=scope.person_id)


def _require_another_admin(page: Page, person: PersonRow) -> None:
    """Return when the practice keeps an administrator without this person; raises `Refused`."""
    if person.is_admin and not visits.other_admins(page, person.id):
        raise Refused(msg("One administrator has to stay. Make somebody else administrator first."))


def _me(page: Page, scope: Scope) -> PersonRow:
    found = visits.person(page, scope.person_id)
    if found is None:
        raise NotFound()
    return found
