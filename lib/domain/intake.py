"""How guidance began: the way to a first step, safety topics, and who gives care."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from statistics import median

from lib.domain.people import check_phone
from lib.domain.problems import Problem
from lib.domain.texts import line, passage
from lib.domain.words import msg

NAME_LIMIT = 120
REASON_LIMIT = 500
TOPIC_LIMIT = 300
# The median of a few days between people tells about one of them, and about nothing else. [CHOICE]
LEAST_CLIENTS = 5
_FIRST_YEAR = 2000


class Stage(StrEnum):
    """What lies between asking for help and moving, in this order."""

    REFERRAL = "referral"
    FIRST_CALL = "first_call"
    FIRST_MEETING = "first_meeting"
    FIRST_STEP = "first_step"


STAGE_WORDS = {
    Stage.REFERRAL: msg("referral"),
    Stage.FIRST_CALL: msg("first call"),
    Stage.FIRST_MEETING: msg("first meeting"),
    Stage.FIRST_STEP: msg("first step"),
}
# The waits that are compared over many clients: each part of the way, and the whole of it.
WAITS = (
    (Stage.REFERRAL, Stage.FIRST_CALL),
    (Stage.FIRST_CALL, Stage.FIRST_MEETING),
    (Stage.FIRST_MEETING, Stage.FIRST_STEP),
    (Stage.REFERRAL, Stage.FIRST_STEP),
)


class Topic(StrEnum):
    """What is good to have talked about before somebody moves more."""

    HEART = "heart"
    CHEST_PAIN = "chest_pain"
    FAINTING = "fainting"
    BREATHLESS = "breathless"
    PALPITATIONS = "palpitations"
    CONDITION = "condition"
    MEDICINES = "medicines"
    BONES = "bones"
    SUPERVISED = "supervised"
    WORSE_AFTER = "worse_after"
    EATING = "eating"


TOPIC_WORDS = {
    Topic.HEART: msg("Heart disease or high blood pressure"),
    Topic.CHEST_PAIN: msg("Pain or pressure on the chest"),
    Topic.FAINTING: msg("Dizzy spells or fainting"),
    Topic.BREATHLESS: msg("Unusually short of breath"),
    Topic.PALPITATIONS: msg("Palpitations at effort"),
    Topic.CONDITION: msg("Another illness or condition"),
    Topic.MEDICINES: msg("Medicines"),
    Topic.BONES: msg("Bones, joints or back"),
    Topic.SUPERVISED: msg("Moving under medical supervision only"),
    Topic.WORSE_AFTER: msg("Worse for more than a day after effort (PEM)"),
    Topic.EATING: msg("Eating, or not being able to stop moving"),
}
_ASK_THE_GP = msg("Talk over with the GP what fits. Until then: small, calm steps.")
# What is said to stop at and to see to the same day; 112 stands in it for what is acute.
_THE_SAME_DAY = msg(
    "Now, or new? Stop moving and call the GP the same day; call 112 when it is acute. Does the GP "
    "know already? Ask what fits; until then small, calm steps."
)
# What can be next after a "yes". It leads to somebody who knows, and shuts nobody out: a yes never
# blocks anything in Ministap.
NEXT_WORDS = {
    Topic.HEART: _ASK_THE_GP,
    Topic.CHEST_PAIN: _THE_SAME_DAY,
    Topic.FAINTING: _THE_SAME_DAY,
    Topic.BREATHLESS: _THE_SAME_DAY,
    Topic.PALPITATIONS: _THE_SAME_DAY,
    Topic.CONDITION: _ASK_THE_GP,
    Topic.MEDICINES: msg(
        "Ask the GP or the pharmacy what to look out for when moving. Until then: small, calm "
        "steps."
    ),
    Topic.BONES: msg(
        "Choose movements that do not hurt, and ask the GP or a physiotherapist what fits."
    ),
    Topic.SUPERVISED: msg(
        "Tune the steps with whoever supervises. Until then: what was agreed there already."
    ),
    Topic.WORSE_AFTER: msg(
        "Rather too little than too much: look for the right amount together with the GP or a "
        "specialist. Under Agreements you choose PEM or a cautious pace; it is not chosen by "
        "itself."
    ),
    Topic.EATING: msg(
        "Talk about it calmly, do not forbid moving, and look for help together with the GP. Keep "
        "the steps the same for now."
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about a safety topic; `words` can be there with a yes alone."""

    yes: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who gives care: "" is what nobody wrote down."""

    name: str = ""
    phone: str = ""

    @property
    def known(self) -> bool:
        """True when there is a name or a number."""
        return bool(self.name or self.phone)


@dataclass(frozen=True, slots=True)
class CareContact:
    """Who to talk to about somebody's health: the GP, and the mental health nurse (POH-GGZ)."""

    gp: Carer = Carer()
    nurse: Carer = Carer()

    @property
    def known(self) -> bool:
        """True when one of them is."""
        return self.gp.known or self.nurse.known


