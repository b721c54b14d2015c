"""Read this first: what somebody has to know who was asked to guide a client from now on."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import handovers
from lib.ui import fields, handover_parts, memory, panels
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.shell import path
from lib.ui.text import plain, t

scope = enter(Permission.WRITE_SESSIONS)
of = handovers.read_first(scope, client_id(), now=now())
asked, client = of.handover, of.cockpit.client

st.page_link(
    path("coach/cover"), label=t("Back to hand-over and cover"), icon=":material/arrow_back:"
)
st.title(t("Read this first: {client}", client=plain(client.name)), anchor=False)
if client.care_signal:
    st.info(
        t(
            "A care signal is open for {client}. Call {coach} about it before you answer.",
            client=plain(client.name),
            coach=plain(client.coach_name),
        ),
        icon=":material/support:",
    )
handover_parts.read(of, today=local_day(now()))

form = fields.Form(f"answer:{asked.id}")
with st.container(border=True, width=640):
    st.subheader(t("Your answer"), anchor=False)
    words = form.line(
        "words",
        t("If you say no: what would you like to say about it?"),
        help=t("You need not give a reason. Whoever asks reads it."),
    )
    with st.container(horizontal=True):
        accept = st.button(
            t("Accept"), type="primary", icon=":material/check:", key=form.key("accept")
        )
        decline = st.button(t("Not now"), icon=":material/close:", key=form.key("decline"))
panels.who_can_help()
about = {"expected_version": asked.version, "now": now()}
if accept and form.kept(lambda: handovers.accept(scope, asked.id, **about)):
    memory.flash(
        t("You guide {client} from now on. Tell them soon.", client=client.name),
        way=memory.Way("coach/cover", t("Text for the client"), client.id),
    )
    st.switch_page(path("coach/cockpit"), query_params={"client": client.id})
if decline:
    say_no = partial(handovers.decline, scope, asked.id, words=words, **about)
    if form.kept(say_no):
        memory.flash(t("Whoever asked has been told. Thank you for answering."))
        st.switch_page(path("coach/cover"))
