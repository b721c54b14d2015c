"""The two weeks on the screen: calm words, in lists a screen reader can read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.fortnight import Fortnight, coming
from lib.domain.routes import AgreedRest, Proposer, RestKind, SizeOf, Step, Version
from lib.ui.fortnight import in_words
from lib.ui.text import speak
from tests.cast import step

MADE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 30)
WALK = replace(step("walk"), activity="Naar de brievenbus", cue="als ik koffie op heb")
WINDOW = replace(step("window", per_week=7), activity="Raam open", mini=SizeOf("één keer", 30))
CYCLE = replace(
    step("cycle", per_week=2), activity="Fietsen", days=(2, 5), at=time(10, 0), cue="na het ontbijt"
)

SHOWN = """
import streamlit as st
from lib.ui import fortnight, text
text.speak("nl")
fortnight.show(st.session_state["coming"])
"""


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def two_weeks(
    *steps: Step,
    rests: tuple[AgreedRest, ...] = (),
    today: date = MONDAY,
    met: tuple[datetime, ...] = (),
) -> Fortnight:
    agreed = [Version(1, date(2026, 11, 2), steps, Proposer.CLIENT, "past", "Ines", MADE)]
    return coming(agreed, rests, today=today, appointments=met)


def test_a_week_says_how_often_and_on_which_days() -> None:
    met = (datetime(2026, 12, 2, 8, 15, tzinfo=UTC),)
    first, second = in_words(two_weeks(WALK, WINDOW, CYCLE, met=met))
    assert (first.name, first.days) == ("Deze week", "ma 30 nov t/m zo 6 dec")
    assert first.on_any_day == (
        ("Naar de brievenbus", ("3×, op welke dag je wilt", "Als ik koffie op heb, dan …")),
        ("Raam open", ("elke dag, ergens op de dag",)),
    )
    assert first.on_its_day == (
        (
            "wo 2 dec",
            ("afspraak om 09:15 uur", "Fietsen, om 10:00 uur", "Na het ontbijt, dan …"),
        ),
        ("za 5 dec", ("Fietsen, om 10:00 uur",)),
    )
    # What a step follows on is told once.
    assert second.name == "Volgende week"
    assert second.on_any_day[0] == ("Naar de brievenbus", ("3×, op welke dag je wilt",))
    assert not first.goes_on


def test_days_of_the_same_rest_are_one_line_and_the_day_after_says_begin_again() -> None:
    rests = (
        AgreedRest(
            "r", None, date(2026, 12, 3), date(2026, 12, 8), "moe", RestKind.RECOVERY_WEEK, "window"
        ),
    )
    first, second = in_words(two_weeks(WINDOW, rests=rests))
    assert first.on_its_day == (("do 3 t/m zo 6 dec", ("herstelweek, er hoeft niets",)),)
    assert first.on_any_day == (("Raam open", ("op elke dag zonder rust, ergens op de dag",)),)
    assert second.on_its_day == (
        ("ma 7 t/m di 8 dec", ("herstelweek, er hoeft niets",)),
        (
            "wo 9 dec",
            ("weer beginnen, zo klein als je wilt: Raam open, één keer (30 seconden)",),
        ),
    )


def test_rest_of_one_step_is_said_of_that_step_alone() -> None:
    rests = (AgreedRest("r", "walk", MONDAY, MONDAY + timedelta(days=1), "moe"),)
    (first, _) = in_words(two_weeks(WALK, WINDOW, CYCLE, rests=rests))
    assert first.on_its_day[0] == ("ma 30 nov t/m di 1 dec", ("rust voor “Naar de brievenbus”",))
    assert dict(first.on_any_day)["Raam open"] == ("elke dag, ergens op de dag",)


def test_nothing_that_was_is_told() -> None:
    """On the last day of a week, that week says nothing of the days before."""
    first, *_ = in_words(two_weeks(WALK, CYCLE, today=date(2026, 12, 6)))
    assert first.days == "zo 6 dec"
    assert first.on_any_day == (
        ("Naar de brievenbus", ("1×, op welke dag je wilt", "Als ik koffie op heb, dan …")),
    )
    assert first.on_its_day == ()


def screen(found: Fortnight) -> AppTest:
    page = AppTest.from_string(SHOWN, default_timeout=20)
    page.session_state["coming"] = found
    page.run()
    assert not page.exception
    return page


def test_the_screen_holds_each_week_as_a_heading_and_lists() -> None:
    page = screen(two_weeks(WALK, CYCLE, today=date(2026, 11, 27)))
    assert [one.value for one in page.subheader] == ["Deze week", "Volgende week", "De week erna"]
    lists = [one.value for one in page.markdown]
    assert len(lists) == 6
    assert all(line.startswith(("- **", "  ")) for one in lists for line in one.split("\n"))
    assert lists[0].split("\n")[0] == "- **Naar de brievenbus**  "
    said = [one.value for one in page.caption]
    assert said[-1] == "Deze week loopt nog door. Het aantal keer is voor de hele week."
    assert sum("loopt nog door" in one for one in said) == 1


def test_two_weeks_without_anything_say_so() -> None:
    page = screen(two_weeks())
    assert [one.value for one in page.caption] == ["In deze twee weken staat nog niets."]
    # A week of nothing beside one of something.
    met = (datetime(2026, 12, 9, 9, 0, tzinfo=UTC),)
    said = [one.value for one in screen(two_weeks(met=met)).caption]
    assert "Deze week staat er niets." in said


def test_what_people_typed_is_text_and_never_markup() -> None:
    typed = "**vet** [x](http://x.example) :red[r] <b>b</b>\n# kop"
    page = screen(two_weeks(replace(WALK, activity=typed, cue=typed, per_week=1, days=(2,))))
    for one in page.markdown:
        assert "[x](" not in one.value
        assert "<b>" not in one.value.replace("\\<b", "")
        assert ":red[" not in one.value
