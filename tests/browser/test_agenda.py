"""The agenda in a real browser: a series, one time that moves, and the secret address."""

from datetime import timedelta
from typing import Any

import httpx
from icalendar import Calendar
from playwright.sync_api import expect

from lib.domain.calendar import AMSTERDAM, local_day, week_start
from lib.ui.gate.door import utc_now
from tests.browser.hands import choose, from_list, settled, sign_in
from tests.cast import NAMES


def test_a_series_is_planned_one_of_it_moves_and_a_calendar_elsewhere_follows(
    server: Any, window: Any
) -> None:
    page = window(server.url).page
    sign_in(page, server.url, "Ines", to="/agenda")
    tuesday = week_start(local_day(utc_now())) + timedelta(days=15)

    # Nothing was chosen yet: the sentence stands beside the field, and nothing is planned.
    page.get_by_role("button", name="Afspraak plannen").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Inplannen").click()
    expect(form.get_by_text("Kies er één.")).to_be_visible()
    from_list(page, form.get_by_label("Cliënt", exact=True), NAMES["Bob"])
    form.get_by_role("spinbutton", name="day, Dag").press_sequentially(f"{tuesday:%d%m%Y}")
    # A tap beside the little calendar shuts it.
    form.get_by_text("Met wie?").click()
    form.get_by_role("spinbutton", name="uur, Tijd").press_sequentially("1000")
    page.keyboard.press("Tab")
    form.get_by_label("Minuten").fill("45")
    form.get_by_label("Waar (mag leeg blijven)").fill("bij <b>de vaart</b>")
    choose(page, "Hoe vaak?", "elke week")
    form.get_by_role("button", name="Inplannen").click()
    expect(page.get_by_text("De afspraak staat in je agenda.")).to_be_visible()

    # It stands two weeks ahead, and moves there alone.
    page.get_by_role("button", name="Week verder").click()
    expect(page.get_by_role("button", name="Deze week")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Week verder").click()
    expect(page.get_by_text("10:00–10:45")).to_be_visible()
    expect(page.get_by_text("bij <b>de vaart</b>")).to_be_visible()
    expect(page.get_by_role("link", name=NAMES["Bob"])).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Wijzigen").click()
    form.get_by_role("spinbutton", name="uur, Tijd").press_sequentially("1430")
    page.keyboard.press("Tab")
    settled(page)
    form.get_by_role("button", name="Verzetten").click()
    expect(page.get_by_text("14:30–15:15")).to_be_visible()
    expect(page.get_by_text("verzet van")).to_be_visible()
    page.get_by_role("button", name="Week verder").click()
    expect(page.get_by_text("10:00–10:45")).to_be_visible()

    # A calendar that knows the secret follows, without a name; ended, the address is gone.
    page.get_by_text("In je eigen agenda-app").click()
    page.get_by_role("button", name="Adres maken").click()
    address = page.get_by_text(f"{server.url.split('//')[1]}/agenda/").inner_text()
    answer = httpx.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    starts = [one.decoded("dtstart").astimezone(AMSTERDAM) for one in events[:2]]
    later = tuesday + timedelta(days=7)
    assert [f"{at:%Y-%m-%d %H:%M}" for at in starts] == [f"{tuesday} 14:30", f"{later} 10:00"]
    for private in (*NAMES["Bob"].split(), "vaart"):
        assert private not in answer.text
    page.get_by_role("button", name="Ik heb het gekopieerd").click()
    expect(page.get_by_text("Je hebt een adres sinds")).to_be_visible()
    expect(page.get_by_text("/agenda/")).to_have_count(0)
    page.get_by_role("button", name="Adres stoppen").click()
    expect(page.get_by_role("button", name="Adres maken", exact=True)).to_be_visible()
    assert httpx.get(address).status_code == 404
