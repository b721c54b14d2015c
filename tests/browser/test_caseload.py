"""A lead in a real browser: what waits, whose it is, how much work there is, and what goes out."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.hands import from_list, heading, settled, sign_in
from tests.cast import NAMES, Practice


def test_a_lead_sees_what_waits_and_how_much_work_there_is(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    practice = cast_in_sqlite[1]
    page = window(server.url).page

    # How many hours there are is said once; a slip is told beside its field, and stays.
    sign_in(page, server.url, "Lea", to="/team_settings")
    page.locator("summary").filter(has_text="De uren van iedere collega").click()
    field = page.get_by_label("Ines Dragstra")
    field.fill("200")
    page.get_by_role("button", name="Opslaan").nth(1).click()
    expect(page.get_by_text("Vul 0 tot 60 uur per week in.")).to_be_visible()
    expect(field).to_have_value("200")
    field.fill("20")
    page.get_by_role("button", name="Opslaan").nth(1).click()
    expect(page.get_by_test_id("stAlertContentSuccess")).to_be_visible()

    # A number opens its rows, and the address keeps what was chosen.
    page.goto(f"{server.url}/caseload?show=list")
    expect(heading(page, "Cliënten van het team")).to_be_visible()
    expect(page.get_by_role("link", name=NAMES["Cem"])).to_be_visible()
    page.get_by_role("button", name="3 nog geen route").click()
    page.wait_for_url("**reason=no_route**")
    settled(page)
    from_list(page, page.get_by_label("Beweegprofessional", exact=True), "Marek Hollander")
    page.wait_for_url(f"**coach={practice.marek.person_id}**")
    expect(page.get_by_role("link", name=NAMES["Cem"])).to_be_visible()
    expect(page.get_by_role("link", name=NAMES["Bob"])).to_have_count(0)

    # The work of each colleague stands in the order of the alphabet, with the hours there are.
    work = page.get_by_role("table").filter(has_text="Collega")
    names = work.locator("tbody tr").all_inner_texts()
    assert [one.split()[0] for one in names] == ["Ines", "Marek"]
    expect(work).to_contain_text("van")
    page.locator("summary").filter(has_text="De gesprekken en afspraken achter").click()
    expect(page.get_by_text("Gesprekken sinds")).to_be_visible()

    # What goes out holds what is to be done, and not how anybody is doing.
    with page.expect_download() as handed:
        page.get_by_role("button", name="Bewaar als CSV").click()
    file = Path(handed.value.path()).read_text(encoding="utf-8-sig")
    head, *rows = file.splitlines()
    assert "Stemming" not in head
    assert "Meedoen" not in head
    assert [row.split(";")[0] for row in rows] == [NAMES["Cem"]]
