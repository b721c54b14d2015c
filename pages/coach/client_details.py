"""A client's details, and the end of guidance."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import agenda, clients, dossiers
from lib.ui import agenda_coming, client_form, fields, memory, panels, who_looked
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.CHANGE_CLIENTS)
client = clients.get(scope, client_id(), now=now())
form = fields.Form(f"details:{client.id}")
opened = memory.first_value(f"{form.name}:{scope.view}", client.version)

panels.client_header(client, "coach/client_details")
panels.details(client, "coach/client_details")
with st.container(border=True, width=560):
    draft = client_form.change(form, client, today=local_day(now()))
    save = st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save"))
    if save and form.kept(
        lambda: clients.change(scope, client.id, draft, expected_version=opened, now=now())
    ):
        memory.forget_first(f"details:{client.id}:{scope.view}")
        memory.flash(t("Saved."))
        st.rerun()
if client.ended_on is None:
    with st.container(border=True, width=560):
        st.subheader(t("Next appointment"), anchor=False)
        form = fields.Form(f"next:{client.id}")
        coming = clients.next_appointment(scope, client.id, now=now())
        day, at = client_form.next_time(form, coming)
        save = st.button(t("Save the appointment"), icon=":material/event:", key=form.key("save"))
        if save and form.kept(
            lambda: clients.plan_next(scope, client.id, day=day, at=at, now=now())
        ):
            memory.forget_first(f"details:{client.id}:{scope.view}")
            memory.flash(t("Saved."))
            st.rerun()
        agenda_coming.show(agenda.coming(scope, client.id, now=now()))
with st.container(border=True, width=560):
    who_looked.openings(dossiers.openings(scope, client.id, now=now()), now=now())
panels.client_footer(client)
