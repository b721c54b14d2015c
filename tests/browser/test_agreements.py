"""Agreements in a real browser: a coach, and a client beside them."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, option, settled, sign_in
from tests.cast import NAMES, Practice

WHAT_FOR = "Wat maakt het de moeite waard"


def open_page(page: Page, url: str, client: str, path: str = "agreements") -> None:
    page.goto(f"{url}/{path}?client={client}")
    settled(page)


def test_what_a_route_rests_on_is_agreed_together(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    ines = window(server.url, width=768, height=1024).page
    sign_in(ines, server.url, "Ines")
    ines.get_by_role("link", name=NAMES["Bob"]).click()
    ines.get_by_role("link", name="Afspraken").click()
    settled(ines)
    expect(ines.get_by_text("Er is nog niets afgesproken. Na 14 stille dagen")).to_be_visible()

    # What is typed below stays while goals are added above it.
    ines.get_by_label(WHAT_FOR).fill("weer aan het **water** zitten")
    ines.get_by_role("button", name="Doel toevoegen").click()
    expect(ines.get_by_text("Vul dit nog in.")).to_be_visible()
    for words in ("naar de markt fietsen", "de tuin", "met Annie wandelen"):
        ines.get_by_label("Een doel in de woorden van de cliënt").fill(words)
        ines.get_by_role("button", name="Doel toevoegen").click()
        expect(ines.get_by_text("Het doel staat erbij.")).to_be_visible()
        expect(ines.get_by_text(f"“{words}”")).to_be_visible()
    expect(ines.get_by_text("Er staan 3 doelen: genoeg voor één route.")).to_be_visible()
    expect(ines.get_by_label(WHAT_FOR)).to_have_value("weer aan het **water** zitten")

    # The agreement for silence stands there in one sentence while it is made.
    choose(ines, "Wat wil de cliënt als we een tijd niets horen?", "iemand anders zoekt contact")
    expect(ines.get_by_text("Zodra de afspraak compleet is")).to_be_visible()
    ines.get_by_label("Wie zoekt contact?").fill("Marek")
    ines.get_by_label("Na hoeveel dagen?").fill("veel")
    ines.get_by_role("button", name="Opslaan").click()
    expect(ines.get_by_text("Hier past een heel getal van 1 tot en met 90.")).to_be_visible()
    ines.get_by_label("Na hoeveel dagen?").fill("10")
    ines.get_by_label("Welke woorden zijn dan welkom?").fill("Hoe is het?")
    ines.get_by_label("Welke woorden zijn dan welkom?").press("Tab")
    agreed = "Afgesproken: na 10 dagen belt Marek. Woorden: “Hoe is het?”"
    expect(ines.get_by_text(agreed)).to_be_visible()
    choose(ines, "Wat wil de cliënt nu?", "een kleinere stap")
    ines.get_by_role("button", name="Opslaan").click()
    expect(ines.get_by_text("Opgeslagen.")).to_be_visible()

    # It is there after a reload, and in the other window.
    other = window(server.url).page
    sign_in(other, server.url, "Ines")
    for page in (ines, other):
        open_page(page, server.url, bob)
        expect(page.get_by_text(agreed)).to_be_visible()
        expect(page.get_by_label(WHAT_FOR)).to_have_value("weer aan het **water** zitten")
        expect(page.get_by_role("group", name="Wanneer zei de cliënt dat?")).to_be_visible()

    # Two windows: nobody overwrites the other in silence, and both texts are in sight.
    other.get_by_label(WHAT_FOR).fill("het bos in")
    other.get_by_role("button", name="Opslaan").click()
    expect(other.get_by_text("Opgeslagen.")).to_be_visible()
    ines.get_by_label(WHAT_FOR).fill("naar de zee")
    ines.get_by_role("button", name="Opslaan").click()
    expect(ines.get_by_text("heeft dit gewijzigd")).to_be_visible()
    expect(ines.get_by_text("Waarvoor: het bos in")).to_be_visible()
    expect(ines.get_by_label(WHAT_FOR)).to_have_value("naar de zee")
    ines.get_by_role("button", name="Opslaan").click()
    expect(ines.get_by_text("Opgeslagen.")).to_be_visible()
    open_page(other, server.url, bob)
    expect(other.get_by_label(WHAT_FOR)).to_have_value("naar de zee")


def test_goals_get_numbers_other_words_and_an_end(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Marek")
    open_page(page, server.url, cast_in_sqlite[1].cem)
    page.get_by_label("Een doel in de woorden van de cliënt").fill("zwemmen")
    page.get_by_role("button", name="Doel toevoegen").click()
    expect(page.get_by_text("“zwemmen”")).to_be_visible()

    # A number is never required, a slip is undone.
    page.get_by_role("button", name="Cijfer bewaren").click()
    expect(page.get_by_text("Kies er één.")).to_be_visible()
    for value in ("4", "0"):
        option(page, "Hoe dichtbij voelt het?", value).click()
        page.get_by_role("button", name="Cijfer bewaren").click()
        expect(page.get_by_text(f"0–10: {value} (")).to_be_visible()
        settled(page)
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_text("0–10: 4 (")).to_be_visible()
    expect(page.get_by_role("button", name="Ongedaan maken")).to_have_count(0)

    page.get_by_role("button", name="Anders verwoorden").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Een doel in de woorden van de cliënt").fill("zwemmen met mijn dochter")
    dialog.get_by_role("button", name="Opslaan").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("“zwemmen met mijn dochter”")).to_be_visible()
    expect(page.get_by_text("0–10: 4 (")).to_be_visible()

    page.get_by_role("button", name="Afronden").click()
    expect(page.get_by_text("Het doel is afgerond.")).to_be_visible()
    page.get_by_text("Doelen van eerder").click()
    expect(page.get_by_role("button", name="Weer terugzetten")).to_be_visible()
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_text("Doelen van eerder")).to_have_count(0)
    expect(page.get_by_role("button", name="Afronden")).to_be_visible()
