"""Dossiers opened with a reason, and who looked in them: for the coach, the lead and the client."""

from datetime import datetime, time

from lib.domain.access import Permission, Scope
from lib.domain.calendar import at_local, local_day
from lib.domain.dossiers import (
    OPENED,
    WITH_A_REASON,
    Looked,
    Opening,
    Span,
    check_reason,
    first_day,
    per_day,
)
from lib.domain.notices import NoticeKind
from lib.domain.problems import Invalid, NotFound
from lib.storage import casebook, covers, dossiers, notices


def open_with_reason(scope: Scope, client_id: str, *, reason: str, now: datetime) -> None:
    """Let a lead read a dossier for an hour, with a reason that stands in the log.

    The coach is told, and who guides the client in their place. Raises `Invalid` without a reason
    of a few words, `NotFound` for a client of another team.
    """
    scope.require(Permission.OPEN_NOTES_WITH_REASON)
    why, problems = check_reason(reason)
    if why is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row = page.client(client_id)
        if row.team_id not in scope.lead_teams:
            raise NotFound()
        opening_id = dossiers.open_for_me(page, row.id, why)
        page.log("E", OPENED, client=row, subject_id=opening_id, reason=why, rule=WITH_A_REASON)
        told = {row.coach_id, covers.coverer_of(page, row.id) or row.coach_id}
        notices.tell(
            page,
            told - {scope.person_id},
            NoticeKind.DOSSIER_OPENED,
            client_id=row.id,
            subject_id=opening_id,
        )


def openings(scope: Scope, client_id: str, *, now: datetime) -> tuple[Opening, ...]:
    """Return who opened a dossier with a reason and why, newest first.

    For who guides the client and for leads of the team; the own notices about it are seen now.
    Raises `NotFound` for a stranger's client.
    """
    scope.require(Permission.SEE_CLIENTS)
    with casebook.looking(scope, "dossier openings", client_id=client_id, now=now) as page:
        found = dossiers.openings(page, page.client(client_id).id)
        ids = [one.id for one in found]
        unseen = bool(ids) and notices.any_unseen_about(page, ids)
    if unseen:
        with casebook.writing(scope, now=now) as page:
            notices.see_all_about(page, ids)
            page.log("U", "notice", client=page.client(client_id))
    return found


def who_looked(scope: Scope, client_id: str, *, span: Span, now: datetime) -> tuple[Looked, ...]:
    """Return who looked in the dossier of a client of one's own, by day and person.

    Every look and every change of the log, newest day first; never what was read or written.
    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.READ_NOTES)
    first = first_day(span, today=local_day(now))
    since = None if first is None else at_local(first, time(0, 0))
    with casebook.looking(scope, "who looked", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        return per_day(dossiers.events(page, row.id, since=since))
