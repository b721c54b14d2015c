"""What a client may ask about their own dossier, by when there is an answer, and what is kept."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from lib.domain.people import Client
from lib.domain.problems import Problem, Refused
from lib.domain.texts import passage
from lib.domain.words import msg

WORDS_LIMIT: Final = 2000
# An answer within one month, two months longer with a reason told in time: AVG art. 12(3).
ANSWER_MONTHS: Final = 1
LONGER_MONTHS: Final = 2
# Signs of the dossier's id that are typed to confirm: enough to tell dossiers apart. [CHOICE]
_NUMBER_SIGNS: Final = 8


class Kind(StrEnum):
    """What a client asks: AVG art. 15, 16, 17 and 18."""

    COPY = "copy"
    CORRECTION = "correction"
    ERASURE = "erasure"
    RESTRICTION = "restriction"


KIND_WORDS: Final = {
    Kind.COPY: msg("a copy of the dossier"),
    Kind.CORRECTION: msg("putting something right"),
    Kind.ERASURE: msg("erasing the dossier"),
    Kind.RESTRICTION: msg("letting the dossier stand still"),
}


class State(StrEnum):
    """What became of a request."""

    OPEN = "open"
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_WORDS: Final = {
    State.OPEN: msg("waits for a decision"),
    State.GRANTED: msg("granted"),
    State.PARTLY: msg("partly granted"),
    State.REFUSED: msg("refused"),
    State.WITHDRAWN: msg("withdrawn by the client"),
}
# What a lead can decide; the client alone withdraws.
DECISIONS: Final = (State.GRANTED, State.PARTLY, State.REFUSED)


class Why(StrEnum):
    """Why a dossier was erased."""

    REQUEST = "request"
    TERM = "term"


WHY_WORDS: Final = {
    Why.REQUEST: msg("at the request of the client"),
    Why.TERM: msg("because the term of keeping is over"),
}


class Restricted(Refused):
    """The dossier stands still at the client's wish."""

    sentence = msg(
        "This dossier stands still at the wish of the client. You can read it; nothing was saved."
    )


class Decided(Refused):
    """There is an answer to this request already."""

    sentence = msg("There is an answer to this request already.")


class StillOpen(Refused):
    """Something of this client waits for a colleague, so the dossier cannot be erased yet."""

    sentence = msg(
        "A care signal or a hand-over is still open. See to that first; then the dossier can be "
        "erased."
    )


class ByErasing(Refused):
    """Granting an erasure is the erasure itself."""

    sentence = msg("You grant this by erasing the dossier, with its number.")


class NotYet(Refused):
    """The term of keeping is not over."""

    sentence = msg("The term of keeping this dossier is not over yet.")


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked on a day. Names are of colleagues; `decided_*` None while it is open.

    `answer` is what the client is told: the decision in words, and before it why it takes longer.
    """

    id: str
    client_id: str
    kind: Kind
    words: str
    asked_on: date
    answer_by: date
    made_by: str
    made_at: datetime
    state: State
    answer: str
    decided_by: str | None
    decided_at: datetime | None
    version: int

    @property
    def is_open(self) -> bool:
        """True while there is no decision."""
        return self.state is State.OPEN

    @property
    def was_extended(self) -> bool:
        """True when the client was told that it takes longer."""
        return self.answer_by > months_later(self.asked_on, ANSWER_MONTHS)

    def days_left(self, today: date) -> int:
        """Return the days until there has to be an answer; below zero the day has passed."""
        return (self.answer_by - today).days


@dataclass(frozen=True, slots=True)
class Restriction:
    """That a dossier stands still: since when, by whose decision, and why."""

    id: str
    client_id: str
    reason: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OfClient:
    """The requests of one client, newest first, and the restriction that stands or None."""

    client: Client
    requests: tuple[Request, ...]
    restriction: Restriction | None


@dataclass(frozen=True, slots=True)
class TeamRequest:
    """A request as whoever leads the team sees it."""

    request: Request
    client: Client


@dataclass(frozen=True, slots=True)
class StandsStill:
    """A restriction as whoever leads the team sees it."""

    restriction: Restriction
    client: Client


@dataclass(frozen=True, slots=True)
class MayGo:
    """A dossier whose term of keeping is over; `changed_on` is the day it last changed."""

    client: Client
    changed_on: date


@dataclass(frozen=True, slots=True)
class Erasure:
    """Proof that a dossier was erased, and never what stood in it.

    `rows` is how many rows went from each table; `asked_on` and `answer_by` are None after the
    term. `decided_by` and `team_id` are ids.
    """

    dossier_id: str
    team_id: str
    why: Why
    asked_on: date | None
    answer_by: date | None
    decided_by: str
    erased_at: datetime
    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        """The number of rows that went."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class Proof:
    """An erasure with the names of who decided and of the team."""

    erasure: Erasure
    decided_by: str
    team: str


