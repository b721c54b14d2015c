"""Questionnaires in a real browser: a lead who allows one, a coach who fills in and takes back."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import heading, settled, sign_in
from tests.cast import Practice


def answer(page: Page, number: int, value: int) -> Locator:
    """The button of one answer; its words stand behind the number."""
    group = page.get_by_role("radiogroup", name=f"Vraag {number}", exact=True)
    return group.get_by_role("radio", name=f"{value} · ")


def test_a_questionnaire_is_filled_in_read_over_time_and_taken_back(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    lea = window(server.url).page
    sign_in(lea, server.url, "Lea", to="/team_settings")
    lea.get_by_role("button", name="Aanzetten: PHQ-4").click()
    expect(lea.get_by_role("button", name="Uitzetten: PHQ-4")).to_be_visible()
    expect(lea.get_by_text("Gekozen door Lea Winkelaar op")).to_be_visible()

    page = window(server.url, width=768, height=1024).page
    sign_in(page, server.url, "Ines", to=f"/measures?client={bob}")
    expect(heading(page, "WHO-5: welbevinden")).to_be_visible()
    expect(page.get_by_text("Nog niet ingevuld.")).to_be_visible()
    page.get_by_text("Een vragenlijst invullen").click()
    expect(page.get_by_role("tab", name="PHQ-4")).to_be_visible()
    expect(page.get_by_role("tab", name="GAD-7")).to_have_count(0)

    settled(page)

    # What was chosen stays when something is missing.
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Kies er één.")).to_be_visible()
    for number in range(1, 5):
        answer(page, number, 3).click()
    page.get_by_role("spinbutton", name="day, Op welke dag?").press_sequentially("02012026")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Toen was de begeleiding nog niet begonnen.")).to_be_visible()
    expect(answer(page, 4, 3)).to_be_checked()

    # With an answer open it is kept, and there is no score.
    page.get_by_role("spinbutton", name="day, Op welke dag?").press_sequentially("18032026")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("De antwoorden zijn bewaard.")).to_be_visible()
    expect(page.get_by_text("Geen score voor 18-03-2026")).to_be_visible()
    settled(page)
    for number in range(1, 6):
        answer(page, number, 2).click()
    page.get_by_role("spinbutton", name="day, Op welke dag?").press_sequentially("18032026")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("40 van 100 op 18-03-2026; 1 keer ingevuld.")).to_be_visible()
    expect(page.get_by_text("50 of lager: een reden om te praten")).to_be_visible()
    expect(page.get_by_text("Geen score voor 18-03-2026")).to_have_count(0)
    settled(page)

    # Both are in the list; the slip goes only after it is asked once more.
    page.get_by_text("Alles wat is ingevuld").click()
    expect(page.get_by_role("button", name="Terugnemen")).to_have_count(2)
    page.get_by_role("button", name="Terugnemen").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("De antwoorden worden gewist")).to_be_visible()
    dialog.get_by_role("button", name="Dit terugnemen").click()
    expect(page.get_by_text("Het is teruggenomen.")).to_be_visible()
    expect(page.get_by_role("button", name="Terugnemen")).to_have_count(1)
    expect(page.get_by_text("Geen score voor 18-03-2026")).to_be_visible()

    # A colleague finds nothing.
    marek = window(server.url).page
    sign_in(marek, server.url, "Marek", to=f"/measures?client={bob}")
    expect(marek.get_by_text("We kunnen dit niet vinden.")).to_be_visible()
