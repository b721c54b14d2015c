"""The team's caseload: where support is welcome, and why; in the order of the alphabet."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.caseload import Reason
from lib.practice import caseload, notices
from lib.ui import care, notice_box, panels, sentences
from lib.ui.filters import from_url
from lib.ui.gate.enter import enter, now
from lib.ui.text import t, tn

scope = enter(Permission.SEE_TEAM_CASELOAD)
everyone = caseload.of_teams(scope, now=now())

st.title(t("Caseload"), anchor=False)
notice_box.box(notices.mine(scope, now=now()))
care.in_list((one.client for one in everyone), care.LEAD)
coaches = {one.client.coach_id: one.client.coach_name for one in everyone}
present = [kind for kind in Reason if any(kind in one.reasons for one in everyone)]
with st.container(horizontal=True, vertical_alignment="bottom"):
    coach = from_url("coach", t("Coach"), coaches, everything=t("everyone"))
    reason = from_url(
        "reason",
        t("Reason"),
        {kind.value: sentences.reason_short(kind) for kind in present},
        everything=t("all"),
    )
shown = [
    one
    for one in everyone
    if coach in (None, one.client.coach_id) and (reason is None or Reason(reason) in one.reasons)
]
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(
        tn("{count} client", "{count} clients", len(shown))
        + " · "
        + t("in the order of the alphabet"),
        width="stretch",
    )
    with st.popover(t("Meaning"), icon=":material/help:", type="tertiary"):
        panels.meaning("attention")
        panels.meaning("participation")
        panels.meaning("trend")
if not everyone:
    st.info(t("Your teams guide nobody yet."), icon=":material/groups:")
for one in panels.in_pages(shown, key="caseload"):
    panels.caseload_row(one, "lead/client_overview", with_coach=True)
