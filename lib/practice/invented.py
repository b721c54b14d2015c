"""Invents the lives of the demo's people: pure, repeatable, and relative to a day."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from itertools import pairwise
from random import Random
from typing import Any

from lib.domain import routes
from lib.domain.basis import BasisDraft
from lib.domain.calendar import at_local
from lib.domain.changes import How
from lib.domain.experiments import ExperimentDraft, WayDraft
from lib.domain.questionnaires import Measure
from lib.domain.routes import Company, RestKind, SizeOf, Step, StepKind
from lib.domain.sessions import (
    LOOK_BACK_DAYS,
    Attendance,
    Barrier,
    CheckIn,
    DayMood,
    Draft,
    Help,
    Kind,
    Outcome,
    Where,
    WithWhom,
)
from lib.domain.step_library import StepIdea
from lib.practice.happenings import (
    Adjusted,
    Aimed,
    Answered,
    Based,
    Ended,
    Event,
    Lived,
    LookedBack,
    Met,
    Reassured,
    Rested,
    Resumed,
    RoundedOff,
    Scored,
    Told,
    Tried,
    TriedOut,
    Worried,
)
from lib.storage.engine import ROOT

CONTENT = ROOT / "data" / "demo"
# Days without meetings, by month and day.
_CLOSED = {(1, 1), (4, 27), (5, 5), (12, 24), (12, 25), (12, 26), (12, 31)}
_SIZES = ("mini", "ordinary", "ample")
# Of the meetings that do not take place.
_MISSED = (Attendance.CANCELLED, Attendance.CANCELLED, Attendance.EXCUSED, Attendance.ABSENT)

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days in which someone is away or silent, counted back from today; both are part of it."""

    first: int
    last: int
    holiday: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the route, made at the first meeting from `ago` days before today on.

    `rest_until` is how many days ago an agreed rest ends (negative: days ahead, None: open), and a
    `recovery_week` is over after seven days. `again` is after how many days client and coach look
    again, `looked` what they told then: a verdict, and words. `phase` is one of the `phases` that
    were named at this change or before.
    """

    ago: int
    by: str
    why: str
    operations: tuple[Mapping[str, Any], ...] = ()
    rests: bool = False
    rest_until: int | None = None
    resumes: bool = False
    recovery_week: bool = False
    begin_with: str | None = None
    change: str = routes.Change.BUILT
    about: str | None = None
    hope: str = ""
    again: int | None = None
    looked: tuple[str, str] | None = None
    phases: tuple[str, ...] = ()
    phase: int | None = None

    def rest_after(self, day: date, today: date) -> tuple[date, date | None]:
        """Return the days of the rest agreed on a day, both part of it; None while it is open."""
        start = day + timedelta(days=1)
        if self.recovery_week:
            return start, start + timedelta(days=6)
        if self.rest_until is None:
            return start, None
        return start, today - timedelta(days=self.rest_until)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in someone's own words, with (days ago, 0-10) and how many days ago it was done."""

    ago: int
    words: str
    scores: tuple[tuple[int, int], ...] = ()
    done: int | None = None


@dataclass(frozen=True, slots=True)
class Worry:
    """A care signal: how many days ago the coach opened it, and the lead closed it with a note.

    `closed` is None while it is open.
    """

    ago: int
    words: str
    closed: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lasting:
    """Something of a life: from how many days ago on, until how many; None is that day alone."""

    ago: int
    words: str
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """A questionnaire at the first talk from so many days ago on."""

    ago: int
    measure: Measure
    answers: tuple[int | None, ...]
    filled_in: str = "together"


