"""Gathers, for one client or many, all facts that numbers derive from."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from lib.domain.caseload import Record, SessionMood
from lib.domain.sessions import Attendance, CheckIn, Outcome, Where, WithWhom
from lib.storage import appointments, basis, people, routes
from lib.storage import tables as t
from lib.storage.casebook import Page


def of_clients(page: Page, rows: Sequence[t.ClientRow]) -> tuple[Record, ...]:
    """Return the records of these clients, in the same order: a handful of queries in all."""
    ids = [row.id for row in rows]
    versions = routes.versions(page, ids)
    rests = routes.rests(page, ids)
    check_ins = _check_ins(page, ids)
    moods = _day_moods(page, ids)
    sessions = _sessions(page, ids)
    silent_after = basis.silent_days(page, ids)
    coming = appointments.next_starts(page, rows)
    return tuple(
        Record(
            client=client,
            versions=versions.get(row.id, ()),
            rests=rests.get(row.id, ()),
            check_ins=tuple(check_ins.get(row.id, ())),
            day_moods=tuple(moods.get(row.id, ())),
            sessions=tuple(sessions.get(row.id, ())),
            next_appointment=coming[row.id],
            silence_days=silent_after[row.id],
        )
        for row, client in zip(rows, people.client_values(page, rows), strict=True)
    )


def of_client(page: Page, row: t.ClientRow) -> Record:
    """Return the record of one client."""
    return of_clients(page, [row])[0]


def _check_ins(page: Page, ids: Sequence[str]) -> dict[str, list[CheckIn]]:
    found: dict[str, list[CheckIn]] = {}
    rows = page.session.execute(
        select(
            t.CheckInRow.client_id, t.CheckInRow.step_key, t.CheckInRow.day, t.CheckInRow.outcome
        )
        .where(t.CheckInRow.client_id.in_(ids), t.CheckInRow.superseded.is_(False))
        .order_by(t.CheckInRow.day)
    )
    for client_id, step_key, day, outcome in rows:
        found.setdefault(client_id, []).append(CheckIn(step_key, day, Outcome(outcome)))
    return found


def _day_moods(page: Page, ids: Sequence[str]) -> dict[str, list[tuple[date, int]]]:
    found: dict[str, list[tuple[date, int]]] = {}
    rows = page.session.execute(
        select(t.DayMoodRow.client_id, t.DayMoodRow.day, t.DayMoodRow.value)
        .where(t.DayMoodRow.client_id.in_(ids), t.DayMoodRow.superseded.is_(False))
        .order_by(t.DayMoodRow.day)
    )
    for client_id, day, value in rows:
        found.setdefault(client_id, []).append((day, value))
    return found


def _sessions(page: Page, ids: Sequence[str]) -> dict[str, list[SessionMood]]:
    found: dict[str, list[SessionMood]] = {}
    version, first = t.SessionVersionRow, aliased(t.SessionVersionRow)
    rows = page.session.execute(
        select(
            version.client_id,
            version.session_id,
            version.held_at,
            version.attendance,
            version.mood_before,
            version.mood_during,
            version.mood_after,
            version.effort,
            version.willingness,
            version.expected,
            version.place,
            version.company,
            # A correction of a word later does not make the numbers remembered ones.
            first.written_at,
        )
        .join(t.SessionRow, t.SessionRow.id == version.session_id)
        .join(first, and_(first.session_id == version.session_id, first.number == 1))
        .where(version.client_id.in_(ids), version.number == t.SessionRow.current)
        .order_by(version.held_at)
    )
    for row in rows:
        client_id, session_id, held_at, attendance, before, during, after, effort = row[:8]
        willingness, expected, place, company, written_at = row[8:]
        found.setdefault(client_id, []).append(
            SessionMood(
                session_id=session_id,
                held_at=held_at,
                attendance=Attendance(attendance),
                before=before,
                during=during,
                after=after,
                effort=effort,
                willingness=willingness,
                expected=expected,
                place=Where(place) if place else None,
                company=WithWhom(company) if company else None,
                written_at=written_at,
            )
        )
    return found
