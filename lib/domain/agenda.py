"""The agenda: meetings planned once or every so many weeks, on Amsterdam's clock."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lib.domain.calendar import AMSTERDAM, NoSuchTime, at_local, local_day
from lib.domain.problems import Problem
from lib.domain.texts import line
from lib.domain.words import msg

FEWEST_MINUTES, MOST_MINUTES = 5, 600
# How long a talk usually lasts. [CHOICE]
USUAL_MINUTES = 60
MOST_WEEKS = 8
PLACE_LIMIT, TITLE_LIMIT = 120, 80
# Two years and a day, so that "in two years" fits in a leap year too.
FARTHEST = timedelta(days=731)
NEARBY = timedelta(days=9 * 7)
_WEEK = timedelta(days=7)

Moved = tuple[date, time]


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting that was planned: with a client, or of a group, which has a title instead.

    `day` and `at` are those of Amsterdam's clocks. `every_weeks` is None for a single one; a series
    goes on through `until`, or for ever when that is None. `changes` holds, by the day that was
    planned, to which day and time that one moved, or None: it was cancelled.
    """

    id: str
    client_id: str | None
    title: str
    day: date
    at: time
    minutes: int
    every_weeks: int | None = None
    until: date | None = None
    place: str = ""
    changes: Mapping[date, Moved | None] = field(default_factory=dict)
    version: int = 1

    @property
    def repeats(self) -> bool:
        """True for a series."""
        return self.every_weeks is not None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an appointment takes place, or would have: `cancelled` ones stay visible.

    `planned` is the day the series gave it, by which it is changed; `starts_at` and `ends_at` are
    instants in UTC, of a cancelled one those that were planned.
    """

    appointment: Appointment
    planned: date
    starts_at: datetime
    ends_at: datetime
    moved: bool = False
    cancelled: bool = False

    @property
    def client_id(self) -> str | None:
        """With whom; None for a group."""
        return self.appointment.client_id

    @property
    def day(self) -> date:
        """The day in Amsterdam on which it begins."""
        return local_day(self.starts_at)


@dataclass(frozen=True, slots=True)
class AppointmentDraft:
    """What was typed to plan a meeting; `title` counts for a group alone."""

    day: date | None
    at: time | None
    minutes: float | None = USUAL_MINUTES
    place: str = ""
    every_weeks: float | None = None
    until: date | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked draft: what is kept of it."""

    day: date
    at: time
    minutes: int
    place: str
    every_weeks: int | None
    until: date | None
    title: str


@dataclass(frozen=True, slots=True)
class Holidays:
    """A school holiday of one region, from its first through its last day."""

    name: str
    region: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class FreeDays:
    """The Dutch public holidays and school holidays that are known, for one span of days.

    `school_through` is the last day of the last school year that is known; after it nothing is
    said about school holidays.
    """

    public: Mapping[date, str]
    school: tuple[Holidays, ...]
    school_through: date

    def school_on(self, day: date) -> tuple[Holidays, ...]:
        """Return the school holidays that this day lies in, by region as in the file."""
        return tuple(one for one in self.school if one.first <= day <= one.last)


class Remark(StrEnum):
    """What is worth knowing about a planned time; never a reason to refuse it."""

    OVERLAP = "overlap"
    HOLIDAY = "holiday"
    SKIPPED_HOUR = "skipped_hour"


@dataclass(frozen=True, slots=True)
class Remarked:
    """One remark about one time; `name` is the holiday's, "" otherwise.

    Of an overlap `starts_at` is when the other one begins.
    """

    remark: Remark
    starts_at: datetime
    name: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One time in someone's agenda with whom: the client's name, or the title of a group."""

    occurrence: Occurrence
    name: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What stands in an agenda on a span of days, earliest first, and which days are free.

    `clients` names those who are guided now, by id: with them something can be planned.
    """

    items: tuple[Item, ...]
    free: FreeDays
    clients: Mapping[str, str]

    def on(self, day: date) -> tuple[Item, ...]:
        """Return what begins on a day."""
        return tuple(one for one in self.items if one.occurrence.day == day)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One time as a calendar elsewhere may know it: when, and whether it was cancelled.

    No name and no health. `client_id` is None for a group; `sequence` grows with every change.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    client_id: str | None
    cancelled: bool
    sequence: int


# -- when -----------------------------------------------------------------------------------


