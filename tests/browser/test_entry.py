"""Writing a session down: few interactions, by touch and by keyboard alone."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import option, settled, sign_in
from tests.browser.running import Server, move_in
from tests.cast import Practice

AT_MOST = 12


@dataclass
class Hands:
    """Counts what a person does: a tap, a key on a scale, or a text typed into a field."""

    page: Page
    done: list[str] = field(default_factory=list)

    def tap(self, what: Locator) -> None:
        self.done.append("tap")
        what.tap() if self.page.evaluate("'ontouchstart' in window") else what.click()
        settled(self.page)

    def write(self, what: Locator, words: str) -> None:
        self.done.append("write")
        what.fill(words)

    def press(self, key: str) -> None:
        self.done.append(f"key {key}")
        self.page.keyboard.press(key)
        settled(self.page)

    def type(self, words: str) -> None:
        self.done.append("type")
        self.page.keyboard.type(words)


@pytest.fixture
def own_server(tmp_path: Path, cast_in_sqlite: tuple[Path, Practice]) -> Iterator[Server]:
    """A server whose client has been here before, and has an appointment today."""
    data = tmp_path / "data"
    move_in(cast_in_sqlite[0], data, "Ines")
    found = Server(data)
    yield found
    found.stop()


def rows(server: Server, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{server.data / 'ministap.db'}?mode=ro", uri=True) as database:
        return database.execute(query).fetchall()


def been_here_before(page: Page, server: Server, client: str) -> None:
    """Write down a first session, last week, through the app itself."""
    page.goto(f"{server.url}/session_entry?client={client}")
    settled(page)
    last_week = (datetime.now(UTC) - timedelta(days=7)).strftime("%d%m%Y")
    page.get_by_role("spinbutton", name="day, Dag").press_sequentially(last_week)
    option(page, "Hoe spraken jullie elkaar?", "samen wandelen").click()
    option(page, "Waar?", "buiten, in het groen").click()
    page.get_by_label("Vandaag, in eigen woorden").fill("Ik ben toch gegaan.")
    page.get_by_label("Afgesproken volgende stap").fill("Tot de brug")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()


def by_touch(page: Page, hands: Hands) -> None:
    """Write a normal session down by touch."""
    hands.tap(page.get_by_role("button", name="Zoals vorige keer"))
    hands.tap(option(page, "De dag na de vorige keer slechter?", "nee"))
    hands.tap(option(page, "Hoeveel zin was er vooraf?", "3"))
    hands.tap(option(page, "Stemming vooraf", "4"))
    hands.tap(option(page, "Stemming onderweg", "6"))
    hands.tap(option(page, "Stemming daarna", "7"))
    hands.tap(page.get_by_role("button", name="moe", exact=True))
    hands.tap(page.get_by_role("button", name="samen gaan", exact=True))
    hands.write(page.get_by_label("Notitie"), "Regen, toch gegaan. Lachte om de eenden.")
    hands.write(page.get_by_label("Vandaag, in eigen woorden"), "De eenden waren er ook.")
    hands.tap(page.get_by_role("button", name="over een week"))
    # Whoever taps sees the day stand there before they save.
    expect(page.get_by_role("spinbutton", name="day, Volgende afspraak")).to_have_text(
        re.compile(r"\d\d")
    )
    settled(page)
    hands.tap(page.get_by_role("button", name="Opslaan", exact=True))


def test_a_normal_session_takes_at_most_twelve_touches(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(own_server.url, width=768, height=1024, touch=True).page
    sign_in(page, own_server.url, "Ines")
    been_here_before(page, own_server, bob)
    page.goto(f"{own_server.url}/session_entry?client={bob}")
    settled(page)
    # What the client said last time opens the talk; how they met stands ready.
    expect(page.get_by_text("“Ik ben toch gegaan.”")).to_be_visible()
    expect(option(page, "Hoe spraken jullie elkaar?", "samen wandelen")).to_be_checked()
    hands = Hands(page)
    by_touch(page, hands)
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    assert len(hands.done) <= AT_MOST
    newest = (
        "SELECT kind, place, willingness, mood_before, mood_during, mood_after, next_day_worse, "
        "barriers, helped, note, own_words, next_step FROM session_version ORDER BY held_at DESC"
    )
    assert rows(own_server, newest)[0] == (
        *("walk", "nature", 3, 4, 6, 7, 0, '["tired"]', '["together"]'),
        "Regen, toch gegaan. Lachte om de eenden.",
        "De eenden waren er ook.",
        "Tot de brug",
    )
    ((coming,),) = rows(own_server, "SELECT next_appointment FROM client WHERE name LIKE 'Bob%'")
    assert coming[:10] == (datetime.now(UTC) + timedelta(days=7)).date().isoformat()


def by_keyboard(page: Page, hands: Hands) -> list[str]:
    """Write a normal session down without a mouse, and return the fields passed with Tab.

    Tab is not counted: it is how eyes move.
    """
    scales = {
        "Hoeveel zin was er vooraf?": "3",
        "Stemming vooraf": "4",
        "Stemming onderweg": "6",
        "Stemming daarna": "10",
    }
    passed: list[str] = []
    for question, value in scales.items():
        passed += tab_until(page, question)
        for digit in value:
            hands.press(digit)
        expect(option(page, question, value)).to_be_checked()
    passed += tab_until(page, "Notitie")
    hands.type("Regen, toch gegaan.")
    passed += tab_until(page, "Afgesproken volgende stap")
    hands.type("Tot de brug")
    # Enter in a line of text saves nothing by accident.
    page.keyboard.press("Enter")
    settled(page)
    assert "session_entry" in page.url
    passed += tab_until(page, "Opslaan")
    hands.press("Enter")
    return passed


def test_a_session_is_written_down_by_the_keyboard_alone(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(own_server.url).page
    sign_in(page, own_server.url, "Ines")
    been_here_before(page, own_server, bob)
    page.goto(f"{own_server.url}/session_entry?client={bob}")
    expect(page.get_by_role("button", name="Opslaan", exact=True)).to_be_visible()
    settled(page)
    hands = Hands(page)
    passed = by_keyboard(page, hands)
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    assert len(hands.done) <= AT_MOST
    # The order of Tab is the order of the talk.
    talk = [
        "Dag",
        "Tijd",
        "Was de cliënt er?",
        "Stemming vooraf",
        "Wat hielp?",
        "Notitie",
        "Opslaan",
    ]
    places = [next(i for i, one in enumerate(passed) if name in one) for name in talk]
    assert places == sorted(places)
    newest = "SELECT willingness, mood_before, mood_during, mood_after, note, next_step "
    assert rows(own_server, newest + "FROM session_version ORDER BY held_at DESC")[0] == (
        *(3, 4, 6, 10),
        "Regen, toch gegaan.",
        "Tot de brug",
    )


def tab_until(page: Page, name: str) -> list[str]:
    """Press Tab until the focus is on the field of this name, and return the fields passed."""
    passed: list[str] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
              const one = document.activeElement;
              const group = one.closest('[role=radiogroup],[role=group],[role=toolbar]');
              const own = one.getAttribute('aria-label') || '';
              const words = one.tagName === 'BUTTON' ? one.innerText : '';
              return [own, group ? group.getAttribute('aria-label') || '' : '', words].join(' | ');
            }"""
        )
        passed.append(here)
        if re.search(re.escape(name), here):
            return passed
    raise AssertionError(f"{name} is out of reach of the keyboard: {passed[-40:]}")


