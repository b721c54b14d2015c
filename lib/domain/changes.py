"""The five changes of a step, one tap each in the talk: smaller, keep, larger, different, rest."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from lib.domain.participation import Week
from lib.domain.problems import Problem
from lib.domain.routes import (
    HOPE_LIMIT,
    MAX_PHASES,
    PHASE_LIMIT,
    Change,
    Proposer,
    Size,
    SizeOf,
    Step,
    Version,
)
from lib.domain.sessions import Barrier
from lib.domain.texts import line
from lib.domain.timeline import folded
from lib.domain.words import msg

# When client and coach look again, in days. Two weeks is long enough to try a step a few times,
# and short enough to change one that does not fit. [CHOICE]
LOOK_AGAIN = (7, 14, 28)
LOOK_AGAIN_USUAL = 14


# Rungs in minutes: from one minute up, in steps nobody notices. [CHOICE]
LADDER = (1, 2, 3, 4, 5, 7, 10, 12, 15, 20, 25, 30, 40, 45, 60)


class Larger(StrEnum):
    """How a step grows: longer, or on one day more, never both at once."""

    LONGER = "longer"
    OFTENER = "oftener"


@dataclass(frozen=True, slots=True)
class How:
    """How and what for a version is made, beside its steps.

    `about` is the key of the step it is about, None for the whole route. `phases` None leaves the
    phases as they were.
    """

    change: Change = Change.BUILT
    about: str | None = None
    hope: str = ""
    look_again_on: date | None = None
    phases: tuple[str, ...] | None = None
    phase: int | None = None
    goes_back_to: int | None = None


def check_how(
    how: How, *, today: date, steps: Iterable[Step]
) -> tuple[How | None, tuple[Problem, ...]]:
    """Return how a version is made with its words cleaned, or None and every problem.

    The day of looking again lies after today, within a year; a hope is one line.
    """
    found: list[Problem] = []
    hope, problems = line(how.hope, field="hope", limit=HOPE_LIMIT)
    found.extend(problems)
    again = how.look_again_on
    if again is not None and not today < again <= today + timedelta(days=366):
        found.append(Problem("look_again_on", msg("Choose a day after today, within a year.")))
    if how.about is not None and how.about not in {step.key for step in steps}:
        found.append(Problem("step", msg("This step is not on this client's route.")))
    phases = how.phases
    if phases is not None:
        names: list[str] = []
        for name in phases:
            cleaned, problems = line(name, field="phases", limit=PHASE_LIMIT, required=True)
            found.extend(problems)
            names.append(cleaned)
        if len(names) > MAX_PHASES:
            found.append(
                Problem("phases", msg("A route has at most {limit} phases."), {"limit": MAX_PHASES})
            )
        phases = tuple(names)
        if how.phase is not None and not 0 <= how.phase < len(phases):
            found.append(Problem("phases", msg("Please choose one.")))
    if found:
        return None, tuple(found)
    return replace(how, hope=hope, phases=phases), ()


def smaller(step: Step, ladder: Sequence[int]) -> Step | None:
    """Return a step one rung lower in minutes; at the lowest rung one day less.

    None when it is the smallest already, a minute on one day: then something different may fit.
    The other sizes follow where they must: mini is never more than ordinary, ample goes a rung
    down as well. Fixed days give way to any day when there is one less.
    """
    rung = below(step.ordinary.seconds, ladder)
    if rung is None:
        if step.per_week == 1:
            return None
        return replace(step, per_week=step.per_week - 1, days=())
    ample = max(rung, below(step.ample.seconds, ladder) or rung)
    return replace(
        step,
        mini=replace(step.mini, seconds=min(step.mini.seconds, rung)),
        ordinary=replace(step.ordinary, seconds=rung),
        ample=replace(step.ample, seconds=ample),
    )


def larger(step: Step, ladder: Sequence[int]) -> Mapping[Larger, Step]:
    """Return how a step could grow: one rung up in minutes, or one day more; never both.

    A rung above the ceiling is not offered, nor a day that a week does not have. Fixed days give
    way to any day when there is one more.
    """
    found: dict[Larger, Step] = {}
    rung = above(step.ordinary.seconds, ladder)
    if rung is not None and (step.ceiling is None or rung <= step.ceiling):
        found[Larger.LONGER] = replace(
            step,
            ordinary=replace(step.ordinary, seconds=rung),
            ample=replace(step.ample, seconds=max(rung, step.ample.seconds)),
        )
    if step.per_week < 7:
        found[Larger.OFTENER] = replace(step, per_week=step.per_week + 1, days=())
    return found


def below(seconds: int, ladder: Sequence[int]) -> int | None:
    """Return the next rung down in seconds, of a ladder in minutes; None at the lowest."""
    return max((one * 60 for one in ladder if one * 60 < seconds), default=None)


def above(seconds: int, ladder: Sequence[int]) -> int | None:
    """Return the next rung up in seconds, of a ladder in minutes; None at the highest."""
    return min((one * 60 for one in ladder if one * 60 > seconds), default=None)


def in_words(step: Step, texts: Mapping[Size, str]) -> Step:
    """Return the step with other words for its sizes; an empty one keeps its former words."""

    def said(size: Size) -> SizeOf:
        one = step.sizes[size]
        return SizeOf(texts.get(size, "").strip() or one.text, one.seconds)

    return replace(step, mini=said(Size.MINI), ordinary=said(Size.ORDINARY), ample=said(Size.AMPLE))


def smallest(steps: Sequence[Step]) -> Step | None:
    """Return the step to begin again with: that of the shortest mini, the first of several."""
    return min(steps, key=lambda step: step.mini.seconds, default=None)


# -- what made it hard ----------------------------------------------------------------------

# What a barrier may ask for. An option for the talk, never more: each person is different.
# [CHOICE] after the barriers coaches named; "too far" asks for less, "on my own" for company.
FITTING: Mapping[Barrier, tuple[Change, str]] = {
    Barrier.TOO_FAR: (Change.SMALLER, msg("A shorter way may fit better.")),
    Barrier.TIRED: (Change.SMALLER, msg("Less may be enough for now.")),
    Barrier.GLOOMY: (Change.SMALLER, msg("A step as small as putting on a coat may fit better.")),
    Barrier.FULL_HEAD: (Change.SMALLER, msg("Less to think about may help: one small thing.")),
    Barrier.NO_TIME: (Change.SMALLER, msg("A minute may fit where five do not.")),
    Barrier.TENSE: (Change.DIFFERENT, msg("A quieter place or moment may fit better.")),
    Barrier.WEATHER: (Change.DIFFERENT, msg("A step indoors may stand ready for such days.")),
    Barrier.ON_MY_OWN: (Change.DIFFERENT, msg("Together with someone may be easier.")),
    Barrier.NOT_THOUGHT_OF: (
        Change.DIFFERENT,
        msg("A fixed moment may help: “when I have had my coffee, then …”."),
    ),
    Barrier.PAIN: (Change.REST, msg("Rest may be wiser now. New pain is something for the GP.")),
}
# Beginnings of words a client may use, without accents and capitals; a space ends a whole word.
_OWN_WORDS: tuple[tuple[Barrier, tuple[str, ...]], ...] = (
    (Barrier.TOO_FAR, ("te ver", "te lang", "te veel", "te zwaar", "te groot", "too far")),
    (Barrier.ON_MY_OWN, ("alleen", "in mijn eentje", "eng ", "on my own")),
    (Barrier.WEATHER, ("regen", "koud ", "storm", "warm ", "nat ", "glad ", "rain")),
    (Barrier.NOT_THOUGHT_OF, ("vergeten", "niet aan gedacht", "forgot")),
    (Barrier.NO_TIME, ("geen tijd", "druk ", "werk ", "no time")),
    (Barrier.PAIN, ("pijn", "last van", "pain")),
    (Barrier.TIRED, ("moe ", "uitgeput", "tired")),
    (Barrier.TENSE, ("spanning", "gespannen", "paniek", "bang ", "drukte", "tense")),
)


def fitting(barriers: Iterable[str]) -> dict[Change, list[str]]:
    """Return kinds of change that what was hard may ask for, each with its reasons to offer it.

    A barrier is one of the words of the form, or the client's own: of these the beginnings of
    words are looked at. What nothing is known about suggests nothing.
    """
    found: dict[Change, list[str]] = {}
    for told in barriers:
        barrier = _known(told)
        if barrier is None:
            continue
        change, reason = FITTING[barrier]
        reasons = found.setdefault(change, [])
        if reason not in reasons:
            reasons.append(reason)
    return found


def _known(told: str) -> Barrier | None:
    if told in set(Barrier):
        return Barrier(told)
    words = f" {' '.join(re.findall(r'[a-z0-9]+', folded(told)))} "
    return next(
        (
            barrier
            for barrier, beginnings in _OWN_WORDS
            if any(f" {one}" in words for one in beginnings)
        ),
        None,
    )


# -- the story ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Story:
    """How often a route was adjusted since its first version, and by whom it was proposed.

    Looking for another phase, agreeing on rest and keeping it are adjustments too: all were
    talked about.
    """

    adjustments: int
    by_client: int
    by_coach: int
    together: int


def story(versions: Sequence[Version]) -> Story:
    """Return the count of adjustments after the first version, and whose idea they were."""
    later = sorted(versions, key=lambda version: version.number)[1:]

    def of(proposer: Proposer) -> int:
        return sum(version.proposed_by is proposer for version in later)

    return Story(len(later), of(Proposer.CLIENT), of(Proposer.COACH), of(Proposer.TOGETHER))


# A look-back tells as many weeks before a change as a summary does. [CHOICE]
WEEKS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Around:
    """Moments done and asked around a change: in whole weeks before it, and since.

    None where there is no evaluable week. A week in which the change was made belongs to neither.
    `unknown_before` and `unknown_since` are how many of those weeks nothing at all is known of: in
    the moments they count as none done. It tells what happened, not what the change did.
    """

    before: tuple[int, int] | None
    since: tuple[int, int] | None
    weeks_before: int
    weeks_since: int
    unknown_before: int = 0
    unknown_since: int = 0


def around(weeks: Iterable[Week], version: Version) -> Around:
    """Return the moments of the last evaluable weeks before a version, and of those since."""
    told = sorted((week for week in weeks if week.evaluable), key=lambda week: week.start)
    before = [w for w in told if w.start + timedelta(days=6) < version.valid_from][-WEEKS_BEFORE:]
    since = [w for w in told if w.start >= version.valid_from]
    return Around(
        before=_moments(before),
        since=_moments(since),
        weeks_before=len(before),
        weeks_since=len(since),
        unknown_before=sum(not week.logged for week in before),
        unknown_since=sum(not week.logged for week in since),
    )


def _moments(weeks: Sequence[Week]) -> tuple[int, int] | None:
    if not weeks:
        return None
    return sum(week.done for week in weeks), sum(week.target_days for week in weeks)