@dataclass(frozen=True, slots=True)
class OfTeams:
    """What somebody who leads teams has to see to about the rights of clients.

    `open` is by the day of the answer, so what is past its day stands first; `decided` and
    `proofs` are newest first, `may_go` the longest unchanged first.
    """

    open: tuple[TeamRequest, ...]
    decided: tuple[TeamRequest, ...]
    still: tuple[StandsStill, ...]
    may_go: tuple[MayGo, ...]
    proofs: tuple[Proof, ...]


def dossier_number(dossier_id: str) -> str:
    """Return the number of a dossier as people read and type it: "3F2A-91BC"."""
    signs = dossier_id[:_NUMBER_SIGNS].upper()
    return f"{signs[:4]}-{signs[4:]}"


def check_number(typed: str | None, dossier_id: str) -> tuple[Problem, ...]:
    """Return a problem unless this is the number of the dossier; capitals and signs are free."""
    meant = dossier_number(dossier_id)
    if _signs(typed or "") == _signs(meant):
        return ()
    return (Problem("number", msg("This is not the number of this dossier.")),)


def _signs(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign.isalnum())


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_earlier(day: date, years: int) -> date:
    """Return the same day so many years before; 29 February becomes the 28th."""
    return months_later(day, -12 * years)


def answer_by(asked_on: date, *, longer: bool = False) -> date:
    """Return the last day for an answer: one month after it was asked, or three."""
    return months_later(asked_on, ANSWER_MONTHS + (LONGER_MONTHS if longer else 0))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was checked."""

    kind: Kind
    words: str
    asked_on: date


def check_request(
    kind: str | None, words: str | None, asked_on: date | None, *, since: date, today: date
) -> tuple[Asked | None, tuple[Problem, ...]]:
    """Return the request, or None and every problem: asked from `since` through `today`.

    Putting something right needs words: what is wrong, and what it should be.
    """
    found: list[Problem] = []
    if kind not in {one.value for one in Kind}:
        found.append(Problem("kind", msg("Please choose one.")))
    wanted = kind == Kind.CORRECTION.value
    cleaned, problems = passage(words, field="words", limit=WORDS_LIMIT, required=wanted)
    found.extend(problems)
    if asked_on is None:
        found.append(Problem("asked_on", msg("Please fill this in.")))
    elif asked_on > today:
        found.append(Problem("asked_on", msg("This day has not come yet.")))
    elif asked_on < since:
        found.append(Problem("asked_on", msg("Guidance had not begun then.")))
    if found or kind is None or asked_on is None:
        return None, tuple(found)
    return Asked(Kind(kind), cleaned, asked_on), ()


def check_decision(
    state: str | None, answer: str | None
) -> tuple[tuple[State, str] | None, tuple[Problem, ...]]:
    """Return the decision and the answer in words, or None and every problem: both are needed."""
    found: list[Problem] = []
    if state not in {one.value for one in DECISIONS}:
        found.append(Problem("state", msg("Please choose one.")))
    cleaned, problems = passage(answer, field="answer", limit=WORDS_LIMIT, required=True)
    found.extend(problems)
    if found or state is None:
        return None, tuple(found)
    return (State(state), cleaned), ()


def check_longer(
    reason: str | None, request: Request, *, today: date
) -> tuple[str | None, tuple[Problem, ...]]:
    """Return why it takes longer, or None and the problems: once, and told within the month."""
    cleaned, problems = passage(reason, field="reason", limit=WORDS_LIMIT, required=True)
    if request.was_extended:
        problems = (Problem("reason", msg("It was said already that this takes longer.")),)
    elif request.days_left(today) < 0:
        problems = (Problem("reason", msg("This has to be said before the day has passed.")),)
    return (None, problems) if problems else (cleaned, ())


def by_deadline(requests: Iterable[TeamRequest]) -> tuple[TeamRequest, ...]:
    """Return open requests, the one that has to be answered first in front."""
    return tuple(sorted(requests, key=lambda one: (one.request.answer_by, one.request.made_at)))
