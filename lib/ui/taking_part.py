"""Taking part of one client over time: weeks, days, rhythm, returns, and the rows behind them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import streamlit as st

from lib.domain.caseload import Progress, came_back
from lib.domain.days import day_kinds, session_days
from lib.domain.later_willing import later_willing, occasion
from lib.domain.participation import DayKind, Week
from lib.domain.returns import over_time
from lib.domain.routes import all_steps
from lib.ui import charts, day_charts, frames, sentences
from lib.ui.explained import explained, rows, say
from lib.ui.row_files import Export, Row, as_file
from lib.ui.text import t


def show(of: Progress, *, today: date, export: Export | None = None) -> None:
    """Show taking part week by week and day by day, and the rhythm in words.

    It holds no note and no number of mood or willingness: a lead may see all of it. With `export`
    the rows can be kept as a file.
    """
    now, record = of.standing, of.record
    first = now.weeks[0].start if now.weeks else None
    kinds = day_kinds(record, first=first, today=today) if first is not None else {}
    held = session_days(record, first=min(kinds, default=today), today=today)
    with st.container(border=True):
        sentence = sentences.taking_part(now)
        explained(t("Taking part"), sentence, "participation")
        said = sentence
        if now.summary.n_weeks and now.this_week is not None:
            running = sentences.this_week(now.this_week)
            say(running)
            said += " " + running
        if now.weeks:
            figure = charts.weeks_figure(now.weeks, record.versions, record.rests, today=today)
            day_charts.add_days(figure, kinds, today=today)
            charts.show(figure, key="weeks-chart", alt=said, called=t("taking-part"))
        rows(
            t("The weeks behind this"),
            lambda: frames.weeks(now.weeks),
            key="weeks",
            below=as_file(export, "week rows", t("taking-part"), lambda: week_rows(now.weeks)),
        )
        if kinds:
            begin = day_charts.calendar_from(min(kinds), today=today)
            lately = {day: kind for day, kind in kinds.items() if day >= begin}
            explained(t("Day by day"), sentences.days(lately, today=today), "day_kinds")
            charts.show(
                day_charts.calendar_figure(lately, held, today=today),
                key="calendar-chart",
                alt=sentences.days_alt(lately, held, today=today),
                called=t("day-by-day"),
            )
            rows(
                t("The same days in a table"),
                lambda: frames.days(kinds, held, today=today),
                key="calendar",
                below=as_file(export, "day rows", t("day-by-day"), lambda: day_rows(kinds, held)),
            )
        explained(t("Rhythm"), sentences.rhythm(now.rhythm), "rhythm")
        activities = {key: step.activity for key, step in all_steps(record.versions).items()}
        rows(
            t("The days behind this"),
            lambda: frames.check_ins(record.check_ins, activities),
            key="days",
        )


def week_rows(weeks: Sequence[Week]) -> list[Row]:
    """Return each week with what was asked and done, newest first; unknown is None, never zero."""
    return [
        {
            t("week"): week.start,
            t("agreed"): week.target_days,
            t("done"): week.done if week.logged else None,
            t("extra"): week.extra_days if week.logged else None,
            t("days of rest"): week.rest_days,
        }
        for week in reversed(weeks)
    ]


def day_rows(kinds: Mapping[date, DayKind], sessions: Collection[date]) -> list[Row]:
    """Return each day with its kind in words, newest first."""
    return [
        {
            t("day"): day,
            t("what became of it"): sentences.day_kind(kind),
            t("session"): t("yes") if day in sessions else None,
        }
        for day, kind in sorted(kinds.items(), reverse=True)
    ]


def returns_card(of: Progress, *, today: date) -> None:
    """Show how often a client took part again after a quiet time; nothing without a return."""
    found = over_time(came_back(of.record, today=today))
    if not found.n:
        return
    with st.container(border=True):
        explained(t("Return"), sentences.came_back(found), "returns")
        st.caption(t("Beginning again counts."))
        rows(
            t("The days of return behind this"),
            lambda: frames.came_back(found.returns),
            key="returns",
        )


def later_willing_card(of: Progress, *, today: date) -> None:
    """Show what became of the times with little willingness; nothing where there were none.

    It is about how the client felt: for the eyes of their own coach, beside the client.
    """
    sessions = [one for one in of.record.sessions if one.day <= today]
    found = later_willing(occasion(one) for one in sessions)
    if not found.low:
        return
    with st.container(border=True):
        said = sentences.little_willingness(found)
        title = t("Does willingness come later?")
        explained(title, f"“{said}”" if found.enough else said, "later_willing")
        if found.enough:
            st.caption(t("To read together. These are counts; they do not say why."))
        rows(
            t("The sessions behind this"),
            lambda: frames.little_willingness(sessions),
            key="little_willingness",
        )
