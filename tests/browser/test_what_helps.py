"""What helps, and a small experiment from beginning to end, in a real browser."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, heading, option, settled, sign_in
from tests.cast import NAMES, Practice

OWN_WORDS = "met **Annie** en <i>muziek</i>"


def open_page(page: Page, url: str, client: str) -> None:
    page.goto(f"{url}/what_helps?client={client}")
    settled(page)


def tell(page: Page, way: str, level: str) -> None:
    """Fill in the day that stands chosen, and keep it."""
    option(page, "Hoe ging het?", way).click()
    option(page, "Hoe was het aan het eind?", level).click()
    page.get_by_role("button", name="Deze dag bewaren").click()


def test_an_experiment_is_agreed_told_day_by_day_and_stopped_at_will(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    ines = window(server.url, width=768, height=1024).page
    sign_in(ines, server.url, "Ines", to=f"/what_helps?client={bob}")
    expect(heading(ines, NAMES["Bob"])).to_be_visible()
    expect(ines.get_by_text("Nog te weinig om iets te zeggen (0 van 6).")).to_be_visible()
    expect(ines.get_by_text("Er is nog niets verteld over hoe het bewegen voelde.")).to_be_visible()

    # What is missing is said beside its field, and what was chosen stays.
    ines.get_by_text("Samen een proefje afspreken").click()
    expect(ines.get_by_role("radiogroup", name="De ene manier")).to_be_visible()
    settled(ines)
    choose(ines, "De ene manier", "alleen")
    choose(ines, "De andere manier", "in andere woorden …")
    ines.get_by_role("button", name="Dit proefje afspreken").click()
    expect(ines.get_by_text("Vul dit nog in.")).to_be_visible()
    ines.get_by_label("In de woorden van de cliënt").fill(OWN_WORDS)
    ines.get_by_role("button", name="Dit proefje afspreken").click()
    expect(ines.get_by_text("Het proefje is afgesproken.")).to_be_visible()

    # Two weeks, each day with its way; own words are only text.
    expect(ines.get_by_text(re.compile(rf"^“alleen” of “{re.escape(OWN_WORDS)}”"))).to_be_visible()
    expect(ines.get_by_text("alleen", exact=True).and_(ines.locator("p"))).to_have_count(8)
    expect(ines.get_by_text(OWN_WORDS, exact=True).and_(ines.locator("p"))).to_have_count(8)
    expect(ines.get_by_text("Samen een proefje afspreken")).to_have_count(0)
    settled(ines)
    with ines.expect_download() as card:
        ines.get_by_role("button", name="Kaart met de dagen (PDF)").click()
    assert card.value.suggested_filename == "mijn-proefje.pdf"

    # A day is told; the way that was gone counts for what helps.
    other = window(server.url).page
    sign_in(other, server.url, "Ines", to=f"/what_helps?client={bob}")
    expect(other.get_by_role("button", name="Deze dag bewaren")).to_be_visible()
    settled(other)
    tell(ines, "alleen", "7")
    expect(ines.get_by_text("verteld: alleen, 7")).to_be_visible()
    expect(ines.get_by_text("Over 1 keer bewegen is een cijfer verteld")).to_be_visible()

    # In another window that stood open nobody overwrites it unseen.
    tell(other, "anders, of niet", "2")
    expect(other.get_by_text("heeft dit gewijzigd")).to_be_visible()
    expect(other.get_by_text("Zoals het nu is opgeslagen")).to_be_visible()
    expect(other.get_by_text("verteld: alleen, 7")).to_be_visible()
    settled(other)
    other.get_by_role("button", name="Deze dag bewaren").click()
    expect(other.get_by_text("verteld: anders, of niet, 2")).to_be_visible()

    # Stopping takes two taps, judges nothing, and what was told stays.
    open_page(ines, server.url, bob)
    expect(ines.get_by_text("verteld: anders, of niet, 2")).to_be_visible()
    ines.get_by_role("button", name="Eerder stoppen").click()
    expect(ines.get_by_text("Stoppen mag. Wat is verteld, blijft staan.")).to_be_visible()
    ines.get_by_role("button", name="Dit proefje stoppen").click()
    expect(ines.get_by_text("Het proefje is gestopt. Dat is prima.")).to_be_visible()
    expect(ines.get_by_text("Nog te weinig om te vergelijken")).to_be_visible()
    expect(ines.get_by_text("1 dag ging anders dan bedacht")).to_be_visible()
    expect(ines.get_by_text("Samen een proefje afspreken")).to_be_visible()

    # A colleague who has nothing to do with it finds nothing.
    marek = window(server.url).page
    sign_in(marek, server.url, "Marek", to=f"/what_helps?client={bob}")
    expect(marek.get_by_text("We kunnen dit niet vinden.")).to_be_visible()
