"""What is planned today: with whom, and one tap to what has to be known or written down."""

from collections.abc import Collection
from datetime import date

import streamlit as st

from lib.domain.agenda import Agenda
from lib.ui import agenda_week
from lib.ui.shell import path
from lib.ui.text import plain, t


def show(agenda: Agenda, written: Collection[str], *, today: date) -> None:
    """Draw the appointments of today; `written` are the clients whose session stands already."""
    st.subheader(t("Appointments"), anchor=False)
    if today in agenda.free.public:
        st.caption(f":material/celebration: {plain(agenda.free.public[today])}")
    items = agenda.on(today)
    if not items:
        st.caption(t("Nothing is planned today."))
    for item in items:
        one = item.occurrence
        with st.container(border=True, gap="xxsmall", key=f"today-{one.appointment.id}"):
            agenda_week.whom(item)
            agenda_week.about(one)
            if one.client_id is None or one.cancelled:
                continue
            if one.client_id in written:
                st.caption(":material/task_alt: " + t("written down"))
            else:
                st.page_link(
                    path("coach/session_entry"),
                    label=t("Write down a session"),
                    icon=":material/edit_note:",
                    query_params={"client": one.client_id},
                )
    st.page_link(path("coach/agenda"), label=t("To the agenda"), icon=":material/calendar_month:")
