"""The agenda of a coach: what is planned with clients and groups, and its feed."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from lib.domain.access import Book, Permission, Scope
from lib.domain.agenda import (
    FARTHEST,
    Agenda,
    Appointment,
    AppointmentDraft,
    FeedItem,
    Item,
    Occurrence,
    Plan,
    Remarked,
    check,
    check_move,
    feed_uid,
    from_here,
    is_planned,
    occurrence,
    occurrences,
    on_holidays,
    remarks,
)
from lib.domain.calendar import local_day
from lib.domain.problems import Closed, Invalid, NotFound, Refused, Stale
from lib.domain.words import msg
from lib.storage import appointments, casebook, free_days, people
from lib.storage import tables as t
from lib.storage.appointments import Kept
from lib.storage.casebook import Page

# How far ahead a series is looked at for what is worth saying about it.
AHEAD = timedelta(days=26 * 7)
FEED_BEFORE, FEED_AHEAD = timedelta(days=4 * 7), timedelta(days=26 * 7)


class Planned(NamedTuple):
    """What was planned: its id, and what is worth knowing about it, earliest first."""

    id: str
    remarks: tuple[Remarked, ...]


class ChangedMeanwhile(Refused):
    """The appointment is not as it was on screen."""

    sentence = msg("This appointment was changed in another window. Look at it again, then save.")


# -- looking ----------------------------------------------------------------------------------


def of_mine(scope: Scope, first_day: date, last_day: date, *, now: datetime) -> Agenda:
    """Return what stands in one's own agenda on these days, with holidays: clients and groups.

    Cancelled ones are among it. What lies after the end of someone's guidance is not.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.looking(scope, "agenda", now=now) as page:
        guided = {row.id: row.name for row in people.active_clients(page, own=True)}
        names = guided | {row.id: row.name for row in people.ended_clients(page)}
        found = _with_clients(page, list(names), first_day, last_day)
        page.showed(sorted({*guided, *(one.client_id for one in found if one.client_id)}))
        found += occurrences(appointments.of_groups(page, scope.person_id), first_day, last_day)
        items = [
            Item(one, names[one.client_id] if one.client_id else one.appointment.title)
            for one in found
        ]
        items.sort(key=lambda one: (one.occurrence.starts_at, one.name))
        return Agenda(tuple(items), free_days.between(first_day, last_day), guided)


def coming(scope: Scope, client_id: str, *, now: datetime) -> tuple[Occurrence, ...]:
    """Return what is to come with a client of one's own in half a year, cancelled ones too.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    with casebook.looking(scope, "client", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        today = local_day(now)
        found = appointments.occurrences_of(page, [row.id], first=today, last=today + AHEAD)
        return tuple(one for one in found.get(row.id, ()) if one.starts_at > now)


def look_at(
    scope: Scope, appointment_id: str, planned: date, *, now: datetime
) -> tuple[Item, dict[date, str]]:
    """Return one time with whom, and the coming public holidays of its series by day.

    Raises `NotFound` for an appointment of another, or a day on which none was planned.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.reading(scope, now=now) as page:
        client_id = appointments.client_of(page, appointment_id)
    with casebook.looking(scope, "appointment", client_id=client_id, now=now) as page:
        if client_id is None:
            found, name = _own_group(page, appointment_id), ""
        else:
            client = page.own_client(client_id)
            row = appointments.get(page, client.id, appointment_id)
            found, name = appointments.value(row), client.name
        return (
            Item(_time_of(found, planned), name or found.title),
            {of.planned: told for of, told in _on_holidays(page, found) if found.repeats},
        )


# -- planning ---------------------------------------------------------------------------------


