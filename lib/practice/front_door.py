"""Signing in and out, setting up, and finding out who knocks: before anyone is known.

These are the only verbs without a Scope, and only the gate may call them. They never say whether
an account exists, and they take as long for an unknown person as for a known one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from lib.domain.access import Book, Role, Scope
from lib.domain.people import NAME_LIMIT, check_email, normal_email
from lib.domain.problems import Invalid, NotSignedIn, Refused
from lib.domain.sign_in import (
    LOCK_WINDOW,
    VISIT_IDLE,
    VISIT_LONGEST,
    check_new_password,
    throttled_until,
)
from lib.domain.texts import line
from lib.domain.words import msg
from lib.storage import casebook, drafts, visits
from lib.storage.casebook import Page
from lib.storage.visits import digest

# A visit is marked as seen at most this often: a write at every rerun would cost a disk flush.
_SEEN_EVERY = timedelta(seconds=30)


class Hashing(Protocol):
    """Keeps passwords; the one in use is handed in, so that this room needs no web package."""

    def hash(self, password: str) -> str:
        """Return a salted hash."""
        ...

    def check(self, password: str, hashed: str | None) -> bool:
        """True when they belong together; does equal work when `hashed` is None."""
        ...


class WrongSignIn(Refused):
    """The address and the password do not belong together."""

    sentence = msg("This e-mail address and password do not belong together.")


class TooManyTries(Refused):
    """A short wait after several tries; never a lock for good."""

    sentence = msg("There were several tries in a row. Try again in {minutes} minutes.")


class LinkEnded(Refused):
    """An invitation that was used, or is too old, or never was."""

    sentence = msg("This link has been used or has ended. Ask your administrator for a new one.")


@dataclass(frozen=True, slots=True)
class SetUp:
    """What is typed on the first-start page."""

    team: str
    name: str
    email: str
    password: str
    coaches: bool = True
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone whose visit holds: enough to greet them before a page is opened."""

    visit_id: str
    language: str


def is_empty(book: Book, *, now: datetime) -> bool:
    """True while nobody has an account yet."""
    with casebook.behind_the_door(book, now=now) as page:
        return not visits.anyone(page)


def set_up(book: Book, draft: SetUp, hashing: Hashing, *, now: datetime) -> str:
    """Make the first admin and team, and return a token for their first visit.

    Raises `Invalid` with the problems, `Refused` when someone else set it up first.
    """
    name, problems = line(draft.name, field="name", limit=NAME_LIMIT, required=True)
    team, more = line(draft.team, field="team", limit=NAME_LIMIT, required=True)
    email, wrong = check_email(draft.email)
    found = (*more, *problems, *wrong, *check_new_password(draft.password, words=(team, name)))
    if found:
        raise Invalid(found)
    hashed = hashing.hash(draft.password)
    with casebook.at_the_door(book, now=now) as page:
        # Of two first starts at the same moment, one waits here until the other is there.
        visits.make_throttle_key(page)
        if visits.anyone(page):
            raise Refused(msg("This practice has been set up already. Sign in to go on."))
        person_id = visits.add_person(
            page, name=name, email=email, password_hash=hashed, is_admin=True
        )
        team_id = visits.add_team(page, team)
        for role, held in ((Role.COACH, draft.coaches), (Role.LEAD, draft.leads)):
            if held:
                visits.give_role(page, person_id, team_id, role)
        page.log("C", "practice", subject_id=person_id, person_id=person_id)
        return visits.begin(page, person_id)


def sign_in(
    book: Book, email: str, password: str, address: str, hashing: Hashing, *, now: datetime
) -> str:
    """Return a token for a new visit; raises `WrongSignIn` or `TooManyTries`.

    A try is counted before the slow check and taken back when it was right, so that a crowd of
    tries at once is not free. A wait belongs to an account from one address, grows with the tries
    and ends by itself: who tries from elsewhere does not make a colleague wait.
    """
    account = normal_email(email)[:254]
    subjects = count_try(book, account, address, now=now)
    with casebook.behind_the_door(book, now=now) as page:
        person_id, hashed = visits.password_of(page, account)
    # The slow part happens outside a transaction, and for an unknown person as well.
    right = hashing.check(password, hashed)
    with casebook.at_the_door(book, now=now) as page:
        if not right or person_id is None or hashed is None:
            page.log("E", "sign in", outcome="refused", subject_id=subjects["everywhere"])
            token = None
        else:
            take_back(page, subjects)
            token = visits.begin(page, person_id)
            drafts.erase_ended(page)
            page.log("E", "sign in", subject_id=person_id, person_id=person_id)
    if token is None:
        raise WrongSignIn()
    return token


