"""The load of a team, for its lead: work and what waits, coach by coach; outcomes never are."""

from collections.abc import Collection, Mapping
from datetime import datetime

from lib.domain import intake
from lib.domain import load as domain
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.glance import Glance
from lib.domain.load import MOST_MINUTES, Begun, Behind, Coach, Period, TeamLoad
from lib.domain.problems import Invalid, NotFound, Problem
from lib.domain.team_quality import LedTeam
from lib.domain.words import msg
from lib.practice import caseload
from lib.storage import casebook, team_quality
from lib.storage import intake as beginnings
from lib.storage import load as storage


def teams(scope: Scope, *, now: datetime) -> tuple[LedTeam, ...]:
    """Return the teams this person leads with their regions, by name."""
    scope.require(Permission.SEE_TEAM_CASELOAD)
    with casebook.reading(scope, now=now) as page:
        return team_quality.led_teams(page)


def of_teams(scope: Scope, *, team_ids: Collection[str], period: Period, now: datetime) -> TeamLoad:
    """Return the load of the teams among these that this person leads.

    Nothing in it puts outcomes of clients beside the name of a coach.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    mine = scope.lead_teams & frozenset(team_ids)
    today = local_day(now)
    since = domain.first_day(period, today=today)
    clients = caseload.of_teams(scope, team_ids=mine, now=now)
    with casebook.looking(scope, "team load", now=now) as page:
        names = storage.began(page, mine, since=since)
        ids = list(names)
        page.showed(ids)
        begun = beginnings.beginnings(page, ids, today=today)
        return TeamLoad(
            since=since,
            coaches=domain.loads(
                storage.coaches(page, mine),
                clients,
                storage.work(page, mine, since=since),
                since=since,
            ),
            clients=clients,
            began=intake.funnel(begun),
            begun=tuple(Begun(one, names[one], told) for one, told in zip(ids, begun, strict=True)),
        )


def behind(
    scope: Scope, coach_id: str, *, team_ids: Collection[str], period: Period, now: datetime
) -> Behind:
    """Return the rows behind the talks and the planned hours of a coach, in one's own teams.

    Days and names alone; nothing of what was said. Somebody unknown there has no rows.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    mine = scope.lead_teams & frozenset(team_ids)
    since = domain.first_day(period, today=local_day(now))
    with casebook.looking(scope, "team load rows", now=now) as page:
        found = storage.behind(page, mine, coach_id, since=since)
        shown = {one.client_id for one in found.held} | {one.client_id for one in found.ahead}
        page.showed(sorted(shown))
        return found


def hours(scope: Scope, team_id: str, *, now: datetime) -> tuple[tuple[Coach, int | None], ...]:
    """Return the coaches of a team by name, each with their minutes for clients in a week.

    None where nobody said so. Raises `NotFound` for a team that is not theirs.
    """
    scope.require(Permission.CHANGE_TEAM_SETTINGS)
    _require_leads(scope, team_id)
    with casebook.reading(scope, now=now) as page:
        known = storage.hours(page, [team_id])
        there = [one for one in storage.coaches(page, [team_id]) if one.there]
    by_name = sorted(there, key=lambda one: (one.name.casefold(), one.id))
    return tuple((one, known.get((one.id, team_id))) for one in by_name)


def set_hours(
    scope: Scope, team_id: str, a_week: Mapping[str, float | None], *, now: datetime
) -> None:
    """Keep the hours that coaches of a team have for clients in a week, by the id of each.

    None where it is not known; who is not named keeps theirs. Raises `Invalid` for hours below 0 or
    above 60, `NotFound` for a team that is not theirs or somebody who does not coach in it.
    """
    scope.require(Permission.CHANGE_TEAM_SETTINGS)
    _require_leads(scope, team_id)
    wrong = [one for one, hours in a_week.items() if hours is not None and not _possible(hours)]
    if wrong:
        sentence = msg("Fill in 0 to 60 hours a week.")
        raise Invalid(tuple(Problem(f"hours_{one}", sentence) for one in wrong))
    with casebook.writing(scope, now=now) as page:
        there = {one.id for one in storage.coaches(page, [team_id]) if one.there}
        if not there.issuperset(a_week):
            raise NotFound()
        changed = 0
        for person_id, hours in sorted(a_week.items()):
            minutes = None if hours is None else round(hours * 60)
            if storage.set_hours(page, person_id, team_id, minutes):
                told = "unknown" if minutes is None else f"{minutes} minutes a week"
                page.log("U", "coach hours", subject_id=person_id, reason=f"{told} in {team_id}")
                changed += 1
        if not changed:
            page.logged += 1  # nothing was written


def export(
    scope: Scope, *, team_ids: Collection[str], coach_id: str | None, now: datetime
) -> tuple[Glance, ...]:
    """Return the clients of teams, perhaps of one coach, to be handed out as a file; logged.

    The file may hold reasons of `load.SERVICE` alone, and no outcome: nobody can be ranked by it.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    mine = scope.lead_teams & frozenset(team_ids)
    found = tuple(
        one
        for one in caseload.of_teams(scope, team_ids=mine, now=now)
        if coach_id in (None, one.client.coach_id)
    )
    with casebook.writing(scope, now=now) as page:
        page.log("E", "team caseload", listed=[one.client.id for one in found])
    return found


def _possible(hours: float) -> bool:
    # Also False for what is not a number.
    return 0 <= hours <= MOST_MINUTES / 60


def _require_leads(scope: Scope, team_id: str) -> None:
    if team_id not in scope.lead_teams:
        raise NotFound()
