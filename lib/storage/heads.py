"""Writes down outside the database how far the chain over the log is, and reads it back."""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from lib.domain.log_check import Head
from lib.storage import seals

# More than two lines ever need.
_LONGEST = 4096


class Unsigned(ValueError):
    """The file beside the database holds a line that was not written with a key of ours."""


def note(file: Path, head: Head, *, at: datetime) -> None:
    """Add the end of the chain to the file, and return when it is on the disk."""
    _add(file, "head", head, at=at)


def restored(file: Path, head: Head, *, at: datetime) -> None:
    """Write down that a backup was put back: what the chain held after it counts no more."""
    _add(file, "restored", head, at=at)


def read(file: Path) -> tuple[Head, ...]:
    """Return the links that were written down and still count, oldest first.

    None before the first was. A last line that was cut off by a power failure is left out. Raises
    `Unsigned` for any other line that is not ours.
    """
    if not file.exists():
        return ()
    heads: list[Head] = []
    lines = file.read_bytes().split(b"\n")
    for line in lines[:-1]:  # what follows the last end of a line was never written whole
        kind, head = _opened(line)
        if kind == "restored":
            heads = [one for one in heads if one.number <= head.number]
        heads.append(head)
    return tuple(heads)


def last(file: Path) -> tuple[datetime, Head] | None:
    """Return when a link was written down last, and which; None before the first.

    Raises `Unsigned` when that line is not ours.
    """
    whole = _tail(file).split(b"\n")[:-1]
    if not whole:
        return None
    return datetime.fromisoformat(json.loads(whole[-1])[1]), _opened(whole[-1])[1]


def _add(file: Path, kind: str, head: Head, *, at: datetime) -> None:
    said = [kind, at.isoformat(timespec="seconds"), head.number, head.mac]
    key_id = seals.signing_key()
    signed = [*said, key_id, seals.sign(_bytes(said), key_id=key_id)]
    begun = _whole_lines(file)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        # A line that a power failure cut off is written over.
        os.ftruncate(handle, begun)
        os.lseek(handle, begun, os.SEEK_SET)
        os.write(handle, _bytes(signed) + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def _whole_lines(file: Path) -> int:
    tail = _tail(file)
    return file.stat().st_size - len(tail) + tail.rfind(b"\n") + 1 if tail else 0


def _tail(file: Path) -> bytes:
    """Return the end of the file, from the beginning of a line on."""
    if not file.exists():
        return b""
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(0, size - _LONGEST))
        tail = opened.read()
    return tail if size <= _LONGEST else tail[tail.find(b"\n") + 1 :]


def _opened(line: bytes) -> tuple[str, Head]:
    try:
        *said, key_id, sign = json.loads(line)
        kind, _, number, mac = said
    except ValueError:
        raise Unsigned() from None
    if seals.sign(_bytes(said), key_id=str(key_id)) != sign:
        raise Unsigned()
    return str(kind), Head(int(number), str(mac))


def _bytes(said: Sequence[object]) -> bytes:
    return json.dumps(said, separators=(",", ":")).encode()
