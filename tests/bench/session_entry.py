"""How long a normal session takes to write down: `python -m tests.bench.session_entry`.

Plays the entry by touch and by keyboard with the pauses of a person (keystroke-level model of
Card, Moran and Newell, 1980: 1.1 s to point, 0.28 s for a key of an average typist, 1.35 s to
think before each field), and prints the interactions, the time, and what of it was the app.
"""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from lib.domain.access import Book
from lib.storage import casebook, seals
from tests.browser.conftest import CHROMIUM
from tests.browser.hands import settled, sign_in
from tests.browser.running import Server, move_in
from tests.browser.test_entry import Hands, been_here_before, by_keyboard, by_touch
from tests.cast import gather

POINT, KEY, THINK = 1.1, 0.28, 1.35
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5


class Person(Hands):
    """Hands that take the time a person takes."""

    pauses = 0.0

    def rest(self, seconds: float) -> None:
        self.pauses += seconds
        self.page.wait_for_timeout(seconds * 1000)

    def tap(self, what, settle=True):  # type: ignore[no-untyped-def]
        self.rest(THINK + POINT)
        super().tap(what)

    def write(self, what, words):  # type: ignore[no-untyped-def]
        self.rest(THINK + POINT + KEY * len(words))
        super().write(what, words)

    def press(self, key: str) -> None:
        ten = key == "0" and self.done[-1:] == ["key 1"]  # one number of two keys
        self.rest(KEY if ten else THINK + KEY)
        super().press(key)

    def type(self, words: str) -> None:
        self.rest(THINK + KEY * len(words))
        super().type(words)


def main() -> None:
    """Print one line for each way of entering, medians of several rounds."""
    seals.use((seals.new_key(),))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        cast = Path(folder) / "cast.db"
        practice = gather(casebook.open_book(Book.PRACTICE, cast))
        casebook.close_books()
        move_in(cast, Path(folder) / "data", "Ines")
        server = Server(Path(folder) / "data")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_context(locale="nl-NL").new_page()
        sign_in(page, server.url, "Ines")
        been_here_before(page, server, practice.bob)
        for name, entry in (("touch", by_touch), ("keyboard", by_keyboard)):
            took = [measured(page, server, practice.bob, entry) for _ in range(ROUNDS)]
            count, whole, app = sorted(took, key=lambda one: one[1])[ROUNDS // 2]
            sys.stdout.write(
                f"{name}: {count} interactions, {whole:.1f} s in all, {app:.1f} s of it the app\n"
            )
        browser.close()
        server.stop()


def measured(page: Page, server: Server, client: str, entry) -> tuple[int, float, float]:  # type: ignore[no-untyped-def]
    """Return how many interactions an entry took, the seconds, and those without the pauses."""
    page.goto(f"{server.url}/session_entry?client={client}")
    settled(page)
    person = Person(page)
    begun = time.perf_counter()
    entry(page, person)
    page.wait_for_url("**/session_saved**")
    whole = time.perf_counter() - begun
    return len(person.done), whole, whole - person.pauses


if __name__ == "__main__":
    main()
