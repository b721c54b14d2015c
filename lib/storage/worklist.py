"""Keeps the rows of the worklist: worked out again for whoever something was written about."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select

from lib.domain.advice_settings import Parameters, parameters
from lib.domain.calendar import local_day
from lib.domain.caseload import standing
from lib.domain.signals import (
    AGAIN_AFTER_DAYS,
    FRESH_DAYS,
    Case,
    Fact,
    Kind,
    Planned,
    Row,
    State,
    facts,
)
from lib.storage import advice as advice_numbers
from lib.storage import (
    appointments,
    basis,
    measurements,
    people,
    records,
    standings,
    team_settings,
    visibility,
)
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id

_MOODS = (Kind.VERY_LOW_MOOD, Kind.LOWER_MOOD)


def due(
    page: Page,
    client_ids: Sequence[str] | None = None,
    *,
    limit: int = 50,
    seen_only: bool = False,
) -> tuple[str, ...]:
    """Return clients whose rows are to be worked out again, locked: of these, or of everyone.

    With `seen_only` those this person may see: the net is wider, it also holds whom they were
    asked to take over. Who is locked by another transaction is waited for when clients are named,
    and left to that transaction otherwise.
    """
    due_now = t.WorklistDueRow.client_id
    query = select(t.ClientRow.id).where(t.ClientRow.id.in_(select(due_now)))
    if client_ids is not None:
        query = query.where(t.ClientRow.id.in_(client_ids))
    if seen_only:
        query = query.where(visibility.visible_clients(page.scope))
    # The client before the mark, as whoever writes about somebody does: in the other order the
    # two would wait for each other.
    others = client_ids is None
    held = page.session.scalars(
        query.order_by(t.ClientRow.name, t.ClientRow.id)
        .limit(limit)
        .with_for_update(read=True, key_share=True, skip_locked=others, of=t.ClientRow)
    ).all()
    marked = select(due_now).where(due_now.in_(held)).with_for_update(skip_locked=others)
    found = set(page.session.scalars(marked))
    return tuple(one for one in held if one in found)


def any_due(page: Page, clients: Select[str] | None = None) -> bool:
    """True when somebody's rows are to be worked out again; of these clients, or of everyone."""
    query = select(t.WorklistDueRow.client_id).limit(1)
    if clients is not None:
        query = query.where(t.WorklistDueRow.client_id.in_(clients))
    return page.session.scalars(query).first() is not None


def all_are_due(page: Page) -> None:
    """Let the rows of every client be worked out again: what only time changes, a night changes.

    Ended clients too, while a row of theirs stands: it closes.
    """
    waiting = select(t.WorklistRow.client_id).where(t.WorklistRow.stands.is_(True))
    _mark(page, t.ClientRow.ended_on.is_(None) | t.ClientRow.id.in_(waiting))


def team_is_due(page: Page, team_id: str) -> None:
    """Let the rows of every client of a team be worked out again."""
    _mark(page, (t.ClientRow.team_id == team_id) & t.ClientRow.ended_on.is_(None))


def _mark(page: Page, which: ColumnElement[bool]) -> None:
    # Each client is held before any is marked, as in `due`.
    held = select(t.ClientRow.id).where(which).order_by(t.ClientRow.id)
    page.let_be_due(
        page.session.scalars(held.with_for_update(read=True, key_share=True, of=t.ClientRow))
    )


def work_out(page: Page, client_ids: Sequence[str]) -> None:
    """Work out the rows of these clients anew, as of today, and strike them off what is due.

    And what lists show of them, which follows from the same facts.
    """
    rows = page.session.scalars(select(t.ClientRow).where(t.ClientRow.id.in_(client_ids))).all()
    today = local_day(page.now)
    chosen: dict[str, Parameters] = {}
    first = today - timedelta(days=FRESH_DAYS)
    planned = appointments.occurrences_of(page, client_ids, first=first, last=today)
    for row, record in zip(rows, records.of_clients(page, rows), strict=True):
        if row.team_id not in chosen:
            values = team_settings.values(page, row.team_id, about="step suggestion")
            chosen[row.team_id] = parameters(values)
        kept = page.session.scalars(_of(row.id)).all()
        since = today - timedelta(days=max(chosen[row.team_id].session_days, FRESH_DAYS))
        now = standing(record, today=today)
        standings.keep(page, record, now)
        case = Case(
            record=record,
            told=advice_numbers.session_numbers(page, row.id, since=since),
            basis=basis.of_client(page, row.id),
            parameters=chosen[row.team_id],
            fillings=measurements.of_client(page, row.id),
            planned=[
                Planned(one.starts_at)
                for one in planned.get(row.id, ())
                if not one.cancelled and one.starts_at <= page.now
            ],
            flagged=_flagged(kept, today=today),
            now=now,
        )
        _settle(page, row.id, kept, facts(case, today=today), today=today)
    page.session.execute(
        delete(t.WorklistDueRow)
        .where(t.WorklistDueRow.client_id.in_(client_ids))
        .execution_options(synchronize_session=False)
    )
    page.session.flush()


