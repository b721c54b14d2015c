"""Cover: which days fit, and which stretches nobody covers yet."""

from datetime import date, timedelta

import pytest

from lib.domain.covers import LONGEST_DAYS, check_period, uncovered

TODAY = date(2026, 3, 18)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("start", "end", "fields"),
    [
        (None, None, ["start", "end"]),
        (day(-1), day(3), ["start"]),
        (day(4), day(3), ["end"]),
        (day(0), day(LONGEST_DAYS), ["end"]),
    ],
)
def test_a_period_that_does_not_fit_is_refused(
    start: date | None, end: date | None, fields: list[str]
) -> None:
    checked, problems = check_period(start, end, today=TODAY)
    assert checked is None
    assert [problem.field for problem in problems] == fields


@pytest.mark.parametrize("end", [0, LONGEST_DAYS - 1])
def test_a_cover_lasts_from_one_day_to_a_quarter(end: int) -> None:
    assert check_period(TODAY, day(end), today=TODAY) == ((TODAY, day(end)), ())


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], [(0, 9)]),
        ([(0, 9)], []),
        ([(-5, 2)], [(3, 9)]),
        ([(7, 30)], [(0, 6)]),
        ([(6, 7), (2, 3)], [(0, 1), (4, 5), (8, 9)]),
        ([(2, 6), (3, 4)], [(0, 1), (7, 9)]),
        ([(20, 25)], [(0, 9)]),
    ],
)
def test_only_the_days_that_nobody_covers_are_left(
    taken: list[tuple[int, int]], free: list[tuple[int, int]]
) -> None:
    held = [(day(first), day(last)) for first, last in taken]
    assert uncovered(day(0), day(9), held) == tuple((day(a), day(b)) for a, b in free)
