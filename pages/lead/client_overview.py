"""One client for a team lead: the same numbers as the coach; the dossier with a reason, logged."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.caseload import Reason
from lib.domain.dossiers import DossierClosed
from lib.domain.timeline import found
from lib.practice import cockpit, dossiers, progress, sessions
from lib.ui import care, fields, memory, panels, sentences, session_list, who_looked
from lib.ui import cockpit as screen
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import plain, t

scope = enter(Permission.SEE_TEAM_CASELOAD)
of = progress.of_client(scope, client_id(), now=now())
client, today = of.record.client, local_day(now())


def opened() -> None:
    """Show what a coach begins a session from, and the notes; nothing of it can be changed."""
    before = cockpit.with_reason(scope, client.id, now=now())
    notes = sessions.history(scope, client.id, now=now())
    st.caption(t("The dossier is open for you, for an hour after you gave your reason."))
    st.markdown("**" + t("Before the session") + "**")
    screen.read_only(before, today=today)
    st.markdown("**" + t("Notes of the sessions") + "**")
    session_list.draw(found(notes), of.record, may_correct=False)


def ask_why() -> None:
    """Ask for the reason; the coach is told."""
    form = fields.Form(f"notes:{client.id}")
    reason = form.line("reason", t("Why do you need to open this dossier?"))
    said = st.button(t("Open the dossier"), key=form.key("open"), icon=":material/lock_open:")
    if said and form.kept(
        lambda: dossiers.open_with_reason(scope, client.id, reason=reason, now=now())
    ):
        memory.flash(t("The dossier is open for an hour. The coach is told."))
        st.rerun()


panels.back_to_list("lead/caseload")
st.title(plain(client.name), anchor=False)
care.notice(client, care.LEAD)
panels.say(t("Guided by {coach}, {team}.", coach=client.coach_name, team=client.team_name))
if Reason.NO_ROUTE not in of.standing.reasons:  # said below already, with the other reasons
    panels.say(sentences.route_in_words(of.standing.route, of.standing.resting))
panels.progress(of, today=today)

st.subheader(t("The dossier"), anchor=False)
st.caption(
    t(
        "Notes and the talk belong to the client and the coach. Opening the dossier asks for a "
        "reason. The coach is told; who opened it, when and why stands below, and the client may "
        "read it too."
    )
)
wanted = st.expander(
    t("I need the dossier"),
    icon=":material/lock:",
    key=f"want_notes:{client.id}",
    on_change="rerun",
)
# It is only read, and the log only says so, when someone asked for it on this page.
if wanted.open:
    with wanted:
        try:
            opened()
        except DossierClosed:
            ask_why()
with st.container(border=True):
    who_looked.openings(dossiers.openings(scope, client.id, now=now()), now=now())
panels.client_footer(client, care.LEAD)
