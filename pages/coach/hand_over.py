"""Hand one client over for good, or let a colleague cover for some days."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import covers, handovers
from lib.ui import cover_parts, fields, handover_parts, memory, panels
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.handover_acts import Acts
from lib.ui.text import plain, t

scope = enter(Permission.SEE_OWN_CASELOAD)
of = handovers.prepare(scope, client_id(), now=now())
client, today = of.client, local_day(now())
at_the_end = AtTheEnd()
acts = Acts(handovers.take_back, handovers.inform, covers.end, covers.inform)

panels.client_header(client, "coach/client_details")
panels.details(client, "coach/hand_over")
st.subheader(t("Hand over for good"), anchor=False)
if client.ended_on is not None:
    st.caption(t("Guidance has ended: there is nothing to hand over."))
elif of.standing is not None:
    clicked = handover_parts.rows([of.standing], key="standing")
    acts.handover(clicked)
elif not of.receivers:
    st.caption(t("Nobody else coaches in this team now. Ask your team lead to look wider."))
else:
    with st.container(border=True, width=640):
        st.caption(
            t(
                "Talk it over with {client} first. You go on guiding until your colleague accepts; "
                "then everything goes along and the dossier closes for you.",
                client=plain(client.name),
            )
        )
        if client.care_signal:
            said = t(
                "A care signal is open for {client}. Tell your colleague about it yourself.",
                client=plain(client.name),
            )
            st.info(said, icon=":material/support:")
        if of.has_draft:
            handover_parts.draft_left()
        form = fields.Form(f"hand over:{client.id}")
        offer = handover_parts.ask(form, of.receivers, with_team=False)
        if offer is not None:
            ask = partial(
                handovers.offer,
                scope,
                client.id,
                to_coach_id=offer.to_coach_id,
                words=offer.words,
                save_key=memory.save_key(form.name),
                now=now(),
            )
            at_the_end.keep(form, ask, t("Your colleague has been asked."))

if client.ended_on is None:
    st.subheader(t("Let a colleague cover"), anchor=False)
    given = [one for one in covers.mine(scope, now=now()) if one.client_id == client.id]
    acts.cover(cover_parts.rows(given, today=today, key="cover"))
    with st.container(border=True, width=640):
        form = fields.Form(f"cover:{client.id}")
        coverers = {
            one.id: one.name
            for one in covers.prepare(scope, now=now()).coverers
            if one.team_id == client.team_id and one.id != scope.person_id
        }
        asked = cover_parts.arrange(form, {client.id: client.name}, coverers, today=today)
        if asked is not None:
            arrange = partial(
                covers.add,
                scope,
                asked.client_ids,
                coverer_id=asked.coverer_id,
                start=asked.start,
                end=asked.end,
                words=asked.words,
                save_key=memory.save_key(form.name),
                now=now(),
            )
            at_the_end.keep(form, arrange, t("The cover has been arranged."))
panels.client_footer(client)
at_the_end.run()
