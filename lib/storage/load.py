"""Counts the work of a team by coach: sessions, heavy talks, hours, cover and questions."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from lib.domain.access import Role
from lib.domain.calendar import at_local, local_day
from lib.domain.load import AHEAD_DAYS, Ahead, Behind, Coach, Held, Work, minutes_available
from lib.domain.sessions import Attendance
from lib.storage import appointments, free_days, visibility
from lib.storage import tables as t
from lib.storage.casebook import Page

Key = tuple[str, str]


def coaches(page: Page, team_ids: Collection[str]) -> tuple[Coach, ...]:
    """Return everyone who coaches in these teams, or still guides a client of them.

    Whose account was closed, or who left the team, is among them while clients are theirs.
    """
    teams = dict(
        page.session.execute(
            select(t.TeamRow.id, t.TeamRow.name).where(t.TeamRow.id.in_(sorted(team_ids)))
        ).all()
    )
    members = {
        (person, team)
        for person, team in page.session.execute(
            select(t.MembershipRow.person_id, t.MembershipRow.team_id)
            .join(t.PersonRow, t.PersonRow.id == t.MembershipRow.person_id)
            .where(
                t.MembershipRow.team_id.in_(sorted(team_ids)),
                t.MembershipRow.role == Role.COACH.value,
                t.PersonRow.active.is_(True),
            )
        )
    }
    guiding = {
        (person, team)
        for person, team in page.session.execute(
            _clients(page, team_ids)
            .with_only_columns(t.ClientRow.coach_id, t.ClientRow.team_id)
            .where(t.ClientRow.ended_on.is_(None))
            .distinct()
        )
    }
    names = dict(
        page.session.execute(
            select(t.PersonRow.id, t.PersonRow.name).where(
                t.PersonRow.id.in_({person for person, _ in members | guiding})
            )
        ).all()
    )
    return tuple(
        Coach(person, names[person], team, teams[team], there=(person, team) in members)
        for person, team in sorted(members | guiding)
    )


def work(page: Page, team_ids: Collection[str], *, since: date) -> Work:
    """Return what was counted of the work in these teams, in the period and ahead."""
    return Work(
        sessions=_sessions(page, team_ids, since=since),
        heavy=_heavy(page, team_ids, since=since),
        available=_available(page, team_ids),
        planned=_planned(page, team_ids),
        covering=_covering(page, team_ids),
        questions=_questions(page, team_ids),
    )


def began(page: Page, team_ids: Collection[str], *, since: date) -> dict[str, str]:
    """Return the names, by id, of the clients of these teams who began on or after a day."""
    query = (
        _clients(page, team_ids)
        .where(t.ClientRow.started_on >= since)
        .with_only_columns(t.ClientRow.id, t.ClientRow.name)
        .order_by(t.ClientRow.name, t.ClientRow.id)
    )
    return dict(page.session.execute(query).all())


def behind(page: Page, team_ids: Collection[str], coach_id: str, *, since: date) -> Behind:
    """Return the rows behind the talks and the planned hours of one coach in these teams."""
    held = _held(page, team_ids, since=since).subquery()
    talks = page.session.execute(
        select(held.c.held_at, held.c.client_id, t.ClientRow.name)
        .join(t.ClientRow, t.ClientRow.id == held.c.client_id)
        .where(held.c.written_by == coach_id)
        .order_by(held.c.held_at.desc(), held.c.client_id)
    )
    names = dict(
        page.session.execute(
            _clients(page, team_ids)
            .where(t.ClientRow.coach_id == coach_id, t.ClientRow.ended_on.is_(None))
            .with_only_columns(t.ClientRow.id, t.ClientRow.name)
        ).all()
    )
    today = local_day(page.now)
    last = today + timedelta(days=AHEAD_DAYS - 1)
    planned = appointments.occurrences_of(page, sorted(names), first=today, last=last)
    ahead = [
        Ahead(one.starts_at, one.appointment.minutes, client_id, names[client_id])
        for client_id, some in planned.items()
        for one in some
        if not one.cancelled
    ]
    return Behind(
        held=tuple(Held(*one) for one in talks),
        ahead=tuple(sorted(ahead, key=lambda one: (one.starts_at, one.client_id))),
    )


def heavy_talks(page: Page, team_ids: Collection[str], *, since: date, until: date) -> int:
    """Return how many heavy talks these teams had from one day to before another, of everyone."""
    begun, later = (_heavy(page, team_ids, since=day) for day in (since, until))
    return sum(begun.values()) - sum(later.values())


def hours(page: Page, team_ids: Collection[str]) -> dict[Key, int]:
    """Return the minutes a week of each coach in these teams of whom they are known."""
    row = t.CoachHoursRow
    query = select(row.person_id, row.team_id, row.minutes_per_week).where(
        row.team_id.in_(sorted(team_ids))
    )
    return {(person, team): minutes for person, team, minutes in page.session.execute(query)}


def set_hours(page: Page, person_id: str, team_id: str, minutes: int | None) -> bool:
    """Keep the minutes a week of a coach in a team, None for not known; False when it is so."""
    row = page.session.get(t.CoachHoursRow, (person_id, team_id))
    if (row.minutes_per_week if row is not None else None) == minutes:
        return False
    if minutes is None:
        page.session.delete(row)
    else:
        if row is None:
            row = t.CoachHoursRow(person_id=person_id, team_id=team_id)
            page.session.add(row)
        row.minutes_per_week = minutes
        row.changed_by, row.changed_at = page.scope.person_id, page.now
    page.session.flush()
    return True


def _clients(page: Page, team_ids: Collection[str]) -> Select[t.ClientRow]:
    return visibility.clients(page.scope).where(t.ClientRow.team_id.in_(sorted(team_ids)))


def _held(
    page: Page, team_ids: Collection[str], *, since: date
) -> Select[str, str, str, str, datetime]:
    """Return the query for talks of the period to which a client of these teams came.

    By whom, in which team, which, with whom and when. A talk is theirs who wrote it down first: a
    correction by another later changes no load.
    """
    first, current = aliased(t.SessionVersionRow), t.SessionVersionRow
    return (
        select(
            first.written_by,
            t.ClientRow.team_id,
            t.SessionRow.id,
            t.SessionRow.client_id,
            t.SessionRow.held_at,
        )
        .select_from(t.SessionRow)
        .join(t.ClientRow, t.ClientRow.id == t.SessionRow.client_id)
        .join(
            current,
            and_(current.session_id == t.SessionRow.id, current.number == t.SessionRow.current),
        )
        .join(first, and_(first.session_id == t.SessionRow.id, first.number == 1))
        .where(
            visibility.visible_clients(page.scope),
            t.ClientRow.team_id.in_(sorted(team_ids)),
            t.SessionRow.held_at >= at_local(since, time(0, 0)),
            current.attendance == Attendance.CAME.value,
        )
    )


def _sessions(page: Page, team_ids: Collection[str], *, since: date) -> dict[Key, int]:
    held = _held(page, team_ids, since=since).subquery()
    query = select(held.c.written_by, held.c.team_id, func.count()).group_by(
        held.c.written_by, held.c.team_id
    )
    return {(person, team): count for person, team, count in page.session.execute(query)}


def _heavy(page: Page, team_ids: Collection[str], *, since: date) -> Mapping[Key, int]:
    """Count talks whose coach said they were heavy, and those while a care signal was open."""
    begin = at_local(since, time(0, 0))
    signal = t.CareSignalRow
    signals: dict[str, list[tuple[datetime, datetime | None]]] = {}
    for client_id, opened, closed in page.session.execute(
        select(signal.client_id, signal.opened_at, signal.closed_at)
        .join(t.ClientRow, t.ClientRow.id == signal.client_id)
        .where(
            visibility.visible_clients(page.scope),
            t.ClientRow.team_id.in_(sorted(team_ids)),
            or_(signal.closed_at.is_(None), signal.closed_at >= begin),
        )
    ):
        signals.setdefault(client_id, []).append((opened, closed))
    said = select(t.HeavyTalkRow.session_id)
    query = (
        _held(page, team_ids, since=since)
        .add_columns(t.SessionRow.id.in_(said))
        .where(or_(t.SessionRow.id.in_(said), t.SessionRow.client_id.in_(sorted(signals))))
    )
    found: Counter[Key] = Counter()
    for person, team, _, client_id, held_at, told in page.session.execute(query):
        day = local_day(held_at)
        if told or any(_open_on(day, *one) for one in signals.get(client_id, ())):
            found[person, team] += 1
    return found


def _open_on(day: date, opened: datetime, closed: datetime | None) -> bool:
    return local_day(opened) <= day and (closed is None or local_day(closed) >= day)


def _available(page: Page, team_ids: Collection[str]) -> dict[Key, int | None]:
    today = local_day(page.now)
    last = today + timedelta(days=AHEAD_DAYS - 1)
    known = hours(page, team_ids)
    row = t.AbsenceRow
    away: dict[str, list[tuple[date, date]]] = {}
    for person, start, end in page.session.execute(
        select(row.person_id, row.start_day, row.end_day).where(
            row.person_id.in_({person for person, _ in known}),
            row.start_day <= last,
            row.end_day >= today,
        )
    ):
        away.setdefault(person, []).append((start, end))
    free = free_days.between(today, last).public
    return {
        (person, team): minutes_available(
            minutes, first=today, free=free, away=away.get(person, ())
        )
        for (person, team), minutes in known.items()
    }


def _planned(page: Page, team_ids: Collection[str]) -> Mapping[Key, int]:
    """Add up the appointments of the coming days, for whoever guides the client."""
    guided = {
        client_id: (coach, team)
        for client_id, coach, team in page.session.execute(
            _clients(page, team_ids)
            .where(t.ClientRow.ended_on.is_(None))
            .with_only_columns(t.ClientRow.id, t.ClientRow.coach_id, t.ClientRow.team_id)
        )
    }
    today = local_day(page.now)
    last = today + timedelta(days=AHEAD_DAYS - 1)
    found: Counter[Key] = Counter()
    ids = sorted(guided)
    for client_id, some in appointments.occurrences_of(page, ids, first=today, last=last).items():
        found[guided[client_id]] += sum(
            one.appointment.minutes for one in some if not one.cancelled
        )
    return found


def _covering(page: Page, team_ids: Collection[str]) -> dict[Key, int]:
    today = local_day(page.now)
    row = t.CoverRow
    query = (
        select(row.coverer_id, t.ClientRow.team_id, func.count(row.client_id.distinct()))
        .join(t.ClientRow, t.ClientRow.id == row.client_id)
        .where(
            visibility.visible_clients(page.scope),
            t.ClientRow.team_id.in_(sorted(team_ids)),
            row.start_day <= today,
            row.end_day >= today,
            row.ended_at.is_(None),
        )
        .group_by(row.coverer_id, t.ClientRow.team_id)
    )
    return {(person, team): count for person, team, count in page.session.execute(query)}


def _questions(page: Page, team_ids: Collection[str]) -> dict[Key, int]:
    """Count questions without an answer for whoever is the coach of the client now."""
    row = t.QuestionRow
    query = (
        select(t.ClientRow.coach_id, t.ClientRow.team_id, func.count())
        .select_from(row)
        .join(t.ClientRow, t.ClientRow.id == row.client_id)
        .where(
            visibility.visible_clients(page.scope),
            t.ClientRow.team_id.in_(sorted(team_ids)),
            t.ClientRow.ended_on.is_(None),
            row.answered_at.is_(None),
            row.done_at.is_(None),
        )
        .group_by(t.ClientRow.coach_id, t.ClientRow.team_id)
    )
    return {(coach, team): count for coach, team, count in page.session.execute(query)}
