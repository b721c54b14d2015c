"""The careful trend of mood, and the two signals that ask for a conversation."""

import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from lib.domain.mood import (
    Direction,
    MoodSignal,
    Rating,
    Trend,
    day_values,
    fitted_line,
    lower_than_usual,
    ranks,
    trend,
    very_low,
)

FOLDER = Path(__file__).parent / "cases"
WORKED = json.loads((FOLDER / "mood.json").read_text("utf-8"))
LINES_AND_RANKS = json.loads((FOLDER / "lines_and_ranks.json").read_text("utf-8"))
LINES, LONG = LINES_AND_RANKS["series"], LINES_AND_RANKS["long_series"]
START = date(2026, 1, 1)
OPPOSITE = {Direction.RISING: Direction.FALLING, Direction.FALLING: Direction.RISING}


def day(n: int) -> date:
    """The nth day from 1 January 2026."""
    return START + timedelta(days=n)


def rated(values: Sequence[float | None], first: int = 0) -> list[Rating]:
    """One rating a day from a day on; None is a day without."""
    return [Rating(day(first + n), v) for n, v in enumerate(values) if v is not None]


def unpacked(ratings: dict[str, Any]) -> list[Rating]:
    first = (date.fromisoformat(ratings["first"]) - START).days
    return rated(ratings["values"], first)


def same(found: Any, expected: Any, tolerance: float) -> bool:
    if isinstance(expected, list):
        return all(same(f, e, tolerance) for f, e in zip(found, expected, strict=True))
    if isinstance(expected, float):
        return math.isclose(found, expected, rel_tol=0, abs_tol=tolerance)
    return bool(found == expected)


# --- the worked cases -------------------------------------------------------------------------


@pytest.mark.parametrize("case", WORKED["trend"], ids=lambda case: case["id"])
def test_the_trend_of_a_worked_case_is_those_numbers(case: dict[str, Any]) -> None:
    found = asdict(trend(unpacked(case["ratings"]), today=date.fromisoformat(case["today"])))
    for name, value in case["expected"].items():
        assert same(found[name], value, WORKED["tolerance"]), name
    for name in found.keys() - case["expected"].keys():
        assert found[name] is None


FLAGS = [
    pytest.param(case, evaluation, id=f"{case['id']}-{evaluation['day']}")
    for case in WORKED["flags"]
    for evaluation in case["evaluations"]
]


@pytest.mark.parametrize(("case", "evaluation"), FLAGS)
def test_the_signal_of_a_worked_case_is_those_numbers(
    case: dict[str, Any], evaluation: dict[str, Any]
) -> None:
    last = evaluation.get("last_flag")
    found = asdict(
        lower_than_usual(
            unpacked(case["ratings"]),
            day=date.fromisoformat(evaluation["day"]),
            last_flag=date.fromisoformat(last) if last else None,
        )
    )
    assert found.keys() == evaluation["expected"].keys()
    for name, value in evaluation["expected"].items():
        assert same(found[name], value, WORKED["tolerance"]), name


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["id"])
def test_line_and_ranks_are_the_numbers_of_r(case: dict[str, Any]) -> None:
    line = fitted_line(case["x"], case["y"])
    assert line.slope == pytest.approx(case["slope"], rel=1e-9)
    assert line.intercept == pytest.approx(case["intercept"], rel=1e-9)
    assert line.standard_error == pytest.approx(case["standard_error"], rel=1e-9)
    reach = stdtrit(len(case["x"]) - 2, 0.975) * line.standard_error
    assert [line.slope - reach, line.slope + reach] == pytest.approx(case["interval"], rel=1e-9)
    found = ranks(case["y"])
    z = found.s / math.sqrt(found.variance)
    assert found.s == case["s"]
    assert z == pytest.approx(case["z_without_continuity"], rel=1e-9)
    assert math.erfc(abs(z) / math.sqrt(2)) == pytest.approx(case["p_without_continuity"], rel=1e-9)
    n = len(case["y"])
    tied = sum(t * (t - 1) / 2 for t in Counter(case["y"]).values())
    pairs = n * (n - 1) / 2
    assert found.s / math.sqrt(pairs * (pairs - tied)) == pytest.approx(case["tau_b"], rel=1e-9)


def test_the_ranks_of_a_long_series_with_many_ties_are_the_numbers_of_pymannkendall() -> None:
    found = ranks(LONG["y"])
    assert (len(LONG["y"]), found.s) == (353, LONG["s"])
    assert found.variance == pytest.approx(LONG["variance"], rel=1e-12)
    z = (found.s + 1) / math.sqrt(found.variance)
    assert z == pytest.approx(LONG["z"], rel=1e-12)
    assert math.erfc(abs(z) / math.sqrt(2)) == pytest.approx(LONG["p"], rel=1e-12)


