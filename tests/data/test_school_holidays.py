"""The school holidays: every region, whole weeks, with where they come from."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest

from lib.storage import free_days

FILE = json.loads(free_days.SCHOOL.read_text(encoding="utf-8"))
REGIONS = ("noord", "midden", "zuid")
NAMES = ("Herfstvakantie", "Kerstvakantie", "Voorjaarsvakantie", "Meivakantie", "Zomervakantie")


@pytest.mark.parametrize("year", ["2025-2026", "2026-2027", "2027-2028"])
@pytest.mark.parametrize("region", REGIONS)
def test_each_region_has_each_holiday_of_a_school_year_in_order(year: str, region: str) -> None:
    rows = [row for row in FILE["holidays"] if (row["year"], row["region"]) == (year, region)]
    assert tuple(row["name"] for row in rows) == NAMES
    days = [(date.fromisoformat(row["first"]), date.fromisoformat(row["last"])) for row in rows]
    for first, last in days:
        assert (first.isoweekday(), last.isoweekday()) == (6, 7)
    weeks = [(last - first + timedelta(days=6)).days // 7 for first, last in days]
    assert weeks == [2, 3, 2, 2, 7]
    assert all(one[1] < other[0] for one, other in pairwise(days))


def test_the_file_says_where_it_comes_from_and_until_when_it_knows() -> None:
    assert any("rijksoverheid.nl" in line for line in FILE["source"])
    assert FILE["known_through"] == max(row["last"] for row in FILE["holidays"])


@pytest.mark.parametrize(
    ("day", "public", "school"),
    [
        (date(2026, 4, 27), "Koningsdag", {"Meivakantie": {"noord", "midden", "zuid"}}),
        (date(2026, 5, 5), "Bevrijdingsdag", {}),
        (date(2026, 2, 16), None, {"Voorjaarsvakantie": {"midden", "zuid"}}),
        (date(2027, 10, 26), None, {"Herfstvakantie": {"zuid"}}),
        (date(2026, 12, 25), "Eerste kerstdag", {"Kerstvakantie": {"noord", "midden", "zuid"}}),
        (date(2026, 3, 18), None, {}),
    ],
)
def test_a_day_is_known_by_its_dutch_name_and_its_regions(
    day: date, public: str | None, school: dict[str, set[str]]
) -> None:
    found = free_days.between(day, day)
    assert found.public.get(day) == public
    told: dict[str, set[str]] = {}
    for one in found.school_on(day):
        told.setdefault(one.name, set()).add(one.region)
    assert told == school
