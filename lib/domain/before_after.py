"""Mood before and after a change of the route, in pairs of days; never an effect of the route."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lib.domain.mood import Rating, day_values
from lib.domain.routes import Version

# Five values in each phase is what the What Works Clearinghouse asks without reservations; with
# fewer there is only a picture.
VALUES_IN_EACH_PHASE = 5
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Mood in the time before a change and in the time from it on.

    before, after  the day values of both, oldest first
    nap            share of all pairs of a day before and a day after in which the day after is
                   higher, ties half, 0 to 1: 0.5 is no difference, below it the days after are
                   lower
    interval       its 95 % interval, low and high

    The last two are None when either holds fewer than five values: draw the days, say nothing.
    """

    before: tuple[Rating, ...]
    after: tuple[Rating, ...]
    nap: float | None = None
    interval: tuple[float, float] | None = None


def before_after(
    ratings: Iterable[Rating], *, changed_on: date, since: date, until: date
) -> BeforeAfter:
    """Return mood before a change of the route and from that day on.

    Before are the days from `since` until the day before `changed_on`, after the days from
    `changed_on` through `until`. Let the time before begin at the change before this one, and the
    time after end at the next, so that each phase is one agreement. Days resemble each other, so
    the interval is narrower than chance really is: never call the difference an effect of the
    route. Raises ValueError when the three days are not in order.
    """
    if not since <= changed_on <= until:
        raise ValueError("the change lies within the days that are compared")
    days = [one for one in day_values(ratings) if since <= one.day <= until]
    before = tuple(one for one in days if one.day < changed_on)
    after = tuple(one for one in days if one.day >= changed_on)
    if min(len(before), len(after)) < VALUES_IN_EACH_PHASE:
        return BeforeAfter(before, after)
    share = nap([one.value for one in before], [one.value for one in after])
    return BeforeAfter(
        before=before,
        after=after,
        nap=share,
        interval=score_interval(share, n_before=len(before), n_after=len(after)),
    )


def last_change(
    ratings: Iterable[Rating], versions: Iterable[Version], *, today: date
) -> tuple[date, BeforeAfter] | None:
    """Return the day of a change of the route, and mood before and after it; None without one.

    It is the last change through today with enough days on both sides; when none has them, the
    last change of all, with nothing said of it. The time before begins at the change before this
    one, the time after ends at the next. The beginning of a route is no change of it, and neither
    is a version that only agreed on rest; of several versions from one day the last is in force.
    """
    begun = sorted({one.valid_from for one in versions if not one.rest_note})
    days = [one for one in begun if one <= today]
    given = tuple(ratings)
    found: tuple[date, BeforeAfter] | None = None
    ends = [one - timedelta(days=1) for one in days[2:]] + [today]
    for since, changed_on, until in reversed(list(zip(days, days[1:], ends, strict=False))):
        compared = before_after(given, changed_on=changed_on, since=since, until=until)
        if compared.nap is not None:
            return changed_on, compared
        found = found or (changed_on, compared)
    return found


def nap(before: Sequence[float], after: Sequence[float]) -> float:
    """Return the share of all pairs in which after is higher than before, ties half, 0 to 1.

    Source: Parker and Vannest 2009, non-overlap of all pairs; it is U / (m n) of Mann and Whitney.
    Raises ValueError when either is empty.
    """
    if not before or not after:
        raise ValueError("pairs need a value before and a value after")
    # Counted in halves, so that it stays a whole number until the division.
    halves = sum(2 * (late > early) + (late == early) for early in before for late in after)
    return halves / (2 * len(before) * len(after))


def score_interval(share: float, *, n_before: int, n_after: int) -> tuple[float, float]:
    """Return the 95 % score interval of a NAP, low and high, both within 0 to 1.

    The shares p at which |share - p| = z x SE(p), with h = (n_before + n_after) / 2 - 1 and
    SE(p) ** 2 = p (1 - p) (1 + h ((1 - p) / (2 - p) + p / (1 + p))) / (n_before x n_after). Source:
    Newcombe 2006 (Statistics in Medicine 25: 559-573), method 5. Raises ValueError for a share
    outside 0 to 1 and for an empty phase.
    """
    if not 0 <= share <= 1 or min(n_before, n_after) < 1:
        raise ValueError("a share of pairs lies from 0 to 1")
    # SE(p) is the same for p and 1 - p, so the high edge is the low edge seen from the other side.
    low = _low_edge(share, n_before, n_after)
    return low, 1 - _low_edge(1 - share, n_before, n_after)


def _low_edge(share: float, n_before: int, n_after: int) -> float:
    from scipy.optimize import brentq  # not at the top: they are slow, and rarely needed
    from scipy.special import ndtri

    if share == 0:
        return 0.0
    z = float(ndtri((1 + CONFIDENCE) / 2))
    h = (n_before + n_after) / 2 - 1

    def beyond(p: float) -> float:
        spread = z**2 * p * (1 + h * ((1 - p) / (2 - p) + p / (1 + p))) / (n_before * n_after)
        # At a share of 1 both sides hold a factor 1 - p, and 1 itself solves the equation: without
        # the factor only the edge is left, and the interval has a width there too.
        return 1 - p - spread if share == 1 else (share - p) ** 2 - (1 - p) * spread

    return float(brentq(beyond, 0, share, xtol=1e-12))
