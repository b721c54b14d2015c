"""Done moments out of agreed moments: worked weeks, kinds of days, and what never changes them."""

import json
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.participation import (
    Agreement,
    DayKind,
    Entry,
    Rest,
    Status,
    StepHistory,
    SummaryStatus,
    Week,
    at_rest,
    day_kind,
    in_force,
    movement,
    rested,
    route_weeks,
    summary,
    weeks,
)

TABLE = json.loads((Path(__file__).parent / "cases" / "participation.json").read_text("utf-8"))
CASES = TABLE["cases"]
MONDAY = date(2026, 1, 5)
FIVE_WEEKS = 35


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def history(case: dict[str, Any]) -> tuple[list[Agreement], list[Rest], list[Entry]]:
    iso = date.fromisoformat
    return (
        [Agreement(iso(since), *how) for since, *how in case["agreements"]],
        [Rest(iso(start), iso(end)) for start, end in case["rests"]],
        [Entry(iso(on), minutes=minutes, key=key) for on, minutes, key in case["entries"]],
    )


def agreed(per_week: int = 3, minutes: float = 10, since: int = 0) -> list[Agreement]:
    return [Agreement(day(since), per_week, minutes)]


def done(*days: int) -> list[Entry]:
    return [Entry(day(n)) for n in days]


# --- the worked cases -------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_weeks_of_a_worked_case_are_those_numbers(case: dict[str, Any]) -> None:
    expected = [dict(zip(TABLE["columns_of_weeks"], row, strict=True)) for row in case["weeks"]]
    found = weeks(
        *history(case),
        today=date.fromisoformat(case["today"]),
        first=date.fromisoformat(expected[0]["start"]),
    )
    assert len(found) == len(expected)
    for week, row in zip(found, expected, strict=True):
        values = asdict(week)
        assert values.pop("start").isoformat() == row.pop("start")
        del values["rest_days"]
        for name, value in row.items():
            if isinstance(value, float):
                assert values[name] == pytest.approx(value, abs=1e-6), name
            else:
                assert values[name] == value, name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_summary_of_a_worked_case_is_those_numbers(case: dict[str, Any]) -> None:
    found = asdict(summary(weeks(*history(case), today=date.fromisoformat(case["today"]))))
    expected = dict(case["summary"])
    assert [start.isoformat() for start in found.pop("weeks_used")] == expected.pop("weeks_used")
    for name in ("adherence", "adherence_known"):
        value = expected.pop(name)
        assert found.pop(name) == (None if value is None else pytest.approx(value, abs=1e-6))
    assert found == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_without_a_first_day_the_weeks_begin_where_something_began(case: dict[str, Any]) -> None:
    agreements, rests, entries = history(case)
    today = date.fromisoformat(case["today"])
    every = weeks(agreements, rests, entries, today=today, first=date(2025, 11, 3))
    found = weeks(agreements, rests, entries, today=today)
    assert found[0].start == agreements[0].valid_from
    assert found == every[-len(found) :]


# --- agreements, rest and targets -------------------------------------------------------------


def test_a_week_with_rest_asks_for_fewer_days() -> None:
    (week, _) = weeks(agreed(5), [Rest(day(2), day(4))], [], today=day(7))
    assert (week.active_days, week.rest_days, week.target_days) == (4, 3, 3)


def test_a_week_of_rest_is_not_counted_against_anyone() -> None:
    found = weeks(agreed(), [Rest(day(7), day(13))], done(0, 1, 2, 14, 15, 16), today=day(21))
    assert [week.evaluable for week in found] == [True, False, True, False]
    assert (found[1].target_days, found[1].ratio, found[1].rest_days) == (0, None, 7)
    total = summary(found)
    assert (total.counted, total.target, total.adherence) == (6, 6, 1.0)
    assert (total.weeks_with_movement, total.weeks_considered) == (2, 2)


def test_movement_during_rest_is_movement_all_the_same() -> None:
    (week, _) = weeks(agreed(), [Rest(day(0), day(1))], done(0, 1), today=day(7))
    assert (week.movement_days, week.minutes, week.counted) == (2, 20, 2)


def test_an_open_rest_goes_on() -> None:
    found = weeks(agreed(), [Rest(day(3))], [], today=day(14))
    assert [week.rest_days for week in found] == [4, 7, 7]


