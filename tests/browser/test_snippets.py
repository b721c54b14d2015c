"""Text snippets in a real browser: shared by a team, and nothing lost between two colleagues."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hands import sign_in


def open_snippets(page: Page, url: str, name: str) -> None:
    sign_in(page, url, name, to="/snippets")
    expect(page.get_by_role("heading", name="Tekstblokken")).to_be_visible()


def write(page: Page, *, title: str, words: str, button: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Titel").fill(title)
    dialog.get_by_label("Tekst", exact=True).fill(words)
    dialog.get_by_role("button", name=button, exact=True).click()


def test_a_team_keeps_its_snippets_together(server: Any, window: Any) -> None:
    ines = window(server.url).page
    open_snippets(ines, server.url, "Ines")
    expect(ines.get_by_text("Er zijn nog geen tekstblokken.")).to_be_visible()
    expect(ines.get_by_text("Zet nooit de naam")).to_be_visible()

    # She adds one; what lacks is said beside its field, and what she typed stays.
    ines.get_by_role("button", name="Nieuw tekstblok").click()
    write(ines, title="Begin klein", words="", button="Toevoegen")
    expect(ines.get_by_role("dialog").get_by_text("Vul dit nog in.")).to_be_visible()
    expect(ines.get_by_role("dialog").get_by_label("Titel")).to_have_value("Begin klein")
    write(ines, title="Begin klein", words="Jas aan, **deur** open.", button="Toevoegen")
    expect(ines.get_by_text("Begin klein is toegevoegd.")).to_be_visible()
    expect(ines.get_by_text("Jas aan, **deur** open.")).to_be_visible()

    # Marek, of the same team, opens it too. Ines saves first; he sees hers before he saves his.
    marek = window(server.url, width=768, height=1024).page
    open_snippets(marek, server.url, "Marek")
    marek.get_by_role("button", name="Wijzigen").click()
    dialog = marek.get_by_role("dialog")
    expect(dialog.get_by_label("Titel")).to_have_value("Begin klein")
    ines.get_by_role("button", name="Wijzigen").click()
    write(ines, title="Begin klein", words="Alleen de jas.", button="Opslaan")
    expect(ines.get_by_text("Opgeslagen.")).to_be_visible()
    write(marek, title="Begin klein", words="Eerst de schoenen.", button="Opslaan")
    expect(dialog.get_by_text("Ines Dragstra heeft dit gewijzigd")).to_be_visible()
    expect(dialog.get_by_text("Alleen de jas.")).to_be_visible()
    expect(dialog.get_by_label("Tekst", exact=True)).to_have_value("Eerst de schoenen.")
    dialog.get_by_role("button", name="Opslaan").click()
    expect(marek.get_by_text("Opgeslagen.")).to_be_visible()
    expect(marek.get_by_text("Eerst de schoenen.")).to_be_visible()

    # He takes it away, and thinks better of it.
    marek.get_by_role("button", name="Weghalen").click()
    expect(marek.get_by_text("Het tekstblok is weggehaald.")).to_be_visible()
    expect(marek.get_by_text("Eerst de schoenen.")).to_have_count(0)
    marek.get_by_role("button", name="Terughalen").click()
    expect(marek.get_by_text("Het tekstblok staat er weer.")).to_be_visible()
    expect(marek.get_by_text("Eerst de schoenen.")).to_be_visible()

    # Another team has its own.
    otto = window(server.url).page
    open_snippets(otto, server.url, "Otto")
    expect(otto.get_by_text("Er zijn nog geen tekstblokken.")).to_be_visible()


def test_what_was_left_with_escape_overwrites_nobody_in_silence(server: Any, window: Any) -> None:
    one, two = window(server.url).page, window(server.url).page
    open_snippets(one, server.url, "Otto")
    one.get_by_role("button", name="Nieuw tekstblok").click()
    write(one, title="Einde", words="Tot de hoek.", button="Toevoegen")
    expect(one.get_by_text("Einde is toegevoegd.")).to_be_visible()
    open_snippets(two, server.url, "Otto")

    def saves_meanwhile(words: str) -> None:
        two.get_by_role("button", name="Wijzigen").click()
        write(two, title="Einde", words=words, button="Opslaan")
        expect(two.get_by_text("Opgeslagen.")).to_be_visible()
        expect(two.get_by_text(words)).to_be_visible()

    # Typed, left and opened again: what was typed stands there, and so does what it began from.
    dialog = one.get_by_role("dialog")
    words = dialog.get_by_label("Tekst", exact=True)
    one.get_by_role("button", name="Wijzigen").click()
    words.fill("Tot de brug.")
    words.press("Tab")
    one.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    saves_meanwhile("Tot de molen.")
    one.get_by_role("button", name="Wijzigen").click()
    expect(words).to_have_value("Tot de brug.")
    dialog.get_by_role("button", name="Opslaan").click()
    expect(dialog.get_by_text("heeft dit gewijzigd")).to_be_visible()
    expect(dialog.get_by_text("Tot de molen.")).to_be_visible()
    one.keyboard.press("Escape")

    # Left for another page, it begins from what is saved by then, and is not refused.
    one.get_by_role("button", name="Wijzigen").click()
    expect(words).to_be_visible()
    one.keyboard.press("Escape")
    one.get_by_role("link", name="Mijn account").click()
    expect(one.get_by_role("heading", name="Mijn account")).to_be_visible()
    saves_meanwhile("Tot de sluis.")
    one.get_by_role("link", name="Tekstblokken").click()
    expect(one.get_by_text("Tot de sluis.")).to_be_visible()
    one.get_by_role("button", name="Wijzigen").click()
    expect(words).to_have_value("Tot de sluis.")
    words.fill("Tot de zee.")
    dialog.get_by_role("button", name="Opslaan").click()
    expect(one.get_by_text("Opgeslagen.")).to_be_visible()
    expect(one.get_by_text("Tot de zee.")).to_be_visible()
