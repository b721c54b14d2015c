"""Questions for a lead: their words, the day to talk, and the order they stand in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lib.domain.questions import (
    ANSWER_LIMIT,
    MOST_OPEN,
    WORDS_LIMIT,
    Question,
    TeamQuestion,
    When,
    by_day,
    check_answer,
    check_question,
    check_room,
    check_talk_on,
    when,
)
from tests.cast import NOW, TODAY, later

# The cast lives on a Wednesday.
SUNDAY = TODAY + timedelta(days=4)
ONE = Question("1", "bob", "hoe nu?", "Ines", NOW, 1)


def of_team(question: Question) -> TeamQuestion:
    return TeamQuestion(question, "Bob", "Ines", "Noord")


def answered(question: Question, **span: float) -> Question:
    return replace(question, answer="zo", answered_by="Lea", answered_at=later(**span))


def test_the_lines_of_a_question_stay_and_what_is_around_it_goes() -> None:
    assert check_question("  een\n\ntwee ") == ("een\n\ntwee", ())
    assert check_answer(" zo ") == ("zo", ())


@pytest.mark.parametrize("words", [None, "", "  \n", "\u200b"])
def test_a_question_and_an_answer_need_words(words: str | None) -> None:
    for check, field in ((check_question, "words"), (check_answer, "answer")):
        cleaned, problems = check(words)
        assert cleaned is None
        assert [one.field for one in problems] == [field]


def test_a_question_and_an_answer_have_a_length_at_most() -> None:
    assert check_question("x" * WORDS_LIMIT)[1] == ()
    assert check_question("x" * (WORDS_LIMIT + 1))[0] is None
    assert check_answer("x" * ANSWER_LIMIT)[1] == ()
    assert check_answer("x" * (ANSWER_LIMIT + 1))[0] is None


def test_there_is_room_for_so_many_open_questions_about_one_client() -> None:
    assert check_room(MOST_OPEN - 1) == ()
    assert [one.field for one in check_room(MOST_OPEN)] == ["words"]


def test_a_day_to_talk_is_today_or_within_a_year() -> None:
    for day in (None, TODAY, TODAY + timedelta(days=366)):
        assert check_talk_on(day, today=TODAY) == ()
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=367)):
        assert [one.field for one in check_talk_on(day, today=TODAY)] == ["talk_on"]


@pytest.mark.parametrize(
    ("talk_on", "expected"),
    [
        (None, When.NO_DAY),
        (TODAY - timedelta(days=1), When.BEFORE),
        (TODAY, When.TODAY),
        (SUNDAY, When.THIS_WEEK),
        (SUNDAY + timedelta(days=1), When.LATER),
    ],
)
def test_an_open_question_stands_by_its_day(talk_on: date | None, expected: When) -> None:
    assert when(replace(ONE, talk_on=talk_on), today=TODAY) is expected


def test_on_sunday_tomorrow_is_later() -> None:
    tomorrow = replace(ONE, talk_on=SUNDAY + timedelta(days=1))
    assert when(tomorrow, today=SUNDAY) is When.LATER
    assert when(tomorrow, today=SUNDAY + timedelta(days=1)) is When.TODAY


def test_an_answered_question_stands_by_a_day_to_come_and_else_apart() -> None:
    told = answered(ONE)
    assert when(told, today=TODAY) is When.ANSWERED
    assert when(replace(told, talk_on=TODAY), today=TODAY) is When.TODAY
    assert when(replace(told, talk_on=TODAY - timedelta(days=1)), today=TODAY) is When.ANSWERED


def test_the_agenda_goes_by_day_and_then_by_age() -> None:
    young = replace(ONE, id="young", asked_at=later(hours=1), talk_on=TODAY)
    old = replace(ONE, id="old", talk_on=TODAY)
    far = replace(ONE, id="far", asked_at=later(days=-9), talk_on=SUNDAY)
    first = answered(replace(ONE, id="first"), minutes=1)
    last = answered(replace(ONE, id="last"), minutes=2)
    found = by_day(map(of_team, (first, far, young, old, last)), today=TODAY)
    assert {kind: [one.question.id for one in some] for kind, some in found.items()} == {
        When.TODAY: ["old", "young"],
        When.THIS_WEEK: ["far"],
        When.ANSWERED: ["last", "first"],
    }
    assert list(found) == [When.TODAY, When.THIS_WEEK, When.ANSWERED]