def plan(
    scope: Scope, client_id: str, draft: AppointmentDraft, *, save_key: str, now: datetime
) -> Planned:
    """Plan an appointment with a client, once or as a series; the same `save_key` plans it once.

    Raises `Invalid` with the problems, `Closed` after the end of guidance, `NotFound` for a client
    that is not theirs.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    checked, problems = check(draft, group=False, now=now)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        known = appointments.saved_with(page, save_key, client.id)
        if known is not None:
            return Planned(known, _remarks(page, _value_of(page, known)))
        if client.ended_on is not None:
            raise Closed()
        if checked is None:
            raise Invalid(problems)
        row = appointments.add(page, checked, client_id=client.id, save_key=save_key)
        _done(page, "C", row, client)
        return Planned(row.id, _remarks(page, appointments.value(row)))


def plan_group(scope: Scope, draft: AppointmentDraft, *, save_key: str, now: datetime) -> Planned:
    """Plan a group or another meeting in one's own agenda; the same `save_key` plans it once.

    Raises `Invalid` with the problems.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    checked, problems = check(draft, group=True, now=now)
    if checked is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        # A second click waits for the first: it needs the lock on the coach's own row.
        page.session.get_one(t.PersonRow, scope.person_id, with_for_update=True)
        known = appointments.saved_with(page, save_key, None)
        if known is not None:
            return Planned(known, _remarks(page, _value_of(page, known)))
        row = appointments.add(page, checked, client_id=None, save_key=save_key)
        _done(page, "C", row, None)
        return Planned(row.id, _remarks(page, appointments.value(row)))


def change(
    scope: Scope,
    appointment_id: str,
    draft: AppointmentDraft,
    *,
    from_day: date,
    expected_version: int,
    now: datetime,
) -> Planned:
    """Keep another plan; of a series from the first time on `from_day` or later that is to come.

    What comes before that stays as it was: such a series ends there, and goes on as another. What
    was changed on days that stay planned stays changed. For a single one `from_day` says nothing.
    Raises `Invalid` with the problems, `Stale` or `ChangedMeanwhile` after another change,
    `Closed`, and `NotFound`.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.writing(scope, now=now) as page:
        client, row = _to_change(page, appointment_id)
        _require_same(page, row, expected_version)
        before = appointments.value(row)
        checked, problems = check(draft, group=client is None, now=now, begun=not before.repeats)
        if checked is None:
            raise Invalid(problems)
        begins = from_here(before, from_day, now=now)
        if before.repeats and begins > before.day:
            row = _go_on(page, row, before, checked, begins=begins)
        else:
            appointments.fill(page, row, checked)
        _done(page, "U", row, client)
        return Planned(row.id, _remarks(page, appointments.value(row)))


def move_one(
    scope: Scope,
    appointment_id: str,
    planned: date,
    *,
    day: date | None,
    at: time | None,
    expected_version: int,
    now: datetime,
) -> Planned:
    """Move one time, of a series that one alone; moved to where it was planned, it stands there.

    Raises `Invalid` with the problems, `Stale` or `ChangedMeanwhile` after another change,
    `Closed`, and `NotFound` for another's or a day on which none was planned.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.writing(scope, now=now) as page:
        client, row = _to_change(page, appointment_id)
        _require_same(page, row, expected_version)
        found = _require_planned(row, planned)
        to, problems = check_move(day, at, now=now)
        if to is None:
            raise Invalid(problems)
        if not found.repeats:
            appointments.fill(page, row, replace(_plan_of(found), day=to[0], at=to[1]))
            planned = to[0]
        elif to == (planned, found.at):
            appointments.leave_day(page, row, planned)
        else:
            appointments.change_day(page, row, planned, to)
        _done(page, "U", row, client)
        return Planned(row.id, _remarks(page, appointments.value(row), only=planned))


def cancel_one(scope: Scope, appointment_id: str, planned: date, *, now: datetime) -> None:
    """Cancel one time, of a series that one alone; it stays visible. A second time does nothing.

    Raises `Closed`, and `NotFound` for another's or a day on which none was planned.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.writing(scope, now=now) as page:
        client, row = _to_change(page, appointment_id)
        if occurrence(_require_planned(row, planned), planned).cancelled:
            return
        appointments.change_day(page, row, planned, None)
        _done(page, "U", row, client)


def bring_back_one(scope: Scope, appointment_id: str, planned: date, *, now: datetime) -> Planned:
    """Let one time stand as it was planned again, whether it was cancelled or moved.

    Raises `Closed`, and `NotFound` for another's or a day on which none was planned.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.writing(scope, now=now) as page:
        client, row = _to_change(page, appointment_id)
        if planned in _require_planned(row, planned).changes:
            appointments.leave_day(page, row, planned)
            _done(page, "U", row, client)
        return Planned(row.id, _remarks(page, appointments.value(row), only=planned))


