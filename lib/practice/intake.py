"""How guidance began: kept by the client's own coach, the care contact read by who may worry."""

from datetime import datetime

from lib.domain import intake as domain
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.intake import Beginning, CareContact, Funnel, IntakeDraft, check_intake, same
from lib.domain.problems import Closed, Invalid, Stale
from lib.storage import casebook, people
from lib.storage import intake as storage


def of(scope: Scope, client_id: str, *, now: datetime) -> Beginning:
    """Return how a client of one's own began; before anything is known an empty `Beginning`.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    with casebook.looking(scope, "intake", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        return storage.beginnings(page, [row.id], today=local_day(now))[0]


def change(
    scope: Scope, client_id: str, draft: IntakeDraft, *, expected_version: int, now: datetime
) -> None:
    """Keep how guidance began; nothing happens when it stands so already.

    `expected_version` is the version on the screen, 0 before anything was written. Raises `Invalid`
    with the problems, `Stale` after a colleague's change, `Closed` after the end of guidance,
    `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    checked, problems = check_intake(draft, today=local_day(now))
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
        storage.write(page, row, client.id, checked)
        page.log("C" if row is None else "U", "intake", client=client)


def care_contact(scope: Scope, client_id: str, *, now: datetime) -> CareContact:
    """Return who gives care to a client, for their own coach and the lead of their team.

    For whoever reads a care signal by that right; a colleague who stands in reads the signal and
    calls the coach or the lead. Raises `NotFound` for everyone else's client.
    """
    scope.require(Permission.CARE_SIGNALS)
    with casebook.looking(scope, "care contact", client_id=client_id, now=now) as page:
        row = page.client(client_id)
        return storage.care_contact(page, row.id)


def funnel_of_mine(scope: Scope, *, now: datetime) -> Funnel:
    """Return how the clients of this coach began, also those whose guidance has ended.

    Without these last only who stayed would be counted.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.looking(scope, "own beginnings", now=now) as page:
        rows = [*people.active_clients(page, own=True), *people.ended_clients(page)]
        ids = [row.id for row in rows]
        page.showed(ids)
        return domain.funnel(storage.beginnings(page, ids, today=local_day(now)))
