"""The rules of a practice: which numbers fit."""

import pytest

from lib.domain.rules import Rules, check_rules
from lib.domain.sessions import LOCK_AFTER_DAYS


@pytest.mark.parametrize("days", [1, 7, 14.0, 90])
def test_the_lock_comes_after_some_whole_days(days: float) -> None:
    found, problems = check_rules(days)
    assert problems == ()
    assert found == Rules(lock_after_days=int(days))
    assert found is not None
    assert isinstance(found.lock_after_days, int)


@pytest.mark.parametrize(
    "days", [None, 0, -7, 91, 7.5, 0.99, 1e300, float("nan"), float("inf"), float("-inf")]
)
def test_any_other_number_is_asked_again(days: float | None) -> None:
    found, problems = check_rules(days)
    assert found is None
    assert [(problem.field, dict(problem.values)) for problem in problems] == [
        ("lock_after_days", {"low": 1, "high": 90})
    ]


def test_a_practice_that_changed_nothing_has_the_usual_rules() -> None:
    assert Rules() == Rules(lock_after_days=LOCK_AFTER_DAYS)
    assert check_rules(LOCK_AFTER_DAYS) == (Rules(), ())
