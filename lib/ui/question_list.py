"""Questions for the team lead on the screen: asked, read, planned and answered."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

import streamlit as st

from lib.domain.access import Scope
from lib.domain.people import Client
from lib.domain.questions import MOST_OPEN, OfClient, Question, TeamQuestion
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.shell import path
from lib.ui.text import day, day_in_words, moment, plain, t

_ASK, _ANSWER, _DAY = ":material/contact_support:", ":material/chat:", ":material/event:"


def in_entry(
    scope: Scope,
    client: Client,
    of: OfClient,
    ask: Callable[..., object],
    take_back: Callable[..., object],
    *,
    now: datetime,
) -> None:
    """Draw the folded part of session entry in which a coach asks the lead something.

    DANGER: it draws the page anew after a save, so no field may stand below it.
    """
    if client.ended_on is not None:
        return
    with st.expander(t("A question for your team lead"), icon=_ASK, key=f"ask_lead:{client.id}"):
        if not of.leads:
            st.info(t("Nobody leads this team now. Ask a colleague, or your administrator."))
        for one in (one for one in of.questions if one.is_open):
            with st.container(horizontal=True, vertical_alignment="center"):
                with st.container(gap="xxsmall", width="stretch"):
                    question(one)
                form = Form(f"asked:{one.id}")
                if one.mine and st.button(
                    t("Take back"), icon=":material/undo:", key=form.key("take_back")
                ):
                    back = partial(take_back, scope, client.id, one.id, now=now)
                    _after(form, back, t("The question was taken back."))
        if any(not one.is_open for one in of.questions):
            st.caption(t("An answer is ready for you under “Before the session”."))
        if of.leads and sum(one.is_open for one in of.questions) < MOST_OPEN:
            _new(scope, client, of, ask, now=now)


def _new(
    scope: Scope, client: Client, of: OfClient, ask: Callable[..., object], *, now: datetime
) -> None:
    form = Form(f"ask lead:{client.id}")
    words = form.passage("words", t("What would you like to think through together?"), height=100)
    st.caption(
        plain(
            t(
                "{names} reads your question with the client's name, never the note of the "
                "session. Does it need an answer today? Then call.",
                names=", ".join(of.leads),
            )
        )
    )
    if st.button(t("Ask the question"), icon=":material/send:", key=form.key("ask")):
        about = {"words": words, "save_key": memory.save_key(form.name), "now": now}
        _after(form, partial(ask, scope, client.id, **about), t("Your question has been asked."))


def _after(form: Form, action: Callable[[], object], sentence: str) -> None:
    if form.kept(action):
        st.toast(sentence, icon=":material/check:")
        st.rerun()


def question(one: Question) -> None:
    """Show a question, who asked it, and the day on which it will be talked about."""
    st.markdown(f"{_ASK} {plain(one.words)}")
    about = t("Asked by {name} on {day}", name=one.asked_by, day=moment(one.asked_at))
    if one.talk_on is not None:
        about += " · " + t("to talk about on {day}", day=day_in_words(one.talk_on))
    st.caption(plain(about))


def answer(one: Question) -> None:
    """Show what was answered, by whom and when; nothing while it is open."""
    if one.answered_at is None:
        return
    st.markdown(f"{_ANSWER} **{plain(one.answer)}**" if one.answer else "")
    st.caption(
        plain(
            t(
                "Answered by {name} on {moment}",
                name=one.answered_by,
                moment=moment(one.answered_at),
            )
        )
    )


def in_cockpit(
    asked: Sequence[Question], put_away: Callable[[Question], None] | None = None
) -> None:
    """Show the questions about a client with their answers; nothing without any.

    With `put_away` an answer can be put away once it was read.
    """
    if not asked:
        return
    with st.container(border=True, gap="xsmall", key="questions"):
        st.markdown("**" + t("Questions for the team lead") + "**")
        for one in asked:
            question(one)
            if one.is_open:
                continue
            with st.container(horizontal=True, vertical_alignment="center"):
                with st.container(gap="xxsmall", width="stretch"):
                    answer(one)
                if put_away is not None and st.button(
                    t("Read"), icon=":material/done_all:", key=f"read:{one.id}"
                ):
                    put_away(one)


def of_team(one: TeamQuestion, *, with_team: bool) -> None:
    """Show a question to the lead: of which client and coach; of a session there is nothing."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            path("lead/client_overview"),
            label=f"**{plain(one.client_name)}**",
            icon=":material/person:",
            query_params={"client": one.question.client_id},
        )
        guided = t("guided by {name}", name=one.coach_name)
        st.caption(plain(f"{guided} · {one.team_name}" if with_team else guided), width="content")
    question(one.question)
    answer(one.question)
    if one.question.put_away:
        st.caption(t("The coach has read the answer."))


def day_form(form: Form, one: Question) -> tuple[bool, date | None]:
    """Draw the day to talk about a question; return whether to keep it, and the day."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=220):
            talk_on = form.day("talk_on", t("Talk about it on"), value=one.talk_on)
        keep = st.button(t("Keep the day"), icon=_DAY, key=form.key("keep"))
    return keep, talk_on


def answer_form(form: Form, one: Question) -> tuple[bool, str]:
    """Draw the answer to write or to better; return whether to send it, and the words."""
    again = not one.is_open
    words = form.passage("answer", t("Your answer"), value=one.answer, height=100)
    sent = st.button(
        t("Keep the answer") if again else t("Answer"),
        icon=":material/send:",
        key=form.key("send"),
    )
    return sent, words


def newer(one: Question) -> None:
    """Show what a colleague kept meanwhile; from here on, saving takes its place."""
    with st.container(border=True):
        st.markdown("**" + t("As it is saved now") + "**")
        if one.talk_on is not None:
            st.markdown(t("to talk about on {day}", day=day(one.talk_on)))
        answer(one)
    st.caption(t("Save once more to put yours in its place."))