@dataclass(frozen=True, slots=True)
class Trial:
    """An experiment begun at the first talk from so many days ago on, of two known contexts."""

    ago: int
    first: str
    second: str
    weekdays: tuple[int, ...]
    levels: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """What is told about one invented person. Points are (days before the last meeting, value).

    `diary` is the share of days with a remembered mood, `told` that of days someone remembers at
    all, `taking_part` the chance of doing what was agreed. `coming` is when the next appointment
    is, in days from today; None is the next in the row, and `plans` False none at all.
    `correction` is why the number after one talk was corrected, what it was and what it became.
    `basis` are fields of a `BasisDraft`, each from `ago` days before today on. `hard` and `helps`
    are what often makes moving hard and what helps, by chance when left out; `worse` is the chance
    that the day after a talk was worse.
    """

    name: str
    phone: str
    coach: str
    began: int
    weekday: int
    at: time
    kinds: tuple[Kind, ...]
    mood: Points
    spread: float
    diary: float
    taking_part: Points
    every: int = 7
    told: float = 0.88
    misses: float = 0.1
    skips_last: int = 0
    quiet: tuple[Quiet, ...] = ()
    route: tuple[Change, ...] = ()
    says: tuple[str, ...] = ()
    plans: bool = True
    coming: int | None = None
    ends: bool = False
    correction: tuple[str, int, int] | None = None
    basis: tuple[Mapping[str, Any], ...] = ()
    goals: tuple[Goal, ...] = ()
    worry: Worry | None = None
    lasting: tuple[Lasting, ...] = ()
    answers: tuple[Answers, ...] = ()
    trial: Trial | None = None
    hard: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    worse: float = 0.03

    @property
    def called(self) -> str:
        """The first name."""
        return self.name.split()[0]


@cache
def lives() -> tuple[Life, ...]:
    """Return the people of the demo in the order of the file."""
    rows = json.loads((CONTENT / "people.json").read_text(encoding="utf-8"))
    return tuple(_life(row, number) for number, row in enumerate(rows, start=1))


@cache
def sentences() -> Mapping[str, tuple[str, ...]]:
    """Return what can stand in a note, by occasion; `{who}` is the first name."""
    rows = json.loads((CONTENT / "sentences.json").read_text(encoding="utf-8"))
    return {occasion: tuple(some) for occasion, some in rows.items()}


def first_day(life: Life, *, today: date) -> date:
    """Return the day of the first meeting: guidance begins there."""
    return _days(life, today)[0]


def story(life: Life, *, today: date, seed: int, ideas: Sequence[StepIdea]) -> Iterator[Event]:
    """Yield what happened with one person, in order; all of it before that day.

    The same seed and day give the same story.
    """
    chance = Random(f"{seed}/{life.name}")  # noqa: S311 - repeatable, not secret
    plan = _plan(life, today, chance)
    days = _Days(life, chance, today=today, last=plan[-1].day)
    talks = [meeting.day for meeting in plan if meeting.attendance is Attendance.CAME]
    notes = _Notes(_Deck(life, chance), talks=len(talks))
    # By a chance of its own: to ask one thing more of a talk leaves the other numbers as they are.
    around = _Around(life, Random(f"{seed}/{life.name}/around"))  # noqa: S311 - as above
    telling = _telling(life, talks, today)
    hopes = _Hopes()
    library = {idea.key: idea for idea in ideas}
    corrected = talks[-3:][0]
    for at, meeting in enumerate(plan):
        draft = _draft(
            meeting,
            following=_following(life, plan, at, today),
            days=days,
            notes=notes,
            around=around,
        )
        written = at_local(meeting.day, meeting.at) + timedelta(minutes=chance.randint(50, 95))
        correction = None
        if life.correction is not None and meeting.day == corrected:
            why, mistaken, meant = life.correction
            correction = (replace(draft, mood_after=meant), why)
            draft = replace(draft, mood_after=mistaken)
        yield Met(draft, written, correction)
        if meeting.attendance is Attendance.CAME:
            for told in (*hopes.looked_at(meeting.day), *telling.get(meeting.day, ())):
                written += timedelta(minutes=2)
                yield told(written)
        for change in meeting.changes:
            written += timedelta(minutes=5)
            how = hopes.how(change, meeting.day)
            yield _happened(change, meeting.day, written, days, library, how)
    if life.ends:
        yield Ended(written + timedelta(minutes=5))


