"""Mood of one client over time: the chart, around a change of the route, and before and after."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain import mood
from lib.domain.before_after import BeforeAfter, last_change
from lib.domain.caseload import Progress, SessionMood
from lib.domain.life_events import LifeEvent
from lib.domain.sessions import ATTENDANCE_WORDS
from lib.domain.willing_path import willing_path
from lib.ui import charts, frames, sentences, willing_chart
from lib.ui.explained import explained, meaning, rows
from lib.ui.row_files import Export, Row, as_file
from lib.ui.text import number, plain, t


def show(
    of: Progress,
    *,
    today: date,
    events: Sequence[LifeEvent] | None = None,
    export: Export | None = None,
) -> None:
    """Show mood over time with its sentence and its rows.

    With `events`, also when there are none, it is the page of the client's own coach: the chart
    then marks sessions and life events, and mood around a change of the route stands below. None
    leaves all of that out, for a lead. With `export` the rows can be kept as a file.
    """
    now, record = of.standing, of.record
    with st.container(border=True):
        sentence = sentences.mood_trend(now.trend)
        explained(t("Mood"), sentence, "trend")
        given = [r for r in of.ratings if r.day <= today]
        if given or any(s.after is not None for s in record.sessions):
            figure = charts.mood_figure(
                given, record.sessions, record.versions, record.rests, today=today, events=events
            )
            charts.show(
                figure,
                key="mood-chart",
                alt=charts.mood_alt(given, sentence, events or ()),
                called=t("mood"),
            )
            if any(one.name == t("smooth line, for the eye only") for one in figure.data):
                with st.popover(
                    t("About the smooth line"),
                    icon=":material/help:",
                    type="tertiary",
                    key="smooth",
                ):
                    meaning("smoother")
        else:
            st.caption(t("No rating has been given yet. That is fine: it is never required."))
        rows(
            t("The ratings behind this"),
            lambda: frames.moods(of.ratings, record.sessions),
            key="moods",
            below=as_file(
                export, "mood rows", t("mood"), lambda: mood_rows(of.ratings, record.sessions)
            ),
        )
        if events is None:
            return
        changed = last_change(given, record.versions, today=today)
        if changed is not None:
            title = t("Around a change of the route")
            explained(title, sentences.around_change(*changed), "before_after")
            rows(
                t("The days before and after"),
                lambda: _around_table(changed[1]),
                key="before_after",
            )


def willing_card(of: Progress, *, today: date, export: Export | None = None) -> None:
    """Show the last sessions as small paths beside willingness; nothing where none has a number.

    It is about how the client felt: for the eyes of their own coach, beside the client.
    """
    path = willing_path(of.record.sessions, today=today)
    if not path.times:
        return
    with st.container(border=True):
        said = sentences.willing_path(path)
        explained(t("Willingness, on the way and afterwards"), said, "willing_path")
        charts.show(
            willing_chart.willing_figure(path),
            key="willing-chart",
            alt=said,
            called=t("willingness-and-feeling"),
        )
        st.caption(t("In the order of the days. What makes a time lighter cannot be seen here."))
        rows(
            t("The times behind this"),
            lambda: _path_table(path.sessions),
            key="willing_path",
            below=as_file(
                export,
                "willingness rows",
                t("willingness-and-feeling"),
                lambda: path_rows(path.sessions),
            ),
        )


# -- rows -------------------------------------------------------------------------------------


def mood_rows(ratings: Sequence[mood.Rating], sessions: Sequence[SessionMood]) -> list[Row]:
    """Return mood per day with the numbers of each session that day, newest first, all of it."""
    days = {one.day: one.value for one in mood.day_values(ratings)}
    every: list[tuple[date, SessionMood | None]] = [(one.day, one) for one in sessions]
    every += [(one, None) for one in days.keys() - {one.day for one in sessions}]
    return [
        {
            t("day"): on,
            t("mood"): days.get(on),
            t("during"): held.during if held else None,
            t("after"): held.after if held else None,
            t("effort"): held.effort if held else None,
            t("session"): t(ATTENDANCE_WORDS[held.attendance]) if held else None,
        }
        for on, held in sorted(every, key=lambda row: row[0], reverse=True)
    ]


def path_rows(sessions: Sequence[SessionMood]) -> list[Row]:
    """Return the numbers before, during and after of these sessions, newest first."""
    return [
        {
            t("day"): one.day,
            t("willingness"): one.willingness,
            t("expected"): one.expected,
            t("mood before"): one.before,
            t("during"): one.during,
            t("after"): one.after,
            t("session"): t(ATTENDANCE_WORDS[one.attendance]),
        }
        for one in reversed(sessions)
    ]


def _path_table(sessions: Sequence[SessionMood]) -> pd.DataFrame:
    newest = max((one.day for one in sessions), default=None)
    return pd.DataFrame(
        [
            {name: _shown(value, newest) for name, value in row.items()}
            for row in path_rows(sessions)
        ]
    )


def _around_table(found: BeforeAfter) -> pd.DataFrame:
    both = [(one, t("before the change")) for one in found.before]
    both += [(one, t("after the change")) for one in found.after]
    newest = max((one.day for one, _ in both), default=None)
    return pd.DataFrame(
        [
            {
                t("day"): _shown(one.day, newest),
                t("mood"): _shown(one.value, newest),
                t("side"): side,
            }
            for one, side in reversed(both)
        ]
    )


def _shown(value: object, newest: date | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, date):
        return sentences.day_beside(value, newest=newest)
    return number(value, 1) if isinstance(value, (int, float)) else plain(str(value))
