"""When somebody may be mailed: on or off, and the quiet hours."""

from collections.abc import Callable
from datetime import time

import streamlit as st

from lib.domain.notices import USUAL, Choice
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.text import t


def draw(
    choice: Choice, *, choose: Callable[[bool, bool, time | None, time | None], object]
) -> None:
    """Draw the choice with what stands; `choose` takes mail, quiet, from and until."""
    form = Form("mail")
    st.subheader(t("Mail"), anchor=False)
    st.markdown(
        t(
            "Ministap may mail you that something is ready for you: never what, and never about "
            "whom. Only if your practice sends mail."
        )
    )
    mail = _switch(form, "mail", t("Mail me"), value=choice.mail)
    quiet = _switch(
        form, "quiet", t("Not during my quiet hours"), value=choice.quiet_from is not None
    )
    start = end = None
    if quiet:
        with st.container(horizontal=True):
            with st.container(width=180):
                start = form.at(
                    "quiet_from", t("From"), value=choice.quiet_from or USUAL.quiet_from
                )
            with st.container(width=180):
                end = form.at(
                    "quiet_until", t("Until"), value=choice.quiet_until or USUAL.quiet_until
                )
    st.caption(
        t(
            "About a care signal that you read along, the mail goes at once, during quiet hours as "
            "well: it is about somebody's safety. With mail off, no mail goes at all."
        )
    )
    if st.button(t("Keep my choice"), key=form.key("save")) and form.kept(
        lambda: choose(mail, quiet, start, end)
    ):
        memory.flash(t("Saved."))
        st.rerun()


def _switch(form: Form, field: str, label: str, *, value: bool) -> bool:
    memory.begin_with(form.key(field), value)
    return st.toggle(label, key=form.key(field))
