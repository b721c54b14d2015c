"""Reads a setting from the environment, a file or systemd's credentials: from one of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

# More than a secret ever has: a wrong path must not read a disk into memory.
_LONGEST: Final = 64 * 1024


class WrongSetting(ValueError):
    """A setting cannot be used; the message names the setting, never its value."""


def given(environ: Mapping[str, str], name: str) -> str:
    """Return a setting without the white space around it; "" when nobody gave it.

    It stands in the environment under its name, in a file named by NAME_FILE, or in the file of
    that name in small letters in `$CREDENTIALS_DIRECTORY`, where systemd puts credentials. An
    empty value is none. Raises `WrongSetting` when it stands in more than one of these places,
    because then nobody can tell which one counts, and for a file that cannot be read.
    """
    value = environ.get(name, "").strip()
    paths = files(environ, name)
    if len(paths) + bool(value) > 1:
        raise WrongSetting(
            f"{name} is given twice: keep one of the variable, the file, the credential"
        )
    return _read(paths[0], name) if paths else value


def files(environ: Mapping[str, str], name: str) -> tuple[Path, ...]:
    """Return the files in which a setting is given: none, one, or too many."""
    named = environ.get(f"{name}_FILE", "").strip()
    folder = environ.get("CREDENTIALS_DIRECTORY", "").strip()
    credential = Path(folder) / name.lower() if folder else None
    found = [Path(named)] if named else []
    # A credential that is named by its path as well stands in one place all the same.
    if credential is not None and credential.is_file() and credential not in found:
        found.append(credential)
    return tuple(found)


def _read(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST + 1)
        if len(content) > _LONGEST:
            raise WrongSetting(f"{name}_FILE is too large to be a setting")
        return content.decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        # The error would name the path, and a value that was given as a path by mistake.
        raise WrongSetting(f"{name}_FILE cannot be read") from None
