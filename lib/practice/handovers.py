"""Hand-over: asking a colleague to guide a client from now on, reading first, and answering."""

from dataclasses import dataclass
from datetime import date, datetime

from lib.domain import cockpit as cockpits
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.handovers import (
    Handover,
    ReadFirst,
    Receiver,
    State,
    check_decision,
    check_informed,
    check_words,
)
from lib.domain.notices import NoticeKind
from lib.domain.people import Client
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound, Problem, Refused, Stale
from lib.domain.words import msg
from lib.storage import (
    casebook,
    covers,
    goals,
    handovers,
    intake,
    notices,
    people,
    questions,
    records,
    sessions,
    talk_points,
)
from lib.storage import tables as t
from lib.storage.casebook import Page

_ASKED_TO = "asked to take over"


class NotWhileCovering(Refused):
    """Somebody who covers wants what only the coach or a lead decides."""

    sentence = msg("You cover for a colleague. Only the coach or the team lead decides this.")


class AlreadyOffered(Refused):
    """An offer about this client waits for an answer."""

    sentence = msg("{name} was asked already. Take that back first, or wait for the answer.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What somebody has to know who wants to hand a client over.

    `receivers` are by name; `standing` is the offer without an answer; `has_draft` is True when
    whoever asks has something typed about the client and not saved.
    """

    client: Client
    receivers: tuple[Receiver, ...]
    standing: Handover | None
    has_draft: bool


# -- looking ----------------------------------------------------------------------------------


def mine(scope: Scope, *, now: datetime) -> tuple[Handover, ...]:
    """Return what this person was asked, and what was offered of their own clients, newest first.

    Without an answer, or answered in the last four weeks.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.looking(scope, "hand-overs", now=now) as page:
        found = handovers.in_sight(page, own=True)
        page.showed([one.client_id for one in found])
        return found


def asked(scope: Scope, *, now: datetime) -> tuple[Handover, ...]:
    """Return what this person was asked and has not answered yet, newest first."""
    scope.require(Permission.SEE_OWN_CASELOAD)
    found = [one for one in mine(scope, now=now) if one.is_open]
    return tuple(one for one in found if one.to_coach_id == scope.person_id)


def of_teams(scope: Scope, *, now: datetime) -> tuple[Handover, ...]:
    """Return the hand-overs in the teams this person leads, newest first; see `mine`."""
    scope.require(Permission.SEE_TEAM_CASELOAD)
    with casebook.looking(scope, "hand-overs of teams", now=now) as page:
        found = handovers.in_sight(page, own=False)
        page.showed([one.client_id for one in found])
        return found


def prepare(scope: Scope, client_id: str, *, now: datetime) -> Prepared:
    """Return who can be asked to take a client over, and what stands in the way.

    Raises `NotWhileCovering` for a client one covers, `NotFound` as `offer`.
    """
    scope.require(Permission.HAND_OVER)
    with casebook.looking(scope, "hand-over", client_id=client_id, now=now) as page:
        client = page.client(client_id)
        _require_may_offer(scope, client)
        standing = handovers.open_of(page, client.id)
        return Prepared(
            client=people.client_value(page, client),
            receivers=_receivers(page, client),
            standing=handovers.values(page, [standing])[0] if standing is not None else None,
            has_draft=handovers.has_draft(page, client.id),
        )


def read_first(scope: Scope, client_id: str, *, now: datetime) -> ReadFirst:
    """Return what somebody reads who was asked to take a client over, before they answer.

    One line in the log, with that reason. Raises `NotFound` for whoever was not asked, or answered.
    """
    scope.require(Permission.WRITE_SESSIONS)
    part = "read first"
    with casebook.looking(
        scope, part, client_id=client_id, rule=_ASKED_TO, offered=True, now=now
    ) as page:
        client = page.offered_client(client_id)
        row = handovers.open_of(page, client.id)
        if row is None or row.to_coach_id != scope.person_id:
            raise NotFound()
        return ReadFirst(
            handover=handovers.values(page, [row])[0],
            cockpit=cockpits.cockpit(
                records.of_client(page, client),
                sessions.meetings(page, client.id),
                goals.of_clients(page, [client.id]).get(client.id, ()),
                talk_points.of_client(page, client.id),
                intake.care_contact(page, client.id),
                today=local_day(now),
            ),
            questions=tuple(
                (one.asked_by, local_day(one.asked_at), one.words)
                for one in questions.of_client(page, client.id)
                if one.is_open
            ),
        )


# -- asking -----------------------------------------------------------------------------------


def offer(
    scope: Scope,
    client_id: str,
    *,
    to_coach_id: str | None,
    to_team_id: str | None = None,
    words: str = "",
    save_key: str,
    now: datetime,
) -> str:
    """Ask a colleague to guide a client from now on, and return the id; the same key asks once.

    The coach asks an active coach of the client's team; a lead of that team also one of another
    team they lead. `to_team_id` None is the client's team. The client stays with their coach until
    the colleague accepts. Raises `Invalid` with the problems, `AlreadyOffered`, `Closed` after the
    end of guidance, `NotWhileCovering`, and `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.HAND_OVER)
    checked, problems = check_words(words)
    with casebook.writing(scope, now=now) as page:
        client = page.client(client_id, for_change=True)
        _require_may_offer(scope, client)
        known = handovers.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        if client.ended_on is not None:
            raise Closed()
        standing = handovers.open_of(page, client.id)
        if standing is not None:
            name = people.names(page, {standing.to_coach_id})[standing.to_coach_id]
            raise AlreadyOffered(name=name)
        team_id = to_team_id or client.team_id
        possible = {(one.id, one.team_id) for one in _receivers(page, client)}
        if to_coach_id is None or (to_coach_id, team_id) not in possible:
            problems = (Problem("to_coach", msg("Please choose one.")), *problems)
        if to_coach_id is None or problems:
            raise Invalid(problems)
        row = handovers.add(
            page,
            client,
            to_coach_id=to_coach_id,
            to_team_id=team_id,
            words=checked,
            save_key=save_key,
        )
        page.log("C", handovers.PART, client=client, subject_id=row.id)
        about = {"client_id": client.id, "subject_id": row.id}
        if to_coach_id != scope.person_id:
            notices.tell(page, [to_coach_id], NoticeKind.HANDOVER, **about)
        return row.id


def take_back(scope: Scope, handover_id: str, *, words: str = "", now: datetime) -> None:
    """Take back an offer nobody answered: by whoever asked, the client's coach or a lead.

    A second time changes nothing. Raises `Invalid`, `Stale` when it was answered, `NotFound`.
    """
    scope.require(Permission.HAND_OVER)
    checked, problems = check_decision(words)
    with casebook.writing(scope, now=now) as page:
        row = handovers.get(page, handover_id)
        if row is None:
            raise NotFound()
        client = page.client(row.client_id)
        _require_may_offer(scope, client)
        if row.state == State.TAKEN_BACK.value:
            return
        _require_open(page, row)
        if problems:
            raise Invalid(problems)
        handovers.decide(page, row, State.TAKEN_BACK, checked)
        page.log("U", handovers.PART, client=client, subject_id=row.id, reason="taken back")


# -- answering --------------------------------------------------------------------------------


def accept(scope: Scope, handover_id: str, *, expected_version: int, now: datetime) -> str:
    """Guide a client from now on; return the client's id.

    The agenda, the route and everything written go along. Whoever covered does so no more, and the
    former coach is out at their next action. Accepting twice changes nothing. Raises `Stale` when
    the offer was changed or taken back meanwhile, `Closed` when guidance ended, `NotFound` for
    whoever was not asked.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        row, client = _asked(page, handover_id)
        if row.state == State.ACCEPTED.value and row.decided_by == scope.person_id:
            return client.id
        _require_open(page, row)
        if row.version != expected_version:
            name = people.names(page, {row.asked_by})[row.asked_by]
            raise Stale(name=name, moment=row.asked_at)
        if client.ended_on is not None:
            raise Closed()
        former = client.coach_id
        handovers.decide(page, row, State.ACCEPTED, "")
        covers.end_of_client(page, client, rule=_ASKED_TO)
        client.coach_id, client.team_id = row.to_coach_id, row.to_team_id
        client.changed_by, client.changed_at = scope.person_id, now
        page.session.flush()
        _log(page, row, client, "accepted")
        _log(page, row, client, f"coach {former} became {client.coach_id}", part="client")
        _answered(page, row, {row.asked_by, former})
        return client.id


def decline(
    scope: Scope, handover_id: str, *, words: str, expected_version: int, now: datetime
) -> None:
    """Say no to an offer; the client stays with their coach. Declining twice changes nothing.

    Raises `Invalid`, `Stale` when it was changed meanwhile, `NotFound` for whoever was not asked.
    """
    scope.require(Permission.WRITE_SESSIONS)
    checked, problems = check_decision(words)
    with casebook.writing(scope, now=now) as page:
        row, client = _asked(page, handover_id)
        if row.state == State.DECLINED.value and row.decided_by == scope.person_id:
            return
        _require_open(page, row)
        if problems:
            raise Invalid(problems)
        if row.version != expected_version:
            name = people.names(page, {row.asked_by})[row.asked_by]
            raise Stale(name=name, moment=row.asked_at)
        handovers.decide(page, row, State.DECLINED, checked)
        _log(page, row, client, "declined")
        _answered(page, row, {row.asked_by, client.coach_id})


def inform(scope: Scope, handover_id: str, *, day: date | None, now: datetime) -> None:
    """Keep on which day the client was told: by the coach of now, or a lead.

    Before the answer that is the giver, after it the receiver. Raises `Invalid`, `NotFound`.
    """
    scope.require(Permission.HAND_OVER)
    with casebook.writing(scope, now=now) as page:
        row = handovers.get(page, handover_id)
        if row is None:
            raise NotFound()
        client = page.client(row.client_id)
        _require_may_offer(scope, client)
        since = local_day(row.asked_at)
        checked, problems = check_informed(day, since=since, today=local_day(now))
        if checked is None:
            raise Invalid(problems)
        if row.informed_on == checked:
            return
        handovers.inform(page, row, checked)
        page.log("U", handovers.PART, client=client, subject_id=row.id, reason="client told")


# -- small parts ------------------------------------------------------------------------------


def _receivers(page: Page, client: t.ClientRow) -> tuple[Receiver, ...]:
    """Return whom this person can ask: in the client's team, and a lead in each they lead."""
    scope = page.scope
    leads = client.team_id in scope.lead_teams
    teams = {client.team_id, *(scope.lead_teams if leads else ())}
    return tuple(
        Receiver(one, name, team_id, team)
        for one, name, team_id, team in people.coaches_of(page, teams)
        if one != client.coach_id
    )


def _require_may_offer(scope: Scope, client: t.ClientRow) -> None:
    """Return for the client's own coach and a lead of their team."""
    own = client.coach_id == scope.person_id and client.team_id in scope.coach_teams
    if not own and client.team_id not in scope.lead_teams:
        raise NotWhileCovering() if client.id in scope.covers else NotAllowed()


def _asked(page: Page, handover_id: str) -> tuple[t.HandoverRow, t.ClientRow]:
    """Return a hand-over this person was asked for, locked, with the client, locked as well."""
    row, scope = handovers.get(page, handover_id), page.scope
    if row is None or row.to_coach_id != scope.person_id:
        raise NotFound()
    client = page.session.get(t.ClientRow, row.client_id)
    if client is None or row.to_team_id not in scope.coach_teams:
        raise NotFound()
    return row, client


def _require_open(page: Page, row: t.HandoverRow) -> None:
    if row.state != State.ASKED.value and row.decided_by and row.decided_at:
        name = people.names(page, {row.decided_by})[row.decided_by]
        raise Stale(name=name, moment=row.decided_at)


def _log(
    page: Page, row: t.HandoverRow, client: t.ClientRow, reason: str, *, part: str = handovers.PART
) -> None:
    page.log("U", part, client=client, subject_id=row.id, rule=_ASKED_TO, reason=reason)


def _answered(page: Page, row: t.HandoverRow, told: set[str]) -> None:
    """Tell who has to know that an offer was answered; what was asked counts as seen."""
    notices.see_all_about(page, [row.id])
    about = {"client_id": row.client_id, "subject_id": row.id}
    notices.tell(page, told - {page.scope.person_id}, NoticeKind.HANDOVER_ANSWERED, **about)
