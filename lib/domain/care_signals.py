"""Care signals: a worry about somebody's safety, opened and closed by a person.

Nothing here reads a text or weighs a risk: whoever trusted that would look away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from lib.domain.people import Team
from lib.domain.problems import Problem
from lib.domain.texts import passage

WORDS_LIMIT = 2_000
NOTE_LIMIT = 2_000
# A deputy reads for so long how it ended, and nothing after that. [CHOICE]
READABLE_AFTER: Final = timedelta(days=7)


class AskedAs(StrEnum):
    """Why somebody reads a care signal along.

    `LEAD` of the client's team, the client's own `COACH` when a lead opened it, the `DEPUTY` of
    the team, or a lead who is not there: the `FALLBACK`, who reads it when back.
    """

    LEAD = "lead"
    COACH = "coach"
    DEPUTY = "deputy"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Presence:
    """A colleague who might read along: whether the account is open, and is away today."""

    id: str
    active: bool = True
    away: bool = False

    @property
    def is_there(self) -> bool:
        """True for somebody who can be reached today."""
        return self.active and not self.away


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked to read along, and as what."""

    id: str
    asked_as: AskedAs


def second_readers(
    *,
    opener: str,
    leads: Iterable[Presence],
    coach: Presence | None,
    deputy: Presence | None,
) -> tuple[Asked, ...]:
    """Return who is asked to read along when `opener` opens a care signal, each person once.

    The leads of the client's team who are there, and the client's coach when somebody else opened
    it. When none of these is there, the deputy of the team. When the deputy is not there either,
    or nobody was named, the leads all the same: they read it when they are back. The opener never
    reads their own signal along. Empty when there is nobody at all.

    `coach` is None when the client's coach does not coach in this team (any more).
    """
    others = [one for one in leads if one.active and one.id != opener]
    asked = [Asked(one.id, AskedAs.LEAD) for one in others if one.is_there]
    there = bool(asked)
    if coach is not None and coach.active and coach.id != opener:
        if all(one.id != coach.id for one in asked):
            asked.append(Asked(coach.id, AskedAs.COACH))
        there = there or coach.is_there
    if there:
        return tuple(asked)
    known = {opener, *(one.id for one in asked)}
    if deputy is not None and deputy.is_there and deputy.id not in known:
        return (*asked, Asked(deputy.id, AskedAs.DEPUTY))
    waiting = (Asked(one.id, AskedAs.FALLBACK) for one in others if one.id not in known)
    return (*asked, *waiting)


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Somebody who was asked to read along, as things are now.

    `seen_at` is None while they have not seen the signal.
    """

    id: str
    name: str
    asked_as: AskedAs
    is_there: bool
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """The first time a colleague saw a care signal."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CareSignal:
    """A worry, with who opened it and when; `opened_by` and `closed_by` are names.

    While it is open, `closed_by` and `closed_at` are None and the note is empty. `readers` stand in
    the order in which they were asked, `sights` of everyone but the opener by time. `opener_id` is
    the account of who opened it.
    """

    id: str
    words: str
    opened_by: str
    opened_at: datetime
    closed_by: str | None = None
    closed_at: datetime | None = None
    closing_note: str = ""
    readers: tuple[SecondReader, ...] = ()
    sights: tuple[Sight, ...] = ()
    opener_id: str = ""

    @property
    def is_open(self) -> bool:
        """True until somebody closed it."""
        return self.closed_at is None

    @property
    def somebody_is_there(self) -> bool:
        """True when at least one who reads along can be reached today."""
        return any(reader.is_there for reader in self.readers)

    @property
    def not_seen_by(self) -> tuple[str, ...]:
        """The names of those who read along and have not seen it yet."""
        return tuple(reader.name for reader in self.readers if reader.seen_at is None)


@dataclass(frozen=True, slots=True)
class TeamDeputy:
    """Who a team named, of whom it may name; `deputy_id` is None without one.

    `choices` are names by id. `works` is False when the one who was named can no longer be asked.
    `changed_by` and `changed_at` are None while nobody ever chose.
    """

    team: Team
    deputy_id: str | None
    deputy_name: str
    works: bool
    choices: Mapping[str, str]
    changed_by: str | None
    changed_at: datetime | None


def check_words(words: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the cleaned words a signal is opened with, or None and the problems."""
    cleaned, problems = passage(words, field="words", limit=WORDS_LIMIT, required=True)
    return (None, problems) if problems else (cleaned, ())


def check_note(note: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the cleaned note a signal is closed with, or None and the problems."""
    cleaned, problems = passage(note, field="note", limit=NOTE_LIMIT, required=True)
    return (None, problems) if problems else (cleaned, ())
