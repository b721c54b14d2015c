"""Recovery routes: read the story, adjust, agree on rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lib.domain import routes as domain
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.people import Client
from lib.domain.problems import Closed, Invalid, NotFound, Problem, Stale
from lib.domain.routes import AgreedRest, Step, Version, in_force
from lib.domain.step_library import StepIdea
from lib.domain.words import msg
from lib.storage import casebook, people, routes, step_library
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


@dataclass(frozen=True, slots=True)
class RouteStory:
    """A client's route with all it was: versions first made first, rests earliest first.

    `number` is the newest version's (0 before the first): a change names it, so that nobody
    overwrites a colleague.
    """

    client: Client
    versions: tuple[Version, ...]
    rests: tuple[AgreedRest, ...]
    current: Version | None
    number: int


def ideas(scope: Scope) -> tuple[StepIdea, ...]:
    """Return the step library: public data, the same for everyone."""
    scope.require(Permission.CHANGE_ROUTE)
    return step_library.ideas()


def story(scope: Scope, client_id: str, *, now: datetime) -> RouteStory:
    """Return the route of a client of this coach; raises `NotFound` for another's."""
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.looking(scope, "route", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        versions = routes.versions(page, [row.id]).get(row.id, ())
        return RouteStory(
            client=people.client_value(page, row),
            versions=versions,
            rests=routes.rests(page, [row.id]).get(row.id, ()),
            current=in_force(versions, local_day(now)),
            number=versions[-1].number if versions else 0,
        )


def adjust(
    scope: Scope,
    client_id: str,
    steps: Sequence[Step],
    *,
    proposed_by: str | None,
    reason: str,
    expected_number: int,
    save_key: str,
    now: datetime,
) -> int:
    """Make the next version of a route, in force from today, and return its number.

    The same `save_key` makes only one. Raises `Invalid` with the problems (nothing changed is
    one), `Stale` when a colleague made a version meanwhile, `Closed`, `NotFound`.
    """
    scope.require(Permission.CHANGE_ROUTE)
    checked, problems = domain.check_route(steps, proposed_by=proposed_by, reason=reason)
    with casebook.writing(scope, now=now) as page:
        row, before = _open(page, client_id, expected_number, save_key)
        if before is None:
            return routes.saved_with(page, row.id, save_key) or expected_number
        newest = before[-1] if before else None
        if not domain.differences(newest, steps):
            problems = (*problems, Problem("steps", msg("Nothing has changed yet.")))
        if checked is None or problems:
            raise Invalid(problems)
        number = expected_number + 1
        version_id = routes.add_version(
            page,
            row.id,
            number=number,
            valid_from=local_day(now),
            steps=steps,
            proposed_by=checked[0],
            reason=checked[1],
            rest_note="",
            save_key=save_key,
        )
        page.log("U", "route", client=row, subject_id=version_id)
        return number


def agree_rest(
    scope: Scope,
    client_id: str,
    *,
    start: date | None,
    end: date | None,
    step_key: str | None,
    proposed_by: str | None,
    reason: str,
    expected_number: int,
    save_key: str,
    now: datetime,
) -> int:
    """Agree on rest of one step, or of the whole route, as a new version; return its number.

    It may have begun already, and overlaps no rest that was agreed and not taken back. Raises as
    `adjust` does.
    """
    scope.require(Permission.CHANGE_ROUTE)
    today = local_day(now)
    checked, more = domain.check_why(proposed_by=proposed_by, reason=reason)
    with casebook.writing(scope, now=now) as page:
        row, before = _open(page, client_id, expected_number, save_key)
        if before is None:
            return routes.saved_with(page, row.id, save_key) or expected_number
        if not before:
            raise Invalid((Problem("start", msg("There is no route yet to rest from.")),))
        steps = before[-1].steps
        if step_key is not None and step_key not in {step.key for step in steps}:
            raise Invalid((Problem("step", msg("This step is not on this client's route.")),))
        # Read with the client locked: two colleagues cannot both agree on the same days.
        agreed = routes.rests(page, [row.id]).get(row.id, ())
        problems = domain.check_rest(
            start=start, end=end, today=today, step_key=step_key, agreed=agreed
        )
        if problems or more or checked is None or start is None:
            raise Invalid((*problems, *more))
        page.session.add(
            t.RestRow(
                id=new_id(),
                client_id=row.id,
                step_key=step_key,
                start_day=start,
                end_day=end,
                reason=checked[1],
                taken_back=False,
            )
        )
        version_id = routes.add_version(
            page,
            row.id,
            number=expected_number + 1,
            valid_from=today,
            steps=steps,
            proposed_by=checked[0],
            reason=checked[1],
            rest_note="agreed",
            save_key=save_key,
        )
        page.log("U", "route rest", client=row, subject_id=version_id)
        return expected_number + 1


def end_rest(
    scope: Scope,
    client_id: str,
    rest_id: str,
    *,
    proposed_by: str | None,
    reason: str,
    expected_number: int,
    save_key: str,
    now: datetime,
) -> int:
    """End a rest as a new version; return its number.

    Moving begins again today: the rest ends yesterday, or is taken back when no day of it has
    gone by. A rest that is past stays as it was: `Invalid`. Raises as `adjust` does.
    """
    scope.require(Permission.CHANGE_ROUTE)
    today = local_day(now)
    checked, problems = domain.check_why(proposed_by=proposed_by, reason=reason)
    with casebook.writing(scope, now=now) as page:
        row, before = _open(page, client_id, expected_number, save_key)
        if before is None:
            return routes.saved_with(page, row.id, save_key) or expected_number
        rest = page.session.get(t.RestRow, rest_id)
        if rest is None or rest.client_id != row.id or rest.taken_back or not before:
            raise NotFound()
        stood = AgreedRest(rest.id, rest.step_key, rest.start_day, rest.end_day, rest.reason)
        if stood.past(today):
            raise Invalid((Problem("rest", msg("This rest is over already.")),))
        if checked is None:
            raise Invalid(problems)
        kept = domain.ended(stood, today=today)
        if kept is None:
            rest.taken_back = True
        else:
            rest.end_day = kept.end
        version_id = routes.add_version(
            page,
            row.id,
            number=expected_number + 1,
            valid_from=today,
            steps=before[-1].steps,
            proposed_by=checked[0],
            reason=checked[1],
            rest_note="ended" if stood.start <= today else "taken back",
            save_key=save_key,
        )
        page.log("U", "route rest", client=row, subject_id=version_id)
        return expected_number + 1


def _open(
    page: Page, client_id: str, expected_number: int, save_key: str
) -> tuple[t.ClientRow, tuple[Version, ...] | None]:
    """Return the locked client and their versions; None for the versions when already saved."""
    row = page.own_client(client_id, for_change=True)
    if routes.saved_with(page, row.id, save_key) is not None:
        return row, None
    if row.ended_on is not None:
        raise Closed()
    before = routes.versions(page, [row.id]).get(row.id, ())
    newest = before[-1].number if before else 0
    if newest != expected_number:
        raise Stale(name=before[-1].made_by, moment=before[-1].made_at)
    return row, before
