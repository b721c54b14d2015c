"""Regions in rows, and the forms for one: its name, its teams and who leads it."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import streamlit as st

from lib.domain.people import Region
from lib.ui.fields import Form
from lib.ui.text import plain, t


class Wanted(TypedDict):
    """How a region has to be from now on: its name, and the ids of its teams and leads."""

    name: str
    team_ids: tuple[str, ...]
    lead_ids: tuple[str, ...]


def rows(
    regions: Sequence[Region], teams: Mapping[str, str], people: Mapping[str, str]
) -> Region | None:
    """Show every region with its teams and leads; return the one that is to be changed, or None."""
    wish = None
    st.caption(t("Who leads a region leads each of its teams, also a team that joins later."))
    if not regions:
        st.caption(t("No region yet. You need none: it is for practices with several teams."))
    for one in regions:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(one.name)}**", width="content")
            st.caption(
                plain(f"{_named(one.team_ids, teams)} · {_led(one, people)}"), width="stretch"
            )
            if st.button(t("Change the region"), icon=":material/edit:", key=f"region:{one.id}"):
                wish = one
    return wish


def form(
    fields: Form, region: Region | None, teams: Mapping[str, str], people: Mapping[str, str]
) -> Wanted:
    """Draw the form of a region, or of a new one; return how it has to be."""
    name = fields.line("region", t("Name of the region"), value=region.name if region else "")
    held = sorted(region.team_ids) if region else []
    team_ids = fields.tags("teams", t("Teams in this region"), _plain(teams), value=held)
    leads = [one for one in people if region is not None and one in region.lead_ids]
    lead_ids = fields.tags("leads", t("Who leads this region?"), _plain(people), value=leads)
    return Wanted(name=name, team_ids=team_ids, lead_ids=lead_ids)


def _plain(names: Mapping[str, str]) -> dict[str, str]:
    """Return the same names for pills, of which Streamlit reads the words as Markdown."""
    return {key: plain(name) for key, name in names.items()}


def _named(team_ids: frozenset[str], teams: Mapping[str, str]) -> str:
    names = [name for one, name in teams.items() if one in team_ids]
    return ", ".join(names) if names else t("no team yet in this region")


def _led(region: Region, people: Mapping[str, str]) -> str:
    names = [name for one, name in people.items() if one in region.lead_ids]
    return t("led by {names}", names=", ".join(names)) if names else t("nobody leads it yet")
