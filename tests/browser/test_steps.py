"""The step library in a real browser: found by a word or a wish, shared by a team."""

import sqlite3
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import from_list, settled, sign_in
from tests.cast import Practice


def rows(server: Any, query: str, *values: str) -> list[tuple[Any, ...]]:
    """Return what stands in the database file, past the app."""
    with sqlite3.connect(f"file:{server.data / 'ministap.db'}?mode=ro", uri=True) as database:
        return database.execute(query, values).fetchall()


def open_steps(page: Page, url: str, name: str) -> None:
    sign_in(page, url, name, to="/steps")
    expect(page.get_by_role("heading", name="Stappen van het team")).to_be_visible()


def pick(form: Page | Locator, question: str, answer: str) -> None:
    group = form.get_by_role("radiogroup", name=question)
    group.get_by_role("radio", name=answer, exact=True).click()


def write(dialog: Locator, name: str, *, tip: str = "") -> None:
    dialog.get_by_label("Wat", exact=True).fill(name)
    for size, words, minutes in (
        ("Mini", "tot de stoep", "0,5"),
        ("Gewoon", "tot de brug", "3"),
        ("Ruim", "om de vijver", "7,5"),
    ):
        dialog.get_by_label(size, exact=True).fill(words)
        dialog.get_by_label(f"Minuten {size.lower()}", exact=True).fill(minutes)
    dialog.get_by_label("Tip").fill(tip)


def change_tip(page: Page, tip: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tip").fill(tip)
    dialog.get_by_role("button", name="Opslaan").click()


def test_a_team_keeps_its_own_steps_together(server: Any, window: Any) -> None:
    ines = window(server.url).page
    open_steps(ines, server.url, "Ines")
    expect(ines.get_by_text("Er zijn nog geen stappen van het team.")).to_be_visible()
    expect(ines.get_by_text("Zet hier nooit iets in over één cliënt")).to_be_visible()

    # She adds one; what lacks is said beside its field, and what she typed stays.
    ines.get_by_role("button", name="Nieuwe stap").click()
    dialog = ines.get_by_role("dialog")
    write(dialog, "Naar de **eendjes**", tip="Kijken is genoeg.")
    dialog.get_by_role("button", name="Toevoegen").click()
    expect(dialog.get_by_text("Kies er één.")).to_have_count(2)
    expect(dialog.get_by_label("Tip")).to_have_value("Kijken is genoeg.")
    pick(dialog, "Dagen per week", "3")
    pick(dialog, "Waar", "buiten")
    pick(dialog, "Met wie", "alleen")
    pick(dialog, "Energie", "wat energie")
    dialog.get_by_role("button", name="Toevoegen").click()
    expect(ines.get_by_text("Naar de **eendjes** is toegevoegd.")).to_be_visible()
    expect(ines.get_by_text("wat energie · kost niets · bij elk weer")).to_be_visible()

    # Marek, of the same team, opens it too. Ines saves first; he sees hers before he saves his.
    marek = window(server.url, width=768, height=1024).page
    open_steps(marek, server.url, "Marek")
    marek.get_by_role("button", name="Wijzigen").click()
    theirs = marek.get_by_role("dialog")
    expect(theirs.get_by_label("Minuten ruim")).to_have_value("7,5")
    ines.get_by_role("button", name="Wijzigen").click()
    change_tip(ines, "Neem geen brood mee.")
    expect(ines.get_by_text("Opgeslagen.")).to_be_visible()
    change_tip(marek, "Neem een krukje mee.")
    expect(theirs.get_by_text("Ines Dragstra heeft dit gewijzigd")).to_be_visible()
    expect(theirs.get_by_text("Neem geen brood mee.")).to_be_visible()
    expect(theirs.get_by_label("Tip")).to_have_value("Neem een krukje mee.")
    theirs.get_by_role("button", name="Opslaan").click()
    expect(marek.get_by_text("Opgeslagen.")).to_be_visible()
    expect(marek.get_by_text("Neem een krukje mee.")).to_be_visible()

    # He takes it away, and thinks better of it.
    marek.get_by_role("button", name="Weghalen").click()
    expect(marek.get_by_text("De stap is weggehaald.")).to_be_visible()
    expect(marek.get_by_text("Neem een krukje mee.")).to_have_count(0)
    marek.get_by_role("button", name="Terughalen").click()
    expect(marek.get_by_text("De stap staat er weer.")).to_be_visible()
    expect(marek.get_by_text("Neem een krukje mee.")).to_be_visible()

    # Another team has its own.
    otto = window(server.url).page
    open_steps(otto, server.url, "Otto")
    expect(otto.get_by_text("Er zijn nog geen stappen van het team.")).to_be_visible()


def open_list(page: Page) -> None:
    box = page.get_by_role("combobox", name="Een idee")
    box.click()
    box.press("ArrowDown")  # a list that closed because the page scrolled opens again


def options(page: Page) -> list[str]:
    """Open the list of ideas, read it, and close it."""
    open_list(page)
    expect(page.get_by_role("option").first).to_be_visible()
    found = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    return found


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (768, 1024)])
def test_an_idea_is_found_by_a_word_and_by_what_it_should_be_like(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice], width: int, height: int
) -> None:
    page = window(server.url, width=width, height=height).page
    sign_in(page, server.url, "Otto", to=f"/route?client={cast_in_sqlite[1].daan}")
    search = page.get_by_label("Zoek op een woord")
    expect(search).to_be_visible()

    # Without accents and with capitals, and a word of the tip finds it too.
    search.fill("NEURIEN")
    search.press("Enter")
    expect(page.get_by_placeholder("1 stap past")).to_be_visible()
    settled(page)
    assert options(page) == ["Staand meezingen"]
    search.fill("")
    search.press("Enter")
    expect(page.get_by_placeholder("1 stap past")).to_have_count(0)
    settled(page)

    # Wishes narrow it down together, and stand on the line when they are folded away.
    wishes = page.get_by_text("Hoe mag het zijn?")
    wishes.click()
    pick(page, "Waar", "buiten")
    settled(page)
    pick(page, "Met wie", "in een groep")
    settled(page)
    pick(page, "Wat voor stap is het?", "lopen")
    settled(page)
    folded = page.get_by_text("Hoe mag het zijn? buiten, in een groep, lopen")
    expect(folded).to_be_visible()
    expect(page.get_by_placeholder("1 stap past")).to_be_visible()
    settled(page)
    assert options(page) == ["Een stukje mee met een wandelgroep"]
    pick(page, "Energie", "weinig energie")
    settled(page)
    expect(page.get_by_role("combobox", name="Een idee")).to_be_disabled()
    pick(page, "Energie", "weinig energie")  # a second tap takes the wish away
    settled(page)

    # What is chosen is seen whole before it goes on the route; then the wishes are let go of.
    ideas = page.get_by_role("combobox", name="Een idee")
    onto = page.get_by_role("button", name="Op de route zetten").first
    from_list(page, ideas, "Een stukje mee met een wandelgroep", until=onto)
    expect(page.get_by_text("meer energie · kost niets · bij elk weer")).to_be_visible()
    expect(page.get_by_text("Zeg vooraf dat je eerder omkeert.")).to_be_visible()
    expect(page.get_by_text("keer geprobeerd")).to_have_count(0)  # nobody tried it yet
    page.get_by_role("button", name="Op de route zetten").first.click()
    settled(page)
    expect(page.get_by_text("staat hierboven op de route.")).to_be_visible()
    expect(page.get_by_text("Hoe mag het zijn?", exact=True)).to_be_visible()


