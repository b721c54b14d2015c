"""What is still to come with one client, with the way to the agenda."""

from collections.abc import Sequence

import streamlit as st

from lib.domain.agenda import Occurrence
from lib.domain.calendar import week_start
from lib.ui import agenda_words as words
from lib.ui.shell import path
from lib.ui.text import number, plain, short_day, t

# As many as are talked about in one go; the others stand in the agenda. [CHOICE]
SHOWN = 6


def show(some: Sequence[Occurrence]) -> None:
    """Draw what is to come, each with the way to its week; nothing without any."""
    if not some:
        return
    st.markdown("**" + t("To come") + "**")
    for one in some[:SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.page_link(
                path("coach/agenda"),
                label=plain(f"{short_day(one.day)} {words.span(one)}"),
                icon=":material/event:",
                query_params={"week": week_start(one.day).isoformat()},
            )
            told = (words.state(one), one.appointment.place)
            st.caption(plain(" · ".join(part for part in told if part)), width="content")
    if len(some) > SHOWN:
        more = number(len(some) - SHOWN)
        st.caption(t("And {count} more in the coming half year.", count=more))
