"""Signing in and out, setting up, and finding out who knocks: before anyone is known.

These are the only verbs without a Scope, and only the gate may call them. They never say whether
an account exists, and they take as long for an unknown person as for a known one.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import delete, func, select, update

from lib.domain.access import Book, Scope
from lib.domain.people import NAME_LIMIT, check_email, normal_email
from lib.domain.problems import Invalid, NotSignedIn, Problem, Refused
from lib.domain.sign_in import (
    INVITATION_HOURS,
    LOCK_WINDOW,
    VISIT_IDLE,
    VISIT_LONGEST,
    check_new_password,
    throttled_until,
)
from lib.domain.texts import line
from lib.domain.words import msg
from lib.storage import casebook
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id

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


def digest(token: str) -> str:
    """Return the SHA-256 of a token, as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_empty(book: Book, *, now: datetime) -> bool:
    """True while nobody has an account yet."""
    with casebook.behind_the_door(book, now=now) as page:
        return page.session.scalar(select(t.PersonRow.id).limit(1)) is None


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
        if page.session.scalar(select(func.count()).select_from(t.PersonRow)):
            raise Refused(msg("This practice has been set up already. Sign in to go on."))
        person = t.PersonRow(
            id=new_id(),
            name=name,
            email=email,
            password_hash=hashed,
            is_admin=True,
            active=True,
            language="nl",
            created_at=now,
        )
        group = t.TeamRow(id=new_id(), name=team, created_at=now)
        page.session.add_all([person, group])
        page.session.flush()
        for role, held in (("coach", draft.coaches), ("lead", draft.leads)):
            if held:
                page.session.add(t.MembershipRow(person_id=person.id, team_id=group.id, role=role))
        page.log("C", "practice", subject_id=person.id, person_id=person.id)
        return _begin_visit(page, person.id)


def sign_in(
    book: Book, email: str, password: str, address: str, hashing: Hashing, *, now: datetime
) -> str:
    """Return a token for a new visit; raises `WrongSignIn` or `TooManyTries`.

    A wait belongs to an account *and* to an address, is kept in the database, grows with the
    tries and ends by itself: nobody can lock out a colleague for good.
    """
    account = normal_email(email)[:254]
    with casebook.behind_the_door(book, now=now) as page:
        _refuse_while_throttled(page, account, address)
        person = page.session.scalars(
            select(t.PersonRow).where(t.PersonRow.email == account, t.PersonRow.active.is_(True))
        ).one_or_none()
        known = (person.id, person.password_hash) if person else (None, None)
    # The slow part happens outside a transaction, and for an unknown person as well.
    right = hashing.check(password, known[1])
    with casebook.at_the_door(book, now=now) as page:
        if not right or known[0] is None:
            for subject in _subjects(page, account, address):
                page.session.add(t.SignInAttemptRow(subject=subject, at=now))
            page.log(
                "E", "sign in", outcome="refused", subject_id=_subjects(page, account, address)[0]
            )
            token = None
        else:
            page.session.execute(
                delete(t.SignInAttemptRow).where(
                    t.SignInAttemptRow.subject == _subjects(page, account, address)[0]
                )
            )
            page.session.execute(
                delete(t.SignInAttemptRow).where(t.SignInAttemptRow.at < now - LOCK_WINDOW)
            )
            token = _begin_visit(page, known[0])
            page.log("E", "sign in", subject_id=known[0], person_id=known[0])
    if token is None:
        raise WrongSignIn()
    return token


def greet(book: Book, token: str, *, now: datetime) -> Visitor | None:
    """Return who holds this token, or None when the visit has ended."""
    with casebook.behind_the_door(book, now=now) as page:
        found = _visit(page, digest(token))
        return Visitor(found[0].id, found[1].language) if found else None


def identify(book: Book, visit_id: str, *, view: str, now: datetime) -> Scope:
    """Return the Scope of the person behind a visit, read anew from our own tables.

    Raises `NotSignedIn` when the visit ended, was idle too long, or the account was closed. The
    only maker of a Scope.
    """
    with casebook.behind_the_door(book, now=now) as page:
        found = _visit(page, visit_id)
        if found is None:
            raise NotSignedIn()
        visit, person = found
        roles = page.session.execute(
            select(t.MembershipRow.team_id, t.MembershipRow.role).where(
                t.MembershipRow.person_id == person.id
            )
        ).tuples()
        held = list(roles)
        scope = Scope(
            person_id=person.id,
            name=person.name,
            is_admin=person.is_admin,
            coach_teams=frozenset(team for team, role in held if role == "coach"),
            lead_teams=frozenset(team for team, role in held if role == "lead"),
            language=person.language,
            book=book,
            visit_id=visit.id,
            view=view,
        )
        stale = now - visit.seen_at > _SEEN_EVERY
    if stale:
        with casebook.at_the_door(book, now=now) as page:
            page.session.execute(
                update(t.VisitRow)
                .where(t.VisitRow.id == visit_id, t.VisitRow.ended_at.is_(None))
                .values(seen_at=now)
            )
            page.logged += 1  # a sign of life is not an event of the access log
    return scope


