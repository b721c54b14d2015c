"""Questionnaires of a client: filled in, read over time, taken back; and which a team uses."""

from collections.abc import Sequence
from datetime import date, datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.measurements import (
    BEHIND_A_SETTING,
    OFF,
    ON,
    Filling,
    MeasureSetting,
    TeamMeasures,
    check_answers,
    offered,
)
from lib.domain.problems import Closed, Invalid, NotFound, Refused
from lib.domain.questionnaires import Measure
from lib.domain.words import msg
from lib.storage import casebook, measurements, people, team_settings
from lib.storage import tables as t

_ABOUT = "measures"


class NotOffered(Refused):
    """The team does not use this questionnaire."""

    sentence = msg("Your team does not use this questionnaire (any more). Nothing was saved.")


def of_client(scope: Scope, client_id: str, *, now: datetime) -> tuple[Filling, ...]:
    """Return what a client of one's own filled in, oldest first, with who kept it.

    Also of questionnaires the team no longer uses. Raises `NotFound` for another's client.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.looking(scope, "questionnaires", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        return measurements.of_client(page, row.id)


def offered_to(scope: Scope, client_id: str, *, now: datetime) -> tuple[Measure, ...]:
    """Return the questionnaires that the team of a client of one's own uses.

    It tells nothing of the client, so no look is logged. Raises `NotFound` for another's client.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.reading(scope, now=now) as page:
        row = page.own_client(client_id)
        return offered(team_settings.values(page, row.team_id, about=_ABOUT))


def fill_in(
    scope: Scope,
    client_id: str,
    measure: Measure,
    *,
    answers: Sequence[float | None],
    day: date | None,
    filled_in: str | None,
    save_key: str,
    now: datetime,
) -> str:
    """Keep the answers to a questionnaire and return the id; the same `save_key` keeps only once.

    An open answer is None and stays open. Raises `Invalid` with the problems, `NotOffered` when
    the team does not use it, `Closed` after the end of guidance, `NotFound` for another's client.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        known = measurements.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        _require_open(client)
        if measure not in offered(team_settings.values(page, client.team_id, about=_ABOUT)):
            raise NotOffered()
        checked, problems = check_answers(
            measure,
            answers,
            day=day,
            filled_in=filled_in,
            since=client.started_on,
            today=local_day(now),
        )
        if checked is None:
            raise Invalid(problems)
        filling_id = measurements.add(page, client.id, checked, save_key=save_key)
        page.log("C", "questionnaire", client=client, subject_id=filling_id)
        return filling_id


def take_back(scope: Scope, client_id: str, filling_id: str, *, now: datetime) -> None:
    """Erase one filling: a slip of the finger is nobody's score.

    Raises `Closed`, and `NotFound` for one of another or one that is gone already.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = measurements.get(page, client.id, filling_id)
        _require_open(client)
        measurements.erase(page, row)
        page.log("D", "questionnaire", client=client, subject_id=filling_id)


def settings(scope: Scope, team_id: str, *, now: datetime) -> TeamMeasures:
    """Return which questionnaires a team this person leads uses, of those it may choose.

    Raises `NotFound` for another team.
    """
    scope.require(Permission.CHANGE_TEAM_SETTINGS)
    if team_id not in scope.lead_teams:
        raise NotFound()
    with casebook.reading(scope, now=now) as page:
        team = next((one for one in people.teams(page) if one.id == team_id), None)
        if team is None:
            raise NotFound()
        chosen = team_settings.chosen(page, team_id, about=_ABOUT)
    found = []
    for measure in BEHIND_A_SETTING:
        told = chosen.get(measure.value)
        found.append(
            MeasureSetting(
                measure,
                told is not None and told.value == ON,
                told.changed_by if told is not None else None,
                told.changed_at if told is not None else None,
            )
        )
    return TeamMeasures(team, tuple(found))


def switch(scope: Scope, team_id: str, measure: Measure, *, on: bool, now: datetime) -> None:
    """Let a team this person leads use a questionnaire or not, at once and for every client.

    What was filled in stays. Nothing happens when it is so already. Raises `NotFound` for another
    team's, and for a questionnaire that is built in.
    """
    scope.require(Permission.CHANGE_TEAM_SETTINGS)
    if team_id not in scope.lead_teams or measure not in BEHIND_A_SETTING:
        raise NotFound()
    with casebook.writing(scope, now=now) as page:
        team_settings.lock(page, team_id)
        chosen = team_settings.values(page, team_id, about=_ABOUT)
        if (chosen.get(measure.value) == ON) is on:
            return
        before, after = (OFF, ON) if on else (ON, OFF)
        team_settings.choose(page, team_id, about=_ABOUT, name=measure.value, value=after)
        page.log(
            "U",
            "team setting",
            subject_id=team_id,
            reason=f"questionnaire {measure.value}: {before} became {after}",
        )


def _require_open(client: t.ClientRow) -> None:
    if client.ended_on is not None:
        raise Closed()
