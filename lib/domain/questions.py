"""Questions of a coach for whoever leads the team: asked, planned to talk about, answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from lib.domain.problems import Problem
from lib.domain.texts import passage
from lib.domain.words import msg

WORDS_LIMIT: Final = 500
ANSWER_LIMIT: Final = 1000
# More open questions about one client ask for a talk, and not for another question. [CHOICE]
MOST_OPEN: Final = 5
# So long an answered question stays with the lead, to look back at. [CHOICE]
ANSWERED_STAYS: Final = timedelta(days=14)
# A talk further away than this was chosen by mistake. [CHOICE]
_FARTHEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Question:
    """What a coach asked about a client, and what the lead answered.

    `asked_by` and `answered_by` are names; `answer` is "" and `answered_at` None while it is open.
    `put_away` when a coach read the answer: then it stays as it is.
    `mine` is true for whoever asked it. `version` counts changes; a change names the version it
    was made from.
    """

    id: str
    client_id: str
    words: str
    asked_by: str
    asked_at: datetime
    version: int
    mine: bool = False
    talk_on: date | None = None
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    put_away: bool = False

    @property
    def is_open(self) -> bool:
        """True until somebody answered it."""
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class OfClient:
    """The questions about one client, oldest first, and the names of who leads the team.

    `leads` is empty when nobody does: then nobody would read a question.
    """

    questions: tuple[Question, ...]
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamQuestion:
    """A question as a lead sees it: of which client, coach and team. Nothing of a session."""

    question: Question
    client_name: str
    coach_name: str
    team_name: str


class When(StrEnum):
    """Under which heading of the agenda of a lead a question stands."""

    BEFORE = "before"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    NO_DAY = "no_day"
    ANSWERED = "answered"


WHEN_WORDS: Final = {
    When.BEFORE: msg("The day has passed"),
    When.TODAY: msg("Today"),
    When.THIS_WEEK: msg("This week"),
    When.LATER: msg("Later"),
    When.NO_DAY: msg("Without a day"),
    When.ANSWERED: msg("Answered in the last two weeks"),
}


def check_question(words: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the cleaned words, or None and the problems: they are needed."""
    cleaned, problems = passage(words, field="words", limit=WORDS_LIMIT, required=True)
    return (None, problems) if problems else (cleaned, ())


def check_answer(words: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the cleaned words, or None and the problems: they are needed."""
    cleaned, problems = passage(words, field="answer", limit=ANSWER_LIMIT, required=True)
    return (None, problems) if problems else (cleaned, ())


def check_room(open_now: int) -> tuple[Problem, ...]:
    """Return a problem when as many questions about one client are open as fit."""
    if open_now >= MOST_OPEN:
        return (
            Problem(
                "words",
                msg("{count} questions about this client are open already. Call your team lead."),
                {"count": MOST_OPEN},
            ),
        )
    return ()


def check_talk_on(talk_on: date | None, *, today: date) -> tuple[Problem, ...]:
    """Return a problem for a day that has passed or is more than a year away; None is no day."""
    if talk_on is None or today <= talk_on <= today + _FARTHEST:
        return ()
    return (Problem("talk_on", msg("Choose today, or a day within a year.")),)


def when(question: Question, *, today: date) -> When:
    """Return the heading of a question; an answered one stands by its day while that is to come.

    The week ends on Sunday.
    """
    talk_on = question.talk_on
    if not question.is_open and (talk_on is None or talk_on < today):
        return When.ANSWERED
    if talk_on is None:
        return When.NO_DAY
    if talk_on < today:
        return When.BEFORE
    if talk_on == today:
        return When.TODAY
    sunday = today + timedelta(days=6 - today.weekday())
    return When.THIS_WEEK if talk_on <= sunday else When.LATER


def by_day(
    asked: Iterable[TeamQuestion], *, today: date
) -> Mapping[When, tuple[TeamQuestion, ...]]:
    """Return the questions by heading, those without any left out.

    Within one by day to talk, then the oldest first; of the answered ones the newest answer first.
    """
    found: dict[When, list[TeamQuestion]] = {kind: [] for kind in When}
    for one in sorted(asked, key=_order):
        found[when(one.question, today=today)].append(one)
    found[When.ANSWERED].sort(
        key=lambda one: one.question.answered_at or one.question.asked_at, reverse=True
    )
    return {kind: tuple(some) for kind, some in found.items() if some}


def _order(one: TeamQuestion) -> tuple[date, datetime, str]:
    question = one.question
    return question.talk_on or date.max, question.asked_at, question.id
