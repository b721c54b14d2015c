"""The worklist: who waits for their coach and why; put off, done, or mended by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lib.domain.access import Permission, Scope
from lib.domain.calendar import at_local, local_day
from lib.domain.dossiers import WORKED_OUT
from lib.domain.people import Client
from lib.domain.problems import Invalid, NotFound, Problem, Refused, Stale
from lib.domain.signals import GOOD_NEWS, Row, State, Tally, in_order, snooze_latest, tallies
from lib.domain.texts import line
from lib.domain.words import msg
from lib.storage import casebook, people, sessions
from lib.storage import tables as t
from lib.storage import worklist as storage
from lib.storage.casebook import Page

SNOOZE_LIMIT = 300
NOTE_LIMIT = 500
# How far back the tally counts: half a year says how good a kind of row is now. [CHOICE]
TALLY_DAYS = 182
# So many clients are worked out in one transaction: nobody waits long for a save.
_AT_ONCE = 20
# So many times somebody waits for it who opens a list; the clock does the rest within a minute.
_MOST_TIMES = 5


class AlreadyEnded(Refused):
    """The row ended meanwhile: somebody did it, or the fact was mended."""

    sentence = msg("This was done or solved meanwhile. The list has been drawn anew.")


@dataclass(frozen=True, slots=True)
class Worklist:
    """What waits for one coach today.

    `waiting` is in the order in which rows stand, `news` is good news, `later` was put off,
    `ended` ended today. `tally` is about the last half year. `worried` are the clients with an open
    care signal, `written` the ids of those of whom a session of today was written down, `guided`
    how many clients there are.
    """

    waiting: tuple[Row, ...]
    news: tuple[Row, ...]
    later: tuple[Row, ...]
    ended: tuple[Row, ...]
    tally: tuple[Tally, ...]
    worried: tuple[Client, ...]
    written: frozenset[str]
    guided: int


def mine(scope: Scope, *, now: datetime) -> Worklist:
    """Return the worklist of the clients this coach guides.

    Only whoever something was written about since is worked out anew; the rest was kept.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    bring_up_to_date(scope, now=now)
    today = local_day(now)
    begin = at_local(today, time(0, 0))
    with casebook.looking(scope, "worklist", now=now) as page:
        guided = people.active_clients(page, own=True)
        ids = [row.id for row in guided]
        rows = storage.of_clients(page, ids, ended_since=begin)
        named = {row.client_id for row in rows}
        page.showed([one for one in ids if one in named])
        clients = people.client_values(page, guided)
        written = sessions.written_since(page, ids, begin)
        told = storage.ended(page, ids, since=now - timedelta(days=TALLY_DAYS))
    waiting = [row for row in rows if row.waits(today)]
    return Worklist(
        waiting=in_order(one for one in waiting if one.fact.kind not in GOOD_NEWS),
        news=in_order(one for one in waiting if one.fact.kind in GOOD_NEWS),
        later=in_order(one for one in rows if _is_later(one, today)),
        ended=in_order(one for one in rows if one.ended_at is not None),
        tally=tallies(told),
        worried=tuple(one for one in clients if one.care_signal),
        written=written,
        guided=len(ids),
    )


