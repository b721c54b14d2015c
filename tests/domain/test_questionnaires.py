"""Scores of questionnaires, what counts as a clear difference, and no score with a gap."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.questionnaires import (
    FORMS,
    Band,
    Difference,
    Measure,
    Norm,
    Score,
    difference,
    halves,
    reliable_change,
    score,
)

FOLDER = Path(__file__).parent / "cases"
CASES = json.loads((FOLDER / "questionnaires.json").read_text("utf-8"))["cases"]
CLEARLY_HIGHER, CLEARLY_LOWER, NO_CLEAR_DIFFERENCE = Difference


def known(measure: Measure, *answers: int) -> Score:
    found = score(measure, answers)
    assert found is not None
    return found


def summing(measure: Measure, total: int) -> Score:
    """A score with this sum of answers, filled from the first item on."""
    form = FORMS[measure]
    answers = []
    for _ in range(form.items):
        answers.append(min(form.highest, total))
        total -= answers[-1]
    return known(measure, *answers)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['measure']}-{case['answers']}")
def test_the_score_of_a_worked_case_is_those_numbers(case: dict[str, Any]) -> None:
    measure, expected = Measure(case["measure"]), dict(case["expected"])
    found = known(measure, *case["answers"])
    assert (found.raw, found.value) == (expected.pop("raw"), expected.pop("value"))
    if "band" in expected:
        assert found.band == expected.pop("band")
    if expected:
        parts = halves(case["answers"])
        assert {name: getattr(parts, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("measure", "total", "band"),
    [
        (Measure.WHO5, 12, Band.LOW),  # 48
        (Measure.WHO5, 13, Band.NOT_LOW),  # 52
        (Measure.PHQ4, 2, Band.NONE),
        (Measure.PHQ4, 3, Band.MILD),
        (Measure.PHQ4, 5, Band.MILD),
        (Measure.PHQ4, 6, Band.MODERATE),
        (Measure.PHQ4, 8, Band.MODERATE),
        (Measure.PHQ4, 9, Band.SEVERE),
        (Measure.GAD7, 4, Band.MINIMAL),
        (Measure.GAD7, 5, Band.MILD),
        (Measure.GAD7, 9, Band.MILD),
        (Measure.GAD7, 10, Band.MODERATE),
        (Measure.GAD7, 14, Band.MODERATE),
        (Measure.GAD7, 15, Band.SEVERE),
        (Measure.PGIC, 1, Band.MUCH_IMPROVED),
        (Measure.PGIC, 2, Band.MUCH_IMPROVED),
        (Measure.PGIC, 3, Band.NOT_MUCH_IMPROVED),
        (Measure.PGIC, 7, Band.NOT_MUCH_IMPROVED),
    ],
)
def test_a_band_begins_where_its_source_says(measure: Measure, total: int, band: Band) -> None:
    assert summing(measure, total).band is band


@pytest.mark.parametrize(
    ("measure", "lowest", "highest"),
    [
        (Measure.WHO5, 0, 100),
        (Measure.PHQ4, 0, 12),
        (Measure.GAD7, 0, 21),
        (Measure.PGIC, 1, 7),
    ],
)
def test_a_score_runs_from_its_lowest_through_its_highest(
    measure: Measure, lowest: int, highest: int
) -> None:
    form = FORMS[measure]
    assert known(measure, *[form.lowest] * form.items).value == lowest
    assert known(measure, *[form.highest] * form.items).value == highest


@pytest.mark.parametrize("measure", list(Measure))
def test_a_missing_answer_is_no_score_and_is_never_filled_in(measure: Measure) -> None:
    form = FORMS[measure]
    for missing in range(form.items):
        answers: list[int | None] = [form.highest] * form.items
        answers[missing] = None
        assert score(measure, answers) is None
        if measure is Measure.PHQ4:
            assert halves(answers) is None


@pytest.mark.parametrize("measure", list(Measure))
def test_answers_that_the_list_does_not_have_are_refused(measure: Measure) -> None:
    form = FORMS[measure]
    for wrong in (form.lowest - 1, form.highest + 1):
        with pytest.raises(ValueError, match="answer of the list"):
            score(measure, [wrong] + [form.lowest] * (form.items - 1))
    for items in (form.items - 1, form.items + 1):
        with pytest.raises(ValueError, match="one answer for each item"):
            score(measure, [form.lowest] * items)


@pytest.mark.parametrize(
    ("answers", "worry", "low_mood"),
    [((1, 1, 1, 1), False, False), ((2, 1, 0, 2), True, False), ((0, 2, 2, 1), False, True)],
)
def test_a_half_of_phq4_is_positive_from_three(
    answers: tuple[int, ...], worry: bool, low_mood: bool
) -> None:
    found = halves(answers)
    assert found is not None
    assert (found.worry_positive, found.low_mood_positive) == (worry, low_mood)


def test_an_impossible_answer_is_refused_although_another_is_missing() -> None:
    with pytest.raises(ValueError, match="answer of the list"):
        halves([4, None, 0, 0])


@pytest.mark.parametrize(
    ("measure", "earlier", "later", "called"),
    [
        (Measure.WHO5, 10, 12, NO_CLEAR_DIFFERENCE),  # 8 points
        (Measure.WHO5, 10, 13, CLEARLY_HIGHER),  # 12 points
        (Measure.WHO5, 13, 10, CLEARLY_LOWER),
        (Measure.PHQ4, 4, 6, NO_CLEAR_DIFFERENCE),
        (Measure.PHQ4, 4, 7, CLEARLY_HIGHER),
        (Measure.PHQ4, 7, 4, CLEARLY_LOWER),
        (Measure.GAD7, 5, 8, NO_CLEAR_DIFFERENCE),
        (Measure.GAD7, 5, 9, CLEARLY_HIGHER),
        (Measure.GAD7, 9, 5, CLEARLY_LOWER),
        (Measure.GAD7, 9, 9, NO_CLEAR_DIFFERENCE),
    ],
)
def test_a_difference_is_called_clear_only_at_its_threshold(
    measure: Measure, earlier: int, later: int, called: Difference
) -> None:
    assert difference(summing(measure, earlier), summing(measure, later)) is called


def test_without_two_scores_there_is_no_difference() -> None:
    one, norm = summing(Measure.WHO5, 10), Norm(20, 0.8, "a paper")
    assert difference(None, one) is difference(one, None) is None
    assert reliable_change(None, one, norm) is reliable_change(one, None, norm) is None


def test_two_questionnaires_are_not_compared_nor_is_a_change_with_a_change() -> None:
    norm = Norm(4, 0.8, "a paper")
    phq, gad, pgic = (summing(m, 3) for m in (Measure.PHQ4, Measure.GAD7, Measure.PGIC))
    for pair in ((phq, gad), (pgic, pgic)):
        with pytest.raises(ValueError, match="compared"):
            difference(*pair)
        with pytest.raises(ValueError, match="compared"):
            reliable_change(*pair, norm)


def test_a_change_is_reliable_when_it_is_larger_than_measuring_twice_brings() -> None:
    # SD 5 and r 0.8: the difference of two measurements has a standard error of 3.1623.
    norm = Norm(5, 0.8, "a paper")
    six = reliable_change(summing(Measure.GAD7, 4), summing(Measure.GAD7, 10), norm)
    seven = reliable_change(summing(Measure.GAD7, 11), summing(Measure.GAD7, 4), norm)
    assert six is not None
    assert seven is not None
    assert six.value == pytest.approx(6 / math.sqrt(10))
    assert seven.value == pytest.approx(-7 / math.sqrt(10))
    assert (six.is_reliable, seven.is_reliable) == (False, True)
    assert six.norm.source == "a paper"


def test_without_any_reliability_chance_alone_is_larger() -> None:
    found = reliable_change(
        summing(Measure.GAD7, 4), summing(Measure.GAD7, 5), Norm(0.5, 0, "a paper")
    )
    assert found is not None
    assert found.value == pytest.approx(math.sqrt(2))


def test_a_norm_without_its_source_or_outside_its_bounds_is_refused() -> None:
    for deviation, reliability, source in (
        (0, 0.8, "a paper"),
        (float("inf"), 0.8, "a paper"),
        (5, 1, "a paper"),
        (5, -0.1, "a paper"),
        (5, 0.8, " "),
    ):
        with pytest.raises(ValueError, match=r"deviation|reliability|source"):
            Norm(deviation, reliability, source)


def test_every_form_names_its_source() -> None:
    assert set(FORMS) == set(Measure)
    assert all(form.source for form in FORMS.values())


def test_a_clear_difference_names_its_source_or_is_a_choice_of_ours() -> None:
    named = {measure for measure, form in FORMS.items() if form.clear_source}
    assert named == {Measure.WHO5, Measure.GAD7}


@settings(max_examples=80, deadline=None)
@given(st.sampled_from([Measure.WHO5, Measure.PHQ4, Measure.GAD7]), st.data())
def test_one_point_more_on_any_item_is_the_same_step_up_and_order_never_matters(
    measure: Measure, data: st.DataObject
) -> None:
    form = FORMS[measure]
    answers = data.draw(
        st.lists(
            st.integers(form.lowest, form.highest - 1), min_size=form.items, max_size=form.items
        )
    )
    item = data.draw(st.integers(0, form.items - 1))
    more = [each + (n == item) for n, each in enumerate(answers)]
    found = known(measure, *answers)
    assert known(measure, *more).value == found.value + form.points
    assert known(measure, *data.draw(st.permutations(answers))) == found
    assert difference(found, known(measure, *more)) is NO_CLEAR_DIFFERENCE
