"""The rights of one client: the whole dossier to hand over, and what they ask about it."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.practice import rights
from lib.ui import downloads, fields, memory, panels, rights_parts
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.READ_NOTES)
of = rights.of_client(scope, client_id(), now=now())
client, today = of.client, local_day(now())
at_the_end = AtTheEnd()

panels.client_header(client, "coach/client_details")
panels.details(client, "coach/rights")
st.header(t("Rights of the client"), anchor=False)
with st.container(border=True, width=640):
    st.subheader(t("The whole dossier"), anchor=False)
    st.markdown(
        t(
            "A client may always have everything that is kept about them. You get a ZIP with a "
            "page to read and print, and a file for computers; who looked is in it as well."
        )
    )
    st.caption(
        t(
            "Read it before you hand it over: does something stand there about somebody else? "
            "Talk with your team lead about that first. Your own working notes are not in it."
        )
    )
    downloads.whole_dossier(scope, client, rights.export)
with st.container(border=True, width=640):
    st.subheader(t("What was asked"), anchor=False)
    rights_parts.none_yet(of.requests, t("Nothing was asked so far."))
    for one in of.requests:
        with st.container(border=True, gap="xsmall", key=f"request:{one.id}"):
            rights_parts.request(one, today=today)
            form = fields.Form(f"withdraw:{one.id}")
            label = t("The client takes it back")
            if one.is_open and st.button(label, icon=":material/undo:", key=form.key("go")):
                back = partial(rights.withdraw, scope, one.id, now=now())
                at_the_end.keep(form, back, t("The request has been taken back."))
with st.container(border=True, width=640):
    st.subheader(t("Write down what the client asks"), anchor=False)
    st.caption(
        t(
            "Your team lead decides, within one month. You can put a mistake right yourself at "
            "once: under Details, or by correcting a session; its former text stays beside it."
        )
    )
    form = fields.Form(f"rights:{client.id}")
    typed = rights_parts.ask(form, today=today)
    if typed is not None:
        asking = partial(
            rights.ask,
            scope,
            client.id,
            kind=typed.kind,
            words=typed.words,
            asked_on=typed.asked_on,
            save_key=memory.save_key(form.name),
            now=now(),
        )
        at_the_end.keep(form, asking, t("It has been written down. Your team lead sees it."))
panels.client_footer(client)
at_the_end.run()