def of_client(scope: Scope, client_id: str, *, now: datetime) -> tuple[Row, ...]:
    """Return the rows that wait about one client of this coach; raises `NotFound` for another's."""
    scope.require(Permission.SEE_OWN_CASELOAD)
    bring_up_to_date(scope, client_id=client_id, now=now)
    with casebook.looking(scope, "worklist", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        found = storage.of_clients(page, [row.id], ended_since=now)
    return in_order(one for one in found if one.waits(local_day(now)))


def put_off(
    scope: Scope,
    row_id: str,
    *,
    until: date | None,
    reason: str,
    expected_version: int,
    now: datetime,
) -> None:
    """Let a row come back on a day, with a reason.

    Raises `Invalid` without a reason or with a day that is not ahead or too far, `AlreadyEnded`,
    `Stale` after another change, `NotFound` for a row about another's client.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    today = local_day(now)
    why, problems = line(reason, field="reason", limit=SNOOZE_LIMIT, required=True)
    if until is None:
        problems = (*problems, Problem("until", msg("Please fill this in.")))
    elif not today < until <= snooze_latest(today):
        problems = (*problems, Problem("until", msg("Choose a day in the coming three months.")))
    if problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row, client = _open_row(page, row_id, expected_version)
        storage.touch(page, row, state=State.SNOOZED.value, snoozed_until=until, snooze_reason=why)
        page.log("U", "worklist", client=client, subject_id=row.id)


def annotate(scope: Scope, row_id: str, *, note: str, expected_version: int, now: datetime) -> None:
    """Keep a note with a row that waits; "" takes it away. Raises as `put_off`."""
    scope.require(Permission.SEE_OWN_CASELOAD)
    words, problems = line(note, field="note", limit=NOTE_LIMIT)
    if problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row, client = _open_row(page, row_id, expected_version)
        storage.touch(page, row, note=words)
        page.log("U", "worklist", client=client, subject_id=row.id)


def finish(
    scope: Scope,
    row_id: str,
    *,
    useful: bool | None,
    expected_version: int,
    now: datetime,
) -> None:
    """End a row: it was done. `useful` says whether it helped, None when nobody said.

    Raises `AlreadyEnded`, `Stale` after another change, `NotFound` for another's client.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.writing(scope, now=now) as page:
        row, client = _open_row(page, row_id, expected_version)
        storage.touch(
            page,
            row,
            state=State.DONE.value,
            snoozed_until=None,
            useful=useful,
            ended_at=now,
        )
        page.log("U", "worklist", client=client, subject_id=row.id)


def say_useful(scope: Scope, row_id: str, *, useful: bool | None, now: datetime) -> None:
    """Say whether a row that ended helped; the last word counts. Raises `NotFound`."""
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.writing(scope, now=now) as page:
        row, client = _own_row(page, row_id)
        if row.ended_at is None:
            raise NotFound()
        storage.touch(page, row, useful=useful)
        page.log("U", "worklist", client=client, subject_id=row.id)


def bring_back(scope: Scope, row_id: str, *, now: datetime) -> None:
    """Let a row wait again that was put off or done; nothing happens when it waits already.

    Raises `AlreadyEnded` when the fact was mended meanwhile, `NotFound` for another's client.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    bring_up_to_date(scope, now=now)
    with casebook.writing(scope, now=now) as page:
        row, client = _own_row(page, row_id)
        if row.state == State.OPEN:
            page.logged += 1  # nothing was written
            return
        if not row.stands:
            raise AlreadyEnded()
        storage.touch(
            page,
            row,
            state=State.OPEN.value,
            snoozed_until=None,
            snooze_reason="",
            useful=None,
            ended_at=None,
        )
        page.log("U", "worklist", client=client, subject_id=row.id)


def bring_up_to_date(scope: Scope, *, now: datetime, client_id: str | None = None) -> None:
    """Work out the rows of this person's clients about whom something was written since.

    Whoever nothing was written about costs nothing: a night works out what only time changes.
    """
    scope.require(Permission.SEE_CLIENTS)
    with casebook.reading(scope, now=now) as page:
        if not storage.any_due(page):
            return
    wanted = None if client_id is None else [client_id]
    for _ in range(_MOST_TIMES):
        with casebook.writing(scope, now=now) as page:
            ids = storage.due(page, wanted, limit=_AT_ONCE, seen_only=True)
            if ids:
                storage.work_out(page, ids)
                page.log("U", "worklist", rule=WORKED_OUT, listed=ids)
        if len(ids) < _AT_ONCE:
            return


def work_out(scope: Scope, client_ids: Sequence[str], *, now: datetime) -> None:
    """Work out what is kept of these clients, whether something was written about them or not.

    One that this person may not see is left as it is.
    """
    scope.require(Permission.SEE_CLIENTS)
    for start in range(0, len(client_ids), _AT_ONCE):
        some = client_ids[start : start + _AT_ONCE]
        with casebook.writing(scope, now=now) as page:
            page.let_be_due(people.seen_of(page, some))
            ids = storage.due(page, some, limit=_AT_ONCE, seen_only=True)
            storage.work_out(page, ids)
            page.log("U", "worklist", rule=WORKED_OUT, listed=ids)


def _own_row(page: Page, row_id: str) -> tuple[t.WorklistRow, t.ClientRow]:
    row = storage.get(page, row_id)
    if row is None:
        raise NotFound()
    return row, page.own_client(row.client_id)


def _open_row(page: Page, row_id: str, expected_version: int) -> tuple[t.WorklistRow, t.ClientRow]:
    row, client = _own_row(page, row_id)
    if row.ended_at is not None:
        raise AlreadyEnded()
    if row.version != expected_version and row.changed_by is not None:
        name = people.names(page, {row.changed_by})[row.changed_by]
        raise Stale(name=name, moment=row.changed_at)
    return row, client


def _is_later(row: Row, today: date) -> bool:
    return row.state is State.SNOOZED and not row.waits(today)
