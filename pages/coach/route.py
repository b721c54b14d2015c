"""The recovery route of one client: look, change together, agree on rest, read the story."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import routes
from lib.ui import fields, memory, panels, route_form
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.shell import path
from lib.ui.text import t

scope = enter(Permission.CHANGE_ROUTE)
story = routes.story(scope, client_id(), now=now())
client, today = story.client, local_day(now())
may_change = client.ended_on is None
newest = story.versions[-1] if story.versions else None
bench = route_form.Bench(client.id, newest, story.number)
# The version that stood on the screen when rest was talked about.
look = f"rest:{client.id}:{scope.view}"
opened = memory.first_value(look, story.number)


def saved(sentence: str) -> None:
    """Say that it was saved, and show the route as it is now."""
    memory.forget_first(look)
    memory.flash(sentence)
    st.switch_page(path("coach/route"), query_params={"client": client.id})


def rest_saved(form: fields.Form, change: Callable[..., int], sentence: str) -> None:
    """Save a change of rest; the steps that are not saved yet stay on the screen."""
    key = memory.save_key(form.name)
    made = form.kept(lambda: change(expected_number=opened, save_key=key, now=now()))
    if made is not None:
        memory.drop(form.name)
        bench.follow(opened, made[0])
        saved(sentence)
    elif opened != story.number:
        # A colleague's version was in the way. It stands on the screen now, so go on from there.
        memory.forget_first(look)


panels.client_header(client, "coach/route")
activities = route_form.activities_of(story.versions)
for rest in (one for one in story.rests if not one.past(today)):
    with st.container(border=True):
        asked = route_form.standing_rest(rest, activities, today=today, may_change=may_change)
        if asked is not None:
            form, proposed_by, reason = asked
            rest_saved(
                form,
                partial(
                    routes.end_rest,
                    scope,
                    client.id,
                    rest.id,
                    proposed_by=proposed_by,
                    reason=reason,
                ),
                t("The rest has ended. Good to begin again, as small as you like.")
                if rest.start <= today
                else t("The rest has been called off."),
            )
route_form.cards(bench, may_change=may_change)
if bench.touched:
    with st.container(border=True):
        asked = route_form.unsaved(bench, newest, story.number)
        if asked is not None:
            form, proposed_by, reason = asked
            if form.kept(
                lambda: routes.adjust(
                    scope,
                    client.id,
                    bench.steps,
                    proposed_by=proposed_by,
                    reason=reason,
                    expected_number=bench.number,
                    save_key=memory.save_key(form.name),
                    now=now(),
                )
            ):
                bench.clear()
                saved(t("The route has been saved."))
if may_change:
    with st.expander(
        t("Choose an idea"),
        icon=":material/add:",
        expanded=newest is None or not newest.steps,
        key=f"add_step:{client.id}",
    ):
        route_form.ideas(bench, routes.ideas(scope))
    with st.expander(
        t("Think up a step yourself"), icon=":material/lightbulb:", key=f"own_step:{client.id}"
    ):
        route_form.edit_step(bench, None)
if newest is not None and may_change:
    with st.expander(t("Agree on rest"), icon=":material/bedtime:", key=f"agree_rest:{client.id}"):
        form = fields.Form(f"rest:{client.id}")
        about = route_form.rest(form, newest.steps, today=today)
        if st.button(t("Agree on this rest"), type="primary", key=form.key("agree")):
            rest_saved(
                form,
                partial(routes.agree_rest, scope, client.id, **about),
                t("The rest has been agreed."),
            )
if story.versions:
    st.subheader(t("How the route came to be"), anchor=False)
    route_form.story(story.versions, story.rests)
panels.client_footer()
