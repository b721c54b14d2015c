"""How a team is doing over time, for its lead: the team as a whole, never one coach."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.problems import NotFound
from lib.domain.team_quality import LedTeam, Quality, first_steps
from lib.storage import casebook
from lib.storage import team_quality as storage
from lib.storage.casebook import Page

# Rows behind a chart that can be kept as a file.
ROWS = ("contact rows", "first step rows")


def teams(scope: Scope, *, now: datetime) -> tuple[LedTeam, ...]:
    """Return the teams this person leads with their regions, by name."""
    scope.require(Permission.SEE_TEAM_CASELOAD)
    with casebook.reading(scope, now=now) as page:
        return storage.led_teams(page)


def of_teams(
    scope: Scope, *, team_id: str | None = None, region_id: str | None = None, now: datetime
) -> Quality:
    """Return contacts per week and days to a first step of the teams this person leads.

    Narrowed to one team, to those of one region, or to both. Raises `NotFound` for a team or a
    region that is not theirs, and for a team that is not in the region.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    today = local_day(now)
    subject = team_id or region_id
    with casebook.looking(scope, "team quality", subject_id=subject, now=now) as page:
        shown = _narrowed(page, team_id, region_id)
        ids = [one.id for one in shown]
        since, _ = storage.shown_since(page, ids, until=today)
        return Quality(
            shown,
            storage.contacts_of(page, ids, until=today, today=today),
            first_steps(
                storage.beginners(page, ids, since=since, today=today), since=since, today=today
            ),
        )


def handed_out(
    scope: Scope,
    part: str,
    *,
    team_id: str | None = None,
    region_id: str | None = None,
    now: datetime,
) -> None:
    """Write in the log that rows about a team left the screen as a file.

    `part` is one of `ROWS`. Raises `NotFound` for a team or region that is not theirs.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    if part not in ROWS:
        raise NotFound()
    with casebook.writing(scope, now=now) as page:
        _narrowed(page, team_id, region_id)
        page.log("E", part, subject_id=team_id or region_id)


def _narrowed(page: Page, team_id: str | None, region_id: str | None) -> tuple[LedTeam, ...]:
    shown = tuple(
        one
        for one in storage.led_teams(page)
        if team_id in (None, one.id) and region_id in (None, one.region_id)
    )
    if not shown:
        raise NotFound()
    return shown
