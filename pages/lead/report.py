"""The monthly report of a team: look at it here, keep it as a paper or as a workbook."""

from datetime import date

import streamlit as st

from lib.domain import team_report as domain
from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import team_report
from lib.ui import downloads, report_papers, report_view
from lib.ui.filters import one_from_url
from lib.ui.gate.enter import enter, now
from lib.ui.shell import path
from lib.ui.text import month as month_in_words
from lib.ui.text import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

scope = enter(Permission.SEE_TEAM_CASELOAD)
teams = team_report.teams(scope, now=now())

st.title(t("Monthly report"), anchor=False)
st.page_link(
    path("lead/team_quality"), label=t("How the team is doing"), icon=":material/monitoring:"
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    names = {one.id: one.name for one, _ in teams}
    team_id = one_from_url("team", t("Team"), names, usual=teams[0][0].id)
    months = next(some for one, some in teams if one.id == team_id)
    chosen = one_from_url(
        "month",
        t("Month"),
        {one.isoformat(): month_in_words(one) for one in months},
        usual=domain.usual(months, local_day(now())).isoformat(),
    )
month = date.fromisoformat(chosen)
of = team_report.of_month(scope, team_id, month, now=now())

report_view.draw(of)
with st.container(border=True):
    st.markdown("**" + t("Keep this report") + "**")
    with_names = st.checkbox(t("With a list of the clients by name"), key="report:names")
    st.caption(
        t(
            "The list holds who guides, since when, the last session and the next date: nothing "
            "about how somebody is doing. The log keeps that names were in the file, and whose."
        )
        if with_names
        else t("Without names of clients. The log keeps that you took it along.")
    )
    called = t("monthly-report") + "-" + chosen[:7]

    def pdf(who, at):
        """Make the paper of whoever clicks."""
        asked = team_report.export(who, team_id, month, with_names=with_names, now=at)
        return report_papers.pdf(asked)

    def workbook(who, at):
        """Make the workbook of whoever clicks."""
        asked = team_report.export(who, team_id, month, with_names=with_names, now=at)
        return report_papers.workbook(asked)

    with st.container(horizontal=True):
        downloads.of_teams(
            scope, t("On paper (PDF)"), pdf, "team report on paper",
            file_name=f"{called}.pdf", mime="application/pdf", icon=":material/print:",
        )  # fmt: skip
        downloads.of_teams(
            scope, t("For a spreadsheet (Excel)"), workbook, "team report as a workbook",
            file_name=f"{called}.xlsx", mime=XLSX, icon=":material/table_view:",
        )  # fmt: skip
