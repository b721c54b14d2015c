"""Drafts: what stands on a form is kept while it is typed, and offered back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from lib.domain.access import Permission, Scope
from lib.domain.drafts import (
    WORDS_KEPT_FOR,
    DraftElsewhere,
    OpenDraft,
    Typed,
    Unsaved,
    Words,
    fitting,
    form_of_page,
    page_of,
    texts_of,
    with_words,
    without_form,
)
from lib.domain.problems import NotFound
from lib.storage import casebook, drafts, seals, sessions
from lib.storage import tables as t


def keep(
    scope: Scope,
    client_id: str,
    form: str,
    fields: Mapping[str, object],
    *,
    tab: str,
    save_key: str,
    now: datetime,
) -> datetime | None:
    """Keep these fields of a form beside those kept before, and return when it changed last.

    None when this form has been saved or laid aside: a word that comes late revives nothing. One
    open form is one line in the log. Raises `DraftElsewhere` when another tab went on with it,
    `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = drafts.get(page, client.id, form)
        if row is not None and row.tab != tab:
            raise DraftElsewhere()
        # Also when the next form of this tab has a draft already: it must not get these words.
        if (row is None or row.save_key != save_key) and (
            sessions.saved_with(page, client.id, save_key)
            or drafts.ended_with(page, client.id, save_key)
        ):
            return None
        if row is None:
            drafts.begin(page, client.id, form, fitting(fields), tab=tab, save_key=save_key)
            page.log_once("C", "draft", client=client, view=tab)
            return now
        former = _fields(page, row)
        merged = fitting({**former, **fitting(fields)})
        if merged == former:
            return row.changed_at
        drafts.write(page, row, merged, tab=tab)
        page.log_once("U", "draft", client=client, view=tab)
        return now


def take_up(scope: Scope, client_id: str, form: str, *, tab: str, now: datetime) -> Unsaved | None:
    """Return the open draft of a form, which goes on in this tab from now; None without one.

    A draft that cannot be read, because the key changed, comes back without fields. Raises
    `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = drafts.get(page, client.id, form)
        if row is None:
            return None
        row.tab = tab
        page.log_once("U", "draft", client=client, view=tab)
        return _value(page, row)


def go_on_here(
    scope: Scope,
    client_id: str,
    form: str,
    fields: Mapping[str, object],
    *,
    tab: str,
    save_key: str,
    now: datetime,
) -> None:
    """Go on with what stands in this tab; what the other tab kept can still be brought back."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        other = drafts.get(page, client.id, form)
        if other is not None:
            drafts.end(page, other, "taken_over")
        drafts.begin(page, client.id, form, fitting(fields), tab=tab, save_key=save_key)
        page.log("U", "draft", client=client)


def lay_aside(scope: Scope, client_id: str, form: str, *, now: datetime) -> None:
    """Lay a draft aside; within an hour it can be brought back. Nothing happens without one."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = drafts.get(page, client.id, form)
        if row is not None:
            drafts.end(page, row, "laid_aside")
            page.log("D", "draft", client=client)


def bring_back(scope: Scope, client_id: str, form: str, *, tab: str, now: datetime) -> Unsaved:
    """Return the draft that was laid aside or taken over last, open again.

    What was begun since is laid aside in its place. Raises `NotFound` when there is none.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = drafts.set_aside(page, client.id, form)
        if row is None:
            raise NotFound()
        present = drafts.get(page, client.id, form)
        if present is not None:
            drafts.end(page, present, "laid_aside")
        row.ended_at, row.ending, row.tab = None, "", tab
        page.log("U", "draft", client=client)
        return _value(page, row)


def laid_aside(scope: Scope, client_id: str, form: str, *, now: datetime) -> datetime | None:
    """Return when a draft was laid aside or taken over that can be brought back, or None."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.reading(scope, now=now) as page:
        row = drafts.set_aside(page, page.own_client(client_id).id, form)
        return row.ended_at if row is not None else None


