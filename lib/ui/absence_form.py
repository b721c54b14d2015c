"""One's own absence on the screen: the days that are known, and a form for more."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from lib.domain.absences import Absence
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.text import day, t


def draw(
    absences: Sequence[Absence],
    *,
    add: Callable[[date | None, date | None, str], object],
    take_away: Callable[[str], object],
    cover_page: Path | None = None,
) -> None:
    """Draw the absences that are not over and the form to add one.

    `add` takes the first day, the last one and a save key; `take_away` the id of one. With
    `cover_page` each absence has a way to arrange who covers on its days.
    """
    st.subheader(t("Away"), anchor=False)
    st.caption(
        t(
            "On these days somebody else is asked to read a care signal along. A signal that is "
            "open stays with you. Your clients do not see this."
        )
    )
    for one in absences:
        gone = Form(f"absence:{one.id}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                t("{start} up to and including {end}", start=day(one.start), end=day(one.end))
                if one.start != one.end
                else day(one.start)
            )
            if cover_page is not None:
                st.page_link(
                    cover_page,
                    label=t("Who covers?"),
                    icon=":material/group:",
                    query_params={"from": one.start.isoformat(), "until": one.end.isoformat()},
                )
            away = partial(take_away, one.id)
            key = gone.key("take_away")
            if st.button(t("Take away"), icon=":material/delete:", key=key) and gone.kept(away):
                memory.flash(t("You are counted on again on these days."))
                st.rerun()
    form = Form("absence")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=180):
            start = form.day("start", t("First day"))
        with st.container(width=180):
            end = form.day("end", t("Last day"))
        asked = st.button(t("Add"), icon=":material/add:", key=form.key("add"))
    save_key = memory.save_key(form.name)
    if asked and form.kept(lambda: add(start, end, save_key)):
        memory.flash(t("Saved."))
        st.rerun()
