"""The shelf on the screen: what is chosen comes back as a step, with what is known of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.starts import Starts
from lib.ui import sentences
from lib.ui.text import speak

SCRIPT = """
import streamlit as st
from dataclasses import replace
from datetime import UTC, datetime
from lib.domain.shelf import Shelf
from lib.domain.starts import Starts
from lib.domain.step_library import team_key
from lib.domain.team_steps import TeamStep
from lib.storage.step_library import ideas
from lib.ui import step_shelf, text

text.speak(LANGUAGE)
letterbox = next(idea for idea in ideas() if idea.key == "letterbox")
name = {"nl": "Om de [kerk](x)", "en": "Om de [kerk](x)"}
own = TeamStep(
    "1" * 32, "noord", replace(letterbox, key=team_key("1" * 32), activity=name),
    "Ines", datetime(2026, 3, 18, tzinfo=UTC), 1,
)
shelf = Shelf(ideas(), (own,), {"letterbox": Starts(22, 16)})
st.session_state["found"] = step_shelf.choose("here", shelf)
"""
OWN = "team:" + "1" * 32


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def opened(language: str = "nl") -> Any:
    page = AppTest.from_string(SCRIPT.replace("LANGUAGE", repr(language)), default_timeout=30)
    page.run()
    assert not page.exception
    return page


def chosen(page: Any, key: str) -> Any:
    page.selectbox[0].set_value(key).run()
    assert not page.exception
    return page


def read(page: Any) -> str:
    return " / ".join(one.value for one in (*page.markdown, *page.caption))


def test_nothing_is_chosen_by_itself() -> None:
    page = opened()
    assert page.session_state["found"] is None
    assert page.selectbox[0].value is None


@pytest.mark.parametrize(
    ("language", "activity", "said"),
    [
        ("nl", "Naar de brievenbus", "22 keer geprobeerd, minstens 16 keer vervolgd."),
        ("en", "To the letterbox", "Tried 22 times, and at least 16 times it went on."),
    ],
)
def test_what_is_chosen_is_shown_whole_and_comes_back_as_a_step(
    language: str, activity: str, said: str
) -> None:
    page = chosen(opened(language), "letterbox")
    step = page.session_state["found"]
    assert (step.activity, step.idea, len(step.key)) == (activity, "letterbox", 32)
    for size in step.sizes.values():
        assert size.text.rstrip(".") in read(page)
    assert said in read(page).replace("\\", "")


def test_an_idea_that_too_few_tried_says_nothing_of_it() -> None:
    page = chosen(opened(), "bench")
    assert page.session_state["found"].idea == "bench"
    assert "keer geprobeerd" not in read(page)


def test_a_step_of_the_team_says_so_and_its_words_are_only_text() -> None:
    page = chosen(opened(), OWN)
    assert page.session_state["found"].activity == "Om de [kerk](x)"
    assert "bedacht door je team" in read(page)
    assert "[kerk](x)" not in read(page)
    assert page.selectbox[0].options[0] == "Om de [kerk](x) (van je team)"


def test_words_and_wishes_narrow_the_list() -> None:
    page = opened()
    everything = len(page.selectbox[0].options)
    page.text_input[0].set_value("EENDJES KERK").run()
    assert page.selectbox[0].disabled
    page.text_input[0].set_value("kerk").run()
    assert page.selectbox[0].options == ["Om de [kerk](x) (van je team)"]
    page.text_input[0].set_value("").run()
    assert len(page.selectbox[0].options) == everything


@pytest.mark.parametrize(
    ("counted", "dutch"),
    [
        (Starts(5, 0), "5 keer geprobeerd."),
        (Starts(5, 1), "5 keer geprobeerd, minstens 1 keer vervolgd."),
        (Starts(22, 16), "22 keer geprobeerd, minstens 16 keer vervolgd."),
        (Starts(5, 5), "5 keer geprobeerd en elke keer vervolgd."),
    ],
)
def test_a_count_is_said_without_a_share_and_without_a_zero(counted: Starts, dutch: str) -> None:
    assert sentences.good_start(counted) == dutch
    assert "%" not in dutch
