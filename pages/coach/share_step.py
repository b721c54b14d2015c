"""Share a step of a client's route with the team, with nothing about the client in it."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.problems import NotFound
from lib.practice import routes, step_library
from lib.ui import fields, memory, panels, team_step_list
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.shell import path
from lib.ui.text import t

scope = enter(Permission.CHANGE_ROUTE)
story = routes.story(scope, client_id(), now=now())
client, key = story.client, st.query_params.get("step", "")
on_route = {step.key: step for step in story.versions[-1].steps} if story.versions else {}
if key not in on_route:
    raise NotFound()


def to_the_route() -> None:
    """Go back to the route of this client."""
    st.switch_page(path("coach/route"), query_params={"client": client.id})


panels.client_header(client, "coach/route")
st.subheader(t("Share a step with the team"), anchor=False)
st.markdown(
    t(
        "Your team gets a copy in its library. The route of this client stays as it is; a note and "
        "the moment it follows on are not shared."
    )
)
form = fields.Form(f"share:{client.id}:{key}")
draft, sure = team_step_list.share(form, on_route[key])
with st.container(horizontal=True):
    done = st.button(t("Share"), type="primary", icon=":material/group_add:", key=form.key("share"))
    never = st.button(t("Never mind"), key=form.key("never"))
if never:
    memory.close_form(form.name)
    to_the_route()
save_key = memory.save_key(form.name)
if done and form.kept(
    lambda: step_library.share_step(
        scope, client.id, key, draft=draft, sure=sure, save_key=save_key, now=now()
    )
):
    memory.flash(t("{name} is in the library of your team now.", name=draft.step.activity))
    to_the_route()
panels.client_footer(client)
