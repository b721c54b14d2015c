"""Draws what a team does over time with its average and its ordinary limits."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lib.domain.team_quality import Contacts, FirstSteps
from lib.domain.xmr import Chart, Rule
from lib.ui import charts
from lib.ui.row_files import Row
from lib.ui.text import day, number, t

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# A limit is a line of dashes, the average a whole one: told apart without colour.
_LIMIT = {"color": charts.QUIET, "width": 1.5, "dash": "dash"}
_CENTRE = {"color": charts.QUIET, "width": 1.5}
_HEIGHT = 320
# So many days are named below a row of first steps; more would lie over each other. [CHOICE]
_NAMED = 6


def contacts_figure(of: Contacts) -> "Figure":
    """Return contacts per week; a week that stands out is a diamond."""
    said = [
        t("Week of {day}: {number}", day=day(one.start), number=number(one.contacts))
        for one in of.weeks
    ]
    figure = _figure(of.chart, [one.start for one in of.weeks], said, title=t("Contacts per week"))
    if of.weeks and (of.weeks[-1].start - of.weeks[0].start).days > 350:
        figure.update_xaxes(tickformat="%b %Y")
    return figure


def first_steps_figure(of: FirstSteps) -> "Figure":
    """Return the days until a first step, one point for each client in the order of these steps."""
    said = [
        t("{day}: after {number} days", day=day(one.day), number=number(one.days))
        for one in of.steps
    ]
    places = list(range(1, len(of.steps) + 1))
    figure = _figure(of.chart, places, said, title=t("Days to a first step"))
    every = max(1, -(-len(places) // _NAMED))
    named = places[::every]
    figure.update_xaxes(
        tickvals=named,
        ticktext=[day(of.steps[at - 1].day) for at in named],
        tickformat=None,
        range=[0.4, len(places) + 0.6],
    )
    return figure


def ranges_figure(chart: Chart, at: Sequence[date | int]) -> "Figure":
    """Return how far each point lies from the one before it, with the limit of these steps."""
    from plotly import graph_objects as go

    figure = go.Figure()
    limits, title = chart.limits, t("Change from the one before")
    if limits is not None:
        for name, height, look in (
            (t("average"), limits.mean_range, _CENTRE),
            (t("ordinary limit"), limits.upper_range, _LIMIT),
        ):
            figure.add_trace(
                go.Scatter(
                    x=[at[chart.build_up], at[-1]],
                    y=[height, height],
                    mode="lines",
                    name=name,
                    line=look,
                    hovertemplate=f"{name}: {number(height, 1)}<extra></extra>",
                )
            )
    figure.add_trace(
        go.Scatter(
            x=list(at[1:]),
            y=list(chart.ranges),
            mode="lines+markers",
            name=title,
            line={"color": charts.MOOD, "width": 1.5},
            marker={"size": 6},
            showlegend=False,
            hovertemplate="%{y}<extra></extra>",
        )
    )
    top = max([*chart.ranges, limits.upper_range if limits else 0, 2])
    _frame(figure, title, top=top)
    # Lower than the other, so its legend needs more of it.
    figure.update_layout(height=260, legend={"y": -0.3})
    return figure


def _figure(chart: Chart, at: Sequence[date | int], said: Sequence[str], *, title: str) -> "Figure":
    from plotly import graph_objects as go

    figure = go.Figure()
    limits = chart.limits
    if limits is not None:
        lines = [
            (t("average"), limits.centre, _CENTRE, True),
            (t("ordinary limits"), limits.upper, _LIMIT, True),
        ]
        # Where nothing can be lower than 0, a limit of 0 says nothing.
        if limits.lower > 0:
            lines.append((t("ordinary limits"), limits.lower, _LIMIT, False))
        for name, height, look, first in lines:
            figure.add_trace(
                go.Scatter(
                    x=[at[chart.build_up], at[-1]],
                    y=[height, height],
                    mode="lines",
                    name=name,
                    line=look,
                    legendgroup=name,
                    showlegend=first,
                    hovertemplate=f"{name}: {number(height, 1)}<extra></extra>",
                )
            )
    figure.add_trace(
        go.Scatter(
            x=list(at),
            y=list(chart.values),
            mode="lines+markers",
            name=title,
            line={"color": charts.MOOD, "width": 1.5},
            marker={"size": 7},
            showlegend=False,
            customdata=list(said),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    out = standing_out(chart)
    if out:
        figure.add_trace(
            go.Scatter(
                x=[at[one] for one in out],
                y=[chart.values[one] for one in out],
                mode="markers",
                name=t("stands out"),
                marker={
                    "symbol": "diamond",
                    "size": 12,
                    "color": charts.AFTER,
                    "line": {"width": 1.5, "color": charts.MOOD},
                },
                customdata=[said[one] for one in out],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    top = max([*chart.values, limits.upper if limits else 0, 4])
    _frame(figure, title, top=top)
    return figure


def _frame(figure: "Figure", title: str, *, top: float) -> None:
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        legend={"orientation": "h", "y": -0.18, "x": 0},
        hovermode="closest",
        dragmode=False,
        yaxis={
            "title": {"text": title},
            "fixedrange": True,
            "zeroline": False,
            "range": [0, top * 1.1],
            "nticks": 7,
        },
        xaxis={"fixedrange": True, "tickformat": "%-d %b"},
    )


def standing_out(chart: Chart) -> list[int]:
    """Return the places of the points that are part of something that stands out."""
    found: set[int] = set()
    for one in chart.signs:
        # Of a jump the point it led to.
        found.update([one.last] if one.rule is Rule.JUMP else range(one.first, one.last + 1))
    return sorted(found)


def contact_rows(of: Contacts) -> list[Row]:
    """Return the rows behind the chart of contacts, oldest first."""
    return [
        {t("Week of"): one.start, t("contacts"): one.contacts, **_beside(of.chart, at)}
        for at, one in enumerate(of.weeks)
    ]


def first_step_rows(of: FirstSteps) -> list[Row]:
    """Return the rows behind the chart of first steps, oldest first; no client is named."""
    return [
        {t("first step on"): one.day, t("days"): one.days, **_beside(of.chart, at)}
        for at, one in enumerate(of.steps)
    ]


def _beside(chart: Chart, at: int) -> Row:
    limits = chart.limits if at >= chart.build_up else None
    return {
        t("change"): chart.ranges[at - 1] if at else None,
        t("average"): limits.centre if limits else None,
        t("lower limit"): limits.lower if limits else None,
        t("upper limit"): limits.upper if limits else None,
        t("stands out"): t("yes") if at in standing_out(chart) else "",
    }
