"""Hand-over: another coach is asked to guide a client from now on, and answers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from lib.domain.cockpit import Cockpit
from lib.domain.problems import Problem
from lib.domain.texts import line, passage
from lib.domain.words import msg

WORDS_LIMIT: Final = 1000
DECISION_LIMIT: Final = 300


class State(StrEnum):
    """What became of an offer."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A coach who can be asked, in one of the teams they coach in."""

    id: str
    name: str
    team_id: str
    team_name: str


@dataclass(frozen=True, slots=True)
class Handover:
    """An offer to guide a client, and what became of it; the names are those of now.

    `can_accept` is False when whoever was asked has no open account, or does not coach in that
    team any more. `to_phone` is the number clients may call them on, "" when there is none.
    `informed_on` is the day on which the client was told, None until somebody said so.
    `has_draft` is True when the coach who looks has something typed and not saved there.
    """

    id: str
    client_id: str
    client_name: str
    from_coach_id: str
    from_coach: str
    to_coach_id: str
    to_coach: str
    to_phone: str
    to_team: str
    words: str
    asked_by_id: str
    asked_by: str
    asked_at: datetime
    state: State
    decided_by: str | None
    decided_at: datetime | None
    decision_words: str
    informed_on: date | None
    informed_by: str | None
    version: int
    can_accept: bool = True
    has_draft: bool = False

    @property
    def is_open(self) -> bool:
        """True while nobody answered."""
        return self.state is State.ASKED


@dataclass(frozen=True, slots=True)
class ReadFirst:
    """What somebody reads who was asked to take over, before they answer.

    `questions` are the open supervision questions about the client, oldest first: who asked, on
    which day, and the words.
    """

    handover: Handover
    cockpit: Cockpit
    questions: tuple[tuple[str, date, str], ...] = ()


def check_words(words: str | None) -> tuple[str, tuple[Problem, ...]]:
    """Return the cleaned words of whoever asks, "" for none, and the problems: too long."""
    return passage(words, field="words", limit=WORDS_LIMIT)


def check_decision(words: str | None) -> tuple[str, tuple[Problem, ...]]:
    """Return the cleaned words of an answer on one line, "" for none, and the problems."""
    return line(words, field="words", limit=DECISION_LIMIT)


def check_informed(
    day: date | None, *, since: date, today: date
) -> tuple[date | None, tuple[Problem, ...]]:
    """Return the day on which a client was told, or None and the problems.

    From the day `since` on which it was arranged through today.
    """
    if day is None:
        return None, (Problem("day", msg("Please fill this in.")),)
    if day > today:
        return None, (Problem("day", msg("This day has not come yet.")),)
    if day < since:
        return None, (Problem("day", msg("It was not arranged yet then.")),)
    return day, ()