# --- the trend --------------------------------------------------------------------------------


def test_a_day_has_one_value_the_mean_of_its_ratings() -> None:
    found = day_values([Rating(day(1), 4), Rating(day(0), 7), Rating(day(1), 5)])
    assert found == (Rating(day(0), 7), Rating(day(1), 4.5))


def test_the_trend_looks_back_eighty_four_days_and_never_ahead() -> None:
    recent = rated([5, 6, 4, 5] * 21, first=84)
    old, ahead = rated([0] * 84), rated([10], first=168)
    assert trend(old + recent + ahead, today=day(167)) == trend(recent, today=day(167))
    assert trend(recent, today=day(167)).n_days == 84


@pytest.mark.parametrize(
    ("days", "label"),
    [
        ([*range(0, 22, 2), 27], Direction.RISING),  # 12 days, span 28
        ([*range(0, 22, 2), 26], Direction.TOO_FEW),  # span 27
        ([*range(0, 20, 2), 27], Direction.TOO_FEW),  # 11 days
        ([], Direction.TOO_FEW),
    ],
)
def test_a_direction_needs_twelve_days_and_a_span_of_four_weeks(
    days: list[int], label: Direction
) -> None:
    found = trend([Rating(day(n), 3 + n / 10) for n in days], today=day(30))
    assert found.label is label
    assert (found.n_days, found.span_days) == (len(days), days[-1] - days[0] + 1 if days else 0)
    assert (found.slope_per_week is None) == (label is Direction.TOO_FEW)


@pytest.mark.parametrize("value", [0, 5, 5.1, 10])
def test_ratings_that_are_all_equal_have_no_slope_and_no_nan(value: float) -> None:
    found = trend(rated([value] * 40), today=day(39))
    assert found.label is Direction.NO_CLEAR_CHANGE
    assert (found.slope_per_week, found.slope_interval_per_week) == (0, (0, 0))
    assert (found.mk_s, found.mk_z, found.mk_p) == (0, 0, 1)


def test_a_clear_but_small_change_has_no_name() -> None:
    small = trend(rated([5 + n * 0.9 / 41 for n in range(42)]), today=day(41))
    enough = trend(rated([5 + n / 41 for n in range(42)]), today=day(41))
    assert small.label is Direction.NO_CLEAR_CHANGE
    assert small.mk_p is not None
    assert small.mk_p < 0.05
    assert enough.label is Direction.RISING


def test_two_days_at_either_end_make_no_direction() -> None:
    # The line is drawn up by the ends alone; the ranks of the weeks between say that nothing rose.
    found = trend(rated([0, 0, *[6, 5] * 14, 10, 10]), today=day(31))
    assert found.slope_interval_per_week is not None
    assert found.slope_interval_per_week[0] > 0
    assert found.mk_p == pytest.approx(0.185496, abs=1e-6)
    assert found.label is Direction.NO_CLEAR_CHANGE


def test_days_that_lie_apart_resemble_each_other_less() -> None:
    daily = trend(rated([5, 6] * 20), today=day(39))
    apart = trend([Rating(day(3 * n), 5 + n % 2) for n in range(14)], today=day(40))
    assert daily.inflation == pytest.approx(1.3 / 0.7)
    assert apart.mean_gap_days == 3
    assert apart.inflation == pytest.approx(1.027 / 0.973)


def test_a_rating_that_is_no_number_is_refused() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="number"):
            Rating(day(0), value)


def test_a_line_needs_three_points_on_more_than_one_day() -> None:
    with pytest.raises(ValueError, match="three points"):
        fitted_line([0, 1], [1, 2])
    with pytest.raises(ValueError, match="one day"):
        fitted_line([1, 1, 1], [1, 2, 3])


def test_ratings_that_end_in_a_jump_of_integers_still_have_a_slope() -> None:
    # The median of all slopes is 0 for most such series; the line of least squares is not.
    values = [5] * 20 + [6] * 8
    assert (trend(rated(values), today=day(27)).slope_per_week or 0) > 0.1


# --- lower than usual -------------------------------------------------------------------------


def test_lower_needs_eight_values_before_and_three_lately() -> None:
    usual, low = rated([6] * 8, first=0), rated([2] * 3, first=30)
    assert lower_than_usual(usual + low, day=day(33)).flag
    for fewer in (usual[1:] + low, usual + low[1:]):
        found = lower_than_usual(fewer, day=day(33))
        assert (found.flag, found.reason) == (False, MoodSignal.TOO_FEW)
        assert found.mean_base is found.diff is found.nap_lower is None


