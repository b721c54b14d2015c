"""The papers someone takes home or keeps: what a step card, a route card and a timeline hold."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from lib.domain.experiment import Plan
from lib.domain.experiments import WORDS_LIMIT as WAY_LIMIT
from lib.domain.fortnight import Fortnight
from lib.domain.people import NAME_LIMIT
from lib.domain.routes import (
    ACTIVITY_LIMIT,
    CUE_LIMIT,
    PHASE_LIMIT,
    SIZE_LIMIT,
    AgreedRest,
    Size,
    SizeOf,
    Step,
)
from lib.domain.sessions import NEXT_STEP_LIMIT, OWN_WORDS_LIMIT
from lib.domain.texts import clean, visible

# A card with more steps than this is a list of chores; the others keep standing on the route.
# [CHOICE]
STEPS_AT_MOST = 3
# A route card shows the route as it is agreed. More steps than these do not fit on one page in
# letters that can be read, and a coach would not ask them of one person. [CHOICE]
ROUTE_STEPS_AT_MOST = 6
# Of what someone does it for, of goals and of rests: more makes a list of a reason. [CHOICE]
LINES_AT_MOST = 3
# What someone does it for may be a few sentences; as long as it may be where it is told.
VALUE_LIMIT = 500
# A name this long takes no room from the steps. [CHOICE]
CALLED_LIMIT = 40
PHONE_LIMIT = 40
ELLIPSIS = "…"
# Signs that belong to the one before them: a cut in between would leave half an emoji.
_JOINED = frozenset("\u200d\ufe0e\ufe0f")


@dataclass(frozen=True, slots=True)
class CardSize:
    """One of the three boxes of a step: what it is in words, and how long in seconds."""

    size: Size
    text: str
    seconds: int


@dataclass(frozen=True, slots=True)
class CardStep:
    """A step as it stands on a card: the activity, and mini, ordinary and ample in that order."""

    activity: str
    sizes: tuple[CardSize, ...]


@dataclass(frozen=True, slots=True)
class StepCard:
    """What a client takes home: the agreed next step, and the steps of the route.

    `first_name` is that of the client; `next_step` and `own_words` stand in the client's words,
    "" where there are none; `next_appointment` is an aware instant or None; `phone` is the
    coach's, "" when it is not known.
    """

    first_name: str
    steps: tuple[Step, ...]
    next_step: str
    own_words: str
    next_appointment: datetime | None
    coach_name: str
    phone: str = ""

    def __post_init__(self) -> None:
        _aware(self.next_appointment)

    @property
    def shown(self) -> tuple[CardStep, ...]:
        """The first steps of the route, at most `STEPS_AT_MOST`, as they stand on the card."""
        return tuple(on_card(step) for step in self.steps[:STEPS_AT_MOST])

    @property
    def others(self) -> int:
        """How many steps of the route do not stand on the card."""
        return len(self.steps) - len(self.shown)

    @property
    def in_print(self) -> "StepCard":
        """The same card with each text cleaned, on one line, and cut at its own limit."""
        return StepCard(
            first_name=cut(self.first_name, NAME_LIMIT),
            steps=self.steps,
            next_step=cut(self.next_step, NEXT_STEP_LIMIT),
            own_words=cut(self.own_words, OWN_WORDS_LIMIT),
            next_appointment=self.next_appointment,
            coach_name=cut(self.coach_name, NAME_LIMIT),
            phone=cut(self.phone, PHONE_LIMIT),
        )


@dataclass(frozen=True, slots=True)
class RouteCard:
    """What a client takes home of the route: why, the steps as agreed, and the coming two weeks.

    `values` (what someone does it for) and `goals` stand in the client's own words, the phase is
    the name of the one the route is in, "" without phases. `rests` may hold past ones: these are
    left out. `phone` is the coach's, "" when it is not known.
    """

    first_name: str
    steps: tuple[Step, ...]
    coming: Fortnight
    coach_name: str
    phone: str = ""
    values: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    phase: str = ""
    rests: tuple[AgreedRest, ...] = ()

    @property
    def shown(self) -> tuple[Step, ...]:
        """The first steps of the route, at most `ROUTE_STEPS_AT_MOST`."""
        return self.steps[:ROUTE_STEPS_AT_MOST]

    @property
    def others(self) -> int:
        """How many steps of the route do not stand on the card."""
        return len(self.steps) - len(self.shown)

    @property
    def agreed_rests(self) -> tuple[AgreedRest, ...]:
        """The rests that are not past, of the route or of a shown step: earliest first, a few."""
        on_card = {None, *(step.key for step in self.shown)}
        standing = [
            one for one in self.rests if not one.past(self.coming.today) and one.step_key in on_card
        ]
        return tuple(sorted(standing, key=lambda one: (one.start, one.id))[:LINES_AT_MOST])

    @property
    def in_print(self) -> "RouteCard":
        """The same card with each text cleaned, on one line, and cut at its own limit."""
        return replace(
            self,
            first_name=cut(self.first_name, CALLED_LIMIT),
            steps=tuple(_cut_step(step) for step in self.steps),
            coach_name=cut(self.coach_name, CALLED_LIMIT),
            phone=cut(self.phone, PHONE_LIMIT),
            values=_few(self.values),
            goals=_few(self.goals),
            phase=cut(self.phase, PHASE_LIMIT),
        )


@dataclass(frozen=True, slots=True)
class ExperimentCard:
    """What a client takes home of a small experiment: the two ways, and which on which day.

    `ways` are the words of the first and the second. `phone` is the coach's, "" when it is not
    known.
    """

    first_name: str
    ways: tuple[str, str]
    plan: Plan
    coach_name: str
    phone: str = ""

    @property
    def in_print(self) -> "ExperimentCard":
        """The same card with each text cleaned, on one line, and cut at its own limit."""
        first, second = self.ways
        return replace(
            self,
            first_name=cut(self.first_name, CALLED_LIMIT),
            ways=(cut(first, WAY_LIMIT), cut(second, WAY_LIMIT)),
            coach_name=cut(self.coach_name, CALLED_LIMIT),
            phone=cut(self.phone, PHONE_LIMIT),
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """One session on a timeline: a heading, and lines of (label, text) under it.

    The words are ready to be read; a label of "" is a line without one.
    """

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The sessions of one client over a span, for on paper; newest or oldest first, as given.

    Both days belong to the span. `searched_for` is what was searched for, "" when nothing was;
    `filters` are the other choices in words. `printed_at` is an aware instant.
    """

    client_name: str
    since: date
    until: date
    printed_by: str
    printed_at: datetime
    items: tuple[Passage, ...]
    searched_for: str = ""
    filters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _aware(self.printed_at)

    @property
    def narrowed(self) -> bool:
        """True when sessions of the span may be missing, because of a search or a filter."""
        return bool(self.searched_for or self.filters)


