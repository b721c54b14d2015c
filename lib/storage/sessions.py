"""Keeps sessions: versions that never change, and what they told about days."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import delete, func, select, update

from lib.domain.cockpit import Meeting
from lib.domain.sessions import (
    Attendance,
    CheckIn,
    Circumstances,
    DayMood,
    Kept,
    Kind,
    Outcome,
    Report,
    Supplement,
    Where,
    WithWhom,
)
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the session of this client saved with this key, or None."""
    query = select(t.SessionVersionRow.session_id).where(
        t.SessionVersionRow.client_id == client_id, t.SessionVersionRow.save_key == save_key
    )
    return page.session.scalar(query)


def kept_with(page: Page, client_id: str, save_key: str) -> Kept | None:
    """Return the version of a session of this client that was saved with this key, or None."""
    session_id = saved_with(page, client_id, save_key)
    if session_id is None:
        return None
    number = page.session.scalar(
        select(t.SessionVersionRow.number).where(t.SessionVersionRow.save_key == save_key)
    )
    versions = history(page, client_id, session_id=session_id)
    return next(one for one in versions if one.version == number)


def saved_after(page: Page, client_id: str, moment: datetime) -> bool:
    """True when any session of this client was saved or corrected after a moment."""
    query = select(t.SessionVersionRow.id).where(
        t.SessionVersionRow.client_id == client_id, t.SessionVersionRow.written_at > moment
    )
    return page.session.scalars(query.limit(1)).one_or_none() is not None


def add(
    page: Page,
    client_id: str,
    report: Report,
    *,
    save_key: str,
    appointment_before: datetime | None = None,
) -> str:
    """Add a session with its first version and return the id of the session.

    `appointment_before` is the next appointment that stood there until now: undoing gives it back.
    """
    row = t.SessionRow(id=new_id(), client_id=client_id, held_at=report.held_at, current=1)
    page.session.add(row)
    page.session.flush()
    version = _add_version(page, row, 1, report, reason="", save_key=save_key)
    version.appointment_before = appointment_before
    return row.id


def correct(page: Page, row: t.SessionRow, report: Report, *, reason: str, save_key: str) -> None:
    """Add the next version of a session, and let it count from now on.

    What the former version told about days is set aside, then told anew: a day the correction
    leaves out becomes "not filled in" again. What a later look back replaced stays replaced,
    unless the correction changes it: mending a note must not bring back an older word.
    """
    replaced = _replaced(page, row)
    former = select(t.SessionVersionRow.id).where(t.SessionVersionRow.session_id == row.id)
    counting = {
        table: page.session.scalars(
            select(table.id).where(
                table.session_version_id.in_(former), table.superseded.is_(False)
            )
        ).all()
        for table in (t.CheckInRow, t.DayMoodRow)
    }
    for table, ids in counting.items():
        _mark(page, table, ids, None)
    row.current += 1
    row.held_at = report.held_at
    page.session.flush()
    version = _add_version(
        page, row, row.current, report, reason=reason, save_key=save_key, replaced=replaced
    )
    for table, ids in counting.items():
        _mark(page, table, ids, version.id)


def _mark(
    page: Page,
    table: type[t.CheckInRow] | type[t.DayMoodRow],
    ids: Sequence[str],
    by: str | None,
) -> None:
    """Let these rows count no more, because of the version `by` once that stands."""
    page.session.execute(
        update(table)
        .where(table.id.in_(ids))
        .values(superseded=True, superseded_by=by)
        .execution_options(synchronize_session=False)
    )


def say_heavy(page: Page, row: t.SessionRow, *, heavy: bool) -> bool:
    """Keep that a talk was heavy for whoever led it, or that it was not; False when it is so."""
    told = page.session.get(t.HeavyTalkRow, row.id)
    if (told is not None) == heavy:
        return False
    if told is not None:
        page.session.delete(told)
    else:
        page.session.add(
            t.HeavyTalkRow(
                session_id=row.id,
                client_id=row.client_id,
                said_by=page.scope.person_id,
                said_at=page.now,
            )
        )
    page.session.flush()
    return True


def heavy(page: Page, session_id: str) -> bool | None:
    """True when whoever is at work led a talk and said that it was heavy.

    None for a talk that another wrote down first: how it was for them is theirs to say.
    """
    version = t.SessionVersionRow
    led_by = select(version.written_by).where(version.session_id == session_id, version.number == 1)
    if page.session.scalars(led_by).one() != page.scope.person_id:
        return None
    return page.session.get(t.HeavyTalkRow, session_id) is not None