def test_usual_is_five_to_one_weeks_ago_and_lately_the_last_week() -> None:
    every = rated(list(range(60)))
    found = lower_than_usual(every, day=day(50))
    assert (found.n_base, found.n_recent) == (28, 7)
    assert (found.mean_base, found.mean_recent) == (29.5, 47)  # days 16-43 and 44-50


def test_exactly_two_points_lower_is_lower() -> None:
    # In floats 5.6 - 3.6 is a hair less than 2.
    usual = rated([5.6] * 10)
    assert lower_than_usual(usual + rated([3.6] * 3, 20), day=day(22)).flag
    assert not lower_than_usual(usual + rated([3.7] * 3, 20), day=day(22)).flag


def test_a_lower_mean_without_lower_days_is_no_signal() -> None:
    # Recent 10, 10, 0, 0, 0, 0: 5 lower on average, but lower in two thirds of the pairs.
    ratings = rated([8] * 28) + rated([10, 10, 0, 0, 0, 0], first=28)
    found = lower_than_usual(ratings, day=day(34))
    assert found.diff == pytest.approx(-14 / 3)
    assert found.nap_lower == pytest.approx(2 / 3)
    assert found.reason is MoodSignal.NO_SIGNAL


@pytest.mark.parametrize(("since", "flag"), [(0, False), (13, False), (14, True), (-3, False)])
def test_a_signal_rests_for_fourteen_days(since: int, flag: bool) -> None:
    ratings = rated([6] * 28 + [3] * 7)
    last = day(34 - since)
    assert lower_than_usual(ratings, day=day(34), last_flag=last).flag is flag
    assert very_low(rated([6] * 28 + [1] * 7), day=day(34), last_flag=last).flag is flag


def test_no_signal_stays_no_signal_while_it_would_rest() -> None:
    found = lower_than_usual(rated([6] * 35), day=day(34), last_flag=day(30))
    assert found.reason is MoodSignal.NO_SIGNAL


# --- very low ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([6] * 31 + [2, 1, 2], MoodSignal.VERY_LOW),
        ([4] * 31 + [2, 2, 2], MoodSignal.VERY_LOW),
        ([3] * 31 + [2, 2, 2], MoodSignal.USUALLY_LOW),
        ([6] * 31 + [2, 2.5, 2], MoodSignal.NO_SIGNAL),
        ([6] * 31 + [2, 2, 3], MoodSignal.NO_SIGNAL),
        ([None] * 31 + [2, 2, 2], MoodSignal.VERY_LOW),
        ([None] * 32 + [2, 2], MoodSignal.TOO_FEW),
        ([3] * 7 + [None] * 24 + [2, 2, 2], MoodSignal.VERY_LOW),  # seven are not yet "usual"
    ],
)
def test_very_low_is_three_low_values_for_someone_who_is_not_usually_low(
    values: list[float | None], reason: MoodSignal
) -> None:
    found = very_low(rated(values), day=day(33))
    assert found.reason is reason
    assert found.flag is (reason is MoodSignal.VERY_LOW)


def test_three_low_values_count_within_fourteen_days() -> None:
    near = [Rating(day(n), 1) for n in (20, 27, 33)]
    far = [Rating(day(n), 1) for n in (19, 27, 33)]
    assert very_low(near, day=day(33)).flag
    assert very_low(far, day=day(33)).reason is MoodSignal.TOO_FEW
    assert very_low(near, day=day(32)).reason is MoodSignal.TOO_FEW


def test_who_is_always_low_hears_neither_signal() -> None:
    (case,) = [case for case in WORKED["flags"] if case["id"] == "always_low"]
    ratings = unpacked(case["ratings"])
    for n in range(15, 35):
        assert not lower_than_usual(ratings, day=day(n)).flag
        assert very_low(ratings, day=day(n)).reason in (
            MoodSignal.USUALLY_LOW,
            MoodSignal.NO_SIGNAL,
        )


# --- properties -------------------------------------------------------------------------------

brisk = settings(max_examples=60, deadline=None)
sparse = st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=28, max_size=84)
drifting = st.builds(
    lambda noise, up: [None if v is None else v + n * up for n, v in enumerate(noise)],
    st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=28, max_size=60),
    st.sampled_from([-1, 0, 1]),
)


