"""Cover on the screen: who covers for whom until when, and a form to arrange it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

import streamlit as st

from lib.domain.covers import LONGEST_DAYS, Cover
from lib.ui import handover_words
from lib.ui.fields import Form
from lib.ui.handover_parts import how_many
from lib.ui.text import plain, t


class Wish(StrEnum):
    """What was clicked at one cover, or at all that were arranged in one go."""

    TELL = "tell"
    END = "end"


@dataclass(frozen=True, slots=True)
class Arranged:
    """What was filled in to let a colleague cover."""

    client_ids: tuple[str, ...]
    coverer_id: str | None
    start: date | None
    end: date | None
    words: str


def rows(every: Sequence[Cover], *, today: date, key: str) -> tuple[Wish, list[Cover]] | None:
    """Draw covers, those arranged in one go together; return what was clicked, or None."""
    clicked = None

    def together(one: Cover) -> tuple[str, date, date, bool, str]:
        return one.coverer, one.start, one.end, one.ended_at is not None, one.group

    for (*_, group), found in groupby(sorted(every, key=together), key=together):
        some = list(found)
        with st.container(border=True, gap="xsmall"):
            clicked = _group(some, today=today, key=f"{key}:{group}:{some[0].id}") or clicked
    return clicked


def _group(some: list[Cover], *, today: date, key: str) -> tuple[Wish, list[Cover]] | None:
    clicked, first = None, some[0]
    over = first.ended_at is not None or first.end < today
    left, right = st.columns([2, 1], vertical_alignment="center")
    with left.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(handover_words.who_covers(first))}**", width="content")
        _badge(first, today=today)
    label, name = t("End cover"), f"{key}:end"
    if not over and right.button(label, icon=":material/event_busy:", key=name, width="stretch"):
        clicked = Wish.END, some
    if first.words:
        st.markdown(f"“{plain(first.words)}”")
    if not first.client_name:
        count = how_many(len(some))
        st.caption(count if over else t("{clients}; you see who on the first day.", clients=count))
        return clicked
    for one in sorted(some, key=lambda one: one.client_name):
        left, right = st.columns([2, 1], vertical_alignment="center")
        with left.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(plain(one.client_name), width="content")
            st.caption(plain(handover_words.told(one)), width="content")
        label, name = t("Text for the client"), f"{key}:tell:{one.id}"
        if not over and right.button(label, icon=":material/mail:", key=name, width="stretch"):
            clicked = Wish.TELL, [one]
    return clicked


def _badge(one: Cover, *, today: date) -> None:
    if one.ended_at is not None:
        st.badge(t("ended"), color="gray")
    elif one.end < today:
        st.badge(t("over"), color="gray")
    elif one.start > today:
        st.badge(t("to come"), color="blue")
    else:
        st.badge(t("now"), color="green")


def arrange(
    form: Form,
    clients: Mapping[str, str],
    coverers: Mapping[str, str],
    *,
    today: date,
    start: date | None = None,
    end: date | None = None,
) -> Arranged | None:
    """Draw who covers whom in which days; return it when that was clicked, else None.

    Both are names by id. One client is not asked about.
    """
    chosen = tuple(clients)
    if len(clients) > 1:
        names = {key: plain(name) for key, name in clients.items()}
        chosen = form.tags("clients", t("Whom?"), names, value=chosen)
        st.caption(t("Everyone is chosen at first. Tap a name to leave that client out."))
    coverer = form.one_of("coverer", t("Who covers?"), list(coverers), coverers)
    with st.container(horizontal=True, vertical_alignment="top"):
        last = today + timedelta(days=2 * LONGEST_DAYS)
        with st.container(width=180):
            start = form.day("start", t("First day"), value=start or today, last=last)
        with st.container(width=180):
            end = form.day("end", t("Last day"), value=end, last=last)
    words = form.line("words", t("What does your colleague have to know?"))
    st.caption(
        t(
            "Your colleague sees the dossier and can write in it, on these days and not after. "
            "Everything they open stands in the log. You can end it at any moment."
        )
    )
    label = t("Arrange cover")
    if st.button(label, type="primary", icon=":material/group:", key=form.key("arrange")):
        return Arranged(chosen, coverer, start, end, words)
    return None
