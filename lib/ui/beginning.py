"""The way to a first step on the screen: dots and words for one client, counts for many."""

import streamlit as st

from lib.domain.intake import (
    LEAST_CLIENTS,
    STAGE_WORDS,
    Beginning,
    Funnel,
    Passed,
    Stage,
    Wait,
    stage_now,
    stages,
    whole_way,
)
from lib.ui.explained import meaning
from lib.ui.text import day, number, plain, t, tn


def timeline(of: Beginning) -> None:
    """Show the four stages as dots with their days, and the days in between in sentences."""
    passed, present = stages(of), stage_now(of)
    with st.container(border=True, key="beginning"):
        for column, one in zip(st.columns(len(passed)), passed, strict=True):
            dot = "radio_button_checked" if one.reached else "radio_button_unchecked"
            column.markdown(f":material/{dot}: **{t(STAGE_WORDS[one.stage]).capitalize()}**")
            column.caption(_when(one, present))
        said = spans(of)
        if said:
            st.markdown(plain("\n".join(said)))
            _meaning(key="meaning:beginning")
        elif present is Stage.FIRST_STEP:
            st.caption(
                t("The first step is the first day on which a step was told as done, in any size.")
            )


def spans(of: Beginning) -> tuple[str, ...]:
    """Return a sentence for each stretch of which both days are known, and for the whole way."""
    found = [
        span(one.since, one.stage, one.days)
        for one in stages(of)
        if one.since is not None and one.days is not None
    ]
    whole, step = whole_way(of), stages(of)[-1]
    if whole is not None and step.since is not Stage.REFERRAL:
        found.append(span(Stage.REFERRAL, Stage.FIRST_STEP, whole))
    return tuple(found)


def span(since: Stage, until: Stage, days: int) -> str:
    """Return how long it took: "Van verwijzing tot eerste gesprek: 6 dagen."."""
    ends = {"begin": t(STAGE_WORDS[since]), "end": t(STAGE_WORDS[until])}
    if days == 0:
        return t("From {begin} to {end}: the same day.", **ends)
    return tn(
        "From {begin} to {end}: {count} day.", "From {begin} to {end}: {count} days.", days, **ends
    )


def funnel(of: Funnel, *, of_team: bool = False) -> None:
    """Show how far the beginnings of several clients came, and how long the parts took."""
    if not of.clients:
        st.caption(t("Nobody yet."))
        return
    lines = []
    for stage, reached in of.reached.items():
        name = t(STAGE_WORDS[stage]).capitalize()
        reach = tn(
            "{reached} of {count} client", "{reached} of {count} clients", of.clients,
            reached=number(reached),
        )  # fmt: skip
        lines.append(f"- **{name}**: {reach}")
    st.markdown("\n".join(lines))
    st.markdown("\n".join(f"- {plain(wait(one))}" for one in of.waits))
    if not of_team:
        st.caption(t("Your own clients, also those whose guidance has ended."))
    _meaning(key="meaning:funnel")


def wait(of: Wait) -> str:
    """Return the middle of the days of one part, with over how many clients; never of a few."""
    ends = {"begin": t(STAGE_WORDS[of.since]), "end": t(STAGE_WORDS[of.until])}
    if of.days is None:
        return t(
            "From {begin} to {end}: too few days known ({known} of at least {least} clients).",
            known=number(of.clients),
            least=number(LEAST_CLIENTS),
            **ends,
        )
    return t(
        "From {begin} to {end}: {days} in the middle ({known} clients).",
        days=_days(of.days),
        known=number(of.clients),
        **ends,
    )


def _meaning(*, key: str) -> None:
    with st.popover(t("Meaning"), icon=":material/help:", type="tertiary", key=key):
        meaning("beginning")


def _days(value: float) -> str:
    if value == int(value):
        return tn("{count} day", "{count} days", int(value))
    return t("{number} days", number=number(value, 1))


def _when(one: Passed, present: Stage | None) -> str:
    if one.day is not None:
        return day(one.day)
    if one.reached:
        return t("day not known")
    return t("this comes now") if one.stage is present else t("not yet")
