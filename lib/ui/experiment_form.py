"""A small experiment on the screen: agreeing on it, its days in words, and what came of it."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain.contexts import Context
from lib.domain.experiment import COMPARED_FROM_DAYS, WEEKS, Way
from lib.domain.experiments import (
    BEGINS_WITHIN,
    Experiment,
    ExperimentDraft,
    OneWay,
    Told,
    WayDraft,
    Went,
    result,
)
from lib.ui import agreed
from lib.ui.explained import explained, say
from lib.ui.fields import SCALE, Form
from lib.ui.text import day_in_words, number, plain, short_day, t, tn, weekday
from lib.ui.what_helps import context_name

# Stands in the list of circumstances for what the client says in other words.
OWN = "own"
# Room for a day and a way of two or three words; a longer one takes more lines.
_CARD = 158
_OF_WAY = {Way.FIRST: Went.FIRST, Way.SECOND: Went.SECOND}


# -- in words ---------------------------------------------------------------------------------


def way_words(way: OneWay) -> str:
    """Return one way in words: a circumstance of the screen, or the client's own."""
    return way.words if way.context is None else context_name(way.context)


def ways(one: Experiment) -> tuple[str, str]:
    """Return the words of the first and the second way."""
    return way_words(one.agreed.first), way_words(one.agreed.second)


def title(one: Experiment) -> str:
    """Return what was compared, and when: "“alleen” of “buiten”, wo 18 t/m di 31 mrt"."""
    first, second = ways(one)
    return t(
        "“{first}” or “{second}”, {days}",
        first=first,
        second=second,
        days=agreed.span(one.agreed.start, one.last_day),
    )


def in_one(one: Experiment, *, today: date) -> str:
    """Return an experiment in one sentence: where it stands, or what came of it."""
    if not one.over(today):
        said = title(one) + "."
        if one.days:
            said += " " + tn("Told of {count} day.", "Told of {count} days.", len(one.days))
        return said
    return outcome(one)


def outcome(one: Experiment) -> str:
    """Return what came of it in one sentence, with n of each way and that it can be chance."""
    found = result(one).comparison
    first, second = ways(one)
    about = {
        "first": first,
        "second": second,
        "days_first": _days(found.n_first),
        "days_second": _days(found.n_second),
    }
    if found.mean_first is None or found.mean_second is None:
        return t(
            "Too little yet to compare: “{first}” {days_first} with a number, “{second}” "
            "{days_second}; it takes {needed} of each.",
            **about,
            needed=number(COMPARED_FROM_DAYS),
        )
    about |= {
        "mean_first": number(found.mean_first, 1),
        "mean_second": number(found.mean_second, 1),
    }
    if found.may_be_chance:
        return t(
            "“{first}” gave {mean_first} on average at the end ({days_first}) and “{second}” "
            "{mean_second} ({days_second}); this can be chance.",
            **about,
        )
    return t(
        "“{first}” gave {mean_first} on average at the end ({days_first}) and “{second}” "
        "{mean_second} ({days_second}); that is more than you would expect by chance, and it does "
        "not say yet what it comes from.",
        **about,
    )


def left_out(one: Experiment) -> tuple[str, ...]:
    """Return which days are left out of the comparison, in sentences."""
    found = result(one)
    said = []
    if found.other_way:
        said.append(
            tn(
                "{count} day went another way than the idea was: left out of the comparison.",
                "{count} days went another way than the idea was: left out of the comparison.",
                found.other_way,
            )
        )
    if found.without_level:
        said.append(
            tn(
                "{count} day has no number, which is fine: left out of the comparison.",
                "{count} days have no number, which is fine: left out of the comparison.",
                found.without_level,
            )
        )
    return tuple(said)


def told_words(one: Experiment, told: Told | None) -> str:
    """Return what was told of a day: "alleen, 6"; "" when nothing was."""
    if told is None:
        return ""
    first, second = ways(one)
    words = {Went.FIRST: first, Went.SECOND: second, Went.NEITHER: t("otherwise, or not")}
    said = words[told.went]
    return said if told.level is None else f"{said}, {number(told.level)}"


def _days(count: int) -> str:
    return tn("{count} day", "{count} days", count)


# -- on the page ------------------------------------------------------------------------------


def heading(one: Experiment | None, *, today: date) -> None:
    """Say what the last experiment is or was about; without one, what an experiment is."""
    if one is None:
        said = t("Two weeks, two ways in turn: what feels better at the end?")
    else:
        said = in_one(one, today=today)
    explained(t("A small experiment"), said, "experiment")
    if one is None:
        say(t("Only if the client likes it. It is not a test; skipping a day is fine."))
        return
    if one.over(today):
        st.caption(plain(title(one)))
        if one.stopped_on is not None:
            st.caption(plain(t("Stopped on {day}.", day=day_in_words(one.stopped_on))))
        for sentence in left_out(one):
            st.caption(plain(sentence))


def days(one: Experiment, *, today: date) -> None:
    """Draw the two weeks as a card for each day: the idea, and what was told."""
    every, asked = one.plan.days, set(one.asked)
    may = one.may_be_told(today)
    a_week = len(every) // WEEKS
    first, second = ways(one)
    words = {Way.FIRST: first, Way.SECOND: second}
    for at in range(WEEKS):
        week = [each for each in every[at * a_week : (at + 1) * a_week] if each in asked]
        if not week:
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown("**" + t("Week {number}", number=at + 1) + "**", width="content")
            st.caption(plain(agreed.span(week[0][0], week[-1][0])))
        with st.container(horizontal=True, gap="small"):
            for day, way in week:
                _card(one, day, words[way], past=day < today and day in may, today=today)


