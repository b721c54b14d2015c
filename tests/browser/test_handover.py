"""Hand-over and cover in a real browser: asked, read first, accepted; and out at the next click."""

from typing import Any

from playwright.sync_api import Page, expect

from lib.domain.calendar import local_day
from lib.ui.gate.door import utc_now
from tests.browser.hands import from_list, settled, sign_in, type_day
from tests.cast import NAMES, Practice


def pick(page: Page, label: str, name: str) -> None:
    """Choose a colleague from a list."""
    from_list(page, page.get_by_label(label).last, name)


def test_a_colleague_reads_first_and_takes_over_and_the_former_coach_is_out(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    ines, marek = window(server.url).page, window(server.url, width=768, height=1024).page
    sign_in(ines, server.url, "Ines", to=f"/hand_over?client={bob}")
    asked = ines.get_by_role("textbox", name="Wat moet je collega eerst weten?")
    asked.fill("Bob praat graag over zijn *hond*")
    ines.get_by_role("button", name="Collega vragen", exact=True).click()
    expect(ines.get_by_text("Kies er één.")).to_be_visible()
    pick(ines, "Wie kan deze cliënt voortaan begeleiden?", "Marek")
    ines.get_by_role("button", name="Collega vragen", exact=True).click()
    expect(ines.get_by_text("Je collega is gevraagd.")).to_be_visible()
    expect(ines.get_by_text("heeft nog niet geantwoord")).to_be_visible()

    sign_in(marek, server.url, "Marek", to="/today")
    marek.get_by_test_id("stMain").get_by_role("link", name=NAMES["Bob"]).click()
    expect(marek.get_by_text("“Bob praat graag over zijn *hond*”")).to_be_visible()
    settled(marek)
    marek.get_by_role("button", name="Ja, ik neem het over").click()
    expect(marek.get_by_text(f"Jij begeleidt {NAMES['Bob']} vanaf nu.")).to_be_visible()
    settled(marek)

    ines.get_by_role("link", name="Voortgang").click()
    expect(ines.get_by_text("We kunnen dit niet vinden.")).to_be_visible()

    # The client is told, in words that can be copied, and on which day.
    marek.goto(f"{server.url}/cover")
    settled(marek)
    marek.get_by_role("button", name="Tekst voor de cliënt").click()
    dialog = marek.get_by_role("dialog")
    expect(dialog.get_by_text("Past dit niet bij je? Zeg het gerust.")).to_be_visible()
    dialog.get_by_role("button", name="Deze dag bewaren").click()
    expect(marek.get_by_text("aan de cliënt verteld door Marek")).to_be_visible()


def test_a_cover_that_was_ended_is_out_at_the_next_click(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    anna = cast_in_sqlite[1].anna
    ines, marek = window(server.url).page, window(server.url).page
    sign_in(ines, server.url, "Ines", to=f"/hand_over?client={anna}")
    pick(ines, "Wie neemt waar?", "Marek")
    type_day(ines, "Laatste dag", f"{local_day(utc_now()):%d%m%Y}")
    ines.get_by_label("Wat moet je collega weten?").last.fill("bel gerust")
    ines.get_by_label("Wat moet je collega weten?").last.press("Tab")
    ines.get_by_role("button", name="Waarneming regelen").click()
    expect(ines.get_by_text("De waarneming is geregeld.")).to_be_visible()
    settled(ines)

    sign_in(marek, server.url, "Marek")
    expect(marek.get_by_text("waarneming voor Ines")).to_be_visible()
    marek.get_by_role("link", name=NAMES["Anna"]).click()
    expect(marek.get_by_text("Waarneming: Marek")).to_be_visible()
    settled(marek)

    ines.get_by_role("button", name="Stoppen").click()
    ines.get_by_role("dialog").get_by_role("button", name="Stoppen").click()
    expect(ines.get_by_text("De waarneming is gestopt.")).to_be_visible()
    settled(ines)
    marek.get_by_role("link", name="Sessies").click()
    expect(marek.get_by_text("We kunnen dit niet vinden.")).to_be_visible()
