"""The story of a route in words, and a hope beside what happened since."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.routes import Proposer, Version
from lib.ui import route_story
from lib.ui.text import speak
from tests.domain.test_changes import MONDAY, version, week


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def changed(*by: Proposer) -> list[Version]:
    begun = version(1, proposed_by=Proposer.TOGETHER)
    return [begun, *(version(at + 2, proposed_by=one) for at, one in enumerate(by))]


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ((), "De route staat zoals hij begon."),
        ((Proposer.CLIENT,), "1 aanpassing, 1 op voorstel van de cliënt."),
        (
            (Proposer.CLIENT,) * 5 + (Proposer.TOGETHER, Proposer.COACH),
            "7 aanpassingen, 5 op voorstel van de cliënt, 1 samen bedacht, "
            "1 op voorstel van de beweegprofessional.",
        ),
    ],
)
def test_the_story_in_short_counts_adjustments_and_whose_they_were(
    by: tuple[Proposer, ...], said: str
) -> None:
    assert route_story.in_short(changed(*by)) == said


def test_what_happened_since_stands_beside_what_was_before_as_counts() -> None:
    weeks = [week(n, done) for n, done in enumerate((1, 1, 1, 2, 0, 3, 3))]
    wednesday = MONDAY + timedelta(weeks=4, days=2)
    assert route_story.since(version(2, wednesday), weeks) == (
        "Sindsdien: 6 van 6 momenten (2 weken). Daarvoor: minstens 5 van 12 momenten (4 weken)."
    )


def test_a_week_nobody_told_about_is_named_and_is_no_zero() -> None:
    wednesday = MONDAY + timedelta(weeks=4, days=2)
    silent = [week(n, 0) for n in range(7)]
    assert route_story.since(version(2, wednesday), silent) == (
        "Sindsdien is er nog niets ingevuld (2 weken). Daarvoor is er niets ingevuld (4 weken)."
    )
    some = [*silent[:3], week(3, 2), *silent[4:6], week(6, 1)]
    assert route_story.since(version(2, wednesday), some) == (
        "Sindsdien: minstens 1 van 6 momenten (2 weken). Van 1 week is niets bekend. "
        "Daarvoor: minstens 2 van 12 momenten (4 weken). Van 3 weken is niets bekend."
    )


@pytest.mark.parametrize(
    ("valid_from", "said"),
    [
        (MONDAY, "Sindsdien: minstens 2 van 6 momenten (2 weken)."),
        (
            MONDAY + timedelta(weeks=2),
            "Er is sindsdien nog geen hele week voorbij die meetelt.",
        ),
    ],
)
def test_what_is_not_known_is_not_said(valid_from: date, said: str) -> None:
    weeks = [week(0, 1), week(1, 1)]
    assert route_story.since(version(2, valid_from), weeks) == said


def looked() -> None:
    from datetime import date

    import streamlit as st

    from lib.ui import route_story
    from tests.domain.test_changes import version, week

    hoped = version(3, date(2026, 1, 12), hope="dat het minder een berg is")
    told = route_story.looking_again(hoped, [week(0, 1), week(1, 3)], client_id="b" * 32)
    if told is not None:
        form, about = told
        st.text(f"{form.name} {about['number']} {about['verdict']} {about['words']}")


def test_a_hope_is_looked_back_on_with_what_happened_beside_it() -> None:
    page = AppTest.from_function(looked, default_timeout=20).run()
    assert not page.exception
    shown = "\n".join(one.value for one in page.markdown).replace("\\", "")
    assert "Opnieuw kijken: versie 3" in shown
    assert "Gehoopt: “dat het minder een berg is”" in shown
    assert "Sindsdien: 3 van 3 momenten (1 week)." in shown
    assert "Daarvoor: minstens 1 van 3 momenten (1 week)." in shown
    assert [one.value for one in page.text] == []
    page.text_input[0].set_value("de berg is kleiner")
    page.button_group[0].set_value("partly")
    page.button[0].click().run()
    assert [one.value for one in page.text] == [
        f"look_back:{'b' * 32}:3 3 partly de berg is kleiner"
    ]