def of_form(scope: Scope, client_id: str, form: str, *, now: datetime) -> Unsaved | None:
    """Return the open draft of a form as it is kept now, wherever it goes on; None without one."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.looking(scope, "draft", client_id=client_id, now=now) as page:
        row = drafts.get(page, page.own_client(client_id).id, form)
        return _value(page, row) if row is not None else None


def mine(scope: Scope, *, now: datetime) -> tuple[OpenDraft, ...]:
    """Return one's own open drafts, latest first: whose and since when, not what they say."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.looking(scope, "open drafts", now=now) as page:
        found = drafts.open_ones(page)
        # Texts of a page were typed or were saved: only the first stand open.
        found = [
            (row, name)
            for row, name in found
            if not page_of(row.form)
            or (
                row.changed_at > now - WORDS_KEPT_FOR
                and any(text.strip() for text in texts_of(_fields(page, row)).values())
            )
        ]
        page.showed([row.client_id for row, _ in found])
        return tuple(
            OpenDraft(row.client_id, name, row.form, row.changed_at) for row, name in found
        )


def keep_words(
    scope: Scope,
    client_id: str,
    page_name: str,
    fields: Mapping[str, object],
    *,
    tab: str,
    now: datetime,
) -> datetime:
    """Keep texts typed on a page of a client, by the names of their widgets; return when.

    Of two tabs with the same page the last text of each field counts: nothing of it is saved yet.
    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = _of_page(page, client.id, page_name)
        former = _fields(page, row) if row is not None else {}
        held = with_words(former, fields, tab=tab)
        _write_page(page, client, page_name, row, held, tab=tab)
        return now


def words_on(scope: Scope, client_id: str, page_name: str, *, now: datetime) -> Words | None:
    """Return what one typed on a page of a client within a day and did not save, or None."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.reading(scope, now=now) as page:
        row = drafts.get(page, client_id, form_of_page(page_name))
        if row is None or row.changed_at <= now - WORDS_KEPT_FOR:
            return None
        texts = texts_of(_fields(page, row))
        return Words(texts, row.changed_at) if texts else None


def forget_words(
    scope: Scope, client_id: str, page_name: str, form_key: str, *, tab: str, now: datetime
) -> None:
    """Forget what was typed in a form of a page: it was saved. A word that comes late is too.

    Raises `NotFound` for a client that is not theirs: there nothing was kept.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = _of_page(page, client.id, page_name)
        former = _fields(page, row) if row is not None else {}
        fields = without_form(former, form_key, tab=tab)
        _write_page(page, client, page_name, row, fields, tab=tab)


def _of_page(page: casebook.Page, client_id: str, page_name: str) -> t.DraftRow | None:
    """Return the open draft of a page; one that is too old is ended, and begins anew."""
    row = drafts.get(page, client_id, form_of_page(page_name))
    if row is not None and row.changed_at <= page.now - WORDS_KEPT_FOR:
        drafts.end(page, row, "laid_aside")
        return None
    return row


def _write_page(
    page: casebook.Page,
    client: t.ClientRow,
    page_name: str,
    row: t.DraftRow | None,
    fields: Mapping[str, Typed],
    *,
    tab: str,
) -> None:
    if row is None:
        form, key = form_of_page(page_name), uuid4().hex
        drafts.begin(page, client.id, form, fields, tab=tab, save_key=key)
        page.log_once("C", "draft", client=client, view=tab)
    else:
        drafts.write(page, row, fields, tab=tab)
        page.log_once("U", "draft", client=client, view=tab)


def _value(page: casebook.Page, row: t.DraftRow) -> Unsaved:
    try:
        return drafts.value(page, row)
    except seals.Unreadable:
        return Unsaved(
            row.client_id, row.form, {}, row.save_key, row.tab, row.begun_at, row.changed_at
        )


def _fields(page: casebook.Page, row: t.DraftRow) -> Mapping[str, Typed]:
    return _value(page, row).fields
