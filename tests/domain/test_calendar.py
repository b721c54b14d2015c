"""Days, weeks and moments in Amsterdam, around clock changes and turns of the year."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.calendar import (
    AMSTERDAM,
    NoSuchTime,
    at_local,
    iso_week,
    local_day,
    minutes_between,
    week_start,
)

# Instant in UTC, then as Amsterdam sees it: clock, ISO week, ISO weekday, Monday.
INSTANTS = [
    ("2026-03-28T22:59:59Z", "2026-03-28T23:59:59+01:00", "2026-W13", 6, "2026-03-23"),
    ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00", "2026-W13", 7, "2026-03-23"),
    ("2026-10-24T21:59:59Z", "2026-10-24T23:59:59+02:00", "2026-W43", 6, "2026-10-19"),
    ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00+01:00", "2026-W43", 7, "2026-10-19"),
    ("2025-12-28T23:00:00Z", "2025-12-29T00:00:00+01:00", "2026-W01", 1, "2025-12-29"),
    ("2027-01-03T22:59:59Z", "2027-01-03T23:59:59+01:00", "2026-W53", 7, "2026-12-28"),
    ("2028-02-29T12:00:00Z", "2028-02-29T13:00:00+01:00", "2028-W09", 2, "2028-02-28"),
]
SPRING = ["2025-03-30", "2026-03-29", "2027-03-28", "2028-03-26"]
AUTUMN = ["2025-10-26", "2026-10-25", "2027-10-31", "2028-10-29"]


@pytest.mark.parametrize(("utc", "local", "week", "weekday", "monday"), INSTANTS)
def test_an_instant_has_one_day_and_one_week_in_amsterdam(
    utc: str, local: str, week: str, weekday: int, monday: str
) -> None:
    day = local_day(datetime.fromisoformat(utc))
    assert day == datetime.fromisoformat(local).date()
    assert iso_week(day) == week
    assert day.isoweekday() == weekday
    assert week_start(day) == date.fromisoformat(monday)


@pytest.mark.parametrize(("utc", "local", "week", "weekday", "monday"), INSTANTS)
def test_the_clock_of_amsterdam_leads_back_to_the_instant(
    utc: str, local: str, week: str, weekday: int, monday: str
) -> None:
    shown = datetime.fromisoformat(local).replace(tzinfo=None)
    instant = at_local(shown.date(), shown.time())
    if local == "2026-10-25T02:30:00+01:00":  # comes twice that night: the first is taken
        assert instant == datetime.fromisoformat(utc) - timedelta(hours=1)
    else:
        assert instant == datetime.fromisoformat(utc)
    assert instant.tzinfo is UTC


@pytest.mark.parametrize("day", SPRING)
def test_the_hour_from_two_to_three_does_not_exist_on_the_spring_night(day: str) -> None:
    night = date.fromisoformat(day)
    for skipped in (time(2, 0), time(2, 30), time(2, 59, 59), time(2, 30, fold=1)):
        with pytest.raises(NoSuchTime):
            at_local(night, skipped)
    before, after = at_local(night, time(1, 59)), at_local(night, time(3, 0))
    assert after == datetime.combine(night, time(1), UTC)
    assert minutes_between(before, after) == 1


@pytest.mark.parametrize("day", AUTUMN)
def test_a_time_that_comes_twice_on_the_autumn_night_is_the_first(day: str) -> None:
    night = date.fromisoformat(day)
    first = datetime.combine(night, time(0, 30), UTC)
    assert at_local(night, time(2, 30)) == first
    assert at_local(night, time(2, 30, fold=1)) == first
    assert at_local(night, time(3, 0)) == datetime.combine(night, time(2), UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-29T01:50:00+01:00", "2026-03-29T03:10:00+02:00"),
        ("2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00"),
    ],
)
def test_a_walk_across_a_clock_change_lasts_as_long_as_it_lasted(start: str, end: str) -> None:
    begun, over = datetime.fromisoformat(start), datetime.fromisoformat(end)
    assert minutes_between(begun, over) == 20
    assert minutes_between(over, begun) == -20
    # Also when both carry the zone of Amsterdam, where plain subtraction reads the wall clock.
    assert minutes_between(begun.astimezone(AMSTERDAM), over.astimezone(AMSTERDAM)) == 20


def test_the_years_with_53_weeks_are_known() -> None:
    last = [date(year, 12, 28) for year in range(2024, 2036)]
    assert [day.year for day in last if iso_week(day).endswith("W53")] == [2026, 2032]


def test_what_has_no_zone_is_not_guessed() -> None:
    naive = datetime(2026, 1, 1, 12)  # noqa: DTZ001 - the very thing that is refused
    with pytest.raises(ValueError, match="time zone"):
        local_day(naive)
    with pytest.raises(ValueError, match="time zone"):
        minutes_between(naive, datetime(2026, 1, 1, 12, tzinfo=UTC))
    with pytest.raises(ValueError, match="no time zone"):
        at_local(date(2026, 1, 1), time(12, tzinfo=UTC))


@settings(max_examples=200, deadline=None)
@given(
    day=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    at=st.times().map(lambda at: at.replace(microsecond=0)),
)
def test_every_time_that_exists_is_shown_again_by_the_clock(day: date, at: time) -> None:
    try:
        instant = at_local(day, at)
    except NoSuchTime:
        assert at.hour == 2
        return
    assert local_day(instant) == day
    assert instant.astimezone(AMSTERDAM).replace(tzinfo=None) == datetime.combine(day, at)
    assert week_start(day).weekday() == 0
    assert 0 <= (day - week_start(day)).days <= 6
    assert iso_week(day) == iso_week(week_start(day))
