"""Pairs of days before and after a change of the route, and how sure their share is."""

import json
import math
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from lib.domain.before_after import before_after, last_change, nap, score_interval
from lib.domain.mood import Rating
from lib.domain.routes import Proposer, Version
from tests.cast import step

FOLDER = Path(__file__).parent / "cases"
PAIRS = json.loads((FOLDER / "pairs_of_days.json").read_text("utf-8"))
START = date(2026, 1, 5)


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return START + timedelta(days=n)


def rated(*values: float, first: int = 0) -> list[Rating]:
    """One rating a day from a day on."""
    return [Rating(day(first + n), value) for n, value in enumerate(values)]


@pytest.mark.parametrize("case", PAIRS["cases"], ids=lambda case: case["id"])
def test_share_and_interval_are_the_numbers_of_singlecasees(case: dict[str, Any]) -> None:
    share = nap(case["before"], case["after"])
    assert share == pytest.approx(case["nap"], abs=1e-7)
    interval = score_interval(share, n_before=len(case["before"]), n_after=len(case["after"]))
    assert interval == pytest.approx(case["interval"], abs=PAIRS["tolerance"])


def test_a_tie_is_half_a_pair() -> None:
    # Of six pairs two are higher and two are tied.
    assert nap([3, 5], [3, 5, 4]) == pytest.approx((2 + 2 / 2) / 6)
    assert nap([1, 1], [1, 1]) == 0.5


@pytest.mark.parametrize(("before", "after", "known"), [(5, 5, True), (4, 9, False), (9, 4, False)])
def test_a_share_needs_five_values_in_each_phase(before: int, after: int, known: bool) -> None:
    ratings = rated(*[4] * before, first=20 - before) + rated(*[6] * after, first=20)
    found = before_after(ratings, changed_on=day(20), since=day(0), until=day(40))
    assert (len(found.before), len(found.after)) == (before, after)
    assert (found.nap is None, found.interval is None) == (not known, not known)
    if known:
        assert found.nap == 1


def test_the_day_of_the_change_is_the_first_day_after() -> None:
    found = before_after(rated(*range(10)), changed_on=day(4), since=day(1), until=day(8))
    assert [one.value for one in found.before] == [1, 2, 3]
    assert [one.value for one in found.after] == [4, 5, 6, 7, 8]


def test_two_ratings_on_one_day_are_one_value() -> None:
    twice = rated(*[4] * 5) + rated(*[6] * 5) + rated(*[7] * 4, first=10)
    found = before_after(twice, changed_on=day(10), since=day(0), until=day(20))
    assert [one.value for one in found.before] == [5] * 5
    assert found.nap is None


def test_a_change_on_the_first_or_the_last_day_leaves_a_phase_of_no_or_one_day() -> None:
    ratings = rated(*range(10))
    first = before_after(ratings, changed_on=day(2), since=day(2), until=day(8))
    last = before_after(ratings, changed_on=day(8), since=day(2), until=day(8))
    assert (len(first.before), len(first.after)) == (0, 7)
    assert (len(last.before), len(last.after)) == (6, 1)


def test_one_value_on_either_side_says_next_to_nothing() -> None:
    low, high = score_interval(0.5, n_before=1, n_after=1)
    assert low < 0.1
    assert high > 0.9


def test_days_out_of_order_are_refused() -> None:
    for since, changed, until in ((5, 4, 9), (0, 9, 8)):
        with pytest.raises(ValueError, match="compared"):
            before_after([], changed_on=day(changed), since=day(since), until=day(until))
    for share, n in ((1.1, 5), (-0.1, 5), (float("nan"), 5), (0.5, 0)):
        with pytest.raises(ValueError, match="share of pairs"):
            score_interval(share, n_before=n, n_after=5)
    with pytest.raises(ValueError, match="before and a value after"):
        nap([], [1])


def test_when_every_pair_goes_up_the_share_still_is_not_certain() -> None:
    low, high = score_interval(1, n_before=5, n_after=5)
    assert high == 1
    assert 0.6 < low < 0.7
    assert score_interval(1 - 1e-9, n_before=5, n_after=5) == pytest.approx((low, high), abs=1e-6)


