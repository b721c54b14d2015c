"""How much a worklist says, and how much of it is true: `python -m tests.bench.worklist`.

Two coaches guide forty invented people for half a year. What is going on with each is known: most
are well, some get worse, fall silent, have a step that does not fit, move too much, rest. It is all
written down and worked out through the verbs, in a database that is thrown away; the coaches look
each working day and act on what they see. Printed are the rows that stand in the morning, and for
each kind how many rows were opened, how many for nothing, and how long it took.

An argument sets how many half-years are lived (3 unless it says otherwise: about four minutes on
two processors). Each has a seed of its own, so the same command prints the same table.
"""

import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lib.domain.access import Book, Role, Scope
from lib.domain.agenda import AppointmentDraft
from lib.domain.basis import BasisDraft
from lib.domain.calendar import at_local, local_day
from lib.domain.people import ClientDraft
from lib.domain.questionnaires import Measure
from lib.domain.sessions import CheckIn, DayMood, Draft, Outcome
from lib.domain.signals import ROWS_SHOWN, Kind, Row
from lib.practice import (
    accounts,
    agenda,
    basis,
    clients,
    front_door,
    measures,
    nightly,
    routes,
    sessions,
    worklist,
)
from lib.practice.accounts import Newcomer
from lib.practice.front_door import SetUp
from lib.storage import casebook, seals
from lib.storage import tables as t
from tests.cast import QuickHashing, email, key, password, sign_in, step

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
SEED = 20260105
BEGIN = date(2026, 1, 5)
# A caseload that exists already: what happens in these weeks is not counted.
BEFORE, COUNTED = 8, 26
LAST = (BEFORE + COUNTED) * 7
COACHES = ("Ines", "Marek")
# So many rows somebody sees to on a working day, besides the talks of that day. [CHOICE]
SEEN_TO = 8

Span = tuple[int, int]


def day(n: int) -> date:
    return BEGIN + timedelta(days=n)


def within(n: int, span: Span | None) -> bool:
    return span is not None and span[0] <= n <= span[1]


# --- who they are -----------------------------------------------------------------------------


@dataclass
class Life:
    """One person: what is really going on, by day, and what became of it in the dossier.

    Spans of days are what is true; None is what never happens to them.
    """

    name: str
    coach: int
    starts: int
    weeks: int  # from one talk to the next
    series: bool
    rates: float  # the share of days with a number for mood that are told
    level: float
    what: str
    ends: int | None = None
    drop: float = 0.0
    lower: Span | None = None
    silent: Span | None = None
    agreed: str = ""
    away: Span | None = None
    rest: Span | None = None
    misfit: Span | None = None
    misfit_is: str = ""
    much: Span | None = None
    worse: Span | None = None
    paper: bool = False
    seldom: int | None = None  # from this day they only call when they want to
    # As it goes on.
    id: str = ""
    number: int = 0
    series_id: str = ""
    next_talk: int | None = None
    told_until: int = -1
    unwritten: dict[int, datetime] = field(default_factory=dict)
    talked_over: set[str] = field(default_factory=set)
    moods: list[int] = field(default_factory=list)
    agreed_days: set[int] = field(default_factory=set)
    truths: dict[Kind, list[Span]] = field(default_factory=dict)

    def true(self, kind: Kind, first: int, last: int) -> None:
        """Keep that something of this kind was true on these days."""
        self.truths.setdefault(kind, []).append((first, last))

    def is_true(self, kind: Kind, n: int) -> bool:
        return any(first <= n <= last for first, last in self.truths.get(kind, ()))


# What is going on with how many of forty.
WHAT = (
    ["well"] * 10
    + ["always low"] * 2
    + ["drop of 2"] * 4
    + ["drop of 3"] * 4
    + ["silent"] * 2
    + ["silent, a week agreed"] * 2
    + ["silent, left in peace"] * 2
    + ["few moments"] * 2
    + ["too heavy"] * 2
    + ["not pleasant"] * 2
    + ["too much"] * 2
    + ["worse after"] * 2
    + ["rests"] * 4
)


