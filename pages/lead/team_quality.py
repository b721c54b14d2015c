"""How the team is doing: contacts, first steps and what was tried, over time and over everyone."""

import streamlit as st

from lib.domain.access import Permission
from lib.practice import step_library, team_quality
from lib.ui import charts, downloads, quality
from lib.ui.gate.enter import enter, now
from lib.ui.row_files import as_csv
from lib.ui.shell import path
from lib.ui.text import t

scope = enter(Permission.SEE_TEAM_CASELOAD)
teams = team_quality.teams(scope, now=now())

st.title(t("How the team is doing"), anchor=False)
st.markdown(
    t(
        "The team as a whole, over time. It is about the work, not about one colleague and not "
        "about how somebody feels."
    )
)
team_id, region_id = quality.narrowed(teams)
st.page_link(
    path("lead/report"),
    label=t("To the monthly report"),
    icon=":material/summarize:",
    query_params={"team": team_id} if team_id else None,
)
of = team_quality.of_teams(scope, team_id=team_id, region_id=region_id, now=now())


def offer(part, called, make):
    """Offer rows as a file, logged at the click."""

    def made(who, at):
        team_quality.handed_out(who, part, team_id=team_id, region_id=region_id, now=at)
        return as_csv(make())

    downloads.of_teams(
        scope,
        t("Keep as CSV, for a spreadsheet"),
        made,
        part,
        file_name=f"{called}.csv",
        mime="text/csv",
        icon=":material/table_view:",
    )


quality.contacts(of.contacts, offer)
quality.first_steps(of.first_steps, offer)
if of.contacts.weeks or of.first_steps.steps:
    charts.pictures_as()
quality.tried(step_library.tried_in_teams(scope, team_ids={one.id for one in of.shown}, now=now()))
