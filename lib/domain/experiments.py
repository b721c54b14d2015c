"""A client's small experiments: what was agreed, what was told, what came of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lib.domain.contexts import Context
from lib.domain.experiment import WEEKDAYS_AT_LEAST, Comparison, Plan, Way, compare, plan
from lib.domain.problems import Problem
from lib.domain.texts import line
from lib.domain.words import msg

# A way is a few words on a card of a day; a story belongs in the talk.
WORDS_LIMIT = 60
# [CHOICE] Who agrees on something for later than in four weeks agrees on it better then.
BEGINS_WITHIN = timedelta(days=28)
_WEEK = 7


class Went(StrEnum):
    """Which way a day went."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class OneWay:
    """One of the two ways: a known context, or own words (`context` None)."""

    words: str
    context: Context | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a day: which way it went, and the level at the end, 0-10, or None."""

    day: date
    went: Went
    level: int | None


@dataclass(frozen=True, slots=True)
class WayDraft:
    """One of the two ways as the form has it: a context by its name, or own words."""

    context: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ExperimentDraft:
    """An experiment as the form has it."""

    first: WayDraft = WayDraft()
    second: WayDraft = WayDraft()
    start: date | None = None
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """What two people agreed on for two weeks; `weekdays` are Monday 0 through Sunday 6."""

    first: OneWay
    second: OneWay
    start: date
    weekdays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Experiment:
    """A small experiment of a client.

    `seed` draws the plan, `days` are what was told, by day, and `stopped_on` the day on which it
    was stopped early, None when it was not. `changed_by` is a name; `version` counts changes.
    """

    id: str
    agreed: Agreed
    seed: int
    days: tuple[Told, ...]
    stopped_on: date | None
    changed_by: str
    changed_at: datetime
    version: int

    @property
    def plan(self) -> Plan:
        """Which way is meant for which day: the same for ever."""
        return plan(self.agreed.start, seed=self.seed, weekdays=self.agreed.weekdays)

    @property
    def told(self) -> dict[date, Told]:
        """What was told, by day."""
        return {one.day: one for one in self.days}

    @property
    def last_day(self) -> date:
        """The last day that is part of it."""
        return self.plan.days[-1][0]

    def over(self, today: date) -> bool:
        """True when it was stopped, its days are past, or all of them have been told."""
        return (
            self.stopped_on is not None
            or today > self.last_day
            or self.told.keys() >= self.plan.ways.keys()
        )

    @property
    def asked(self) -> tuple[tuple[date, Way], ...]:
        """The days of the plan with their ways, without those after it was stopped."""
        last = self.stopped_on or self.last_day
        return tuple((day, way) for day, way in self.plan.days if day <= last)

    def may_be_told(self, today: date) -> tuple[date, ...]:
        """Return the days of the plan that can be told of by now; none after it was stopped."""
        return tuple(day for day, _ in self.asked if day <= today)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an experiment.

    `other_way` counts days with a level that went another way than was meant, and
    `without_level` days of which no level was told: both are left out of the comparison.
    """

    comparison: Comparison
    other_way: int
    without_level: int


def result(one: Experiment) -> Result:
    """Return what came of an experiment, of the days that went as they were meant."""
    meant = {day: Went(way.value) for day, way in one.plan.days}
    levels, other_way, without_level = {}, 0, 0
    for told in one.days:
        if told.level is None:
            without_level += 1
        elif told.went is meant.get(told.day):
            levels[told.day] = float(told.level)
        else:
            other_way += 1
    return Result(compare(one.plan, levels), other_way, without_level)


def check(draft: ExperimentDraft, *, today: date) -> tuple[Agreed | None, tuple[Problem, ...]]:
    """Return what was agreed, or None and every problem.

    The ways differ, it starts today or within four weeks, on three weekdays or more.
    """
    found: list[Problem] = []
    first = _way(draft.first, "first", found)
    second = _way(draft.second, "second", found)
    if first is not None and second is not None and _same(first, second):
        found.append(Problem("second", msg("This is the same as the first way.")))
    if draft.start is None:
        found.append(Problem("start", msg("Choose a day.")))
    elif draft.start < today:
        found.append(Problem("start", msg("Choose today or a later day.")))
    elif draft.start > today + BEGINS_WITHIN:
        found.append(
            Problem(
                "start", msg("At most {days} days ahead fit here."), {"days": BEGINS_WITHIN.days}
            )
        )
    weekdays = tuple(sorted(set(draft.weekdays)))
    if len(weekdays) < WEEKDAYS_AT_LEAST or not set(weekdays) <= set(range(_WEEK)):
        found.append(
            Problem("weekdays", msg("Choose at least {count} days."), {"count": WEEKDAYS_AT_LEAST})
        )
    if found or first is None or second is None or draft.start is None:
        return None, tuple(found)
    return Agreed(first, second, draft.start, weekdays), ()


def check_room(every: Iterable[Experiment], *, today: date) -> tuple[Problem, ...]:
    """Return a problem while another experiment is not over."""
    if all(one.over(today) for one in every):
        return ()
    return (Problem("start", msg("An experiment stands already. One at a time is enough.")),)


def check_told(
    day: date | None, went: str | None, level: float | None, *, may_be_told: Collection[date]
) -> tuple[Told | None, tuple[Problem, ...]]:
    """Return what was told of a day, or None and every problem; a level is never needed."""
    found = []
    if day is None:
        found.append(Problem("day", msg("Choose a day.")))
    elif day not in may_be_told:
        found.append(Problem("day", msg("This day is no part of it, or has not come yet.")))
    if went is None or went not in set(Went):
        found.append(Problem("went", msg("Please choose one.")))
    if level is not None and level not in range(11):
        found.append(Problem("level", msg("A whole number from 0 to 10 fits here.")))
    if found or day is None or went is None:
        return None, tuple(found)
    return Told(day, Went(went), None if level is None else int(level)), ()


def newest_first(every: Iterable[Experiment]) -> tuple[Experiment, ...]:
    """Return experiments, the one that began last first.

    One that was stopped before its first day stands by the day on which it was stopped.
    """

    def began(one: Experiment) -> tuple[date, bool]:
        start = one.agreed.start
        return min(start, one.stopped_on or start), one.stopped_on is None

    return tuple(sorted(every, key=began, reverse=True))


def standing(every: Sequence[Experiment], *, today: date) -> Experiment | None:
    """Return the experiment that is not over yet, or None."""
    return next((one for one in every if not one.over(today)), None)


def _way(draft: WayDraft, field: str, found: list[Problem]) -> OneWay | None:
    if draft.context is not None:
        if draft.context in set(Context):
            return OneWay(draft.context, Context(draft.context))
        found.append(Problem(field, msg("Please choose one.")))
        return None
    words, problems = line(draft.words, field=field, limit=WORDS_LIMIT, required=True)
    found.extend(problems)
    return None if problems else OneWay(words)


def _same(one: OneWay, other: OneWay) -> bool:
    return (one.context, one.words.casefold()) == (other.context, other.words.casefold())
