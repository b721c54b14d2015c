"""Turns rows of the domain into tables for the screen."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from lib.domain import mood, participation
from lib.domain.caseload import SessionMood
from lib.domain.sessions import ATTENDANCE_WORDS, OUTCOME_WORDS, CheckIn
from lib.ui.sentences import week_of
from lib.ui.text import day, number, plain, t


def weeks(rows: Sequence[participation.Week]) -> pd.DataFrame:
    """Return a table of weeks, newest first; what is unknown is said, never zero."""
    return pd.DataFrame(
        [
            {
                t("week"): week_of(week.start),
                t("agreed"): number(week.target_days),
                t("done"): t("not filled in")
                if week.target_days and not week.logged
                else number(week.done),
                t("extra"): number(week.extra_days) if week.extra_days else "",
                t("days of rest"): number(week.rest_days) if week.rest_days else "",
                t("counts in the figure"): t("yes")
                if week.evaluable
                else t("no, still running")
                if not week.complete
                else t(
                    "no, fewer than {days} active days",
                    days=participation.EVALUABLE_FROM_ACTIVE_DAYS,
                ),
            }
            for week in reversed(rows)
        ]
    )


def check_ins(rows: Sequence[CheckIn], activities: Mapping[str, str]) -> pd.DataFrame:
    """Return a table of what became of each step on each day, newest first."""
    return pd.DataFrame(
        [
            {
                t("day"): day(row.day),
                t("step"): plain(activities.get(row.step_key, "")),
                t("what became of it"): t(OUTCOME_WORDS[row.outcome]),
            }
            for row in sorted(rows, key=lambda one: one.day, reverse=True)
        ]
    )


def moods(ratings: Sequence[mood.Rating], sessions: Sequence[SessionMood]) -> pd.DataFrame:
    """Return a table of mood per day, newest first, with the numbers of each session that day."""
    days = {r.day: r.value for r in mood.day_values(ratings)}
    every: list[tuple[date, SessionMood | None]] = [(s.day, s) for s in sessions]
    every += [(one, None) for one in days.keys() - {s.day for s in sessions}]
    return pd.DataFrame(
        [
            {
                t("day"): day(one),
                t("mood"): _shown(days.get(one)),
                t("during"): _shown(held.during if held else None),
                t("after"): _shown(held.after if held else None),
                t("effort"): _shown(held.effort if held else None),
                t("session"): t(ATTENDANCE_WORDS[held.attendance]) if held else "",
            }
            for one, held in sorted(every, key=lambda row: row[0], reverse=True)
        ]
    )


def _shown(value: float | None) -> str:
    return "–" if value is None else number(value, 1)
