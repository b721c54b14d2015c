"""The clients of a team in a table: facts that grew old say of which day they are."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    """Draw two clients whose facts are of these days before Wednesday."""
    from dataclasses import replace
    from datetime import timedelta

    import streamlit as st

    from lib.ui import caseload_table
    from lib.ui.text import speak
    from tests.domain.test_load import WEDNESDAY, guided

    speak("nl")
    clients = [
        replace(one, facts=replace(one.facts, day=WEDNESDAY - timedelta(days=ago)))
        for one, ago in zip((guided("ines"), guided("marek")), st.session_state["ago"], strict=True)
    ]
    caseload_table.draw(clients, page="lead/client_overview", today=WEDNESDAY)


def said(*ago: int) -> list[str]:
    app = AppTest.from_function(page)
    app.session_state["ago"] = ago
    app.run()
    assert not app.exception
    return [one.value for one in app.caption if "nog van" in one.value]


def test_facts_of_today_need_no_word() -> None:
    assert said(0, 0) == []


def test_facts_of_before_today_say_of_which_day_they_are() -> None:
    assert said(0, 2) == ["Sommige regels zijn nog van 16-03-2026; ze worden nu bijgewerkt."]


def test_when_all_are_of_before_today_that_is_said_as_well() -> None:
    assert len(said(1, 1)) == 1
