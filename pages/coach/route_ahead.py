"""The coming two weeks as the client sees them, and the route on paper to take home."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.fortnight import coming
from lib.domain.goals import standing
from lib.practice import accounts, basis, goals, routes, sessions
from lib.ui import downloads, fortnight, panels
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.shell import path
from lib.ui.text import t

scope = enter(Permission.CHANGE_ROUTE)
story = routes.story(scope, client_id(), now=now())
client, today = story.client, local_day(now())
appointment = story.standing.next_appointment
ahead = [appointment] if appointment is not None else []

panels.client_header(client, "coach/route")
st.page_link(
    path("coach/route"),
    label=t("Back to the route"),
    icon=":material/arrow_back:",
    query_params={"client": client.id},
)
st.subheader(t("The coming two weeks"), anchor=False)
fortnight.show(coming(story.versions, story.rests, today=today, appointments=ahead))
downloads.route_card(
    scope,
    client,
    story.versions,
    story.rests,
    coach_phone=accounts.my_phone(scope, now=now()),
    next_appointment=appointment,
    handed_out=sessions.handed_out,
    values=[basis.of(scope, client.id, now=now()).what_for],
    goals=[goal.words for goal in standing(goals.of_client(scope, client.id, now=now()))],
)
panels.client_footer(client)
