"""The team's own steps of the library, kept together by its coaches."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.team_steps import TeamStep
from lib.practice import clients, step_library
from lib.ui import dialogs, fields, memory, team_step_list
from lib.ui.gate.enter import enter, now
from lib.ui.team_step_list import Wish
from lib.ui.text import t

scope = enter(Permission.CHANGE_ROUTE)
teams = {team.id: team.name for team in clients.my_teams(scope, now=now())}
show = partial(dialogs.show, permission=Permission.CHANGE_ROUTE, width="large")
# The step that was removed on this page, while it stays open.
removed = f"removed step:{scope.view}"


def new_step(scope: Scope) -> None:
    """Draw the form for a new step."""
    form = fields.Form("new team step")
    team_step_list.hint()
    team_id, draft = team_step_list.new(form, clients.my_teams(scope, now=now()))
    if st.button(t("Add"), type="primary", icon=":material/check:", key=form.key("add")):
        save_key = memory.save_key(form.name)
        if form.kept(
            lambda: step_library.add_team_step(
                scope, team_id=team_id, draft=draft, save_key=save_key, now=now()
            )
        ):
            memory.drop(removed)
            memory.flash(t("{name} has been added.", name=draft.step.activity))
            st.rerun()


def change_step(one: TeamStep, scope: Scope) -> None:
    """Draw the form of one step; after a colleague's change, theirs stands beside it."""
    form = fields.Form(f"team step:{one.id}")
    own = step_library.shelf(scope, None, now=now()).own
    present = next((found for found in own if found.id == one.id), one)
    team_step_list.hint()
    draft, opened = team_step_list.change(form, present)
    st.caption(t("Routes that hold this step already stay as they are."))
    if st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save")):
        if form.kept(
            lambda: step_library.change_team_step(
                scope, one.id, draft=draft, expected_version=opened, now=now()
            )
        ):
            memory.forget_first(form.name)
            memory.flash(t("Saved."))
            st.rerun()
        if present.version != opened:
            team_step_list.newer(form, present)


with st.container(horizontal=True, vertical_alignment="center"):
    st.title(t("Steps of the team"), anchor=False, width="stretch")
    if st.button(t("New step"), icon=":material/add:", type="primary", key="new_step"):
        show(t("New step"), new_step)
st.markdown(
    t(
        "Steps your team thought up, beside those of the app. Everyone who coaches in the team "
        "puts them on a route and changes them. A route gets a copy of its own."
    )
)
team_step_list.hint()

gone = memory.kept(removed, str)
if gone:
    form = fields.Form("bring back step")
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(t("The step has been removed. Routes keep it."), width="stretch")
        back = st.button(t("Bring it back"), icon=":material/undo:", key=form.key("back"))
    if back and form.kept(lambda: step_library.bring_back_team_step(scope, gone, now=now())):
        memory.drop(removed)
        memory.flash(t("The step is back."))
        st.rerun()

shelf = step_library.shelf(scope, None, now=now())
if not shelf.own:
    st.caption(t("There are no steps of the team yet. Add the first with the button above."))
for one in shelf.own:
    team = teams[one.team_id] if len(teams) > 1 else None
    wish = team_step_list.row(one, shelf.starts, team=team)
    if wish is Wish.CHANGE:
        show(t("Change the step"), partial(change_step, one))
    form = fields.Form(f"remove:{one.id}")
    remove = partial(step_library.remove_team_step, scope, one.id, now=now())
    if wish is Wish.REMOVE and form.kept(remove):
        memory.keep(removed, one.id)
        st.rerun()
