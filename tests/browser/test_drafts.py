"""No word is lost: drafts in a real browser, with servers that are really killed."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.domain.drafts import TEXT_LIMIT
from tests.browser.hands import choose, heading, option, settled, sign_in
from tests.browser.running import Server, move_in
from tests.cast import Practice

KEPT = re.compile(r"^Concept bewaard \d\d:\d\d$")


@pytest.fixture
def own_server(tmp_path: Path, cast_in_sqlite: tuple[Path, Practice]) -> Any:
    """A server of this test alone: it may be killed."""
    move_in(cast_in_sqlite[0], tmp_path / "data", "Ines", "Marek")
    found = Server(tmp_path / "data")
    yield found
    found.stop()


def rows(server: Server, query: str, *values: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{server.data / 'ministap.db'}?mode=ro", uri=True) as database:
        return database.execute(query, values).fetchall()


def state(page: Page) -> Locator:
    return page.locator(".st-key-draft_state")


def note(page: Page) -> Locator:
    return page.get_by_label("Notitie")


def holds(page: Page, text: str) -> None:
    """Wait until the note stands there once, with this text.

    While a page is drawn anew, what it was and what it becomes stand on the screen together.
    """
    expect(note(page).last).to_have_value(text)
    expect(note(page)).to_have_count(1)
    expect(note(page)).to_have_value(text)


def open_entry(page: Page, server: Server, client: str) -> None:
    page.goto(f"{server.url}/session_entry?client={client}")
    settled(page)
    expect(note(page)).to_be_visible()


def type_and_keep(page: Page, text: str) -> None:
    """Type without leaving the field, and wait until the screen says that it is kept."""
    with page.expect_response(lambda one: one.url.endswith("/concept") and one.ok):
        note(page).press_sequentially(text)
    expect(state(page)).to_have_text(KEPT)


def leave_by_reload(page: Page, server: Server, client: str) -> None:
    page.reload()


def leave_by_another_page(page: Page, server: Server, client: str) -> None:
    page.get_by_role("link", name="Voortgang").click()
    settled(page)
    page.get_by_role("link", name="Opschrijven", exact=True).click()


def leave_by_another_client_and_back(page: Page, server: Server, client: str) -> None:
    page.get_by_role("link", name="Terug naar de lijst").click()
    # The start page says whose words are not saved yet, and leads back to them.
    page.locator(".st-key-open_drafts").get_by_role("link").first.click()


def leave_by_signing_out(page: Page, server: Server, client: str) -> None:
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_label("E-mailadres")).to_be_visible()
    sign_in(page, server.url, "Ines", to=f"/session_entry?client={client}")


def leave_by_a_killed_server(page: Page, server: Server, client: str) -> None:
    server.kill()
    server.start()
    page.reload()


@pytest.mark.parametrize(
    "leave",
    [
        leave_by_reload,
        leave_by_another_page,
        leave_by_another_client_and_back,
        leave_by_signing_out,
        leave_by_a_killed_server,
    ],
)
def test_what_was_typed_comes_back(
    leave: Callable[[Page, Server, str], None],
    own_server: Server,
    window: Any,
    cast_in_sqlite: tuple[Path, Practice],
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(own_server.url, disturbed=leave is leave_by_a_killed_server).page
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={bob}")
    choose(page, "Stemming daarna", "6")
    type_and_keep(page, "Jas aan, tot de hoek")
    leave(page, own_server, bob)
    settled(page)
    holds(page, "Jas aan, tot de hoek")
    expect(option(page, "Stemming daarna", "6")).to_be_checked()
    expect(page.get_by_text("is terug: notitie (20 tekens), cijfers: 1.")).to_be_visible()
    assert rows(own_server, "SELECT count(*) FROM session WHERE client_id = ?", bob) == [(0,)]
    assert rows(own_server, "SELECT count(*) FROM draft WHERE ended_at IS NULL") == [(1,)]


WHAT_FOR = "Wat maakt het de moeite waard"
GOAL = "Een doel in de woorden van de cliënt"


@pytest.mark.parametrize("leave", [leave_by_reload, leave_by_signing_out, leave_by_a_killed_server])
def test_what_was_typed_in_any_form_of_a_client_comes_back_until_it_is_saved(
    leave: Callable[[Page, Server, str], None],
    own_server: Server,
    window: Any,
    cast_in_sqlite: tuple[Path, Practice],
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(own_server.url, disturbed=leave is leave_by_a_killed_server).page
    sign_in(page, own_server.url, "Ines", to=f"/agreements?client={bob}")
    with page.expect_response("**/concept"):
        page.get_by_label(WHAT_FOR).fill("weer naar het koor")
    with page.expect_response("**/concept"):
        page.get_by_label(GOAL).fill("de tuin in")
    leave(page, own_server, bob)
    page.goto(f"{own_server.url}/agreements?client={bob}")
    settled(page)
    expect(page.get_by_label(WHAT_FOR)).to_have_value("weer naar het koor")
    expect(page.get_by_label(GOAL)).to_have_value("de tuin in")
    expect(page.get_by_text("Dit is terug")).to_have_count(2)

    # What was saved comes back no more; what was not still does.
    page.get_by_role("button", name="Doel toevoegen").click()
    expect(page.get_by_text("“de tuin in”")).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_label(GOAL)).to_have_value("")
    expect(page.get_by_label(WHAT_FOR)).to_have_value("weer naar het koor")
    page.goto(f"{own_server.url}/")
    expect(page.get_by_role("link", name="Getypte tekst")).to_be_visible()


def test_text_that_was_not_sent_yet_when_the_server_died_is_kept_when_it_lives_again(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(own_server.url, disturbed=True).page
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={bob}")
    type_and_keep(page, "Voor de val. ")
    note(page).press_sequentially("En erna.")
    own_server.kill()
    expect(state(page)).to_contain_text("Geen verbinding")
    own_server.start()
    expect(state(page)).to_have_text(KEPT)
    settled(page)
    holds(page, "Voor de val. En erna.")
    # It is saved once, under the right client, with every word.
    phone = option(page, "Hoe spraken jullie elkaar?", "telefoon")
    expect(phone).to_be_enabled()
    phone.click()
    expect(phone).to_be_checked()
    settled(page)
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    assert rows(own_server, "SELECT client_id, note FROM session_version") == [
        (bob, "Voor de val. En erna.")
    ]


def test_without_a_connection_the_screen_says_so_and_keeps_trying(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    one = window(own_server.url, disturbed=True)
    page = one.page
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={cast_in_sqlite[1].bob}")
    expect(note(page)).to_be_visible()
    one.context.set_offline(True)
    note(page).press_sequentially("In de lift.")
    expect(state(page)).to_contain_text("Geen verbinding")
    one.context.set_offline(False)
    expect(state(page)).to_have_text(KEPT)
    page.reload()
    settled(page)
    holds(page, "In de lift.")


def test_a_draft_goes_on_on_another_device(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    laptop = window(own_server.url).page
    sign_in(laptop, own_server.url, "Ines", to=f"/session_entry?client={bob}")
    type_and_keep(laptop, "Op de laptop begonnen.")
    tablet = window(own_server.url, width=768, height=1024, disturbed=True).page
    sign_in(tablet, own_server.url, "Ines", to=f"/session_entry?client={bob}")
    holds(tablet, "Op de laptop begonnen.")
    note(tablet).press("End")
    type_and_keep(tablet, " Op de tablet verder.")
    # The laptop notices when someone goes on there, and shows what the tablet holds.
    option(laptop, "Stemming daarna", "3").click()
    expect(laptop.get_by_text("Dit concept is verdergegaan in een ander tabblad")).to_be_visible()
    expect(laptop.get_by_text("Op de laptop begonnen. Op de tablet verder.")).to_be_visible()
    settled(laptop)
    laptop.get_by_role("button", name="Neem die andere over").click()
    holds(laptop, "Op de laptop begonnen. Op de tablet verder.")


def test_a_draft_that_was_laid_aside_can_be_brought_back(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    page = window(own_server.url).page
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={cast_in_sqlite[1].bob}")
    type_and_keep(page, "Toch bewaren")
    choose(page, "Stemming daarna", "6")
    page.get_by_role("button", name="Concept wegleggen").click()
    holds(page, "")
    expect(option(page, "Stemming daarna", "6")).not_to_be_checked()
    page.get_by_role("button", name="Terughalen").click()
    holds(page, "Toch bewaren")
    expect(option(page, "Stemming daarna", "6")).to_be_checked()


def test_a_save_is_undone_within_a_minute_and_nothing_is_lost(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(own_server.url).page
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={bob}")
    choose(page, "Hoe spraken jullie elkaar?", "telefoon")
    choose(page, "Stemming daarna", "6")
    type_and_keep(page, "Te snel opgeslagen")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    page.get_by_role("button", name="Ongedaan maken").click()
    holds(page, "Te snel opgeslagen")
    expect(option(page, "Stemming daarna", "6")).to_be_checked()
    assert rows(own_server, "SELECT count(*) FROM session") == [(0,)]
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    assert rows(own_server, "SELECT note FROM session_version") == [("Te snel opgeslagen",)]


def test_looking_together_shows_the_client_their_questions_and_nothing_else(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(own_server.url, width=768, height=1024).page
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={bob}")
    choose(page, "Hoe spraken jullie elkaar?", "telefoon")
    type_and_keep(page, "Alleen voor het dossier")
    page.get_by_role("button", name="Kijk mee").click()
    expect(heading(page, "Hoe was het voor jou?")).to_be_visible()
    expect(page.get_by_text("Alleen voor het dossier")).to_have_count(0)
    expect(page.get_by_role("link", name="Mijn cliënten")).to_have_count(0)
    expect(page.get_by_role("link", name="Voortgang")).to_have_count(0)
    expect(note(page)).to_have_count(0)
    faces = page.get_by_role("radiogroup", name="Hoe voel je je daarna?").get_by_role("radio")
    expect(faces).to_have_count(12)
    for face in (faces.first, faces.last):
        box = face.bounding_box() or {}
        assert box["height"] >= 64
        assert box["width"] >= 44
    faces.nth(7).click()
    settled(page)
    effort = page.get_by_role("radiogroup", name="Hoeveel inspanning kostte het?")
    effort.get_by_role("radio", name="weet ik niet").click()
    settled(page)
    page.get_by_role("button", name="Klaar, terug naar het formulier").click()
    holds(page, "Alleen voor het dossier")
    expect(option(page, "Stemming daarna", "7")).to_be_checked()
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    assert rows(own_server, "SELECT mood_after, effort, together FROM session_version") == [
        (7, None, '["mood_after"]')
    ]


def test_a_screen_that_was_left_alone_locks_and_keeps_the_draft(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    one = window(own_server.url, disturbed=True)
    page = one.page
    page.clock.install()
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={bob}")
    type_and_keep(page, "Even weg")
    with sqlite3.connect(own_server.data / "ministap.db") as database:
        database.execute("UPDATE visit SET seen_at = datetime('now', '-16 minutes')")
    page.clock.fast_forward("16:00")
    expect(page.get_by_label("E-mailadres")).to_be_visible()
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={bob}")
    holds(page, "Even weg")


def test_nobody_can_keep_words_in_a_draft_of_someone_else(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    practice = cast_in_sqlite[1]
    page = window(own_server.url, disturbed=True).page
    sign_in(page, own_server.url, "Marek")
    body = {
        "client": practice.bob,
        "session": "",
        "key": "a" * 32,
        "tab": "b" * 32,
        "fields": {"note": "Van een vreemde"},
    }
    answers = [
        page.evaluate(
            "async ([url, body]) => (await fetch(url, {method: 'POST', headers: "
            "{'content-type': 'application/json'}, body: JSON.stringify(body)})).status",
            ["/concept", one],
        )
        for one in (body, {**body, "client": "x"}, {**body, "fields": []}, [], {**body, "tab": ""})
    ]
    assert answers == [409, 400, 400, 400, 400]
    foreign = page.context.request.post(
        f"{own_server.url}/concept", data=body, headers={"origin": "https://elders.example"}
    )
    assert foreign.status == 403
    assert rows(own_server, "SELECT count(*) FROM draft") == [(0,)]


def test_a_text_too_long_for_a_draft_is_never_said_to_be_kept(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    page = window(own_server.url, disturbed=True).page
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={cast_in_sqlite[1].bob}")
    note(page).fill("a" * (TEXT_LIMIT + 1))
    expect(state(page)).to_have_text(
        "Deze tekst is te lang om als concept te bewaren. Maak hem korter, of sla hem nu op."
    )
    note(page).fill("Korter")
    expect(state(page)).to_have_text(KEPT)


def test_a_button_pressed_without_leaving_the_field_saves_what_was_typed(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    """A screen reader can press a button while the focus stays in a text."""
    page = window(own_server.url).page
    sign_in(page, own_server.url, "Ines", to=f"/session_entry?client={cast_in_sqlite[1].bob}")
    choose(page, "Hoe spraken jullie elkaar?", "telefoon")
    type_and_keep(page, "Zonder het veld te verlaten")
    page.get_by_role("button", name="Opslaan", exact=True).dispatch_event("click")
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    assert rows(own_server, "SELECT note FROM session_version") == [
        ("Zonder het veld te verlaten",)
    ]


def test_a_tab_closed_while_saving_leaves_a_whole_session_or_the_draft(
    own_server: Server, window: Any, cast_in_sqlite: tuple[Path, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    one = window(own_server.url, disturbed=True)
    sign_in(one.page, own_server.url, "Ines")
    texts = [f"Gesloten tijdens het opslaan, keer {turn}." for turn in range(4)]
    for text in texts:
        closing = one.context.new_page()
        open_entry(closing, own_server, bob)
        choose(closing, "Hoe spraken jullie elkaar?", "telefoon")
        type_and_keep(closing, text)
        closing.get_by_role("button", name="Opslaan", exact=True).dispatch_event("click")
        closing.close()
        # Whoever comes back finds the words, or finds them saved; saving again saves nothing twice.
        back = one.context.new_page()
        open_entry(back, own_server, bob)
        if note(back).input_value() == text:
            back.get_by_role("button", name="Opslaan", exact=True).click()
            expect(back.get_by_text("Opgeslagen in het dossier")).to_be_visible()
        else:
            holds(back, "")
        back.close()
    assert sorted(rows(own_server, "SELECT note FROM session_version")) == [(t,) for t in texts]
    saves = "SELECT count(*) FROM audit WHERE part = 'session' AND action = 'C'"
    assert rows(own_server, saves) == [(len(texts),)]
