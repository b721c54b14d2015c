"""The one row rule: which clients a person may see, and whose notes they may read."""

from datetime import datetime

from sqlalchemy import ColumnElement, Insert, Select, TextClause, and_, event, false, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from lib.domain.access import Scope
from lib.storage import tables as t

# Every table whose rows belong to one client. A test fails when a new one is forgotten here.
CLIENT_TABLES: tuple[type[t.Table], ...] = (
    t.NotesAccessRow,
    t.SessionRow,
    t.SessionVersionRow,
    t.CheckInRow,
    t.DayMoodRow,
    t.SupplementRow,
    t.DraftRow,
    t.WorkingNoteRow,
    t.RouteVersionRow,
    t.RouteStepRow,
    t.RestRow,
    t.RouteLookBackRow,
    t.RouteBasisRow,
    t.GoalRow,
    t.GoalScoreRow,
    t.CareSignalRow,
    t.MeasurementRow,
    t.LifeEventRow,
    t.ExperimentRow,
    t.ExperimentDayRow,
)


# Of these a person sees their own rows alone, whoever the client belongs to.
PRIVATE_TABLES: tuple[type[t.DraftRow] | type[t.WorkingNoteRow], ...] = (
    t.DraftRow,
    t.WorkingNoteRow,
)


class OutsideTheNet(RuntimeError):
    """A statement that nothing can narrow: a defect of ours, so it is not run."""


def visible_clients(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a client exists for this person.

    A coach sees their own clients while they coach in that team, a lead those of the teams they
    lead, an admin none.
    """
    rules: list[ColumnElement[bool]] = []
    if scope.coach_teams:
        rules.append(own_clients(scope))
    if scope.lead_teams:
        rules.append(t.ClientRow.team_id.in_(sorted(scope.lead_teams)))
    return or_(*rules) if rules else false()


def own_clients(scope: Scope) -> ColumnElement[bool]:
    """Return the condition for the clients someone guides themselves."""
    return and_(
        t.ClientRow.coach_id == scope.person_id,
        t.ClientRow.team_id.in_(sorted(scope.coach_teams)),
    )


def readable_notes(scope: Scope, *, now: datetime) -> ColumnElement[bool]:
    """Return the condition on a client under which the words of a session may be read.

    Their own coach always; a lead only while a reasoned, logged access lasts.
    """
    opened = (
        select(t.NotesAccessRow.id)
        .where(
            t.NotesAccessRow.client_id == t.ClientRow.id,
            t.NotesAccessRow.person_id == scope.person_id,
            t.NotesAccessRow.given_at <= now,
            t.NotesAccessRow.ends_at > now,
        )
        .exists()
    )
    return or_(own_clients(scope), and_(visible_clients(scope), opened))


def rule_of(scope: Scope, client: t.ClientRow) -> str:
    """Return the name of the rule that lets this person in, for the log."""
    own = client.coach_id == scope.person_id and client.team_id in scope.coach_teams
    return "own client" if own else "team lead"


def clients(scope: Scope) -> Select[t.ClientRow]:
    """Return the query every other query starts from."""
    return select(t.ClientRow).where(visible_clients(scope))


def spread_net(session: Session, scope: Scope) -> None:
    """Narrow every statement of this session to what the scope may see, also forgotten ones.

    Raises `OutsideTheNet` for what cannot be narrowed: SQL in words, a table without its class,
    rows copied or changed by a list of ids. A test keeps `__table__` out of all other rooms.

    Plain expressions, never a lambda: a lambda with tracked closure variables switched off
    handed one coach's rows to another when it was tried.
    """
    seen = select(t.ClientRow.id).where(visible_clients(scope)).scalar_subquery()
    options = [
        with_loader_criteria(t.ClientRow, visible_clients(scope), include_aliases=True),
        *(
            with_loader_criteria(
                table,
                table.__table__.c.client_id.in_(seen),
                include_aliases=True,
            )
            for table in CLIENT_TABLES
        ),
        *(
            with_loader_criteria(
                table, table.__table__.c.person_id == scope.person_id, include_aliases=True
            )
            for table in PRIVATE_TABLES
        ),
    ]

    def narrow(state: ORMExecuteState) -> None:
        _require_holdable(state)
        if not state.is_column_load and not state.is_relationship_load and not state.is_insert:
            state.statement = state.statement.options(*options)

    event.listen(session, "do_orm_execute", narrow)


def _require_holdable(state: ORMExecuteState) -> None:
    by_ids = state.is_update and isinstance(state.parameters, list)
    copied = isinstance(state.statement, Insert) and state.statement.select is not None
    words = isinstance(state.statement, visitors.ExternallyTraversible) and any(
        isinstance(part, TextClause) for part in visitors.iterate(state.statement)
    )
    if not state.is_orm_statement or by_ids or copied or words:
        raise OutsideTheNet()