def of_clients(page: Page, client_ids: Sequence[str], *, ended_since: datetime) -> tuple[Row, ...]:
    """Return the rows of clients that wait or are put off, and those that ended since a moment."""
    names = dict(
        page.session.execute(
            select(t.ClientRow.id, t.ClientRow.name).where(t.ClientRow.id.in_(client_ids))
        ).all()
    )
    rows = page.session.scalars(
        select(t.WorklistRow).where(
            t.WorklistRow.client_id.in_(client_ids),
            t.WorklistRow.ended_at.is_(None) | (t.WorklistRow.ended_at >= ended_since),
        )
    ).all()
    colleagues = people.names(page, {row.changed_by for row in rows if row.changed_by})
    return tuple(
        _value(row, names[row.client_id], colleagues.get(row.changed_by or "")) for row in rows
    )


def ended(
    page: Page, client_ids: Sequence[str], *, since: datetime
) -> tuple[tuple[Kind, State, bool | None], ...]:
    """Return kind, state and usefulness of every row of these clients that ended since."""
    query = select(t.WorklistRow.kind, t.WorklistRow.state, t.WorklistRow.useful).where(
        t.WorklistRow.client_id.in_(client_ids), t.WorklistRow.ended_at >= since
    )
    return tuple(
        (Kind(kind), State(state), useful) for kind, state, useful in page.session.execute(query)
    )


def get(page: Page, row_id: str) -> t.WorklistRow | None:
    """Return one row, locked, or None."""
    query = select(t.WorklistRow).where(t.WorklistRow.id == row_id).with_for_update()
    return page.session.scalars(query).one_or_none()


def touch(page: Page, row: t.WorklistRow, **values: Any) -> None:
    """Change a row in the name of whoever is at work."""
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_by = page.scope.person_id
    row.changed_at = page.now
    page.session.flush()


def _of(client_id: str) -> Select[t.WorklistRow]:
    return (
        select(t.WorklistRow)
        .where(t.WorklistRow.client_id == client_id)
        .order_by(t.WorklistRow.opened_at, t.WorklistRow.fact)
    )


def _flagged(kept: Iterable[t.WorklistRow], *, today: date) -> dict[Kind, date]:
    """Return the last day on which each mood signal was given."""
    found: dict[Kind, date] = {}
    for row in kept:
        if Kind(row.kind) in _MOODS:
            day = date.fromisoformat(_base(row.fact))
            if day <= today:
                found[Kind(row.kind)] = max(day, found.get(Kind(row.kind), day))
    return found


def _settle(
    page: Page,
    client_id: str,
    kept: Sequence[t.WorklistRow],
    standing: Sequence[Fact],
    *,
    today: date,
) -> None:
    """Let the rows follow the facts: open what is new, close what is mended, renew numbers."""
    last: dict[tuple[str, str], t.WorklistRow] = {}
    for row in kept:
        last[row.kind, _base(row.fact)] = row
    for fact in standing:
        known = last.pop((fact.kind.value, fact.key), None)
        if known is None:
            _open(page, client_id, fact, fact.key)
        elif _asks_again(known, today=today):
            times = sum(_base(one.fact) == fact.key and one.kind == known.kind for one in kept)
            known.stands = False
            _open(page, client_id, fact, f"{fact.key}#{times}")
        else:
            _go_on(page, known, fact, today=today)
    for row in kept:
        if row.stands and (row.kind, _base(row.fact)) in last:
            row.stands = False
            if row.state in (State.OPEN, State.SNOOZED):
                row.state, row.snoozed_until, row.ended_at = State.CLOSED, None, page.now
            row.changed_at = page.now


def _open(page: Page, client_id: str, fact: Fact, key: str) -> None:
    page.session.add(
        t.WorklistRow(
            id=new_id(),
            client_id=client_id,
            kind=fact.kind.value,
            fact=key,
            opened_at=page.now,
            numbers=dict(fact.numbers),
            stands=True,
            state=State.OPEN.value,
            changed_at=page.now,
        )
    )


def _go_on(page: Page, row: t.WorklistRow, fact: Fact, *, today: date) -> None:
    if row.state == State.CLOSED:
        row.state, row.ended_at = State.OPEN.value, None
    if row.state == State.SNOOZED and row.snoozed_until is not None and row.snoozed_until <= today:
        row.state, row.snoozed_until = State.OPEN.value, None
    row.stands = True
    if row.numbers != dict(fact.numbers):
        row.numbers = dict(fact.numbers)
        row.changed_at = page.now


def _asks_again(row: t.WorklistRow, *, today: date) -> bool:
    """True when something was done, and its fact came back since, or stands after four weeks.

    A mood signal that comes back has the same key within its cool-down alone: it stays done.
    """
    if row.state != State.DONE or row.ended_at is None:
        return False
    if not row.stands:
        return Kind(row.kind) not in _MOODS
    return (today - local_day(row.ended_at)).days >= AGAIN_AFTER_DAYS


def _base(key: str) -> str:
    """Return the key of the fact, without the number of the time it was asked about."""
    return key.partition("#")[0]


def _value(row: t.WorklistRow, client_name: str, changed_by: str | None) -> Row:
    return Row(
        id=row.id,
        client_id=row.client_id,
        client_name=client_name,
        fact=Fact(Kind(row.kind), row.fact, row.numbers),
        opened_on=local_day(row.opened_at),
        state=State(row.state),
        stands=row.stands,
        version=row.version,
        snoozed_until=row.snoozed_until,
        snooze_reason=row.snooze_reason,
        note=row.note,
        useful=row.useful,
        ended_at=row.ended_at,
        changed_by=changed_by,
    )
