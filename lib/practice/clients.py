"""Clients: who is guided, by whom, since when."""

from datetime import date, datetime, time

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.people import Client, ClientDraft, Team, check_client
from lib.domain.problems import Closed, Invalid, Problem, Stale
from lib.domain.sessions import check_next
from lib.domain.words import msg
from lib.practice.handovers import NotWhileCovering
from lib.storage import appointments, care_signals, casebook, people, restrictions


def get(scope: Scope, client_id: str, *, now: datetime) -> Client:
    """Return the details of one's own client; raises `NotFound` for a colleague's.

    A lead sees load and taking part, not a phone number.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    with casebook.looking(scope, "client", client_id=client_id, now=now) as page:
        return people.client_value(page, page.own_client(client_id))


def my_teams(scope: Scope, *, now: datetime) -> tuple[Team, ...]:
    """Return the teams in which this person coaches, by name."""
    scope.require(Permission.ADD_CLIENTS)
    with casebook.reading(scope, now=now) as page:
        return tuple(team for team in people.teams(page) if team.id in scope.coach_teams)


def add(scope: Scope, draft: ClientDraft, *, team_id: str, save_key: str, now: datetime) -> str:
    """Add a client of one's own and return the id; the same `save_key` adds only once.

    Raises `Invalid` with the problems.
    """
    scope.require(Permission.ADD_CLIENTS)
    checked, problems = check_client(draft, today=local_day(now))
    if team_id not in scope.coach_teams:
        problems = (*problems, Problem("team", msg("Choose a team.")))
    if checked is None or problems or checked.started_on is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        known = people.client_saved_with(page, save_key)
        if known is not None:
            return known
        row = people.add_client(
            page,
            name=checked.name,
            phone=checked.phone,
            team_id=team_id,
            started_on=checked.started_on,
            save_key=save_key,
        )
        page.log("C", "client", client=row)
        return row.id


def ended(scope: Scope, *, now: datetime) -> tuple[Client, ...]:
    """Return the clients whose guidance by this coach has ended, by name."""
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.looking(scope, "ended clients", now=now) as page:
        rows = people.ended_clients(page)
        page.showed([row.id for row in rows])
        return people.client_values(page, rows)


def next_appointment(scope: Scope, client_id: str, *, now: datetime) -> datetime | None:
    """Return when a client of one's own comes next, or None; a past one is no next."""
    scope.require(Permission.CHANGE_CLIENTS)
    with casebook.looking(scope, "client", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        coming = appointments.next_starts(page, [row])[row.id]
    return coming if coming is not None and coming > now else None


def plan_next(
    scope: Scope, client_id: str, *, day: date | None, at: time | None, now: datetime
) -> None:
    """Keep when a client comes next, or that there is no next time when both are empty.

    The agenda follows: a single appointment moves or is taken out. Raises `Invalid` with the
    problems, also when the next time belongs to a series and nothing stands in its place, `Closed`
    after the end of guidance.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    moment, problems = check_next(day, at, now=now)
    if problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True)
        if row.ended_on is not None:
            raise Closed()
        if moment is not None:
            appointments.agree(page, row, moment)
        elif not appointments.take_out_next(page, row):
            sentence = msg("This one belongs to a series. Cancel it in your agenda.")
            raise Invalid((Problem("next_day", sentence),))
        appointments.settle(page, row)
        page.log("U", "appointment", client=row)


def change(
    scope: Scope, client_id: str, draft: ClientDraft, *, expected_version: int, now: datetime
) -> None:
    """Keep changed details of a client; raises `Invalid`, or `Stale` after a colleague's change.

    A last day ends the guidance: the dossier stays, nothing new can be written in it. That waits
    while a care signal is open, because an ended client stands in no list; and whoever covers does
    not do it: `NotWhileCovering`.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    checked, problems = check_client(draft, today=local_day(now))
    if checked is None or checked.started_on is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True, though_still=True)
        if row.version != expected_version:
            who = people.names(page, {row.changed_by})[row.changed_by]
            raise Stale(name=who, moment=row.changed_at)
        details = (checked.name, checked.phone, checked.started_on)
        if details != (row.name, row.phone, row.started_on):
            restrictions.require_none(page.session, row.id)
        guides = row.coach_id == scope.person_id and row.team_id in scope.coach_teams
        if checked.ended_on != row.ended_on and not guides:
            raise NotWhileCovering()
        ends = checked.ended_on is not None and row.ended_on is None
        if ends and care_signals.any_open(page, row.id):
            sentence = msg("A care signal is open. Close it first, with a note.")
            raise Invalid((Problem("ended_on", sentence),))
        row.name = checked.name
        row.phone = checked.phone
        row.started_on = checked.started_on
        row.ended_on = checked.ended_on
        row.changed_at = now
        row.changed_by = scope.person_id
        appointments.settle(page, row)
        page.log("U", "client", client=row)
