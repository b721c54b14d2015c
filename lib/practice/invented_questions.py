"""What the demo's coaches asked their leads, and which dossier a lead opened."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

from lib.domain.calendar import at_local
from lib.practice.happenings import AskedLead, LeadAnswered, LeadPlanned, OpenedDossier
from lib.practice.invented import CONTENT

_AT = time(16, 30)
# A lead called back for a coach who was ill, and had to know what was agreed.
_OPENED: Final = ("Bob Bedacht", 12, "Ines was ziek en Bob belde over de afspraak van vandaag.")


def asked(
    name: str, *, today: date
) -> Iterator[AskedLead | LeadPlanned | LeadAnswered | OpenedDossier]:
    """Yield what was asked about one person and what came of it, in order, before today."""
    found: list[AskedLead | LeadPlanned | LeadAnswered | OpenedDossier] = []

    def at(ago: int, minutes: int = 0) -> datetime:
        return at_local(today - timedelta(days=ago), _AT) + timedelta(minutes=minutes)

    for row in (one for one in _rows() if one["name"] == name):
        words = row["words"]
        found.append(AskedLead(words, at(row["ago"])))
        if "talk_in" in row:
            talk_on = today + timedelta(days=row["talk_in"])
            found.append(LeadPlanned(words, talk_on, at(row["ago"], 40)))
        if "answer" in row:
            found.append(LeadAnswered(words, row["answer"], at(row["answered"], 80)))
    if name == _OPENED[0]:
        found.append(OpenedDossier(_OPENED[2], at(_OPENED[1])))
    yield from sorted(found, key=lambda event: event.at)


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((CONTENT / "questions.json").read_text(encoding="utf-8")))
