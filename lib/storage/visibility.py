"""The one row rule: which clients a person may see, and whose notes they may read."""

from datetime import datetime

from sqlalchemy import ColumnElement, Insert, Select, TextClause, and_, event, false, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from lib.domain.access import Scope
from lib.domain.calendar import local_day
from lib.domain.care_signals import READABLE_AFTER, AskedAs
from lib.domain.notices import NoticeKind
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
    t.WorklistRow,
    t.WorklistDueRow,
    t.TalkPointRow,
    t.CareReaderRow,
    t.CareSightRow,
    t.NoticeRow,
    t.IntakeRow,
    t.ConsentRow,
    t.AppointmentRow,
    t.StandingRow,
    t.HeavyTalkRow,
    t.QuestionRow,
    t.HandoverRow,
    t.CoverRow,
    t.RightsRequestRow,
    t.RestrictionRow,
)


# Of these a person sees their own rows alone, whoever the client belongs to.
PRIVATE_TABLES: tuple[type[t.DraftRow] | type[t.WorkingNoteRow] | type[t.NoticeRow], ...] = (
    t.DraftRow,
    t.WorkingNoteRow,
    t.NoticeRow,
)
# No client stands in these; a person sees their own rows alone.
OWN_TABLES: tuple[
    type[t.GroupAppointmentRow] | type[t.CalendarFeedRow] | type[t.NoticeChoiceRow], ...
] = (
    t.GroupAppointmentRow,
    t.CalendarFeedRow,
    t.NoticeChoiceRow,
)


# Of these a deputy sees what belongs to a care signal they were asked to read along, and of the
# client the row with the name. The column holds the id of the signal.
_CARE_TABLES = {
    t.CareSignalRow: t.CareSignalRow.__table__.c.id,
    t.CareReaderRow: t.CareReaderRow.__table__.c.signal_id,
    t.CareSightRow: t.CareSightRow.__table__.c.signal_id,
    t.NoticeRow: t.NoticeRow.__table__.c.subject_id,
}
# Made once: the net is spread in every transaction, and this is half of its costs.
_READER = t.CareReaderRow.__table__.alias("asked_reader")
_SIGNAL = t.CareSignalRow.__table__.alias("asked_signal")
_COVER = t.CoverRow.__table__.alias("given_cover")
_READER_OF_SIGNAL = _READER.join(_SIGNAL, _SIGNAL.c.id == _READER.c.signal_id)


class OutsideTheNet(RuntimeError):
    """A statement that nothing can narrow: a defect of ours, so it is not run."""


