"""Agreements of the team: its deputy, how steps are suggested, and which questionnaires."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.practice import advice, deputies, load, measures
from lib.ui import deputy_form, hours_form, measure_form, memory, team_settings_form
from lib.ui.gate.enter import enter, now
from lib.ui.text import plain, t

scope = enter(Permission.CHANGE_TEAM_SETTINGS)
teams = [advice.settings(scope, one, now=now()) for one in scope.lead_teams]

st.title(t("Agreements of the team"), anchor=False)
shown = team_settings_form.which(sorted(teams, key=lambda one: one.team.name.casefold()))
with st.container(border=True, width=760):
    deputy_form.draw(
        deputies.of_team(scope, shown.team.id, now=now()),
        name=lambda person_id: deputies.name(scope, shown.team.id, person_id, now=now()),
    )
with st.container(border=True, width=760):
    hours = hours_form.draw(shown.team.id, load.hours(scope, shown.team.id, now=now()))
    if hours is not None:
        form, typed = hours
        if form.kept(partial(load.set_hours, scope, shown.team.id, typed, now=now())):
            memory.flash(t("Saved."))
            st.rerun()
st.markdown(
    t(
        "What the step suggestion is measured with, for every client of team {team}. A change "
        "counts at once, and the log keeps who changed what.",
        team=plain(shown.team.name),
    )
)
with st.container(key="team_settings_list", width=760):
    for form, setting, typed in team_settings_form.draw(shown):
        change = partial(advice.change_setting, scope, shown.team.id, setting.name, typed)
        if form.kept(partial(change, now=now())):
            memory.flash(t("Saved."))
            st.rerun()
    asked = measures.settings(scope, shown.team.id, now=now())
    for measure, on in measure_form.of_team(asked):
        measures.switch(scope, shown.team.id, measure, on=on, now=now())
        memory.flash(t("Saved."))
        st.rerun()
