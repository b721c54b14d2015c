"""My agenda, week by week: clients and groups, moved and cancelled, and its secret address."""

from datetime import date, timedelta
from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.agenda import Remark
from lib.domain.calendar import local_day
from lib.domain.problems import Problem
from lib.domain.words import msg
from lib.practice import agenda
from lib.practice.agenda import Planned
from lib.ui import agenda_forms, agenda_link, agenda_week, agenda_words, dialogs, fields, memory
from lib.ui.agenda_forms import Asked, Wish
from lib.ui.gate.enter import enter, now
from lib.ui.text import plain, t

scope = enter(Permission.SEE_OWN_CASELOAD)
today = local_day(now())
monday = agenda_week.chosen(today)
shown = agenda.of_mine(scope, monday, monday + timedelta(days=6), now=now())
open_dialog = partial(dialogs.show, permission=Permission.CHANGE_CLIENTS)
# What is worth knowing about what was planned last, and the address while it is new.
noted, address = "noted in the agenda", "address of the agenda"


def done(sentence: str, planned: Planned | None = None) -> None:
    """Say what was done, keep what is worth knowing about it, and draw the agenda anew."""
    memory.keep(noted, planned if planned is not None and planned.remarks else None)
    memory.flash(sentence)
    st.rerun()


def new(scope: Scope) -> None:
    """Draw the form to plan something with a client or a group."""
    form = fields.Form("plan")
    mine = agenda.of_mine(scope, today, today, now=now()).clients
    group, client_id, draft = agenda_forms.plan(form, mine)
    if not st.button(t("Plan it"), type="primary", icon=":material/check:", key=form.key("plan")):
        return
    about = {"save_key": memory.save_key(form.name), "now": now()}
    if not group and client_id is None:
        form.show([Problem("client", msg("Please choose one."))])
        return
    made = form.kept(
        lambda: (
            agenda.plan_group(scope, draft, **about)
            if group
            else agenda.plan(scope, client_id or "", draft, **about)
        )
    )
    if made:
        done(t("It stands in the agenda."), made[0])


def change(appointment_id: str, planned: date, scope: Scope) -> None:
    """Draw the dialog of one time, and do what was asked."""
    item, holidays = agenda.look_at(scope, appointment_id, planned, now=now())
    asked = agenda_forms.draw(item, holidays, now=now())
    if asked is None:
        return
    made = asked.form.kept(partial(act, asked, appointment_id, planned, scope))
    if made:
        memory.forget_first(asked.form.name)
        done(t("Saved."), made[0] if isinstance(made[0], Planned) else None)
    agenda_forms.newer(asked, item.occurrence.appointment)


def act(asked: Asked, appointment_id: str, planned: date, scope: Scope) -> object:
    """Do what was asked of one time, or of its series."""
    this, draft = (scope, appointment_id), asked.draft
    about = {"expected_version": asked.version, "now": now()}
    match asked.wish:
        case Wish.SAVE:
            return agenda.change(*this, draft, from_day=planned, **about)
        case Wish.MOVE:
            return agenda.move_one(*this, planned, day=draft.day, at=draft.at, **about)
        case Wish.CANCEL:
            return agenda.cancel_one(*this, planned, now=now())
        case Wish.BRING_BACK:
            return agenda.bring_back_one(*this, planned, now=now())
        case Wish.SKIP:
            return agenda.skip_holidays(*this, now=now())
        case Wish.REMOVE:
            return agenda.remove(*this, now=now())


with st.container(horizontal=True, vertical_alignment="center"):
    st.title(t("Agenda"), anchor=False, width="stretch")
    if st.button(t("Plan an appointment"), icon=":material/add:", type="primary", key="plan_new"):
        open_dialog(t("Plan an appointment"), new)
made = memory.kept(noted, Planned)
if made is not None:
    with st.container(border=True, gap="small"):
        st.markdown("  \n".join(plain(line) for line in agenda_words.remarks(made.remarks)))
        with st.container(horizontal=True):
            on_holidays = any(one.remark is Remark.HOLIDAY for one in made.remarks)
            if on_holidays and st.button(t("Skip the holidays"), icon=":material/event_busy:"):
                agenda.skip_holidays(scope, made.id, now=now())
                done(t("The holidays are skipped."))
            if st.button(t("It is fine like this"), icon=":material/check:"):
                memory.drop(noted)
                st.rerun()
agenda_week.ways(monday, today)
tapped = agenda_week.show(shown, monday, today)
if tapped is not None:
    one = tapped.occurrence
    open_dialog(t("This appointment"), partial(change, one.appointment.id, one.planned))
own = st.expander(t("In your own calendar app"), icon=":material/link:", on_change="rerun")
if own.open:
    with own:
        wish = agenda_link.show(agenda.feed_stands(scope, now=now()), memory.kept(address, str))
    if wish is agenda_link.Wish.REVOKE:
        agenda.revoke_feed(scope, now=now())
    if wish is not None:
        fresh = wish is agenda_link.Wish.MAKE
        memory.keep(address, agenda.feed_link(scope, now=now()) if fresh else None)
        st.rerun()
