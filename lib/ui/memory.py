"""What one browser tab remembers between runs: little, typed, and never a client's words."""

import re
from time import monotonic
from typing import NamedTuple, TypeVar
from uuid import uuid4

import streamlit as st
from streamlit.errors import StreamlitAPIException

from lib.domain.drafts import field_of, in_browser

T = TypeVar("T")
# As `key` makes it.
_FIELD = re.compile(r".+#\w+:.+", re.DOTALL)

FLASH_STAYS = 4.0  # seconds


def on_page(page: str, subject: str) -> str:
    """Return the name of this look: the same while page and subject stay, else a new one."""
    look = (page, subject)
    if st.session_state.get("_look") != look:
        st.session_state["_look"] = look
        st.session_state["_view"] = uuid4().hex
    return str(st.session_state["_view"])


class Way(NamedTuple):
    """A way to a page of a client, shown beside a sentence."""

    page: str
    label: str
    client_id: str


def flash(sentence: str, *, way: Way | None = None) -> None:
    """Keep one sentence for the next run, on whatever page that is, and the moments after it.

    With `way` a link stands beside it.
    """
    st.session_state["_flash"] = (sentence, None)
    st.session_state["_flash_way"] = way


def flash_way() -> Way | None:
    """Return the way that goes with the sentence of `take_flash`, or None."""
    return st.session_state.get("_flash_way")


def take_flash() -> str | None:
    """Return the kept sentence while it is new, or None.

    It is shown by more than one run: what was tapped just before it came draws the page anew, and
    a sentence that is gone before anyone could read it was not told.
    """
    told, since = st.session_state.get("_flash", (None, None))
    if told is None:
        return None
    now = monotonic()
    if since is None:
        st.session_state["_flash"] = (told, now)
    elif now - since > FLASH_STAYS:
        del st.session_state["_flash"]
        return None
    return str(told)


def save_key(form: str) -> str:
    """Return the key under which this form saves at most once, until `close_form`."""
    keys = st.session_state.setdefault("_save_keys", {})
    return str(keys.setdefault(form, uuid4().hex))


def came_back(texts: dict[str, str]) -> None:
    """Take over what was typed on this page before and not saved, by the names of the fields."""
    st.session_state["_came_back"] = texts


def back(widget_key: str) -> str | None:
    """Return what was typed in a field before this look, or None."""
    name = field_of(in_browser(widget_key))
    held: dict[str, str] = st.session_state.get("_came_back", {})
    return held.get(name) if name else None


def was_saved(form: str) -> str:
    """Let nothing of a form come back any more; return what its widget keys begin with."""
    prefix = key(form, "")
    of_form = (field_of(in_browser(f"{prefix}x")) or "/x").removesuffix("x")
    held: dict[str, str] = st.session_state.get("_came_back", {})
    for name in [one for one in held if one.startswith(of_form)]:
        del held[name]
    return prefix


def close_form(form: str) -> None:
    """Forget what belongs to a form: its save key, and all that was typed into it."""
    st.session_state.get("_save_keys", {}).pop(form, None)
    rounds = st.session_state.setdefault("_rounds", {})
    turn = rounds.get(form, 0)
    rounds[form] = turn + 1 if isinstance(turn, int) else uuid4().hex
    drop(f"fields:{form}")


def open_with(form: str, save_key_of_draft: str | None) -> None:
    """Open a form under the key of its draft, or under a new one.

    The names of its fields hold that key, so they are the same after a restart of the server, and
    what stands in a browser then is not lost.
    """
    key_now = save_key_of_draft or uuid4().hex
    st.session_state.setdefault("_save_keys", {})[form] = key_now
    st.session_state.setdefault("_rounds", {})[form] = key_now


def new_key() -> str:
    """Return a save key that belongs to no form yet."""
    return uuid4().hex


def tab() -> str:
    """Return the name of this browser tab: the same as long as it is connected."""
    return str(st.session_state.setdefault("_tab", uuid4().hex))


def key(form: str, field: str) -> str:
    """Return the widget key of a field; new after `close_form`, so that the form is empty."""
    turn = st.session_state.get("_rounds", {}).get(form, 0)
    return f"{form}#{turn}:{field}"


def begin_with(widget_key: str, value: object) -> None:
    """Let a widget begin with a value, unless someone has touched it already."""
    held = st.session_state.get("_held", {})
    if widget_key in held:
        st.session_state[widget_key] = held.pop(widget_key)
    st.session_state.setdefault(widget_key, value)


def put(widget_key: str, value: object) -> None:
    """Give a widget another value before it is drawn in this run."""
    st.session_state[widget_key] = value


def typed(widget_key: str) -> object:
    """Return what a widget holds, or None when it was not drawn yet."""
    return st.session_state.get(widget_key)


def has(widget_key: str) -> bool:
    """True when a widget has a value of its own already."""
    return widget_key in st.session_state


def take_away(widget_key: str) -> None:
    """Forget what a widget holds, so that it begins anew when it is drawn."""
    st.session_state.pop(widget_key, None)


def take_away_all(form: str) -> None:
    """Forget what every widget of a form holds, under whatever key it was opened."""
    for key_of_one in [k for k in st.session_state if str(k).startswith(f"{form}#")]:
        del st.session_state[key_of_one]


def hold() -> None:
    """Hold what stands in the fields of forms for a later run: this one ends before it draws them.

    A field that was not drawn comes back in the browser as it began, unless it is given its value
    anew: `begin_with` does. What this run drew keeps what stands in it by itself.
    """
    held = st.session_state.setdefault("_held", {})
    for name in [str(one) for one in st.session_state if _FIELD.fullmatch(str(one))]:
        value = st.session_state[name]
        if isinstance(value, bool):
            continue  # a button may not be given a value
        try:
            st.session_state[name] = value
        except StreamlitAPIException:  # it was drawn by this run
            continue
        held[name] = value


def keep(name: str, value: object) -> None:
    """Keep a value of this tab under a name."""
    st.session_state[f"_kept:{name}"] = value


def kept(name: str, kind: type[T]) -> T | None:
    """Return a kept value, or None when there is none of this kind."""
    value = st.session_state.get(f"_kept:{name}")
    return value if isinstance(value, kind) else None


def drop(name: str) -> None:
    """Forget a kept value."""
    st.session_state.pop(f"_kept:{name}", None)


def is_new(name: str) -> bool:
    """True when this name is asked for the first time since it was forgotten."""
    if f"_first:{name}" in st.session_state:
        return False
    st.session_state[f"_first:{name}"] = True
    return True


def first_value(name: str, value: T) -> T:
    """Return the value this name had when it was first asked: what a form was opened with."""
    return st.session_state.setdefault(f"_first:{name}", value)  # type: ignore[no-any-return]


def forget_first(name: str) -> None:
    """Forget what a form was opened with: it is looked at anew."""
    st.session_state.pop(f"_first:{name}", None)
