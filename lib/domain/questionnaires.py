"""Scores of WHO-5, PHQ-4, GAD-7 and PGIC, and when a difference is clear.

No item of any questionnaire stands here: answers come in the order of the published list. A score
never diagnoses and never enters a step suggestion.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """A questionnaire."""

    WHO5 = "who5"
    PHQ4 = "phq4"
    GAD7 = "gad7"
    PGIC = "pgic"


class Band(StrEnum):
    """Where a score lies, in the words of the source of that questionnaire."""

    LOW = "low"
    NOT_LOW = "not_low"
    NONE = "none"
    MINIMAL = "minimal"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    MUCH_IMPROVED = "much_improved"
    NOT_MUCH_IMPROVED = "not_much_improved"


class Difference(StrEnum):
    """How two scores differ. Higher is better for WHO-5, and heavier for PHQ-4 and GAD-7."""

    CLEARLY_HIGHER = "clearly_higher"
    CLEARLY_LOWER = "clearly_lower"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"


@dataclass(frozen=True, slots=True)
class Form:
    """How a questionnaire is scored.

    items         how many answers
    lowest, highest  each answer is a whole number from the one through the other
    points        what one answer point adds to the score
    bands         from which score each band begins, lowest first
    clear_from    a difference of so many score points is clear; None where scores are not compared
    source        where the scoring and the bands come from
    clear_source  where `clear_from` comes from; "" for a choice of ours, and without one
    """

    items: int
    lowest: int
    highest: int
    points: int
    bands: tuple[tuple[int, Band], ...]
    clear_from: int | None
    source: str
    clear_source: str = ""


FORMS = {
    # 50 or lower is low, so that the band above begins at 51; scores go by four.
    Measure.WHO5: Form(
        items=5,
        lowest=0,
        highest=5,
        points=4,
        bands=((0, Band.LOW), (51, Band.NOT_LOW)),
        clear_from=10,
        source="Topp et al. 2015",
        clear_source="Topp et al. 2015",
    ),
    Measure.PHQ4: Form(
        items=4,
        lowest=0,
        highest=3,
        points=1,
        bands=((0, Band.NONE), (3, Band.MILD), (6, Band.MODERATE), (9, Band.SEVERE)),
        # [CHOICE] No source names a clear difference; three points is one band.
        clear_from=3,
        source="Kroenke et al. 2009",
    ),
    Measure.GAD7: Form(
        items=7,
        lowest=0,
        highest=3,
        points=1,
        bands=((0, Band.MINIMAL), (5, Band.MILD), (10, Band.MODERATE), (15, Band.SEVERE)),
        clear_from=4,
        source="Spitzer et al. 2006",
        clear_source="Toussaint et al. 2020",
    ),
    # One answer about the whole time of guidance: it is a change already, and is not compared.
    Measure.PGIC: Form(
        items=1,
        lowest=1,
        highest=7,
        points=1,
        bands=((1, Band.MUCH_IMPROVED), (3, Band.NOT_MUCH_IMPROVED)),
        clear_from=None,
        source="Guy 1976",
    ),
}
# Both halves of PHQ-4, two items each: worry first, then low mood. Kroenke et al. 2009.
POSITIVE_FROM = 3
# Larger than what measuring twice brings about by chance in 95 %. Jacobson and Truax 1991.
RELIABLE_FROM = 1.96


@dataclass(frozen=True, slots=True)
class Score:
    """A score of one time: `raw` is the sum of the answers, `value` what is shown and compared."""

    measure: Measure
    raw: int
    value: int
    band: Band


@dataclass(frozen=True, slots=True)
class Halves:
    """The two halves of PHQ-4, each 0-6: `worry` is GAD-2, `low_mood` is PHQ-2."""

    worry: int
    low_mood: int

    @property
    def worry_positive(self) -> bool:
        """True from 3 points."""
        return self.worry >= POSITIVE_FROM

    @property
    def low_mood_positive(self) -> bool:
        """True from 3 points."""
        return self.low_mood >= POSITIVE_FROM


@dataclass(frozen=True, slots=True)
class Norm:
    """What is known of a questionnaire in a group of people, and who published it.

    `deviation` is the standard deviation of scores, more than 0; `reliability` r, from 0 up to but
    not 1; `source` is shown beside every change that is judged by it. Raises ValueError outside
    these bounds and without a source.
    """

    deviation: float
    reliability: float
    source: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.deviation) and self.deviation > 0):
            raise ValueError("a standard deviation is more than 0")
        if not 0 <= self.reliability < 1:
            raise ValueError("a reliability lies from 0 up to 1")
        if not self.source.strip():
            raise ValueError("a norm without its source cannot be checked")


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """A change against what measuring twice brings about by itself: `value` is RC, without unit."""

    value: float
    norm: Norm

    @property
    def is_reliable(self) -> bool:
        """True when it is larger than 1.96 either way."""
        return abs(self.value) > RELIABLE_FROM


def score(measure: Measure, answers: Sequence[int | None]) -> Score | None:
    """Return the score, or None when an answer is missing: nothing is filled in for anyone.

    WHO-5 is the sum x 4, 0-100; PHQ-4 the sum, 0-12; GAD-7 the sum, 0-21; PGIC the answer, 1-7.
    Sources in `FORMS`. Raises ValueError for another number of answers than items, and for an
    answer that the list does not have.
    """
    form = FORMS[measure]
    given = _given(form, answers)
    if given is None:
        return None
    raw = sum(given)
    value = raw * form.points
    band = [band for begins, band in form.bands if value >= begins][-1]
    return Score(measure, raw, value, band)


def halves(answers: Sequence[int | None]) -> Halves | None:
    """Return both halves of PHQ-4, or None when an answer is missing. Raises as `score` does."""
    given = _given(FORMS[Measure.PHQ4], answers)
    return None if given is None else Halves(sum(given[:2]), sum(given[2:]))


def difference(earlier: Score | None, later: Score | None) -> Difference | None:
    """Return how the later score differs, or None when either is missing.

    It is clear from 10 points of WHO-5, 3 of PHQ-4 and 4 of GAD-7. Raises ValueError for scores of
    two questionnaires, and for PGIC, which is a change itself.
    """
    if earlier is None or later is None:
        return None
    change, clear_from = _compared(earlier, later)
    if abs(change) < clear_from:
        return Difference.NO_CLEAR_DIFFERENCE
    return Difference.CLEARLY_HIGHER if change > 0 else Difference.CLEARLY_LOWER


def reliable_change(
    earlier: Score | None, later: Score | None, norm: Norm
) -> ReliableChange | None:
    """Return RC = (later - earlier) / (sqrt(2) x SD x sqrt(1 - r)), or None when either is missing.

    `norm` is in points of the score, and comes along to be shown. Source: Jacobson and Truax 1991.
    Raises as `difference` does.
    """
    if earlier is None or later is None:
        return None
    change, _ = _compared(earlier, later)
    error = math.sqrt(2) * norm.deviation * math.sqrt(1 - norm.reliability)
    return ReliableChange(change / error, norm)


def _compared(earlier: Score, later: Score) -> tuple[int, int]:
    """The change in points, and from how many points it is clear."""
    clear_from = FORMS[earlier.measure].clear_from
    if earlier.measure is not later.measure or clear_from is None:
        raise ValueError("these scores cannot be compared")
    return later.value - earlier.value, clear_from


def _given(form: Form, answers: Sequence[int | None]) -> list[int] | None:
    """The answers, or None when one is missing; what is no answer is refused all the same."""
    if len(answers) != form.items:
        raise ValueError("there is one answer for each item")
    given = [one for one in answers if one is not None]
    if any(one != int(one) or not form.lowest <= one <= form.highest for one in given):
        raise ValueError("this is not an answer of the list")
    return given if len(given) == form.items else None
