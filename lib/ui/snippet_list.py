"""Text snippets in rows, and the form to write one."""

from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from lib.domain.people import Team
from lib.domain.snippets import Snippet
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.text import moment, plain, t


class Wish(StrEnum):
    """What was clicked in one row."""

    CHANGE = "change"
    REMOVE = "remove"


def hint() -> None:
    """Say what never belongs in a snippet."""
    st.info(
        t(
            "Never put a client's name or story in a snippet. The whole team reads it, and it may "
            "end up in another client's dossier."
        ),
        icon=":material/shield_person:",
    )


def row(snippet: Snippet, *, team: str | None) -> Wish | None:
    """Show one snippet and return what was clicked; the team is named when it is given."""
    wish = None
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(snippet.title)}**", width="stretch")
            if team is not None:
                st.badge(plain(team), color="gray")
            if st.button(t("Change"), icon=":material/edit:", key=f"change:{snippet.id}"):
                wish = Wish.CHANGE
            if st.button(t("Remove"), icon=":material/delete:", key=f"remove:{snippet.id}"):
                wish = Wish.REMOVE
        _words(snippet)
    return wish


def new(form: Form, teams: Sequence[Team]) -> tuple[str, str, str]:
    """Draw the form for a new snippet and return its team, title and words."""
    team_id = teams[0].id if teams else ""
    if len(teams) > 1:
        names = {team.id: team.name for team in teams}
        team_id = form.one_of("team", t("Team"), list(names), names, value=team_id) or ""
    return (team_id, *_fields(form, title="", words=""))


def change(form: Form, present: Snippet) -> tuple[str, str, int]:
    """Draw the form with a snippet on it; return title, words and the version it began from."""
    if memory.typed(form.key("title")) is None:
        memory.forget_first(form.name)
    opened = memory.first_value(form.name, present.version)
    return (*_fields(form, title=present.title, words=present.words), opened)


def newer(form: Form, present: Snippet) -> None:
    """Show what a colleague saved meanwhile; from here on, saving takes its place."""
    memory.forget_first(form.name)
    with st.container(border=True):
        st.markdown("**" + t("As it is saved now") + "**")
        st.markdown(f"**{plain(present.title)}**")
        _words(present)
    st.caption(t("Save once more to put yours in its place."))


def _fields(form: Form, *, title: str, words: str) -> tuple[str, str]:
    return (
        form.line("title", t("Title"), value=title),
        form.passage("words", t("Text"), value=words, height=200),
    )


def _words(snippet: Snippet) -> None:
    st.markdown(plain(snippet.words))
    st.caption(
        plain(
            t(
                "Last changed by {name} on {moment}.",
                name=snippet.changed_by,
                moment=moment(snippet.changed_at),
            )
        )
    )
