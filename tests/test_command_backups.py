"""The commands about backups, as an administrator gives them."""

from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import select

from lib.command import commands
from lib.domain.access import Book
from lib.practice import house, safety
from lib.storage import casebook
from lib.storage import tables as t
from tests.cast import Practice
from tests.conftest import KEY


def run(*words: str, **environ: str) -> Result:
    return CliRunner().invoke(commands, words, env=environ)


def moved_in(practice: Practice, data: Path) -> dict[str, str]:
    """Stand in the place where an installation keeps its database."""
    data.mkdir(mode=0o700)
    source = practice.engine.url.database
    practice.engine.dispose()
    (data / "ministap.db").write_bytes(Path(str(source)).read_bytes())
    return {"MINISTAP_DATA": str(data), "MINISTAP_KEY": KEY}


def test_a_backup_is_made_looked_at_and_put_back_on_another_machine(
    in_sqlite: Practice, tmp_path: Path
) -> None:
    here = moved_in(in_sqlite, tmp_path / "here")
    made = run("backup", **here)
    assert made.exit_code == 0, made.output
    (file,) = (tmp_path / "here" / "backups").glob("*.age")
    assert str(file) in made.output
    looked = run("verify", str(file), **here)
    assert "4 cliënten" in looked.output
    key = tmp_path / "here" / "backup.key"
    there = {
        "MINISTAP_DATA": str(tmp_path / "there"),
        "MINISTAP_KEY": KEY,
        "MINISTAP_BACKUP_IDENTITY_FILE": str(key),
    }
    done = run("restore", str(file), **there)
    assert done.exit_code == 0, done.output
    again = run("restore", str(file), **there)
    assert again.exit_code == 1
    assert "staat hier al een database" in again.output
    assert run("restore", str(file), "--over", **there).exit_code == 0
    engine = casebook.open_book(Book.PRACTICE, tmp_path / "there" / "ministap.db")
    with engine.connect() as connection:
        assert len(connection.execute(select(t.ClientRow.id)).all()) == 4


def test_nothing_is_put_back_while_ministap_is_at_work(in_sqlite: Practice, tmp_path: Path) -> None:
    here = moved_in(in_sqlite, tmp_path / "here")
    run("backup", **here)
    (file,) = (tmp_path / "here" / "backups").glob("*.age")
    before = (tmp_path / "here" / "ministap.db").read_bytes()
    assert safety.hold(house.plan(here))
    # The command is another process than the one at work.
    at_work, safety._held[:] = list(safety._held), []
    try:
        done = run("restore", str(file), "--over", **here)
    finally:
        for one in at_work:
            one.close()
    assert done.exit_code == 1
    assert "Stop het eerst" in done.output
    assert (tmp_path / "here" / "ministap.db").read_bytes() == before


def test_a_file_that_is_no_backup_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"x" * 100)
    done = run("verify", str(file), MINISTAP_DATA=str(tmp_path / "data"))
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert done.output.startswith("Error: ")
