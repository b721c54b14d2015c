"""What a team agrees on about the step suggestion, in a real browser."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.hands import heading, settled, sign_in

CONFIDENCE = "Zeker van de volgende stap, minstens"
LENGTHS = "Hoe lang een stap kan zijn:"


def test_a_lead_sees_why_a_setting_is_as_it_is_and_changes_it(server: Any, window: Any) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Lea")
    page.get_by_role("link", name="Afspraken van het team").click()
    settled(page)
    expect(heading(page, "Wanneer een grotere stap mag")).to_be_visible()
    page.locator("summary", has_text=CONFIDENCE).click()
    one = page.locator("details", has_text=CONFIDENCE)
    expect(one.get_by_text("Brief Action Planning")).to_be_visible()
    expect(one.get_by_text("Niemand koos iets anders.")).to_be_visible()
    field = one.get_by_label("Een heel getal van 5 tot en met 10")
    expect(field).to_have_value("7")
    for typed in ("4", "6,5", "veel", ""):
        field.fill(typed)
        one.get_by_role("button", name="Opslaan").click()
        expect(one.get_by_text("Hier past een heel getal van 5 tot en met 10.")).to_be_visible()
        expect(field).to_have_value(typed)
        settled(page)
    field.fill("6")
    one.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    expect(one.get_by_text("Gekozen door Lea Winkelaar op")).to_be_visible()
    page.reload()
    settled(page)
    expect(page.locator("summary", has_text=CONFIDENCE)).to_contain_text(
        "6 op een schaal van 0 tot 10"
    )


def test_a_ladder_is_typed_as_people_write_it(server: Any, window: Any) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Lea", to="/team_settings")
    expect(heading(page, "Hoe lang een stap is")).to_be_visible()
    page.locator("summary", has_text=LENGTHS).click()
    one = page.locator("details", has_text=LENGTHS)
    field = one.get_by_label("Minuten, van klein naar groot")
    expect(field).to_have_value("1-5, 7, 10, 12, 15, 20, 25, 30, 40, 45, 60")
    field.fill("5, 3, 1")
    one.get_by_role("button", name="Opslaan").click()
    expect(one.get_by_text("Schrijf minuten van klein naar groot")).to_be_visible()
    expect(field).to_have_value("5, 3, 1")
    settled(page)
    field.fill("1-6, 8, 10")
    one.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    expect(page.locator("summary", has_text=LENGTHS)).to_contain_text("1-6, 8, 10 minuten")
