"""The beginning in a browser: what is typed stays, and a consent can be taken back."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, heading, option, settled, sign_in, type_day
from tests.cast import NAMES, Practice


def fill_day(page: Page, label: str, day: str) -> None:
    """Type a day, as digits, into a field and leave it: only then it counts."""
    type_day(page, label, day)
    page.keyboard.press("Tab")
    settled(page)


def test_a_beginning_is_written_down_and_a_consent_taken_back(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(server.url).page
    sign_in(page, server.url, "Ines", to=f"/client_details?client={bob}")
    expect(heading(page, NAMES["Bob"])).to_be_visible()
    page.get_by_role("link", name="Het begin").click()
    expect(heading(page, "Verwijzing en eerste contact")).to_be_visible()
    expect(page.get_by_text("dit komt nu")).to_be_visible()

    # A call before the referral is told beside its field, and all that was typed stays.
    page.get_by_label("Verwezen door").fill("huisarts **De Linde**")
    page.get_by_label("Reden, in eigen woorden").fill("ik kom de deur niet meer uit")
    fill_day(page, "Dag van de verwijzing", "09032026")
    fill_day(page, "Dag van het eerste telefoontje", "02032026")
    choose(page, "Pijn of druk op de borst", "ja")
    expect(page.get_by_text("bel dezelfde dag de huisarts")).to_be_visible()
    page.get_by_label("Wat is goed om te weten?").fill("bij de trap")
    page.get_by_label("Huisarts: naam of praktijk").fill("De Linde")
    page.get_by_label("Huisarts: telefoon").fill("050 123 45 67")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Dit ligt vóór de verwijzing.")).to_be_visible()
    expect(page.get_by_label("Verwezen door")).to_have_value("huisarts **De Linde**")
    expect(page.get_by_label("Wat is goed om te weten?")).to_have_value("bij de trap")
    fill_day(page, "Dag van het eerste telefoontje", "12032026")

    # Answering a consent leaves what is not saved yet where it is.
    about = page.locator(".st-key-consent_messages")
    about.get_by_role("button", name="Antwoord opschrijven").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Bewaren").click()
    expect(dialog.get_by_text("Kies er één.")).to_be_visible()
    option(page, "Wat zegt de cliënt?", "ja").click()
    dialog.get_by_label("Wat is afgesproken?").fill("na tienen")
    dialog.get_by_role("button", name="Bewaren").click()
    expect(dialog).to_have_count(0)
    expect(about.get_by_text("ja · mondeling")).to_be_visible()
    expect(page.get_by_label("Reden, in eigen woorden")).to_have_value(
        "ik kom de deur niet meer uit"
    )
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    expect(page.get_by_text("Van verwijzing tot eerste telefoontje: 3 dagen.")).to_be_visible()

    about.get_by_role("button", name="Intrekken").click()
    dialog.get_by_role("button", name="Intrekken").click()
    expect(dialog).to_have_count(0)
    expect(about.get_by_text("ingetrokken op")).to_be_visible()
    expect(about.get_by_role("button", name="Intrekken")).to_have_count(0)

    # It is there after a reload, and her lead reads the care contact beside a care signal.
    page.goto(f"{server.url}/intake?client={bob}")
    expect(page.get_by_label("Verwezen door")).to_have_value("huisarts **De Linde**")
    expect(page.locator(".st-key-consent_messages").get_by_text("“na tienen”")).to_be_visible()
    lea = window(server.url).page
    sign_in(lea, server.url, "Lea", to=f"/client_care?client={bob}")
    expect(lea.get_by_text("Huisarts: De Linde, 050 123 45 67")).to_be_visible()