def planned_days(one: Appointment, first: date, last: date) -> Iterable[date]:
    """Return the days that the plan itself gives from `first` through `last`, changed or not."""
    if one.every_weeks is None:
        if first <= one.day <= last:
            yield one.day
        return
    step = one.every_weeks * 7
    ahead = max(0, -(-(first - one.day).days // step))
    through = last if one.until is None else min(last, one.until)
    # Counted in days since the year 1: past 9999 there is no day to add to.
    for number in range(one.day.toordinal() + ahead * step, through.toordinal() + 1, step):
        yield date.fromordinal(number)


def occurrence(one: Appointment, planned: date) -> Occurrence:
    """Return the time that was planned on a day, where it went, or cancelled."""
    change = one.changes.get(planned, (planned, one.at))
    cancelled = change is None
    day, at = change or (planned, one.at)
    starts_at = _at_or_later(day, at)
    return Occurrence(
        appointment=one,
        planned=planned,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=one.minutes),
        moved=not cancelled and (day, at) != (planned, one.at),
        cancelled=cancelled,
    )


def occurrences(
    planned: Iterable[Appointment], first_day: date, last_day: date
) -> tuple[Occurrence, ...]:
    """Return every time that begins on these days in Amsterdam, earliest first.

    One that moved counts on the day it went to, a cancelled one on the day that was planned.
    """
    found = []
    for one in planned:
        days = set(planned_days(one, first_day, last_day))
        # What was planned on another day may have moved to one of these.
        days.update(day for day in one.changes if is_planned(one, day))
        for day in days:
            time_of = occurrence(one, day)
            if first_day <= time_of.day <= last_day:
                found.append(time_of)
    return tuple(sorted(found, key=lambda of: (of.starts_at, of.appointment.id, of.planned)))


def is_planned(one: Appointment, day: date) -> bool:
    """True when the plan itself gives this day, changed or not."""
    return day in planned_days(one, day, day)


def next_start(planned: Sequence[Appointment], *, now: datetime) -> Occurrence | None:
    """Return the first time that has not begun and was not cancelled, or None."""
    today = local_day(now)
    # Nearly always the next time lies within weeks; two years of a series take longer to lay out.
    for ahead in (NEARBY, FARTHEST + _WEEK):
        for one in occurrences(planned, today, today + ahead):
            if one.starts_at > now and not one.cancelled:
                return one
    return None


def from_here(one: Appointment, planned: date, *, now: datetime) -> date:
    """Return the first planned day from this one on that has not begun; today without any."""
    today = local_day(now)
    begin = max(planned, today)
    if begin > date.max - NEARBY:
        return today
    for day in planned_days(one, begin, begin + NEARBY):
        if _at_or_later(day, one.at) > now:
            return day
    return today


def _at_or_later(day: date, at: time) -> datetime:
    """Return the instant of a clock time; one that is skipped that night comes an hour later."""
    try:
        return at_local(day, at)
    except NoSuchTime:
        return at_local(day, (datetime.combine(day, at) + timedelta(hours=1)).time())


# -- what was typed -------------------------------------------------------------------------


def check(
    draft: AppointmentDraft, *, group: bool, now: datetime, begun: bool = False
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Return the plan, or None and every problem with the draft.

    A new one lies ahead and at most two years away; `begun` is true for one that was planned
    before, which may lie behind. A series asks for every how many weeks, 1-8, and may end.
    """
    found: list[Problem] = []
    day, at = _moment(draft.day, draft.at, repeats=draft.every_weeks is not None, found=found)
    if day is not None and at is not None:
        _within(day, at, now=now, begun=begun, found=found)
    minutes = _whole(
        draft.minutes,
        FEWEST_MINUTES,
        MOST_MINUTES,
        Problem(
            "minutes",
            msg("From {first} to {last} minutes fits here."),
            {"first": FEWEST_MINUTES, "last": MOST_MINUTES},
        ),
        found,
    )
    every: int | None = None
    until: date | None = None
    if draft.every_weeks is not None:
        every = _whole(
            draft.every_weeks,
            1,
            MOST_WEEKS,
            Problem("every_weeks", msg("Every 1 to {most} weeks fits here."), {"most": MOST_WEEKS}),
            found,
        )
        until = draft.until
        if until is not None and day is not None and until < day:
            found.append(Problem("until", msg("The last day lies before the first.")))
        elif until is not None and until > local_day(now) + FARTHEST:
            found.append(Problem("until", msg("This is more than two years ahead.")))
    place, problems = line(draft.place, field="place", limit=PLACE_LIMIT)
    found.extend(problems)
    title = ""
    if group:
        title, problems = line(draft.title, field="title", limit=TITLE_LIMIT, required=True)
        found.extend(problems)
    if found or day is None or at is None or minutes is None:
        return None, tuple(found)
    return Plan(day, at, minutes, place, every, until, title), ()


def check_move(
    day: date | None, at: time | None, *, now: datetime
) -> tuple[Moved | None, tuple[Problem, ...]]:
    """Return where one time goes, or None and the problems; it may lie behind, for the record."""
    found: list[Problem] = []
    to_day, to_at = _moment(day, at, repeats=False, found=found)
    if to_day is not None and to_at is not None:
        _within(to_day, to_at, now=now, begun=True, found=found)
    if found or to_day is None or to_at is None:
        return None, tuple(found)
    return (to_day, to_at), ()


def _moment(
    day: date | None, at: time | None, *, repeats: bool, found: list[Problem]
) -> tuple[date | None, time | None]:
    if day is None:
        found.append(Problem("day", msg("Please fill this in.")))
    if at is None:
        found.append(Problem("at", msg("Please fill this in.")))
        return day, None
    at = at.replace(second=0, microsecond=0)
    # One night in spring an hour is skipped. A series goes on an hour later that day; of a single
    # one nobody can say what was meant.
    if day is not None and not repeats:
        try:
            at_local(day, at)
        except NoSuchTime:
            found.append(
                Problem("at", msg("The clock skips this time that night. Choose another."))
            )
            return day, None
    return day, at


def _within(day: date, at: time, *, now: datetime, begun: bool, found: list[Problem]) -> None:
    starts_at = _at_or_later(day, at)
    if not begun and starts_at <= now:
        found.append(Problem("day", msg("This lies behind you. Plan a time that is to come.")))
    elif starts_at > now + FARTHEST:
        found.append(Problem("day", msg("This is more than two years ahead.")))


def _whole(
    value: float | None, fewest: int, most: int, problem: Problem, found: list[Problem]
) -> int | None:
    # What is no number was typed as one: NaN, which is less and more than nothing.
    if value is None or not fewest <= value <= most or value != int(value):
        found.append(problem)
        return None
    return int(value)


# -- what is worth saying -------------------------------------------------------------------


def overlaps(one: Occurrence, others: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Return those that take place at the same time as this one; end and start may touch."""
    if one.cancelled:
        return ()
    return tuple(
        other
        for other in others
        if not other.cancelled
        and (other.appointment.id, other.planned) != (one.appointment.id, one.planned)
        and other.starts_at < one.ends_at
        and one.starts_at < other.ends_at
    )


def on_holidays(some: Iterable[Occurrence], public: Mapping[date, str]) -> tuple[Occurrence, ...]:
    """Return those that take place on a public holiday, earliest first."""
    return tuple(one for one in some if not one.cancelled and one.day in public)


def remarks(
    some: Iterable[Occurrence], others: Sequence[Occurrence], public: Mapping[date, str]
) -> tuple[Remarked, ...]:
    """Return what is worth knowing about these times, earliest first: one of a kind for each.

    `others` is the rest of the agenda; a time of a series that stands there itself is no overlap.
    """
    found = []
    for one in some:
        if one.cancelled:
            continue
        if one.day in public:
            found.append(Remarked(Remark.HOLIDAY, one.starts_at, public[one.day]))
        if _was_skipped(one):
            found.append(Remarked(Remark.SKIPPED_HOUR, one.starts_at))
        found.extend(Remarked(Remark.OVERLAP, of.starts_at) for of in overlaps(one, others)[:1])
    return tuple(found)


def _was_skipped(one: Occurrence) -> bool:
    """True when the clock skips the planned time that night, so that it begins an hour later."""
    change = one.appointment.changes.get(one.planned)
    day, at = change or (one.planned, one.appointment.at)
    shown = one.starts_at.astimezone(AMSTERDAM)
    return (shown.date(), shown.time()) != (day, at)


# -- a calendar elsewhere -------------------------------------------------------------------


def feed_uid(one: Occurrence) -> str:
    """Return the id of a time in a calendar elsewhere: the same for ever, and telling nothing.

    Ids of appointments are drawn at random, so a digest of one cannot be guessed back. A single
    one keeps its id when it moves; of a series the planned day is part of it.
    """
    which = f"{one.appointment.id} {one.planned if one.appointment.repeats else ''}"
    return hashlib.sha256(f"occurrence {which}".encode()).hexdigest()[:32] + "@ministap"
