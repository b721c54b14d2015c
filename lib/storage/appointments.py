"""Keeps what is planned with clients and groups, and the copy of each next date."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import or_, select

from lib.domain.access import Role
from lib.domain.agenda import (
    USUAL_MINUTES,
    Appointment,
    Moved,
    Occurrence,
    Plan,
    is_planned,
    next_start,
    occurrences,
)
from lib.domain.calendar import AMSTERDAM, local_day, week_start
from lib.domain.problems import NotFound
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id
from lib.storage.visits import covers, digest

Kept = t.AppointmentRow | t.GroupAppointmentRow


# -- reading ----------------------------------------------------------------------------------


def occurrences_of(
    page: Page, client_ids: Sequence[str], *, first: date, last: date
) -> dict[str, tuple[Occurrence, ...]]:
    """Return what was planned with these clients on these days by client id, earliest first.

    Cancelled ones are among them. What lies after the end of a client's guidance is not; a client
    without any is absent.
    """
    ended = _ended(page, client_ids)
    found = {}
    for client_id, planned in _of_clients(page, client_ids, first=first, last=last).items():
        end = ended.get(client_id)
        some = tuple(
            one for one in occurrences(planned, first, last) if end is None or one.day <= end
        )
        if some:
            found[client_id] = some
    return found


def from_today(page: Page, client_id: str) -> tuple[Appointment, ...]:
    """Return what is planned with a client from today on, by first day: each series, too."""
    return _from_today(page, [client_id]).get(client_id, ())


def of_groups(page: Page, person_id: str) -> tuple[Appointment, ...]:
    """Return the groups and other meetings of a colleague, by first day."""
    rows = page.session.scalars(
        select(t.GroupAppointmentRow)
        .where(
            t.GroupAppointmentRow.person_id == person_id, t.GroupAppointmentRow.removed.is_(False)
        )
        .order_by(t.GroupAppointmentRow.day, t.GroupAppointmentRow.id)
    )
    return tuple(value(row) for row in rows)


def next_starts(page: Page, rows: Iterable[t.ClientRow]) -> dict[str, datetime | None]:
    """Return by client id when each comes next; of one that has none, the last known date.

    The kept copy is renewed at every write and grows old by itself: only where the time it names
    has come, the agenda is asked again.
    """
    found = {row.id: row.next_appointment for row in rows}
    old = [one for one, at in found.items() if at is not None and at <= page.now]
    ended = _ended(page, old)
    for client_id, planned in _from_today(page, old).items():
        coming = next_start(planned, now=page.now) if ended.get(client_id) is None else None
        if coming is not None:
            found[client_id] = coming.starts_at
    return found


def get(page: Page, client_id: str, appointment_id: str) -> t.AppointmentRow:
    """Return an appointment of this client; raises `NotFound` without it."""
    row = page.session.get(t.AppointmentRow, appointment_id)
    if row is None or row.client_id != client_id or row.removed:
        raise NotFound()
    return row


def get_group(page: Page, appointment_id: str) -> t.GroupAppointmentRow:
    """Return an own group, locked; raises `NotFound` for a colleague's."""
    row = page.session.scalars(
        select(t.GroupAppointmentRow)
        .where(t.GroupAppointmentRow.id == appointment_id)
        .with_for_update()
    ).one_or_none()
    if row is None or row.removed or row.person_id != page.scope.person_id:
        raise NotFound()
    return row


def client_of(page: Page, appointment_id: str) -> str | None:
    """Return with which client this was planned, or None: a group's, or unknown."""
    return page.session.scalar(
        select(t.AppointmentRow.client_id).where(t.AppointmentRow.id == appointment_id)
    )


def saved_with(page: Page, save_key: str, client_id: str | None) -> str | None:
    """Return the id of what was planned with this key for this client, or a group; or None."""
    if client_id is None:
        return page.session.scalar(
            select(t.GroupAppointmentRow.id).where(
                t.GroupAppointmentRow.save_key == save_key,
                t.GroupAppointmentRow.person_id == page.scope.person_id,
            )
        )
    return page.session.scalar(
        select(t.AppointmentRow.id).where(
            t.AppointmentRow.save_key == save_key, t.AppointmentRow.client_id == client_id
        )
    )


