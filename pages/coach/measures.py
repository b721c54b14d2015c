"""Questionnaires and goals of one client over time, and the form to fill one in."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.measurements import Filling, course
from lib.domain.questionnaires import Measure
from lib.practice import clients, goals, measures, progress
from lib.ui import charts, dialogs, downloads, fields, measure_form, measure_parts, memory, panels
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.CHANGE_ROUTE)
client = clients.get(scope, client_id(), now=now())
fillings = measures.of_client(scope, client.id, now=now())
offered = measures.offered_to(scope, client.id, now=now())
every = goals.of_client(scope, client.id, now=now())
today, may_change = local_day(now()), client.ended_on is None
export = partial(downloads.rows, scope, client, handed_out=progress.handed_out)
at_the_end = AtTheEnd()


def fill_in(measure: Measure) -> None:
    """Draw the form of one questionnaire, and keep it when that was clicked."""
    form = fields.Form(f"measure:{client.id}:{measure}")
    answers, day, filled_in = measure_form.draw(form, measure, today=today)
    if st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save")):
        about = {"save_key": memory.save_key(form.name), "now": now()}
        told = {"answers": answers, "day": day, "filled_in": filled_in}
        keep = partial(measures.fill_in, scope, client.id, measure, **told, **about)
        at_the_end.keep(form, keep, t("The answers have been kept."))


def take_back(filling: Filling, scope: Scope) -> None:
    """Ask once more, and erase one filling."""
    form = fields.Form(f"take back:{filling.id}")
    measure_parts.one_time(filling)
    st.markdown(t("Take it back when it is a slip. The answers are erased and do not come back."))
    if st.button(t("Take it back"), type="primary", icon=":material/undo:", key=form.key("sure")):
        erase = partial(measures.take_back, scope, client.id, filling.id, now=now())
        if form.kept(erase):
            memory.flash(t("It has been taken back."))
            st.rerun()


panels.client_header(client, "coach/progress")
panels.over_time(client, "coach/measures")
if may_change:
    panels.say(measure_parts.offer(fillings, today=today))
    with st.expander(t("Fill in a questionnaire"), icon=":material/edit_note:", key="fill_in"):
        tabs = st.tabs([measure_form.short(one) for one in offered])
        for tab, measure in zip(tabs, offered, strict=True):
            with tab:
                fill_in(measure)
for measure in Measure:
    of = course(fillings, measure)
    # What was never asked has no place here yet, except the one that is offered to everyone.
    if of.fillings or measure is Measure.WHO5:
        measure_parts.draw(of, today=today, export=export)
measure_parts.when_clear()
measure_parts.goals_over_time(every, client=client.id, today=today, export=export)
if fillings:
    kept = st.expander(
        t("Everything that was filled in"),
        icon=":material/history:",
        key="every_filling",
        on_change="rerun",
    )
    if kept.open:
        with kept:
            for filling in reversed(fillings):
                with st.container(horizontal=True, vertical_alignment="center"):
                    with st.container(gap="xsmall", width="stretch"):
                        measure_parts.one_time(filling)
                    key = f"take_back:{filling.id}"
                    if may_change and st.button(t("Take back"), icon=":material/undo:", key=key):
                        title = t("Take this back?")
                        ask = partial(take_back, filling)
                        dialogs.show(title, ask, permission=Permission.CHANGE_ROUTE)
charts.pictures_as()
panels.client_footer(client)
at_the_end.run()
