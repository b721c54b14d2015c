"""Agreements with one client: goals, what for, when it goes quiet, and how carefully."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.goals import Goal, standing
from lib.practice import basis, clients, goals
from lib.ui import basis_form, dialogs, fields, goal_form, memory, panels
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.goal_form import Done, Wish
from lib.ui.text import t

scope = enter(Permission.CHANGE_ROUTE)
client = clients.get(scope, client_id(), now=now())
present = basis.of(scope, client.id, now=now())
every = goals.of_client(scope, client.id, now=now())
today, may_change = local_day(now()), client.ended_on is None
form = fields.Form(f"basis:{client.id}")
opened = memory.first_value(f"{form.name}:{scope.view}", present.version)
# What was done last at a goal, while this page stays open.
last = f"done at a goal:{scope.view}"
at_the_end = AtTheEnd()


def reword(goal: Goal, scope: Scope) -> None:
    """Draw the form with the words of a goal; after a colleague's change, theirs beside it."""
    form = fields.Form(f"reword:{goal.id}")
    found = {one.id: one for one in goals.of_client(scope, client.id, now=now())}
    as_saved = found.get(goal.id, goal)
    words, began = goal_form.reword(form, as_saved)
    if st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save")):
        about = {"words": words, "expected_version": began, "now": now()}
        if form.kept(lambda: goals.reword(scope, client.id, goal.id, **about)):
            memory.forget_first(form.name)
            memory.flash(t("Saved."))
            st.rerun()
        if as_saved.version != began:
            goal_form.newer(form, as_saved)


def draw(goal: Goal) -> None:
    """Show one goal, and see to what was clicked."""
    form = fields.Form(f"goal:{goal.id}")
    wish, value, day = goal_form.draw(goal, form, today=today, may_change=may_change)
    this = (scope, client.id, goal.id)
    if wish is Wish.REWORD:
        title = t("Word it differently")
        dialogs.show(title, partial(reword, goal), permission=Permission.CHANGE_ROUTE)
    elif wish is Wish.END:
        at_the_end.keep(
            form,
            partial(goals.end, *this, now=now()),
            t("The goal has been rounded off."),
            then=lambda _: memory.keep(last, Done(goal_id=goal.id)),
        )
    elif wish is Wish.BRING_BACK:
        back = partial(goals.bring_back, *this, now=now())
        at_the_end.keep(form, back, t("The goal stands again."), then=forget)
    elif wish is Wish.SCORE:
        at_the_end.keep(
            form,
            partial(goals.score, *this, value=value, day=day, now=now()),
            t("The number has been kept."),
            then=lambda made: memory.keep(last, Done(score_id=made) if made else None),
        )


def forget(_: object) -> None:
    """Forget what was done last: it is undone, or something else came after it."""
    memory.drop(last)


def save() -> None:
    """Save what the route rests on; after a colleague's change, theirs stands beside it."""
    about = {"expected_version": opened, "now": now()}
    kept = form.kept(lambda: basis.change(scope, client.id, draft, **about))
    if kept or present.version != opened:
        memory.forget_first(f"{form.name}:{scope.view}")
    if kept:
        forget(None)
        memory.flash(t("Saved."))
        st.rerun()
    if present.version != opened:
        basis_form.newer(present, client)


panels.client_header(client, "coach/agreements")
done = memory.kept(last, Done)
if done is not None and may_change and goal_form.undo(done):
    score_back = partial(goals.take_back_score, scope, client.id, done.score_id, now=now())
    goal_back = partial(goals.bring_back, scope, client.id, done.goal_id, now=now())
    what = goal_back if done.goal_id else score_back
    at_the_end.keep(fields.Form("undo"), what, t("Undone."), then=forget)
goal_form.heading()
for goal in standing(every):
    draw(goal)
if may_change:
    adding = fields.Form(f"new goal:{client.id}")
    words = goal_form.new(adding, len(standing(every)))
    if words is not None:
        about = {"words": words, "save_key": memory.save_key(adding.name), "now": now()}
        add = partial(goals.add, scope, client.id, **about)
        at_the_end.keep(adding, add, t("The goal has been added."), then=forget)
with goal_form.before(every):
    for goal in (one for one in every if not one.stands):
        draw(goal)
draft = basis_form.draw(form, present, client, today=today)
if may_change:
    with st.container(key="desk_bar"):
        if st.button(t("Save"), type="primary", icon=":material/check:", key=form.key("save")):
            at_the_end.do(save)
panels.client_footer(client)
at_the_end.run()
