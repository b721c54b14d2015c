"""The small forms of people and teams: what an administrator types, handed to whoever keeps it."""

from collections.abc import Callable, Mapping

import streamlit as st

from lib.domain.access import ROLE_WORDS, Role
from lib.domain.covers import Guided
from lib.domain.people import Colleague
from lib.ui import memory, people_list
from lib.ui.fields import Form
from lib.ui.text import plain, t


def colleague(
    teams: Mapping[str, str],
    *,
    add: Callable[[str, str, str | None, tuple[Role, ...], bool], str],
) -> str | None:
    """Draw the form for a new account; return the token of its link once it was added."""
    form = Form("new colleague")
    name = form.line("name", t("Name"))
    email = form.line("email", t("E-mail address"))
    team = form.one_of("team", t("Team"), list(teams), teams, value=next(iter(teams), None))
    roles = form.several(
        "roles", t("Role"), {role: ROLE_WORDS[role] for role in (Role.COACH, Role.LEAD)}
    )
    is_admin = st.checkbox(t("Also administrator"), key=form.key("admin"))
    if st.button(t("Add"), type="primary", key=form.key("add")):
        chosen = tuple(Role(one) for one in roles)
        added = form.kept(lambda: add(name, email, team, chosen, is_admin))
        return added[0] if added else None
    return None


def team(*, add: Callable[[str], object]) -> None:
    """Draw the form for a new team."""
    form = Form("new team")
    title = form.line("team", t("Name of the team"))
    pressed = st.button(t("Add"), type="primary", key=form.key("add"))
    if pressed and form.kept(lambda: add(title)):
        memory.flash(t("{name} has been added.", name=title))
        st.rerun()


def team_name(teams: Mapping[str, str], *, rename: Callable[[str, str], object]) -> None:
    """Draw the form that gives a team another name."""
    form = Form("rename team")
    which = form.one_of("which", t("Team"), list(teams), teams, value=next(iter(teams), None))
    title = form.line("team", t("New name"))
    save = st.button(t("Save"), type="primary", key=form.key("save"))
    if save and form.kept(lambda: rename(which or "", title)):
        memory.flash(t("Saved."))
        st.rerun()


def roles(
    person: Colleague,
    teams: Mapping[str, str],
    *,
    guided: Callable[[str], tuple[Guided, ...]],
    change: Callable[[str, tuple[Role, ...], str | None], object],
) -> None:
    """Draw what someone is in each team; who stops coaching there leaves the clients to another."""
    st.markdown(f"**{plain(person.name)}**")
    which, chosen = people_list.roles(person, teams)
    form, to = Form(f"roles:{person.id}:{which}"), None
    if Role.COACH not in chosen:
        found = guided(which)
        to = people_list.seen_to(person, found, form).get(which) if found else None
    save = st.button(t("Save"), type="primary", key=f"save_roles:{person.id}")
    if save and which and form.kept(lambda: change(which, chosen, to)):
        memory.flash(t("Saved."))
        st.rerun()


def close(
    person: Colleague,
    guided: tuple[Guided, ...],
    *,
    shut: Callable[[Mapping[str, str]], object],
) -> None:
    """Ask who sees to the clients, and close an account: one screen, whoever it is."""
    form = Form(f"close:{person.id}")
    to = people_list.seen_to(person, guided, form)
    st.caption(t("{name} is signed out everywhere at once.", name=plain(person.name)))
    if st.button(t("Close account"), type="primary", key=form.key("close")) and form.kept(
        lambda: shut(to)
    ):
        memory.flash(t("The account has been closed."))
        st.rerun()


def second_step_lost(person: Colleague, *, take_away: Callable[[], object]) -> None:
    """Ask whether it is really they, and let somebody set up their second step anew."""
    st.markdown(
        t(
            "Is it really your colleague who asks? Call them on the number you know. They sign in "
            "with their password and set up the second step anew; their recovery codes end. "
            "Who looks after the log sees this."
        )
    )
    form = Form(f"factor:{person.id}")
    go_on = st.button(t("Take the second step away"), type="primary", key=form.key("lost"))
    if go_on and form.kept(take_away):
        memory.flash(t("The second step was taken away. It is set up anew at the next sign-in."))
        st.rerun()
