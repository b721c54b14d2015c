"""The timeline of one client: every session, found by words or kind, and on paper."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.routes import all_steps
from lib.domain.sessions import KIND_WORDS, Kind
from lib.domain.timeline import found
from lib.practice import progress, sessions
from lib.ui import downloads, fields, panels, session_list
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t, tn

scope = enter(Permission.READ_NOTES)
record = progress.of_client(scope, client_id(), now=now()).record

panels.client_header(record.client, "coach/sessions")
kept = sessions.history(scope, record.client.id, now=now())
if not kept:
    st.info(t("No session has been written down yet."), icon=":material/edit_note:")
else:
    form = fields.Form(f"timeline:{record.client.id}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # What is searched for is about a person: it stays out of the address.
        searched = form.search("search", t("Search in these sessions"))
        chosen = form.tags("kinds", t("Kind"), {k.value: t(w) for k, w in KIND_WORDS.items()})
    shown = found(kept, searched=searched, kinds=[Kind(one) for one in chosen])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(tn("{count} session", "{count} sessions", len(shown)), width="stretch")
        downloads.timeline(
            scope,
            record.client,
            [versions[0] for versions in shown],
            {key: step.activity for key, step in all_steps(record.versions).items()},
            searched=searched,
            kinds=[t(KIND_WORDS[Kind(one)]) for one in chosen],
            handed_out=sessions.handed_out,
        )
    if not shown:
        st.info(t("No session fits these words."), icon=":material/search_off:")
    session_list.draw(shown, record, may_correct=True)
panels.client_footer(record.client)
