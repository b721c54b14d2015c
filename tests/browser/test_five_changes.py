"""Smaller, keep, larger, different, rest: each in a few taps, seen before it is saved."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from lib.domain.calendar import local_day
from tests.browser.hands import from_list, option, settled, sign_in
from tests.browser.test_route_page import choose_idea, rows, save_route
from tests.cast import Practice

BECOMES = "Zo wordt het"


def begin(page: Page, server: Any, name: str, client: str, idea: str) -> None:
    sign_in(page, server.url, name, to=f"/route?client={client}")
    choose_idea(page, idea).click()
    settled(page)
    save_route(page, "Klein beginnen")


def open_change(page: Page, change: str) -> None:
    """Tap one of the five, and wait until the page shows what becomes of it."""
    option(page, "Wat past nu?", change).click()
    expect(page.get_by_text(BECOMES, exact=True)).to_be_visible()
    settled(page)


def because(page: Page, why: str, *, who: str = "de cliënt", button: str = "Dit opslaan") -> None:
    """Say who came with it and why, and save."""
    option(page, "Wie kwam ermee?", who).first.click()
    page.get_by_role("textbox", name="Waarom?").first.fill(why)
    page.get_by_role("button", name=button).first.click()


def saved(page: Page, sentence: str = "De route is opgeslagen.") -> None:
    expect(page.get_by_text(sentence).first).to_be_visible()
    settled(page)
    expect(page.get_by_text(BECOMES, exact=True)).to_have_count(0)


def bullet(page: Page, words: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=words)


def test_each_of_the_five_changes_is_seen_in_words_and_saved_with_its_reason(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    anna = cast_in_sqlite[1].anna
    today = local_day(datetime.now(UTC))
    page = window(server.url, width=768, height=1024).page
    begin(page, server, "Ines", anna, "Een blokje om")

    # Smaller: one rung of minutes; the words of the sizes are looked at again.
    open_change(page, "kleiner")
    expect(bullet(page, "gewoon: 5 minuten → 4 minuten")).to_be_visible()
    page.get_by_role("textbox", name="Gewoon (4 minuten)").fill("Loop vier minuten.")
    page.get_by_role("textbox", name="Wat hopen jullie?").fill("Dat het minder een berg is")
    # Without a reason nothing is saved; it says so beside the field, and all that was typed stays.
    page.get_by_role("button", name="Dit opslaan").click()
    expect(page.get_by_text("Vul dit nog in.").first).to_be_visible()
    settled(page)
    expect(page.get_by_role("textbox", name="Wat hopen jullie?")).to_have_value(
        "Dat het minder een berg is"
    )
    because(page, "Het hele blok was te ver")
    saved(page)

    # Keep: nothing changes, and that is agreed too.
    open_change(page, "houden")
    expect(bullet(page, "De stap blijft zoals hij is.")).to_be_visible()
    option(page, "Wanneer kijken jullie opnieuw?", "over 4 weken").click()
    because(page, "Zo is het goed", who="samen")
    saved(page)

    # Larger: longer or more often, never both.
    open_change(page, "groter")
    expect(bullet(page, "gewoon: 4 minuten → 5 minuten")).to_be_visible()
    page.get_by_role("radio", name=re.compile("^vaker: ")).click()
    expect(bullet(page, "4× per week → 5× per week")).to_be_visible()
    expect(bullet(page, "gewoon: 4 minuten → 5 minuten")).to_have_count(0)
    settled(page)
    because(page, "Het mag een keer vaker", who="de beweegprofessional")
    saved(page)

    # Different: on fixed days, after something that happens anyway.
    open_change(page, "anders")
    for name in ("ma", "do"):
        page.get_by_role("button", name=name, exact=True).click()
        settled(page)
    page.get_by_role("textbox", name="Na wat?").fill("als ik koffie op heb")
    page.get_by_role("textbox", name="Na wat?").press("Tab")
    expect(bullet(page, "op ma en do")).to_be_visible()
    settled(page)
    because(page, "Op vaste dagen denk ik eraan")
    saved(page)
    expect(page.get_by_text("Als ik koffie op heb, dan …")).to_be_visible()

    # Rest: a recovery week, with the smallest step ready for afterwards.
    open_change(page, "rust")
    expect(bullet(page, "Staat klaar voor daarna: Een blokje om")).to_be_visible()
    because(page, "Mijn hoofd zit vol", button="Deze rust afspreken")
    saved(page, "De rust is afgesproken.")

    found = rows(
        server,
        "SELECT change, proposed_by, reason, hope, look_again_on FROM route_version "
        "WHERE client_id = ? ORDER BY number",
        anna,
    )
    in_two, in_four = (today + timedelta(weeks=n) for n in (2, 4))
    assert [row[:3] for row in found] == [
        ("built", "together", "Klein beginnen"),
        ("smaller", "client", "Het hele blok was te ver"),
        ("keep", "together", "Zo is het goed"),
        ("larger", "coach", "Het mag een keer vaker"),
        ("different", "client", "Op vaste dagen denk ik eraan"),
        ("rest", "client", "Mijn hoofd zit vol"),
    ]
    assert found[1][3:] == ("Dat het minder een berg is", in_two.isoformat())
    assert found[2][3:] == (None, in_four.isoformat())
    steps = rows(
        server,
        "SELECT s.ordinary_seconds, s.ordinary_text, s.per_week, s.days, s.cue FROM route_step s "
        "JOIN route_version v ON v.id = s.version_id WHERE v.client_id = ? ORDER BY v.number",
        anna,
    )
    assert [row[0] for row in steps] == [300, 240, 240, 240, 240, 240]
    assert steps[1][1] == "Loop vier minuten."
    assert [row[2] for row in steps] == [4, 4, 4, 5, 2, 2]
    assert steps[-1][3:] == ("[0, 3]", "als ik koffie op heb")
    rested = "SELECT kind, start_day, end_day FROM rest WHERE client_id = ?"
    week = (today.isoformat(), (today + timedelta(days=6)).isoformat())
    assert rows(server, rested, anna) == [("recovery_week", *week)]

    # The story tells it all, and an earlier version can count again.
    page.get_by_role("link", name="5 aanpassingen").click()
    expect(page.get_by_text("“Het hele blok was te ver”")).to_be_visible()
    expect(page.get_by_text("Gehoopt: “Dat het minder een berg is”")).to_be_visible()
    page.get_by_text("Twee versies naast elkaar").click()
    settled(page)
    from_list(page, page.get_by_role("combobox", name="Deze versie"), re.compile("^Versie 1,"))
    expect(page.get_by_role("button", name="Terug naar versie 1")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Terug naar versie 1").click()
    expect(page.get_by_text("Het wordt een nieuwe versie")).to_be_visible()
    settled(page)
    because(page, "Zo ging het goed", who="samen")
    saved(page)
    last = "SELECT change, goes_back_to FROM route_version WHERE client_id = ? AND number = 7"
    assert rows(server, last, anna) == [("back", 1)]


def test_of_two_who_change_one_step_the_second_sees_both_and_goes_on(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    """One coach in two tabs stands in for two."""
    cem = cast_in_sqlite[1].cem
    one = window(server.url)
    begin(one.page, server, "Marek", cem, "Een blokje om")
    other = one.context.new_page()
    other.goto(f"{server.url}/route?client={cem}")
    settled(other)
    open_change(other, "groter")
    open_change(one.page, "kleiner")
    because(one.page, "Het was te ver")
    saved(one.page)

    because(other, "Ik wil langer")
    expect(other.get_by_text("Kijk naar allebei voordat je opslaat.")).to_be_visible()
    expect(other.get_by_text("Zoals het nu is opgeslagen")).to_be_visible()
    expect(other.get_by_text("Zoals het op jouw scherm staat")).to_be_visible()
    expect(other.get_by_text("“Het was te ver”")).to_be_visible()
    settled(other)
    expect(other.get_by_role("textbox", name="Waarom?").first).to_have_value("Ik wil langer")
    numbers = "SELECT number, change FROM route_version WHERE client_id = ? ORDER BY number"
    assert rows(server, numbers, cem) == [(1, "built"), (2, "smaller")]

    # Nothing was lost, and the next tap counts, from what the other one saved.
    other.get_by_role("button", name="Dit opslaan").click()
    saved(other)
    assert rows(server, numbers, cem)[-1] == (3, "larger")
