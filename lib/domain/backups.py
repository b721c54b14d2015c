"""Backups: what each one says of itself, when one is late, and which may go."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from lib.domain.log_check import Head
from lib.domain.words import msg

FORMAT: Final = 1
# A night and two hours: a machine that was busy is no alarm, a night that was missed is.
LATE: Final = timedelta(hours=26)
DAYS_KEPT: Final = 30
_NAME: Final = re.compile(r"ministap-(\d{8}T\d{6}Z)\.age")
_MOMENT: Final = "%Y%m%dT%H%M%SZ"


class Outcome(StrEnum):
    """What became of a backup."""

    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"


class Trouble(StrEnum):
    """Why a backup could not be made, read or put back."""

    NO_IDENTITY = "no identity"
    NOT_OPENED = "not opened"
    NOT_OURS = "not ours"
    BROKEN = "broken"
    OTHER_ENGINE = "other engine"
    NOT_EMPTY = "not empty"
    NO_TOOL = "no tool"
    TOOL_FAILED = "tool failed"
    OLDER_PROGRAM = "older program"


TROUBLE_WORDS: Final = {
    Trouble.NO_IDENTITY: msg("The key that opens backups is not here."),
    Trouble.NOT_OPENED: msg("This file does not open with this key, or it is damaged."),
    Trouble.NOT_OURS: msg("This file is no backup of Ministap."),
    Trouble.BROKEN: msg("The backup opened, and what is in it is damaged or not complete."),
    Trouble.OTHER_ENGINE: msg("This backup is of another kind of database."),
    Trouble.NOT_EMPTY: msg("There is a database here already. Ask for it to be replaced."),
    Trouble.NO_TOOL: msg("pg_dump and pg_restore are not here, or older than the database server."),
    Trouble.TOOL_FAILED: msg("The tool of the database stopped half-way."),
    Trouble.OLDER_PROGRAM: msg("This backup was made by a newer Ministap. Install that one first."),
}


class NotPossible(Exception):
    """A backup could not be made, read or put back; nothing was changed."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Plan:
    """Where backups go, who can open them and how long they stay.

    `recipient` is a public key of age; without one a key is made in `identity_file`, which then
    opens them as well. `nightly` is False where somebody makes them in another way.
    """

    folder: Path
    identity_file: Path
    recipient: str = ""
    days: int = DAYS_KEPT
    nightly: bool = True
    tools: Path | None = None

    @property
    def erasures_file(self) -> Path:
        """Where it stands beside the backups which dossiers were erased since."""
        return self.folder / "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: enough to see whether all of it came back."""

    made_at: datetime
    engine: str
    revision: str
    sha256: str
    rows: Mapping[str, int]
    head: Head

    def as_json(self) -> dict[str, Any]:
        """Return plain values, for a file."""
        return {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "engine": self.engine,
            "revision": self.revision,
            "sha256": self.sha256,
            "rows": dict(self.rows),
            "head": [self.head.number, self.head.mac],
        }

    @classmethod
    def from_json(cls, values: Any) -> "Manifest":
        """Return what was written; raises `NotPossible` for what is no manifest of ours."""
        try:
            if values["format"] != FORMAT:
                raise NotPossible(Trouble.OLDER_PROGRAM)
            number, mac = values["head"]
            return cls(
                made_at=datetime.fromisoformat(values["made_at"]),
                engine=str(values["engine"]),
                revision=str(values["revision"]),
                sha256=str(values["sha256"]),
                rows={str(name): int(count) for name, count in values["rows"].items()},
                head=Head(int(number), str(mac)),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise NotPossible(Trouble.NOT_OURS) from None


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup as the installation remembers it; `size` in bytes, None until it is done."""

    name: str
    begun_at: datetime
    ended_at: datetime | None
    verified_at: datetime | None
    outcome: Outcome
    size: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The last backups, newest first, and whether the newest good one is older than 26 hours.

    `nightly` is False where somebody makes them in another way; `key_lies_beside` says that what
    opens them lies on the same machine.
    """

    every: tuple[Backup, ...]
    late: bool
    nightly: bool
    key_lies_beside: bool


def name_of(moment: datetime) -> str:
    """Return the name of a backup made at a moment: it sorts by time, and names nobody."""
    return f"ministap-{moment.astimezone(UTC).strftime(_MOMENT)}.age"


def moment_of(name: str) -> datetime | None:
    """Return when the backup of this name was made; None for a file that is none."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def may_go(names: Iterable[str], *, days: int, now: datetime) -> tuple[str, ...]:
    """Return which backups are older than so many days, oldest first; the newest always stays."""
    known = sorted((moment, name) for name in names if (moment := moment_of(name)) is not None)
    return tuple(name for moment, name in known[:-1] if moment < now - timedelta(days=days))


def is_late(every: Iterable[Backup], *, began: datetime | None, now: datetime) -> bool:
    """True when the newest good backup is older than 26 hours.

    Without any, when the installation itself is: `began` is when its first account was made.
    """
    good = [one.begun_at for one in every if one.outcome is Outcome.DONE]
    last = max(good, default=began)
    return last is not None and now - last > LATE
