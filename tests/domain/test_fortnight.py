"""The coming two weeks: what was agreed, each moment once, and never a day of rest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.calendar import week_start
from lib.domain.fortnight import SPAN_DAYS, Day, Fortnight, Week, coming, smallest
from lib.domain.participation import StepHistory, route_weeks
from lib.domain.routes import (
    AgreedRest,
    Proposer,
    SizeOf,
    Step,
    Version,
    agreements,
    rests_of,
)
from tests.cast import step

MADE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 30)
FRIDAY = date(2026, 11, 27)
WALK = step("walk", per_week=3)
DAILY = step("window", per_week=7)
CYCLE = replace(step("cycle", per_week=2), days=(2, 5), at=time(10, 0))


def version(*steps: Step, since: date = date(2026, 11, 2), number: int = 1) -> Version:
    return Version(number, since, steps, Proposer.CLIENT, "dit past", "Ines", MADE)


def rest(
    start: date, end: date | None, of: str | None = None, *, begin_with: str | None = None
) -> AgreedRest:
    return AgreedRest(f"{of}{start}", of, start, end, "moe", begin_with=begin_with)


def times(week: Week) -> dict[str, int]:
    return {one.step.key: one.times for one in week.any_day}


def fixed(found: Fortnight) -> dict[date, list[str]]:
    return {day.day: [one.key for one in day.fixed] for day in found.days if day.fixed}


def again(found: Fortnight) -> dict[date, list[str]]:
    return {day.day: [one.key for one in day.begin_again] for day in found.days if day.begin_again}


def on(found: Fortnight, day: date) -> Day:
    return next(one for one in found.days if one.day == day)


# -- days and weeks ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "lengths"),
    [
        (date(2026, 11, 30), [7, 7]),
        (date(2026, 12, 1), [6, 7, 1]),
        (date(2026, 11, 27), [3, 7, 4]),
        (date(2026, 11, 29), [1, 7, 6]),
        # The clock goes back on 25 October 2026 and forward on 28 March 2027; a year turns.
        (date(2026, 10, 21), [5, 7, 2]),
        (date(2027, 3, 24), [5, 7, 2]),
        (date(2026, 12, 24), [4, 7, 3]),
    ],
)
def test_fourteen_days_from_today_stand_in_weeks_from_monday(
    today: date, lengths: list[int]
) -> None:
    found = coming([version(WALK)], (), today=today)
    assert [one.day for one in found.days] == [today + timedelta(days=n) for n in range(SPAN_DAYS)]
    assert [len(week.days) for week in found.weeks] == lengths
    assert all(week.start == week_start(day.day) for week in found.weeks for day in week.days)
    assert [week.goes_on for week in found.weeks] == [
        *([False] * (len(lengths) - 1)),
        lengths[-1] < 7 and len(lengths) == 3,
    ]
    assert found.today == today


def test_without_a_route_nothing_is_asked() -> None:
    for versions in ([], [version()], [version(WALK, since=FRIDAY + timedelta(days=14))]):
        found = coming(versions, [rest(FRIDAY, None)], today=FRIDAY)
        assert found.empty
        assert all(week.empty for week in found.weeks)
    assert not coming([], (), today=FRIDAY, appointments=[MADE + timedelta(days=25)]).empty


# -- steps of any day -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (MONDAY, [(3, 7), (3, 7)]),
        # Of a running week as many as still fit; the last week counts as a whole.
        (date(2026, 12, 2), [(3, 5), (3, 7), (3, 7)]),
        (date(2026, 12, 5), [(2, 2), (3, 7), (3, 7)]),
        (date(2026, 12, 6), [(1, 1), (3, 7), (3, 7)]),
    ],
)
def test_a_step_of_any_day_stands_with_its_week(
    today: date, expected: list[tuple[int, int]]
) -> None:
    found = coming([version(WALK, DAILY)], (), today=today)
    assert [(times(week)["walk"], times(week)["window"]) for week in found.weeks] == expected
    assert [one.daily for one in found.weeks[0].any_day] == [False, True]
    assert fixed(found) == {}


@pytest.mark.parametrize(
    ("days_of_rest", "walk", "window"),
    [(0, 3, 7), (1, 3, 6), (2, 2, 5), (3, 2, 4), (4, 1, 3), (6, 1, 1), (7, None, None)],
)
def test_a_week_with_rest_asks_for_fewer_days(
    days_of_rest: int, walk: int | None, window: int | None
) -> None:
    rests = [rest(MONDAY, MONDAY + timedelta(days=days_of_rest - 1))] if days_of_rest else []
    first, second = coming([version(WALK, DAILY)], rests, today=MONDAY).weeks
    assert (times(first).get("walk"), times(first).get("window")) == (walk, window)
    assert times(second) == {"walk": 3, "window": 7}


def test_rest_that_has_gone_by_in_this_week_asks_for_fewer_days_too() -> None:
    rests = [rest(MONDAY, MONDAY + timedelta(days=2))]
    first = coming([version(WALK)], rests, today=MONDAY + timedelta(days=3)).weeks[0]
    assert times(first) == {"walk": 2}


def test_rest_of_one_step_leaves_the_others_as_they_were() -> None:
    found = coming([version(WALK, DAILY, CYCLE)], [rest(MONDAY, None, "walk")], today=MONDAY)
    assert [times(week) for week in found.weeks] == [{"window": 7}, {"window": 7}]
    assert len(fixed(found)) == 4
    assert [[one.step and one.step.key for one in day.pauses] for day in found.days] == [
        ["walk"]
    ] * 14


def test_the_steps_of_a_week_stand_in_the_order_of_the_route() -> None:
    week = coming([version(DAILY, WALK)], (), today=MONDAY).weeks[0]
    assert list(times(week)) == ["window", "walk"]


# -- fixed days -------------------------------------------------------------------------------


def test_a_step_of_fixed_days_stands_on_these_days_alone() -> None:
    found = coming([version(CYCLE)], (), today=FRIDAY)
    assert fixed(found) == {
        date(2026, 11, 28): ["cycle"],
        date(2026, 12, 2): ["cycle"],
        date(2026, 12, 5): ["cycle"],
        date(2026, 12, 9): ["cycle"],
    }
    assert all(not week.any_day for week in found.weeks)


def test_what_has_a_time_comes_first_on_a_day() -> None:
    steps = [
        replace(step(name, per_week=1), days=(0,), at=at)
        for name, at in (
            ("loose", None), ("late", time(19, 30)), ("other", None), ("early", time(8, 0)),
        )
    ]  # fmt: skip
    found = coming([version(*steps)], (), today=MONDAY)
    assert fixed(found)[MONDAY] == ["early", "late", "loose", "other"]


def test_a_fixed_day_that_is_rest_asks_nothing() -> None:
    found = coming([version(CYCLE)], [rest(date(2026, 12, 2), date(2026, 12, 4))], today=MONDAY)
    assert sorted(fixed(found)) == [
        date(2026, 12, 5),
        date(2026, 12, 9),
        date(2026, 12, 12),
    ]


# -- versions ---------------------------------------------------------------------------------


def test_a_later_version_counts_from_its_day() -> None:
    later = version(replace(WALK, per_week=5), CYCLE, since=date(2026, 12, 7), number=2)
    found = coming([version(WALK, DAILY), later], (), today=MONDAY)
    assert [times(week) for week in found.weeks] == [{"walk": 3, "window": 7}, {"walk": 5}]
    assert sorted(fixed(found)) == [date(2026, 12, 9), date(2026, 12, 12)]


def test_of_two_versions_on_one_day_the_last_made_counts() -> None:
    found = coming([version(WALK), version(DAILY, number=2)], (), today=MONDAY)
    assert times(found.weeks[0]) == {"window": 7}


def test_a_version_of_today_asks_the_week_for_what_it_says() -> None:
    wednesday = date(2026, 12, 2)
    now = version(replace(WALK, per_week=4), since=wednesday, number=2)
    found = coming([version(WALK), now], (), today=wednesday)
    assert [times(week)["walk"] for week in found.weeks] == [4, 4, 4]


def test_a_step_that_changes_within_a_week_stands_there_as_it_will_be() -> None:
    later = version(replace(WALK, per_week=5), since=date(2026, 12, 2), number=2)
    found = coming([version(WALK), later], (), today=MONDAY)
    assert [times(week) for week in found.weeks] == [{"walk": 5}, {"walk": 5}]


def test_a_step_that_gets_fixed_days_within_a_week_is_not_asked_twice() -> None:
    friday = date(2026, 12, 4)
    for days, left in (((4, 5, 6), None), ((0, 4), 1)):
        later = version(replace(WALK, days=days, per_week=len(days)), since=friday, number=2)
        found = coming([version(WALK), later], (), today=MONDAY)
        shown = [day for day in fixed(found) if day < date(2026, 12, 7)]
        asked = times(found.weeks[0]).get("walk", 0) + len(shown)
        assert asked == 3
        assert times(found.weeks[1]) == {}
        assert left is None or len(shown) == left


def test_a_step_that_leaves_the_route_fits_in_the_days_before() -> None:
    found = coming(
        [version(WALK), version(DAILY, since=date(2026, 12, 2), number=2)], (), today=MONDAY
    )
    assert times(found.weeks[0]) == {"window": 5, "walk": 2}


# -- rest, and beginning again ----------------------------------------------------------------


def test_rest_of_the_whole_route_is_named_alone() -> None:
    rests = [rest(MONDAY, None), rest(MONDAY, None, "walk")]
    found = coming([version(WALK)], rests, today=MONDAY)
    assert [[one.step for one in day.pauses] for day in found.days] == [[None]] * 14


def test_rest_of_a_step_that_is_not_on_the_route_is_not_named() -> None:
    found = coming([version(WALK)], [rest(MONDAY, None, "window")], today=MONDAY)
    assert not any(day.pauses for day in found.days)


SMALL = replace(step("small"), mini=SizeOf("één keer", 30))
ROUTE = version(WALK, SMALL, DAILY)
END = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("rests", "ready"),
    [
        ([rest(MONDAY, END, begin_with="window")], ["window"]),
        ([rest(MONDAY, END)], ["small"]),
        ([rest(MONDAY, END, begin_with="gone")], ["small"]),
        # A rest of one step: that step itself, or what was chosen.
        ([rest(MONDAY, END, "walk")], ["walk"]),
        ([rest(MONDAY, END, "walk", begin_with="small")], ["small"]),
        ([rest(MONDAY, END, "gone")], []),
        # Two rests that end on one day.
        ([rest(MONDAY, END, "walk"), rest(MONDAY, END, "window")], ["walk", "window"]),
        (
            [
                rest(MONDAY, END, "walk", begin_with="small"),
                rest(MONDAY, END, "window", begin_with="small"),
            ],
            ["small"],
        ),
        # The smallest itself still rests.
        ([rest(MONDAY, END), rest(END + timedelta(days=1), None, "small")], ["walk"]),
        # It goes on as another rest.
        ([rest(MONDAY, END), rest(END + timedelta(days=1), None)], []),
        ([rest(MONDAY, END, "walk"), rest(END + timedelta(days=1), None)], []),
        (
            [
                rest(MONDAY, END, "walk", begin_with="small"),
                rest(END + timedelta(days=1), None, "walk"),
            ],
            [],
        ),
        ([rest(MONDAY, None)], []),
    ],
)
def test_after_rest_a_step_stands_ready(rests: Sequence[AgreedRest], ready: list[str]) -> None:
    found = coming([ROUTE], rests, today=MONDAY)
    assert again(found) == ({END + timedelta(days=1): ready} if ready else {})


@pytest.mark.parametrize(
    ("end", "shown"),
    [
        (MONDAY - timedelta(days=2), None),
        # It ended yesterday: today is the day to begin again.
        (MONDAY - timedelta(days=1), MONDAY),
        (MONDAY + timedelta(days=12), MONDAY + timedelta(days=13)),
        (MONDAY + timedelta(days=13), None),
    ],
)
def test_only_the_first_day_after_rest_says_begin_again(end: date, shown: date | None) -> None:
    found = coming([ROUTE], [rest(date(2026, 11, 9), end)], today=MONDAY)
    assert list(again(found)) == ([shown] if shown else [])


def test_the_smallest_step_is_that_of_the_shortest_mini_and_the_first_of_several() -> None:
    assert smallest(ROUTE) == SMALL
    assert smallest(version(WALK, DAILY)) == WALK
    assert smallest(version()) is None


# -- appointments -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-12-02T13:30Z", date(2026, 12, 2)),
        ("2026-12-01T23:15Z", date(2026, 12, 2)),
        ("2026-12-13T22:59Z", date(2026, 12, 13)),
        ("2026-12-13T23:00Z", None),
        ("2026-11-29T22:59Z", None),
        ("2026-11-29T23:00Z", MONDAY),
    ],
)
def test_an_appointment_stands_on_its_day_in_amsterdam(instant: str, day: date | None) -> None:
    at = datetime.fromisoformat(instant)
    found = coming([version(WALK)], (), today=MONDAY, appointments=[at])
    assert [one.day for one in found.days if one.appointments] == ([day] if day else [])


def test_appointments_of_one_day_stand_in_their_order() -> None:
    early, late = (datetime(2026, 12, 2, hour, tzinfo=UTC) for hour in (8, 14))
    found = coming([], (), today=MONDAY, appointments=[late, early])
    assert on(found, date(2026, 12, 2)).appointments == (early, late)


def test_an_appointment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 12, 2, 9)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="time zone"):
        coming([], (), today=MONDAY, appointments=[naive])


# -- whatever was agreed ----------------------------------------------------------------------

DAYS = st.dates(date(2026, 10, 12), date(2027, 4, 11))


@st.composite
def steps(draw: st.DrawFn) -> Step:
    per_week = draw(st.integers(1, 7))
    days = draw(
        st.one_of(st.just(()), st.permutations(range(7)).map(lambda p: tuple(sorted(p[:per_week]))))
    )
    return replace(step("s", per_week=per_week), days=days)


@st.composite
def routes(draw: st.DrawFn) -> tuple[Step, ...]:
    found = draw(st.lists(steps(), min_size=1, max_size=4))
    return tuple(replace(one, key=f"s{n}") for n, one in enumerate(found))


@st.composite
def rests(draw: st.DrawFn) -> tuple[AgreedRest, ...]:
    found = []
    for n in range(draw(st.integers(0, 4))):
        start = draw(DAYS)
        length = draw(st.one_of(st.none(), st.integers(0, 20)))
        end = None if length is None else start + timedelta(days=length)
        of = draw(st.sampled_from([None, "s0", "s1"]))
        found.append(AgreedRest(f"r{n}", of, start, end, "moe"))
    return tuple(found)


def asked(week: Week, key: str) -> int:
    return times(week).get(key, 0) + sum(one.key == key for day in week.days for one in day.fixed)


@given(routes(), DAYS)
def test_every_agreed_moment_of_a_whole_week_stands_there_once(
    route: tuple[Step, ...], today: date
) -> None:
    found = coming([version(*route, since=date(2026, 1, 5))], (), today=today)
    for week in found.weeks:
        for one in route:
            if len(week.days) == 7:
                assert asked(week, one.key) == one.per_week
            assert asked(week, one.key) <= one.per_week
            if one.days:
                assert times(week).get(one.key) is None


@given(routes(), rests(), DAYS)
def test_a_day_of_rest_never_asks(
    route: tuple[Step, ...], agreed: tuple[AgreedRest, ...], today: date
) -> None:
    found = coming([version(*route, since=date(2026, 1, 5))], agreed, today=today)
    for week in found.weeks:
        for day in week.days:
            resting = {one.step_key for one in agreed if one.covers(day.day)}
            asks = {one.key for one in (*day.fixed, *day.begin_again)}
            assert not asks & resting
            assert not (asks and None in resting)
            assert bool(day.pauses) == bool(resting & {None, *(one.key for one in route)})
        for one in week.any_day:
            left = [max(today, week.start) + timedelta(days=n) for n in range(7)]
            open_days = [
                day
                for day in left
                if day < week.start + timedelta(days=7)
                and not any(r.covers(day) and r.step_key in (None, one.step.key) for r in agreed)
            ]
            assert 1 <= one.times <= min(one.step.per_week, len(open_days))


@given(routes(), rests(), DAYS)
def test_a_week_that_lies_ahead_asks_what_taking_part_will_ask_of_it(
    route: tuple[Step, ...], agreed: tuple[AgreedRest, ...], today: date
) -> None:
    """Of steps of any day: the number on the card is the number the week is counted by."""
    route = tuple(replace(one, days=()) for one in route)
    versions = [version(*route, since=date(2026, 1, 5))]
    for week in coming(versions, agreed, today=today).weeks:
        if week.start < today:
            continue
        for one in route:
            history = StepHistory(
                one.key, agreements(versions, one.key), rests_of(agreed, (), one.key), ()
            )
            (counted,) = route_weeks([history], today=week.start, first=week.start)
            assert times(week).get(one.key, 0) == counted.target_days


@given(routes(), rests(), DAYS, st.integers(1, 13))
def test_what_a_week_ahead_asks_does_not_change_while_it_comes_nearer(
    route: tuple[Step, ...], agreed: tuple[AgreedRest, ...], today: date, days: int
) -> None:
    versions = [version(*route, since=date(2026, 1, 5))]
    now = coming(versions, agreed, today=today)
    then = coming(versions, agreed, today=today + timedelta(days=days))
    for week in now.weeks:
        for same in then.weeks:
            if week.start == same.start and same.start >= then.today:
                assert week.any_day == same.any_day
    shared = {day.day: day for day in now.days}
    assert all(shared[day.day] == day for day in then.days if day.day in shared)


@given(routes(), rests(), DAYS)
def test_the_order_of_rests_and_versions_makes_no_difference(
    route: tuple[Step, ...], agreed: tuple[AgreedRest, ...], today: date
) -> None:
    versions = [
        version(*route, since=date(2026, 1, 5)),
        version(*route[:1], since=today + timedelta(days=5), number=2),
    ]
    one = coming(versions, agreed, today=today)
    other = coming(versions[::-1], agreed[::-1], today=today)
    assert [(week.any_day, [day.fixed for day in week.days]) for week in one.weeks] == [
        (week.any_day, [day.fixed for day in week.days]) for week in other.weeks
    ]