def first_name(name: str) -> str:
    """Return how a client is called on a card: the first word of the name, "" when it is empty."""
    return next(iter(clean(name).split()), "")


def cut(text: str, limit: int) -> str:
    """Return a text on one line of at most `limit` signs; a longer one ends in an ellipsis.

    A sign keeps its accents: the cut falls before both or after both. What shows nothing is "".
    """
    line = " ".join(clean(text).split())
    if not visible(line):
        return ""
    if len(line) <= limit:
        return line
    end = limit - len(ELLIPSIS)
    while end > 0 and (_joins(line[end]) or line[end - 1] == "\u200d"):
        end -= 1
    return line[:end].rstrip() + ELLIPSIS


def _joins(sign: str) -> bool:
    # Skin tones are modifiers too (Sk), beside accents (M) and joiners.
    return (
        sign in _JOINED
        or unicodedata.category(sign)[0] == "M"
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )


def on_card(step: Step) -> CardStep:
    """Return a step as it stands on a card, its texts cut at their limits."""
    return CardStep(
        activity=cut(step.activity, ACTIVITY_LIMIT),
        sizes=tuple(
            CardSize(size, cut(one.text, SIZE_LIMIT), one.seconds)
            for size, one in step.sizes.items()
        ),
    )


def _cut_step(step: Step) -> Step:
    def fitting(one: SizeOf) -> SizeOf:
        return SizeOf(cut(one.text, SIZE_LIMIT), one.seconds)

    return replace(
        step,
        activity=cut(step.activity, ACTIVITY_LIMIT),
        mini=fitting(step.mini),
        ordinary=fitting(step.ordinary),
        ample=fitting(step.ample),
        cue=cut(step.cue, CUE_LIMIT),
    )


def _few(lines: Iterable[str]) -> tuple[str, ...]:
    found = (cut(one, VALUE_LIMIT) for one in lines)
    return tuple(one for one in found if one)[:LINES_AT_MOST]


def _aware(instant: datetime | None) -> None:
    if instant is not None and instant.utcoffset() is None:
        raise ValueError("a paper needs an instant with a time zone")