def take_back(page: Page, row: t.SessionRow) -> t.SessionVersionRow:
    """Remove the newest version of a session, and the session with its only one; return it.

    What that version replaced counts again.
    """
    version = page.session.scalars(
        select(t.SessionVersionRow).where(
            t.SessionVersionRow.session_id == row.id, t.SessionVersionRow.number == row.current
        )
    ).one()
    for table in (t.CheckInRow, t.DayMoodRow):
        page.session.execute(
            delete(table)
            .where(table.session_version_id == version.id)
            .execution_options(synchronize_session=False)
        )
        page.session.execute(
            update(table)
            .where(table.superseded_by == version.id)
            .values(superseded=False, superseded_by=None)
            .execution_options(synchronize_session=False)
        )
    page.session.delete(version)
    page.session.flush()
    if row.current == 1:
        say_heavy(page, row, heavy=False)
        page.session.delete(row)
    else:
        row.current -= 1
        row.held_at = page.session.scalars(
            select(t.SessionVersionRow.held_at).where(
                t.SessionVersionRow.session_id == row.id,
                t.SessionVersionRow.number == row.current,
            )
        ).one()
    page.session.flush()
    return version


def _replaced(page: Page, row: t.SessionRow) -> frozenset[CheckIn | DayMood]:
    """Return what the version that counts told, and another session told otherwise since."""
    version = (
        select(t.SessionVersionRow.id)
        .where(t.SessionVersionRow.session_id == row.id, t.SessionVersionRow.number == row.current)
        .scalar_subquery()
    )
    told = page.session.scalars(
        select(t.CheckInRow).where(
            t.CheckInRow.session_version_id == version, t.CheckInRow.superseded.is_(True)
        )
    )
    moods = page.session.scalars(
        select(t.DayMoodRow).where(
            t.DayMoodRow.session_version_id == version, t.DayMoodRow.superseded.is_(True)
        )
    )
    return frozenset(
        [
            *(CheckIn(one.step_key, one.day, Outcome(one.outcome)) for one in told),
            *(DayMood(one.day, one.value) for one in moods),
        ]
    )


def _add_version(
    page: Page,
    row: t.SessionRow,
    number: int,
    report: Report,
    *,
    reason: str,
    save_key: str,
    replaced: frozenset[CheckIn | DayMood] = frozenset(),
) -> t.SessionVersionRow:
    version = t.SessionVersionRow(
        id=new_id(),
        session_id=row.id,
        client_id=row.client_id,
        number=number,
        held_at=report.held_at,
        kind=report.kind.value,
        attendance=report.attendance.value,
        mood_before=report.mood_before,
        mood_during=report.mood_during,
        mood_after=report.mood_after,
        effort=report.effort,
        willingness=report.willingness,
        expected=report.expected,
        confidence=report.confidence,
        next_day_worse=report.next_day_worse,
        place=report.place.value if report.place else None,
        company=report.company.value if report.company else None,
        barriers=list(report.barriers),
        helped=list(report.helped),
        note=report.note,
        own_words=report.own_words,
        next_step=report.next_step,
        together=list(report.together),
        next_appointment=report.next_appointment,
        correction_reason=reason,
        written_by=page.scope.person_id,
        written_at=page.now,
        save_key=save_key,
    )
    page.session.add(version)
    page.session.flush()
    by_step: dict[str, list[date]] = {}
    for one in report.check_ins:
        if one not in replaced:
            by_step.setdefault(one.step_key, []).append(one.day)
        page.session.add(
            t.CheckInRow(
                id=new_id(),
                client_id=row.client_id,
                session_version_id=version.id,
                step_key=one.step_key,
                day=one.day,
                outcome=one.outcome.value,
                superseded=one in replaced,
            )
        )
    for step_key, days in by_step.items():
        _set_aside(page, t.CheckInRow, version, days, step_key=step_key)
    felt = [mood.day for mood in report.day_moods if mood not in replaced]
    if felt:
        _set_aside(page, t.DayMoodRow, version, felt)
    for mood in report.day_moods:
        page.session.add(
            t.DayMoodRow(
                id=new_id(),
                client_id=row.client_id,
                session_version_id=version.id,
                day=mood.day,
                value=mood.value,
                superseded=mood in replaced,
            )
        )
    page.session.flush()
    return version


def _set_aside(
    page: Page,
    table: type[t.CheckInRow] | type[t.DayMoodRow],
    version: t.SessionVersionRow,
    days: Sequence[date],
    *,
    step_key: str | None = None,
) -> None:
    """Mark what was told before about these days; what this version tells is not stored yet."""
    statement = update(table).where(
        table.client_id == version.client_id, table.day.in_(days), table.superseded.is_(False)
    )
    if step_key is not None:
        statement = statement.where(t.CheckInRow.step_key == step_key)
    page.session.execute(
        statement.values(superseded=True, superseded_by=version.id).execution_options(
            synchronize_session=False
        )
    )