def lives(chance: random.Random) -> list[Life]:
    """Forty people, thirty of them guided before the half-year begins."""
    found = []
    for at, what in enumerate(chance.sample(WHAT, len(WHAT))):
        starts = 7 * chance.randrange(5) if at % 4 else 7 * (BEFORE + chance.randrange(14))
        starts += chance.randrange(5)
        one = Life(
            name=f"Cliënt {at}",
            coach=at % 2,
            starts=starts,
            weeks=chance.choices((1, 2, 3), (50, 35, 15))[0],
            series=chance.random() < 0.8,
            rates=chance.choice((0.0, 0.4, 0.8)),
            level=2.5 if what == "always low" else chance.uniform(5.0, 7.5),
            what=what,
            paper=chance.random() < 0.25,
        )
        _befalls(one, chance)
        one.moods = _moods(one, chance)
        weeks = range(0, LAST + 7, 7)
        one.agreed_days = {first + n for first in weeks for n in chance.sample(range(7), 3)}
        found.append(one)
    well = [one for one in found if one.what == "well"]
    for one in chance.sample(found, 8):
        if one.silent is None and one.rest is None:
            first = chance.randrange(max(one.starts + 40, 7 * BEFORE), LAST - 25)
            one.away = (first, first + chance.randrange(14, 21))
    for one in chance.sample(well, 2):
        one.seldom, one.agreed = one.starts + 70, "45 days"
    for one in chance.sample([one for one in well if one.seldom is None], 3):
        one.ends = chance.randrange(one.starts + 90, max(one.starts + 91, LAST + 40))
    return found


def _befalls(one: Life, chance: random.Random) -> None:
    """Let come true what is going on with somebody, after at least eight weeks of guidance."""
    first = chance.randrange(max(one.starts + 56, 7 * BEFORE), max(one.starts + 57, LAST - 70))
    match one.what:
        case "drop of 2" | "drop of 3":
            one.drop = float(one.what[-1])
            one.lower = (first, first + 41)
            one.true(Kind.LOWER_MOOD, first, first + 48)
            one.true(Kind.VERY_LOW_MOOD, first, first + 48)
        case "silent" | "silent, a week agreed" | "silent, left in peace":
            one.silent = (first, first + chance.randrange(28, 50))
            one.agreed = one.what.partition(", ")[2]
            if one.agreed == "a week agreed":
                one.weeks = 1
            if one.agreed != "left in peace":
                one.true(Kind.SILENT, *one.silent)
        case "few moments" | "too heavy" | "not pleasant":
            one.misfit, one.misfit_is = (first, first + 55), one.what
        case "too much":
            one.much = (first, first + 34)
            one.true(Kind.TOO_MUCH, first, first + 48)
        case "worse after":
            one.worse = (first, first + 27)
            one.true(Kind.WORSE_NEXT_DAY, first, first + 34)
        case "rests":
            one.rest = (first, first + chance.choice((6, 13, 20, 27)))
            one.true(Kind.REST_ENDS, *one.rest)


SPREAD = 1.5


def _moods(one: Life, chance: random.Random) -> list[int]:
    """Mood of each day, so much like the day before as is usual for somebody (0.2 to 0.4)."""
    like = chance.choice((0.2, 0.3, 0.4))
    spread = 0.8 if one.what == "always low" else SPREAD
    fresh = spread * math.sqrt(1 - like**2)
    state, found = chance.gauss(0, spread), []
    for n in range(LAST + 1):
        lower = one.drop if within(n, one.lower) else 0.0
        found.append(min(10, max(0, round(one.level + state - lower))))
        state = like * state + chance.gauss(0, fresh)
    return found


# --- what is written down ---------------------------------------------------------------------


