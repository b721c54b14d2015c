"""Cleans what people type: one shape of letters, nothing invisible, a limit."""

import unicodedata

from lib.domain.problems import Problem
from lib.domain.words import msg

# Signs that count as letters and show nothing at all.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def clean(text: str | None) -> str:
    """Return `text` in NFC with plain newlines, without control or invisible signs, trimmed.

    Overrides of direction can make a report read differently from what is stored, and a name with
    an invisible sign looks like another's; only the joiners that scripts and emoji need stay. NUL
    is dropped because SQLite stores it and PostgreSQL refuses it; a lone surrogate because
    it cannot be written as UTF-8.
    """
    if not text:
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        sign
        for sign in lines
        if sign in "\n\t\u200c\u200d" or unicodedata.category(sign) not in {"Cc", "Cs", "Cf"}
    )
    return unicodedata.normalize("NFC", kept).strip()


def visible(text: str) -> bool:
    """True when at least one sign would be seen: spaces and zero-width signs alone are not."""
    return any(
        unicodedata.category(sign)[0] not in {"C", "Z", "M"} and sign not in _FILLERS
        for sign in text
    )


def line(
    value: str | None, *, field: str, limit: int, required: bool = False
) -> tuple[str, tuple[Problem, ...]]:
    """Return the cleaned text on one line and the problems with it (too long, or empty)."""
    cleaned = " ".join(clean(value).split())
    return cleaned, _limits(cleaned, field=field, limit=limit, required=required)


def passage(
    value: str | None, *, field: str, limit: int, required: bool = False
) -> tuple[str, tuple[Problem, ...]]:
    """Return the cleaned text with its lines and the problems with it (too long, or empty)."""
    cleaned = clean(value)
    return cleaned, _limits(cleaned, field=field, limit=limit, required=required)


def _limits(text: str, *, field: str, limit: int, required: bool) -> tuple[Problem, ...]:
    if required and not visible(text):
        return (Problem(field, msg("Please fill this in.")),)
    if len(text) > limit:
        return (
            Problem(
                field,
                msg("This is {length} signs long; {limit} fit here."),
                {"length": len(text), "limit": limit},
            ),
        )
    return ()
