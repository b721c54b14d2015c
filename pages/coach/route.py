"""The recovery route of one client: look, change together, agree on rest, read the story."""

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
open_for_change = client.ended_on is None
bench = route_form.Bench(client.id, story.versions[-1] if story.versions else None, story.number)


def saved(sentence: str) -> None:
    """Say that it was saved, and show the route as it is now."""
    bench.clear()
    memory.forget_first(f"rest:{client.id}:{scope.view}")
    memory.flash(sentence)
    st.switch_page(path("coach/route"), query_params={"client": client.id})


panels.client_header(client, "coach/route")
resting = [rest for rest in story.rests if rest.end is None or rest.end >= today]
for rest in resting:
    activity = next((s.activity for s in bench.steps if s.key == rest.step_key), None)
    st.info(panels.plain(panels.sentences.rest(rest, activity)), icon=":material/bedtime:")
route_form.cards(bench, may_change=open_for_change)
if open_for_change:
    with st.expander(
        t("Add a step"),
        icon=":material/add:",
        expanded=not bench.steps,
        key=f"add_step:{client.id}",
    ):
        route_form.ideas(bench, routes.ideas(scope))
    with st.expander(
        t("Think up a step together"), icon=":material/lightbulb:", key=f"own_step:{client.id}"
    ):
        route_form.edit_step(bench, None)

if bench.touched:
    with st.container(border=True):
        st.subheader(t("This changes"), anchor=False)
        newest = story.versions[-1] if story.versions else None
        changed = route_form.preview(newest, bench.steps)
        form = fields.Form(f"adjust:{client.id}")
        if changed:
            proposed_by, reason = route_form.why(form)
        else:
            st.caption(t("Nothing has changed yet."))
        if newest is not None and bench.number != story.number:
            st.warning(
                t("A colleague saved another version meanwhile. Look at both, then choose."),
                icon=":material/difference:",
            )
            route_form.both(newest, bench.steps)
            if st.button(t("Go on with mine, after theirs"), key=f"rebase:{client.id}"):
                bench.rebase(story.number)
                st.rerun()
        with st.container(horizontal=True):
            save = changed and st.button(
                t("Save the route"),
                type="primary",
                icon=":material/check:",
                key=f"save_route:{client.id}",
            )
            if st.button(t("Undo"), icon=":material/undo:", key=f"undo_route:{client.id}"):
                bench.clear()
                st.rerun()
        if save and form.kept(
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
            saved(t("The route has been saved."))

if story.versions and open_for_change:
    with st.expander(t("Agree on rest"), icon=":material/bedtime:", key=f"agree_rest:{client.id}"):
        form = fields.Form(f"rest:{client.id}")
        start, end, step_key, proposed_by, reason = route_form.rest(
            form, story.versions[-1].steps, today=today
        )
        ends = resting and st.button(t("The rest is over: begin again today"), key=form.key("over"))
        agreed = st.button(t("Agree on this rest"), type="primary", key=form.key("agree"))
        about = {
            "proposed_by": proposed_by,
            "reason": reason,
            "expected_number": memory.first_value(f"{form.name}:{scope.view}", story.number),
            "save_key": memory.save_key(form.name),
            "now": now(),
        }
        if agreed and form.kept(
            lambda: routes.agree_rest(
                scope, client.id, start=start, end=end, step_key=step_key, **about
            )
        ):
            saved(t("The rest has been agreed."))
        if ends and form.kept(lambda: routes.end_rest(scope, client.id, resting[0].id, **about)):
            saved(t("The rest has ended. Good to begin again, as small as you like."))
if story.versions:
    st.subheader(t("How the route came to be"), anchor=False)
    route_form.story(story.versions, story.rests)
panels.client_footer()
