"""Personal goals: one to three, in the client's own words, 0-10 when they like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lib.domain.problems import Problem
from lib.domain.texts import line
from lib.domain.words import msg

WORDS_LIMIT = 200
# Three can be kept in mind at once; a fourth is better talked about than added. [CHOICE]
MOST_STANDING = 3
HIGHEST_SCORE = 10


@dataclass(frozen=True, slots=True)
class Score:
    """How near a goal felt to the client on a day, 0-10: what was told last about that day."""

    day: date
    value: int


@dataclass(frozen=True, slots=True)
class Goal:
    """A personal goal. `scores` are oldest first, one for each day; `ended_on` None: it stands.

    `changed_by` is a name. `version` counts changes of the words; a change names the version it
    was made from.
    """

    id: str
    words: str
    begun_on: date
    ended_on: date | None
    scores: tuple[Score, ...]
    changed_by: str
    changed_at: datetime
    version: int

    @property
    def stands(self) -> bool:
        """True while the goal is one of those of now."""
        return self.ended_on is None

    @property
    def latest(self) -> Score | None:
        """The score of the last day that has one, None without any."""
        return self.scores[-1] if self.scores else None


def check_goal(words: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the cleaned words on one line, or None and the problems: they are needed."""
    cleaned, problems = line(words, field="words", limit=WORDS_LIMIT, required=True)
    return (None, problems) if problems else (cleaned, ())


def check_room(standing: int) -> tuple[Problem, ...]:
    """Return a problem when as many goals stand already as fit."""
    if standing >= MOST_STANDING:
        return (
            Problem(
                "words",
                msg("{count} goals stand already. Round one off first."),
                {"count": MOST_STANDING},
            ),
        )
    return ()


def check_score(
    value: float | None, day: date | None, *, since: date, today: date
) -> tuple[Score | None, tuple[Problem, ...]]:
    """Return the score, or None and every problem: 0-10, on a day from `since` through today."""
    found = []
    if value is None or value not in range(HIGHEST_SCORE + 1):
        found.append(Problem("value", msg("Please choose one.")))
    if day is None:
        found.append(Problem("day", msg("Please fill this in.")))
    elif day > today:
        found.append(Problem("day", msg("This day has not come yet.")))
    elif day < since:
        found.append(Problem("day", msg("Guidance had not begun then.")))
    if found or value is None or day is None:
        return None, tuple(found)
    return Score(day, int(value)), ()


def last_told(told: Iterable[tuple[date, int]]) -> tuple[Score, ...]:
    """Return one score for each day, by day; of several of one day the last one told counts."""
    return tuple(Score(day, value) for day, value in sorted(dict(told).items()))


def standing(goals: Sequence[Goal]) -> tuple[Goal, ...]:
    """Return the goals of now, in their order."""
    return tuple(goal for goal in goals if goal.stands)
