"""Signals: why a client waits for a moment of their coach, each a fact with its rows.

A signal asks for a look or a talk. It never says how somebody is, and nobody is coloured by it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from lib.domain import mood
from lib.domain.advice_inputs import FEELING_MIDDLE, SessionNumbers, StepAdvice, advise
from lib.domain.advice_settings import Parameters
from lib.domain.basis import Basis
from lib.domain.calendar import local_day
from lib.domain.caseload import (
    Reason,
    Record,
    Standing,
    came_back,
    quiet_since,
    ratings,
    standing,
)
from lib.domain.measurements import FilledIn, Filling
from lib.domain.routes import in_force
from lib.domain.sessions import Attendance
from lib.domain.words import msg

# At most so many rows stand on the first screen: more is a list nobody reads to its end. [CHOICE]
ROWS_SHOWN = 7
# How long a fact of one day is worth a row. [CHOICE] As long as a session counts for the advice.
FRESH_DAYS = 14
# What was told of a step so long ago says nothing of it now. [CHOICE]
TOLD_DAYS = 28
# A questionnaire that nobody talked about in six weeks is about other days. [CHOICE]
TO_DISCUSS_DAYS = 42
# Something that was done and still stands is asked about again after four weeks. [CHOICE]
AGAIN_AFTER_DAYS = 28


class Kind(StrEnum):
    """What a row of the worklist is about, in the order in which rows stand.

    First what is news or may be heavy for somebody, last what can wait a day.
    """

    RETURNED = "returned"
    VERY_LOW_MOOD = "very_low_mood"
    LOWER_MOOD = "lower_mood"
    SILENT = "silent"
    NOT_WRITTEN = "not_written"
    WORSE_NEXT_DAY = "worse_next_day"
    TOO_MUCH = "too_much"
    STEP_MISFIT = "step_misfit"
    REST_ENDS = "rest_ends"
    TO_DISCUSS = "to_discuss"
    NO_ROUTE = "no_route"
    NO_NEXT_DATE = "no_next_date"


# Good news stands by itself: it waits for nobody.
GOOD_NEWS = frozenset({Kind.RETURNED})

KIND_WORDS = {
    Kind.RETURNED: msg("back again"),
    Kind.VERY_LOW_MOOD: msg("mood very low"),
    Kind.LOWER_MOOD: msg("mood lower than usual"),
    Kind.SILENT: msg("quiet for a while"),
    Kind.NOT_WRITTEN: msg("session not written down yet"),
    Kind.WORSE_NEXT_DAY: msg("worse the day after"),
    Kind.TOO_MUCH: msg("much more than agreed"),
    Kind.STEP_MISFIT: msg("step does not fit"),
    Kind.REST_ENDS: msg("rest ends soon"),
    Kind.TO_DISCUSS: msg("questionnaire to look at together"),
    Kind.NO_ROUTE: msg("no route yet"),
    Kind.NO_NEXT_DATE: msg("no next date"),
}

_BY_REASON = {
    Reason.RETURNED: Kind.RETURNED,
    Reason.VERY_LOW_MOOD: Kind.VERY_LOW_MOOD,
    Reason.LOWER_MOOD: Kind.LOWER_MOOD,
    Reason.SILENT: Kind.SILENT,
    Reason.NO_ROUTE: Kind.NO_ROUTE,
    Reason.REST_ENDS: Kind.REST_ENDS,
    Reason.NO_NEXT_DATE: Kind.NO_NEXT_DATE,
}
# Rules of the step suggestion: too few moments, too heavy, not pleasant; and far more than agreed.
MISFIT_RULES = frozenset({8, 9, 10})
_RULES_ON_RATINGS = frozenset({9, 10})
TOO_MUCH_RULE = 11

Number = str | int | float | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason, on one day.

    `key` names what it is about, such as a day: the same fact has the same key on another day.
    `numbers` are the values of its sentence, ready to be kept as JSON.
    """

    kind: Kind
    key: str
    numbers: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned meeting that has begun, with the local day it was planned on."""

    starts_at: datetime

    @property
    def day(self) -> date:
        """The local day on which it began."""
        return local_day(self.starts_at)


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known about one client for their signals.

    `planned` are past meetings that were not cancelled. `flagged` holds, for a mood signal, the
    last day on which it was given: within the cool-down the same conversation is not asked twice.
    `now` is the standing of the day that is asked about, worked out here where nobody did yet.
    """

    record: Record
    told: Sequence[SessionNumbers]
    basis: Basis
    parameters: Parameters
    fillings: Sequence[Filling]
    planned: Sequence[Planned]
    flagged: Mapping[Kind, date] = field(default_factory=dict)
    now: Standing | None = None


