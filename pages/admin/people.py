"""People and teams: who has an account, in which team, in which role."""

import streamlit as st

from lib.domain.access import ROLE_WORDS, Permission, Role
from lib.domain.problems import Refused
from lib.practice import accounts
from lib.practice.accounts import Newcomer
from lib.ui import fields, memory, people_list
from lib.ui.gate.enter import enter, now
from lib.ui.text import t

scope = enter(Permission.MANAGE_PEOPLE)
teams = {team.id: team.name for team in accounts.teams(scope, now=now())}

st.title(t("People and teams"), anchor=False)
link = memory.kept("invitation", str)
if link:
    people_list.invitation(link)

with st.container(horizontal=True):
    with st.popover(t("New colleague"), icon=":material/person_add:", type="primary"):
        form = fields.Form("new colleague")
        name = form.line("name", t("Name"))
        email = form.line("email", t("E-mail address"))
        team = form.one_of("team", t("Team"), list(teams), teams, value=next(iter(teams), None))
        roles = form.several(
            "roles", t("Role"), {role: ROLE_WORDS[role] for role in (Role.COACH, Role.LEAD)}
        )
        is_admin = st.checkbox(t("Also administrator"), key=form.key("admin"))
        if st.button(t("Add"), type="primary", key=form.key("add")):
            draft = Newcomer(name, email, team, tuple(Role(r) for r in roles), is_admin)
            added = form.kept(lambda: accounts.add_colleague(scope, draft, now=now()))
            if added:
                memory.keep("invitation", added[0])
                st.rerun()
    with st.popover(t("New team"), icon=":material/group_add:"):
        form = fields.Form("new team")
        title = form.line("team", t("Name of the team"))
        add = st.button(t("Add"), type="primary", key=form.key("add"))
        if add and form.kept(lambda: accounts.add_team(scope, title, now=now())):
            st.rerun()

for person in accounts.colleagues(scope, now=now()):
    wish = people_list.row(person, teams, own=person.id == scope.person_id)
    try:
        if wish.invite:
            memory.keep("invitation", accounts.invite_again(scope, person.id, now=now()))
            st.rerun()
        if wish.active is not None:
            accounts.set_active(scope, person.id, wish.active, now=now())
            st.rerun()
        if wish.roles is not None:
            team_id, held = wish.roles
            accounts.set_roles(scope, person.id, team_id, held, now=now())
            st.rerun()
    except Refused as refusal:
        fields.refused(refusal)
