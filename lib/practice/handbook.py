"""My handbook: what a client may see and take home, gathered for their own coach."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.handbook import Handbook, gather
from lib.storage import basis, casebook, goals, people, records, sessions


def of_client(scope: Scope, client_id: str, *, now: datetime) -> Handbook:
    """Return the handbook of a client of one's own, also after the end of guidance.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.looking(scope, "handbook", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        told = sessions.helped(page, row.id)
        return gather(
            records.of_client(page, row),
            basis.of_client(page, row.id),
            goals.of_clients(page, [row.id]).get(row.id, ()),
            [(local_day(held_at), words) for held_at, words in told],
            phone=people.phone_of(page, row.coach_id),
            today=local_day(now),
        )
