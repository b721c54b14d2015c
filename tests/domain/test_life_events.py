"""What happened in a life: a few words on one line, on a day of the last years."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lib.domain.life_events import WORDS_LIMIT, EventDraft, LifeEvent, check_event

TODAY = date(2026, 3, 18)


def test_a_life_event_is_a_line_of_words_on_a_day() -> None:
    found = check_event("  nieuwe\nmedicatie\u200b ", TODAY, today=TODAY)
    assert found == (EventDraft(TODAY, "nieuwe medicatie"), ())
    assert check_event("a" * WORDS_LIMIT, TODAY, today=TODAY)[1] == ()


@pytest.mark.parametrize("words", [None, "", " \n ", "\u200b", "a" * (WORDS_LIMIT + 1)])
def test_one_without_words_or_with_too_many_is_asked_again(words: str | None) -> None:
    found, problems = check_event(words, TODAY, today=TODAY)
    assert found is None
    assert [problem.field for problem in problems] == ["words"]


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (TODAY, True),
        (date(2021, 3, 18), True),  # five years ago, with the leap day between
        (date(2021, 3, 1), False),
        (TODAY + timedelta(days=1), False),
        (None, False),
    ],
)
def test_its_day_lies_in_the_last_five_years(day: date | None, fits: bool) -> None:
    found, problems = check_event("verhuizing", day, today=TODAY)
    assert (found is not None) is fits
    assert [problem.field for problem in problems] == ([] if fits else ["day"])


@pytest.mark.parametrize(
    ("end_day", "kept", "fits"),
    [
        (TODAY - timedelta(days=3), TODAY - timedelta(days=3), True),
        (TODAY - timedelta(days=9), None, True),  # the day itself: it was one day
        (TODAY + timedelta(days=30), TODAY + timedelta(days=30), True),
        (TODAY - timedelta(days=10), None, False),
        (TODAY + timedelta(days=400), None, False),
    ],
)
def test_its_last_day_is_the_first_or_later(end_day: date, kept: date | None, fits: bool) -> None:
    begun = TODAY - timedelta(days=9)
    found, problems = check_event("ziek", begun, end_day, today=TODAY)
    assert found == (EventDraft(begun, "ziek", kept) if fits else None)
    assert [problem.field for problem in problems] == ([] if fits else ["end_day"])


def test_every_problem_is_told_at_once() -> None:
    _, problems = check_event("", TODAY, TODAY - timedelta(days=1), today=TODAY)
    assert [problem.field for problem in problems] == ["words", "end_day"]


def test_what_lasted_one_day_ends_on_it() -> None:
    moment = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
    one = LifeEvent("e", TODAY, None, "feest", "Ines Dragstra", moment)
    longer = LifeEvent("e", TODAY, TODAY + timedelta(days=3), "op reis", "Ines Dragstra", moment)
    assert (one.last_day, longer.last_day) == (TODAY, TODAY + timedelta(days=3))
