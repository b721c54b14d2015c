"""Today in a real browser: the life of a row, from its coming to its going by itself."""

import re
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from lib.domain.calendar import local_day
from lib.ui.gate.door import utc_now
from tests.browser.hands import settled, sign_in, type_day
from tests.cast import NAMES

BOB, ANNA = NAMES["Bob"], NAMES["Anna"]


def row(page: Page, name: str, kind: str) -> Locator:
    """Return the row about somebody of a kind."""
    rows = page.locator("[class*=st-key-worklist-]")
    return rows.filter(has_text=name).filter(has_text=kind)


def test_a_row_is_put_off_done_undone_and_goes_by_itself(server: Any, window: Any) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Ines", to="/")

    # It is the first page of a coach, and the reasons stand there without any look at a client.
    expect(page.get_by_role("heading", name="Vandaag")).to_be_visible()
    for name in (BOB, ANNA):
        expect(row(page, name, "nog geen route")).to_be_visible()
        expect(row(page, name, "geen volgende afspraak")).to_be_visible()
    assert not page.get_by_text(NAMES["Cem"]).count()  # Marek guides him

    # Later needs a reason; what was typed stays, and the row stands among what was put off.
    later = row(page, BOB, "nog geen route")
    later.get_by_role("button", name=re.compile("Later")).click()
    page.get_by_role("button", name="Uitstellen", exact=True).click()
    expect(page.get_by_text("Vul dit nog in.")).to_be_visible()
    settled(page)  # whoever reads what is missing types after the screen was drawn
    page.get_by_label("Waarom later?").fill("Eerst kennismaken")
    page.get_by_role("button", name="Uitstellen", exact=True).click()
    expect(page.get_by_text("Uitgesteld. Het komt vanzelf terug.")).to_be_visible()
    expect(later).to_have_count(0)
    page.locator("summary").filter(has_text="Uitgesteld").click()
    expect(page.get_by_text("Eerst kennismaken")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Terugzetten").click()
    expect(page.get_by_text("Het staat weer in de lijst.")).to_be_visible()
    expect(later).to_be_visible()

    # Done, and with one tap undone.
    done = row(page, ANNA, "geen volgende afspraak")
    done.get_by_role("button", name="Gedaan", exact=True).click()
    expect(done).to_have_count(0)
    just = page.locator(".st-key-just_ended")
    expect(just).to_contain_text(ANNA)
    settled(page)
    just.get_by_role("button", name="Terugzetten").click()
    expect(done).to_be_visible()

    # Of no use: it goes, and is counted.
    row(page, ANNA, "nog geen route").get_by_role("button", name=re.compile("Meer")).click()
    page.get_by_role("button", name="Geen nuttig seintje").click()
    expect(row(page, ANNA, "nog geen route")).to_have_count(0)
    page.locator("summary").filter(has_text="Hoe nuttig").click()
    expect(page.get_by_text("niet nuttig 1×")).to_be_visible()

    # The fact is mended elsewhere, and the row goes by itself.
    link = row(page, BOB, "geen volgende afspraak").get_by_role("link", name="Plan een volgende")
    link.click()
    tomorrow = local_day(utc_now()) + timedelta(days=1)
    type_day(page, "Dag", f"{tomorrow:%d%m%Y}")
    page.get_by_role("spinbutton", name="uur, Tijd").press_sequentially("1000")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="Afspraak opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    page.get_by_role("link", name="Vandaag").click()
    expect(page.get_by_role("heading", name="Vandaag")).to_be_visible()
    expect(row(page, ANNA, "geen volgende afspraak")).to_be_visible()
    expect(row(page, BOB, "geen volgende afspraak")).to_have_count(0)
    page.locator("summary").filter(has_text="Vandaag afgerond").click()
    expect(page.get_by_text("vanzelf opgelost").first).to_be_visible()
