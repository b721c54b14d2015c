"""The agenda in words: when, how often, and what is worth knowing about a planned time."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from lib.domain.agenda import Appointment, FreeDays, Occurrence, Remark, Remarked
from lib.domain.words import msg
from lib.ui.text import clock, clock_of, day, day_in_words, moment_in_words, number, short_day, t

REGIONS = {"noord": msg("North"), "midden": msg("Middle"), "zuid": msg("South")}
# So many remarks are read; of more only their number is said. [CHOICE]
MOST = 5


def span(one: Occurrence) -> str:
    """Return from when until when: "10:00–11:00"."""
    return f"{clock_of(one.starts_at)}–{clock_of(one.ends_at)}"


def how_often(every_weeks: int) -> str:
    """Return how often a series comes: "elke week", "elke 2 weken", "één keer" for 0."""
    if every_weeks == 0:
        return t("once")
    if every_weeks == 1:
        return t("every week")
    return t("every {count} weeks", count=number(every_weeks))


def series(one: Appointment) -> str:
    """Return how often and until when; "" for a single one."""
    if one.every_weeks is None:
        return ""
    if one.until is None:
        return how_often(one.every_weeks)
    return t("{often}, through {day}", often=how_often(one.every_weeks), day=day(one.until))


def state(one: Occurrence) -> str:
    """Return what became of the plan: cancelled, moved from where, or ""."""
    if one.cancelled:
        return t("called off")
    if one.moved:
        planned = short_day(one.planned)
        return t("moved from {day} {time}", day=planned, time=clock(one.appointment.at))
    return ""


def week(monday: date) -> str:
    """Return a week as its number and days: "Week 48: ma 23 november – zo 29 november"."""
    return t(
        "Week {number}: {first} – {last}",
        number=monday.isocalendar().week,
        first=day_in_words(monday),
        last=day_in_words(monday + timedelta(days=6)),
    )


def school(free: FreeDays, on: date) -> list[str]:
    """Return the school holidays of a day, each with its regions: "Herfstvakantie (Noord)"."""
    found: dict[str, list[str]] = {}
    for one in free.school_on(on):
        found.setdefault(one.name, []).append(one.region)
    return [f"{name} ({_regions(regions)})" for name, regions in found.items()]


def _regions(regions: Sequence[str]) -> str:
    if set(regions) == set(REGIONS):
        return t("whole country")
    return ", ".join(t(REGIONS[one]) for one in regions)


def remarks(some: Iterable[Remarked]) -> list[str]:
    """Return a sentence for each, and at the end how many more there are."""
    told = [_remark(one) for one in some]
    if len(told) <= MOST:
        return told
    return [*told[:MOST], t("And {count} more like these.", count=number(len(told) - MOST))]


def _remark(one: Remarked) -> str:
    when = moment_in_words(one.starts_at)
    if one.remark is Remark.HOLIDAY:
        return t("{moment}: it is {holiday}.", moment=when, holiday=one.name)
    if one.remark is Remark.SKIPPED_HOUR:
        return t("{moment}: an hour later, because the clock goes forward.", moment=when)
    return t("{moment}: you have another appointment then already.", moment=when)
