"""The forms of the agenda: plan something, change one time, or change a series."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

import streamlit as st

from lib.domain.agenda import USUAL_MINUTES, Appointment, AppointmentDraft, Item, from_here
from lib.domain.calendar import AMSTERDAM
from lib.ui import agenda_words as words
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.text import day_in_words, moment_in_words, plain, short_day, t

# What is offered; a series every five weeks or more is rare, and can be changed to it.
OFTEN = (0, 1, 2, 3, 4, 6, 8)


class Wish(StrEnum):
    """What was clicked in the dialog of one time."""

    SAVE = "save"
    MOVE = "move"
    CANCEL = "cancel"
    BRING_BACK = "bring_back"
    SKIP = "skip"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, with the form it stood in, what was typed and the version it began from."""

    wish: Wish
    form: Form
    draft: AppointmentDraft
    version: int


def plan(form: Form, clients: Mapping[str, str]) -> tuple[bool, str | None, AppointmentDraft]:
    """Draw the form to plan something; return whether it is a group, else with whom, and all."""
    whom = {"client": t("A client"), "group": t("A group or another meeting")}
    group = form.pick("whom", t("With whom?"), whom, value="client", hidden=False, reruns=True)
    client_id, title = None, ""
    if group == "group":
        title = form.line("title", t("What is it called? No names of clients."))
    else:
        client_id = form.one_of("client", t("Client"), list(clients), clients)
    draft = _fields(form, None, title=title)
    return group == "group", client_id, draft


def _fields(
    form: Form, present: Appointment | None, *, title: str = "", begins: date | None = None
) -> AppointmentDraft:
    with st.container(horizontal=True):
        with st.container():
            day = form.day("day", t("Day"), value=begins or (present.day if present else None))
        with st.container():
            at = form.at("at", t("Time"), value=present.at if present else None)
    with st.container(horizontal=True):
        with st.container(width=110):
            minutes = form.decimal(
                "minutes", t("Minutes"), value=str(present.minutes if present else USUAL_MINUTES)
            )
        with st.container():
            place = form.line(
                "place", t("Where (optional)"), value=present.place if present else ""
            )
    often = {one: words.how_often(one) for one in OFTEN}
    every = (present.every_weeks if present else None) or 0
    often.setdefault(every, words.how_often(every))
    chosen = form.pick(
        "every_weeks", t("How often?"), often, value=every, hidden=False, reruns=True
    )
    until = None
    if chosen:
        until = form.day(
            "until",
            t("Last day (leave empty: until you stop it)"),
            value=present.until if present else None,
        )
    return AppointmentDraft(day, at, minutes, place, chosen or None, until, title)


def draw(item: Item, holidays: Mapping[date, str], *, now: datetime) -> Asked | None:
    """Draw the dialog of one time, and return what was asked."""
    one = item.occurrence
    found = one.appointment
    with st.container(gap="xxsmall"):
        st.markdown(f"**{plain(item.name)}** · {moment_in_words(one.starts_at)}")
        told = (words.span(one), words.series(found), words.state(one), found.place)
        st.caption(plain(" · ".join(part for part in told if part)))
    form = Form(f"one:{found.id}:{one.planned}")
    nothing = AppointmentDraft(None, None)
    asked = None
    with st.container(horizontal=True):
        if one.cancelled or one.moved:
            label = t("Bring it back") if one.cancelled else t("Back to where it was planned")
            if st.button(label, icon=":material/undo:", key=form.key("back")):
                asked = Wish.BRING_BACK
        if not one.cancelled and st.button(
            t("Cancel this one"), icon=":material/event_busy:", key=form.key("cancel")
        ):
            asked = Wish.CANCEL
        label = t("Stop the series") if found.repeats else t("Take it out of the agenda")
        with st.popover(label, icon=":material/delete:"):
            st.markdown(
                t("What took place stays. What is still to come goes, and cannot be brought back.")
                if found.repeats
                else t("It goes altogether, and cannot be brought back. Cancelling leaves it here.")
            )
            if st.button(label, key=form.key("remove")):
                asked = Wish.REMOVE
    if holidays:
        asked = _holidays(form, holidays) or asked
    if asked is not None:
        return Asked(asked, form, nothing, found.version)
    return None if one.cancelled else _change(item, form, now=now)


def _holidays(form: Form, holidays: Mapping[date, str]) -> Wish | None:
    named = ", ".join(f"{short_day(on)} {name}" for on, name in holidays.items())
    with st.container(border=True, gap="small"):
        st.markdown(plain(t("On public holidays: {days}.", days=named)))
        if st.button(t("Skip these"), icon=":material/event_busy:", key=form.key("skip")):
            return Wish.SKIP
    return None


def _change(item: Item, form: Form, *, now: datetime) -> Asked | None:
    """Draw the fields to change one time, or its series from here on."""
    one = item.occurrence
    found = one.appointment
    whole = False
    if found.repeats:
        which = {"one": t("Only this one"), "all": t("From here on")}
        chosen = form.pick("which", t("What changes?"), which, value="one", reruns=True)
        whole = chosen == "all"
    if not whole and found.repeats:
        version = _version(form, found, "day")
        local = one.starts_at.astimezone(AMSTERDAM)
        with st.container(horizontal=True):
            with st.container():
                day = form.day("day", t("Day"), value=local.date())
            with st.container():
                at = form.at("at", t("Time"), value=_minute(local.time()))
        if st.button(t("Move it"), type="primary", icon=":material/check:", key=form.key("move")):
            return Asked(Wish.MOVE, form, AppointmentDraft(day, at), version)
        return None
    form = Form(f"all:{found.id}:{one.planned}")
    version = _version(form, found, "day")
    title = found.title
    if found.client_id is None:
        title = form.line("title", t("What is it called? No names of clients."), value=title)
    begins = from_here(found, one.planned, now=now) if found.repeats else None
    draft = _fields(form, found, title=title, begins=begins)
    if begins is not None:
        st.caption(t("What comes before {day} stays as it is.", day=day_in_words(begins)))
    if st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save")):
        return Asked(Wish.SAVE, form, draft, version)
    return None


def newer(asked: Asked, present: Appointment) -> None:
    """Show what was saved meanwhile; from here on, saving takes its place."""
    if present.version == asked.version:
        return
    memory.forget_first(asked.form.name)
    with st.container(border=True, gap="xxsmall"):
        st.markdown("**" + t("As it is saved now") + "**")
        told = (day_in_words(present.day), f"{present.at:%H:%M}", words.series(present))
        st.markdown(plain(" · ".join(part for part in told if part)))
    st.caption(t("Save once more to put yours in its place."))


def _version(form: Form, present: Appointment, field: str) -> int:
    """Return the version this form began from; begun anew when it was not drawn before."""
    if memory.typed(form.key(field)) is None:
        memory.forget_first(form.name)
    return memory.first_value(form.name, present.version)


def _minute(at: time) -> time:
    return at.replace(second=0, microsecond=0)