@dataclass(frozen=True, slots=True)
class Intake:
    """What was written down about the beginning; before that it is this dataclass without more.

    A day that is None is not known, or has not come. A topic that is not in `safety` was not talked
    about. `changed_by` is a name. `version` counts changes, 0 before the first.
    """

    referred_by: str = ""
    referred_on: date | None = None
    referral_reason: str = ""
    first_call_on: date | None = None
    first_meeting_on: date | None = None
    safety: Mapping[Topic, Answer] = field(default_factory=dict)
    care: CareContact = CareContact()
    changed_by: str = ""
    changed_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class IntakeDraft:
    """What stands on the form, before it is checked; of a topic None is no answer."""

    referred_by: str = ""
    referred_on: date | None = None
    referral_reason: str = ""
    first_call_on: date | None = None
    first_meeting_on: date | None = None
    safety: Mapping[Topic, tuple[bool | None, str]] = field(default_factory=dict)
    gp_name: str = ""
    gp_phone: str = ""
    nurse_name: str = ""
    nurse_phone: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Everything about how one client began.

    `first_step_on` is the first day on which a step was told as done, in any size; None while
    nobody told of one. `first_session_on` is the day of the first session the client came to; a
    session is no step.
    """

    intake: Intake = Intake()
    first_step_on: date | None = None
    first_session_on: date | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """One stage of a beginning.

    `reached` is True when its day is known or that of a later stage; a session the client came to
    was a meeting. `day` is None when it has not come, or is not known. `since` is the nearest stage
    before it whose day is known and not later, and `days` the days from there; both are None when
    there is none: what is unknown is no zero.
    """

    stage: Stage
    day: date | None
    reached: bool
    since: Stage | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """How long it took from one stage to another, over the `clients` of whom both days are known.

    `days` is the median; None below `LEAST_CLIENTS`.
    """

    since: Stage
    until: Stage
    days: float | None
    clients: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far the beginnings of so many clients came, and how long the parts took."""

    clients: int
    reached: Mapping[Stage, int]
    waits: tuple[Wait, ...]


def stages(of: Beginning) -> tuple[Passed, ...]:
    """Return the four stages in their order, with the day of each and the days in between.

    A meeting may come before the call: people walk in. Then its days count from the referral.
    """
    known = _days(of)
    signs = {**known, Stage.FIRST_MEETING: known[Stage.FIRST_MEETING] or of.first_session_on}
    order = list(Stage)
    found = []
    for place, stage in enumerate(order):
        on = known[stage]
        one = Passed(stage, on, reached=any(signs[later] for later in order[place:]))
        if on is not None:
            before = [e for e in order[:place] if (day := known[e]) is not None and day <= on]
            since = known[before[-1]] if before else None
            if since is not None:
                one = replace(one, since=before[-1], days=(on - since).days)
        found.append(one)
    return tuple(found)


def stage_now(of: Beginning) -> Stage | None:
    """Return the first stage that was not reached, None when all were."""
    return next((one.stage for one in stages(of) if not one.reached), None)


def whole_way(of: Beginning) -> int | None:
    """Return the days from the referral to the first step; None while one of them is not known.

    And when the step came first: then there was nothing to wait for.
    """
    return _between(of, Stage.REFERRAL, Stage.FIRST_STEP)


