"""What a practice agreed for itself: a few named numbers, each with its reason."""

from dataclasses import dataclass
from typing import Final

from lib.domain.problems import Problem
from lib.domain.sessions import LOCK_AFTER_DAYS
from lib.domain.words import msg

# A dossier is kept for twenty years from its last change: WGBO, art. 7:454(3) BW.
KEEP_YEARS: Final = 20


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of a practice.

    `lock_after_days`: so many days after it was saved, a session can only be supplemented.
    `keep_years`: so many years after its last change a dossier may go; it never goes by itself.
    """

    lock_after_days: int = LOCK_AFTER_DAYS
    keep_years: int = KEEP_YEARS


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


def check_keep_years(years: float | None) -> tuple[int | None, tuple[Problem, ...]]:
    """Return the years, or None and the problem: whole, from 1 to 99."""
    if years is None or not 1 <= years <= 99 or years != int(years):
        sentence = msg("A whole number from {low} to {high} fits here.")
        return None, (Problem("keep_years", sentence, {"low": 1, "high": 99}),)
    return int(years), ()
