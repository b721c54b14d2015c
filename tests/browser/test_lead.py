"""A team lead with the keyboard: the reason is asked where the question was opened."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.hands import heading, settled, sign_in
from tests.cast import NAMES, Practice

REASON = "Waarom heb je dit dossier nodig?"


def test_the_reason_for_reading_notes_is_the_next_stop_of_the_keyboard(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Lea", to=f"/client_overview?client={cast_in_sqlite[1].anna}")
    expect(heading(page, NAMES["Anna"])).to_be_visible()
    closed = page.locator("summary", has_text="Ik heb het dossier nodig")
    closed.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label(REASON)).to_be_visible()
    settled(page)
    expect(closed).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label(REASON)).to_be_focused()

    # Too short a reason is refused, and stays to be finished.
    page.keyboard.type("kort")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Dossier openen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Schrijf er iets meer bij")).to_be_visible()
    expect(page.get_by_label(REASON)).to_have_value("kort")
    page.get_by_label(REASON).fill("Ines is ziek, ik bel Anna vandaag")
    page.get_by_role("button", name="Dossier openen").press("Enter")
    expect(page.get_by_text("Het dossier is voor jou open")).to_be_visible()
    expect(page.get_by_label(REASON)).to_have_count(0)


def test_that_there_is_no_route_is_said_once(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Lea", to=f"/client_overview?client={cast_in_sqlite[1].cem}")
    expect(heading(page, NAMES["Cem"])).to_be_visible()
    settled(page)
    expect(page.get_by_text("nog geen route")).to_have_count(1)