def _life(row: Mapping[str, Any], number: int) -> Life:
    """Return one row of the file as a life; what a row leaves out is as in `Life`."""
    given = dict(row)
    for name in ("mood", "taking_part"):
        given[name] = tuple((float(ago), float(value)) for ago, value in row[name])
    return Life(
        **{
            **given,
            # Nobody's number: no mobile number begins with 06-0.
            "phone": f"06-{number:08d}",
            "at": time.fromisoformat(row["at"]),
            "kinds": tuple(Kind(kind) for kind in row["kinds"]),
            "quiet": tuple(Quiet(**one) for one in row.get("quiet", ())),
            "route": tuple(
                Change(
                    **{
                        **one,
                        "operations": tuple(one.get("operations", ())),
                        "looked": tuple(one["looked"]) if "looked" in one else None,
                        "phases": tuple(one.get("phases", ())),
                    }
                )
                for one in row.get("route", ())
            ),
            "says": tuple(row.get("says", ())),
            "correction": tuple(row["correction"]) if "correction" in row else None,
            "basis": tuple(row.get("basis", ())),
            "goals": tuple(
                Goal(**{**one, "scores": tuple((ago, value) for ago, value in one["scores"])})
                for one in row.get("goals", ())
            ),
            "worry": Worry(**row["worry"]) if "worry" in row else None,
            "lasting": tuple(Lasting(**one) for one in row.get("lasting", ())),
            "answers": tuple(
                Answers(
                    **{
                        **one,
                        "measure": Measure(one["measure"]),
                        "answers": tuple(one["answers"]),
                    }
                )
                for one in row.get("answers", ())
            ),
            "trial": Trial(
                **{
                    **row["trial"],
                    "weekdays": tuple(row["trial"]["weekdays"]),
                    "levels": tuple(row["trial"]["levels"]),
                }
            )
            if "trial" in row
            else None,
            "hard": tuple(row.get("hard", ())),
            "helps": tuple(row.get("helps", ())),
        }
    )


# -- when they meet ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Meeting:
    day: date
    at: time
    kind: Kind
    attendance: Attendance
    changes: tuple[Change, ...] = ()


def _days(life: Life, today: date) -> list[date]:
    """Return the days on which meetings were planned, first first; all before today."""
    back = (today.weekday() - life.weekday - 1) % 7 + 1 + life.skips_last
    found: list[date] = []
    for ago in range(back, max(life.began, back) + 1, life.every):
        day = today - timedelta(days=ago)
        while not _open(day):
            day -= timedelta(days=1)
        found.append(day)
    return found[::-1]


def _plan(life: Life, today: date, chance: Random) -> list[_Meeting]:
    days = _days(life, today)
    changes: dict[date, list[Change]] = {}
    rests: list[tuple[date, date]] = []
    present = [day for day in days if not _quiet(life, day, today)]
    for change in life.route:
        # The next talk after the wish came up is when a route is changed.
        from_day = today - timedelta(days=change.ago)
        day = next((d for d in present if d >= from_day), present[-1])
        changes.setdefault(day, []).append(change)
        if change.rests:
            start, end = change.rest_after(day, today)
            rests.append((start, end or today))
        if change.resumes:
            rests[-1] = (rests[-1][0], day - timedelta(days=1))
    found: list[_Meeting] = []
    missed = 0
    for day in days:
        resting = any(start <= day <= end for start, end in rests)
        quiet = _quiet(life, day, today)
        kind = chance.choice(life.kinds)
        attendance = Attendance.CAME
        luck = chance.random()
        if resting:
            missed += 1
            if missed != 2:
                continue
            kind = Kind.PHONE
        elif quiet is not None:
            missed += 1
            if missed > (1 if quiet.holiday else 2):
                continue
            attendance = Attendance.EXCUSED if quiet.holiday else Attendance.ABSENT
        else:
            missed = 0
            if day not in (days[0], *days[-2:]) and day not in changes and luck < life.misses:
                attendance = chance.choice(_MISSED)
        found.append(_Meeting(day, life.at, kind, attendance, tuple(changes.get(day, ()))))
    if life.every > 7 and not life.ends and (today - found[-1].day).days > 10:
        between = today - timedelta(days=4)
        while not _open(between):
            between -= timedelta(days=1)
        found.append(_Meeting(between, time(16, 30), Kind.PHONE, Attendance.CAME))
    return found


