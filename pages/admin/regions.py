"""Regions: teams that belong together, and who leads all of them."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.people import Region
from lib.practice import accounts, regions
from lib.ui import dialogs, fields, memory, region_list
from lib.ui.gate.enter import enter, now
from lib.ui.text import t

scope = enter(Permission.MANAGE_PEOPLE)
teams = {team.id: team.name for team in accounts.teams(scope, now=now())}
leads = {one.id: one.name for one in accounts.colleagues(scope, now=now()) if one.active}
show = partial(dialogs.show, permission=Permission.MANAGE_PEOPLE)


def change(region: Region | None, scope: Scope) -> None:
    """Draw the form of a region: its name, its teams and who leads it."""
    named = region.id if region else None
    form = fields.Form(f"region:{named or 'new'}")
    wanted = region_list.form(form, region, teams, leads)
    save = st.button(t("Save"), type="primary", key=form.key("save"))
    if save and form.kept(lambda: regions.keep(scope, named, **wanted, now=now())):
        memory.flash(t("Saved."))
        st.rerun()


st.title(t("Regions"), anchor=False)
chosen = region_list.rows(regions.every(scope, now=now()), teams, leads)
if st.button(t("New region"), icon=":material/map:", key="new_region"):
    show(t("New region"), partial(change, None))
if chosen is not None:
    show(t("Region"), partial(change, chosen))
