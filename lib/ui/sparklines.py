"""Small pictures of twelve weeks in a row of a table: bars and a line, both with honest gaps."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from urllib.parse import quote

_STEP, _BAR = 6, 4
# As high as a table draws it: a lower picture is drawn larger, and its sides, the latest week among
# them, fall outside the column.
ROW_HEIGHT = 38
_HEIGHT = ROW_HEIGHT - 6
# What was told to be nothing still shows a foot; what is unknown shows nothing.
_FOOT = 1.5
# Reads on both grounds, light and dark: at least 3 to 1.
_COLOR = "#4f8f75"


def bars(values: Sequence[float | None], *, highest: float) -> str:
    """Return a picture with a bar for each value, as an address; none for what is unknown."""
    return _bars(tuple(values), highest)


def line(values: Sequence[float | None], *, highest: float) -> str:
    """Return a picture with a line through the values from 0, broken where one is unknown.

    A value between two gaps is a dot.
    """
    return _line(tuple(None if one is None else round(one, 1) for one in values), highest)


def at_place(place: int, picture: str) -> str:
    """Return the same picture for the row at this place of a table, counted from 0.

    A table that is sorted by a column of pictures goes by their addresses, which would be an order
    by how people are doing. With the place in front the rows keep the order they had.
    """
    kind, _, inside = picture.partition(",")
    return f"{kind};at={place:06},{inside}"


# Pictures repeat: many clients have the same weeks, and each page is drawn again and again. They
# hold numbers and no name.
@lru_cache(maxsize=4096)
def _bars(values: tuple[float | None, ...], highest: float) -> str:
    room = _HEIGHT - _FOOT
    path = "".join(
        f"M{at * _STEP + 1} {_HEIGHT}h{_BAR}v-{_short(_FOOT + room * min(one, highest) / highest)}"
        f"h-{_BAR}z"
        for at, one in enumerate(values)
        if one is not None
    )
    return _picture(len(values), f'<path fill="{_COLOR}" d="{path}"/>')


@lru_cache(maxsize=4096)
def _line(values: tuple[float | None, ...], highest: float) -> str:
    low, high = _HEIGHT - 3, 3
    points = [
        None
        if one is None
        else f"{at * _STEP + 3} {_short(low - (low - high) * min(one, highest) / highest)}"
        for at, one in enumerate(values)
    ]
    path = ""
    for known, some in groupby(points, key=lambda one: one is not None):
        run = [one for one in some if one is not None]
        if known:
            # A line of no length with round ends is a dot.
            path += f"M{run[0]}L" + " ".join(run[1:] or run)
    stroke = f'stroke="{_COLOR}" stroke-width="2" stroke-linecap="round" fill="none"'
    return _picture(len(values), f'<path {stroke} d="{path}"/>')


def _picture(count: int, inside: str) -> str:
    size = f'width="{count * _STEP}" height="{_HEIGHT}"'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'
    return "data:image/svg+xml," + quote(drawn, safe=" =:/'\"<>")


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