def _following(
    life: Life, plan: Sequence[_Meeting], at: int, today: date
) -> tuple[date, time] | None:
    """Return what was agreed as the next time, as far as anything was."""
    here = plan[at]
    if at + 1 < len(plan):
        coming = plan[at + 1]
        far = (coming.day - here.day).days > 3 * life.every
        return None if far else (coming.day, coming.at)
    if not life.plans or life.ends:
        return None
    if life.coming is not None:
        day = today + timedelta(days=life.coming)
    else:
        day = here.day - timedelta(days=(here.day.weekday() - life.weekday) % 7)
        while day < today:
            day += timedelta(days=life.every)
    while not _open(day):
        day += timedelta(days=1)
    return day, life.at


def _open(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _CLOSED


def _quiet(life: Life, day: date, today: date) -> Quiet | None:
    ago = (today - day).days
    return next((one for one in life.quiet if one.last <= ago <= one.first), None)


# -- what the days were like ------------------------------------------------------------------


@dataclass(slots=True)
class _Days:
    """Somebody's days: the route of each, and what is remembered of it."""

    life: Life
    chance: Random
    today: date
    last: date
    agreed: list[tuple[date, tuple[Step, ...]]] = field(default_factory=list)
    rests: list[tuple[date, date | None]] = field(default_factory=list)
    met: date | None = None

    def mood(self, day: date) -> int:
        """Return a mood of this day, 0-10."""
        level = _along(self.life.mood, (self.last - day).days)
        return max(0, min(10, round(self.chance.gauss(level, self.life.spread))))

    def steps(self, day: date) -> tuple[Step, ...]:
        """Return the steps asked on a day: those of the route then, none during rest."""
        if any(start <= day and (end is None or day <= end) for start, end in self.rests):
            return ()
        return next((steps for start, steps in reversed(self.agreed) if start <= day), ())

    def looked_back(self, until: date) -> tuple[list[CheckIn], list[DayMood], float]:
        """Return what is told on a day about those since the last talk, and moments expected."""
        if self.met is None:
            self.met = until
            return [], [], 0.0
        first = max(self.met, until - timedelta(days=LOOK_BACK_DAYS - 1))
        told: list[CheckIn] = []
        moods: list[DayMood] = []
        expected = 0.0
        good_week = self.chance.uniform(0.75, 1.2)
        for n in range((until - first).days):
            day = first + timedelta(days=n)
            quiet = _quiet(self.life, day, self.today)
            value = self.mood(day)
            recalled = self.life.told * (0.85 if n < (until - first).days - 8 else 1)
            if quiet is not None:
                recalled = recalled * 0.4 if quiet.holiday else 0.0
            elif day > first and self.chance.random() < self.life.diary:
                moods.append(DayMood(day, value))
            expected += sum(step.per_week for step in self.steps(day)) / 7
            if self.chance.random() >= recalled:
                continue
            for step in self.steps(day):
                outcome = self._outcome(step, day, value, good_week)
                if outcome is not None:
                    told.append(CheckIn(step.key, day, outcome))
        self.met = until
        return told, moods, expected

    def _outcome(self, step: Step, day: date, mood: int, good_week: float) -> Outcome | None:
        usual = _along(self.life.mood, (self.last - day).days)
        heavy = mood <= 2 or mood < usual - 1
        likely = _along(self.life.taking_part, (self.last - day).days)
        fixed = bool(step.days)
        if fixed and day.weekday() not in step.days:
            return None
        likely *= good_week * (1.0 if fixed else min(1.0, 1.2 * step.per_week / 7))
        if heavy:
            likely *= 0.8
            if self.chance.random() < 0.08:
                return Outcome.REST
        if self.chance.random() < min(0.97, likely):
            luck = self.chance.random()
            if heavy:
                return Outcome.MINI if luck < 0.8 else Outcome.ORDINARY
            if luck < 0.2:
                return Outcome.MINI
            return Outcome.ORDINARY if luck < 0.78 else Outcome.AMPLE
        # Three days a week leave four on which nothing was asked: few say anything about those.
        said = 0.6 if fixed or step.per_week > 4 else 0.25
        return Outcome.NOT_DONE if self.chance.random() < said else None


def _along(points: Points, ago: float) -> float:
    """Return the value on a line through (days ago, value), latest last; level outside it."""
    if ago >= points[0][0]:
        return points[0][1]
    for (far, before), (near, after) in pairwise(points):
        if near <= ago <= far:
            share = (far - ago) / (far - near) if far > near else 1.0
            return before + (after - before) * share
    return points[-1][1]


def _happened(
    change: Change,
    day: date,
    at: datetime,
    days: _Days,
    library: Mapping[str, StepIdea],
    how: How,
) -> Event:
    if change.rests:
        start, end = change.rest_after(day, days.today)
        days.rests.append((start, end))
        kind = RestKind.RECOVERY_WEEK if change.recovery_week else RestKind.REST
        return Rested(start, end, change.by, change.why, at, kind, change.begin_with, how)
    if change.resumes:
        days.rests[-1] = (days.rests[-1][0], day - timedelta(days=1))
        return Resumed(change.by, change.why, at)
    steps = days.agreed[-1][1] if days.agreed else ()
    for operation in change.operations:
        steps = _changed(steps, operation, library)
    days.agreed.append((day, steps))
    return Adjusted(steps, change.by, change.why, at, how)


def _changed(
    steps: tuple[Step, ...], operation: Mapping[str, Any], library: Mapping[str, StepIdea]
) -> tuple[Step, ...]:
    """Return the steps after one operation of the file: add, drop, first, or set."""
    if "drop" in operation:
        return routes.without(steps, operation["drop"])
    if "first" in operation:
        key = operation["first"]
        return tuple(sorted(steps, key=lambda step: step.key != key))
    if "add" in operation:
        step = library[operation["add"]].step(operation["add"], "nl")
    else:
        step = next(one for one in steps if one.key == operation["set"])
    sizes = {
        size: SizeOf(operation[size][0], operation[size][1]) for size in _SIZES if size in operation
    }
    step = replace(
        step,
        mini=sizes.get("mini", step.mini),
        ordinary=sizes.get("ordinary", step.ordinary),
        ample=sizes.get("ample", step.ample),
        per_week=operation.get("per_week", step.per_week),
        note=operation.get("note", step.note),
        company=Company(operation.get("company", step.company)),
        ceiling=operation.get("ceiling", step.ceiling),
        days=tuple(operation.get("days", step.days)),
        cue=operation.get("cue", step.cue),
    )
    return routes.put(steps, step)


# -- what is hoped for, agreed on and told besides --------------------------------------------


@dataclass(slots=True)
class _Hopes:
    """How each version of somebody's route is made, and which hopes wait to be looked back on."""

    number: int = 0
    phases: tuple[str, ...] = ()
    waiting: list[tuple[date, int, tuple[str, str]]] = field(default_factory=list)

    def how(self, change: Change, day: date) -> How:
        """Return how the next version is made, on this day."""
        self.number += 1
        again = None if change.again is None else day + timedelta(days=change.again)
        if again is not None and change.looked is not None:
            self.waiting.append((again, self.number, change.looked))
        self.phases = change.phases or self.phases
        return How(
            change=routes.Change(change.change),
            about=change.about,
            hope=change.hope,
            look_again_on=again,
            phases=None if change.phase is None else self.phases,
            phase=change.phase,
        )

    def looked_at(self, day: date) -> list[Callable[[datetime], Told]]:
        """Return what is told on this day about hopes whose day has come; each is told once."""
        due = [one for one in self.waiting if one[0] <= day]
        self.waiting = [one for one in self.waiting if one[0] > day]
        return [partial(LookedBack, number, *looked) for _, number, looked in due]


def _telling(
    life: Life, talks: Sequence[date], today: date
) -> Mapping[date, list[Callable[[datetime], Told]]]:
    """Return by talk what is told there about goals, basis and worry, in order.

    Each is told at the first talk from its day on, or at the last one.
    """
    every: list[tuple[int, Callable[[datetime], Told]]] = []
    said: dict[str, Any] = {}
    for one in life.basis:
        said |= {name: value for name, value in one.items() if name != "ago"}
        every.append((one["ago"], partial(Based, BasisDraft(**said))))
    for goal in life.goals:
        every.append((goal.ago, partial(Aimed, goal.words)))
        every += [(ago, partial(Scored, goal.words, value)) for ago, value in goal.scores]
        if goal.done is not None:
            every.append((goal.done, partial(RoundedOff, goal.words)))
    if life.worry is not None:
        every.append((life.worry.ago, partial(Worried, life.worry.words)))
        if life.worry.closed is not None:
            every.append((life.worry.closed, partial(Reassured, life.worry.note)))
    every += _of_a_life(life, talks, today)
    found: dict[date, list[Callable[[datetime], Told]]] = {}
    for ago, told in sorted(every, key=lambda one: -one[0]):
        day = next((d for d in talks if d >= today - timedelta(days=ago)), talks[-1])
        found.setdefault(day, []).append(told)
    return found


def _of_a_life(
    life: Life, talks: Sequence[date], today: date
) -> Iterator[tuple[int, Callable[[datetime], Told]]]:
    """Yield, with how many days ago it is told, what is told over time."""
    for one in life.lasting:
        day = today - timedelta(days=one.ago)
        end_day = None if one.until is None else today - timedelta(days=one.until)
        # Told once it is over: nobody knows beforehand how long it lasts.
        yield one.ago if one.until is None else one.until, partial(Lived, one.words, day, end_day)
    for filled in life.answers:
        yield (
            filled.ago,
            partial(Answered, filled.measure, filled.answers, filled.filled_in),
        )
    if life.trial is not None:
        trial = life.trial
        begun = next(day for day in talks if day >= today - timedelta(days=trial.ago))
        agreed = ExperimentDraft(
            WayDraft(context=trial.first),
            WayDraft(context=trial.second),
            begun + timedelta(days=1),
            trial.weekdays,
        )
        yield trial.ago, partial(Tried, agreed, len(life.name))
        for day in talks:
            if begun < day <= begun + timedelta(days=24):
                yield (today - day).days, partial(TriedOut, trial.levels)


# -- what is written down ---------------------------------------------------------------------


@dataclass(slots=True)
class _Deck:
    """Sentences by occasion; none comes back before all of its occasion were drawn."""

    life: Life
    chance: Random
    decks: dict[str, list[str]] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)

    def draw(self, occasion: str) -> str:
        """Return a sentence for an occasion."""
        deck = self.decks.setdefault(occasion, [])
        if not deck:
            deck.extend(sentences()[occasion])
            self.chance.shuffle(deck)
            if deck[-1] == self.drawn.get(occasion):
                deck.reverse()
        self.drawn[occasion] = deck[-1]
        return deck.pop().replace("{who}", self.life.called)


