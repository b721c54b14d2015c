"""Dialogs with the keyboard: in order, out with Escape, and nothing typed is lost."""

import sqlite3
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hands import heading, settled, sign_in
from tests.cast import Practice


def focused(page: Page) -> str:
    """Return what the keyboard is at: the label of a field, or the words on a button."""
    return str(
        page.evaluate(
            "(() => { const at = document.activeElement;"
            " return at.getAttribute('aria-label') || at.innerText.split('\\n').pop().trim(); })()"
        )
    )


def inside(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement.closest('[role=dialog]') !== null"))


def tab_to(page: Page, name: str) -> list[str]:
    """Press Tab until the keyboard is at this, and return all it passed."""
    passed: list[str] = []
    while not passed or passed[-1] != name:
        assert len(passed) < 15, passed
        page.keyboard.press("Tab")
        passed.append(focused(page))
        assert inside(page), passed
    return passed


def open_new_client(page: Page) -> None:
    page.get_by_role("button", name="Nieuwe cliënt").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)
    # A browser fetches the program of a field when it is drawn for the first time.
    expect(page.get_by_label("Naam", exact=True)).to_be_visible()
    # A dialog takes the keyboard once it is there: it is the first thing that is read out.
    expect(page.locator("[role=dialog]:focus, [role=dialog] section:focus")).to_have_count(1)


def clients(server: Any, name: str) -> int:
    with sqlite3.connect(f"file:{server.data / 'ministap.db'}?mode=ro", uri=True) as database:
        query = "SELECT count(*) FROM client WHERE name = ?"
        return int(database.execute(query, (name,)).fetchone()[0])


def test_a_client_is_added_with_the_keyboard_alone(server: Any, window: Any) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Ines")
    open_new_client(page)
    passed = tab_to(page, "Toevoegen")
    fields = [one for one in passed if one in {"Naam", "Telefoon (hoeft niet)", "Toevoegen"}]
    assert fields == ["Naam", "Telefoon (hoeft niet)", "Toevoegen"]

    # Refused: each problem beside its field, and what was typed is still there.
    page.get_by_label("Telefoon (hoeft niet)").fill("geen idee")
    page.get_by_role("button", name="Toevoegen").press("Enter")
    expect(page.get_by_text("Vul dit nog in.")).to_be_visible()
    expect(page.get_by_label("Telefoon (hoeft niet)")).to_have_value("geen idee")
    settled(page)
    assert inside(page)

    # Escape closes and gives the keyboard back; who comes back finds what was typed.
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Nieuwe cliënt")).to_be_focused()
    open_new_client(page)
    expect(page.get_by_label("Telefoon (hoeft niet)")).to_have_value("geen idee")
    page.get_by_label("Telefoon (hoeft niet)").fill("")
    page.get_by_label("Naam", exact=True).fill("Wies Wandel")
    page.get_by_role("button", name="Toevoegen").press("Enter")
    expect(heading(page, "Wies Wandel")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Wies Wandel is toegevoegd.")).to_be_visible()
    assert clients(server, "Wies Wandel") == 1

    page.get_by_role("link", name="Mijn cliënten").click()
    settled(page)
    open_new_client(page)
    expect(page.get_by_label("Naam", exact=True)).to_have_value("")


def test_a_dialog_asks_at_every_click_who_is_there(server: Any, window: Any) -> None:
    """Streamlit reruns a dialog without the frame: a closed account must not write through it."""
    page = window(server.url).page
    sign_in(page, server.url, "Marek")
    open_new_client(page)
    page.get_by_label("Naam", exact=True).fill("Nergens Bekend")
    with sqlite3.connect(server.data / "ministap.db") as database:
        database.execute("UPDATE person SET active = 0 WHERE name LIKE 'Marek%'")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_label("E-mailadres")).to_be_visible()
    assert clients(server, "Nergens Bekend") == 0
    with sqlite3.connect(server.data / "ministap.db") as database:
        database.execute("UPDATE person SET active = 1 WHERE name LIKE 'Marek%'")


def test_a_dialog_asks_at_every_click_what_someone_may(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    noord = cast_in_sqlite[1].noord
    page = window(server.url).page
    sign_in(page, server.url, "Marek")
    open_new_client(page)
    page.get_by_label("Naam", exact=True).fill("Nergens Bekend")
    change = (
        "UPDATE membership SET role = ? WHERE team_id = ? AND role = ? "
        "AND person_id = (SELECT id FROM person WHERE name LIKE 'Marek%')"
    )
    with sqlite3.connect(server.data / "ministap.db") as database:
        database.execute(change, ("lead", noord, "coach"))
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("Deze pagina hoort niet bij jouw werk.")).to_be_visible()
    assert clients(server, "Nergens Bekend") == 0
    with sqlite3.connect(server.data / "ministap.db") as database:
        database.execute(change, ("coach", noord, "lead"))


def test_an_administrator_renames_a_team_and_shares_the_work(server: Any, window: Any) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Ada", to="/people")
    page.get_by_role("button", name="Team hernoemen").click()
    settled(page)
    page.get_by_label("Nieuwe naam").fill("Zuid")
    page.get_by_role("dialog").get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Er is al een team met deze naam.")).to_be_visible()
    expect(page.get_by_label("Nieuwe naam")).to_have_value("Zuid")
    page.get_by_label("Nieuwe naam").fill("Duinpan")
    page.get_by_role("dialog").get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("beweegprofessional, Duinpan")).to_have_count(2)

    # Of the six, Ada alone is administrator: she stays one until there is another.
    own = page.get_by_role("button", name="Geen beheerder meer")
    expect(own).to_have_count(1)
    own.click()
    expect(page.get_by_text("Er blijft altijd minstens één beheerder.")).to_be_visible()
    page.get_by_role("button", name="Beheerder maken").first.click()
    expect(own).to_have_count(2)
    own.nth(1).click()
    expect(own).to_have_count(1)
