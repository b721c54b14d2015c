"""Chromium and a running server for the tests in a browser."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from tests.browser.running import DATABASE, Server, move_in, put_back
from tests.cast import Practice

# Resolves once the app rests, or after three seconds: a server may be dead, or the door be drawn.
_CALM = """() => new Promise((done) => {
  const begun = performance.now();
  let since = begun;
  const look = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const now = performance.now();
    if (app && app.dataset.testScriptState === "running") since = now;
    if (!app || now - since >= 60 || now - begun >= 3000) done(); else setTimeout(look, 20);
  };
  look();
})"""
_click = Locator.click


def _click_calmly(self: Locator, **asked: Any) -> None:
    """Tap as a person does: not on a screen that is being drawn, where a tap can get lost."""
    with suppress(Error):
        self.page.evaluate(_CALM)
    _click(self, **asked)


Locator.click = _click_calmly  # type: ignore[method-assign] # for every test in a browser

# A busy machine of two cores draws slowly; waiting ends as soon as there is something to see.
expect.set_options(timeout=20_000)
# The browser without a window is the same engine, and draws a quarter faster.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.fail(
            "These tests need Chromium. On Debian: `apt-get install chromium-headless-shell`; "
            "elsewhere set CHROMIUM to the path of a Chromium or Chrome.",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def furnished(
    cast_in_sqlite: tuple[Path, Practice], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Server]]:
    """A database with the whole cast, and a running server that began with it."""
    template, data = tmp_path_factory.mktemp("template"), tmp_path_factory.mktemp("data")
    move_in(cast_in_sqlite[0], template, "Ada", "Ines", "Marek", "Lea", "Otto")
    shutil.copy(template / DATABASE, data / DATABASE)
    running = Server(data)
    yield template / DATABASE, running
    running.stop()


@pytest.fixture(scope="module")
def server(furnished: tuple[Path, Server]) -> Server:
    """A server with the cast as it was at first, shared by one file of tests."""
    template, running = furnished
    if running.process.poll() is not None:
        running.start()
    put_back(template, running.data / DATABASE)
    return running


# What a browser writes when a server is killed or a request is refused, which some tests do.
LOST = re.compile(
    r"Failed to load resource|ERR_|WebSocket|websocket|Failed to fetch|NetworkError|internet"
    r"|disconnected|Client Error"
)


class Window:
    """One browser of one person, that remembers everything that should not have happened."""

    def __init__(
        self, context: BrowserContext, url: str, *, disturbed: bool, also: tuple[str, ...] = ()
    ) -> None:
        self.disturbed = disturbed
        self.known = (url, *also, "data:", "blob:")
        self.context = context
        self.complaints: list[str] = []
        context.on("console", self._console)
        context.on("request", lambda request: self._request(request.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not (self.disturbed and LOST.search(message.text)):
            self.complaints.append(f"console: {message.text}")

    def _request(self, url: str) -> None:
        if not url.startswith(self.known):
            self.complaints.append(f"another host: {url}")


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Open windows at will; at the end none of them may have complained."""
    with ExitStack() as stack:
        opened: list[Window] = []

        def open_window(
            url: str,
            *,
            width: int = 1280,
            height: int = 800,
            disturbed: bool = False,
            touch: bool = False,
            also: tuple[str, ...] = (),
        ) -> Window:
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="nl-NL", has_touch=touch
            )
            stack.callback(context.close)
            opened.append(Window(context, url, disturbed=disturbed, also=also))
            return opened[-1]

        yield open_window
        assert [complaint for one in opened for complaint in one.complaints] == []
