"""Says how a step was agreed, in the words of whoever does it."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from babel.dates import format_date

from lib.domain.fortnight import AnyDay, Pause
from lib.domain.routes import AgreedRest, RestKind, Step
from lib.ui.text import clock, clock_of, language, length, number, short_day, t, weekday

# Words that a cue may begin with by itself; any other beginning is told as a moment: "as I …".
_OPENINGS = re.compile(
    r"(als|wanneer|zodra|terwijl|na|nadat|voor|voordat|tijdens|bij|om|op|in|elke|iedere|['’]s"
    r"|when|once|while|after|before|during|at|as|if|on|in|every|each)\b",
    re.IGNORECASE,
)
_TO_BE_GONE_ON = re.compile(r"[\s,.…]*(?:\b(?:dan|then))?[\s,.…]*$", re.IGNORECASE)


def cue(step: Step) -> str:
    """Return what a step follows on: "Als ik koffie op heb, dan …"; "" without a cue."""
    words = after(step)
    return t("{when}, then …", when=words) if words else ""


def after(step: Step) -> str:
    """Return the moment a step follows on: "Als ik koffie op heb"; "" without a cue."""
    return following(step.cue)


def following(cue: str) -> str:
    """Return the moment that was typed as a cue: "Als ik koffie op heb"; "" for an empty one.

    Whether someone typed “als ik koffie op heb” or “ik koffie op heb”, it reads the same.
    """
    words = _TO_BE_GONE_ON.sub("", cue)
    if words and not _OPENINGS.match(words):
        words = t("when {cue}", cue=words)
    return words[:1].upper() + words[1:]


def ceiling(step: Step) -> str:
    """Return the most for one day as information, "" without a ceiling."""
    return no_more_than(step.ceiling) if step.ceiling is not None else ""


def no_more_than(seconds: int) -> str:
    """Return the most for one day as information: "niet meer dan 10 minuten op een dag"."""
    return t("no more than {length} on one day", length=length(seconds))


def times(one: AnyDay, *, rests: bool = False) -> str:
    """Return how many times in a week, and that any day is fine: "3×, op welke dag je wilt".

    `rests` says that the week has rest in it, so that "every day" is not said of those days.
    """
    if not one.daily:
        said = t("{count}×, on any day you like", count=number(one.times))
    elif rests:
        said = t("on every day without rest, some time of the day")
    else:
        said = t("every day, some time of the day")
    return f"{said}, {at(one.step)}" if one.step.at is not None else said


def at(step: Step) -> str:
    """Return the fixed time of a step: "om 10:00 uur"; "" without one."""
    return t("at {time}", time=clock(step.at)) if step.at is not None else ""


def fixed(step: Step) -> str:
    """Return a step on its own day: "Fietsen, om 10:00 uur"."""
    return f"{step.activity}, {at(step)}" if step.at is not None else step.activity


def begin_again(step: Step) -> str:
    """Return what stands ready after a rest, in its smallest size."""
    said = t("begin again, as small as you like: {step}", step=step.activity)
    if step.mini.text.casefold() == step.activity.casefold():
        return f"{said} ({length(step.mini.seconds)})"
    return f"{said}, {step.mini.text} ({length(step.mini.seconds)})"


def pause(one: Pause) -> str:
    """Return the rest of a day: "herstelweek, er hoeft niets", "rust voor “Fietsen”"."""
    name = t("recovery week") if one.rest.kind is RestKind.RECOVERY_WEEK else t("rest")
    if one.step is None:
        return t("{rest}, nothing is asked", rest=name)
    return t("{rest} for “{step}”", rest=name, step=one.step.activity)


def rest(one: AgreedRest, activity: str | None) -> str:
    """Return an agreed rest for the client, without the reason: a paper may hang in sight."""
    name = t("Recovery week") if one.kind is RestKind.RECOVERY_WEEK else t("Rest")
    what = f"{name} ({activity})" if activity else name
    if one.end is None:
        return t(
            "{rest}: from {start} on, as long as needed", rest=what, start=short_day(one.start)
        )
    return f"{what}: {span(one.start, one.end)}"


def appointment(instant: datetime) -> str:
    """Return an appointment on its own day: "afspraak om 14:30 uur"."""
    return t("appointment at {time}", time=clock_of(instant))


def week_name(at: int) -> str:
    """Return what the first, second or third week from now is called: "volgende week"."""
    return (t("this week"), t("next week"), t("the week after next"))[at]


def span(first: date, last: date) -> str:
    """Return days from one to another: "ma 30 nov t/m zo 6 dec"; one day alone as "zo 6 dec"."""
    if first == last:
        return short_day(last)
    same = (first.year, first.month) == (last.year, last.month)
    start = day_in_month(first) if same else short_day(first)
    return t("{start} to {end}", start=start, end=short_day(last))


def dates(first: date, last: date) -> str:
    """Return days from one to another as short as can be: "30 nov t/m 6 dec", "7 t/m 13 dec"."""
    if first == last:
        return _day_and_month(last)
    same = (first.year, first.month) == (last.year, last.month)
    start = str(first.day) if same else _day_and_month(first)
    return t("{start} to {end}", start=start, end=_day_and_month(last))


def spans(days: Iterable[date]) -> list[str]:
    """Return days, in their order, as spans: ["ma 30 nov t/m wo 2 dec", "vr 4 dec"]."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day == runs[-1][1] + timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return [span(first, last) for first, last in runs]


def day_in_month(day: date) -> str:
    """Return a day within a month that is named beside it: "wo 4"."""
    return f"{weekday(day.weekday())} {day.day}"


def _day_and_month(day: date) -> str:
    return format_date(day, "d MMM", locale="en_GB" if language() == "en" else language())
