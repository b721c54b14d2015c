"""Returns: moving again after silence, the outcome worth celebrating.

There is no count of days away here, and no function tells how long somebody is silent now: a time
of silence has a length only once somebody is back.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from lib.domain.routes import AgreedRest

# Two weeks without a word is when a coach reaches out, and being back after it is a return.
# [CHOICE] Short enough to be noticed by the client, long enough that an ordinary holiday week is
# left alone.
SILENT_DAYS = 14
# [CHOICE] Two returns in each half are the least that can be compared.
PACE_FROM_RETURNS = 4
# [CHOICE] Less than a week sooner or later is not worth a word.
CLEAR_PACE_DAYS = 7


class Pace(StrEnum):
    """Whether returns come after a shorter time lately. Counts of days, not a test of chance."""

    TOO_FEW = "too_few"
    SOONER = "sooner"
    ABOUT_THE_SAME = "about_the_same"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Return:
    """The first day of moving after silence, and how many silent days outside rest it ended."""

    day: date
    silent_days: int


@dataclass(frozen=True, slots=True)
class Returns:
    """All returns of somebody, oldest first.

    `median_days` is the median number of silent days that a return ended, None without a return;
    `pace` says whether the later half came sooner.
    """

    returns: tuple[Return, ...]
    median_days: float | None
    pace: Pace

    @property
    def n(self) -> int:
        """How often somebody came back."""
        return len(self.returns)


def returns(
    moved: Iterable[date], told: Collection[date], rests: Sequence[AgreedRest], *, today: date
) -> tuple[Return, ...]:
    """Return every return through today, oldest first.

    `moved` are the days on which moving was told, `told` all days of which anything was told in a
    look back. A return is moving told again after at least 14 silent days: days since the moving
    before it of which nothing was told, and that no agreed rest covers, whether of the whole route
    or of one step. The first moving ever is a beginning, not a return.
    """
    known = set(told)
    found = []
    for before, day in pairwise(sorted({one for one in moved if one <= today})):
        between = (before + timedelta(days=n) for n in range(1, (day - before).days))
        silent = sum(
            one not in known and not any(rest.covers(one) for rest in rests) for one in between
        )
        if silent >= SILENT_DAYS:
            found.append(Return(day, silent))
    return tuple(found)


def over_time(found: Sequence[Return]) -> Returns:
    """Return how often somebody came back, after how many days, and whether that is sooner lately.

    The pace compares the median silent days of the later half of the returns with those of the
    earlier half (of an odd number the middle one is in neither). SOONER and LATER are a difference
    of at least a week; below four returns it is TOO_FEW.
    """
    inorder = sorted(found, key=lambda one: one.day)
    days = [one.silent_days for one in inorder]
    return Returns(tuple(inorder), median(days) if days else None, _pace(days))


def _pace(days: Sequence[int]) -> Pace:
    if len(days) < PACE_FROM_RETURNS:
        return Pace.TOO_FEW
    half = len(days) // 2
    sooner = median(days[:half]) - median(days[-half:])
    if abs(sooner) < CLEAR_PACE_DAYS:
        return Pace.ABOUT_THE_SAME
    return Pace.SOONER if sooner > 0 else Pace.LATER
