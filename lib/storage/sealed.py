"""Finds everything that is sealed, in every table, and seals it anew with the first key."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, LargeBinary, Table, func, select, tuple_, update

from lib.storage import seals
from lib.storage import tables as t
from lib.storage.casebook import Page

_AT_ONCE: Final = 200
# The key of the row where a batch ended; () before the first.
Place = Sequence[Any]


def columns() -> tuple[Column[bytes], ...]:
    """Return every column that holds something sealed: bytes are never kept open."""
    return tuple(
        column
        for table in t.Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    )


def batch(page: Page, column: Column[bytes], after: Place) -> list[tuple[Place, bytes]]:
    """Return the next rows of a column, in the order of their keys: where each stands, and it."""
    key = _key(column.table)
    rows = select(*key, column).where(column.is_not(None)).order_by(*key).limit(_AT_ONCE)
    if after:
        rows = rows.where(tuple_(*key) > tuple_(*after))
    return [(tuple(row[:-1]), row[-1]) for row in page.session.execute(rows)]


def replace(page: Page, column: Column[bytes], place: Place, old: bytes) -> bool:
    """Seal one value anew, and return whether it was; not when its writer changed it meanwhile.

    Nothing else of the row changes, so that a form that is open on it can still be saved. Raises
    `seals.Unreadable` when no key here opens it.
    """
    same = [part == value for part, value in zip(_key(column.table), place, strict=True)]
    anew = update(column.table).where(*same, column == old)
    anew = anew.values({column.name: seals.seal_anew(old)}).returning(column)
    return page.session.execute(anew).first() is not None


def older_lines(page: Page) -> int:
    """Return how many lines of the log are signed with another key than the first."""
    other = select(func.count()).where(t.AuditSealRow.key_id != seals.signing_key())
    return page.session.scalar(other) or 0


def _key(table: Any) -> list[Column[Any]]:
    assert isinstance(table, Table)
    return list(table.primary_key.columns)
