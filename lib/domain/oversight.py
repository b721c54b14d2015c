"""What stands out in the access log: cases that somebody looks at and judges, month by month."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from lib.domain.access import Role
from lib.domain.calendar import AMSTERDAM, local_day
from lib.domain.dossiers import OPENED
from lib.domain.problems import NotFound, Problem, Refused
from lib.domain.texts import line
from lib.domain.words import msg

# By these rules the log tells of what was refused.
NOT_THEIRS: Final = "not theirs"
NO_PERMISSION: Final = "no permission"

# A wrong address or an old bookmark is one or two; somebody who tries is more. [CHOICE]
REFUSED_A_DAY: Final = 3
# Nobody guides at these hours; who writes up a day late in the evening is done by eleven. [CHOICE]
NIGHT_BEGINS, NIGHT_ENDS = 23, 6
# A full day holds ten talks, a lead looks at more: more dossiers than this, and three times what
# this person opens on an ordinary day, is looking around. [CHOICE]
MANY_DOSSIERS: Final = 25
MANY_TIMES_USUAL: Final = 3
# A card or a paper for each talk of a full day. [CHOICE]
TAKEN_A_DAY: Final = 10
# A forgotten password is a few; the waits slow down what is more. [CHOICE]
SIGN_INS_A_DAY: Final = 10
# So many days before the month tell what is usual for somebody. [CHOICE]
USUAL_DAYS: Final = 90
WORDS_LIMIT: Final = 1000
LINES_AT_ONCE: Final = 50
# No line of the log lies before the one or after the other.
BEFORE_ALL, AFTER_ALL = date(2020, 1, 1), date(2200, 1, 1)


class Kind(StrEnum):
    """Why something stands out."""

    OPENED = "opened"
    REFUSED = "refused"
    NIGHT = "night"
    MANY = "many"
    TAKEN = "taken"
    SIGN_IN = "sign in"
    RIGHTS = "rights"


class Verdict(StrEnum):
    """What somebody found who looked at a case."""

    EXPLAINED = "explained"
    SPOKEN = "spoken"
    INCIDENT = "incident"


KIND_WORDS: Final = {
    Kind.OPENED: msg("A dossier was opened with a reason"),
    Kind.REFUSED: msg("Dossiers or pages of others were asked for"),
    Kind.NIGHT: msg("Dossiers were opened at night"),
    Kind.MANY: msg("Many different dossiers were opened on one day"),
    Kind.TAKEN: msg("Much was printed or kept as a file on one day"),
    Kind.SIGN_IN: msg("Somebody could not sign in many times"),
    Kind.RIGHTS: msg("Rights were given or taken"),
}
# What could well be the reason: nobody is accused by a list.
COULD_BE: Final = {
    Kind.OPENED: msg("A lead who stands in or helps with a question. The reason stands with it."),
    Kind.REFUSED: msg("An old link, or a client who went to a colleague."),
    Kind.NIGHT: msg("Writing up after an evening group, or a care signal."),
    Kind.MANY: msg("Taking over from a colleague, or getting ready for a meeting."),
    Kind.TAKEN: msg("Cards for a group, or a client who asks for the whole dossier."),
    Kind.SIGN_IN: msg("A forgotten password, or a device that keeps an old one."),
    Kind.RIGHTS: msg("Somebody new, or somebody who left."),
}
VERDICT_WORDS: Final = {
    Verdict.EXPLAINED: msg("explained"),
    Verdict.SPOKEN: msg("talked about"),
    Verdict.INCIDENT: msg("an incident"),
}


class OwnCase(Refused):
    """Nobody judges what they did themselves."""

    sentence = msg("This is about yourself: another overseer has to look at it.")


class NotReady(Refused):
    """A month that still runs, or holds a case nobody looked at."""

    sentence = msg("A month can be signed off when it is over and every case has been looked at.")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, as far as oversight needs it: ids, never a name of a client."""

    id: str
    at: datetime
    person_id: str | None
    action: str
    part: str
    outcome: str
    client_id: str | None
    subject_id: str | None
    rule: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What stands out of one person on one day. `about` is a person, or a digest of an account."""

    kind: Kind
    about: str
    day: date
    count: int
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        """The same for the same case, whenever it is worked out."""
        return f"{self.kind}:{self.about}:{self.day}"

    @property
    def dossiers(self) -> tuple[str, ...]:
        """The ids of the clients it is about, each once."""
        return tuple(dict.fromkeys(one.client_id for one in self.lines if one.client_id))


def cases(lines: Iterable[Line], *, usual: Mapping[str, float]) -> tuple[Case, ...]:
    """Return what stands out in these lines, newest day first.

    `usual` says how many dossiers a person opens on an ordinary day, see `usual_day`.
    """
    found: dict[tuple[Kind, str, date], list[Line]] = defaultdict(list)
    for one in lines:
        for kind, about, day in _may_be(one):
            found[kind, about, day].append(one)
    kept = []
    for (kind, about, day), some in found.items():
        count = _count(kind, some)
        if count >= _least(kind, usual.get(about, 0.0)):
            kept.append(Case(kind, about, day, count, tuple(some)))
    order = list(Kind)
    return tuple(
        sorted(kept, key=lambda one: (-one.day.toordinal(), order.index(one.kind), one.about))
    )


def usual_day(opened: Iterable[tuple[str, date, str]]) -> dict[str, float]:
    """Return the median of the different dossiers a person opened, over the days they opened any.

    `opened` are person, day and dossier; a day without any is no ordinary day and does not count.
    """
    days: dict[str, Counter[date]] = defaultdict(Counter)
    for person_id, day, _dossier in set(opened):
        days[person_id][day] += 1
    return {person_id: float(median(counted.values())) for person_id, counted in days.items()}


def _may_be(one: Line) -> Sequence[tuple[Kind, str, date]]:
    """Return under which cases a line is counted."""
    day = local_day(one.at)
    if one.part in ("sign in", "second factor") and one.outcome == "refused" and one.subject_id:
        return ((Kind.SIGN_IN, one.subject_id, day),)
    who = one.person_id
    if who is None:
        return ()
    if one.outcome == "refused":
        asked = (one.rule == NOT_THEIRS and one.client_id) or one.rule == NO_PERMISSION
        return ((Kind.REFUSED, who, day),) if asked else ()
    found = []
    if one.part == OPENED:
        found.append((Kind.OPENED, who, day))
    elif one.action == "E" and one.client_id is not None:
        found.append((Kind.TAKEN, who, day))
    if one.part in ("roles", "second factor lost"):
        found.append((Kind.RIGHTS, who, day))
    if one.client_id is not None:
        hour = one.at.astimezone(AMSTERDAM).hour
        if hour >= NIGHT_BEGINS or hour < NIGHT_ENDS:
            # After midnight it is still the night of the day before.
            evening = day if hour >= NIGHT_BEGINS else day - timedelta(days=1)
            found.append((Kind.NIGHT, who, evening))
        if one.action == "R":
            found.append((Kind.MANY, who, day))
    return found


def _count(kind: Kind, lines: Sequence[Line]) -> int:
    """Return what is counted: dossiers where it is about how many, else lines."""
    if kind in (Kind.MANY, Kind.NIGHT):
        return len({one.client_id for one in lines})
    return len(lines)


def _least(kind: Kind, usual: float) -> float:
    match kind:
        case Kind.REFUSED:
            return REFUSED_A_DAY
        case Kind.MANY:
            return max(MANY_DOSSIERS, MANY_TIMES_USUAL * usual) + 1
        case Kind.TAKEN:
            return TAKEN_A_DAY + 1
        case Kind.SIGN_IN:
            return SIGN_INS_A_DAY
        case _:
            return 1


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of a case, by whom and when."""

    verdict: Verdict
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A case with the name of whom it is about, and what was found of it, None when nothing yet.

    `name` is "" where an account is not known. `own` says that it is about whoever looks.
    """

    case: Case
    name: str
    own: bool
    judged: Judged | None


@dataclass(frozen=True, slots=True)
class SignedOff:
    """That a month was looked at: by whom, when, and how much there was."""

    month: date
    by: str
    at: datetime
    cases: int
    lines: int
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the log: its lines counted, what stands out, and whether it was signed off.

    `guided_by` has the name of the coach for each dossier of a case.
    """

    first: date
    lines: int
    found: tuple[Found, ...]
    signed_off: SignedOff | None
    guided_by: Mapping[str, str]

    @property
    def waits(self) -> int:
        """How many cases nobody has looked at."""
        return sum(one.judged is None for one in self.found)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for in the log; None and "" leave out nothing."""

    since: date
    until: date
    person_id: str | None = None
    dossier: str = ""
    action: str | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log for the screen: names of colleagues, and the number of a dossier."""

    line: Line
    name: str
    roles: tuple[Role, ...]
    dossier: str
    guided_by: str
    behalf: str


def first_of_month(day: date) -> date:
    """Return the first day of the month of a day; raises `NotFound` where no log can be."""
    if not BEFORE_ALL <= day < AFTER_ALL:
        raise NotFound()
    return day.replace(day=1)


def after(month: date) -> date:
    """Return the first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def number_of(client_id: str) -> str:
    """Return by which number a dossier is known here: enough to ask its coach, and no name."""
    return client_id[:6]


def check_verdict(words: str | None, verdict: Verdict | None) -> tuple[str, tuple[Problem, ...]]:
    """Return the cleaned words and the problems: of an incident something has to be said."""
    needed = verdict is Verdict.INCIDENT
    said, problems = line(words, field="words", limit=WORDS_LIMIT, required=needed)
    if verdict is None:
        problems = (Problem("verdict", msg("Please choose one.")), *problems)
    return said, problems


def check_asked(asked: Asked) -> tuple[Problem, ...]:
    """Return the problems with what is looked for."""
    if asked.until < asked.since:
        return (Problem("until", msg("The last day lies before the first.")),)
    return ()
