"""The net: whatever a statement forgets, nobody gets another's rows."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, inspect, or_, select, text, union_all, update
from sqlalchemy.orm import Session, aliased

from lib.domain.access import Scope
from lib.domain.agenda import AppointmentDraft
from lib.domain.basis import BasisDraft
from lib.domain.consents import ConsentDraft
from lib.domain.experiments import ExperimentDraft, WayDraft
from lib.domain.intake import IntakeDraft
from lib.domain.questionnaires import Measure
from lib.domain.sessions import DayMood, Outcome
from lib.practice import (
    agenda,
    basis,
    care_signals,
    consents,
    dossiers,
    drafts,
    experiments,
    goals,
    intake,
    life_events,
    measures,
    questions,
    rights,
    routes,
    sessions,
    talk_points,
    working_notes,
    worklist,
)
from lib.storage import tables as t
from lib.storage import visibility
from lib.storage.engine import ROOT
from lib.storage.visibility import (
    CLIENT_TABLES,
    PRIVATE_TABLES,
    OutsideTheNet,
    spread_net,
)
from tests.cast import NAMES, NOW, TODAY, Practice, adjusted, key, later, recorded, step, told
from tests.conftest import DATABASES

EXPERIMENT = ExperimentDraft(
    WayDraft(context="alone"), WayDraft(context="outside"), TODAY, tuple(range(7))
)
# Whose clients each person of the cast may see.
SEEN = {
    "Ines": {"bob", "anna"},
    "Marek": {"cem"},
    "Lea": {"bob", "anna", "cem"},
    "Otto": {"daan"},
    "Olga": {"daan"},
    "Ada": set(),
}
# On whose clients each has drafts and notes of their own. Ines once coached Cem, and Lea coached
# Bob: both still have something private there, and Ines does not see Cem any more.
PRIVATELY = {
    "Ines": {"bob", "anna", "cem"},
    "Marek": {"cem"},
    "Lea": {"bob"},
    "Otto": {"daan"},
    "Olga": set(),
    "Ada": set(),
}
# About whose clients each was told something: a lead what their coaches open or ask, and a coach
# that a lead opened a dossier.
TOLD = {
    "Ines": {"bob", "anna"},
    "Marek": {"cem"},
    "Lea": {"bob", "anna", "cem"},
    "Otto": {"daan"},
    "Olga": {"daan"},
}
COACHES = {"bob": "ines", "anna": "ines", "cem": "marek", "daan": "otto"}


@pytest.fixture(params=DATABASES)
def full(request: pytest.FixtureRequest, prepared: Any) -> Practice:
    """The cast, with a row in every table for every client."""
    practice: Practice
    practice, _ = prepared(request.param, fill)
    return practice


def fill(practice: Practice) -> None:
    """Write a row in every table for every client, through the verbs."""
    day = TODAY - timedelta(days=1)
    for client, coach in COACHES.items():
        scope, id_ = getattr(practice, coach), getattr(practice, client)
        adjusted(scope, id_, step())
        routes.agree_rest(
            scope,
            id_,
            start=TODAY + timedelta(days=3),
            end=None,
            step_key=None,
            proposed_by="client",
            reason="op reis",
            expected_number=1,
            save_key=key(),
            now=NOW,
        )
        routes.look_back(scope, id_, number=1, verdict="yes", words="", save_key=key(), now=NOW)
        session_id = recorded(
            scope,
            id_,
            name=NAMES[client.title()],
            check_ins=told("walk", Outcome.MINI, day),
            day_moods=(DayMood(day, 5),),
        )
        sessions.say_heavy(scope, id_, session_id, heavy=True, now=NOW)
        sessions.supplement(scope, id_, session_id, "en dit", save_key=key(), now=later(days=8))
        drafts.keep(scope, id_, "session", {"note": "nog"}, tab=key(), save_key=key(), now=NOW)
        working_notes.keep(scope, id_, "let op", expected_version=0, now=NOW)
        basis.change(scope, id_, BasisDraft(pem=True), expected_version=0, now=NOW)
        intake.change(scope, id_, IntakeDraft(gp_name="Bos"), expected_version=0, now=NOW)
        said = ConsentDraft("messages", "yes", "spoken", TODAY)
        consents.add(scope, id_, said, save_key=key(), now=NOW)
        goal_id = goals.add(scope, id_, words="het bos", save_key=key(), now=NOW)
        goals.score(scope, id_, goal_id, value=3, day=TODAY, now=NOW)
        answered = {"answers": (3,), "day": TODAY, "filled_in": "paper", "save_key": key()}
        measures.fill_in(scope, id_, Measure.PGIC, **answered, now=NOW)
        begun = experiments.begin(scope, id_, draft=EXPERIMENT, save_key=key(), now=NOW)
        level = {"went": "first", "level": 6, "expected_version": 1}
        experiments.tell_day(scope, id_, begun, day=TODAY, **level, now=NOW)
        questions.ask(scope, id_, words="wat nu?", save_key=key(), now=NOW)
        talk_points.add(scope, id_, kind="topic", words="slapen", save_key=key(), now=NOW)
        met = AppointmentDraft(TODAY + timedelta(days=7), time(10, 0))
        agenda.plan(scope, id_, met, save_key=key(), now=NOW)
        care_signals.open_signal(scope, id_, words="zorgen", save_key=key(), now=NOW)
        wish = {"kind": "restriction", "words": "even niet", "asked_on": TODAY}
        rights.ask(scope, id_, **wish, save_key=key(), now=NOW)
    for coach in set(COACHES.values()):
        worklist.mine(getattr(practice, coach), now=NOW)
    # Told after the rows were worked out: somebody is to look at them again.
    for client, coach in COACHES.items():
        id_ = getattr(practice, client)
        noted: dict[str, Any] = {"words": "feest", "day": TODAY, "end_day": None, "now": NOW}
        life_events.add(getattr(practice, coach), id_, save_key=key(), **noted)
        leave_what_is_over(practice, getattr(practice, coach), id_)
    for person, client in ((practice.lea, practice.bob), (practice.ines, practice.cem)):
        leave_private_rows(practice, person, client)
    for lead, clients in ((practice.lea, ("bob", "anna", "cem")), (practice.olga, ("daan",))):
        for client in clients:
            about = {"reason": "om mee te denken", "now": NOW}
            dossiers.open_with_reason(lead, getattr(practice, client), **about)


def leave_what_is_over(practice: Practice, coach: Scope, client: str) -> None:
    """Put what ended there: a hand-over, a cover and a time in which the dossier stood still.

    Nobody but who sees the client sees them.
    """
    asked = t.HandoverRow(
        id=key(),
        client_id=client,
        from_coach_id=coach.person_id,
        to_coach_id=practice.olga.person_id,
        to_team_id=practice.zuid,
        asked_by=coach.person_id,
        asked_at=NOW,
        state="taken_back",
        decided_by=coach.person_id,
        decided_at=NOW,
        save_key=key(),
    )
    cover = t.CoverRow(
        id=key(),
        client_id=client,
        coverer_id=practice.olga.person_id,
        start_day=TODAY - timedelta(days=2),
        end_day=TODAY - timedelta(days=1),
        made_by=coach.person_id,
        made_at=later(days=-2),
        save_key=key(),
    )
    still = t.RestrictionRow(
        id=key(),
        client_id=client,
        reason="klopt dit?",
        made_by=coach.person_id,
        made_at=later(days=-2),
        ended_by=coach.person_id,
        ended_at=later(days=-1),
    )
    with Session(practice.engine.execution_options(writing=True)) as session:
        session.add_all([asked, cover, still])
        session.commit()


def leave_private_rows(practice: Practice, person: Scope, client: str) -> None:
    """Put a draft and a working note there as if this person had once been the coach."""
    whose = {"person_id": person.person_id, "client_id": client}
    draft = t.DraftRow(
        id=key(),
        form="session",
        sealed=b"x",
        tab=key(),
        save_key=key(),
        begun_at=NOW,
        changed_at=NOW,
        ending="",
        **whose,
    )
    note = t.WorkingNoteRow(sealed=b"x", changed_at=NOW, **whose)
    with Session(practice.engine.execution_options(writing=True)) as session:
        session.add_all([draft, note])
        session.commit()


@dataclass(frozen=True)
class Own:
    """What one person may see: the clients, and of private rows those that are their own."""

    person_id: str
    clients: frozenset[str]
    privately: frozenset[str]
    told: frozenset[str]

    def of(self, table: type[Any]) -> set[str]:
        """The clients of whom a table shows something."""
        if table is t.NoticeRow:
            return set(self.clients & self.told)
        return set(self.clients & self.privately if table in PRIVATE_TABLES else self.clients)

    def has(self, row: Any) -> bool:
        mine = not isinstance(row, PRIVATE_TABLES) or row.person_id == self.person_id
        return mine and (row.id if isinstance(row, t.ClientRow) else row.client_id) in self.clients

    def others(self, table: type[Any]) -> Any:
        """The condition for the rows that are not theirs to see."""
        strange = owner(table).not_in(self.clients)
        if table in PRIVATE_TABLES:
            return or_(strange, table.person_id != self.person_id)
        return strange


def nets(practice: Practice) -> Iterator[tuple[Session, Own]]:
    """A session under the net of each person in turn, and what they may see."""
    for name, scope in practice.people.items():
        seen = {getattr(practice, client) for client in SEEN[name]}
        privately = {getattr(practice, client) for client in PRIVATELY[name]}
        told_of = {getattr(practice, client) for client in TOLD.get(name, ())}
        with under_net(practice, scope) as session:
            yield (
                session,
                Own(scope.person_id, frozenset(seen), frozenset(privately), frozenset(told_of)),
            )


def under_net(practice: Practice, scope: Scope) -> Session:
    session = Session(practice.engine.execution_options(writing=True), autoflush=False)
    spread_net(session, scope, now=NOW)
    return session


def owner(table: type[Any]) -> Any:
    return table.id if table is t.ClientRow else table.client_id


def identity(row: Any) -> Any:
    return inspect(row).identity


NETTED = (t.ClientRow, *CLIENT_TABLES)


def test_every_table_of_a_client_is_in_the_net() -> None:
    with_client = {
        mapper.class_
        for mapper in t.Table.registry.mappers
        if "client_id" in mapper.columns and mapper.class_ is not t.AuditRow
    }
    assert set(CLIENT_TABLES) == with_client


def test_every_table_of_a_client_that_names_a_person_is_private_or_has_a_reason() -> None:
    with_person = {table for table in CLIENT_TABLES if "person_id" in inspect(table).columns}
    # That a lead opened the notes with a reason is no secret of that lead.
    assert set(PRIVATE_TABLES) == with_person - {t.NotesAccessRow}


def test_every_table_of_a_client_has_a_row_for_every_client_here(full: Practice) -> None:
    everyone = {getattr(full, client) for client in COACHES}
    for table in NETTED:
        assert set(full.rows(select(owner(table)))) == everyone, table


def test_a_bare_select_gives_only_ones_own(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            assert set(session.scalars(select(owner(table)))) == own.of(table), table
            found = {identity(row) for row in session.scalars(select(table))}
            assert found == {identity(row) for row in full.rows(table) if own.has(row)}, table


def test_other_names_joins_and_subqueries_give_only_ones_own(full: Practice) -> None:
    for session, own in nets(full):
        for table in CLIENT_TABLES:
            other = aliased(table)
            within = select(table.client_id).subquery()
            for query in (
                select(other.client_id),
                select(t.ClientRow.id).join(table, table.client_id == t.ClientRow.id),
                select(table.client_id).join(t.ClientRow, t.ClientRow.id == table.client_id),
                select(table.client_id).outerjoin(
                    t.AuditRow, t.AuditRow.client_id == table.client_id
                ),
                select(within.c.client_id),
                select(t.PersonRow.id, table.client_id).with_only_columns(table.client_id),
                select(t.ClientRow.id).where(t.ClientRow.id.in_(select(table.client_id))),
                select(union_all(select(table.client_id), select(other.client_id)).subquery()),
            ):
                assert set(session.scalars(query)) == own.of(table), (table, str(query))


def test_another_table_does_not_tell_of_others_rows_by_the_way(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            exists = select(t.TeamRow.id).where(
                select(owner(table)).where(own.others(table)).exists()
            )
            assert session.scalars(exists).all() == [], table
            highest = select(func.max(owner(table))).where(own.others(table))
            assert session.scalar(select(highest.scalar_subquery())) is None, table


def test_counts_and_sums_count_only_ones_own(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            mine = len(session.scalars(select(table)).all())
            assert mine == sum(own.has(row) for row in full.rows(table))
            assert session.scalar(select(func.count()).select_from(table)) == mine, table
            assert session.scalar(select(func.count(owner(table)))) == mine, table
            by_client = session.execute(
                select(owner(table), func.count()).group_by(owner(table))
            ).all()
            assert {row[0] for row in by_client} == own.of(table), table


def test_a_row_of_another_is_not_got_by_its_id(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            for row in full.rows(table):
                assert (session.get(table, identity(row)) is not None) == own.has(row), table


def test_a_bulk_update_touches_only_ones_own(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            touched = session.execute(
                update(table)
                .values({owner(table): owner(table)})
                .returning(owner(table))
                .execution_options(synchronize_session=False)
            ).all()
            assert len(touched) == sum(own.has(row) for row in full.rows(table)), table
            assert {row[0] for row in touched} == own.of(table), table


def test_an_update_without_a_where_changes_only_ones_own(full: Practice) -> None:
    with under_net(full, full.ines) as session:
        session.execute(update(t.SessionVersionRow).values(note="overschreven"))
        session.execute(update(t.CheckInRow).values(superseded=True))
        session.commit()
    notes = {row.client_id: row.note for row in full.rows(t.SessionVersionRow)}
    assert {client for client, note in notes.items() if note} == {full.bob, full.anna}
    aside = {row.client_id for row in full.rows(t.CheckInRow) if row.superseded}
    assert aside == {full.bob, full.anna}


def test_a_delete_without_a_where_takes_away_only_ones_own(full: Practice) -> None:
    emptied = (
        t.DayMoodRow,
        t.CheckInRow,
        t.RestRow,
        t.NotesAccessRow,
        t.RouteStepRow,
        t.SupplementRow,
        *PRIVATE_TABLES,
    )
    with under_net(full, full.ines) as session:
        for table in emptied:
            session.execute(delete(table))
        session.commit()
    for table in set(emptied) - set(PRIVATE_TABLES):
        assert {row.client_id for row in full.rows(table)} == {full.cem, full.daan}, table
    assert {row.client_id for row in full.rows(t.NoticeRow)} == {
        getattr(full, client) for client in COACHES
    }
    for table in (t.DraftRow, t.WorkingNoteRow):
        left = {(row.person_id, row.client_id) for row in full.rows(table)}
        assert left == {
            (full.lea.person_id, full.bob),
            (full.ines.person_id, full.cem),
            (full.marek.person_id, full.cem),
            (full.otto.person_id, full.daan),
        }, table


@pytest.mark.parametrize(
    "statement",
    [
        text("SELECT name FROM client"),
        select(t.ClientRow.__table__),
        select(func.count()).select_from(t.ClientRow.__table__),
        update(t.ClientRow.__table__).values(name="x"),
        delete(t.RestRow.__table__),
        insert(t.TeamRow).from_select(["id"], select(t.SessionVersionRow.id)),
        select(t.ClientRow).from_statement(text("SELECT * FROM client")),
    ],
    ids=[
        "words",
        "table",
        "count",
        "update",
        "delete",
        "copy",
        "from words",
    ],
)
def test_a_statement_the_net_cannot_hold_is_refused(full: Practice, statement: Any) -> None:
    before = full.everything()
    with under_net(full, full.ines) as session, pytest.raises(OutsideTheNet):
        session.execute(statement)
    assert full.everything() == before


def test_rows_of_another_are_not_updated_by_a_list_of_ids(full: Practice) -> None:
    of_cem = next(row.id for row in full.rows(t.SessionVersionRow) if row.client_id == full.cem)
    with under_net(full, full.ines) as session, pytest.raises(OutsideTheNet):
        session.execute(update(t.SessionVersionRow), [{"id": of_cem, "note": "van Ines"}])
    assert all(row.note == "" for row in full.rows(t.SessionVersionRow))


def test_nothing_is_narrowed_for_the_tables_of_no_client(full: Practice) -> None:
    for session, _ in nets(full):
        assert len(session.scalars(select(t.PersonRow)).all()) == 6
        assert len(session.scalars(select(t.TeamRow)).all()) == 2


def test_nets_of_two_people_are_not_mixed_up(full: Practice) -> None:
    for _ in range(3):  # statements are compiled once and kept: the person must not be
        for name, clients in SEEN.items():
            with under_net(full, full.people[name]) as session:
                found = set(session.scalars(select(t.SessionVersionRow.client_id)))
            assert found == {getattr(full, client) for client in clients}


def test_no_code_goes_around_the_net() -> None:
    around = {
        "__table__",
        "bulk_insert_mappings",
        "bulk_save_objects",
        "bulk_update_mappings",
        "connection",
        "exec_driver_sql",
        "metadata",
    }
    rooms = [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
    found = {
        f"{path.relative_to(ROOT)}: {node.attr}"
        for path in rooms
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in around
    }
    assert found == {
        "lib/storage/engine.py: exec_driver_sql",  # BEGIN
        "lib/storage/sealed.py: metadata",  # which columns are sealed, at the terminal
        "lib/storage/chain.py: connection",  # the log and its seals, which belong to no client
        "lib/storage/visibility.py: __table__",  # the net itself
        "lib/storage/erasure.py: metadata",  # only the order in which tables are emptied
    }


# -- a deputy ---------------------------------------------------------------------------------

CARE = {t.CareSignalRow, t.CareReaderRow, t.CareSightRow, t.NoticeRow}


def ask(practice: Practice, deputy: Scope, client: str, *, closed_days_ago: float | None) -> str:
    """Let a deputy read the care signal of a client along; return the id of the signal."""
    signal_id: str = min(
        (r for r in practice.rows(t.CareSignalRow) if r.client_id == client),
        key=lambda r: r.opened_at,
    ).id
    of = {"client_id": client, "signal_id": signal_id, "reader_id": deputy.person_id}
    told = {"person_id": deputy.person_id, "client_id": client, "subject_id": signal_id}
    with Session(practice.engine.execution_options(writing=True)) as session:
        session.add(t.CareReaderRow(**of, asked_as="deputy", asked_at=NOW))
        session.add(t.NoticeRow(id=key(), kind="care_signal", made_at=NOW, **told))
        if closed_days_ago is not None:
            row = session.get_one(t.CareSignalRow, signal_id)
            row.closed_by, row.closing_note = deputy.person_id, "gebeld"
            row.closed_at = later(days=-closed_days_ago)
        session.commit()
    return signal_id


@pytest.mark.parametrize("closed_days_ago", [None, 6.9])
def test_a_deputy_sees_the_signal_and_the_row_with_the_name_and_no_other_table(
    full: Practice, closed_days_ago: float | None
) -> None:
    otto = full.otto
    other_id = care_signals.open_signal(
        full.ines, full.bob, words="een andere", save_key=key(), now=later(minutes=5)
    )
    signal_id = ask(full, otto, full.bob, closed_days_ago=closed_days_ago)
    with under_net(full, otto) as session:
        for table in NETTED:
            extra = full.bob if table in CARE or table is t.ClientRow else None
            seen = set(session.scalars(select(owner(table))))
            assert (full.bob in seen) == (extra is not None), table
            assert not {full.anna, full.cem} & seen, table
            other_name = aliased(table)
            its_owner = other_name.id if table is t.ClientRow else other_name.client_id
            assert set(session.scalars(select(its_owner))) == seen, table
            within = select(owner(table)).subquery()
            assert set(session.scalars(select(*within.c))) == seen, table
        of_bob = t.CareSignalRow.client_id == full.bob
        assert session.scalars(select(t.CareSignalRow.id).where(of_bob)).all() == [signal_id]
        assert session.get(t.CareSignalRow, other_id) is None
        joined = select(t.ClientRow.id, t.SessionRow.id).join(
            t.SessionRow, t.SessionRow.client_id == t.ClientRow.id
        )
        assert {row[0] for row in session.execute(joined)} == {full.daan}
        # The query that every list and every dossier starts from leaves the client out.
        assert {row.id for row in session.scalars(visibility.clients(otto))} == {full.daan}


def test_a_week_after_the_closing_the_net_is_as_it_was(
    full: Practice,
) -> None:
    ask(full, full.otto, full.bob, closed_days_ago=7)
    with under_net(full, full.otto) as session:
        for table in NETTED:
            assert full.bob not in set(session.scalars(select(owner(table)))), table
