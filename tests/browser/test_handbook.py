"""My handbook in a real browser: looked at together, and taken home on paper."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.hands import heading, settled, sign_in
from tests.cast import NAMES, Practice


def test_a_coach_and_a_client_look_at_the_handbook_and_take_it_home(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(server.url, width=768, height=1024).page
    sign_in(page, server.url, "Ines", to=f"/agreements?client={bob}")
    page.get_by_label("Een doel in de woorden van de cliënt").fill("naar de <b>markt</b>")
    page.get_by_role("button", name="Doel toevoegen").click()
    expect(page.get_by_text("Het doel staat erbij.")).to_be_visible()
    page.goto(f"{server.url}/session_entry?client={bob}")
    settled(page)
    page.get_by_role("button", name="muziek", exact=True).click()
    settled(page)
    page.get_by_role("radio", name="samen wandelen").click()
    settled(page)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen in het dossier van")).to_be_visible()
    settled(page)
    page.goto(f"{server.url}/care_signal?client={bob}")
    settled(page)
    page.get_by_label("Waar maak je je zorgen om").fill("eet bijna niet")
    page.get_by_role("button", name="Het zorgsignaal openen").click()
    expect(page.get_by_text("Het zorgsignaal staat open.")).to_be_visible()

    # For the coach the dossier stands around it; what the client sees is a part of its own.
    page.goto(f"{server.url}/handbook?client={bob}")
    expect(heading(page, "Mijn handboek")).to_be_visible()
    expect(page.get_by_text("Iemand van het team maakt zich zorgen")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="naar de <b>markt</b>")).to_be_visible()
    settled(page)

    # Looking together there is nothing but the handbook, in large type.
    page.get_by_role("button", name="Kijk mee").click()
    expect(page.get_by_role("button", name="Klaar, terug naar het dossier")).to_be_visible()
    settled(page)
    helped = page.get_by_role("listitem").filter(has_text="muziek (1 keer)")
    expect(helped).to_be_visible()
    assert float(helped.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")) >= 20
    for words in ("zorg", "signaal", NAMES["Bob"], "Mijn cliënten", "Uitloggen", "Notitie", "rust"):
        expect(page.get_by_text(words)).to_have_count(0)
    page.get_by_role("button", name="Klaar, terug naar het dossier").click()
    expect(heading(page, NAMES["Bob"])).to_be_visible()
    settled(page)

    # On paper stands what was chosen.
    page.get_by_role("checkbox", name="muziek (1 keer)").uncheck(force=True)
    expect(page.get_by_text("1 regel komt niet op papier.")).to_be_visible()
    settled(page)
    with page.expect_download() as paper:
        page.get_by_role("button", name="Mijn handboek om mee te nemen (PDF)").click()
    assert paper.value.suggested_filename == "mijn-handboek.pdf"
    read = PdfReader(Path(paper.value.path()))
    said = " ".join(" ".join(one.extract_text() for one in read.pages).split())
    assert len(read.pages) <= 2
    assert "naar de <b>markt</b>" in said
    assert "muziek" not in said
    for secret in ("eet bijna", "zorgsignaal", "Twijnstra"):
        assert secret not in said
