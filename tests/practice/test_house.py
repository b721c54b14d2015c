"""Where the house stands, and who may set it up."""

import os
from pathlib import Path

import pytest

from lib.practice import house
from lib.storage import casebook
from lib.storage.engine import ROOT


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
        house.open_house(house.plan({"MINISTAP_DATA": str(data)}))
        assert data.stat().st_mode & 0o777 == 0o700
        assert old.stat().st_mode & 0o777 == 0o600
    finally:
        casebook.close_books()
        os.umask(before)
