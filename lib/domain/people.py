"""Clients, colleagues and teams as the practice speaks of them."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from lib.domain.access import Role
from lib.domain.problems import Problem
from lib.domain.texts import clean, line
from lib.domain.words import msg

NAME_LIMIT = 80
LINE_LIMIT = 160
PHONE_LIMIT = 40
# Without the signs that mean something else in the header of a mail: it goes to this one address.
_SIGN, _DOTLESS = r'[^@\s"(),:;<>\[\]\\]', r'[^@\s."(),:;<>\[\]\\]'
_ADDRESS = re.compile(rf"{_SIGN}+@{_DOTLESS}+(\.{_DOTLESS}+)+")


@dataclass(frozen=True, slots=True)
class Client:
    """The person who is guided. `ended_on` is None while guidance goes on.

    `version` counts changes to this record; a save names the version it was made from.
    `care_signal` is True while a care signal is open. `covered_by` is the name of the colleague who
    guides the client today in the coach's place, "" without one; `covered_until` is the last day.
    `still_since` is the day from which the dossier stands still at the client's wish, or None.
    """

    id: str
    name: str
    phone: str
    coach_id: str
    coach_name: str
    team_id: str
    team_name: str
    started_on: date
    ended_on: date | None
    version: int
    care_signal: bool = False
    covered_by: str = ""
    covered_until: date | None = None
    still_since: date | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone with an account. `has_password` is False until the invitation is used, and when
    they come in through their organisation (`is_linked`).

    `regions` are the names of the regions they lead.
    """

    id: str
    name: str
    email: str
    is_admin: bool
    oversees: bool
    active: bool
    has_password: bool
    roles: tuple[tuple[str, Role], ...]
    regions: tuple[str, ...] = ()
    has_second_factor: bool = False
    is_linked: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """A group of coaches with a lead."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Region:
    """Teams that belong together, and who leads all of them: ids of both."""

    id: str
    name: str
    team_ids: frozenset[str]
    lead_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Appointment:
    """The next time a client and coach meet; `starts_at` in UTC."""

    starts_at: datetime


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """What was typed about a client, before it is checked."""

    name: str
    phone: str = ""
    started_on: date | None = None
    ended_on: date | None = None


def check_client(
    draft: ClientDraft, *, today: date
) -> tuple[ClientDraft | None, tuple[Problem, ...]]:
    """Return the cleaned draft, or None and the problems with it.

    Guidance cannot begin in the future or before 2000, nor end before it began.
    """
    name, problems = line(draft.name, field="name", limit=NAME_LIMIT, required=True)
    phone, more = check_phone(draft.phone)
    found = [*problems, *more]
    started = draft.started_on
    if started is None:
        found.append(Problem("started_on", msg("Please fill this in.")))
    elif started > today:
        found.append(Problem("started_on", msg("This day has not come yet.")))
    elif started.year < 2000:
        found.append(Problem("started_on", msg("This is longer ago than Ministap keeps.")))
    if draft.ended_on is not None:
        if draft.ended_on > today:
            found.append(Problem("ended_on", msg("This day has not come yet.")))
        elif started is not None and draft.ended_on < started:
            found.append(Problem("ended_on", msg("The end lies before the beginning.")))
    if found:
        return None, tuple(found)
    return ClientDraft(name, phone, started, draft.ended_on), ()


def check_phone(value: str | None, *, field: str = "phone") -> tuple[str, tuple[Problem, ...]]:
    """Return the cleaned phone number, "" for none, and the problems with it.

    Only the signs are checked (6 to 40 digits, spaces, +, -, points and brackets).
    """
    phone, problems = line(value, field=field, limit=PHONE_LIMIT)
    if phone and not problems and not re.fullmatch(r"[0-9+()\-. ]{6,}", phone):
        problems = (Problem(field, msg("Write a phone number with digits, spaces, + or -.")),)
    return phone, problems


def normal_email(value: str) -> str:
    """Return the address as it is compared and stored: cleaned and in lower case."""
    return clean(value).casefold()


def check_email(value: str, *, field: str = "email") -> tuple[str, tuple[Problem, ...]]:
    """Return the normalised address and the problems with it.

    Only the shape is checked (something@something.something): whether it exists, mail shows.
    """
    address = normal_email(value)
    if not address:
        return address, (Problem(field, msg("Please fill this in.")),)
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        return address, (Problem(field, msg("This does not look like an e-mail address.")),)
    return address, ()
