"""What a practice and a coach set for themselves, in a real browser."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.hands import settled, sign_in


def test_an_administrator_sets_when_a_session_is_fixed(server: Any, window: Any) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Ada")
    page.get_by_role("link", name="Afspraken van de praktijk").click()
    settled(page)
    field = page.get_by_label("Aantal dagen na het opslaan")
    expect(field).to_have_value("7")
    for typed in ("7,5", "veel", "9" * 400, ""):
        field.fill(typed)
        page.get_by_role("button", name="Opslaan").click()
        expect(page.get_by_text("Hier past een heel getal van 1 tot en met 90.")).to_be_visible()
        expect(field).to_have_value(typed)
        settled(page)
    field.fill("14")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    expect(page.get_by_text("Nu zijn het 14 dagen.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Aantal dagen na het opslaan")).to_have_value("14")


def test_a_coach_gives_the_number_that_clients_may_call(server: Any, window: Any) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Ines")
    page.get_by_role("link", name="Mijn account").click()
    field = page.get_by_label("Telefoonnummer voor je cliënten")
    field.fill("bel maar")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Schrijf een telefoonnummer met")).to_be_visible()
    expect(field).to_have_value("bel maar")
    field.fill("06 12 34 56 78")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Telefoonnummer voor je cliënten")).to_have_value("06 12 34 56 78")


def test_who_has_no_clients_is_not_asked_for_a_number(server: Any, window: Any) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Lea")
    page.get_by_role("link", name="Mijn account").click()
    expect(page.get_by_text("Wachtwoord", exact=True)).to_be_visible()
    expect(page.get_by_label("Telefoonnummer voor je cliënten")).to_have_count(0)
