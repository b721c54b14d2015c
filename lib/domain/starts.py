"""How often a step of the library was a good start, over clients together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Four weeks: long enough for a second fortnight to show whether it went on. [CHOICE]
WATCHED_DAYS = 28
# Done in both halves is going on: the first try alone says little about a start. [CHOICE]
FIRST_DAYS = 14
# With fewer, a colleague could tell whose client the number is about. [CHOICE]
LEAST_CLIENTS = 5
LEAST_COACHES = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """One client's try of one idea; nothing in it says who the client or the coach is.

    `client` and `coach` are marks to count them apart. `first` is the day of the first version of
    the route that held the idea, and `coach` made that one. `first_done` and `last_done` are the
    first and the last day on which it was told done, any size, of its first `WATCHED_DAYS` days;
    None without any.
    """

    client: str
    coach: str
    first: date
    first_done: date | None
    last_done: date | None

    @property
    def went_on(self) -> bool:
        """True when it was done in the first `FIRST_DAYS` days and in the days after those."""
        if self.first_done is None or self.last_done is None:
            return False
        half = self.first + timedelta(days=FIRST_DAYS)
        return self.first <= self.first_done < half <= self.last_done <= last_watched(self.first)


@dataclass(frozen=True, slots=True)
class Starts:
    """Of one idea: how many clients tried it, and how many of them are known to have gone on.

    A client counts once. Days that nobody told about may have been done ones, so `went_on` is a
    lower bound.
    """

    tried: int
    went_on: int


def last_watched(first: date) -> date:
    """Return the last day that is looked at of a try that began on `first`."""
    return first + timedelta(days=WATCHED_DAYS - 1)


def tried_by(today: date) -> date:
    """Return the last day on which a try can have begun to be counted today."""
    return today - timedelta(days=WATCHED_DAYS)


def good_starts(trials: Iterable[Trial], *, today: date) -> Starts | None:
    """Return the counts of one idea; None below `LEAST_CLIENTS` clients or `LEAST_COACHES` coaches.

    `trials` holds each client once at most. A try counts when it began at least `WATCHED_DAYS`
    days ago.
    """
    counted = [trial for trial in trials if trial.first <= tried_by(today)]
    clients = {trial.client for trial in counted}
    coaches = {trial.coach for trial in counted}
    if len(clients) < LEAST_CLIENTS or len(coaches) < LEAST_COACHES:
        return None
    return Starts(len(clients), sum(trial.went_on for trial in counted))
