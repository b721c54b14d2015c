"""Keeps what each look along the chain over the log found."""

from sqlalchemy import select

from lib.domain.log_check import Check, Fault
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def begun(page: Page) -> bool:
    """True when the chain has a link, or there is nothing to be linked yet."""
    if page.session.scalar(select(t.AuditSealRow.number).limit(1)) is not None:
        return True
    return page.session.scalar(select(t.AuditRow.id).limit(1)) is None


def add(page: Page, check: Check) -> None:
    """Keep what a look found."""
    page.session.add(
        t.AuditCheckRow(
            id=new_id(),
            at=check.at,
            lines=check.lines,
            fault=check.fault.value,
            number=check.number,
        )
    )


def latest(page: Page) -> Check | None:
    """Return what the last look found, or None before the first."""
    newest = select(t.AuditCheckRow).order_by(t.AuditCheckRow.at.desc(), t.AuditCheckRow.id)
    row = page.session.scalars(newest.limit(1)).one_or_none()
    return Check(row.at, row.lines, Fault(row.fault), row.number) if row is not None else None
