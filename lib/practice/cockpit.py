"""Before a session: one look at everything a coach wants to know then."""

from datetime import datetime

from lib.domain import cockpit as domain
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.cockpit import Cockpit
from lib.storage import casebook, goals, intake, records, sessions, talk_points


def of(scope: Scope, client_id: str, *, now: datetime) -> Cockpit:
    """Return what a session with a client of one's own begins from: one line in the log.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.looking(scope, "cockpit", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        return domain.cockpit(
            records.of_client(page, row),
            sessions.meetings(page, row.id),
            goals.of_clients(page, [row.id]).get(row.id, ()),
            talk_points.of_client(page, row.id),
            intake.care_contact(page, row.id),
            today=local_day(now),
        )
