"""One client for a team lead: the same numbers as the coach; notes with a reason, logged."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import progress, sessions
from lib.practice.sessions import NotesClosed
from lib.ui import fields, memory, panels, sentences, session_list
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import plain, t

scope = enter(Permission.SEE_TEAM_CASELOAD)
of = progress.of_client(scope, client_id(), now=now())
client = of.record.client

st.title(plain(client.name), anchor=False)
panels.say(t("Guided by {coach}, {team}.", coach=client.coach_name, team=client.team_name))
panels.say(sentences.route_in_words(of.standing.route, of.standing.resting))
panels.progress(of, today=local_day(now()))

st.subheader(t("Notes of the sessions"), anchor=False)
if memory.kept("notes wanted", str) == client.id:
    try:
        session_list.draw(
            sessions.history(scope, client.id, now=now()), of.record, may_correct=False
        )
    except NotesClosed as closed:
        fields.refused(closed)
        form = fields.Form(f"notes:{client.id}")
        reason = form.line("reason", t("Why do you need to read these notes?"))
        wanted = st.button(t("Open the notes"), key=form.key("open"), icon=":material/lock_open:")
        if wanted and form.kept(
            lambda: sessions.open_notes(scope, client.id, reason=reason, now=now())
        ):
            st.rerun()
else:
    st.caption(
        t(
            "Notes belong to the client and the coach. Opening them asks for a reason; who opened "
            "them, when and why stands in the log."
        )
    )
    if st.button(t("I need to read the notes"), icon=":material/lock:", key="want_notes"):
        memory.keep("notes wanted", client.id)
        st.rerun()
panels.client_footer()
