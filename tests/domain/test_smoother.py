"""The smooth line for the eye: the numbers of R and statsmodels, and no line through silence."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.mood import Rating
from lib.domain.smoother import lowess, smoothed

FOLDER = Path(__file__).parent / "cases"
LINES = json.loads((FOLDER / "smooth_lines.json").read_text("utf-8"))["series"]
START = date(2026, 1, 5)


def rated(*days: int, value: float = 5) -> list[Rating]:
    """A rating on each of these days, counted from Monday 5 January 2026."""
    return [Rating(START + timedelta(days=n), value) for n in days]


def pieces(*days: int) -> list[list[int]]:
    """The days of each piece of the line through equal ratings on these days."""
    return [[(one.day - START).days for one in piece] for piece in smoothed(rated(*days))]


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["id"])
def test_the_line_is_the_numbers_of_r_and_of_statsmodels(case: dict[str, Any]) -> None:
    assert lowess(case["x"], case["y"]) == pytest.approx(case["fit"], abs=1e-11)


def test_a_line_is_drawn_from_twelve_days_with_a_rating() -> None:
    assert pieces(*range(11)) == []
    assert pieces(*range(11), 10, 10) == []  # two ratings on one day are one day
    assert pieces(*range(12)) == [list(range(12))]


def test_the_line_breaks_where_a_week_is_silent() -> None:
    # From day 5 to day 12 six days are silent; from day 5 to day 13 a whole week is.
    assert pieces(*range(6), *range(12, 18)) == [[*range(6), *range(12, 18)]]
    assert pieces(*range(6), *range(13, 19)) == [[*range(6)], [*range(13, 19)]]


def test_a_day_between_two_silences_is_a_piece_of_its_own() -> None:
    assert pieces(*range(6), 20, *range(40, 46)) == [[*range(6)], [20], [*range(40, 46)]]


def test_ratings_of_one_day_are_their_mean_and_the_order_never_matters() -> None:
    days = [Rating(START + timedelta(days=n), n % 4) for n in range(14)]
    twice = [Rating(one.day, one.value + by) for one in days[::-1] for by in (1, -1)]
    assert smoothed(twice) == smoothed(days)


def test_one_odd_day_hardly_moves_the_line() -> None:
    odd = [*rated(*range(9)), *rated(9, value=0), *rated(*range(10, 20))]
    assert [one.value for one in smoothed(odd)[0]] == pytest.approx([5] * 20, abs=1e-9)


def test_a_line_needs_points_in_order() -> None:
    for x, y in (([1.0], [1.0]), ([2, 1], [1, 1]), ([1, 2], [1, 1, 1])):
        with pytest.raises(ValueError, match="smooth line"):
            lowess(x, y)


def test_two_points_say_only_themselves() -> None:
    assert lowess([1, 2], [3, 5]) == pytest.approx([3, 5])


def test_points_that_all_lie_on_one_day_have_no_slope() -> None:
    assert lowess([3, 3, 3], [1, 2, 3]) == pytest.approx([2, 2, 2])


series = st.lists(st.integers(0, 120), min_size=12, max_size=60, unique=True).flatmap(
    lambda x: st.tuples(
        st.just(sorted(x)), st.lists(st.integers(0, 10), min_size=len(x), max_size=len(x))
    )
)


@settings(max_examples=60, deadline=None)
@given(series, st.integers(-5, 5), st.integers(-1000, 1000))
def test_a_point_more_every_day_lifts_the_line_a_point_and_the_year_does_not_matter(
    points: tuple[list[int], list[int]], more: int, later: int
) -> None:
    x, y = points
    found = lowess([each + later for each in x], [each + more for each in y])
    assert found == pytest.approx([each + more for each in lowess(x, y)], abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(series, st.integers(-3, 3))
def test_days_on_a_straight_line_stay_on_it(
    points: tuple[list[int], list[int]], slope: int
) -> None:
    x, _ = points
    assert lowess(x, [slope * each for each in x]) == pytest.approx(
        [slope * each for each in x], abs=1e-6
    )


@settings(max_examples=60, deadline=None)
@given(series)
def test_the_pieces_hold_every_day_once_and_never_span_a_silent_week(
    points: tuple[list[int], list[int]],
) -> None:
    x, y = points
    ratings = [Rating(START + timedelta(days=n), v) for n, v in zip(x, y, strict=True)]
    found = smoothed(ratings)
    assert [one.day for piece in found for one in piece] == [one.day for one in ratings]
    for piece in found:
        gaps = [b.day - a.day for a, b in pairwise(piece)]
        assert all(gap <= timedelta(days=7) for gap in gaps)
    for one, other in pairwise(found):
        assert other[0].day - one[-1].day > timedelta(days=7)
