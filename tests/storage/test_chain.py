"""The chain over the log: what was changed, taken away, added or cut off comes to light."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, insert, text, update

from lib.domain.access import Book
from lib.domain.log_check import Fault
from lib.practice import clients, log_check
from lib.storage import casebook, heads, seals
from lib.storage import tables as t
from tests.cast import NOW, Practice, again, key, later, recorded
from tests.conftest import KEY

CUT = 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "log-head.jsonl"


def look(file: Path) -> tuple[Fault, int | None]:
    found = log_check.look(Book.PRACTICE, file, now=NOW)
    return found.fault, found.number


def past_the_app(practice: Practice, *statements: object) -> None:
    """Do what only the owner of the database can do: without the triggers that refuse it."""
    with practice.engine.execution_options(writing=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for table in ("audit", "audit_seal"):
                for action in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER {table}_no_{action}"))
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def numbers(practice: Practice) -> list[int]:
    return sorted(row.number for row in practice.rows(t.AuditSealRow))


def line(practice: Practice, number: int) -> str:
    (found,) = [row for row in practice.rows(t.AuditSealRow) if row.number == number]
    return str(found.audit_id)


def test_every_line_has_its_link_without_a_gap(practice: Practice, file: Path) -> None:
    recorded(practice.ines, practice.bob)
    assert numbers(practice) == list(range(1, practice.count(t.AuditRow) + 1))
    assert look(file) == (Fault.NONE, None)


def test_a_refused_write_leaves_no_link(practice: Practice, file: Path) -> None:
    before = practice.count(t.AuditSealRow)
    with suppress(ZeroDivisionError), casebook.writing(practice.ines, now=NOW) as page:
        page.log("U", "client", client=page.client(practice.bob))
        page.session.flush()
        raise ZeroDivisionError
    assert practice.count(t.AuditSealRow) == before
    assert look(file) == (Fault.NONE, None)


FORGERIES: dict[str, tuple[Callable[[Practice], list[object]], Fault]] = {
    "a reason": (
        lambda p: [update(t.AuditRow).where(t.AuditRow.id == line(p, CUT)).values(reason="x")],
        Fault.CHANGED,
    ),
    "a person": (
        lambda p: [update(t.AuditRow).where(t.AuditRow.id == line(p, CUT)).values(person_id="x")],
        Fault.CHANGED,
    ),
    "a moment": (
        lambda p: [
            update(t.AuditRow).where(t.AuditRow.id == line(p, CUT)).values(at=later(minutes=1))
        ],
        Fault.CHANGED,
    ),
    "whom a list showed": (
        lambda p: [update(t.AuditRow).where(t.AuditRow.id == line(p, CUT)).values(listed=["x"])],
        Fault.CHANGED,
    ),
    "a line gone": (
        lambda p: [delete(t.AuditRow).where(t.AuditRow.id == line(p, CUT))],
        Fault.REMOVED,
    ),
    "a line gone with its link": (
        lambda p: [
            delete(t.AuditRow).where(t.AuditRow.id == line(p, CUT)),
            delete(t.AuditSealRow).where(t.AuditSealRow.number == CUT),
        ],
        Fault.GAP,
    ),
    "two lines exchanged": (
        lambda p: [
            update(t.AuditSealRow).where(t.AuditSealRow.number == n).values(audit_id=one)
            for n, one in ((CUT, "away"), (CUT + 1, line(p, CUT)), (CUT, line(p, CUT + 1)))
        ],
        Fault.CHANGED,
    ),
    "a key of another": (
        lambda p: [
            update(t.AuditSealRow).where(t.AuditSealRow.number == CUT).values(key_id="00000000")
        ],
        Fault.KEY,
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_line_is_found_at_its_place(practice: Practice, file: Path, forgery: str) -> None:
    made, fault = FORGERIES[forgery]
    past_the_app(practice, *made(practice))
    assert look(file) == (fault, CUT)


def test_a_line_that_the_app_did_not_write_is_found(practice: Practice, file: Path) -> None:
    forged = {
        "id": key(),
        "at": NOW,
        "roles": "",
        "action": "R",
        "part": "client",
        "outcome": "done",
        "rule": "own client",
        "reason": "",
    }
    practice.run(insert(t.AuditRow).values(**forged))
    assert look(file) == (Fault.UNSEALED, None)


def test_the_last_lines_cut_off_are_found_by_what_stands_outside(
    practice: Practice, file: Path
) -> None:
    recorded(practice.ines, practice.bob)
    assert log_check.write_head(Book.PRACTICE, file, now=NOW)
    last = numbers(practice)[-1]
    past_the_app(
        practice,
        delete(t.AuditRow).where(t.AuditRow.id == line(practice, last)),
        delete(t.AuditSealRow).where(t.AuditSealRow.number == last),
    )
    assert log_check.look(Book.PRACTICE, file.with_name("none"), now=NOW).whole
    # The look that found nothing wrote lines of its own: the chain is as long as it was, and not
    # the one that was written down.
    assert look(file) == (Fault.REWRITTEN, last)


def test_a_log_that_is_shorter_than_it_was_is_found(practice: Practice, file: Path) -> None:
    assert log_check.write_head(Book.PRACTICE, file, now=NOW)
    last = numbers(practice)[-1]
    past_the_app(
        practice,
        delete(t.AuditRow).where(t.AuditRow.id == line(practice, last)),
        delete(t.AuditSealRow).where(t.AuditSealRow.number == last),
    )
    assert look(file) == (Fault.CUT_OFF, last)


def test_a_chain_made_anew_with_another_key_is_found(practice: Practice, file: Path) -> None:
    log_check.write_head(Book.PRACTICE, file, now=NOW)
    seals.use((seals.new_key(),))
    assert look(file) == (Fault.HEADS, None)
    assert look(file.with_name("none")) == (Fault.KEY, 1)


def test_an_older_key_still_checks_what_it_sealed(practice: Practice, file: Path) -> None:
    older, newer = seals.new_key(), seals.new_key()
    seals.use((older, KEY))
    clients.get(again(practice.ines, view=key()), practice.bob, now=NOW)
    seals.use((newer, older, KEY))
    clients.get(again(practice.ines, view=key()), practice.anna, now=NOW)
    names = [row.key_id for row in sorted(practice.rows(t.AuditSealRow), key=lambda r: r.number)]
    assert len(set(names[-2:])) == 2
    assert names[-1] == seals.signing_key()
    assert look(file) == (Fault.NONE, None)
    seals.use((newer, KEY))
    assert look(file)[0] is Fault.KEY


def test_lines_from_before_the_chain_are_taken_in_once(practice: Practice, file: Path) -> None:
    past_the_app(practice, delete(t.AuditSealRow))
    lines = practice.count(t.AuditRow)
    assert log_check.begin(Book.PRACTICE, now=NOW) == lines
    assert look(file) == (Fault.NONE, None)
    assert log_check.begin(Book.PRACTICE, now=NOW) == 0


def test_writers_at_once_make_one_chain(practice: Practice, file: Path) -> None:
    before, start = practice.count(t.AuditSealRow), Barrier(8)

    def write() -> None:
        start.wait()
        for _ in range(5):
            with casebook.writing(practice.ines, now=NOW) as page:
                page.log("U", "client", client=page.client(practice.bob))

    threads = [Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(practice) == list(range(1, before + 41))
    assert look(file) == (Fault.NONE, None)


# -- what stands outside the database -------------------------------------------------------------


def test_the_head_is_written_down_when_it_moved_and_not_too_often(
    practice: Practice, file: Path
) -> None:
    assert log_check.write_head(Book.PRACTICE, file, now=NOW)
    assert not log_check.write_head(Book.PRACTICE, file, now=later(hours=1))
    recorded(practice.ines, practice.bob)
    assert not log_check.write_head(Book.PRACTICE, file, now=later(minutes=9))
    assert log_check.write_head(Book.PRACTICE, file, now=later(minutes=10))
    assert [one.number for one in heads.read(file)][-1] == practice.count(t.AuditSealRow)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_line_cut_off_by_a_power_failure_is_written_over(practice: Practice, file: Path) -> None:
    log_check.write_head(Book.PRACTICE, file, now=NOW)
    with file.open("ab") as opened:
        opened.write(b'["head","2026')
    assert len(heads.read(file)) == 1
    recorded(practice.ines, practice.bob)
    assert log_check.write_head(Book.PRACTICE, file, now=later(hours=1))
    assert len(heads.read(file)) == 2
    assert look(file) == (Fault.NONE, None)


def test_a_changed_line_outside_is_found_and_never_written_over(
    practice: Practice, file: Path
) -> None:
    log_check.write_head(Book.PRACTICE, file, now=NOW)
    kept = file.read_bytes().replace(b'"head",', b'"Head",')
    file.write_bytes(kept)
    recorded(practice.ines, practice.bob)
    assert not log_check.write_head(Book.PRACTICE, file, now=later(hours=1))
    assert file.read_bytes() == kept
    assert look(file) == (Fault.HEADS, None)


def test_a_backup_that_was_put_back_is_no_cut(practice: Practice, file: Path) -> None:
    before = heads.Head(CUT, practice.rows(t.AuditSealRow)[CUT - 1].mac)
    log_check.write_head(Book.PRACTICE, file, now=NOW)
    past_the_app(
        practice,
        *(
            statement
            for number in numbers(practice)[CUT:]
            for statement in (
                delete(t.AuditRow).where(t.AuditRow.id == line(practice, number)),
                delete(t.AuditSealRow).where(t.AuditSealRow.number == number),
            )
        ),
    )
    heads.restored(file, before, at=NOW)
    assert look(file) == (Fault.NONE, None)
