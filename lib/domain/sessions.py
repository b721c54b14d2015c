"""A session of coach and client: what is written down, and what must be true of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from lib.domain.calendar import NoSuchTime, at_local, local_day
from lib.domain.participation import Entry, Status
from lib.domain.people import Client
from lib.domain.problems import Problem
from lib.domain.routes import Size, Step, Version
from lib.domain.talk_points import TalkPoint
from lib.domain.texts import line, passage, visible
from lib.domain.words import msg

NOTE_LIMIT = 10_000
NEXT_STEP_LIMIT = 300
OWN_WORDS_LIMIT = 300
# A barrier is a word or three; a story belongs in the note.
TAG_LIMIT = 60
TAGS_AT_MOST = 8
# Long enough to see the slip, too short to change one's mind about what happened. [CHOICE]
UNDO_FOR = timedelta(minutes=1)
# A record that changes for ever proves nothing; a week is enough to mend a slip. The practice may
# choose another number of days. [CHOICE]
LOCK_AFTER_DAYS = 7
# How many days a look back shows at the most. Longer ago nobody knows by the day, and an
# unfilled day stays "not filled in", which is honest.
LOOK_BACK_DAYS = 14


class Kind(StrEnum):
    """How coach and client meet."""

    IN_PERSON = "in_person"
    WALK = "walk"
    VIDEO = "video"
    PHONE = "phone"


class Attendance(StrEnum):
    """What became of the meeting."""

    CAME = "came"
    CANCELLED = "cancelled"
    ABSENT = "absent"
    EXCUSED = "excused"


class Where(StrEnum):
    """Where a session was."""

    PRACTICE = "practice"
    OUTDOORS = "outdoors"
    NATURE = "nature"
    HOME = "home"
    ELSEWHERE = "elsewhere"


class WithWhom(StrEnum):
    """Who was there besides the client."""

    COACH = "coach"
    BUDDY = "buddy"
    GROUP = "group"
    FAMILY = "family"
    HELPING = "helping"


class Barrier(StrEnum):
    """What often makes it hard. Anything else is told in the client's own words."""

    TIRED = "tired"
    GLOOMY = "gloomy"
    TENSE = "tense"
    FULL_HEAD = "full_head"
    PAIN = "pain"
    NO_TIME = "no_time"
    WEATHER = "weather"
    TOO_FAR = "too_far"
    ON_MY_OWN = "on_my_own"
    NOT_THOUGHT_OF = "not_thought_of"


class Help(StrEnum):
    """What often helps. Anything else is told in the client's own words."""

    TOGETHER = "together"
    SMALLER = "smaller"
    OUTSIDE = "outside"
    FIXED_MOMENT = "fixed_moment"
    MUSIC = "music"
    CLOTHES_READY = "clothes_ready"
    FOR_SOMEONE = "for_someone"
    NO_MUST = "no_must"
    RESTED = "rested"
    WEATHER_FINE = "weather_fine"


class Outcome(StrEnum):
    """What became of one step on one day. Not filled in is the absence of an outcome."""

    MINI = "mini"
    ORDINARY = "ordinary"
    AMPLE = "ample"
    NOT_DONE = "not_done"
    REST = "rest"

    @property
    def size(self) -> Size | None:
        """The size that was done, or None when it was not done."""
        return Size(self.value) if self in _DONE else None


_DONE = frozenset({Outcome.MINI, Outcome.ORDINARY, Outcome.AMPLE})

