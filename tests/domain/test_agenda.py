"""The agenda: on the clock over every change of it, and each time moved or cancelled alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.agenda import (
    Appointment,
    AppointmentDraft,
    Plan,
    Remark,
    Remarked,
    check,
    check_move,
    feed_uid,
    from_here,
    next_start,
    occurrence,
    occurrences,
    overlaps,
    planned_days,
    remarks,
)
from lib.domain.calendar import AMSTERDAM

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 18)
TEN = time(10, 0)


def series(day: date = TODAY, at: time = TEN, **changes: object) -> Appointment:
    asked = {"every_weeks": 1, "minutes": 60, **changes}
    return Appointment("a" * 32, "c" * 32, "", day, at, **asked)


def single(day: date = TODAY, at: time = TEN, **changes: object) -> Appointment:
    return series(day, at, **{"every_weeks": None, **changes})


def local(one: Appointment, first: date, last: date) -> list[str]:
    """Return when each begins as Amsterdam's clock shows it."""
    return [
        f"{of.starts_at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"
        for of in occurrences([one], first, last)
    ]


# -- when -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "first", "last", "expected"),
    [
        (single(), date(2026, 3, 1), date(2026, 3, 31), ["2026-03-18"]),
        (single(), date(2026, 3, 19), date(2026, 3, 31), []),
        (
            series(),
            date(2026, 3, 1),
            date(2026, 4, 1),
            ["2026-03-18", "2026-03-25", "2026-04-01"],
        ),
        (series(every_weeks=3), date(2026, 4, 1), date(2026, 5, 1), ["2026-04-08", "2026-04-29"]),
        (series(every_weeks=2), date(2026, 4, 1), date(2026, 4, 1), ["2026-04-01"]),
        (series(until=date(2026, 3, 25)), TODAY, date(2027, 1, 1), ["2026-03-18", "2026-03-25"]),
        (series(until=date(2026, 3, 24)), TODAY, date(2027, 1, 1), ["2026-03-18"]),
        (series(), date(2030, 1, 1), date(2030, 1, 6), ["2030-01-02"]),
    ],
)
def test_a_plan_gives_its_days(
    one: Appointment, first: date, last: date, expected: list[str]
) -> None:
    assert [day.isoformat() for day in planned_days(one, first, last)] == expected


def test_a_talk_at_ten_stays_at_ten_when_the_clock_goes_forward_and_back() -> None:
    spring = occurrences([series()], date(2026, 3, 25), date(2026, 4, 1))
    assert [of.starts_at.hour for of in spring] == [9, 8]
    autumn = occurrences([series()], date(2026, 10, 21), date(2026, 10, 28))
    assert [of.starts_at.hour for of in autumn] == [8, 9]
    assert {at[11:] for at in local(series(), TODAY, date(2027, 3, 18))} == {"10:00"}


def test_a_time_in_the_skipped_hour_comes_an_hour_later_that_night_alone() -> None:
    night = series(date(2026, 3, 22), time(2, 30))
    assert local(night, date(2026, 3, 22), date(2026, 4, 5)) == [
        "2026-03-22 02:30",
        "2026-03-29 03:30",
        "2026-04-05 02:30",
    ]


def test_minutes_are_minutes_that_pass_when_the_hour_comes_twice() -> None:
    (one,) = occurrences(
        [single(date(2026, 10, 25), time(1, 30), minutes=120)],
        date(2026, 10, 25),
        date(2026, 10, 25),
    )
    assert one.ends_at - one.starts_at == timedelta(hours=2)
    # Half past one, and two hours later the clock shows half past two: three was two again.
    assert f"{one.ends_at.astimezone(AMSTERDAM):%H:%M}" == "02:30"


@given(
    first=st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    every_weeks=st.integers(1, 8),
)
def test_every_time_of_a_series_keeps_its_clock_time(
    first: date, at: time, every_weeks: int
) -> None:
    found = occurrences(
        [series(first, at, every_weeks=every_weeks)], first, first + timedelta(days=400)
    )
    assert len(found) == 400 // (7 * every_weeks) + 1
    for one in found:
        shown = one.starts_at.astimezone(AMSTERDAM)
        assert shown.date() == one.planned
        skipped = shown.time() != at
        assert not skipped or (
            at.hour == 2
            and shown.time() == at.replace(hour=3)
            and shown.utcoffset() == timedelta(hours=2)
            and (shown - timedelta(days=1)).utcoffset() != shown.utcoffset()
        )


def test_one_of_a_series_moves_or_is_cancelled_and_the_others_stay() -> None:
    changed = series(
        changes={date(2026, 3, 25): (date(2026, 3, 27), time(14, 0)), date(2026, 4, 1): None}
    )
    found = occurrences([changed], TODAY, date(2026, 4, 8))
    assert [(of.day, of.moved, of.cancelled) for of in found] == [
        (date(2026, 3, 18), False, False),
        (date(2026, 3, 27), True, False),
        (date(2026, 4, 1), False, True),
        (date(2026, 4, 8), False, False),
    ]
    assert found[1].planned == date(2026, 3, 25)


def test_one_that_moved_is_found_on_the_day_it_went_to_alone() -> None:
    far = date(2026, 6, 3)
    changed = series(until=date(2026, 3, 25), changes={date(2026, 3, 25): (far, TEN)})
    assert [of.day for of in occurrences([changed], far, far)] == [far]
    assert occurrences([changed], date(2026, 3, 25), date(2026, 3, 25)) == ()
    stray = series(changes={date(2026, 3, 26): (far, time(9, 0))})
    assert [of.planned for of in occurrences([stray], far, far)] == [far], "no planned day"


