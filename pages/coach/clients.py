"""My clients: everyone I guide, what stands out, and the way in."""

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.caseload import Reason
from lib.practice import caseload, clients, drafts
from lib.ui import care, client_form, dialogs, fields, memory, panels, sentences
from lib.ui.filters import from_url
from lib.ui.gate.enter import enter, now
from lib.ui.shell import path
from lib.ui.text import t, tn

scope = enter(Permission.SEE_OWN_CASELOAD)
mine = caseload.own(scope, now=now())


def new_client(scope: Scope) -> None:
    """Draw the form for a new client; once added, it leads to their route."""
    form = fields.Form("new client")
    teams = clients.my_teams(scope, now=now())
    draft, team_id = client_form.new(form, teams, today=local_day(now()))
    if st.button(t("Add"), type="primary", icon=":material/check:", key=form.key("add")):
        save_key = memory.save_key(form.name)
        added = form.kept(
            lambda: clients.add(scope, draft, team_id=team_id, save_key=save_key, now=now())
        )
        if added:
            label = t("The beginning: referral and consent")
            way = memory.Way("coach/intake", label, added[0])
            memory.flash(t("{name} has been added.", name=draft.name), way=way)
            st.switch_page(path("coach/route"), query_params={"client": added[0]})


with st.container(horizontal=True, vertical_alignment="center"):
    st.title(t("My clients"), anchor=False, width="stretch")
    if st.button(t("New client"), icon=":material/person_add:", type="primary", key="new_client"):
        dialogs.show(t("New client"), new_client, permission=Permission.ADD_CLIENTS)

care.in_list((one.client for one in mine), care.COACH)
panels.open_drafts(drafts.mine(scope, now=now()))
if not mine:
    st.info(
        t("You guide nobody here yet. Add your first client with the button above."),
        icon=":material/person_add:",
    )
else:
    present = [kind for kind in Reason if any(kind in one.reasons for one in mine)]
    reason = from_url(
        "reason",
        t("Reason"),
        {kind.value: sentences.reason_short(kind) for kind in present},
        everything=t("all"),
    )
    shown = [one for one in mine if reason is None or Reason(reason) in one.reasons]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(tn("{count} client", "{count} clients", len(shown)), width="stretch")
        with st.popover(t("Meaning"), icon=":material/help:", type="tertiary"):
            panels.meaning("attention")
            panels.meaning("participation")
    for one in shown:
        panels.caseload_row(one, "coach/progress", with_coach=False)

ended = st.expander(
    t("Guidance that has ended"), icon=":material/inventory_2:", key="ended", on_change="rerun"
)
if ended.open:
    with ended:
        panels.links(clients.ended(scope, now=now()), "coach/progress")
