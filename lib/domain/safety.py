"""What makes an installation unsafe to start, each with how to mend it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from lib.domain.words import msg

# Long enough that guessing at the speed of a network is hopeless.
SETUP_CODE_SHORTEST: Final = 16
# A day of work of a large practice, with the journal and a backup beside it. [CHOICE]
SPACE_NEEDED: Final = 500 * 1024 * 1024  # bytes
POSTGRESQL_OLDEST: Final = 15
# No clock that is kept is an hour slow; links, locks and codes of six digits depend on it. [CHOICE]
CLOCK_BEHIND: Final = timedelta(hours=1)
# A practice that really was shut for so long is only told. [CHOICE]
CLOCK_AHEAD: Final = timedelta(days=400)
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

# Streamlit's options that keep a practice safe, as .streamlit/config.toml sets and explains them.
OPTIONS: Final[Mapping[str, object]] = {
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.scriptHealthCheckEnabled": False,
    "server.fileWatcherType": "none",
    "server.trustedUserHeaders": {"x-ministap-visit": "visit"},
    "global.developmentMode": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "client.allowedOrigins": [],
    "browser.gatherUsageStats": False,
    "runner.magicEnabled": False,
    "logger.enableRich": False,
}
# Such a log holds what travels between the screen and the server.
_TALKATIVE: Final = frozenset({"debug", "trace", "notset"})


class Kind(StrEnum):
    """What keeps the records."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class Server:
    """What a PostgreSQL server says of itself and of the role that the app signs in with.

    `far` is a server on another machine, `secret` a connection with TLS, `certain` one that checks
    whose certificate it is.
    """

    version: int
    superuser: bool
    sees_past_rules: bool
    owns_log: bool
    far: bool
    secret: bool
    certain: bool


