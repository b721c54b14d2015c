"""An appointment for a calendar, as an .ics file that says nothing about health."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lib.domain.calendar import AMSTERDAM
from lib.domain.texts import clean
from lib.ui.text import t

if TYPE_CHECKING:
    from icalendar import Timezone

# How long a talk usually lasts. [CHOICE]
LENGTH = timedelta(minutes=45)


def appointment(
    *,
    client_id: str,
    coach_name: str,
    starts_at: datetime,
    now: datetime,
    lasts: timedelta = LENGTH,
) -> bytes:
    """Return a calendar with this appointment alone, on Amsterdam's clock.

    It names the coach, never the client or why they meet: a calendar is seen by others. The same
    client and start have the same id each time, so that no calendar lists them twice. Raises
    ValueError for an instant without a time zone.
    """
    if starts_at.utcoffset() is None or now.utcoffset() is None:
        raise ValueError("an appointment needs instants with a time zone")
    # Not at the top: only who takes an appointment home pays for this import.
    from icalendar import Calendar, Event

    start = starts_at.astimezone(UTC)
    event = Event()
    event.add("uid", _uid(client_id, start))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", on_the_clock(start))
    # Added before the time zone, so that it lasts as long across a change of the clock.
    event.add("dtend", on_the_clock(start + lasts))
    event.add("summary", t("Appointment with {name}", name=" ".join(clean(coach_name).split())))
    # Who shares a calendar shares no more of this than that the hour is taken.
    event.add("class", "PRIVATE")
    found = Calendar()
    found.add("prodid", "-//Ministap//NL")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add_component(amsterdam())
    found.add_component(event)
    return bytes(found.to_ical())


def _uid(client_id: str, start: datetime) -> str:
    """Return an id from which nobody can read, or try out, whose appointment it is.

    Ids of clients are drawn at random, so a digest of one cannot be guessed back.
    """
    digest = hashlib.sha256(f"appointment {client_id} {start:%Y%m%dT%H%M%SZ}".encode())
    return f"{digest.hexdigest()[:32]}@ministap"


def on_the_clock(instant: datetime) -> datetime:
    """Return an instant as Amsterdam's clock shows it, or in UTC when that shows it twice.

    A calendar takes 02:30 on the autumn night for the first of the two.
    """
    shown = instant.astimezone(AMSTERDAM)
    return instant if shown.fold else shown


def amsterdam() -> "Timezone":
    """Return Amsterdam's time zone by the rule that holds since 1996 (Directive 2000/84/EC).

    Summer time lasts from the last Sunday of March, 01:00 UTC, until that of October, 01:00 UTC.
    icalendar can list the changes by itself, but dates the ones in spring an hour late, and its
    list ends in 2038.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    summer, winter = timedelta(hours=2), timedelta(hours=1)
    found = Timezone()
    found.add("tzid", AMSTERDAM.key)
    # The clock shows 02:00 and 03:00 when it changes; each is counted by the time before it.
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, winter, summer),
        (TimezoneStandard(), "CET", 10, 3, summer, winter),
    ):
        last_sunday = 31 if month == 3 else 27
        part.add("dtstart", datetime(1996, month, last_sunday, hour))  # noqa: DTZ001 - a clock time
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        found.add_component(part)
    return found