@pytest.mark.parametrize(
    ("per_week", "active", "target"),
    # round(per_week x active / 7), at least 1 while anything is asked
    [(7, 7, 7), (7, 4, 4), (3, 4, 2), (3, 3, 1), (5, 5, 4), (1, 4, 1), (1, 3, 1), (2, 6, 2)],
)
def test_the_target_is_the_share_of_the_week_that_is_asked(
    per_week: int, active: int, target: int
) -> None:
    (week, _) = weeks(agreed(per_week, since=7 - active), [], [], today=day(7))
    assert (week.active_days, week.target_days) == (active, target)


def test_a_week_counts_from_four_active_days() -> None:
    four = weeks(agreed(since=3), [], done(3), today=day(7))[0]
    three = weeks(agreed(since=4), [], done(4), today=day(7))[0]
    assert (four.evaluable, four.ratio) == (True, 0.5)
    assert (three.evaluable, three.ratio, three.target_days) == (False, None, 1)


def test_nothing_agreed_has_no_target_and_no_dose() -> None:
    (week, _) = weeks(agreed(0), [], done(0), today=day(7))
    assert (week.active_days, week.target_days, week.movement_days) == (0, 0, 1)
    assert week.dose_ratio_raw is None


def test_an_agreement_holds_through_its_last_day_and_brings_no_older_one_back() -> None:
    old, new = Agreement(day(0), 3, 10), Agreement(day(3), 5, 12, until=day(6))
    assert [in_force([new, old], day(n)) for n in (-1, 2, 3, 6, 7)] == [None, old, new, new, None]


def test_of_two_agreements_from_one_day_the_last_counts() -> None:
    first, second = Agreement(day(0), 3, 10), Agreement(day(0), 5, 10)
    assert in_force([first, second], day(1)) == second


def test_there_are_no_weeks_before_anything_began() -> None:
    assert weeks([], [], [], today=day(0)) == ()
    assert weeks(agreed(since=30), [], done(20), today=day(0)) == ()
    assert summary(()).weeks_used == ()
    assert summary(()).adherence is None


def test_impossible_facts_are_refused() -> None:
    for per_week, minutes in ((8, 10), (-1, 10), (3, 0), (3, float("nan"))):
        with pytest.raises(ValueError, match="step"):
            Agreement(day(0), per_week, minutes)
    with pytest.raises(ValueError, match="before the first"):
        Agreement(day(1), 3, 10, until=day(0))
    with pytest.raises(ValueError, match="before the beginning"):
        Rest(day(1), day(0))
    for minutes in (-1, float("inf")):
        with pytest.raises(ValueError, match="minutes"):
            Entry(day(0), minutes=minutes)


# --- what counts as movement ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "minutes", "counts"),
    [
        (Status.DONE, None, 0.5),
        (Status.DONE, 1, 1),
        (Status.DONE, 0.5, None),
        (Status.DONE, 0, None),
        (Status.PARTIAL, 1, 1),
        (Status.PARTIAL, 0.9, None),
        (Status.PARTIAL, None, None),
        (Status.NOT_DONE, 30, None),
        (Status.CANCELLED, 30, None),
        (Status.EXCUSED, None, None),
    ],
)
def test_what_counts_as_movement_for_a_step_of_thirty_seconds(
    status: Status, minutes: float | None, counts: float | None
) -> None:
    found = movement(agreed(minutes=0.5), [Entry(day(0), status, minutes)], today=day(0))
    assert found == ({} if counts is None else {day(0): counts})


def test_done_without_minutes_outside_any_agreement_is_a_day_of_unknown_length() -> None:
    assert movement(agreed(since=7), done(2), today=day(9)) == {day(2): 0}


def test_a_day_has_at_most_1440_minutes() -> None:
    half = [Entry(day(0), minutes=1000)]
    assert weeks(agreed(), [], half * 2, today=day(7))[0].minutes == 1440
    steps = [StepHistory(key, agreed(), [], half) for key in "ab"]
    assert route_weeks(steps, today=day(7))[0].minutes == 1440


def test_a_day_that_has_not_come_is_not_seen() -> None:
    early = weeks(agreed(), [], done(0, 2), today=day(1))[0]
    later = weeks(agreed(), [], done(0, 2), today=day(2))[0]
    assert (early.movement_days, later.movement_days) == (1, 2)


def test_of_two_entries_with_one_key_the_one_that_says_most_counts() -> None:
    pair = [Entry(day(0), Status.NOT_DONE, None, "x"), Entry(day(0), Status.DONE, 5, "x")]
    assert movement(agreed(), pair, today=day(0)) == {day(0): 5}
    assert movement(agreed(), pair[::-1], today=day(0)) == {day(0): 5}


