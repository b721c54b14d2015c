"""Hand-over and cover in the teams I lead: who is without a coach, what waits, who covers."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import covers, handovers
from lib.ui import cover_parts, fields, handover_parts, memory
from lib.ui.at_the_end import AtTheEnd
from lib.ui.filters import from_url
from lib.ui.gate.enter import enter, now
from lib.ui.handover_acts import Acts
from lib.ui.text import t

scope = enter(Permission.SEE_TEAM_CASELOAD)
today = local_day(now())
of = covers.prepare(scope, as_lead=True, now=now())
every, given = handovers.of_teams(scope, now=now()), covers.of_teams(scope, now=now())
at_the_end = AtTheEnd()
acts = Acts(handovers.take_back, handovers.inform, covers.end, covers.inform)


def ask_for_many() -> None:
    """Draw a row for each client of one coach, and ask a colleague for those that were chosen."""
    form = fields.Form(f"hand over:{coach}")
    names = {one.id: one.name for one in theirs}
    possible = [one for one in of.coverers if one.id != coach]
    busy = {one.client_id: t("{name} was asked", name=one.to_coach) for one in every if one.is_open}
    wanted = handover_parts.many(form, names, possible, busy)
    if wanted is None:
        return
    chosen, words = wanted
    if not chosen:
        st.info(t("Choose a colleague for at least one client."), icon=":material/info:")
        return
    key = memory.save_key(form.name)

    def ask() -> int:
        for client_id, to in chosen.items():
            about = {"to_coach_id": to.id, "to_team_id": to.team_id, "words": words}
            # A key for each client: what was asked before a refusal is not asked again.
            one = f"{key[:16]}{client_id[:16]}"
            handovers.offer(scope, client_id, **about, save_key=one, now=now())
        return len(chosen)

    at_the_end.keep(form, ask, t("Your colleagues have been asked."))


def cover_for_many() -> None:
    """Draw the form that lets a colleague cover clients of one coach."""
    form = fields.Form(f"cover:{coach}")
    names = {one.id: one.name for one in theirs}
    coverers = {one.id: one.name for one in of.coverers if one.id != coach}
    wanted = cover_parts.arrange(form, names, coverers, today=today)
    if wanted is not None:
        arrange = partial(
            covers.add,
            scope,
            wanted.client_ids,
            coverer_id=wanted.coverer_id,
            start=wanted.start,
            end=wanted.end,
            words=wanted.words,
            save_key=memory.save_key(form.name),
            now=now(),
        )
        at_the_end.keep(form, arrange, t("The cover has been arranged."))


st.title(t("Hand-over and cover"), anchor=False)
handover_parts.without_coach([one for one in of.clients if one.id in of.without])
open_now = [one for one in every if one.is_open]
handover_parts.heading(t("Waiting for an answer"), len(open_now))
acts.handover(handover_parts.rows(open_now, key="open"))
if not open_now:
    st.caption(t("Nobody was asked anything that is still open."))
standing = [one for one in given if one.ended_at is None and one.end >= today]
handover_parts.heading(t("Cover"), len(standing))
acts.cover(cover_parts.rows(given, today=today, key="team"))
if not given:
    st.caption(t("Nobody covers for a colleague now."))

st.subheader(t("Arrange something for the clients of one coach"), anchor=False)
coaches = {one.coach_id: one.coach_name for one in of.clients}
coach = from_url("coach", t("Coach"), coaches, everything=t("Choose"))
theirs = [one for one in of.clients if one.coach_id == coach]
if theirs:
    hand_over, cover = st.tabs([t("Hand over for good"), t("Let a colleague cover")])
    with hand_over, st.container(border=True):
        ask_for_many()
    with cover, st.container(border=True):
        cover_for_many()
answered = [one for one in every if not one.is_open]
if answered:
    handover_parts.heading(t("Answered in the last four weeks"), len(answered))
    clicked = handover_parts.rows(answered, key="done")
    acts.handover(clicked)
at_the_end.run()