def _card(one: Experiment, day: date, idea: str, *, past: bool, today: date) -> None:
    told = one.told.get(day)
    with st.container(border=True, gap="xxsmall", width=_CARD, height="stretch"):
        name = short_day(day)
        st.markdown(f"**{plain(name)}**" + (" · " + t("today") if day == today else ""))
        st.markdown(plain(idea))
        if told is not None:
            st.caption(plain(t("told: {how}", how=told_words(one, told))))
        elif past:
            st.caption(t("not filled in"))


def table(one: Experiment) -> pd.DataFrame:
    """Return a row for each day: the idea, what was told, and whether it is compared."""
    first, second = ways(one)
    words = {Way.FIRST: first, Way.SECOND: second}
    rows = []
    for day, way in one.asked:
        told = one.told.get(day)
        compared = told is not None and told.level is not None and told.went is _OF_WAY[way]
        rows.append(
            {
                t("day"): short_day(day),
                t("the idea"): plain(words[way]),
                t("what became of it"): plain(told_words(one, told)) or t("not filled in"),
                t("compared"): t("yes") if compared else t("no"),
            }
        )
    return pd.DataFrame(rows)


def begin(form: Form, *, today: date) -> ExperimentDraft | None:
    """Draw the form to agree on an experiment; return it when it was asked to begin."""
    first = _way(form, "first", t("The one way"))
    second = _way(form, "second", t("The other way"))
    start = form.day("start", t("From which day on?"), value=today, last=today + BEGINS_WITHIN)
    weekdays = form.tags(
        "weekdays",
        t("On which days?"),
        {str(one): weekday(one) for one in range(7)},
        value=[str(one) for one in range(7)],
    )
    st.caption(
        t(
            "Three days a week or more. On all seven a difference is seen best; on fewer it always "
            "can be chance."
        )
    )
    if st.button(
        t("Agree on this experiment"),
        type="primary",
        icon=":material/check:",
        key=form.key("begin"),
    ):
        return ExperimentDraft(first, second, start, tuple(int(one) for one in weekdays))
    return None


def _way(form: Form, field: str, label: str) -> WayDraft:
    words = {one.value: context_name(one) for one in Context} | {OWN: t("in other words …")}
    chosen = form.pick(field, label, words, hidden=False, reruns=True)
    if chosen != OWN:
        return WayDraft(context=chosen or "")
    typed = form.line(
        f"{field}_words", t("In the client's own words"), placeholder=t("For example: with music")
    )
    form.place(field)
    return WayDraft(words=typed)


def tell(
    form: Form, one: Experiment, *, today: date
) -> tuple[date | None, str | None, float | None, bool, bool]:
    """Draw the form for one day of an experiment; without a day of which can be told, say so.

    Returns the day, which way it went, the level, and whether it is to be kept or taken back.
    """
    may = one.may_be_told(today)
    if not may:
        if one.stopped_on is None:
            begins = day_in_words(one.plan.days[0][0])
            st.caption(plain(t("From {day} on it can be told here how it went.", day=begins)))
        return None, None, None, False, False
    untold = [day for day in may if day not in one.told]
    day = form.pick(
        "day",
        t("Which day do you tell about?"),
        {each: agreed.day_in_month(each) + (" ✓" if each in one.told else "") for each in may},
        value=untold[0] if untold else may[-1],
        hidden=False,
        reruns=True,
    )
    if day is None:
        form.place("day")
        return None, None, None, False, False
    told = one.told.get(day)
    first, second = ways(one)
    went = form.pick(
        f"went:{day}",
        t("Which way did it go?"),
        {
            # The words on a button are read as markup too.
            Went.FIRST.value: plain(first),
            Went.SECOND.value: plain(second),
            Went.NEITHER.value: t("otherwise, or not"),
        },
        value=told.went.value if told else None,
        hidden=False,
    )
    form.place("went", "day")
    level = form.pick(
        f"level:{day}",
        t("How was it at the end? 0 = very heavy, 10 = very light. Skipping is fine."),
        {each: str(each) for each in SCALE},
        value=told.level if told else None,
        hidden=False,
    )
    form.place("level")
    with st.container(horizontal=True):
        keep = st.button(
            t("Keep this day"), type="primary", icon=":material/check:", key=form.key("keep")
        )
        back = told is not None and st.button(
            t("Take away what stands here"),
            type="tertiary",
            icon=":material/undo:",
            key=form.key("back"),
        )
    return day, went, level, keep, back


def newer(one: Experiment, day: date | None) -> None:
    """Show what is kept of a day now; from here on, keeping takes its place."""
    said = told_words(one, one.told.get(day)) if day is not None else ""
    with st.container(border=True):
        st.markdown("**" + t("As it is saved now") + "**")
        st.markdown(plain(said) or t("not filled in"))
    st.caption(t("Save once more to put yours in its place."))


def stop(form: Form) -> bool:
    """Offer to stop early, in two taps; True when it was asked."""
    with st.popover(t("Stop earlier"), icon=":material/flag:"):
        st.markdown(t("Stopping is fine. What was told stays."))
        return st.button(t("Stop this experiment"), key=form.key("stop"))


def before(every: Sequence[Experiment]) -> None:
    """Show experiments of before, closed: what came of each, and its days."""
    if not every:
        return
    closed = st.expander(
        t("Experiments of before"),
        icon=":material/history:",
        key="earlier_experiments",
        on_change="rerun",
    )
    if not closed.open:
        return
    with closed:
        for one in every:
            st.markdown(f"**{plain(title(one))}**")
            if one.stopped_on is not None:
                st.caption(plain(t("Stopped on {day}.", day=day_in_words(one.stopped_on))))
            say(outcome(one))
            for sentence in left_out(one):
                st.caption(plain(sentence))
            st.table(table(one), hide_index=True, border="horizontal", alt=title(one))