@dataclass(frozen=True, slots=True)
class Records:
    """What the database says before it is opened for work.

    `answers` is False when nothing else could be asked. `empty` is True before the practice is set
    up, `newest` the moment of the latest line in the log, None when there is none. `journal` and
    `sound_wal` are SQLite's: how it keeps a change until it is whole, and whether its write-ahead
    log can be trusted.
    """

    kind: Kind
    answers: bool = True
    writable: bool = True
    empty: bool = True
    newest: datetime | None = None
    journal: str = ""
    sound_wal: bool = False
    version: str = ""
    server: Server | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How this installation is set up; gathered in one place, judged in another.

    `keys` tells of each key whether it is one; none were given when it is empty, and the key then
    stands in the data folder. `readable` and `foreign` are names of files in the data folder that
    others can read, or that belong to another user. `free` is in bytes.
    """

    production: bool
    now: datetime
    keys: tuple[bool, ...]
    key_beside: bool
    setup_code: int
    address: str
    listens_on: str | None
    proxy: bool
    options: Mapping[str, object]
    log_level: str
    open_secrets: tuple[str, ...]
    readable: tuple[str, ...]
    foreign: tuple[str, ...]
    free: int
    alone: bool
    second_factor: bool
    provider_secret: bool
    demo_open: bool
    records: Records


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is unsafe: a rule's name, what is wrong, and how to mend it.

    Both sentences are English msgids with named places, filled from `values`. In production one
    that `stops` keeps the app from starting; the others are told in the log.
    """

    rule: str
    wrong: str
    mend: str
    stops: bool = True
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Return what is unsafe, in the order in which to mend it.

    Outside production nothing stops the start, and only that is told which loses records, or
    opens them to others, at home as well.
    """
    found = [
        *_of_keys(facts),
        *_of_reach(facts),
        *_of_options(facts),
        *_of_files(facts),
        *_of_records(facts),
        *_of_people(facts),
    ]
    if facts.production:
        return tuple(found)
    return tuple(
        dataclasses.replace(one, stops=False) for one in found if one.rule in _MATTERS_AT_HOME
    )


_MATTERS_AT_HOME: Final = frozenset(
    {"key", "headers", "listens", "foreign", "space", "writable", "answers", "journal", "alone"}
    | {"clock behind", "server version"}
)


def _of_keys(facts: Facts) -> list[Finding]:
    found = []
    if not all(facts.keys):
        found.append(
            Finding(
                "key",
                msg("Key number {number} of MINISTAP_KEY is no key."),
                msg("Make one with: python -m lib.command new-key"),
                values={"number": facts.keys.index(False) + 1},
            )
        )
    if not facts.keys or facts.key_beside:
        found.append(
            Finding(
                "key beside",
                msg("The key stands beside the database, so whoever takes one has both."),
                msg("Keep it elsewhere, in a file that MINISTAP_KEY_FILE names."),
            )
        )
    if facts.open_secrets:
        found.append(
            Finding(
                "open secrets",
                msg("Other users of this machine can read {files}."),
                msg("Take that away with: chmod 600"),
                values={"files": ", ".join(facts.open_secrets)},
            )
        )
    if facts.records.answers and facts.records.empty and facts.setup_code < SETUP_CODE_SHORTEST:
        found.append(
            Finding(
                "set-up code",
                msg("The practice is still empty, and without a code nobody can set it up."),
                msg("Give MINISTAP_SETUP_CODE at least {shortest} signs."),
                values={"shortest": SETUP_CODE_SHORTEST},
            )
        )
    return found


def _of_reach(facts: Facts) -> list[Finding]:
    found = []
    if not facts.address.startswith("https://"):
        found.append(
            Finding(
                "https",
                msg("It is not known at which https address this installation is found."),
                msg("Set MINISTAP_URL, such as https://ministap.example.org."),
            )
        )
    if facts.listens_on not in _LOOPBACK and not facts.proxy:
        found.append(
            Finding(
                "listens",
                msg("The app listens to the whole network, without TLS in front of it."),
                msg(
                    "Set server.address to 127.0.0.1, or MINISTAP_BEHIND_PROXY=1 when nothing but "
                    "your proxy can reach it."
                ),
            )
        )
    return found


def _of_options(facts: Facts) -> list[Finding]:
    found = [
        Finding(
            "headers" if name == "server.trustedUserHeaders" else "options",
            msg("The option {option} is not as Ministap needs it."),
            msg("Leave it as .streamlit/config.toml has it, in the environment as well."),
            values={"option": name},
        )
        for name, needed in OPTIONS.items()
        if facts.options.get(name) != needed
    ]
    if facts.log_level.lower() in _TALKATIVE:
        found.append(
            Finding(
                "log level",
                msg("At this level the log can hold what people typed."),
                msg("Set logger.level to info."),
            )
        )
    return found


def _of_files(facts: Facts) -> list[Finding]:
    found = []
    for rule, names, wrong in (
        ("readable", facts.readable, msg("In the data folder others can read {files}.")),
        ("foreign", facts.foreign, msg("In the data folder {files} belongs to another user.")),
    ):
        if names:
            mend = msg("Give the folder and its files to the user that runs Ministap, alone.")
            found.append(Finding(rule, wrong, mend, values={"files": ", ".join(names)}))
    if facts.free < SPACE_NEEDED:
        found.append(
            Finding(
                "space",
                msg("The disk of the data folder has {free} MB free."),
                msg("Make room until there is at least {needed} MB."),
                values={"free": facts.free // 1024**2, "needed": SPACE_NEEDED // 1024**2},
            )
        )
    return found


def _of_records(facts: Facts) -> list[Finding]:
    records = facts.records
    if not records.answers:
        return [
            Finding(
                "answers",
                msg("The database does not answer, or is no database of Ministap."),
                msg("Start it, and look at MINISTAP_DATABASE_URL and MINISTAP_DATA."),
            )
        ]
    found = []
    if not records.writable:
        found.append(
            Finding(
                "writable",
                msg("The database cannot be written."),
                msg("Look at who owns it, and whether the disk can be written."),
            )
        )
    if records.kind is Kind.SQLITE:
        found += _of_sqlite(facts)
    if records.server is not None:
        found += _of_server(records.server)
    if records.newest is not None and records.newest > facts.now + CLOCK_BEHIND:
        found.append(
            Finding(
                "clock behind",
                msg("The clock of this machine is behind what was written last."),
                msg("Put the clock right, and let the machine keep it (NTP)."),
            )
        )
    if records.newest is not None and records.newest < facts.now - CLOCK_AHEAD:
        found.append(
            Finding(
                "clock ahead",
                msg("Nothing was written for more than a year, or the clock is ahead."),
                msg("Look whether the clock of this machine is right."),
                stops=False,
            )
        )
    return found


def _of_sqlite(facts: Facts) -> list[Finding]:
    records, found = facts.records, []
    if records.journal not in ("delete", "wal") or (
        records.journal == "wal" and not records.sound_wal
    ):
        found.append(
            Finding(
                "journal",
                msg("SQLite {version} keeps changes in a way that can lose them: {journal}."),
                msg("Stop every program that has the database open, and start again."),
                values={"version": records.version, "journal": records.journal},
            )
        )
    if not facts.alone:
        found.append(
            Finding(
                "alone",
                msg("Another process of Ministap works in this data folder."),
                msg("Stop it: one SQLite file has one process. For more, use PostgreSQL."),
            )
        )
    return found


def _of_server(server: Server) -> list[Finding]:
    found = []
    if server.version < POSTGRESQL_OLDEST:
        found.append(
            Finding(
                "server version",
                msg("PostgreSQL {version} is too old."),
                msg("Use PostgreSQL {oldest} or newer."),
                values={"version": server.version, "oldest": POSTGRESQL_OLDEST},
            )
        )
    if server.superuser or server.sees_past_rules:
        found.append(
            Finding(
                "role",
                msg("The app signs in to PostgreSQL as a role that may do everything."),
                msg("Give it a role of its own, with NOSUPERUSER and NOBYPASSRLS."),
            )
        )
    elif server.owns_log:
        found.append(
            Finding(
                "owner",
                msg("The app owns the table of the log, so it could take its protection away."),
                msg("For another owner of the tables, see docs/admins.md, PostgreSQL."),
                stops=False,
            )
        )
    if server.far and not server.secret:
        found.append(
            Finding(
                "TLS",
                msg("The connection to the database on another machine is not encrypted."),
                msg("Add sslmode=verify-full to MINISTAP_DATABASE_URL."),
            )
        )
    elif server.far and not server.certain:
        found.append(
            Finding(
                "certificate",
                msg("Nobody checks whether the database on the other machine is the right one."),
                msg("Add sslmode=verify-full to MINISTAP_DATABASE_URL."),
                stops=False,
            )
        )
    return found


def _of_people(facts: Facts) -> list[Finding]:
    found = []
    if not facts.second_factor:
        found.append(
            Finding(
                "second factor",
                msg("A password alone opens the records: the second factor is off."),
                msg("Take MINISTAP_SECOND_FACTOR=off away."),
            )
        )
    if not facts.provider_secret:
        found.append(
            Finding(
                "provider",
                msg("The organisation's sign-in can be read along: its address is not https."),
                msg("Give MINISTAP_OIDC_ISSUER an address that begins with https://."),
            )
        )
    if facts.demo_open:
        found.append(
            Finding(
                "demo",
                msg("The demo is open to everyone who finds the sign-in page."),
                msg("Take MINISTAP_DEMO away when that is not meant."),
                stops=False,
            )
        )
    return found
