"""The hours of each coach on the lead's screen: how much time there is for clients."""

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.domain.load import Coach
from lib.ui.fields import Form
from lib.ui.text import number, plain, t


def draw(
    team_id: str, known: Sequence[tuple[Coach, int | None]]
) -> tuple[Form, Mapping[str, float | None]] | None:
    """Draw a field for each coach; return the form and what was typed when it is to be saved."""
    st.subheader(t("Hours for clients"), anchor=False)
    st.markdown(
        t(
            "How many hours a week each colleague has for clients. The caseload sets them beside "
            "what is planned, without public holidays and absence. Empty is unknown."
        )
    )
    closed = st.expander(
        t("The hours of each colleague"),
        icon=":material/schedule:",
        key=f"hours:{team_id}",
        on_change="rerun",
    )
    if not closed.open:
        return None
    with closed:
        if not known:
            st.caption(t("Nobody yet."))
            return None
        form = Form(f"hours:{team_id}")
        typed = {
            coach.id: form.decimal(
                f"hours_{coach.id}",
                plain(coach.name),
                value="" if minutes is None else number(minutes / 60, 2),
            )
            for coach, minutes in known
        }
        if st.button(t("Save"), icon=":material/check:", key=form.key("save")):
            return form, typed
    return None
