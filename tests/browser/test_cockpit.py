"""Before a session: a topic is kept, stands in the talk, and is ticked off; no word is lost."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, heading, settled, sign_in
from tests.cast import NAMES, Practice

TOPIC, QUESTION = "Slapen na een **late** dienst", "Mag de hond mee?"
FIELD = "Iets om te bespreken of te vragen"


def keep(page: Page, words: str, kind: str) -> None:
    page.get_by_label(FIELD).fill(words)
    page.get_by_role("button", name=kind, exact=True).click()
    expect(tick(page, words)).to_be_visible()
    settled(page)


def tick(page: Page, words: str) -> Any:
    return page.get_by_test_id("stCheckbox").filter(has_text=words)


def box(page: Page, words: str) -> Any:
    return tick(page, words).get_by_role("checkbox")


def test_a_topic_goes_from_the_cockpit_into_the_talk_and_is_ticked_off(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(server.url).page
    sign_in(page, server.url, "Ines", to=f"/cockpit?client={bob}")
    expect(heading(page, NAMES["Bob"])).to_be_visible()
    expect(page.get_by_text("nog geen sessie")).to_be_visible()
    expect(page.get_by_text("nog geen route")).to_be_visible()

    page.get_by_role("button", name="Iets toevoegen").click()
    page.get_by_role("button", name="Onderwerp", exact=True).click()
    expect(page.get_by_text("Vul dit nog in.")).to_be_visible()
    keep(page, TOPIC, "Onderwerp")
    keep(page, QUESTION, "Vraag")
    expect(page.get_by_label(FIELD)).to_have_value("")

    # One click to the talk; there it stands, and what was typed stays when it is ticked off.
    page.get_by_role("button", name="Sessie opschrijven").click()
    page.wait_for_url("**/session_entry?**")
    settled(page)
    choose(page, "Hoe spraken jullie elkaar?", "samen wandelen")
    page.get_by_label("Notitie").fill("Het was laat geworden.")
    page.get_by_label("Vandaag, in eigen woorden").fill("Ik sliep als een roos.")
    expect(box(page, TOPIC)).not_to_be_checked()
    tick(page, TOPIC).click()
    expect(page.get_by_text("Vandaag afgevinkt.")).to_be_visible()
    settled(page)
    expect(box(page, TOPIC)).to_be_checked()
    expect(page.get_by_label("Notitie")).to_have_value("Het was laat geworden.")
    expect(page.get_by_label("Vandaag, in eigen woorden")).to_have_value("Ik sliep als een roos.")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    settled(page)
    keep_for_next_time(page)

    # Back in the cockpit: the last time, the own words, and what is open; today it can come back.
    page.get_by_role("link", name="Voor de sessie").click()
    page.wait_for_url("**/cockpit?**")
    settled(page)
    expect(page.get_by_text("samen wandelen · was er")).to_be_visible()
    expect(page.get_by_text("“Ik sliep als een roos.”")).to_be_visible()
    expect(box(page, "De vlieger")).not_to_be_checked()
    expect(box(page, TOPIC)).to_be_checked()
    tick(page, TOPIC).click()
    expect(page.get_by_text("Vandaag afgevinkt.")).to_have_count(0)
    settled(page)
    page.reload()
    settled(page)
    expect(box(page, TOPIC)).not_to_be_checked()


def keep_for_next_time(page: Page) -> None:
    """Keep something on the last screen, beside a day that was typed there."""
    page.get_by_label(FIELD).fill("De vlieger")
    page.get_by_role("button", name="Onderwerp", exact=True).click()
    expect(page.get_by_text("Het staat klaar voor de volgende keer.")).to_be_visible()
    settled(page)
