"""Clients: who is guided, by whom, since when."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.people import Client, ClientDraft, Team, check_client
from lib.domain.problems import Invalid, Problem, Stale
from lib.domain.words import msg
from lib.storage import casebook, people


def get(scope: Scope, client_id: str, *, now: datetime) -> Client:
    """Return a client of this person; raises `NotFound` for a stranger's.

    Looking is logged once per page, by whichever part of the dossier the page shows.
    """
    scope.require(Permission.SEE_CLIENTS)
    with casebook.looking(scope, "client", client_id=client_id, now=now) as page:
        return people.client_value(page, page.client(client_id))


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


def change(
    scope: Scope, client_id: str, draft: ClientDraft, *, expected_version: int, now: datetime
) -> None:
    """Keep changed details of a client; raises `Invalid`, or `Stale` after a colleague's change.

    A last day ends the guidance: the dossier stays, nothing new can be written in it.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    checked, problems = check_client(draft, today=local_day(now))
    if checked is None or checked.started_on is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True)
        if row.version != expected_version:
            who = people.names(page, {row.changed_by})[row.changed_by]
            raise Stale(name=who, moment=row.changed_at)
        row.name = checked.name
        row.phone = checked.phone
        row.started_on = checked.started_on
        row.ended_on = checked.ended_on
        row.changed_at = now
        row.changed_by = scope.person_id
        page.log("U", "client", client=row)