def get(page: Page, client_id: str, session_id: str) -> t.SessionRow | None:
    """Return a session of this client, locked for change, or None."""
    query = (
        select(t.SessionRow)
        .where(t.SessionRow.id == session_id, t.SessionRow.client_id == client_id)
        .with_for_update()
    )
    return page.session.scalars(query).one_or_none()


def last_held(page: Page, client_id: str) -> t.SessionVersionRow | None:
    """Return the current version of the latest session of a client, or None."""
    query = (
        select(t.SessionVersionRow)
        .join(t.SessionRow, t.SessionRow.id == t.SessionVersionRow.session_id)
        .where(
            t.SessionRow.client_id == client_id,
            t.SessionVersionRow.number == t.SessionRow.current,
        )
        .order_by(t.SessionRow.held_at.desc(), t.SessionRow.id)
        .limit(1)
    )
    return page.session.scalars(query).one_or_none()


def history(page: Page, client_id: str, *, session_id: str | None = None) -> tuple[Kept, ...]:
    """Return every version of every session, latest session first, newest version first."""
    query = (
        select(t.SessionVersionRow, t.SessionRow.current)
        .join(t.SessionRow, t.SessionRow.id == t.SessionVersionRow.session_id)
        .where(t.SessionVersionRow.client_id == client_id)
        .order_by(t.SessionRow.held_at.desc(), t.SessionRow.id, t.SessionVersionRow.number.desc())
    )
    if session_id is not None:
        query = query.where(t.SessionRow.id == session_id)
    rows = page.session.execute(query).all()
    ids = [version.id for version, _ in rows]
    writers = people.names(page, {version.written_by for version, _ in rows})
    told = _check_ins_by_version(page, ids)
    moods = _moods_by_version(page, ids)
    supplements = _supplements(page, client_id)
    begun = {version.session_id: version.written_at for version, _ in rows if version.number == 1}
    return tuple(
        Kept(
            session_id=version.session_id,
            version=version.number,
            versions=current,
            report=Report(
                held_at=version.held_at,
                kind=Kind(version.kind),
                attendance=Attendance(version.attendance),
                mood_before=version.mood_before,
                mood_during=version.mood_during,
                mood_after=version.mood_after,
                effort=version.effort,
                note=version.note,
                next_step=version.next_step,
                check_ins=tuple(told.get(version.id, ())),
                day_moods=tuple(moods.get(version.id, ())),
                next_appointment=version.next_appointment,
                willingness=version.willingness,
                expected=version.expected,
                confidence=version.confidence,
                next_day_worse=version.next_day_worse,
                own_words=version.own_words or "",
                together=tuple(version.together or ()),
                **_where_and_with(version),
            ),
            written_by=writers[version.written_by],
            written_at=version.written_at,
            correction_reason=version.correction_reason,
            begun_at=begun[version.session_id],
            supplements=supplements.get(version.session_id, ())
            if version.number == current
            else (),
        )
        for version, current in rows
    )


class _WhereAndWith(TypedDict):
    place: Where | None
    company: WithWhom | None
    barriers: tuple[str, ...]
    helped: tuple[str, ...]


def _where_and_with(version: t.SessionVersionRow) -> _WhereAndWith:
    return {
        "place": Where(version.place) if version.place else None,
        "company": WithWhom(version.company) if version.company else None,
        "barriers": tuple(version.barriers or ()),
        "helped": tuple(version.helped or ()),
    }


def circumstances(
    page: Page, *, client_id: str | None = None, since: datetime, at_most: int = 200
) -> list[Circumstances]:
    """Return under what circumstances sessions were, newest first.

    Of one client, or without `client_id` of all that this person wrote down.
    """
    query = (
        select(t.SessionVersionRow)
        .join(t.SessionRow, t.SessionRow.id == t.SessionVersionRow.session_id)
        .where(
            t.SessionVersionRow.number == t.SessionRow.current,
            t.SessionVersionRow.held_at >= since,
        )
        .order_by(t.SessionVersionRow.held_at.desc())
        .limit(at_most)
    )
    if client_id is not None:
        query = query.where(t.SessionVersionRow.client_id == client_id)
    else:
        query = query.where(t.SessionVersionRow.written_by == page.scope.person_id)
    return [Circumstances(**_where_and_with(row)) for row in page.session.scalars(query)]


