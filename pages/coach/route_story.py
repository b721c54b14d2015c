"""How the recovery route of one client came to be: its story, two versions, and back again."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import routes
from lib.ui import memory, panels, route_form, route_story
from lib.ui.fields import Form
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.shell import path
from lib.ui.text import plain, t

scope = enter(Permission.CHANGE_ROUTE)
story = routes.story(scope, client_id(), now=now())
client, today = story.client, local_day(now())
# The version that stood on the screen when going back was talked about.
look = f"back:{client.id}:{scope.view}"
opened = memory.first_value(look, story.number)

panels.client_header(client, "coach/route")
st.page_link(
    path("coach/route"),
    label=t("Back to the route"),
    icon=":material/arrow_back:",
    query_params={"client": client.id},
)
st.subheader(t("How the route came to be"), anchor=False)
if not story.versions:
    st.caption(t("There is no route yet."))
    panels.client_footer(client)
    st.stop()
st.markdown(f"**{plain(route_story.in_short(story.versions))}**")
if len(story.versions) > 1:
    compare = st.expander(
        t("Two versions side by side"),
        icon=":material/compare_arrows:",
        key=f"compare:{client.id}",
        on_change="rerun",
    )
    if compare.open:
        with compare:
            back_to = route_story.side_by_side(story.versions, client_id=client.id)
            if back_to is not None and client.ended_on is None:
                form = Form(f"go_back:{client.id}:{back_to.number}")
                st.markdown("**" + t("Back to version {number}", number=back_to.number) + "**")
                st.caption(t("It becomes a new version; nothing of the story is lost."))
                why = route_form.why(form, example=t("“It went well like that”"))
                hope, again = route_form.looking_ahead(form, today=today)
                form.place("steps")
                go_back = partial(
                    routes.go_back,
                    scope,
                    client.id,
                    back_to.number,
                    **why,
                    hope=hope,
                    look_again_on=again,
                    expected_number=opened,
                    save_key=memory.save_key(form.name),
                    now=now(),
                )
                if st.button(
                    t("Save this"), type="primary", icon=":material/check:", key=form.key("save")
                ):
                    if form.kept(go_back):
                        route_story.stay(client.id)
                        memory.forget_first(look)
                        memory.flash(t("The route has been saved."))
                        st.switch_page(path("coach/route"), query_params={"client": client.id})
                    elif opened != story.number:
                        # Both stand above; the next save goes on from the colleague's.
                        route_form.both(story.versions[-1], back_to.steps)
                        memory.forget_first(look)
route_story.versions(story.versions, story.rests, {one.number: one for one in story.look_backs})
panels.client_footer(client)
