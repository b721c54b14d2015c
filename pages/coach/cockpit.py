"""Before a session: one screen to begin from."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.questions import Question
from lib.practice import cockpit, questions, talk_points, worklist
from lib.ui import care_contact, fields, memory, panels, question_list, talk_list, worklist_rows
from lib.ui import cockpit as screen
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope, opened = enter(Permission.WRITE_SESSIONS), client_id()
talk_list.see_to(scope, opened, talk_points.tick_off, talk_points.bring_back, now=now())
of = cockpit.of(scope, opened, now=now())
client, today = of.client, local_day(now())
may_change = client.ended_on is None
at_the_end = AtTheEnd()


def to_talk_about() -> None:
    """Show what is for this talk, and take something more."""
    talk_list.draw(of.points, client.id, may_change=may_change)
    if not may_change:
        return
    with st.popover(t("Add something"), icon=":material/add:", key="new_talk_point"):
        form = fields.Form(f"new talk point:{client.id}")
        asked = talk_list.new(form)
        if asked is not None:
            kind, words = asked
            about = {"kind": kind, "words": words, "save_key": memory.save_key(form.name)}
            add = partial(talk_points.add, scope, client.id, **about, now=now())
            at_the_end.keep(form, add, t("It stands ready for the talk."))


def put_away(one: Question) -> None:
    """Let an answer that was read leave this screen."""
    away = partial(questions.put_away, scope, client.id, one.id, now=now())
    at_the_end.keep(fields.Form(f"read:{one.id}"), away, t("The answer has been put away."))


def _waiting() -> None:
    """Show why this client waits for a moment, but for what stands on this screen already."""
    rows = worklist.of_client(scope, client.id, now=now())
    rest = [row for row in rows if row.fact.kind not in screen.said(of)]
    worklist_rows.of_client(rest, coach=scope.name)


panels.client_header(client, "coach/cockpit")
screen.welcome(of)
left, right = st.columns([6, 5])
with left, st.container(border=True, gap="xsmall"):
    screen.coming(of, today=today)
    screen.last_time(of, today=today)
    screen.agreed(of)
with right:
    screen.write(of)
    with st.container(border=may_change or bool(of.points or of.goals), gap="xsmall"):
        to_talk_about()
        screen.goals(of)
question_list.in_cockpit(of.questions, put_away)
questions.see_answers(scope, client.id, of.questions, now=now())
with st.container(border=True, gap="xsmall"):
    _waiting()
    screen.became(of, today=today)
    screen.around(of)
care_contact.line(of.care, coached=client)
panels.client_footer(client)
at_the_end.run()
