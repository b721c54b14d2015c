"""The sessions of one client, every version of them."""

import streamlit as st

from lib.domain.access import Permission
from lib.practice import progress, sessions
from lib.ui import panels, session_list
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.READ_NOTES)
record = progress.of_client(scope, client_id(), now=now()).record

panels.client_header(record.client, "coach/sessions")
kept = sessions.history(scope, record.client.id, now=now())
if not kept:
    st.info(t("No session has been written down yet."), icon=":material/edit_note:")
session_list.draw(kept, record, may_correct=True)
panels.client_footer()
