"""The step library: ideas of the app and of one's own team, and which were a good start."""

from collections.abc import Collection
from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.problems import Invalid, NotFound, Problem, Stale
from lib.domain.shelf import Shelf, Tried, by_times_tried
from lib.domain.snippets import REMOVED_KEPT_FOR
from lib.domain.step_library import LANGUAGES, StepIdea
from lib.domain.team_steps import TeamStepDraft, check_name, check_team_step
from lib.domain.words import msg
from lib.storage import casebook, people, pooled, routes, step_library, team_steps
from lib.storage.casebook import Page


def shelf(scope: Scope, client_id: str | None, *, now: datetime) -> Shelf:
    """Return every idea, and by its key how often it was a good start.

    With the own steps of the client's team, or without a client those of every team this person
    coaches in. Raises `NotFound` for another's client.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.reading(scope, now=now) as page:
        teams = scope.coach_teams if client_id is None else {page.own_client(client_id).team_id}
        own = team_steps.of_teams(page, teams)
    library = step_library.ideas()
    keys = {
        team: [one.idea.key for one in own if one.team_id == team]
        for team in {one.team_id for one in own}
    }
    counts = pooled.starts(scope, app=[idea.key for idea in library], team=keys, now=now)
    return Shelf(library, own, counts)


def tried_in_teams(scope: Scope, *, team_ids: Collection[str], now: datetime) -> tuple[Tried, ...]:
    """Return which ideas enough clients and coaches tried, the one tried most often first.

    Ideas of the app over the whole practice, steps of these teams over the clients of that team:
    the counts that coaches see, and never by coach. Raises `NotFound` for a team that is not led.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    if not set(team_ids) <= scope.lead_teams:
        raise NotFound()
    with casebook.reading(scope, now=now) as page:
        own = team_steps.of_led_teams(page, team_ids)
        names = {team.id: team.name for team in people.teams(page)}
    found = {idea.key: (idea, "") for idea in step_library.ideas()}
    app = tuple(found)
    keys: dict[str, list[str]] = {}
    for one in own:
        found[one.idea.key] = (one.idea, names[one.team_id])
        keys.setdefault(one.team_id, []).append(one.idea.key)
    counts = pooled.starts(scope, app=app, team=keys, now=now)
    return by_times_tried(
        (Tried(found[key][0], starts, found[key][1]) for key, starts in counts.items()),
        language=scope.language,
    )


def add_team_step(
    scope: Scope, *, team_id: str, draft: TeamStepDraft, save_key: str, now: datetime
) -> str:
    """Add a step to the library of a team of one's own and return its id.

    The same `save_key` adds only once. Raises `Invalid` with the problems: a team has each name
    once.
    """
    scope.require(Permission.CHANGE_ROUTE)
    idea, problems = check_team_step(draft)
    if team_id not in scope.coach_teams:
        problems = (*problems, Problem("team", msg("Choose a team.")))
    if idea is None or problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        step_id, fresh = _added(page, idea, team_id=team_id, save_key=save_key)
        if fresh:
            page.log("C", "team step", subject_id=step_id)
        return step_id


def share_step(
    scope: Scope,
    client_id: str,
    step_key: str,
    *,
    draft: TeamStepDraft,
    sure: bool,
    save_key: str,
    now: datetime,
) -> str:
    """Put a step of a client's route in the library of the client's team; return its id there.

    `draft` is how it shall stand there, `sure` that someone looked: nothing in it is about this
    client. The route stays as it is. The same `save_key` adds only once. Raises `Invalid` with the
    problems, `NotFound` for another's client or a step that is not on this route.
    """
    scope.require(Permission.CHANGE_ROUTE)
    idea, problems = check_team_step(draft)
    if not sure:
        problems = (*problems, Problem("sure", msg("Please look at this first.")))
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id)
        if not _on_route(page, row.id, step_key):
            raise NotFound()
        if idea is None or problems:
            raise Invalid(problems)
        step_id, fresh = _added(page, idea, team_id=row.team_id, save_key=save_key)
        if fresh:
            page.log("C", "team step", client=row, subject_id=step_id)
        return step_id


def change_team_step(
    scope: Scope, step_id: str, *, draft: TeamStepDraft, expected_version: int, now: datetime
) -> None:
    """Change a team's own step; routes that hold a copy keep theirs.

    Nothing happens when it stands there so already. Raises `Invalid` with the problems, `Stale`
    after a colleague's change, `NotFound` for one that was removed or is another team's.
    """
    scope.require(Permission.CHANGE_ROUTE)
    idea, problems = check_team_step(draft)
    if idea is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row = team_steps.get(page, step_id)
        if row is None or row.removed:
            raise NotFound()
        content = team_steps.content(idea)
        if row.content == content:
            return
        if row.version != expected_version:
            who = people.names(page, {row.changed_by})[row.changed_by]
            raise Stale(name=who, moment=row.changed_at)
        problems = check_name(content["activity"], team_steps.names(page, row.team_id, but=row.id))
        if problems:
            raise Invalid(problems)
        row.content = content
        team_steps.touch(page, row)
        page.log("U", "team step", subject_id=row.id)


def remove_team_step(scope: Scope, step_id: str, *, now: datetime) -> None:
    """Take a team's own step away; within an hour it can be brought back.

    A second time changes nothing, and routes keep their copies. Raises `NotFound` for another
    team's.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        row = team_steps.get(page, step_id)
        if row is None:
            raise NotFound()
        if row.removed:
            return
        row.removed = True
        team_steps.touch(page, row)
        team_steps.erase_removed(page)
        page.log("D", "team step", subject_id=row.id)


def bring_back_team_step(scope: Scope, step_id: str, *, now: datetime) -> None:
    """Bring back a step that was removed within the last hour; one that stands stays as it is.

    Raises `Invalid` when its name was given to another meanwhile, `NotFound` when it is too late
    or another team's.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        row = team_steps.get(page, step_id)
        if row is None or (row.removed and row.changed_at < now - REMOVED_KEPT_FOR):
            raise NotFound()
        if not row.removed:
            return
        problems = check_name(row.content["activity"], team_steps.names(page, row.team_id))
        if problems:
            raise Invalid(problems)
        row.removed = False
        team_steps.touch(page, row)
        page.log("U", "team step", subject_id=row.id)


def _added(page: Page, idea: StepIdea, *, team_id: str, save_key: str) -> tuple[str, bool]:
    """Return the id of the step added under this key, and whether that was just now."""
    team_steps.lock_team(page, team_id)
    known = team_steps.saved_with(page, save_key)
    if known is not None:
        return known, False
    team_steps.erase_removed(page)
    name = idea.activity[LANGUAGES[0]]
    problems = check_name(name, team_steps.names(page, team_id))
    if problems:
        raise Invalid(problems)
    return team_steps.add(page, idea, team_id=team_id, save_key=save_key), True


def _on_route(page: Page, client_id: str, step_key: str) -> bool:
    """True when the newest version of this client's route holds the step."""
    versions = routes.versions(page, [client_id]).get(client_id, ())
    return bool(versions) and any(step.key == step_key for step in versions[-1].steps)
