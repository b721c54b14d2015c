"""Agreements of the practice: the few numbers it chooses for itself."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.rules import Rules
from lib.practice import rules
from lib.ui import fields
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import enter, now
from lib.ui.text import number, t, tn

scope = enter(Permission.MANAGE_PEOPLE)
found = rules.of_practice(scope, now=now())
present, usual = found.lock_after_days, Rules().lock_after_days
at_the_end = AtTheEnd()

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
    if save:
        change = partial(rules.change, scope, lock_after_days=days, now=now())
        at_the_end.keep(form, change, t("Saved."))
with st.container(border=True, width=560):
    st.subheader(t("How long dossiers are kept"), anchor=False)
    st.markdown(
        t(
            "So many years after the last change, a dossier stands in the list of dossiers that "
            "may go. The team lead decides; nothing goes by itself."
        )
    )
    form = fields.Form("keep for")
    years = form.decimal("keep_years", t("Number of years"), value=number(found.keep_years))
    st.caption(
        t(
            "The law on medical treatment (WGBO) says {years}. Talk with a lawyer before you "
            "choose less.",
            years=number(Rules().keep_years),
        )
    )
    save = st.button(
        t("Keep this term"), type="primary", icon=":material/check:", key=form.key("save")
    )
    if save:
        keep_for = partial(rules.keep_for, scope, years=years, now=now())
        at_the_end.keep(form, keep_for, t("Saved."))
at_the_end.run()