def test_more_days_make_the_share_surer() -> None:
    widths = []
    for n in (5, 10, 20, 40):
        low, high = score_interval(0.7, n_before=n, n_after=n)
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)


brisk = settings(max_examples=100, deadline=None)
phases = st.lists(st.integers(0, 10), min_size=5, max_size=20)


@brisk
@given(phases, phases)
def test_both_edges_solve_the_equation_of_newcombe(before: list[int], after: list[int]) -> None:
    share, m, n = nap(before, after), len(before), len(after)
    interval = score_interval(share, n_before=m, n_after=n)
    h = (m + n) / 2 - 1
    for edge in interval:
        variance = edge * (1 - edge) * (1 + h * ((1 - edge) / (2 - edge) + edge / (1 + edge)))
        reach = ndtri(0.975) * math.sqrt(variance / (m * n))
        assert abs(share - edge) == pytest.approx(reach, abs=1e-6)
    assert 0 <= interval[0] <= share <= interval[1] <= 1


@brisk
@given(phases, phases)
def test_time_turned_round_turns_the_share_round(before: list[int], after: list[int]) -> None:
    share = nap(before, after)
    assert nap(after, before) == pytest.approx(1 - share, abs=1e-12)
    low, high = score_interval(share, n_before=len(before), n_after=len(after))
    turned = score_interval(1 - share, n_before=len(after), n_after=len(before))
    assert turned == pytest.approx((1 - high, 1 - low), abs=1e-9)


@brisk
@given(phases, phases, st.integers(-5, 5))
def test_a_point_more_every_day_changes_no_share(
    before: list[int], after: list[int], more: int
) -> None:
    higher = [each + more for each in before], [each + more for each in after]
    assert nap(*higher) == nap(before, after)


# -- which change -----------------------------------------------------------------------------


def changed(number: int, since: int, *, rest_note: str = "") -> Version:
    made = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    steps = (step(),)
    return Version(number, day(since), steps, Proposer.CLIENT, "past", "Ines", made, rest_note)


def test_the_time_before_begins_and_the_time_after_ends_at_the_other_changes() -> None:
    versions = [changed(1, 0), changed(2, 10), changed(3, 20)]
    found = last_change(rated(*[4] * 10, *[6] * 10, 1, 2), versions, today=day(30))
    assert found is not None
    on, compared = found
    # The last change has two days after it: the one before is used, and it ends there.
    assert on == day(10)
    assert [one.value for one in compared.before] == [4] * 10
    assert [one.value for one in compared.after] == [6] * 10
    assert compared.nap == 1


def test_the_last_change_with_enough_days_is_the_one() -> None:
    versions = [changed(1, 0), changed(2, 10), changed(3, 20)]
    found = last_change(rated(*[4] * 20, *[6] * 5), versions, today=day(24))
    assert found is not None
    assert (found[0], found[1].before[0].day) == (day(20), day(10))


def test_without_enough_days_it_is_the_last_change_and_nothing_is_said_of_it() -> None:
    versions = [changed(1, 0), changed(2, 10), changed(3, 20), changed(4, 50)]
    found = last_change(rated(4, 5), versions, today=day(30))
    assert found is not None
    assert (found[0], found[1].nap) == (day(20), None)


@pytest.mark.parametrize(
    "versions",
    [
        [],
        [changed(1, 0)],
        [changed(1, 0), changed(2, 5, rest_note="griep")],
        [changed(1, 0), changed(2, 40)],  # still to come
        [changed(1, 0), changed(2, 0)],  # made anew on the day it began
    ],
)
def test_a_beginning_and_a_rest_are_no_change(versions: list[Version]) -> None:
    assert last_change(rated(*[5] * 30), versions, today=day(30)) is None


def test_a_rest_does_not_end_the_time_of_an_agreement() -> None:
    versions = [changed(1, 0), changed(2, 10), changed(3, 15, rest_note="griep")]
    found = last_change(rated(*[4] * 10, *[6] * 10), versions, today=day(25))
    assert found is not None
    assert len(found[1].after) == 10
