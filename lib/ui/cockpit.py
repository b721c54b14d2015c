"""The cockpit on the screen: a session to come, read in twenty seconds."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from lib.domain.calendar import local_day
from lib.domain.cockpit import Cockpit, Meeting
from lib.domain.routes import SIZE_WORDS, AgreedRest, Step
from lib.domain.sessions import (
    ATTENDANCE_WORDS,
    BARRIER_WORDS,
    HELP_WORDS,
    KIND_WORDS,
    WHERE_WORDS,
)
from lib.domain.signals import Kind
from lib.ui import goal_form, question_list, sentences, talk_list, told
from lib.ui.explained import beside
from lib.ui.shell import path
from lib.ui.text import clock_of, length, moment_in_words, plain, t, tn

# Steps that are shown with their sizes; more than three is no glance any more.
_STEPS = 3


def write(of: Cockpit) -> None:
    """Offer to write the session down: the one thing to do here."""
    if of.client.ended_on is None and st.button(
        t("Write down a session"),
        type="primary",
        icon=":material/edit_note:",
        key="write",
        width="stretch",
    ):
        st.switch_page(path("coach/session_entry"), query_params={"client": of.client.id})


def coming(of: Cockpit, *, today: date) -> None:
    """Show the next date: the time when it is today, or that there is none."""
    if of.coming is not None and local_day(of.coming) == today:
        _line(t("Today"), t("at {time}", time=clock_of(of.coming)))
    elif of.coming is not None:
        _line(t("Next time"), moment_in_words(of.coming))
    elif of.client.ended_on is None:
        _line(t("Next time"), t("no next date yet"))


def welcome(of: Cockpit) -> None:
    """Say that it is good to see someone again, with the smallest step ready; no days counted."""
    if of.welcome is not None:
        said = t("The smallest step stands ready: {step}", step=of.welcome.mini.text)
        st.markdown(
            f":material/waving_hand: **{t('Good that you are here again.')}** {plain(said)}"
        )


def last_time(of: Cockpit, *, today: date) -> None:
    """Show the last session in one line, and the client's own sentence.

    With its day, when that is an earlier one.
    """
    _line(t("Last time"), met(of, today=today))
    if of.said is not None:
        words = f"“{plain(of.said.own_words)}”"
        if of.said != of.last:
            words += f" :small[({plain(sentences.day_beside(of.said.day, newest=today))})]"
        st.markdown(words)


def met(of: Cockpit, *, today: date) -> str:
    """Return when the last session was, how and where, and whether the client came.

    When they did not come, the day they were seen last stands beside it.
    """
    last = of.last
    if last is None:
        return t("no session yet")
    parts = [_when(last, today=today), t(KIND_WORDS[last.kind])]
    if last.place is not None:
        parts.append(t(WHERE_WORDS[last.place]))
    parts.append(t(ATTENDANCE_WORDS[last.attendance]))
    if not last.came and of.last_seen is not None:
        seen = sentences.day_beside(of.last_seen.day, newest=today)
        parts.append(t("seen before on {day}", day=seen))
    return " · ".join(parts)


def agreed(of: Cockpit) -> None:
    """Show the rest that was agreed, the steps of now, and the next step of last time."""
    for rest in of.rests:
        _rest(rest, {one.key: one.activity for one in of.steps})
    if not of.steps:
        _line(t("Agreed"), t("no route yet"))
    elif not of.at_rest:
        for step in of.steps[:_STEPS]:
            often = plain(sentences.how_often(step))
            st.markdown(
                f":material/footprint: **{plain(step.activity)}** · {often}  \n"
                f":small[{plain(sizes(step))}]"
            )
        left = of.steps[_STEPS:]
        if left:
            names = ", ".join(step.activity for step in left)
            more = tn(
                "And {count} step: {names}", "And {count} steps: {names}", len(left), names=names
            )
            st.markdown(f":small[{plain(more)}]")
    if of.last is not None and of.last.next_step:
        _line(t("Agreed last time"), of.last.next_step)


def sizes(step: Step) -> str:
    """Return the three sizes of a step in short: "mini 30 seconden · gewoon 2 minuten …"."""
    return " · ".join(
        f"{t(SIZE_WORDS[which])} {length(one.seconds)}" for which, one in step.sizes.items()
    )


def became(of: Cockpit, *, today: date) -> None:
    """Show in one line what became of what was agreed: since the last session if that is known.

    To someone at rest or who begins again, and after the end of guidance, nothing is counted.
    """
    counts = of.client.ended_on is None and not of.at_rest and of.welcome is None
    title = f"**{t('Taking part')}** "
    if of.since is not None:
        said = sentences.days(of.since, today=today, since_last=True)
        beside(title + plain(said), "day_kinds")
    elif of.steps and counts:
        beside(title + plain(sentences.taking_part(of.standing)), "participation")


def around(of: Cockpit) -> None:
    """Show what helped and what was hard lately, in the words that were told most."""
    nothing = t("not told yet")
    left, right = st.columns(2)
    with left:
        _line(t("Helped lately"), told.words(of.helped, HELP_WORDS) or nothing)
    with right:
        _line(t("Hard lately"), told.words(of.hard, BARRIER_WORDS) or nothing)


def read_only(of: Cockpit, *, today: date) -> None:
    """Show this to a lead who opened the dossier: nothing to tap and nothing to change.

    How the client takes part stands on the page of the lead already.
    """
    with st.container(border=True, gap="xsmall"):
        coming(of, today=today)
        last_time(of, today=today)
        agreed(of)
        around(of)
        goals(of)
    if of.points:
        with st.container(border=True, gap="xsmall"):
            talk_list.draw(of.points, of.client.id, may_change=False)
    question_list.in_cockpit(of.questions)


def said(of: Cockpit) -> frozenset[Kind]:
    """Return which rows of the worklist say nothing that does not stand on this screen already."""
    return frozenset(
        {Kind.NO_ROUTE, Kind.NO_NEXT_DATE} | ({Kind.RETURNED} if of.welcome is not None else set())
    )


def goals(of: Cockpit) -> None:
    """Show the goals of now in the client's words, each with its last number."""
    for goal in of.goals:
        said = f":material/flag: “{plain(goal.words)}”"
        if goal.latest is not None:
            said += f" · {plain(goal_form.told(goal.latest))}"
        st.markdown(said)


def _rest(rest: AgreedRest, activities: Mapping[str, str]) -> None:
    about = activities.get(rest.step_key) if rest.step_key is not None else None
    said = plain(sentences.rest(rest, about))
    ready = activities.get(rest.begin_with) if rest.begin_with is not None else None
    if ready is not None:
        said += "  \n" + plain(t("Stands ready for afterwards: {step}", step=ready))
    st.markdown(f":material/bedtime: {said}")


def _when(meeting: Meeting, *, today: date) -> str:
    on = sentences.day_beside(meeting.day, newest=today)
    return f"{on} {clock_of(meeting.held_at)}"


def _line(label: str, words: str) -> None:
    st.markdown(f"**{label}** {plain(words)}")