def test_a_fixed_session_takes_an_addition_and_is_found_by_its_words(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(own_server.url).page
    sign_in(page, own_server.url, "Ines")
    been_here_before(page, own_server, bob)
    with sqlite3.connect(own_server.data / "ministap.db") as database:
        database.execute("UPDATE session_version SET written_at = datetime('now', '-8 days')")
    page.goto(f"{own_server.url}/sessions?client={bob}")
    page.get_by_role("link", name="Corrigeren of aanvullen").click()
    expect(page.get_by_text("staat vast: de tekst blijft zoals die is")).to_be_visible()
    page.get_by_label("Aanvulling").fill("Café De Brug stond dicht.")
    page.get_by_role("button", name="Aan de sessie toevoegen").click()
    expect(page.get_by_text("Aan de sessie toegevoegd.")).to_be_visible()
    page.get_by_role("link", name="Sessies").click()
    settled(page)
    with page.expect_download() as paper:
        page.get_by_role("button", name="Afdrukken (PDF)").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")
    assert paper.value.suggested_filename == "tijdlijn.pdf"
    assert rows(own_server, "SELECT action FROM audit WHERE part = 'timeline'") == [("E",)]
    search = page.get_by_label("Zoek in deze sessies")
    search.fill("CAFE brug")
    search.press("Enter")
    settled(page)
    expect(page.get_by_text("Café De Brug stond dicht.")).to_be_visible()
    search.fill("molen")
    search.press("Enter")
    expect(page.get_by_text("Geen sessie past bij deze woorden.")).to_be_visible()
