"""People and teams: who has an account, in which team, in which role."""

from functools import partial

import streamlit as st

from lib.domain.access import ROLE_WORDS, Permission, Role, Scope
from lib.domain.people import Colleague
from lib.domain.problems import Refused
from lib.practice import accounts
from lib.practice.accounts import Newcomer
from lib.ui import dialogs, fields, memory, people_list
from lib.ui.gate.enter import enter, now
from lib.ui.text import plain, t

scope = enter(Permission.MANAGE_PEOPLE)
teams = {team.id: team.name for team in accounts.teams(scope, now=now())}
show = partial(dialogs.show, permission=Permission.MANAGE_PEOPLE)


def new_colleague(scope: Scope) -> None:
    """Draw the form for a new account; its one-time link then stands on the page."""
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


def new_team(scope: Scope) -> None:
    """Draw the form for a new team."""
    form = fields.Form("new team")
    title = form.line("team", t("Name of the team"))
    add = st.button(t("Add"), type="primary", key=form.key("add"))
    if add and form.kept(lambda: accounts.add_team(scope, title, now=now())):
        memory.flash(t("{name} has been added.", name=title))
        st.rerun()


def rename_team(scope: Scope) -> None:
    """Draw the form that gives a team another name."""
    form = fields.Form("rename team")
    first = next(iter(teams), None)
    team = form.one_of("which", t("Team"), list(teams), teams, value=first)
    title = form.line("team", t("New name"))
    save = st.button(t("Save"), type="primary", key=form.key("save"))
    if save and form.kept(lambda: accounts.rename_team(scope, team or "", title, now=now())):
        memory.flash(t("Saved."))
        st.rerun()


def roles_of(person: Colleague, scope: Scope) -> None:
    """Draw what someone is in each team."""
    st.markdown(f"**{plain(person.name)}**")
    wanted = people_list.roles(person, teams)
    if wanted is not None:
        accounts.set_roles(scope, person.id, *wanted, now=now())
        memory.flash(t("Saved."))
        st.rerun()


st.title(t("People and teams"), anchor=False)
link = memory.kept("invitation", str)
if link:
    people_list.invitation(link)

with st.container(horizontal=True):
    if st.button(
        t("New colleague"), icon=":material/person_add:", type="primary", key="new_colleague"
    ):
        show(t("New colleague"), new_colleague)
    if st.button(t("New team"), icon=":material/group_add:", key="new_team"):
        show(t("New team"), new_team)
    if st.button(t("Rename a team"), icon=":material/edit:", key="rename_team"):
        show(t("Rename a team"), rename_team)

for person in accounts.colleagues(scope, now=now()):
    wish = people_list.row(person, own=person.id == scope.person_id)
    try:
        if wish.roles:
            show(t("Roles"), partial(roles_of, person))
        if wish.invite:
            memory.keep("invitation", accounts.invite_again(scope, person.id, now=now()))
            st.rerun()
        if wish.admin is not None:
            accounts.set_admin(scope, person.id, wish.admin, now=now())
            st.rerun()
        if wish.active is not None:
            accounts.set_active(scope, person.id, wish.active, now=now())
            st.rerun()
    except Refused as refusal:
        fields.refused(refusal)
