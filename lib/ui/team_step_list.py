"""A team's own steps in rows, and the forms to write one or to share one of a route."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import streamlit as st

from lib.domain.people import Team
from lib.domain.routes import (
    COMPANY_WORDS,
    KIND_WORDS,
    PLACE_WORDS,
    SIZE_WORDS,
    Size,
    Step,
    StepDraft,
    StepKind,
)
from lib.domain.starts import Starts
from lib.domain.step_library import COST_WORDS, ENERGY_WORDS, WEATHER_WORDS
from lib.domain.team_steps import TeamStep, TeamStepDraft, draft_of, draft_to_share
from lib.ui import memory, step_shelf
from lib.ui.fields import Form
from lib.ui.text import language, moment, number, plain, t


class Wish(StrEnum):
    """What was clicked in one row."""

    CHANGE = "change"
    REMOVE = "remove"


def hint() -> None:
    """Say what never belongs in a step of the team."""
    st.info(
        t(
            "Never put anything about one client here: no name, and no place or habit somebody "
            "could be known by. The whole team reads it, and it may end up on another client's "
            "route."
        ),
        icon=":material/shield_person:",
    )


def row(one: TeamStep, starts: Mapping[str, Starts], *, team: str | None) -> Wish | None:
    """Show one step and return what was clicked; the team is named when it is given."""
    wish = None
    with st.container(border=True):
        step_shelf.show(one.idea, starts, key=one.id)
        _changed(one)
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(t("Change"), icon=":material/edit:", key=f"change:{one.id}"):
                wish = Wish.CHANGE
            if st.button(t("Remove"), icon=":material/delete:", key=f"remove:{one.id}"):
                wish = Wish.REMOVE
            if team is not None:
                st.badge(plain(team), color="gray")
    return wish


def new(form: Form, teams: Sequence[Team]) -> tuple[str, TeamStepDraft]:
    """Draw the form for a new step and return its team and what was typed."""
    team_id = teams[0].id if teams else ""
    if len(teams) > 1:
        names = {team.id: team.name for team in teams}
        team_id = form.one_of("team", t("Team"), list(names), names, value=team_id) or ""
    return team_id, _fields(form, None)


def change(form: Form, present: TeamStep) -> tuple[TeamStepDraft, int]:
    """Draw the form with a step on it; return what was typed and the version it began from."""
    if memory.typed(form.key("activity")) is None:
        memory.forget_first(form.name)
    opened = memory.first_value(form.name, present.version)
    return _fields(form, draft_of(present.idea, language())), opened


def newer(form: Form, present: TeamStep) -> None:
    """Show what a colleague saved meanwhile; from here on, saving takes its place."""
    memory.forget_first(form.name)
    with st.container(border=True):
        st.markdown("**" + t("As it is saved now") + "**")
        step_shelf.show(present.idea, {}, key=f"newer:{present.id}")
        _changed(present)
    st.caption(t("Save once more to put yours in its place."))


def share(form: Form, step: Step) -> tuple[TeamStepDraft, bool]:
    """Draw the form of a client's step that is to be shared; return it, and whether it was seen.

    Its note and what it follows on stay behind.
    """
    hint()
    typed = _fields(form, draft_to_share(step))
    sure = st.checkbox(
        t("I have looked: there is nothing about a client in it."), key=form.key("sure")
    )
    form.place("sure")
    return typed, sure


def _changed(one: TeamStep) -> None:
    said = t(
        "Last changed by {name} on {moment}.", name=one.changed_by, moment=moment(one.changed_at)
    )
    st.caption(plain(said))


def _fields(form: Form, begin: TeamStepDraft | None) -> TeamStepDraft:
    draft = begin or TeamStepDraft(StepDraft(key=""))
    step = draft.step
    activity = form.line("activity", t("What"), value=step.activity)
    texts, minutes = {}, {}
    for column, size in zip(st.columns(3), Size, strict=True):
        name, told = size.value, t(SIZE_WORDS[size])
        had = getattr(step, f"{name}_minutes")
        with column:
            texts[size] = form.line(
                f"{name}_text", told.capitalize(), value=getattr(step, f"{name}_text")
            )
            minutes[size] = form.decimal(
                f"{name}_minutes",
                t("Minutes {size}", size=told),
                value="" if had is None else number(had, 2),
            )
    per_week = form.week("per_week", t("Days a week"), value=_whole(step.per_week))
    one, two = st.columns(2)
    with one:
        place = form.choice("place", t("Where"), PLACE_WORDS, value=step.place)
        company = form.choice("company", t("With whom"), COMPANY_WORDS, value=step.company)
        kind = form.choice(
            "kind", t("What kind of step?"), KIND_WORDS, value=step.kind if begin else None
        )
    with two:
        energy = form.choice("energy", t("Energy"), ENERGY_WORDS, value=draft.energy)
        cost = form.choice("cost", t("Cost"), COST_WORDS, value=draft.cost)
        weather = form.choice("weather", t("Weather"), WEATHER_WORDS, value=draft.weather)
    return TeamStepDraft(
        step=StepDraft(
            key=step.key,
            activity=activity,
            mini_text=texts[Size.MINI],
            mini_minutes=minutes[Size.MINI],
            ordinary_text=texts[Size.ORDINARY],
            ordinary_minutes=minutes[Size.ORDINARY],
            ample_text=texts[Size.AMPLE],
            ample_minutes=minutes[Size.AMPLE],
            per_week=per_week,
            place=place,
            company=company,
            kind=kind or StepKind.OTHER,
        ),
        energy=energy,
        cost=cost,
        weather=weather,
        tip=form.line("tip", t("Tip (may stay empty)"), value=draft.tip),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