KIND_WORDS = {
    Kind.IN_PERSON: msg("in person"),
    Kind.WALK: msg("walking together"),
    Kind.VIDEO: msg("video call"),
    Kind.PHONE: msg("phone"),
}
ATTENDANCE_WORDS = {
    Attendance.CAME: msg("came"),
    Attendance.CANCELLED: msg("cancelled"),
    Attendance.ABSENT: msg("did not come"),
    Attendance.EXCUSED: msg("excused"),
}
WHERE_WORDS = {
    Where.PRACTICE: msg("in the practice"),
    Where.OUTDOORS: msg("outside, in the street"),
    Where.NATURE: msg("outside, in the green"),
    Where.HOME: msg("at the client's home"),
    Where.ELSEWHERE: msg("elsewhere"),
}
WITH_WORDS = {
    WithWhom.COACH: msg("just us two"),
    WithWhom.BUDDY: msg("with a movement buddy"),
    WithWhom.GROUP: msg("with a group"),
    WithWhom.FAMILY: msg("with someone from home"),
    WithWhom.HELPING: msg("helping someone"),
}
BARRIER_WORDS = {
    Barrier.TIRED: msg("tired"),
    Barrier.GLOOMY: msg("gloomy"),
    Barrier.TENSE: msg("tense or afraid"),
    Barrier.FULL_HEAD: msg("a full head"),
    Barrier.PAIN: msg("pain"),
    Barrier.NO_TIME: msg("no time"),
    Barrier.WEATHER: msg("the weather"),
    Barrier.TOO_FAR: msg("too far or too big"),
    Barrier.ON_MY_OWN: msg("on my own"),
    Barrier.NOT_THOUGHT_OF: msg("it slipped my mind"),
}
HELP_WORDS = {
    Help.TOGETHER: msg("going together"),
    Help.SMALLER: msg("a smaller step"),
    Help.OUTSIDE: msg("being outside"),
    Help.FIXED_MOMENT: msg("a fixed moment"),
    Help.MUSIC: msg("music"),
    Help.CLOTHES_READY: msg("clothes laid out"),
    Help.FOR_SOMEONE: msg("doing it for someone"),
    Help.NO_MUST: msg("nothing was a must"),
    Help.RESTED: msg("rested well"),
    Help.WEATHER_FINE: msg("fine weather"),
}
OUTCOME_WORDS = {
    Outcome.MINI: msg("done: mini"),
    Outcome.ORDINARY: msg("done: ordinary"),
    Outcome.AMPLE: msg("done: ample"),
    Outcome.NOT_DONE: msg("did not work out"),
    Outcome.REST: msg("rest"),
}


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The look back on one step on one day."""

    step_key: str
    day: date
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class DayMood:
    """How a client remembers their mood on one day between sessions, 0-10."""

    day: date
    value: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands on the session form, before it is checked. None is "not filled in"."""

    day: date | None = None
    at: time | None = None
    kind: str | None = None
    attendance: str | None = None
    mood_before: float | None = None
    mood_during: float | None = None
    mood_after: float | None = None
    effort: float | None = None
    note: str = ""
    next_step: str = ""
    check_ins: tuple[CheckIn, ...] = ()
    day_moods: tuple[DayMood, ...] = ()
    next_day: date | None = None
    next_at: time | None = None
    willingness: float | None = None
    expected: float | None = None
    confidence: float | None = None
    next_day_worse: bool | None = None
    place: str | None = None
    company: str | None = None
    barriers: tuple[str, ...] = ()
    helped: tuple[str, ...] = ()
    own_words: str = ""
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A checked session. Times in UTC; numbers 0-10, None where nobody gave one.

    `willingness` is how much the client felt like it before, `expected` how they thought it would
    feel, `confidence` how sure they are of the next step; `next_day_worse` tells of the day after
    the session before. `barriers` and `helped` hold names of `Barrier` and `Help`, or the client's
    own words. `together` names the numbers that the client tapped themselves.
    """

    held_at: datetime
    kind: Kind
    attendance: Attendance
    mood_before: int | None
    mood_during: int | None
    mood_after: int | None
    effort: int | None
    note: str
    next_step: str
    check_ins: tuple[CheckIn, ...]
    day_moods: tuple[DayMood, ...]
    next_appointment: datetime | None
    willingness: int | None = None
    expected: int | None = None
    confidence: int | None = None
    next_day_worse: bool | None = None
    place: Where | None = None
    company: WithWhom | None = None
    barriers: tuple[str, ...] = ()
    helped: tuple[str, ...] = ()
    own_words: str = ""
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Supplement:
    """Words added later to a session that is locked."""

    words: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as it stands in the record: one version of one session.

    `begun_at` is when the session was first saved: the lock counts from there.
    """

    session_id: str
    version: int
    versions: int
    report: Report
    written_by: str
    written_at: datetime
    correction_reason: str
    begun_at: datetime
    supplements: tuple[Supplement, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """What the last screen of a session shows: what was saved, and what comes next.

    `coach_phone` is what the client may call, "" when none is known. `heavy` is True when
    whoever is at work led the talk and said that it was heavy for them; None when another led it.
    """

    client: Client
    kept: Kept
    steps: tuple[Step, ...]
    next_appointment: datetime | None
    coach_phone: str
    heavy: bool | None = None


@dataclass(frozen=True, slots=True)
class LastTime:
    """What of the last session may serve again, or opens this one."""

    held_at: datetime
    kind: Kind
    place: Where | None
    company: WithWhom | None
    helped: tuple[str, ...]
    barriers: tuple[str, ...]
    next_step: str
    own_words: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under what circumstances a session was, as far as told."""

    place: Where | None
    company: WithWhom | None
    barriers: tuple[str, ...]
    helped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Familiar:
    """Words to offer, the likeliest first: names of the standard ones, or the client's own."""

    barriers: tuple[str, ...]
    helped: tuple[str, ...]
    places: tuple[Where, ...]
    company: tuple[WithWhom, ...]


@dataclass(frozen=True, slots=True)
class Preparation:
    """What the session form begins from.

    `steps` are those of the present route; `days` the days to look back on, oldest first; `told`
    what earlier sessions already told about those days; `rested` the days of agreed rest by step,
    on which nothing is asked. `appointment` is today's, None when there was none. `welcome` is the
    step to begin again with after rest or silence, None when there was neither. `points` are the
    talk points that are open or were ticked off today.
    """

    client: Client
    route: Version | None
    steps: tuple[Step, ...]
    last_held: datetime | None
    last_next_step: str
    days: tuple[date, ...]
    told: Mapping[tuple[str, date], Outcome]
    next_appointment: datetime | None
    last: LastTime | None = None
    appointment: datetime | None = None
    rested: Mapping[str, frozenset[date]] = field(default_factory=dict)
    familiar: Familiar = field(default_factory=lambda: familiar((), ()))
    welcome: Step | None = None
    points: tuple[TalkPoint, ...] = ()


E = TypeVar("E", bound=StrEnum)

SCALES = (
    "willingness",
    "expected",
    "mood_before",
    "mood_during",
    "mood_after",
    "effort",
    "confidence",
)
# What can be said of a time that did not come about: how much somebody felt like it, and how they
# thought it would feel.
BEFOREHAND = ("willingness", "expected")


def check(
    draft: Draft, *, now: datetime, started_on: date, steps: Mapping[str, Step]
) -> tuple[Report | None, tuple[Problem, ...]]:
    """Return the report, or None and every problem with the draft.

    Only when, how and whether someone came are required. `now` is an aware instant; `started_on`
    the client's first day (guidance may be written down from a month before it, because a first
    talk often comes earlier); `steps` every step the route ever held, by key.
    """
    found: list[Problem] = []
    held_at = _instant(draft.day, draft.at, day_field="day", time_field="at", found=found)
    if held_at is not None and draft.day is not None:
        if held_at > now + timedelta(minutes=5):
            found.append(Problem("day", msg("This moment has not come yet.")))
        elif draft.day < started_on - timedelta(days=31):
            found.append(Problem("day", msg("This lies before the guidance began.")))
    kind = _choice(Kind, draft.kind, "kind", found)
    attendance = _choice(Attendance, draft.attendance, "attendance", found)
    scales = {name: _scale(getattr(draft, name), name, found) for name in SCALES}
    if attendance is not None and attendance is not Attendance.CAME:
        found.extend(
            Problem(name, msg("Nobody came, so there is no number here."))
            for name, value in scales.items()
            if value is not None and name not in BEFOREHAND
        )
    place = _choice(Where, draft.place, "place", found) if draft.place else None
    company = _choice(WithWhom, draft.company, "company", found) if draft.company else None
    barriers, problems = tags(draft.barriers, field="barriers")
    found.extend(problems)
    helped, problems = tags(draft.helped, field="helped")
    found.extend(problems)
    note, problems = passage(draft.note, field="note", limit=NOTE_LIMIT)
    found.extend(problems)
    own_words, problems = line(draft.own_words, field="own_words", limit=OWN_WORDS_LIMIT)
    found.extend(problems)
    next_step, problems = line(draft.next_step, field="next_step", limit=NEXT_STEP_LIMIT)
    found.extend(problems)
    today = local_day(now)
    first = started_on - timedelta(days=31)
    found.extend(_check_in_problems(draft.check_ins, first=first, today=today, steps=steps))
    if len({mood.day for mood in draft.day_moods}) != len(draft.day_moods):
        found.append(Problem("day_moods", msg("There is a number for this day already.")))
    for mood in draft.day_moods:
        if not 0 <= mood.value <= 10:
            found.append(Problem("day_moods", msg("A number from 0 to 10 fits here.")))
        if mood.day > today:
            found.append(Problem("day_moods", msg("This day has not come yet.")))
        if mood.day < first:
            found.append(Problem("day_moods", msg("This lies before the guidance began.")))
    next_at, problems = check_next(draft.next_day, draft.next_at, now=now)
    found.extend(problems)
    if found or held_at is None or kind is None or attendance is None:
        return None, tuple(found)
    return (
        Report(
            held_at=held_at,
            kind=kind,
            attendance=attendance,
            note=note,
            next_step=next_step,
            check_ins=draft.check_ins,
            day_moods=draft.day_moods,
            next_appointment=next_at,
            next_day_worse=draft.next_day_worse,
            place=place,
            company=company,
            barriers=barriers,
            helped=helped,
            own_words=own_words,
            together=tuple(
                name for name in SCALES if name in draft.together and scales[name] is not None
            ),
            **scales,
        ),
        (),
    )


def tags(words: Iterable[str], *, field: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the words cleaned, each once, in their order, and the problems with them."""
    found: list[Problem] = []
    kept: dict[str, str] = {}
    for word in words:
        cleaned, problems = line(word, field=field, limit=TAG_LIMIT)
        found.extend(problems)
        if visible(cleaned):
            kept.setdefault(cleaned.casefold(), cleaned)
    if len(kept) > TAGS_AT_MOST:
        found.append(Problem(field, msg("At most {limit} fit here."), {"limit": TAGS_AT_MOST}))
    return tuple(kept.values()), tuple(found)


def familiar(own: Sequence[Circumstances], habits: Sequence[Circumstances]) -> Familiar:
    """Return the words to offer: first what this client told before, most often first.

    `own` are the client's sessions, newest first; `habits` those of this coach, of any client. From
    `habits` only how often a standard word was used counts: a client's own words are never offered
    to another.
    """
    return Familiar(
        barriers=_by_habit(
            [r.barriers for r in own], [r.barriers for r in habits], [b.value for b in Barrier]
        ),
        helped=_by_habit(
            [r.helped for r in own], [r.helped for r in habits], [h.value for h in Help]
        ),
        places=tuple(
            Where(one)
            for one in _by_habit(
                [(r.place,) for r in own if r.place],
                [(r.place,) for r in habits if r.place],
                list(Where),
            )
        ),
        company=tuple(
            WithWhom(one)
            for one in _by_habit(
                [(r.company,) for r in own if r.company],
                [(r.company,) for r in habits if r.company],
                list(WithWhom),
            )
        ),
    )


def _by_habit(
    own: Sequence[Sequence[str]], habits: Sequence[Sequence[str]], standard: Sequence[str]
) -> tuple[str, ...]:
    told = Counter(word for words in own for word in words)
    used = Counter(word for words in habits for word in words if word in standard)
    # `Counter` keeps the order of first sight, and sorting is stable: of two words told equally
    # often the one of the latest session comes first.
    mine = sorted(told, key=lambda word: -told[word])
    rest = sorted((w for w in standard if w not in told), key=lambda word: -used[word])
    return (*mine, *rest)


def tells_alike(one: Report, other: Report) -> bool:
    """True when two reports tell the same, in whatever order they list days."""

    def sorted_days(report: Report) -> Report:
        return replace(
            report,
            check_ins=tuple(sorted(report.check_ins, key=lambda c: (c.day, c.step_key))),
            day_moods=tuple(sorted(report.day_moods, key=lambda m: m.day)),
        )

    return sorted_days(one) == sorted_days(other)


def is_locked(begun_at: datetime, *, now: datetime, after_days: int) -> bool:
    """True when a session can only be supplemented: so many days after it was first saved."""
    return now >= begun_at + timedelta(days=after_days)


def may_undo(written_at: datetime, *, now: datetime) -> bool:
    """True within a minute of saving."""
    return now - written_at <= UNDO_FOR


def check_next(
    day: date | None, at: time | None, *, now: datetime
) -> tuple[datetime | None, tuple[Problem, ...]]:
    """Return the next appointment in UTC and the problems with it; None when both are empty.

    It lies in the future, at most two years ahead.
    """
    if day is None and at is None:
        return None, ()
    found: list[Problem] = []
    moment = _instant(day, at, day_field="next_day", time_field="next_at", found=found)
    if moment is not None and moment <= now:
        found.append(Problem("next_day", msg("The next time lies in the future.")))
    elif moment is not None and moment > now + timedelta(days=731):
        found.append(Problem("next_day", msg("This is more than two years ahead.")))
    return moment, tuple(found)


def look_back_days(*, last: date | None, started_on: date, until: date) -> tuple[date, ...]:
    """Return the days a look back asks about, oldest first, at most `LOOK_BACK_DAYS`.

    From the day of the previous session (that day itself may have had a step after the talk)
    until the day before this one; the day of this session is included, for what was done before.
    """
    if until.toordinal() <= LOOK_BACK_DAYS:
        return ()  # the first weeks of the year 1: nothing lies before them
    first = max(last or started_on, until - timedelta(days=LOOK_BACK_DAYS - 1))
    return tuple(first + timedelta(days=n) for n in range((until - first).days + 1))


def entries(check_ins: Iterable[CheckIn], step_key: str, sizes: Mapping[date, Step]) -> list[Entry]:
    """Return the participation entries of one step out of all check-ins.

    A done size carries no minutes of its own when the size is under a minute: it then counts
    with the agreed minutes, so the smallest step counts fully. `sizes` gives the step as agreed
    on a day. A rest day is not an entry: it is a pause (see `rest_days`).
    """
    found = []
    for one in check_ins:
        if one.step_key != step_key or one.outcome is Outcome.REST:
            continue
        size = one.outcome.size
        if size is None:
            found.append(Entry(one.day, Status.NOT_DONE, None, f"{step_key}:{one.day}"))
            continue
        step = sizes.get(one.day)
        seconds = step.sizes[size].seconds if step else 0
        minutes = seconds / 60 if seconds >= 60 else None
        found.append(Entry(one.day, Status.DONE, minutes, f"{step_key}:{one.day}"))
    return found


def rest_days(check_ins: Iterable[CheckIn], step_key: str) -> list[date]:
    """Return the days on which this step was agreed rest, as told in a look back."""
    return [c.day for c in check_ins if c.step_key == step_key and c.outcome is Outcome.REST]


def _instant(
    day: date | None, at: time | None, *, day_field: str, time_field: str, found: list[Problem]
) -> datetime | None:
    if day is None:
        found.append(Problem(day_field, msg("Choose a day.")))
    if at is None:
        found.append(Problem(time_field, msg("Choose a time.")))
    if day is None or at is None:
        return None
    if not 2000 <= day.year <= 2100:
        found.append(Problem(day_field, msg("Choose a day between 2000 and 2100.")))
        return None
    try:
        return at_local(day, at).astimezone(UTC)
    except NoSuchTime:
        found.append(
            Problem(time_field, msg("This time does not exist: the clock goes forward that night."))
        )
        return None


def _choice(kind: type[E], value: str | None, field: str, found: list[Problem]) -> E | None:
    if value is None:
        found.append(Problem(field, msg("Please choose one.")))
        return None
    try:
        return kind(value)
    except ValueError:
        found.append(Problem(field, msg("Please choose one.")))
        return None


def _scale(value: float | None, field: str, found: list[Problem]) -> int | None:
    if value is None:
        return None
    if value != value or not 0 <= value <= 10 or value != int(value):
        found.append(Problem(field, msg("A whole number from 0 to 10 fits here.")))
        return None
    return int(value)


def _check_in_problems(
    check_ins: tuple[CheckIn, ...], *, first: date, today: date, steps: Mapping[str, Step]
) -> Iterable[Problem]:
    seen: set[tuple[str, date]] = set()
    for one in check_ins:
        if one.step_key not in steps:
            yield Problem("check_ins", msg("This step is not on this client's route."))
        if one.day > today:
            yield Problem("check_ins", msg("This day has not come yet."))
        if one.day < first:
            yield Problem("check_ins", msg("This lies before the guidance began."))
        if (one.step_key, one.day) in seen:
            yield Problem("check_ins", msg("The same step stands twice on one day."))
        seen.add((one.step_key, one.day))
