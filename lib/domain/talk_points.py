"""Talk points: what a client wants to talk about, and questions left open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lib.domain.calendar import local_day
from lib.domain.problems import Problem
from lib.domain.texts import line
from lib.domain.words import msg

WORDS_LIMIT = 300
# More than a dozen is no list for one talk: nobody reads it while somebody sits there. [CHOICE]
MOST_OPEN = 12


class PointKind(StrEnum):
    """What kind of talk point it is."""

    TOPIC = "topic"
    QUESTION = "question"


KIND_WORDS = {
    PointKind.TOPIC: msg("To talk about"),
    PointKind.QUESTION: msg("Open questions"),
}


@dataclass(frozen=True, slots=True)
class TalkPoint:
    """Something for the next talk; `done_at` is None while it is open."""

    id: str
    kind: PointKind
    words: str
    made_at: datetime
    done_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """True until somebody ticked it off."""
        return self.done_at is None


def check_talk_point(
    kind: str | None, words: str | None
) -> tuple[tuple[PointKind, str] | None, tuple[Problem, ...]]:
    """Return the kind and the cleaned words on one line, or None and every problem."""
    found: list[Problem] = []
    if kind not in set(PointKind):
        found.append(Problem("kind", msg("Please choose one.")))
    cleaned, problems = line(words, field="words", limit=WORDS_LIMIT, required=True)
    found.extend(problems)
    if found or kind is None:
        return None, tuple(found)
    return (PointKind(kind), cleaned), ()


def check_room(open_now: int) -> tuple[Problem, ...]:
    """Return a problem when as many talk points are open already as fit."""
    if open_now >= MOST_OPEN:
        return (
            Problem(
                "words",
                msg("{count} talk points are open already. Tick one off first."),
                {"count": MOST_OPEN},
            ),
        )
    return ()


def in_sight(points: Iterable[TalkPoint], *, today: date) -> tuple[TalkPoint, ...]:
    """Return what is open or was ticked off today, in the order they were written down.

    A point keeps its place when it is ticked off: a list that moves under a finger is tapped wrong.
    """
    return tuple(
        sorted(
            (one for one in points if one.done_at is None or local_day(one.done_at) == today),
            key=lambda one: (one.made_at, one.id),
        )
    )


def of_kind(points: Iterable[TalkPoint], kind: PointKind) -> tuple[TalkPoint, ...]:
    """Return the talk points of one kind, in their order."""
    return tuple(one for one in points if one.kind is kind)
