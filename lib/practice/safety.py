"""Looks at the start whether this installation is safe, and holds its place."""

import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from lib.domain import safety
from lib.domain.safety import Facts, Finding
from lib.practice.given import files
from lib.practice.house import House
from lib.storage import probe, seals

SECRETS: Final = (
    "MINISTAP_KEY",
    "MINISTAP_DATABASE_URL",
    "MINISTAP_SETUP_CODE",
    "MINISTAP_SMTP_URL",
    "MINISTAP_OIDC_CLIENT_SECRET",
)
# Open as long as this process works in its data folder; the system lets go of it at any end.
_held: list[IO[bytes]] = []


def findings(
    house: House, environ: Mapping[str, str], options: Mapping[str, object], *, now: datetime
) -> tuple[Finding, ...]:
    """Return what is unsafe about this installation; nothing of it is changed.

    `options` are Streamlit's, as they are in force, by name.
    """
    return safety.findings(gathered(house, environ, options, now=now))


def gathered(
    house: House, environ: Mapping[str, str], options: Mapping[str, object], *, now: datetime
) -> Facts:
    """Return how this installation is set up; nothing of it is changed."""
    listens_on = options.get("server.address")
    return Facts(
        production=house.production,
        now=now,
        keys=tuple(seals.is_key(key) for key in house.keys),
        key_beside=any(_stands_beside(house, file) for file in files(environ, "MINISTAP_KEY")),
        setup_code=len(house.setup_code),
        address=environ.get("MINISTAP_URL", "").strip(),
        listens_on=str(listens_on) if listens_on else None,
        proxy=environ.get("MINISTAP_BEHIND_PROXY") == "1",
        options=options,
        log_level=str(options.get("logger.level") or "info"),
        open_secrets=tuple(
            str(file)
            for name in SECRETS
            for file in files(environ, name)
            if file.is_file() and _open_to_others(file, credential=_is_credential(file, environ))
        ),
        readable=tuple(file.name for file in _kept(house) if _open_to_others(file)),
        foreign=tuple(file.name for file in _kept(house) if file.stat().st_uid != os.geteuid()),
        free=shutil.disk_usage(_nearest(house.data)).free,
        alone=_is_ours(house) or not is_held(house),
        second_factor=house.second_factor,
        provider_secret=house.provider is None or house.provider.is_secret,
        demo_open=house.demo_wanted,
        records=probe.probe(house.database),
    )


def hold(house: House) -> bool:
    """Hold the place of the one process in this data folder; False when another one has it.

    It is held until this process ends, however it ends, or `let_go`.
    """
    if _is_ours(house):
        return True
    file = _marker(house).open("ab")
    if not _locked(file):
        file.close()
        return False
    let_go()
    _held.append(file)
    return True


def let_go() -> None:
    """Let another process have the place."""
    while _held:
        _held.pop().close()


def is_held(house: House) -> bool:
    """True when another process works in this data folder, such as the app itself."""
    if _is_ours(house) or not _marker(house).exists():
        return False
    with _marker(house).open("ab") as file:
        return not _locked(file)


def _is_ours(house: House) -> bool:
    return bool(_held) and _held[0].name == str(_marker(house))


def _marker(house: House) -> Path:
    return house.data / "running.lock"


def _locked(file: IO[bytes]) -> bool:
    """True when the lock is had; on a system without such locks nobody can be told apart."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _stands_beside(house: House, file: Path) -> bool:
    """True for a key in a folder that holds the records: who copies that folder has both."""
    homes = [house.data]
    if isinstance(house.database, Path):
        homes.append(house.database.parent)
    return any(file.resolve().is_relative_to(home.resolve()) for home in homes)


def _kept(house: House) -> list[Path]:
    return [house.data, *sorted(house.data.iterdir())] if house.data.is_dir() else []


def _nearest(path: Path) -> Path:
    """Return the folder that is there, above one that is still to be made."""
    return path if path.exists() else _nearest(path.parent)


def _open_to_others(file: Path, *, credential: bool = False) -> bool:
    # On a machine without these modes they say nothing. systemd lets one user in by an access
    # list, which shows where a group's rights stand.
    mask = 0o007 if credential else 0o077
    return os.name == "posix" and bool(file.stat().st_mode & mask)


def _is_credential(file: Path, environ: Mapping[str, str]) -> bool:
    folder = environ.get("CREDENTIALS_DIRECTORY", "").strip()
    return bool(folder) and file.parent == Path(folder)
