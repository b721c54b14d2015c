"""The step suggestion on the screen: calm, with its reasons and counts, for the coach alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.advice import (
    STOPS,
    Amount,
    Code,
    Inputs,
    SessionTold,
    Suggestion,
    WeekTold,
    Why,
    suggest,
)
from lib.domain.advice_inputs import StepAdvice
from lib.domain.advice_settings import BY_NAME, SETTINGS, Parameters, SettingNow
from lib.domain.basis import Profile, Wish
from lib.ui import advice_panel, team_settings_form
from lib.ui.text import speak
from tests.cast import NOW, step
from tests.test_locales import shaming

WALK = step("walk")
USUAL = Parameters()
WEEK, NEXT = date(2026, 3, 2), date(2026, 3, 9)
LIGHT = Inputs(
    current=Amount(300, 3),
    weeks=(WeekTold(3, 3, 1.0, WEEK), WeekTold(2, 3, 0.7, NEXT)),
    sessions=(SessionTold(3, 2),) * 3,
    confidence=8,
)
EVERY: dict[str, dict[str, Any]] = {
    "contact_first": {"safety_open": True},
    "no_step_advice": {"pem": True},
    "paused": {"paused": True},
    "restart_smaller": {"days_since_resume": 1, "pause_length_days": 20},
    "restart_same": {"days_since_resume": 1, "pause_length_days": 3},
    "wish_smaller": {"wish": Wish.SMALLER},
    "wish_same": {"wish": Wish.SAME},
    "worse": {"sessions": (SessionTold(3, 2, True),) * 3},
    "worse_once": {"sessions": (SessionTold(3, 2, True), *(SessionTold(3, 2),) * 2)},
    "no_weeks": {"weeks": ()},
    "few_moments": {"weeks": (WeekTold(0, 3, 0.0, WEEK), WeekTold(1, 3, 0.3, NEXT))},
    "smallest": {
        "current": Amount(60, 1),
        "weeks": (WeekTold(0, 1, 0.0, WEEK), WeekTold(0, 1, 0.0, NEXT)),
    },
    "heavy": {"sessions": (SessionTold(8, 1),) * 3},
    "feels_low": {"sessions": (SessionTold(3, -2),) * 3},
    "much_more": {"weeks": (WeekTold(3, 3, 2.5, WEEK), WeekTold(3, 3, 2.5, NEXT))},
    "larger_may": {},
    "full": {"ceiling": 300, "current": Amount(300, 7)},
    "open": {
        "weeks": (WeekTold(1, 2, 1.0, WEEK), WeekTold(2, 3, 0.7, NEXT)),
        "sessions": (SessionTold(5, -1),),
        "confidence": 4,
        "days_since_increase": 3,
    },
    "unknown": {"sessions": (), "confidence": None},
}


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def found(name: str) -> Suggestion:
    return suggest(replace(LIGHT, **EVERY[name]))


def all_that_is_said(name: str) -> list[str]:
    one = found(name)
    about = StepAdvice(WALK, one, NEXT, True)
    return [
        advice_panel.t(advice_panel.SAYS[one.code]),
        *advice_panel.reasons(one, USUAL, Profile.STANDARD),
        *advice_panel.becomes(one, WALK),
        *advice_panel.behind(about, USUAL),
    ]


def test_every_code_and_every_reason_is_said_here() -> None:
    assert {found(name).code for name in EVERY} == set(Code)
    assert {why for name in EVERY for why in found(name).reasons} | {
        # Said as the long rest is; and the day after once.
        Why.SHORT_REST,
    } == set(Why)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_all_is_said_whole_and_shames_nobody(name: str, language: str) -> None:
    speak(language)
    for sentence in all_that_is_said(name):
        assert sentence
        assert not re.search(r"[{}]|None|nan", sentence)
        assert not shaming(sentence)
        assert "moet" not in sentence.split()
        assert "%" not in sentence


@pytest.mark.parametrize(
    ("name", "says", "reasons", "becomes"),
    [
        (
            "larger_may",
            "Een beetje meer mag. Het hoeft nooit.",
            ["In 2 weken minstens 5 van 6 momenten, en het voelde licht."],
            ["langer: 7 minuten, 3× per week", "vaker: 5 minuten, 4× per week"],
        ),
        (
            "few_moments",
            "De stap past nog niet. We maken hem kleiner.",
            ["In 2 weken minstens 1 van 6 momenten. De stap vraagt nu te veel."],
            ["Bijvoorbeeld: 4 minuten, 3× per week"],
        ),
        (
            "smallest",
            "Kleiner kan bijna niet. Misschien past een ander moment of een andere vorm beter.",
            ["In 2 weken minstens 0 van 2 momenten. De stap vraagt nu te veel."],
            [],
        ),
        (
            "contact_first",
            "Eerst contact. Een stap kan wachten.",
            ["Er staat een zorgsignaal open."],
            [],
        ),
        ("paused", "Er is rust afgesproken. Er hoeft nu niets.", ["Deze stap rust vandaag."], []),
        (
            "restart_smaller",
            "Fijn om weer te beginnen, een beetje kleiner.",
            ["De rust duurde 20 dagen."],
            ["Bijvoorbeeld: 4 minuten, 3× per week"],
        ),
        (
            "restart_same",
            "Fijn om weer te beginnen, met dezelfde stap.",
            ["De rust duurde 3 dagen."],
            [],
        ),
        (
            "feels_low",
            "De stap past nog niet. We maken hem kleiner.",
            ["Het middelste cijfer voor onderweg is 3, en dat is lager dan 5."],
            ["Bijvoorbeeld: 4 minuten, 3× per week"],
        ),
        (
            "open",
            "De stap mag blijven zoals hij is.",
            [
                "In 2 weken minstens 3 van 5 momenten; vanaf 80 van elke 100 mag een stap groter.",
                "In een van deze weken lukten er minder momenten.",
                "Nog te weinig cijfers voor inspanning of voor onderweg: "
                "1 van de 3 die nodig zijn.",
                "Het middelste cijfer voor inspanning is 5: het voelt nog niet licht.",
                "Het middelste cijfer voor onderweg is 4, en dat is lager dan 5.",
                "De cliënt geeft een 4 voor hoe zeker de volgende stap is; "
                "vanaf 7 lukt het meestal.",
                "De stap werd 3 dagen geleden groter; laat er 14 dagen voorbijgaan.",
            ],
            [],
        ),
    ],
)
def test_a_suggestion_is_said_with_its_reasons_and_counts(
    name: str, says: str, reasons: list[str], becomes: list[str]
) -> None:
    one = found(name)
    assert advice_panel.t(advice_panel.SAYS[one.code]) == says
    assert advice_panel.reasons(one, USUAL, Profile.STANDARD) == reasons
    current = EVERY[name].get("current", LIGHT.current)
    about = step("walk", minutes=current.seconds / 60, per_week=current.per_week)
    assert advice_panel.becomes(one, about) == becomes


def test_the_numbers_behind_it_have_their_weeks_and_counts() -> None:
    about = StepAdvice(WALK, found("larger_may"), NEXT, True)
    assert advice_panel.behind(about, USUAL) == [
        "Week van ma 2 mrt: 3 van 3 momenten",
        "Week van ma 9 mrt: minstens 2 van 3 momenten",
        "Inspanning: 3 is het middelste van 3 cijfers",
        "Onderweg: 7 is het middelste van 3 cijfers",
        "De dag erna slechter: 0 keer verteld in 14 dagen.",
        "Zeker van de volgende stap: 8",
        "De stap is nog niet groter gemaakt.",
        "Sinds 09-03-2026 is de stap zoals nu. "
        "Wat daarvoor is verteld, gaat over hoe hij toen was.",
    ]


def test_what_is_not_known_is_said_and_never_drawn_as_zero() -> None:
    one = suggest(Inputs(current=Amount(300, 3)))
    assert advice_panel.behind(StepAdvice(WALK, one, WEEK, False), USUAL) == [
        "Er is nog geen hele week waarvan iets is ingevuld.",
        "Inspanning: niet verteld",
        "Onderweg: niet verteld",
        "De dag erna slechter: 0 keer verteld in 14 dagen.",
        "Zeker van de volgende stap: niet verteld",
        "De stap is nog niet groter gemaakt.",
    ]


def test_the_wait_of_the_cautious_profile_is_named() -> None:
    told = replace(LIGHT, profile=Profile.CAUTIOUS, days_since_increase=15)
    (said,) = advice_panel.reasons(suggest(told), USUAL, Profile.CAUTIOUS)
    assert said == "De stap werd 15 dagen geleden groter; laat er 21 dagen voorbijgaan."


# -- on the page ------------------------------------------------------------------------------

PAGE = """
import streamlit as st
from tests.ui.test_advice_panel import drawn

