"""Write down a session, or correct one, with the client beside you."""

import streamlit as st

from lib.domain.access import Permission
from lib.practice import sessions
from lib.ui import fields, memory, panels, session_form, session_list
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.shell import path
from lib.ui.text import moment, t

scope = enter(Permission.WRITE_SESSIONS)
client = client_id()
wanted = st.query_params.get("session")
corrected = sessions.to_correct(scope, client, wanted, now=now()) if wanted else None
form = fields.Form(f"session:{client}:{corrected.session_id if corrected else ''}")
on = session_form.day_of(form, corrected, now=now())
ready = sessions.prepare(scope, client, on=on, now=now())

panels.client_header(ready.client, "coach/session_entry")
# What this form was opened with: a colleague's change meanwhile must be seen before it is saved.
look = f"{form.name}:{scope.view}"
opened_name = memory.first_value(f"{look}:name", ready.client.name)
opened_version = memory.first_value(f"{look}:version", corrected.version if corrected else 0)
was_open = memory.first_value(f"{look}:open", ready.client.ended_on is None)
# A correction stays possible after the end (it is the client's right), and what stood on the
# screen when guidance ended stays there.
if was_open or corrected is not None:
    if corrected is not None:
        st.info(
            t(
                "You correct the session of {moment}. The former text stays beside the new one.",
                moment=moment(corrected.report.held_at),
            ),
            icon=":material/edit:",
        )
        if corrected.version != opened_version:
            session_list.newer(corrected)
            if st.button(t("Go on with mine, after theirs"), key=form.key("rebase")):
                memory.forget_first(f"{look}:version")
                st.rerun()
    else:
        session_form.last_time(ready)
    draft, reason = session_form.draw(form, ready, corrected, now=now())
    if st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save")):
        about = {"save_key": memory.save_key(form.name), "now": now()}
        if form.kept(
            lambda: (
                sessions.record(scope, client, draft, expected_client=opened_name, **about)
                if corrected is None
                else sessions.correct(
                    scope,
                    client,
                    corrected.session_id,
                    draft,
                    reason=reason,
                    expected_version=opened_version,
                    **about,
                )
            )
        ):
            memory.flash(t("Saved in the dossier of {name}.", name=ready.client.name))
            st.switch_page(path("coach/progress"), query_params={"client": client})
        memory.forget_first(f"{look}:name")
panels.client_footer()
