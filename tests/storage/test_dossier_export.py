"""The whole dossier: every table of a client has its place in it, or a reason to stay out."""

from sqlalchemy import inspect

from lib.practice import rights
from lib.storage import tables as t
from lib.storage.dossier_export import FOR_MACHINES, LABELS, LEFT_OUT, SECTIONS, TECHNICAL
from lib.storage.visibility import CLIENT_TABLES
from tests.cast import NOW, Practice, again
from tests.test_privacy import CLASSES

IN_SECTIONS = [table for _, tables in SECTIONS for table, _ in tables]


def test_every_table_of_a_client_stands_in_a_section_or_has_a_reason_to_stay_out() -> None:
    assert len(IN_SECTIONS) == len(set(IN_SECTIONS))
    assert set(IN_SECTIONS) & set(LEFT_OUT) == set()
    assert set(IN_SECTIONS) | set(LEFT_OUT) == {t.ClientRow, *CLIENT_TABLES}
    assert set(LABELS) == set(IN_SECTIONS)
    for what, why in LEFT_OUT.values():
        assert what
        assert len(why.split()) > 5


def test_every_column_is_read_by_people_or_by_machines_or_says_nothing() -> None:
    for table in IN_SECTIONS:
        columns = set(inspect(table).columns.keys())
        labelled = set(LABELS[table])
        assert labelled <= columns, table
        assert columns - labelled - FOR_MACHINES - TECHNICAL == set(), table


def test_no_content_is_left_to_machines() -> None:
    """What is told about somebody's life has a label, except ids and what is worked out."""
    worked_out = {"idea", "fact", "numbers", "stands", "agreed"}
    for table in IN_SECTIONS:
        told = CLASSES[table.__tablename__]
        content = set((told.get("content", "") + " " + told.get("identity", "")).split())
        # A step of a route is named there by itself; elsewhere by its key.
        as_key = {"step_key"} if table is t.RouteStepRow else set()
        assert content - set(LABELS[table]) <= worked_out | as_key, table


def test_an_export_is_one_line_in_the_log(practice: Practice) -> None:
    before = len(practice.rows(t.AuditRow))
    rights.export(again(practice.ines), practice.bob, now=NOW)
    lines = practice.rows(t.AuditRow)[before:]
    assert [(one.action, one.part, one.client_id) for one in lines] == [
        ("E", "whole dossier", practice.bob)
    ]
