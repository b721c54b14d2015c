"""Draws the five kinds of day, each with a pattern of its own beside its colour."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lib.domain.calendar import week_start
from lib.domain.days import DAY_KIND_WORDS, ORDER
from lib.domain.participation import DayKind
from lib.domain.words import msg
from lib.ui import charts
from lib.ui.sentences import day_kind
from lib.ui.text import day_in_words, t, weekday

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# [CHOICE] Half a year of days, the longest that can be read by the day on a tablet.
CALENDAR_WEEKS = 26
# [CHOICE] In fewer weeks than these the squares would become bars.
FEWEST_CALENDAR_WEEKS = 13
# A coach who reads from the left first wants to see what was done.
DRAWN = tuple(reversed(ORDER))
# The same width as the weeks above them, as plotly wants it: in milliseconds.
_SIX_DAYS = 6 * 24 * 3600 * 1000
_ROOM = 0.08
_STRIP = 0.30


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of day is drawn: the colour of its edge, its pattern and what is under it."""

    edge: str
    shape: str
    ground: str


# Full, slanted, dotted, lying, empty: they stay apart in one colour too, in print and in the dark.
LOOKS = {
    DayKind.DONE: Look(charts.DONE, "", charts.DONE),
    DayKind.NOT_DONE: Look("#ad7d28", "/", "rgba(173,125,40,0.10)"),
    DayKind.NOT_FILLED_IN: Look("#8a8a80", ".", "rgba(128,128,128,0.06)"),
    DayKind.REST: Look("#568db2", "-", "rgba(86,141,178,0.22)"),
    DayKind.NOT_ASKED: Look("rgba(128,128,128,0.35)", "", "rgba(128,128,128,0.03)"),
}


def calendar_from(first: date, *, today: date) -> date:
    """Return the Monday a calendar begins on: that of `first`, or of 26 weeks when that is more."""
    return max(week_start(first), week_start(today) - timedelta(weeks=CALENDAR_WEEKS - 1))


def add_days(figure: "Figure", kinds: Mapping[date, DayKind], *, today: date) -> None:
    """Show under the weeks of a figure the days of each week, in order of kind: done at the foot.

    The upper part keeps its own axis; the days stand on a second one. Days ahead are not drawn.
    """
    at: list[tuple[date, float, date, DayKind]] = []
    weeks: dict[date, list[date]] = {}
    for day in kinds:
        weeks.setdefault(week_start(day), []).append(day)
    for monday, days in weeks.items():
        days.sort(key=lambda day: (DRAWN.index(kinds[day]), day))
        at += [(monday, float(place), day, kinds[day]) for place, day in enumerate(days)]
    _squares(figure, at, today=today, yaxis="y2", called=msg("day: {kind}"))
    figure.update_layout(
        height=430,
        yaxis={"domain": [_STRIP + 0.09, 1.0]},
        yaxis2={
            "domain": [0.0, _STRIP],
            "range": [0, 7],
            "fixedrange": True,
            "zeroline": False,
            "showgrid": False,
            "tickvals": [3.5],
            "ticktext": [""],
            "title": {"text": t("Days")},
        },
        xaxis={"anchor": "y2"},
        legend={"y": -0.12},
    )


def calendar_figure(
    kinds: Mapping[date, DayKind], sessions: Collection[date], *, today: date
) -> "Figure":
    """Return a calendar: a column for each week, a row for each weekday, a square for each day.

    `kinds` are the days to be drawn; `sessions` the days that carry the mark of a session.
    """
    from plotly import graph_objects as go

    figure = go.Figure()
    at = [(week_start(day), float(day.weekday()), day, kind) for day, kind in kinds.items()]
    _squares(figure, at, today=today, yaxis="y", marked=sessions)
    shown = sorted(day for day in sessions if day in kinds)
    if shown:
        figure.add_trace(
            go.Scatter(
                x=[_middle(week_start(day)) for day in shown],
                y=[day.weekday() + 0.5 for day in shown],
                mode="markers",
                name=t("session"),
                marker={
                    "symbol": "diamond",
                    "size": 9,
                    "color": "#ffffff",
                    "line": {"color": "#24312b", "width": 1.5},
                },
                hoverinfo="skip",
            )
        )
    first = week_start(min(kinds, default=today))
    last = week_start(today)
    first = min(first, last - timedelta(weeks=FEWEST_CALENDAR_WEEKS - 1))
    figure.update_layout(
        height=300,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.14, "x": 0, "traceorder": "normal"},
        hovermode="closest",
        dragmode=False,
        barmode="overlay",
        yaxis={
            "range": [7, 0],
            "fixedrange": True,
            "zeroline": False,
            "showgrid": False,
            "tickvals": [place + 0.5 for place in range(7)],
            "ticktext": [weekday(place) for place in range(7)],
        },
        xaxis={
            "range": [first - timedelta(days=1), last + timedelta(weeks=1)],
            "fixedrange": True,
            "showgrid": False,
            "dtick": "M1",
            "tickformat": "%b %Y" if first.year != today.year else "%b",
        },
    )
    return figure


def _squares(
    figure: "Figure",
    at: Sequence[tuple[date, float, date, DayKind]],
    *,
    today: date,
    yaxis: str,
    called: str = msg("{kind}"),
    marked: Collection[date] = (),
) -> None:
    """Draw days as squares, from a Monday and a place in its column; a trace for each kind."""
    from plotly import graph_objects as go

    traces = []
    for kind in DRAWN:
        of_kind = [one for one in at if one[3] is kind]
        if not of_kind:
            continue
        look = LOOKS[kind]
        traces.append(
            go.Bar(
                x=[_middle(monday) for monday, _, _, _ in of_kind],
                y=[1 - 2 * _ROOM] * len(of_kind),
                base=[place + _ROOM for _, place, _, _ in of_kind],
                width=_SIX_DAYS,
                yaxis=yaxis,
                name=t(called, kind=t(DAY_KIND_WORDS[kind])),
                customdata=[_hover(day, kind, today, marked) for _, _, day, _ in of_kind],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=True,
                marker={
                    "color": look.ground,
                    "line": {"color": look.edge, "width": 1},
                    "pattern": {
                        "shape": look.shape,
                        "fgcolor": look.edge,
                        "bgcolor": look.ground,
                        "size": 8,
                        "solidity": 0.2,
                    },
                },
            )
        )
    figure.add_traces(traces)


def _middle(monday: date) -> date:
    return monday + timedelta(days=3)


def _hover(day: date, kind: DayKind, today: date, marked: Collection[date]) -> str:
    said = f"{day_in_words(day)}: {day_kind(kind, so_far=day == today)}"
    return f"{said} · {t('session')}" if day in marked else said
