"""The secret address of one's own agenda: made, shown once, and ended."""

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

import streamlit as st

from lib.ui.text import moment, t


class Wish(StrEnum):
    """What was clicked about the address."""

    MAKE = "make"
    REVOKE = "revoke"
    PUT_AWAY = "put_away"


def show(made: datetime | None, token: str | None) -> Wish | None:
    """Draw what the address is, the address itself while it is new, and what can be done."""
    st.markdown(
        t(
            "With a secret address your own calendar app shows these appointments too: from four "
            "weeks back to half a year ahead. It shows the time and the word appointment or "
            "group, never a name, a place or a word about health. Whoever has the address sees "
            "when you are busy, so keep it to yourself."
        )
    )
    wish = None
    if token is not None:
        st.markdown(t("Copy this address now: it is shown only here, and only this once."))
        st.code(f"{_address()}/agenda/{token}.ics", language=None)
        st.caption(
            t("In your calendar app choose something like: subscribe to a calendar, or add by URL.")
        )
        if st.button(t("I have copied it"), icon=":material/check:", key="feed_copied"):
            wish = Wish.PUT_AWAY
    elif made is not None:
        st.markdown(t("You have an address since {moment}.", moment=moment(made)))
    with st.container(horizontal=True):
        label = t("Make a new address") if made else t("Make an address")
        if st.button(label, icon=":material/link:", key="feed_make"):
            wish = Wish.MAKE
        if made is not None and st.button(
            t("End the address"), icon=":material/link_off:", key="feed_revoke"
        ):
            wish = Wish.REVOKE
    if made is not None:
        st.caption(
            t("A new address ends the one of before. What your calendar app copied, it may keep.")
        )
    return wish


def _address() -> str:
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}"
