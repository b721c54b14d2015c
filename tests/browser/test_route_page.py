"""The route page in a real browser: what is not saved yet shows, and each rest has its own end."""

import re
import sqlite3
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect

from lib.domain.calendar import local_day
from lib.ui.text import day
from tests.browser.hands import heading, option, settled, sign_in
from tests.cast import Practice

UNSAVED = re.compile("nog niet opgeslagen$")
SUMMARY = "Kijk bij de velden hierboven: er klopt nog iets niet."


def rows(server: Any, query: str, *values: str) -> list[tuple[Any, ...]]:
    """Return what stands in the database file, past the app."""
    with sqlite3.connect(f"file:{server.data / 'ministap.db'}?mode=ro", uri=True) as database:
        return database.execute(query, values).fetchall()


def opened(page: Page, title: str) -> Locator:
    """Return a part that can be folded away, and unfold it first when it is."""
    part = page.get_by_test_id("stExpander").filter(has=page.get_by_text(title, exact=True))
    inside = part.get_by_test_id("stExpanderDetails").first
    if inside.get_attribute("inert") is not None:
        part.get_by_text(title, exact=True).click()
    expect(inside).not_to_have_attribute("inert", "")
    settled(page)  # what is in it may only be fetched now
    return part


def choose_idea(page: Page, idea: str) -> Locator:
    """Choose an idea, and return the button that puts it on the route."""
    ideas = opened(page, "Kies een idee")
    box = ideas.get_by_role("combobox", name="Een idee")
    choice = page.get_by_role("option", name=idea)
    for _ in range(5):  # a list that closes because the page is drawn or scrolls is opened again
        box.fill(idea)
        box.press("ArrowDown")
        with suppress(TimeoutError):
            choice.click(timeout=4_000)
            break
    expect(box).to_have_value(idea)
    settled(page)
    return ideas.get_by_role("button", name="Op de route zetten")


def steps(page: Page) -> Locator:
    """Return what every card of a step has once."""
    return page.get_by_role("button", name="Wijzigen")


def save_route(page: Page, why: str) -> None:
    """Say who and why on the form under the cards, which stands before that of rest, and save."""
    option(page, "Wie kwam ermee?", "samen").first.click()
    page.get_by_role("textbox", name="Waarom?").first.fill(why)
    page.get_by_role("button", name="Route opslaan").click()
    expect(page.get_by_text("De route is opgeslagen.").first).to_be_visible()
    settled(page)


def fill_rest(page: Page, form: Locator, why: str, start: date, end: date | None = None) -> None:
    own = form.get_by_role("radio", name="zelf dagen kiezen", exact=True)
    if not own.is_checked():
        own.click()
        expect(form.get_by_role("spinbutton", name="day, Rust vanaf")).to_be_visible()
        settled(page)
    for label, one in (("Rust vanaf", start), ("Tot en met", end)):
        if one is not None:
            first = form.get_by_role("spinbutton", name=f"day, {label}")
            first.press_sequentially(one.strftime("%d%m%Y"))
    # A day counts once its field is left; then it says so in words, before it is agreed on.
    form.get_by_text("Zo wordt het", exact=True).click()
    becomes = f"van {day(start)} tot en met {day(end)}" if end else f"vanaf {day(start)}"
    expect(form.get_by_text(becomes, exact=False).last).to_be_visible()
    settled(page)
    who = form.get_by_role("radio", name="de cliënt", exact=True)
    if not who.is_checked():  # a second tap would take the answer away
        who.click()
    form.get_by_role("textbox", name="Waarom?").fill(why)
    form.get_by_role("button", name="Deze rust afspreken").click()
    settled(page)


