"""People and teams: who has an account, in which team, in which role."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission, Role, Scope
from lib.domain.people import Colleague
from lib.domain.problems import Refused
from lib.domain.sign_in import INVITATION_HOURS, RESET_HOURS
from lib.practice import accounts, outside_sign_in
from lib.practice.accounts import Newcomer
from lib.ui import dialogs, fields, memory, people_forms, people_list
from lib.ui.gate.enter import enter, now
from lib.ui.text import plain, t

scope = enter(Permission.MANAGE_PEOPLE)
teams = {team.id: team.name for team in accounts.teams(scope, now=now())}
everyone = accounts.colleagues(scope, now=now())
show = partial(dialogs.show, permission=Permission.MANAGE_PEOPLE)


def keep_link(token: str, *, hours: int) -> None:
    """Let a one-time link stand on the page until it was passed on."""
    memory.keep("invitation", token)
    memory.keep("invitation hours", hours)
    st.rerun()


def new_colleague(scope: Scope) -> None:
    """Draw the form for a new account; its one-time link then stands on the page."""

    def add(name: str, email: str, team: str | None, held: tuple[Role, ...], admin: bool) -> str:
        return accounts.add_colleague(scope, Newcomer(name, email, team, held, admin), now=now())

    token = people_forms.colleague(teams, add=add)
    if token:
        keep_link(token, hours=INVITATION_HOURS)


def new_team(scope: Scope) -> None:
    """Draw the form for a new team."""
    people_forms.team(add=lambda title: accounts.add_team(scope, title, now=now()))


def rename_team(scope: Scope) -> None:
    """Draw the form that gives a team another name."""
    people_forms.team_name(
        teams, rename=lambda team, title: accounts.rename_team(scope, team, title, now=now())
    )


def roles_of(person: Colleague, scope: Scope) -> None:
    """Draw what someone is in each team."""
    people_forms.roles(
        person,
        teams,
        guided=lambda team: accounts.still_guides(scope, person.id, team_id=team, now=now()),
        change=lambda team, held, to: accounts.set_roles(
            scope, person.id, team, held, seen_to=to, now=now()
        ),
    )


def close(person: Colleague, scope: Scope) -> None:
    """Ask who sees to the clients, and close an account."""
    people_forms.close(
        person,
        accounts.still_guides(scope, person.id, now=now()),
        shut=lambda to: accounts.set_active(scope, person.id, False, seen_to=to, now=now()),
    )


def factor_lost(person: Colleague, scope: Scope) -> None:
    """Let somebody set up their second step anew."""
    people_forms.second_step_lost(
        person, take_away=lambda: accounts.second_factor_lost(scope, person.id, now=now())
    )


st.title(t("People and teams"), anchor=False)
link = memory.kept("invitation", str)
if link:
    people_list.invitation(link, hours=memory.kept("invitation hours", int) or RESET_HOURS)

with st.container(horizontal=True):
    if st.button(
        t("New colleague"), icon=":material/person_add:", type="primary", key="new_colleague"
    ):
        show(t("New colleague"), new_colleague)
    if st.button(t("New team"), icon=":material/group_add:", key="new_team"):
        show(t("New team"), new_team)
    if st.button(t("Rename a team"), icon=":material/edit:", key="rename_team"):
        show(t("Rename a team"), rename_team)

for person in everyone:
    wish = people_list.row(person, own=person.id == scope.person_id)
    try:
        if wish.roles:
            show(t("Roles"), partial(roles_of, person))
        if wish.invite:
            hours = accounts.link_hours(person)
            keep_link(accounts.invite_again(scope, person.id, now=now()), hours=hours)
        if wish.admin is not None:
            accounts.set_admin(scope, person.id, wish.admin, now=now())
        if wish.overseer is not None:
            accounts.set_overseer(scope, person.id, wish.overseer, now=now())
        if wish.unlink:
            outside_sign_in.unlink(scope, person.id, now=now())
        if wish.factor_lost:
            show(t("Second step of {name}", name=plain(person.name)), partial(factor_lost, person))
        if wish.active is False:
            title = t("Close the account of {name}", name=plain(person.name))
            show(title, partial(close, person))
        if wish.active:
            accounts.set_active(scope, person.id, True, now=now())
        if wish.changed:
            st.rerun()
    except Refused as refusal:
        fields.refused(refusal)
