"""The recovery route: tiny steps in three sizes, in versions that never change."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lib.domain.participation import Agreement, Rest
from lib.domain.problems import Problem
from lib.domain.texts import line, passage
from lib.domain.words import msg

ACTIVITY_LIMIT = 120
SIZE_LIMIT = 160
NOTE_LIMIT = 500
REASON_LIMIT = 500
CUE_LIMIT = 160
HOPE_LIMIT = 300
PHASE_LIMIT = 60
MAX_PHASES = 6
MAX_STEPS = 12
# A step is small by intention. Two hours is only a bound against typing errors.
MAX_SECONDS = 2 * 60 * 60


class Size(StrEnum):
    """Three sizes of one step; each counts fully as done."""

    MINI = "mini"
    ORDINARY = "ordinary"
    AMPLE = "ample"


class Proposer(StrEnum):
    """Who came up with a change."""

    CLIENT = "client"
    COACH = "coach"
    TOGETHER = "together"


class Place(StrEnum):
    """Where a step is done."""

    INDOORS = "indoors"
    OUTDOORS = "outdoors"


class Company(StrEnum):
    """With whom a step is done."""

    ALONE = "alone"
    TOGETHER = "together"
    BUDDY = "buddy"
    GROUP = "group"


class StepKind(StrEnum):
    """What kind of step it is. Helping someone is one of its own: a reason to go."""

    READY = "ready"
    OUTSIDE = "outside"
    WALK = "walk"
    CYCLE = "cycle"
    LOOSEN = "loosen"
    CHORE = "chore"
    PLAY = "play"
    HELPING = "helping"
    OTHER = "other"


class RestKind(StrEnum):
    """A rest, or a recovery week: seven days of rest with a name of its own."""

    REST = "rest"
    RECOVERY_WEEK = "recovery_week"


class Change(StrEnum):
    """What was done to a route in one version; the first five are one tap each in the talk."""

    SMALLER = "smaller"
    KEEP = "keep"
    LARGER = "larger"
    DIFFERENT = "different"
    REST = "rest"
    BUILT = "built"
    BACK = "back"
    PHASE = "phase"


SIZE_WORDS = {
    Size.MINI: msg("mini"),
    Size.ORDINARY: msg("ordinary"),
    Size.AMPLE: msg("ample"),
}
PROPOSER_WORDS = {
    Proposer.CLIENT: msg("the client"),
    Proposer.COACH: msg("the coach"),
    Proposer.TOGETHER: msg("together"),
}
PLACE_WORDS = {Place.INDOORS: msg("indoors"), Place.OUTDOORS: msg("outdoors")}
COMPANY_WORDS = {
    Company.ALONE: msg("alone"),
    Company.TOGETHER: msg("together with someone"),
    Company.BUDDY: msg("with a buddy"),
    Company.GROUP: msg("in a group"),
}
KIND_WORDS = {
    StepKind.READY: msg("getting ready"),
    StepKind.OUTSIDE: msg("being outside"),
    StepKind.WALK: msg("walking"),
    StepKind.CYCLE: msg("cycling"),
    StepKind.LOOSEN: msg("loosening up"),
    StepKind.CHORE: msg("house and garden"),
    StepKind.PLAY: msg("dance, play, sport"),
    StepKind.HELPING: msg("helping someone"),
    StepKind.OTHER: msg("something else"),
}
CHANGE_WORDS = {
    Change.SMALLER: msg("smaller"),
    Change.KEEP: msg("keep"),
    Change.LARGER: msg("larger"),
    Change.DIFFERENT: msg("different"),
    Change.REST: msg("rest"),
    Change.BUILT: msg("adjusted by hand"),
    Change.BACK: msg("back to an earlier version"),
    Change.PHASE: msg("another phase"),
}


@dataclass(frozen=True, slots=True)
class SizeOf:
    """One size of a step: what it is in words, and how long in seconds."""

    text: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Step:
    """One activity with three sizes, agreed a number of days per week (1-7).

    `key` stays the same over all versions, so that check-ins keep belonging to it. `ceiling` is
    the most for one day in seconds, None without one. `days` are fixed weekdays (Monday is 0, as
    many as `per_week`), empty when any day is fine; `at` is a fixed time of day or None. `cue` is
    what it follows on: “when I have had my coffee”. `idea` is the library's step it came from.
    """

    key: str
    activity: str
    mini: SizeOf
    ordinary: SizeOf
    ample: SizeOf
    per_week: int
    place: Place
    company: Company
    note: str = ""
    kind: StepKind = StepKind.OTHER
    ceiling: int | None = None
    days: tuple[int, ...] = ()
    at: time | None = None
    cue: str = ""
    idea: str | None = None

    @property
    def sizes(self) -> Mapping[Size, SizeOf]:
        """The three sizes by name."""
        return {Size.MINI: self.mini, Size.ORDINARY: self.ordinary, Size.AMPLE: self.ample}


@dataclass(frozen=True, slots=True)
class AgreedRest:
    """An agreed pause of one step, or of the whole route when `step_key` is None.

    Both days are part of it; `end` is None while it is open. `begin_with` is the key of the step
    that stands ready for afterwards, None when none was chosen.
    """

    id: str
    step_key: str | None
    start: date
    end: date | None
    reason: str
    kind: RestKind = RestKind.REST
    begin_with: str | None = None

    def covers(self, day: date) -> bool:
        """True when this day is rest."""
        return self.start <= day and (self.end is None or day <= self.end)

    def past(self, today: date) -> bool:
        """True when its last day lies before today; what is not past still stands."""
        return self.end is not None and self.end < today


@dataclass(frozen=True, slots=True)
class Version:
    """What was agreed from `valid_from` on, until the next version; never changed.

    `change` says what was done, `about` the key of the step it was done to (None: the whole
    route). `hope` is what client and coach hope for, `look_again_on` the day they look back on it.
    `phases` are the names of the phases of the route, `phase` the place of the one it is in.
    `goes_back_to` is the number of an earlier version this one repeats.
    """

    number: int
    valid_from: date
    steps: tuple[Step, ...]
    proposed_by: Proposer
    reason: str
    made_by: str
    made_at: datetime
    rest_note: str = ""
    change: Change = Change.BUILT
    about: str | None = None
    hope: str = ""
    look_again_on: date | None = None
    phases: tuple[str, ...] = ()
    phase: int | None = None
    goes_back_to: int | None = None


@dataclass(frozen=True, slots=True)
class StepDraft:
    """What stands on the step form, before it is checked."""

    key: str
    activity: str = ""
    mini_text: str = ""
    mini_minutes: float | None = None
    ordinary_text: str = ""
    ordinary_minutes: float | None = None
    ample_text: str = ""
    ample_minutes: float | None = None
    per_week: float | None = None
    place: str | None = None
    company: str | None = None
    note: str = ""
    kind: str | None = StepKind.OTHER
    ceiling_minutes: float | None = None
    days: tuple[int, ...] = ()
    at: time | None = None
    cue: str = ""
    idea: str | None = None


class Verdict(StrEnum):
    """What became of a hope, told when client and coach looked again."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    OTHERWISE = "otherwise"


