"""Draws numbers with Plotly: gaps stay gaps, unknown is never zero, rest is shown as rest."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain import mood, participation
from lib.domain.caseload import SessionMood
from lib.domain.life_events import LifeEvent
from lib.domain.routes import AgreedRest, Version
from lib.domain.sessions import ATTENDANCE_WORDS
from lib.domain.smoother import LINE_ACROSS_DAYS, smoothed
from lib.ui import memory
from lib.ui.sentences import extra, moments, this_week
from lib.ui.text import day, language, number, t

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# Two colours that stay apart for every kind of colour sight, on light and on dark.
MOOD = "#2f7d6b"
AFTER = "#c98a2b"
DONE = "#2f7d6b"
ASKED = "rgba(128,128,128,0.55)"
EXTRA = "rgba(47,125,107,0.15)"
REST = "rgba(120,140,170,0.20)"
QUIET = "rgba(128,128,128,0.9)"
# Paler than the days it passes through: it is drawn for the eye and says nothing by itself.
SMOOTH = "rgba(201,138,43,0.7)"
LIFE = "#8465b0"
LIFE_AREA = "rgba(132,101,176,0.13)"
_REST_AREA, _LIFE_AREA = "rest", "life event"
# Above and below the numbers of the scale, so that a mark is never read as one of them.
_LIFE_AT, _SESSION_AT = 11.1, -0.75
# A finger needs room for the button that keeps a picture, also where a figure begins high.
_BUTTON = 44
_PICTURE_KEY = "picture_as"
PICTURES = ("png", "svg")
# A chart of one day would be a line of milliseconds. [CHOICE] Two weeks is what a look back shows.
SHORTEST_SPAN = timedelta(weeks=2)
# With few weeks the bars would fill the screen. [CHOICE]
FEWEST_WEEKS = timedelta(weeks=8)
# From about a year on, a day and a month alone no longer say when.
_A_YEAR = timedelta(days=350)
_MONTHS_NL = (
    "januari februari maart april mei juni juli augustus september oktober november december"
)
_DAYS_NL = "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag"


def mood_figure(
    ratings: Sequence[mood.Rating],
    sessions: Sequence[SessionMood],
    versions: Sequence[Version],
    rests: Sequence[AgreedRest],
    *,
    today: date,
    events: Sequence[LifeEvent] | None = None,
) -> "Figure":
    """Return mood over time: day values before moving, and apart from them those after.

    From 12 days on a smooth line lies behind them, for the eye alone. Lines break where a week was
    silent. With `events`, also an empty row of them, what happened in the life and each session are
    marked; None leaves both out, for whoever may not see them.
    """
    from plotly import graph_objects as go

    figure = go.Figure()
    _smooth_line(figure, ratings)
    days, values = with_gaps(mood.day_values(ratings))
    figure.add_trace(
        go.Scatter(
            x=days,
            y=values,
            mode="lines+markers",
            name=t("Mood that day or before the session"),
            line={"color": MOOD, "width": 1.5},
            marker={"size": 7},
            connectgaps=False,
            hovertemplate="%{x|%d-%m-%Y}: %{y}<extra></extra>",
        )
    )
    after = [s for s in sessions if s.after is not None]
    if after:
        figure.add_trace(
            go.Scatter(
                x=[s.day for s in after],
                y=[s.after for s in after],
                mode="markers",
                name=t("Mood after the session"),
                marker={"symbol": "diamond-open", "size": 9, "color": AFTER, "line": {"width": 2}},
                hovertemplate="%{x|%d-%m-%Y}: %{y}<extra></extra>",
            )
        )
    told = [*(r.day for r in ratings), *(s.day for s in after)]
    first = min([*told, *(v.valid_from for v in versions)], default=today)
    low, high = -0.4, 10.4
    if events is not None:
        held = [s for s in sessions if first <= s.day <= today]
        lived = [e for e in events if e.last_day >= first and e.day <= today]
        _sessions(figure, held)
        _life(figure, lived, first=first, today=today)
        low = _SESSION_AT - 0.4 if held else low
        high = _LIFE_AT + 0.5 if lived else high
    _marks(figure, versions, rests, first=first, today=today)
    _frame(figure, t("Mood, 0–10"))
    begin = min(first, today - SHORTEST_SPAN)
    _span(figure, begin, today, spare=timedelta(days=1 + (today - begin).days // 50))
    figure.update_yaxes(range=[low, high], tickvals=list(range(0, 11, 2)))
    figure.update_layout(height=340)
    return figure


def with_gaps(ratings: Sequence[mood.Rating]) -> tuple[list[date], list[float | None]]:
    """Return days and values with an empty value where a week passed without a word.

    Sessions a week apart are 7 days from each other and stay joined.
    """
    days: list[date] = []
    values: list[float | None] = []
    for rating in ratings:
        if days and (rating.day - days[-1]).days > LINE_ACROSS_DAYS:
            days.append(days[-1] + timedelta(days=1))
            values.append(None)
        days.append(rating.day)
        values.append(rating.value)
    return days, values


def _smooth_line(figure: "Figure", ratings: Sequence[mood.Rating]) -> None:
    from plotly import graph_objects as go

    days: list[date] = []
    values: list[float | None] = []
    for piece in smoothed(ratings):
        if days:
            days.append(days[-1] + timedelta(days=1))
            values.append(None)
        days += [one.day for one in piece]
        values += [one.value for one in piece]
    if not days:
        return
    figure.add_trace(
        go.Scatter(
            x=days,
            y=values,
            mode="lines",
            name=t("smooth line, for the eye only"),
            line={"color": SMOOTH, "width": 1.5},
            connectgaps=False,
            hoverinfo="skip",
        )
    )


def _sessions(figure: "Figure", held: Sequence[SessionMood]) -> None:
    """Mark each session with a small upright line below the scale."""
    from plotly import graph_objects as go

    if not held:
        return
    figure.add_trace(
        go.Scatter(
            x=[one.day for one in held],
            y=[_SESSION_AT] * len(held),
            mode="markers",
            name=t("small line: session"),
            marker={
                "symbol": "line-ns-open",
                "size": 9,
                "color": QUIET,
                "line": {"width": 2, "color": QUIET},
            },
            customdata=[session_hover(one) for one in held],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )


def session_hover(one: SessionMood) -> str:
    """Return a session in a line: its day, whether the client came, and the numbers there are."""
    numbers = (
        (t("willingness"), one.willingness),
        (t("expected"), one.expected),
        (t("before"), one.before),
        (t("during"), one.during),
        (t("after"), one.after),
    )
    known = [f"{name} {number(value)}" for name, value in numbers if value is not None]
    return " · ".join([f"{day(one.day)}: {t(ATTENDANCE_WORDS[one.attendance])}", *known])


def _life(figure: "Figure", lived: Sequence[LifeEvent], *, first: date, today: date) -> None:
    """Mark what happened in a life with a star above the scale, and an area when it lasted.

    DANGER: plotly reads tags in a hover text, and these are words that somebody typed.
    """
    from plotly import graph_objects as go

    if not lived:
        return
    words: dict[date, list[str]] = {}
    for one in lived:
        words.setdefault(max(one.day, first), []).append(escape(life_event(one), quote=False))
        if one.end_day is not None:
            figure.add_vrect(
                x0=max(one.day, first),
                x1=min(one.end_day, today) + timedelta(days=1),
                fillcolor=LIFE_AREA,
                line={"color": LIFE, "width": 1, "dash": "dot"},
                layer="below",
                name=_LIFE_AREA,
            )
    figure.add_trace(
        go.Scatter(
            x=list(words),
            y=[_LIFE_AT] * len(words),
            mode="markers",
            name=t("from life"),
            marker={"symbol": "star", "size": 13, "color": LIFE},
            customdata=["<br>".join(some) for some in words.values()],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )


def life_event(one: LifeEvent) -> str:
    """Return a life event in a line: "03-02-2026: verhuizing", its last day with it if there is."""
    if one.end_day is None:
        return f"{day(one.day)}: {one.words}"
    return t(
        "{begin} until {end}: {words}", begin=day(one.day), end=day(one.end_day), words=one.words
    )


def weeks_figure(
    weeks: Sequence[participation.Week],
    versions: Sequence[Version],
    rests: Sequence[AgreedRest],
    *,
    today: date,
) -> "Figure":
    """Return moments done against moments asked, a pair of bars per week.

    A week of which nothing is known carries a question mark instead of a bar of zero; the running
    week has no bar for "done" beyond what was told so far, and a lighter one. Moments beyond the
    agreement stand above it as extra and fill nothing of it.
    """
    from plotly import graph_objects as go

    figure = go.Figure()
    middle = [week.start + timedelta(days=3) for week in weeks]
    asked = [week.target_days or None for week in weeks]
    done = [_done(week) for week in weeks]
    width = 6 * 24 * 3600 * 1000
    figure.add_trace(
        go.Bar(
            x=middle,
            y=asked,
            width=width,
            name=t("agreed"),
            marker={"color": "rgba(128,128,128,0.14)", "line": {"color": ASKED, "width": 1.5}},
            hovertemplate="%{y}<extra>" + t("agreed") + "</extra>",
        )
    )
    figure.add_trace(
        go.Bar(
            x=middle,
            y=done,
            width=width * 0.72,
            name=t("done"),
            marker={"color": DONE, "opacity": [1.0 if week.complete else 0.55 for week in weeks]},
            customdata=[_week_hover(week) for week in weeks],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    beyond = [(m, week) for m, week in zip(middle, weeks, strict=True) if week.extra_days]
    if beyond:
        figure.add_trace(
            go.Bar(
                x=[m for m, _ in beyond],
                y=[week.extra_days for _, week in beyond],
                base=[week.target_days for _, week in beyond],
                width=width * 0.72,
                name=t("extra"),
                marker={
                    "color": EXTRA,
                    "line": {"color": DONE, "width": 1.5},
                    "pattern": {"shape": "x", "fgcolor": DONE, "bgcolor": EXTRA, "size": 7},
                },
                customdata=[extra(week.extra_days or 0) for _, week in beyond],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    unknown = [m for m, week in zip(middle, weeks, strict=True) if is_unknown(week)]
    if unknown:
        figure.add_trace(
            go.Scatter(
                x=unknown,
                y=[0.45] * len(unknown),
                mode="text",
                text=["?"] * len(unknown),
                textfont={"size": 18, "color": QUIET},
                name=t("not filled in"),
                showlegend=False,
                hovertemplate=t("not filled in") + "<extra></extra>",
            )
        )
    first = weeks[0].start if weeks else today
    _marks(figure, versions, rests, first=first, today=today)
    _frame(figure, t("Moments per week"))
    top = max([week.target_days + (week.extra_days or 0) for week in weeks] + [3])
    figure.update_yaxes(range=[0, top + 0.8], dtick=1 if top <= 8 else 2)
    _span(figure, min(first, today - FEWEST_WEEKS), today + timedelta(weeks=1))
    figure.update_layout(barmode="overlay")
    return figure


def scores_figure(
    points: Sequence[tuple[date, int]],
    *,
    title: str,
    lowest: int,
    highest: int,
    today: date,
    ticks: Mapping[int, str] | None = None,
) -> "Figure":
    """Return single scores over time, small; a thin dotted line only leads from one to the next.

    With `ticks` the scale is words, its lowest number on top: there 1 is the best.
    """
    from plotly import graph_objects as go

    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=[one for one, _ in points],
            y=[value for _, value in points],
            mode="lines+markers",
            line={"color": QUIET, "width": 1, "dash": "dot"},
            marker={"color": MOOD, "size": 10},
            showlegend=False,
            hovertemplate="%{x|%d-%m-%Y}: %{y}<extra></extra>",
        )
    )
    _frame(figure, title)
    first = min([*(one for one, _ in points), today - FEWEST_WEEKS])
    _span(figure, first, today, spare=timedelta(days=2 + (today - first).days // 50))
    spare = (highest - lowest) * 0.06
    scale = [lowest - spare, highest + spare]
    if ticks is None:
        figure.update_yaxes(range=scale, nticks=6)
    else:
        figure.update_yaxes(
            range=scale[::-1], tickvals=list(ticks), ticktext=list(ticks.values()), title=None
        )
    figure.update_layout(height=220)
    return figure


def is_unknown(week: participation.Week) -> bool:
    """True when something was asked in a week that is over, and nobody told what became of it."""
    return week.complete and week.target_days > 0 and not week.logged


def _done(week: participation.Week) -> int | None:
    if is_unknown(week) or (not week.logged and not week.complete):
        return None
    return week.done if week.target_days else None


def _week_hover(week: participation.Week) -> str:
    if not week.complete:
        return this_week((_done(week) or 0, week.target_days))
    return moments(_done(week) or 0, week.target_days)


def _marks(
    figure: "Figure",
    versions: Sequence[Version],
    rests: Sequence[AgreedRest],
    *,
    first: date,
    today: date,
) -> None:
    """Mark agreed rest as bands, and changes of the route as dotted lines with their number."""
    # All at once: every shape added to a figure makes plotly look at all others again.
    shapes: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for rest in rests:
        end = min(rest.end or today, today)
        if rest.step_key is not None or end < first or rest.start > today:
            continue
        begin = max(rest.start, first)
        height = {"yref": "y domain", "xref": "x"}
        shapes.append(
            {
                "type": "rect",
                "x0": begin,
                "x1": end + timedelta(days=1),
                "y0": 0,
                "y1": 1,
                "fillcolor": REST,
                "line": {"width": 0},
                "layer": "below",
                "name": _REST_AREA,
                **height,
            }
        )
        labels.append(
            {
                "x": begin,
                "y": 1,
                "xanchor": "left",
                "yanchor": "top",
                "showarrow": False,
                "text": t("rest"),
                "font": {"size": 11},
                **height,
            }
        )
    for version in versions:
        if version.valid_from < first or version.rest_note:
            continue
        # A plain line and a label apart: with dates, a line's own annotation is misplaced.
        shapes.append(
            {
                "type": "line",
                "x0": version.valid_from,
                "x1": version.valid_from,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": QUIET, "width": 1, "dash": "dot"},
            }
        )
        labels.append(
            {
                "x": version.valid_from,
                "y": 1.0,
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "text": f"r{version.number}",
                "hovertext": t("Route begun on {day}.", day=day(version.valid_from))
                if version.number == 1
                else t("Route changed on {day}.", day=day(version.valid_from)),
                "font": {"size": 11},
            }
        )
    figure.layout.shapes = (*figure.layout.shapes, *shapes)
    figure.layout.annotations = (*figure.layout.annotations, *labels)


def _frame(figure: "Figure", title: str) -> None:
    figure.update_layout(
        height=300,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        legend={"orientation": "h", "y": -0.18, "x": 0},
        hovermode="closest",
        dragmode=False,
        yaxis={"title": {"text": title}, "fixedrange": True, "zeroline": False},
        xaxis={"fixedrange": True, "tickformat": "%-d %b"},
    )


def _span(
    figure: "Figure", first: date, last: date, *, spare: timedelta = timedelta(days=1)
) -> None:
    """Show these days along the bottom; over about a year, with the year beside the month."""
    figure.update_xaxes(range=[first - spare, last + spare])
    if last - first > _A_YEAR:
        figure.update_xaxes(tickformat="%b %Y")


def show(figure: "Figure", *, key: str, alt: str, called: str | None = None) -> None:
    """Draw a figure with Dutch months, its marks explained, and told to those who do not see it.

    A button at its top keeps it as a picture, `called` so: a name without a name of anybody.
    """
    said = " ".join([alt, *changes(figure)])
    room = max(_BUTTON - (figure.layout.margin.t or 0), 0)
    figure.update_layout(
        margin={"t": (figure.layout.margin.t or 0) + room},
        height=(figure.layout.height or 300) + room,
        modebar={"color": QUIET, "activecolor": MOOD, "bgcolor": "rgba(0,0,0,0)"},
    )
    config = _config(called or t("figure"))
    st.plotly_chart(figure, key=key, alt=said, config=config, theme="streamlit")
    explained = marks(figure)
    if explained:
        st.caption(" ".join(explained))


def pictures_as() -> None:
    """Offer in what form the button at each figure of this page keeps its picture."""
    memory.begin_with(_PICTURE_KEY, PICTURES[0])
    st.segmented_control(
        t("The camera at a chart keeps a picture as"),
        PICTURES,
        format_func=str.upper,
        key=_PICTURE_KEY,
        required=True,
    )


def changes(figure: "Figure") -> list[str]:
    """Return when the route began and changed, a sentence for each mark in a figure."""
    return [one.hovertext for one in figure.layout.annotations if one.hovertext]


def marks(figure: "Figure") -> list[str]:
    """Return what the marks in a figure mean, a sentence for each kind that is in it."""
    said = []
    if changes(figure):
        said.append(t("Dotted line with r1, r2 …: the route began or changed on that day."))
    areas = {one.name for one in figure.layout.shapes if one.type == "rect"}
    drawn = {one.name for one in figure.data}
    if _REST_AREA in areas:
        said.append(t("Coloured area: agreed rest."))
    if t("from life") in drawn:
        said.append(t("Star: something from life; tap it for the words."))
    if _LIFE_AREA in areas:
        said.append(t("Area with a dotted edge: it lasted longer."))
    if t("small line: session") in drawn:
        said.append(t("Small line below the numbers: a session."))
    if any("?" in (one.text or ()) for one in figure.data):
        said.append(t("Question mark: nothing was filled in that week."))
    return said


def _config(called: str) -> dict[str, object]:
    chosen = memory.typed(_PICTURE_KEY)
    picture = {"format": chosen if chosen in PICTURES else PICTURES[0], "filename": called}
    # One button, always in sight: one that comes with a mouse alone does not come to a finger.
    bar = {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {**picture, "scale": 2},
    }
    if language() != "nl":
        return bar
    months, days = _MONTHS_NL.split(), _DAYS_NL.split()
    words = {
        # What plotly itself says, by its own English.
        "dictionary": {
            "Download plot as a PNG": "Bewaar als plaatje (PNG)",
            "Download plot": "Bewaar als plaatje (SVG)",
            "Preparing image - this may take a few seconds": "Het plaatje wordt gemaakt",
            "Image download succeeded": "Het plaatje is bewaard",
            "Sorry, there was a problem downloading your image!": (
                "Het plaatje kon niet bewaard worden. Probeer het nog een keer."
            ),
        },
        "format": {
            "days": days,
            "shortDays": [d[:2] for d in days],
            "months": months,
            "shortMonths": ["mrt" if m == "maart" else m[:3] for m in months],
            "date": "%d-%m-%Y",
        },
    }
    return {**bar, "locale": "nl", "locales": {"nl": words}}


def mood_alt(
    ratings: Sequence[mood.Rating], sentence: str, events: Sequence[LifeEvent] = ()
) -> str:
    """Return the mood chart in words, for a screen reader."""
    said = sentence
    if ratings:
        said = t(
            "{sentence} From {first} to {last}.",
            sentence=sentence,
            first=day(ratings[0].day),
            last=day(ratings[-1].day),
        )
    if events:
        said += " " + t("From life: {each}.", each="; ".join(life_event(one) for one in events))
    return said
