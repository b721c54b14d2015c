"""After a session: undo a slip, look at what comes next, and what the client takes home."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.practice import clients, sessions, talk_points
from lib.ui import after_session, client_form, fields, memory, panels, talk_list
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.shell import path
from lib.ui.text import t

scope = enter(Permission.WRITE_SESSIONS)
session_id = st.query_params.get("session", "")
of = sessions.ending(scope, client_id(), session_id, now=now())
client = of.client
at_the_end = AtTheEnd()


def take_back() -> None:
    """Undo the save, and go back to the form with everything that stood on it."""
    sessions.take_back(scope, client.id, session_id, tab=memory.tab(), now=now())
    memory.flash(t("Undone. What you wrote stands here again as a draft."))
    subject = {"client": client.id}
    if of.kept.version > 1:
        subject["session"] = session_id
    st.switch_page(path("coach/session_entry"), query_params=subject)


panels.client_header(client, "coach/session_saved")
after_session.saved(of, now=now(), mine=of.kept.written_by == scope.name, take_back=take_back)
after_session.what_comes(of)
with st.container(border=True):
    st.subheader(t("To take home"), anchor=False)
    after_session.papers(scope, of, sessions.handed_out)
if client.ended_on is None:
    with st.container(border=True):
        st.subheader(t("Something to remember for next time?"), anchor=False)
        keeping = fields.Form(f"new talk point:{client.id}")
        asked = talk_list.new(keeping)
        if asked is not None:
            kind, words = asked
            about = {"kind": kind, "words": words, "save_key": memory.save_key(keeping.name)}
            add = partial(talk_points.add, scope, client.id, **about, now=now())
            at_the_end.keep(keeping, add, t("It stands ready for next time."))
if of.next_appointment is None and client.ended_on is None:
    with st.container(border=True):
        st.subheader(t("Next appointment"), anchor=False)
        form = fields.Form(f"next:{client.id}")
        day, at = client_form.next_time(form, None)
        save = st.button(t("Save the appointment"), icon=":material/event:", key=form.key("save"))
        if save and form.kept(
            lambda: clients.plan_next(scope, client.id, day=day, at=at, now=now())
        ):
            memory.flash(t("Saved."))
            st.rerun()
# Last, for the client may be looking along at what stands above.
after_session.heavy(
    of,
    say=lambda told: sessions.say_heavy(scope, client.id, session_id, heavy=told, now=now()),
)
panels.client_footer(client)
at_the_end.run()
