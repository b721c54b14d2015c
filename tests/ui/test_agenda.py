"""An appointment in a calendar: at the right minute, and silent about health."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from icalendar import Calendar, Event

from lib.domain.calendar import AMSTERDAM
from lib.ui.agenda import appointment
from lib.ui.text import speak

NOW = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
START = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
BOB = "5f1c9a52e0c54d0f9c3f2b8a7d6e4c10"


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def made(starts_at: datetime = START, **changes: object) -> bytes:
    asked = {"client_id": BOB, "coach_name": "Ines Dragstra", "now": NOW, **changes}
    return appointment(starts_at=starts_at, **asked)


def event(ics: bytes) -> Event:
    """Return the one event of a calendar."""
    calendar = Calendar.from_ical(ics)
    assert calendar.errors == []
    (found,) = calendar.walk("VEVENT")
    assert found.errors == []
    return found


def unfolded(ics: bytes) -> list[str]:
    return ics.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_can_read_it_back() -> None:
    ics = made()
    calendar = Calendar.from_ical(ics)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert [one.name for one in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]
    found = event(ics)
    assert found["summary"] == "Afspraak met Ines Dragstra"
    assert found.decoded("dtstart") == START
    assert found.decoded("dtend") - START == timedelta(minutes=45)
    assert found.decoded("dtstamp") == NOW


def test_the_summary_speaks_the_language_of_the_coach() -> None:
    speak("en")
    assert event(made())["summary"] == "Appointment with Ines Dragstra"


def test_it_holds_nothing_else() -> None:
    """No name or id of the client, no reason, no place, no attendees."""
    assert set(event(made())) == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS",
    }  # fmt: skip
    text = made().decode().casefold()
    assert BOB not in text
    for word in ("bob", "cliënt", "client", "bewe", "stemming", "mood", "gezond", "health"):
        assert word not in text


def test_the_same_appointment_has_the_same_id() -> None:
    uid = event(made())["uid"]
    later = NOW + timedelta(days=3)
    assert event(made(now=later, coach_name="Marek"))["uid"] == uid
    # The same instant, written in other time zones.
    for zone in (AMSTERDAM, timezone(timedelta(hours=9))):
        assert event(made(START.astimezone(zone)))["uid"] == uid
    assert event(made(START + timedelta(minutes=1)))["uid"] != uid
    assert event(made(client_id="another"))["uid"] != uid


@pytest.mark.parametrize(
    ("start", "begins", "ends"),
    [
        # The days around the clock changes of autumn 2026 and spring 2027.
        ("2026-10-24T08:00Z", "TZID=Europe/Amsterdam:20261024T100000", "20261024T104500"),
        ("2026-10-25T09:00Z", "TZID=Europe/Amsterdam:20261025T100000", "20261025T104500"),
        ("2026-10-26T09:00Z", "TZID=Europe/Amsterdam:20261026T100000", "20261026T104500"),
        ("2027-03-27T09:00Z", "TZID=Europe/Amsterdam:20270327T100000", "20270327T104500"),
        ("2027-03-28T08:00Z", "TZID=Europe/Amsterdam:20270328T100000", "20270328T104500"),
        ("2027-03-29T08:00Z", "TZID=Europe/Amsterdam:20270329T100000", "20270329T104500"),
        # Across the change itself: 45 minutes pass, whatever the clock shows.
        ("2027-03-28T00:30Z", "TZID=Europe/Amsterdam:20270328T013000", "20270328T031500"),
        ("2026-10-24T23:45Z", "TZID=Europe/Amsterdam:20261025T014500", "20261025T023000"),
        # The second of the two hours cannot be told on the clock, so it stands in UTC.
        ("2026-10-25T00:30Z", "TZID=Europe/Amsterdam:20261025T023000", "20261025T011500Z"),
        ("2026-10-25T01:30Z", "20261025T013000Z", "20261025T031500"),
    ],
)
def test_the_clock_is_right_around_its_changes(start: str, begins: str, ends: str) -> None:
    instant = datetime.fromisoformat(start)
    ics = made(instant)
    lines = unfolded(ics)
    # The time zone has starts of its own; the last is that of the appointment.
    shown_start = [line for line in lines if line.startswith("DTSTART")][-1]
    (shown_end,) = (line for line in lines if line.startswith("DTEND"))
    assert shown_start.endswith(begins)
    assert shown_end.endswith(ends)
    found = event(ics)
    assert found.decoded("dtstart").astimezone(UTC) == instant
    assert found.decoded("dtend").astimezone(UTC) == instant + timedelta(minutes=45)


@pytest.mark.parametrize("year", [1997, 2026, 2027, 2037, 2038, 2045])
def test_the_time_zone_in_the_file_changes_its_clock_when_amsterdam_does(year: int) -> None:
    # Under another name, so that the reader has to go by the rule in the file.
    ics = made().replace(b"Europe/Amsterdam", b"Elsewhere")
    zone = Calendar.from_ical(ics).timezones[0].to_tz(lookup_tzid=False)
    for days in range(366):
        clock = datetime(year, 1, 1, 12, 0) + timedelta(days=days)  # noqa: DTZ001
        expected = clock.replace(tzinfo=AMSTERDAM).utcoffset()
        assert clock.replace(tzinfo=zone).utcoffset() == expected, clock


def test_the_hours_beside_a_change_are_counted_by_the_rule_in_the_file() -> None:
    ics = made().replace(b"Europe/Amsterdam", b"Elsewhere")
    zone = Calendar.from_ical(ics).timezones[0].to_tz(lookup_tzid=False)
    shown = ["2027-03-28T01:59", "2027-03-28T03:00", "2026-10-25T01:59", "2026-10-25T03:00"]
    offsets = [datetime.fromisoformat(one).replace(tzinfo=zone).utcoffset() for one in shown]
    assert offsets == [timedelta(hours=h) for h in (1, 2, 2, 1)]


def test_each_line_ends_as_calendars_want_it_and_is_short() -> None:
    ics = made(coach_name="Désirée " * 10)
    assert ics.endswith(b"\r\n")
    assert ics.count(b"\n") == ics.count(b"\r\n") == ics.count(b"\r")
    assert max(len(line) for line in ics.split(b"\r\n")) <= 75
    assert event(ics)["summary"] == "Afspraak met " + ("Désirée " * 10).strip()


@pytest.mark.parametrize(
    "name",
    [
        "Ines\r\nDESCRIPTION:burn-out",
        "Ines\nATTENDEE:mailto:x@y.example",
        "Ines\\nBEGIN:VALARM",
        "Ines, Marek; en \"Lea\" \\ #1",
        "Ines\u2028DESCRIPTION:x",
    ],
)  # fmt: skip
def test_a_name_stays_a_name_and_adds_nothing(name: str) -> None:
    ics = made(coach_name=name)
    assert set(event(ics)) == set(event(made()))
    assert event(ics)["summary"] == "Afspraak met " + " ".join(name.split())


def test_an_appointment_can_last_longer() -> None:
    found = event(made(lasts=timedelta(hours=1)))
    assert found.decoded("dtend") - found.decoded("dtstart") == timedelta(hours=1)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        made(START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        made(now=NOW.replace(tzinfo=None))