VERDICT_WORDS = {
    Verdict.YES: msg("as hoped"),
    Verdict.PARTLY: msg("partly as hoped"),
    Verdict.NOT_YET: msg("not yet"),
    Verdict.OTHERWISE: msg("it went otherwise"),
}


@dataclass(frozen=True, slots=True)
class LookBack:
    """What client and coach told when they looked again at one version."""

    number: int
    verdict: Verdict
    words: str
    made_by: str
    made_at: datetime


class Difference(StrEnum):
    """One way in which two versions differ."""

    BEGUN = "begun"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class StepDifference:
    """A difference about one step; `before` is None when added, `after` when removed."""

    kind: Difference
    before: Step | None
    after: Step | None


def check_step(draft: StepDraft) -> tuple[Step | None, tuple[Problem, ...]]:
    """Return the step, or None and every problem with it.

    A size left empty in words takes the words of the activity. Minutes may be halves (0,5 is
    thirty seconds); mini is never longer than ordinary, nor ordinary longer than ample, and a
    ceiling is never below ordinary. Fixed days are as many as `per_week`, or none.
    """
    found: list[Problem] = []
    activity, problems = line(draft.activity, field="activity", limit=ACTIVITY_LIMIT, required=True)
    found.extend(problems)
    sizes: dict[Size, SizeOf] = {}
    for size in Size:
        field = f"{size.value}_text"
        text, problems = line(getattr(draft, field), field=field, limit=SIZE_LIMIT)
        found.extend(problems)
        seconds = _seconds(getattr(draft, f"{size.value}_minutes"), size, found)
        sizes[size] = SizeOf(text or activity, seconds)
    if not found:
        if sizes[Size.MINI].seconds > sizes[Size.ORDINARY].seconds:
            found.append(
                Problem("mini_minutes", msg("Mini is meant to be the smallest of the three."))
            )
        if sizes[Size.ORDINARY].seconds > sizes[Size.AMPLE].seconds:
            found.append(
                Problem("ample_minutes", msg("Ample is meant to be the largest of the three."))
            )
    per_week = draft.per_week
    if per_week not in range(1, 8):
        found.append(Problem("per_week", msg("Choose 1 to 7 days in a week.")))
    place = draft.place if draft.place in set(Place) else None
    if place is None:
        found.append(Problem("place", msg("Please choose one.")))
    company = draft.company if draft.company in set(Company) else None
    if company is None:
        found.append(Problem("company", msg("Please choose one.")))
    kind = draft.kind if draft.kind in set(StepKind) else None
    if kind is None:
        found.append(Problem("kind", msg("Please choose one.")))
    note, problems = passage(draft.note, field="note", limit=NOTE_LIMIT)
    found.extend(problems)
    cue, problems = line(draft.cue, field="cue", limit=CUE_LIMIT)
    found.extend(problems)
    ceiling = _ceiling(draft.ceiling_minutes, sizes[Size.ORDINARY].seconds, found)
    days = tuple(sorted(set(draft.days)))
    if any(one not in range(7) for one in days):
        found.append(Problem("days", msg("Choose days of the week.")))
    elif days and per_week in range(1, 8) and len(days) != per_week:
        found.append(
            Problem(
                "days",
                msg("Choose as many days as it is done in a week, or none: then any day is fine."),
            )
        )
    if found or place is None or company is None or per_week is None or kind is None:
        return None, tuple(found)
    return (
        Step(
            key=draft.key,
            activity=activity,
            mini=sizes[Size.MINI],
            ordinary=sizes[Size.ORDINARY],
            ample=sizes[Size.AMPLE],
            per_week=int(per_week),
            place=Place(place),
            company=Company(company),
            note=note,
            kind=StepKind(kind),
            ceiling=ceiling,
            days=days,
            at=draft.at,
            cue=cue,
            idea=draft.idea,
        ),
        (),
    )