def skip_holidays(scope: Scope, appointment_id: str, *, now: datetime) -> int:
    """Cancel what a series plans on public holidays in the coming half year; return how many.

    Raises `Closed`, and `NotFound` for an appointment of another.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.writing(scope, now=now) as page:
        client, row = _to_change(page, appointment_id)
        found = _on_holidays(page, appointments.value(row))
        for of, _ in found:
            appointments.change_day(page, row, of.planned, None)
        if found:
            _done(page, "U", row, client)
        return len(found)


def remove(scope: Scope, appointment_id: str, *, now: datetime) -> None:
    """Take an appointment out of the agenda; of a series what is still to come.

    What took place stays. A single one goes altogether, so that a mistake leaves no trace. Raises
    `Closed`, and `NotFound` for an appointment of another.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.writing(scope, now=now) as page:
        client, row = _to_change(page, appointment_id)
        found = appointments.value(row)
        begun = _begun(found, now=now) if found.repeats else ()
        if begun:
            row.until = max(of.planned for of in begun)
            _cancel_others(page, row, begun)
        else:
            row.removed = True
        appointments.by_hand(row)
        appointments.touch(page, row)
        _done(page, "D", row, client)


# -- a calendar elsewhere -----------------------------------------------------------------------


def feed_link(scope: Scope, *, now: datetime) -> str:
    """Make a new secret address for one's own agenda and return its token: this once.

    The address of before ends.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    token = secrets.token_urlsafe(32)
    with casebook.writing(scope, now=now) as page:
        page.session.get_one(t.PersonRow, scope.person_id, with_for_update=True)
        appointments.close_feeds(page)
        appointments.make_feed(page, token)
        page.log("C", "agenda feed", subject_id=scope.person_id)
    return token


def revoke_feed(scope: Scope, *, now: datetime) -> None:
    """Let the secret address of one's own agenda end; without one nothing happens."""
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.writing(scope, now=now) as page:
        if appointments.close_feeds(page):
            page.log("D", "agenda feed", subject_id=scope.person_id)


def feed_stands(scope: Scope, *, now: datetime) -> datetime | None:
    """Return since when one's own agenda has a secret address, or None."""
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.reading(scope, now=now) as page:
        return appointments.feed_made(page)


def feed_of(book: Book, token: str, *, now: datetime) -> tuple[FeedItem, ...] | None:
    """Return the times behind a secret address, from 4 weeks back to 26 ahead; None: no such.

    A calendar program cannot sign in, so nobody is known here but by the token. It gets times and
    nothing that says about whom. The log has one line a day of it, with whose appointments, and
    another about whoever comes into it later that day.
    """
    today = local_day(now)
    first, last = today - FEED_BEFORE, today + FEED_AHEAD
    with casebook.behind_the_door(book, now=now) as page:
        person_id = appointments.feed_owner(page, token)
        if person_id is None:
            return None
        found = _with_clients(page, appointments.guided_by(page, person_id), first, last)
        shown = sorted({one.client_id for one in found if one.client_id is not None})
        found += occurrences(appointments.of_groups(page, person_id), first, last)
        told = appointments.feed_told(page, token)
    further = [one for one in shown if told is None or one not in told]
    if told is None or further:
        with casebook.at_the_door(book, now=now) as page:
            appointments.tell_feed(page, person_id, token, further)
    return tuple(
        FeedItem(
            uid=feed_uid(one),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            client_id=one.client_id,
            cancelled=one.cancelled,
            sequence=one.appointment.version,
        )
        for one in sorted(found, key=lambda of: (of.starts_at, of.appointment.id))
    )


# -- small parts ------------------------------------------------------------------------------


def _with_clients(
    page: Page, client_ids: Sequence[str], first: date, last: date
) -> list[Occurrence]:
    found = appointments.occurrences_of(page, client_ids, first=first, last=last)
    return [one for some in found.values() for one in some]


def _to_change(page: Page, appointment_id: str) -> tuple[t.ClientRow | None, Kept]:
    """Return an own appointment with its locked client, or a group without one."""
    client_id = appointments.client_of(page, appointment_id)
    if client_id is None:
        return None, appointments.get_group(page, appointment_id)
    page.scope.require(Permission.CHANGE_CLIENTS)
    client = page.own_client(client_id, for_change=True)
    row = appointments.get(page, client.id, appointment_id)
    if client.ended_on is not None:
        raise Closed()
    return client, row


