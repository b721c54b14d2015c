"""What hands do in the app, in the words of the screen."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.cast import email, password

COACHES = ("Ines", "Marek", "Otto")


def sign_in(page: Page, url: str, name: str, *, to: str | None = None) -> None:
    """Sign in as one of the cast and wait until the app stands there: a coach at the clients."""
    start = "/clients" if name in COACHES else "/"
    page.goto(url + (start if to is None else to))
    page.get_by_label("E-mailadres").fill(email(name))
    page.get_by_label("Wachtwoord").fill(password(name))
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    settled(page)


# Resolves once the app has been at rest for a while: a tap is on its way to the server first, and
# in that moment nothing runs yet.
_AT_REST = """() => new Promise((done) => {
  let since = performance.now();
  const look = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const rests = app && app.dataset.testScriptState === "notRunning"
      && app.dataset.testConnectionState === "CONNECTED";
    const now = performance.now();
    if (!rests) since = now;
    if (now - since >= 200) done(); else setTimeout(look, 20);
  };
  look();
})"""


def settled(page: Page) -> None:
    """Wait until the app has nothing left to draw."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    page.evaluate(_AT_REST)


def from_list(
    page: Page, box: Locator, name: str | re.Pattern[str], *, until: Locator | None = None
) -> None:
    """Choose from a list; one that closes because the page is drawn or scrolls is opened again.

    `until` is what comes into sight with the choice: while it does not, the choice is made again,
    as a person does whose tap fell beside a list that was just closing.
    """
    choice = page.get_by_role("option", name=name)
    for _ in range(5):
        box.click()
        with suppress(PlaywrightTimeout):
            if not choice.first.is_visible():
                box.press("ArrowDown", timeout=2_000)
            choice.first.click(timeout=4_000)
            if until is not None:
                settled(page)
                until.wait_for(timeout=5_000)
            break
    settled(page)


def type_day(page: Page, label: str, day: str) -> None:
    """Type a day, as digits, and shut the little calendar, which lies over what stands below it."""
    field = page.get_by_role("spinbutton", name=f"day, {label}")
    field.press_sequentially(day)
    with suppress(PlaywrightTimeout):
        page.locator("#stFloatingOverlayPortal").get_by_role("grid").wait_for(timeout=1_000)
        page.keyboard.press("Escape")


def choose(page: Page, question: str, answer: str) -> None:
    """Choose one of the words under a question."""
    option(page, question, answer).click()
    settled(page)


def option(page: Page, question: str, answer: str) -> Locator:
    """Return the button of an answer."""
    group = page.get_by_role("radiogroup", name=question)
    return group.get_by_role("radio", name=answer, exact=True)


def heading(page: Page, name: str) -> Locator:
    """Return a heading of the page."""
    return page.get_by_role("heading", name=re.compile(name))
