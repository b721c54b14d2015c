"""The working loop in a real browser: two coaches and a lead, one database, one afternoon."""

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from lib.domain.calendar import local_day
from lib.ui.text import short_day
from tests.browser.hands import choose, from_list, heading, option, settled, sign_in
from tests.cast import NAMES, Practice


def rows(server: Any, query: str, *values: str) -> list[tuple[Any, ...]]:
    """Return what stands in the database file, past the app."""
    with sqlite3.connect(f"file:{server.data / 'ministap.db'}?mode=ro", uri=True) as database:
        return database.execute(query, values).fetchall()


def begin_route(page: Page, idea: str) -> None:
    page.get_by_role("link", name="Route", exact=True).click()
    settled(page)
    onto = page.get_by_role("button", name="Op de route zetten").first
    from_list(page, page.get_by_label("Een idee"), idea, until=onto)
    onto.click()
    settled(page)
    choose(page, "Wie kwam ermee?", "samen")
    page.get_by_role("textbox", name="Waarom?").fill("Eerst alleen de deur uit")
    page.get_by_role("button", name="Route opslaan").click()
    expect(page.get_by_text("De route is opgeslagen.")).to_be_visible()


def test_the_loop_from_signing_in_to_the_lead_who_sees_it(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    practice = cast_in_sqlite[1]
    today = local_day(datetime.now(UTC))

    # Ines signs in, and sees her own clients, nobody else's.
    ines = window(server.url).page
    sign_in(ines, server.url, "Ines")
    expect(ines.get_by_role("link", name=NAMES["Bob"])).to_be_visible()
    expect(ines.get_by_text(NAMES["Cem"])).to_have_count(0)

    # She opens Bob, and begins his route with a small idea from the library.
    ines.get_by_role("link", name=NAMES["Bob"]).click()
    expect(heading(ines, NAMES["Bob"])).to_be_visible()
    begin_route(ines, "Naar de brievenbus")

    # She writes down a session: only how they met has to be chosen, the rest stands ready.
    ines.get_by_role("link", name="Opschrijven", exact=True).click()
    settled(ines)
    ines.get_by_role("button", name="Opslaan").click()
    expect(ines.get_by_text("Kies er één.")).to_be_visible()
    choose(ines, "Hoe spraken jullie elkaar?", "samen wandelen")
    option(ines, "Stemming vooraf", "4").click()
    option(ines, "Stemming daarna", "6").click()
    ines.get_by_role("radio", name="mini", exact=True).last.click()
    ines.get_by_label("Notitie").fill("Jas aan, tot de hoek. <b>Lichter</b> dan gedacht.")
    ines.get_by_label("Afgesproken volgende stap").fill("Morgen tot de deur")
    ines.get_by_role("button", name="Opslaan").click()
    expect(ines.get_by_text(f"Opgeslagen in het dossier van {NAMES['Bob']} om")).to_be_visible()

    # One session, one version, one line in the log: the words are in the dossier only.
    assert rows(
        server,
        "SELECT kind, mood_before, mood_after, note, next_step FROM session_version "
        "WHERE client_id = ?",
        practice.bob,
    ) == [("walk", 4, 6, "Jas aan, tot de hoek. <b>Lichter</b> dan gedacht.", "Morgen tot de deur")]
    assert rows(
        server,
        "SELECT count(*) FROM audit WHERE part = 'session' AND action = 'C' AND client_id = ?",
        practice.bob,
    ) == [(1,)]
    assert rows(server, "SELECT day, outcome FROM check_in WHERE client_id = ?", practice.bob) == [
        (today.isoformat(), "mini")
    ]

    # She sees mood and taking part move, with the rows behind them.
    ines.get_by_role("link", name="Voortgang").click()
    settled(ines)
    expect(ines.get_by_text("Stemming: nog te weinig metingen")).to_be_visible()
    expect(ines.get_by_text("Deze week tot nu toe: 1 van")).to_be_visible()
    expect(ines.locator(".js-plotly-plot")).to_have_count(4)
    ines.get_by_text("De cijfers hierachter").click()
    settled(ines)
    expect(ines.get_by_role("cell", name=short_day(today))).to_be_visible()

    # She makes the step smaller together with Bob: a second version, the first one stays.
    ines.get_by_role("link", name="Route", exact=True).click()
    settled(ines)
    ines.get_by_role("button", name="Wijzigen").click()
    settled(ines)
    option(ines, "Dagen per week", "2").click()
    ines.get_by_role("button", name="Klaar", exact=True).click()
    settled(ines)
    expect(ines.get_by_text("2× per week").first).to_be_visible()
    choose(ines, "Wie kwam ermee?", "de cliënt")
    ines.get_by_role("textbox", name="Waarom?").fill("Drie keer was te veel")
    ines.get_by_role("button", name="Route opslaan").click()
    expect(ines.get_by_text("De route is opgeslagen.")).to_be_visible()
    ines.get_by_role("link", name="1 aanpassing, 1 op voorstel van de cliënt.").click()
    expect(ines.get_by_text("“Drie keer was te veel”")).to_be_visible()
    expect(ines.get_by_text("Versie 1 · het begin")).to_be_visible()
    assert rows(
        server,
        "SELECT number, proposed_by FROM route_version WHERE client_id = ? ORDER BY number",
        practice.bob,
    ) == [(1, "together"), (2, "client")]

    # Marek sees nothing of Bob, not even by his address.
    marek = window(server.url).page
    sign_in(marek, server.url, "Marek")
    expect(marek.get_by_role("link", name=NAMES["Cem"])).to_be_visible()
    expect(marek.get_by_text(NAMES["Bob"])).to_have_count(0)
    marek.goto(f"{server.url}/progress?client={practice.bob}")
    expect(marek.get_by_text("We kunnen dit niet vinden.")).to_be_visible()
    marek.goto(f"{server.url}/progress?client={practice.cem}")
    expect(heading(marek, NAMES["Cem"])).to_be_visible()

    # Lea sees the caseload with that session in it, and filters it through the address.
    lea = window(server.url).page
    sign_in(lea, server.url, "Lea", to="/caseload?show=list")
    for name in ("Bob", "Anna", "Cem"):
        expect(lea.get_by_role("link", name=NAMES[name])).to_be_visible()
    expect(lea.get_by_text(NAMES["Daan"])).to_have_count(0)
    lea.goto(f"{server.url}/caseload?show=list&coach={practice.ines.person_id}")
    settled(lea)
    expect(lea.get_by_role("link", name=NAMES["Bob"])).to_be_visible()
    expect(lea.get_by_role("link", name=NAMES["Cem"])).to_have_count(0)
    lea.get_by_role("link", name=NAMES["Bob"]).click()
    expect(heading(lea, NAMES["Bob"])).to_be_visible()
    expect(lea.get_by_text("Lichter")).to_have_count(0)

    # Notes ask for a reason; hers stands in the log, and the words are text, not markup.
    lea.get_by_text("Ik heb het dossier nodig").click()
    lea.get_by_label("Waarom heb je dit dossier nodig?").fill("Vraag van Ines over Bob")
    lea.get_by_role("button", name="Dossier openen").click()
    expect(lea.get_by_text("<b>Lichter</b> dan gedacht.")).to_be_visible()
    assert rows(
        server,
        "SELECT reason FROM audit WHERE part = 'dossier opened' AND client_id = ?",
        practice.bob,
    ) == [("Vraag van Ines over Bob",)]

    # Who signs out is out, also in the other tab, at the next action.
    other = lea.context.new_page()
    other.goto(f"{server.url}/caseload")
    expect(heading(other, "Cliënten van het team")).to_be_visible()
    lea.get_by_role("button", name="Uitloggen").click()
    expect(lea.get_by_label("E-mailadres")).to_be_visible()
    other.get_by_role("link", name="Mijn account").click()
    expect(other.get_by_label("E-mailadres")).to_be_visible()


def test_what_was_typed_stays_when_something_is_still_missing(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    practice = cast_in_sqlite[1]
    page = window(server.url, width=768, height=1024).page
    sign_in(page, server.url, "Ines", to=f"/session_entry?client={practice.anna}")
    option(page, "Hoe spraken jullie elkaar?", "telefoon").click()
    page.get_by_label("Notitie").fill("Zij belde zelf.")
    page.get_by_role("spinbutton", name="uur, Hoe laat?").press_sequentially("0930")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Kies een dag.")).to_be_visible()
    expect(page.get_by_text("Nog niet opgeslagen")).to_be_visible()
    expect(page.get_by_label("Notitie")).to_have_value("Zij belde zelf.")
    expect(option(page, "Hoe spraken jullie elkaar?", "telefoon")).to_be_checked()
    session = "SELECT count(*) FROM session WHERE client_id = ?"
    assert rows(server, session, practice.anna) == [(0,)]

    # Once it is complete, a hasty triple click still saves one session.
    page.get_by_role("spinbutton", name="day, Volgende afspraak").press_sequentially(
        (datetime.now(UTC) + timedelta(days=7)).strftime("%d%m%Y")
    )
    page.get_by_role("button", name="Opslaan").click(click_count=3)
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    assert rows(server, session, practice.anna) == [(1,)]


def test_a_correction_keeps_the_former_text_beside_the_new_one(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    practice = cast_in_sqlite[1]
    page = window(server.url).page
    sign_in(page, server.url, "Marek", to=f"/session_entry?client={practice.cem}")
    choose(page, "Hoe spraken jullie elkaar?", "bij elkaar")
    page.get_by_label("Notitie").fill("Tot de brug gelopen.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    page.get_by_role("link", name="Sessies").click()
    settled(page)
    page.get_by_role("link", name="Corrigeren").click()
    settled(page)
    expect(page.get_by_label("Notitie")).to_have_value("Tot de brug gelopen.")
    page.get_by_label("Notitie").fill("Tot de molen gelopen.")
    page.get_by_label("Wat corrigeer je, en waarom?").fill("Het was de molen")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    page.get_by_role("link", name="Sessies").click()
    expect(page.get_by_text("Tot de molen gelopen.")).to_be_visible()
    expect(page.get_by_text("Gecorrigeerd: Het was de molen")).to_be_visible()
    page.get_by_text("Vóór de correctie (versie 1)").click()
    expect(page.get_by_text("Tot de brug gelopen.")).to_be_visible()


def test_two_coaches_cannot_overwrite_each_others_route_unseen(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    """One coach in two tabs stands in for two: the second sees both versions, then decides."""
    practice = cast_in_sqlite[1]
    one = window(server.url)
    first = one.page
    sign_in(first, server.url, "Marek", to=f"/route?client={practice.cem}")
    second = one.context.new_page()
    second.goto(f"{server.url}/route?client={practice.cem}")
    for page, idea in ((first, "Naar de brievenbus"), (second, "Schoenen klaarzetten")):
        expect(page.get_by_label("Een idee")).to_be_visible()
        onto = page.get_by_role("button", name="Op de route zetten").first
        from_list(page, page.get_by_label("Een idee"), idea, until=onto)
        onto.click()
        settled(page)
        choose(page, "Wie kwam ermee?", "samen")
        page.get_by_role("textbox", name="Waarom?").fill(f"Om te beginnen: {idea}")
    first.get_by_role("button", name="Route opslaan").click()
    expect(first.get_by_text("De route is opgeslagen.")).to_be_visible()
    second.get_by_role("button", name="Route opslaan").click()
    expect(second.get_by_text("Een collega sloeg intussen een andere versie op")).to_be_visible()
    expect(second.get_by_text("Zoals het nu is opgeslagen")).to_be_visible()
    count = "SELECT count(*) FROM route_version WHERE client_id = ?"
    assert rows(server, count, practice.cem) == [(1,)]
    second.get_by_role("button", name="Ga verder met mijn versie").click()
    settled(second)
    second.get_by_role("button", name="Route opslaan").click()
    expect(second.get_by_text("De route is opgeslagen.")).to_be_visible()
    assert rows(server, count, practice.cem) == [(2,)]


def test_a_client_renamed_while_typing_is_looked_at_before_it_is_saved(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    practice = cast_in_sqlite[1]
    one = window(server.url)
    sign_in(one.page, server.url, "Otto", to=f"/session_entry?client={practice.daan}")
    choose(one.page, "Hoe spraken jullie elkaar?", "telefoon")
    one.page.get_by_label("Notitie").fill("Hij belde vanaf het bankje.")
    other = one.context.new_page()
    other.goto(f"{server.url}/client_details?client={practice.daan}")
    expect(heading(other, NAMES["Daan"])).to_be_visible()
    other.get_by_label("Naam", exact=True).fill("Daan van Kroes")
    other.get_by_role("button", name="Opslaan", exact=True).click()
    expect(heading(other, "Daan van Kroes")).to_be_visible()

    one.page.get_by_role("button", name="Opslaan").click()
    expect(one.page.get_by_text("De naam van deze cliënt is intussen veranderd.")).to_be_visible()
    session = "SELECT count(*) FROM session WHERE client_id = ?"
    assert rows(server, session, practice.daan) == [(0,)]
    expect(one.page.get_by_label("Notitie")).to_have_value("Hij belde vanaf het bankje.")
    expect(heading(one.page, "Daan van Kroes")).to_be_visible()
    one.page.get_by_role("button", name="Opslaan").click()
    expect(one.page.get_by_text("Opgeslagen in het dossier van Daan van Kroes om")).to_be_visible()
    assert rows(server, session, practice.daan) == [(1,)]


def test_guidance_that_ends_while_typing_keeps_what_was_typed(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    practice = cast_in_sqlite[1]
    one = window(server.url)
    sign_in(one.page, server.url, "Ines", to=f"/session_entry?client={practice.anna}")
    choose(one.page, "Hoe spraken jullie elkaar?", "telefoon")
    one.page.get_by_label("Notitie").fill("Nog één keer gesproken.")
    with sqlite3.connect(server.data / "ministap.db") as database:
        database.execute("UPDATE client SET ended_on = date('now') WHERE id = ?", (practice.anna,))
    before = rows(server, "SELECT count(*) FROM session WHERE client_id = ?", practice.anna)
    one.page.get_by_role("button", name="Opslaan").click()
    expect(one.page.get_by_text("Er is niets opgeslagen.")).to_be_visible()
    expect(one.page.get_by_label("Notitie")).to_have_value("Nog één keer gesproken.")
    assert rows(server, "SELECT count(*) FROM session WHERE client_id = ?", practice.anna) == before
    with sqlite3.connect(server.data / "ministap.db") as database:
        database.execute("UPDATE client SET ended_on = NULL WHERE id = ?", (practice.anna,))


def test_a_correction_made_in_two_tabs_shows_both_texts_before_the_second_is_saved(
    server: Any, window: Any, cast_in_sqlite: tuple[Any, Practice]
) -> None:
    practice = cast_in_sqlite[1]
    one = window(server.url, disturbed=True)  # a draft of the other tab is refused
    sign_in(one.page, server.url, "Ines", to=f"/session_entry?client={practice.bob}")
    choose(one.page, "Hoe spraken jullie elkaar?", "bij elkaar")
    one.page.get_by_label("Notitie").fill("Eerste tekst.")
    one.page.get_by_role("button", name="Opslaan").click()
    expect(one.page.get_by_text("Opgeslagen in het dossier")).to_be_visible()
    session = rows(
        server, "SELECT session_id FROM session_version WHERE note = ?", "Eerste tekst."
    )[0][0]
    tabs = [one.page, one.context.new_page()]
    for page, text in zip(tabs, ("Tekst van hier.", "Tekst van daar."), strict=True):
        page.goto(f"{server.url}/session_entry?client={practice.bob}&session={session}")
        expect(page.get_by_label("Notitie")).to_have_value(
            "Eerste tekst." if page is tabs[0] else "Tekst van hier."
        )
        page.get_by_label("Notitie").fill(text)
        expect(page.locator(".st-key-draft_state")).to_contain_text("Concept bewaard")
        page.get_by_label("Wat corrigeer je, en waarom?").fill("Het was anders")
    # The draft went on in the second tab: the first one says so before it saves anything.
    tabs[0].get_by_role("button", name="Opslaan").click()
    expect(tabs[0].get_by_text("Tekst van daar.")).to_be_visible()
    expect(tabs[0].get_by_label("Notitie")).to_have_value("Tekst van hier.")
    versions = "SELECT count(*) FROM session_version WHERE session_id = ?"
    assert rows(server, versions, session) == [(1,)]
    tabs[0].get_by_role("button", name="Ga hier verder met die van mij").click()
    settled(tabs[0])
    tabs[0].get_by_role("button", name="Opslaan").click()
    expect(tabs[0].get_by_text("Opgeslagen in het dossier")).to_be_visible()
    # What the second tab holds is not lost: it goes on as a correction of what is saved now.
    tabs[1].get_by_role("button", name="Opslaan").click()
    expect(tabs[1].get_by_text("Zoals het nu is opgeslagen")).to_be_visible()
    expect(tabs[1].get_by_text("Tekst van hier.")).to_be_visible()
    expect(tabs[1].get_by_label("Notitie")).to_have_value("Tekst van daar.")
    assert rows(server, versions, session) == [(2,)]
    tabs[1].get_by_role("button", name="Ga verder met mijn versie").click()
    settled(tabs[1])
    tabs[1].get_by_role("button", name="Opslaan").click()
    expect(tabs[1].get_by_text("Opgeslagen in het dossier")).to_be_visible()
    assert rows(server, versions, session) == [(3,)]
