"""A care signal about a client of the team, for their lead."""

import streamlit as st

from lib.domain.access import Permission
from lib.practice import care_signals, intake
from lib.ui import care, care_contact
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.shell import path
from lib.ui.text import plain, t

scope = enter(Permission.SEE_TEAM_CASELOAD)
of = care_signals.of_client(scope, client_id(), now=now())

st.page_link(
    path("lead/client_overview"),
    label=t("Back to the client"),
    icon=":material/arrow_back:",
    query_params={"client": of.client.id},
)
st.title(plain(of.client.name), anchor=False)
care.notice(of.client, care.LEAD, here=True)
care_giver = intake.care_contact(scope, of.client.id, now=now())
care.draw(
    of.every,
    name=scope.name,
    client=of.client,
    open_signal=lambda words, key: care_signals.open_signal(
        scope, of.client.id, words=words, save_key=key, now=now()
    ),
    close_signal=lambda signal_id, note: care_signals.close_signal(
        scope, of.client.id, signal_id, note=note, now=now()
    ),
    to_ask=of.name_to_ask,
    ask_deputy=lambda signal_id: care_signals.ask_deputy(scope, of.client.id, signal_id, now=now()),
    who_else=lambda: care_contact.line(care_giver),
)