@dataclass(slots=True)
class _Notes:
    """A coach's notes about one person."""

    deck: _Deck
    talks: int
    talk: int = 0
    befores: list[int] = field(default_factory=list)

    def note(self, meeting: _Meeting, told: Sequence[CheckIn], expected: float, gap: int) -> str:
        """Return one to four sentences about a talk."""
        if meeting.attendance is not Attendance.CAME:
            return self.deck.draw(meeting.attendance.value)
        parts = [self.deck.draw("first")] if self.talk == 0 else []
        if gap > 3 * self.deck.life.every:
            parts.append(self.deck.draw("back"))
        parts += self._own_words()
        if any(change.rests for change in meeting.changes):
            parts.append(self.deck.draw("resting"))
        elif expected:
            parts.append(self.deck.draw(_about(told, expected)))
        feeling = self.feeling()
        if feeling != "level" or self.deck.chance.random() < 0.4:
            parts.append(self.deck.draw(feeling))
        if self.deck.chance.random() < 0.45:
            parts.append(self.deck.draw(meeting.kind.value))
        if self.talk and any(change.operations for change in meeting.changes):
            parts.append(self.deck.draw("changed"))
        elif self.deck.chance.random() < 0.35:
            parts.append(self.deck.draw("plan"))
        self.talk += 1
        return " ".join(parts[: self.deck.chance.choice((2, 3, 3, 4))])

    def _own_words(self) -> Iterable[str]:
        """Yield what only this person tells, spread over the talks; the last in the last."""
        says = self.deck.life.says
        for n, words in enumerate(says):
            if round((n + 1) * (self.talks - 1) / len(says)) == self.talk:
                yield words

    def feeling(self) -> str:
        """Return how the last number before a talk was beside those before it."""
        if len(self.befores) < 2:
            return "level"
        earlier = self.befores[-5:-1]
        now = self.befores[-1]
        usual = sum(earlier) / len(earlier)
        if now <= 3 or now <= usual - 1.5:
            return "heavy"
        return "lighter" if now >= usual + 1 else "level"


