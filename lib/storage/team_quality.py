"""Counts what a team did, by instant or client: grouped in the database, a row for each group."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from lib.domain.calendar import at_local, local_day, week_start
from lib.domain.sessions import Attendance, Outcome
from lib.domain.team_quality import Beginner, Contacts, LedTeam, contacts, shown_from
from lib.storage import appointments, visibility
from lib.storage import tables as t
from lib.storage.casebook import Page

_DONE = [outcome.value for outcome in Outcome if outcome.size is not None]


def led_teams(page: Page) -> tuple[LedTeam, ...]:
    """Return the teams this person leads with their regions, by name."""
    rows = page.session.execute(
        select(t.TeamRow.id, t.TeamRow.name, t.RegionRow.id, t.RegionRow.name)
        .outerjoin(t.TeamRegionRow, t.TeamRegionRow.team_id == t.TeamRow.id)
        .outerjoin(t.RegionRow, t.RegionRow.id == t.TeamRegionRow.region_id)
        .where(t.TeamRow.id.in_(sorted(page.scope.lead_teams)))
    )
    found = [LedTeam(one, name, region, called or "") for one, name, region, called in rows]
    # In Python: the two databases do not sort alike.
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def _first_session(page: Page, team_ids: Collection[str]) -> date | None:
    """Return the day of the first session written down about clients who are in these teams now."""
    found = page.session.scalar(
        select(func.min(t.SessionRow.held_at))
        .join(t.ClientRow, t.ClientRow.id == t.SessionRow.client_id)
        .where(_of(page, team_ids))
    )
    return local_day(found) if found is not None else None


def shown_since(page: Page, team_ids: Collection[str], *, until: date) -> tuple[date, bool]:
    """Return the Monday from which these teams are shown, and whether they began in that week."""
    first = _first_session(page, team_ids)
    since = shown_from(first, until)
    return since, first is not None and week_start(first) == since


def contacts_of(page: Page, team_ids: Collection[str], *, until: date, today: date) -> Contacts:
    """Return the contacts per week of these teams, up to the week of a day.

    That week is left out. Whether all is written down is asked of the week that is just over: of
    one that was never written down, nobody will know more later.
    """
    since, begins = shown_since(page, team_ids, until=until)
    end, running = week_start(until), week_start(today)
    return contacts(
        held(page, team_ids, since=since, until=end)[Attendance.CAME],
        clients=_came(page, team_ids, since=since, until=end),
        since=since,
        today=end,
        begins=begins,
        all_written=end < running
        or _all_written(page, team_ids, since=end - timedelta(weeks=1), until=end),
    )


def held(
    page: Page, team_ids: Collection[str], *, since: date, until: date
) -> Mapping[Attendance, Mapping[datetime, int]]:
    """Return how many sessions there were from one day to before another, by attendance.

    And by their instant: only Amsterdam's clocks know of which day that is, and many share one.
    """
    version = t.SessionVersionRow
    rows = page.session.execute(
        select(version.attendance, version.held_at, func.count())
        .join(t.SessionRow, _current())
        .join(t.ClientRow, t.ClientRow.id == version.client_id)
        .where(_of(page, team_ids), *_between(since, until))
        .group_by(version.attendance, version.held_at)
    )
    found: dict[Attendance, dict[datetime, int]] = {one: {} for one in Attendance}
    for attendance, instant, number in rows:
        found[Attendance(attendance)][instant] = number
    return found


def _came(page: Page, team_ids: Collection[str], *, since: date, until: date) -> int:
    """Return how many clients came to a session from one day to before another."""
    version = t.SessionVersionRow
    return (
        page.session.scalar(
            select(func.count(version.client_id.distinct()))
            .join(t.SessionRow, _current())
            .join(t.ClientRow, t.ClientRow.id == version.client_id)
            .where(
                _of(page, team_ids),
                version.attendance == Attendance.CAME.value,
                *_between(since, until),
            )
        )
        or 0
    )


def _all_written(page: Page, team_ids: Collection[str], *, since: date, until: date) -> bool:
    """True when each session planned from one day to before another is written down.

    However it went: a session of the same client on the day that was planned, as the worklist asks.
    """
    client_ids = page.session.scalars(select(t.ClientRow.id).where(_of(page, team_ids))).all()
    last = until - timedelta(days=1)
    found = appointments.occurrences_of(page, client_ids, first=since, last=last)
    planned = {
        (client_id, one.day)
        for client_id, some in found.items()
        for one in some
        if not one.cancelled and since <= one.day <= last
    }
    if not planned:
        return True
    rows = page.session.execute(
        select(t.SessionRow.client_id, t.SessionRow.held_at)
        .join(t.ClientRow, t.ClientRow.id == t.SessionRow.client_id)
        .where(
            _of(page, team_ids),
            t.SessionRow.held_at >= _begin(since),
            t.SessionRow.held_at < _begin(until),
        )
    )
    return planned <= {(client_id, local_day(instant)) for client_id, instant in rows}


def beginners(
    page: Page, team_ids: Collection[str], *, since: date, today: date
) -> tuple[Beginner, ...]:
    """Return when each client began who was guided on or after a day."""
    first = func.min(t.CheckInRow.day)
    done = and_(
        t.CheckInRow.client_id == t.ClientRow.id,
        t.CheckInRow.superseded.is_(False),
        t.CheckInRow.outcome.in_(_DONE),
        t.CheckInRow.day <= today,
    )
    rows = page.session.execute(
        select(t.ClientRow.started_on, t.ClientRow.ended_on, t.IntakeRow.referred_on, first)
        .outerjoin(t.IntakeRow, t.IntakeRow.client_id == t.ClientRow.id)
        .outerjoin(t.CheckInRow, done)
        .where(
            _of(page, team_ids),
            t.ClientRow.started_on <= today,
            or_(t.ClientRow.ended_on.is_(None), t.ClientRow.ended_on >= since),
        )
        .group_by(
            t.ClientRow.id, t.ClientRow.started_on, t.ClientRow.ended_on, t.IntakeRow.referred_on
        )
    )
    return tuple(Beginner(*row) for row in rows)


def _between(since: date, until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions for a session from one day in Amsterdam to before another."""
    at = t.SessionVersionRow.held_at
    return at >= _begin(since), at < _begin(until)


def _begin(day: date) -> datetime:
    return at_local(day, time())


def _current() -> ColumnElement[bool]:
    """Return the condition that joins a session to the version of it that counts."""
    return and_(
        t.SessionRow.id == t.SessionVersionRow.session_id,
        t.SessionVersionRow.number == t.SessionRow.current,
    )


def _of(page: Page, team_ids: Collection[str]) -> ColumnElement[bool]:
    """Return the condition for the clients of these teams, as far as this person leads them."""
    led = sorted(page.scope.lead_teams & set(team_ids))
    return and_(visibility.visible_clients(page.scope), t.ClientRow.team_id.in_(led))
