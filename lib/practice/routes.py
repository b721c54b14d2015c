"""Recovery routes: read the story, adjust, agree on rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lib.domain import routes as domain
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.caseload import Record, Standing, standing
from lib.domain.changes import How, check_how
from lib.domain.people import Client
from lib.domain.problems import Closed, Invalid, NotFound, Problem, Stale
from lib.domain.routes import (
    AgreedRest,
    Change,
    LookBack,
    RestKind,
    Step,
    Version,
    check_look_back,
    in_force,
)
from lib.domain.templates import Template
from lib.domain.words import msg
from lib.storage import casebook, records, routes, sessions
from lib.storage import tables as t
from lib.storage import templates as kept_templates
from lib.storage.casebook import Page, new_id


@dataclass(frozen=True, slots=True)
class RouteStory:
    """A client's route with all it was: versions first made first, rests earliest first.

    `number` is the newest version's (0 before the first): a change names it, so that nobody
    overwrites a colleague. `look_backs` are what was told about versions, `barriers` what made it
    hard in the last session that told so.
    """

    record: Record
    standing: Standing
    current: Version | None
    number: int
    look_backs: tuple[LookBack, ...]
    barriers: tuple[str, ...]

    @property
    def client(self) -> Client:
        """Whose route it is."""
        return self.record.client

    @property
    def versions(self) -> tuple[Version, ...]:
        """All versions, first made first."""
        return self.record.versions

    @property
    def rests(self) -> tuple[AgreedRest, ...]:
        """All agreed rests, earliest first."""
        return self.record.rests


def templates(scope: Scope) -> tuple[Template, ...]:
    """Return the templates of a route: public data, the same for everyone."""
    scope.require(Permission.CHANGE_ROUTE)
    return kept_templates.templates()


def story(scope: Scope, client_id: str, *, now: datetime) -> RouteStory:
    """Return the route of a client of this coach; raises `NotFound` for another's."""
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.looking(scope, "route", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        record, today = records.of_client(page, row), local_day(now)
        last = sessions.last_held(page, row.id)
        return RouteStory(
            record=record,
            standing=standing(record, today=today),
            current=in_force(record.versions, today),
            number=record.versions[-1].number if record.versions else 0,
            look_backs=routes.look_backs(page, [row.id]).get(row.id, ()),
            barriers=tuple(last.barriers or ()) if last else (),
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
    how: How = How(),  # noqa: B008 - frozen: nobody can change it
) -> int:
    """Make the next version of a route, in force from today, and return its number.

    The same `save_key` makes only one. To keep a route as it is, is agreed on too; any other
    version changes something. Raises `Invalid` with the problems, `Stale` when a colleague made a
    version meanwhile, `Closed`, `NotFound`.
    """
    scope.require(Permission.CHANGE_ROUTE)
    today = local_day(now)
    checked, problems = domain.check_route(steps, proposed_by=proposed_by, reason=reason)
    sure, more = check_how(how, today=today, steps=steps)
    problems = (*problems, *more)
    with casebook.writing(scope, now=now) as page:
        row, before = _open(page, client_id, expected_number, save_key)
        if before is None:
            return routes.saved_with(page, row.id, save_key) or expected_number
        newest = before[-1] if before else None
        cleaned, more = domain.check_steps(
            steps, known={step for version in before for step in version.steps}
        )
        problems, steps = (*problems, *more), cleaned or steps
        if sure is not None and not _says_something(newest, steps, sure):
            problems = (*problems, Problem("steps", msg("Nothing has changed yet.")))
        if checked is None or sure is None or problems:
            raise Invalid(problems)
        number = expected_number + 1
        version_id = routes.add_version(
            page,
            row.id,
            number=number,
            valid_from=today,
            steps=steps,
            proposed_by=checked[0],
            reason=checked[1],
            how=_with_phases(sure, newest),
            rest_note="",
            save_key=save_key,
        )
        page.log("U", "route", client=row, subject_id=version_id)
        return number


def go_back(
    scope: Scope,
    client_id: str,
    number: int,
    *,
    proposed_by: str | None,
    reason: str,
    expected_number: int,
    save_key: str,
    now: datetime,
    hope: str = "",
    look_again_on: date | None = None,
) -> int:
    """Make an earlier version count again, as a new version; return its number.

    The earlier one stays as it was. Raises as `adjust` does, and `NotFound` for a version that
    does not exist.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.reading(scope, now=now) as page:
        row = page.own_client(client_id)
        versions = routes.versions(page, [row.id]).get(row.id, ())
    earlier = next((version for version in versions if version.number == number), None)
    if earlier is None:
        raise NotFound()
    # Versions never change, so what was read before is still so when it is saved.
    return adjust(
        scope,
        client_id,
        earlier.steps,
        proposed_by=proposed_by,
        reason=reason,
        expected_number=expected_number,
        save_key=save_key,
        now=now,
        how=How(
            change=Change.BACK,
            hope=hope,
            look_again_on=look_again_on,
            phases=earlier.phases,
            phase=earlier.phase,
            goes_back_to=number,
        ),
    )


def look_back(
    scope: Scope,
    client_id: str,
    *,
    number: int,
    verdict: str | None,
    words: str,
    save_key: str,
    now: datetime,
) -> None:
    """Keep what became of the hope of a version; what was told first stays.

    The same `save_key` keeps only one. Raises `Invalid` with the problems, also when a colleague
    looked back on it already, `Closed`, `NotFound`.
    """
    scope.require(Permission.CHANGE_ROUTE)
    checked, problems = check_look_back(verdict=verdict, words=words)
    with casebook.writing(scope, now=now) as page:
        row = page.own_client(client_id, for_change=True)
        if row.ended_on is not None:
            raise Closed()
        told = {one.number: one for one in routes.look_backs(page, [row.id]).get(row.id, ())}
        if number in told:
            if routes.looked_back_with(page, row.id, save_key):
                return
            problems = (
                *problems,
                Problem("verdict", msg("A colleague looked back on this version already.")),
            )
        if checked is None or problems:
            raise Invalid(problems)
        told_id = routes.add_look_back(
            page, row.id, number, verdict=checked[0], words=checked[1], save_key=save_key
        )
        if told_id is None:
            raise NotFound()
        page.log("C", "route look-back", client=row, subject_id=told_id)


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
    kind: RestKind = RestKind.REST,
    begin_with: str | None = None,
    how: How = How(),  # noqa: B008 - frozen: nobody can change it
) -> int:
    """Agree on rest of one step, or of the whole route, as a new version; return its number.

    It may have begun already, and overlaps no rest that was agreed and not taken back.
    `begin_with` is the step that stands ready for afterwards. Raises as `adjust` does.
    """
    scope.require(Permission.CHANGE_ROUTE)
    today = local_day(now)
    checked, more = domain.check_why(proposed_by=proposed_by, reason=reason)
    how = replace(how, change=Change.REST, about=step_key, phases=None, phase=None)
    sure, problems = check_how(replace(how, about=None), today=today, steps=())
    more = (*more, *problems)
    with casebook.writing(scope, now=now) as page:
        row, before = _open(page, client_id, expected_number, save_key)
        if before is None:
            return routes.saved_with(page, row.id, save_key) or expected_number
        if not before:
            raise Invalid((Problem("start", msg("There is no route yet to rest from.")),))
        steps = before[-1].steps
        on_route = {None, *(step.key for step in steps)}
        if step_key not in on_route or begin_with not in on_route:
            raise Invalid((Problem("step", msg("This step is not on this client's route.")),))
        # Read with the client locked: two colleagues cannot both agree on the same days.
        agreed = routes.rests(page, [row.id]).get(row.id, ())
        problems = domain.check_rest(
            start=start, end=end, today=today, step_key=step_key, agreed=agreed
        )
        if problems or more or checked is None or sure is None or start is None:
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
                kind=kind.value,
                begin_with=begin_with,
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
            how=_with_phases(replace(sure, about=step_key), before[-1]),
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
            how=_with_phases(How(change=Change.REST, about=stood.step_key), before[-1]),
            rest_note="ended" if stood.start <= today else "taken back",
            save_key=save_key,
        )
        page.log("U", "route rest", client=row, subject_id=version_id)
        return expected_number + 1


def _says_something(newest: Version | None, steps: Sequence[Step], how: How) -> bool:
    """True when a version differs from the newest one, or agrees to keep it."""
    if newest is not None and how.change is Change.KEEP:
        return True
    if domain.differences(newest, steps):
        return True
    if how.phases is None:
        return False
    if newest is None:
        return bool(how.phases)
    return (newest.phases, newest.phase) != (how.phases, how.phase)


def _with_phases(how: How, newest: Version | None) -> How:
    """Return how a version is made; phases that are not talked about stay as they were."""
    if how.phases is not None or newest is None:
        return how
    return replace(how, phases=newest.phases, phase=newest.phase)


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
