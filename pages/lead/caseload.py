"""The team's caseload: what waits, the work of each colleague, and every client."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import load, notices
from lib.ui import (
    care,
    caseload_filters,
    caseload_table,
    downloads,
    load_parts,
    load_rows,
    notice_box,
    report_papers,
    row_files,
)
from lib.ui.gate.enter import enter, now
from lib.ui.text import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

scope = enter(Permission.SEE_TEAM_CASELOAD)

st.title(t("Caseload"), anchor=False)
notice_box.box(scope, notices.mine, notices.see, now=now())
filters = st.container(horizontal=True, vertical_alignment="bottom", key="filters")
chosen = caseload_filters.which(load.teams(scope, now=now()), filters)
of = load.of_teams(scope, team_ids=chosen.team_ids, period=chosen.period, now=now())
care.in_list((one.client for one in of.clients), care.LEAD)
if not of.clients:
    st.info(t("Your teams guide nobody yet."), icon=":material/groups:")
load_parts.attention(of)
narrowed = caseload_filters.whom(of, filters)
caseload_table.draw(narrowed.clients, page="lead/client_overview", today=local_day(now()))


def rows(who, at):
    """Gather what is handed out, for whoever clicks; the log says so."""
    found = load.export(who, team_ids=chosen.team_ids, coach_id=narrowed.coach_id, now=at)
    return caseload_table.to_hand_out(found)


with st.container(horizontal=True):
    downloads.of_teams(
        scope, t("Keep as CSV, for a spreadsheet"), lambda who, at: row_files.as_csv(rows(who, at)),
        "caseload", file_name=t("caseload") + ".csv", mime="text/csv", icon=":material/table_view:",
    )  # fmt: skip
    downloads.of_teams(
        scope, t("For a spreadsheet (Excel)"),
        lambda who, at: report_papers.workbook_of_rows(t("Clients"), rows(who, at)),
        "caseload as a workbook", file_name=t("caseload") + ".xlsx", mime=XLSX,
        icon=":material/table_view:",
    )  # fmt: skip
st.caption(
    t(
        "The file holds names, dates and what is to be done: nothing about taking part or mood, so "
        "that nobody can be ranked by it. The log keeps that you took it along."
    )
)
load_parts.coaches(of)
load_rows.behind(
    of,
    lambda who: load.behind(scope, who, team_ids=chosen.team_ids, period=chosen.period, now=now()),
)
load_rows.beginnings(of)