def drafted(step: Step) -> StepDraft:
    """Return a step as it stands on its form."""
    return StepDraft(
        key=step.key,
        activity=step.activity,
        mini_text=step.mini.text,
        mini_minutes=step.mini.seconds / 60,
        ordinary_text=step.ordinary.text,
        ordinary_minutes=step.ordinary.seconds / 60,
        ample_text=step.ample.text,
        ample_minutes=step.ample.seconds / 60,
        per_week=step.per_week,
        place=step.place.value,
        company=step.company.value,
        note=step.note,
        kind=step.kind.value,
        ceiling_minutes=None if step.ceiling is None else step.ceiling / 60,
        days=step.days,
        at=step.at,
        cue=step.cue,
        idea=step.idea,
    )


def check_steps(
    steps: Iterable[Step], *, known: Collection[Step] = ()
) -> tuple[tuple[Step, ...] | None, tuple[Problem, ...]]:
    """Return the steps with their words cleaned, or None and every problem (see `check_step`).

    A step that is among the `known` ones was on the route before, and stays as it was.
    """
    cleaned: list[Step] = []
    found: list[Problem] = []
    for step in steps:
        checked, problems = (step, ()) if step in known else check_step(drafted(step))
        found.extend(problems)
        if checked is not None:
            cleaned.append(checked)
    return (None, tuple(found)) if found else (tuple(cleaned), ())


