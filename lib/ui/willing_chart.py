"""Draws how somebody felt before, during and after the last sessions, beside their willingness."""

from typing import TYPE_CHECKING

from lib.domain.caseload import SessionMood
from lib.domain.willing_path import WillingPath
from lib.ui import charts
from lib.ui.text import day, t

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

WILLING = "#8465b0"
_JOINED = "rgba(128,128,128,0.55)"
_EVERY_OTHER = "rgba(128,128,128,0.07)"
# Where in the room of a session each number stands, from what came first to what came last.
_WILLING_AT, _BEFORE_AT, _DURING_AT, _AFTER_AT = -0.36, -0.14, 0.1, 0.34
# With few sessions the numbers of one would lie a hand apart. [CHOICE]
FEWEST = 6


def willing_figure(path: WillingPath) -> "Figure":
    """Return each session as a small path: before, on the way, afterwards; willingness beside it.

    A line joins only what answers the same question, how it felt; a number nobody gave is left
    out of it. The sessions stand in the order in which they were held.
    """
    from plotly import graph_objects as go

    figure = go.Figure()
    # All at once: each shape that is added by itself costs a millisecond.
    figure.update_layout(
        shapes=[
            {
                "type": "rect",
                "x0": place - 0.5,
                "x1": place + 0.5,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "fillcolor": _EVERY_OTHER,
                "line": {"width": 0},
                "layer": "below",
                "name": "session",
            }
            for place in range(0, path.times, 2)
        ]
    )
    across: list[float | None] = []
    up: list[int | None] = []
    for place, one in enumerate(path.sessions):
        felt = ((_BEFORE_AT, one.before), (_DURING_AT, one.during), (_AFTER_AT, one.after))
        across += [place + at for at, value in felt if value is not None] + [None]
        up += [value for _, value in felt if value is not None] + [None]
    figure.add_trace(
        go.Scatter(
            x=across,
            y=up,
            mode="lines",
            line={"color": _JOINED, "width": 2},
            connectgaps=False,
            showlegend=False,
            hoverinfo="skip",
        )
    )
    told = [(place, one) for place, one in enumerate(path.sessions)]
    _points(
        figure,
        [(place + _WILLING_AT, one.expected, one) for place, one in told],
        name=t("expected beforehand"),
        marker={"symbol": "line-ew-open", "size": 11, "line": {"width": 2}, "color": WILLING},
    )
    _points(
        figure,
        [(place + _WILLING_AT, one.willingness, one) for place, one in told],
        name=t("willingness"),
        marker={"symbol": "diamond", "size": 9, "color": WILLING},
    )
    _points(
        figure,
        [(place + _BEFORE_AT, one.before, one) for place, one in told],
        name=t("mood before"),
        marker={"symbol": "circle-open", "size": 8, "color": charts.MOOD, "line": {"width": 2}},
    )
    _points(
        figure,
        [(place + _DURING_AT, one.during, one) for place, one in told],
        name=t("during"),
        marker={"symbol": "circle", "size": 9, "color": charts.MOOD},
        numbers=True,
    )
    _points(
        figure,
        [(place + _AFTER_AT, one.after, one) for place, one in told],
        name=t("after"),
        marker={"symbol": "square", "size": 9, "color": charts.AFTER},
        numbers=True,
    )
    _frame(figure, path)
    return figure


def _points(
    figure: "Figure",
    points: list[tuple[float, int | None, SessionMood]],
    *,
    name: str,
    marker: dict[str, object],
    numbers: bool = False,
) -> None:
    from plotly import graph_objects as go

    known = [(at, value, one) for at, value, one in points if value is not None]
    if not known:
        return
    figure.add_trace(
        go.Scatter(
            x=[at for at, _, _ in known],
            y=[value for _, value, _ in known],
            mode="markers+text" if numbers else "markers",
            text=[str(value) for _, value, _ in known] if numbers else None,
            textposition="top center",
            textfont={"size": 11},
            name=name,
            marker=marker,
            cliponaxis=False,
            customdata=[charts.session_hover(one) for _, _, one in known],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )


def _frame(figure: "Figure", path: WillingPath) -> None:
    begin = -0.5 - max(FEWEST - path.times, 0)
    figure.update_layout(
        height=320,
        margin={"l": 8, "r": 8, "t": 16, "b": 8},
        legend={"orientation": "h", "y": -0.2, "x": 0},
        hovermode="closest",
        dragmode=False,
        yaxis={
            "title": {"text": "0–10"},
            "range": [-0.6, 10.9],
            "tickvals": list(range(0, 11, 2)),
            "fixedrange": True,
            "zeroline": False,
        },
        xaxis={
            "range": [min(begin, -0.5), max(path.times, 1) - 0.5],
            "tickvals": list(range(path.times)),
            # Twelve days beside each other: day and month alone, the year stands in the hover.
            "ticktext": [day(one.day)[:5] for one in path.sessions],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
    )
