"""Where the house stands, and who may set it up."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from lib.practice import drafts, house
from lib.storage import casebook, seals
from lib.storage.engine import ROOT
from tests.cast import NOW, Practice, later


def test_without_any_setting_everything_stands_in_the_local_folder() -> None:
    plan = house.plan({})
    assert plan.data == ROOT / "data" / "local"
    assert plan.database == ROOT / "data" / "local" / "ministap.db"
    assert not plan.production
    assert not plan.demo_wanted


@pytest.mark.parametrize(
    ("environ", "typed", "may"),
    [
        ({}, "", True),
        ({"MINISTAP_ENV": "production"}, "", False),
        ({"MINISTAP_ENV": "production"}, "iets", False),
        ({"MINISTAP_ENV": "production", "MINISTAP_SETUP_CODE": "1234"}, "1234", False),
        ({"MINISTAP_ENV": "production", "MINISTAP_SETUP_CODE": "berk-en-beuk-17-nu"}, "", False),
        (
            {"MINISTAP_ENV": "production", "MINISTAP_SETUP_CODE": "berk-en-beuk-17-nu"},
            "berk",
            False,
        ),
        (
            {"MINISTAP_ENV": "production", "MINISTAP_SETUP_CODE": "berk-en-beuk-17-nu"},
            " berk-en-beuk-17-nu ",
            True,
        ),
    ],
)
def test_in_production_no_stranger_is_the_first_to_set_up(
    environ: dict[str, str], typed: str, may: bool
) -> None:
    assert house.may_set_up(house.plan(environ), typed) is may


def test_opening_the_house_takes_its_data_out_of_reach_of_others(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    old = data / "ministap.db"
    old.touch(mode=0o644)
    before = os.umask(0o022)
    try:
        house.open_house(house.plan({"MINISTAP_DATA": str(data)}), now=NOW)
        assert data.stat().st_mode & 0o777 == 0o700
        assert old.stat().st_mode & 0o777 == 0o600
    finally:
        casebook.close_books()
        os.umask(before)


# -- the key of the drafts --------------------------------------------------------------------

OWNER = ("ines", "bob")


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """An empty data folder; afterwards every house is closed and drafts have a key again."""
    before = os.umask(0o022)
    yield tmp_path / "data"
    casebook.close_books()
    seals.use((seals.new_key(),))
    os.umask(before)


def start(data: Path, **environ: str) -> None:
    house.open_house(house.plan({"MINISTAP_DATA": str(data), **environ}), now=NOW)


def test_the_first_start_makes_a_key_that_only_this_user_can_read(data: Path) -> None:
    start(data)
    file = data / "ministap.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_text().strip()) == 44
    assert {path.name for path in data.iterdir() if "key" in path.name} == {"ministap.key"}
    for path in data.glob("ministap.db*"):
        assert file.read_bytes() not in path.read_bytes()


def test_every_next_start_takes_the_same_key(data: Path) -> None:
    start(data)
    made = (data / "ministap.key").read_bytes()
    sealed = seals.seal({"note": "eerst"}, owner=OWNER)
    (data / "ministap.key").chmod(0o644)
    start(data)
    assert (data / "ministap.key").read_bytes() == made
    assert (data / "ministap.key").stat().st_mode & 0o777 == 0o600
    assert seals.unseal(sealed, owner=OWNER) == {"note": "eerst"}


def test_a_start_in_the_middle_of_the_first_start_takes_the_same_key(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[bytes] = []
    new_key = seals.new_key

    def while_the_other_starts_too() -> str:
        if not others:
            others.append(b"starting")
            start(data)
            others.append((data / "ministap.key").read_bytes())
        return new_key()

    monkeypatch.setattr(seals, "new_key", while_the_other_starts_too)
    start(data)
    assert (data / "ministap.key").read_bytes() == others[-1]
    key = others[-1].decode().strip()
    sealed = seals.seal({"note": "eerst"}, owner=OWNER)
    seals.use((key,))
    assert seals.unseal(sealed, owner=OWNER) == {"note": "eerst"}


def test_of_many_starts_at_once_one_makes_the_key(data: Path) -> None:
    together = Barrier(8)

    def begin(_: int) -> bytes:
        together.wait()
        start(data)
        return (data / "ministap.key").read_bytes()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(begin, range(8)))) == 1
    assert [path.name for path in data.iterdir() if "key" in path.name] == ["ministap.key"]


def test_a_key_of_the_environment_leaves_none_in_the_folder(data: Path) -> None:
    key = seals.new_key()
    start(data, MINISTAP_KEY=f" {key} ,")
    assert not (data / "ministap.key").exists()
    sealed = seals.seal({"note": "eerst"}, owner=OWNER)
    seals.use((key,))
    assert seals.unseal(sealed, owner=OWNER) == {"note": "eerst"}


@pytest.mark.parametrize("wrong", ["kort", "a" * 43, "é" * 44, "een,twee"])
def test_a_key_that_is_none_stops_the_start_without_saying_it(data: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"\S") as refused:
        start(data, MINISTAP_KEY=wrong)
    assert wrong not in str(refused.value)
    assert not casebook.is_open(casebook.Book.PRACTICE)


def kept(practice: Practice, note: str) -> None:
    typed = {"note": note}
    drafts.keep(
        practice.ines, practice.bob, "session", typed, tab="a" * 32, save_key="c" * 32, now=NOW
    )


def offered(practice: Practice) -> dict[str, object]:
    found = drafts.of_form(practice.ines, practice.bob, "session", now=later(minutes=1))
    assert found is not None
    return dict(found.fields)


def test_after_a_new_key_in_front_of_the_old_one_old_drafts_still_open(
    in_sqlite: Practice, tmp_path: Path, data: Path
) -> None:
    old, new = seals.new_key(), seals.new_key()
    file = f"sqlite+pysqlite:///{tmp_path / 'ministap.db'}"
    start(data, MINISTAP_DATABASE_URL=file, MINISTAP_KEY=old)
    kept(in_sqlite, "met de oude sleutel")
    start(data, MINISTAP_DATABASE_URL=file, MINISTAP_KEY=f"{new},{old}")
    assert offered(in_sqlite) == {"note": "met de oude sleutel"}
    kept(in_sqlite, "met de nieuwe sleutel")
    start(data, MINISTAP_DATABASE_URL=file, MINISTAP_KEY=new)
    assert offered(in_sqlite) == {"note": "met de nieuwe sleutel"}
    start(data, MINISTAP_DATABASE_URL=file, MINISTAP_KEY=old)
    assert offered(in_sqlite) == {}


def test_a_folder_that_lost_its_key_starts_and_its_drafts_come_back_empty(
    in_sqlite: Practice, tmp_path: Path, data: Path
) -> None:
    file = f"sqlite+pysqlite:///{tmp_path / 'ministap.db'}"
    start(data, MINISTAP_DATABASE_URL=file)
    kept(in_sqlite, "met de verloren sleutel")
    (data / "ministap.key").unlink()
    start(data, MINISTAP_DATABASE_URL=file)
    assert offered(in_sqlite) == {}
    assert len(drafts.mine(in_sqlite.ines, now=NOW)) == 1
