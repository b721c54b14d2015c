"""The report of a team over one month: what was done, and never one coach beside another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lib.domain.calendar import week_start
from lib.domain.intake import Beginning, Funnel, funnel
from lib.domain.problems import Refused
from lib.domain.sessions import Attendance
from lib.domain.shelf import Tried
from lib.domain.team_quality import LEAST_CLIENTS, Contacts, LedTeam, Week
from lib.domain.words import msg

# Beginnings are looked at over a year: a month has too few of them for a middle. [CHOICE]
BEGINNINGS_OVER = timedelta(days=365)
# Thursday: a week lies in the month in which most of its days lie (ISO 8601 does so for years).
_MIDDLE_OF_WEEK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month as far as it has come: `last` is today while it runs."""

    first: date
    last: date
    running: bool

    def holds(self, day: date) -> bool:
        """True for a day of it that has come."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened in a month, as plain counts.

    `guided` clients were guided on at least one of its days. `questions_answered` may have been
    asked earlier. `covers` held on at least one of its days. `heavy_talks` say something of clients
    too, and are shown with what is in `HowClientsAre` alone.
    """

    guided: int
    new: int
    ended: int
    sessions: Mapping[Attendance, int]
    heavy_talks: int
    questions_asked: int
    questions_answered: int
    handovers: int
    covers: int


@dataclass(frozen=True, slots=True)
class HowClientsAre:
    """What says something about how clients are doing; never of fewer than `LEAST_CLIENTS`.

    `waiting` clients have no first step yet on the last day of the month.
    """

    care_opened: int
    care_closed: int
    waiting: int
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client in the list with names: who guides, and the days. `None` is not known, or none."""

    name: str
    coach_name: str
    started_on: date
    ended_on: date | None
    last_session: date | None
    next_date: datetime | None


@dataclass(frozen=True, slots=True)
class TeamReport:
    """A month of a team. `clients` is None unless names were asked for.

    `contacts` are all weeks that are shown up to the month, `weeks` those of the month.
    `clients_in` is None when it would be about fewer than `LEAST_CLIENTS` clients.
    """

    team: LedTeam
    month: Month
    made_by: str
    made_at: datetime
    counts: Counts
    contacts: Contacts
    weeks: tuple[Week, ...]
    clients_in: HowClientsAre | None
    tried: tuple[Tried, ...]
    clients: tuple[ClientLine, ...] | None = None


def first_of(day: date) -> date:
    """Return the first day of a month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """Return the first day of the month after this one."""
    return first_of(first + timedelta(days=31))


def months(began: date, today: date) -> tuple[date, ...]:
    """Return the first day of each month since a team began, newest first, the running one too."""
    found = [first_of(began)]
    while found[-1] < first_of(today):
        found.append(next_month(found[-1]))
    return tuple(reversed(found))


def usual(choices: Sequence[date], today: date) -> date:
    """Return the month that is looked at first: the last one that is over, or the only one."""
    over = [one for one in choices if one < first_of(today)]
    return over[0] if over else choices[0]


def month_of(first: date, *, began: date, today: date) -> Month:
    """Return a month by its first day.

    Raises `Refused` with a sentence for one that has not come, and one before the team began.
    """
    first = first_of(first)
    if first > today:
        raise Refused(msg("This month has not come yet. Choose an earlier one."))
    if first < first_of(began):
        raise Refused(msg("The team did not exist in that month. Choose a later one."))
    running = first == first_of(today)
    return Month(first, today if running else next_month(first) - timedelta(days=1), running)


def weeks_end(month: Month) -> date:
    """Return the Monday after the last week that belongs to a month, by its Thursday."""
    whole = next_month(month.first) - timedelta(days=1)
    monday = week_start(whole)
    return monday + timedelta(weeks=1) if monday + _MIDDLE_OF_WEEK <= whole else monday


def weeks_of(month: Month, weeks: Sequence[Week]) -> tuple[Week, ...]:
    """Return the weeks of which most days lie in a month."""
    return tuple(one for one in weeks if first_of(one.start + _MIDDLE_OF_WEEK) == month.first)


def how_clients_are(
    guided: int, *, care_opened: int, care_closed: int, waiting: int, began: Sequence[Beginning],
    month: Month,
) -> HowClientsAre | None:  # fmt: skip
    """Return what says something about how clients are doing; None of too few.

    `began` are the beginnings of the year up to the last day; what lies after it is left out, so
    that the report of a month stays the same.
    """
    if guided < LEAST_CLIENTS:
        return None
    return HowClientsAre(
        care_opened, care_closed, waiting, funnel([known_by(one, month.last) for one in began])
    )


def known_by(one: Beginning, day: date) -> Beginning:
    """Return a beginning as it was on a day: what lies after it is not known."""

    def then(known: date | None) -> date | None:
        return known if known is not None and known <= day else None

    told = replace(
        one.intake,
        referred_on=then(one.intake.referred_on),
        first_call_on=then(one.intake.first_call_on),
        first_meeting_on=then(one.intake.first_meeting_on),
    )
    return replace(
        one,
        intake=told,
        first_step_on=then(one.first_step_on),
        first_session_on=then(one.first_session_on),
    )


def in_order(lines: Sequence[ClientLine]) -> tuple[ClientLine, ...]:
    """Return the list with names in the order of the alphabet, and in no other."""
    return tuple(sorted(lines, key=lambda one: (one.name.casefold(), one.started_on)))
