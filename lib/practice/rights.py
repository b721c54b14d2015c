"""The rights of a client: what they ask, what was decided, a dossier that stands still or goes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from lib.domain.access import Book, Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.dossier_file import DossierFile
from lib.domain.problems import Invalid, NotFound, Stale
from lib.domain.rights import (
    ByErasing,
    Decided,
    Erasure,
    Kind,
    MayGo,
    NotYet,
    OfClient,
    OfTeams,
    Proof,
    StandsStill,
    State,
    StillOpen,
    TeamRequest,
    Why,
    by_deadline,
    check_decision,
    check_longer,
    check_number,
    check_request,
    years_earlier,
)
from lib.storage import (
    care_signals,
    casebook,
    dossier_export,
    erasure,
    handovers,
    people,
    rights,
    rules,
)
from lib.storage import tables as t
from lib.storage.casebook import Page

PART, STILL, ERASED = "rights request", "restriction", "erasure"
# So long a decision stays in sight of whoever leads the team. [CHOICE]
_DECIDED_IN_SIGHT = timedelta(days=366)


# -- by who guides the client ---------------------------------------------------------------


def of_client(scope: Scope, client_id: str, *, now: datetime) -> OfClient:
    """Return what a client of one's own asked about their dossier, and whether it stands still.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CLIENT_RIGHTS)
    with casebook.looking(scope, "client rights", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        still = rights.restrictions_of(page, [row.id])
        return OfClient(
            client=people.client_value(page, row),
            requests=rights.of_client(page, row.id),
            restriction=still[0] if still else None,
        )


def ask(
    scope: Scope,
    client_id: str,
    *,
    kind: str | None,
    words: str,
    asked_on: date | None,
    save_key: str,
    now: datetime,
) -> str:
    """Write down what a client asks, and return the id; the same `save_key` adds only once.

    There has to be an answer within one calendar month. Also after the end of guidance, and while
    the dossier stands still. Raises `Invalid` with the problems, `NotFound` for a client that is
    not theirs.
    """
    scope.require(Permission.CLIENT_RIGHTS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True, though_still=True)
        known = rights.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        checked, problems = check_request(
            kind, words, asked_on, since=client.started_on, today=local_day(now)
        )
        if checked is None:
            raise Invalid(problems)
        request_id = rights.add(page, client.id, checked, save_key=save_key)
        page.log("C", PART, client=client, subject_id=request_id)
        return request_id


def withdraw(scope: Scope, request_id: str, *, now: datetime) -> None:
    """Keep that a client took a request back; a second time changes nothing.

    Raises `Decided` when there is an answer already, `NotFound` for a request of another's client.
    """
    scope.require(Permission.CLIENT_RIGHTS)
    with casebook.writing(scope, now=now) as page:
        row = rights.get(page, request_id)
        client = page.own_client(row.client_id, for_change=True, though_still=True)
        rights.refresh(page, row)
        if row.state == State.WITHDRAWN.value:
            return
        if row.state != State.OPEN.value:
            raise Decided()
        rights.decide(page, row, State.WITHDRAWN, "")
        page.log("U", PART, client=client, subject_id=row.id)


def export(scope: Scope, client_id: str, *, now: datetime) -> DossierFile:
    """Return the whole dossier of a client of one's own, to hand over; the log keeps that it went.

    What is left out stands in it with the reason. Raises `NotFound` for a client not theirs.
    """
    scope.require(Permission.CLIENT_RIGHTS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id)
        made = dossier_export.whole(page, client)
        page.log("E", "whole dossier", client=client)
        return made


# -- by who leads the team ------------------------------------------------------------------


def of_teams(scope: Scope, *, now: datetime) -> OfTeams:
    """Return what waits in the teams this person leads, and what was decided in the last year.

    A dossier may go when it did not change for as long as the practice keeps dossiers.
    """
    scope.require(Permission.DECIDE_RIGHTS)
    with casebook.looking(scope, "rights of teams", now=now) as page:
        requests = rights.of_teams(page, decided_since=now - _DECIDED_IN_SIGHT)
        still = rights.restricted_clients(page)
        old = rights.unchanged_since(page, _term(page))
        rows = {row.id: row for row in (*still, *(row for row, _ in old))}
        asked = {one.client_id for one in requests} - rows.keys()
        rows |= {one: page.client(one) for one in sorted(asked)}
        clients = {one.id: one for one in people.client_values(page, list(rows.values()))}
        page.showed(sorted(clients))
        every = [TeamRequest(one, clients[one.client_id]) for one in requests]
        return OfTeams(
            open=by_deadline(one for one in every if one.request.is_open),
            decided=tuple(one for one in every if not one.request.is_open),
            still=tuple(
                StandsStill(one, clients[one.client_id])
                for one in rights.restrictions_of(page, [row.id for row in still])
            ),
            may_go=tuple(MayGo(clients[row.id], on) for row, on in old),
            proofs=erasure.of_teams(page),
        )


def extend(
    scope: Scope, request_id: str, *, reason: str, expected_version: int, now: datetime
) -> None:
    """Give a request two months more; the reason is what the client is told, within the month.

    Raises `Invalid` with the problems, `Decided`, `Stale` after a colleague's change, and
    `NotFound` for a request in another team.
    """
    scope.require(Permission.DECIDE_RIGHTS)
    with casebook.writing(scope, now=now) as page:
        client, row = _request(page, request_id, expected_version)
        checked, problems = check_longer(
            reason, rights.values(page, [row])[0], today=local_day(now)
        )
        if checked is None:
            raise Invalid(problems)
        rights.extend(page, row, checked)
        page.log("U", PART, client=client, subject_id=row.id, reason="takes longer")


def decide(
    scope: Scope,
    request_id: str,
    *,
    state: str | None,
    answer: str,
    expected_version: int,
    now: datetime,
) -> None:
    """Answer a request; a restriction that is granted stands from this moment.

    Raises `Invalid` with the problems, `ByErasing` for an erasure that is granted (see `erase`),
    `Decided`, `Stale` after a colleague's change, and `NotFound` for a request in another team.
    """
    scope.require(Permission.DECIDE_RIGHTS)
    checked, problems = check_decision(state, answer)
    with casebook.writing(scope, now=now) as page:
        client, row = _request(page, request_id, expected_version)
        if checked is None:
            raise Invalid(problems)
        made, words = checked
        if row.kind == Kind.ERASURE.value and made is State.GRANTED:
            raise ByErasing()
        rights.decide(page, row, made, words)
        page.log("U", PART, client=client, subject_id=row.id, reason=made.value)
        grants = made in (State.GRANTED, State.PARTLY)
        if row.kind == Kind.RESTRICTION.value and grants and not _stands_still(page, client.id):
            restriction_id = rights.restrict(page, client.id, words)
            page.log("C", STILL, client=client, subject_id=restriction_id)


def end_restriction(scope: Scope, client_id: str, *, now: datetime) -> None:
    """Let a dossier go on from this moment; without a restriction nothing happens.

    Raises `NotFound` for a client of another team.
    """
    scope.require(Permission.DECIDE_RIGHTS)
    with casebook.writing(scope, now=now) as page:
        client = _led(page, client_id)
        ended = rights.end_restriction(page, client.id)
        if ended is not None:
            page.log("U", STILL, client=client, subject_id=ended)


def erase(
    scope: Scope,
    request_id: str,
    *,
    number: str,
    expected_version: int,
    now: datetime,
) -> Erasure:
    """Erase a dossier at the client's request, and return the proof: nothing of it is left.

    `number` is the number of the dossier, typed. It cannot be undone. Raises `Invalid` with another
    number, `StillOpen` while a care signal or a hand-over is open, `Decided`, `Stale` after a
    colleague's change, and `NotFound` for a request of another kind or in another team.
    """
    scope.require(Permission.DECIDE_RIGHTS)
    with casebook.erasing(scope.book, scope=scope, now=now) as page:
        client, row = _request(page, request_id, expected_version)
        if row.kind != Kind.ERASURE.value:
            raise NotFound()
        proof = _erase(page, client, number, Why.REQUEST, asked=row)
    erasure.wipe(casebook.engine_of(scope.book))
    return proof


def erase_after_term(scope: Scope, client_id: str, *, number: str, now: datetime) -> Erasure:
    """Erase a dossier that did not change for as long as the practice keeps dossiers; see `erase`.

    Raises `NotYet` when it did change, `Invalid`, `StillOpen`, and `NotFound` for another team's.
    """
    scope.require(Permission.DECIDE_RIGHTS)
    with casebook.erasing(scope.book, scope=scope, now=now) as page:
        client = _led(page, client_id)
        if local_day(rights.last_change(page, client)) >= _term(page):
            raise NotYet()
        proof = _erase(page, client, number, Why.TERM, asked=None)
    erasure.wipe(casebook.engine_of(scope.book))
    return proof


def proof(scope: Scope, dossier_id: str, *, now: datetime) -> Proof:
    """Return the proof of an erasure in a team this person leads, to hand over; it is logged.

    Raises `NotFound` without one.
    """
    scope.require(Permission.DECIDE_RIGHTS)
    with casebook.writing(scope, now=now) as page:
        found = [one for one in erasure.of_teams(page) if one.erasure.dossier_id == dossier_id]
        if not found:
            raise NotFound()
        page.log("E", "proof of erasure", subject_id=dossier_id)
        return found[0]


# -- after a backup was put back --------------------------------------------------------------


def erasures(book: Book, *, now: datetime) -> tuple[Erasure, ...]:
    """Return every erasure there was: what a backup that is put back has to forget again."""
    with casebook.behind_the_door(book, now=now) as page:
        return erasure.every(page)


def erase_again(book: Book, known: Iterable[Erasure], *, now: datetime) -> tuple[str, ...]:
    """Erase whoever a restored backup brought back, and return the ids of those dossiers.

    `known` are the erasures from before the restore; those that stand in the backup itself count
    as well. For the restore alone: nobody is signed in then. Each has its line in the log.
    """
    with casebook.erasing(book, scope=None, now=now) as page:
        every = {one.dossier_id: one for one in (*erasure.every(page), *known)}
        again = erasure.reapply(page, every.values())
        for dossier_id in again:
            page.log("D", ERASED, subject_id=dossier_id, reason="again, after a restore")
        if not again:
            page.log("R", "erasures", reason="after a restore")
    erasure.wipe(casebook.engine_of(book))
    return again


# -- small parts ------------------------------------------------------------------------------


def _led(page: Page, client_id: str) -> t.ClientRow:
    """Return the locked client of a team this person leads; raises `NotFound`."""
    client = page.client(client_id, for_change=True, though_still=True)
    if client.team_id not in page.scope.lead_teams:
        raise NotFound()
    return client


def _request(
    page: Page, request_id: str, expected_version: int
) -> tuple[t.ClientRow, t.RightsRequestRow]:
    """Return the locked client and their open request, as it was seen; for who leads the team."""
    row = rights.get(page, request_id)
    client = _led(page, row.client_id)
    rights.refresh(page, row)
    if row.state != State.OPEN.value:
        raise Decided()
    if row.version != expected_version:
        who = people.names(page, {row.made_by})[row.made_by]
        raise Stale(name=who, moment=row.made_at)
    return client, row


def _stands_still(page: Page, client_id: str) -> bool:
    return bool(rights.restrictions_of(page, [client_id]))


def _term(page: Page) -> date:
    """Return the day before which a dossier must have changed last, to go."""
    return years_earlier(local_day(page.now), rules.of_practice(page).keep_years)


def _erase(
    page: Page, client: t.ClientRow, number: str, why: Why, *, asked: t.RightsRequestRow | None
) -> Erasure:
    problems = check_number(number, client.id)
    if problems:
        raise Invalid(problems)
    if care_signals.any_open(page, client.id) or handovers.open_of(page, client.id) is not None:
        raise StillOpen()
    # Before the rows go: the line says by which rule, and of that nothing is left afterwards.
    page.log("D", ERASED, client=client, subject_id=client.id, reason=why.value)
    page.session.flush()
    made = Erasure(
        dossier_id=client.id,
        team_id=client.team_id,
        why=why,
        asked_on=asked.asked_on if asked is not None else None,
        answer_by=asked.answer_by if asked is not None else None,
        decided_by=page.scope.person_id,
        erased_at=page.now,
        rows=erasure.erase(page, client.id),
    )
    erasure.keep_proof(page, made)
    return made
