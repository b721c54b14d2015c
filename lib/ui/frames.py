"""Turns rows of the domain into tables for the screen."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import pandas as pd
import streamlit as st

from lib.domain import mood, participation
from lib.domain.calendar import week_start
from lib.domain.caseload import SessionMood
from lib.domain.later_willing import LOW_WILLINGNESS, occasion
from lib.domain.participation import DayKind
from lib.domain.returns import Return
from lib.domain.sessions import ATTENDANCE_WORDS, OUTCOME_WORDS, CheckIn
from lib.ui.sentences import day_beside, day_kind, week_of
from lib.ui.text import number, plain, t, tn, weekday

T = TypeVar("T")
# A daily rating over two years is a table nobody reads to its end: as far back as the figure
# looks stands there at once, what is older when someone asks for it. [CHOICE]
RECENT = timedelta(weeks=participation.LOOK_BACK_WEEKS)


def weeks(rows: Sequence[participation.Week]) -> pd.DataFrame:
    """Return a table of weeks, newest first; what is unknown is said, never zero.

    The last column says of each week whether the figure is made with it, or why not.
    """
    used = participation.summary(rows).weeks_used
    return pd.DataFrame(
        [
            {
                t("week"): week_of(week.start, newest=rows[-1].start),
                t("agreed"): number(week.target_days),
                t("done"): t("not filled in")
                if week.target_days and not week.logged
                else number(week.done),
                t("extra"): number(week.extra_days) if week.extra_days else "",
                t("days of rest"): number(week.rest_days) if week.rest_days else "",
                t("counts in the figure"): _counts(week, used),
            }
            for week in reversed(rows)
        ]
    )


def days(kinds: Mapping[date, DayKind], sessions: Collection[date], *, today: date) -> pd.DataFrame:
    """Return the calendar as a table, a row for each week and a column for each weekday.

    The newest week comes first; a day to come is left empty. Older weeks wait behind a switch, as
    in `check_ins`.
    """
    mondays = sorted({week_start(day) for day in kinds}, reverse=True)
    newest = mondays[0] if mondays else None
    return pd.DataFrame(
        [
            {
                t("week"): day_beside(monday, newest=newest),
                **{
                    weekday(n): _day(monday + timedelta(days=n), kinds, sessions, today=today)
                    for n in range(7)
                },
            }
            for monday in _recent(mondays, lambda one: one, key="calendar")
        ]
    )


def came_back(found: Sequence[Return]) -> pd.DataFrame:
    """Return a table of the days on which somebody took part again, newest first."""
    newest = max((one.day for one in found), default=None)
    return pd.DataFrame(
        [
            {
                t("day of return"): day_beside(one.day, newest=newest),
                t("quiet days before it"): number(one.silent_days),
            }
            for one in sorted(found, key=lambda one: one.day, reverse=True)
        ]
    )


def little_willingness(sessions: Sequence[SessionMood]) -> pd.DataFrame:
    """Return a table of the sessions with little willingness beforehand, newest first."""
    low = [
        (one, told)
        for one in sessions
        if (told := occasion(one)).willingness is not None and told.willingness <= LOW_WILLINGNESS
    ]
    found = sorted(low, key=lambda row: row[0].held_at, reverse=True)
    newest = found[0][0].day if found else None
    return pd.DataFrame(
        [
            {
                t("day"): day_beside(one.day, newest=newest),
                t("willingness"): _shown(told.willingness),
                t("went"): t("yes") if told.went else t("no"),
                t("expected"): _shown(told.expected),
                t("after"): _shown(told.felt),
            }
            for one, told in found
        ]
    )


def check_ins(rows: Sequence[CheckIn], activities: Mapping[str, str]) -> pd.DataFrame:
    """Return a table of what became of each step on each day, newest first.

    Older days than `RECENT` before the newest are left out until someone asks for them, with a
    switch that this function draws above the table.
    """
    found = sorted(rows, key=lambda one: one.day, reverse=True)
    newest = found[0].day if found else None
    return pd.DataFrame(
        [
            {
                t("day"): day_beside(row.day, newest=newest),
                t("step"): plain(activities.get(row.step_key, "")),
                t("what became of it"): t(OUTCOME_WORDS[row.outcome]),
            }
            for row in _recent(found, lambda one: one.day, key="days")
        ]
    )


def moods(ratings: Sequence[mood.Rating], sessions: Sequence[SessionMood]) -> pd.DataFrame:
    """Return a table of mood per day, newest first, with the numbers of each session that day.

    Older days wait behind a switch, as in `check_ins`.
    """
    days = {r.day: r.value for r in mood.day_values(ratings)}
    every: list[tuple[date, SessionMood | None]] = [(s.day, s) for s in sessions]
    every += [(one, None) for one in days.keys() - {s.day for s in sessions}]
    found = sorted(every, key=lambda row: row[0], reverse=True)
    newest = found[0][0] if found else None
    return pd.DataFrame(
        [
            {
                t("day"): day_beside(one, newest=newest),
                t("mood"): _shown(days.get(one)),
                t("during"): _shown(held.during if held else None),
                t("after"): _shown(held.after if held else None),
                t("effort"): _shown(held.effort if held else None),
                t("session"): t(ATTENDANCE_WORDS[held.attendance]) if held else "",
            }
            for one, held in _recent(found, lambda row: row[0], key="moods")
        ]
    )


def _recent(rows: Sequence[T], day_of: Callable[[T], date], *, key: str) -> Sequence[T]:
    """Return the rows, newest first as they come, of the last weeks; all when that is asked."""
    recent = [row for row in rows if day_of(row) > day_of(rows[0]) - RECENT]
    older = len(rows) - len(recent)
    if older and st.toggle(
        tn("Also show {count} older row", "Also show {count} older rows", older),
        key=f"older:{key}",
    ):
        return rows
    return recent


def _day(
    day: date, kinds: Mapping[date, DayKind], sessions: Collection[date], *, today: date
) -> str:
    if day not in kinds:
        return ""
    said = day_kind(kinds[day], so_far=day == today)
    return f"{said} · {t('session')}" if day in sessions else said


def _counts(week: participation.Week, used: Sequence[date]) -> str:
    if week.start in used:
        return t("yes")
    if not week.complete:
        return t("no, still running")
    if week.evaluable:
        return t("no, longer ago")
    return t("no, fewer than {days} active days", days=participation.EVALUABLE_FROM_ACTIVE_DAYS)


def _shown(value: float | None) -> str:
    return "–" if value is None else number(value, 1)
