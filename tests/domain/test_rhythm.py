"""The rhythm score: the numbers of uhabits, the worked cases, and how forgiving it is."""

import json
import math
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.participation import Agreement, Entry, Rest, Status
from lib.domain.rhythm import Rhythm, active_days, in_words, next_score, score, series

FOLDER = Path(__file__).parent / "cases"
LOOP = json.loads((FOLDER / "rhythm.json").read_text("utf-8"))
WORKED = json.loads((FOLDER / "participation.json").read_text("utf-8"))["cases"]
EXACT = LOOP["tolerance"]
START = date(2026, 1, 5)


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return START + timedelta(days=n)


def agreed(per_week: int) -> list[Agreement]:
    return [Agreement(START, per_week, 5)]


def done(days: Iterable[int]) -> list[Entry]:
    return [Entry(day(n)) for n in days]


# --- numbers of uhabits -----------------------------------------------------------------------


@pytest.mark.parametrize(("frequency", "previous", "check", "expected"), LOOP["next_score"])
def test_one_day_more_is_the_number_of_uhabits(
    frequency: float, previous: float, check: float, expected: float
) -> None:
    assert next_score(previous, check, frequency=frequency) == pytest.approx(expected, abs=EXACT)


def test_twenty_days_done_are_the_numbers_of_uhabits() -> None:
    # Newest first: today is day 22, the last twenty days are done, the first three are not.
    for back, expected in enumerate(LOOP["daily_20_done"]):
        today = day(22 - back)
        assert score(agreed(7), [], done(range(3, 23)), today=today) == pytest.approx(
            expected, abs=EXACT
        )


def test_days_of_rest_between_leave_the_numbers_of_uhabits_standing() -> None:
    resting = [22 - back for back in (5, 10, 11)]
    entries = done(n for n in range(3, 23) if n not in resting)
    rests = [Rest(day(n), day(n)) for n in resting]
    for back, expected in enumerate(LOOP["daily_with_rest"]):
        assert score(agreed(7), rests, entries, today=day(22 - back)) == pytest.approx(
            expected, abs=EXACT
        )


def test_missed_days_after_rest_are_the_numbers_of_uhabits_but_today_is_not_over() -> None:
    newest, *finished = LOOP["rest_then_missed"]
    entries, rests = done([1]), [Rest(day(2), day(2))]
    found = {one.day: one.score for one in series(agreed(7), rests, entries, today=day(7))}
    for back, expected in enumerate([newest, *finished]):
        on = day(6 - back)
        if on != day(2):
            assert found[on] == pytest.approx(expected, abs=EXACT)
    # Day 6 itself, while it is going on, still has the score of the day before.
    assert score(agreed(7), rests, entries, today=day(6)) == pytest.approx(finished[0], abs=EXACT)


@pytest.mark.parametrize(
    ("checks", "expected"),
    # Two days done of a half-daily habit: 1/2 and then 1 of the doubled window; or met at once.
    [((0.5, 1.0), 0.054816), ((1.0, 1.0), 0.072631)],
)
def test_half_daily_habits_are_the_numbers_of_uhabits(
    checks: tuple[float, ...], expected: float
) -> None:
    found = 0.0
    for check in checks:
        found = next_score(found, check, frequency=0.5)
    assert found == pytest.approx(expected, abs=EXACT)


@pytest.mark.parametrize(
    ("per_week", "days_of_week", "limit"), [(3, (1, 4), 2 / 3), (4, (0, 6), 1 / 2)]
)
def test_a_steady_part_of_the_agreement_becomes_that_part(
    per_week: int, days_of_week: tuple[int, ...], limit: float
) -> None:
    entries = done(7 * week + n for week in range(100) for n in days_of_week)
    assert score(agreed(per_week), [], entries, today=day(699)) == pytest.approx(limit, abs=1e-6)


def test_once_a_week_may_wander_through_the_week() -> None:
    entries = done(7 * week + (6 if week % 2 else 0) for week in range(100))
    assert score(agreed(1), [], entries, today=day(699)) == pytest.approx(1, abs=1e-3)


