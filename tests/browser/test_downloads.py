"""Taking a paper home in a real browser: the click itself is asked who it is."""

import sqlite3
from pathlib import Path
from typing import Any

from playwright.sync_api import Download, expect

from tests.browser.hands import choose, settled, sign_in
from tests.cast import Practice, email

CARD = "Kaartje om mee te nemen (PDF)"


def papers(server: Any) -> list[tuple[Any, ...]]:
    """Return the papers that stand in the log."""
    with sqlite3.connect(server.data / "ministap.db") as database:
        return database.execute("SELECT part FROM audit WHERE part = 'step card'").fetchall()


def test_a_coach_who_is_dismissed_while_a_page_stands_open_gets_no_paper_from_it(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(server.url, disturbed=True).page
    sign_in(page, server.url, "Ines", to=f"/session_entry?client={bob}")
    choose(page, "Hoe spraken jullie elkaar?", "samen wandelen")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen in het dossier van")).to_be_visible()
    settled(page)
    with page.expect_download() as paper:
        page.get_by_role("button", name=CARD).click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")
    assert papers(server) == [("step card",)]

    with sqlite3.connect(server.data / "ministap.db") as database:
        database.execute("UPDATE person SET active = 0 WHERE email = ?", (email("Ines"),))
    taken: list[Download] = []
    page.on("download", lambda one: taken.append(one))
    page.get_by_role("button", name=CARD).click()
    # Streamlit's own words, which have no Dutch.
    expect(page.get_by_text("Failed to generate file for download")).to_be_visible()
    assert taken == []
    assert papers(server) == [("step card",)]
    # And nobody is left to go on with it.
    page.get_by_role("link", name="Sessies").click()
    expect(page.get_by_role("button", name="Inloggen")).to_be_visible()
