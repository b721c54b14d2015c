"""Questionnaires as they were filled in: what is kept, and what stands beside a score.

No item of any list stands here or on a screen: the answers are in the order of the published list,
and the words for an answer are our own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lib.domain.people import Team
from lib.domain.problems import Problem
from lib.domain.questionnaires import FORMS, Band, Measure, Score, halves, score
from lib.domain.words import msg

MEASURE_WORDS = {
    Measure.WHO5: msg("WHO-5: well-being"),
    Measure.PHQ4: msg("PHQ-4: tension and low mood"),
    Measure.GAD7: msg("GAD-7: tension and worrying"),
    Measure.PGIC: msg("Compared with the beginning"),
}
# Of the rest a team decides itself whether it wants them: they ask about complaints.
BEHIND_A_SETTING = (Measure.PHQ4, Measure.GAD7)
ON, OFF = "on", "off"
# [CHOICE] WHO-5 asks about two weeks, so four weeks later it is about other days.
OFFER_AGAIN_AFTER = timedelta(weeks=4)

# In the order of the published list, so that a hand goes the same way on paper and on the screen.
_DAYS_WORDS = {
    0: msg("not at all"),
    1: msg("on a few days"),
    2: msg("on most days"),
    3: msg("almost every day"),
}
ANSWER_WORDS: Mapping[Measure, Mapping[int, str]] = {
    Measure.WHO5: {
        5: msg("always"),
        4: msg("mostly"),
        3: msg("more often yes"),
        2: msg("more often no"),
        1: msg("now and then"),
        0: msg("never"),
    },
    Measure.PHQ4: _DAYS_WORDS,
    Measure.GAD7: _DAYS_WORDS,
    Measure.PGIC: {
        1: msg("very much better"),
        2: msg("much better"),
        3: msg("a little better"),
        4: msg("the same"),
        5: msg("a little less good"),
        6: msg("much less good"),
        7: msg("very much less good"),
    },
}


class FilledIn(StrEnum):
    """How a questionnaire came in."""

    TOGETHER = "together"
    PAPER = "paper"


FILLED_IN_WORDS = {
    FilledIn.TOGETHER: msg("together, on the screen"),
    FilledIn.PAPER: msg("copied from paper"),
}


class Talk(StrEnum):
    """What a score is a reason for; never what somebody has."""

    HOW_IT_GOES = "how_it_goes"
    WITH_DOCTOR = "with_doctor"


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to one questionnaire on one day; None is an answer that is open."""

    measure: Measure
    day: date
    answers: tuple[int | None, ...]
    filled_in: FilledIn

    @property
    def score(self) -> Score | None:
        """The score, None when an answer is open."""
        return score(self.measure, self.answers)

    @property
    def n_open(self) -> int:
        """How many answers are open."""
        return self.answers.count(None)


@dataclass(frozen=True, slots=True)
class Filling:
    """One time that a questionnaire was filled in; `made_by` is a name."""

    id: str
    told: Answered
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Scored:
    """One day with a score, and the answers it is made of."""

    told: Answered
    score: Score

    @property
    def day(self) -> date:
        """The day it was filled in about."""
        return self.told.day


@dataclass(frozen=True, slots=True)
class Course:
    """One questionnaire over time.

    `times` are the days with a score, oldest first, and of several fillings of one day the last
    one with a score. `fillings` is everything that was filled in, oldest first.
    """

    measure: Measure
    times: tuple[Scored, ...]
    fillings: tuple[Filling, ...]

    @property
    def first(self) -> Scored | None:
        """The first score, when there is an earlier one than the latest two."""
        return self.times[0] if len(self.times) > 2 else None

    @property
    def before(self) -> Scored | None:
        """The score before the latest."""
        return self.times[-2] if len(self.times) > 1 else None

    @property
    def latest(self) -> Scored | None:
        """The latest score."""
        return self.times[-1] if self.times else None

    @property
    def without_score(self) -> tuple[Filling, ...]:
        """What was filled in with an answer open, on days that have no score."""
        scored = {one.day for one in self.times}
        return tuple(one for one in self.fillings if one.told.day not in scored)


