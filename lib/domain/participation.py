"""Participation: done moments out of agreed moments, week by week.

A moment is one day of the week on which a step is agreed: three moments a week are three days of
the client's own choice. Weeks run from Monday to Sunday. All logic is on local days; nothing here
knows what time it is, so "today" is always passed in.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lib.domain.calendar import week_start

# [CHOICE] A week in which a step is active on fewer days says more about the rest or the start
# than about taking part. Four is the majority of a week.
EVALUABLE_FROM_ACTIVE_DAYS = 4
# [CHOICE] A figure over four weeks forgives one bad week and still follows a change in a month.
SUMMARY_WEEKS = 4
# [CHOICE] Weeks of rest may stand between those four, but older than two months is another time.
LOOK_BACK_WEEKS = 8
# [CHOICE] One week is an incident: below two weeks only counts are given, no share.
SHARE_FROM_WEEKS = 2
# [CHOICE] Minutes written down by hand are movement from one minute on; a zero or a second is a
# way of saying that it did not happen. It never touches a done step without minutes.
MOVEMENT_FROM_MINUTES = 1.0
# A day has no more: a bound against typing errors, not a judgement.
MINUTES_IN_A_DAY = 1440.0

_WEEK = 7


class Status(StrEnum):
    """What an entry says about a day."""

    DONE = "done"
    PARTIAL = "partial"
    NOT_DONE = "not_done"
    CANCELLED = "cancelled"
    EXCUSED = "excused"


class DayKind(StrEnum):
    """The five kinds of day, four of them empty. They are never drawn as the same thing."""

    NOT_ASKED = "not_asked"
    REST = "rest"
    NOT_FILLED_IN = "not_filled_in"
    NOT_DONE = "not_done"
    DONE = "done"


class SummaryStatus(StrEnum):
    """Whether there are weeks enough to name a share."""

    OK = "ok"
    TOO_FEW_WEEKS = "too_few_weeks"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often and how long one step is agreed, from a day on.

    `per_week` is 0 to 7 days (0 asks nothing); `minutes` is more than 0 per day, and half a
    minute is a step. It holds until a later agreement begins, or through `until`, its last day.
    Raises ValueError outside these bounds.
    """

    valid_from: date
    per_week: int
    minutes: float
    until: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.per_week <= _WEEK:
            raise ValueError("a step is agreed on 0 to 7 days a week")
        if not (math.isfinite(self.minutes) and self.minutes > 0):
            raise ValueError("a step takes more than 0 minutes")
        if self.until is not None and self.until < self.valid_from:
            raise ValueError("the last day lies before the first")


@dataclass(frozen=True, slots=True)
class Rest:
    """An agreed pause; both days are part of it, and `end` is None while it is open.

    Raises ValueError when it ends before it begins.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("the end lies before the beginning")


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody wrote down about a step on a local day.

    `minutes` is None when nobody counted them. Entries with the same `key` are one entry; None is
    never the same as anything. Raises ValueError for minutes below 0 or not a number.
    """

    day: date
    status: Status = Status.DONE
    minutes: float | None = None
    key: str | None = None

    def __post_init__(self) -> None:
        if self.minutes is not None and not (math.isfinite(self.minutes) and self.minutes >= 0):
            raise ValueError("minutes are 0 or more")


