"""Says what a team's numbers over time show: what is ordinary, and what stands out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from lib.domain.shelf import Tried
from lib.domain.team_quality import LEAST_CLIENTS, Contacts, FirstSteps
from lib.domain.xmr import LEAST_POINTS, Chart, Rule, Side, Sign
from lib.ui.text import day, language, number, t, tn

# What ended longer ago than so many points is no news: it stands in the list alone. [CHOICE]
RECENT = 8


@dataclass(frozen=True, slots=True)
class Told:
    """Numbers in words: the one sentence first, and then everything that stands out."""

    sentence: str
    signs: tuple[str, ...]


def too_few() -> str:
    """Return why nothing is shown of a few clients."""
    return t(
        "Too few to show: figures are shown from {count} clients on.",
        count=number(LEAST_CLIENTS),
    )


def contacts(of: Contacts) -> Told:
    """Return contacts per week in words; of too few clients only that it is so."""
    if not of.enough:
        return Told(too_few(), ())
    limits = of.chart.limits
    if limits is None:
        return Told(
            tn(
                "{count} week so far. From {least} weeks on it can be said what is ordinary.",
                "{count} weeks so far. From {least} weeks on it can be said what is ordinary.",
                len(of.weeks),
                least=number(LEAST_POINTS + of.chart.build_up),
            ),
            (),
        )
    low, high = whole_limits(of.chart)
    usual = (
        t("In an ordinary week at most {high} contacts", high=number(high))
        if low <= 0
        else t(
            "In an ordinary week between {low} and {high} contacts",
            low=number(low),
            high=number(high),
        )
    )
    return _told(usual, of.chart, lambda sign: _week_sign(sign, of))


def first_steps(of: FirstSteps) -> Told:
    """Return days to a first step in words; of too few clients only that it is so."""
    if not of.enough:
        return Told(too_few(), ())
    limits = of.chart.limits
    if limits is None:
        return Told(
            tn(
                "{count} first step so far. From {least} on it can be said what is ordinary.",
                "{count} first steps so far. From {least} on it can be said what is ordinary.",
                len(of.steps),
                least=number(LEAST_POINTS),
            ),
            (),
        )
    low, high = whole_limits(of.chart)
    usual = (
        t("A first step usually comes within {high} days", high=number(high))
        if low <= 0
        else t(
            "A first step usually comes after {low} to {high} days",
            low=number(low),
            high=number(high),
        )
    )
    return _told(usual, of.chart, lambda sign: _step_sign(sign, of))


def beside_first_steps(of: FirstSteps) -> Sequence[str]:
    """Return who is not in the chart of first steps, and why: nobody is counted as 0 days."""
    said = []
    if of.waiting:
        said.append(
            tn(
                "{count} client has no first step yet.",
                "{count} clients have no first step yet.",
                of.waiting,
            )
        )
    if of.ended:
        said.append(
            tn(
                "Of {count} client the guidance ended before a first step was told.",
                "Of {count} clients the guidance ended before a first step was told.",
                of.ended,
            )
        )
    if of.earlier:
        said.append(
            tn(
                "{count} client set a step before the day from which is counted.",
                "{count} clients set a step before the day from which is counted.",
                of.earlier,
            )
        )
    return said


def left_out(of: Contacts) -> str:
    """Return that the last week is not in the chart yet, "" when it is."""
    if of.left_out is None:
        return ""
    return t(
        "The week of {day} is not in it yet: a planned session of it was not written down.",
        day=day(of.left_out),
    )


def made_of(chart: Chart, *, weeks: bool) -> str:
    """Return of how many points the limits were made; "" without limits."""
    limits = chart.limits
    if limits is None:
        return ""
    count = number(limits.points)
    if weeks:
        said = (
            t("The limits come from the first {count} weeks and stay as they are.", count=count)
            if limits.frozen
            else t("The limits come from {count} weeks and still move with each week.", count=count)
        )
        if not chart.build_up:
            return said
        # Of these nothing is said: a team that begins grows.
        return " ".join(
            (said, t("The first {count} weeks of all are left out.", count=number(chart.build_up)))
        )
    if limits.frozen:
        return t(
            "The limits come from the first {count} first steps and stay as they are.", count=count
        )
    return t("The limits come from {count} first steps and still move with each one.", count=count)


def tried(one: Tried) -> str:
    """Return how often an idea was tried: "Raam open: 22 keer geprobeerd, …".

    Days that nobody told about may have been done ones: until all went on it says "at least".
    """
    about = {"name": one.idea.activity[language()], "tried": number(one.starts.tried)}
    if one.starts.went_on == 0:
        return t("{name}: tried {tried} times", **about)
    if one.starts.went_on == one.starts.tried:
        return t("{name}: tried {tried} times, went on every time", **about)
    return tn(
        "{name}: tried {tried} times, went on at least {count} time",
        "{name}: tried {tried} times, went on at least {count} times",
        one.starts.went_on,
        **about,
    )


def whole_limits(chart: Chart) -> tuple[int, int]:
    """Return the lowest and the highest whole number within the limits."""
    if chart.limits is None:
        raise ValueError("a chart without limits")
    return ceil(chart.limits.lower - 1e-9), floor(chart.limits.upper + 1e-9)


def _told(usual: str, chart: Chart, say: Callable[[Sign], str]) -> Told:
    if not chart.signs:
        return Told(t("{usual}; these are ordinary ups and downs.", usual=usual), ())
    signs = tuple(_sentence(say(one)) for one in reversed(chart.signs))
    newest = max(one.last for one in chart.signs)
    if newest < len(chart.values) - RECENT:
        return Told(t("{usual}; lately these are ordinary ups and downs.", usual=usual), signs)
    # Of several that end alike the first: they stand in the order in which they are told.
    told = next(one for one in chart.signs if one.last == newest)
    return Told(f"{usual}; {say(told)}.", signs)


def _week_sign(sign: Sign, of: Contacts) -> str:
    first, last = of.weeks[sign.first], of.weeks[sign.last]
    above = sign.side is Side.ABOVE
    spans = {"begin": day(first.start), "end": day(last.start), "count": number(sign.length)}
    if sign.rule is Rule.OUTSIDE:
        about = {"day": day(last.start), "number": number(last.contacts)}
        if above:
            return t("in the week of {day} there were more: {number}", **about)
        return t("in the week of {day} there were fewer: {number}", **about)
    if sign.rule is Rule.JUMP:
        step = {
            "day": day(last.start),
            "before": number(first.contacts),
            "after": number(last.contacts),
        }
        return t("the step to the week of {day} was large: from {before} to {after}", **step)
    if sign.rule is Rule.RUN:
        if sign.last == len(of.weeks) - 1:
            if above:
                return t("the last {count} weeks all lay above the average", count=spans["count"])
            return t("the last {count} weeks all lay below the average", count=spans["count"])
        if above:
            return t("{count} weeks in a row lay above the average ({begin} – {end})", **spans)
        return t("{count} weeks in a row lay below the average ({begin} – {end})", **spans)
    if above:
        return t("most weeks lay close to the upper limit ({begin} – {end})", **spans)
    return t("most weeks lay close to the lower limit ({begin} – {end})", **spans)


def _step_sign(sign: Sign, of: FirstSteps) -> str:
    first, last = of.steps[sign.first], of.steps[sign.last]
    longer = sign.side is Side.ABOVE
    spans = {"begin": day(first.day), "end": day(last.day), "count": number(sign.length)}
    if sign.rule is Rule.OUTSIDE:
        about = {"day": day(last.day), "number": number(last.days)}
        if longer:
            return t("the first step of {day} came later: after {number} days", **about)
        return t("the first step of {day} came sooner: after {number} days", **about)
    if sign.rule is Rule.JUMP:
        step = {
            "day": day(last.day),
            "before": number(first.days),
            "after": number(last.days),
        }
        return t(
            "the difference with the one before was large on {day}: from {before} to {after} days",
            **step,
        )
    if sign.rule is Rule.RUN:
        if sign.last == len(of.steps) - 1:
            if longer:
                return t("the last {count} all came later than the average", count=spans["count"])
            return t("the last {count} all came sooner than the average", count=spans["count"])
        if longer:
            return t("{count} in a row came later than the average ({begin} – {end})", **spans)
        return t("{count} in a row came sooner than the average ({begin} – {end})", **spans)
    if longer:
        return t("most came close to the upper limit ({begin} – {end})", **spans)
    return t("most came close to the lower limit ({begin} – {end})", **spans)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
