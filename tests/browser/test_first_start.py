"""The first start: an empty machine leads to a set-up page, or to a demo of invented people."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from lib.ui.gate.door import utc_now
from tests.browser.hands import heading, settled
from tests.browser.running import Server
from tests.cast import app_shows


@pytest.fixture
def empty(tmp_path: Any) -> Iterator[Server]:
    """An empty machine, with everything a first start asks for: the second step as well."""
    running = Server(tmp_path, MINISTAP_SECOND_FACTOR="")
    yield running
    running.stop()


def second_step_set_up(
    page: Any, *, go_on: str = "Verder", kept: str = "Ik heb ze bewaard: verder"
) -> tuple[str, list[str]]:
    """Set up the second step as an app does; return the secret and the recovery codes."""
    expect(page.get_by_role("img", name="QR")).to_be_visible()
    secret = page.locator("ol code").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(app_shows(secret, now=utc_now()))
    page.get_by_role("button", name=go_on).click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name=kept).click()
    return secret, codes


def test_an_empty_practice_is_set_up_by_its_first_admin(empty: Server, window: Any) -> None:
    page = window(empty.url, disturbed=True).page  # a wrong code is answered with 403
    page.goto(empty.url)
    expect(page).to_have_url(f"{empty.url}/begin")
    page.get_by_label("Naam van je team").fill("Team Duinpan")
    page.get_by_label("Je naam").fill("Saar Stuifzand")
    page.get_by_label("E-mailadres").fill("saar@duinpan.example")
    page.get_by_label("Kies een wachtwoord").fill("welkom2026!!")
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_text("Dit wachtwoord is makkelijk te raden.")).to_be_visible()
    expect(page.get_by_label("Je naam")).to_have_value("Saar Stuifzand")
    page.get_by_label("Kies een wachtwoord").fill("elke dag een klein blokje om")
    page.get_by_role("button", name="Beginnen").click()
    secret, codes = second_step_set_up(page)
    expect(heading(page, "Vandaag")).to_be_visible()
    settled(page)
    page.get_by_role("main").get_by_role("link", name="Mijn cliënten").click()
    settled(page)

    # Her first client, and a colleague who gets in with a link that works once.
    page.get_by_role("button", name="Nieuwe cliënt").click()
    page.get_by_label("Naam", exact=True).fill("Wies <Wandel> O'Brien")
    page.get_by_role("button", name="Toevoegen").click()
    expect(heading(page, "Wies <Wandel> O'Brien")).to_be_visible()
    page.get_by_role("link", name="Mensen en teams").click()
    settled(page)
    page.get_by_role("button", name="Nieuwe collega").click()
    page.get_by_label("Naam", exact=True).fill("Tijn Terp")
    page.get_by_label("E-mailadres").fill("tijn@duinpan.example")
    page.get_by_role("button", name="beweegprofessional").click()
    page.get_by_role("button", name="Toevoegen").click()
    link = page.get_by_text("/uitnodiging/").inner_text()
    assert link.startswith(empty.url)

    tijn = window(empty.url).page
    tijn.goto(link)
    expect(heading(tijn, "Welkom, Tijn Terp")).to_be_visible()
    tijn.get_by_label("Kies een wachtwoord").fill("een bankje in de zon is genoeg")
    tijn.get_by_role("button", name="Beginnen").click()
    second_step_set_up(tijn)
    expect(heading(tijn, "Vandaag")).to_be_visible()
    expect(tijn.get_by_text("Je begeleidt hier nog niemand.")).to_be_visible()

    # She comes back: the password alone opens nothing, a code of her app does, and once.
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_label("E-mailadres").fill("saar@duinpan.example")
    page.get_by_label("Wachtwoord").fill("elke dag een klein blokje om")
    page.get_by_role("button", name="Inloggen").click()
    expect(heading(page, "Nog één stap")).to_be_visible()
    page.goto(f"{empty.url}/clients")
    expect(heading(page, "Inloggen")).to_be_visible()
    page.goto(f"{empty.url}/inloggen/code?naar=%2Faccount")
    page.get_by_label("Code", exact=True).fill("12 34 56")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_contain_text("Deze code klopt niet")
    page.get_by_label("Code", exact=True).fill(codes[0].upper())
    page.get_by_role("button", name="Verder").click()
    expect(heading(page, "Mijn account")).to_be_visible()
    expect(page.get_by_text("Herstelcodes over: 9")).to_be_visible()
    settled(page)

    # On her account she sees where she is signed in, and takes new codes with her app.
    expect(page.get_by_text("dit apparaat, sinds")).to_be_visible()
    page.get_by_text("Nieuwe herstelcodes").click()
    page.get_by_label("Zes cijfers uit je app", exact=True).fill(
        app_shows(secret, now=utc_now() + timedelta(seconds=30))
    )
    page.get_by_role("button", name="Maak nieuwe codes").click()
    expect(page.get_by_text("Herstelcodes over: 10")).to_be_visible()
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    expect(page.get_by_text("Je ziet ze alleen nu")).to_have_count(0)


def test_an_invitation_link_works_once_and_english_is_complete(empty: Server, window: Any) -> None:
    one = window(empty.url)
    page = one.page
    page.goto(f"{empty.url}/begin?taal=en")
    page.get_by_label("Name of your team").fill("Team Dune")
    page.get_by_label("Your name").fill("Saar Stuifzand")
    page.get_by_label("E-mail address").fill("saar@duinpan.example")
    page.get_by_label("Choose a password").fill("a little walk around the block")
    page.get_by_role("button", name="Begin").click()
    second_step_set_up(page, go_on="Go on", kept="I have kept them: go on")
    expect(heading(page, "Vandaag")).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Mijn account").click()
    settled(page)
    page.get_by_role("radio", name="English").click()
    expect(heading(page, "My account")).to_be_visible()
    page.get_by_role("link", name="My clients").click()
    expect(page.get_by_text("You guide nobody here yet.")).to_be_visible()


def test_the_demo_is_invented_marked_and_in_a_file_of_its_own(empty: Server, window: Any) -> None:
    page = window(empty.url).page
    page.set_default_timeout(90_000)
    page.goto(f"{empty.url}/inloggen?boek=demo")
    expect(page).to_have_url(f"{empty.url}/begin")
    assert not (empty.data / "demo.db").exists(), "nobody asked for the demo yet"
    page.get_by_role("button", name="Probeer het met demogegevens").click()
    page.get_by_role("button", name="Ines Iep").click()
    expect(page.get_by_text("Demo: iedereen hier is verzonnen")).to_be_visible()
    expect(heading(page, "Vandaag")).to_be_visible()
    page.get_by_role("link", name="Mijn cliënten").first.click()
    expect(heading(page, "Mijn cliënten")).to_be_visible()
    settled(page)
    expect(page.get_by_role("link", name="Bob Bedacht")).to_be_visible()
    with sqlite3.connect(empty.data / "ministap.db") as practice:
        assert practice.execute("SELECT count(*) FROM person").fetchone() == (0,)
        assert practice.execute("SELECT count(*) FROM client").fetchone() == (0,)
    with sqlite3.connect(empty.data / "demo.db") as demo:
        assert demo.execute("SELECT count(*) FROM client").fetchone()[0] >= 20
