"""The report of a team over a month, for its lead; with names only when these are asked for."""

from dataclasses import replace
from datetime import date, datetime

from lib.domain import team_report as domain
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.problems import NotFound
from lib.domain.shelf import Tried
from lib.domain.team_quality import LedTeam, first_steps
from lib.domain.team_report import TeamReport
from lib.practice import step_library
from lib.storage import casebook, intake, team_quality
from lib.storage import team_report as storage
from lib.storage.casebook import Page


def teams(scope: Scope, *, now: datetime) -> tuple[tuple[LedTeam, tuple[date, ...]], ...]:
    """Return the teams this person leads by name, each with its months, newest first.

    A month is its first day; the running one is among them.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    today = local_day(now)
    with casebook.reading(scope, now=now) as page:
        return tuple(
            (one, domain.months(storage.began(page, one.id), today))
            for one in team_quality.led_teams(page)
        )


def of_month(
    scope: Scope, team_id: str, month: date, *, with_names: bool = False, now: datetime
) -> TeamReport:
    """Return the figures of a team over the month of a day.

    Clients who are in the team now, also those whose guidance ended. `with_names` adds the list of
    them, and then the log names who stood in it. Raises `NotFound` for a team that is not theirs,
    `Refused` for a month before the team began or one that has not come.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    part = "team report with names" if with_names else "team report"
    tried = _tried(scope, team_id, now)
    with casebook.looking(scope, part, subject_id=team_id, now=now) as page:
        report, ids = _report(page, team_id, month, with_names=with_names)
        if with_names:
            page.showed(ids)
    return replace(report, tried=tried)


def export(
    scope: Scope, team_id: str, month: date, *, with_names: bool = False, now: datetime
) -> TeamReport:
    """Return the same to be handed out as a file; the log says so, and whether names are in it.

    Raises as `of_month` does.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    tried = _tried(scope, team_id, now)
    with casebook.writing(scope, now=now) as page:
        report, ids = _report(page, team_id, month, with_names=with_names)
        page.log(
            "E",
            "team report",
            subject_id=team_id,
            reason="with names" if with_names else "without names",
            listed=ids if with_names else None,
        )
    return replace(report, tried=tried)


def _tried(scope: Scope, team_id: str, now: datetime) -> tuple[Tried, ...]:
    if team_id not in scope.lead_teams:
        raise NotFound()
    return step_library.tried_in_teams(scope, team_ids={team_id}, now=now)


def _report(
    page: Page, team_id: str, asked: date, *, with_names: bool
) -> tuple[TeamReport, list[str]]:
    """Return the figures without the ideas that were tried, and the ids of who was guided."""
    team = next((one for one in team_quality.led_teams(page) if one.id == team_id), None)
    if team is None:
        raise NotFound()
    today = local_day(page.now)
    month = domain.month_of(asked, began=storage.began(page, team_id), today=today)
    rows = storage.guided(page, team_id, month)
    ids = [row.id for row in rows]
    until = min(domain.weeks_end(month), today)
    contacts = team_quality.contacts_of(page, [team_id], until=until, today=today)
    return (
        TeamReport(
            team=team,
            month=month,
            made_by=page.scope.name,
            made_at=page.now,
            counts=storage.counts(page, team_id, month),
            contacts=contacts,
            weeks=domain.weeks_of(month, contacts.weeks),
            clients_in=_how_clients_are(page, team_id, month, guided=len(rows)),
            tried=(),
            clients=domain.in_order(storage.lines(page, rows, month)) if with_names else None,
        ),
        ids,
    )


def _how_clients_are(
    page: Page, team_id: str, month: domain.Month, *, guided: int
) -> domain.HowClientsAre | None:
    opened, closed = storage.care_signals(page, team_id, month)
    begun = storage.began_between(
        page, team_id, first=month.last - domain.BEGINNINGS_OVER, last=month.last
    )
    waited = first_steps(
        team_quality.beginners(page, [team_id], since=month.first, today=month.last),
        since=month.first,
        today=month.last,
    )
    return domain.how_clients_are(
        guided,
        care_opened=opened,
        care_closed=closed,
        waiting=waited.waiting,
        began=intake.beginnings(page, begun, today=month.last),
        month=month,
    )
