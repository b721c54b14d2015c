"""Hand-over: what is typed, and on which day a client was told."""

from datetime import date, timedelta

import pytest

from lib.domain.handovers import (
    DECISION_LIMIT,
    WORDS_LIMIT,
    check_decision,
    check_informed,
    check_words,
)

TODAY = date(2026, 3, 18)
ASKED = TODAY - timedelta(days=2)


def test_words_are_welcome_and_never_asked_for() -> None:
    assert check_words(None) == ("", ())
    assert check_words(" let op\r\nzijn hond ") == ("let op\nzijn hond", ())
    assert check_decision(" mijn week\nis vol ") == ("mijn week is vol", ())


def test_words_that_do_not_fit_are_named() -> None:
    assert [one.field for one in check_words("x" * (WORDS_LIMIT + 1))[1]] == ["words"]
    assert [one.field for one in check_decision("x" * (DECISION_LIMIT + 1))[1]] == ["words"]


@pytest.mark.parametrize("day", [None, TODAY + timedelta(days=1), ASKED - timedelta(days=1)])
def test_a_client_was_told_between_the_asking_and_today(day: date | None) -> None:
    checked, problems = check_informed(day, since=ASKED, today=TODAY)
    assert checked is None
    assert [problem.field for problem in problems] == ["day"]
    for fits in (ASKED, TODAY):
        assert check_informed(fits, since=ASKED, today=TODAY) == (fits, ())