@dataclass(frozen=True, slots=True)
class MeasureSetting:
    """Whether a team uses a questionnaire, and who chose that last; both None: nobody did."""

    measure: Measure
    is_on: bool
    changed_by: str | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TeamMeasures:
    """The questionnaires that a team may switch on, in the order of `BEHIND_A_SETTING`."""

    team: Team
    settings: tuple[MeasureSetting, ...]


def offered(chosen: Mapping[str, str]) -> tuple[Measure, ...]:
    """Return the questionnaires a team uses, by what it chose under the name of each.

    Those that are built in always, the others once they are switched on.
    """
    return tuple(
        one for one in Measure if one not in BEHIND_A_SETTING or chosen.get(one.value) == ON
    )


def check_answers(
    measure: Measure,
    answers: Sequence[float | None],
    *,
    day: date | None,
    filled_in: str | None,
    since: date,
    today: date,
) -> tuple[Answered | None, tuple[Problem, ...]]:
    """Return what is kept, or None and every problem.

    At least one answer, each one of the list; an open one stays open. The day lies from `since`
    through today. The problem of an answer has the field "item 1", "item 2" and so on.
    """
    form, found = FORMS[measure], []
    if len(answers) != form.items or all(one is None for one in answers):
        found.append(Problem("item 1", msg("Please choose one.")))
    possible = range(form.lowest, form.highest + 1)
    for number, one in enumerate(answers, 1):
        if one is not None and one not in possible:
            found.append(Problem(f"item {number}", msg("Please choose one.")))
    if filled_in not in set(FilledIn):
        found.append(Problem("filled_in", msg("Please choose one.")))
    if day is None:
        found.append(Problem("day", msg("Please fill this in.")))
    elif day > today:
        found.append(Problem("day", msg("This day has not come yet.")))
    elif day < since:
        found.append(Problem("day", msg("Guidance had not begun then.")))
    if found or day is None or filled_in is None:
        return None, tuple(found)
    kept = tuple(None if one is None else int(one) for one in answers)
    return Answered(measure, day, kept, FilledIn(filled_in)), ()


def course(fillings: Iterable[Filling], measure: Measure) -> Course:
    """Return one questionnaire over time, from fillings in any order."""
    these = sorted(
        (one for one in fillings if one.told.measure is measure),
        key=lambda one: (one.told.day, one.made_at),
    )
    days: dict[date, Scored] = {}
    for one in these:
        made = one.told.score
        if made is not None:
            days[one.told.day] = Scored(one.told, made)
    return Course(measure, tuple(days.values()), tuple(these))


def talk(of: Scored) -> Talk | None:
    """Return what a score is a reason for, None when it is none by itself.

    How it goes: WHO-5 of 50 or lower (Topp et al. 2015). With a doctor: a half of PHQ-4 of 3 or
    more (Kroenke et al. 2009), GAD-7 of 10 or more (Spitzer et al. 2006).
    """
    if of.score.measure is Measure.WHO5 and of.score.band is Band.LOW:
        return Talk.HOW_IT_GOES
    if of.score.measure is Measure.GAD7 and of.score.band in (Band.MODERATE, Band.SEVERE):
        return Talk.WITH_DOCTOR
    if of.score.measure is Measure.PHQ4:
        parts = halves(of.told.answers)
        if parts is not None and (parts.worry_positive or parts.low_mood_positive):
            return Talk.WITH_DOCTOR
    return None


def offer_again_on(fillings: Iterable[Filling]) -> date | None:
    """Return from which day WHO-5 can be offered again: four weeks after the last day it has.

    None while it was never filled in: then it can be offered on any day.
    """
    days = [one.told.day for one in fillings if one.told.measure is Measure.WHO5]
    return max(days) + OFFER_AGAIN_AFTER if days else None
