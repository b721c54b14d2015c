"""Keeps sessions: versions that never change, and what they told about days."""

from collections.abc import Sequence

from sqlalchemy import func, select, update

from lib.domain.sessions import (
    Attendance,
    CheckIn,
    DayMood,
    Kept,
    Kind,
    Outcome,
    Report,
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


def add(page: Page, client_id: str, report: Report, *, save_key: str) -> str:
    """Add a session with its first version and return the id of the session."""
    row = t.SessionRow(id=new_id(), client_id=client_id, held_at=report.held_at, current=1)
    page.session.add(row)
    page.session.flush()
    _add_version(page, row, 1, report, reason="", save_key=save_key)
    return row.id


def correct(page: Page, row: t.SessionRow, report: Report, *, reason: str, save_key: str) -> None:
    """Add the next version of a session, and let it count from now on.

    What the former version told about days is set aside, then told anew: a day the correction
    leaves out becomes "not filled in" again. What a later look back replaced stays replaced,
    unless the correction changes it: mending a note must not bring back an older word.
    """
    replaced = _replaced(page, row)
    former = select(t.SessionVersionRow.id).where(t.SessionVersionRow.session_id == row.id)
    for table in (t.CheckInRow, t.DayMoodRow):
        page.session.execute(
            update(table)
            .where(table.session_version_id.in_(former))
            .values(superseded=True)
            .execution_options(synchronize_session=False)
        )
    row.current += 1
    row.held_at = report.held_at
    page.session.flush()
    _add_version(
        page, row, row.current, report, reason=reason, save_key=save_key, replaced=replaced
    )


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
) -> None:
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
        note=report.note,
        next_step=report.next_step,
        correction_reason=reason,
        written_by=page.scope.person_id,
        written_at=page.now,
        save_key=save_key,
    )
    page.session.add(version)
    page.session.flush()
    for one in report.check_ins:
        if one not in replaced:
            _set_aside(page, t.CheckInRow, row.client_id, one.day, step_key=one.step_key)
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
    for mood in report.day_moods:
        if mood not in replaced:
            _set_aside(page, t.DayMoodRow, row.client_id, mood.day)
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


def _set_aside(
    page: Page,
    table: type[t.CheckInRow] | type[t.DayMoodRow],
    client_id: str,
    day: object,
    *,
    step_key: str | None = None,
) -> None:
    statement = update(table).where(
        table.client_id == client_id, table.day == day, table.superseded.is_(False)
    )
    if step_key is not None:
        statement = statement.where(t.CheckInRow.step_key == step_key)
    page.session.execute(
        statement.values(superseded=True).execution_options(synchronize_session=False)
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
                next_appointment=None,
            ),
            written_by=writers[version.written_by],
            written_at=version.written_at,
            correction_reason=version.correction_reason,
        )
        for version, current in rows
    )


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
