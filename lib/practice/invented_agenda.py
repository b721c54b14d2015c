"""What the demo's coaches have planned: today, as a series, and with groups."""

import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from lib.domain.agenda import AppointmentDraft
from lib.domain.calendar import at_local
from lib.practice.happenings import Gathered, Planned
from lib.practice.invented import CONTENT, Life

_WRITTEN = time(17, 45)
# So long a series goes on before it is talked about anew.
_SERIES = timedelta(days=20 * 7)


def plans(life: Life, *, today: date) -> Iterator[Planned]:
    """Yield what was planned with one person, the day before today."""
    at = at_local(today - timedelta(days=1), _WRITTEN)
    for row in _named("today", "name", life.name):
        # Nobody works in the weekend, and one talk a day is enough.
        if today.weekday() < 5 and today.weekday() != life.weekday:
            at_time = time.fromisoformat(row["at"])
            draft = AppointmentDraft(today, at_time, row["minutes"], row["place"])
            yield Planned(draft, at)
    for row in _named("series", "name", life.name):
        # The next talk was agreed in the last one; from then on they have a fixed hour.
        first = today + timedelta(days=(life.weekday - today.weekday()) % 7 + life.every)
        draft = AppointmentDraft(
            first, life.at, row["minutes"], row["place"], life.every // 7, first + _SERIES
        )
        yield Planned(draft, at, row.get("moved"), row.get("cancelled"))


def groups(coach: str, *, today: date) -> Iterator[Gathered]:
    """Yield the groups of the coach with this address, each with the moment it was planned."""
    for row in _named("groups", "coach", coach):
        begun = today - timedelta(days=row["began"])
        first = begun + timedelta(days=(row["weekday"] - begun.weekday()) % 7 + 7)
        draft = AppointmentDraft(
            first,
            time.fromisoformat(row["at"]),
            row["minutes"],
            row["place"],
            row["every_weeks"],
            None,
            row["title"],
        )
        yield Gathered(draft, at_local(begun, _WRITTEN))


def _named(kind: str, field: str, value: str) -> Iterator[dict[str, Any]]:
    return (row for row in _content()[kind] if row[field] == value)


@cache
def _content() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(
        (CONTENT / "agenda.json").read_text(encoding="utf-8")
    )
    return found
