"""An agenda for a calendar elsewhere, as an .ics file without a name or a word about health."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from lib.domain.agenda import FeedItem
from lib.ui.agenda import amsterdam, on_the_clock
from lib.ui.text import t

# How often a calendar is asked to look again. Most decide that for themselves.
REFRESH = timedelta(hours=1)


def feed(items: Iterable[FeedItem], *, now: datetime, home: str) -> bytes:
    """Return a calendar of these times, on Amsterdam's clock.

    `home` is the address of this Ministap; each time leads there, to a page that asks to sign in.
    A calendar is seen by others: it says no more than that there is an appointment, or a group.
    """
    # Not at the top: only a calendar that asks pays for this import.
    from icalendar import Calendar, Event, vDuration

    found = Calendar()
    found.add("prodid", "-//Ministap//NL")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", "Ministap")
    found.add("x-wr-timezone", "Europe/Amsterdam")
    found.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    found.add("x-published-ttl", vDuration(REFRESH))
    found.add_component(amsterdam())
    for item in items:
        found.add_component(_event(Event(), item, now=now, home=home))
    return bytes(found.to_ical())


def _event(event: Any, item: FeedItem, *, now: datetime, home: str) -> Any:
    event.add("uid", item.uid)
    event.add("dtstamp", now)
    event.add("dtstart", on_the_clock(item.starts_at))
    event.add("dtend", on_the_clock(item.ends_at))
    event.add("summary", t("Group") if item.client_id is None else t("Appointment"))
    event.add("sequence", item.sequence)
    event.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
    if item.cancelled:
        # The hour is free again.
        event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    page = "agenda" if item.client_id is None else f"cockpit?client={item.client_id}"
    event.add("url", f"{home}/{page}")
    return event
