"""Personal goals: words of their own, at most three, and a number for a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lib.domain.goals import (
    MOST_STANDING,
    WORDS_LIMIT,
    Goal,
    Score,
    check_goal,
    check_room,
    check_score,
    last_told,
    standing,
)

TODAY, BEGAN = date(2026, 3, 18), date(2026, 1, 5)


def goal(name: str, *, ended_on: date | None = None, scores: tuple[Score, ...] = ()) -> Goal:
    moment = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
    return Goal(name, name, BEGAN, ended_on, scores, "Ines Dragstra", moment, 1)


def test_a_goal_is_a_line_of_words() -> None:
    assert check_goal("  op de fiets\nnaar de markt\u200b ") == ("op de fiets naar de markt", ())
    assert check_goal("a" * WORDS_LIMIT)[1] == ()


@pytest.mark.parametrize("words", [None, "", " \n ", "\u200b", "a" * (WORDS_LIMIT + 1)])
def test_a_goal_without_words_or_with_too_many_is_asked_again(words: str | None) -> None:
    found, problems = check_goal(words)
    assert found is None
    assert [problem.field for problem in problems] == ["words"]


def test_there_is_room_for_three() -> None:
    assert MOST_STANDING == 3
    assert [bool(check_room(number)) for number in range(5)] == [False, False, False, True, True]


@pytest.mark.parametrize("value", range(11))
def test_a_number_from_zero_to_ten_fits(value: int) -> None:
    assert check_score(value, TODAY, since=BEGAN, today=TODAY) == (Score(TODAY, value), ())


@pytest.mark.parametrize("value", [None, -1, 11, 4.5, float("nan")])
def test_any_other_number_is_asked_again(value: float | None) -> None:
    found, problems = check_score(value, TODAY, since=BEGAN, today=TODAY)
    assert found is None
    assert [problem.field for problem in problems] == ["value"]


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (BEGAN, True),
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
        (BEGAN - timedelta(days=1), False),
        (None, False),
    ],
)
def test_a_number_belongs_to_a_day_of_the_guidance(day: date | None, fits: bool) -> None:
    found, problems = check_score(6, day, since=BEGAN, today=TODAY)
    assert (found is not None) is fits
    assert [problem.field for problem in problems] == ([] if fits else ["day"])


def test_of_several_numbers_of_a_day_the_last_told_counts() -> None:
    earlier = TODAY - timedelta(days=7)
    told = [(TODAY, 4), (earlier, 2), (TODAY, 6)]
    assert last_told(told) == (Score(earlier, 2), Score(TODAY, 6))
    assert last_told(()) == ()


def test_the_latest_number_is_that_of_the_last_day() -> None:
    assert goal("zee").latest is None
    scores = (Score(BEGAN, 7), Score(TODAY, 3))
    assert goal("zee", scores=scores).latest == Score(TODAY, 3)


def test_a_goal_that_was_rounded_off_does_not_stand() -> None:
    some = (goal("zee"), goal("markt", ended_on=TODAY), goal("tuin"))
    assert [one.id for one in standing(some)] == ["zee", "tuin"]
