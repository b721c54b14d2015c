"""Cover: a colleague guides clients in a coach's place for some days, and then no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.covers import Cover, check_period, check_words
from lib.domain.handovers import Receiver, check_informed
from lib.domain.people import Client
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound, Problem, Refused
from lib.domain.words import msg
from lib.practice.handovers import NotWhileCovering
from lib.storage import casebook, covers, handovers, people
from lib.storage import tables as t
from lib.storage.casebook import Page


class AlreadyCovered(Refused):
    """One colleague covers a client on a day, so that it is clear who does."""

    sentence = msg(
        "{coverer} covers {client} already, from {start} up to and including {end}. End that "
        "first, or choose other days."
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """Whose clients can be covered, and by whom: clients by name, colleagues by name and team.

    `without` holds the ids of the clients whose coach has no open account, or does not coach in
    their team any more.
    """

    clients: tuple[Client, ...]
    coverers: tuple[Receiver, ...]
    without: frozenset[str] = frozenset()


def mine(scope: Scope, *, now: datetime) -> tuple[Cover, ...]:
    """Return the covers of one's own clients and those one gives, the first one first.

    Those to come, those of now, and those of the last two weeks. What one gives and has not begun
    names no client yet.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    with casebook.looking(scope, "covers", now=now) as page:
        found = covers.in_sight(page, own=True)
        page.showed([one.client_id for one in found if one.client_name])
        return found


def of_teams(scope: Scope, *, now: datetime) -> tuple[Cover, ...]:
    """Return the covers in the teams this person leads, the first one first; see `mine`."""
    scope.require(Permission.SEE_TEAM_CASELOAD)
    with casebook.looking(scope, "covers of teams", now=now) as page:
        found = covers.in_sight(page, own=False)
        page.showed([one.client_id for one in found])
        return found


def prepare(scope: Scope, *, as_lead: bool = False, now: datetime) -> Prepared:
    """Return which clients can be covered and who can: one's own, or those of the teams one leads.

    A colleague can cover in the teams in which they coach.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD if as_lead else Permission.SEE_OWN_CASELOAD)
    part = "clients to cover of teams" if as_lead else "clients to cover"
    with casebook.looking(scope, part, now=now) as page:
        rows = people.active_clients(page, own=not as_lead)
        mine = [row for row in rows if as_lead or row.coach_id == scope.person_id]
        page.showed([row.id for row in mine])
        teams = scope.lead_teams if as_lead else scope.coach_teams
        coverers = tuple(Receiver(*one) for one in people.coaches_of(page, teams))
        coaching = {(one.id, one.team_id) for one in coverers}
        return Prepared(
            people.client_values(page, mine),
            coverers,
            frozenset(row.id for row in mine if (row.coach_id, row.team_id) not in coaching),
        )


def add(
    scope: Scope,
    client_ids: Sequence[str],
    *,
    coverer_id: str | None,
    start: date | None,
    end: date | None,
    words: str = "",
    save_key: str,
    now: datetime,
) -> tuple[str, ...]:
    """Let a colleague guide clients in their coach's place; return the ids, by client id.

    All of them or none; the same `save_key` arranges it once. The coverer is an active coach of
    each client's team. Access begins and ends by itself, at midnight in Amsterdam. Raises `Invalid`
    with the problems, `AlreadyCovered`, `Closed` after the end of guidance, `NotWhileCovering`, and
    `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.HAND_OVER)
    period, problems = check_period(start, end, today=local_day(now))
    checked, more = check_words(words)
    found = [*problems, *more]
    wanted = sorted(set(client_ids))
    if not wanted:
        found.append(Problem("clients", msg("Choose at least one client.")))
    if coverer_id is None:
        found.append(Problem("coverer", msg("Please choose one.")))
    with casebook.writing(scope, now=now) as page:
        known = covers.saved_with(page, save_key)
        if known:
            return known
        clients = [page.client(one, for_change=True) for one in wanted]
        for client in clients:
            _require_may_arrange(scope, client)
            if client.ended_on is not None:
                raise Closed()
        if coverer_id is not None and not all(_may_cover(page, coverer_id, one) for one in clients):
            found.append(Problem("coverer", msg("Choose a coach of the same team.")))
        if found or period is None or coverer_id is None:
            raise Invalid(tuple(found))
        for taken in covers.standing(page, wanted, *period)[:1]:
            held = covers.values(page, [taken])[0]
            raise AlreadyCovered(
                coverer=held.coverer,
                client=held.client_name,
                start=_shown(held.start),
                end=_shown(held.end),
            )
        made = [
            covers.add(
                page,
                one,
                coverer_id=coverer_id,
                start=period[0],
                end=period[1],
                words=checked,
                save_key=save_key,
            )
            for one in clients
        ]
        told = {coverer_id, *(one.coach_id for one in clients)} - {scope.person_id}
        for person_id in sorted(told):
            theirs = [one for one in clients if person_id in (coverer_id, one.coach_id)]
            first = min(theirs, key=lambda one: (one.name, one.id))
            covers.tell(page, [person_id], client_id=first.id, group=save_key)
        return tuple(made)


def end(scope: Scope, cover_id: str, *, now: datetime) -> None:
    """End a cover now: by the coach, whoever covers, or a lead. A second time changes nothing.

    Raises `NotFound` for everyone else.
    """
    scope.require(Permission.HAND_OVER)
    with casebook.writing(scope, now=now) as page:
        row = covers.get(page, cover_id)
        if row is None:
            raise NotFound()
        client = page.session.get(t.ClientRow, row.client_id)
        if row.coverer_id != scope.person_id:
            _require_may_arrange(scope, page.client(row.client_id))
        if row.ended_at is not None or row.end_day < local_day(now):
            return
        covers.end(page, row, client)


def inform(scope: Scope, cover_id: str, *, day: date | None, now: datetime) -> None:
    """Keep on which day the client was told who covers: by the coach, whoever covers, or a lead.

    Raises `Invalid` with the problems, `NotFound` for everyone else.
    """
    scope.require(Permission.HAND_OVER)
    with casebook.writing(scope, now=now) as page:
        row = covers.get(page, cover_id)
        if row is None:
            raise NotFound()
        client = page.client(row.client_id)
        if row.coverer_id != scope.person_id:
            _require_may_arrange(scope, client)
        since = local_day(row.made_at)
        checked, problems = check_informed(day, since=since, today=local_day(now))
        if checked is None:
            raise Invalid(problems)
        if row.informed_on == checked:
            return
        handovers.inform(page, row, checked)
        page.log("U", covers.PART, client=client, subject_id=row.id, reason="client told")


def _require_may_arrange(scope: Scope, client: t.ClientRow) -> None:
    """Return for the client's own coach and a lead of their team; not for who covers."""
    own = client.coach_id == scope.person_id and client.team_id in scope.coach_teams
    if not own and client.team_id not in scope.lead_teams:
        raise NotWhileCovering() if client.id in scope.covers else NotAllowed()


def _may_cover(page: Page, coverer_id: str, client: t.ClientRow) -> bool:
    """True for an active coach of the client's team who is not their coach."""
    return coverer_id != client.coach_id and people.coaches_in(page, coverer_id, client.team_id)


def _shown(day: date) -> str:
    return f"{day:%d-%m-%Y}"
