"""The commands about keys and the start, as an administrator gives them."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lib.command import commands
from lib.domain.access import Book
from lib.practice import drafts, front_door
from lib.storage import casebook, seals
from lib.storage import tables as t
from tests.cast import DOOR, NOW, Practice, email, enrolled, password
from tests.conftest import KEY


def run(*words: str, **environ: str) -> Result:
    return CliRunner().invoke(commands, words, env=environ)


def test_a_new_key_is_a_key_and_its_file_is_for_this_user_alone(tmp_path: Path) -> None:
    assert seals.is_key(run("new-key").output.strip())
    file = tmp_path / "key"
    said = run("new-key", "--file", str(file))
    key = file.read_text(encoding="ascii").strip()
    assert seals.is_key(key)
    assert file.stat().st_mode & 0o777 == 0o600
    assert key not in said.output
    assert run("new-key", "--file", str(file)).exit_code == 1
    assert file.read_text(encoding="ascii").strip() == key


def test_rotating_says_what_is_left_and_never_a_key(in_sqlite: Practice, tmp_path: Path) -> None:
    typed = {"note": "tot de brug"}
    drafts.keep(
        in_sqlite.ines,
        in_sqlite.bob,
        "session",
        typed,
        tab="a" * 32,
        save_key="c" * 32,
        now=NOW,
    )
    new = seals.new_key()
    where = {"MINISTAP_DATA": str(tmp_path)}
    lost = run("rotate-key", **where, MINISTAP_KEY=new)
    assert lost.exit_code == 1
    assert "practice: 0 opnieuw verzegeld" in lost.output
    done = run("rotate-key", **where, MINISTAP_KEY=f"{new},{KEY}")
    assert done.exit_code == 0, done.output
    assert "practice: 1 opnieuw verzegeld, 0 hebben nog" in done.output
    assert new not in lost.output + done.output
    assert KEY not in done.output


def test_whoever_holds_the_server_lets_a_lost_second_step_be_set_up_anew(
    in_sqlite: Practice, tmp_path: Path
) -> None:
    enrolled(in_sqlite, "Ada")
    where = {"MINISTAP_DATA": str(tmp_path), "MINISTAP_KEY": KEY}
    for address in ("nobody@beweging.example", email("Ines")):
        said = run("second-step-lost", address, **where)
        assert (said.exit_code, "Geen open account" in said.output) == (1, True)
    said = run("second-step-lost", f" {email('Ada').upper()} ", **where)
    assert said.exit_code == 0, said.output
    casebook.open_book(Book.PRACTICE, tmp_path / "ministap.db")
    came = front_door.sign_in(
        Book.PRACTICE, email("Ada"), password("Ada"), DOOR, in_sqlite.hashing, now=NOW
    )
    assert came.stage == "enrol"
    assert not front_door.greet(Book.PRACTICE, came.token, now=NOW)
    engine = casebook.engine_of(Book.PRACTICE)
    lines = [
        row
        for row in replace(in_sqlite, engine=engine).rows(t.AuditRow)
        if row.part == "second factor lost"
    ]
    assert [(row.rule, row.subject_id) for row in lines] == [("terminal", in_sqlite.ada.person_id)]


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"MINISTAP_KEY": "geheimpje"}, "geen sleutel"),
        ({"MINISTAP_KEY": KEY, "MINISTAP_KEY_FILE": "geheimpje"}, "MINISTAP_KEY is given twice"),
    ],
)
def test_a_wrong_key_is_refused_without_saying_it(
    in_sqlite: Practice, tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    done = run("rotate-key", MINISTAP_DATA=str(tmp_path), **environ)
    assert done.exit_code == 1
    assert said in done.output
    assert "geheimpje" not in done.output


def test_checking_tells_what_would_keep_production_from_starting(tmp_path: Path) -> None:
    found = run("check", MINISTAP_DATA=str(tmp_path / "data"))
    assert found.exit_code == 78
    assert "De sleutel staat naast de database" in found.output
    fine = run(
        "check",
        MINISTAP_DATA=str(tmp_path / "data"),
        MINISTAP_KEY=KEY,
        MINISTAP_SETUP_CODE="berk-en-beuk-17-nu",
        MINISTAP_URL="https://ministap.example",
    )
    assert fine.output == "Niets houdt Ministap tegen om te starten.\n"
    assert not (tmp_path / "data").exists()
