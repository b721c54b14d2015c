"""The facts of an installation are what they are: read from real folders and databases."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.domain.access import Book
from lib.domain.safety import Facts, Kind
from lib.practice import house, safety
from lib.storage import casebook, seals
from lib.storage.engine import ROOT
from lib.storage.probe import probe
from tests.cast import NOW, Practice, later

WAITS = """
import sys
from lib.practice import house, safety
print(safety.hold(house.plan({"MINISTAP_DATA": sys.argv[1]})), flush=True)
sys.stdin.read()
"""


def facts(data: Path, **environ: str) -> Facts:
    environ = {"MINISTAP_DATA": str(data), **environ}
    return safety.gathered(house.plan(environ), environ, {}, now=NOW)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    yield folder
    safety.let_go()


def test_looking_at_a_folder_that_is_not_there_makes_nothing(tmp_path: Path) -> None:
    found = facts(tmp_path / "new" / "data")
    assert (found.readable, found.foreign, found.keys) == ((), (), ())
    assert found.records.empty
    assert found.records.journal in ("wal", "delete")
    assert list(tmp_path.iterdir()) == []


def test_files_that_others_can_read_are_named(data: Path) -> None:
    (data / "ministap.db-journal").touch(mode=0o600)
    (data / "dump.sql").touch()
    (data / "dump.sql").chmod(0o640)
    assert facts(data).readable == ("dump.sql",)
    data.chmod(0o750)
    assert facts(data).readable == ("data", "dump.sql")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_files_of_another_user_are_named(data: Path) -> None:
    (data / "ministap.db").touch(mode=0o600)
    os.chown(data / "ministap.db", 65534, 65534)
    assert facts(data).foreign == ("ministap.db",)


def test_a_key_in_the_data_folder_stands_beside_the_database(data: Path, tmp_path: Path) -> None:
    for folder, beside in ((data, True), (tmp_path, False)):
        file = folder / "key"
        file.touch(mode=0o600)
        file.write_text(f"{seals.new_key()}\nkort", encoding="ascii")
        found = facts(data, MINISTAP_KEY_FILE=str(file))
        assert found.key_beside is beside
        assert found.keys == (True, False)
    (tmp_path / "key").chmod(0o644)
    opened = facts(data, MINISTAP_KEY_FILE=str(tmp_path / "key")).open_secrets
    assert opened == (str(tmp_path / "key"),)


def test_a_credential_of_systemd_may_have_an_access_list(data: Path, tmp_path: Path) -> None:
    credential = tmp_path / "ministap_key"
    credential.write_text(seals.new_key(), encoding="ascii")
    for mode, found in ((0o440, ()), (0o444, (str(credential),))):
        credential.chmod(mode)
        assert facts(data, CREDENTIALS_DIRECTORY=str(tmp_path)).open_secrets == found


def test_one_process_holds_a_folder_and_its_end_lets_go_of_it(data: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITS, str(data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        plan = house.plan({"MINISTAP_DATA": str(data)})
        assert safety.is_held(plan)
        assert not safety.hold(plan)
        assert not facts(data).alone
        other.kill()
    assert not safety.is_held(plan)
    assert safety.hold(plan)
    assert facts(data).alone


def test_a_database_tells_how_it_is(practice: Practice) -> None:
    url = practice.engine.url.render_as_string(hide_password=False)
    found = probe(url)
    assert (found.answers, found.writable, found.empty) == (True, True, False)
    assert found.newest is not None
    assert NOW <= found.newest <= later(hours=1)
    if found.kind is Kind.SQLITE:
        assert found.journal == ("wal" if found.sound_wal else "delete")
    else:
        # The server of the tests is near, and everyone there is its owner.
        assert found.server is not None
        assert (found.server.superuser, found.server.owns_log, found.server.far) == (
            True,
            True,
            False,
        )
        assert found.server.version >= 15


def test_a_database_that_is_away_or_none_does_not_answer(tmp_path: Path) -> None:
    away = "postgresql+psycopg://ministap:geheim@127.0.0.1:9/ministap"
    assert not probe(away).answers
    (tmp_path / "ministap.db").write_text("geen database", encoding="utf-8")
    assert not probe(tmp_path / "ministap.db").answers


@pytest.fixture
def nobodys() -> Iterator[Path]:
    """A folder of somebody who is not root, and this process as theirs: root may write anywhere."""
    folder = Path(tempfile.mkdtemp())
    was = os.geteuid()
    if was == 0:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        os.seteuid(was)
        shutil.rmtree(folder)


def test_a_file_that_may_not_be_written_is_found(nobodys: Path) -> None:
    file = nobodys / "ministap.db"
    casebook.open_book(Book.PRACTICE, file)
    casebook.close_books()
    assert probe(file).writable
    file.chmod(0o400)
    assert not probe(file).writable
