"""The coming two weeks of a route, as the client would see them.

It looks ahead from today on alone: what was done, or was not, plays no part in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lib.domain import changes
from lib.domain.calendar import local_day, week_start
from lib.domain.participation import moments_asked
from lib.domain.routes import AgreedRest, Step, Version, in_force

SPAN_DAYS = 14
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Pause:
    """Agreed rest on a day: of one step, or of the whole route when `step` is None."""

    rest: AgreedRest
    step: Step | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the steps fixed on it, its rest, and its appointments.

    `fixed` stands in the order of the day, steps without a time last. `begin_again` is what stands
    ready on the first day after a rest. `appointments` are aware instants, earliest first.
    """

    day: date
    fixed: tuple[Step, ...] = ()
    pauses: tuple[Pause, ...] = ()
    begin_again: tuple[Step, ...] = ()
    appointments: tuple[datetime, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing belongs to this very day."""
        return not (self.fixed or self.pauses or self.begin_again or self.appointments)


@dataclass(frozen=True, slots=True)
class AnyDay:
    """A step for which any day of a week is fine, and how many times in that week (1 to 7)."""

    step: Step
    times: int

    @property
    def daily(self) -> bool:
        """True when it was agreed for each day."""
        return self.step.per_week == _WEEK


@dataclass(frozen=True, slots=True)
class Week:
    """The days of one calendar week that lie within the two weeks, and its steps of any day.

    `start` is the Monday, also when the days begin later.
    """

    start: date
    days: tuple[Day, ...]
    any_day: tuple[AnyDay, ...]

    @property
    def goes_on(self) -> bool:
        """True when this week has days after the last one shown."""
        return self.days[-1].day < self.start + timedelta(days=_WEEK - 1)

    @property
    def empty(self) -> bool:
        """True when nothing belongs to this week at all."""
        return not self.any_day and all(day.empty for day in self.days)


@dataclass(frozen=True, slots=True)
class Fortnight:
    """Fourteen days from today on, in two calendar weeks, or three when today is no Monday."""

    weeks: tuple[Week, ...]

    @property
    def days(self) -> tuple[Day, ...]:
        """The fourteen days, today first."""
        return tuple(day for week in self.weeks for day in week.days)

    @property
    def today(self) -> date:
        """The first of the days."""
        return self.weeks[0].days[0].day

    @property
    def empty(self) -> bool:
        """True when nothing belongs to these two weeks."""
        return all(week.empty for week in self.weeks)


def coming(
    versions: Iterable[Version],
    rests: Iterable[AgreedRest],
    *,
    today: date,
    appointments: Iterable[datetime] = (),
) -> Fortnight:
    """Return the fourteen days from today on, today included.

    A version counts from its first day on. A day of rest asks nothing.

    How many times a step of any day stands in a week is the least of what that week asks (see
    `moments_asked`: fewer with rest in it) and the days left in it that are not rest. [CHOICE] So
    in the first week, of which part has gone by, it is as many as still fit: what was done on
    those days is not known here, and is not asked. A week that goes on after the last day is
    counted as a whole, so that the number of a week never changes while it comes nearer.

    On the first day after a rest the step that was chosen for it stands ready. When none was, or
    it is no longer on the route, that is the step which rested, and after a rest of the whole
    route the `smallest`. Raises ValueError for an appointment without a time zone.
    """
    route = _Route(tuple(versions), tuple(rests))
    met: dict[date, list[datetime]] = {}
    for instant in sorted(appointments):
        met.setdefault(local_day(instant), []).append(instant)
    days = [
        Day(
            day,
            fixed=route.fixed(day),
            pauses=route.pauses(day),
            begin_again=route.begin_again(day),
            appointments=tuple(met.get(day, ())),
        )
        for day in (today + timedelta(days=n) for n in range(SPAN_DAYS))
    ]
    mondays = sorted({week_start(one.day) for one in days})
    return Fortnight(
        tuple(
            Week(
                monday,
                tuple(one for one in days if week_start(one.day) == monday),
                route.any_day(monday, today=today),
            )
            for monday in mondays
        )
    )


def smallest(version: Version) -> Step | None:
    """Return the step of the shortest mini, the first of several; None for a route without steps.

    See `changes.smallest`.
    """
    return changes.smallest(version.steps)


@dataclass(frozen=True, slots=True)
class _Route:
    versions: tuple[Version, ...]
    rests: tuple[AgreedRest, ...]

    def steps(self, day: date) -> tuple[Step, ...]:
        version = in_force(self.versions, day)
        return version.steps if version is not None else ()

    def rests_on(self, day: date, step: Step) -> bool:
        return any(one.step_key in (None, step.key) and one.covers(day) for one in self.rests)

    def asks(self, day: date) -> tuple[Step, ...]:
        """Return the steps of a day that are not at rest, in their order."""
        return tuple(step for step in self.steps(day) if not self.rests_on(day, step))

    def fixed(self, day: date) -> tuple[Step, ...]:
        steps = [step for step in self.asks(day) if day.weekday() in step.days]
        return tuple(sorted(steps, key=lambda one: (one.at is None, one.at or time.min)))

    def pauses(self, day: date) -> tuple[Pause, ...]:
        """Return the rest of a day; that of the whole route leaves no other to be named."""
        steps = {step.key: step for step in self.steps(day)}
        covering = [one for one in self.rests if one.covers(day)]
        whole = next((one for one in covering if one.step_key is None), None)
        if whole is not None:
            return (Pause(whole, None),) if steps else ()
        return tuple(
            Pause(one, steps[one.step_key])
            for one in covering
            if one.step_key is not None and one.step_key in steps
        )

    def begin_again(self, day: date) -> tuple[Step, ...]:
        eve = day - timedelta(days=1)
        ready = {step.key: step for step in self.asks(day)}
        found: dict[str, Step] = {}
        for rest in self.rests:
            if rest.end != eve or self._goes_on(rest, day):
                continue
            for key in (rest.begin_with, rest.step_key):
                if key in ready:
                    found[key] = ready[key]
                    break
            else:
                least = changes.smallest(tuple(ready.values())) if rest.step_key is None else None
                if least is not None:
                    found[least.key] = least
        return tuple(found.values())

    def _goes_on(self, rest: AgreedRest, day: date) -> bool:
        return any(one.covers(day) and one.step_key in (None, rest.step_key) for one in self.rests)

    def any_day(self, monday: date, *, today: date) -> tuple[AnyDay, ...]:
        week = [monday + timedelta(days=n) for n in range(_WEEK)]
        left = [day for day in week if day >= today]
        # The last day first: a step that changes within the week stands there as it will be.
        latest: dict[str, Step] = {}
        for day in reversed(left):
            for step in self.steps(day):
                if not step.days:
                    latest.setdefault(step.key, step)
        found = []
        for step in latest.values():
            active = sum(not self.rests_on(day, step) for day in week)
            times = min(
                moments_asked(step.per_week * active),
                sum(self._asks_freely(day, step.key) for day in left),
                # Agreed for fixed days until it changes: a week has no more moments than agreed.
                step.per_week - sum(self._is_fixed(day, step.key) for day in left),
            )
            if times > 0:
                found.append(AnyDay(step, times))
        return tuple(found)

    def _asks_freely(self, day: date, key: str) -> bool:
        return any(step.key == key and not step.days for step in self.asks(day))

    def _is_fixed(self, day: date, key: str) -> bool:
        return any(step.key == key for step in self.fixed(day))
