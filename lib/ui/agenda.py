"""An appointment for a calendar, as an .ics file that says nothing about health."""

import hashlib
from datetime import datetime, timedelta

from lib.domain.calendar import AMSTERDAM
from lib.ui.text import t

# How long a talk usually lasts. [CHOICE]
LENGTH = timedelta(minutes=45)


def appointment(*, client_id: str, coach_name: str, starts_at: datetime, now: datetime) -> bytes:
    """Return a calendar with the appointment alone, in Amsterdam time with its clock changes.

    It names the coach, never the client or why they meet: a calendar is seen by others. The same
    appointment has the same id each time, so that a calendar does not list it twice.
    """
    # Only who takes an appointment home pays for this import.
    from icalendar import Calendar, Event

    digest = hashlib.sha256(f"{client_id} {starts_at.isoformat()}".encode()).hexdigest()
    event = Event()
    event.add("uid", f"{digest[:32]}@ministap")
    event.add("dtstamp", now)
    event.add("dtstart", starts_at.astimezone(AMSTERDAM))
    # Added before the time zone, so that it lasts as long across a change of the clock.
    event.add("dtend", (starts_at + LENGTH).astimezone(AMSTERDAM))
    event.add("summary", t("Appointment with {name}", name=coach_name))
    found = Calendar()
    found.add("prodid", "-//Ministap//NL")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add_component(event)
    found.add_missing_timezones()
    return bytes(found.to_ical())
