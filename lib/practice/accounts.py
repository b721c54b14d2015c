"""Colleagues, teams and one's own account."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.domain.access import TEAM_ROLES, Permission, Role, Scope
from lib.domain.covers import Guided
from lib.domain.people import NAME_LIMIT, Colleague, Team, check_email, check_phone
from lib.domain.problems import Invalid, NotFound, Problem, Refused
from lib.domain.sign_in import (
    INVITATION_HOURS,
    RESET_HOURS,
    VISIT_IDLE,
    VISIT_LONGEST,
    Visit,
    check_new_password,
)
from lib.domain.texts import line
from lib.domain.words import msg
from lib.practice import front_door
from lib.storage import (
    casebook,
    covers,
    outside_identities,
    people,
    second_factors,
    visits,
)
from lib.storage.casebook import Page
from lib.storage.tables import PersonRow

LANGUAGES = ("nl", "en")


class StillGuides(Refused):
    """Somebody who leaves guides clients, and nobody was named who sees to them."""

    sentence = msg("Clients are guided by this colleague still. Choose first who sees to them.")

    def __init__(self, guided: tuple[Guided, ...]) -> None:
        super().__init__()
        self.guided = guided


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
    if not set(draft.roles) <= set(TEAM_ROLES):
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
    """Return a new one-time link to choose a password; older links and visits end.

    It holds 72 hours for whoever never came in, and one hour for anybody else: it opens a
    dossier then. A second factor that stands stays, and is asked for after the link.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        person = visits.person(page, person_id)
        if person is None or not person.active:
            raise NotFound()
        # Whoever makes a link for themselves has to be able to read it.
        visits.end_all(page, person.id, but=scope.visit_id)
        known = person.password_hash is not None or outside_identities.is_linked(page, person.id)
        token = visits.invite(
            page,
            person.id,
            by=scope.person_id,
            hours=RESET_HOURS if known else INVITATION_HOURS,
            purpose="reset" if known else "begin",
        )
        page.log("U", "account", subject_id=person.id, reason="new link")
        return token


def link_hours(person: Colleague) -> int:
    """Return how many hours a new link for this colleague holds, as `invite_again` makes it."""
    return RESET_HOURS if person.has_password or person.is_linked else INVITATION_HOURS


def second_factor_lost(scope: Scope, person_id: str, *, now: datetime) -> None:
    """Take away somebody's second factor and recovery codes, and end their visits.

    They set up a new one after their password. Counts as a change of rights: who looks after the
    log sees it. Nobody does it for themselves; raises `Refused` then, or when there is none.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        person = visits.person(page, person_id)
        if person is None or not person.active:
            raise NotFound()
        if person.id == scope.person_id:
            raise Refused(msg("Another administrator does this for you."))
        if not second_factors.forget(page, person.id):
            raise Refused(msg("This colleague has no second step yet."))
        visits.end_all(page, person.id)
        page.log("D", "second factor lost", subject_id=person.id)


def set_overseer(scope: Scope, person_id: str, oversees: bool, *, now: datetime) -> None:
    """Let someone look after the log, or no longer; counts from their next action.

    Raises `Refused` when it would leave nobody who looks after it.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        person = visits.person(page, person_id)
        if person is None:
            raise NotFound()
        if not oversees:
            _require_another_overseer(page, person)
        person.oversees = oversees
        given = "given" if oversees else "taken"
        page.log("U", "roles", subject_id=person_id, reason=f"{Role.OVERSEER} {given}")


def still_guides(
    scope: Scope, person_id: str, *, team_id: str | None = None, now: datetime
) -> tuple[Guided, ...]:
    """Return how many clients somebody guides in each team, or in one, and who could see to them.

    Counts and colleagues, never a client; empty when nothing has to be asked before they leave.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.reading(scope, leaving=person_id, now=now) as page:
        return covers.guided(page, person_id, team_id)


def set_active(
    scope: Scope,
    person_id: str,
    active: bool,
    *,
    seen_to: Mapping[str, str] | None = None,
    now: datetime,
) -> None:
    """Close an account, which ends every visit at its next action, or open it again.

    Nobody can close their own, nor that of the last administrator. `seen_to` names for each team
    in which they guide clients who sees to these: a coach there, who covers for four weeks, or a
    lead when nobody else coaches there. The leads are told. Raises `StillGuides` without it.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, leaving=person_id, now=now) as page:
        person = visits.person(page, person_id)
        if person is None:
            raise NotFound()
        if person.id == scope.person_id:
            raise Refused(msg("You cannot close your own account."))
        if not active:
            _require_another_admin(page, person)
            _require_another_overseer(page, person)
            _leave_behind(page, person.id, None, seen_to or {})
        person.active = active
        if not active:
            visits.end_all(page, person.id)
            visits.end_invitations(page, person.id)
        page.log("U", "account", subject_id=person.id)


