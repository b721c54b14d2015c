"""The step suggestion: worked out for a coach, with the settings of the client's team."""

from datetime import datetime, timedelta

from lib.domain.access import Permission, Scope
from lib.domain.advice_inputs import Advice, advise
from lib.domain.advice_settings import (
    BY_NAME,
    SETTINGS,
    Parameters,
    SettingNow,
    TeamSettings,
    check_setting,
    in_text,
    parameters,
)
from lib.domain.calendar import local_day
from lib.domain.problems import Invalid, NotFound
from lib.storage import advice as storage
from lib.storage import basis, casebook, people, records, team_settings, worklist
from lib.storage.casebook import Page

_ABOUT = "step suggestion"


def of(scope: Scope, client_id: str, *, now: datetime) -> Advice:
    """Return the suggestion for each step on the route of a client of this coach.

    For the coach alone. Raises `NotFound` for another's client.
    """
    scope.require(Permission.CHANGE_ROUTE)
    today = local_day(now)
    with casebook.looking(scope, "step suggestion", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        chosen = _parameters(page, row.team_id)
        since = today - timedelta(days=chosen.session_days - 1)
        return advise(
            records.of_client(page, row),
            storage.session_numbers(page, row.id, since=since),
            basis.of_client(page, row.id),
            parameters=chosen,
            today=today,
        )


def settings(scope: Scope, team_id: str, *, now: datetime) -> TeamSettings:
    """Return the settings of a team this person coaches in or leads.

    Raises `NotFound` for another team.
    """
    scope.require(Permission.SEE_CLIENTS)
    if team_id not in scope.coach_teams | scope.lead_teams:
        raise NotFound()
    with casebook.reading(scope, now=now) as page:
        team = next((one for one in people.teams(page) if one.id == team_id), None)
        if team is None:
            raise NotFound()
        chosen = team_settings.chosen(page, team_id, about=_ABOUT)
    present = parameters({name: one.value for name, one in chosen.items()})
    found = []
    for setting in SETTINGS:
        told = chosen.get(setting.name)
        found.append(
            SettingNow(
                setting,
                present.value(setting.name),
                told.changed_by if told is not None else None,
                told.changed_at if told is not None else None,
            )
        )
    return TeamSettings(team, tuple(found))


def change_setting(
    scope: Scope, team_id: str, name: str, value: float | str | None, *, now: datetime
) -> None:
    """Let a setting have another value in a team this person leads, at once and for every client.

    A ladder is typed as text. Nothing happens when it has this value already. Raises `Invalid`
    with the problem, `NotFound` for another team's, and for a setting there is not.
    """
    scope.require(Permission.CHANGE_TEAM_SETTINGS)
    setting = BY_NAME.get(name)
    if team_id not in scope.lead_teams or setting is None:
        raise NotFound()
    checked, problems = check_setting(setting, value)
    if checked is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        team_settings.lock(page, team_id)
        before = _parameters(page, team_id).value(name)
        if before == checked:
            return
        team_settings.choose(page, team_id, about=_ABOUT, name=name, value=in_text(checked))
        worklist.team_is_due(page, team_id)
        page.log(
            "U",
            "team setting",
            subject_id=team_id,
            reason=f"{name}: {in_text(before)} became {in_text(checked)}",
        )


def _parameters(page: Page, team_id: str) -> Parameters:
    return parameters(team_settings.values(page, team_id, about=_ABOUT))
