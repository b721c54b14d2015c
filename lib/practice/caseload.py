"""The caseload: a row per client, for the coach who guides and the lead who looks after."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.caseload import Standing, standing
from lib.storage import casebook, people, records


def own(scope: Scope, *, now: datetime) -> tuple[Standing, ...]:
    """Return the standing of each client this coach guides, by name."""
    scope.require(Permission.SEE_OWN_CASELOAD)
    return _standings(scope, "own caseload", own_clients=True, now=now)


def of_teams(scope: Scope, *, now: datetime) -> tuple[Standing, ...]:
    """Return the standing of each client of the teams this person leads, by name.

    No order of coaches or clients by any outcome exists: the order is the alphabet.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    return _standings(scope, "team caseload", own_clients=False, now=now)


def _standings(
    scope: Scope, part: str, *, own_clients: bool, now: datetime
) -> tuple[Standing, ...]:
    with casebook.looking(scope, part, now=now) as page:
        rows = people.active_clients(page, own=own_clients)
        page.showed([row.id for row in rows])
        gathered = records.of_clients(page, rows)
    today = local_day(now)
    return tuple(standing(record, today=today) for record in gathered)
