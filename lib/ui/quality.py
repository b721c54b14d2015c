"""How a team is doing on the screen: a sentence, a chart, what is left out, and the rows."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain.shelf import Tried
from lib.domain.starts import LEAST_CLIENTS, LEAST_COACHES
from lib.domain.team_quality import Contacts, FirstSteps, LedTeam
from lib.domain.xmr import Chart
from lib.ui import charts, quality_charts, quality_words
from lib.ui.explained import explained, meaning, rows
from lib.ui.filters import from_url
from lib.ui.quality_words import Told
from lib.ui.row_files import Row
from lib.ui.text import day, number, plain, t

# Draws the offer of rows as a file: under which name in the log, its file name, what makes it.
Offer = Callable[[str, str, Callable[[], list[Row]]], None]


def narrowed(teams: Sequence[LedTeam]) -> tuple[str | None, str | None]:
    """Offer to look at one team or one region; return both ids, None for everything.

    Nothing is offered where there is nothing to choose.
    """
    regions = {one.region_id: one.region_name for one in teams if one.region_id is not None}
    region = team = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if regions and len(teams) > 1:
            region = from_url(
                "region", t("Region"), dict(sorted(regions.items(), key=_name)), everything=t("all")
            )
        inside = {one.id: one.name for one in teams if region in (None, one.region_id)}
        if len(inside) > 1:
            team = from_url("team", t("Team"), inside, everything=t("all"))
    return team, region


def contacts(of: Contacts, offer: Offer) -> None:
    """Show contacts per week."""
    told = quality_words.contacts(of)
    explained(t("Contacts per week"), told.sentence, "contacts")
    if not of.enough or not of.weeks:
        return
    charts.show(
        quality_charts.contacts_figure(of),
        key="chart:contacts",
        alt=told.sentence,
        called=t("contacts"),
    )
    _below(told, quality_words.made_of(of.chart, weeks=True), quality_words.left_out(of))
    _changes(of.chart, [one.start for one in of.weeks], key="contacts")
    _rows(
        t("The weeks behind it"),
        lambda: quality_charts.contact_rows(of),
        key="contact rows",
        offer=lambda: offer("contact rows", t("contacts"), lambda: quality_charts.contact_rows(of)),
    )


def first_steps(of: FirstSteps, offer: Offer) -> None:
    """Show days to a first step, and beside it who is not in it."""
    told = quality_words.first_steps(of)
    explained(t("Days to a first step"), told.sentence, "first_step")
    if not of.enough:
        return
    charts.show(
        quality_charts.first_steps_figure(of),
        key="chart:first_steps",
        alt=told.sentence,
        called=t("first-steps"),
    )
    _below(
        told,
        quality_words.made_of(of.chart, weeks=False),
        " ".join(quality_words.beside_first_steps(of)),
    )
    _changes(of.chart, list(range(1, len(of.steps) + 1)), key="first_steps")
    _rows(
        t("The first steps behind it"),
        lambda: quality_charts.first_step_rows(of),
        key="first step rows",
        offer=lambda: offer(
            "first step rows", t("first-steps"), lambda: quality_charts.first_step_rows(of)
        ),
    )


def tried(found: Sequence[Tried], *, most: int = 12) -> None:
    """Show which ideas were tried, the one tried most often first; the others on demand."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(t("What was tried together"), anchor=False, width="content")
        with st.popover(t("Meaning"), icon=":material/help:", type="tertiary", key="meaning:tried"):
            meaning("good_start")
    st.caption(
        t(
            "Ideas of the app over the whole practice, steps of a team over that team. From "
            "{clients} clients and {coaches} coaches on, in the order of how often they were "
            "tried.",
            clients=number(LEAST_CLIENTS),
            coaches=number(LEAST_COACHES),
        )
    )
    if not found:
        st.caption(t("No idea was tried often enough yet."))
    _list(found[:most])
    if len(found) > most:
        with st.expander(t("The others"), icon=":material/expand_more:"):
            _list(found[most:])


def _list(found: Sequence[Tried]) -> None:
    lines = []
    for one in found:
        team = f" · {plain(one.team_name)}" if one.team_name else ""
        lines.append(f"- {plain(quality_words.tried(one))}{team}")
    if lines:
        st.markdown("\n".join(lines))


def _below(told: Told, made_of: str, left_out: str) -> None:
    said = [one for one in (left_out, made_of) if one]
    if said:
        st.caption("  \n".join(plain(one) for one in said))
    if told.signs:
        with st.popover(t("Everything that stands out"), icon=":material/insights:"):
            st.markdown("\n".join(f"- {plain(one)}" for one in told.signs))


def _changes(chart: Chart, at: Sequence[date | int], *, key: str) -> None:
    """Offer the second half of the chart: the step from each point to the next."""
    if chart.limits is None:
        return
    label = t("How large the steps are from one to the next")
    closed = st.expander(label, icon=":material/height:", key=f"changes:{key}", on_change="rerun")
    if closed.open:
        with closed:
            said = t(
                "A step is usually at most {high}; the average step is {average}.",
                high=number(chart.limits.upper_range, 1),
                average=number(chart.limits.mean_range, 1),
            )
            st.markdown(plain(said))
            charts.show(quality_charts.ranges_figure(chart, at), key=f"ranges:{key}", alt=said)


def _rows(
    label: str, make: Callable[[], list[Row]], *, key: str, offer: Callable[[], None]
) -> None:
    def table() -> pd.DataFrame:
        return pd.DataFrame(
            [{name: _cell(value) for name, value in row.items()} for row in reversed(make())]
        )

    rows(label, table, key=key, below=offer)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | float):
        return number(value, 1)
    return str(value)


def _name(item: tuple[str, str]) -> str:
    return item[1].casefold()
