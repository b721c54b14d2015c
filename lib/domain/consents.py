"""What a client agreed to, for one purpose at a time, and took back when they liked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lib.domain.problems import Problem
from lib.domain.texts import line
from lib.domain.words import msg

WORDS_LIMIT = 300
_FIRST_YEAR = 2000


class Purpose(StrEnum):
    """What is asked; each is answered on its own."""

    CARE_CONTACT = "care_contact"
    MESSAGES = "messages"
    SOMEONE_CLOSE = "someone_close"
    LEARNING = "learning"


class Answer(StrEnum):
    """What the client said."""

    YES = "yes"
    NO = "no"


class Told(StrEnum):
    """How the client said it."""

    SPOKEN = "spoken"
    WRITTEN = "written"


PURPOSE_WORDS = {
    Purpose.CARE_CONTACT: msg("Talking with the GP or POH-GGZ"),
    Purpose.MESSAGES: msg("Calls and messages in between"),
    Purpose.SOMEONE_CLOSE: msg("Contact with someone close"),
    Purpose.LEARNING: msg("Counting along in numbers of the group"),
}
ANSWER_WORDS = {Answer.YES: msg("yes"), Answer.NO: msg("no")}
TOLD_WORDS = {Told.SPOKEN: msg("spoken"), Told.WRITTEN: msg("in writing")}


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer to one purpose, told on `told_on`.

    `made_by` and `withdrawn_by` are names. The three of withdrawing are None while nobody did.
    """

    id: str
    purpose: Purpose
    answer: Answer
    told: Told
    told_on: date
    words: str
    made_by: str
    made_at: datetime
    withdrawn_on: date | None = None
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None

    @property
    def allows(self) -> bool:
        """True for a yes that was not withdrawn."""
        return self.answer is Answer.YES and self.withdrawn_on is None

    @property
    def last_word_on(self) -> date:
        """The day on which the client said something about it last."""
        return self.withdrawn_on or self.told_on


@dataclass(frozen=True, slots=True)
class ConsentDraft:
    """What stands on the form, before it is checked."""

    purpose: str | None
    answer: str | None = None
    told: str | None = None
    told_on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that can be kept."""

    purpose: Purpose
    answer: Answer
    told: Told
    told_on: date
    words: str


def in_force(consents: Iterable[Consent], purpose: Purpose) -> Consent | None:
    """Return the answer that stands for a purpose: the one told last; None when nobody asked.

    Of one day the one written down last. It can be withdrawn: then it is no yes any more.
    """
    about = (one for one in consents if one.purpose is purpose)
    return max(about, key=lambda one: (one.told_on, one.made_at, one.id), default=None)


def allowed(consents: Iterable[Consent], purpose: Purpose) -> bool | None:
    """Return True for a yes in force, False for a no or a withdrawn yes, None when nobody asked."""
    standing = in_force(consents, purpose)
    return None if standing is None else standing.allows


def check_consent(
    draft: ConsentDraft, *, before: Consent | None, today: date
) -> tuple[Checked | None, tuple[Problem, ...]]:
    """Return what can be kept, or None and every problem with it.

    `before` is what stands for this purpose. An answer of an earlier day than its last word would
    change nothing, so it is a problem. Contact with someone close needs to say with whom.
    """
    found: list[Problem] = []
    for field, value, known in (
        ("purpose", draft.purpose, set(Purpose)),
        ("answer", draft.answer, set(Answer)),
        ("told", draft.told, set(Told)),
    ):
        if value not in known:
            found.append(Problem(field, msg("Please choose one.")))
    named = draft.purpose == Purpose.SOMEONE_CLOSE and draft.answer == Answer.YES
    words, problems = line(draft.words, field="words", limit=WORDS_LIMIT, required=named)
    found.extend(problems)
    found.extend(_day_problems("told_on", draft.told_on, after=before, today=today))
    if found or draft.told_on is None:
        return None, tuple(found)
    if draft.purpose is None or draft.answer is None or draft.told is None:
        return None, tuple(found)
    return (
        Checked(
            Purpose(draft.purpose), Answer(draft.answer), Told(draft.told), draft.told_on, words
        ),
        (),
    )


def check_withdrawal(day: date | None, of: Consent, *, today: date) -> tuple[Problem, ...]:
    """Return the problems with the day of taking a yes back: since it was said, through today."""
    return _day_problems("withdrawn_on", day, after=of, today=today)


def _day_problems(
    field: str, day: date | None, *, after: Consent | None, today: date
) -> tuple[Problem, ...]:
    if day is None:
        return (Problem(field, msg("Please fill this in.")),)
    if day > today:
        return (Problem(field, msg("This day has not come yet.")),)
    if day.year < _FIRST_YEAR:
        return (Problem(field, msg("This is longer ago than Ministap keeps.")),)
    if after is not None and day < after.last_word_on:
        return (Problem(field, msg("A later answer stands here already.")),)
    return ()
