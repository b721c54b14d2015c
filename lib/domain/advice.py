"""The step suggestion: what a coach might talk about next, by rules in a fixed order.

It is for the coach, who decides together with the client. It never goes to a client, and it stands
on no paper.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from lib.domain.advice_settings import Parameters
from lib.domain.basis import Profile, Wish
from lib.domain.changes import above, below

# Twice as much may come out of a division a hair below two.
_HAIR = 1e-9


class Code(StrEnum):
    """What is suggested. A larger step may be, and never must be."""

    CONTACT_FIRST = "contact_first"
    NO_STEP_ADVICE = "no_step_advice"
    PAUSED = "paused"
    RESTART_SMALLER = "restart_smaller"
    RESTART_SAME = "restart_same"
    SMALLER = "smaller"
    SAME = "same"
    DIFFERENT = "different"
    LARGER_MAY = "larger_may"


# Where the suggestion stops: there is nothing to say about a step now.
STOPS = frozenset({Code.CONTACT_FIRST, Code.NO_STEP_ADVICE, Code.PAUSED})


class Why(StrEnum):
    """Why something is suggested; every suggestion has at least one."""

    CARE_SIGNAL = "care_signal"
    WORSE_AFTER_EFFORT = "worse_after_effort"
    RESTING = "resting"
    LONG_REST = "long_rest"
    SHORT_REST = "short_rest"
    WISH_SMALLER = "wish_smaller"
    WISH_SAME = "wish_same"
    WORSE_NEXT_DAY = "worse_next_day"
    TOO_FEW_WEEKS = "too_few_weeks"
    FEW_MOMENTS = "few_moments"
    HEAVY = "heavy"
    FEELS_LOW = "feels_low"
    MUCH_MORE = "much_more"
    DONE_AND_LIGHT = "done_and_light"
    NOT_MOST_MOMENTS = "not_most_moments"
    A_HARD_WEEK = "a_hard_week"
    TOO_FEW_RATINGS = "too_few_ratings"
    NOT_LIGHT_YET = "not_light_yet"
    CONFIDENCE_UNKNOWN = "confidence_unknown"
    CONFIDENCE_LOW = "confidence_low"
    LARGER_LATELY = "larger_lately"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True)
class Amount:
    """How much a step is: seconds of its ordinary size, on 1 to 7 days a week.

    Raises ValueError outside these bounds.
    """

    seconds: int
    per_week: int

    def __post_init__(self) -> None:
        if self.seconds <= 0 or not 1 <= self.per_week <= 7:
            raise ValueError("a step takes some seconds, on 1 to 7 days a week")


@dataclass(frozen=True, slots=True)
class WeekTold:
    """One evaluable week that is over and of which something was written down.

    `dose_raw` is minutes moved out of minutes agreed, not capped; None when it is not known.
    Raises ValueError for a week that asked nothing.
    """

    movement_days: int
    target_days: int
    dose_raw: float | None = None
    start: date | None = None

    def __post_init__(self) -> None:
        if self.target_days < 1:
            raise ValueError("an evaluable week asks at least one moment")

    @property
    def done(self) -> int:
        """The moments done, at most what was asked."""
        return min(self.movement_days, self.target_days)


@dataclass(frozen=True, slots=True)
class SessionTold:
    """What one session told: effort 0-10, feeling on the way -5 to +5, and the day after."""

    effort: int | None = None
    feeling: int | None = None
    next_day_worse: bool | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that the rules look at, for one step of a route.

    `weeks` in the order of time; `sessions` those of the last days, in any order. `ceiling` is the
    most for one day in seconds. None is "not known", and for `days_since_increase` "never", for
    `days_since_resume` "no rest before today".
    """

    current: Amount
    weeks: Sequence[WeekTold] = ()
    sessions: Sequence[SessionTold] = ()
    profile: Profile = Profile.STANDARD
    pem: bool = False
    safety_open: bool = False
    paused: bool = False
    days_since_resume: int | None = None
    pause_length_days: int = 0
    confidence: int | None = None
    days_since_increase: int | None = None
    wish: Wish | None = None
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the suggestion rests on, to be shown beside it.

    weeks            the last weeks looked at, in the order of time
    done, asked      moments done and asked in them, of each week at most what it asked
    of_100           done out of every hundred asked, rounded; None when nothing was asked
    effort, feeling  the middle (median) of the ratings, None without any; and how many there are
    worse            how often it was worse the day after
    """

    weeks: tuple[WeekTold, ...]
    done: int
    asked: int
    of_100: int | None
    effort: float | None
    effort_n: int
    feeling: float | None
    feeling_n: int
    worse: int
    confidence: int | None
    days_since_increase: int | None
    days_since_resume: int | None
    pause_length_days: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested, by which rule, why, and from which numbers.

    `to` is what the step would be: one rung or one day less, or the same as now; None when the
    suggestion stops, asks for something different, or offers `options`: what a larger step may be,
    each longer or on one day more, never both.
    """

    code: Code
    rule: int
    reasons: tuple[Why, ...]
    numbers: Numbers
    to: Amount | None = None
    options: tuple[Amount, ...] = ()


