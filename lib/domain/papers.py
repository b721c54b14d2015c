"""The papers of a session: what a step card and a timeline hold."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from lib.domain.people import NAME_LIMIT
from lib.domain.routes import ACTIVITY_LIMIT, SIZE_LIMIT, Size, Step
from lib.domain.sessions import NEXT_STEP_LIMIT, OWN_WORDS_LIMIT
from lib.domain.texts import clean, visible

# A card with more steps than this is a list of chores; the others keep standing on the route.
# [CHOICE]
STEPS_AT_MOST = 3
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
        return tuple(_on_card(step) for step in self.steps[:STEPS_AT_MOST])

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


def _on_card(step: Step) -> CardStep:
    return CardStep(
        activity=cut(step.activity, ACTIVITY_LIMIT),
        sizes=tuple(
            CardSize(size, cut(one.text, SIZE_LIMIT), one.seconds)
            for size, one in step.sizes.items()
        ),
    )


def _aware(instant: datetime | None) -> None:
    if instant is not None and instant.utcoffset() is None:
        raise ValueError("a paper needs an instant with a time zone")
