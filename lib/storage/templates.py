"""Reads the templates of a route that come with the app."""

import json
from functools import cache

from lib.domain.templates import Phase, Template
from lib.storage import step_library
from lib.storage.engine import ROOT


@cache
def templates() -> tuple[Template, ...]:
    """Return every template in the order of the file; public data, so it may stay in memory."""
    rows = json.loads((ROOT / "data" / "routes" / "templates.json").read_text(encoding="utf-8"))
    ideas = {idea.key: idea for idea in step_library.ideas()}
    return tuple(
        Template(
            key=row["key"],
            name=row["name"],
            about=row["about"],
            phases=tuple(Phase(one["name"], one["meaning"]) for one in row["phases"]),
            ideas=tuple(ideas[key] for key in row["ideas"]),
        )
        for row in rows
    )
