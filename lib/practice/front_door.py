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
from lib.domain.second_factor import HALF_VISIT, Enrolment, app_code, recovery_code, shown
from lib.domain.sign_in import (
    LOCK_WINDOW,
    VISIT_IDLE,
    VISIT_LONGEST,
    check_new_password,
    throttled_until,
)
from lib.domain.texts import line
from lib.domain.words import msg
from lib.storage import casebook, drafts, second_factors, visits
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


class WrongCode(Refused):
    """Six digits or a recovery code that are not right now, or were used before."""

    sentence = msg(
        "This code is not right, or it was used already. Wait for the next one and type that."
    )


class BeginAgain(Refused):
    """The second step came too late, or the first was never done."""

    sentence = msg("That took a while. Begin again with your password.")


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
class Arrival:
    """A visit that began, by its token; `stage` is what it waits for, as in `VisitRow`.

    "in" opens the app; "code" and "enrol" open the page of the second step and nothing else.
    """

    token: str
    stage: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A second factor that counts from now on: a token, and ten codes shown this once."""

    token: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone whose visit holds: enough to greet them before a page is opened."""

    visit_id: str
    language: str


def is_empty(book: Book, *, now: datetime) -> bool:
    """True while nobody has an account yet."""
    with casebook.behind_the_door(book, now=now) as page:
        return not visits.anyone(page)


def set_up(
    book: Book,
    draft: SetUp,
    hashing: Hashing,
    *,
    agent: str = "",
    proven: bool = False,
    now: datetime,
) -> Arrival:
    """Make the first admin and team, and begin their first visit.

    Raises `Invalid` with the problems, `Refused` when someone else set it up first. For `agent`
    and `proven` see `come_in`.
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
            page, name=name, email=email, password_hash=hashed, is_admin=True, oversees=True
        )
        team_id = visits.add_team(page, team)
        for role, held in ((Role.COACH, draft.coaches), (Role.LEAD, draft.leads)):
            if held:
                visits.give_role(page, person_id, team_id, role)
        page.log("C", "practice", subject_id=person_id, person_id=person_id)
        return come_in(page, person_id, way="password", agent=agent, proven=proven)


def sign_in(
    book: Book,
    email: str,
    password: str,
    address: str,
    hashing: Hashing,
    *,
    agent: str = "",
    proven: bool = False,
    now: datetime,
) -> Arrival:
    """Begin a visit with a password; raises `WrongSignIn` or `TooManyTries`.

    A try is counted before the slow check and taken back when it was right, so that a crowd of
    tries at once is not free. A wait belongs to an account from one address, grows with the tries
    and ends by itself: who tries from elsewhere does not make a colleague wait. For `agent` and
    `proven` see `come_in`.
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
            arrival = None
        else:
            take_back(page, subjects)
            arrival = come_in(page, person_id, way="password", agent=agent, proven=proven)
    if arrival is None:
        raise WrongSignIn()
    return arrival


def come_in(page: Page, person_id: str, *, way: str, agent: str, proven: bool) -> Arrival:
    """Begin a visit of someone who showed who they are once, and return it.

    It waits for the second step, unless that was `proven` elsewhere or is not asked in this book.
    `way` is how they came (see `VisitRow`), `agent` their browser in words. At the door alone.
    """
    stage = "in" if proven else "code" if second_factors.stands(page, person_id) else "enrol"
    token = visits.begin(page, person_id, stage=stage, way=way, agent=agent or None)
    if stage == "in":
        drafts.erase_ended(page)
    part = "sign in" if stage == "in" else "first step"
    page.log("E", part, subject_id=person_id, person_id=person_id, reason=way)
    return Arrival(token, stage)


def waits_for(book: Book, token: str, *, now: datetime) -> str | None:
    """Return what the visit with this token waits for, "code" or "enrol"; None for any other."""
    with casebook.behind_the_door(book, now=now) as page:
        found = visits.half_way(page, digest(token), longest=HALF_VISIT)
    return found.stage if found else None


def prove(book: Book, token: str, typed: str, address: str, *, now: datetime) -> str:
    """Return the token of a visit that opens the app, for six digits or a recovery code.

    The visit that waited ends: a token that was known before the second step opens nothing after
    it. Raises `BeginAgain`, `WrongCode` or `TooManyTries`; no code works twice.
    """
    with casebook.behind_the_door(book, now=now) as page:
        known = _half(page, token, "code")
    # Under the person, not the visit: to begin again with the password gives no new tries.
    subjects = count_try(book, f"code {known.person_id}", address, now=now)
    with casebook.at_the_door(book, now=now) as page:
        half = _half(page, token, "code")
        digits, stand_in = app_code(typed), recovery_code(typed)
        if digits is not None and second_factors.use(page, half.person_id, digits):
            rule = "app"
        elif stand_in is not None and second_factors.use_recovery(page, half.person_id, stand_in):
            rule = "recovery code"
        else:
            rule = ""
        if rule:
            take_back(page, subjects)
        fresh = _finish(page, half, rule=rule)
    if fresh is None:
        raise WrongCode()
    return fresh


