"""Keeps drafts: encrypted, one open draft for each coach, client and form."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, or_, select, update

from lib.domain.drafts import ENDED_KEPT_FOR, WORDS_KEPT_FOR, Typed, Unsaved, form_of_page
from lib.storage import seals, visibility
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def get(page: Page, client_id: str, form: str) -> t.DraftRow | None:
    """Return the open draft of this person on a form of a client, or None."""
    return page.session.scalars(
        _mine(page).where(
            t.DraftRow.client_id == client_id,
            t.DraftRow.form == form,
            t.DraftRow.ended_at.is_(None),
        )
    ).one_or_none()


def set_aside(page: Page, client_id: str, form: str) -> t.DraftRow | None:
    """Return the draft that was laid aside or taken over last and can be brought back, or None."""
    return page.session.scalars(
        _mine(page)
        .where(
            t.DraftRow.client_id == client_id,
            t.DraftRow.form == form,
            t.DraftRow.ending.in_(["laid_aside", "taken_over"]),
            t.DraftRow.ended_at > page.now - ENDED_KEPT_FOR,
        )
        .order_by(t.DraftRow.ended_at.desc())
        .limit(1)
    ).one_or_none()


def ended_with(page: Page, client_id: str, save_key: str) -> bool:
    """True when a draft with this key was saved or laid aside: a late word must not revive it."""
    query = (
        _mine(page)
        .where(
            t.DraftRow.client_id == client_id,
            t.DraftRow.save_key == save_key,
            t.DraftRow.ended_at.is_not(None),
        )
        .limit(1)
    )
    return page.session.scalars(query).one_or_none() is not None


def open_ones(page: Page) -> Sequence[tuple[t.DraftRow, str]]:
    """Return the open drafts of this person on clients of their own, latest first, with names."""
    query = (
        select(t.DraftRow, t.ClientRow.name)
        .join(t.ClientRow, t.ClientRow.id == t.DraftRow.client_id)
        .where(
            t.DraftRow.person_id == page.scope.person_id,
            t.DraftRow.ended_at.is_(None),
            visibility.own_clients(page.scope),
        )
        .order_by(t.DraftRow.changed_at.desc())
    )
    return [(row, name) for row, name in page.session.execute(query).all()]


def begin(
    page: Page, client_id: str, form: str, fields: Mapping[str, Typed], *, tab: str, save_key: str
) -> t.DraftRow:
    """Add an open draft and return it; what ended long ago is erased on the way."""
    _erase_old(page)
    row = t.DraftRow(
        id=new_id(),
        person_id=page.scope.person_id,
        client_id=client_id,
        form=form,
        sealed=_seal(page, client_id, fields),
        tab=tab,
        save_key=save_key,
        begun_at=page.now,
        changed_at=page.now,
        ended_at=None,
        ending="",
    )
    page.session.add(row)
    page.session.flush()
    return row


def write(page: Page, row: t.DraftRow, fields: Mapping[str, Typed], *, tab: str) -> None:
    """Let a draft hold these fields from now on."""
    row.sealed = _seal(page, row.client_id, fields)
    row.tab = tab
    row.changed_at = page.now


def end(page: Page, row: t.DraftRow, ending: str) -> None:
    """End a draft; it can be brought back for a while."""
    row.ended_at = page.now
    row.ending = ending
    page.session.flush()


def end_saved(page: Page, client_id: str, save_key: str) -> None:
    """End the draft that was saved under this key, if there is one."""
    page.session.execute(
        update(t.DraftRow)
        .where(
            t.DraftRow.person_id == page.scope.person_id,
            t.DraftRow.client_id == client_id,
            t.DraftRow.save_key == save_key,
            t.DraftRow.ended_at.is_(None),
        )
        .values(ended_at=page.now, ending="saved")
        .execution_options(synchronize_session=False)
    )


def revive(page: Page, client_id: str, save_key: str, *, tab: str) -> None:
    """Open the draft again that was saved under this key; what was begun since is laid aside."""
    row = page.session.scalars(
        _mine(page)
        .where(
            t.DraftRow.client_id == client_id,
            t.DraftRow.save_key == save_key,
            t.DraftRow.ending == "saved",
        )
        .order_by(t.DraftRow.ended_at.desc(), t.DraftRow.changed_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return
    present = get(page, client_id, row.form)
    if present is not None:
        end(page, present, "laid_aside")
    row.ended_at, row.ending, row.tab = None, "", tab


def erase_ended(page: Page) -> None:
    """Erase what ended more than an hour ago, and texts of pages after a day, of everyone.

    For the door, where nobody is known.
    """
    page.session.execute(
        delete(t.DraftRow).where(
            or_(
                t.DraftRow.ended_at < page.now - ENDED_KEPT_FOR,
                t.DraftRow.form.startswith(form_of_page(""), autoescape=True)
                & (t.DraftRow.changed_at < page.now - WORDS_KEPT_FOR),
            )
        )
    )


def value(page: Page, row: t.DraftRow) -> Unsaved:
    """Return what a draft holds; raises `seals.Unreadable` when the key is not here."""
    return Unsaved(
        client_id=row.client_id,
        form=row.form,
        fields=seals.unseal(row.sealed, owner=(page.scope.person_id, row.client_id)),
        save_key=row.save_key,
        tab=row.tab,
        begun_at=row.begun_at,
        changed_at=row.changed_at,
    )


def _mine(page: Page) -> Select[t.DraftRow]:
    return select(t.DraftRow).where(t.DraftRow.person_id == page.scope.person_id)


def _seal(page: Page, client_id: str, fields: Mapping[str, Typed]) -> bytes:
    return seals.seal(fields, owner=(page.scope.person_id, client_id))


def _erase_old(page: Page) -> None:
    oldest: datetime = page.now - ENDED_KEPT_FOR
    page.session.execute(
        delete(t.DraftRow)
        .where(t.DraftRow.person_id == page.scope.person_id, t.DraftRow.ended_at < oldest)
        .execution_options(synchronize_session=False)
    )
