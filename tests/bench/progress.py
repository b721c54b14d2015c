"""How fast a progress page with a year of daily data opens: `python -m tests.bench.progress`.

Two servers in one run, in turn: the app, and a copy of it that holds constants instead of data (see
`constants.py`). Each time the browser goes from the list of clients to the progress page, and the
clock stops when every chart is painted and the app rests. Printed are the medians, their spread and
the ratio; the budget is a ratio of at most 1.3.
"""

import shutil
import statistics
import sys
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from lib.domain.access import Book
from lib.domain.calendar import at_local, local_day
from lib.domain.people import ClientDraft
from lib.domain.sessions import CheckIn, DayMood, Outcome
from lib.practice import clients
from lib.storage import casebook, seals
from lib.storage.engine import ROOT
from tests.browser.conftest import CHROMIUM
from tests.browser.hands import settled, sign_in
from tests.browser.running import Server, move_in
from tests.cast import Practice, adjusted, gather, key, recorded, step

BUDGET = 1.3
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
CHARTS = 4  # mood, before and after, weeks, days
NAME = "Jaar Dagelijks"

# Clicks the link, and returns the milliseconds until all charts are painted and the app rests.
_OPEN = """([href, charts]) => new Promise((done) => {
  const begun = performance.now();
  document.querySelector(`a[href*="${href}"]`).click();
  const look = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const painted = document.querySelectorAll('.js-plotly-plot .subplot.xy').length;
    if (location.pathname === '/progress' && painted >= charts
        && app.dataset.testScriptState === 'notRunning') done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


def main() -> int:
    """Print the medians and the ratio; 1 when the budget was not kept."""
    seals.use((seals.new_key(),))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        cast = Path(folder) / "cast.db"
        practice = gather(casebook.open_book(Book.PRACTICE, cast))
        client = a_year(practice)
        casebook.close_books()
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        servers: dict[str, Server] = {}
        pages: dict[str, Page] = {}
        try:
            for name, code in (("app", ROOT), ("constants", frozen(Path(folder) / "code"))):
                move_in(cast, Path(folder) / name, "Ines")
                servers[name] = Server(Path(folder) / name, code=code)
                pages[name] = browser.new_context(locale="nl-NL").new_page()
                sign_in(pages[name], servers[name].url, "Ines")
            took: dict[str, list[float]] = {name: [] for name in servers}
            for turn in range(ROUNDS + 2):
                for name, server in servers.items():
                    pages[name].goto(f"{server.url}/clients")
                    settled(pages[name])
                    opened = float(
                        pages[name].evaluate(_OPEN, [f"progress?client={client}", CHARTS])
                    )
                    if turn >= 2:  # the first two warm up
                        took[name].append(opened)
        finally:
            browser.close()
            for server in servers.values():
                server.stop()
    for name, some in took.items():
        low, middle, high = statistics.quantiles(some, n=4)
        sys.stdout.write(f"{name}: {middle:.0f} ms (quartiles {low:.0f} to {high:.0f})\n")
    ratio = statistics.median(took["app"]) / statistics.median(took["constants"])
    kept = ratio <= BUDGET
    sys.stdout.write(f"ratio {ratio:.2f}, budget {BUDGET}: {'kept' if kept else 'NOT KEPT'}\n")
    return 0 if kept else 1


def frozen(target: Path) -> Path:
    """Copy the app to a folder, with constants instead of data, and return the folder."""
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(".git", "local", ".venv", "venv"))
    door = target / "app.py"
    code = door.read_text(encoding="utf-8")
    begin = code.index("from pathlib import Path")
    door.write_text(
        f"{code[:begin]}from tests.bench.constants import freeze\n\nfreeze()\n\n{code[begin:]}",
        encoding="utf-8",
    )
    return target


def a_year(practice: Practice) -> str:
    """Write down a year in which every day was told of, and return the client's id."""
    today = local_day(datetime.now(UTC))
    first = today - timedelta(days=364)
    began = at_local(first, time(9, 0))
    ines = practice.ines
    client = clients.add(
        ines, ClientDraft(NAME, started_on=first), team_id=practice.noord, save_key=key(), now=began
    )
    steps = (step("walk", per_week=7), step("bike", per_week=3), step("garden", per_week=2))
    for number in range(3):
        at = began + timedelta(days=90 * number)
        adjusted(ines, client, *steps[: number + 1], number=number, now=at)
    for week in range(52):
        day = first + timedelta(days=7 * week + 7)
        days = [day - timedelta(days=n) for n in range(1, 8)]
        recorded(
            ines,
            client,
            name=NAME,
            now=at_local(day, time(11, 0)),
            day=day,
            mood_before=4 + week % 3,
            mood_during=5 + week % 4,
            mood_after=5 + week % 4,
            willingness=week % 8,
            expected=4,
            check_ins=tuple(
                CheckIn(one.key, told, Outcome.ORDINARY if n % 4 else Outcome.NOT_DONE)
                for n, told in enumerate(days)
                for one in steps[: 1 + min(week // 13, 2)]
            ),
            day_moods=tuple(DayMood(told, (week + n) % 7 + 2) for n, told in enumerate(days)),
        )
    return client


if __name__ == "__main__":
    sys.exit(main())
