"""Working notes: a coach's own words about a client, read by nobody else."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.problems import Invalid
from lib.domain.working_notes import NoteElsewhere, WorkingNote, check_working_note
from lib.storage import casebook, working_notes


def mine(scope: Scope, client_id: str, *, now: datetime) -> WorkingNote | None:
    """Return one's own note about a client of one's own, or None without one.

    A note that cannot be read, because the key changed, comes back without words and not
    `readable`. Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.looking(scope, "working note", client_id=client_id, now=now) as page:
        row = working_notes.get(page, page.own_client(client_id).id)
        return working_notes.value(page, row) if row is not None else None


def keep(scope: Scope, client_id: str, words: str, *, expected_version: int, now: datetime) -> None:
    """Keep these words in place of the former; empty words erase the note.

    `expected_version` is the version on the screen, 0 without a note. Nothing happens when the
    words stand there already, and empty words erase no note that could not be read. Raises
    `Invalid` when they are too long, `NoteElsewhere` when the note changed in another tab,
    `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    cleaned, problems = check_working_note(words)
    if problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = working_notes.get(page, client.id)
        if cleaned == (working_notes.value(page, row).words if row is not None else ""):
            return
        if expected_version != (row.version if row is not None else 0):
            raise NoteElsewhere()
        if row is not None and not cleaned:
            working_notes.erase(page, row)
            page.log("D", "working note", client=client)
            return
        working_notes.write(page, row, client.id, cleaned)
        page.log("U" if row is not None else "C", "working note", client=client)