def check_route(
    steps: Sequence[Step], *, proposed_by: str | None, reason: str
) -> tuple[tuple[Proposer, str] | None, tuple[Problem, ...]]:
    """Return who proposed the route and why, or None and the problems with the whole.

    Two steps of the same activity are a problem (see `check_put`): nobody can tell which of the
    two a day was about.
    """
    found: list[Problem] = []
    if len(steps) > MAX_STEPS:
        found.append(
            Problem("steps", msg("A route holds at most {limit} steps."), {"limit": MAX_STEPS})
        )
    if len({step.key for step in steps}) != len(steps):
        found.append(Problem("steps", msg("The same step stands twice in the route.")))
    else:
        twice = [one for at, one in enumerate(steps) if _namesake(steps[:at], one)]
        if twice:
            found.append(
                Problem(
                    "steps",
                    msg("“{step}” stands twice on the route. Take one off, or call it otherwise."),
                    {"step": twice[0].activity},
                )
            )
    why, problems = check_why(proposed_by=proposed_by, reason=reason)
    found.extend(problems)
    return (None, tuple(found)) if found else (why, ())


def check_put(steps: Iterable[Step], step: Step) -> tuple[Problem, ...]:
    """Return why a step cannot be put on a route: another step of the same activity is on it.

    Capitals and spaces make no other activity. Its own former self, of the same key, is no other.
    """
    other = _namesake(steps, step)
    if other is None:
        return ()
    sentence = msg("“{step}” is on the route already.")
    return (Problem("activity", sentence, {"step": other.activity}),)


def check_why(
    *, proposed_by: str | None, reason: str
) -> tuple[tuple[Proposer, str] | None, tuple[Problem, ...]]:
    """Return who proposed a change and why, or None and the problems with that."""
    found: list[Problem] = []
    if proposed_by not in set(Proposer):
        found.append(Problem("proposed_by", msg("Please choose one.")))
    why, problems = line(reason, field="reason", limit=REASON_LIMIT, required=True)
    found.extend(problems)
    if found or proposed_by is None:
        return None, tuple(found)
    return (Proposer(proposed_by), why), ()


def check_rest(
    *,
    start: date | None,
    end: date | None,
    today: date,
    step_key: str | None = None,
    agreed: Iterable[AgreedRest] = (),
) -> tuple[Problem, ...]:
    """Return the problems with a rest of one step, or of the whole route without `step_key`.

    It may begin up to a year back or ahead. It cannot overlap a rest that was `agreed` before
    (see `overlapping`): of two rests on one day, ending the one would leave the other.
    """
    found: list[Problem] = []
    if start is None:
        found.append(Problem("start", msg("Choose a day.")))
    elif abs((start - today).days) > 366:
        found.append(Problem("start", msg("Choose a day within a year from now.")))
    if start is not None and end is not None:
        if end < start:
            found.append(Problem("end", msg("The end lies before the beginning.")))
        elif (end - today).days > 366:
            found.append(Problem("end", msg("Choose a day within a year from now.")))
    if not found and start is not None:
        other = overlapping(agreed, start=start, end=end, step_key=step_key)
        if other is not None:
            found.append(_overlap(other, today=today))
    return tuple(found)


