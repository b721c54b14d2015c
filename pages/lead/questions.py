"""Questions of the coaches: by day to talk about them, each with room for an answer."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.questions import WHEN_WORDS, TeamQuestion, When, by_day
from lib.practice import questions
from lib.ui import memory, question_list
from lib.ui.at_the_end import AtTheEnd
from lib.ui.fields import Form
from lib.ui.gate.enter import enter, now
from lib.ui.text import t

scope = enter(Permission.ANSWER_COACHES)
asked = questions.of_teams(scope, now=now())
today = local_day(now())
several = len(scope.lead_teams) > 1
at_the_end = AtTheEnd()


def save(form: Form, of: TeamQuestion, action: Callable[..., None], sentence: str) -> None:
    """Save a day or an answer; after a colleague's change, theirs stands beside it."""
    one, look = of.question, f"question:{of.question.id}:{scope.view}"
    began = memory.first_value(look, one.version)
    act = partial(action, scope, one.id, expected_version=began, now=now())
    at_the_end.keep(form, act, sentence, then=lambda _: memory.forget_first(look))
    if one.version != began:
        memory.forget_first(look)
        question_list.newer(one)


def draw(of: TeamQuestion) -> None:
    """Draw one question, and see to what was clicked."""
    one = of.question
    memory.first_value(f"question:{one.id}:{scope.view}", one.version)
    with st.container(border=True, gap="xsmall"):
        question_list.of_team(of, with_team=several)
        if one.put_away:
            return
        form = Form(f"talk on:{one.id}")
        keep, talk_on = question_list.day_form(form, one)
        if keep:
            save(form, of, partial(questions.plan, talk_on=talk_on), t("The day has been kept."))
        label = t("Better your answer") if not one.is_open else t("Answer")
        with st.expander(label, icon=":material/chat:", key=f"answering:{one.id}"):
            form = Form(f"answer:{one.id}")
            send, words = question_list.answer_form(form, one)
            if send:
                said = t("Your answer is ready for the coach.")
                save(form, of, partial(questions.answer, words=words), said)


st.title(t("Questions of the team"), anchor=False)
st.caption(
    t(
        "What coaches would like to think through with you. You see the question, the client and "
        "the coach; never the note of a session."
    )
)
if not asked:
    st.info(t("No coach has asked you something now."), icon=":material/contact_support:")
for when, some in by_day(asked, today=today).items():
    if when is When.ANSWERED:
        with st.expander(t(WHEN_WORDS[when]), icon=":material/history:", key="answered"):
            for of in some:
                draw(of)
        continue
    st.subheader(t(WHEN_WORDS[when]), anchor=False)
    for of in some:
        draw(of)
at_the_end.run()
