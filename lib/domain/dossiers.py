"""Who looked in a dossier: opened with a reason by a lead, and everything the log says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from lib.domain.access import ROLE_WORDS, Role
from lib.domain.calendar import local_day
from lib.domain.problems import Problem, Refused
from lib.domain.texts import line
from lib.domain.words import msg

# A lead reads for the length of a talk about it, then has to say why again. [CHOICE]
OPEN_FOR: Final = timedelta(hours=1)
REASON_LIMIT: Final = 500
# Less than this is a sign that somebody only wanted to get past the question. [CHOICE]
_FEWEST_SIGNS: Final = 8
OPENED: Final = "dossier opened"
WITH_A_REASON: Final = "lead with a reason"
# By this rule the log tells that Ministap went through a list, also while somebody waited for it.
WORKED_OUT: Final = "worked out anew"


class DossierClosed(Refused):
    """A lead may read this, with a reason that is logged."""

    sentence = msg("Notes belong to the client and the coach. Say why you need to read them.")


@dataclass(frozen=True, slots=True)
class Opening:
    """That a lead opened a dossier: who, why, and from when until when it stood open to them."""

    id: str
    name: str
    reason: str
    opened_at: datetime
    ends_at: datetime


class Did(StrEnum):
    """What somebody did, as far as the log knows: never what stands there."""

    LISTED = "listed"
    LOOKED = "looked"
    NOTES = "notes"
    WROTE = "wrote"
    REMOVED = "removed"
    TOOK = "took"
    OPENED = "opened"


DID_WORDS: Final = {
    Did.LISTED: msg("saw the name in a list"),
    Did.LOOKED: msg("looked in the dossier"),
    Did.NOTES: msg("read notes of sessions"),
    Did.WROTE: msg("wrote or changed something"),
    Did.REMOVED: msg("took something away"),
    Did.TOOK: msg("printed something or kept it as a file"),
    Did.OPENED: msg("opened the dossier with a reason"),
}
# By which rule somebody was let in, in the words of the log.
RULE_WORDS: Final = {
    "own client": msg("guides this client"),
    "cover": msg("covers for a colleague"),
    "team lead": msg("leads the team"),
    WITH_A_REASON: msg("with a reason"),
    "asked to take over": msg("was asked to take over"),
    "second reader": msg("reads a care signal along"),
}
_DID: Final = {"C": Did.WROTE, "U": Did.WROTE, "D": Did.REMOVED, "E": Did.TOOK, "R": Did.LOOKED}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log about a client; without a name it is what Ministap did by itself."""

    at: datetime
    person_id: str
    name: str
    roles: tuple[Role, ...]
    rule: str
    action: str
    part: str
    in_list: bool
    # The colleague in whose place somebody was at work, "" for nobody's.
    behalf: str = ""

    @property
    def did(self) -> Did:
        """What this line says that somebody did."""
        if self.in_list:
            return Did.LISTED
        if self.part == OPENED:
            return Did.OPENED
        return Did.NOTES if self.part == "session notes" else _DID[self.action]


@dataclass(frozen=True, slots=True)
class Looked:
    """What one colleague did on one day, all of it together."""

    day: date
    name: str
    roles: tuple[Role, ...]
    rules: tuple[str, ...]
    did: tuple[Did, ...]
    behalf: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoLooked:
    """Who looked in a dossier from `since` through `until`, for on paper.

    Openings of other days are left out of `openings` by whoever makes it. `printed_at` is aware.
    """

    client_name: str
    since: date
    until: date
    printed_by: str
    printed_at: datetime
    every: tuple[Looked, ...]
    openings: tuple[Opening, ...] = ()


class Span(StrEnum):
    """How far an overview goes back."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


SPAN_WORDS: Final = {
    Span.MONTH: msg("the last month"),
    Span.QUARTER: msg("the last three months"),
    Span.YEAR: msg("the last year"),
    Span.ALL: msg("everything"),
}
_DAYS: Final = {Span.MONTH: 31, Span.QUARTER: 92, Span.YEAR: 366}


def first_day(span: Span, *, today: date) -> date | None:
    """Return the first day of a span that ends today; None for everything."""
    days = _DAYS.get(span)
    return None if days is None else today - timedelta(days=days - 1)


def check_reason(reason: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the cleaned reason on one line, or None and the problems: a few words are needed."""
    why, problems = line(reason, field="reason", limit=REASON_LIMIT, required=True)
    if not problems and sum(sign.isalnum() for sign in why) < _FEWEST_SIGNS:
        problems = (Problem("reason", msg("Say it in a few words more, for whoever reads it.")),)
    return (None, problems) if problems else (why, ())


def per_day(events: Iterable[Event]) -> tuple[Looked, ...]:
    """Return what each colleague did on each day, the newest day first, then by name.

    Roles, rules and what was done stand in one fixed order, each once.
    """
    found: dict[tuple[date, str, str], list[Event]] = {}
    for event in events:
        found.setdefault((local_day(event.at), event.name, event.person_id), []).append(event)
    return tuple(
        Looked(
            day=day,
            name=name,
            roles=tuple(role for role in ROLE_WORDS if any(role in one.roles for one in some)),
            rules=tuple(rule for rule in RULE_WORDS if any(rule == one.rule for one in some)),
            did=tuple(kind for kind in Did if any(kind is one.did for one in some)),
            behalf=tuple(sorted({one.behalf for one in some if one.behalf})),
        )
        for (day, name, _), some in sorted(
            found.items(), key=lambda item: (-item[0][0].toordinal(), *item[0][1:])
        )
    )
