"""Absence of a colleague: whole days on which somebody else has to be asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lib.domain.problems import Problem
from lib.domain.words import msg

# Longer is no absence: an account can be closed, and a client handed over. [CHOICE]
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a colleague is not there, the first and the last part of it."""

    id: str
    start: date
    end: date

    def covers(self, day: date) -> bool:
        """True on each of these days."""
        return self.start <= day <= self.end


def check_absence(
    start: date | None, end: date | None, *, today: date
) -> tuple[tuple[date, date] | None, tuple[Problem, ...]]:
    """Return the first and the last day, or None and the problems.

    It may have begun already, and may not be over; it lasts a year at most.
    """
    problems = []
    if start is None:
        problems.append(Problem("start", msg("Please fill this in.")))
    if end is None:
        problems.append(Problem("end", msg("Please fill this in.")))
    elif end < today:
        problems.append(Problem("end", msg("This day is over already.")))
    elif start is not None and end < start:
        problems.append(Problem("end", msg("The end lies before the beginning.")))
    elif start is not None and end - start > LONGEST:
        problems.append(Problem("end", msg("An absence lasts a year at most.")))
    if start is None or end is None or problems:
        return None, tuple(problems)
    return (start, end), ()
