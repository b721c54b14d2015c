"""Keeping the house: backups, and whether this installation is set up as it should be."""

import os

import streamlit as st

from lib.domain.access import Permission
from lib.domain.backups import NotPossible
from lib.practice import backups
from lib.ui import house_parts, memory
from lib.ui.gate.enter import backup_plan, enter, found_unsafe, now
from lib.ui.text import t

scope = enter(Permission.KEEP_HOUSE)
st.title(t("Keeping the house"), anchor=False)
where = backup_plan(scope)
if where is None:
    st.info(t("The demo has no backups: everybody in it is invented."))
else:
    asked = house_parts.backups(backups.kept(scope, where, now=now()))
    if asked:
        try:
            backups.make_now(scope, where, now=now())
            memory.flash(t("The backup has been made."))
            st.rerun()
        except NotPossible as trouble:
            house_parts.trouble(trouble)
    house_parts.unsafe(found_unsafe(os.environ))
