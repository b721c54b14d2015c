"""Agreements and care signals in a real browser: a coach, a client beside them, and a lead."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, heading, option, settled, sign_in
from tests.cast import NAMES, Practice

WHAT_FOR = "Wat maakt het de moeite waard"
WORRY = "Zei dat het niet meer hoeft. <b>Samen</b> 0800-0113 gebeld."
NOTICE = "Iemand van het team maakt zich zorgen om deze cliënt."


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


def test_a_care_signal_is_in_sight_until_somebody_closes_it_with_a_note(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    anna = cast_in_sqlite[1].anna
    ines = window(server.url, width=768, height=1024).page
    sign_in(ines, server.url, "Ines", to=f"/progress?client={anna}")
    expect(heading(ines, NAMES["Anna"])).to_be_visible()
    expect(ines.get_by_text(NOTICE)).to_have_count(0)

    # Who can help now stands before the form, and nothing opens without words.
    settled(ines)
    ines.locator("summary", has_text="Zorgen om deze cliënt?").click()
    expect(ines.get_by_role("link", name="Zorgsignaal openen")).to_be_visible()
    settled(ines)
    ines.get_by_role("link", name="Zorgsignaal openen").click()
    ines.wait_for_url("**/care_signal?**")
    settled(ines)
    help_lines = ines.get_by_text("0800-0113").first
    form = ines.get_by_label("Waar maak je je zorgen om")
    expect(form).to_be_visible()
    expect(help_lines).to_be_visible()
    help_box, form_box = help_lines.bounding_box(), form.bounding_box()
    assert help_box is not None
    assert form_box is not None
    assert help_box["y"] < form_box["y"]
    ines.get_by_role("button", name="Het zorgsignaal openen").click()
    expect(ines.get_by_text("Vul dit nog in.")).to_be_visible()
    form.fill(WORRY)
    ines.get_by_role("button", name="Het zorgsignaal openen").click()
    expect(ines.get_by_text("Het zorgsignaal staat open.")).to_be_visible()
    expect(ines.get_by_text(WORRY)).to_be_visible()

    # Her own pages of this client all say so, those of another client do not.
    pages = ("progress", "session_entry", "route", "agreements", "sessions", "client_details")
    for path in pages:
        open_page(ines, server.url, anna, path)
        expect(ines.get_by_text(NOTICE)).to_be_visible()
    open_page(ines, server.url, cast_in_sqlite[1].bob, "progress")
    expect(ines.get_by_text(NOTICE)).to_have_count(0)

    # When the client looks along, nothing of it is on the screen.
    open_page(ines, server.url, anna, "session_entry")
    ines.get_by_role("button", name="Kijk mee").click()
    expect(heading(ines, "Hoe was het voor jou?")).to_be_visible()
    settled(ines)
    for words in ("zorgsignaal", "Iemand van het team", "voorzichtig"):
        expect(ines.get_by_text(words)).to_have_count(0)
    ines.get_by_role("button", name="Klaar, terug naar het formulier").click()
    expect(ines.get_by_text(NOTICE)).to_be_visible()

    # Her lead sees it above the list, on the page of the client, and reads what it is.
    lea = window(server.url).page
    sign_in(lea, server.url, "Lea")
    expect(lea.get_by_role("link", name=NAMES["Anna"])).to_have_count(2)
    expect(lea.get_by_text("zorgsignaal open").first).to_be_visible()
    open_page(lea, server.url, anna, "client_overview")
    expect(lea.get_by_text(NOTICE)).to_be_visible()
    lea.get_by_role("link", name="Zorgsignaal lezen").click()
    expect(lea.get_by_text(WORRY)).to_be_visible()
    expect(lea.get_by_text("Geopend door Ines Dragstra")).to_be_visible()

    # A colleague who has nothing to do with it finds nothing.
    marek = window(server.url).page
    sign_in(marek, server.url, "Marek", to=f"/care_signal?client={anna}")
    expect(marek.get_by_text("We kunnen dit niet vinden.")).to_be_visible()

    # Without a note it stays open; with one it is closed in her name.
    lea.get_by_role("button", name="Het zorgsignaal sluiten").click()
    expect(lea.get_by_text("Vul dit nog in.")).to_be_visible()
    expect(lea.get_by_text(NOTICE)).to_be_visible()
    lea.get_by_label("Wat is er gedaan").fill("Huisarts gebeld, zus blijft vannacht.")
    lea.get_by_role("button", name="Het zorgsignaal sluiten").click()
    expect(lea.get_by_text("Het zorgsignaal is gesloten.")).to_be_visible()
    expect(lea.get_by_text(NOTICE)).to_have_count(0)

    # Who opened it reads how it ended.
    open_page(ines, server.url, anna, "care_signal")
    expect(ines.get_by_text(NOTICE)).to_have_count(0)
    ines.get_by_text("Eerdere zorgsignalen").click()
    expect(ines.get_by_text("Huisarts gebeld, zus blijft vannacht.")).to_be_visible()
    expect(ines.get_by_text("Gesloten door Lea Winkelaar")).to_be_visible()
