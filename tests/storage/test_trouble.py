"""The disk is full or the database is gone: what was acknowledged is stored, and work goes on."""

import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from lib.domain.access import Book
from lib.practice import house
from lib.storage import casebook
from lib.storage import tables as t
from lib.ui.mishaps import Trouble, trouble
from tests.cast import Practice, gather, later, recorded
from tests.conftest import Postgres

# Some pages more than there are, so that a few sessions fit and then no more.
ROOM = 6
LONG = "een rondje langs de vaart en weer terug " * 100


def saved_until_it_fails(practice: Practice) -> tuple[list[str], OperationalError]:
    """Write sessions down until one is refused; return which were acknowledged, and why not."""
    told: list[str] = []
    for _ in range(500):
        try:
            told.append(recorded(practice.ines, practice.bob, note=LONG))
        except OperationalError as error:
            return told, error
    raise AssertionError("it never failed")


def stored(practice: Practice) -> set[str]:
    return {row.id for row in practice.rows(t.SessionRow)}


@pytest.fixture
def limit(in_sqlite: Practice) -> Iterator[dict[str, int]]:
    """Let the database be no larger than so many pages, in every connection made from now on."""
    pages = {"most": 1_000_000}

    def confine(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages['most']}")

    event.listen(in_sqlite.engine, "connect", confine)
    yield pages
    event.remove(in_sqlite.engine, "connect", confine)


def test_a_full_disk_loses_nothing_that_was_acknowledged(
    in_sqlite: Practice, limit: dict[str, int]
) -> None:
    assert house.ready(later(seconds=10))
    with in_sqlite.engine.connect() as connection:
        present = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    limit["most"] = present + ROOM
    in_sqlite.engine.dispose()

    told, error = saved_until_it_fails(in_sqlite)
    assert trouble(error) is Trouble.FULL
    assert stored(in_sqlite) == set(told)
    assert not house.ready(later(seconds=20))

    limit["most"] = 1_000_000
    in_sqlite.engine.dispose()
    told.append(recorded(in_sqlite.ines, in_sqlite.bob))
    assert stored(in_sqlite) == set(told)
    assert house.ready(later(seconds=30))


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """Let the system refuse every write past so many bytes of any file, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_system_that_refuses_to_write_loses_nothing_either(in_sqlite: Practice) -> None:
    file = Path(str(in_sqlite.engine.url.database))
    told = [recorded(in_sqlite.ines, in_sqlite.bob)]
    with no_room_beyond(file.stat().st_size):
        more, error = saved_until_it_fails(in_sqlite)
        told += more
        assert trouble(error) is not None
    # As after a restart on the same disk: nothing half is left behind.
    in_sqlite.engine.dispose()
    assert stored(in_sqlite) == set(told)
    with in_sqlite.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    told.append(recorded(in_sqlite.ines, in_sqlite.bob))
    assert stored(in_sqlite) == set(told)
    assert house.ready(later(seconds=30))


def test_a_database_of_another_version_is_not_ready(in_sqlite: Practice) -> None:
    assert house.ready(later(seconds=10))
    in_sqlite.run("UPDATE alembic_version SET version_num = '0007'")
    # Within two seconds the answer stays: whoever asks all the time writes nothing.
    assert house.ready(later(seconds=11))
    assert not house.ready(later(seconds=12))


def test_after_a_stop_of_the_database_the_next_save_simply_works() -> None:
    folder = Path(tempfile.mkdtemp(prefix="ministap-"))
    server = Postgres(folder)
    try:
        practice = gather(casebook.open_book(Book.PRACTICE, server.url(server.make())))
        told = [recorded(practice.ines, practice.bob)]
        assert house.ready(later(seconds=10))

        server._server.stop()
        with pytest.raises(OperationalError) as refused:
            recorded(practice.ines, practice.bob)
        assert trouble(refused.value) is Trouble.AWAY
        assert not house.ready(later(seconds=20))

        server._server.ensure_postgres_running()
        told.append(recorded(practice.ines, practice.bob))
        assert stored(practice) == set(told)
        assert house.ready(later(seconds=30))
    finally:
        casebook.close_books()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
