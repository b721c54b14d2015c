"""The load of coaches: how much work there is and what waits, never how anyone's clients do."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from lib.domain.caseload import Reason
from lib.domain.glance import Glance
from lib.domain.intake import Beginning, Funnel
from lib.domain.starts import LEAST_CLIENTS, LEAST_COACHES
from lib.domain.words import msg

# Hours are looked at over so many days from today on: what can still be moved. [CHOICE]
AHEAD_DAYS: Final = 28
_WORKDAYS: Final = 5
# More than 60 hours a week is a slip of the finger.
MOST_MINUTES: Final = 3600

# These say how clients are doing. Beside the name of a coach they would compare outcomes, so with
# one coach chosen they are neither counted nor asked for.
OUTCOMES: Final = frozenset({Reason.RETURNED, Reason.VERY_LOW_MOOD, Reason.LOWER_MOOD})
# These say what is to be done about somebody: they may stand beside the name of a coach.
SERVICE: Final = tuple(reason for reason in Reason if reason not in OUTCOMES)


class Period(StrEnum):
    """Over which days new clients and talks are counted, today among them."""

    FOUR_WEEKS = "4w"
    QUARTER = "13w"
    YEAR = "year"


PERIOD_WORDS = {
    Period.FOUR_WEEKS: msg("the last 4 weeks"),
    Period.QUARTER: msg("the last 13 weeks"),
    Period.YEAR: msg("this year"),
}
_WEEKS = {Period.FOUR_WEEKS: 4, Period.QUARTER: 13}


def first_day(period: Period, *, today: date) -> date:
    """Return the first day of a period that ends today."""
    if period is Period.YEAR:
        return today.replace(month=1, day=1)
    return today - timedelta(days=7 * _WEEKS[period] - 1)


@dataclass(frozen=True, slots=True)
class Coach:
    """A colleague in a team: `there` is False when they no longer coach in it, or at all."""

    id: str
    name: str
    team_id: str
    team_name: str
    there: bool = True


@dataclass(frozen=True, slots=True)
class Work:
    """What was counted of the work itself, by coach and team.

    sessions   talks they wrote down in the period to which the client came
    heavy      those of them that were heavy: they said so, or a care signal about the client was
               open on that day. Never taken from how a client felt
    available  minutes for clients in the coming `AHEAD_DAYS` days; who is absent is None: unknown
    planned    minutes of appointments with clients in these days
    covering   clients they guide today in a colleague's place
    questions  questions to the team lead that wait for an answer
    """

    sessions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    heavy: Mapping[tuple[str, str], int] = field(default_factory=dict)
    available: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    planned: Mapping[tuple[str, str], int] = field(default_factory=dict)
    covering: Mapping[tuple[str, str], int] = field(default_factory=dict)
    questions: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CoachLoad:
    """The load of one coach in one team; see `Work` for what is counted there.

    active        clients they are the coach of, whose guidance goes on
    new           those of them whose guidance began in the period
    no_next_date  those without a next date
    overdue       those of whom nothing was heard for longer than was agreed
    care_signals  those with an open care signal
    """

    coach: Coach
    active: int
    new: int
    sessions: int
    heavy: int
    available: int | None
    planned: int
    covering: int
    no_next_date: int
    overdue: int
    care_signals: int
    questions: int


@dataclass(frozen=True, slots=True)
class Begun:
    """How one client began whose guidance began in the period."""

    client_id: str
    client_name: str
    beginning: Beginning


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """The load of one or more teams: each coach by name, the clients, and how clients began.

    `clients` are those whose guidance goes on. `began` is about clients whose guidance began in the
    period, also those it ended of, and `begun` are the rows behind it, by name. `since` is the
    first day of the period.
    """

    since: date
    coaches: tuple[CoachLoad, ...]
    clients: tuple[Glance, ...]
    began: Funnel
    begun: tuple[Begun, ...] = ()

    @property
    def questions(self) -> int:
        """The questions that wait for an answer, of everyone."""
        return sum(one.questions for one in self.coaches)


@dataclass(frozen=True, slots=True)
class Held:
    """A talk behind the number of a coach: when, and with whom. Never whether it was heavy."""

    held_at: datetime
    client_id: str
    client_name: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """An appointment behind the planned hours of a coach."""

    starts_at: datetime
    minutes: int
    client_id: str
    client_name: str


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind talks and planned hours of one coach: newest talk, nearest meeting first."""

    held: tuple[Held, ...]
    ahead: tuple[Ahead, ...]


def loads(
    coaches: Iterable[Coach], clients: Sequence[Glance], work: Work, *, since: date
) -> tuple[CoachLoad, ...]:
    """Return the load of each coach, by name, of whose team these are the clients."""
    guided: dict[tuple[str, str], list[Glance]] = {}
    for one in clients:
        guided.setdefault((one.client.coach_id, one.client.team_id), []).append(one)
    return tuple(
        _load(coach, guided.get((coach.id, coach.team_id), []), work, since=since)
        for coach in sorted(coaches, key=lambda one: (one.name.casefold(), one.team_name, one.id))
    )


def _load(coach: Coach, clients: Sequence[Glance], work: Work, *, since: date) -> CoachLoad:
    at = coach.id, coach.team_id
    return CoachLoad(
        coach=coach,
        active=len(clients),
        new=sum(one.client.started_on >= since for one in clients),
        sessions=work.sessions.get(at, 0),
        heavy=work.heavy.get(at, 0),
        available=work.available.get(at),
        planned=work.planned.get(at, 0),
        covering=work.covering.get(at, 0),
        no_next_date=with_reason(clients, Reason.NO_NEXT_DATE),
        overdue=with_reason(clients, Reason.SILENT),
        care_signals=with_reason(clients, Reason.CARE_SIGNAL),
        questions=work.questions.get(at, 0),
    )


def with_reason(clients: Iterable[Glance], reason: Reason) -> int:
    """Return of how many clients this is a reason to look."""
    return sum(reason in one.reasons for one in clients)


def may_be_counted(clients: Iterable[Glance], reason: Reason) -> bool:
    """True when a number of clients with this reason may be shown over these.

    What says how clients are doing is counted over at least `LEAST_CLIENTS` of them, of at least
    `LEAST_COACHES` coaches: in a team of one the number would stand beside that coach.
    """
    coaches = [one.client.coach_id for one in clients]
    enough = len(coaches) >= LEAST_CLIENTS and len(set(coaches)) >= LEAST_COACHES
    return enough or reason not in OUTCOMES


def minutes_available(
    minutes_per_week: int | None,
    *,
    first: date,
    free: Collection[date],
    away: Iterable[tuple[date, date]] = (),
) -> int | None:
    """Return the minutes for clients in `AHEAD_DAYS` days from a day on; None when not known.

    A fifth of a week for each working day (Monday through Friday) that is no public holiday and on
    which the coach is there.
    """
    if minutes_per_week is None:
        return None
    absent = tuple(away)
    days = (first + timedelta(days=n) for n in range(AHEAD_DAYS))
    working = sum(
        day.weekday() < _WORKDAYS
        and day not in free
        and not any(start <= day <= end for start, end in absent)
        for day in days
    )
    return round(minutes_per_week * working / _WORKDAYS)
