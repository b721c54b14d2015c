"""The tables behind the numbers: every row there, newest first, and nothing unknown as zero."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain import participation
from lib.domain.calendar import at_local
from lib.domain.caseload import SessionMood
from lib.domain.mood import Rating
from lib.domain.participation import (
    Agreement,
    DayKind,
    Entry,
    Rest,
    Status,
    StepHistory,
    route_weeks,
)
from lib.domain.returns import Return
from lib.domain.sessions import OUTCOME_WORDS, Attendance, CheckIn, Outcome
from lib.ui import frames
from lib.ui.text import speak, t

MONDAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def step(key: str, per_week: int, *entries: Entry, rests: tuple[Rest, ...] = ()) -> StepHistory:
    return StepHistory(key, (Agreement(day(0), per_week, 5.0),), rests, entries)


def done(*days: int) -> tuple[Entry, ...]:
    return tuple(Entry(day(n)) for n in days)


def session(n: int, attendance: Attendance = Attendance.CAME, **numbers: int) -> SessionMood:
    scales: dict[str, int | None] = {"before": None, "during": None, "after": None, "effort": None}
    return SessionMood(f"s{n}", at_local(day(n), time(9, 0)), attendance, **{**scales, **numbers})


def rows(frame: Any) -> list[list[Any]]:
    return [list(row) for row in frame.itertuples(index=False)]


# -- weeks ------------------------------------------------------------------------------------


def test_weeks_stand_newest_first_with_every_number_of_the_week() -> None:
    weeks = route_weeks([step("walk", 3, *done(0, 2, 7, 8, 9, 10, 21))], today=day(22))
    frame = frames.weeks(weeks)
    assert list(frame.columns) == [
        "week",
        "afgesproken",
        "gedaan",
        "extra",
        "dagen rust",
        "telt mee in het getal",
    ]
    assert rows(frame) == [
        ["week van ma 26 jan", "3", "1", "", "", "nee, loopt nog"],
        ["week van ma 19 jan", "3", "niet ingevuld", "", "", "ja"],
        ["week van ma 12 jan", "3", "3", "1", "", "ja"],
        ["week van ma 5 jan", "3", "2", "", "", "ja"],
    ]


def test_the_same_table_speaks_english() -> None:
    speak("en")
    weeks = route_weeks([step("walk", 3, *done(0))], today=day(1))
    frame = frames.weeks(weeks)
    assert list(frame.columns)[:3] == ["week", "agreed", "done"]
    assert rows(frame) == [["week of Mon 5 Jan", "3", "1", "", "", "no, still running"]]


def test_only_the_weeks_the_figure_is_made_of_count_in_it() -> None:
    weeks = route_weeks([step("walk", 3, *done(0, 7, 14, 21, 28, 35))], today=day(43))
    assert list(frames.weeks(weeks)["telt mee in het getal"]) == [
        "nee, loopt nog",
        *["ja"] * 4,
        *["nee, langer geleden"] * 2,
    ]
    used = participation.summary(weeks).weeks_used
    assert [one.start in used for one in reversed(weeks)] == [
        said == "ja" for said in frames.weeks(weeks)["telt mee in het getal"]
    ]


def test_weeks_of_rest_in_between_let_older_weeks_count_but_not_past_two_months() -> None:
    resting = (Rest(day(14), day(41)),)
    near = route_weeks([step("walk", 7, *done(0, 7, 42, 49), rests=resting)], today=day(56))
    assert list(frames.weeks(near)["telt mee in het getal"])[-2:] == ["ja", "ja"]
    far = route_weeks([step("walk", 7, *done(0, 7, 42, 49), rests=resting)], today=day(70))
    assert list(frames.weeks(far)["telt mee in het getal"])[-2:] == ["nee, langer geleden"] * 2


def test_a_week_of_another_year_than_the_newest_says_its_year() -> None:
    weeks = route_weeks([StepHistory("walk", (Agreement(day(-14), 3, 5.0),), (), ())], today=day(0))
    assert list(frames.weeks(weeks)["week"]) == [
        "week van ma 5 jan",
        "week van ma 29 dec 2025",
        "week van ma 22 dec 2025",
    ]


@pytest.mark.parametrize("today", [0, 6, 7, 20])
def test_a_week_nobody_told_about_is_not_filled_in_and_never_nought(today: int) -> None:
    frame = frames.weeks(route_weeks([step("walk", 3)], today=day(today)))
    assert set(frame["gedaan"]) == {"niet ingevuld"}


def test_a_week_in_which_it_did_not_work_out_is_nought() -> None:
    weeks = route_weeks([step("walk", 3, Entry(day(2), Status.NOT_DONE))], today=day(7))
    assert rows(frames.weeks(weeks))[1][1:3] == ["3", "0"]


def test_the_running_week_counts_the_moments_of_every_step() -> None:
    steps = [step("walk", 3, *done(0, 1)), step("stretch", 2, *done(0))]
    assert rows(frames.weeks(route_weeks(steps, today=day(3))))[0][1:3] == ["5", "3"]


def test_a_week_of_rest_names_its_days_and_why_it_does_not_count() -> None:
    resting = (Rest(day(7), day(11)),)
    weeks = route_weeks([step("walk", 7, *done(0, 12), rests=resting)], today=day(14))
    assert rows(frames.weeks(weeks))[1] == [
        "week van ma 12 jan",
        "2",
        "1",
        "",
        "5",
        "nee, minder dan 4 dagen met een stap",
    ]


def test_without_weeks_the_table_is_empty() -> None:
    assert frames.weeks(()).empty


# -- what became of each step -----------------------------------------------------------------


def test_days_stand_newest_first_with_the_step_and_what_became_of_it() -> None:
    check_ins = [
        CheckIn("walk", day(0), Outcome.MINI),
        CheckIn("stretch", day(9), Outcome.REST),
        CheckIn("walk", day(3), Outcome.NOT_DONE),
    ]
    frame = frames.check_ins(check_ins, {"walk": "Een ommetje", "stretch": "Rekken"})
    assert list(frame.columns) == ["dag", "stap", "hoe het ging"]
    assert rows(frame) == [
        ["wo 14 jan", "Rekken", "rust"],
        ["do 8 jan", "Een ommetje", "niet gelukt"],
        ["ma 5 jan", "Een ommetje", "gedaan: mini"],
    ]


def test_a_day_of_another_year_than_the_newest_says_its_year() -> None:
    told = [CheckIn("walk", day(n), Outcome.MINI) for n in (-8, -5, 0)]
    assert list(frames.check_ins(told, {})["dag"]) == [
        "ma 5 jan",
        "wo 31 dec 2025",
        "zo 28 dec 2025",
    ]
    given = [Rating(day(n), 5) for n in (-8, 0)]
    assert list(frames.moods(given, ())["dag"]) == ["ma 5 jan", "zo 28 dec 2025"]


OLDER = """
from datetime import date, timedelta
from lib.domain.mood import Rating
from lib.domain.sessions import CheckIn, Outcome
from lib.ui import frames, text
import streamlit as st

