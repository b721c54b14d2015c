"""Hand-over and cover: what I was asked, what I asked, and who covers for whom."""

from datetime import date
from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import covers, handovers
from lib.ui import cover_parts, fields, handover_parts, memory
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import enter, now
from lib.ui.handover_acts import Acts
from lib.ui.text import t

scope = enter(Permission.SEE_OWN_CASELOAD)
today, me = local_day(now()), scope.person_id
every, given = handovers.mine(scope, now=now()), covers.mine(scope, now=now())
at_the_end = AtTheEnd()
acts = Acts(handovers.take_back, handovers.inform, covers.end, covers.inform)


def from_address(name: str) -> date | None:
    """Return a day from the address, when whoever plans an absence came from there."""
    try:
        found = date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None
    return max(found, today)


st.title(t("Hand-over and cover"), anchor=False)
asked = [one for one in every if one.is_open and one.to_coach_id == me]
handover_parts.box(asked)
taken = [one for one in given if one.coverer_id == me]
if taken:
    st.subheader(t("I cover for a colleague"), anchor=False)
    clicked = cover_parts.rows(taken, today=today, key="taken")
    acts.cover(clicked)
mine = [one for one in given if one.coverer_id != me]
if mine:
    st.subheader(t("A colleague covers for me"), anchor=False)
    clicked = cover_parts.rows(mine, today=today, key="mine")
    acts.cover(clicked)
others = [one for one in every if one not in asked]
if others:
    st.subheader(t("Handed over"), anchor=False)
    acts.handover(handover_parts.rows(others, key="mine"))
if not every and not given:
    st.caption(t("Nothing has been asked or arranged now. To hand a client over, open the client."))

st.subheader(t("Let a colleague cover"), anchor=False)
of = covers.prepare(scope, now=now())
coverers = {one.id: one.name for one in of.coverers if one.id != me}
if not of.clients or not coverers:
    st.caption(t("For this you need a client of your own and a colleague in your team."))
else:
    with st.container(border=True, width=760):
        form = fields.Form("cover")
        wanted = cover_parts.arrange(
            form,
            {one.id: one.name for one in of.clients},
            coverers,
            today=today,
            start=from_address("from"),
            end=from_address("until"),
        )
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
at_the_end.run()