def _about(told: Sequence[CheckIn], expected: float) -> str:
    done = [one.outcome for one in told if one.outcome.size is not None]
    if not told:
        return "blank"
    if len(done) >= 2 and done.count(Outcome.MINI) > 0.5 * len(done):
        return "mini"
    share = len(done) / expected
    if share >= 0.75:
        return "many"
    return "some" if share >= 0.35 else "few"


# Pain is somebody's own story, so nobody gets it by chance.
_HARD = tuple(one.value for one in Barrier if one is not Barrier.PAIN)
_WITH = {Company.BUDDY: WithWhom.BUDDY, Company.GROUP: WithWhom.GROUP}


@dataclass(slots=True)
class _Around:
    """What is told around the talks of one person: how willing, where, what helped."""

    life: Life
    chance: Random
    deck: _Deck = field(init=False)
    hard: tuple[str, ...] = field(init=False)
    helps: tuple[str, ...] = field(init=False)
    outside: Where = field(init=False)
    inside: Where = field(init=False)

    def __post_init__(self) -> None:
        self.deck = _Deck(self.life, self.chance)
        self.hard = self.life.hard or tuple(self.chance.sample(_HARD, 3))
        self.helps = self.life.helps or tuple(self.chance.sample([h.value for h in Help], 3))
        self.outside = self.chance.choice((Where.OUTDOORS, Where.NATURE))
        self.inside = self.chance.choice((Where.PRACTICE, Where.PRACTICE, Where.HOME))

    def told(
        self,
        draft: Draft,
        kind: Kind,
        *,
        steps: Sequence[Step],
        hard: bool,
        done: bool,
        first: bool,
    ) -> Draft:
        """Return the form with what was told besides; much of it is left open, as in life.

        People are on average less willing before than they feel after, and expect a little less.
        `hard` is a week in which little was done or a heavy talk, `done` any step done.
        """
        willing = expected = sure = place = company = None
        if kind in (Kind.WALK, Kind.IN_PERSON):
            after = draft.mood_after if draft.mood_after is not None else draft.mood_before
            if after is not None and self._now_and_then(0.8):
                willing = _scale(after + self.chance.choice((-4, -3, -2, -2, -1, -1, 0, 0, 1)))
            if draft.mood_after is not None and self._now_and_then(0.75):
                expected = _scale(draft.mood_after + self.chance.choice((-2, -2, -1, -1, 0, 0, 1)))
            if self._now_and_then(0.9):
                place = self.outside if kind is Kind.WALK else self.inside
            if self._now_and_then(0.85):
                company = self._company(kind, steps)
        if steps and self._now_and_then(0.6):
            sure = _scale(7 + self.chance.choice((-2, -1, 0, 0, 1, 1, 2)) - 2 * hard)
        worse = None
        if not first and self._now_and_then(0.45):
            worse = self._now_and_then(self.life.worse)
        return replace(
            draft,
            willingness=willing,
            expected=expected,
            confidence=sure,
            next_day_worse=worse,
            barriers=self._some(self.hard, 0.8 if hard else 0.2) if not first else (),
            helped=self._some(self.helps, 0.65) if done else (),
            place=place,
            company=company,
            own_words=self.deck.draw("own") if self._now_and_then(0.35) else "",
        )

    def _now_and_then(self, share: float) -> bool:
        return self.chance.random() < share

    def _some(self, words: Sequence[str], share: float) -> tuple[str, ...]:
        """Return one or two of the words, in this share of the times."""
        if not self._now_and_then(share):
            return ()
        many = min(len(words), self.chance.choice((1, 1, 2)))
        return tuple(self.chance.sample(words, many))

    def _company(self, kind: Kind, steps: Sequence[Step]) -> WithWhom:
        if kind is Kind.WALK and self._now_and_then(0.3):
            if any(step.kind is StepKind.HELPING for step in steps):
                return WithWhom.HELPING
            found = [_WITH[step.company] for step in steps if step.company in _WITH]
            if found:
                return found[0]
        return WithWhom.FAMILY if self._now_and_then(0.06) else WithWhom.COACH


