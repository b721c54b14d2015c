"""Sessions: prepare, record, correct, and read back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from lib.domain import sessions as domain
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.caseload import Record
from lib.domain.dossiers import WITH_A_REASON
from lib.domain.drafts import SavedOtherwise
from lib.domain.problems import Closed, Invalid, NotFound, Problem, Refused, Stale
from lib.domain.routes import all_steps, in_force
from lib.domain.sessions import (
    Draft,
    Ending,
    Kept,
    Kind,
    LastTime,
    Preparation,
    Where,
    WithWhom,
    look_back_days,
)
from lib.domain.texts import line, passage
from lib.domain.welcome import begin_again
from lib.domain.words import msg
from lib.storage import (
    appointments,
    casebook,
    dossiers,
    drafts,
    people,
    records,
    routes,
    rules,
    sessions,
    talk_points,
    visibility,
)
from lib.storage import tables as t
from lib.storage.casebook import Page

# How far back habits are looked at: long enough to have some, short enough to change. [CHOICE]
_HABIT = timedelta(days=182)

# What can be printed or taken home, by its name in the log.
PAPERS = (
    *("step card", "route card", "appointment", "timeline", "handbook", "experiment card"),
    *("who looked", "who looked rows"),
)


class Locked(Refused):
    """The session was fixed some days after it was saved; it can be supplemented."""

    sentence = msg("This session is fixed now. You can add to it: the text itself stays as it is.")


class TooLate(Refused):
    """A save can be undone for a minute; after that it is corrected."""

    sentence = msg("This can be undone for a minute. You can still correct the session.")


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
        days = look_back_days(
            last=local_day(last) if last else None, started_on=record.client.started_on, until=on
        )
        return Preparation(
            client=record.client,
            route=route,
            steps=route.steps if route else (),
            last_held=last,
            last_next_step=current.next_step if current else "",
            days=days,
            told={(c.step_key, c.day): c.outcome for c in record.check_ins},
            next_appointment=record.next_appointment,
            last=_last_time(current) if current else None,
            appointment=_todays(page, client_id, on=on),
            rested=_rested(record, days),
            welcome=begin_again(record, today=on),
            points=talk_points.of_client(page, row.id),
            familiar=domain.familiar(
                sessions.circumstances(page, client_id=client_id, since=now - _HABIT),
                sessions.circumstances(page, since=now - _HABIT),
            ),
        )


def _last_time(version: t.SessionVersionRow) -> LastTime:
    return LastTime(
        held_at=version.held_at,
        kind=Kind(version.kind),
        place=Where(version.place) if version.place else None,
        company=WithWhom(version.company) if version.company else None,
        helped=tuple(version.helped or ()),
        barriers=tuple(version.barriers or ()),
        next_step=version.next_step,
        own_words=version.own_words or "",
    )


def _todays(page: Page, client_id: str, *, on: date) -> datetime | None:
    """Return the appointment that this session is: the last of that day that has begun."""
    planned = appointments.occurrences_of(page, [client_id], first=on, last=on)
    begun = [
        one.starts_at
        for one in planned.get(client_id, ())
        if not one.cancelled and one.starts_at <= page.now
    ]
    return max(begun, default=None)


def _rested(record: Record, days: Iterable[date]) -> dict[str, frozenset[date]]:
    """Return by step on which of these days nothing is asked, because rest was agreed."""
    return {
        key: frozenset(
            day
            for day in days
            if any(rest.step_key in (None, key) and rest.covers(day) for rest in record.rests)
        )
        for key in all_steps(record.versions)
    }


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
    is saved. The same `save_key` saves only once. Raises `Invalid` with the problems,
    `SavedOtherwise` when other words were saved with the key, `Closed` after the end of guidance,
    `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True)
        known = sessions.kept_with(page, row.id, save_key)
        if known is not None:
            _require_told_alike(page, row, known, draft, now=now)
            drafts.end_saved(page, row.id, save_key)
            page.logged += 1  # the save itself has its line already
            return known.session_id
        _require_same(row, expected_client)
        report = _checked(page, row, draft, now=now)
        session_id = sessions.add(
            page, row.id, report, save_key=save_key, appointment_before=row.next_appointment
        )
        drafts.end_saved(page, row.id, save_key)
        if report.next_appointment is not None:
            appointments.agree(page, row, report.next_appointment, session_id=session_id)
        appointments.settle(page, row)
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

    The same `save_key` saves only once. Raises `Invalid`, `NotFound`, `SavedOtherwise` when other
    words were saved with the key, `Stale` when the session was corrected meanwhile, or `Locked`
    once it can only be supplemented.
    """
    scope.require(Permission.WRITE_SESSIONS)
    why, problems = line(reason, field="reason", limit=500, required=True)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True)
        known = sessions.kept_with(page, row.id, save_key)
        if known is not None:
            _require_told_alike(page, row, known, draft, now=now, reason=why)
            drafts.end_saved(page, row.id, save_key)
            page.logged += 1  # the save itself has its line already
            return
        session = sessions.get(page, row.id, session_id)
        if session is None:
            raise NotFound()
        if session.current != expected_version:
            newest = sessions.history(page, row.id, session_id=session_id)[0]
            raise Stale(name=newest.written_by, moment=newest.written_at)
        if _is_locked(page, session):
            raise Locked()
        report = _checked(page, row, draft, now=now, more=problems)
        sessions.correct(page, session, report, reason=why, save_key=save_key)
        drafts.end_saved(page, row.id, save_key)
        page.log("U", "session", client=row, subject_id=session_id)