def test_saying_that_it_was_not_done_is_not_the_same_as_silence() -> None:
    said = weeks(agreed(), [], [Entry(day(0), Status.NOT_DONE)], today=day(7))[0]
    silent = weeks(agreed(), [], [], today=day(7))[0]
    assert (said.logged, silent.logged) == (True, False)
    assert said.counted == silent.counted == 0


# --- the summary ------------------------------------------------------------------------------


def test_the_summary_takes_the_last_four_weeks_that_count_within_eight() -> None:
    rests = [Rest(day(7 * 4), day(7 * 9 - 1))]
    found = weeks(agreed(), rests, done(0, 7, 14, 21, 63, 70), today=day(77))
    total = summary(found)
    # Eleven weeks are over; weeks 4-8 were rest, week 3 is the first of the last eight.
    assert total.weeks_used == (day(21), day(63), day(70))
    assert (total.counted, total.target) == (3, 9)
    assert (total.weeks_with_movement, total.weeks_considered) == (3, 3)
    more = summary(weeks(agreed(), [], done(*range(0, 77, 7)), today=day(77)))
    assert more.weeks_used == (day(49), day(56), day(63), day(70))
    assert (more.weeks_with_movement, more.weeks_considered) == (8, 8)


def test_two_silent_weeks_have_a_lower_bound_but_nothing_known() -> None:
    total = summary(weeks(agreed(), [], [], today=day(14)))
    assert total.status is SummaryStatus.OK
    assert (total.adherence, total.adherence_known, total.weeks_without_log) == (0.0, None, 2)


# --- five kinds of day ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "said", "kind"),
    [
        (-1, [], DayKind.NOT_ASKED),
        (-1, [Status.NOT_DONE], DayKind.NOT_ASKED),
        (-1, [Status.DONE], DayKind.DONE),
        (0, [], DayKind.NOT_FILLED_IN),
        (0, [Status.PARTIAL], DayKind.NOT_FILLED_IN),
        (0, [Status.NOT_DONE], DayKind.NOT_DONE),
        (0, [Status.DONE], DayKind.DONE),
        (0, [Status.NOT_DONE, Status.DONE], DayKind.DONE),
        (0, [Status.CANCELLED], DayKind.NOT_ASKED),
        (0, [Status.EXCUSED], DayKind.NOT_ASKED),
        (0, [Status.EXCUSED, Status.NOT_DONE], DayKind.NOT_DONE),
        (2, [], DayKind.REST),
        (2, [Status.NOT_DONE], DayKind.REST),
        (2, [Status.DONE], DayKind.DONE),
    ],
)
def test_the_five_kinds_of_day_are_told_apart(n: int, said: list[Status], kind: DayKind) -> None:
    rests = [Rest(day(-3), day(-2)), Rest(day(2), day(2))]
    entries = [Entry(day(n), status) for status in said] + done(5)
    assert day_kind(day(n), agreed(), rests, entries) is kind


def test_rest_before_anything_was_agreed_is_not_asked() -> None:
    assert day_kind(day(-1), agreed(), [Rest(day(-2))], []) is DayKind.NOT_ASKED
    assert day_kind(day(1), agreed(0), [Rest(day(1))], []) is DayKind.NOT_ASKED


def test_no_minutes_written_down_is_a_day_not_done() -> None:
    assert day_kind(day(0), agreed(), [], [Entry(day(0), minutes=0)]) is DayKind.NOT_DONE


# --- a route of several steps -----------------------------------------------------------------


def test_nine_of_twelve_moments_are_summed_over_the_steps() -> None:
    walk = StepHistory("walk", agreed(7, 5), [], done(0, 1, 2, 3, 4))
    stairs = StepHistory("stairs", agreed(5, 1), [], done(0, 1, 2, 3))
    (week, _) = route_weeks([walk, stairs], today=day(7))
    assert (week.counted, week.target_days, week.ratio) == (9, 12, 0.75)
    assert (week.movement_days, week.minutes, week.extra_days) == (5, 29, 0)
    assert week.planned_minutes == pytest.approx(40)


def test_extra_of_one_step_never_fills_another() -> None:
    walk = StepHistory("walk", agreed(2), [], done(0, 1, 2, 3, 4))
    stairs = StepHistory("stairs", agreed(2), [], [])
    (week, _) = route_weeks([walk, stairs], today=day(7))
    assert (week.counted, week.target_days, week.extra_days) == (2, 4, 3)


def test_a_step_that_just_began_adds_no_target_but_its_movement_is_seen() -> None:
    walk = StepHistory("walk", agreed(3), [], done(0, 1, 2))
    late = StepHistory("late", agreed(7, since=5), [], done(6))
    (week, _) = route_weeks([walk, late], today=day(7))
    assert (week.counted, week.target_days, week.movement_days) == (3, 3, 4)
    assert (week.active_days, week.minutes) == (7, 40)