def suggest(inputs: Inputs, parameters: Parameters = Parameters()) -> Suggestion:  # noqa: B008
    """Return the suggestion of the first rule of `RULES` that matches; the last always does."""
    case = _Case(inputs, parameters, numbers(inputs, parameters))
    for rule in RULES:
        found = rule.decide(case)
        if found is not None:
            return _made(case, rule.number, *found)
    raise AssertionError("the last rule always matches")


def numbers(inputs: Inputs, parameters: Parameters) -> Numbers:
    """Return the numbers that the rules compare, from what is known about a step."""
    weeks = tuple(inputs.weeks)[-parameters.weeks :]
    done, asked = sum(week.done for week in weeks), sum(week.target_days for week in weeks)
    efforts = [one.effort for one in inputs.sessions if one.effort is not None]
    feelings = [one.feeling for one in inputs.sessions if one.feeling is not None]
    return Numbers(
        weeks=weeks,
        done=done,
        asked=asked,
        of_100=of_100(done, asked) if asked else None,
        effort=median(efforts) if efforts else None,
        effort_n=len(efforts),
        feeling=median(feelings) if feelings else None,
        feeling_n=len(feelings),
        worse=sum(one.next_day_worse is True for one in inputs.sessions),
        confidence=inputs.confidence,
        days_since_increase=inputs.days_since_increase,
        days_since_resume=inputs.days_since_resume,
        pause_length_days=inputs.pause_length_days,
    )


def of_100(done: int, asked: int) -> int:
    """Return how many out of every hundred, rounded: what is compared is what can be shown.

    So 2 of 3 is 67, and meets a limit of 67. `asked` is more than 0.
    """
    return (200 * done + asked) // (2 * asked)


def smaller(amount: Amount, rungs: Sequence[int]) -> Amount | None:
    """Return one rung down in minutes, at the lowest rung one day less; None at the smallest."""
    down = below(amount.seconds, rungs)
    if down is not None:
        return Amount(down, amount.per_week)
    return Amount(amount.seconds, amount.per_week - 1) if amount.per_week > 1 else None


def larger(amount: Amount, rungs: Sequence[int], ceiling: int | None = None) -> tuple[Amount, ...]:
    """Return one rung up in minutes and one day more, as two options; empty without room.

    A rung above the ceiling is no option, nor an eighth day.
    """
    up = above(amount.seconds, rungs)
    found = []
    if up is not None and (ceiling is None or up <= ceiling):
        found.append(Amount(up, amount.per_week))
    if amount.per_week < 7:
        found.append(Amount(amount.seconds, amount.per_week + 1))
    return tuple(found)


def first_minutes(possible: float, parameters: Parameters = Parameters()) -> int:  # noqa: B008
    """Return how many minutes a first step has in the cautious profile, at least 1.

    `possible` is what the client thinks is possible, in minutes; the step is a share of it
    (usually 0.6), rounded down.
    """
    return max(1, int(parameters.first_share * possible / 100 + _HAIR))


# -- the rules ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Case:
    inputs: Inputs
    parameters: Parameters
    numbers: Numbers

    @property
    def rungs(self) -> tuple[int, ...]:
        return self.parameters.rungs(self.inputs.profile)

    @property
    def enough_weeks(self) -> bool:
        return len(self.numbers.weeks) >= self.parameters.weeks