def test_the_next_time_has_not_begun_and_was_not_cancelled() -> None:
    assert next_start([], now=NOW) is None
    assert next_start([single(at=time(10, 30))], now=NOW) is None, "it begins now"
    coming = next_start([series(changes={date(2026, 3, 25): None})], now=NOW)
    assert coming is not None
    assert coming.planned == date(2026, 4, 1)
    rare = next_start([single(date(2028, 1, 5))], now=NOW)
    assert rare is not None
    assert rare.day == date(2028, 1, 5)


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        (date(2026, 3, 4), date(2026, 3, 25)),  # of today ten o'clock has been
        (date(2026, 4, 8), date(2026, 4, 8)),
    ],
)
def test_a_series_changes_from_the_first_time_that_has_not_begun(
    planned: date, expected: date
) -> None:
    assert from_here(series(date(2026, 3, 4)), planned, now=NOW) == expected


# -- what was typed -------------------------------------------------------------------------


FITTING = AppointmentDraft(
    date(2026, 3, 25), time(10, 0, 30), 45, " in  het park ", 2, date(2026, 6, 1), "Wandelgroep"
)


def test_a_fitting_draft_is_cleaned() -> None:
    plan, problems = check(FITTING, group=True, now=NOW)
    assert problems == ()
    assert plan == Plan(
        date(2026, 3, 25), TEN, 45, "in het park", 2, date(2026, 6, 1), "Wandelgroep"
    )
    alone, _ = check(replace(FITTING, every_weeks=None), group=False, now=NOW)
    assert alone is not None
    assert (alone.every_weeks, alone.until, alone.title) == (None, None, "")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"day": None}, ["day"]),
        ({"at": None}, ["at"]),
        ({"day": TODAY}, ["day"]),  # ten o'clock has been
        ({"day": date(2028, 3, 30), "until": None}, ["day"]),
        ({"minutes": 4}, ["minutes"]),
        ({"minutes": 601}, ["minutes"]),
        ({"minutes": 12.5}, ["minutes"]),
        ({"minutes": float("nan")}, ["minutes"]),
        ({"minutes": None}, ["minutes"]),
        ({"every_weeks": 0}, ["every_weeks"]),
        ({"every_weeks": 9}, ["every_weeks"]),
        ({"until": date(2026, 3, 24)}, ["until"]),
        ({"until": date(2028, 3, 30)}, ["until"]),
        ({"place": "x" * 121}, ["place"]),
        ({"title": "x" * 81}, ["title"]),
        ({"title": " \u200b"}, ["title"]),
        ({"day": date(2026, 3, 29), "at": time(2, 30), "every_weeks": None}, ["at"]),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    changes: dict[str, object], fields: list[str]
) -> None:
    plan, problems = check(replace(FITTING, **changes), group=True, now=NOW)
    assert plan is None
    assert [problem.field for problem in problems] == fields


def test_what_was_planned_before_may_lie_behind() -> None:
    behind = replace(FITTING, day=TODAY - timedelta(days=3))
    assert check(behind, group=True, now=NOW, begun=True)[0] is not None
    to, problems = check_move(TODAY - timedelta(days=3), TEN, now=NOW)
    assert (to, problems) == ((date(2026, 3, 15), TEN), ())
    for day, at in ((None, TEN), (TODAY, None), (date(2026, 3, 29), time(2, 15))):
        assert check_move(day, at, now=NOW)[0] is None


def test_a_series_may_begin_in_the_skipped_hour() -> None:
    night = replace(FITTING, day=date(2026, 3, 29), at=time(2, 30))
    assert check(night, group=True, now=NOW)[0] is not None


# -- what is worth saying -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "clashes"),
    [(time(9, 0), False), (time(9, 1), True), (time(10, 30), True), (time(11, 0), False)],
)
def test_two_times_overlap_when_they_share_a_minute(at: time, clashes: bool) -> None:
    one = occurrence(single(), TODAY)
    other = occurrence(replace(single(at=at), id="b" * 32), TODAY)
    assert bool(overlaps(one, [one, other])) is clashes
    called_off = replace(other, cancelled=True)
    assert overlaps(one, [called_off]) == overlaps(called_off, [one]) == ()


def test_holidays_overlaps_and_a_skipped_hour_are_said_and_a_cancelled_time_is_not() -> None:
    kings_day = date(2026, 4, 27)
    some = [occurrence(series(kings_day, changes={date(2026, 5, 4): None}), day)
            for day in (kings_day, date(2026, 5, 4))]  # fmt: skip
    other = occurrence(replace(single(kings_day), id="b" * 32), kings_day)
    public = {kings_day: "Koningsdag", date(2026, 5, 4): "nooit"}
    starts_at = some[0].starts_at
    assert remarks(some, [*some, other], public) == (
        Remarked(Remark.HOLIDAY, starts_at, "Koningsdag"),
        Remarked(Remark.OVERLAP, starts_at),
    )
    night = occurrence(series(date(2026, 3, 29), time(2, 30)), date(2026, 3, 29))
    assert [one.remark for one in remarks([night], [], {})] == [Remark.SKIPPED_HOUR]


def test_the_id_elsewhere_stays_when_a_time_moves_and_differs_between_times() -> None:
    moved = series(changes={date(2026, 3, 25): (date(2026, 3, 26), TEN)})
    for one in (series(), moved):
        assert feed_uid(occurrence(one, date(2026, 3, 25))) == feed_uid(
            occurrence(series(), date(2026, 3, 25))
        )
    assert feed_uid(occurrence(series(), TODAY)) != feed_uid(
        occurrence(series(), date(2026, 3, 25))
    )
    later = single(date(2026, 4, 2))
    assert feed_uid(occurrence(single(), TODAY)) == feed_uid(occurrence(later, later.day))