def test_a_step_of_a_route_is_shared_after_a_look_and_stays_on_the_route(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    cem = cast_in_sqlite[1].cem
    page = window(server.url, width=768, height=1024).page
    sign_in(page, server.url, "Marek", to=f"/route?client={cem}")
    onto = page.get_by_role("button", name="Op de route zetten").first
    ideas = page.get_by_role("combobox", name="Een idee")
    from_list(page, ideas, "Naar de brievenbus", until=onto)
    onto.click()
    settled(page)
    pick(page, "Wie kwam ermee?", "samen")
    page.get_by_role("textbox", name="Waarom?").first.fill("Om te beginnen")
    page.get_by_role("button", name="Route opslaan").click()
    expect(page.get_by_text("De route is opgeslagen.").first).to_be_visible()
    ((key,),) = rows(server, "SELECT step_key FROM route_step WHERE client_id = ?", cem)

    page.goto(f"{server.url}/share_step?client={cem}&step={key}")
    name = page.get_by_label("Wat", exact=True)
    expect(name).to_have_value("Naar de brievenbus")
    expect(page.get_by_text("Zet hier nooit iets in over één cliënt")).to_be_visible()
    name.fill("Naar de post")
    page.get_by_role("button", name="Delen", exact=True).click()
    expect(page.get_by_text("Kijk dit eerst even na.")).to_be_visible()
    expect(name).to_have_value("Naar de post")
    page.get_by_text("Ik heb gekeken").click()
    page.get_by_role("button", name="Delen", exact=True).click()
    expect(page.get_by_text("Naar de post staat nu in de bibliotheek van je team.")).to_be_visible()
    activity = "SELECT activity FROM route_step WHERE client_id = ?"
    assert rows(server, activity, cem) == [("Naar de brievenbus",)]
    ines = window(server.url).page
    open_steps(ines, server.url, "Ines")
    expect(ines.get_by_text("Naar de post")).to_be_visible()

    # Neither a step that is not there nor another's client gives anything away.
    for address in (f"client={cem}&step=gone", f"client={cast_in_sqlite[1].bob}&step={key}"):
        page.goto(f"{server.url}/share_step?{address}")
        expect(page.get_by_text("We kunnen dit niet vinden.")).to_be_visible()