def close(found: Trend, expected: Trend, sign: int = 1) -> None:
    if expected.slope_per_week is None or expected.slope_interval_per_week is None:
        assert found == expected
        return
    interval = [sign * edge for edge in expected.slope_interval_per_week][::sign]
    assert found.slope_per_week == pytest.approx(sign * expected.slope_per_week, abs=1e-9)
    assert found.slope_interval_per_week == pytest.approx(interval, abs=1e-9)
    assert found.mk_s == sign * (expected.mk_s or 0)
    assert found.mk_p == pytest.approx(expected.mk_p, abs=1e-12)


@brisk
@given(st.one_of(sparse, drifting), st.integers(-5, 5))
def test_one_point_more_every_day_changes_no_direction(
    values: list[float | None], more: int
) -> None:
    today = day(len(values) - 1)
    found = trend(rated([None if v is None else v + more for v in values]), today=today)
    expected = trend(rated(values), today=today)
    close(found, expected)
    assert found.label is expected.label


@brisk
@given(st.one_of(sparse, drifting))
def test_time_turned_round_turns_the_direction_round(values: list[float | None]) -> None:
    # First and last filled in, so that the window holds the same days both ways.
    values = [values[0] or 0, *values[1:-1], values[-1] or 0]
    today = day(len(values) - 1)
    expected = trend(rated(values), today=today)
    found = trend(rated(values[::-1]), today=today)
    close(found, expected, sign=-1)
    assert found.label is OPPOSITE.get(expected.label, expected.label)


@brisk
@given(st.one_of(sparse, drifting), st.randoms(use_true_random=False))
def test_ratings_given_twice_or_in_another_order_change_nothing(
    values: list[float | None], chance: Any
) -> None:
    today = day(len(values) - 1)
    twice = rated(values) * 2
    chance.shuffle(twice)
    assert trend(twice, today=today) == trend(rated(values), today=today)


@brisk
@given(
    st.lists(st.builds(Rating, st.integers(0, 90).map(day), st.floats(0, 10)), max_size=60),
    st.integers(0, 90),
)
def test_a_trend_has_numbers_or_too_few_ratings_and_never_nan(
    ratings: list[Rating], today: int
) -> None:
    found = trend(ratings, today=day(today))
    few = found.n_days < 12 or found.span_days < 28
    assert (found.label is Direction.TOO_FEW) == few
    numbers = [v for name, v in asdict(found).items() if name != "label"]
    flat = [x for v in numbers for x in (v if isinstance(v, tuple) else (v,))]
    if few:
        assert set(flat[2:]) == {None}
    else:
        assert all(math.isfinite(x) for x in flat)
        assert found.mk_p is not None
        assert 0 <= found.mk_p <= 1


@brisk
@given(
    st.lists(st.integers(0, 10), min_size=7, max_size=7),
    st.integers(0, 6),
    st.sampled_from([range(7), (0, 2, 4), (0, 1, 2, 5)]),
)
def test_a_single_very_bad_day_never_raises_a_signal(
    week: list[int], bad: int, days_rated: Any
) -> None:
    # The same week five times; in the last one a single day is as low as it can be.
    values: list[float | None] = [week[n % 7] if n % 7 in days_rated else None for n in range(35)]
    if values[28 + bad] is not None:
        values[28 + bad] = 0
    assert not lower_than_usual(rated(values), day=day(34)).flag


def simulated(chance: random.Random, *, autocorrelation: float) -> list[Rating]:
    """84 days of someone whose mood does not change: whole numbers, SD 1.5, 80 % filled in."""
    spread = 1.5 * math.sqrt(1 - autocorrelation**2)
    state = chance.gauss(0, 1.5)
    found = []
    for n in range(84):
        if chance.random() < 0.8:
            found.append(Rating(day(n), min(10, max(0, round(5 + state)))))
        state = autocorrelation * state + chance.gauss(0, spread)
    return found


@pytest.mark.parametrize(("autocorrelation", "at_most"), [(0.2, 0.05), (0.35, 0.08)])
def test_a_stable_mood_seldom_seems_to_have_a_direction(
    autocorrelation: float, at_most: float
) -> None:
    chance = random.Random(20260105)
    labels = [
        trend(simulated(chance, autocorrelation=autocorrelation), today=day(83)).label
        for _ in range(1000)
    ]
    assert Direction.TOO_FEW not in labels
    false = sum(label in OPPOSITE for label in labels)
    # Some are found: a test that never says anything would be safe and useless.
    assert 0 < false / 1000 <= at_most


def test_a_rise_of_three_points_is_mostly_found() -> None:
    chance = random.Random(7)
    found = 0
    for _ in range(200):
        stable = simulated(chance, autocorrelation=0.2)
        rising = [Rating(one.day, one.value + 3 * (one.day - START).days / 83) for one in stable]
        found += trend(rising, today=day(83)).label is Direction.RISING
    assert found >= 160