def value(row: Kept) -> Appointment:
    """Return what stands in a row."""
    client = isinstance(row, t.AppointmentRow)
    return Appointment(
        id=row.id,
        client_id=cast(t.AppointmentRow, row).client_id if client else None,
        title="" if client else cast(t.GroupAppointmentRow, row).title,
        day=row.day,
        at=time.fromisoformat(row.at),
        minutes=row.minutes,
        every_weeks=row.every_weeks,
        until=row.until,
        place=row.place,
        changes={date.fromisoformat(day): _moved(to) for day, to in row.changes.items()},
        version=row.version,
    )


# -- writing ----------------------------------------------------------------------------------


def add(
    page: Page,
    plan: Plan,
    *,
    client_id: str | None,
    save_key: str,
    session_id: str | None = None,
) -> Kept:
    """Add what was planned with a client, or of a group of whoever is at work.

    `session_id` names the session in which it was agreed: undone, it goes again.
    """
    row: Kept
    if client_id is None:
        row = t.GroupAppointmentRow(
            id=new_id(), person_id=page.scope.person_id, title=plan.title, save_key=save_key
        )
    else:
        row = t.AppointmentRow(id=new_id(), client_id=client_id, agreed=[], save_key=save_key)
        _note(row, session_id, day=None, was=None)
    row.changes, row.removed = {}, False
    _fill(row, plan)
    page.session.add(row)
    touch(page, row)
    return row


def fill(page: Page, row: Kept, plan: Plan) -> None:
    """Keep another plan for it; what was changed on days that stay planned stays changed."""
    _fill(row, plan)
    if isinstance(row, t.GroupAppointmentRow):
        row.title = plan.title
    by_hand(row)
    touch(page, row)


def change_day(page: Page, row: Kept, planned: date, to: Moved | None) -> None:
    """Let one time of a series go elsewhere, or cancel it with None."""
    row.changes = {**row.changes, planned.isoformat(): _written(to)}
    by_hand(row)
    touch(page, row)


def leave_day(page: Page, row: Kept, planned: date) -> None:
    """Let one time stand as it was planned again."""
    row.changes = {day: to for day, to in row.changes.items() if day != planned.isoformat()}
    by_hand(row)
    touch(page, row)


def by_hand(row: Kept) -> None:
    """Note that it was changed outside a session: undoing a session leaves it alone from now."""
    if isinstance(row, t.AppointmentRow):
        row.agreed = []


def touch(page: Page, row: Kept) -> None:
    """Keep who changed it, and when."""
    if isinstance(row, t.AppointmentRow):
        row.changed_by = page.scope.person_id
    row.changed_at = page.now
    page.session.flush()


# -- the next date ----------------------------------------------------------------------------


def settle(page: Page, client: t.ClientRow) -> None:
    """Renew the kept copy of a client's next date: the first time that has not begun, or None."""
    coming = None
    if client.ended_on is None:
        coming = next_start(from_today(page, client.id), now=page.now)
    starts_at = coming.starts_at if coming else None
    if client.next_appointment != starts_at:
        client.next_appointment = starts_at
        client.changed_at, client.changed_by = page.now, page.scope.person_id
        page.session.flush()


