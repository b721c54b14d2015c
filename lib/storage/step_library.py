"""Reads the step library that comes with the app."""

import json
from functools import cache

from lib.domain.routes import Company, Place, Size, SizeOf, StepKind
from lib.domain.step_library import LANGUAGES, Cost, Energy, StepIdea, Weather
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
            kind=StepKind(row["kind"]),
            energy=Energy(row["energy"]),
            cost=Cost(row["cost"]),
            weather=Weather(row["weather"]),
            sizes={
                size: {
                    language: SizeOf(
                        row[size.value][f"text_{language}"], row[size.value]["seconds"]
                    )
                    for language in LANGUAGES
                }
                for size in Size
            },
            per_week=row["per_week"],
            tip={language: row[f"tip_{language}"] for language in LANGUAGES},
        )
        for row in rows
    )