def enrolment(book: Book, token: str, *, now: datetime) -> Enrolment:
    """Return what an authenticator app is to be set up with; the same until it is confirmed.

    Raises `BeginAgain`, also for someone whose second factor stands: it is never shown again.
    """
    with casebook.at_the_door(book, now=now) as page:
        half = _half(page, token, "enrol")
        if second_factors.stands(page, half.person_id):
            raise BeginAgain()
        secret = second_factors.begin(page, half.person_id)
        page.log("R", "second factor", subject_id=half.person_id, person_id=half.person_id)
        return Enrolment(second_factors.address(secret, account=half.email), secret)


def confirm(book: Book, token: str, typed: str, *, now: datetime) -> Confirmed:
    """Let a second factor count from now on, begin a visit, and return its recovery codes.

    Raises `BeginAgain` or `WrongCode`. The codes are shown this once: only digests are kept.
    """
    codes: tuple[str, ...] = ()
    with casebook.at_the_door(book, now=now) as page:
        half = _half(page, token, "enrol")
        digits = app_code(typed)
        right = digits is not None and second_factors.confirm(page, half.person_id, digits)
        if right:
            codes = second_factors.make_codes(page, half.person_id)
            page.log("C", "second factor", subject_id=half.person_id, person_id=half.person_id)
        fresh = _finish(page, half, rule="app" if right else "")
    if fresh is None:
        raise WrongCode()
    return Confirmed(fresh, tuple(shown(code) for code in codes))


def second_step_lost(book: Book, email: str, *, now: datetime) -> bool:
    """Take the second factor of an account away and end its visits; False when there is none.

    For whoever may give commands on the server itself: when the one administrator lost theirs.
    Counts as a change of rights, as `accounts.second_factor_lost` does.
    """
    with casebook.at_the_door(book, now=now) as page:
        person_id, _ = visits.password_of(page, normal_email(email))
        if person_id is None or not second_factors.forget(page, person_id):
            page.logged += 1  # nothing happened
            return False
        visits.end_all(page, person_id)
        page.log("D", "second factor lost", subject_id=person_id, rule="terminal")
        return True


def _half(page: Page, token: str, stage: str) -> visits.HalfWay:
    found = visits.half_way(page, digest(token), longest=HALF_VISIT)
    if found is None or found.stage != stage:
        raise BeginAgain()
    return found


def _finish(page: Page, half: visits.HalfWay, *, rule: str) -> str | None:
    """Turn a visit that waited into one that opens the app; without a rule, write that it failed.

    The line of the log is part of it.
    """
    who = half.person_id
    if not rule:
        page.log("E", "second factor", outcome="refused", subject_id=who, person_id=who)
        return None
    visits.end(page, half.visit_id)
    token = visits.begin(page, who, way=half.way, agent=half.agent)
    drafts.erase_ended(page)
    page.log("E", "sign in", reason=half.way, rule=rule, subject_id=who, person_id=who)
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
        # Nobody covers or takes over who does not coach (any more).
        coaches = any(role is Role.COACH for _, role in held)
        covers = visits.covers(page, found.person_id) if coaches else frozenset()
        offers = visits.offers(page, found.person_id) if coaches else frozenset()
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
        covers=covers,
        offers=offers,
        oversees=found.oversees,
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


def accept(
    book: Book,
    token: str,
    password: str,
    hashing: Hashing,
    *,
    agent: str = "",
    proven: bool = False,
    now: datetime,
) -> Arrival:
    """Keep the chosen password, end every older visit, and begin a new one.

    A second factor that stands is asked for: a link alone opens nothing. Raises `LinkEnded`, or
    `Invalid` with the problems of the password. For `agent` and `proven` see `come_in`.
    """
    name = invited(book, token, now=now)
    with casebook.behind_the_door(book, now=now) as page:
        teams = visits.team_names(page)
    problems = check_new_password(password, words=(name, *teams))
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
        return come_in(page, person.id, way="link", agent=agent, proven=proven)


__all__ = [
    "Arrival",
    "BeginAgain",
    "Confirmed",
    "Hashing",
    "LinkEnded",
    "SetUp",
    "TooManyTries",
    "Visitor",
    "WrongCode",
    "WrongSignIn",
    "accept",
    "come_in",
    "confirm",
    "count_try",
    "digest",
    "enrolment",
    "greet",
    "identify",
    "invited",
    "is_empty",
    "prove",
    "second_step_lost",
    "set_up",
    "sign_in",
    "sign_out",
    "take_back",
    "waits_for",
]