def set_roles(
    scope: Scope,
    person_id: str,
    team_id: str,
    roles: tuple[Role, ...],
    *,
    seen_to: str | None = None,
    now: datetime,
) -> None:
    """Let someone have exactly these roles in a team; counts from their next action.

    Of a coach of this team who will be none, `seen_to` names who sees to the clients, as in
    `set_active`. Raises `StillGuides` without it.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, leaving=person_id, now=now) as page:
        if (
            visits.person(page, person_id) is None
            or not visits.team_exists(page, team_id)
            or not set(roles) <= set(TEAM_ROLES)
        ):
            raise NotFound()
        if Role.COACH not in roles:
            _leave_behind(page, person_id, team_id, {team_id: seen_to} if seen_to else {})
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
    with casebook.reading(scope, now=now) as page:
        me = _me(page, scope)
        email, hashed = me.email, me.password_hash
        words = (scope.name, *visits.team_names(page))
    problems = check_new_password(new, words=words, field="new")
    if problems:
        raise Invalid(problems)
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


def my_visits(scope: Scope, *, now: datetime) -> tuple[Visit, ...]:
    """Return where this person is signed in now, the present visit first, then the last begun."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.reading(scope, now=now) as page:
        rows = visits.open_visits(page, scope.person_id, longest=VISIT_LONGEST, idle=VISIT_IDLE)
        found = [
            Visit(
                key=_visit_key(row.id),
                begun_at=row.begun_at,
                seen_at=row.seen_at,
                browser=row.agent or "",
                way=row.way,
                present=row.id == scope.visit_id,
            )
            for row in rows
        ]
    return tuple(sorted(found, key=lambda one: not one.present))


def end_visit(scope: Scope, key: str, *, now: datetime) -> None:
    """End one of one's own visits elsewhere at its next action; one that ended is let be.

    Raises `NotFound` for anything else, such as a colleague's visit.
    """
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.writing(scope, now=now) as page:
        rows = visits.open_visits(page, scope.person_id, longest=VISIT_LONGEST, idle=VISIT_IDLE)
        row = next((one for one in rows if _visit_key(one.id) == key), None)
        if row is None or row.id == scope.visit_id:
            raise NotFound()
        visits.end(page, row.id)
        page.log("E", "sign out", subject_id=scope.person_id)


def _visit_key(visit_id: str) -> str:
    """Return a name for a visit that says nothing of its token, nor of its id."""
    return hashlib.sha256(f"visit {visit_id}".encode()).hexdigest()[:16]


def sign_out_elsewhere(scope: Scope, *, now: datetime) -> None:
    """End every visit of this person but the present one."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.writing(scope, now=now) as page:
        visits.end_all(page, scope.person_id, but=scope.visit_id)
        page.log("E", "sign out", subject_id=scope.person_id)


def _leave_behind(
    page: Page, person_id: str, team_id: str | None, seen_to: Mapping[str, str]
) -> None:
    """Let others see to whom somebody guides in a team, or in all; raises `StillGuides`."""
    guided = covers.guided(page, person_id, team_id)
    for team in guided:
        fits = dict(team.coaches or team.leads)
        if team.asks and seen_to.get(team.team_id) not in fits:
            raise StillGuides(guided)
    for team in guided:
        covers.see_to(page, person_id, team, seen_to.get(team.team_id) if team.asks else None)
    teams = {team_id} if team_id is not None else {team.id for team in people.teams(page)}
    covers.end_given(page, person_id, team_ids=teams)


def _require_another_admin(page: Page, person: PersonRow) -> None:
    """Return when the practice keeps an administrator without this person; raises `Refused`."""
    if person.is_admin and not visits.other_admins(page, person.id):
        raise Refused(msg("One administrator has to stay. Make somebody else administrator first."))


def _require_another_overseer(page: Page, person: PersonRow) -> None:
    """Return when somebody else looks after the log; raises `Refused`."""
    if person.oversees and not visits.other_overseers(page, person.id):
        raise Refused(
            msg("Somebody has to look after the log. Let somebody else look after it first.")
        )


def _me(page: Page, scope: Scope) -> PersonRow:
    found = visits.person(page, scope.person_id)
    if found is None:
        raise NotFound()
    return found
