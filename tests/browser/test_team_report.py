"""A lead takes the monthly report along: the log keeps each file, and whether names were in it."""

import sqlite3
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.hands import heading, settled, sign_in
from tests.cast import NAMES


def taken(server: Any) -> list[tuple[str, bool]]:
    """Return the reports that stand in the log as taken along, with whether names stand there."""
    with sqlite3.connect(server.data / "ministap.db") as database:
        return [
            (reason, listed not in (None, "null"))
            for reason, listed in database.execute(
                "SELECT reason, listed FROM audit WHERE part = 'team report' AND action = 'E' "
                "ORDER BY at"
            )
        ]


def test_a_lead_looks_at_the_team_and_takes_its_report_along(server: Any, window: Any) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Lea", to="/team_quality")
    expect(heading(page, "Hoe het gaat in het team")).to_be_visible()
    # Three clients are too few for a chart.
    expect(page.get_by_text("Te weinig om te tonen").first).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)

    page.get_by_role("link", name="Maandrapport").first.click()
    expect(heading(page, "Maandrapport")).to_be_visible()
    settled(page)
    expect(page.get_by_text("cliënten begeleid")).to_be_visible()
    for name in NAMES.values():
        expect(page.get_by_text(name)).to_have_count(0)
    assert taken(server) == []
    with page.expect_download() as paper:
        page.get_by_role("button", name="Op papier (PDF)").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")
    assert taken(server) == [("without names", False)]

    page.get_by_text("Met een lijst van de cliënten bij naam").click()
    expect(page.get_by_text("Het logboek bewaart dat er namen")).to_be_visible()
    settled(page)
    with page.expect_download() as book:
        page.get_by_role("button", name="Voor een rekenblad (Excel)").click()
    assert book.value.suggested_filename.startswith("maandrapport-")
    assert Path(book.value.path()).read_bytes().startswith(b"PK")
    assert taken(server) == [("without names", False), ("with names", True)]
