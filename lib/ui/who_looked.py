"""Who looked in a dossier, on the screen and in rows: opened with a reason, and everything."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import streamlit as st

from lib.domain.access import ROLE_WORDS
from lib.domain.dossiers import DID_WORDS, RULE_WORDS, SPAN_WORDS, Looked, Opening
from lib.ui.row_files import Row
from lib.ui.text import clock_of, day, moment, plain, t


def openings(every: Sequence[Opening], *, now: datetime) -> None:
    """Show which leads opened the dossier with a reason: who, when, until when, and why."""
    st.markdown("**" + t("Who opened this dossier with a reason") + "**")
    if not every:
        st.caption(t("Nobody so far."))
    for one in every:
        with st.container(gap="xxsmall"):
            st.markdown(f":material/lock_open: {plain(one.name)} – “{plain(one.reason)}”")
            until = t(
                "{moment}, open until {time}",
                moment=moment(one.opened_at),
                time=clock_of(one.ends_at),
            )
            st.caption(until + (" · " + t("open now") if now < one.ends_at else ""))


def spans() -> dict[str, str]:
    """Return the spans one can choose from, in words."""
    return {span.value: t(words) for span, words in SPAN_WORDS.items()}


def did(one: Looked) -> str:
    """Return what somebody did on a day, in words: "keek in het dossier, schreef iets op"."""
    return ", ".join(t(DID_WORDS[kind]) for kind in one.did)


def who(one: Looked) -> str:
    """Return who it was, in what role, and why they were let in."""
    if not one.name:
        return t("Ministap by itself")
    roles = ", ".join(t(ROLE_WORDS[role]) for role in one.roles)
    return " · ".join(part for part in (one.name, roles, why(one)) if part)


def why(one: Looked) -> str:
    """Return why somebody was let in, and in whose place."""
    rules = [t(RULE_WORDS[rule]) for rule in one.rules]
    if one.behalf:
        rules.append(t("in the place of {names}", names=", ".join(one.behalf)))
    return ", ".join(rules)


def draw(every: Sequence[Looked]) -> None:
    """Show by day who looked; a day stands once."""
    last = None
    for one in every:
        if one.day != last:
            st.markdown(f"**{day(one.day)}**")
            last = one.day
        st.markdown(f"{plain(who(one))}  \n:small[{plain(did(one))}]")


def rows(every: Iterable[Looked]) -> list[Row]:
    """Return the same as rows of a file."""
    return [
        {
            t("Day"): one.day,
            t("Who"): one.name or t("Ministap by itself"),
            t("Role"): ", ".join(t(ROLE_WORDS[role]) for role in one.roles),
            t("Why this person may"): why(one),
            t("What"): did(one),
        }
        for one in every
    ]