class HalfYear:
    """One practice that lives through half a year in a database of its own."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.lives = lives(self.chance)
        self.coaches = _begin()
        self.by_id: dict[str, Life] = {}
        self.mornings: list[tuple[int, int, Counter[Kind]]] = []

    def live(self) -> None:
        """Let every day pass: the night, the morning, the talks."""
        for n in range(LAST):
            if n >= 7 * (BEFORE - 2) or n % 7 == 0:
                nightly.run_due(Book.PRACTICE, now=at_local(day(n), time(3, 30)))
            if day(n).weekday() < 5:
                for coach in range(len(COACHES)):
                    self._morning(coach, n)
            for one in self.lives:
                self._day(one, n)

    # -- the days of one person

    def _day(self, one: Life, n: int) -> None:
        if n == one.starts:
            self._start(one, n)
        if n < one.starts or (one.ends is not None and n > one.ends):
            return
        if n == one.ends:
            self._end(one, n)
            return
        if one.rest is not None and n == one.rest[0] - 3:
            self._agree_rest(one, n)
        if n == one.seldom and one.series_id:
            agenda.remove(self._scope(one), one.series_id, now=_at(n, 8))
            one.series, one.series_id, one.next_talk = False, "", n + 21
        if one.silent is not None and n == one.silent[1] + 1:
            # Somebody who was away calls, and comes again.
            self._write(one, n, kind="phone")
            one.true(Kind.RETURNED, n, n + 21)
        if one.away is not None and n == one.away[1] + 1:
            one.true(Kind.RETURNED, n, n + 28)
        if n == one.next_talk:
            self._talk(one, n)
        for held, due in list(one.unwritten.items()):
            if local_day(due) == day(n):
                self._write(one, held, now=due)

    def _start(self, one: Life, n: int) -> None:
        scope = self._scope(one)
        draft = ClientDraft(one.name, started_on=day(n))
        one.id = clients.add(
            scope, draft, team_id=next(iter(scope.coach_teams)), save_key=key(), now=_at(n, 8)
        )
        self.by_id[one.id] = one
        one.told_until = n - 1
        if one.agreed:
            silence = {
                "left in peace": BasisDraft(silence="leave"),
                "a week agreed": _contact(7),
                "45 days": _contact(45),
            }
            basis.change(scope, one.id, silence[one.agreed], expected_version=0, now=_at(n, 8))
        one.next_talk = n + 1
        self._plan(one, n)
        one.true(Kind.NO_ROUTE, n, n + 60)

    def _plan(self, one: Life, n: int) -> None:
        """Plan the next talk, or the series of them."""
        assert one.next_talk is not None
        weeks = one.weeks if one.series else None
        draft = AppointmentDraft(day(one.next_talk), time(9, 0), every_weeks=weeks)
        planned = agenda.plan(self._scope(one), one.id, draft, save_key=key(), now=_at(n, 8))
        if one.series:
            one.series_id = planned.id

    def _end(self, one: Life, n: int) -> None:
        scope = self._scope(one)
        known = clients.get(scope, one.id, now=_at(n, 18))
        draft = ClientDraft(one.name, started_on=known.started_on, ended_on=day(n))
        clients.change(scope, one.id, draft, expected_version=known.version, now=_at(n, 18))

    def _agree_rest(self, one: Life, n: int) -> None:
        assert one.rest is not None
        if not one.number:
            return
        one.number = routes.agree_rest(
            self._scope(one),
            one.id,
            start=day(one.rest[0]),
            end=day(one.rest[1]),
            step_key=None,
            proposed_by="client",
            reason="op reis",
            expected_number=one.number,
            save_key=key(),
            now=_at(n, 10),
        )

    def _talk(self, one: Life, n: int) -> None:
        """The day of a planned talk: it goes ahead, or not, and is written down, or not."""
        chance, scope = self.chance, self._scope(one)
        following = n + 7 * one.weeks
        if within(following, one.away) and not one.series:
            assert one.away is not None
            following = one.away[1] + 1
        one.next_talk = following if one.series or one.seldom is None else n + 35
        happens = chance.random()
        if within(n, one.away) or (within(n, one.rest) and happens < 0.5) or happens < 0.07:
            self._cancel(one, n)
        elif within(n, one.silent) or happens < 0.12:
            if chance.random() < 0.7:
                self._record(one, n, _at(n, 17), attendance="absent")
            else:
                self._forget(one, n)
            if not one.series:
                one.next_talk = None
                one.true(Kind.NO_NEXT_DATE, n, n + 60)
        elif happens < 0.18:
            self._forget(one, n)
        elif happens < 0.28:
            one.unwritten[n] = _at(n + chance.randrange(1, 4), 17)
            one.true(Kind.NOT_WRITTEN, n, n + 14)
        elif happens < 0.32:
            # It was a day later, and nobody changed the agenda.
            one.unwritten[n + 1] = _at(n + 1, 17)
        else:
            self._write(one, n)
        if one.paper and chance.random() < 1 / 3:
            self._copy_paper(one, n, scope)

    def _forget(self, one: Life, n: int) -> None:
        """Nobody writes it down: what the list can be for."""
        one.true(Kind.NOT_WRITTEN, n, n + 14)
        if not one.series:
            one.next_talk = None
            one.true(Kind.NO_NEXT_DATE, n, n + 60)

    def _cancel(self, one: Life, n: int) -> None:
        scope = self._scope(one)
        if one.series:
            agenda.cancel_one(scope, one.series_id, day(n), now=_at(n, 8))
        else:
            assert one.next_talk is not None
            clients.plan_next(scope, one.id, day=day(one.next_talk), at=time(9, 0), now=_at(n, 8))

    def _copy_paper(self, one: Life, n: int, scope: Scope) -> None:
        """A questionnaire from home: talked over in this talk and then copied, or waiting."""
        talked = self.chance.random() < 0.5
        filled = measures.fill_in(
            scope,
            one.id,
            Measure.WHO5,
            answers=(3, 2, 3, 1, 2),
            day=day(n),
            filled_in="paper",
            save_key=key(),
            now=_at(n, 18),
        )
        if talked:
            one.talked_over.add(filled)
        else:
            one.true(Kind.TO_DISCUSS, n, n + 42)

    # -- one session

    def _write(
        self, one: Life, n: int, *, now: datetime | None = None, kind: str = "in_person"
    ) -> None:
        """Write a talk of day n down, with everything since the one before it."""
        one.unwritten.pop(n, None)
        now = now or _at(n, 17)
        chance = self.chance
        heavy = within(n, one.misfit) and one.misfit_is == "too heavy"
        sour = within(n, one.misfit) and one.misfit_is == "not pleasant"
        worse = None
        if chance.random() < 0.8:
            worse = chance.random() < (0.8 if within(n, one.worse) else 0.02)
        check_ins, day_moods = self._look_back(one, n)
        planned: dict[str, Any] = {}
        upcoming = one.next_talk is not None and one.next_talk > (local_day(now) - BEGIN).days
        if not one.series and one.seldom is not None and n > one.seldom:
            pass
        elif not one.series and upcoming and chance.random() < 0.9:
            assert one.next_talk is not None
            planned = {"next_day": day(one.next_talk), "next_at": time(9, 0)}
        elif not one.series:
            one.next_talk = None
            one.true(Kind.NO_NEXT_DATE, n, n + 60)
        self._record(
            one,
            n,
            now,
            kind=kind,
            mood_before=one.moods[n] if chance.random() < 0.9 else None,
            mood_during=_around(chance, 3 if sour else 7),
            effort=_around(chance, 8 if heavy else 3),
            confidence=_around(chance, 7),
            next_day_worse=worse,
            check_ins=check_ins,
            day_moods=day_moods,
            **planned,
        )
        self._agree_on_route(one, (local_day(now) - BEGIN).days, now)

    def _record(self, one: Life, n: int, now: datetime, **told: Any) -> None:
        usual: dict[str, Any] = {"kind": "in_person", "attendance": "came", **told}
        sessions.record(
            self._scope(one),
            one.id,
            Draft(day=day(n), at=time(9, 0), **usual),
            expected_client=one.name,
            save_key=key(),
            now=now,
        )

    def _look_back(self, one: Life, n: int) -> tuple[tuple[CheckIn, ...], tuple[DayMood, ...]]:
        """What is told of the days since the last talk, of two weeks at most."""
        days = range(max(one.told_until + 1, n - 13), n)
        one.told_until = max(one.told_until, n - 1)
        moods = tuple(
            DayMood(day(d), one.moods[d]) for d in days if self.chance.random() < one.rates
        )
        if not one.number:
            return (), moods
        told = ((d, self._moved(one, d)) for d in days if not within(d, one.silent))
        return tuple(CheckIn("walk", day(d), word) for d, word in told if word), moods

    def _moved(self, one: Life, n: int) -> Outcome | None:
        """What is told of the step on one day: three days a week are agreed."""
        chance = self.chance
        if within(n, one.rest):
            return None
        if within(n, one.much):
            return Outcome.AMPLE if chance.random() < 0.65 else None
        few = within(n, one.misfit) and one.misfit_is == "few moments"
        if n not in one.agreed_days:
            return None
        if chance.random() < (0.2 if few else 0.85):
            sizes = (Outcome.MINI, Outcome.ORDINARY, Outcome.AMPLE)
            return chance.choices(sizes, (25, 65, 10))[0]
        return Outcome.NOT_DONE if chance.random() < 0.8 else None

    def _agree_on_route(self, one: Life, n: int, now: datetime) -> None:
        """A first route in the first or second talk; a smaller step when the list asked for it."""
        scope = self._scope(one)
        if not one.number:
            if self.chance.random() < 0.7:
                self._adjust(one, now, step("walk"))
            return
        rows = worklist.of_client(scope, one.id, now=now)
        kinds = {row.fact.kind for row in rows}
        if Kind.STEP_MISFIT in kinds and self.chance.random() < 0.7:
            self._smaller(one, n, now)

    def _smaller(self, one: Life, n: int, now: datetime) -> None:
        minutes = {1: 3.0, 2: 2.0}.get(one.number)
        if minutes is None:
            return
        self._adjust(one, now, step("walk", minutes=minutes))
        if within(n, one.misfit):
            assert one.misfit is not None
            # It fits from now on, and there is nothing left to say about it.
            one.true(Kind.STEP_MISFIT, one.misfit[0], n)
            one.misfit = None
        if within(n, one.worse):
            assert one.worse is not None
            one.worse = (one.worse[0], n)

    def _adjust(self, one: Life, now: datetime, *steps: Any) -> None:
        one.number = routes.adjust(
            self._scope(one),
            one.id,
            steps,
            proposed_by="client",
            reason="dit past beter",
            expected_number=one.number,
            save_key=key(),
            now=now,
        )

    # -- the mornings of a coach

    def _morning(self, coach: int, n: int) -> None:
        """Look at the list, count it, and see to some of it."""
        scope, now = self.coaches[coach], _at(n, 8)
        found = worklist.mine(scope, now=now)
        if n >= 7 * BEFORE:
            kinds = Counter(row.fact.kind for row in found.waiting)
            self.mornings.append((coach, len(found.waiting), kinds))
        for row in found.news:
            self._done(row, True, now)
        left = SEEN_TO
        for row in found.waiting:
            # What was done for one row may have mended the next.
            with suppress(worklist.AlreadyEnded):
                if left and self._see_to(row, n, now):
                    left -= 1

    def _see_to(self, row: Row, n: int, now: datetime) -> bool:
        """Do what fits the row, on a day on which there is time for it; True when it was."""
        one, kind, chance = self.by_id[row.client_id], row.fact.kind, self.chance
        true = one.is_true(kind, n)
        if chance.random() > CHANCE_A_DAY[kind]:
            return False
        match kind:
            case Kind.SILENT if not within(n, one.silent):
                self._write(one, n, now=_at(n, 9, 30), kind="phone")
            case Kind.SILENT if chance.random() < 0.5:
                worklist.put_off(
                    self._scope(one),
                    row.id,
                    until=day(n + 7),
                    reason="nog eens bellen",
                    expected_version=row.version,
                    now=now,
                )
            case Kind.NOT_WRITTEN:
                held = (
                    local_day(datetime.fromisoformat(str(row.fact.numbers["moment"]))) - BEGIN
                ).days
                if true and not within(held, one.silent):
                    self._write(one, held, now=_at(n, 9))
                elif true:
                    self._record(one, held, _at(n, 9, 30), attendance="absent")
                else:
                    self._done(row, False, now)
            case Kind.WORSE_NEXT_DAY if true and one.number in (1, 2):
                self._smaller(one, n, now)
            case Kind.NO_NEXT_DATE if one.seldom is None or n <= one.seldom:
                one.next_talk = n + 5
                self._plan(one, n)
            case Kind.STEP_MISFIT | Kind.TO_DISCUSS | Kind.NO_ROUTE if true:
                return False  # for the next talk
            case _:
                self._done(row, true, now)
        return True

    def _done(self, row: Row, useful: bool, now: datetime) -> None:
        one = self.by_id[row.client_id]
        worklist.finish(
            self._scope(one), row.id, useful=useful, expected_version=row.version, now=now
        )

    def _scope(self, one: Life) -> Scope:
        return self.coaches[one.coach]

    # -- what came of it

    def opened(self) -> list["Opened"]:
        """Every row that was opened in the weeks that count, and whether it was for nothing."""
        for one in self.lives:
            if one.misfit is not None:
                one.true(Kind.STEP_MISFIT, one.misfit[0], one.misfit[1] + 14)
        with Session(casebook.engine_of(Book.PRACTICE)) as session:
            rows = session.scalars(select(t.WorklistRow)).all()
        found = []
        for row in rows:
            n, one = (local_day(row.opened_at) - BEGIN).days, self.by_id[row.client_id]
            kind = Kind(row.kind)
            true = one.is_true(kind, n)
            if kind is Kind.TO_DISCUSS:
                true = row.fact not in one.talked_over
            if n >= 7 * BEFORE:
                found.append(Opened(kind, one.coach, n, true, one.what))
        return found

    def waits(self) -> list["Wait"]:
        """For each thing that became true in the weeks that count: after how many days, or None."""
        with Session(casebook.engine_of(Book.PRACTICE)) as session:
            rows = session.scalars(select(t.WorklistRow)).all()
        opened: dict[tuple[str, Kind], list[int]] = {}
        for row in rows:
            n, one = (local_day(row.opened_at) - BEGIN).days, self.by_id[row.client_id]
            # A row that says something else about the step came by accident.
            if row.kind != Kind.STEP_MISFIT or row.numbers["why"] == WHY.get(one.what):
                opened.setdefault((row.client_id, Kind(row.kind)), []).append(n)
        found = []
        for one in self.lives:
            for kind in MEASURED:
                for first, last in one.truths.get(kind, ()):
                    if first < 7 * BEFORE or last >= LAST or (one.ends or LAST) < last:
                        continue
                    days = [n - first for n in opened.get((one.id, kind), ()) if first <= n <= last]
                    found.append(Wait(kind, one.what, min(days, default=None)))
        return found


# How likely somebody finds the time on a day, for a row of a kind. [CHOICE]
CHANCE_A_DAY = {
    Kind.RETURNED: 1.0,
    Kind.VERY_LOW_MOOD: 0.8,
    Kind.LOWER_MOOD: 0.7,
    Kind.SILENT: 0.5,
    Kind.NOT_WRITTEN: 0.5,
    Kind.WORSE_NEXT_DAY: 0.5,
    Kind.TOO_MUCH: 0.3,
    Kind.STEP_MISFIT: 0.3,
    Kind.REST_ENDS: 0.4,
    Kind.TO_DISCUSS: 0.4,
    Kind.NO_ROUTE: 0.3,
    Kind.NO_NEXT_DATE: 0.4,
}
# What a row about a step has to say, by what is wrong with it.
WHY = {"few moments": "few_moments", "too heavy": "heavy", "not pleasant": "feels_low"}
# Of these there is something to wait for; the others are a fact on the day they become true.
MEASURED = (
    Kind.LOWER_MOOD,
    Kind.SILENT,
    Kind.WORSE_NEXT_DAY,
    Kind.TOO_MUCH,
    Kind.STEP_MISFIT,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A row that was opened on a day, and whether something of its kind was true that day."""

    kind: Kind
    coach: int
    on: int
    true: bool
    what: str


