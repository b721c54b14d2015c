"""What stands out in the access log, month by month: looked at, judged and signed off."""

from datetime import date
from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.oversight import Found
from lib.practice import log_check, oversight
from lib.ui import dialogs, fields, memory, oversight_cases, oversight_words
from lib.ui.filters import one_from_url
from lib.ui.gate.enter import enter, log_head, now
from lib.ui.text import t

scope = enter(Permission.OVERSEE)
st.title(t("What stands out"), anchor=False)
st.caption(
    t(
        "Nobody is accused here: most of it has a good reason. Somebody looks, and says so. "
        "You see numbers of dossiers and no names of clients; their coach knows who it is."
    )
)
months = oversight_words.months(local_day(now()))
first = date.fromisoformat(one_from_url("month", t("Month"), months, usual=next(iter(months))))
of = oversight.month(scope, first, now=now())


def judge(found: Found, scope: Scope) -> None:
    """Draw what was found of a case, and keep it."""
    form = fields.Form(f"judge:{found.case.key}")
    verdict, words = oversight_cases.verdict(form, found)
    save = st.button(t("Save"), type="primary", key=form.key("save"))
    keep = partial(oversight.judge, scope, first, found.case.key, verdict=verdict, words=words)
    if save and form.kept(lambda: keep(now=now())):
        memory.flash(t("Saved."))
        st.rerun()


with st.container(border=True):
    oversight_cases.whole(log_check.latest(scope, now=now()))
    if st.button(t("Look now"), icon=":material/link:", key="look_now"):
        log_check.look_now(scope, log_head(scope), now=now())
        memory.flash(t("The log was looked at from its first line to its last."))
        st.rerun()
wanted = oversight_cases.draw(of)
form = fields.Form(f"sign_off:{first}")
words = oversight_cases.sign_off(of, form, today=local_day(now()))
sign = partial(oversight.sign_off, scope, first, words=words or "")
if words is not None and form.kept(lambda: sign(now=now())):
    memory.flash(t("The month has been signed off."))
    st.rerun()
oversight_cases.earlier(oversight.signed_off(scope, now=now()))
if wanted is not None:
    show = partial(dialogs.show, permission=Permission.OVERSEE)
    show(t("I have looked at it"), partial(judge, wanted))
