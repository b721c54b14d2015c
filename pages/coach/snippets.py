"""Text snippets: what a team writes often, kept together by its coaches."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.snippets import Snippet
from lib.practice import clients, snippets
from lib.ui import dialogs, fields, memory, snippet_list
from lib.ui.gate.enter import enter, now
from lib.ui.snippet_list import Wish
from lib.ui.text import t

scope = enter(Permission.WRITE_SESSIONS)
teams = {team.id: team.name for team in clients.my_teams(scope, now=now())}
show = partial(dialogs.show, permission=Permission.WRITE_SESSIONS)
# The snippet that was removed on this page, while it stays open.
removed = f"removed snippet:{scope.view}"


def new_snippet(scope: Scope) -> None:
    """Draw the form for a new snippet."""
    form = fields.Form("new snippet")
    team_id, title, words = snippet_list.new(form, clients.my_teams(scope, now=now()))
    snippet_list.hint()
    if st.button(t("Add"), type="primary", icon=":material/check:", key=form.key("add")):
        save_key = memory.save_key(form.name)
        if form.kept(
            lambda: snippets.add(
                scope, team_id=team_id, title=title, words=words, save_key=save_key, now=now()
            )
        ):
            memory.drop(removed)
            memory.flash(t("{name} has been added.", name=title))
            st.rerun()


def change_snippet(snippet: Snippet, scope: Scope) -> None:
    """Draw the form of one snippet; after a colleague's change, theirs stands beside it."""
    form = fields.Form(f"snippet:{snippet.id}")
    found = {one.id: one for one in snippets.of_my_teams(scope, now=now())}
    present = found.get(snippet.id, snippet)
    title, words, opened = snippet_list.change(form, present)
    snippet_list.hint()
    if st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save")):
        if form.kept(
            lambda: snippets.change(
                scope,
                snippet.id,
                title=title,
                words=words,
                expected_version=opened,
                now=now(),
            )
        ):
            memory.forget_first(form.name)
            memory.flash(t("Saved."))
            st.rerun()
        if present.version != opened:
            snippet_list.newer(form, present)


with st.container(horizontal=True, vertical_alignment="center"):
    st.title(t("Text snippets"), anchor=False, width="stretch")
    if st.button(t("New snippet"), icon=":material/add:", type="primary", key="new_snippet"):
        show(t("New snippet"), new_snippet)
st.markdown(t("Text your team writes often. Everyone who coaches in the team uses and changes it."))
snippet_list.hint()

gone = memory.kept(removed, str)
if gone:
    form = fields.Form("bring back")
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(t("The snippet has been removed."), width="stretch")
        back = st.button(t("Bring it back"), icon=":material/undo:", key=form.key("back"))
    if back and form.kept(lambda: snippets.bring_back(scope, gone, now=now())):
        memory.drop(removed)
        memory.flash(t("The snippet is back."))
        st.rerun()

shown = snippets.of_my_teams(scope, now=now())
if not shown:
    st.caption(t("There are no snippets yet. Add the first with the button above."))
for snippet in shown:
    wish = snippet_list.row(snippet, team=teams[snippet.team_id] if len(teams) > 1 else None)
    if wish is Wish.CHANGE:
        show(t("Change the snippet"), partial(change_snippet, snippet))
    form = fields.Form(f"remove:{snippet.id}")
    if wish is Wish.REMOVE and form.kept(partial(snippets.remove, scope, snippet.id, now=now())):
        memory.keep(removed, snippet.id)
        st.rerun()
