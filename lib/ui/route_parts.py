"""Parts of the route page: welcome back, standing rest, adding steps, phases."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import streamlit as st

from lib.domain.basis import Basis
from lib.domain.caseload import Record, standing
from lib.domain.goals import Goal
from lib.domain.routes import AgreedRest, LookBack, Version, due
from lib.domain.shelf import Shelf
from lib.domain.templates import Template
from lib.domain.welcome import begin_again
from lib.ui import compass, memory, route_form, route_story, sentences, step_shelf
from lib.ui.fields import Form
from lib.ui.panels import say
from lib.ui.shell import path
from lib.ui.text import language, plain, t


def above(record: Record, basis: Basis, goals: Sequence[Goal], *, today: date) -> None:
    """Show what the route is for, and the smallest step to someone who begins again.

    No days are counted.
    """
    compass.above_route(record.client, basis, goals)
    step = begin_again(record, today=today) if record.client.ended_on is None else None
    if step is None:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(":material/waving_hand: **" + t("Good that you are here again.") + "**")
        say(t("The smallest step stands ready: {step}", step=step.mini.text))
        st.caption(t("Nothing has to be made up for. A mini counts fully."))


def standing_rests(
    record: Record, *, today: date, may_change: bool
) -> Iterator[tuple[AgreedRest, route_form.Asked]]:
    """Show each rest that is not past, and yield those that are to end now with their form."""
    activities = route_form.activities_of(record.versions)
    for rest in (one for one in record.rests if not one.past(today)):
        with st.container(border=True):
            asked = route_form.standing_rest(rest, activities, today=today, may_change=may_change)
            if rest.begin_with in activities and asked is None:
                st.caption(
                    plain(
                        t(
                            "Stands ready for afterwards: {step}",
                            step=activities[rest.begin_with or ""],
                        )
                    )
                )
            if asked is not None:
                yield rest, asked


def look_backs(
    record: Record, told: Sequence[LookBack], *, today: date
) -> Iterator[tuple[Form, route_story.LookedBack]]:
    """Show each hope whose day has come, and yield those that are looked back on now.

    After the end of guidance nobody looks back any more.
    """
    for one in told:
        route_story.told_meanwhile(record.client.id, one)
    if record.client.ended_on is not None:
        return
    weeks = standing(record, today=today).weeks
    for version in due(record.versions, [one.number for one in told], today=today):
        with st.container(border=True):
            looked = route_story.looking_again(version, weeks, client_id=record.client.id)
            if looked is not None:
                yield looked


def rest_over(rest: AgreedRest, *, today: date) -> str:
    """Return what is said after a rest was ended or called off."""
    if rest.start <= today:
        return t("The rest has ended. Good to begin again, as small as you like.")
    return t("The rest has been called off.")


def by_hand(bench: route_form.Bench, at: int) -> None:
    """Offer what can be done by hand with a step, and to share a saved one with the team."""

    def share() -> None:
        if not bench.touched:
            step_shelf.share_link(bench.client_id, bench.steps[at].key)

    route_form.by_hand(bench, at, also=share)


def build(
    bench: route_form.Bench,
    shelf: Callable[[], Shelf],
    templates: Callable[[], Sequence[Template]],
    *,
    begins: bool,
) -> None:
    """Offer the library, a step of one's own, and phases; who `begins` sees the library at once."""
    step_shelf.ideas(bench, shelf, opened=begins)
    with st.expander(
        t("Think up a step yourself"),
        icon=":material/lightbulb:",
        key=f"own_step:{bench.client_id}",
    ):
        route_form.edit_step(bench, None)
    with st.expander(t("Phases"), icon=":material/signpost:", key=f"phases:{bench.client_id}"):
        phases(bench, templates)


def phases(bench: route_form.Bench, templates: Callable[[], Sequence[Template]]) -> None:
    """Show the phases of a route, let another one begin, or take a template of them."""
    if bench.phases:
        st.caption(t("Nobody is pushed through: a phase may last as long as it needs."))
        form = Form(f"phases:{bench.client_id}")
        chosen = form.pick(
            "phase",
            t("Phase"),
            # Markdown is read on these buttons.
            {at: plain(name) for at, name in enumerate(bench.phases)},
            value=bench.phase,
            reruns=True,
        )
        if chosen is not None and chosen != bench.phase:
            bench.plan(bench.phases, chosen)
            bench.anew()
        if st.button(t("Without phases"), type="tertiary", key=form.key("none")):
            bench.plan((), None)
            memory.close_form(form.name)
            bench.anew()
    _template(bench, templates)
    _own(bench)


def _template(bench: route_form.Bench, templates: Callable[[], Sequence[Template]]) -> None:
    form = Form(f"template:{bench.client_id}")
    known = {one.key: one for one in templates()}
    said = language()
    chosen = form.one_of(
        "template",
        t("A template of phases"),
        list(known),
        {key: one.name[said] for key, one in known.items()},
        reruns=True,
    )
    if chosen is None:
        return
    template = known[chosen]
    say(template.about[said])
    for phase in template.phases:
        st.markdown(f"- **{plain(phase.name[said])}**: {plain(phase.meaning[said])}")
    steps = template.first_steps(bench.steps, said, memory.new_key)
    if steps:
        names = ", ".join(step.activity for step in steps)
        st.caption(plain(t("It brings along as first steps: {steps}", steps=names)))
    if st.button(
        t("Take this template"), icon=":material/signpost:", key=form.key("take"), type="primary"
    ):
        bench.put((*bench.steps, *steps))
        bench.steps = (*bench.steps, *steps)
        bench.plan([phase.name[said] for phase in template.phases], 0)
        memory.close_form(form.name)
        memory.close_form(f"phases:{bench.client_id}")
        bench.anew()


def _own(bench: route_form.Bench) -> None:
    form = Form(f"own_phases:{bench.client_id}")
    typed = form.line(
        "phases",
        t("Or name the phases yourself, with a comma between them"),
        value=", ".join(bench.phases),
    )
    if st.button(t("Use these names"), key=form.key("use")):
        names = [one.strip() for one in typed.split(",") if one.strip()]
        at = bench.phase if bench.phase is not None and bench.phase < len(names) else None
        bench.plan(names, at if at is not None else (0 if names else None))
        memory.close_form(form.name)
        memory.close_form(f"phases:{bench.client_id}")
        bench.anew()


def in_phase(bench: route_form.Bench) -> None:
    """Show in one line which phase the route is in, among the others."""
    if bench.phases:
        st.markdown(":material/signpost: " + plain(sentences.phases(bench.phases, bench.phase)))


def ways_on(client_id: str, versions: Sequence[Version]) -> None:
    """Lead to the two weeks as the client sees them, and to how the route came to be."""
    st.page_link(
        path("coach/route_ahead"),
        label=t("The coming two weeks, and the route on paper"),
        icon=":material/calendar_month:",
        query_params={"client": client_id},
    )
    st.page_link(
        path("coach/route_story"),
        label=route_story.in_short(versions),
        icon=":material/history_edu:",
        query_params={"client": client_id},
    )
