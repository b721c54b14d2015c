"""Absence: whole days, not over yet, a year at most."""

from datetime import date, timedelta

import pytest

from lib.domain.absences import LONGEST, Absence, check_absence

TODAY = date(2026, 3, 18)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        (0, 0, []),
        (-5, 0, []),
        (3, 9, []),
        (0, LONGEST.days, []),
        (None, 0, ["start"]),
        (0, None, ["end"]),
        (None, None, ["start", "end"]),
        (-9, -1, ["end"]),
        (4, 3, ["end"]),
        (0, LONGEST.days + 1, ["end"]),
    ],
)
def test_an_absence_has_two_days_and_is_not_over(
    start: int | None, end: int | None, wrong: list[str]
) -> None:
    days = [None if one is None else day(one) for one in (start, end)]
    checked, problems = check_absence(*days, today=TODAY)
    assert [problem.field for problem in problems] == wrong
    assert checked == (None if wrong else tuple(days))


def test_the_first_and_the_last_day_are_part_of_it() -> None:
    away = Absence("a", day(1), day(3))
    assert [away.covers(day(one)) for one in range(5)] == [False, True, True, True, False]
