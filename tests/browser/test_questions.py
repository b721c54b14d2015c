"""A question in a real browser: from the session to the lead, and the answer back to the coach."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, heading, settled, sign_in
from tests.cast import NAMES, Practice

QUESTION = "Hoe vaak bel ik? <b>Elke week</b> is veel."
ANSWER = "Eens per twee weken.\n\nSpreek het samen af."
NOTE = "Anna vertelde over haar zus."
FIELD = "Waar wil je samen over nadenken?"
REASON = "Waarom heb je dit dossier nodig?"


def unfold(page: Page, title: str) -> None:
    page.locator("summary", has_text=title).click()
    settled(page)


def test_a_question_goes_to_the_lead_without_the_note_and_comes_back_answered(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    anna = cast_in_sqlite[1].anna
    ines = window(server.url, width=768, height=1024).page
    sign_in(ines, server.url, "Ines", to=f"/session_entry?client={anna}")
    expect(heading(ines, NAMES["Anna"])).to_be_visible()
    choose(ines, "Hoe spraken jullie elkaar?", "samen wandelen")
    ines.get_by_label("Notitie").fill(NOTE)
    unfold(ines, "Een vraag voor je teamleider")
    expect(ines.get_by_text("nooit de notitie van de sessie")).to_be_visible()

    # Without words nothing is asked; what was typed stays, also when the form draws itself anew.
    ines.get_by_role("button", name="Vraag stellen").click()
    expect(ines.get_by_text("Vul dit nog in.")).to_be_visible()
    ines.get_by_label(FIELD).fill(QUESTION)
    choose(ines, "Hoe spraken jullie elkaar?", "bij elkaar")
    expect(ines.get_by_label(FIELD)).to_have_value(QUESTION)
    ines.get_by_role("button", name="Vraag stellen").click()
    expect(ines.get_by_text(QUESTION)).to_be_visible()
    settled(ines)
    expect(ines.get_by_label(FIELD)).to_have_value("")
    expect(ines.get_by_label("Notitie")).to_have_value(NOTE)
    ines.get_by_role("button", name="Opslaan", exact=True).click()
    ines.wait_for_url("**/session_saved?**")

    # Lea is told; she sees the question and never the note.
    lea = window(server.url).page
    sign_in(lea, server.url, "Lea")
    expect(lea.get_by_text("Een beweegprofessional heeft een vraag voor je.")).to_be_visible()
    lea.get_by_role("link", name="Vragen van het team (1)").click()
    expect(lea.get_by_text(QUESTION)).to_be_visible()
    expect(heading(lea, "Zonder dag")).to_be_visible()
    settled(lea)
    expect(lea.get_by_text("zus")).to_have_count(0)
    unfold(lea, "Antwoorden")
    lea.get_by_role("button", name="Antwoorden", exact=True).click()
    expect(lea.get_by_text("Vul dit nog in.")).to_be_visible()
    lea.get_by_label("Jouw antwoord").fill(ANSWER)
    # A day that is kept meanwhile takes nothing of the answer away.
    lea.get_by_role("button", name="Dag bewaren").click()
    settled(lea)
    expect(lea.get_by_label("Jouw antwoord")).to_have_value(ANSWER)
    lea.get_by_role("button", name="Antwoorden", exact=True).click()
    expect(lea.get_by_text("Je antwoord staat klaar voor de beweegprofessional.")).to_be_visible()
    expect(lea.get_by_role("link", name="Vragen van het team", exact=True)).to_be_visible()

    # Ines reads it before the next session, and puts it away.
    ines.goto(f"{server.url}/today")
    expect(ines.get_by_text("Je teamleider beantwoordde een vraag.")).to_be_visible()
    settled(ines)
    ines.goto(f"{server.url}/cockpit?client={anna}")
    expect(ines.get_by_text("Spreek het samen af.")).to_be_visible()
    settled(ines)
    ines.get_by_role("button", name="Gelezen").click()
    expect(ines.get_by_text("Het antwoord is opgeborgen.")).to_be_visible()
    expect(ines.get_by_text("Spreek het samen af.")).to_have_count(0)


def test_a_dossier_opened_with_a_reason_is_told_to_the_coach_and_on_paper_to_the_client(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    why = "Ines is ziek en Anna belde."
    anna = cast_in_sqlite[1].anna
    lea = window(server.url).page
    sign_in(lea, server.url, "Lea", to=f"/client_overview?client={anna}")
    expect(lea.get_by_text("Tot nu toe niemand.")).to_be_visible()
    settled(lea)
    unfold(lea, "Ik heb het dossier nodig")
    lea.get_by_label(REASON).fill(why)
    lea.get_by_role("button", name="Dossier openen").click()
    expect(lea.get_by_text("Het dossier is voor jou open")).to_be_visible()
    expect(lea.get_by_text("Vorige keer").first).to_be_visible()
    expect(lea.get_by_role("button", name="Sessie opschrijven")).to_have_count(0)

    ines = window(server.url, width=768, height=1024).page
    sign_in(ines, server.url, "Ines", to="/today")
    told = ines.get_by_text("Een teamleider opende een dossier.")
    expect(told).to_be_visible()
    ines.get_by_role("button", name="Gezien").click()
    settled(ines)
    expect(ines.get_by_test_id("stExpander").get_by_text("Berichten van deze week")).to_be_visible()
    ines.goto(f"{server.url}/who_looked?client={anna}")
    expect(ines.get_by_text(f"“{why}”")).to_be_visible()
    expect(ines.get_by_text("opende het dossier met een reden").first).to_be_visible()
    settled(ines)
    with ines.expect_download() as down:
        ines.get_by_role("button", name="Afdrukken (PDF)").click()
    assert down.value.suggested_filename == "wie-keek.pdf"
