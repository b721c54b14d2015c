"""Progress: one client over time."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.caseload import Reason
from lib.domain.life_events import LifeEvent
from lib.practice import basis, goals, life_events, measures, progress
from lib.ui import (
    charts,
    dialogs,
    downloads,
    fields,
    life_event_form,
    measure_parts,
    memory,
    mood_parts,
    panels,
    taking_part,
)
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.SEE_OWN_CASELOAD)
of = progress.of_client(scope, client_id(), now=now())
client, today = of.record.client, local_day(now())
# What was agreed or noted is only read, and the log only says so, when it is shown: to a lead who
# finds this page it is not.
guides = client.coach_id == scope.person_id and client.team_id in scope.coach_teams
own = guides or client.id in scope.covers
quiet = own and Reason.SILENT in of.standing.reasons
agreed = basis.of(scope, client.id, now=now()) if quiet else None
events = life_events.of_client(scope, client.id, now=now()) if own else None
export = partial(downloads.rows, scope, client, handed_out=progress.handed_out) if own else None
at_the_end = AtTheEnd()


def note_something() -> None:
    """Draw the form for a life event, and keep it when that was clicked."""
    form = fields.Form(f"life event:{client.id}")
    asked = life_event_form.new(form, today=today)
    if asked is not None:
        words, day, end_day = asked
        told = {"words": words, "day": day, "end_day": end_day}
        about = {"save_key": memory.save_key(form.name), "now": now()}
        add = partial(life_events.add, scope, client.id, **told, **about)
        at_the_end.keep(form, add, t("It stands at the chart now."))


def take_away(event: LifeEvent, scope: Scope) -> None:
    """Ask once more, and erase one life event."""
    form = fields.Form(f"take away:{event.id}")
    if life_event_form.sure(form, event):
        erase = partial(life_events.take_away, scope, client.id, event.id, now=now())
        if form.kept(erase):
            memory.flash(t("It has been taken away."))
            st.rerun()


def from_life(noted: tuple[LifeEvent, ...]) -> None:
    """Offer to note something from the life of the client, and what was noted."""
    may_change = client.ended_on is None
    if not (may_change or noted):
        return
    closed = st.expander(
        t("Note something from life") if may_change else t("From life"),
        icon=":material/star:",
        key="life_events",
        on_change="rerun",
    )
    if not closed.open:
        return
    with closed:
        if may_change:
            note_something()
        wanted = life_event_form.listed(noted, may_change=may_change)
        if wanted is not None:
            title, ask = t("Take this away?"), partial(take_away, wanted)
            dialogs.show(title, ask, permission=Permission.CHANGE_ROUTE)


panels.client_header(client, "coach/progress")
panels.over_time(client, "coach/progress")
if Reason.NO_ROUTE not in of.standing.reasons:  # said below already
    panels.say(panels.sentences.route_in_words(of.standing.route, of.standing.resting))
panels.reasons(of.standing, agreed)
mood_parts.show(of, today=today, events=events, export=export)
if events is not None:
    from_life(events)
    mood_parts.willing_card(of, today=today, export=export)
taking_part.show(of, today=today, export=export)
if own:
    fillings = measures.of_client(scope, client.id, now=now())
    with st.container(border=True):
        measure_parts.in_short(
            fillings,
            goals.of_client(scope, client.id, now=now()),
            today=today,
            may_change=client.ended_on is None,
        )
    taking_part.returns_card(of, today=today)
    taking_part.later_willing_card(of, today=today)
charts.pictures_as()
panels.client_footer(client)
at_the_end.run()