def test_the_running_week_of_a_route_names_what_all_steps_ask() -> None:
    steps = [StepHistory("a", agreed(3), [], done(0)), StepHistory("b", agreed(2), [], [])]
    (week,) = route_weeks(steps, today=day(1))
    assert (week.movement_days, week.target_days, week.counted, week.ratio) == (1, 5, None, None)


def test_rest_of_one_step_is_rest_moments_while_another_goes_on() -> None:
    resting = StepHistory("a", agreed(3), [Rest(day(0), day(2))], [])
    going = StepHistory("b", agreed(3), [], [])
    (week, _) = route_weeks([resting, going], today=day(7))
    assert (week.active_days, week.rest_days, week.target_days) == (7, 3, 5)


def test_a_route_without_steps_has_no_weeks() -> None:
    assert route_weeks([], today=day(7)) == ()


# --- properties -------------------------------------------------------------------------------

agreement_lists = st.lists(
    st.builds(
        Agreement,
        st.integers(-10, FIVE_WEEKS).map(day),
        st.integers(0, 7),
        st.sampled_from([0.5, 1, 2, 7.5, 10, 45]),
    ),
    max_size=3,
    unique_by=lambda one: one.valid_from,
)
rest_lists = st.lists(
    st.tuples(st.integers(-5, FIVE_WEEKS), st.one_of(st.none(), st.integers(0, 10))).map(
        lambda r: Rest(day(r[0]), None if r[1] is None else day(r[0] + r[1]))
    ),
    max_size=2,
)
entry_lists = st.lists(
    st.builds(
        Entry,
        st.integers(-10, FIVE_WEEKS).map(day),
        st.sampled_from(Status),
        st.one_of(st.none(), st.integers(0, 90), st.sampled_from([0.1, 0.5, 2.3])),
        st.one_of(st.none(), st.sampled_from("abcdef")),
    ),
    max_size=25,
)
todays = st.integers(0, FIVE_WEEKS).map(day)
brisk = settings(max_examples=80, deadline=None)


@brisk
@given(agreement_lists, rest_lists, entry_lists, todays, st.randoms(use_true_random=False))
def test_order_and_reading_twice_never_change_a_number(
    agreements: list[Agreement],
    rests: list[Rest],
    entries: list[Entry],
    today: date,
    chance: Any,
) -> None:
    keyed = [replace(one, key=one.key or f"own-{n}") for n, one in enumerate(entries)]
    mixed = [*keyed, *keyed]
    chance.shuffle(mixed)
    assert weeks(agreements, rests, mixed, today=today) == weeks(
        agreements, rests, keyed, today=today
    )


@brisk
@given(agreement_lists, rest_lists, entry_lists, todays, st.integers(2, 90), st.data())
def test_one_walk_told_as_two_changes_no_number(
    agreements: list[Agreement],
    rests: list[Rest],
    entries: list[Entry],
    today: date,
    minutes: int,
    data: st.DataObject,
) -> None:
    part = data.draw(st.integers(1, minutes - 1))
    on = today - timedelta(days=data.draw(st.integers(0, 20)))
    whole = [*entries, Entry(on, minutes=minutes)]
    parts = [*entries, Entry(on, minutes=part), Entry(on, minutes=minutes - part)]
    assert _rounded(weeks(agreements, rests, whole, today=today)) == _rounded(
        weeks(agreements, rests, parts, today=today)
    )


def _rounded(found: tuple[Week, ...]) -> list[list[Any]]:
    # The sum of floats of two parts may differ from the whole in the fifteenth decimal.
    return [
        [round(v, 9) if isinstance(v, float) else v for v in asdict(week).values()]
        for week in found
    ]


@brisk
@given(agreement_lists, rest_lists, entry_lists, todays, st.integers(-10, FIVE_WEEKS))
def test_one_more_movement_never_lowers_a_number(
    agreements: list[Agreement], rests: list[Rest], entries: list[Entry], today: date, on: int
) -> None:
    first = day(-14)
    before = weeks(agreements, rests, entries, today=today, first=first)
    after = weeks(agreements, rests, [*entries, Entry(day(on))], today=today, first=first)
    for old, new in zip(before, after, strict=True):
        for name in ("movement_days", "minutes", "counted", "extra_days", "ratio", "dose_ratio"):
            assert (getattr(new, name) or 0) >= (getattr(old, name) or 0), name
    was, now = summary(before), summary(after)
    assert now.counted >= was.counted
    assert now.weeks_with_movement >= was.weeks_with_movement
    assert (now.adherence or 0) >= (was.adherence or 0)


