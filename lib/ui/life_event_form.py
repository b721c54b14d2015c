"""The form to note something from the life of a client, and the list of what was noted."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from lib.domain.life_events import LifeEvent
from lib.ui import charts
from lib.ui.fields import Form
from lib.ui.text import moment, plain, t


def new(form: Form, *, today: date) -> tuple[str, date | None, date | None] | None:
    """Draw the form; return words, first and last day when it was asked to be noted."""
    st.caption(t("It stands as a star at the mood chart. Only who guides this client sees it."))
    words = form.line(
        "words",
        t("What happened, in a few words?"),
        placeholder=t("For example: moved house, new medication, ill, a party"),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=220):
            day = form.day("day", t("On which day?"), value=today, last=today)
        with st.container(width=260):
            end_day = form.day("end_day", t("Until when? Only if it lasted longer"))
        asked = st.button(t("Note it"), icon=":material/add:", key=form.key("add"))
    return (words, day, end_day) if asked else None


def listed(events: Sequence[LifeEvent], *, may_change: bool) -> LifeEvent | None:
    """Show what was noted, newest day first; return the one that somebody wants to take away."""
    wanted = None
    for one in sorted(events, key=lambda event: event.day, reverse=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(gap="xsmall"):
                st.markdown(plain(charts.life_event(one)))
                st.caption(
                    plain(t("{name}, {moment}", name=one.made_by, moment=moment(one.made_at)))
                )
            key = f"take_away:{one.id}"
            if may_change and st.button(t("Take away"), icon=":material/delete:", key=key):
                wanted = one
    return wanted


def sure(form: Form, event: LifeEvent) -> bool:
    """Ask once more before a life event is erased; True when it was asked."""
    st.markdown(plain(charts.life_event(event)))
    st.markdown(t("It goes from the chart and from the list, and does not come back."))
    return st.button(
        t("Take it away"), type="primary", icon=":material/delete:", key=form.key("sure")
    )
