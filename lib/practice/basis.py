"""What a route rests on: read and changed by the client's own coach."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.basis import Basis, BasisDraft, check_basis, dated, same
from lib.domain.calendar import local_day
from lib.domain.problems import Closed, Invalid, Stale
from lib.storage import basis as storage
from lib.storage import casebook


def of(scope: Scope, client_id: str, *, now: datetime) -> Basis:
    """Return what the route of a client of one's own rests on; before anything was said the usual.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.looking(scope, "basis", client_id=client_id, now=now) as page:
        return storage.of_client(page, page.own_client(client_id).id)


def change(
    scope: Scope, client_id: str, draft: BasisDraft, *, expected_version: int, now: datetime
) -> None:
    """Keep what the route rests on from now on; nothing happens when it stands so already.

    `expected_version` is the version on the screen, 0 before anything was said. Raises `Invalid`
    with the problems, `Stale` after a colleague's change, `Closed` after the end of guidance,
    `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_ROUTE)
    today = local_day(now)
    checked, problems = check_basis(draft, today=today)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        if client.ended_on is not None:
            raise Closed()
        if checked is None:
            raise Invalid(problems)
        before = storage.of_client(page, client.id)
        if same(checked, before):
            return
        if before.version != expected_version:
            raise Stale(name=before.changed_by, moment=before.changed_at or now)
        row = storage.get(page, client.id)
        storage.write(page, row, client.id, dated(checked, before, today=today))
        page.log("C" if row is None else "U", "basis", client=client)
