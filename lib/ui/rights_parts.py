"""The rights of a client on the screen: what was asked, by when, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib.domain.people import Client
from lib.domain.rights import (
    DECISIONS,
    KIND_WORDS,
    STATE_WORDS,
    WHY_WORDS,
    Kind,
    MayGo,
    Proof,
    Request,
    StandsStill,
    dossier_number,
)
from lib.ui.fields import Form
from lib.ui.text import day, moment, number, plain, t, tn


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands on the form for a new request."""

    kind: str | None
    words: str
    asked_on: date | None


def request(one: Request, *, today: date, client: Client | None = None) -> None:
    """Show a request: what, since when, by when there is an answer, and what became of it."""
    kind = t(KIND_WORDS[one.kind])
    title = f"{client.name} – {kind}" if client is not None else kind[:1].upper() + kind[1:]
    st.markdown(f"**{plain(title)}**")
    asked = t("Asked on {day}, written down by {name}.", day=day(one.asked_on), name=one.made_by)
    if one.is_open:
        st.markdown(f"{plain(asked)}  \n{plain(_by_when(one, today))}")
    else:
        st.markdown(plain(asked))
    if one.words:
        st.markdown(f"“{plain(one.words)}”")
    if one.answer:
        label = t("Why it takes longer") if one.is_open else t("What the client was told")
        st.markdown(f":small[{label}]  \n{plain(one.answer)}")
    if one.decided_by is not None and one.decided_at is not None:
        said = t(STATE_WORDS[one.state])
        st.caption(plain(f"{said} · {one.decided_by}, {moment(one.decided_at)}"))


def _by_when(one: Request, today: date) -> str:
    left = one.days_left(today)
    if left > 0:
        how = tn("{count} day left", "{count} days left", left)
    elif left == 0:
        how = t("today is the last day")
    else:
        how = tn("that was {count} day ago", "that was {count} days ago", -left)
    return t("Answer by {day}: {how}.", day=day(one.answer_by), how=how)


def ask(form: Form, *, today: date) -> Typed | None:
    """Draw the form for what a client asks; return what stands on it when it was saved."""
    kinds = {kind.value: t(words) for kind, words in KIND_WORDS.items()}
    kind = form.pick("kind", t("What is asked"), kinds, hidden=False)
    asked_on = form.day("asked_on", t("Asked on"), value=today, last=today)
    words = form.passage(
        "words",
        t("In the words of the client"),
        help=t("To put something right: what is wrong, and what it should be."),
    )
    if st.button(t("Write it down"), type="primary", icon=":material/check:", key=form.key("save")):
        return Typed(kind, words, asked_on)
    return None


def decision(form: Form, kind: Kind) -> tuple[str | None, str] | None:
    """Draw the form for a decision; return state and answer when it was saved.

    An erasure is granted by erasing, so that is no choice here.
    """
    erases = kind is Kind.ERASURE
    offered = [one for one in DECISIONS if not (erases and one.value == "granted")]
    states = {one.value: t(STATE_WORDS[one]) for one in offered}
    state = form.pick("state", t("Decision"), states, hidden=False)
    answer = form.passage("answer", t("What the client is told, and why"))
    if st.button(t("Keep the decision"), icon=":material/check:", key=form.key("save")):
        return state, answer
    return None


def longer(form: Form) -> str | None:
    """Draw the form for two months more; return the reason when it was saved."""
    st.caption(
        t(
            "Two months more, once, when it is much or hard. Tell the client within the first "
            "month, with the reason."
        )
    )
    reason = form.passage("reason", t("Why it takes longer"))
    if st.button(t("Take two months more"), icon=":material/update:", key=form.key("save")):
        return reason
    return None


def erase(form: Form, client: Client) -> str | None:
    """Draw the form that erases a dossier; return the typed number when it was clicked."""
    st.markdown(
        t(
            "Everything goes: details, route, sessions, agreements and questionnaires, with the "
            "notes of the coach. **It cannot be undone.** What stays is a proof without content, "
            "and the log of who looked."
        )
    )
    if client.ended_on is None:
        st.caption(t("Guidance still goes on. Talk with the coach first."))
    st.markdown(t("Dossier number: **{number}**", number=dossier_number(client.id)))
    typed = form.line("number", t("Type the dossier number to confirm"))
    if st.button(t("Erase this dossier"), icon=":material/delete_forever:", key=form.key("erase")):
        return typed
    return None


def still(one: StandsStill) -> bool:
    """Show a dossier that stands still; True when it shall go on."""
    st.markdown(f"**{plain(one.client.name)}**")
    since = t(
        "Stands still since {moment}, decided by {name}.",
        moment=moment(one.restriction.made_at),
        name=one.restriction.made_by,
    )
    st.markdown(f"{plain(since)}  \n“{plain(one.restriction.reason)}”")
    return st.button(
        t("Let it go on"), icon=":material/play_arrow:", key=f"goes on:{one.restriction.id}"
    )


def may_go(one: MayGo) -> None:
    """Show a dossier whose term of keeping is over."""
    st.markdown(f"**{plain(one.client.name)}**")
    st.caption(t("Last changed on {day}.", day=day(one.changed_on)))


def proof(one: Proof) -> None:
    """Show that a dossier was erased."""
    of = one.erasure
    said = t(
        "Dossier {number}, erased on {moment}",
        number=dossier_number(of.dossier_id),
        moment=moment(of.erased_at),
    )
    st.markdown(plain(said))
    rows = tn("{count} row", "{count} rows", of.total)
    st.caption(plain(f"{t(WHY_WORDS[of.why])} · {one.decided_by} · {rows}"))


def heading(words: str, count: int) -> None:
    """Show a heading with how many rows stand below it."""
    st.subheader(f"{words} ({number(count)})" if count else words, anchor=False)


def none_yet(some: Sequence[object], words: str) -> None:
    """Say that there is nothing here when there is nothing."""
    if not some:
        st.caption(words)
