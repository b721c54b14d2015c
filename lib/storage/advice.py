"""Reads what sessions told for the step suggestion: effort, feeling, confidence, the day after."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from lib.domain.advice_inputs import SessionNumbers
from lib.domain.calendar import AMSTERDAM, local_day
from lib.storage import tables as t
from lib.storage.casebook import Page


def session_numbers(page: Page, client_id: str, *, since: date) -> tuple[SessionNumbers, ...]:
    """Return what the sessions of a client told from a local day on, oldest first."""
    version = t.SessionVersionRow
    # A day early, because midnight is another instant there; each session's own day decides.
    begin = datetime.combine(since - timedelta(days=1), time(), tzinfo=AMSTERDAM)
    rows = page.session.execute(
        select(
            version.held_at,
            version.effort,
            version.mood_during,
            version.confidence,
            version.next_day_worse,
        )
        .join(t.SessionRow, t.SessionRow.id == version.session_id)
        .where(
            version.client_id == client_id,
            version.number == t.SessionRow.current,
            version.held_at >= begin,
        )
        .order_by(version.held_at, version.id)
    )
    found = (
        SessionNumbers(local_day(held_at), effort, during, confidence, worse)
        for held_at, effort, during, confidence, worse in rows
    )
    return tuple(one for one in found if one.day >= since)
