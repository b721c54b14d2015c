"""Does moving help this person: worked cases, R, and what chance alone would show."""

import json
import math
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import stdtr

from lib.domain.effect import (
    AfterMoving,
    Basis,
    Effect,
    Level,
    Moving,
    Pair,
    Told,
    effect,
    mean_change,
    on_an_average_day,
    valid_pairs,
)
from lib.domain.mood import Rating

FOLDER = Path(__file__).parent / "cases"
WORKED = json.loads((FOLDER / "effect.json").read_text("utf-8"))
PAIRED = json.loads((FOLDER / "paired.json").read_text("utf-8"))
START = date(2026, 2, 2)
NOON = datetime(2026, 2, 2, 11, 0, tzinfo=UTC)
OPPOSITE = {
    AfterMoving.MOSTLY_BETTER: AfterMoving.MOSTLY_LESS_WELL,
    AfterMoving.MOSTLY_LESS_WELL: AfterMoving.MOSTLY_BETTER,
}


def day(n: int) -> date:
    """The nth day from Monday 2 February 2026."""
    return START + timedelta(days=n)


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def moved(n: int, before: float | None, after: float | None) -> Moving:
    """Half an hour of moving at noon of the nth day, with both numbers at its edges."""
    start = NOON + timedelta(days=n)
    end = start + minutes(30)
    return Moving(
        start=start,
        end=end,
        before=None if before is None else Told(start, before),
        after=None if after is None else Told(end, after),
    )


def unpacked(case: dict[str, Any]) -> tuple[list[Moving], list[Rating]]:
    days = [(date.fromisoformat(on) - START).days for on, _, _ in case["pairs"]]
    movings = [moved(n, b, a) for n, (_, b, a) in zip(days, case["pairs"], strict=True)]
    return movings, [Rating(date.fromisoformat(on), value) for on, value in case["ratings"]]


def of(pairs: list[tuple[float, float]], ratings: list[Rating] | None = None) -> Effect:
    """The effect of these pairs on the days from 2 February on."""
    movings = [moved(n, before, after) for n, (before, after) in enumerate(pairs)]
    return effect(movings, ratings or [], today=day(83))


def usual(*values: float, first: int = 50) -> list[Rating]:
    """Ratings of days without moving."""
    return [Rating(day(first + n), value) for n, value in enumerate(values)]


# --- the worked cases -------------------------------------------------------------------------


@pytest.mark.parametrize("case", WORKED["cases"], ids=lambda case: case["id"])
def test_the_effect_of_a_worked_case_is_those_numbers(case: dict[str, Any]) -> None:
    found = effect(*unpacked(case), today=day(27))
    expected = case["expected"]
    assert (found.n, found.better, found.same, found.worse) == tuple(
        expected[name] for name in ("n", "better", "same", "worse")
    )
    assert (found.level, found.label) == (expected["level"], expected["label"])
    if "basis" not in expected:
        assert found.mean_change is found.estimate is found.interval is found.basis is None
        return
    assert found.basis == expected["basis"]
    assert found.mean_change == found.estimate
    assert found.mean_change == pytest.approx(expected["mean_change"], abs=WORKED["tolerance"])
    assert found.interval == pytest.approx(expected["interval"], abs=WORKED["tolerance"])


@pytest.mark.parametrize("case", PAIRED["cases"], ids=lambda case: case["id"])
def test_a_mean_change_is_the_numbers_of_r(case: dict[str, Any]) -> None:
    changes = [after - before for before, after in zip(case["before"], case["after"], strict=True)]
    found = mean_change(changes)
    n = len(changes)
    assert found.mean == pytest.approx(case["mean"], abs=PAIRED["tolerance"])
    assert found.deviation == pytest.approx(case["deviation"], abs=PAIRED["tolerance"])
    assert found.interval == pytest.approx(case["interval"], abs=PAIRED["tolerance"])
    t = found.mean / (found.deviation / math.sqrt(n))
    assert t == pytest.approx(case["t"], abs=PAIRED["tolerance"])
    assert 2 * stdtr(n - 1, -abs(t)) == pytest.approx(case["p"], abs=PAIRED["tolerance"])