@dataclass(frozen=True, slots=True)
class Wait:
    """After how many days a row was opened about something true; None: never."""

    kind: Kind
    what: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of one half-year."""

    mornings: list[tuple[int, int, Counter[Kind]]]
    opened: list[Opened]
    waits: list[Wait]


def _at(n: int, hour: int, minute: int = 0) -> datetime:
    return at_local(day(n), time(hour, minute))


def _around(chance: random.Random, middle: int) -> int:
    return min(10, max(0, round(chance.gauss(middle, 1))))


def _contact(days: int) -> BasisDraft:
    return BasisDraft(silence="contact", silence_days=days, silence_channel="call")


def _begin() -> list[Scope]:
    """Set up a practice with two coaches."""
    hashing, now = QuickHashing(), _at(0, 7)
    founder = SetUp("Noord", "Ada", email("Ada"), password("Ada"), coaches=False, leads=False)
    front_door.set_up(Book.PRACTICE, founder, hashing, proven=True, now=now)
    admin = sign_in("Ada", hashing, now=now)
    (team,) = accounts.teams(admin, now=now)
    found = []
    for name in COACHES:
        newcomer = Newcomer(name, email(name), team.id, (Role.COACH,))
        link = accounts.add_colleague(admin, newcomer, now=now)
        front_door.accept(Book.PRACTICE, link, password(name), hashing, proven=True, now=now)
        found.append(sign_in(name, hashing, now=now))
    return found


def lived(seed: int) -> Lived:
    """Live through one half-year in a database that is thrown away."""
    seals.use((seals.new_key(),))
    with (
        tempfile.TemporaryDirectory() as folder,
        casebook.making(Book.PRACTICE, Path(folder) / "half-year.db"),
    ):
        one = HalfYear(seed)
        one.live()
        return Lived(one.mornings, one.opened(), one.waits())


# --- the table --------------------------------------------------------------------------------


def spread(runs: Sequence[float | None], shown: Callable[[float], str]) -> str:
    """The mean of the runs, and between brackets the lowest and the highest of them."""
    known = [one for one in runs if one is not None]
    if not known:
        return "–"
    return f"{shown(fmean(known))} ({shown(min(known))}–{shown(max(known))})"


def decimal(value: float) -> str:
    return f"{value:.1f}"


def percent(value: float) -> str:
    return f"{value:.0%}"


def in_all(runs: Sequence[Lived]) -> Iterable[tuple[str, str]]:
    """How much there is to see."""

    def of(one: Lived, figure: Callable[[list[int]], float]) -> float:
        return figure([count for _, count, _ in one.mornings])

    weeks = COUNTED * len(COACHES)
    opened = [len([row for row in one.opened if row.kind is not Kind.RETURNED]) for one in runs]
    yield "rows opened, per coach per week", spread([n / weeks for n in opened], decimal)
    figures: dict[str, Callable[[list[int]], float]] = {
        "rows standing in the morning, per coach: median": median,
        "the same, 90th percentile": lambda found: quantiles(found, n=10)[-1],
        "the same, most": max,
    }
    for name, figure in figures.items():
        yield name, spread([of(one, figure) for one in runs], decimal)
    many = [of(one, lambda found: fmean(n > ROWS_SHOWN for n in found)) for one in runs]
    yield f"mornings with more than {ROWS_SHOWN} rows", spread(many, percent)


def by_kind(runs: Sequence[Lived]) -> Iterable[tuple[str, ...]]:
    """For each kind: rows in a half-year, for how many there was nothing, and how many stand."""
    for kind in Kind:
        opened = [[row for row in one.opened if row.kind is kind] for one in runs]
        true = [sum(row.true for row in rows) for rows in opened]
        false = [len(rows) - n for rows, n in zip(opened, true, strict=True)]
        shares = [n / len(rows) if rows else None for n, rows in zip(false, opened, strict=True)]
        stands = [fmean(kinds[kind] for *_, kinds in one.mornings) for one in runs]
        yield (
            kind.value,
            decimal(fmean(map(len, opened))),
            decimal(fmean(true)),
            decimal(fmean(false)),
            spread(shares, percent),
            "–" if kind is Kind.RETURNED else f"{fmean(stands):.2f}",
        )


def until(runs: Sequence[Lived]) -> Iterable[tuple[str, ...]]:
    """For each thing that became true: how often a row came of it, and after how many days."""
    every = [wait for one in runs for wait in one.waits]
    for kind, what in dict.fromkeys((wait.kind, wait.what) for wait in every):
        waits = [wait.days for wait in every if (wait.kind, wait.what) == (kind, what)]
        found = sorted(n for n in waits if n is not None)
        days = f"{median(found):.0f} ({found[0]}–{found[-1]})" if found else "–"
        yield what, kind.value, str(len(waits)), percent(len(found) / len(waits)), days


def for_nothing(runs: Sequence[Lived]) -> Iterable[tuple[str, ...]]:
    """Whose rows were for nothing."""
    every = [row for one in runs for row in one.opened if not row.true]
    for kind in Kind:
        whose = Counter(row.what for row in every if row.kind is kind)
        if whose:
            named = ", ".join(f"{what} {n}" for what, n in whose.most_common(4))
            yield kind.value, str(whose.total()), named


def main() -> None:
    """Live through the half-years, two at a time, and print the tables."""
    say = sys.stdout.write
    with ProcessPoolExecutor(2) as pool:
        runs = list(pool.map(lived, range(SEED, SEED + RUNS)))
    say(
        f"{RUNS} half-years of {len(WHAT)} people with {len(COACHES)} coaches: "
        "the mean (lowest–highest).\n\n"
    )
    tables: list[tuple[tuple[str, ...], Iterable[tuple[str, ...]]]] = [
        (("What there is to see", "Found"), in_all(runs)),
        (("Kind", "Opened", "True", "For nothing", "Share for nothing", "Stand"), by_kind(runs)),
        (("What became true", "Kind", "Times", "A row came", "Days until"), until(runs)),
        (("Kind", "For nothing", "About whom, most often"), for_nothing(runs)),
    ]
    for head, rows in tables:
        say(f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n")
        for row in rows:
            say(f"| {' | '.join(row)} |\n")
        say("\n")


if __name__ == "__main__":
    main()
