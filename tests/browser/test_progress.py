"""Progress in a real browser: charts that are told, kept as a picture and as rows, and a life."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from lib.domain.calendar import local_day
from tests.browser.hands import choose, heading, option, settled, sign_in
from tests.cast import NAMES, Practice

WORDS = "verhuizing naar <b>Zee</b>"


def chart(page: Page, said: str) -> Locator:
    """Return the chart that is told with these words to who does not see it."""
    return page.locator(f'[data-testid="stPlotlyChart"][role="figure"][aria-label*="{said}"]')


def logged(server: Any, action: str) -> list[str]:
    """Return the parts in the log with this action, past the app."""
    with sqlite3.connect(f"file:{server.data / 'ministap.db'}?mode=ro", uri=True) as database:
        query = "SELECT part FROM audit WHERE action = ? ORDER BY at"
        return [part for (part,) in database.execute(query, (action,))]


def test_mood_is_read_kept_and_set_beside_a_life(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    today = local_day(datetime.now(UTC))
    ines = window(server.url, width=768, height=1024).page
    sign_in(ines, server.url, "Ines", to=f"/session_entry?client={bob}")
    choose(ines, "Hoe spraken jullie elkaar?", "samen wandelen")
    for question, level in (
        ("Hoeveel zin was er vooraf?", "2"),
        ("Stemming vooraf", "4"),
        ("Stemming daarna", "7"),
    ):
        option(ines, question, level).click()
    ines.get_by_role("button", name="Opslaan").click()
    expect(ines.get_by_text(f"Opgeslagen in het dossier van {NAMES['Bob']} om")).to_be_visible()
    ines.goto(f"{server.url}/progress?client={bob}")
    expect(heading(ines, "Zin vooraf, onderweg en daarna")).to_be_visible()
    settled(ines)

    # Each chart says its sentence to who does not see it.
    expect(chart(ines, "Stemming: nog te weinig metingen")).to_be_visible()
    expect(chart(ines, "Van de laatste keer is bekend: 1 keer de zin vooraf")).to_be_visible()

    # With the keyboard alone it is kept as a picture, in the form that was chosen.
    for form in ("PNG", "SVG"):
        ines.get_by_role("radio", name=form, exact=True).click()
        camera = ines.get_by_role("button", name=f"Bewaar als plaatje ({form})").first
        expect(camera).to_be_visible()
        settled(ines)
        camera.focus()
        with ines.expect_download() as picture:
            ines.keyboard.press("Enter")
        assert picture.value.suggested_filename == f"stemming.{form.lower()}"

    # As a table, and as a file of the rows; that it left stands in the log.
    ines.get_by_text("De cijfers hierachter").click()
    keep = ines.get_by_role("button", name="Bewaar als CSV, voor een rekenblad")
    expect(keep).to_be_visible()
    settled(ines)
    with ines.expect_download() as rows:
        keep.click()
    assert rows.value.suggested_filename == "stemming.csv"
    text = Path(rows.value.path()).read_text(encoding="utf-8-sig")
    assert f"{today.isoformat()};4;;7;;was er" in text
    assert logged(server, "E")[-1] == "mood rows"

    # Something from life is noted; what cannot be kept is asked again and stays typed.
    ines.get_by_text("Iets uit het leven noteren").click()
    add = ines.get_by_role("button", name="Noteren", exact=True)
    expect(add).to_be_visible()
    settled(ines)
    add.click()
    expect(ines.get_by_text("Vul dit nog in.")).to_be_visible()
    ines.get_by_label("Wat gebeurde er, in een paar woorden?").fill(WORDS)
    add.click()
    expect(ines.get_by_text("Het staat nu bij de grafiek.")).to_be_visible()
    told = f"{today:%d-%m-%Y}: {WORDS}"
    expect(ines.get_by_text(told, exact=True)).to_be_visible()
    expect(chart(ines, f"Uit het leven: {told}")).to_be_visible()
    expect(ines.get_by_text("Ster: iets uit het leven")).to_be_visible()

    # Her lead sees the mood, and nothing of that life.
    lea = window(server.url).page
    sign_in(lea, server.url, "Lea", to=f"/client_overview?client={bob}")
    expect(chart(lea, "Stemming: nog te weinig metingen")).to_be_visible()
    settled(lea)
    expect(chart(lea, "Uit het leven")).to_have_count(0)
    for words in ("Iets uit het leven", "Zin vooraf, onderweg en daarna", "Bewaar als CSV"):
        expect(lea.get_by_text(words)).to_have_count(0)

    # It is taken away after it is asked once more.
    settled(ines)
    ines.get_by_role("button", name="Weghalen").click()
    dialog = ines.get_by_role("dialog")
    expect(dialog.get_by_text("komt niet terug")).to_be_visible()
    dialog.get_by_role("button", name="Haal het weg").click()
    expect(ines.get_by_text("Het is weggehaald.")).to_be_visible()
    expect(chart(ines, "Uit het leven")).to_have_count(0)
    assert logged(server, "D")[-1] == "life event"