_Found = tuple[Code, tuple[Why, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: what must be so, in words and in code, and what is suggested then.

    `condition` names settings in braces. `codes` and `reasons` are all that it can give.
    """

    number: int
    condition: str
    codes: tuple[Code, ...]
    reasons: tuple[Why, ...]
    decide: Callable[[_Case], _Found | None]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that must be so before a larger step may be, and what is said when it is not."""

    condition: str
    reason: Why
    met: Callable[[_Case], bool]


def _when(holds: Callable[[_Case], bool], code: Code, why: Why) -> Callable[[_Case], _Found | None]:
    def decide(case: _Case) -> _Found | None:
        return (code, (why,)) if holds(case) else None

    return decide


def _smaller_when(holds: Callable[[_Case], bool], why: Why) -> Callable[[_Case], _Found | None]:
    """Decide for smaller; what is the smallest already asks for something different."""

    def decide(case: _Case) -> _Found | None:
        if not holds(case):
            return None
        possible = smaller(case.inputs.current, case.rungs) is not None
        return (Code.SMALLER if possible else Code.DIFFERENT), (why,)

    return decide


def _restart(case: _Case) -> _Found | None:
    since = case.inputs.days_since_resume
    if since is None or since > case.parameters.resume_days:
        return None
    if case.inputs.pause_length_days <= case.parameters.long_pause_days:
        return Code.RESTART_SAME, (Why.SHORT_REST,)
    if smaller(case.inputs.current, case.rungs) is None:
        return Code.RESTART_SAME, (Why.LONG_REST,)
    return Code.RESTART_SMALLER, (Why.LONG_REST,)


def _worse_too_often(case: _Case) -> bool:
    return case.numbers.worse >= case.parameters.worse(case.inputs.profile)


def _few_moments(case: _Case) -> bool:
    share = case.numbers.of_100
    return share is not None and share < case.parameters.smaller_below


def _heavy(case: _Case) -> bool:
    found, least = case.numbers, case.parameters
    return (
        found.effort is not None
        and found.effort_n >= least.ratings_from
        and found.effort >= least.effort_heavy
    )


def _feels_low(case: _Case) -> bool:
    found, least = case.numbers, case.parameters
    return (
        found.feeling is not None
        and found.feeling_n >= least.ratings_from
        and found.feeling < least.feeling_from
    )


def _much_more(case: _Case) -> bool:
    return all(
        week.dose_raw is not None and 100 * week.dose_raw >= case.parameters.dose_high - _HAIR
        for week in case.numbers.weeks
    )


def _larger_may(case: _Case) -> _Found | None:
    return None if _unmet(case) else (Code.LARGER_MAY, (Why.DONE_AND_LIGHT,))


def _unmet(case: _Case) -> tuple[Why, ...]:
    return tuple(need.reason for need in NEEDS if not need.met(case))


def _confident(case: _Case) -> bool:
    known = case.inputs.confidence
    return known is None or known >= case.parameters.confidence_from


def _long_enough_ago(case: _Case) -> bool:
    since = case.inputs.days_since_increase
    return since is None or since >= case.parameters.since_increase(case.inputs.profile)


NEEDS: tuple[Need, ...] = (
    Need(
        "at least {larger_from} of every 100 moments were done over all weeks",
        Why.NOT_MOST_MOMENTS,
        lambda case: (case.numbers.of_100 or 0) >= case.parameters.larger_from,
    ),
    Need(
        "at least {week_from} of every 100 in each week",
        Why.A_HARD_WEEK,
        lambda case: all(
            of_100(week.done, week.target_days) >= case.parameters.week_from
            for week in case.numbers.weeks
        ),
    ),
    Need(
        "there are at least {ratings_from} ratings of effort, or as many of the feeling on the way",
        Why.TOO_FEW_RATINGS,
        lambda case: (
            max(case.numbers.effort_n, case.numbers.feeling_n) >= case.parameters.ratings_from
        ),
    ),
    Need(
        "the median effort is at most {effort_light}, if there is one",
        Why.NOT_LIGHT_YET,
        lambda case: (
            case.numbers.effort is None or case.numbers.effort <= case.parameters.effort_light
        ),
    ),
    Need(
        "the median feeling on the way is at least {feeling_from}, if there is one",
        Why.FEELS_LOW,
        lambda case: (
            case.numbers.feeling is None or case.numbers.feeling >= case.parameters.feeling_from
        ),
    ),
    Need(
        "it was never worse the day after",
        Why.WORSE_NEXT_DAY,
        lambda case: case.numbers.worse == 0,
    ),
    Need(
        "confidence in the next step is known",
        Why.CONFIDENCE_UNKNOWN,
        lambda case: case.inputs.confidence is not None,
    ),
    Need(
        "and that confidence is at least {confidence_from}",
        Why.CONFIDENCE_LOW,
        _confident,
    ),
    Need(
        "the step was never made larger, or at least {increase_days} days ago "
        "(cautious: {increase_days_cautious})",
        Why.LARGER_LATELY,
        _long_enough_ago,
    ),
    Need(
        "the client does not wish to keep it the same",
        Why.WISH_SAME,
        lambda case: case.inputs.wish is not Wish.SAME,
    ),
    Need(
        "there is room: a next rung below the ceiling, or a day of the week",
        Why.NO_ROOM,
        lambda case: bool(larger(case.inputs.current, case.rungs, case.inputs.ceiling)),
    ),
)


RULES: tuple[Rule, ...] = (
    Rule(
        1,
        "a care signal is open",
        (Code.CONTACT_FIRST,),
        (Why.CARE_SIGNAL,),
        _when(lambda case: case.inputs.safety_open, Code.CONTACT_FIRST, Why.CARE_SIGNAL),
    ),
    Rule(
        2,
        "the client is worse for more than a day after effort (NICE NG206: to a specialist)",
        (Code.NO_STEP_ADVICE,),
        (Why.WORSE_AFTER_EFFORT,),
        _when(lambda case: case.inputs.pem, Code.NO_STEP_ADVICE, Why.WORSE_AFTER_EFFORT),
    ),
    Rule(
        3,
        "rest is agreed today",
        (Code.PAUSED,),
        (Why.RESTING,),
        _when(lambda case: case.inputs.paused, Code.PAUSED, Why.RESTING),
    ),
    Rule(
        4,
        "begun again at most {resume_days} days ago: smaller when the rest lasted more than "
        "{long_pause_days} days, else the same",
        (Code.RESTART_SMALLER, Code.RESTART_SAME),
        (Why.LONG_REST, Why.SHORT_REST),
        _restart,
    ),
    Rule(
        5,
        "the client wishes a smaller step",
        (Code.SMALLER, Code.DIFFERENT),
        (Why.WISH_SMALLER,),
        _smaller_when(lambda case: case.inputs.wish is Wish.SMALLER, Why.WISH_SMALLER),
    ),
    Rule(
        6,
        "worse the day after at least {worse_times} times (cautious: {worse_times_cautious})",
        (Code.SMALLER, Code.DIFFERENT),
        (Why.WORSE_NEXT_DAY,),
        _smaller_when(_worse_too_often, Why.WORSE_NEXT_DAY),
    ),
    Rule(
        7,
        "fewer than {weeks} evaluable weeks of which anything was written down",
        (Code.SAME,),
        (Why.TOO_FEW_WEEKS,),
        _when(lambda case: not case.enough_weeks, Code.SAME, Why.TOO_FEW_WEEKS),
    ),
    Rule(
        8,
        "fewer than {smaller_below} of every 100 moments were done in those weeks",
        (Code.SMALLER, Code.DIFFERENT),
        (Why.FEW_MOMENTS,),
        _smaller_when(_few_moments, Why.FEW_MOMENTS),
    ),
    Rule(
        9,
        "at least {ratings_from} ratings of effort, and their median is {effort_heavy} or more",
        (Code.SMALLER, Code.DIFFERENT),
        (Why.HEAVY,),
        _smaller_when(_heavy, Why.HEAVY),
    ),
    Rule(
        10,
        "at least {ratings_from} ratings of the feeling on the way, and their median is below "
        "{feeling_from}",
        (Code.SMALLER, Code.DIFFERENT),
        (Why.FEELS_LOW,),
        _smaller_when(_feels_low, Why.FEELS_LOW),
    ),
    Rule(
        11,
        "{dose_high} or more minutes for every 100 agreed, in each of those weeks",
        (Code.SAME,),
        (Why.MUCH_MORE,),
        _when(_much_more, Code.SAME, Why.MUCH_MORE),
    ),
    Rule(
        12,
        "all that a larger step needs (below)",
        (Code.LARGER_MAY,),
        (Why.DONE_AND_LIGHT,),
        _larger_may,
    ),
    Rule(
        13,
        "otherwise: the reasons are what a larger step still needs",
        (Code.SAME,),
        tuple(need.reason for need in NEEDS),
        lambda case: (Code.SAME, _unmet(case)),
    ),
)


def _made(case: _Case, rule: int, code: Code, reasons: tuple[Why, ...]) -> Suggestion:
    current = case.inputs.current
    to: Amount | None = None
    options: tuple[Amount, ...] = ()
    if code in (Code.SAME, Code.RESTART_SAME):
        to = current
    elif code in (Code.SMALLER, Code.RESTART_SMALLER):
        to = smaller(current, case.rungs)
    elif code is Code.LARGER_MAY:
        options = larger(current, case.rungs, case.inputs.ceiling)
    return Suggestion(code, rule, reasons, case.numbers, to, options)
