"""What nobody should type and somebody will: texts, numbers and days, and how they get in a call.

A call of a verb is taken from `tests/test_access.py`, which knows how to do each rightly; here one
leaf of it, an argument or a field of a form, becomes something bad.
"""

import dataclasses
import inspect
import json
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date, time, timedelta
from types import FunctionType
from typing import Any

import lib.practice
from lib.domain.intake import Topic
from lib.domain.sessions import CheckIn, DayMood, Outcome
from tests.cast import TODAY

# A word that nothing else holds, so that it is found wherever it ends up.
MARK = "Zqx7"
DEEP = tuple[str, ...]

# Texts that are as good as any: what is asked is that they stay text.
AS_TEXT = {
    "script": f"{MARK}<script>window.__pwned=1</script>",
    "onerror": f"{MARK}<img src=x onerror=__pwned=1>",
    "svg": f"{MARK}<svg onload=__pwned=1>",
    "iframe": f'{MARK}<iframe srcdoc="<script>parent.__pwned=1</script>">',
    "picture": f"{MARK} ![a](http://elders.example/a.png)",
    "style": f"{MARK}<style>*{{display:none}}</style>",
    "form": f"{MARK}<form action=//elders.example><input></form>",
    "sql": f"{MARK} O'Brien; DROP TABLE client; --",
    "percent": f"{MARK} 100% _ %s {{0}} {{name}} $x$ :red[a]",
    "formula": f"=cmd|'/c calc'!{MARK}",
    "one letter, two ways": f"{MARK} cafe\u0301 A\u030arhus",
}
# Texts that change, or that nobody can see or keep.
UNFIT = {
    "crlf": f"{MARK}\r\nSet-Cookie: a=b\rtwee\x85drie\u2028vier",
    "overridden": f"{MARK}\u202efdp.exe\u2066\u2069",
    "nul": f"{MARK}\x00na\x07\x1b[31m",
    "lone surrogate": f"{MARK}\ud800na",
    "spaces": " \t\u00a0\u2003\n ",
    "invisible": "\u200b\u200d\u2060\ufeff\u3164",
    "a million signs": MARK + "a" * 1_000_000,
}
TEXTS = {**AS_TEXT, **UNFIT}
# What an address or a form that was tampered with may bring as an id or a choice.
IDS = {
    **{name: UNFIT[name] for name in ("nul", "lone surrogate", "a million signs")},
    "sql": f"{MARK}' OR '1'='1",
    "empty": "",
    "path": f"../../{MARK}",
}
BAD: dict[type, dict[str, Any]] = {
    float: {
        "negative": -1.0,
        "nothing": 0.0,
        "minutes of two months": 99_999.0,
        "a half": 0.5,
        "endless": float("inf"),
        "endlessly little": float("-inf"),
        "not a number": float("nan"),
        "immense": 1e308,
    },
    int: {"negative": -1, "nothing": 0, "many": 99_999, "too long": 2**31, "immense": 2**63},
    date: {
        "the first year": date.min,
        "the last year": date.max,
        "the last day of all but one": date.max - timedelta(days=1),
        "before telephones": date(1869, 12, 31),
        "a day to come": TODAY + timedelta(days=1),
        "in two years": TODAY + timedelta(days=730),
        "the night the clock goes forward": date(2027, 3, 28),
    },
    time: {
        "midnight": time(0),
        "the last moment": time(23, 59, 59, 999_999),
        "skipped in spring": time(2, 30),
    },
}
# Words for a list that the right call leaves empty, by the name of the list.
ONE_OF = {
    "check_ins": CheckIn("walk", TODAY, Outcome.ORDINARY),
    "day_moods": DayMood(TODAY, 5),
}


def verb(name: str) -> FunctionType:
    """Return the function of a verb by its room and name."""
    room, called = name.split(".")
    found = inspect.unwrap(getattr(getattr(lib.practice, room), called))
    assert isinstance(found, FunctionType)
    return found


def leaves(name: str) -> Iterator[tuple[DEEP, type]]:
    """Return every leaf of what a verb takes after its Scope: the way to it, and of what type."""
    hints = typing.get_type_hints(verb(name))
    for parameter in list(inspect.signature(verb(name)).parameters)[1:]:
        if parameter != "now":
            yield from _leaves(hints[parameter], (parameter,))


def _leaves(kind: Any, way: DEEP) -> Iterator[tuple[DEEP, type]]:
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        for part in parts:
            if part is not types.NoneType:
                yield from _leaves(part, way)
    elif dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            yield from _leaves(hints[field.name], (*way, field.name))
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        for mark, part in zip(("{key}", "{value}"), parts, strict=True):
            yield from _leaves(part, (*way, mark))
    elif isinstance(origin, type) and issubclass(origin, Collection):
        for part in parts:
            if part is not Ellipsis:
                yield from _leaves(part, (*way, "[]"))
    else:
        yield way, kind


@dataclasses.dataclass
class Twist:
    """Stands in the place of a verb, and lets one leaf of the call be something else.

    `takes` is what the leaf becomes, `also` what others become so that it counts at all. `reached`
    tells whether the call came here.
    """

    original: Callable[..., Any]
    way: DEEP
    takes: object
    also: Mapping[DEEP, object] = dataclasses.field(default_factory=dict)
    reached: bool = False

    def __call__(self, *given: Any, **named: Any) -> Any:
        bound = inspect.signature(self.original).bind(*given, **named)
        bound.apply_defaults()
        for way, takes in {**self.also, self.way: self.takes}.items():
            name, *rest = way
            bound.arguments[name] = _with(bound.arguments[name], tuple(rest), takes, name)
        self.reached = True
        return self.original(*bound.args, **bound.kwargs)


def _with(whole: Any, way: DEEP, takes: object, name: str) -> Any:
    if not way:
        return takes
    here, rest = way[0], way[1:]
    if here == "[]":
        if isinstance(whole, tuple) and any(isinstance(one, bool) for one in whole):
            # An answer and the words beside it.
            return tuple(takes if isinstance(one, type(takes)) else one for one in whole)
        first = next(iter(whole or ()), ONE_OF.get(name))
        changed = _with(first, rest, takes, name)
        return [changed, *list(whole or ())[1:]] if isinstance(whole, list) else (changed,)
    if here == "{key}":
        return {takes: next(iter(whole.values()), "")}
    if here == "{value}":
        key = next(iter(whole), next(iter(Topic)))
        return {key: _with(whole.get(key, (True, "")), rest, takes, name)}
    return dataclasses.replace(whole, **{here: _with(getattr(whole, here), rest, takes, here)})


def strings(found: object) -> Iterator[str]:
    """Return every text in rows of a database, also those inside a list or an object."""
    if isinstance(found, str):
        yield found
        if found[:1] in "[{":
            with suppress(ValueError):
                yield from strings(json.loads(found))
    elif isinstance(found, Mapping):
        for key, value in found.items():
            yield from strings(key)
            yield from strings(value)
    elif isinstance(found, list | tuple | set | frozenset):
        for one in found:
            yield from strings(one)
