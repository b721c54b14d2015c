"""Talk points on the screen: ticked off with one tap, added in one line."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from lib.domain.access import Scope
from lib.domain.talk_points import KIND_WORDS, PointKind, TalkPoint, of_kind
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.text import plain, t


def see_to(
    scope: Scope,
    client_id: str,
    tick_off: Callable[..., None],
    bring_back: Callable[..., None],
    *,
    now: datetime,
) -> None:
    """Do what was tapped in the list since the last run; before the talk points are read.

    A tap only leaves word of itself: so it is done by whoever is at work in this run, also when
    another tap ended the run that came right after it.
    """
    tapped = _tapped(client_id)
    for point_id, done in list(tapped.items()):
        act = partial(tick_off if done else bring_back, scope, client_id, point_id, now=now)
        Form(f"talk point:{point_id}").kept(act)
        del tapped[point_id]


def draw(points: Sequence[TalkPoint], client_id: str, *, may_change: bool) -> None:
    """Show the talk points by kind, each with its tick; a ticked one can be brought back."""
    if not points and may_change:
        st.caption(t("Nothing to talk about has been noted yet."))
    for kind, title in KIND_WORDS.items():
        some = of_kind(points, kind)
        if some:
            st.markdown(f"**{t(title)}**")
        for one in some:
            _draw(one, client_id, may_change=may_change)
    if may_change and not all(one.is_open for one in points):
        st.caption(t("Ticked off today. Tap it once more to bring it back."))


def new(form: Form) -> tuple[PointKind, str] | None:
    """Draw the field for a new talk point; return its kind and words when it was asked for."""
    words = form.line(
        "words",
        t("Something to talk about, or a question"),
        placeholder=t("Something to talk about, or a question"),
        hidden=True,
    )
    kinds = {PointKind.TOPIC: t("Topic"), PointKind.QUESTION: t("Question")}
    asked = None
    with st.container(horizontal=True, gap="xsmall"):
        for kind, label in kinds.items():
            if st.button(label, icon=":material/add:", key=form.key(kind.value)):
                asked = kind, words
    return asked


def _draw(one: TalkPoint, client_id: str, *, may_change: bool) -> None:
    key, done = f"talk_point:{one.id}", not one.is_open
    # What is kept decides, also when a tap was refused or another window was first.
    if memory.typed(key) is not done:
        memory.put(key, done)
    st.checkbox(
        f"~~{plain(one.words)}~~" if done else plain(one.words),
        key=key,
        on_change=_tap,
        args=(client_id, one.id, key),
        disabled=not may_change,
    )


def _tap(client_id: str, point_id: str, key: str) -> None:
    _tapped(client_id)[point_id] = bool(memory.typed(key))


def _tapped(client_id: str) -> dict[str, bool]:
    """Return what was tapped and not done yet: the id of a talk point, and whether it is done."""
    name = f"tapped:{client_id}"
    found = memory.kept(name, dict)
    if found is None:
        found = {}
        memory.keep(name, found)
    return found