def test_more_than_agreed_is_no_more_than_full() -> None:
    every_day, as_agreed = done(range(200)), done(range(0, 200, 7))
    found = score(agreed(1), [], every_day, today=day(199))
    assert score(agreed(1), [], as_agreed, today=day(199)) <= found < 1


def test_a_rhythm_is_full_after_ninety_days_or_thirty_nine_weeks() -> None:
    assert score(agreed(7), [], done(range(90)), today=day(89)) > 0.99
    weekly = done(range(0, 39 * 7, 7))
    assert score(agreed(1), [], weekly, today=day(39 * 7 - 1)) > 0.99


# --- the worked cases -------------------------------------------------------------------------


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case["id"])
def test_the_rhythm_of_a_worked_case_is_that_number(case: dict[str, Any]) -> None:
    iso = date.fromisoformat
    facts = (
        [Agreement(iso(since), *how) for since, *how in case["agreements"]],
        [Rest(iso(start), iso(end)) for start, end in case["rests"]],
        [Entry(iso(on), minutes=minutes, key=key) for on, minutes, key in case["entries"]],
    )
    today = iso(case["today"])
    last = series(*facts, today=today)[-1]
    on, expected = case["rhythm_last"]
    assert last.day == iso(on)
    assert last.score == pytest.approx(expected, abs=1e-6)
    assert score(*facts, today=today) == last.score


# --- how forgiving it is ----------------------------------------------------------------------


@pytest.mark.parametrize(("days", "expected"), [(30, 0.80), (66, 0.97)])
def test_perfect_days_grow_to(days: int, expected: float) -> None:
    found = score(agreed(7), [], done(range(days)), today=day(days - 1))
    assert found == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(("per_week", "half_life"), [(7, 13.0), (3, 19.9), (1, 34.4)])
def test_half_of_it_is_left_after(per_week: int, half_life: float) -> None:
    kept = next_score(1.0, 0.0, frequency=per_week / 7)
    assert math.log(0.5) / math.log(kept) == pytest.approx(half_life, abs=0.05)


def test_one_missed_day_after_thirty_costs_five_percent_of_it() -> None:
    before = score(agreed(7), [], done(range(30)), today=day(30))
    after = score(agreed(7), [], done(range(30)), today=day(31))
    assert before - after == pytest.approx((1 - 0.5 ** (1 / 13)) * before, abs=1e-12)
    assert (before - after) / before == pytest.approx(0.0519, abs=5e-5)


def test_rest_after_a_good_time_leaves_it_standing() -> None:
    for per_week in range(1, 8):
        facts = agreed(per_week), [Rest(day(20))], done(range(0, 20, 2))
        assert score(*facts, today=day(60)) == score(*facts, today=day(20))


def test_two_weeks_of_silence_leave_much_and_never_zero() -> None:
    left = score(agreed(7), [], done(range(60)), today=day(74))
    assert left == pytest.approx(0.5 ** (14 / 13) * (1 - 0.5 ** (60 / 13)), abs=1e-12)


def test_there_is_no_rhythm_before_something_was_asked() -> None:
    assert series([], [], done([0]), today=day(3)) == ()
    assert score([], [], done([0]), today=day(3)) == 0
    assert score(agreed(0), [], done([0]), today=day(3)) == 0
    assert score([Agreement(day(9), 7, 1)], [], done([0]), today=day(3)) == 0


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0.0, Rhythm.BEGIN),
        (0.2499, Rhythm.BEGIN),
        (0.25, Rhythm.GROWING),
        (0.4999, Rhythm.GROWING),
        (0.5, Rhythm.FIRMER),
        (0.7499, Rhythm.FIRMER),
        (0.75, Rhythm.STEADY),
        (1.0, Rhythm.STEADY),
    ],
)
def test_a_score_has_a_word_from_fourteen_active_days(value: float, word: Rhythm) -> None:
    assert in_words(value, 14) is word
    assert in_words(value, 13) is None


