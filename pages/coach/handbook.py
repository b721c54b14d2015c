"""My handbook: what a client may see of their own guidance, to look at together and take home."""

from dataclasses import replace

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import experiments, progress, sessions
from lib.practice import handbook as practice
from lib.ui import downloads, handbook, panels, together, what_helps
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.CHANGE_ROUTE)
own = practice.of_client(scope, client_id(), now=now())
record = progress.of_client(scope, client_id(), now=now()).record
every = experiments.of_client(scope, client_id(), now=now())
client, today = record.client, local_day(now())
book = replace(own, more_help=what_helps.in_short(record, every, today=today))

if together.is_on(handbook.name_of(client.id)):
    handbook.draw_together(book)
    st.stop()
panels.client_header(client, "coach/progress")
panels.over_time(client, "coach/handbook")
st.header(t("My handbook"), anchor=False)
st.caption(
    t(
        "What the client may see: their own words, what you agreed and what helps. Notes, care "
        "signals and reasons for attention are not in it."
    )
)
with st.container(key="handbook_tools", gap="small"):
    handbook.look_together(client.id)
    paper = handbook.on_paper(book, look=scope.view)
    downloads.handbook(scope, client, paper, handed_out=sessions.handed_out)
handbook.draw(book)
handbook.numbers(book)
panels.client_footer(client)