def visible_clients(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a client exists for this person.

    A coach sees their own clients while they coach in that team, and those they cover while that
    lasts; a lead those of the teams they lead, an admin none.
    """
    rules: list[ColumnElement[bool]] = []
    if scope.coach_teams or scope.covers:
        rules.append(own_clients(scope))
    if scope.lead_teams:
        rules.append(t.ClientRow.team_id.in_(sorted(scope.lead_teams)))
    return or_(*rules) if rules else false()


def guided_clients(scope: Scope) -> ColumnElement[bool]:
    """Return the condition for the clients somebody is the coach of."""
    return and_(
        t.ClientRow.coach_id == scope.person_id,
        t.ClientRow.team_id.in_(sorted(scope.coach_teams)),
    )


def own_clients(scope: Scope) -> ColumnElement[bool]:
    """Return the condition for the clients somebody guides now: as coach, or in a coach's place."""
    if not scope.covers:
        return guided_clients(scope)
    return or_(guided_clients(scope), t.ClientRow.id.in_(sorted(scope.covers)))


def is_own(scope: Scope, client: t.ClientRow) -> bool:
    """True when this person guides the client now: as coach, or in the coach's place."""
    as_coach = client.coach_id == scope.person_id and client.team_id in scope.coach_teams
    return as_coach or client.id in scope.covers


def offered_clients(scope: Scope) -> ColumnElement[bool]:
    """Return the condition for the clients somebody was asked to take over, and may read first.

    Until they answer. It opens what they have to know to answer, never the list or another verb.
    """
    return t.ClientRow.id.in_(sorted(scope.offers))


def cared_for(scope: Scope, *, now: datetime) -> ColumnElement[bool]:
    """Return the condition for a client whose care signal this person reads along as a deputy.

    While it is open, and for a week after it was closed. It opens the care signal and the name,
    never the dossier: no list and no other verb starts from it.
    """
    return t.ClientRow.id.in_(_asked(scope, now=now, column="client_id"))


def _asked(scope: Scope, *, now: datetime, column: str) -> Select[str]:
    """Return ids of the care signals someone reads along as a deputy, or of their clients.

    No correlation: the statement around it may be about the same tables.
    """
    return (
        select(_READER.c[column])
        .select_from(_READER_OF_SIGNAL)
        .where(
            _READER.c.reader_id == scope.person_id,
            # A lead or a coach who left the team leaves its care signals behind as well.
            _READER.c.asked_as == AskedAs.DEPUTY.value,
            or_(_SIGNAL.c.closed_at.is_(None), _SIGNAL.c.closed_at > now - READABLE_AFTER),
        )
        .correlate(None)
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
    if client.coach_id == scope.person_id and client.team_id in scope.coach_teams:
        return "own client"
    if client.id in scope.covers:
        return "cover"
    if client.team_id in scope.lead_teams:
        return "team lead"
    return "asked to take over" if client.id in scope.offers else "second reader"


def clients(scope: Scope) -> Select[t.ClientRow]:
    """Return the query every other query starts from."""
    return select(t.ClientRow).where(visible_clients(scope))


def spread_net(
    session: Session, scope: Scope, *, now: datetime, leaving: str | None = None
) -> None:
    """Narrow every statement of this session to what the scope may see, also forgotten ones.

    That is one's own dossiers, those one was asked to take over, and of a care signal one reads
    along the signal and the client's row. `clients` is narrower: it leaves both out. Besides the
    covers one promised and the hand-overs one asked for, though not whose dossier it is.

    `leaving` is the id of a colleague who leaves: then whom they guide or cover is in the net as
    well, to be counted and covered by another. It is for `practice.accounts` alone.

    Raises `OutsideTheNet` for what cannot be narrowed: SQL in words, a table without its class,
    rows copied or changed by a list of ids. A test keeps `__table__` out of all other rooms.

    Plain expressions, never a lambda: a lambda with tracked closure variables switched off
    handed one coach's rows to another when it was tried.
    """
    open_to = visible_clients(scope)
    if scope.offers:
        open_to = or_(open_to, offered_clients(scope))
    if leaving is not None:
        open_to = or_(open_to, _left_behind(leaving))
    named = _named(scope, now=now)
    seen = select(t.ClientRow.id).where(open_to).scalar_subquery()
    asked = _asked(scope, now=now, column="signal_id")
    options = [
        with_loader_criteria(
            t.ClientRow,
            or_(open_to, cared_for(scope, now=now)),
            include_aliases=True,
        ),
        *(
            with_loader_criteria(
                table,
                or_(
                    table.__table__.c.client_id.in_(seen),
                    *((_CARE_TABLES[table].in_(asked),) if table in _CARE_TABLES else ()),
                    *named.get(table, ()),
                ),
                include_aliases=True,
            )
            for table in CLIENT_TABLES
        ),
        *(
            with_loader_criteria(
                table, table.__table__.c.person_id == scope.person_id, include_aliases=True
            )
            for table in (*PRIVATE_TABLES, *OWN_TABLES)
        ),
    ]

    def narrow(state: ORMExecuteState) -> None:
        _require_holdable(state)
        if not state.is_column_load and not state.is_relationship_load and not state.is_insert:
            state.statement = state.statement.options(*options)

    event.listen(session, "do_orm_execute", narrow)


def _named(scope: Scope, *, now: datetime) -> dict[type[t.Table], tuple[ColumnElement[bool], ...]]:
    """Return of which rows about a client it is enough to be named in them.

    A cover one promised until its last day, for it may begin later or be ended; a hand-over one
    asked for, or by which one's own client went: what became of it; and the notices about either.
    """
    cover, handover = t.CoverRow.__table__.c, t.HandoverRow.__table__.c
    mine = scope.person_id
    promised = and_(cover.coverer_id == mine, cover.end_day >= local_day(now))
    asked = or_(handover.asked_by == mine, handover.from_coach_id == mine)
    told = t.NoticeRow.__table__.c.kind.in_(
        [NoticeKind.COVER.value, NoticeKind.HANDOVER_ANSWERED.value]
    )
    return {t.CoverRow: (promised,), t.HandoverRow: (asked,), t.NoticeRow: (told,)}


def _left_behind(leaving: str) -> ColumnElement[bool]:
    """Return the condition for the clients somebody who leaves guides or covers."""
    covered = select(_COVER.c.client_id).where(
        _COVER.c.coverer_id == leaving, _COVER.c.ended_at.is_(None)
    )
    return or_(t.ClientRow.coach_id == leaving, t.ClientRow.id.in_(covered.correlate(None)))


def _require_holdable(state: ORMExecuteState) -> None:
    by_ids = state.is_update and isinstance(state.parameters, list)
    copied = isinstance(state.statement, Insert) and state.statement.select is not None
    words = isinstance(state.statement, visitors.ExternallyTraversible) and any(
        isinstance(part, TextClause) for part in visitors.iterate(state.statement)
    )
    if not state.is_orm_statement or by_ids or copied or words:
        raise OutsideTheNet()
