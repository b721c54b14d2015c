"""The net: whatever a statement forgets, nobody gets another's rows."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, union_all, update
from sqlalchemy.orm import Session, aliased

from lib.domain.access import Scope
from lib.domain.sessions import DayMood, Outcome
from lib.practice import routes, sessions
from lib.storage import tables as t
from lib.storage.engine import ROOT
from lib.storage.visibility import CLIENT_TABLES, OutsideTheNet, spread_net
from tests.cast import NAMES, NOW, TODAY, Practice, adjusted, key, recorded, step, told

# Whose clients each person of the cast may see.
SEEN = {
    "Ines": {"bob", "anna"},
    "Marek": {"cem"},
    "Lea": {"bob", "anna", "cem"},
    "Otto": {"daan"},
    "Olga": {"daan"},
    "Ada": set(),
}
COACHES = {"bob": "ines", "anna": "ines", "cem": "marek", "daan": "otto"}


@pytest.fixture
def full(practice: Practice) -> Practice:
    """The cast, with a row in every table for every client."""
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
        recorded(
            scope,
            id_,
            name=NAMES[client.title()],
            check_ins=told("walk", Outcome.MINI, day),
            day_moods=(DayMood(day, 5),),
        )
    for lead, clients in ((practice.lea, ("bob", "anna", "cem")), (practice.olga, ("daan",))):
        for client in clients:
            sessions.open_notes(lead, getattr(practice, client), reason="om mee te denken", now=NOW)
    return practice


def nets(practice: Practice) -> Iterator[tuple[Session, set[str]]]:
    """A session under the net of each person in turn, and the clients they may see."""
    for name, scope in practice.people.items():
        with under_net(practice, scope) as session:
            yield session, {getattr(practice, client) for client in SEEN[name]}


def under_net(practice: Practice, scope: Scope) -> Session:
    session = Session(practice.engine.execution_options(writing=True), autoflush=False)
    spread_net(session, scope)
    return session


def owner(table: type[Any]) -> Any:
    return table.id if table is t.ClientRow else table.client_id


NETTED = (t.ClientRow, *CLIENT_TABLES)


def test_every_table_of_a_client_is_in_the_net() -> None:
    with_client = {
        mapper.class_
        for mapper in t.Table.registry.mappers
        if "client_id" in mapper.columns and mapper.class_ is not t.AuditRow
    }
    assert set(CLIENT_TABLES) == with_client


def test_every_table_of_a_client_has_a_row_for_every_client_here(full: Practice) -> None:
    everyone = {getattr(full, client) for client in COACHES}
    for table in NETTED:
        assert set(full.rows(select(owner(table)))) == everyone, table


def test_a_bare_select_gives_only_ones_own(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            assert set(session.scalars(select(owner(table)))) == own, table
            rows = session.scalars(select(table)).all()
            assert {row.id if table is t.ClientRow else row.client_id for row in rows} == own, table


def test_other_names_joins_and_subqueries_give_only_ones_own(full: Practice) -> None:
    for session, own in nets(full):
        for table in CLIENT_TABLES:
            other = aliased(table)
            within = select(table.client_id).subquery()
            for query in (
                select(other.client_id),
                select(t.ClientRow.id).join(table, table.client_id == t.ClientRow.id),
                select(table.client_id).join(t.ClientRow, t.ClientRow.id == table.client_id),
                select(table.client_id).outerjoin(t.AuditRow, t.AuditRow.subject_id == table.id),
                select(within.c.client_id),
                select(t.PersonRow.id, table.client_id).with_only_columns(table.client_id),
                select(t.ClientRow.id).where(t.ClientRow.id.in_(select(table.client_id))),
                select(union_all(select(table.client_id), select(other.client_id)).subquery()),
            ):
                assert set(session.scalars(query)) == own, (table, str(query))


def test_another_table_does_not_tell_of_others_rows_by_the_way(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            exists = select(t.TeamRow.id).where(
                select(table.id).where(owner(table).not_in(own)).exists()
            )
            assert session.scalars(exists).all() == [], table
            highest = select(func.max(owner(table))).where(owner(table).not_in(own))
            assert session.scalar(select(highest.scalar_subquery())) is None, table


def test_counts_and_sums_count_only_ones_own(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            mine = len(session.scalars(select(table)).all())
            assert mine >= len(own)
            assert session.scalar(select(func.count()).select_from(table)) == mine, table
            assert session.scalar(select(func.count(table.id))) == mine, table
            by_client = session.execute(
                select(owner(table), func.count()).group_by(owner(table))
            ).all()
            assert {row[0] for row in by_client} == own, table


def test_a_row_of_another_is_not_got_by_its_id(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            for row in full.rows(table):
                theirs = (row.id if table is t.ClientRow else row.client_id) in own
                assert (session.get(table, row.id) is not None) == theirs, table


def test_a_bulk_update_touches_only_ones_own(full: Practice) -> None:
    for session, own in nets(full):
        for table in NETTED:
            touched = session.execute(
                update(table)
                .values(id=table.id)
                .returning(owner(table))
                .execution_options(synchronize_session=False)
            )
            assert {row[0] for row in touched} == own, table


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
    with under_net(full, full.ines) as session:
        for table in (t.DayMoodRow, t.CheckInRow, t.RestRow, t.NotesAccessRow, t.RouteStepRow):
            session.execute(delete(table))
        session.commit()
    for table in (t.DayMoodRow, t.CheckInRow, t.RestRow, t.NotesAccessRow, t.RouteStepRow):
        assert {row.client_id for row in full.rows(table)} == {full.cem, full.daan}, table


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
        "lib/storage/visibility.py: __table__",  # the net itself
    }