@pytest.mark.parametrize(
    "case",
    [case for case in PAIRED["cases"] if min(case["before"] + case["after"]) >= 0],
    ids=lambda case: case["id"],
)
def test_pairs_that_went_up_stayed_and_went_down_are_counted(case: dict[str, Any]) -> None:
    found = of(list(zip(case["before"], case["after"], strict=True)))
    assert (found.better, found.same, found.worse) == (case["better"], case["same"], case["worse"])


# --- what a pair is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("early", "late", "counts"),
    [
        (0, 0, True),
        (60, 60, True),
        (61, 0, False),
        (0, 61, False),
        (-1, 0, False),  # given while moving already
        (0, -1, False),
    ],
)
def test_a_pair_is_a_number_within_the_hour_before_and_within_the_hour_after(
    early: int, late: int, counts: bool
) -> None:
    one = moved(0, 4, 6)
    one = replace(
        one,
        before=Told(one.start - minutes(early), 4),
        after=Told(one.end + minutes(late), 6),
    )
    assert valid_pairs([one]) == ((Pair(day(0), 4, 6),) if counts else ())


@pytest.mark.parametrize(("later", "counts"), [(0, True), (120, True), (121, False)])
def test_what_is_written_down_more_than_two_hours_later_makes_no_pair(
    later: int, counts: bool
) -> None:
    one = moved(0, 4, 6)
    assert bool(valid_pairs([replace(one, written_at=one.end + minutes(later))])) is counts


@pytest.mark.parametrize(("before", "after"), [(None, 6), (4, None), (None, None)])
def test_one_number_is_no_pair(before: float | None, after: float | None) -> None:
    assert valid_pairs([moved(0, before, after)]) == ()


def test_only_the_first_time_of_a_day_makes_a_pair() -> None:
    first, second = moved(0, 4, 6), moved(0, 6, 9)
    second = replace(
        second,
        start=first.end + minutes(60),
        end=first.end + minutes(90),
        before=Told(first.end + minutes(50), 6),
        after=Told(first.end + minutes(95), 9),
    )
    assert valid_pairs([second, first]) == (Pair(day(0), 4, 6),)
    # Nor does the second when nobody gave a number the first time: its before is an after.
    assert valid_pairs([second, replace(first, before=None)]) == ()


def test_late_in_the_evening_belongs_to_the_day_in_amsterdam() -> None:
    evening = datetime(2026, 2, 2, 23, 30, tzinfo=UTC)
    one = Moving(evening, evening + minutes(10), Told(evening, 4), Told(evening + minutes(10), 5))
    assert valid_pairs([one])[0].day == day(1)


def test_a_moment_of_moving_may_begin_and_end_at_once() -> None:
    one = Moving(NOON, NOON, Told(NOON, 4), Told(NOON, 5))
    assert valid_pairs([one]) == (Pair(day(0), 4, 5),)


def test_two_changes_are_the_least_that_have_an_interval() -> None:
    found = mean_change([1, 2])
    assert found.interval == pytest.approx((1.5 - 12.7062 * 0.5, 1.5 + 12.7062 * 0.5), abs=1e-4)


def test_impossible_facts_are_refused() -> None:
    for value in (-0.5, 10.5, float("nan")):
        with pytest.raises(ValueError, match="0 to 10"):
            Told(NOON, value)
    with pytest.raises(ValueError, match="before the start"):
        Moving(NOON, NOON - minutes(1))
    with pytest.raises(ValueError, match="two changes"):
        mean_change([1])


# --- how much may be said ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "level"),
    [
        (0, Level.LIST),
        (5, Level.LIST),
        (6, Level.COUNTS),
        (9, Level.COUNTS),
        (10, Level.ESTIMATE),
    ],
)
def test_so_many_pairs_may_say_so_much(n: int, level: Level) -> None:
    found = of([(4, 6)] * n)
    assert found.level is level
    assert (found.label is AfterMoving.TOO_FEW) == (n < 10)
    assert (found.estimate is None) == (n < 10)
    assert (found.n, found.better) == (n, n)


def test_the_last_eighty_four_days_are_looked_at() -> None:
    movings = [moved(n, 4, 6) for n in (0, 1, 83, 84)]
    assert [pair.day for pair in effect(movings, [], today=day(83)).pairs] == [
        day(0),
        day(1),
        day(83),
    ]
    assert effect(movings, [], today=day(84)).n == 3
    assert effect([], usual(5, 5, first=0), today=day(84)).days_without == 1