def count_try(book: Book, account: str, address: str, *, now: datetime) -> dict[str, str]:
    """Count a try before it is checked, and return what it was counted under.

    Raises `TooManyTries` while a wait lasts; then it is not counted.
    """
    with casebook.at_the_door(book, now=now) as page:
        subjects = visits.subjects(page, account, address)
        for kind, subject in subjects.items():
            tries = visits.tries(page, subject, since=now - LOCK_WINDOW)
            until = throttled_until(tuple(tries), kind=kind)
            if until is not None and until > now:
                raise TooManyTries(minutes=int((until - now).total_seconds() // 60) + 1)
        for subject in subjects.values():
            visits.add_try(page, subject)
        visits.forget_old_tries(page, before=now - LOCK_WINDOW)
        page.logged += 1  # what became of the try is the event, and has its own line
        return subjects


def take_back(page: Page, subjects: dict[str, str]) -> None:
    """Forget the tries on an account that turned out to be its owner's."""
    visits.forget_tries(page, subjects["account"])
    visits.forget_tries(page, subjects["everywhere"])
    visits.forget_tries(page, subjects["address"], at=page.now)


def greet(book: Book, token: str, *, now: datetime) -> Visitor | None:
    """Return who holds this token, or None when the visit has ended."""
    with casebook.behind_the_door(book, now=now) as page:
        found = visits.holding(page, digest(token), longest=VISIT_LONGEST, idle=VISIT_IDLE)
    return Visitor(found.visit_id, found.language) if found else None


def identify(book: Book, visit_id: str, *, view: str, now: datetime) -> Scope:
    """Return the Scope of the person behind a visit, read anew from our own tables.

    Raises `NotSignedIn` when the visit ended, was idle too long, or the account was closed. The
    only maker of a Scope.
    """
    with casebook.behind_the_door(book, now=now) as page:
        found = visits.holding(page, visit_id, longest=VISIT_LONGEST, idle=VISIT_IDLE)
        if found is None:
            raise NotSignedIn()
        held = visits.roles(page, found.person_id)
    if now - found.seen_at > _SEEN_EVERY:
        with casebook.at_the_door(book, now=now) as page:
            visits.mark_seen(page, visit_id)
            page.logged += 1  # a sign of life is not an event of the access log
    return Scope(
        person_id=found.person_id,
        name=found.name,
        is_admin=found.is_admin,
        coach_teams=frozenset(team for team, role in held if role is Role.COACH),
        lead_teams=frozenset(team for team, role in held if role is Role.LEAD),
        language=found.language,
        book=book,
        visit_id=found.visit_id,
        view=view,
    )


def sign_out(book: Book, visit_id: str, *, now: datetime) -> None:
    """End a visit; the next action of any tab of it finds nobody."""
    with casebook.at_the_door(book, now=now) as page:
        person_id = visits.end(page, visit_id)
        if person_id is not None:
            page.log("E", "sign out", subject_id=person_id, person_id=person_id)


def invited(book: Book, token: str, *, now: datetime) -> str:
    """Return the name of whom this link invites; raises `LinkEnded`."""
    with casebook.behind_the_door(book, now=now) as page:
        found = visits.invitation(page, token)
        if found is None:
            raise LinkEnded()
        return found[1].name


def accept(book: Book, token: str, password: str, hashing: Hashing, *, now: datetime) -> str:
    """Keep the chosen password, end every older visit, and return a token for a new one.

    Raises `LinkEnded`, or `Invalid` with the problems of the password.
    """
    problems = check_new_password(password, words=(invited(book, token, now=now),))
    if problems:
        raise Invalid(problems)
    hashed = hashing.hash(password)
    with casebook.at_the_door(book, now=now) as page:
        found = visits.invitation(page, token)
        if found is None:
            raise LinkEnded()
        invitation, person = found
        invitation.used_at = now
        person.password_hash = hashed
        visits.end_all(page, person.id)
        page.log("U", "password", subject_id=person.id, person_id=person.id)
        return visits.begin(page, person.id)


__all__ = [
    "Hashing",
    "LinkEnded",
    "SetUp",
    "TooManyTries",
    "Visitor",
    "WrongSignIn",
    "accept",
    "count_try",
    "digest",
    "greet",
    "identify",
    "invited",
    "is_empty",
    "set_up",
    "sign_in",
    "sign_out",
    "take_back",
]
