"""What happened in the life of a client: noted beside their mood, and taken away again."""

from datetime import date, datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.life_events import LifeEvent, check_event
from lib.domain.problems import Closed, Invalid
from lib.storage import casebook, life_events
from lib.storage import tables as t


def of_client(scope: Scope, client_id: str, *, now: datetime) -> tuple[LifeEvent, ...]:
    """Return the life events of a client of one's own, oldest day first.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.looking(scope, "life events", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        return life_events.of_client(page, row.id)


def add(
    scope: Scope,
    client_id: str,
    *,
    words: str,
    day: date | None,
    end_day: date | None,
    save_key: str,
    now: datetime,
) -> str:
    """Note something of a life and return its id; the same `save_key` notes it only once.

    Raises `Invalid` with the problems, `Closed` after the end of guidance, `NotFound` for a client
    that is not theirs.
    """
    scope.require(Permission.CHANGE_ROUTE)
    checked, problems = check_event(words, day, end_day, today=local_day(now))
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        known = life_events.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        _require_open(client)
        if checked is None:
            raise Invalid(problems)
        event_id = life_events.add(page, client.id, checked, save_key=save_key)
        page.log("C", "life event", client=client, subject_id=event_id)
        return event_id


def take_away(scope: Scope, client_id: str, event_id: str, *, now: datetime) -> None:
    """Erase one life event: what does not belong here, or no longer, goes.

    Raises `Closed` after the end of guidance, and `NotFound` for one of another or one that is
    gone already.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = life_events.get(page, client.id, event_id)
        _require_open(client)
        life_events.erase(page, row)
        page.log("D", "life event", client=client, subject_id=event_id)


def _require_open(client: t.ClientRow) -> None:
    if client.ended_on is not None:
        raise Closed()
