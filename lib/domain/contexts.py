"""What helps me: how moving felt alone, together, outside, in the morning."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lib.domain.calendar import AMSTERDAM
from lib.domain.caseload import SessionMood
from lib.domain.sessions import Attendance, Where, WithWhom
from lib.domain.words import msg

# [CHOICE] As many values as a phase before and after a change asks: a mean of fewer is the mean of
# one good day.
CONTEXT_FROM_TIMES = 5
# [CHOICE] When the afternoon and the evening begin, on Amsterdam's clock.
AFTERNOON_FROM_HOUR = 12
EVENING_FROM_HOUR = 18


class Context(StrEnum):
    """A circumstance of moving; one time of moving has several."""

    ALONE = "alone"
    TOGETHER = "together"
    GROUP = "group"
    HELPING = "helping"
    OUTSIDE = "outside"
    INSIDE = "inside"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


CONTEXT_WORDS = {
    Context.ALONE: msg("alone"),
    Context.TOGETHER: msg("with someone"),
    Context.GROUP: msg("with a group"),
    Context.HELPING: msg("helping someone"),
    Context.OUTSIDE: msg("outside"),
    Context.INSIDE: msg("inside"),
    Context.MORNING: msg("in the morning"),
    Context.AFTERNOON: msg("in the afternoon"),
    Context.EVENING: msg("in the evening"),
}


class Order(StrEnum):
    """How a list of contexts is sorted. Never by how much mood rose: that would be a ranking."""

    NAME = "name"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Felt:
    """How one time of moving felt, 0-10: on the way and at the end; None where nobody said."""

    contexts: frozenset[Context]
    during: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class InContext:
    """How moving felt in one context.

    times        times in this context with a number at the end
    mean_after   the mean level at the end, 0-10
    spread       the standard deviation of those levels, dividing by times - 1
    times_during times with a number on the way
    mean_during  the mean level on the way, 0-10

    A mean is None below five times, and the spread with it: "too few" is said then.
    """

    context: Context
    times: int
    mean_after: float | None
    spread: float | None
    times_during: int
    mean_during: float | None

    @property
    def too_few(self) -> bool:
        """True when there are too few numbers at the end to name a level."""
        return self.mean_after is None


def in_contexts(felt: Iterable[Felt], *, order: Order = Order.NAME) -> tuple[InContext, ...]:
    """Return how moving felt in every context that occurred, one row for each.

    NAME is the fixed order of `Context`; TIMES puts the most frequent first, and equals in that
    order. Contexts overlap, and people choose them on better or worse days: a row is no proof that
    the context is what helped.
    """
    every = list(felt)
    rows = []
    for context in Context:
        there = [one for one in every if context in one.contexts]
        if there:
            rows.append(_row(context, there))
    if order is Order.TIMES:
        rows.sort(key=lambda row: -row.times)
    return tuple(rows)


def felt_in(session: SessionMood) -> Felt | None:
    """Return how a session felt, or None when nobody came.

    A session is never alone, and a place that is elsewhere is neither outside nor inside; the time
    of day is that of the start.
    """
    if session.attendance is not Attendance.CAME:
        return None
    found = {time_of_day(session.held_at)}
    if session.company is not None:
        found.add(_COMPANY[session.company])
    if session.place in _PLACES:
        found.add(_PLACES[session.place])
    return Felt(frozenset(found), session.during, session.after)


def time_of_day(instant: datetime) -> Context:
    """Return the part of the day in Amsterdam: morning until 12:00, evening from 18:00.

    Raises ValueError for an instant without a time zone.
    """
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    hour = instant.astimezone(AMSTERDAM).hour
    if hour >= EVENING_FROM_HOUR:
        return Context.EVENING
    return Context.AFTERNOON if hour >= AFTERNOON_FROM_HOUR else Context.MORNING


_COMPANY = {
    WithWhom.COACH: Context.TOGETHER,
    WithWhom.BUDDY: Context.TOGETHER,
    WithWhom.FAMILY: Context.TOGETHER,
    WithWhom.GROUP: Context.GROUP,
    WithWhom.HELPING: Context.HELPING,
}
_PLACES = {
    Where.OUTDOORS: Context.OUTSIDE,
    Where.NATURE: Context.OUTSIDE,
    Where.PRACTICE: Context.INSIDE,
    Where.HOME: Context.INSIDE,
}


def _row(context: Context, there: Sequence[Felt]) -> InContext:
    after = [one.after for one in there if one.after is not None]
    during = [one.during for one in there if one.during is not None]
    mean = _mean(after)
    spread = None
    if mean is not None:
        spread = math.sqrt(math.fsum((each - mean) ** 2 for each in after) / (len(after) - 1))
    return InContext(context, len(after), mean, spread, len(during), _mean(during))


def _mean(values: Sequence[float]) -> float | None:
    if len(values) < CONTEXT_FROM_TIMES:
        return None
    return math.fsum(values) / len(values)
