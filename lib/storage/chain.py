"""The chain over the log: seals each new line, and finds where one was changed or is gone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, insert, select
from sqlalchemy.orm import Session

from lib.domain.log_check import Fault, Found, Head
from lib.storage import seals
from lib.storage import tables as t

# Any number will do, as long as every process of one installation takes the same.
_LOCK: Final = 7_461_824
_AT_ONCE: Final = 2000
_BEFORE_ALL: Final = Head(0, "")
_COLUMNS: Final = (
    "id",
    "at",
    "person_id",
    "roles",
    "visit",
    "action",
    "part",
    "outcome",
    "client_id",
    "subject_id",
    "rule",
    "behalf_id",
    "reason",
    "view",
    "listed",
)


def seal(session: Session, lines: Sequence[t.AuditRow]) -> None:
    """Add the next links of the chain, one for each of these lines, in this same transaction.

    To be called last: from here on every other writer waits, so that no two lines follow the same
    one. SQLite has one writer anyway.
    """
    if not lines:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    _link(connection, [{name: getattr(line, name) for name in _COLUMNS} for line in lines])


def begin(session: Session) -> int:
    """Seal the lines that are older than the chain, and return how many; once in a lifetime.

    When a chain was begun already nothing happens: a line without a seal is a finding then.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    if _last(connection) != _BEFORE_ALL:
        return 0
    query = select(*_audit_columns()).order_by(t.AuditRow.at, t.AuditRow.id)
    lines = [dict(row) for row in connection.execute(query).mappings()]
    for start in range(0, len(lines), _AT_ONCE):
        _link(connection, lines[start : start + _AT_ONCE])
    return len(lines)


def head(session: Session) -> Head:
    """Return the last link: how many there are, and the seal of the last one."""
    return _last(session.connection())


def _last(connection: Connection) -> Head:
    last = select(t.AuditSealRow.number, t.AuditSealRow.mac).order_by(t.AuditSealRow.number.desc())
    row = connection.execute(last.limit(1)).one_or_none()
    return Head(row.number, row.mac) if row is not None else _BEFORE_ALL


def check(session: Session, heads: Sequence[Head]) -> Found:
    """Read the whole log along its chain, and return what is wrong with it first.

    `heads` are links that were written down outside of the database: the chain must still go
    through each of them. Reads as much as there is; nothing is changed.
    """
    connection = session.connection()
    expected = {one.number: one.mac for one in heads}
    number, mac = 0, ""
    for row in _links(connection):
        number += 1
        if row["number"] != number:
            return Found(number - 1, Fault.GAP, number)
        if row["id"] is None:
            return Found(number - 1, Fault.REMOVED, number)
        wanted = _mac(mac, row, key_id=row["key_id"])
        if wanted is None:
            return Found(number - 1, Fault.KEY, number)
        if wanted != row["mac"]:
            return Found(number - 1, Fault.CHANGED, number)
        if expected.get(number, wanted) != wanted:
            return Found(number - 1, Fault.REWRITTEN, number)
        mac = wanted
    if expected and max(expected) > number:
        return Found(number, Fault.CUT_OFF, number + 1)
    unsealed = (
        select(func.count())
        .select_from(t.AuditRow)
        .outerjoin(t.AuditSealRow, t.AuditSealRow.audit_id == t.AuditRow.id)
        .where(t.AuditSealRow.number.is_(None))
    )
    if connection.execute(unsealed).scalar_one():
        return Found(number, Fault.UNSEALED, None)
    return Found(number, Fault.NONE, None)


def _links(connection: Connection) -> Iterator[dict[str, Any]]:
    """Go through the seals in order, each with its line; a line that is gone is all None."""
    query = (
        select(t.AuditSealRow.number, t.AuditSealRow.key_id, t.AuditSealRow.mac, *_audit_columns())
        .outerjoin(t.AuditRow, t.AuditRow.id == t.AuditSealRow.audit_id)
        .order_by(t.AuditSealRow.number)
        .limit(_AT_ONCE)
    )
    last = -1
    while rows := connection.execute(query.where(t.AuditSealRow.number > last)).mappings().all():
        yield from map(dict, rows)
        last = rows[-1]["number"]


def _audit_columns() -> list[ColumnElement[Any]]:
    return [getattr(t.AuditRow, name) for name in _COLUMNS]


def _link(connection: Connection, lines: Sequence[Mapping[str, Any]]) -> None:
    last = _last(connection)
    number, mac = last.number, last.mac
    key_id = seals.signing_key()
    links = []
    for line in lines:
        number += 1
        mac = _mac(mac, line, key_id=key_id) or ""
        links.append({"number": number, "audit_id": line["id"], "key_id": key_id, "mac": mac})
    if links:
        connection.execute(insert(t.AuditSealRow), links)


def _mac(before: str, line: Mapping[str, Any], *, key_id: str) -> str | None:
    """Return the seal of a line after the seal before it; None when its key is not here."""
    said = [line[name] for name in _COLUMNS]
    said[1] = line["at"].astimezone(UTC).isoformat(timespec="microseconds")
    whole = json.dumps([before, *said], ensure_ascii=True, separators=(",", ":"))
    return seals.sign(whole.encode(), key_id=key_id)
