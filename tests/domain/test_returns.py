"""Returns: coming back after silence is what counts, being away is not counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.returns import Pace, Return, over_time, returns
from lib.domain.routes import AgreedRest

MONDAY = date(2026, 1, 5)


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def rest(start: int, end: int | None, step_key: str | None = None) -> AgreedRest:
    return AgreedRest("r", step_key, day(start), None if end is None else day(end), "griep")


def back(
    *moved: int, told: tuple[int, ...] = (), rests: tuple[AgreedRest, ...] = (), today: int = 400
) -> list[tuple[int, int]]:
    """Each return as its day and the silent days that it ended."""
    days = [day(n) for n in moved]
    found = returns(days, {*days, *(day(n) for n in told)}, rests, today=day(today))
    return [((one.day - MONDAY).days, one.silent_days) for one in found]


@pytest.mark.parametrize(
    ("again", "found"), [(14, []), (15, [(15, 14)]), (16, [(16, 15)]), (100, [(100, 99)])]
)
def test_moving_again_after_fourteen_silent_days_is_a_return(
    again: int, found: list[tuple[int, int]]
) -> None:
    assert back(0, again) == found


def test_every_return_is_found_in_the_order_of_the_days() -> None:
    assert back(60, 0, 20, 21, 22, 90) == [(20, 19), (60, 37), (90, 29)]


def test_a_first_time_is_a_beginning() -> None:
    assert back(300) == []
    assert back() == []


def test_days_of_rest_are_not_silent() -> None:
    assert back(0, 20, rests=(rest(1, 19),)) == []
    assert back(0, 20, rests=(rest(3, None),)) == []
    assert back(0, 24, rests=(rest(5, 14),)) == []
    assert back(0, 25, rests=(rest(5, 14),)) == [(25, 14)]
    assert back(0, 20, rests=(rest(1, 19, "walk"),)) == []


def test_a_day_of_which_something_was_told_is_not_silent() -> None:
    assert back(0, 15, told=(7,)) == []
    assert back(0, 16, told=(7,)) == [(16, 14)]


def test_a_return_counts_from_its_day_on() -> None:
    assert back(0, 20, today=19) == []
    assert back(0, 20, today=20) == [(20, 19)]


def test_being_away_now_is_no_number() -> None:
    assert back(0, 20, today=20) == back(0, 20, today=400)


# --- over time --------------------------------------------------------------------------------


def ended(*silent_days: int) -> list[Return]:
    """Returns a hundred days apart, each after so many silent days."""
    return [Return(day(100 * n), days) for n, days in enumerate(silent_days)]


def test_without_a_return_there_is_no_number_of_days() -> None:
    found = over_time([])
    assert (found.n, found.median_days, found.pace) == (0, None, Pace.TOO_FEW)


@pytest.mark.parametrize(
    ("silent_days", "median_days"), [((14,), 14), ((14, 30), 22), ((14, 90, 20), 20)]
)
def test_the_number_of_days_is_the_median(silent_days: tuple[int, ...], median_days: float) -> None:
    assert over_time(ended(*silent_days)).median_days == median_days


@pytest.mark.parametrize(
    ("silent_days", "pace"),
    [
        ((60, 50, 14), Pace.TOO_FEW),
        ((30, 30, 23, 23), Pace.SOONER),
        ((30, 30, 24, 24), Pace.ABOUT_THE_SAME),
        ((24, 24, 30, 30), Pace.ABOUT_THE_SAME),
        ((23, 23, 30, 30), Pace.LATER),
        ((40, 40, 99, 20, 20), Pace.SOONER),  # the middle one is in neither half
        ((20, 20, 20, 20, 20, 200), Pace.ABOUT_THE_SAME),  # one long time does not decide
    ],
)
def test_the_pace_compares_the_later_half_with_the_earlier(
    silent_days: tuple[int, ...], pace: Pace
) -> None:
    found = over_time(ended(*silent_days))
    assert found.pace is pace
    assert over_time(ended(*silent_days)[::-1]) == found


# --- properties -------------------------------------------------------------------------------

brisk = settings(max_examples=80, deadline=None)
days_moved = st.lists(st.integers(0, 200), max_size=25)
rests = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 30)).map(lambda r: rest(r[0], r[0] + r[1])),
    max_size=2,
)


@brisk
@given(days_moved, rests)
def test_a_return_is_moving_after_two_silent_weeks_and_the_order_never_matters(
    moved: list[int], resting: list[AgreedRest]
) -> None:
    found = back(*moved, rests=tuple(resting))
    assert back(*reversed(moved), *moved, rests=tuple(resting)) == found
    assert {on for on, _ in found} <= set(moved)
    assert all(silent >= 14 for _, silent in found)


@brisk
@given(days_moved, rests, st.integers(0, 200), st.integers(0, 30))
def test_more_rest_never_makes_silence_longer(
    moved: list[int], resting: list[AgreedRest], start: int, length: int
) -> None:
    before = dict(back(*moved, rests=tuple(resting)))
    after = dict(back(*moved, rests=(*resting, rest(start, start + length))))
    assert after.keys() <= before.keys()
    assert all(after[on] <= before[on] for on in after)


@brisk
@given(days_moved, st.integers(-3000, 3000))
def test_the_same_life_in_another_year_has_the_same_returns(moved: list[int], by: int) -> None:
    days = [day(n) for n in moved]
    later = [one + timedelta(days=by) for one in days]
    assert [
        (one.day - timedelta(days=by), one.silent_days)
        for one in returns(later, later, (), today=day(400 + by))
    ] == [(one.day, one.silent_days) for one in returns(days, days, (), today=day(400))]
