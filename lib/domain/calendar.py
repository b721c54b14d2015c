"""Days, weeks and moments as people in Amsterdam live them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class NoSuchTime(ValueError):
    """A clock time that is skipped that night, because the clock goes forward."""


def local_day(instant: datetime) -> date:
    """Return the calendar day in Amsterdam of an aware instant.

    Raises ValueError for an instant without a time zone: its day would be a guess.
    """
    return _aware(instant).astimezone(AMSTERDAM).date()


def week_start(day: date) -> date:
    """Return the Monday of the ISO week of a day."""
    return day - timedelta(days=day.weekday())


def iso_week(day: date) -> str:
    """Return the ISO 8601 week of a day, as "2026-W13".

    The year is the year of the week: 29 December 2025 lies in "2026-W01".
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def at_local(day: date, at: time) -> datetime:
    """Return the instant in UTC at which Amsterdam's clocks show this day and time.

    A time that comes twice, on the autumn night, is the first of the two. Raises NoSuchTime for a
    time that is skipped on the spring night or lies before the year 1, and
    ValueError for a time with a zone of its own.
    """
    if at.tzinfo is not None:
        raise ValueError("a local time carries no time zone")
    shown = datetime.combine(day, at.replace(fold=0), tzinfo=AMSTERDAM)
    try:
        instant = shown.astimezone(UTC)
    except OverflowError:
        raise NoSuchTime(f"{day} {at} lies beyond the years that can be counted") from None
    # zoneinfo maps a skipped time to a neighbouring hour without a word; only the way back tells.
    if instant.astimezone(AMSTERDAM).replace(tzinfo=None) != shown.replace(tzinfo=None):
        raise NoSuchTime(f"{day} {at} does not exist in Amsterdam")
    return instant


def minutes_between(start: datetime, end: datetime) -> float:
    """Return the minutes that really pass from one aware instant to another.

    Negative when `end` comes first. Raises ValueError for an instant without a time zone.
    """
    # Two datetimes of one zone are subtracted as wall clocks, which is an hour off across a clock
    # change. In UTC every minute counts once.
    return (_aware(end).astimezone(UTC) - _aware(start).astimezone(UTC)) / timedelta(minutes=1)


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return instant
