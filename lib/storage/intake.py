"""Keeps how guidance began: one row for each client of whom something was written down."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from lib.domain.calendar import local_day
from lib.domain.intake import Answer, Beginning, CareContact, Carer, Intake, Topic
from lib.domain.sessions import Attendance, Outcome
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page

_DONE = [outcome.value for outcome in Outcome if outcome.size is not None]


def get(page: Page, client_id: str) -> t.IntakeRow | None:
    """Return the row of a client, or None when nothing was written down yet."""
    return page.session.get(t.IntakeRow, client_id)


def of_clients(page: Page, client_ids: Sequence[str]) -> dict[str, Intake]:
    """Return what was written down, by client id; a client without anything is not in it."""
    rows = page.session.scalars(
        select(t.IntakeRow).where(t.IntakeRow.client_id.in_(client_ids))
    ).all()
    names = people.names(page, {row.changed_by for row in rows})
    return {row.client_id: _value(row, names[row.changed_by]) for row in rows}


def of_client(page: Page, client_id: str) -> Intake:
    """Return what was written down about one client; without a row an empty one."""
    return of_clients(page, [client_id]).get(client_id, Intake())


def care_contact(page: Page, client_id: str) -> CareContact:
    """Return who gives care to a client; nothing else of the intake is read for it."""
    row = page.session.execute(
        select(
            t.IntakeRow.gp_name,
            t.IntakeRow.gp_phone,
            t.IntakeRow.nurse_name,
            t.IntakeRow.nurse_phone,
        ).where(t.IntakeRow.client_id == client_id)
    ).one_or_none()
    return CareContact(Carer(row[0], row[1]), Carer(row[2], row[3])) if row else CareContact()


def beginnings(page: Page, client_ids: Sequence[str], *, today: date) -> tuple[Beginning, ...]:
    """Return how each of these clients began, in the same order. Later days are left out."""
    told = of_clients(page, client_ids)
    steps = _first_steps(page, client_ids, today=today)
    sessions = _first_sessions(page, client_ids, today=today)
    return tuple(
        Beginning(told.get(one, Intake()), steps.get(one), sessions.get(one)) for one in client_ids
    )


def write(page: Page, row: t.IntakeRow | None, client_id: str, intake: Intake) -> None:
    """Let the row of a client say this from now on."""
    if row is None:
        row = t.IntakeRow(client_id=client_id)
        page.session.add(row)
    row.referred_by = intake.referred_by
    row.referred_on = intake.referred_on
    row.referral_reason = intake.referral_reason
    row.first_call_on = intake.first_call_on
    row.first_meeting_on = intake.first_meeting_on
    row.safety = {
        topic.value: {"answer": "yes" if said.yes else "no", "words": said.words}
        for topic, said in intake.safety.items()
    }
    row.gp_name, row.gp_phone = intake.care.gp.name, intake.care.gp.phone
    row.nurse_name, row.nurse_phone = intake.care.nurse.name, intake.care.nurse.phone
    row.changed_by = page.scope.person_id
    row.changed_at = page.now
    page.session.flush()


def _value(row: t.IntakeRow, changed_by: str) -> Intake:
    return Intake(
        referred_by=row.referred_by,
        referred_on=row.referred_on,
        referral_reason=row.referral_reason,
        first_call_on=row.first_call_on,
        first_meeting_on=row.first_meeting_on,
        safety={
            Topic(topic): Answer(said["answer"] == "yes", said["words"])
            for topic, said in row.safety.items()
        },
        care=CareContact(Carer(row.gp_name, row.gp_phone), Carer(row.nurse_name, row.nurse_phone)),
        changed_by=changed_by,
        changed_at=row.changed_at,
        version=row.version,
    )


def _first_steps(page: Page, client_ids: Sequence[str], *, today: date) -> dict[str, date]:
    """Return by client the first day on which a step was told as done, in any size."""
    rows = page.session.execute(
        select(t.CheckInRow.client_id, func.min(t.CheckInRow.day))
        .where(
            t.CheckInRow.client_id.in_(client_ids),
            t.CheckInRow.superseded.is_(False),
            t.CheckInRow.outcome.in_(_DONE),
            t.CheckInRow.day <= today,
        )
        .group_by(t.CheckInRow.client_id)
    )
    return dict(rows.all())


def _first_sessions(page: Page, client_ids: Sequence[str], *, today: date) -> dict[str, date]:
    """Return by client the day of the first session they came to."""
    version = t.SessionVersionRow
    rows = page.session.execute(
        select(version.client_id, func.min(version.held_at))
        .join(t.SessionRow, t.SessionRow.id == version.session_id)
        .where(
            version.client_id.in_(client_ids),
            version.number == t.SessionRow.current,
            version.attendance == Attendance.CAME.value,
        )
        .group_by(version.client_id)
    )
    found = {client_id: local_day(held_at) for client_id, held_at in rows}
    return {client_id: day for client_id, day in found.items() if day <= today}
