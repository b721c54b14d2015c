"""Notices: when a mail may go, over midnight and both clock changes, and when to give up."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.calendar import AMSTERDAM
from lib.domain.notices import (
    GAPS,
    MOST_TRIES,
    USUAL,
    Choice,
    NoticeKind,
    check_choice,
    mail_after,
    next_try,
)

SIGNAL, CLOSED = NoticeKind.CARE_SIGNAL, NoticeKind.CARE_SIGNAL_CLOSED
NEVER_QUIET = Choice(True, None, None)


def local(text: str, *, fold: int = 0) -> datetime:
    """An instant as the clock in Amsterdam shows it: "2026-03-18 21:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-03-18 19:59", "2026-03-18 19:59"),
        ("2026-03-18 20:00", "2026-03-19 07:00"),
        ("2026-03-18 23:59", "2026-03-19 07:00"),
        ("2026-03-19 00:00", "2026-03-19 07:00"),
        ("2026-03-19 06:59", "2026-03-19 07:00"),
        ("2026-03-19 07:00", "2026-03-19 07:00"),
        # Both nights on which the clock changes: seven in the morning, whatever night it was.
        ("2026-03-28 22:00", "2026-03-29 07:00"),
        ("2026-10-24 22:00", "2026-10-25 07:00"),
    ],
)
def test_what_can_wait_waits_for_the_end_of_the_quiet_hours(at: str, goes: str) -> None:
    assert mail_after(USUAL, local(at), CLOSED) == local(goes)


def test_quiet_hours_in_the_daytime_end_the_same_day() -> None:
    meeting = Choice(True, time(9, 0), time(12, 30))
    assert mail_after(meeting, local("2026-03-18 09:00"), CLOSED) == local("2026-03-18 12:30")
    assert mail_after(meeting, local("2026-03-18 08:59"), CLOSED) == local("2026-03-18 08:59")


def test_a_time_that_is_skipped_or_comes_twice_still_ends_them() -> None:
    early = Choice(True, time(20, 0), time(2, 30))
    # Half past two does not exist that night: an hour on, it is half past three.
    assert mail_after(early, local("2026-03-29 01:15"), CLOSED) == local("2026-03-29 03:30")
    # It comes twice that night; after the first it is a quarter past two again, and quiet.
    assert mail_after(early, local("2026-10-25 01:15"), CLOSED) == local("2026-10-25 02:30")
    again = local("2026-10-25 02:15", fold=1)
    assert mail_after(early, again, CLOSED) == local("2026-10-25 02:30", fold=1)


@pytest.mark.parametrize("at", ["2026-03-18 12:00", "2026-03-18 23:00", "2026-10-25 02:30"])
def test_a_care_signal_does_not_wait(at: str) -> None:
    for choice in (USUAL, NEVER_QUIET, Choice(True, time(0, 0), time(23, 59))):
        assert mail_after(choice, local(at), SIGNAL) == local(at)


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - {SIGNAL}))
def test_every_other_kind_waits_for_the_end_of_the_quiet_hours(kind: NoticeKind) -> None:
    assert mail_after(USUAL, local("2026-03-18 23:00"), kind) == local("2026-03-19 07:00")


@pytest.mark.parametrize("kind", NoticeKind)
def test_with_mail_off_none_goes(kind: NoticeKind) -> None:
    assert mail_after(Choice(mail=False), local("2026-03-18 12:00"), kind) is None


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        mail_after(USUAL, local("2026-03-18 12:00").replace(tzinfo=None), CLOSED)


times = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None, fold=0))
instants = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: local("2025-01-01 00:00") + timedelta(minutes=minutes)
)


@given(times, times, instants)
def test_it_goes_outside_the_quiet_hours_and_within_a_day(
    start: time, end: time, at: datetime
) -> None:
    choice, problems = check_choice(mail=True, quiet=True, quiet_from=start, quiet_until=end)
    if start == end:
        assert choice is None
        assert [problem.field for problem in problems] == ["quiet_until"]
        return
    assert choice is not None
    goes = mail_after(choice, at, CLOSED)
    assert goes is not None
    assert at <= goes <= at + timedelta(hours=26)
    assert mail_after(choice, goes, CLOSED) == goes
    if goes > at:  # then it goes at the end of them, and not somewhere later
        shown = goes.astimezone(AMSTERDAM)
        assert shown.time() == end or shown.date().month in (3, 10)


def test_a_choice_is_whole_or_names_what_is_missing() -> None:
    asked = {"mail": True, "quiet_from": None, "quiet_until": None}
    assert check_choice(**asked, quiet=False) == (NEVER_QUIET, ())
    choice, problems = check_choice(**asked, quiet=True)
    assert choice is None
    assert [problem.field for problem in problems] == ["quiet_from", "quiet_until"]
    kept = check_choice(mail=False, quiet=True, quiet_from=time(20), quiet_until=time(7))
    assert kept == (Choice(False, time(20), time(7)), ())


def test_the_gaps_between_tries_grow_and_end_within_a_day() -> None:
    now = local("2026-03-18 12:00")
    assert list(GAPS) == sorted(set(GAPS))
    assert sum(GAPS, timedelta()) < timedelta(days=1)
    assert [next_try(tries, now) for tries in range(1, MOST_TRIES)] == [now + gap for gap in GAPS]
    assert next_try(MOST_TRIES, now) is None
    assert MOST_TRIES == 8
