"""A care signal in a real browser: who opens it, who reads it along, and who is told."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hands import heading, settled, sign_in
from tests.cast import NAMES, Practice

WORRY = "Zei dat het niet meer hoeft. <b>Samen</b> 0800-0113 gebeld."
STANDS = "Iemand van het team maakt zich zorgen om deze cliënt. Ministap doet geen stapsuggestie."
READS = "Er is een zorgsignaal waar jij meeleest."


def open_page(page: Page, url: str, client: str, path: str) -> None:
    page.goto(f"{url}/{path}?client={client}")
    settled(page)


def test_a_second_colleague_reads_along_until_somebody_closes_it_with_a_note(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    anna = cast_in_sqlite[1].anna
    ines = window(server.url, width=768, height=1024).page
    sign_in(ines, server.url, "Ines", to=f"/progress?client={anna}")
    expect(heading(ines, NAMES["Anna"])).to_be_visible()
    expect(ines.get_by_text(STANDS)).to_have_count(0)

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

    # She sees who reads along, and that Lea has not seen it yet.
    expect(ines.get_by_text("Lea Winkelaar (teamleider) leest mee en is er")).to_be_visible()
    expect(ines.get_by_text("Nog niet gezien door Lea Winkelaar.")).to_be_visible()

    # Her own pages of this client all say so, those of another client do not.
    pages = ("progress", "session_entry", "route", "agreements", "sessions", "client_details")
    for path in pages:
        open_page(ines, server.url, anna, path)
        expect(ines.get_by_text(STANDS)).to_be_visible()
    open_page(ines, server.url, cast_in_sqlite[1].bob, "progress")
    expect(ines.get_by_text(STANDS)).to_have_count(0)

    # When the client looks along, nothing of it is on the screen.
    open_page(ines, server.url, anna, "session_entry")
    ines.get_by_role("button", name="Kijk mee").click()
    expect(heading(ines, "Hoe was het voor jou?")).to_be_visible()
    settled(ines)
    for words in ("zorgsignaal", "Iemand van het team", "voorzichtig"):
        expect(ines.get_by_text(words)).to_have_count(0)
    ines.get_by_role("button", name="Klaar, terug naar het formulier").click()
    expect(ines.get_by_text(STANDS)).to_be_visible()

    # Her lead finds the notice on her start page, and reads what it is.
    lea = window(server.url).page
    sign_in(lea, server.url, "Lea")
    notices = lea.locator(".st-key-notices")
    expect(notices.get_by_text(READS)).to_be_visible()
    expect(lea.get_by_role("link", name="1 bericht")).to_be_visible()
    open_page(lea, server.url, anna, "client_overview")
    expect(lea.get_by_text(STANDS)).to_be_visible()
    lea.get_by_role("link", name="1 bericht").click()
    notices.get_by_role("link", name=NAMES["Anna"]).click()
    expect(lea.get_by_text(WORRY)).to_be_visible()
    expect(lea.get_by_text("Geopend door Ines Dragstra")).to_be_visible()
    settled(lea)
    open_page(ines, server.url, anna, "care_signal")
    expect(ines.get_by_text("Gezien door Lea Winkelaar op")).to_be_visible()
    expect(ines.get_by_text("Nog niet gezien door")).to_have_count(0)

    # A colleague who has nothing to do with it finds nothing.
    marek = window(server.url).page
    sign_in(marek, server.url, "Marek", to=f"/care_signal?client={anna}")
    expect(marek.get_by_text("We kunnen dit niet vinden.")).to_be_visible()

    # Without a note it stays open; with one it is closed in her name.
    lea.get_by_role("button", name="Het zorgsignaal sluiten").click()
    expect(lea.get_by_text("Vul dit nog in.")).to_be_visible()
    expect(lea.get_by_text(STANDS)).to_be_visible()
    lea.get_by_label("Wat is er gedaan").fill("Huisarts gebeld, zus blijft vannacht.")
    lea.get_by_role("button", name="Het zorgsignaal sluiten").click()
    expect(lea.get_by_text("Het zorgsignaal is gesloten.")).to_be_visible()
    expect(lea.get_by_text(STANDS)).to_have_count(0)

    settled(lea)
    expect(lea.get_by_role("link", name="1 bericht")).to_have_count(0)

    # Who opened it is told, and reads how it ended.
    ines.goto(f"{server.url}/today")
    settled(ines)
    closed = ines.locator(".st-key-notices")
    expect(closed.get_by_text("Een zorgsignaal waar jij van wist is gesloten.")).to_be_visible()
    closed.get_by_role("link", name=NAMES["Anna"]).click()
    expect(heading(ines, NAMES["Anna"])).to_be_visible()
    settled(ines)
    expect(ines.get_by_text(STANDS)).to_have_count(0)
    ines.get_by_text("Eerdere zorgsignalen").click()
    expect(ines.get_by_text("Huisarts gebeld, zus blijft vannacht.")).to_be_visible()
    expect(ines.get_by_text("Gesloten door Lea Winkelaar")).to_be_visible()
    ines.goto(f"{server.url}/today")
    settled(ines)
    expect(closed).to_have_count(0)
