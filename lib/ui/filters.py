"""Filters that live in the address as ids, never as names."""

from collections.abc import Mapping

import streamlit as st


def from_url(name: str, label: str, options: Mapping[str, str], *, everything: str) -> str | None:
    """Return the chosen id, or None for everything; an unknown one in the address is everything.

    Streamlit's own binding writes what is shown into the address, and that would be a name.
    """
    wanted = st.query_params.get(name)
    known = [None, *options]
    if wanted not in options:
        wanted = None

    def keep() -> None:
        chosen = st.session_state[f"filter:{name}"]
        if chosen is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = chosen

    return st.selectbox(
        label,
        known,
        index=known.index(wanted),
        format_func=lambda one: everything if one is None else options[one],
        key=f"filter:{name}",
        on_change=keep,
        width=260,
    )
