"""Who looked in the dossier: for the client, who may always ask for it; to print and to keep."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.dossiers import Span, first_day
from lib.practice import clients, dossiers, sessions
from lib.ui import downloads, panels, row_files, who_looked
from lib.ui.filters import one_from_url
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.READ_NOTES)
client = clients.get(scope, client_id(), now=now())
panels.client_header(client, "coach/client_details")
panels.details(client, "coach/who_looked")
st.header(t("Who looked in this dossier"), anchor=False)
st.caption(
    t(
        "Every look and every change, by day and person. What was read or written is not in it. "
        "A client may always ask for this overview."
    )
)
chosen = one_from_url("span", t("Period"), who_looked.spans(), usual=Span.QUARTER.value)
span, today = Span(chosen), local_day(now())
every = dossiers.who_looked(scope, client.id, span=span, now=now())
first = first_day(span, today=today) or (every[-1].day if every else today)
opened = [
    one
    for one in dossiers.openings(scope, client.id, now=now())
    if local_day(one.opened_at) >= first
]
with st.container(horizontal=True):
    downloads.who_looked(
        scope, client, every, opened, since=first, until=today, handed_out=sessions.handed_out
    )
    if every:
        make = partial(lambda looked: row_files.as_csv(who_looked.rows(looked)), every)
        name = t("who-looked") + ".csv"
        given = {"handed_out": sessions.handed_out}
        downloads.rows(scope, client, "who looked rows", name, make, **given)
with st.container(border=True):
    who_looked.openings(opened, now=now())
with st.container(border=True, gap="xsmall"):
    who_looked.draw(every)
panels.client_footer(client)
