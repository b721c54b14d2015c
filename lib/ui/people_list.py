"""Colleagues in rows, with what an administrator can do for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from lib.domain.access import ROLE_WORDS, Role
from lib.domain.covers import AFTER_LEAVING_DAYS, Guided
from lib.domain.people import Colleague
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.text import plain, t, tn


@dataclass(frozen=True, slots=True)
class Wish:
    """What the administrator clicked in one row; nothing, mostly."""

    invite: bool = False
    roles: bool = False
    admin: bool | None = None
    overseer: bool | None = None
    factor_lost: bool = False
    unlink: bool = False

    @property
    def changed(self) -> bool:
        """True for what is done at once, without a question: then the rows are drawn anew."""
        return (
            self.admin is not None or self.overseer is not None or self.unlink or bool(self.active)
        )

    active: bool | None = None


def invitation(token: str, *, hours: int) -> None:
    """Show a one-time link, until it is put away."""
    with st.container(border=True):
        st.markdown(
            tn(
                "Give this link to your colleague yourself. It works once, for {count} hour, and "
                "is shown only here.",
                "Give this link to your colleague yourself. It works once, for {count} hours, and "
                "is shown only here.",
                hours,
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
            if person.oversees:
                st.badge(t(ROLE_WORDS[Role.OVERSEER]), color="blue")
            if not person.active:
                st.badge(t("closed"), color="gray")
            elif not (person.has_password or person.is_linked):
                st.badge(t("invited"), color="orange")
        held = [f"{t(ROLE_WORDS[role])}, {team}" for team, role in person.roles]
        held += [t("team lead of region {region}", region=one) for one in person.regions]
        st.caption(plain(" · ".join(held)) if held else t("no team yet"))
        with st.container(horizontal=True):
            wish = Wish(roles=st.button(t("Roles"), key=f"roles:{person.id}"))
            if person.active:
                if st.button(t("New link"), key=f"invite:{person.id}"):
                    wish = Wish(invite=True)
                other = t("No longer administrator") if person.is_admin else t("Make administrator")
                if st.button(other, key=f"admin:{person.id}"):
                    wish = Wish(admin=not person.is_admin)
                other = t("No longer overseer") if person.oversees else t("Make overseer")
                if st.button(other, key=f"overseer:{person.id}"):
                    wish = Wish(overseer=not person.oversees)
                if (
                    person.has_second_factor
                    and not own
                    and st.button(t("Second step lost"), key=f"factor:{person.id}")
                ):
                    wish = Wish(factor_lost=True)
                if person.is_linked and st.button(
                    t("Unlink from the organisation"), key=f"unlink:{person.id}"
                ):
                    wish = Wish(unlink=True)
                if not own and st.button(t("Close account"), key=f"close:{person.id}"):
                    wish = Wish(active=False)
            elif not own and st.button(t("Open account again"), key=f"reopen:{person.id}"):
                wish = Wish(active=True)
    return wish


def roles(person: Colleague, teams: Mapping[str, str]) -> tuple[str, tuple[Role, ...]]:
    """Draw what someone is in a team; return the team, "" without any, and the roles chosen."""
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
    return team_id or "", tuple(Role(one) for one in chosen)


def seen_to(person: Colleague, guided: Sequence[Guided], form: Form) -> dict[str, str]:
    """Ask for each team who sees to whom somebody guides there; return who was chosen so far.

    How many clients it is about, never who. Nothing is asked of a team without anyone to choose.
    """
    if not guided:
        said = t("Nobody is guided by {name} now: all has been handed over.", name=person.name)
        st.markdown(plain(said))
        return {}
    said = t(
        "{name} guides clients still. Choose for each team who is there for them now.",
        name=person.name,
    )
    st.markdown(plain(said))
    chosen: dict[str, str] = {}
    for team in guided:
        count = tn("{count} client", "{count} clients", team.count)
        st.markdown("**" + plain(f"{team.team_name}: {count}") + "**")
        if not team.asks:
            st.caption(
                t(
                    "This team has no other coach and no lead. The clients stay; give somebody a "
                    "role in this team soon."
                )
            )
            continue
        label = (
            t("Who covers for the coming {days} days?", days=AFTER_LEAVING_DAYS)
            if team.coaches
            else t("Nobody else coaches in this team. Which lead has to know?")
        )
        names = dict(team.coaches or team.leads)
        to = form.one_of(f"to:{team.team_id}", label, list(names), names)
        if to is not None:
            chosen[team.team_id] = to
        if team.leads:
            st.caption(t("The leads of the team are told, and hand the clients over."))
    return chosen


def _address() -> str:
    url = st.context.url or ""
    return "/".join(url.split("/")[:3])