def _own_group(page: Page, appointment_id: str) -> Appointment:
    found = {one.id: one for one in appointments.of_groups(page, page.scope.person_id)}
    if appointment_id not in found:
        raise NotFound()
    return found[appointment_id]


def _value_of(page: Page, appointment_id: str) -> Appointment:
    client_id = appointments.client_of(page, appointment_id)
    if client_id is None:
        return appointments.value(appointments.get_group(page, appointment_id))
    return appointments.value(appointments.get(page, client_id, appointment_id))


def _done(page: Page, action: str, row: Kept, client: t.ClientRow | None) -> None:
    """Write the line, and let the client's next date follow."""
    if client is not None:
        appointments.settle(page, client)
    part = "appointment" if client is not None else "group appointment"
    page.log(action, part, client=client, subject_id=row.id)


def _require_same(page: Page, row: Kept, expected_version: int) -> None:
    if row.version == expected_version:
        return
    if isinstance(row, t.AppointmentRow) and row.changed_by != page.scope.person_id:
        who = people.names(page, {row.changed_by})[row.changed_by]
        raise Stale(name=who, moment=row.changed_at)
    raise ChangedMeanwhile()


def _time_of(found: Appointment, planned: date) -> Occurrence:
    if not is_planned(found, planned):
        raise NotFound()
    return occurrence(found, planned)


def _require_planned(row: Kept, planned: date) -> Appointment:
    found = appointments.value(row)
    _time_of(found, planned)
    return found


def _plan_of(found: Appointment) -> Plan:
    return Plan(
        found.day,
        found.at,
        found.minutes,
        found.place,
        found.every_weeks,
        found.until,
        found.title,
    )


def _go_on(page: Page, row: Kept, before: Appointment, checked: Plan, *, begins: date) -> Kept:
    """End a series the day before `begins`, and let it go on as another."""
    stays = begins - timedelta(days=1)
    until = before.until if before.until is not None and before.until < stays else stays
    further = appointments.add(
        page,
        checked,
        client_id=before.client_id,
        save_key=casebook.new_id(),
    )
    further.changes = {
        day: to for day, to in row.changes.items() if date.fromisoformat(day) >= begins
    }
    appointments.fill(page, further, checked)
    appointments.fill(page, row, replace(_plan_of(before), until=until))
    return further


def _begun(found: Appointment, *, now: datetime) -> tuple[Occurrence, ...]:
    """Return the times of a series that have begun, cancelled ones left out."""
    today = local_day(now)
    return tuple(
        of
        for of in occurrences([found], found.day - FARTHEST, today)
        if of.starts_at <= now and not of.cancelled
    )


def _cancel_others(page: Page, row: Kept, begun: Sequence[Occurrence]) -> None:
    """Cancel what a shortened series still plans and what has not begun."""
    found = appointments.value(row)
    kept = {of.planned for of in begun}
    for day, to in found.changes.items():
        if to is not None and day not in kept and is_planned(found, day):
            appointments.change_day(page, row, day, None)


def _on_holidays(page: Page, found: Appointment) -> list[tuple[Occurrence, str]]:
    """Return the coming times of a series on a public holiday, with its name."""
    today = local_day(page.now)
    public = free_days.between(today, today + AHEAD).public
    some = [of for of in occurrences([found], today, today + AHEAD) if of.starts_at > page.now]
    return [(of, public[of.day]) for of in on_holidays(some, public)]


def _remarks(page: Page, found: Appointment, *, only: date | None = None) -> tuple[Remarked, ...]:
    """Return what is worth knowing about what was planned; `only` about the time of that day."""
    today = local_day(page.now)
    last = today + AHEAD
    some = [occurrence(found, only)] if only else list(occurrences([found], today, last))
    some = [of for of in some if of.starts_at > page.now]
    if not some:
        return ()
    first, last = min(of.day for of in some), max(of.day for of in some)
    mine = [row.id for row in people.active_clients(page, own=True)]
    others = _with_clients(page, mine, first, last)
    others += occurrences(appointments.of_groups(page, page.scope.person_id), first, last)
    return remarks(some, others, free_days.between(first, last).public)