def agree(
    page: Page, client: t.ClientRow, starts_at: datetime, *, session_id: str | None = None
) -> None:
    """Let a client come at this moment: what was agreed in a session, or written down by hand.

    One that stands there already stays. Otherwise the next one moves, when it is a single one or
    lies in the same week, because a series has one time a week; else a single one is added.
    """
    local = starts_at.astimezone(AMSTERDAM)
    to = (local.date(), local.time())
    planned = from_today(page, client.id)
    for one in occurrences(planned, to[0], to[0]):
        if one.starts_at == starts_at and not one.cancelled:
            return
    coming = next_start(planned, now=page.now)
    if coming is None or (
        coming.appointment.repeats and week_start(coming.planned) != week_start(to[0])
    ):
        plan = Plan(*to, USUAL_MINUTES, "", None, None, "")
        add(page, plan, client_id=client.id, save_key=new_id(), session_id=session_id)
    else:
        row = get(page, client.id, coming.appointment.id)
        if coming.appointment.repeats:
            day = coming.planned.isoformat()
            _note(row, session_id, day=day, was=row.changes.get(day, ""))
            row.changes = {**row.changes, day: _written(to)}
        else:
            _note(row, session_id, day=None, was=_written((row.day, time.fromisoformat(row.at))))
            row.day, row.at, row.changes = to[0], f"{to[1]:%H:%M}", {}
        touch(page, row)
    page.session.flush()


def take_out_next(page: Page, client: t.ClientRow) -> bool:
    """Take out the next appointment, when there is one; False when it belongs to a series."""
    coming = next_start(from_today(page, client.id), now=page.now)
    if coming is None:
        return True
    if coming.appointment.repeats:
        return False
    row = get(page, client.id, coming.appointment.id)
    row.removed = True
    by_hand(row)
    touch(page, row)
    return True


def forget_session(page: Page, client: t.ClientRow, session_id: str) -> None:
    """Undo what was agreed in a session, unless it was changed since: as it stood before it."""
    rows = page.session.scalars(
        select(t.AppointmentRow).where(t.AppointmentRow.client_id == client.id)
    ).all()
    for row in rows:
        if not row.agreed or row.agreed[-1]["session"] != session_id:
            continue
        *earlier, last = row.agreed
        row.agreed = earlier
        if last["day"] is not None:
            row.changes = {
                **{day: to for day, to in row.changes.items() if day != last["day"]},
                **({last["day"]: last["was"]} if last["was"] else {}),
            }
        elif last["was"] is None:
            page.session.delete(row)
            continue
        else:
            day, at = _there(last["was"])
            row.day, row.at = day, f"{at:%H:%M}"
        touch(page, row)
    page.session.flush()


def _note(
    row: t.AppointmentRow, session_id: str | None, *, day: str | None, was: str | None
) -> None:
    """Remember where it stood before a session: nowhere is None, as planned is ""."""
    if session_id is None:
        row.agreed = []
    else:
        row.agreed = [*row.agreed, {"session": session_id, "day": day, "was": was}]


# -- a calendar elsewhere -----------------------------------------------------------------------


def feed_made(page: Page) -> datetime | None:
    """Return since when whoever is at work has an open feed, or None."""
    return page.session.scalar(
        select(t.CalendarFeedRow.made_at)
        .where(
            t.CalendarFeedRow.person_id == page.scope.person_id,
            t.CalendarFeedRow.revoked_at.is_(None),
        )
        .order_by(t.CalendarFeedRow.made_at.desc())
        .limit(1)
    )


def make_feed(page: Page, token: str) -> None:
    """Open a feed behind this token; of the token itself nothing but a digest is kept."""
    page.session.add(
        t.CalendarFeedRow(id=digest(token), person_id=page.scope.person_id, made_at=page.now)
    )
    page.session.flush()


def close_feeds(page: Page) -> int:
    """Let every feed of whoever is at work end, and return how many did."""
    rows = page.session.scalars(
        select(t.CalendarFeedRow).where(
            t.CalendarFeedRow.person_id == page.scope.person_id,
            t.CalendarFeedRow.revoked_at.is_(None),
        )
    ).all()
    for row in rows:
        row.revoked_at = page.now
    page.session.flush()
    return len(rows)


def feed_owner(page: Page, token: str) -> str | None:
    """Return whose feed this token opens, or None: unknown, revoked, or of a closed account."""
    return page.session.scalar(
        select(t.PersonRow.id)
        .join(t.CalendarFeedRow, t.CalendarFeedRow.person_id == t.PersonRow.id)
        .where(
            t.CalendarFeedRow.id == digest(token),
            t.CalendarFeedRow.revoked_at.is_(None),
            t.PersonRow.active.is_(True),
        )
    )


