"""Secrets come from the environment, a file or a credential; nobody prints them."""

from pathlib import Path

import pytest

from lib.practice import house
from lib.practice.given import WrongSetting, given
from lib.storage import seals

NAME = "MINISTAP_SETUP_CODE"


def test_a_secret_stands_in_the_environment_a_file_or_a_credential(tmp_path: Path) -> None:
    (tmp_path / NAME.lower()).write_text("berk-en-beuk\n", encoding="utf-8")
    assert given({NAME: " berk-en-beuk "}, NAME) == "berk-en-beuk"
    assert given({f"{NAME}_FILE": str(tmp_path / NAME.lower())}, NAME) == "berk-en-beuk"
    assert given({"CREDENTIALS_DIRECTORY": str(tmp_path)}, NAME) == "berk-en-beuk"
    assert given({"CREDENTIALS_DIRECTORY": str(tmp_path / "other")}, NAME) == ""
    assert given({NAME: " "}, NAME) == ""


def test_of_two_places_nobody_can_tell_which_counts(tmp_path: Path) -> None:
    secret = tmp_path / NAME.lower()
    secret.write_text("berk-en-beuk", encoding="utf-8")
    other = tmp_path / "other"
    other.write_text("wilg-en-es", encoding="utf-8")
    named, credential = {f"{NAME}_FILE": str(other)}, {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    for both in ({NAME: "eik"} | named, {NAME: "eik"} | credential, named | credential):
        with pytest.raises(WrongSetting, match=NAME) as refused:
            given(both, NAME)
        assert not any(word in str(refused.value) for word in ("berk", "wilg", "eik"))
    assert given({f"{NAME}_FILE": str(secret)} | credential, NAME) == "berk-en-beuk"


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"x" * 70_000])
def test_a_file_that_cannot_be_read_is_named_without_what_was_given(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "geheim"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WrongSetting, match=NAME) as refused:
        given({f"{NAME}_FILE": str(file)}, NAME)
    assert "geheim" not in str(refused.value)


def test_every_secret_of_the_house_may_stand_in_a_file(tmp_path: Path) -> None:
    keys = (seals.new_key(), seals.new_key())
    secrets = {
        "MINISTAP_KEY": "\n".join(keys),
        "MINISTAP_DATABASE_URL": "postgresql+psycopg://ministap:wachtwoord@db/ministap",
        "MINISTAP_SETUP_CODE": "berk-en-beuk-17-nu",
    }
    for name, value in secrets.items():
        (tmp_path / name).write_text(value + "\n", encoding="utf-8")
    plan = house.plan({f"{name}_FILE": str(tmp_path / name) for name in secrets})
    assert plan.keys == keys
    assert plan.database == secrets["MINISTAP_DATABASE_URL"]
    assert plan.setup_code == secrets["MINISTAP_SETUP_CODE"]
    assert not any(word in repr(plan) for word in (*keys, "wachtwoord", "berk"))
