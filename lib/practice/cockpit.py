"""Before a session: one look at everything a coach wants to know then."""

from datetime import datetime

from lib.domain import cockpit as domain
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.cockpit import Cockpit
from lib.domain.dossiers import WITH_A_REASON
from lib.domain.problems import NotFound
from lib.storage import (
    casebook,
    dossiers,
    goals,
    intake,
    questions,
    records,
    sessions,
    talk_points,
    visibility,
)
from lib.storage import tables as t
from lib.storage.casebook import Page


def of(scope: Scope, client_id: str, *, now: datetime) -> Cockpit:
    """Return what a session with a client of one's own begins from: one line in the log.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.looking(scope, "cockpit", client_id=client_id, now=now) as page:
        # The look read this row already: it costs no question to the database.
        row = page.session.get_one(t.ClientRow, client_id)
        if not visibility.is_own(scope, row):
            raise NotFound()
        return _of(page, row)


def with_reason(scope: Scope, client_id: str, *, now: datetime) -> Cockpit:
    """Return the same for a lead who opened the dossier with a reason, while it stands open.

    Each look is a line in the log that names this rule. Raises `DossierClosed` without a reason,
    `NotFound` for a client of another team.
    """
    scope.require(Permission.OPEN_NOTES_WITH_REASON)
    with casebook.reading(scope, now=now) as page:
        own = visibility.is_own(scope, page.client(client_id))
        dossiers.require_open(page, client_id)
    rule = "" if own else WITH_A_REASON
    with casebook.looking(scope, "cockpit", client_id=client_id, rule=rule, now=now) as page:
        dossiers.require_open(page, client_id)
        return _of(page, page.client(client_id))


def _of(page: Page, row: t.ClientRow) -> Cockpit:
    return domain.cockpit(
        records.of_client(page, row),
        sessions.meetings(page, row.id),
        goals.of_clients(page, [row.id]).get(row.id, ()),
        talk_points.of_client(page, row.id),
        intake.care_contact(page, row.id),
        today=local_day(page.now),
        questions=questions.of_client(page, row.id),
    )
