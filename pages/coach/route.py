"""The recovery route of one client: look, change it together in a minute, agree on rest."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.changes import fitting
from lib.domain.routes import Step
from lib.practice import advice, basis, goals, routes, step_library
from lib.ui import advice_panel, fields, memory, panels, route_form, route_parts, route_talk
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.CHANGE_ROUTE)
story = routes.story(scope, client_id(), now=now())
client, today = story.client, local_day(now())
may_change = client.ended_on is None
newest = story.versions[-1] if story.versions else None
at_the_end = AtTheEnd()
bench = route_form.Bench(client.id, newest, story.number, anew=at_the_end.draw_anew)
# The version that stood on the screen when the talk began.
look = f"talk:{client.id}:{scope.view}"
opened = memory.first_value(look, story.number)


def saved(sentence: str) -> None:
    """Say that it was saved, and show the route as it is now once all forms stand."""
    memory.forget_first(look)
    memory.flash(sentence)
    at_the_end.draw_anew()


def talked(
    form: fields.Form,
    change: Callable[..., int],
    sentence: str,
    *,
    about: Step | None = None,
    mine: Sequence[Step] = (),
) -> None:
    """Save a change made in the talk; what else was changed or typed stays, not saved yet."""
    key = memory.save_key(form.name)
    made = form.kept(lambda: change(expected_number=opened, save_key=key, now=now()))
    if made is not None:
        memory.drop(form.name)
        if about is not None:
            route_talk.close(client.id, about)
        bench.follow(opened, made[0])
        saved(sentence)
    elif opened != story.number and newest is not None:
        # A colleague's version was in the way. Both stand on the screen; the next save goes on
        # from theirs.
        route_form.both(newest, mine or bench.steps)
        memory.forget_first(look)


panels.client_header(client, "coach/route")
wishes = goals.of_client(scope, client.id, now=now())
route_parts.above(story.record, basis.of(scope, client.id, now=now()), wishes, today=today)
for form, about in route_parts.look_backs(story.record, story.look_backs, today=today):
    about = {**about, "save_key": memory.save_key(form.name), "now": now()}
    keep = partial(routes.look_back, scope, client.id, **about)
    at_the_end.keep(form, keep, t("The look-back has been kept."))
for rest, (form, why) in route_parts.standing_rests(
    story.record, today=today, may_change=may_change
):
    end = partial(routes.end_rest, scope, client.id, rest.id, **why)
    talked(form, end, route_parts.rest_over(rest, today=today))
route_parts.in_phase(bench)
suggested = advice.of(scope, client.id, now=now())
shelf = partial(step_library.shelf, scope, client.id, now=now())
talk = {"ladder": suggested.rungs, "today": today, "shelf": shelf}
if may_change:
    route_talk.hint(fitting(story.barriers))
    advice_panel.show(suggested)
for at, step in enumerate(bench.steps):
    with st.container(border=True):
        route_form.show_step(step)
        if may_change and not bench.touched:
            match route_talk.about(client.id, bench.steps, step, **talk):
                case route_talk.Talked(form, steps, why, how):
                    adjust = partial(routes.adjust, scope, client.id, steps, **why, how=how)
                    talked(form, adjust, t("The route has been saved."), about=step, mine=steps)
                case route_talk.Rested(form, about):
                    agree = partial(routes.agree_rest, scope, client.id, **about)
                    talked(form, agree, t("The rest has been agreed."), about=step)
        if may_change:
            route_parts.by_hand(bench, at)
if bench.touched:
    with st.container(border=True):
        planned = route_form.unsaved(bench, newest, story.number, today=today)
        if planned is not None:
            form, why, how = planned
            about = {**why, "how": how, "save_key": memory.save_key(form.name), "now": now()}
            if form.kept(
                lambda: routes.adjust(
                    scope, client.id, bench.steps, expected_number=bench.number, **about
                )
            ):
                bench.clear()
                saved(t("The route has been saved."))
if (
    newest
    and may_change
    and (rested := route_talk.whole_rest(client.id, newest.steps, today=today))
):
    agree = partial(routes.agree_rest, scope, client.id, **rested.about)
    talked(rested.form, agree, t("The rest has been agreed."))
if may_change:
    begins = newest is None or not newest.steps
    route_parts.build(bench, shelf, partial(routes.templates, scope), begins=begins)
if story.versions:
    route_parts.ways_on(client.id, story.versions)
panels.client_footer(client)
at_the_end.run()
