"""The rights of clients in the teams I lead: what waits, what stands still, what may go."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.rights import Kind, TeamRequest
from lib.practice import rights
from lib.ui import downloads, fields, memory, rights_parts
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import enter, now
from lib.ui.text import t

scope = enter(Permission.DECIDE_RIGHTS)
of = rights.of_teams(scope, now=now())
today = local_day(now())
at_the_end = AtTheEnd()
ERASED = t("The dossier has been erased. The proof stands below.")


def draw(one: TeamRequest) -> None:
    """Draw one open request with what may be done, and see to what was clicked."""
    asked, look = one.request, f"rights:{one.request.id}:{scope.view}"
    about = {"expected_version": memory.first_value(look, asked.version), "now": now()}
    this = (scope, asked.id)
    rights_parts.request(asked, today=today, client=one.client)
    form = fields.Form(f"decide:{asked.id}")
    made = rights_parts.decision(form, asked.kind)
    if made is not None:
        decide = partial(rights.decide, *this, state=made[0], answer=made[1], **about)
        at_the_end.keep(form, decide, t("The decision has been kept."), then=forget(look))
    if asked.kind is Kind.ERASURE:
        label = t("Grant it: erase the dossier")
        with st.expander(label, icon=":material/delete_forever:", key=f"erasing:{asked.id}"):
            form = fields.Form(f"erase:{asked.id}")
            typed = rights_parts.erase(form, one.client)
            if typed is not None:
                erase = partial(rights.erase, *this, number=typed, **about)
                at_the_end.keep(form, erase, ERASED, then=forget(look))
    if not asked.was_extended and asked.days_left(today) >= 0:
        with st.expander(
            t("It takes longer"), icon=":material/update:", key=f"extending:{asked.id}"
        ):
            form = fields.Form(f"longer:{asked.id}")
            reason = rights_parts.longer(form)
            if reason is not None:
                extend = partial(rights.extend, *this, reason=reason, **about)
                at_the_end.keep(form, extend, t("There are two months more."), then=forget(look))


def forget(look: str) -> Callable[[object], None]:
    """Return what lets go of the version that was seen: the next look begins anew."""
    return lambda _: memory.forget_first(look)


st.title(t("Rights of clients"), anchor=False)
st.caption(
    t(
        "What clients of your teams ask about their dossiers. The coach writes it down, you "
        "decide. There has to be an answer within one month."
    )
)
rights_parts.heading(t("Waits for a decision"), len(of.open))
rights_parts.none_yet(of.open, t("Nothing waits for a decision."))
for one in of.open:
    with st.container(border=True, width=640, gap="xsmall", key=f"open:{one.request.id}"):
        draw(one)
if of.still:
    rights_parts.heading(t("Stands still"), len(of.still))
    for still in of.still:
        with st.container(border=True, width=640, gap="xsmall"):
            if rights_parts.still(still):
                go_on = partial(rights.end_restriction, scope, still.client.id, now=now())
                form = fields.Form(f"go on:{still.restriction.id}")
                at_the_end.keep(form, go_on, t("The dossier goes on."))
rights_parts.heading(t("May go"), len(of.may_go))
st.caption(t("The term of keeping is over. Nothing goes by itself: you decide for each dossier."))
rights_parts.none_yet(of.may_go, t("No dossier is that old."))
for old in of.may_go:
    with st.container(border=True, width=640, gap="xsmall"):
        rights_parts.may_go(old)
        label = t("Erase this dossier")
        with st.expander(label, icon=":material/delete_forever:", key=f"going:{old.client.id}"):
            form = fields.Form(f"term:{old.client.id}")
            typed = rights_parts.erase(form, old.client)
            if typed is not None:
                gone = partial(rights.erase_after_term, scope, old.client.id, number=typed)
                at_the_end.keep(form, partial(gone, now=now()), ERASED)
if of.proofs:
    rights_parts.heading(t("Erased"), len(of.proofs))
    for proof in of.proofs:
        with st.container(border=True, width=640, gap="xsmall"):
            rights_parts.proof(proof)
            downloads.proof_of_erasure(scope, proof.erasure.dossier_id, rights.proof)
if of.decided:
    with st.expander(t("Answered in the last year"), icon=":material/history:", key="answered"):
        for one in of.decided:
            rights_parts.request(one.request, today=today, client=one.client)
at_the_end.run()
