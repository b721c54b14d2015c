"""Good starts: what counts as tried and as gone on, and when nothing is said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.starts import (
    FIRST_DAYS,
    LEAST_CLIENTS,
    LEAST_COACHES,
    WATCHED_DAYS,
    Starts,
    Trial,
    good_starts,
    last_watched,
    tried_by,
)

TODAY = date(2026, 3, 18)
BEGAN = TODAY - timedelta(days=WATCHED_DAYS)


def on(number: int) -> date:
    """The day of a try by its number: 1 is the first."""
    return BEGAN + timedelta(days=number - 1)


def trial(
    client: str = "a", coach: str = "x", *, first: date = BEGAN, done: tuple[int, ...] = ()
) -> Trial:
    days = [on(number) for number in done]
    return Trial(client, coach, first, min(days, default=None), max(days, default=None))


def many(clients: int, coaches: int, *, done: tuple[int, ...] = (1, 28)) -> list[Trial]:
    return [trial(str(n), str(n % coaches), done=done) for n in range(clients)]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ((), False),
        ((1,), False),
        ((28,), False),
        ((1, 14), False),
        ((15, 28), False),
        ((1, 15), True),
        ((14, 15), True),
        ((14, 28), True),
        ((3, 9, 20), True),
        ((1, 29), False),
        ((0, 15), False),
    ],
)
def test_it_went_on_when_it_was_done_in_both_fortnights(
    done: tuple[int, ...], expected: bool
) -> None:
    assert trial(done=done).went_on is expected


def test_the_two_fortnights_are_as_long_as_they_are_said_to_be() -> None:
    assert (WATCHED_DAYS, FIRST_DAYS) == (28, 14)
    assert last_watched(BEGAN) == TODAY - timedelta(days=1)
    assert tried_by(TODAY) == BEGAN


def test_a_try_counts_once_its_four_weeks_are_over() -> None:
    young = [trial(str(n), str(n), first=BEGAN + timedelta(days=1)) for n in range(5)]
    assert good_starts(young, today=TODAY) is None
    assert good_starts(young, today=TODAY + timedelta(days=1)) == Starts(5, 0)


def test_who_only_just_began_is_left_out_of_both_counts() -> None:
    young = trial("young", "0", first=BEGAN + timedelta(days=1), done=(2, 20))
    assert good_starts([*many(6, 3), young], today=TODAY) == Starts(6, 6)


@pytest.mark.parametrize(
    ("clients", "coaches", "shown"),
    [(4, 3, False), (5, 2, False), (5, 3, True), (4, 4, False), (30, 2, False), (5, 5, True)],
)
def test_a_count_is_shown_from_five_clients_of_three_coaches_on(
    clients: int, coaches: int, shown: bool
) -> None:
    found = good_starts(many(clients, coaches), today=TODAY)
    assert found == (Starts(clients, clients) if shown else None)


def test_the_groups_are_as_large_as_was_promised() -> None:
    assert (LEAST_CLIENTS, LEAST_COACHES) == (5, 3)


def test_without_any_try_nothing_is_said() -> None:
    assert good_starts([], today=TODAY) is None


def test_what_was_tried_and_not_told_of_again_counts_as_tried() -> None:
    assert good_starts([*many(5, 3), trial("z", "0", done=(1,))], today=TODAY) == Starts(6, 5)


trials = st.lists(
    st.builds(
        trial,
        st.uuids().map(str),
        st.sampled_from("wxyz"),
        first=st.dates(BEGAN - timedelta(days=60), TODAY),
        done=st.lists(st.integers(1, 28), max_size=4).map(tuple),
    ),
    max_size=12,
)


@given(trials)
def test_never_more_went_on_than_tried_and_the_order_does_not_matter(some: list[Trial]) -> None:
    found = good_starts(some, today=TODAY)
    assert found == good_starts(some[::-1], today=TODAY)
    assert found is None or 0 <= found.went_on <= found.tried <= len(some)


@given(trials, st.integers(1, 28))
def test_one_more_done_day_never_lowers_the_count(some: list[Trial], number: int) -> None:
    if not some:
        return
    first, *rest = some
    days = [day for day in (first.first_done, first.last_done) if day]
    more = first.first + timedelta(days=number - 1)
    days = [day for day in days if first.first <= day <= last_watched(first.first)] + [more]
    fuller = Trial(first.client, first.coach, first.first, min(days), max(days))
    before, after = (good_starts(s, today=TODAY) for s in (some, [fuller, *rest]))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after.tried == before.tried
        assert after.went_on >= before.went_on
