"""The last sessions with a number of how it felt, in the order in which they were held."""

from datetime import date, time, timedelta
from random import Random

import pytest

from lib.domain.calendar import at_local
from lib.domain.caseload import SessionMood
from lib.domain.sessions import Attendance
from lib.domain.willing_path import LAST_TIMES, willing_path

BEGAN = date(2026, 1, 5)
TODAY = BEGAN + timedelta(days=200)


def session(n: int, **numbers: int) -> SessionMood:
    scales: dict[str, int | None] = {"before": None, "during": None, "after": None, "effort": None}
    held_at = at_local(BEGAN + timedelta(days=n), time(9, 0))
    return SessionMood(f"s{n:03}", held_at, Attendance.CAME, **{**scales, **numbers})


def test_each_number_is_counted_apart() -> None:
    held = [
        session(0, willingness=0, during=5),
        session(7, after=6),
        session(14, expected=4),
        session(21, before=0),
    ]
    found = willing_path(held, today=TODAY)
    assert found.times == 4
    assert (found.willing, found.during, found.after) == (1, 1, 1)


@pytest.mark.parametrize("numbers", [{}, {"effort": 6}])
def test_a_session_that_says_nothing_of_how_it_felt_is_left_out(numbers: dict[str, int]) -> None:
    assert willing_path([session(0, **numbers)], today=TODAY).times == 0


def test_what_is_still_to_come_is_left_out() -> None:
    held = [session(0, after=5), session(7, after=6)]
    assert willing_path(held, today=BEGAN).sessions == (held[0],)


def test_the_last_twelve_stand_in_the_order_of_their_days_whatever_they_say() -> None:
    held = [session(7 * n, before=3, after=(7 * n) % 11) for n in range(15)]
    mixed = [*held]
    Random(4).shuffle(mixed)
    found = willing_path(mixed, today=TODAY)
    assert LAST_TIMES == 12
    assert found.sessions == tuple(held[3:])
