"""Taking part on the screen: what stands there, what is only shown when there is something."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.participation import Agreement, DayKind, Entry, StepHistory, route_weeks
from lib.ui.taking_part import day_rows, week_rows
from lib.ui.text import speak

SCREEN = """
from datetime import UTC, date, datetime, time, timedelta
from lib.domain.calendar import at_local
from lib.domain.caseload import Progress, Record, SessionMood, ratings, standing
from lib.domain.people import Client
from lib.domain.routes import AgreedRest, Proposer, Version
from lib.domain.sessions import Attendance, Outcome
from lib.ui import taking_part, text
from tests.cast import NOW, step, told

text.speak("nl")
began = date(2026, 1, 5)

def day(n):
    return began + timedelta(days=n)

def held(n, willingness=None, expected=None, after=None, attendance=Attendance.CAME):
    at = at_local(day(n), time(9, 0))
    return SessionMood(f"s{n}", at, attendance, None, None, after, None, willingness, expected)

WALK, NOT = told("walk", Outcome.MINI, *map(day, WORKED)), told("walk", Outcome.NOT_DONE, day(1))
record = Record(
    client=Client("b", "Bob Twijnstra", "", "i", "Ines", "n", "Noord", began, None, 1),
    versions=(Version(1, began, (step(per_week=7),), Proposer.CLIENT, "past", "Ines", NOW),)
    if ROUTE else (),
    rests=(AgreedRest("r", None, day(2), day(3), "griep"),),
    check_ins=(*WALK, *NOT) if ROUTE else (),
    day_moods=(),
    sessions=tuple(held(*one) for one in SESSIONS),
    next_appointment=None,
)
of = Progress(record, standing(record, today=day(TODAY)), ratings(record))
taking_part.PART(of, today=day(TODAY))
"""


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return date(2026, 1, 5) + timedelta(days=n)


def screen(part: str, **facts: Any) -> AppTest:
    """Run one part; `worked` are the days of a step done, `sessions` their day and numbers."""
    known = {"today": 9, "worked": (0, 7), "sessions": (), "route": True, **facts}
    script = SCREEN.replace("PART", part)
    for name, value in known.items():
        script = script.replace(name.upper(), repr(value))
    found = AppTest.from_string(script, default_timeout=20).run()
    assert not found.exception
    return found


def bold(page: AppTest) -> list[str]:
    return [
        one.value.strip("*").replace("\\", "")
        for one in page.markdown
        if one.value.startswith("**")
    ]


TITLES = ("Meedoen", "Dag voor dag", "Ritme")


def test_weeks_days_and_rhythm_each_open_with_a_sentence() -> None:
    page = screen("show", sessions=((2,), (9,)))
    titles = [one.value for one in page.subheader]
    assert [one for one in dict.fromkeys(titles) if one in TITLES] == list(TITLES)
    assert bold(page)[1:] == [
        "De laatste 2 weken: op minstens 2 dagen iets gedaan, rust op 2 dagen. "
        "Van 4 dagen is niets bekend.",
        "Ritme: nog te vroeg om iets te zeggen.",
    ]


def test_both_figures_are_told_to_who_does_not_see_them() -> None:
    page = screen("show", sessions=((2,), (9,)))
    weeks, calendar = (one.proto.alt for one in page.get("plotly_chart"))
    assert weeks.startswith("Minstens 1 van 5 momenten gedaan in 1 hele week")
    assert "Deze week tot nu toe: 1 van 7 momenten." in weeks
    assert "Dagen: gedaan: 2; niet gelukt: 1; niet ingevuld: 5; rust: 2." in calendar
    assert calendar.endswith("2 dagen met een sessie.")


def test_before_a_route_there_is_no_figure_and_no_empty_calendar() -> None:
    page = screen("show", route=False)
    assert page.get("plotly_chart") == []
    assert "Dag voor dag" not in [one.value for one in page.subheader]


# -- return -----------------------------------------------------------------------------------


def test_without_a_return_there_is_nothing_about_it() -> None:
    for worked in ((), (0, 7), (0,)):
        page = screen("returns_card", worked=worked, today=90)
        assert (list(page.markdown), list(page.subheader)) == ([], [])


def test_a_return_is_told_with_its_days_and_its_meaning() -> None:
    page = screen("returns_card", worked=(0, 1, 20, 21, 50), today=60)
    assert bold(page) == [
        "2 keer weer begonnen na een stille tijd. De middelste van die tijden duurde 22 dagen."
    ]
    assert [one.value for one in page.caption] == ["Weer beginnen telt."]
    assert [one.label for one in page.expander] == ["De dagen van terugkeer hierachter"]


def test_a_session_the_client_came_to_is_a_return_too() -> None:
    page = screen("returns_card", worked=(0,), sessions=((40,),), today=60)
    assert bold(page) == ["1 keer weer begonnen na een stille tijd. Dat was na 36 stille dagen."]


# -- little willingness -----------------------------------------------------------------------


def test_the_times_with_little_willingness_are_read_together() -> None:
    low = tuple((n, 3, 4, 6) for n in range(6))
    page = screen("later_willing_card", sessions=(*low, (7, 8, 4, 6)))
    assert bold(page) == [
        "“6 keer was je zin vooraf 3 of lager, en ging je toch. Van 6 keer weten we hoe het "
        "voelde: 6 lichter dan je dacht, 0 gelijk, 0 zwaarder.”"
    ]
    assert [one.value for one in page.caption] == [
        "Om samen te lezen. Dit zijn tellingen; ze zeggen niet waarom."
    ]


def test_a_few_times_are_too_few_for_a_sentence() -> None:
    page = screen("later_willing_card", sessions=tuple((n, 2, 4, 6) for n in range(4)))
    assert bold(page) == ["Nog te weinig keren om iets over te zeggen (4 van 6)."]
    assert [one.value for one in page.caption] == []


def test_without_little_willingness_there_is_nothing_about_it() -> None:
    page = screen("later_willing_card", sessions=((1, 4, 4, 6), (2,)))
    assert (list(page.markdown), list(page.subheader)) == ([], [])


def test_sessions_to_come_are_not_counted() -> None:
    page = screen("later_willing_card", sessions=tuple((n, 2, 4, 6) for n in range(6, 12)))
    assert bold(page) == ["Nog te weinig keren om iets over te zeggen (4 van 6)."]


# -- as a file --------------------------------------------------------------------------------


def test_the_weeks_of_a_file_say_what_is_not_known_by_saying_nothing() -> None:
    steps = (StepHistory("walk", (Agreement(day(0), 3, 5.0),), (), (Entry(day(0)),)),)
    newest, unknown, oldest = week_rows(route_weeks(steps, today=day(15)))
    assert list(oldest.values()) == [day(0), 3, 1, 0, 0]
    assert list(unknown.values()) == [day(7), 3, None, None, 0]
    assert list(newest.values()) == [day(14), 3, None, None, 0]


def test_each_day_of_a_file_has_its_kind_in_words() -> None:
    kinds = {day(0): DayKind.DONE, day(1): DayKind.NOT_FILLED_IN}
    assert [list(row.values()) for row in day_rows(kinds, {day(0)})] == [
        [day(1), "niet ingevuld", None],
        [day(0), "gedaan", "ja"],
    ]
