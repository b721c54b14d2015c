"""Agreements of the practice: the few numbers it chooses for itself."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.rules import Rules
from lib.practice import rules
from lib.ui import fields, memory
from lib.ui.gate.enter import enter, now
from lib.ui.text import number, t, tn

scope = enter(Permission.MANAGE_PEOPLE)
present = rules.of_practice(scope, now=now()).lock_after_days
usual = Rules().lock_after_days

st.title(t("Agreements of the practice"), anchor=False)
with st.container(border=True, width=560):
    st.subheader(t("When a session is fixed"), anchor=False)
    st.markdown(
        t(
            "At first a coach can correct a session; the former text stays beside it. Some days "
            "after saving, the session is fixed. Its text then stays as it is. A coach can still "
            "add to it."
        )
    )
    form = fields.Form("rules")
    days = form.decimal("lock_after_days", t("Number of days after saving"), value=number(present))
    st.caption(
        tn("Now it is {count} day.", "Now it is {count} days.", present)
        + " "
        + t(
            "Usual is {days}: enough to correct a mistake after the next session, and short "
            "enough to rely on what stands there.",
            days=number(usual),
        )
    )
    st.caption(t("A change counts at once, also for sessions that were saved before."))
    save = st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save"))
    if save and form.kept(lambda: rules.change(scope, lock_after_days=days, now=now())):
        memory.flash(t("Saved."))
        st.rerun()
