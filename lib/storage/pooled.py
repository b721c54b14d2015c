"""Counts over the clients of everyone; only large enough groups leave this room."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    and_,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from lib.domain.access import Scope
from lib.domain.calendar import local_day
from lib.domain.consents import Answer, Purpose
from lib.domain.sessions import Outcome
from lib.domain.starts import (
    LEAST_CLIENTS,
    LEAST_COACHES,
    WATCHED_DAYS,
    Starts,
    Trial,
    good_starts,
    tried_by,
)
from lib.storage import casebook
from lib.storage import tables as t

_DONE = [outcome.value for outcome in Outcome if outcome.size is not None]


def starts(
    scope: Scope, *, app: Collection[str], team: Mapping[str, Collection[str]], now: datetime
) -> dict[str, Starts]:
    """Return by its key how often an idea was a good start; without those too few tried.

    `app` are keys that are counted over all clients of the practice, `team` keys of own steps by
    the id of a team, counted over the clients that are in it now. Clients whose guidance ended
    count as well, and so do steps that are on no route any more. A client who said no to counting
    along is in no count, nor one whose dossier stands still; one who was not asked is.
    """
    today = local_day(now)
    trials: dict[str, list[Trial]] = {}
    with casebook.pooling(scope, now=now) as page:
        for idea, client, coach, first, first_done, last_done in page.session.execute(
            _trials(app, team, today)
        ):
            trial = Trial(client, coach, first, first_done, last_done)
            trials.setdefault(idea, []).append(trial)
    found = {idea: good_starts(some, today=today) for idea, some in trials.items()}
    return {idea: counts for idea, counts in found.items() if counts is not None}


class _LastWatched(FunctionElement[date]):
    """The last of so many days from a day on; the two databases do not count days alike."""

    type = Date()
    inherit_cache = True


@compiles(_LastWatched, "sqlite")
def _in_sqlite(element: _LastWatched, compiler: SQLCompiler, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+{WATCHED_DAYS - 1} days')"


@compiles(_LastWatched, "postgresql")
def _in_postgresql(element: _LastWatched, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} + {WATCHED_DAYS - 1})"


def _trials(
    app: Collection[str], team: Mapping[str, Collection[str]], today: date
) -> Select[str, str, str, date, date | None, date | None]:
    """Return the query for every try of an idea that enough tried: the idea, then a `Trial`.

    One row for each client and idea, and none for an idea that too few tried.
    """
    begun = _begun(_asked_for(app, team), today)
    enough = (
        select(begun.c.idea)
        .group_by(begun.c.idea)
        .having(
            func.count(begun.c.client_id.distinct()) >= LEAST_CLIENTS,
            func.count(begun.c.made_by.distinct()) >= LEAST_COACHES,
        )
    )
    done = and_(
        t.CheckInRow.client_id == begun.c.client_id,
        t.CheckInRow.step_key == begun.c.step_key,
        t.CheckInRow.superseded.is_(False),
        t.CheckInRow.outcome.in_(_DONE),
        t.CheckInRow.day >= begun.c.valid_from,
        t.CheckInRow.day <= _LastWatched(begun.c.valid_from),
    )
    one = (begun.c.idea, begun.c.client_id, begun.c.made_by, begun.c.valid_from)
    return (
        select(*one, func.min(t.CheckInRow.day), func.max(t.CheckInRow.day))
        .outerjoin_from(begun, t.CheckInRow, done)
        .where(begun.c.idea.in_(enough))
        .group_by(*one)
    )


def _asked_for(app: Collection[str], team: Mapping[str, Collection[str]]) -> ColumnElement[bool]:
    """Return the condition for the steps of a route that come from these ideas."""
    asked: list[ColumnElement[bool]] = [t.RouteStepRow.idea.in_(sorted(app))]
    for team_id, keys in team.items():
        of_team = select(t.ClientRow.id).where(t.ClientRow.team_id == team_id)
        asked.append(
            and_(t.RouteStepRow.idea.in_(sorted(keys)), t.RouteStepRow.client_id.in_(of_team))
        )
    return or_(false(), *asked)


def _begun(asked: ColumnElement[bool], today: date) -> CTE:
    """Return by client, idea and step when the idea was first on the route, and who put it there.

    A client can have had it under more than one step; the first of them counts for each.
    """
    step, version = t.RouteStepRow, t.RouteVersionRow
    number = func.min(version.number)
    held = (
        select(
            step.client_id,
            step.idea,
            step.step_key,
            # A window, for a join of these rows with themselves took a second when it was tried.
            func.min(number).over(partition_by=(step.client_id, step.idea)).label("first"),
        )
        .join(version, version.id == step.version_id)
        .where(
            asked,
            step.client_id.not_in(_left_out()),
            step.client_id.not_in(_standing_still()),
        )
        .group_by(step.client_id, step.idea, step.step_key)
        .subquery()
    )
    first = and_(version.client_id == held.c.client_id, version.number == held.c.first)
    return (
        select(held.c.client_id, held.c.idea, held.c.step_key, version.valid_from, version.made_by)
        .join(version, first)
        .where(version.valid_from <= tried_by(today))
        .cte()
    )


def _left_out() -> ScalarSelect[str]:
    """Return the ids of clients who do not want to count along: see `consents.in_force`.

    Their last answer is a no, or a yes they withdrew.
    """
    consent = t.ConsentRow
    last = (
        select(
            consent.client_id,
            consent.answer,
            consent.withdrawn_on,
            func.row_number()
            .over(
                partition_by=consent.client_id,
                order_by=(consent.told_on.desc(), consent.made_at.desc(), consent.id.desc()),
            )
            .label("place"),
        )
        .where(consent.purpose == Purpose.LEARNING.value)
        .subquery()
    )
    refused = or_(last.c.answer == Answer.NO.value, last.c.withdrawn_on.is_not(None))
    return select(last.c.client_id).where(last.c.place == 1, refused).scalar_subquery()


def _standing_still() -> ScalarSelect[str]:
    """Return the ids of clients whose dossier stands still: it is in no count meanwhile."""
    still = select(t.RestrictionRow.client_id).where(t.RestrictionRow.ended_at.is_(None))
    return still.scalar_subquery()
