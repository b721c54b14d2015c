"""What a practice agreed for itself: a few named numbers, each with its reason."""

from dataclasses import dataclass

from lib.domain.problems import Problem
from lib.domain.sessions import LOCK_AFTER_DAYS
from lib.domain.words import msg


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of a practice.

    `lock_after_days`: so many days after it was saved, a session can only be supplemented.
    """

    lock_after_days: int = LOCK_AFTER_DAYS


def check_rules(lock_after_days: float | None) -> tuple[Rules | None, tuple[Problem, ...]]:
    """Return the rules, or None and every problem: the lock comes after 1 to 90 whole days."""
    days = lock_after_days
    if days is None or not 1 <= days <= 90 or days != int(days):
        return None, (
            Problem(
                "lock_after_days",
                msg("A whole number from {low} to {high} fits here."),
                {"low": 1, "high": 90},
            ),
        )
    return Rules(lock_after_days=int(days)), ()
