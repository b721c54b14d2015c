"""Small experiments of a client: agreed together, told day by day, stopped whenever they like."""

from datetime import date, datetime
from secrets import randbits

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.experiments import (
    Experiment,
    ExperimentDraft,
    check,
    check_room,
    check_told,
)
from lib.domain.problems import Closed, Invalid, Stale
from lib.storage import casebook, experiments, people
from lib.storage import tables as t
from lib.storage.casebook import Page

_SEED_BITS = 31


def of_client(scope: Scope, client_id: str, *, now: datetime) -> tuple[Experiment, ...]:
    """Return the experiments of a client of one's own, the one that began last first.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.looking(scope, "experiments", client_id=client_id, now=now) as page:
        return experiments.of_client(page, page.own_client(client_id).id)


def begin(
    scope: Scope,
    client_id: str,
    *,
    draft: ExperimentDraft,
    save_key: str,
    now: datetime,
    seed: int | None = None,
) -> str:
    """Agree on an experiment and return its id; the same `save_key` begins only one.

    Which way comes on which day is drawn here, once; a known `seed` draws a known plan. Raises
    `Invalid` with the problems, also while another is not over, `Closed` after the end of
    guidance, `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_ROUTE)
    today = local_day(now)
    agreed, problems = check(draft, today=today)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        known = experiments.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        _require_open(client)
        # Looked at with the client locked: two windows cannot both begin one.
        problems = problems or check_room(experiments.of_client(page, client.id), today=today)
        if agreed is None or problems:
            raise Invalid(problems)
        made = experiments.add(
            page,
            client.id,
            agreed,
            seed=randbits(_SEED_BITS) if seed is None else seed,
            save_key=save_key,
        )
        page.log("C", "experiment", client=client, subject_id=made)
        return made


def tell_day(
    scope: Scope,
    client_id: str,
    experiment_id: str,
    *,
    day: date | None,
    went: str | None,
    level: float | None,
    expected_version: int,
    now: datetime,
) -> None:
    """Keep which way a day went, and the level at the end, 0-10 or None.

    It takes the place of what was told of that day; nothing happens when this stands there
    already. Also after the two weeks, for who brings their card then. Raises `Invalid` with the
    problems, `Stale` when something was told or stopped meanwhile, `Closed`, and `NotFound` for an
    experiment of another.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client, row, one = _experiment(page, client_id, experiment_id)
        checked, problems = check_told(
            day, went, level, may_be_told=one.may_be_told(local_day(now))
        )
        if checked is None:
            raise Invalid(problems)
        before = one.told.get(checked.day)
        if before == checked:
            return
        _require_newest(page, row, expected_version)
        experiments.tell(page, row, checked)
        experiments.touch(page, row)
        page.log("U" if before else "C", "experiment day", client=client, subject_id=row.id)


def take_back_day(
    scope: Scope,
    client_id: str,
    experiment_id: str,
    *,
    day: date,
    expected_version: int,
    now: datetime,
) -> None:
    """Erase what was told of a day: it is not filled in again. A second time changes nothing.

    A slip of the finger is nobody's day. Raises `Stale`, `Closed`, and `NotFound` for an
    experiment of another.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client, row, _ = _experiment(page, client_id, experiment_id)
        found = experiments.told_of(page, row.id, day)
        if found is None:
            return
        _require_newest(page, row, expected_version)
        experiments.erase_day(page, found)
        experiments.touch(page, row)
        page.log("D", "experiment day", client=client, subject_id=row.id)


def stop(scope: Scope, client_id: str, experiment_id: str, *, now: datetime) -> None:
    """Stop an experiment early; what was told stays. Nothing happens when it is over already.

    Raises `Closed`, and `NotFound` for an experiment of another.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client, row, one = _experiment(page, client_id, experiment_id)
        if one.over(local_day(now)):
            return
        row.stopped_on = local_day(now)
        experiments.touch(page, row)
        page.log("U", "experiment", client=client, subject_id=row.id)


def _experiment(
    page: Page, client_id: str, experiment_id: str
) -> tuple[t.ClientRow, t.ExperimentRow, Experiment]:
    """Return the locked client and one of their experiments, as it is kept and as it is meant."""
    client = page.own_client(client_id, for_change=True)
    row = experiments.get(page, client.id, experiment_id)
    _require_open(client)
    every = {one.id: one for one in experiments.of_client(page, client.id)}
    return client, row, every[row.id]


def _require_newest(page: Page, row: t.ExperimentRow, expected_version: int) -> None:
    if row.version != expected_version:
        who = people.names(page, {row.changed_by})[row.changed_by]
        raise Stale(name=who, moment=row.changed_at)


def _require_open(client: t.ClientRow) -> None:
    if client.ended_on is not None:
        raise Closed()