def facts(case: Case, *, today: date) -> tuple[Fact, ...]:
    """Return every reason why a client waits on a day, in the order of `Kind`; none after the end.

    Seven are the reasons of the caseload (`caseload.standing`), so that a row here and a word there
    never differ. The others: a planned meeting of the last 14 days on whose day no session was
    written down; worse the day after, told in the last session that says anything about it; rules
    8 to 10 and rule 11 of the step suggestion; a questionnaire copied from paper after the last
    meeting.
    """
    if case.record.client.ended_on is not None:
        return ()
    found = [
        *_of_caseload(case, today=today),
        *_not_written(case, today=today),
        *_worse_next_day(case, today=today),
        *_of_steps(case, today=today),
        *_to_discuss(case, today=today),
    ]
    order = list(Kind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.key)))


def _of_caseload(case: Case, *, today: date) -> Iterator[Fact]:
    record = case.record
    now = case.now or standing(record, today=today)
    last = max((one.day for one in ratings(record) if one.day <= today), default=None)
    for reason in now.reasons:
        kind = _BY_REASON.get(reason)
        if kind is None:
            continue
        match kind:
            case Kind.RETURNED:
                back = came_back(record, today=today)[-1].day
                yield Fact(kind, back.isoformat(), {"day": back.isoformat()})
            case Kind.VERY_LOW_MOOD | Kind.LOWER_MOOD if last is not None:
                yield _mood(case, kind, last)
            case Kind.SILENT:
                since = quiet_since(now, today=today)
                heard = now.last_word.isoformat() if now.last_word else None
                yield Fact(kind, since.isoformat(), {"day": heard, **_agreed(case.basis)})
            case Kind.NO_ROUTE:
                yield Fact(kind, f"after {len(record.versions)}")
            case Kind.REST_ENDS if now.resting is not None and now.resting.end is not None:
                end = now.resting.end.isoformat()
                yield Fact(kind, end, {"day": end})
            case Kind.NO_NEXT_DATE:
                met = local_day(now.last_session).isoformat() if now.last_session else None
                yield Fact(kind, met or "before the first", {"day": met})


def _agreed(basis: Basis) -> dict[str, Number]:
    """Return what the client decided for when it goes quiet; nothing when nothing was agreed."""
    told = basis.silence
    if told is None:
        return {}
    return {
        "agreed": told.kind.value,
        "days": told.days,
        "who": told.who,
        "channel": told.channel.value if told.channel else None,
        "words": told.words,
    }


def _mood(case: Case, kind: Kind, last: date) -> Fact:
    """Return the signal of the last rating; within the cool-down it is still the former one.

    So it is when that one was given about a later day: a rating was taken back meanwhile.
    """
    before = case.flagged.get(kind)
    same = before is not None and (last - before).days < mood.COOL_DOWN_DAYS
    day = before if same and before is not None else last
    given = [one for one in ratings(case.record) if one.day <= last]
    if kind is Kind.VERY_LOW_MOOD:
        low = mood.very_low(given, day=last)
        return Fact(kind, day.isoformat(), {"day": last.isoformat(), "n": len(low.values)})
    told = mood.lower_than_usual(given, day=last)
    numbers: dict[str, Number] = {
        "day": last.isoformat(),
        "usual": told.mean_base,
        "n_usual": told.n_base,
        "recent": told.mean_recent,
        "n_recent": told.n_recent,
    }
    return Fact(kind, day.isoformat(), numbers)


def _not_written(case: Case, *, today: date) -> Iterator[Fact]:
    written = {one.day for one in case.record.sessions}
    # Planned twice at one moment, by accident or beside a series: still one meeting.
    for one in {each.starts_at: each for each in case.planned}.values():
        if one.day < today and (today - one.day).days <= FRESH_DAYS and one.day not in written:
            moment = one.starts_at.isoformat()
            yield Fact(Kind.NOT_WRITTEN, moment, {"moment": moment})


def _worse_next_day(case: Case, *, today: date) -> Iterator[Fact]:
    """Give one while the last answer is "worse", and no route was made since it was told.

    Of two answers on one day "worse" counts: rather too careful than too soon.
    """
    answers = [one for one in case.told if one.next_day_worse is not None and one.day <= today]
    day = max((one.day for one in answers), default=today)
    if not any(one.next_day_worse for one in answers if one.day == day):
        return
    made = [local_day(version.made_at) for version in case.record.versions]
    if (today - day).days < FRESH_DAYS and not any(one >= day for one in made):
        yield Fact(Kind.WORSE_NEXT_DAY, day.isoformat(), {"day": day.isoformat()})


