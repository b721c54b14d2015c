"""Keeps working notes: encrypted, one for each coach and client."""

from sqlalchemy import select

from lib.domain.working_notes import WorkingNote
from lib.storage import seals
from lib.storage import tables as t
from lib.storage.casebook import Page


def get(page: Page, client_id: str) -> t.WorkingNoteRow | None:
    """Return the note of this person about a client, or None."""
    return page.session.scalars(
        select(t.WorkingNoteRow).where(
            t.WorkingNoteRow.person_id == page.scope.person_id,
            t.WorkingNoteRow.client_id == client_id,
        )
    ).one_or_none()


def write(page: Page, row: t.WorkingNoteRow | None, client_id: str, words: str) -> None:
    """Let the note of this person about a client hold these words from now on."""
    sealed = seals.seal({"words": words}, owner=(page.scope.person_id, client_id))
    if row is None:
        row = t.WorkingNoteRow(person_id=page.scope.person_id, client_id=client_id)
        page.session.add(row)
    row.sealed = sealed
    row.changed_at = page.now
    page.session.flush()


def erase(page: Page, row: t.WorkingNoteRow) -> None:
    """Erase a note."""
    page.session.delete(row)
    page.session.flush()


def value(page: Page, row: t.WorkingNoteRow) -> WorkingNote:
    """Return what a note holds; not `readable`, and no words, when the key is not here."""
    try:
        words = str(seals.unseal(row.sealed, owner=(page.scope.person_id, row.client_id))["words"])
    except seals.Unreadable:
        return WorkingNote("", row.changed_at, row.version, readable=False)
    return WorkingNote(words, row.changed_at, row.version)
