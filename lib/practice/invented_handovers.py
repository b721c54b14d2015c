"""Which invented clients are handed over or covered in the demo, and by whom."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from lib.domain.calendar import at_local
from lib.practice.invented import CONTENT

_ASKED = time(16, 40)


@dataclass(frozen=True, slots=True)
class Offered:
    """A colleague, by address, was asked to guide somebody from now on."""

    client: str
    to: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Covered:
    """A colleague, by address, covers for the coach of these clients."""

    clients: tuple[str, ...]
    by: str
    words: str
    start: date
    end: date
    at: datetime


def offers(*, today: date) -> Iterator[Offered]:
    """Yield what somebody was asked and has not answered yet."""
    for row in _content()["offers"]:
        at = at_local(today - timedelta(days=row["ago"]), _ASKED)
        yield Offered(row["client"], row["to"], row["words"], at)


def covers(*, today: date) -> Iterator[Covered]:
    """Yield who covers whom, from the day it was arranged."""
    for row in _content()["covers"]:
        start = today - timedelta(days=row["ago"])
        yield Covered(
            tuple(row["clients"]),
            row["by"],
            row["words"],
            start,
            start + timedelta(days=row["days"]),
            at_local(start, _ASKED),
        )


@cache
def _content() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(
        (CONTENT / "handovers.json").read_text(encoding="utf-8")
    )
    return found
