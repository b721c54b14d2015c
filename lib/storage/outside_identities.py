"""Keeps whom an organisation's sign-in means: issuer and subject, and nothing else of it."""

from sqlalchemy import delete, select

from lib.storage import tables as t
from lib.storage.casebook import Page


def person(page: Page, issuer: str, subject: str) -> t.PersonRow | None:
    """Return the open account that this subject of this issuer means, or None."""
    return page.session.scalars(
        select(t.PersonRow)
        .join(t.OutsideIdentityRow, t.OutsideIdentityRow.person_id == t.PersonRow.id)
        .where(
            t.OutsideIdentityRow.issuer == issuer,
            t.OutsideIdentityRow.subject == subject,
            t.PersonRow.active.is_(True),
        )
    ).one_or_none()


def is_known(page: Page, issuer: str, subject: str) -> bool:
    """True when this subject means somebody here, also one whose account is closed."""
    return page.session.get(t.OutsideIdentityRow, (issuer, subject)) is not None


def is_linked(page: Page, person_id: str) -> bool:
    """True when some subject means this person."""
    row = t.OutsideIdentityRow
    return page.session.scalar(select(row.subject).where(row.person_id == person_id)) is not None


def link(page: Page, issuer: str, subject: str, person_id: str) -> None:
    """Let this subject mean this person from now on."""
    page.session.add(
        t.OutsideIdentityRow(issuer=issuer, subject=subject, person_id=person_id, made_at=page.now)
    )
    page.session.flush()


def cut(page: Page, person_id: str) -> bool:
    """Let no subject mean this person any more; False when none did."""
    row = t.OutsideIdentityRow
    gone = page.session.execute(
        delete(row).where(row.person_id == person_id).returning(row.subject)
    ).all()
    return bool(gone)
