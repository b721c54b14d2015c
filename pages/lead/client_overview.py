"""One client for a team lead: the same numbers as the coach; notes with a reason, logged."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.caseload import Reason
from lib.domain.timeline import found
from lib.practice import progress, sessions
from lib.practice.sessions import NotesClosed
from lib.ui import care, fields, panels, sentences, session_list
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import plain, t

scope = enter(Permission.SEE_TEAM_CASELOAD)
of = progress.of_client(scope, client_id(), now=now())
client = of.record.client

panels.back_to_list("lead/caseload")
st.title(plain(client.name), anchor=False)
care.notice(client, care.LEAD)
panels.say(t("Guided by {coach}, {team}.", coach=client.coach_name, team=client.team_name))
if Reason.NO_ROUTE not in of.standing.reasons:  # said below already, with the other reasons
    panels.say(sentences.route_in_words(of.standing.route, of.standing.resting))
panels.progress(of, today=local_day(now()))

st.subheader(t("Notes of the sessions"), anchor=False)
st.caption(
    t(
        "Notes belong to the client and the coach. Opening them asks for a reason; who opened "
        "them, when and why stands in the log."
    )
)
wanted = st.expander(
    t("I need the notes"),
    icon=":material/lock:",
    key=f"want_notes:{client.id}",
    on_change="rerun",
)
# The notes are only read, and the log only says so, when someone asked for them on this page.
if wanted.open:
    try:
        notes = sessions.history(scope, client.id, now=now())
    except NotesClosed:
        with wanted:
            form = fields.Form(f"notes:{client.id}")
            reason = form.line("reason", t("Why do you need to read these notes?"))
            said = st.button(t("Open the notes"), key=form.key("open"), icon=":material/lock_open:")
            if said and form.kept(
                lambda: sessions.open_notes(scope, client.id, reason=reason, now=now())
            ):
                st.rerun()
    else:
        with wanted:
            st.caption(t("The notes are open for you, for an hour after you gave your reason."))
        session_list.draw(found(notes), of.record, may_correct=False)
panels.client_footer(client, care.LEAD)
