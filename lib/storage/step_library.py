"""Reads the step library that comes with the app."""

import json
from functools import cache

from lib.domain.routes import Company, Place, Size, SizeOf
from lib.domain.step_library import StepIdea
from lib.storage.engine import ROOT


@cache
def ideas() -> tuple[StepIdea, ...]:
    """Return every idea in the order of the file; public data, so it may be kept in memory."""
    rows = json.loads((ROOT / "data" / "routes" / "steps.json").read_text(encoding="utf-8"))
    return tuple(
        StepIdea(
            key=row["key"],
            activity={"nl": row["activity"], "en": row["activity_en"]},
            place=Place(row["place"]),
            company=Company(row["company"]),
            sizes={
                size: {
                    language: SizeOf(
                        row[size.value][f"text_{language}"], row[size.value]["seconds"]
                    )
                    for language in ("nl", "en")
                }
                for size in Size
            },
            per_week=row["per_week"],
            tip={"nl": row["tip_nl"], "en": row["tip_en"]},
        )
        for row in rows
    )
