"""Talk points of a client: added, ticked off when talked about, and brought back."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.problems import Closed, Invalid
from lib.domain.talk_points import TalkPoint, check_room, check_talk_point
from lib.storage import casebook, talk_points
from lib.storage import tables as t
from lib.storage.casebook import Page


def of_client(scope: Scope, client_id: str, *, now: datetime) -> tuple[TalkPoint, ...]:
    """Return what is open or was ticked off today for a client of one's own, oldest first.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.looking(scope, "talk points", client_id=client_id, now=now) as page:
        return talk_points.of_client(page, page.own_client(client_id).id)


def add(
    scope: Scope, client_id: str, *, kind: str | None, words: str, save_key: str, now: datetime
) -> str:
    """Add a talk point and return its id; the same `save_key` adds only once.

    Raises `Invalid` with the problems, also when as many are open as fit, `Closed` after the end
    of guidance, `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.WRITE_SESSIONS)
    checked, problems = check_talk_point(kind, words)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        known = talk_points.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        _require_open(client)
        # Counted with the client locked: two windows cannot both add the last one.
        problems = problems or check_room(talk_points.how_many_open(page, client.id))
        if checked is None or problems:
            raise Invalid(problems)
        point_id = talk_points.add(
            page, client.id, kind=checked[0], words=checked[1], save_key=save_key
        )
        page.log("C", "talk point", client=client, subject_id=point_id)
        return point_id


def tick_off(scope: Scope, client_id: str, point_id: str, *, now: datetime) -> None:
    """Tick a talk point off: it was talked about. A second time changes nothing.

    Raises `Closed`, and `NotFound` for a talk point of another.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client, row = _point(page, client_id, point_id)
        if row.done_at is not None:
            return
        talk_points.mark(page, row, done=True)
        page.log("U", "talk point", client=client, subject_id=row.id)


def bring_back(scope: Scope, client_id: str, point_id: str, *, now: datetime) -> None:
    """Let a talk point be open again; one that is open stays as it is.

    Raises `Invalid` when as many are open as fit, `Closed`, and `NotFound` for a talk point of
    another.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        client, row = _point(page, client_id, point_id)
        if row.done_at is None:
            return
        problems = check_room(talk_points.how_many_open(page, client.id))
        if problems:
            raise Invalid(problems)
        talk_points.mark(page, row, done=False)
        page.log("U", "talk point", client=client, subject_id=row.id)


def _point(page: Page, client_id: str, point_id: str) -> tuple[t.ClientRow, t.TalkPointRow]:
    """Return the locked client and one of their talk points."""
    client = page.own_client(client_id, for_change=True)
    row = talk_points.get(page, client.id, point_id)
    _require_open(client)
    return client, row


def _require_open(client: t.ClientRow) -> None:
    if client.ended_on is not None:
        raise Closed()