def test_an_idea_stands_on_the_route_once_and_shows_as_unsaved_until_it_is_saved(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    bob = cast_in_sqlite[1].bob
    page = window(server.url, width=768, height=1024).page
    sign_in(page, server.url, "Ines", to=f"/route?client={bob}")

    # A hasty double tap puts one step there, and the idea is let go of.
    choose_idea(page, "Naar de brievenbus").dblclick()
    settled(page)
    expect(steps(page)).to_have_count(1)
    expect(page.get_by_role("combobox", name="Een idee")).to_have_value("")
    expect(page.get_by_role("button", name="Op de route zetten")).to_have_count(0)

    # What is not saved says so, above the ideas and beside them.
    mark = page.get_by_text(UNSAVED)
    expect(mark).to_be_visible()
    expect(page.get_by_text("“Naar de brievenbus” staat hierboven op de route.")).to_be_visible()
    ideas = page.get_by_text("Kies een idee", exact=True)
    assert (mark.bounding_box() or {})["y"] < (ideas.bounding_box() or {})["y"]
    version = "SELECT count(*) FROM route_version WHERE client_id = ?"
    assert rows(server, version, bob) == [(0,)]

    # The same idea again is refused beside the field, and so is one of their own with its name.
    choose_idea(page, "Naar de brievenbus").click()
    settled(page)
    expect(page.get_by_text("“Naar de brievenbus” staat al op de route.")).to_be_visible()
    expect(steps(page)).to_have_count(1)
    own = opened(page, "Zelf een stap bedenken")
    page.get_by_role("textbox", name="Wat", exact=True).fill(" naar de  BRIEVENBUS")
    for size, minutes in (("mini", "0,5"), ("gewoon", "3"), ("ruim", "5")):
        page.get_by_role("textbox", name=f"Minuten {size}", exact=True).fill(minutes)
    option(page, "Dagen per week", "3").click()
    own.get_by_role("radiogroup", name="Waar").get_by_role("radio", name="buiten").click()
    own.get_by_role("radiogroup", name="Met wie").get_by_role("radio", name="alleen").click()
    own.get_by_role("button", name="Op de route zetten").click()
    settled(page)
    expect(own.get_by_text("“Naar de brievenbus” staat al op de route.")).to_be_visible()
    expect(own.get_by_text(SUMMARY)).to_be_visible()
    expect(page.get_by_role("textbox", name="Wat", exact=True)).to_have_value(
        " naar de  BRIEVENBUS"
    )
    expect(steps(page)).to_have_count(1)
    own.get_by_role("button", name="Laat maar").click()
    settled(page)
    expect(page.get_by_role("textbox", name="Wat", exact=True)).to_have_value("")
    own.get_by_text("Zelf een stap bedenken", exact=True).click()

    # Saved, it says so no more.
    save_route(page, "Eerst alleen de deur uit")
    expect(mark).to_have_count(0)
    expect(page.get_by_text("staat hierboven op de route.")).to_have_count(0)
    activity = (
        "SELECT activity FROM route_step JOIN route_version v ON v.id = version_id "
        "WHERE v.client_id = ?"
    )
    assert rows(server, activity, bob) == [("Naar de brievenbus",)]

    # Changing a step is done with a word of its own, and says at the button what is above it.
    steps(page).click()
    expect(page.get_by_role("button", name="Klaar", exact=True)).to_be_visible()
    settled(page)
    page.get_by_role("textbox", name="Minuten mini", exact=True).fill("60")
    page.get_by_role("button", name="Klaar", exact=True).click()
    expect(page.get_by_text("Mini is bedoeld als de kleinste van de drie.")).to_be_visible()
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    settled(page)
    page.get_by_role("textbox", name="Minuten mini", exact=True).fill("0,5")
    option(page, "Dagen per week", "2").click()
    page.get_by_role("button", name="Klaar", exact=True).click()
    settled(page)
    expect(page.get_by_text(SUMMARY)).to_have_count(0)
    expect(mark).to_be_visible()
    page.get_by_role("button", name="Ongedaan maken").click()
    settled(page)
    expect(mark).to_have_count(0)


def test_each_rest_has_its_own_end_and_none_overlaps_another(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    anna = cast_in_sqlite[1].anna
    today = local_day(datetime.now(UTC))
    in_two, in_five = today + timedelta(days=2), today + timedelta(days=5)
    page = window(server.url, width=768, height=1024).page
    sign_in(page, server.url, "Ines", to=f"/route?client={anna}")
    choose_idea(page, "Naar de brievenbus").click()
    settled(page)
    save_route(page, "Klein beginnen")
    choose_idea(page, "Schoenen klaarzetten").click()
    settled(page)
    expect(page.get_by_text(UNSAVED)).to_be_visible()

    # Rest is agreed; the step that was not saved yet is still there.
    fill_rest(page, opened(page, "Rust afspreken"), "Griep", today, in_two)
    expect(page.get_by_text("De rust is afgesproken.").first).to_be_visible()
    expect(page.get_by_text(UNSAVED)).to_be_visible()
    expect(steps(page)).to_have_count(2)
    standing = "SELECT start_day, end_day, taken_back FROM rest WHERE client_id = ? ORDER BY 1"
    agreed = (today.isoformat(), in_two.isoformat(), 0)
    assert rows(server, standing, anna) == [agreed]

    # Another rest on the same days is refused beside its beginning; what was typed stays.
    form = opened(page, "Rust afspreken")
    fill_rest(page, form, "Toch een weekend weg", in_two, in_five)
    refused = form.get_by_text(
        f"Er is al rust afgesproken van {day(today)} tot en met {day(in_two)}. "
        "Kies andere dagen, of stop eerst die rust."
    )
    expect(refused).to_be_visible()
    settled(page)  # the sentence stands there before the rest of the page is drawn
    below = (form.get_by_role("combobox", name="Rust voor").bounding_box() or {})["y"]
    assert (refused.bounding_box() or {})["y"] < below
    expect(form.get_by_role("textbox", name="Waarom?")).to_have_value("Toch een weekend weg")
    expect(form.get_by_role("radio", name="de cliënt", exact=True)).to_be_checked()
    assert rows(server, standing, anna) == [agreed]

    # On other days it is agreed, and each of the two has a button that says what it does.
    in_nine = today + timedelta(days=9)
    fill_rest(page, form, "Toch een weekend weg", in_five, in_nine)
    expect(page.get_by_text("De rust is afgesproken.").first).to_be_visible()
    over = page.get_by_role("button", name="De rust is voorbij: vandaag weer beginnen")
    off = page.get_by_role("button", name="Deze rust gaat niet door")
    expect(off).to_have_count(1)
    expect(over).to_have_count(1)
    ahead = (in_five.isoformat(), in_nine.isoformat(), 0)
    assert rows(server, standing, anna) == [agreed, ahead]

    # Words on the form of another rest are not taken for this one.
    form = opened(page, "Rust afspreken")
    form.get_by_role("radio", name="samen", exact=True).click()
    form.get_by_role("textbox", name="Waarom?").fill("Iets heel anders")
    off.click()
    page.get_by_role("button", name="Bevestigen").click()
    expect(page.get_by_text("Kies er één.")).to_be_visible()
    settled(page)
    expect(form.get_by_role("textbox", name="Waarom?")).to_have_value("Iets heel anders")
    assert rows(server, standing, anna) == [agreed, ahead]

    # The rest that has not begun is called off; the one that runs stays, until its own button.
    end(page, "Het weekend gaat niet door")
    expect(page.get_by_text("De rust gaat niet door.").first).to_be_visible()
    assert rows(server, standing, anna) == [agreed, (*ahead[:2], 1)]
    expect(off).to_have_count(0)
    over.click()
    end(page, "Anna voelt zich beter")
    expect(page.get_by_text("Fijn om weer te beginnen").first).to_be_visible()
    expect(over).to_have_count(0)
    assert [row[2] for row in rows(server, standing, anna)] == [1, 1]

    # All that time the second step waited, and now it is saved on top of it all.
    save_route(page, "Nu ook de schoenen")
    expect(heading(page, "Dit verandert er")).to_have_count(0)
    why = "SELECT reason, rest_note FROM route_version WHERE client_id = ? ORDER BY number"
    assert rows(server, why, anna) == [
        ("Klein beginnen", ""),
        ("Griep", "agreed"),
        ("Toch een weekend weg", "agreed"),
        ("Het weekend gaat niet door", "taken back"),
        ("Anna voelt zich beter", "ended"),
        ("Nu ook de schoenen", ""),
    ]


def test_what_another_tab_agreed_is_seen_before_a_second_rest_is_agreed(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    """One coach in two tabs stands in for two."""
    cem = cast_in_sqlite[1].cem
    today = local_day(datetime.now(UTC))
    one = window(server.url, width=768, height=1024)
    first = one.page
    sign_in(first, server.url, "Marek", to=f"/route?client={cem}")
    choose_idea(first, "Naar de brievenbus").click()
    settled(first)
    save_route(first, "Klein beginnen")
    second = one.context.new_page()
    second.goto(f"{server.url}/route?client={cem}")
    expect(second.get_by_text("De route staat zoals hij begon.")).to_be_visible()
    settled(second)
    fill_rest(first, opened(first, "Rust afspreken"), "Op reis", today + timedelta(days=30))
    off = first.get_by_role("button", name="Deze rust gaat niet door")
    expect(off).to_be_visible()

    # The first tap here is refused and shows what the other tab did; the next one counts.
    form = opened(second, "Rust afspreken")
    fill_rest(second, form, "Griep", today, today + timedelta(days=1))
    expect(second.get_by_text("Kijk naar allebei voordat je opslaat.")).to_be_visible()
    settled(second)
    expect(second.get_by_text("“Op reis”")).to_be_visible()
    expect(form.get_by_role("textbox", name="Waarom?")).to_have_value("Griep")
    reasons = "SELECT reason FROM rest WHERE client_id = ? ORDER BY start_day"
    assert rows(server, reasons, cem) == [("Op reis",)]
    form.get_by_role("button", name="Deze rust afspreken").click()
    expect(second.get_by_role("button", name="De rust is voorbij")).to_be_visible()
    assert rows(server, reasons, cem) == [("Griep",), ("Op reis",)]


def test_what_is_typed_below_stays_while_something_above_it_is_saved(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    daan = cast_in_sqlite[1].daan
    today = local_day(datetime.now(UTC))
    page = window(server.url, width=768, height=1024).page
    sign_in(page, server.url, "Otto", to=f"/route?client={daan}")
    choose_idea(page, "Naar de brievenbus").click()
    settled(page)
    save_route(page, "Klein beginnen")
    fill_rest(page, opened(page, "Rust afspreken"), "Griep", today, today + timedelta(days=2))
    expect(page.get_by_role("button", name="De rust is voorbij")).to_be_visible()
    with sqlite3.connect(server.data / "ministap.db") as database:  # as if two weeks went by
        query = "UPDATE route_version SET look_again_on = ? WHERE client_id = ? AND number = 1"
        database.execute(query, (today.isoformat(), daan))
    page.reload()
    expect(page.get_by_text("Opnieuw kijken: versie 1")).to_be_visible()
    settled(page)

    # In the talk about the step, and about a step of their own at the foot of the page.
    page.get_by_role("radio", name="groter").click()
    expect(page.get_by_text("Zo wordt het", exact=True)).to_be_visible()
    settled(page)
    opened(page, "Zelf een stap bedenken")
    talk = page.get_by_role("textbox", name="Waarom?")
    own = page.get_by_role("textbox", name="Wat", exact=True)
    talk.fill("Ik heb er zin in")
    own.fill("De vijver rond")

    def both_stay(reason: Locator) -> None:
        settled(page)
        expect(reason).to_have_value("Ik heb er zin in")
        expect(own).to_have_value("De vijver rond")

    page.get_by_role("radio", name="zoals gehoopt", exact=True).click()
    page.get_by_role("button", name="Deze terugblik bewaren").click()
    expect(page.get_by_text("De terugblik is bewaard.").first).to_be_visible()
    both_stay(talk)

    page.get_by_role("button", name="De rust is voorbij: vandaag weer beginnen").click()
    expect(page.get_by_role("button", name="Bevestigen")).to_be_visible()
    both_stay(talk.last)
    end(page, "Daan voelt zich beter")
    expect(page.get_by_text("Fijn om weer te beginnen").first).to_be_visible()
    both_stay(talk)

    # What was typed can still be saved, after all of that.
    option(page, "Wie kwam ermee?", "de cliënt").click()
    page.get_by_role("button", name="Dit opslaan").click()
    expect(page.get_by_text("De route is opgeslagen.").first).to_be_visible()
    settled(page)
    expect(own).to_have_value("De vijver rond")
    last = "SELECT reason, change FROM route_version WHERE client_id = ? ORDER BY number"
    assert rows(server, last, daan)[-2:] == [
        ("Daan voelt zich beter", "rest"),
        ("Ik heb er zin in", "larger"),
    ]


def end(page: Page, why: str) -> None:
    """Fill in and confirm the one form of ending a rest; it stands first on the page."""
    expect(page.get_by_role("button", name="Bevestigen")).to_be_visible()
    settled(page)
    page.get_by_role("radio", name="de cliënt", exact=True).first.click()
    page.get_by_role("textbox", name="Waarom?").first.fill(why)
    page.get_by_role("button", name="Bevestigen").click()
    settled(page)
