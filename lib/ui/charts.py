"""Draws numbers with Plotly: gaps stay gaps, unknown is never zero, rest is shown as rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain import mood, participation
from lib.domain.caseload import SessionMood
from lib.domain.routes import AgreedRest, Version
from lib.ui.sentences import moments, this_week
from lib.ui.text import day, language, t

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# Two colours that stay apart for every kind of colour sight, on light and on dark.
MOOD = "#2f7d6b"
AFTER = "#c98a2b"
DONE = "#2f7d6b"
ASKED = "rgba(128,128,128,0.55)"
REST = "rgba(120,140,170,0.20)"
QUIET = "rgba(128,128,128,0.9)"
# A line is not drawn over more than three weeks without a word. [CHOICE]
GAP_DAYS = 21
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
) -> "Figure":
    """Return mood over time: day values before moving, and apart from them those after."""
    from plotly import graph_objects as go

    figure = go.Figure()
    days, values = with_gaps(mood.day_values(ratings))
    figure.add_trace(
        go.Scatter(
            x=days,
            y=values,
            mode="lines+markers",
            name=t("Mood that day or before the session"),
            line={"color": MOOD, "width": 2},
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
    _marks(figure, versions, rests, first=first, today=today)
    _frame(figure, t("Mood, 0–10"))
    begin = min(first, today - SHORTEST_SPAN)
    _span(figure, begin, today, spare=timedelta(days=1 + (today - begin).days // 50))
    figure.update_yaxes(range=[-0.4, 10.4], dtick=2)
    return figure


def with_gaps(ratings: Sequence[mood.Rating]) -> tuple[list[date], list[float | None]]:
    """Return days and values with an empty value where nothing was told for too long."""
    days: list[date] = []
    values: list[float | None] = []
    for rating in ratings:
        if days and (rating.day - days[-1]).days > GAP_DAYS:
            days.append(days[-1] + timedelta(days=1))
            values.append(None)
        days.append(rating.day)
        values.append(rating.value)
    return days, values


def weeks_figure(
    weeks: Sequence[participation.Week],
    versions: Sequence[Version],
    rests: Sequence[AgreedRest],
    *,
    today: date,
) -> "Figure":
    """Return moments done against moments asked, a pair of bars per week.

    A week of which nothing is known carries a question mark instead of a bar of zero; the running
    week has no bar for "done" beyond what was told so far, and a lighter one.
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
    top = max([week.target_days for week in weeks] + [d or 0 for d in done] + [3])
    figure.update_yaxes(range=[0, top + 0.8], dtick=1 if top <= 8 else 2)
    _span(figure, min(first, today - FEWEST_WEEKS), today + timedelta(weeks=1))
    figure.update_layout(barmode="overlay")
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
    for rest in rests:
        end = min(rest.end or today, today)
        if rest.step_key is not None or end < first or rest.start > today:
            continue
        figure.add_vrect(
            x0=max(rest.start, first),
            x1=end + timedelta(days=1),
            fillcolor=REST,
            line_width=0,
            layer="below",
            annotation_text=t("rest"),
            annotation_position="top left",
            annotation_font_size=11,
        )
    for version in versions:
        if version.valid_from < first or version.rest_note:
            continue
        # A plain line and a label apart: with dates, a line's own annotation is misplaced.
        figure.add_shape(
            type="line",
            x0=version.valid_from,
            x1=version.valid_from,
            y0=0,
            y1=1,
            yref="paper",
            line={"color": QUIET, "width": 1, "dash": "dot"},
        )
        figure.add_annotation(
            x=version.valid_from,
            y=1.0,
            yref="paper",
            yanchor="bottom",
            showarrow=False,
            text=f"r{version.number}",
            hovertext=t("Route begun on {day}.", day=day(version.valid_from))
            if version.number == 1
            else t("Route changed on {day}.", day=day(version.valid_from)),
            font={"size": 11},
        )


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


def show(figure: "Figure", *, key: str, alt: str) -> None:
    """Draw a figure with Dutch months, its marks explained, and told to those who do not see it."""
    said = " ".join([alt, *changes(figure)])
    st.plotly_chart(figure, key=key, alt=said, config=_config(), theme="streamlit")
    explained = marks(figure)
    if explained:
        st.caption(" ".join(explained))


def changes(figure: "Figure") -> list[str]:
    """Return when the route began and changed, a sentence for each mark in a figure."""
    return [one.hovertext for one in figure.layout.annotations if one.hovertext]


def marks(figure: "Figure") -> list[str]:
    """Return what the marks in a figure mean, a sentence for each kind that is in it."""
    said = []
    if changes(figure):
        said.append(t("Dotted line with r1, r2 …: the route began or changed on that day."))
    if any(one.type == "rect" for one in figure.layout.shapes):
        said.append(t("Coloured area: agreed rest."))
    if any("?" in (one.text or ()) for one in figure.data):
        said.append(t("Question mark: nothing was filled in that week."))
    return said


def _config() -> dict[str, object]:
    if language() != "nl":
        return {"displayModeBar": False}
    months, days = _MONTHS_NL.split(), _DAYS_NL.split()
    words = {
        "dictionary": {},
        "format": {
            "days": days,
            "shortDays": [d[:2] for d in days],
            "months": months,
            "shortMonths": ["mrt" if m == "maart" else m[:3] for m in months],
            "date": "%d-%m-%Y",
        },
    }
    return {"displayModeBar": False, "locale": "nl", "locales": {"nl": words}}


def mood_alt(ratings: Sequence[mood.Rating], sentence: str) -> str:
    """Return the mood chart in words, for a screen reader."""
    if not ratings:
        return sentence
    return t(
        "{sentence} From {first} to {last}.",
        sentence=sentence,
        first=day(ratings[0].day),
        last=day(ratings[-1].day),
    )
