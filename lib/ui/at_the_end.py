"""What was clicked on a page with several forms: drawn anew when all of them stand."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.ui import memory
from lib.ui.fields import Form

T = TypeVar("T")


class AtTheEnd:
    """Draws a page anew at its end; what shall be done there is shown at its own place on it.

    DANGER: a run that starts anew half-way loses what was typed in the forms it had not drawn.
    """

    def __init__(self) -> None:
        self._clicked: list[tuple[DeltaGenerator, Callable[[], None]]] = []
        self._anew = False

    def do(self, act: Callable[[], None]) -> None:
        """Do this at the end; what it shows, it shows here."""
        self._clicked.append((st.container(), act))

    def keep(
        self,
        form: Form,
        action: Callable[[], T],
        sentence: str,
        *,
        then: Callable[[T], None] = lambda _: None,
    ) -> None:
        """Save a form, say so, and at the end draw the page anew; a refusal is said here.

        Saved now and not at the end: a tap elsewhere, while the page is drawn, ends this run.
        """
        made = form.kept(action)
        if made is not None:
            then(made[0])
            memory.flash(sentence)
            self.draw_anew()

    def draw_anew(self) -> None:
        """Draw the page anew once all of it stands."""
        self._anew = True

    def run(self) -> None:
        """Do all of it now: the last line of the page."""
        for place, act in self._clicked:
            with place:
                act()
        if self._anew:
            st.rerun()
