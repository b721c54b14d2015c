"""A new key takes the place of an older one: everything that is sealed, nothing that is said."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Session

from lib.domain.access import Book
from lib.practice import drafts, keys, working_notes
from lib.storage import sealed, seals
from lib.storage import tables as t
from tests.cast import NOW, Practice, later
from tests.conftest import KEY

NEW = seals.new_key()


def kept_draft(practice: Practice, client: str, note: str) -> None:
    typed = {"note": note}
    drafts.keep(practice.ines, client, "session", typed, tab="a" * 32, save_key="c" * 32, now=NOW)


def drafted(practice: Practice, client: str) -> object:
    found = drafts.of_form(practice.ines, client, "session", now=NOW)
    assert found is not None
    return found.fields.get("note")


def noted(practice: Practice) -> tuple[str, int]:
    found = working_notes.mine(practice.ines, practice.bob, now=NOW)
    assert found is not None
    return found.words, found.version


def filled(practice: Practice) -> None:
    """Put something sealed in every table that can hold it."""
    kept_draft(practice, practice.bob, "tot de brug")
    kept_draft(practice, practice.anna, "tot de hoek")
    working_notes.keep(practice.ines, practice.bob, "een vermoeden", expected_version=0, now=NOW)
    owner = (practice.ines.person_id,)
    factor = t.SecondFactorRow(
        person_id=practice.ines.person_id,
        sealed=seals.seal({"secret": "GEZDGNBV"}, owner=owner),
        made_at=NOW,
        last_step=0,
    )
    with Session(practice.engine.execution_options(writing=True)) as session:
        session.merge(factor)
        session.commit()


def values(practice: Practice) -> dict[str, list[bytes]]:
    with practice.engine.connect() as connection:
        return {
            str(one): [bytes(row) for row in connection.scalars(select(one))]
            for one in sealed.columns()
        }


def test_every_column_of_bytes_is_sealed_and_named_so() -> None:
    """Whoever adds one has it rotated by itself; bytes that are not sealed may not be kept."""
    found = [
        column
        for table in t.Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    ]
    assert list(sealed.columns()) == found
    assert {column.name for column in found} == {"sealed"}
    assert {column.table.name for column in found} >= {"draft", "working_note", "second_factor"}


def test_everything_sealed_gets_the_new_key_and_says_the_same(practice: Practice) -> None:
    filled(practice)
    before = noted(practice)
    assert all(values(practice).values()), "a table with nothing sealed proves nothing"
    lines = practice.count(t.AuditRow)
    seals.use((NEW, KEY))
    assert keys.look(Book.PRACTICE, now=NOW).older == 4
    done = keys.rotate(Book.PRACTICE, now=NOW)
    assert (done.sealed_anew, done.older, done.unreadable) == (4, 0, 0)
    assert done.log_lines == lines

    seals.use((NEW,))
    assert drafted(practice, practice.bob) == "tot de brug"
    assert drafted(practice, practice.anna) == "tot de hoek"
    # The form of who has it open can still be saved.
    assert noted(practice) == before
    assert not any(seals.needs_older_key(one) for kept in values(practice).values() for one in kept)
    said = practice.rows(select(t.AuditRow).where(t.AuditRow.part == "key"))
    assert {row.reason.split(":")[0] for row in said} == set(values(practice))
    seals.use((NEW, KEY))
    assert keys.rotate(Book.PRACTICE, now=NOW).sealed_anew == 0


def test_an_interrupted_rotation_goes_on_where_it_was(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(practice)
    monkeypatch.setattr(sealed, "_AT_ONCE", 1)
    seals.use((NEW, KEY))
    whole, seen = seals.seal_anew, []

    def cut_off(value: bytes) -> bytes:
        seen.append(value)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return whole(value)

    monkeypatch.setattr(seals, "seal_anew", cut_off)
    with pytest.raises(KeyboardInterrupt):
        keys.rotate(Book.PRACTICE, now=NOW)
    monkeypatch.setattr(seals, "seal_anew", whole)
    # Every row is whole, with one key or the other.
    assert drafted(practice, practice.bob) == "tot de brug"
    assert keys.look(Book.PRACTICE, now=NOW).older == 2
    assert keys.rotate(Book.PRACTICE, now=NOW).sealed_anew == 2


def test_what_a_coach_writes_meanwhile_stays(in_postgres: Practice) -> None:
    """Between reading a row and writing it back its owner saves: theirs is what stays."""
    practice = in_postgres
    filled(practice)
    seals.use((NEW, KEY))
    wrote: list[str] = []

    def write_first(*_: Any) -> None:
        wrote.append("")
        kept_draft(practice, practice.bob, "toch tot de molen")

    replacing: Callable[..., bool] = sealed.replace

    def meanwhile(page: Any, column: Any, place: Any, old: bytes) -> bool:
        if column.table.name == "draft" and not wrote:
            write_first()
        return replacing(page, column, place, old)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "replace", meanwhile)
        keys.rotate(Book.PRACTICE, now=NOW)
    assert wrote
    seals.use((NEW,))
    assert drafted(practice, practice.anna) == "tot de hoek"
    assert drafted(practice, practice.bob) == "toch tot de molen"


def test_what_no_key_opens_is_left_as_it_is_and_counted(practice: Practice) -> None:
    filled(practice)
    before = values(practice)
    seals.use((NEW,))
    done = keys.rotate(Book.PRACTICE, now=later(hours=1))
    assert (done.sealed_anew, done.older, done.unreadable) == (0, 0, 4)
    assert values(practice) == before
