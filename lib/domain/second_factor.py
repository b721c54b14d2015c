"""The second step of signing in: six digits of an app, or a code that stands in once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# RFC 6238: a code lives for half a minute; one step earlier or later counts as well, for a clock
# that is a little off. [CHOICE]
STEP_SECONDS: Final = 30
STEPS_AROUND: Final = 1
DIGITS: Final = 6
# So long after the password the second step may take; then it begins again. [CHOICE]
HALF_VISIT: Final = timedelta(minutes=10)
RECOVERY_CODES: Final = 10
# Without the signs that look like another: 0 and o, 1, i and l.
RECOVERY_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
# Sixteen of 31 signs: 79 bits, so that not even a copy of the table is worth trying.
RECOVERY_LENGTH: Final = 16
# From so few on it is time to make new ones. [CHOICE]
FEW_LEFT: Final = 3


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app needs: the address of the QR code, and the same secret to type."""

    address: str
    secret: str


@dataclass(frozen=True, slots=True)
class Factor:
    """What someone knows of their own second step: since when, and how many codes are left."""

    since: datetime
    codes_left: int

    @property
    def few_left(self) -> bool:
        """True when it is time for new recovery codes."""
        return self.codes_left <= FEW_LEFT


def step_at(at: datetime) -> int:
    """Return the time step a moment falls in (RFC 6238, T0 = 0)."""
    return int(at.timestamp()) // STEP_SECONDS


def steps_that_count(at: datetime, *, last_step: int) -> tuple[int, ...]:
    """Return the steps whose code may be used now, earliest first; never one used before.

    A step at or before `last_step` is gone, so that a code that somebody saw over a shoulder is
    worth nothing.
    """
    present = step_at(at)
    around = range(present - STEPS_AROUND, present + STEPS_AROUND + 1)
    return tuple(step for step in around if step > last_step)


def app_code(typed: str) -> str | None:
    """Return the six digits that were typed, however they were spaced; None for anything else."""
    bare = "".join(typed.split()).replace("-", "")
    return bare if len(bare) == DIGITS and bare.isascii() and bare.isdigit() else None


def recovery_code(typed: str) -> str | None:
    """Return the signs of a recovery code, however they were spaced; None for anything else."""
    bare = "".join(typed.split()).replace("-", "").lower()
    fits = len(bare) == RECOVERY_LENGTH and set(bare) <= set(RECOVERY_SIGNS)
    return bare if fits else None


def shown(code: str) -> str:
    """Return a recovery code in groups of four, as it is easiest to copy."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
