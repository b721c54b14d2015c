"""What is unsafe: a table of facts, and what is found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lib.domain.safety import OPTIONS, SPACE_NEEDED, Facts, Kind, Records, Server, findings

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
SERVER = Server(
    version=15,
    superuser=False,
    sees_past_rules=False,
    owns_log=False,
    far=True,
    secret=True,
    certain=True,
)
IN_SQLITE = Records(
    Kind.SQLITE, empty=False, newest=NOW - timedelta(days=1), journal="delete", version="3.40.1"
)
IN_POSTGRESQL = Records(Kind.POSTGRESQL, empty=False, newest=NOW, version="15.4", server=SERVER)
SAFE = Facts(
    production=True,
    now=NOW,
    keys=(True,),
    key_beside=False,
    setup_code=0,
    address="https://ministap.example",
    listens_on="127.0.0.1",
    proxy=False,
    options=OPTIONS,
    log_level="info",
    open_secrets=(),
    readable=(),
    foreign=(),
    free=SPACE_NEEDED,
    alone=True,
    second_factor=True,
    provider_secret=True,
    demo_open=False,
    records=IN_SQLITE,
)


def rules(facts: Facts) -> list[str]:
    return [one.rule for one in findings(facts)]


def sqlite(**changes: Any) -> dict[str, Records]:
    return {"records": replace(IN_SQLITE, **changes)}


def server(**changes: Any) -> dict[str, Records]:
    return {"records": replace(IN_POSTGRESQL, server=replace(SERVER, **changes))}


STOPS: list[tuple[dict[str, Any], str]] = [
    ({"keys": ()}, "key beside"),
    ({"key_beside": True}, "key beside"),
    ({"keys": (True, False)}, "key"),
    ({"open_secrets": ("/etc/ministap/key",)}, "open secrets"),
    ({**sqlite(empty=True, newest=None), "setup_code": 15}, "set-up code"),
    ({"address": ""}, "https"),
    ({"address": "http://ministap.example"}, "https"),
    ({"listens_on": None}, "listens"),
    ({"listens_on": "0.0.0.0"}, "listens"),  # noqa: S104 - what must be found
    ({"log_level": "DEBUG"}, "log level"),
    ({"readable": ("ministap.db",)}, "readable"),
    ({"foreign": ("ministap.db",)}, "foreign"),
    ({"free": SPACE_NEEDED - 1}, "space"),
    ({"alone": False}, "alone"),
    ({"second_factor": False}, "second factor"),
    ({"provider_secret": False}, "provider"),
    (sqlite(answers=False), "answers"),
    (sqlite(writable=False), "writable"),
    (sqlite(journal="memory"), "journal"),
    (sqlite(journal="wal"), "journal"),
    (sqlite(newest=NOW + timedelta(hours=2)), "clock behind"),
    (server(version=14), "server version"),
    (server(superuser=True), "role"),
    (server(sees_past_rules=True), "role"),
    (server(secret=False), "TLS"),
]
TELLS: list[tuple[dict[str, Any], str]] = [
    ({"demo_open": True}, "demo"),
    (sqlite(newest=NOW - timedelta(days=401)), "clock ahead"),
    (server(owns_log=True), "owner"),
    (server(certain=False), "certificate"),
]
FINE: list[dict[str, Any]] = [
    {},
    {"setup_code": 16, **sqlite(empty=True, newest=None)},
    {"listens_on": "0.0.0.0", "proxy": True},  # noqa: S104 - behind a proxy that is said to be there
    sqlite(journal="wal", sound_wal=True),
    sqlite(newest=NOW + timedelta(minutes=59)),
    server(),
    server(far=False, secret=False, certain=False),
    # Of PostgreSQL several processes may make use.
    {"alone": False, **server()},
]


@pytest.mark.parametrize(("changes", "rule"), STOPS)
def test_what_is_unsafe_stops_production(changes: dict[str, Any], rule: str) -> None:
    found = findings(replace(SAFE, **changes))
    assert [one.rule for one in found] == [rule]
    assert found[0].stops


@pytest.mark.parametrize(("changes", "rule"), TELLS)
def test_what_may_be_meant_is_told_and_stops_nothing(changes: dict[str, Any], rule: str) -> None:
    found = findings(replace(SAFE, **changes))
    assert [(one.rule, one.stops) for one in found] == [(rule, False)]


@pytest.mark.parametrize("changes", FINE)
def test_a_safe_installation_has_no_findings(changes: dict[str, Any]) -> None:
    assert rules(replace(SAFE, **changes)) == []


@pytest.mark.parametrize("option", sorted(OPTIONS))
def test_every_option_has_to_be_in_force(option: str) -> None:
    (found,) = findings(replace(SAFE, options={**OPTIONS, option: "something else"}))
    assert found.stops
    assert found.values == {"option": option}


@pytest.mark.parametrize(("changes", "rule"), STOPS + TELLS)
def test_every_finding_says_what_is_wrong_and_how_to_mend_it(
    changes: dict[str, Any], rule: str
) -> None:
    (found,) = findings(replace(SAFE, **changes))
    for sentence in (found.wrong, found.mend):
        said = sentence.format(**found.values)
        assert "\n" not in said
        assert "{" not in said


def test_several_findings_are_told_together() -> None:
    facts = replace(SAFE, keys=(), address="", free=0)
    assert rules(facts) == ["key beside", "https", "space"]


def test_at_home_nothing_stops_and_only_what_matters_there_is_told() -> None:
    at_home = replace(SAFE, production=False, keys=(), address="", second_factor=False)
    assert rules(at_home) == []
    full = replace(at_home, free=0, listens_on=None, alone=False)
    assert rules(full) == ["listens", "space", "alone"]
    assert not any(one.stops for one in findings(full))
