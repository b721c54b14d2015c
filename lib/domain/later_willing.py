"""Willingness that comes later: what became of the times somebody did not feel like it."""

from collections.abc import Iterable
from dataclasses import dataclass

from lib.domain.caseload import SessionMood
from lib.domain.sessions import Attendance

# [CHOICE] 3 or lower, out of 10, is what people call "not feeling like it".
LOW_WILLINGNESS = 3
# [CHOICE] Below six times, one time more or less turns the sentence round; `effect` counts from
# six for the same reason.
COUNTS_FROM_TIMES = 6


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time that something was agreed; numbers 0-10, None where nobody gave one.

    `expected` is how the client thought it would feel, `felt` how it felt afterwards.
    """

    willingness: int | None
    expected: int | None
    went: bool
    felt: int | None


@dataclass(frozen=True, slots=True)
class LaterWilling:
    """Counts of times, for "14 times willingness was 3 or lower; 9 times you went; of those …".

    low             times with a willingness of 3 or lower
    went            those of them on which the client went all the same
    told            those of `went` of which both the expectation and the feeling are known
    lighter, same, heavier  those of `told` that felt lighter than expected, the same, heavier
    enough          True from six low times; below that nothing is said
    """

    low: int
    went: int
    told: int
    lighter: int
    same: int
    heavier: int

    @property
    def enough(self) -> bool:
        """True when there are low times enough to say a sentence about."""
        return self.low >= COUNTS_FROM_TIMES


def later_willing(occasions: Iterable[Occasion]) -> LaterWilling:
    """Return what became of the times with little willingness.

    Counts only, whatever their order: they say how often, not why. Nobody knows how the times
    would have felt on which the client did not go. So this is no advice to go.
    """
    low = [
        one
        for one in occasions
        if one.willingness is not None and one.willingness <= LOW_WILLINGNESS
    ]
    went = [one for one in low if one.went]
    surprises = [
        one.felt - one.expected for one in went if one.felt is not None and one.expected is not None
    ]
    return LaterWilling(
        low=len(low),
        went=len(went),
        told=len(surprises),
        lighter=sum(surprise > 0 for surprise in surprises),
        same=sum(surprise == 0 for surprise in surprises),
        heavier=sum(surprise < 0 for surprise in surprises),
    )


def occasion(session: SessionMood) -> Occasion:
    """Return a session as an occasion: who came, went; how it felt is the number afterwards."""
    return Occasion(
        willingness=session.willingness,
        expected=session.expected,
        went=session.attendance is Attendance.CAME,
        felt=session.after,
    )