def _scale(value: float) -> int:
    return max(0, min(10, round(value)))


def _draft(
    meeting: _Meeting,
    *,
    following: tuple[date, time] | None,
    days: _Days,
    notes: _Notes,
    around: _Around,
) -> Draft:
    """Return the form of one meeting as a coach would have filled it in."""
    chance = days.chance
    next_day, next_at = following or (None, None)
    draft = Draft(
        day=meeting.day,
        at=meeting.at,
        kind=meeting.kind.value,
        attendance=meeting.attendance.value,
        next_day=next_day,
        next_at=next_at,
    )
    if meeting.attendance is not Attendance.CAME:
        return replace(draft, note=notes.note(meeting, (), 0.0, 0))
    gap = (meeting.day - days.met).days if days.met else 0
    told, moods, expected = days.looked_back(meeting.day)
    before = days.mood(meeting.day) if chance.random() < 0.92 else None
    during = after = effort = None
    if before is not None:
        notes.befores.append(before)
        if meeting.kind in (Kind.WALK, Kind.IN_PERSON):
            if chance.random() < 0.75:
                during = max(0, min(10, before + chance.choice((-1, 0, 0, 1, 1, 2))))
            if chance.random() < 0.85:
                after = max(0, min(10, before + chance.choice((-1, 0, 1, 1, 1, 2, 2))))
            if chance.random() < 0.75:
                effort = chance.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6))
    draft = replace(
        draft,
        mood_before=before,
        mood_during=during,
        mood_after=after,
        effort=effort,
        note=notes.note(meeting, told, expected, gap),
        next_step=notes.deck.draw("next") if chance.random() < 0.8 else "",
        check_ins=tuple(told),
        day_moods=tuple(moods),
    )
    done = sum(one.outcome.size is not None for one in told)
    little = bool(expected) and done < 0.5 * expected
    return around.told(
        draft,
        meeting.kind,
        steps=days.steps(meeting.day),
        hard=little or notes.feeling() == "heavy",
        done=bool(done),
        first=gap == 0,
    )