drawn(st.session_state["names"], st.session_state["together"], st.session_state["profile"])
"""


def drawn(names: list[str], together: str | None, profile: Profile) -> None:
    """Draw the panel as a page does, with a step for each of these names."""
    from lib.domain.advice_inputs import Advice
    from lib.ui import memory

    if together is not None:
        memory.keep("together", together)
    steps = tuple(StepAdvice(step(name), found(name), WEEK, False) for name in names)
    advice_panel.show(Advice("b" * 32, profile, USUAL, steps, begins=not steps))


def page(*names: str, together: str | None = None, profile: Profile = Profile.STANDARD) -> AppTest:
    run = AppTest.from_string(PAGE, default_timeout=20)
    run.session_state["names"] = list(names)
    run.session_state["together"] = together
    run.session_state["profile"] = profile
    run.run()
    assert not run.exception
    return run


def read(run: AppTest) -> str:
    parts = [*run.subheader, *run.caption, *run.markdown]
    said = [str(one.value) for one in parts] + [one.label for one in run.expander]
    return "\n".join(said).replace("\\", "")


@pytest.mark.parametrize("name", EVERY)
def test_it_says_for_whom_it_is_and_what_it_means(name: str) -> None:
    text = read(page(name))
    assert "Suggestie voor jou als beweegprofessional; bespreek het samen." in text
    assert "Stapsuggestie" in text
    assert "Waar je het over zou kunnen hebben" in text
    assert ("Inspanning: " in text) is (found(name).code not in STOPS)


def test_each_step_is_named_with_its_own_suggestion() -> None:
    text = read(page("larger_may", "heavy"))
    assert "een larger_may buiten" in text
    assert "een heavy buiten" in text
    assert "Het hoeft nooit" in text
    assert text.count("Een van de twee, nooit allebei tegelijk.") == 1
    assert "We maken hem kleiner" in text


def test_a_care_signal_is_said_once_and_not_for_each_step() -> None:
    text = read(page("contact_first", "contact_first"))
    assert text.count("Eerst contact") == 1
    assert "buiten" not in text


def test_it_is_out_of_sight_while_looking_together() -> None:
    assert read(page("larger_may", together=f"session:{'b' * 32}:new")) == ""
    assert read(page("larger_may", together=f"handbook:{'b' * 32}:view")) == ""
    assert read(page("larger_may", together=f"session:{'c' * 32}:new")) != ""


def test_without_a_step_only_the_cautious_profile_is_told_how_to_begin() -> None:
    assert read(page()) == ""
    assert "Bij 10 minuten is dat 6" in read(page(profile=Profile.CAUTIOUS))


# -- the settings -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "dutch"),
    [
        ("weeks", 2, "2 weken"),
        ("session_days", 14, "14 dagen"),
        ("ratings_from", 3, "3 cijfers"),
        ("worse_times_cautious", 1, "1 keer"),
        ("larger_from", 80, "80 van elke 100"),
        ("effort_light", 4, "4 op een schaal van 0 tot 10"),
        ("feeling_from", 0, "0 op een schaal van −5 tot +5"),
        ("feeling_from", -2, "−2 op een schaal van −5 tot +5"),
        ("ladder", (1, 2, 3, 5), "1-3, 5 minuten"),
    ],
)
def test_a_setting_is_said_in_its_unit(name: str, value: Any, dutch: str) -> None:
    assert team_settings_form.in_words(BY_NAME[name], value) == dutch


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_setting_can_be_read(language: str) -> None:
    speak(language)
    for setting in SETTINGS:
        said = team_settings_form.stands(SettingNow(setting, setting.usual))
        assert not re.search(r"[{}%]", said)
        assert not shaming(said)


def test_who_chose_a_setting_and_when_is_said() -> None:
    now = SettingNow(BY_NAME["weeks"], 3, "Lea Winkelaar", NOW)
    assert team_settings_form.stands(now) == (
        "Gewoon: 2 weken. Gekozen door Lea Winkelaar op 18-03-2026 10:30."
    )
    usual = SettingNow(BY_NAME["weeks"], 2)
    assert team_settings_form.stands(usual) == "Gewoon: 2 weken. Niemand koos iets anders."


TEAMS = """
import streamlit as st
from lib.domain.advice_settings import TeamSettings
from lib.domain.people import Team
from lib.ui import team_settings_form

teams = [TeamSettings(Team(name, name.upper()), ()) for name in st.session_state["teams"]]
st.write(team_settings_form.which(teams).team.name)
"""


def test_who_leads_one_team_is_not_asked_which_and_who_leads_two_may_choose() -> None:
    run = AppTest.from_string(TEAMS, default_timeout=20)
    run.session_state["teams"] = ["noord"]
    run.run()
    assert [one.value for one in run.markdown] == ["NOORD"]
    assert not run.get("button_group")
    run.session_state["teams"] = ["noord", "zuid"]
    run.run()
    assert [one.value for one in run.markdown] == ["NOORD"]
    assert run.get("button_group")
    run.session_state["team_settings"] = "zuid"
    run.run()
    assert [one.value for one in run.markdown] == ["ZUID"]