def overlapping(
    agreed: Iterable[AgreedRest], *, start: date, end: date | None, step_key: str | None
) -> AgreedRest | None:
    """Return the earliest rest that shares a day with this one, or None.

    Rests of two different steps never overlap; that of the whole route (`step_key` None) overlaps
    every other. Both days are part of a rest, and an open one goes on for ever.
    """
    return min(
        (
            rest
            for rest in agreed
            if (step_key is None or rest.step_key in (None, step_key))
            and (end is None or rest.start <= end)
            and (rest.end is None or start <= rest.end)
        ),
        key=lambda rest: (rest.start, rest.id),
        default=None,
    )


def check_look_back(
    *, verdict: str | None, words: str
) -> tuple[tuple[Verdict, str] | None, tuple[Problem, ...]]:
    """Return what is told in a look-back, or None and every problem with it."""
    found: list[Problem] = []
    if verdict not in set(Verdict):
        found.append(Problem("verdict", msg("Please choose one.")))
    told, problems = line(words, field="words", limit=REASON_LIMIT)
    found.extend(problems)
    if found or verdict is None:
        return None, tuple(found)
    return (Verdict(verdict), told), ()


def due(versions: Sequence[Version], looked: Iterable[int], *, today: date) -> tuple[Version, ...]:
    """Return the versions whose day of looking again has come and that nobody looked back on.

    Oldest first. A version without a day is never due.
    """
    done = set(looked)
    return tuple(
        version
        for version in sorted(versions, key=lambda v: v.number)
        if version.look_again_on is not None
        and version.look_again_on <= today
        and version.number not in done
    )


def in_force(versions: Iterable[Version], day: date) -> Version | None:
    """Return the version that counts on a day, or None before the first.

    The latest `valid_from` on or before the day; of several on one day, the last made.
    """
    valid = [version for version in versions if version.valid_from <= day]
    return max(valid, key=lambda v: (v.valid_from, v.number), default=None)


def agreements(versions: Sequence[Version], step_key: str) -> list[Agreement]:
    """Return how often and how long one step was agreed, over all versions.

    A version without the step ends it (0 days a week), so older weeks keep their own agreement.
    Of several versions on one day only the last counts.
    """
    by_day: dict[date, Version] = {}
    for version in sorted(versions, key=lambda v: (v.valid_from, v.number)):
        by_day[version.valid_from] = version
    found: list[Agreement] = []
    for day, version in sorted(by_day.items()):
        step = next((s for s in version.steps if s.key == step_key), None)
        if step is not None:
            found.append(Agreement(day, step.per_week, step.ordinary.seconds / 60))
        elif found:
            found.append(Agreement(day, 0, 1.0))
    return found


def rests_of(rests: Iterable[AgreedRest], told: Iterable[date], step_key: str) -> list[Rest]:
    """Return the pauses of one step: those of the whole route, its own, and single days told."""
    agreed = [Rest(r.start, r.end) for r in rests if r.step_key in (None, step_key)]
    return agreed + [Rest(day, day) for day in told]


def all_at_rest(versions: Iterable[Version], rests: Iterable[AgreedRest], day: date) -> bool:
    """Return True when agreed rest covers the whole route on a day.

    That is a rest of the whole route, or rests that together cover each step agreed that day.
    """
    covered = {rest.step_key for rest in rests if rest.covers(day)}
    if None in covered:
        return True
    version = in_force(versions, day) if covered else None
    return (
        version is not None
        and bool(version.steps)
        and all(step.key in covered for step in version.steps)
    )


def all_steps(versions: Iterable[Version]) -> dict[str, Step]:
    """Return every step that was ever on the route by key, in its latest form."""
    found: dict[str, Step] = {}
    for version in sorted(versions, key=lambda v: v.number):
        for step in version.steps:
            found[step.key] = step
    return found


def step_on(versions: Sequence[Version], step_key: str, day: date) -> Step | None:
    """Return a step as agreed on a day, or None when it was not on the route that day."""
    version = in_force(versions, day)
    if version is None:
        return None
    return next((step for step in version.steps if step.key == step_key), None)