def test_a_clear_but_small_rise_has_no_name() -> None:
    small = of([(5, 5.4)] * 5 + [(5, 5.5)] * 5)
    enough = of([(5, 5.5)] * 10)
    assert small.interval is not None
    assert small.interval[0] > 0
    assert small.label is AfterMoving.MIXED_OR_UNCLEAR
    assert enough.label is AfterMoving.MOSTLY_BETTER


def test_a_rise_that_chance_may_bring_has_no_name() -> None:
    found = of([(4, 8), (6, 2), (4, 8), (6, 5), (5, 9)] * 2)
    assert found.estimate == pytest.approx(1.4)
    assert found.label is AfterMoving.MIXED_OR_UNCLEAR


# --- regression to the mean -------------------------------------------------------------------

# Every pair ends half-way between where it began and 6: nothing but going back to usual.
BACK_TO_SIX = [(n, 3 + n / 2) for n in (1, 2, 3, 4, 5)] * 2


@pytest.mark.parametrize(("days", "basis"), [(9, Basis.RAW), (10, Basis.CORRECTED)])
def test_what_is_usual_takes_ten_days_without_moving(days: int, basis: Basis) -> None:
    found = of(BACK_TO_SIX, usual(*[6] * days))
    assert (found.days_without, found.basis) == (days, basis)
    assert found.mean_change == pytest.approx(1.5)
    assert (found.estimate == found.mean_change) == (basis is Basis.RAW)


def test_going_back_to_usual_is_not_what_moving_does() -> None:
    # m is 6: thirty days of 7, and ten numbers before moving of 3 on average.
    found = of(BACK_TO_SIX, usual(*[7] * 30))
    assert found.estimate == pytest.approx(0, abs=1e-12)
    assert found.label is AfterMoving.MIXED_OR_UNCLEAR
    assert of(BACK_TO_SIX).label is AfterMoving.MOSTLY_BETTER


def test_the_correction_is_the_intercept_of_a_least_squares_line() -> None:
    pairs = [Pair(day(n), *both) for n, both in enumerate([(2, 5), (4, 4), (6, 7), (8, 7)])]
    found = on_an_average_day(pairs, 5)
    # By hand: x -3 -1 1 3, change 3 0 1 -1; slope -0.55, intercept 0.75, SSE 2.7, Sxx 20.
    assert found.mean == pytest.approx(0.75)
    assert found.deviation == pytest.approx(math.sqrt(2.7 / 2))
    reach = 4.302652729911275 * math.sqrt(2.7 / 2) * math.sqrt(1 / 4)
    assert found.interval == pytest.approx((0.75 - reach, 0.75 + reach))
    # On a day that begins two points lower the line is higher, and less certain.
    low = on_an_average_day(pairs, 3)
    reach = 4.302652729911275 * math.sqrt(2.7 / 2) * math.sqrt(1 / 4 + 4 / 20)
    assert low.mean == pytest.approx(0.75 + 2 * 0.55)
    assert low.interval == pytest.approx((low.mean - reach, low.mean + reach))


def test_numbers_before_that_are_all_equal_leave_nothing_to_correct() -> None:
    found = of([(5, 6), (5, 7)] * 5, usual(*[6] * 20))
    assert (found.basis, found.estimate) == (Basis.RAW, 1.5)


def test_a_day_with_moving_is_no_day_without_although_it_makes_no_pair() -> None:
    movings = [moved(n, *both) for n, both in enumerate(BACK_TO_SIX)] + [moved(20, 3, None)]
    ratings = usual(6, 6, first=20)
    assert effect(movings, ratings, today=day(40)).days_without == 1


def test_what_is_usual_counts_each_day_once_and_the_first_number_before_it() -> None:
    twice = usual(*[6] * 10) + usual(*[8] * 10)
    assert of(BACK_TO_SIX, twice) == of(BACK_TO_SIX, usual(*[7] * 10))
    again = [moved(n, 0, None) for n in range(10)]
    again = [replace(m, start=m.start + minutes(90), end=m.end + minutes(90)) for m in again]
    movings = [moved(n, *both) for n, both in enumerate(BACK_TO_SIX)]
    days = usual(*[7] * 10)
    assert effect(movings + again, days, today=day(83)) == of(BACK_TO_SIX, days)


