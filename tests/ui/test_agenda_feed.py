"""The feed of an agenda: read back by a calendar, on the clock, and silent about people."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from lib.domain.agenda import FeedItem
from lib.domain.calendar import AMSTERDAM
from lib.ui.agenda_feed import feed
from lib.ui.text import speak

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
HOME = "https://ministap.example"
BOB = "5f1c9a52e0c54d0f9c3f2b8a7d6e4c10"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def item(starts_at: datetime, *, uid: str = "a", **changes: object) -> FeedItem:
    asked = {"client_id": BOB, "cancelled": False, "sequence": 3, **changes}
    return FeedItem(f"{uid}@ministap", starts_at, starts_at + HOUR, **asked)


def read(*items: FeedItem) -> Calendar:
    found = Calendar.from_ical(feed(items, now=NOW, home=HOME))
    assert found.errors == []
    return found


def test_a_calendar_reads_back_each_time_with_its_state() -> None:
    met = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
    found = read(
        item(met),
        item(met + HOUR, uid="b", cancelled=True),
        item(met + 2 * HOUR, uid="c", client_id=None),
    )
    assert [one.name for one in found.subcomponents] == ["VTIMEZONE", *["VEVENT"] * 3]
    one, off, group = found.walk("VEVENT")
    assert (one["uid"], one["sequence"], one["status"]) == ("a@ministap", 3, "CONFIRMED")
    assert (one.decoded("dtstart"), one.decoded("dtend")) == (met, met + HOUR)
    assert (one["summary"], group["summary"]) == ("Afspraak", "Groep")
    assert (off["status"], off["transp"]) == ("CANCELLED", "TRANSPARENT")
    assert "transp" not in one
    assert one["url"] == f"{HOME}/cockpit?client={BOB}"
    assert group["url"] == f"{HOME}/agenda"
    assert {of["class"] for of in (one, off, group)} == {"PRIVATE"}
    assert set(one) == {
        "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CLASS", "STATUS", "URL",
    }  # fmt: skip


def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_each_change_of_the_clock() -> None:
    days = [(2026, 3, 28), (2026, 3, 29), (2026, 10, 24), (2026, 10, 25)]
    times = [datetime(*day, 10, 0, tzinfo=AMSTERDAM) for day in days]
    ics = feed([item(at.astimezone(UTC), uid=str(at)) for at in times], now=NOW, home=HOME)
    for year, month, day in days:
        assert f"DTSTART;TZID=Europe/Amsterdam:{year}{month:02}{day:02}T100000" in ics.decode()
    found = Calendar.from_ical(ics)
    assert [one.decoded("dtstart") for one in found.walk("VEVENT")] == times


def test_an_empty_agenda_is_a_calendar_that_is_asked_again_in_an_hour() -> None:
    found = read()
    assert [one.name for one in found.subcomponents] == ["VTIMEZONE"]
    assert found["method"] == "PUBLISH"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in feed([], now=NOW, home=HOME).decode()