def supplement(
    scope: Scope, client_id: str, session_id: str, words: str, *, save_key: str, now: datetime
) -> None:
    """Add words to a session that is locked; the same `save_key` adds them once.

    Raises `Invalid` without words, `Refused` while a correction is still possible or when other
    words were added with the key, `NotFound` for a session that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    told, problems = passage(words, field="words", limit=domain.NOTE_LIMIT, required=True)
    if problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True)
        session = sessions.get(page, row.id, session_id)
        if session is None:
            raise NotFound()
        known = sessions.supplemented_with(page, row.id, save_key)
        if known is not None:
            if known != (session.id, told):
                raise Refused(
                    msg(
                        "This was added already, from another tab, with other words. Copy what "
                        "you typed here, and open the session again."
                    )
                )
            return
        if not _is_locked(page, session):
            raise Refused(msg("This session can still be corrected, so correct it instead."))
        sessions.supplement(page, session, told, save_key=save_key)
        drafts.end_saved(page, row.id, save_key)
        page.log("C", "supplement", client=row, subject_id=session_id)


def take_back(scope: Scope, client_id: str, session_id: str, *, tab: str, now: datetime) -> None:
    """Undo the last save of a session within a minute; what it held is a draft again.

    A first save takes the session away and gives back the appointment that stood there before,
    unless that was changed since; a correction leaves the version before it. Raises `TooLate` after
    a minute or when a session of this client was saved since, because that may stand on what this
    one told; `Locked` when words were added since; `NotFound` for a session that is not theirs or
    was last written by someone else.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True)
        session = sessions.get(page, row.id, session_id)
        if session is None:
            raise NotFound()
        newest = sessions.history(page, row.id, session_id=session_id)[0]
        if not domain.may_undo(newest.written_at, now=now):
            raise TooLate()
        if sessions.saved_after(page, row.id, newest.written_at):
            raise TooLate(
                msg("A session was saved after this one. You can still correct the session.")
            )
        if any(one.written_at >= newest.written_at for one in newest.supplements):
            raise Locked()
        first = session.current == 1
        version = sessions.take_back(page, session)
        if version.written_by != scope.person_id:
            raise NotFound()
        if first:
            appointments.forget_session(page, row, session_id)
            appointments.settle(page, row)
        drafts.revive(page, row.id, version.save_key, tab=tab)
        page.log("D", "session", client=row, subject_id=session_id)


