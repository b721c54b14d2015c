"""What happens in the lives of the demo's people, one kind of event each."""

from dataclasses import dataclass
from datetime import date, datetime

from lib.domain.agenda import AppointmentDraft
from lib.domain.basis import BasisDraft
from lib.domain.changes import How
from lib.domain.consents import ConsentDraft, Purpose
from lib.domain.experiments import ExperimentDraft
from lib.domain.intake import IntakeDraft
from lib.domain.questionnaires import Measure
from lib.domain.routes import RestKind, Step
from lib.domain.sessions import Draft


@dataclass(frozen=True, slots=True)
class Met:
    """A session to record; `correction` is what stands in its second version, and why."""

    draft: Draft
    at: datetime
    correction: tuple[Draft, str] | None = None


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A next version of the route."""

    steps: tuple[Step, ...]
    by: str
    why: str
    at: datetime
    how: How


@dataclass(frozen=True, slots=True)
class Rested:
    """A rest of the whole route that was agreed."""

    start: date
    end: date | None
    by: str
    why: str
    at: datetime
    kind: RestKind
    begin_with: str | None
    how: How


@dataclass(frozen=True, slots=True)
class Resumed:
    """The rest ends, and moving begins again."""

    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """The guidance ends, on the day of `at`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What became of the hope of a version of the route."""

    number: int
    verdict: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Based:
    """What the route rests on from now on."""

    draft: BasisDraft
    at: datetime


@dataclass(frozen=True, slots=True)
class Aimed:
    """A goal that was added."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Scored:
    """How near the goal of these words felt, 0-10."""

    words: str
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundedOff:
    """The goal of these words is done."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Worried:
    """The coach opened a care signal."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reassured:
    """The lead of the team closed it, with a note."""

    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lived:
    """Something of a life, on its day or from it through `end_day`."""

    words: str
    day: date
    end_day: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A questionnaire that was filled in, together or on paper."""

    measure: Measure
    answers: tuple[int | None, ...]
    filled_in: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """An experiment that was begun; `seed` draws its plan."""

    draft: ExperimentDraft
    seed: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TriedOut:
    """What was told of the days of the experiment so far, each as it was meant to go.

    `levels` follow the days of the plan; a day without one is None.
    """

    levels: tuple[int | None, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """Something for the next talk: a topic or a question."""

    kind: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TalkedOver:
    """The talk point of these words was ticked off."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Began:
    """What was written down about the beginning."""

    draft: IntakeDraft
    at: datetime


@dataclass(frozen=True, slots=True)
class Consented:
    """What the client answered when they were asked."""

    draft: ConsentDraft
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrew:
    """A yes that was taken back, on the day of `at`."""

    purpose: Purpose
    at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """An appointment that was planned; of a series, which one moved a day and which is off."""

    draft: AppointmentDraft
    at: datetime
    moved: int | None = None
    cancelled: int | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """A group that a coach planned, with no client in it."""

    draft: AppointmentDraft
    at: datetime


@dataclass(frozen=True, slots=True)
class AskedLead:
    """A question for whoever leads the team."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LeadPlanned:
    """The day on which the lead wants to talk about the question of these words."""

    words: str
    talk_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class LeadAnswered:
    """What the lead answered to the question of these words."""

    words: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenedDossier:
    """The lead opened the dossier, and said why."""

    reason: str
    at: datetime


Told = (
    LookedBack
    | Based
    | Aimed
    | Scored
    | RoundedOff
    | Worried
    | Reassured
    | Lived
    | Answered
    | Tried
    | TriedOut
    | Noted
    | TalkedOver
    | Began
    | Consented
    | Withdrew
    | Planned
    | AskedLead
    | LeadPlanned
    | LeadAnswered
    | OpenedDossier
)
Event = Met | Adjusted | Rested | Resumed | Ended | Told
