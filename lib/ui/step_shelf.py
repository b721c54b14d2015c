"""The step library on the screen: find an idea, look at it, put it on a route."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.domain.routes import (
    COMPANY_WORDS,
    KIND_WORDS,
    PLACE_WORDS,
    Company,
    Place,
    Step,
    StepKind,
    check_put,
)
from lib.domain.shelf import Shelf, Wishes, fitting
from lib.domain.starts import Starts
from lib.domain.step_library import (
    COST_WORDS,
    ENERGY_WORDS,
    WEATHER_WORDS,
    Cost,
    Energy,
    StepIdea,
    Weather,
)
from lib.domain.words import msg
from lib.ui import memory, panels, route_form, sentences
from lib.ui.fields import Form
from lib.ui.shell import path
from lib.ui.text import language, plain, t, tn

# By its field: what is asked about a step, and the answers in words.
_WISHES: tuple[tuple[str, str, Mapping[Any, str]], ...] = (
    ("place", msg("Where"), PLACE_WORDS),
    ("energy", msg("Energy"), ENERGY_WORDS),
    ("company", msg("With whom"), COMPANY_WORDS),
    ("cost", msg("Cost"), COST_WORDS),
    ("weather", msg("Weather"), WEATHER_WORDS),
    ("kind", msg("What kind of step?"), KIND_WORDS),
)


def ideas(bench: route_form.Bench, shelf: Callable[[], Shelf], *, opened: bool) -> None:
    """Offer the library to put a step on the route; `opened` is how the part begins.

    The shelf is only fetched while the part is open.
    """
    part = st.expander(
        t("Choose an idea"),
        icon=":material/add:",
        expanded=opened,
        key=f"add_step:{bench.client_id}",
        on_change="rerun",
    )
    if not part.open:
        return
    with part:
        form = Form(f"idea:{bench.client_id}")
        step = _choose(form, shelf())
        if step is None:
            route_form.placed(bench, form)
            return
        if not st.button(
            t("Put on the route"), type="primary", icon=":material/add:", key=form.key("take")
        ):
            return
        problems = check_put(bench.steps, step)
        if problems:
            form.show(problems)
            return
        bench.place(step, form.name)
        # What was chosen stands on the route now: a second tap finds nothing to put there.
        memory.close_form(form.name)
        bench.anew()


def choose(name: str, shelf: Shelf) -> Step | None:
    """Draw the library under a name; return what is chosen as a step with a key of its own."""
    return _choose(Form(f"idea:{name}"), shelf)


def show(idea: StepIdea, starts: Mapping[str, Starts], *, key: str, narrow: bool = False) -> None:
    """Show an idea: its sizes, its tags, its tip, and how often it was a good start.

    `key` tells this place on the page from others.
    """
    said = language()
    counted = starts.get(idea.key)
    with st.container(gap="xsmall"):
        route_form.show_step(idea.step(idea.key, said), narrow=narrow)
        st.caption(plain(tags(idea)))
        if idea.tip[said]:
            st.markdown(f":material/lightbulb: {plain(idea.tip[said])}")
        if counted is None:
            return
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = plain(sentences.good_start(counted))
            st.markdown(f":material/footprint: {told}", width="content")
            with st.popover(
                t("Meaning"), icon=":material/help:", type="tertiary", key=f"good_start:{key}"
            ):
                panels.meaning("good_start")


def tags(idea: StepIdea) -> str:
    """Return the tags of an idea that a step of a route does not have."""
    words = [
        t(ENERGY_WORDS[idea.energy]),
        t(COST_WORDS[idea.cost]),
        t(WEATHER_WORDS[idea.weather]),
    ]
    if idea.of_team:
        words.append(t("thought up by your team"))
    return " · ".join(words)


def _choose(form: Form, shelf: Shelf) -> Step | None:
    said = language()
    words = form.search("words", t("Search on a word"))
    fits = {idea.key: idea for idea in fitting(shelf, _wishes(form, words), language=said)}
    names = {key: _name(idea) for key, idea in fits.items()}
    chosen = st.selectbox(
        t("An idea"),
        list(fits),
        index=None,
        format_func=lambda key: names.get(key, key),
        placeholder=_how_many(len(fits)),
        key=form.key("idea"),
        disabled=not fits,
    )
    form.place("activity")
    if chosen is None or chosen not in fits:
        return None
    idea = fits[chosen]
    show(idea, shelf.starts, key=form.name)
    return idea.step(uuid4().hex, said)


def _name(idea: StepIdea) -> str:
    name = idea.activity[language()]
    return t("{step} (of your team)", step=name) if idea.of_team else name


def _how_many(count: int) -> str:
    if not count:
        return t("Nothing fits. Take a wish away, or search on another word.")
    return tn("{count} step fits", "{count} steps fit: choose one", count)


def _wishes(form: Form, words: str) -> Wishes:
    """Ask what the step should be like, folded away; return the wishes."""
    # What is asked for stands on the line: a wish out of sight would hide ideas in silence.
    asked = [
        t(told)
        for field, _, choices in _WISHES
        for one, told in choices.items()
        if memory.typed(form.key(field)) == one.value
    ]
    label = t("What should it be like?")
    with st.expander(
        plain(f"{label} {', '.join(asked)}" if asked else label),
        icon=":material/tune:",
        key=form.key("wishes"),
    ):
        left, right = st.columns(2)
        # The last has many answers, and a line of its own.
        places = [left, right, left, right, right, st.container()]
        chosen = {
            field: _wish(place, form.key(field), t(title), choices)
            for place, (field, title, choices) in zip(places, _WISHES, strict=True)
        }
    return Wishes(
        words=words,
        place=Place(chosen["place"]) if chosen["place"] else None,
        company=Company(chosen["company"]) if chosen["company"] else None,
        kind=StepKind(chosen["kind"]) if chosen["kind"] else None,
        energy=Energy(chosen["energy"]) if chosen["energy"] else None,
        cost=Cost(chosen["cost"]) if chosen["cost"] else None,
        weather=Weather(chosen["weather"]) if chosen["weather"] else None,
    )


def _wish(place: DeltaGenerator, key: str, label: str, choices: Mapping[Any, str]) -> str | None:
    words = {one.value: told for one, told in choices.items()}
    with place:
        return st.pills(
            label, list(words), format_func=lambda one: t(words[one]), key=key, wrap=True
        )


def share_link(client_id: str, step_key: str) -> None:
    """Offer to put a saved step of a client's route in the library of the team."""
    st.page_link(
        path("coach/share_step"),
        label=t("Share with the team"),
        icon=":material/group_add:",
        query_params={"client": client_id, "step": step_key},
    )
