"""Days: which of the five kinds each day of a route was."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from lib.domain.calendar import week_start
from lib.domain.caseload import Record, histories
from lib.domain.participation import (
    DayKind,
    Entry,
    Rest,
    StepHistory,
    day_kind,
    in_force,
    moments_asked,
    rested,
)
from lib.domain.routes import Version
from lib.domain.routes import in_force as version_on
from lib.domain.sessions import Attendance
from lib.domain.words import msg

# From what says least about a day to what says most; of several steps the last one counts.
ORDER = (
    DayKind.NOT_ASKED,
    DayKind.REST,
    DayKind.NOT_FILLED_IN,
    DayKind.NOT_DONE,
    DayKind.DONE,
)
DAY_KIND_WORDS = {
    DayKind.DONE: msg("done"),
    DayKind.NOT_DONE: msg("did not work out"),
    DayKind.NOT_FILLED_IN: msg("not filled in"),
    DayKind.REST: msg("rest"),
    DayKind.NOT_ASKED: msg("not asked"),
}

_WEEK = 7
_SAYS = {kind: place for place, kind in enumerate(ORDER)}


def day_kinds(record: Record, *, first: date, today: date) -> dict[date, DayKind]:
    """Return the kind of every day from `first` through today over all steps, in order of days.

    Of each step a day has a kind of its own, see `participation.day_kind`. The day is then

    - done when any step was done, in any size: the three count alike;
    - else not done when that was said of any step;
    - else not filled in when any step was agreed that day and nobody told what became of it: rest
      of one step says nothing about another;
    - else rest when agreed rest lies on it, of the route or of a step;
    - else not asked.

    Agreed that day is a step for every day, and a step with fixed weekdays on those days alone. A
    step of a number of times a week on any day asks no day in particular. [CHOICE] Its days
    without a word are not filled in as long as fewer moments are told done than that week asks
    (see `moments_asked`), because any of them may have held one; once all are done, the other days
    of that week were not asked. So a week of three times that was done three times has no unknown
    days, and telling that a moment was done never makes another day say less. It needs the whole
    week: days before `first` are looked at too. Empty when `first` lies after today.
    """
    span = range((today - first).days + 1)
    found = {first + timedelta(days=n): DayKind.NOT_ASKED for n in span}
    fixed = _fixed_days(record.versions, found)
    for step in histories(record):
        for day, kind in _of_step(step, fixed, first=week_start(first), today=today):
            if day in found and _SAYS[kind] > _SAYS[found[day]]:
                found[day] = kind
    return found


def session_days(record: Record, *, first: date, today: date) -> tuple[date, ...]:
    """Return the days from `first` through today of a session the client came to, in order."""
    came = {one.day for one in record.sessions if one.attendance is Attendance.CAME}
    return tuple(sorted(day for day in came if first <= day <= today))


def _fixed_days(
    versions: Sequence[Version], days: dict[date, DayKind]
) -> dict[tuple[str, date], bool]:
    """Return, for a step with fixed weekdays, whether it is agreed for a day; else nothing."""
    found = {}
    for day in days:
        version = version_on(versions, day)
        for step in version.steps if version is not None else ():
            if step.days:
                found[step.key, day] = day.weekday() in step.days
    return found


def _of_step(
    step: StepHistory, fixed: dict[tuple[str, date], bool], *, first: date, today: date
) -> Iterator[tuple[date, DayKind]]:
    """Each day of one step with its kind, from a Monday on through today."""
    said: dict[date, list[Entry]] = defaultdict(list)
    for one in step.entries:
        said[one.day].append(one)
    rest = rested(step.rests, first=first, last=today + timedelta(days=_WEEK))
    for n in range(0, (today - first).days + 1, _WEEK):
        week = [first + timedelta(days=n + m) for m in range(_WEEK)]
        agreed = {day: in_force(step.agreements, day) for day in week}
        often = {day: one.per_week if one is not None else 0 for day, one in agreed.items()}
        kinds = {
            day: day_kind(
                day,
                step.agreements,
                (Rest(day, day),) if day in rest else (),
                said.get(day, ()),
            )
            for day in week
            if day <= today
        }
        asked = moments_asked(sum(often[day] for day in week if day not in rest))
        done = sum(kind is DayKind.DONE for kind in kinds.values())
        for day, kind in kinds.items():
            if kind is DayKind.NOT_FILLED_IN:
                of_this_day = fixed.get((step.key, day))
                if of_this_day is None:
                    of_this_day = often[day] == _WEEK or done < asked
                if not of_this_day:
                    kind = DayKind.NOT_ASKED
            yield day, kind
