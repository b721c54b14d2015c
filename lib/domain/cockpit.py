"""The cockpit: what a coach wants to know before a session, gathered from the facts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lib.domain.calendar import local_day
from lib.domain.caseload import Record, Standing, standing
from lib.domain.days import day_kinds
from lib.domain.goals import Goal
from lib.domain.goals import standing as goals_of_now
from lib.domain.intake import CareContact
from lib.domain.participation import DayKind
from lib.domain.people import Client
from lib.domain.questions import Question
from lib.domain.routes import AgreedRest, Step, all_at_rest
from lib.domain.sessions import Attendance, Kind, Where
from lib.domain.talk_points import TalkPoint, in_sight
from lib.domain.welcome import begin_again

# From how many talks and how many words what helped and what was hard is named. [CHOICE] Three
# talks are what it is like lately; more than three words nobody reads in a glance.
LATELY = 3
MOST_NAMED = 3
# A rest that begins within a week is part of what is agreed now. [CHOICE]
REST_BEGINS_WITHIN_DAYS = 7
_TOLD = frozenset({DayKind.DONE, DayKind.NOT_DONE})


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was written down of one session as far as it opens the next; the note is not in it."""

    held_at: datetime
    kind: Kind
    attendance: Attendance
    place: Where | None = None
    own_words: str = ""
    next_step: str = ""
    helped: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The local day of the session."""
        return local_day(self.held_at)

    @property
    def came(self) -> bool:
        """True when the client was there."""
        return self.attendance is Attendance.CAME


@dataclass(frozen=True, slots=True)
class Cockpit:
    """All of one screen before a session; None and empty mean that nobody told.

    client       whose it is
    last         the last session, whether the client came or not
    last_seen    the last session the client came to
    said         the last session with a sentence in the client's own words
    steps        the steps agreed for today
    rests        agreed rest that covers today or begins within a week, earliest first
    at_rest      True when agreed rest covers all of these steps today
    standing     every number of today, see `caseload.standing`
    since        by day after the last session what became of it, through today; None when nothing
                 was told of any of these days
    helped       what helped lately, named most often first: names of `Help`, or own words
    hard         what made it hard lately, likewise: names of `Barrier`, or own words
    points       talk points that are open or were ticked off today
    goals        the goals of now
    coming       the next appointment, also that of earlier today
    welcome      the step to begin again with, see `welcome.begin_again`; None after the end of
                 guidance, and while a care signal is open: then no step is suggested
    care         who gives care, see `CareContact`
    questions    questions for the lead that are open, and answers that were not put away
    """

    client: Client
    last: Meeting | None
    last_seen: Meeting | None
    said: Meeting | None
    steps: tuple[Step, ...]
    rests: tuple[AgreedRest, ...]
    at_rest: bool
    standing: Standing
    since: Mapping[date, DayKind] | None
    helped: tuple[str, ...]
    hard: tuple[str, ...]
    points: tuple[TalkPoint, ...]
    goals: tuple[Goal, ...]
    coming: datetime | None
    welcome: Step | None
    care: CareContact
    questions: tuple[Question, ...] = ()


def cockpit(
    record: Record,
    meetings: Iterable[Meeting],
    goals: Sequence[Goal],
    points: Iterable[TalkPoint],
    care: CareContact,
    *,
    today: date,
    questions: Iterable[Question] = (),
) -> Cockpit:
    """Return what a session begins from on a day; meetings of later days are left out."""
    held = sorted(
        (one for one in meetings if one.day <= today), key=lambda one: one.held_at, reverse=True
    )
    now = standing(record, today=today)
    last = held[0] if held else None
    guided = record.client.ended_on is None
    suggests = guided and not record.client.care_signal
    return Cockpit(
        client=record.client,
        last=last,
        last_seen=next((one for one in held if one.came), None),
        said=next((one for one in held if one.own_words), None),
        steps=now.route.steps if now.route is not None else (),
        rests=_rests(record, today=today),
        at_rest=all_at_rest(record.versions, record.rests, today),
        standing=now,
        since=_since(record, last, today=today),
        helped=named_most([one.helped for one in held]),
        hard=named_most([one.barriers for one in held]),
        points=in_sight(points, today=today),
        goals=goals_of_now(goals),
        coming=now.next_appointment,
        welcome=begin_again(record, today=today) if suggests else None,
        care=care,
        questions=tuple(questions),
    )


def named_most(told: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return the words named in most of the last talks that tell any, at most `MOST_NAMED`.

    `told` holds the words of each session, newest first; one without words does not count as a
    talk. Of words named equally often that of the newest talk comes first.
    """
    telling = [words for words in told if words][:LATELY]
    # `Counter` keeps the order of first sight, and `most_common` is stable.
    counted = Counter(word for words in telling for word in dict.fromkeys(words))
    return tuple(word for word, _ in counted.most_common(MOST_NAMED))


def _since(record: Record, last: Meeting | None, *, today: date) -> Mapping[date, DayKind] | None:
    """The days after the last session; what was told of its own day belongs to that talk."""
    if last is None:
        return None
    kinds = day_kinds(record, first=last.day + timedelta(days=1), today=today)
    return kinds if _TOLD.intersection(kinds.values()) else None


def _rests(record: Record, *, today: date) -> tuple[AgreedRest, ...]:
    soon = today + timedelta(days=REST_BEGINS_WITHIN_DAYS)
    return tuple(
        sorted(
            (one for one in record.rests if not one.past(today) and one.start <= soon),
            key=lambda one: (one.start, one.id),
        )
    )