@brisk
@given(agreement_lists, rest_lists, entry_lists, todays, st.integers(0, 28), st.integers(0, 6))
def test_rest_without_movement_never_lowers_the_share_of_a_week(
    agreements: list[Agreement],
    rests: list[Rest],
    entries: list[Entry],
    today: date,
    start: int,
    length: int,
) -> None:
    rest = Rest(day(start), day(start + length))
    entries = [one for one in entries if not day(start) <= one.day <= day(start + length)]
    before = weeks(agreements, rests, entries, today=today)
    after = weeks(agreements, [*rests, rest], entries, today=today)
    for old, new in zip(before, after, strict=True):
        if old.ratio is not None and new.ratio is not None:
            assert new.ratio >= old.ratio
        assert new.target_days <= old.target_days


@brisk
@given(agreement_lists, rest_lists, entry_lists, todays, st.sampled_from([7, 70, 84]))
def test_the_same_life_some_weeks_later_has_the_same_numbers(
    agreements: list[Agreement],
    rests: list[Rest],
    entries: list[Entry],
    today: date,
    shift: int,
) -> None:
    by = timedelta(days=shift)  # 70 and 84 days bring January across the clock change of March
    moved = weeks(
        [replace(one, valid_from=one.valid_from + by) for one in agreements],
        [Rest(one.start + by, one.end and one.end + by) for one in rests],
        [replace(one, day=one.day + by) for one in entries],
        today=today + by,
    )
    assert tuple(replace(week, start=week.start - by) for week in moved) == weeks(
        agreements, rests, entries, today=today
    )


@brisk
@given(agreement_lists, rest_lists, entry_lists, todays, entry_lists)
def test_shares_stay_shares_the_running_week_has_none_and_the_future_is_not_seen(
    agreements: list[Agreement],
    rests: list[Rest],
    entries: list[Entry],
    today: date,
    others: list[Entry],
) -> None:
    found = weeks(agreements, rests, entries, today=today)
    for week in found:
        assert week.ratio is None or 0 <= week.ratio <= 1
        assert week.dose_ratio is None or 0 <= week.dose_ratio <= 1
        assert week.evaluable or week.counted is week.ratio is week.extra_days is None
        assert week.active_days + week.rest_days <= 7
    assert not found or not (found[-1].complete or found[-1].evaluable)
    later = [one for one in others if one.day > today]
    assert weeks(agreements, rests, [*entries, *later], today=today) == found


histories = st.builds(StepHistory, st.just("step"), agreement_lists, rest_lists, entry_lists)


@brisk
@given(histories, todays)
def test_a_route_of_one_step_has_the_weeks_of_that_step(step: StepHistory, today: date) -> None:
    assert route_weeks([step], today=today) == weeks(
        step.agreements, step.rests, step.entries, today=today
    )


@brisk
@given(st.lists(histories, min_size=1, max_size=3), todays)
def test_the_weeks_of_a_route_are_made_of_the_weeks_of_its_steps(
    steps: list[StepHistory], today: date
) -> None:
    first = day(-14)
    each = [
        weeks(one.agreements, one.rests, one.entries, today=today, first=first) for one in steps
    ]
    whole = route_weeks(steps, today=today, first=first)
    assert route_weeks(steps[::-1], today=today, first=first) == whole
    for week, *parts in zip(whole, *each, strict=True):
        judged = [part for part in parts if part.evaluable]
        assert week.evaluable == bool(judged)
        assert week.target_days == sum(part.target_days for part in judged or parts)
        if judged:
            assert week.counted == sum(part.counted or 0 for part in judged)
            assert week.extra_days == sum(part.extra_days or 0 for part in judged)
        assert max(p.movement_days for p in parts) <= week.movement_days <= 7
        assert week.movement_days <= sum(p.movement_days for p in parts)
        assert week.logged == any(part.logged for part in parts)


@pytest.mark.parametrize("start", [-40, 0, 5, 9, 30])
@pytest.mark.parametrize("length", [0, 3, 60, None])
def test_the_days_of_rest_are_the_days_at_rest(start: int, length: int | None) -> None:
    begin = date(2026, 1, 5) + timedelta(days=start)
    end = None if length is None else begin + timedelta(days=length)
    rests = (Rest(begin, end), Rest(date(2026, 1, 8), date(2026, 1, 8)))
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(10)]
    found = rested(rests, first=days[0], last=days[-1])
    assert found == {day for day in days if at_rest(rests, day)}
    assert rested(rests, first=days[1], last=days[0]) == frozenset()
