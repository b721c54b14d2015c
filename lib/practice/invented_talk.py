"""What the demo's people have for their next talk."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from lib.domain.calendar import at_local
from lib.practice.happenings import Noted, TalkedOver
from lib.practice.invented import CONTENT

_AT = time(17, 0)


def talk(name: str, *, today: date) -> Iterator[Noted | TalkedOver]:
    """Yield what was kept for the talks of one person and ticked off, in order, before today."""
    found: list[Noted | TalkedOver] = []
    for place, row in enumerate(one for one in _rows() if one["name"] == name):

        def at(ago: int, place: int = place) -> datetime:
            return at_local(today - timedelta(days=ago), _AT) + timedelta(minutes=place)

        found.append(Noted(row["kind"], row["words"], at(row["ago"])))
        if "done" in row:
            found.append(TalkedOver(row["words"], at(row["done"])))
    yield from sorted(found, key=lambda event: event.at)


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((CONTENT / "talk_points.json").read_text(encoding="utf-8")))
