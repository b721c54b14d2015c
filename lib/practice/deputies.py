"""The deputy of a team: who reads a care signal along when no lead is there."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.care_signals import TeamDeputy
from lib.domain.problems import NotFound
from lib.storage import care_signals, casebook, people, team_settings
from lib.storage.care_signals import ABOUT, DEPUTY


def of_team(scope: Scope, team_id: str, *, now: datetime) -> TeamDeputy:
    """Return the deputy of a team this person leads; raises `NotFound` for another team."""
    scope.require(Permission.CHANGE_TEAM_SETTINGS)
    if team_id not in scope.lead_teams:
        raise NotFound()
    with casebook.reading(scope, now=now) as page:
        team = next((one for one in people.teams(page) if one.id == team_id), None)
        if team is None:
            raise NotFound()
        choices = dict(care_signals.may_be_deputy(page, team_id))
        told = team_settings.chosen(page, team_id, about=ABOUT).get(DEPUTY)
        named = told.value if told is not None and told.value else None
        return TeamDeputy(
            team=team,
            deputy_id=named,
            deputy_name=people.names(page, {named}).get(named, "") if named else "",
            works=named is None or named in choices,
            choices=choices,
            changed_by=told.changed_by if told is not None else None,
            changed_at=told.changed_at if told is not None else None,
        )


def name(scope: Scope, team_id: str, person_id: str | None, *, now: datetime) -> None:
    """Name the deputy of a team this person leads, or nobody; counts from the next care signal.

    Nothing happens when it is so already. Raises `NotFound` for another's team, and for somebody
    who cannot be its deputy.
    """
    scope.require(Permission.CHANGE_TEAM_SETTINGS)
    if team_id not in scope.lead_teams:
        raise NotFound()
    with casebook.writing(scope, now=now) as page:
        team_settings.lock(page, team_id)
        if person_id is not None and person_id not in dict(
            care_signals.may_be_deputy(page, team_id)
        ):
            raise NotFound()
        before = team_settings.values(page, team_id, about=ABOUT).get(DEPUTY, "")
        after = person_id or ""
        if before == after:
            return
        team_settings.choose(page, team_id, about=ABOUT, name=DEPUTY, value=after)
        page.log(
            "U",
            "team setting",
            subject_id=team_id,
            reason=f"deputy for care signals: {before or 'nobody'} became {after or 'nobody'}",
        )