@pytest.mark.parametrize(
    ("days", "word"),
    [(13, None), (14, Rhythm.FIRMER), (25, Rhythm.FIRMER), (26, Rhythm.STEADY)],
)
def test_done_every_day_it_is_steady_on_day_twenty_six(days: int, word: Rhythm | None) -> None:
    today = day(days - 1)
    value = score(agreed(7), [], done(range(days)), today=today)
    assert in_words(value, active_days(agreed(7), [], today=today)) is word


def test_active_days_are_those_agreed_without_rest_through_today() -> None:
    plan = [Agreement(day(2), 3, 5, until=day(9))]
    assert [active_days(plan, [], today=day(n)) for n in (1, 2, 9, 30)] == [0, 1, 8, 8]
    assert active_days(plan, [Rest(day(0), day(4))], today=day(9)) == 5


def test_a_done_moment_that_leaves_today_out_of_the_series_takes_no_word() -> None:
    plan, today = agreed(3), day(15)
    fewer, more = done([0, 2]), done([0, 1, 2])
    assert series(plan, [], fewer, today=today)[-1].day == today
    assert series(plan, [], more, today=today)[-1].day == day(14)
    assert score(plan, [], more, today=today) > score(plan, [], fewer, today=today)
    assert active_days(plan, [], today=today) == 16


# --- properties -------------------------------------------------------------------------------

brisk = settings(max_examples=80, deadline=None)
plans = st.lists(
    st.builds(Agreement, st.integers(0, 40).map(day), st.integers(0, 7), st.just(5.0)),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.valid_from,
)
pauses = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 15)).map(
        lambda r: Rest(day(r[0]), day(r[0] + r[1]))
    ),
    max_size=2,
)
told = st.lists(
    st.builds(Entry, st.integers(-5, 60).map(day), st.sampled_from(Status), st.just(None)),
    max_size=40,
)
todays = st.integers(0, 60).map(day)


@brisk
@given(plans, pauses, told, todays, st.randoms(use_true_random=False))
def test_the_score_is_a_share_and_the_order_never_matters(
    plan: list[Agreement], rests: list[Rest], entries: list[Entry], today: date, chance: Any
) -> None:
    found = series(plan, rests, entries, today=today)
    assert all(0 <= one.score <= 1 for one in found)
    assert [one.day for one in found] == sorted({one.day for one in found})
    mixed = [*entries, *entries]
    chance.shuffle(mixed)
    assert series(plan, rests, mixed, today=today) == found


@brisk
@given(plans, pauses, told, todays, st.integers(-5, 60))
def test_one_more_done_moment_never_lowers_the_score_of_any_day(
    plan: list[Agreement], rests: list[Rest], entries: list[Entry], today: date, on: int
) -> None:
    before = {one.day: one.score for one in series(plan, rests, entries, today=today)}
    more = [*entries, Entry(day(on))]
    after = {one.day: one.score for one in series(plan, rests, more, today=today)}
    for on_day in before.keys() & after.keys():
        assert after[on_day] >= before[on_day] - 1e-12
    assert before.keys() - after.keys() <= {today}
    assert score(plan, rests, more, today=today) >= score(plan, rests, entries, today=today) - 1e-12


@brisk
@given(plans, pauses, told, st.integers(0, 40), st.integers(1, 20))
def test_during_rest_the_score_stands_still(
    plan: list[Agreement], rests: list[Rest], entries: list[Entry], start: int, length: int
) -> None:
    resting = [*rests, Rest(day(start), day(start + length))]
    begin = score(plan, resting, entries, today=day(start))
    assert score(plan, resting, entries, today=day(start + length)) == begin


@brisk
@given(plans, pauses, told, todays)
def test_silence_never_takes_all_of_it(
    plan: list[Agreement], rests: list[Rest], entries: list[Entry], today: date
) -> None:
    found = [one.score for one in series(plan, rests, entries, today=today)]
    for earlier, later in pairwise(found):
        assert later >= earlier * 0.5 ** (1 / 13) - 1e-12
