"""What stands beside a number: its sentence, its meaning, the rows behind it."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.ui.definitions import DEFINITIONS
from lib.ui.text import number, plain, t


def say(sentence: str) -> None:
    """Show a sentence as it is: what people typed is text, never markup."""
    st.markdown(plain(sentence))


def explained(title: str, sentence: str, definition: str) -> None:
    """Show a heading and a sentence with a number in it, its meaning one click away."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(title, anchor=False, width="content")
        with st.popover(
            t("Meaning"), icon=":material/help:", type="tertiary", key=f"meaning:{definition}"
        ):
            meaning(definition)
    st.markdown(f"**{plain(sentence)}**")


def beside(sentence: str, definition: str) -> None:
    """Show a sentence with a number in it where there is no room for a heading, and its meaning.

    `sentence` is Markdown: what people typed goes through `plain` first.
    """
    said, means = st.columns([9, 2], vertical_alignment="center")
    said.markdown(sentence)
    with means.popover(
        t("Meaning"), icon=":material/help:", type="tertiary", key=f"meaning:{definition}"
    ):
        meaning(definition)


def meaning(name: str) -> None:
    """Show one definition with its settings."""
    definition = DEFINITIONS[name]
    shown = {
        key: number(value, 2) if isinstance(value, (int, float)) else value
        for key, value in definition.values.items()
    }
    st.subheader(t(definition.title), anchor=False)
    for paragraph in definition.paragraphs:
        st.markdown(t(paragraph, **shown))


def rows(
    label: str,
    make: Callable[[], pd.DataFrame],
    *,
    key: str,
    below: Callable[[], None] | None = None,
) -> None:
    """Offer the rows behind a number; they are only gathered when someone opens them.

    `below` draws what belongs under the table, such as the button that keeps it as a file.
    """
    closed = st.expander(label, key=f"rows:{key}", on_change="rerun", icon=":material/table_rows:")
    if closed.open:
        with closed:
            table = make()
            if table.empty:
                st.caption(t("Nothing has been written down yet."))
            else:
                st.table(table, hide_index=True, border="horizontal", alt=label)
                if below is not None:
                    below()
