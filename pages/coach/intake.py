"""How guidance began: the way to a first step, safety, care contact and consent."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.consents import Consent, Purpose
from lib.practice import basis, clients, consents, intake
from lib.ui import beginning, consent_list, dialogs, fields, intake_form, memory, panels
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.CHANGE_CLIENTS)
client = clients.get(scope, client_id(), now=now())
present = intake.of(scope, client.id, now=now())
today, guided = local_day(now()), client.ended_on is None
form = fields.Form(f"intake:{client.id}")
opened = memory.first_value(f"{form.name}:{scope.view}", present.intake.version)
at_the_end = AtTheEnd()


def save() -> None:
    """Save how guidance began; after a colleague's change, theirs stands beside it."""
    about = {"expected_version": opened, "now": now()}
    kept = form.kept(lambda: intake.change(scope, client.id, draft, **about))
    if kept or present.intake.version != opened:
        memory.forget_first(f"{form.name}:{scope.view}")
    if kept:
        memory.flash(t("Saved."))
        st.rerun()
    if present.intake.version != opened:
        intake_form.newer(present.intake)


def answer(purpose: Purpose, scope: Scope) -> None:
    """Draw the form for an answer, and keep it."""
    form = fields.Form(f"consent:{client.id}:{purpose}")
    draft = consent_list.answer(form, purpose, guided=guided, today=today)
    about = {"save_key": memory.save_key(form.name), "now": now()}
    keep = st.button(t("Keep"), type="primary", icon=":material/check:", key=form.key("keep"))
    if keep and form.kept(lambda: consents.add(scope, client.id, draft, **about)):
        memory.flash(t("The answer has been kept."))
        st.rerun()


def withdraw(consent: Consent, scope: Scope) -> None:
    """Draw the form to take a yes back, and do so."""
    form = fields.Form(f"withdraw:{consent.id}")
    about = {"day": consent_list.withdraw(form, consent, today=today), "now": now()}
    keep = st.button(t("Withdraw"), type="primary", icon=":material/undo:", key=form.key("keep"))
    if keep and form.kept(lambda: consents.withdraw(scope, client.id, consent.id, **about)):
        memory.flash(t("The consent has been taken back."))
        st.rerun()


panels.client_header(client, "coach/client_details")
panels.details(client, "coach/intake")
beginning.timeline(present)
draft = intake_form.draw(form, present, basis.of(scope, client.id, now=now()), client)
if guided:
    with st.container(key="desk_bar"):
        if st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save")):
            at_the_end.do(save)
consent_list.heading()
may = {"permission": Permission.CHANGE_CLIENTS}
consent_list.draw(
    consents.of_client(scope, client.id, now=now()),
    guided=guided,
    answer=lambda one: dialogs.show(t("Write down the answer"), partial(answer, one), **may),
    withdraw=lambda one: dialogs.show(t("Withdraw"), partial(withdraw, one), **may),
)
mine = st.expander(
    t("How soon can people begin?"), icon=":material/timeline:", key="funnel", on_change="rerun"
)
if mine.open:
    with mine:
        beginning.funnel(intake.funnel_of_mine(scope, now=now()))
panels.client_footer(client)
at_the_end.run()
