"""Counts one month of a team, a question to the database for each subject."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from lib.domain.calendar import at_local, local_day
from lib.domain.sessions import Attendance
from lib.domain.team_report import ClientLine, Counts, Month
from lib.storage import appointments, load, people, team_quality, visibility
from lib.storage import tables as t
from lib.storage.casebook import Page


def began(page: Page, team_id: str) -> date:
    """Return the day on which a team began: it was made, or guidance in it began before that."""
    made = page.session.get_one(t.TeamRow, team_id).created_at
    first = page.session.scalar(select(func.min(t.ClientRow.started_on)).where(_of(page, team_id)))
    return min([local_day(made), *([first] if first is not None else [])])


def counts(page: Page, team_id: str, month: Month) -> Counts:
    """Return what happened in a month with the clients who are in this team now."""
    held = team_quality.held(page, [team_id], since=month.first, until=_after(month))
    question, handover, cover = t.QuestionRow, t.HandoverRow, t.CoverRow
    taken_back = and_(question.done_at.is_not(None), question.answered_at.is_(None))
    return Counts(
        guided=len(guided(page, team_id, month)),
        new=_count(page, team_id, t.ClientRow.started_on.between(month.first, month.last)),
        ended=_count(page, team_id, t.ClientRow.ended_on.between(month.first, month.last)),
        sessions={one: sum(held[one].values()) for one in Attendance},
        heavy_talks=load.heavy_talks(page, [team_id], since=month.first, until=_after(month)),
        questions_asked=_number(
            page,
            _about(page, team_id, question).where(_during(question.asked_at, month), ~taken_back),
        ),
        questions_answered=_number(
            page, _about(page, team_id, question).where(_during(question.answered_at, month))
        ),
        handovers=_number(
            page,
            _about(page, team_id, handover).where(
                handover.state == "accepted", _during(handover.decided_at, month)
            ),
        ),
        covers=_number(
            page,
            _about(page, team_id, cover).where(
                cover.start_day <= month.last,
                cover.end_day >= month.first,
                or_(cover.ended_at.is_(None), cover.ended_at >= _begin(month.first)),
            ),
        ),
    )


def care_signals(page: Page, team_id: str, month: Month) -> tuple[int, int]:
    """Return how many care signals were opened in a month, and how many were closed."""
    signal = t.CareSignalRow
    opened, closed = (
        _number(page, _about(page, team_id, signal).where(_during(at, month)))
        for at in (signal.opened_at, signal.closed_at)
    )
    return opened, closed


def guided(page: Page, team_id: str, month: Month) -> Sequence[t.ClientRow]:
    """Return the clients who were guided on at least one day of a month."""
    return page.session.scalars(
        select(t.ClientRow).where(
            _of(page, team_id),
            t.ClientRow.started_on <= month.last,
            or_(t.ClientRow.ended_on.is_(None), t.ClientRow.ended_on >= month.first),
        )
    ).all()


def began_between(page: Page, team_id: str, *, first: date, last: date) -> Sequence[str]:
    """Return the ids of clients whose guidance began on these days, ended ones among them."""
    return page.session.scalars(
        select(t.ClientRow.id).where(
            _of(page, team_id), t.ClientRow.started_on.between(first, last)
        )
    ).all()


def lines(page: Page, rows: Sequence[t.ClientRow], month: Month) -> list[ClientLine]:
    """Return the list with names of these clients; the next date is that of this moment."""
    version = t.SessionVersionRow
    last = dict(
        page.session.execute(
            select(version.client_id, func.max(version.held_at))
            .join(
                t.SessionRow,
                and_(t.SessionRow.id == version.session_id, version.number == t.SessionRow.current),
            )
            .where(
                version.client_id.in_([row.id for row in rows]),
                version.attendance == Attendance.CAME.value,
                version.held_at < _begin(_after(month)),
            )
            .group_by(version.client_id)
        ).all()
    )
    coming = appointments.next_starts(page, rows)
    coaches = people.names(page, {row.coach_id for row in rows})

    def ahead(row: t.ClientRow) -> datetime | None:
        found = coming[row.id]
        return found if row.ended_on is None and found is not None and found > page.now else None

    return [
        ClientLine(
            name=row.name,
            coach_name=coaches[row.coach_id],
            started_on=row.started_on,
            ended_on=row.ended_on,
            last_session=local_day(last[row.id]) if row.id in last else None,
            next_date=ahead(row),
        )
        for row in rows
    ]


def _about(page: Page, team_id: str, table: Any) -> Select[int]:
    """Return the query that counts rows of a table about clients of a team."""
    return (
        select(func.count())
        .select_from(table)
        .join(t.ClientRow, t.ClientRow.id == table.client_id)
        .where(_of(page, team_id))
    )


def _count(page: Page, team_id: str, condition: ColumnElement[bool]) -> int:
    return _number(page, select(func.count(t.ClientRow.id)).where(_of(page, team_id), condition))


def _number(page: Page, query: Select[int]) -> int:
    return page.session.scalar(query) or 0


def _during(at: Any, month: Month) -> ColumnElement[bool]:
    return and_(at >= _begin(month.first), at < _begin(_after(month)))


def _after(month: Month) -> date:
    return month.last + timedelta(days=1)


def _begin(day: date) -> datetime:
    return at_local(day, time())


def _of(page: Page, team_id: str) -> ColumnElement[bool]:
    """Return the condition for the clients of a team, as far as this person leads it."""
    return and_(
        visibility.visible_clients(page.scope),
        t.ClientRow.team_id.in_(sorted(page.scope.lead_teams & {team_id})),
    )
