"""A smooth line through mood, for the eye only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lib.domain.mood import Rating, day_values

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

# [CHOICE] As many as a direction asks: through fewer days a smooth line mostly draws chance.
SMOOTH_FROM_DAYS = 12
# [CHOICE] The defaults of R's lowess: two thirds of the days around each day, and three rounds in
# which days far from the line weigh less.
SHARE_OF_DAYS = 2 / 3
ROBUST_ROUNDS = 3
# [CHOICE] A line across a week in which nothing was told would show what nobody knows.
LINE_ACROSS_DAYS = 7


@dataclass(frozen=True, slots=True)
class SmoothDay:
    """A day with a rating, and where the smooth line passes on that day, 0-10 or just beyond."""

    day: date
    value: float


def smoothed(ratings: Iterable[Rating]) -> tuple[tuple[SmoothDay, ...], ...]:
    """Return the smooth line in pieces, oldest first; empty below 12 days with a rating.

    The line is `lowess` over all day values given. It breaks where more than 7 days lie from one
    rating to the next, so that at least a week passed of which nothing is known: no piece spans
    such a silence. A piece of one day is a point without a line. Never use it for a label: the
    direction is what `mood.trend` says.
    """
    days = day_values(ratings)
    if len(days) < SMOOTH_FROM_DAYS:
        return ()
    fitted = lowess([one.day.toordinal() for one in days], [one.value for one in days])
    pieces: list[list[SmoothDay]] = []
    for one, value in zip(days, fitted, strict=True):
        if not pieces or (one.day - pieces[-1][-1].day).days > LINE_ACROSS_DAYS:
            pieces.append([])
        pieces[-1].append(SmoothDay(one.day, value))
    return tuple(tuple(piece) for piece in pieces)


def lowess(x: Sequence[float], y: Sequence[float]) -> tuple[float, ...]:
    """Return the locally weighted line at every x, in their order.

    Around each x a straight line is fitted to the nearest two thirds of the points, each weighing
    (1 - (distance / reach) ** 3) ** 3; then three times more, each point also weighing
    (1 - (left over / 6 median left over) ** 2) ** 2, so that odd points count less. Source:
    Cleveland 1979; it equals R's `lowess(f = 2/3, iter = 3, delta = 0)`. Raises ValueError below
    two points, when x goes down anywhere, and when y has another length.
    """
    import numpy as np  # not at the top: only a drawing needs it

    at, values = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    n = len(at)
    if n < 2 or len(values) != n or bool(np.any(np.diff(at) < 0)):
        raise ValueError("a smooth line needs two points or more, in order")
    near = min(n, max(2, int(SHARE_OF_DAYS * n + 1e-7)))
    apart = at[np.newaxis, :] - at[:, np.newaxis]  # row i: from x[i] to every x
    reach = np.sort(np.abs(apart), axis=1)[:, [near - 1]]
    close = _weights(np.abs(apart), reach, power=3)
    robust = np.ones(n)
    for again in range(ROBUST_ROUNDS + 1):
        weights = close * robust
        total = weights.sum(axis=1, keepdims=True)
        # Only where every point nearby was odd: there the line keeps to the point itself.
        alone = total[:, 0] <= 0
        weights = weights / np.where(total > 0, total, 1)
        middle = (weights * apart).sum(axis=1, keepdims=True)
        spread = (weights * (apart - middle) ** 2).sum(axis=1, keepdims=True)
        leans = np.sqrt(spread) > 0.001 * (at[-1] - at[0])
        lean = np.where(leans, -middle / np.where(leans, spread, 1), 0)
        fitted = (weights * (1 + lean * (apart - middle)) * values).sum(axis=1)
        fitted = np.where(alone, values, fitted)
        left = np.abs(values - fitted)
        limit = 6 * np.median(left)
        if again == ROBUST_ROUNDS or limit < 1e-7 * left.mean():
            break
        robust = _weights(left, limit, power=2)
    return tuple(float(value) for value in fitted)


def _weights(distance: "Numbers", reach: "Numbers", *, power: int) -> "Numbers":
    """(1 - (distance / reach) ** power) ** power, with the edges of Cleveland's program."""
    import numpy as np

    share = distance / np.where(reach > 0, reach, 1)
    weights = (1 - np.minimum(share, 1) ** power) ** power
    weights = np.where(distance <= 0.001 * reach, 1.0, weights)
    return np.where(distance > 0.999 * reach, 0.0, weights)