def helped(page: Page, client_id: str) -> tuple[tuple[datetime, tuple[str, ...]], ...]:
    """Return when each session of a client was and what helped then, newest first.

    Of a corrected session what counts now; nothing else of a session is read.
    """
    query = (
        select(t.SessionVersionRow.held_at, t.SessionVersionRow.helped)
        .join(t.SessionRow, t.SessionRow.id == t.SessionVersionRow.session_id)
        .where(
            t.SessionVersionRow.client_id == client_id,
            t.SessionVersionRow.number == t.SessionRow.current,
        )
        .order_by(t.SessionVersionRow.held_at.desc())
    )
    return tuple((held_at, tuple(words or ())) for held_at, words in page.session.execute(query))


def meetings(page: Page, client_id: str) -> tuple[Meeting, ...]:
    """Return what opens a next talk of every session of a client, newest first; no note is read."""
    version = t.SessionVersionRow
    rows = page.session.execute(
        select(
            version.held_at,
            version.kind,
            version.attendance,
            version.place,
            version.own_words,
            version.next_step,
            version.helped,
            version.barriers,
        )
        .join(t.SessionRow, t.SessionRow.id == version.session_id)
        .where(version.client_id == client_id, version.number == t.SessionRow.current)
        .order_by(version.held_at.desc(), version.session_id)
    )
    return tuple(
        Meeting(
            held_at=held_at,
            kind=Kind(kind),
            attendance=Attendance(attendance),
            place=Where(place) if place else None,
            own_words=own_words or "",
            next_step=next_step,
            helped=tuple(helped or ()),
            barriers=tuple(barriers or ()),
        )
        for held_at, kind, attendance, place, own_words, next_step, helped, barriers in rows
    )


def supplemented_with(page: Page, client_id: str, save_key: str) -> tuple[str, str] | None:
    """Return to which session of this client which words were added with this key, or None."""
    row = page.session.scalars(
        select(t.SupplementRow).where(
            t.SupplementRow.client_id == client_id, t.SupplementRow.save_key == save_key
        )
    ).one_or_none()
    return (row.session_id, row.words) if row is not None else None


def supplement(page: Page, session: t.SessionRow, words: str, *, save_key: str) -> None:
    """Add words to a locked session."""
    page.session.add(
        t.SupplementRow(
            id=new_id(),
            session_id=session.id,
            client_id=session.client_id,
            words=words,
            written_by=page.scope.person_id,
            written_at=page.now,
            save_key=save_key,
        )
    )
    page.session.flush()


def first_saved(page: Page, session: t.SessionRow) -> datetime:
    """Return when a session was saved first: the lock counts from there."""
    return page.session.scalars(
        select(t.SessionVersionRow.written_at).where(
            t.SessionVersionRow.session_id == session.id, t.SessionVersionRow.number == 1
        )
    ).one()


def _supplements(page: Page, client_id: str) -> dict[str, tuple[Supplement, ...]]:
    rows = page.session.scalars(
        select(t.SupplementRow)
        .where(t.SupplementRow.client_id == client_id)
        .order_by(t.SupplementRow.written_at)
    ).all()
    writers = people.names(page, {row.written_by for row in rows})
    found: dict[str, tuple[Supplement, ...]] = {}
    for row in rows:
        one = Supplement(row.words, writers[row.written_by], row.written_at)
        found[row.session_id] = (*found.get(row.session_id, ()), one)
    return found


def _check_ins_by_version(page: Page, ids: Sequence[str]) -> dict[str, list[CheckIn]]:
    found: dict[str, list[CheckIn]] = {}
    for row in page.session.scalars(
        select(t.CheckInRow)
        .where(t.CheckInRow.session_version_id.in_(ids))
        .order_by(t.CheckInRow.day)
    ):
        found.setdefault(row.session_version_id, []).append(
            CheckIn(row.step_key, row.day, Outcome(row.outcome))
        )
    return found


def _moods_by_version(page: Page, ids: Sequence[str]) -> dict[str, list[DayMood]]:
    found: dict[str, list[DayMood]] = {}
    for row in page.session.scalars(
        select(t.DayMoodRow)
        .where(t.DayMoodRow.session_version_id.in_(ids))
        .order_by(t.DayMoodRow.day)
    ):
        found.setdefault(row.session_version_id, []).append(DayMood(row.day, row.value))
    return found


def count(page: Page, client_id: str) -> int:
    """Return how many sessions a client has."""
    query = (
        select(func.count()).select_from(t.SessionRow).where(t.SessionRow.client_id == client_id)
    )
    return page.session.scalar(query) or 0


def written_since(page: Page, client_ids: Sequence[str], begin: datetime) -> frozenset[str]:
    """Return of which of these clients a session was written down that was held since a moment."""
    query = select(t.SessionRow.client_id).where(
        t.SessionRow.client_id.in_(client_ids), t.SessionRow.held_at >= begin
    )
    return frozenset(page.session.scalars(query))