def differences(before: Version | None, after: Sequence[Step]) -> tuple[StepDifference, ...]:
    """Return what changes between a version and new steps; empty when nothing does."""
    if before is None:
        return tuple(StepDifference(Difference.BEGUN, None, step) for step in after)
    old = {step.key: step for step in before.steps}
    new = {step.key: step for step in after}
    found = [StepDifference(Difference.REMOVED, old[k], None) for k in old if k not in new]
    found += [StepDifference(Difference.ADDED, None, new[k]) for k in new if k not in old]
    found += [
        StepDifference(Difference.CHANGED, old[k], new[k])
        for k in new
        if k in old and old[k] != new[k]
    ]
    if [k for k in old if k in new] != [k for k in new if k in old]:
        found.append(StepDifference(Difference.REORDERED, None, None))
    return tuple(found)


def moved(steps: Sequence[Step], key: str, by: int) -> tuple[Step, ...]:
    """Return the steps with one moved up (-1) or down (+1); unchanged at the edge."""
    order = list(steps)
    at = next((i for i, step in enumerate(order) if step.key == key), None)
    if at is None or not 0 <= at + by < len(order):
        return tuple(order)
    order[at], order[at + by] = order[at + by], order[at]
    return tuple(order)


def put(steps: Sequence[Step], step: Step) -> tuple[Step, ...]:
    """Return the steps with this one in the place of its former self, or added at the end."""
    if any(one.key == step.key for one in steps):
        return tuple(step if one.key == step.key else one for one in steps)
    return (*steps, step)


def without(steps: Sequence[Step], key: str) -> tuple[Step, ...]:
    """Return the steps without the one of this key."""
    return tuple(step for step in steps if step.key != key)


def ended(rest: AgreedRest, *, today: date) -> AgreedRest | None:
    """Return the rest as it stands when someone begins again today; None when it never began.

    Today itself is a day of moving again, so the rest ends yesterday. Raises ValueError for a rest
    that is past: it would become longer.
    """
    if rest.past(today):
        raise ValueError("this rest is past already")
    if rest.start >= today:
        return None
    return replace(rest, end=today - timedelta(days=1))


def _namesake(steps: Iterable[Step], step: Step) -> Step | None:
    name = _name(step)
    return next((one for one in steps if one.key != step.key and _name(one) == name), None)


def _name(step: Step) -> str:
    return "".join(step.activity.casefold().split())


def _overlap(rest: AgreedRest, *, today: date) -> Problem:
    # Days as every screen writes them, whatever its language.
    start = f"{rest.start:%d-%m-%Y}"
    if rest.end is None:
        sentence = msg(
            "Rest has been agreed already from {start} on, with an open end. Choose other days, "
            "or end that rest first."
        )
        return Problem("start", sentence, {"start": start})
    if rest.past(today):
        sentence = msg("There was rest already from {start} until {end}. Choose other days.")
    else:
        sentence = msg(
            "Rest has been agreed already from {start} until {end}. Choose other days, or end "
            "that rest first."
        )
    return Problem("start", sentence, {"start": start, "end": f"{rest.end:%d-%m-%Y}"})


def _ceiling(minutes: float | None, ordinary: int, found: list[Problem]) -> int | None:
    if minutes is None:
        return None
    if not math.isfinite(minutes * 60) or not 10 <= round(minutes * 60) <= MAX_SECONDS:
        found.append(Problem("ceiling_minutes", msg("Between 10 seconds and 2 hours fits here.")))
        return None
    seconds = round(minutes * 60)
    if seconds < ordinary:
        sentence = msg("The ordinary size is more than this ceiling.")
        found.append(Problem("ceiling_minutes", sentence))
    return seconds


def _seconds(minutes: float | None, size: Size, found: list[Problem]) -> int:
    field = f"{size.value}_minutes"
    if minutes is None or not math.isfinite(minutes * 60):
        found.append(Problem(field, msg("How many minutes? Half a minute is 0,5.")))
        return 0
    seconds = round(minutes * 60)
    if not 10 <= seconds <= MAX_SECONDS:
        found.append(Problem(field, msg("Between 10 seconds and 2 hours fits here.")))
    return seconds
