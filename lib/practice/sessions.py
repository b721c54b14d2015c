"""Sessions: prepare, record, correct, and read back."""

from datetime import date, datetime, timedelta

from lib.domain import sessions as domain
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.problems import Closed, Invalid, NotFound, Problem, Refused, Stale
from lib.domain.routes import all_steps, in_force
from lib.domain.sessions import Draft, Kept, Preparation, look_back_days
from lib.domain.texts import line
from lib.domain.words import msg
from lib.storage import casebook, records, routes, sessions, visibility
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id

# A lead reads notes for the length of a talk about them, then has to say why again. [CHOICE]
NOTES_OPEN = timedelta(hours=1)


class NotesClosed(Refused):
    """A lead may see these notes, with a reason that is logged."""

    sentence = msg("Notes belong to the client and the coach. Say why you need to read them.")


def prepare(scope: Scope, client_id: str, *, on: date, now: datetime) -> Preparation:
    """Return what a session on this day begins from; raises `NotFound` for a stranger's client."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.looking(scope, "session entry", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        record = records.of_client(page, row)
        route = in_force(record.versions, on)
        earlier = [s.held_at for s in record.sessions if s.day < on]
        last = max(earlier, default=None)
        current = sessions.last_held(page, client_id)
        return Preparation(
            client=record.client,
            route=route,
            steps=route.steps if route else (),
            last_held=last,
            last_next_step=current.next_step if current else "",
            days=look_back_days(
                last=local_day(last) if last else None,
                started_on=record.client.started_on,
                until=on,
            ),
            told={(c.step_key, c.day): c.outcome for c in record.check_ins},
            next_appointment=row.next_appointment,
        )


def to_correct(scope: Scope, client_id: str, session_id: str, *, now: datetime) -> Kept:
    """Return the newest version of a session of one's own client; raises `NotFound`."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.looking(
        scope, "session correction", client_id=client_id, subject_id=session_id[:64], now=now
    ) as page:
        page.own_client(client_id)
        found = sessions.history(page, client_id, session_id=session_id)
        if not found:
            raise NotFound()
        return found[0]


def record(
    scope: Scope,
    client_id: str,
    draft: Draft,
    *,
    expected_client: str,
    save_key: str,
    now: datetime,
) -> str:
    """Write down a session in one transaction and return its id.

    `expected_client` is the name the coach had on screen: renamed or replaced meanwhile, nothing
    is saved. The same `save_key` saves only once. Raises `Invalid` with the problems, `Closed`
    after the end of guidance, `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True)
        known = sessions.saved_with(page, row.id, save_key)
        if known is not None:
            return known
        _require_same(row, expected_client)
        report = _checked(page, row, draft, now=now)
        session_id = sessions.add(page, row.id, report, save_key=save_key)
        if report.next_appointment is not None:
            row.next_appointment = report.next_appointment
            row.changed_at, row.changed_by = now, scope.person_id
        page.log("C", "session", client=row, subject_id=session_id)
        return session_id


def correct(
    scope: Scope,
    client_id: str,
    session_id: str,
    draft: Draft,
    *,
    reason: str,
    expected_version: int,
    save_key: str,
    now: datetime,
) -> None:
    """Write the next version of a session; the former one stays readable beside it.

    Raises `Invalid`, `NotFound`, or `Stale` when the session was corrected meanwhile.
    """
    scope.require(Permission.WRITE_SESSIONS)
    why, problems = line(reason, field="reason", limit=500, required=True)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True)
        if sessions.saved_with(page, row.id, save_key) is not None:
            return
        session = sessions.get(page, row.id, session_id)
        if session is None:
            raise NotFound()
        if session.current != expected_version:
            newest = sessions.history(page, row.id, session_id=session_id)[0]
            raise Stale(name=newest.written_by, moment=newest.written_at)
        report = _checked(page, row, draft, now=now, more=problems)
        sessions.correct(page, session, report, reason=why, save_key=save_key)
        page.log("U", "session", client=row, subject_id=session_id)


def history(scope: Scope, client_id: str, *, now: datetime) -> tuple[Kept, ...]:
    """Return every version of every session, latest session first, newest version first.

    Raises `NotesClosed` for a lead who has not said why, `NotFound` for a stranger's client.
    """
    scope.require(Permission.SEE_CLIENTS)
    with casebook.reading(scope, now=now) as page:
        row = page.client(client_id)
        _require_readable(page, client_id)
        own = row.coach_id == scope.person_id and row.team_id in scope.coach_teams
    rule = "" if own else "lead with a reason"
    with casebook.looking(scope, "session notes", client_id=client_id, rule=rule, now=now) as page:
        _require_readable(page, client_id)
        return sessions.history(page, client_id)


def open_notes(scope: Scope, client_id: str, *, reason: str, now: datetime) -> None:
    """Let a lead read a client's notes for an hour, with a reason that stands in the log.

    Raises `Invalid` without a reason, `NotFound` for a client of another team.
    """
    scope.require(Permission.OPEN_NOTES_WITH_REASON)
    why, problems = line(reason, field="reason", limit=500, required=True)
    if not problems and sum(sign.isalnum() for sign in why) < 8:
        problems = (Problem("reason", msg("Say it in a few words more, for whoever reads it.")),)
    if problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row = page.client(client_id)
        if row.team_id not in scope.lead_teams:
            raise NotFound()
        page.session.add(
            t.NotesAccessRow(
                id=new_id(),
                client_id=row.id,
                person_id=scope.person_id,
                reason=why,
                given_at=now,
                ends_at=now + NOTES_OPEN,
            )
        )
        page.log("E", "notes opened", client=row, reason=why, rule="lead with a reason")


def _require_same(row: t.ClientRow, expected_client: str) -> None:
    if row.ended_on is not None:
        raise Closed()
    if row.name != expected_client:
        raise Refused(
            msg("The name of this client changed meanwhile. Look whose dossier this is, then save.")
        )


def _require_readable(page: Page, client_id: str) -> None:
    readable = visibility.clients(page.scope).where(
        t.ClientRow.id == client_id, visibility.readable_notes(page.scope, now=page.now)
    )
    if page.session.scalars(readable).one_or_none() is None:
        raise NotesClosed()


def _checked(
    page: Page,
    row: t.ClientRow,
    draft: Draft,
    *,
    now: datetime,
    more: tuple[Problem, ...] = (),
) -> domain.Report:
    versions = routes.versions(page, [row.id]).get(row.id, ())
    report, problems = domain.check(
        draft, now=now, started_on=row.started_on, steps=all_steps(versions)
    )
    if report is None or more:
        raise Invalid((*more, *problems))
    return report
