"""What is done at hand-overs and covers: a text for a client, taking back, ending."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.covers import Cover
from lib.domain.handovers import Handover
from lib.ui import cover_parts, dialogs, fields, handover_parts, handover_words, memory
from lib.ui.gate.enter import now
from lib.ui.text import plain, t

# Verbs of a page: the first takes a scope and an id, the second a day as well.
Undoing = Callable[..., None]
Informing = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Acts:
    """Sees to what was clicked on a page, by the verbs it is handed; what shuts is asked first."""

    take_back: Undoing
    inform: Informing
    end: Undoing
    inform_cover: Informing

    def handover(self, clicked: tuple[handover_parts.Wish, Handover] | None) -> None:
        """Do what was clicked at a hand-over."""
        if clicked is None:
            return
        wish, one = clicked
        if wish is handover_parts.Wish.TELL:
            self._show(one)
            return
        _ask(t("Take back the question?"), partial(_back, one, self.take_back))

    def cover(self, clicked: tuple[cover_parts.Wish, Sequence[Cover]] | None) -> None:
        """Do what was clicked at one cover, or at those that were arranged in one go."""
        if clicked is None:
            return
        wish, some = clicked
        if wish is cover_parts.Wish.TELL:
            self._show(some[0])
            return
        _ask(t("End this cover?"), partial(_end, tuple(some), self.end))

    def _show(self, one: Handover | Cover) -> None:
        inform = self.inform if isinstance(one, Handover) else self.inform_cover
        dialogs.show(
            t("Text for the client"),
            partial(_tell, one, inform),
            permission=Permission.HAND_OVER,
            width="large",
        )


def _ask(title: str, draw: Callable[[Scope], None]) -> None:
    # Neither can be undone, and both shut a dossier for a colleague: one tap is not enough.
    dialogs.show(title, draw, permission=Permission.HAND_OVER)


def _back(one: Handover, take_back: Undoing, scope: Scope) -> None:
    """Draw what taking back means, and do it when that is clicked."""
    form = fields.Form(f"back:{one.id}")
    st.markdown(
        t("Your colleague does not see the client any more. You can always ask somebody again.")
    )
    said = st.button(t("Take back the question"), icon=":material/undo:", key=form.key("yes"))
    if said and form.kept(lambda: take_back(scope, one.id, now=now())):
        memory.flash(t("Taken back. Your colleague does not see the client any more."))
        st.rerun()


def _end(some: Sequence[Cover], end: Undoing, scope: Scope) -> None:
    """Draw what ending a cover means, and end it when that is clicked."""

    def all_of_them() -> None:
        for one in some:
            end(scope, one.id, now=now())

    form = fields.Form(f"end:{some[0].id}")
    st.markdown(
        plain(
            t(
                "{name} cannot open the dossier any more, from now on. This cannot be undone; you "
                "can arrange cover again.",
                name=some[0].coverer,
            )
        )
    )
    said = st.button(t("End cover"), icon=":material/event_busy:", key=form.key("yes"))
    if said and form.kept(all_of_them):
        memory.flash(t("The cover has ended."))
        st.rerun()


def _tell(one: Handover | Cover, inform: Informing, scope: Scope) -> None:
    """Draw the text for a client, and keep on which day they were told."""
    form, today = fields.Form(f"told:{one.id}"), local_day(now())
    words = (
        handover_words.handover_text(one, sender=scope.name)
        if isinstance(one, Handover)
        else handover_words.cover_text(one, sender=scope.name)
    )
    day = handover_parts.tell(form, words, one, today=today)
    if day is not None and form.kept(lambda: inform(scope, one.id, day=day[0], now=now())):
        memory.flash(t("Saved."))
        st.rerun()