def funnel(many: Sequence[Beginning]) -> Funnel:
    """Return how many clients reached each stage, and the median days of each of `WAITS`.

    A wait counts for a client when both days are known and the second is not the earlier one.
    """
    passed = [stages(one) for one in many]
    return Funnel(
        clients=len(passed),
        reached={
            stage: sum(some[place].reached for some in passed) for place, stage in enumerate(Stage)
        },
        waits=tuple(_wait(many, since, until) for since, until in WAITS),
    )


def _wait(many: Sequence[Beginning], since: Stage, until: Stage) -> Wait:
    spans = [days for one in many if (days := _between(one, since, until)) is not None]
    enough = len(spans) >= LEAST_CLIENTS
    return Wait(since, until, float(median(spans)) if enough else None, len(spans))


def _between(of: Beginning, since: Stage, until: Stage) -> int | None:
    known = _days(of)
    begin, end = known[since], known[until]
    return (end - begin).days if begin is not None and end is not None and begin <= end else None


def _days(of: Beginning) -> dict[Stage, date | None]:
    return {
        Stage.REFERRAL: of.intake.referred_on,
        Stage.FIRST_CALL: of.intake.first_call_on,
        Stage.FIRST_MEETING: of.intake.first_meeting_on,
        Stage.FIRST_STEP: of.first_step_on,
    }


def check_intake(draft: IntakeDraft, *, today: date) -> tuple[Intake | None, tuple[Problem, ...]]:
    """Return the intake, or None and every problem with it.

    Nothing is required. A day lies between 2000 and today, and neither call nor meeting before the
    referral. Words about a topic are kept with a yes alone.
    """
    found: list[Problem] = []
    referred_by, problems = line(draft.referred_by, field="referred_by", limit=NAME_LIMIT)
    found.extend(problems)
    reason, problems = passage(draft.referral_reason, field="referral_reason", limit=REASON_LIMIT)
    found.extend(problems)
    for name in ("referred_on", "first_call_on", "first_meeting_on"):
        found.extend(_day_problems(name, getattr(draft, name), draft, today=today))
    safety = _answers(draft, found)
    care = CareContact(
        _carer("gp", draft.gp_name, draft.gp_phone, found),
        _carer("nurse", draft.nurse_name, draft.nurse_phone, found),
    )
    if found:
        return None, tuple(found)
    return (
        Intake(
            referred_by=referred_by,
            referred_on=draft.referred_on,
            referral_reason=reason,
            first_call_on=draft.first_call_on,
            first_meeting_on=draft.first_meeting_on,
            safety=safety,
            care=care,
        ),
        (),
    )


def same(one: Intake, other: Intake) -> bool:
    """True when two say the same, whoever changed them and when."""
    nobody = {"changed_by": "", "changed_at": None, "version": 0}
    return replace(one, **nobody) == replace(other, **nobody)  # type: ignore[arg-type]


def _day_problems(
    name: str, value: date | None, draft: IntakeDraft, *, today: date
) -> tuple[Problem, ...]:
    if value is None:
        return ()
    if value > today:
        return (Problem(name, msg("This day has not come yet.")),)
    if value.year < _FIRST_YEAR:
        return (Problem(name, msg("This is longer ago than Ministap keeps.")),)
    since = draft.referred_on
    # Only beside a referral that fits itself: one slip is one sentence.
    if since is not None and since.year >= _FIRST_YEAR and value < since <= today:
        return (Problem(name, msg("This lies before the referral.")),)
    return ()


def _answers(draft: IntakeDraft, found: list[Problem]) -> dict[Topic, Answer]:
    answers = {}
    for topic in Topic:
        yes, typed = draft.safety.get(topic, (None, ""))
        if yes is None:
            continue
        words = ""
        if yes:
            words, problems = passage(typed, field=f"words_{topic}", limit=TOPIC_LIMIT)
            found.extend(problems)
        answers[topic] = Answer(yes, words)
    return answers


def _carer(who: str, name: str, phone: str, found: list[Problem]) -> Carer:
    called, problems = line(name, field=f"{who}_name", limit=NAME_LIMIT)
    number, more = check_phone(phone, field=f"{who}_phone")
    found.extend((*problems, *more))
    return Carer(called, number)
