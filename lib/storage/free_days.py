"""Reads the Dutch public holidays and school holidays: public facts, about nobody."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from lib.domain.agenda import FreeDays, Holidays
from lib.storage.engine import ROOT

SCHOOL = ROOT / "data" / "calendar" / "school_holidays_nl.json"


def between(first: date, last: date) -> FreeDays:
    """Return the public holidays from `first` through `last`, and every school holiday known."""
    return FreeDays(
        public={
            day: name
            for year in range(first.year, last.year + 1)
            for day, name in _public(year).items()
            if first <= day <= last
        },
        school=_school(),
        school_through=_through(),
    )


@cache
def _public(year: int) -> Mapping[date, str]:
    """Return the holidays of a year with their Dutch names; 5 May each year, free or not."""
    # Not at the top: only who looks at an agenda pays for this import.
    from holidays import country_holidays

    found = country_holidays("NL", years=year, language="nl", categories=("public", "optional"))
    return dict(sorted(found.items()))


@cache
def _school() -> tuple[Holidays, ...]:
    return tuple(
        Holidays(
            name=row["name"],
            region=row["region"],
            first=date.fromisoformat(row["first"]),
            last=date.fromisoformat(row["last"]),
        )
        for row in _file()["holidays"]
    )


def _through() -> date:
    return date.fromisoformat(_file()["known_through"])


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHOOL.read_text(encoding="utf-8"))
    return found
