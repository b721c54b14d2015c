"""Colleagues in rows, with what an administrator can do for each."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from lib.domain.access import ROLE_WORDS, Role
from lib.domain.people import Colleague
from lib.domain.sign_in import INVITATION_HOURS
from lib.ui import memory
from lib.ui.text import plain, t


@dataclass(frozen=True, slots=True)
class Wish:
    """What the administrator clicked in one row; nothing, mostly."""

    invite: bool = False
    roles: bool = False
    admin: bool | None = None
    active: bool | None = None


def invitation(token: str) -> None:
    """Show a one-time link, until it is put away."""
    with st.container(border=True):
        st.markdown(
            t(
                "Give this link to your colleague yourself. It works once, for {hours} hours, and "
                "is shown only here.",
                hours=INVITATION_HOURS,
            )
        )
        st.code(f"{_address()}/uitnodiging/{token}", language=None)
        if st.button(t("I have passed it on"), key="invitation_done"):
            memory.drop("invitation")
            st.rerun()


def row(person: Colleague, *, own: bool) -> Wish:
    """Show one colleague and return what was clicked."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(person.name)}**", width="content")
            st.text(person.email, width="stretch")
            if person.is_admin:
                st.badge(t(ROLE_WORDS[Role.ADMIN]), color="blue")
            if not person.active:
                st.badge(t("closed"), color="gray")
            elif not person.has_password:
                st.badge(t("invited"), color="orange")
        held = [f"{t(ROLE_WORDS[role])}, {team}" for team, role in person.roles]
        st.caption(plain(" · ".join(held)) if held else t("no team yet"))
        with st.container(horizontal=True):
            wish = Wish(roles=st.button(t("Roles"), key=f"roles:{person.id}"))
            if person.active:
                if st.button(t("New link"), key=f"invite:{person.id}"):
                    wish = Wish(invite=True)
                other = t("No longer administrator") if person.is_admin else t("Make administrator")
                if st.button(other, key=f"admin:{person.id}"):
                    wish = Wish(admin=not person.is_admin)
                if not own and st.button(t("Close account"), key=f"close:{person.id}"):
                    wish = Wish(active=False)
            elif not own and st.button(t("Open account again"), key=f"reopen:{person.id}"):
                wish = Wish(active=True)
    return wish


def roles(person: Colleague, teams: Mapping[str, str]) -> tuple[str, tuple[Role, ...]] | None:
    """Draw what someone is in a team; return team and roles once they are to be saved."""
    team_id = st.selectbox(
        t("Team"), list(teams), format_func=teams.__getitem__, key=f"team:{person.id}"
    )
    held = [r.value for name, r in person.roles if team_id and name == teams[team_id]]
    chosen = st.pills(
        t("Role"),
        [Role.COACH.value, Role.LEAD.value],
        selection_mode="multi",
        default=held,
        format_func=lambda one: t(ROLE_WORDS[Role(one)]),
        key=f"held:{person.id}:{team_id}",
    )
    if st.button(t("Save"), type="primary", key=f"save_roles:{person.id}") and team_id:
        return team_id, tuple(Role(one) for one in chosen)
    return None


def _address() -> str:
    url = st.context.url or ""
    return "/".join(url.split("/")[:3])