text.speak("nl")
days = [date(2026, 1, 5) + timedelta(days=n) for n in DAYS]
st.table(frames.check_ins([CheckIn("walk", day, Outcome.MINI) for day in days], {}))
st.table(frames.moods([Rating(day, 5) for day in days], []))
"""


@pytest.mark.parametrize(
    ("days", "recent", "label"),
    [
        ([0, 55], 2, None),
        ([0, 56], 1, "Toon ook 1 oudere rij"),
        ([0, 1, 55, 56, 110, 111], 3, "Toon ook 3 oudere rijen"),
    ],
)
def test_the_last_eight_weeks_stand_there_and_the_older_days_when_asked(
    days: list[int], recent: int, label: str | None
) -> None:
    page = AppTest.from_string(OLDER.replace("DAYS", repr(days)), default_timeout=20).run()
    assert not page.exception
    assert [one.label for one in page.toggle] == ([label] * 2 if label else [])
    assert [len(one.value) for one in page.table] == [recent] * 2
    for at in range(len(page.toggle)):
        page.toggle[at].set_value(True)
    page.run()
    assert [len(one.value) for one in page.table] == [len(days)] * 2


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_outcome_has_its_word(language: str) -> None:
    speak(language)
    frame = frames.check_ins([CheckIn("walk", day(0), one) for one in Outcome], {"walk": "x"})
    assert list(frame.iloc[:, 2]) == [t(OUTCOME_WORDS[one]) for one in Outcome]


def test_the_name_of_a_step_is_text_and_never_markup() -> None:
    frame = frames.check_ins(
        [CheckIn("walk", day(0), Outcome.MINI)], {"walk": "![](http://evil.nl/p.png)"}
    )
    assert frame.iloc[0, 1].startswith("\\!\\[\\]\\(http\\:\u2060//")


def test_a_step_without_a_name_and_a_table_without_rows_do_not_break() -> None:
    frame = frames.check_ins([CheckIn("gone", day(0), Outcome.MINI)], {})
    assert frame.iloc[0, 1] == ""
    assert frames.check_ins((), {}).empty


# -- mood per day -----------------------------------------------------------------------------


def test_mood_stands_newest_first_with_the_numbers_of_the_session_that_day() -> None:
    frame = frames.moods(
        [Rating(day(0), 6), Rating(day(3), 5), Rating(day(3), 6)],
        [session(3, before=5, during=7, after=8, effort=2)],
    )
    assert list(frame.columns) == [
        "dag",
        "stemming",
        "onderweg",
        "daarna",
        "inspanning",
        "sessie",
    ]
    assert rows(frame) == [
        ["do 8 jan", "5,5", "7", "8", "2", "was er"],
        ["ma 5 jan", "6", "–", "–", "–", ""],
    ]


def test_a_number_nobody_gave_is_a_dash_and_a_given_nought_is_nought() -> None:
    frame = frames.moods([], [session(0), session(1, during=0, after=0, effort=0)])
    assert [row[1:5] for row in rows(frame)] == [["–", "0", "0", "0"], ["–"] * 4]


def test_a_session_nobody_came_to_is_a_row_with_dashes() -> None:
    speak("en")
    (row,) = rows(frames.moods([], [session(0, Attendance.ABSENT)]))
    assert row == ["Mon 5 Jan", "–", "–", "–", "–", "did not come"]


def test_two_sessions_on_one_day_are_two_rows() -> None:
    late = SessionMood("s", at_local(day(0), time(16, 0)), Attendance.CAME, None, None, 9, None)
    frame = frames.moods([Rating(day(0), 4)], [session(0, after=6), late])
    assert [row[:4] for row in rows(frame)] == [
        ["ma 5 jan", "4", "–", "6"],
        ["ma 5 jan", "4", "–", "9"],
    ]


def test_a_session_stands_on_its_day_in_amsterdam() -> None:
    late = SessionMood(
        "s", datetime(2026, 1, 5, 23, 30, tzinfo=UTC), Attendance.CAME, None, None, 4, None
    )
    assert rows(frames.moods([], [late]))[0][0] == "di 6 jan"


def test_without_numbers_the_table_of_mood_is_empty() -> None:
    assert frames.moods((), ()).empty


# -- days, returns and little willingness -----------------------------------------------------


def test_the_calendar_is_a_row_for_each_week_with_the_kind_of_each_day_in_words() -> None:
    week = [*DayKind, DayKind.DONE, DayKind.DONE]
    kinds = {day(n): kind for n, kind in enumerate([*week, DayKind.NOT_FILLED_IN])}
    frame = frames.days(kinds, {day(4)}, today=day(7))
    assert list(frame.columns) == ["week", "ma", "di", "wo", "do", "vr", "za", "zo"]
    assert rows(frame) == [
        # Today is not over, and the days to come are left open.
        ["ma 12 jan", "nog niet ingevuld", "", "", "", "", "", ""],
        [
            "ma 5 jan",
            "niet gevraagd",
            "rust",
            "niet ingevuld",
            "niet gelukt",
            "gedaan · sessie",
            "gedaan",
            "gedaan",
        ],
    ]
    assert frames.days({}, (), today=day(0)).empty


def test_returns_stand_newest_first_with_their_day() -> None:
    frame = frames.came_back([Return(day(-20), 16), Return(day(40), 20)])
    assert rows(frame) == [["za 14 feb", "20"], ["di 16 dec 2025", "16"]]
    assert list(frame.columns) == ["dag van terugkeer", "stille dagen ervoor"]
    assert frames.came_back([]).empty


def test_only_the_times_with_little_willingness_stand_behind_their_sentence() -> None:
    held = [
        session(0, willingness=3, expected=4, after=6),
        session(1, willingness=4, expected=4, after=6),
        session(2, expected=4, after=6),
        session(3, Attendance.CANCELLED, willingness=0),
    ]
    assert rows(frames.little_willingness(held)) == [
        ["do 8 jan", "0", "nee", "–", "–"],
        ["ma 5 jan", "3", "ja", "4", "6"],
    ]
    assert frames.little_willingness([]).empty
