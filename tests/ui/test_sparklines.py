"""Small pictures: a gap is a gap, a zero has a foot, and the picture is only a picture."""

from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from lib.ui.sparklines import at_place, bars, line

PATH = "{http://www.w3.org/2000/svg}path"


def drawn(picture: str) -> str:
    kind, _, inside = picture.partition(",")
    assert kind.split(";")[0] == "data:image/svg+xml"
    # Our own picture, made a line ago.
    path = ElementTree.fromstring(unquote(inside)).find(PATH)  # noqa: S314
    assert path is not None
    return path.attrib["d"]


def test_a_bar_for_each_known_value_and_none_for_an_unknown_one() -> None:
    assert drawn(bars([2, None, 4], highest=4)).count("M") == 2
    assert drawn(bars([None, None], highest=4)) == ""


def test_nothing_done_has_a_foot_and_is_not_what_is_unknown() -> None:
    assert drawn(bars([0], highest=4)) == "M1 32h4v-1.5h-4z"
    assert bars([0], highest=4) != bars([None], highest=4)


def test_the_highest_value_fills_the_picture_and_more_does_not_leave_it() -> None:
    assert drawn(bars([4], highest=4)) == drawn(bars([9], highest=4)) == "M1 32h4v-32h-4z"


def test_a_line_breaks_where_a_week_is_unknown() -> None:
    assert drawn(line([0, 10, None, 5, 5], highest=10)) == "M3 29L9 3M21 16L27 16"


def test_a_value_between_two_gaps_is_a_dot() -> None:
    assert drawn(line([None, 5, None], highest=10)) == "M9 16L9 16"


@pytest.mark.parametrize("make", [bars, line])
def test_without_values_there_is_an_empty_picture(make: object) -> None:
    assert drawn(make([None] * 12, highest=10)) == ""  # type: ignore[operator]


def test_sorted_by_their_pictures_rows_keep_their_order() -> None:
    pictures = [at_place(n, line([n % 7, 10 - n % 11], highest=10)) for n in range(1200)]
    assert sorted(pictures) == pictures
    assert [drawn(one) for one in pictures[:3]] == [
        drawn(line([n, 10 - n], highest=10)) for n in range(3)
    ]
