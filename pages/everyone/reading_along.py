"""A care signal somebody reads along as a deputy: the signal, and nothing else of the client."""

import streamlit as st

from lib.domain.access import Permission
from lib.practice import care_signals
from lib.ui import care, panels
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import plain, t

scope = enter(Permission.OWN_ACCOUNT)
of = care_signals.read_along(scope, client_id(), now=now())

coaches = scope.may(Permission.SEE_OWN_CASELOAD)
panels.back_to_list("coach/today" if coaches else "lead/caseload")
st.title(plain(of.client_name), anchor=False)
st.markdown(
    plain(
        t(
            "{coach} guides this client. You read this care signal along, because no lead of the "
            "team was there or somebody asked you. You see the care signal alone, until a week "
            "after it is closed.",
            coach=of.coach_name,
        )
    )
)
care.draw(
    of.every,
    name=scope.name,
    close_signal=lambda signal_id, note: care_signals.close_signal(
        scope, of.client_id, signal_id, note=note, now=now()
    ),
)
