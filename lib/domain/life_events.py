"""What happened in a life on a day or over days, in a few words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lib.domain.problems import Problem
from lib.domain.texts import line
from lib.domain.words import msg

WORDS_LIMIT = 80
# [CHOICE] A few words at a chart need no more past than five years, leap days included.
LONGEST_AGO = timedelta(days=5 * 365 + 2)
# [CHOICE] What is going on may end in the future: a holiday, a course of treatment.
LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """What happened and when; `end_day` is the last day of it, None for one day."""

    day: date
    words: str
    end_day: date | None = None


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something in the life of a client that a reader of the mood chart should know of.

    `end_day` is None for one day. `made_by` is the name of who wrote it down.
    """

    id: str
    day: date
    end_day: date | None
    words: str
    made_by: str
    made_at: datetime

    @property
    def last_day(self) -> date:
        """The last day of it; the day itself when it was one day."""
        return self.end_day or self.day


def check_event(
    words: str | None, day: date | None, end_day: date | None = None, *, today: date
) -> tuple[EventDraft | None, tuple[Problem, ...]]:
    """Return what is kept, or None and every problem.

    The words are needed, on one line. The day lies in the last five years, through today. An end
    day is the day itself or later, at most a year ahead; that of one day is left out.
    """
    cleaned, problems = line(words, field="words", limit=WORDS_LIMIT, required=True)
    found = list(problems)
    if day is None:
        found.append(Problem("day", msg("Please fill this in.")))
    elif day > today:
        found.append(Problem("day", msg("This day has not come yet.")))
    elif day < today - LONGEST_AGO:
        found.append(Problem("day", msg("This is more than five years ago.")))
    if end_day is not None:
        if day is not None and end_day < day:
            found.append(Problem("end_day", msg("The last day lies before the first.")))
        elif end_day > today + LONGEST_AHEAD:
            found.append(Problem("end_day", msg("This is more than a year ahead.")))
    if found or day is None:
        return None, tuple(found)
    return EventDraft(day, cleaned, end_day if end_day != day else None), ()