def ending(scope: Scope, client_id: str, session_id: str, *, now: datetime) -> Ending:
    """Return what the last screen of a session shows; raises `NotFound` for a stranger's."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.looking(
        scope, "session ending", client_id=client_id, subject_id=session_id[:64], now=now
    ) as page:
        row = page.own_client(client_id)
        found = sessions.history(page, client_id, session_id=session_id)
        if not found:
            raise NotFound()
        record = records.of_client(page, row)
        route = in_force(record.versions, local_day(now))
        coming = record.next_appointment
        return Ending(
            client=record.client,
            kept=found[0],
            steps=route.steps if route else (),
            next_appointment=coming if coming is not None and coming > now else None,
            coach_phone=people.phone_for(page, row),
            heavy=sessions.heavy(page, session_id),
        )


def say_heavy(scope: Scope, client_id: str, session_id: str, *, heavy: bool, now: datetime) -> None:
    """Keep that a talk one led with a client of one's own was heavy for oneself, or was not.

    The team lead sees how many there were, never which and why. Nothing happens when it stands so.
    Raises `NotFound` for another's client, a session that is not theirs, or one a colleague led.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id)
        row = sessions.get(page, client.id, session_id)
        if row is None or sessions.heavy(page, row.id) is None:
            raise NotFound()
        if not sessions.say_heavy(page, row, heavy=heavy):
            page.logged += 1  # nothing was written
            return
        page.log("U", "heavy talk", client=client, subject_id=row.id)


def handed_out(scope: Scope, client_id: str, part: str, *, now: datetime) -> None:
    """Write in the log that a paper about a client left the screen: printed, or taken home.

    `part` is one of `PAPERS`. Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.READ_NOTES)
    if part not in PAPERS:
        raise NotFound()
    with casebook.writing(scope, now=now) as page:
        page.log("E", part, client=page.own_client(client_id))


def history(scope: Scope, client_id: str, *, now: datetime) -> tuple[Kept, ...]:
    """Return every version of every session, latest session first, newest version first.

    Raises `DossierClosed` for a lead who has not said why, `NotFound` for a stranger's client.
    """
    scope.require(Permission.SEE_CLIENTS)
    with casebook.reading(scope, now=now) as page:
        row = page.client(client_id)
        dossiers.require_open(page, client_id)
        own = visibility.is_own(scope, row)
    rule = "" if own else WITH_A_REASON
    with casebook.looking(scope, "session notes", client_id=client_id, rule=rule, now=now) as page:
        dossiers.require_open(page, client_id)
        return sessions.history(page, client_id)


def _is_locked(page: Page, session: t.SessionRow) -> bool:
    return domain.is_locked(
        sessions.first_saved(page, session),
        now=page.now,
        after_days=rules.of_practice(page).lock_after_days,
    )


def _require_told_alike(
    page: Page, row: t.ClientRow, known: Kept, draft: Draft, *, now: datetime, reason: str = ""
) -> None:
    """Return when what is to be saved stands there already: a second trigger of the same save.

    Raises `SavedOtherwise` for other words, which must never be dropped in silence.
    """
    versions = routes.versions(page, [row.id]).get(row.id, ())
    report, _ = domain.check(draft, now=now, started_on=row.started_on, steps=all_steps(versions))
    alike = report is not None and domain.tells_alike(report, known.report)
    if not alike or reason != known.correction_reason:
        raise SavedOtherwise(known.session_id)


def _require_same(row: t.ClientRow, expected_client: str) -> None:
    if row.ended_on is not None:
        raise Closed()
    if row.name != expected_client:
        raise Refused(
            msg("The name of this client changed meanwhile. Look whose dossier this is, then save.")
        )


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
