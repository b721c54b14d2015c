"""What is kept of a questionnaire, its course over time, and what a score is a reason for."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lib.domain.measurements import (
    ANSWER_WORDS,
    Answered,
    FilledIn,
    Filling,
    Talk,
    check_answers,
    course,
    offer_again_on,
    offered,
    talk,
)
from lib.domain.problems import Problem
from lib.domain.questionnaires import FORMS, Measure
from tests.cast import BEGAN, NOW, TODAY, later

WHO5, PHQ4, GAD7, PGIC = Measure


def filling(
    day: date, *answers: int | None, measure: Measure = WHO5, made_at: datetime = NOW
) -> Filling:
    told = Answered(measure, day, answers, FilledIn.PAPER)
    return Filling(f"{day}-{made_at}", told, "Ines Dragstra", made_at)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def checked(
    *answers: float | None, measure: Measure = WHO5, **changes: Any
) -> tuple[Answered | None, tuple[Problem, ...]]:
    about: dict[str, Any] = {
        "day": TODAY,
        "filled_in": "together",
        "since": BEGAN,
        "today": TODAY,
        **changes,
    }
    return check_answers(measure, answers, **about)


def test_what_is_answered_is_kept_and_an_open_answer_stays_open() -> None:
    told, problems = checked(3, None, 2, 0, 5)
    assert problems == ()
    assert told == Answered(WHO5, TODAY, (3, None, 2, 0, 5), FilledIn.TOGETHER)
    assert (told.score, told.n_open) == (None, 1)


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ((None,) * 5, ["item 1"]),
        ((3, 3, 3, 3), ["item 1"]),
        ((3, 6, 3, 3, -1), ["item 2", "item 5"]),
        ((3, float("nan"), 2.5, float("inf"), 1), ["item 2", "item 3", "item 4"]),
    ],
)
def test_an_answer_that_the_list_does_not_have_is_refused(
    answers: tuple[float | None, ...], fields: list[str]
) -> None:
    told, problems = checked(*answers)
    assert told is None
    assert [one.field for one in problems] == fields


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": None}, "day"),
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"day": BEGAN - timedelta(days=1)}, "day"),
        ({"filled_in": None}, "filled_in"),
        ({"filled_in": "phone"}, "filled_in"),
    ],
)
def test_a_day_outside_guidance_and_an_unknown_way_are_refused(
    changes: dict[str, object], field: str
) -> None:
    told, problems = checked(3, 3, 3, 3, 3, **changes)
    assert told is None
    assert [one.field for one in problems] == [field]


def test_the_first_day_of_guidance_and_today_are_fine() -> None:
    assert all(checked(2, 1, 1, 1, 1, day=day)[0] is not None for day in (BEGAN, TODAY))


@pytest.mark.parametrize("measure", Measure)
def test_every_answer_of_a_list_has_words_and_no_other_has(measure: Measure) -> None:
    form = FORMS[measure]
    assert sorted(ANSWER_WORDS[measure]) == list(range(form.lowest, form.highest + 1))


# -- over time --------------------------------------------------------------------------------


def test_a_course_goes_by_day_and_holds_the_latest_the_one_before_and_the_first() -> None:
    made = [filling(ago(days), 1, 1, 1, 1, value) for days, value in ((0, 4), (60, 1), (30, 2))]
    of = course([*made, filling(TODAY, 2, measure=PGIC)], WHO5)
    assert [one.day for one in of.times] == [ago(60), ago(30), TODAY]
    assert [one.score.value for one in (of.first, of.before, of.latest) if one] == [20, 24, 32]
    assert len(of.fillings) == 3


def test_with_two_scores_the_one_before_is_the_first_and_is_named_once() -> None:
    of = course([filling(ago(30), 1, 1, 1, 1, 1), filling(TODAY, 2, 2, 2, 2, 2)], WHO5)
    assert of.first is None
    assert of.before is not None
    assert course([], WHO5).latest is None


def test_a_filling_with_an_answer_open_has_no_score_until_that_day_is_filled_in_again() -> None:
    open_one = filling(ago(3), 2, 2, None, 2, 2)
    of = course([open_one], WHO5)
    assert (of.latest, of.without_score) == (None, (open_one,))
    again = filling(ago(3), 2, 2, 2, 2, 2, made_at=later(minutes=5))
    of = course([again, open_one], WHO5)
    assert of.without_score == ()
    assert [one.score.value for one in of.times] == [40]


def test_of_several_scores_of_one_day_the_last_one_made_counts() -> None:
    slip = filling(TODAY, 0, 0, 0, 0, 0)
    right = filling(TODAY, 5, 5, 5, 5, 5, made_at=later(minutes=1))
    assert [one.score.value for one in course([right, slip], WHO5).times] == [100]
    half = filling(TODAY, 5, None, 5, 5, 5, made_at=later(minutes=2))
    assert [one.score.value for one in course([half, right], WHO5).times] == [100]


# -- what it is a reason for ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "answers", "expected"),
    [
        (WHO5, (3, 3, 3, 3, 0), Talk.HOW_IT_GOES),  # 48
        (WHO5, (3, 3, 3, 3, 1), None),  # 52
        (PHQ4, (2, 1, 0, 0), Talk.WITH_DOCTOR),
        (PHQ4, (0, 0, 1, 2), Talk.WITH_DOCTOR),
        (PHQ4, (1, 1, 1, 1), None),  # 4 in all, and no half reaches 3
        (GAD7, (2, 2, 2, 2, 2, 0, 0), Talk.WITH_DOCTOR),
        (GAD7, (2, 2, 2, 2, 1, 0, 0), None),  # 9
        (GAD7, (3, 3, 3, 3, 3, 3, 3), Talk.WITH_DOCTOR),
        (PGIC, (7,), None),
    ],
)
def test_a_score_is_a_reason_to_talk_from_where_its_source_says(
    measure: Measure, answers: tuple[int, ...], expected: Talk | None
) -> None:
    latest = course([filling(TODAY, *answers, measure=measure)], measure).latest
    assert latest is not None
    assert talk(latest) is expected


def test_who5_can_be_offered_again_four_weeks_after_the_last_day() -> None:
    pgic = filling(TODAY, 2, measure=PGIC)
    assert offer_again_on([pgic]) is None
    made = [filling(ago(10), 1, 1, 1, 1, 1), filling(ago(40), 1, 1, 1, 1, 1), pgic]
    assert offer_again_on(made) == ago(10) + timedelta(days=28)


def test_a_team_uses_what_is_built_in_and_what_it_switched_on() -> None:
    assert offered({}) == (WHO5, PGIC)
    assert offered({"gad7": "on", "phq4": "off", "who5": "off"}) == (WHO5, GAD7, PGIC)