def guided_by(page: Page, person_id: str) -> tuple[str, ...]:
    """Return the ids of the clients someone guides now, in the teams in which they coach.

    As coach, or today in the coach's place. For a calendar that asks without anybody signed in: no
    net is spread there.
    """
    coaching = select(t.MembershipRow.team_id).where(
        t.MembershipRow.person_id == person_id, t.MembershipRow.role == Role.COACH.value
    )
    covered = sorted(covers(page, person_id))
    return tuple(
        page.session.scalars(
            select(t.ClientRow.id)
            .where(
                or_(t.ClientRow.coach_id == person_id, t.ClientRow.id.in_(covered)),
                t.ClientRow.team_id.in_(coaching),
            )
            .order_by(t.ClientRow.id)
        )
    )


def feed_told(page: Page, token: str) -> set[str] | None:
    """Return whom the lines of today name, or None without one: programs ask every few minutes."""
    query = select(t.AuditRow.listed).where(t.AuditRow.view == _feed_view(page, token))
    lines = page.session.scalars(query).all()
    return {one for listed in lines for one in listed or ()} if lines else None


def tell_feed(page: Page, person_id: str, token: str, client_ids: Sequence[str]) -> None:
    """Write in the log that a calendar asked, and of whose appointments it got the times."""
    page.log("R", "agenda feed", person_id=person_id, view=_feed_view(page, token))
    page.showed(client_ids)


def _feed_view(page: Page, token: str) -> str:
    return f"feed {digest(token)[:16]} {local_day(page.now)}"


# -- small parts ------------------------------------------------------------------------------


def _from_today(page: Page, client_ids: Sequence[str]) -> dict[str, tuple[Appointment, ...]]:
    return _of_clients(page, client_ids, first=local_day(page.now), last=date.max)


def _of_clients(
    page: Page, client_ids: Sequence[str], *, first: date, last: date
) -> dict[str, tuple[Appointment, ...]]:
    """Return what is planned on these days by client id, and every series: see below."""
    if not client_ids:
        return {}
    row = t.AppointmentRow
    # A time of a series can be moved far from its own days, so a series is always looked at.
    query = select(row).where(
        row.client_id.in_(client_ids),
        row.removed.is_(False),
        or_(row.every_weeks.is_not(None), row.day.between(first, last)),
    )
    found: dict[str, list[Appointment]] = {}
    for one in page.session.scalars(query.order_by(row.day, row.id)):
        found.setdefault(one.client_id, []).append(value(one))
    return {client_id: tuple(some) for client_id, some in found.items()}


def _ended(page: Page, client_ids: Sequence[str]) -> dict[str, date]:
    """Return on which day the guidance of these clients ended, of those of whom it did."""
    query = select(t.ClientRow.id, t.ClientRow.ended_on).where(
        t.ClientRow.id.in_(client_ids), t.ClientRow.ended_on.is_not(None)
    )
    return {client_id: day for client_id, day in page.session.execute(query) if day is not None}


def _fill(row: Kept, plan: Plan) -> None:
    row.day, row.at, row.minutes = plan.day, f"{plan.at:%H:%M}", plan.minutes
    row.every_weeks, row.until, row.place = plan.every_weeks, plan.until, plan.place
    # What was changed on days that the plan still gives stays as it is; other days are gone.
    planned = value(row)
    row.changes = {
        day: to
        for day, to in row.changes.items()
        if planned.repeats and is_planned(planned, date.fromisoformat(day))
    }


def _written(to: Moved | None) -> str | None:
    return None if to is None else f"{to[0].isoformat()} {to[1]:%H:%M}"


def _there(words: str) -> Moved:
    day, _, at = words.partition(" ")
    return date.fromisoformat(day), time.fromisoformat(at)


def _moved(to: Any) -> Moved | None:
    return None if to is None else _there(to)
