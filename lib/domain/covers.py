"""Cover: days on which a colleague guides a client in place of the coach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from lib.domain.problems import Problem
from lib.domain.texts import line
from lib.domain.words import msg

WORDS_LIMIT: Final = 500
# Longer is no cover: then a client is better handed over. A quarter of a year. [CHOICE]
LONGEST_DAYS: Final = 92
# When an account is closed its clients are covered for so long: four weeks to hand them over in
# peace, with at least one session with most of them. [CHOICE]
AFTER_LEAVING_DAYS: Final = 28


@dataclass(frozen=True, slots=True)
class Cover:
    """Days on which `coverer` guides a client in place of `coach`, the first and last part of it.

    `client_name`, `coach` and `words` are "" for whoever covers before the first day and after it
    was ended: the client is not in sight then. `ended_at` is set when it was ended before its last
    day. `group` is the same for everything that was arranged in one go. `informed_on` is the day
    on which the client was told, None until somebody said so.
    """

    id: str
    client_id: str
    client_name: str
    coach_id: str
    coach: str
    coverer_id: str
    coverer: str
    coverer_phone: str
    start: date
    end: date
    words: str
    made_by_id: str
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    informed_on: date | None
    informed_by: str | None
    group: str

    def lasts(self, day: date) -> bool:
        """True on each of its days, while nobody ended it."""
        return self.ended_at is None and self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Guided:
    """How many clients somebody guides in a team, and who there could see to them.

    Counts and names of colleagues alone: an administrator sees no client. `coaches` are the other
    active coaches of the team, `leads` those who lead it; id and name each, by name.
    """

    team_id: str
    team_name: str
    count: int
    coaches: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, str], ...]

    @property
    def asks(self) -> bool:
        """True when there is somebody to choose; without anyone nothing can be asked."""
        return bool(self.coaches or self.leads)


def check_words(words: str | None) -> tuple[str, tuple[Problem, ...]]:
    """Return the cleaned words for whoever covers on one line, "" for none, and the problems."""
    return line(words, field="words", limit=WORDS_LIMIT)


def check_period(
    start: date | None, end: date | None, *, today: date
) -> tuple[tuple[date, date] | None, tuple[Problem, ...]]:
    """Return the first and the last day, or None and the problems.

    It begins today or later and lasts 92 days at most.
    """
    found = []
    if start is None:
        found.append(Problem("start", msg("Please fill this in.")))
    elif start < today:
        found.append(Problem("start", msg("A cover begins today or later.")))
    if end is None:
        found.append(Problem("end", msg("Please fill this in.")))
    elif start is not None and end < start:
        found.append(Problem("end", msg("The end lies before the beginning.")))
    elif start is not None and (end - start).days + 1 > LONGEST_DAYS:
        sentence = msg("A cover lasts {days} days at most. Longer is better handed over.")
        found.append(Problem("end", sentence, {"days": LONGEST_DAYS}))
    if start is None or end is None or found:
        return None, tuple(found)
    return (start, end), ()


def uncovered(
    start: date, end: date, taken: Iterable[tuple[date, date]]
) -> tuple[tuple[date, date], ...]:
    """Return the stretches from `start` through `end` that none of `taken` holds, by day."""
    free, first = [], start
    for begin, last in sorted(taken):
        if begin > end:
            break
        if begin > first:
            free.append((first, begin - timedelta(days=1)))
        first = max(first, last + timedelta(days=1))
    if first <= end:
        free.append((first, end))
    return tuple(free)