def _of_steps(case: Case, *, today: date) -> Iterator[Fact]:
    """Give rules 8 to 10 as one kind, rule 11 as another; of several steps the first of each.

    They are looked at as they stood when something was told last: of the days since nothing is
    known, and what is unknown is not "not done". A step that was made smaller, or rests, is not
    asked about by what was told before that.
    """
    as_of = _told_until(case, today=today)
    if as_of is None or (today - as_of).days > TOLD_DAYS:
        return
    route = in_force(case.record.versions, today)
    now = {step.key: step for step in route.steps} if route else {}
    resting = {rest.step_key for rest in case.record.rests if rest.covers(today)}
    found = advise(
        case.record, case.told, case.basis, parameters=case.parameters, today=as_of
    ).steps
    seen = set()
    for one in found:
        if now.get(one.step.key) != one.step or resting & {None, one.step.key}:
            continue
        if _is_of_before(one, case, today=today):
            continue
        if one.suggestion.rule in MISFIT_RULES:
            kind = Kind.STEP_MISFIT
        elif one.suggestion.rule == TOO_MUCH_RULE:
            kind = Kind.TOO_MUCH
        else:
            continue
        if kind in seen:
            continue
        seen.add(kind)
        told = one.suggestion.numbers
        doses = [week.dose_raw for week in told.weeks if week.dose_raw is not None]
        numbers: dict[str, Number] = {
            "activity": one.step.activity,
            "why": one.suggestion.reasons[0].value,
            "weeks": len(told.weeks),
            "done": told.done,
            "asked": told.asked,
            "effort": told.effort,
            "effort_n": told.effort_n,
            "feeling": None if told.feeling is None else told.feeling + FEELING_MIDDLE,
            "feeling_n": told.feeling_n,
            "times": min(doses) if doses else None,
        }
        yield Fact(kind, f"{one.since.isoformat()} {one.step.key}", numbers)


def _told_until(case: Case, *, today: date) -> date | None:
    """Return the day after the last one of which anything was told, today at most; or None."""
    told = [
        # A session nobody came to told nothing.
        *(one.day for one in case.told if one != SessionNumbers(one.day)),
        *(one.day for one in case.record.check_ins),
        *(one.day for one in case.record.sessions if one.attendance is Attendance.CAME),
    ]
    known = [day for day in told if day <= today]
    return min(max(known) + timedelta(days=1), today) if known else None


def _is_of_before(one: StepAdvice, case: Case, *, today: date) -> bool:
    """True while it rests on what was told before a step became as long and as often as it is.

    Ratings rest on nothing any more once the last of them is too long ago to count.
    """
    if one.suggestion.rule not in _RULES_ON_RATINGS:
        return one.looks_further_back
    days = case.parameters.session_days
    last = max(told.day for told in case.told if told.day <= today)
    return (today - last).days >= days or (one.changed and (today - one.since).days < days)


def _to_discuss(case: Case, *, today: date) -> Iterator[Fact]:
    met = [s.held_at for s in case.record.sessions if s.attendance is Attendance.CAME]
    for one in case.fillings:
        fresh = 0 <= (today - local_day(one.made_at)).days <= TO_DISCUSS_DAYS
        talked = any(held_at > one.made_at for held_at in met)
        if one.told.filled_in is FilledIn.PAPER and fresh and not talked:
            numbers: dict[str, Number] = {
                "measure": one.told.measure.value,
                "day": one.told.day.isoformat(),
            }
            yield Fact(Kind.TO_DISCUSS, one.id, numbers)


# -- rows -----------------------------------------------------------------------------------


class State(StrEnum):
    """What became of a row: it waits, was put off, was done, or the fact was mended."""

    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the worklist.

    `stands` is True while its fact does. `snoozed_until` is the day on which it comes back.
    `useful` is None while nobody said whether it helped. `changed_by` is a name, None for a row
    that nobody touched. `version` counts changes; a change names the version it was made from.
    """

    id: str
    client_id: str
    client_name: str
    fact: Fact
    opened_on: date
    state: State
    stands: bool
    version: int
    snoozed_until: date | None = None
    snooze_reason: str = ""
    note: str = ""
    useful: bool | None = None
    ended_at: datetime | None = None
    changed_by: str | None = None

    def waits(self, today: date) -> bool:
        """True when it stands in the list: open, or put off until today or before."""
        if self.state is State.SNOOZED:
            return self.snoozed_until is not None and self.snoozed_until <= today
        return self.state is State.OPEN


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a kind of row helped, of those that ended: said yes, said no, said nothing.

    `mended` counts the rows that closed by themselves; they stand in none of the others unless
    somebody said whether they helped.
    """

    kind: Kind
    useful: int
    not_useful: int
    unsaid: int
    mended: int

    @property
    def said(self) -> int:
        """How often somebody said whether it helped."""
        return self.useful + self.not_useful


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows in the order of their kinds, of one kind the longest waiting first."""
    order = list(Kind)
    return tuple(
        sorted(rows, key=lambda one: (order.index(one.fact.kind), one.opened_on, one.client_name))
    )


def tallies(ended: Iterable[tuple[Kind, State, bool | None]]) -> tuple[Tally, ...]:
    """Return the tally of each kind that ended at least once, in the order of kinds."""
    counts: dict[Kind, dict[str, int]] = {}
    for kind, state, useful in ended:
        of = counts.setdefault(kind, dict.fromkeys(("useful", "not_useful", "unsaid", "mended"), 0))
        if useful is not None:
            of["useful" if useful else "not_useful"] += 1
        elif state is State.CLOSED:
            of["mended"] += 1
        else:
            of["unsaid"] += 1
    return tuple(Tally(kind, **counts[kind]) for kind in Kind if kind in counts)


def snooze_latest(today: date) -> date:
    """Return the last day until which a row can be put off: a quarter of a year. [CHOICE]"""
    return today + timedelta(days=91)
