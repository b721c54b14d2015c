"""Dialogs: a form in front of the page, that asks the gate again at every click."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.problems import Refused
from lib.ui.gate.enter import arrive, enter
from lib.ui.text import plain, said


def show(
    title: str,
    draw: Callable[[Scope], None],
    *,
    permission: Permission,
    icon: str | None = None,
    width: Literal["small", "large"] = "small",
) -> None:
    """Open a dialog with what `draw` draws in it; `draw` gets the Scope of whoever clicks now.

    DANGER: Streamlit reruns a dialog without the frame around it. So who is there is asked anew
    at each of its runs, and a Scope from outside may not be used within; a test keeps `st.dialog`
    out of all other rooms. What was typed stays until the form is closed: also after a refusal,
    and when someone leaves with Escape and comes back.
    """

    @st.dialog(title, icon=icon, width=width)
    def shown() -> None:
        arrive()
        try:
            draw(enter(permission))
        except Refused as refusal:
            st.info(plain(said(refusal)), icon=":material/info:")

    shown()
