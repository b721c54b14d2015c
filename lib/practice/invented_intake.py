"""How the guidance of the demo's people began, and what they agreed to."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from lib.domain.calendar import at_local
from lib.domain.consents import ConsentDraft, Purpose
from lib.domain.intake import IntakeDraft, Topic
from lib.practice.happenings import Began, Consented, Withdrew
from lib.practice.invented import CONTENT, Life, first_day

# After the client was added, and before the first talk.
_WRITTEN, _WITHDRAWN = time(8, 40), time(16, 30)


def intake(life: Life, *, today: date) -> Iterator[Began | Consented | Withdrew]:
    """Yield how guidance of one person began, in order; nothing for who is not in the file."""
    row = _rows().get(life.name)
    if row is None:
        return
    first = first_day(life, today=today)
    written = at_local(first, _WRITTEN)
    yield Began(_draft(row, first, life.phone), written)
    found: list[Consented | Withdrew] = []
    for place, one in enumerate(row.get("consents", ()), start=1):
        at = written + timedelta(minutes=place)
        told = {"told": one["told"], "words": one.get("words", "")}
        found.append(
            Consented(ConsentDraft(one["purpose"], one["answer"], told_on=first, **told), at)
        )
        if "withdrawn" in one:
            found.append(Withdrew(Purpose(one["purpose"]), _ago(today, one["withdrawn"])))
    yield from sorted(found, key=lambda event: event.at)


def _draft(row: Mapping[str, Any], first: date, phone: str) -> IntakeDraft:
    # Nobody's number either: no number in an area begins with a nought.
    number = f"050-0{phone[-6:]}"
    gp, nurse = row.get("gp", ""), row.get("nurse", "")
    return IntakeDraft(
        referred_by=row["by"],
        referred_on=_before(first, row.get("referred")),
        referral_reason=row.get("reason", ""),
        first_call_on=_before(first, row.get("call")),
        first_meeting_on=_before(first, row.get("meeting")),
        safety=_safety(row),
        gp_name=gp,
        gp_phone=number if gp else "",
        nurse_name=nurse,
        nurse_phone=number if nurse else "",
    )


def _safety(row: Mapping[str, Any]) -> dict[Topic, tuple[bool | None, str]]:
    """What was talked about: everything, except for what a row leaves open ("*" is all of it)."""
    yes, left = row.get("yes", {}), set(row.get("open", ()))
    if "*" in left:
        left = set(Topic)
    return {topic: (topic in yes, yes.get(topic, "")) for topic in Topic if topic not in left}


def _before(first: date, days: int | None) -> date | None:
    return None if days is None else first - timedelta(days=days)


def _ago(today: date, days: int) -> datetime:
    return at_local(today - timedelta(days=days), _WITHDRAWN)


@cache
def _rows() -> dict[str, dict[str, Any]]:
    rows = json.loads((CONTENT / "intake.json").read_text(encoding="utf-8"))
    return {row["name"]: row for row in rows}
