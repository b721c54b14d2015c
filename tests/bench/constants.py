"""The app with constants instead of data: every reading and every figure is made only once.

`tests.bench.progress` puts a copy of the app beside the real one that begins with `freeze()`: what
that copy costs is what a page of the same elements must cost anyway.
"""

import importlib
from collections.abc import Callable
from functools import wraps
from typing import Any

# What a progress page reads from the database, what it reckons, and what it draws.
FROZEN = (
    "lib.practice.progress:of_client",
    "lib.practice.basis:of",
    "lib.practice.goals:of_client",
    "lib.practice.life_events:of_client",
    "lib.practice.measures:of_client",
    "lib.domain.before_after:last_change",
    "lib.domain.willing_path:willing_path",
    "lib.domain.days:day_kinds",
    "lib.domain.days:session_days",
    "lib.domain.later_willing:later_willing",
    "lib.domain.returns:over_time",
    "lib.domain.caseload:came_back",
    "lib.ui.charts:mood_figure",
    "lib.ui.charts:weeks_figure",
    "lib.ui.day_charts:add_days",
    "lib.ui.day_charts:calendar_figure",
    "lib.ui.willing_chart:willing_figure",
)


def freeze() -> None:
    """Let each of these give its first answer for ever; to be called before the app is imported."""
    for where in FROZEN:
        name, function = where.split(":")
        module = importlib.import_module(name)
        setattr(module, function, _once(getattr(module, function)))


def _once(function: Callable[..., Any]) -> Callable[..., Any]:
    known: list[Any] = []

    @wraps(function)
    def first(*args: Any, **named: Any) -> Any:
        if not known:
            known.append(function(*args, **named))
        return known[0]

    return first
