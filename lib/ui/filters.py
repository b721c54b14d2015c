"""Filters that live in the address as ids, never as names."""

from collections.abc import Callable, Mapping

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
        width=230,
    )


def one_from_url(name: str, label: str, options: Mapping[str, str], *, usual: str) -> str:
    """Return the chosen id of these; one that is not among them in the address is the usual one."""
    known = list(options)
    wanted = st.query_params.get(name, usual)
    at = wanted if wanted in options else usual

    def keep() -> None:
        st.query_params[name] = st.session_state[f"chosen:{name}"]

    chosen: str = st.selectbox(
        label,
        known,
        index=known.index(at),
        format_func=lambda one: options[one],
        key=f"chosen:{name}",
        on_change=keep,
        width=230,
    )
    return chosen


def id_from_url(name: str, label: str, *, longest: int = 32) -> str:
    """Return an id or its beginning that was typed, letters and digits alone; "" for none."""
    key = f"typed:{name}"

    def keep() -> None:
        typed = _id(st.session_state[key], longest)
        if typed:
            st.query_params[name] = typed
        else:
            st.query_params.pop(name, None)

    begun = _id(st.query_params.get(name, ""), longest)
    return _id(st.text_input(label, value=begun, key=key, on_change=keep, width=230), longest)


def _id(typed: str | None, longest: int) -> str:
    return "".join(sign for sign in typed or "" if sign.isascii() and sign.isalnum())[:longest]


def wanted(name: str) -> str | None:
    """Return what the address says of a filter that is drawn further down, or None."""
    found: str | None = st.query_params.get(name)
    return found


def choosing(name: str, value: str, *, instead_of: str) -> Callable[[], None]:
    """Return what a button does that chooses this in a filter, and opens another filter wholly."""

    def choose() -> None:
        st.session_state[f"filter:{name}"] = value
        st.query_params[name] = value
        st.session_state[f"filter:{instead_of}"] = None
        st.query_params.pop(instead_of, None)

    return choose