@dataclass(frozen=True, slots=True)
class StepHistory:
    """Everything that was agreed and written down about one step of a route."""

    key: str
    agreements: Sequence[Agreement]
    rests: Sequence[Rest]
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Week:
    """One calendar week of a step or of a route.

    start            the Monday
    complete         True when the week is over
    active_days      days on which a step is asked: agreed at least once a week, and no rest
    rest_days        days that would have been active without rest
    movement_days    days with a qualifying entry, also on days of rest
    minutes          minutes moved, at most 1440 a day
    logged           True when anything at all was written down
    evaluable        True when the week is over and a step has at least 4 active days
    target_days      the moments asked: max(1, round(sum of days-per-week over active days / 7)),
                     0 without active days; in the running week what the whole week asks
    done             the moments done so far, of each step at most what it asks: out of target_days
    planned_minutes  the minutes asked: sum over active days of days-per-week x minutes / 7
    dose_ratio_raw   minutes / planned_minutes, not capped; None when nothing was planned
    counted          done, in a week that may be counted
    ratio            counted / target_days, 0 to 1
    extra_days       moments done beyond the target
    dose_ratio       dose_ratio_raw, at most 1

    The last four are None when the week is not evaluable: a running week is "2 of 3 so far",
    never a share.
    """

    start: date
    complete: bool
    active_days: int
    rest_days: int
    movement_days: int
    minutes: float
    logged: bool
    evaluable: bool
    target_days: int
    done: int
    planned_minutes: float
    dose_ratio_raw: float | None
    counted: int | None
    ratio: float | None
    extra_days: int | None
    dose_ratio: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Taking part over the last weeks.

    weeks_used           the Mondays of the evaluable weeks it is about, oldest first, at most 4
    n_weeks              how many those are
    status               whether a share may be named
    counted, target      moments done and asked in those weeks; "at least 6 of the 9"
    adherence            counted / target, 0 to 1; None below 2 weeks. A lower bound, because a
                         week without any entry counts as 0
    weeks_without_log    weeks used in which nothing was written down
    adherence_known      the same share without those weeks, for the coach only; None below 2 weeks
                         and when every week is silent
    weeks_with_movement  weeks with movement among `weeks_considered`
    weeks_considered     weeks that are over, among the last 8, that asked something
    """

    weeks_used: tuple[date, ...]
    n_weeks: int
    status: SummaryStatus
    counted: int
    target: int
    adherence: float | None
    weeks_without_log: int
    adherence_known: float | None
    weeks_with_movement: int
    weeks_considered: int


def in_force(agreements: Iterable[Agreement], day: date) -> Agreement | None:
    """Return the agreement of a day: the latest that has begun, or None when it has ended.

    An agreement that ended does not bring an older one back. Of two that begin on one day, the
    last in the sequence counts.
    """
    found: Agreement | None = None
    for one in agreements:
        if one.valid_from <= day and (found is None or one.valid_from >= found.valid_from):
            found = one
    if found is None or (found.until is not None and found.until < day):
        return None
    return found


def moments_asked(asked: int) -> int:
    """Return how many moments a week asks of one step: max(1, round(asked / 7)), 0 when nothing is.

    `asked` is the sum of days-per-week over the active days of that week.
    """
    # In whole numbers, because a float may round a half either way; and 7 is odd, so a half never
    # comes.
    return max(1, (2 * asked + _WEEK) // (2 * _WEEK)) if asked else 0


def at_rest(rests: Iterable[Rest], day: date) -> bool:
    """Return True when a day lies in an agreed rest."""
    return any(one.start <= day and (one.end is None or day <= one.end) for one in rests)


def rested(rests: Iterable[Rest], *, first: date, last: date) -> frozenset[date]:
    """Return every day from `first` through `last` that lies in an agreed rest, see `at_rest`.

    For whoever asks of many days: a year of single days of rest is asked through but once.
    """
    found: set[date] = set()
    for one in rests:
        begin = max(one.start, first)
        end = last if one.end is None else min(one.end, last)
        found.update(begin + timedelta(days=n) for n in range((end - begin).days + 1))
    return frozenset(found)


def movement(
    agreements: Sequence[Agreement], entries: Iterable[Entry], *, today: date
) -> dict[date, float]:
    """Return the minutes of every day with a qualifying entry, through today.

    An entry qualifies when it is done or partial with at least 1 minute written down, or done
    without minutes: it then counts with the minutes agreed for that day (0 when nothing was
    agreed, and the day counts all the same). So a step of thirty seconds, done in any size,
    qualifies as long as its minutes are left open; the rule of 1 minute is for minutes that
    somebody wrote down. Partial without minutes says too little to count. Entries later than today
    are not seen, and a key counts once.
    """
    found: dict[date, list[float]] = defaultdict(list)
    for one in _once(entries, today=today):
        if _qualifies(one):
            found[one.day].append(_minutes(one, agreements))
    # fsum, so that the order of entries never shows in the last decimal.
    return {day: min(math.fsum(each), MINUTES_IN_A_DAY) for day, each in found.items()}


def day_kind(
    day: date, agreements: Sequence[Agreement], rests: Sequence[Rest], entries: Sequence[Entry]
) -> DayKind:
    """Return which of the five kinds a day is.

    Movement makes every day a done day. Otherwise a day without a step agreed, or whose only entry
    is cancelled or excused, is not asked; a day of rest is rest, whatever else was said about it;
    then what was said; and silence is not filled in. Ask it for days that have come: a day ahead
    is "not filled in" too.
    """
    said = _once((one for one in entries if one.day == day), today=day)
    if any(_qualifies(one) for one in said):
        return DayKind.DONE
    agreed = in_force(agreements, day)
    if agreed is None or agreed.per_week == 0:
        return DayKind.NOT_ASKED
    if at_rest(rests, day):
        return DayKind.REST
    held = [one for one in said if one.status not in _FELL_AWAY]
    if said and not held:
        return DayKind.NOT_ASKED
    # Less than a minute written down is a way of saying that it did not happen. A part without
    # minutes is not: how much it was is unknown, and unknown is never drawn as not done.
    if any(one.status is Status.NOT_DONE or one.minutes is not None for one in held):
        return DayKind.NOT_DONE
    return DayKind.NOT_FILLED_IN


def weeks(
    agreements: Sequence[Agreement],
    rests: Sequence[Rest],
    entries: Sequence[Entry],
    *,
    today: date,
    first: date | None = None,
) -> tuple[Week, ...]:
    """Return every week of one step in order, through the running week.

    It begins in the week of `first`; without it, in the week of the first agreement or the first
    entry, whichever is earlier. Empty when there is neither by today. The order of entries never
    matters.
    """
    return route_weeks((StepHistory("", agreements, rests, entries),), today=today, first=first)


def route_weeks(
    steps: Sequence[StepHistory], *, today: date, first: date | None = None
) -> tuple[Week, ...]:
    """Return every week of a route of several steps in order, through the running week.

    Target, counted and extra are sums over the steps that are evaluable in that week, so extra of
    one step never fills another; while none is evaluable the target is the sum over all steps.
    Active, rest and movement days are distinct days over all steps; minutes and planned minutes
    are sums. With one step it equals `weeks`. `first` as in `weeks`.
    """
    logged = [frozenset(one.day for one in _once(step.entries, today=today)) for step in steps]
    if first is None:
        begins = [one.valid_from for step in steps for one in step.agreements]
        begins += [day for days in logged for day in days]
        if not begins:
            return ()
        first = min(begins)
    start, last = week_start(first), week_start(today)
    ledgers = [
        _Ledger(
            step=step,
            minutes=movement(step.agreements, step.entries, today=today),
            logged=days,
            rest=rested(step.rests, first=start, last=last + timedelta(days=_WEEK - 1)),
        )
        for step, days in zip(steps, logged, strict=True)
    ]
    total = (last - start).days // _WEEK + 1
    return tuple(
        _week(ledgers, start + timedelta(weeks=n), today=today) for n in range(max(0, total))
    )


def summary(weeks: Sequence[Week]) -> Summary:
    """Return taking part over the last 4 evaluable weeks within the last 8 that are over.

    `weeks` in order, as `weeks` and `route_weeks` give them; the running week is left out.
    """
    recent = [week for week in weeks if week.complete][-LOOK_BACK_WEEKS:]
    used = [week for week in recent if week.evaluable][-SUMMARY_WEEKS:]
    known = [week for week in used if week.logged]
    asked = [week for week in recent if week.active_days >= 1]
    enough = len(used) >= SHARE_FROM_WEEKS
    return Summary(
        weeks_used=tuple(week.start for week in used),
        n_weeks=len(used),
        status=SummaryStatus.OK if enough else SummaryStatus.TOO_FEW_WEEKS,
        counted=_counted(used),
        target=_target(used),
        adherence=_counted(used) / _target(used) if enough else None,
        weeks_without_log=len(used) - len(known),
        adherence_known=_counted(known) / _target(known) if enough and known else None,
        weeks_with_movement=sum(week.movement_days >= 1 for week in asked),
        weeks_considered=len(asked),
    )


_FELL_AWAY = frozenset({Status.CANCELLED, Status.EXCUSED})
_MOVED = frozenset({Status.DONE, Status.PARTIAL})


@dataclass(frozen=True, slots=True)
class _Ledger:
    step: StepHistory
    minutes: Mapping[date, float]
    logged: frozenset[date]
    rest: frozenset[date]


@dataclass(frozen=True, slots=True)
class _StepWeek:
    active: frozenset[date]
    rest: frozenset[date]
    moved: frozenset[date]
    target: int
    planned: float
    evaluable: bool


def _week(ledgers: Sequence[_Ledger], start: date, *, today: date) -> Week:
    days = [start + timedelta(days=n) for n in range(_WEEK)]
    complete = today >= start + timedelta(days=_WEEK)
    parts = [_step_week(ledger, days, complete=complete) for ledger in ledgers]
    judged = [part for part in parts if part.evaluable]
    target = sum(part.target for part in judged or parts)
    done = sum(min(len(part.moved), part.target) for part in judged or parts)
    minutes = math.fsum(
        min(math.fsum(ledger.minutes.get(day, 0.0) for ledger in ledgers), MINUTES_IN_A_DAY)
        for day in days
    )
    planned = math.fsum(part.planned for part in parts)
    raw = minutes / planned if planned else None
    return Week(
        start=start,
        complete=complete,
        active_days=len({day for part in parts for day in part.active}),
        rest_days=len({day for part in parts for day in part.rest}),
        movement_days=len({day for part in parts for day in part.moved}),
        minutes=minutes,
        logged=any(not ledger.logged.isdisjoint(days) for ledger in ledgers),
        evaluable=bool(judged),
        target_days=target,
        done=done,
        planned_minutes=planned,
        dose_ratio_raw=raw,
        counted=done if judged else None,
        ratio=done / target if judged else None,
        extra_days=(
            sum(max(0, len(part.moved) - part.target) for part in judged) if judged else None
        ),
        dose_ratio=min(1.0, raw) if judged and raw is not None else None,
    )


def _step_week(ledger: _Ledger, days: Sequence[date], *, complete: bool) -> _StepWeek:
    active, rest = set(), set()
    asked, planned = 0, 0.0
    for day in days:
        agreed = in_force(ledger.step.agreements, day)
        if agreed is None or agreed.per_week == 0:
            continue
        if day in ledger.rest:
            rest.add(day)
            continue
        active.add(day)
        asked += agreed.per_week
        planned += agreed.per_week * agreed.minutes
    return _StepWeek(
        active=frozenset(active),
        rest=frozenset(rest),
        moved=frozenset(day for day in days if day in ledger.minutes),
        target=moments_asked(asked),
        planned=planned / _WEEK,
        evaluable=complete and len(active) >= EVALUABLE_FROM_ACTIVE_DAYS,
    )


def _once(entries: Iterable[Entry], *, today: date) -> list[Entry]:
    """Each key once, without days to come. Of two that differ, the one that says most counts."""
    unnamed: list[Entry] = []
    named: dict[str, Entry] = {}
    for one in entries:
        if one.day > today:
            continue
        if one.key is None:
            unnamed.append(one)
        elif one.key not in named or _says(one) > _says(named[one.key]):
            named[one.key] = one
    return unnamed + list(named.values())


def _says(entry: Entry) -> tuple[bool, float, date, Status]:
    # A total order, so that the outcome does not hang on which of the two was read first.
    minutes = -1.0 if entry.minutes is None else entry.minutes
    return _qualifies(entry), minutes, entry.day, entry.status


def _qualifies(entry: Entry) -> bool:
    if entry.minutes is None:
        return entry.status is Status.DONE
    return entry.status in _MOVED and entry.minutes >= MOVEMENT_FROM_MINUTES


def _minutes(entry: Entry, agreements: Sequence[Agreement]) -> float:
    if entry.minutes is not None:
        return entry.minutes
    agreed = in_force(agreements, entry.day)
    return agreed.minutes if agreed is not None else 0.0


def _counted(weeks: Iterable[Week]) -> int:
    return sum(week.counted or 0 for week in weeks)


def _target(weeks: Iterable[Week]) -> int:
    return sum(week.target_days for week in weeks)