def simulated(chance: random.Random) -> Effect:
    """Someone whose mood moving does not change, and who moves on days that begin low.

    Whole numbers around 5.5 with SD 1.5; a number half an hour later looks half like the one
    before.
    """
    movings, ratings = [], []
    for n in range(84):
        mood = chance.gauss(0, 1.5)
        later = mood / 2 + chance.gauss(0, 1.5 * math.sqrt(0.75))
        before, after = (min(10, max(0, round(5.5 + each))) for each in (mood, later))
        if len(movings) < 14 and chance.random() < (0.36 if mood < 0 else 0.04):
            movings.append(moved(n, before, after))
        else:
            ratings.append(Rating(day(n), before))
    return effect(movings, ratings, today=day(83))


def test_moving_on_bad_days_alone_does_not_look_like_help() -> None:
    chance = random.Random(20260202)
    found = [one for one in (simulated(chance) for _ in range(600)) if one.n >= 10]
    assert len(found) > 400
    raw = sum(one.mean_change or 0 for one in found) / len(found)
    corrected = sum(one.estimate or 0 for one in found) / len(found)
    assert {one.basis for one in found} == {Basis.CORRECTED}
    assert raw > 0.3
    assert abs(corrected) < 0.1
    named = sum(one.label is AfterMoving.MOSTLY_BETTER for one in found) / len(found)
    assert 0 < named < 0.07


# --- properties -------------------------------------------------------------------------------

brisk = settings(max_examples=80, deadline=None)
numbers = st.integers(0, 10)
all_pairs = st.lists(st.tuples(numbers, numbers), max_size=30)


@brisk
@given(all_pairs)
def test_before_and_after_exchanged_turn_everything_round(pairs: list[tuple[int, int]]) -> None:
    found, turned = of(pairs), of([(after, before) for before, after in pairs])
    assert (turned.better, turned.same, turned.worse) == (found.worse, found.same, found.better)
    assert turned.label is OPPOSITE.get(found.label, found.label)
    if found.estimate is not None and found.interval is not None:
        assert turned.estimate == pytest.approx(-found.estimate, abs=1e-12)
        assert turned.interval == pytest.approx([-edge for edge in found.interval[::-1]], abs=1e-12)


@brisk
@given(all_pairs, st.lists(numbers, max_size=20), st.randoms(use_true_random=False))
def test_the_order_never_matters_and_no_number_is_nan(
    pairs: list[tuple[int, int]], others: list[int], chance: Any
) -> None:
    found = of(pairs, usual(*others))
    movings = [moved(n, *both) for n, both in enumerate(pairs)]
    chance.shuffle(movings)
    assert effect(movings, usual(*others)[::-1], today=day(83)) == found
    given_numbers = [found.mean_change, found.estimate, *(found.interval or ())]
    assert all(one is None or math.isfinite(one) for one in given_numbers)
    assert (found.estimate is None) == (len(pairs) < 10)


@brisk
@given(
    st.lists(st.tuples(st.integers(2, 8), st.integers(2, 8)), min_size=10, max_size=20),
    st.lists(st.integers(2, 8), min_size=10, max_size=20),
    st.integers(-2, 2),
)
def test_a_life_a_point_higher_has_the_same_effect(
    pairs: list[tuple[int, int]], others: list[int], more: int
) -> None:
    found = of(pairs, usual(*others))
    higher = of([(b + more, a + more) for b, a in pairs], usual(*(o + more for o in others)))
    assert found.estimate is not None
    assert higher.estimate == pytest.approx(found.estimate, abs=1e-9)
    assert higher.interval == pytest.approx(found.interval, abs=1e-9)


@brisk
@given(
    st.lists(st.tuples(numbers, numbers), min_size=10, max_size=20),
    st.lists(numbers, min_size=10, max_size=20),
)
def test_a_label_needs_the_interval_and_half_a_point(
    pairs: list[tuple[int, int]], others: list[int]
) -> None:
    found = of(pairs, usual(*others))
    assert found.interval is not None
    assert found.estimate is not None
    low, high = found.interval
    assume(min(abs(low), abs(high)) > 1e-9)
    better = low > 0 and found.estimate >= 0.5 - 1e-9
    worse = high < 0 and found.estimate <= -0.5 + 1e-9
    assert (found.label is AfterMoving.MOSTLY_BETTER) == better
    assert (found.label is AfterMoving.MOSTLY_LESS_WELL) == worse
