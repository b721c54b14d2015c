"""The five kinds of day as drawn: apart for every eye, and never a day to come."""

import itertools
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from plotly.graph_objects import Figure

from lib.domain.days import ORDER
from lib.domain.participation import DayKind
from lib.ui import charts, day_charts
from lib.ui.text import speak

MONDAY = date(2026, 1, 5)
KINDS = {
    "d": DayKind.DONE,
    "n": DayKind.NOT_DONE,
    "?": DayKind.NOT_FILLED_IN,
    "r": DayKind.REST,
    "-": DayKind.NOT_ASKED,
}


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def days(letters: str, *, since: int = 0) -> dict[date, DayKind]:
    return {day(since + n): KINDS[letter] for n, letter in enumerate(letters)}


def drawn(figure: Figure, yaxis: str | None = None) -> list[tuple[date, int, str]]:
    """Each square by week and place, with the first word of what it says of its kind."""
    return sorted(
        (x - timedelta(days=3), round(base - 0.08), name.split(": ")[-1])
        for one in figure.data
        if one.type == "bar" and (yaxis is None or one.yaxis == yaxis)
        for x, base, name in zip(one.x, one.base, [one.name] * len(one.x), strict=True)
    )


def trace(figure: Figure, name: str) -> Any:
    (found,) = [one for one in figure.data if one.name == name]
    return found


# -- the calendar -----------------------------------------------------------------------------


def test_each_day_is_a_square_in_its_week_and_on_its_weekday() -> None:
    figure = day_charts.calendar_figure(days("dn?r-dd" + "dr"), (), today=day(8))
    words = ["gedaan", "niet gelukt", "niet ingevuld", "rust", "niet gevraagd", "gedaan", "gedaan"]
    assert drawn(figure) == [
        *((MONDAY, n, word) for n, word in enumerate(words)),
        (day(7), 0, "gedaan"),
        (day(7), 1, "rust"),
    ]
    assert list(figure.layout.yaxis.ticktext) == ["ma", "di", "wo", "do", "vr", "za", "zo"]
    assert list(figure.layout.yaxis.range) == [7, 0]


def test_a_square_says_its_day_and_kind_and_whether_there_was_a_session() -> None:
    figure = day_charts.calendar_figure(days("d?"), (day(0), day(30)), today=day(1))
    assert list(trace(figure, "gedaan").customdata) == ["ma 5 januari: gedaan · sessie"]
    # Today is not over.
    assert list(trace(figure, "niet ingevuld").customdata) == ["di 6 januari: nog niet ingevuld"]
    marks = trace(figure, "sessie")
    assert (list(marks.x), list(marks.y)) == ([day(3)], [0.5])


def test_only_the_kinds_that_are_there_stand_in_the_legend() -> None:
    assert [one.name for one in day_charts.calendar_figure(days("dd"), (), today=day(1)).data] == [
        "gedaan"
    ]


@pytest.mark.parametrize(("first", "weeks"), [(0, 26), (-400, 26), (170, 2)])
def test_a_calendar_goes_back_half_a_year_at_most(first: int, weeks: int) -> None:
    today = day(25 * 7 + 6)  # a Sunday
    begin = day_charts.calendar_from(day(first), today=today)
    assert begin.weekday() == 0
    assert (today - begin).days + 1 == weeks * 7


def test_a_short_time_is_drawn_in_squares_all_the_same() -> None:
    begin, end = day_charts.calendar_figure(days("d"), (), today=day(0)).layout.xaxis.range
    assert end - begin >= timedelta(weeks=13)


@pytest.mark.parametrize(("since", "shape"), [(0, "%b"), (-60, "%b %Y")])
def test_the_year_is_named_when_there_are_two(since: int, shape: str) -> None:
    figure = day_charts.calendar_figure(days("d" * 150, since=since), (), today=day(since + 149))
    assert figure.layout.xaxis.tickformat == shape


def test_an_empty_calendar_is_not_broken() -> None:
    figure = day_charts.calendar_figure({}, (day(0),), today=day(0))
    assert list(figure.data) == []
    json.loads(figure.to_json())


# -- the days under the weeks -----------------------------------------------------------------


def test_under_each_week_its_days_stand_in_order_of_kind_with_done_at_the_foot() -> None:
    figure = charts.weeks_figure((), (), (), today=day(8))
    before = [one.name for one in figure.data]
    day_charts.add_days(figure, days("?dr-dnd" + "?d"), today=day(8))
    assert [kind for _, _, kind in drawn(figure, "y2")] == [
        "gedaan", "gedaan", "gedaan", "niet gelukt", "niet ingevuld", "rust", "niet gevraagd",
        "gedaan", "niet ingevuld",
    ]  # fmt: skip
    names = [one.name for one in figure.data]
    assert names[: len(before)] == before
    assert all(name.startswith("dag: ") for name in names[len(before) :])
    assert list(figure.layout.yaxis2.range) == [0, 7]
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]


# -- for every eye ----------------------------------------------------------------------------


def test_no_two_kinds_are_told_apart_by_their_colour_alone() -> None:
    looks = [day_charts.LOOKS[kind] for kind in ORDER]
    assert len({one.shape for one in looks if one.shape}) == 3
    for one, other in itertools.combinations(looks, 2):
        if one.shape == other.shape:  # a full square and an empty one
            assert {one.ground == one.edge, other.ground == other.edge} == {True, False}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_kind_is_named_in_the_language_of_the_reader(language: str) -> None:
    speak(language)
    figure = day_charts.calendar_figure(days("dn?r-"), (), today=day(9))
    said = [one.name for one in figure.data]
    assert (
        said
        == {
            "nl": ["gedaan", "niet gelukt", "niet ingevuld", "rust", "niet gevraagd"],
            "en": ["done", "did not work out", "not filled in", "rest", "not asked"],
        }[language]
    )
    assert all(one.customdata[0].endswith(one.name) for one in figure.data)