def sign_out(book: Book, visit_id: str, *, now: datetime) -> None:
    """End a visit; the next action of any tab of it finds nobody."""
    with casebook.at_the_door(book, now=now) as page:
        visit = page.session.get(t.VisitRow, visit_id)
        if visit is not None and visit.ended_at is None:
            visit.ended_at = now
            page.log("E", "sign out", subject_id=visit.person_id, person_id=visit.person_id)


def invited(book: Book, token: str, *, now: datetime) -> str:
    """Return the name of whom this link invites; raises `LinkEnded`."""
    with casebook.behind_the_door(book, now=now) as page:
        return _invitation(page, token)[1].name


def accept(book: Book, token: str, password: str, hashing: Hashing, *, now: datetime) -> str:
    """Keep the chosen password, end every older visit, and return a token for a new one.

    Raises `LinkEnded`, or `Invalid` with the problems of the password.
    """
    with casebook.behind_the_door(book, now=now) as page:
        name = _invitation(page, token)[1].name
    problems = check_new_password(password, words=(name,))
    if problems:
        raise Invalid(problems)
    hashed = hashing.hash(password)
    with casebook.at_the_door(book, now=now) as page:
        invitation, person = _invitation(page, token)
        invitation.used_at = now
        person.password_hash = hashed
        end_visits(page, person.id)
        page.log("U", "password", subject_id=person.id, person_id=person.id)
        return _begin_visit(page, person.id)


def invite(page: Page, person_id: str, by: str) -> str:
    """Add a one-time link for this person within a transaction, and return its token."""
    page.session.execute(
        update(t.InvitationRow)
        .where(t.InvitationRow.person_id == person_id, t.InvitationRow.used_at.is_(None))
        .values(used_at=page.now)
    )
    token = secrets.token_urlsafe(32)
    page.session.add(
        t.InvitationRow(
            id=digest(token),
            person_id=person_id,
            created_by=by,
            created_at=page.now,
            expires_at=page.now + timedelta(hours=INVITATION_HOURS),
        )
    )
    return token


def end_visits(page: Page, person_id: str, *, but: str | None = None) -> None:
    """End every visit of a person within a transaction, except one if named."""
    statement = update(t.VisitRow).where(
        t.VisitRow.person_id == person_id, t.VisitRow.ended_at.is_(None)
    )
    if but is not None:
        statement = statement.where(t.VisitRow.id != but)
    page.session.execute(
        statement.values(ended_at=page.now).execution_options(synchronize_session=False)
    )


def _begin_visit(page: Page, person_id: str) -> str:
    token = secrets.token_urlsafe(32)
    page.session.add(
        t.VisitRow(
            id=digest(token),
            person_id=person_id,
            begun_at=page.now,
            seen_at=page.now,
        )
    )
    return token


def _visit(page: Page, visit_id: str) -> tuple[t.VisitRow, t.PersonRow] | None:
    row = page.session.execute(
        select(t.VisitRow, t.PersonRow)
        .join(t.PersonRow, t.PersonRow.id == t.VisitRow.person_id)
        .where(
            t.VisitRow.id == visit_id,
            t.VisitRow.ended_at.is_(None),
            t.VisitRow.begun_at > page.now - VISIT_LONGEST,
            t.VisitRow.seen_at > page.now - VISIT_IDLE,
            t.PersonRow.active.is_(True),
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def _invitation(page: Page, token: str) -> tuple[t.InvitationRow, t.PersonRow]:
    row = page.session.execute(
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
    if row is None:
        raise LinkEnded()
    return row[0], row[1]


def _subjects(page: Page, account: str, address: str) -> tuple[str, str]:
    """Return what tries are counted under: keyed digests, so the table names nobody."""
    key = page.session.get(t.SettingRow, "throttle key")
    if key is None:
        key = t.SettingRow(name="throttle key", value=secrets.token_hex(32))
        page.session.add(key)
        page.session.flush()
    secret = bytes.fromhex(key.value)

    def keyed(kind: str, value: str) -> str:
        return hmac.new(secret, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()

    return keyed("account", account), keyed("address", address)


def _refuse_while_throttled(page: Page, account: str, address: str) -> None:
    if page.session.get(t.SettingRow, "throttle key") is None:
        return
    for kind, subject in zip(
        ("account", "address"), _subjects(page, account, address), strict=True
    ):
        tries = page.session.scalars(
            select(t.SignInAttemptRow.at)
            .where(
                t.SignInAttemptRow.subject == subject,
                t.SignInAttemptRow.at > page.now - LOCK_WINDOW,
            )
            .order_by(t.SignInAttemptRow.at)
        ).all()
        until = throttled_until(tuple(tries), kind=kind)
        if until is not None and until > page.now:
            minutes = int((until - page.now).total_seconds() // 60) + 1
            raise TooManyTries(minutes=minutes)


__all__ = [
    "Hashing",
    "LinkEnded",
    "Problem",
    "SetUp",
    "TooManyTries",
    "Visitor",
    "WrongSignIn",
    "accept",
    "digest",
    "end_visits",
    "greet",
    "identify",
    "invite",
    "invited",
    "is_empty",
    "set_up",
    "sign_in",
    "sign_out",
]
