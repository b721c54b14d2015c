"""Turns rows of the domain into tables for the screen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import pandas as pd
import streamlit as st

from lib.domain import mood, participation
from lib.domain.caseload import SessionMood
from lib.domain.sessions import ATTENDANCE_WORDS, OUTCOME_WORDS, CheckIn
from lib.ui.sentences import day_beside, week_of
from lib.ui.text import number, plain, t, tn

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
