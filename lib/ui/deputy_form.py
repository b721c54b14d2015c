"""The deputy of a team on its lead's screen: who reads along when no lead is there."""

from collections.abc import Callable

import streamlit as st

from lib.domain.care_signals import TeamDeputy
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.text import moment, plain, t


def draw(of: TeamDeputy, *, name: Callable[[str | None], object]) -> None:
    """Draw who was named and the form to name somebody; `name` takes their id, None for nobody."""
    st.subheader(t("Deputy for care signals"), anchor=False)
    st.markdown(
        t(
            "When a coach opens a care signal, the leads of the team read it along. When none of "
            "them is there, the deputy does. A deputy of another team sees that care signal and "
            "the name of the client, and nothing else of the dossier."
        )
    )
    if of.deputy_id is None:
        st.warning(
            t("Nobody was named. When you are away, nobody reads a care signal along."),
            icon=":material/person_off:",
        )
    elif not of.works:
        st.warning(
            plain(t("{name} cannot be asked any more. Choose somebody else.", name=of.deputy_name)),
            icon=":material/person_off:",
        )
    form = Form(f"deputy:{of.team.id}:{of.deputy_id}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=360):
            chosen = form.one_of(
                "deputy",
                t("Deputy"),
                list(of.choices),
                of.choices,
                value=of.deputy_id if of.works else None,
            )
        saved = st.button(t("Save"), icon=":material/check:", key=form.key("save"))
    if of.changed_by is not None and of.changed_at is not None:
        st.caption(
            plain(
                t(
                    "Chosen by {name} on {moment}.",
                    name=of.changed_by,
                    moment=moment(of.changed_at),
                )
            )
        )
    if saved and form.kept(lambda: name(chosen)):
        memory.flash(t("Saved."))
        st.rerun()
