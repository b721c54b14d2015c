"""How a caseload of a large organisation behaves: `python -m tests.bench.caseload`.

Arguments: coaches (300: 12,000 clients), years (3) and rounds (15). Ratios in one run, medians of
rounds in turn (A B A B), with their quartiles:

- the list of a team of 40 in the whole organisation against a database that holds only those 40;
- the list of 800 clients against reading every row into pandas and grouping, against reading the
  rows of the team alone, and its query against adding up the same numbers with numpy;
- the list with all years against a tenth of them;
- the page in a running app against a signed-in page with nothing on it.
"""

import statistics
import sys
import tempfile
import time as clock
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from lib.domain.access import Book
from lib.practice import caseload
from lib.storage import casebook, seals
from lib.storage import tables as t
from tests.bench.organisation import Size, build, day_of_now
from tests.browser.conftest import CHROMIUM
from tests.browser.hands import settled, sign_in
from tests.browser.running import Server, move_in
from tests.cast import Practice, QuickHashing
from tests.cast import sign_in as enter

COACHES = int(sys.argv[1]) if len(sys.argv) > 1 else 300
YEARS = float(sys.argv[2]) if len(sys.argv) > 2 else 3
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 15
# Draws the page again by its own hidden button, and returns the milliseconds until it rests.
_AGAIN = """() => new Promise((done) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const begun = performance.now();
  let ran = false;
  // An empty page is done within one frame, so each change of the state is listened to.
  const watch = new MutationObserver(() => {
    if (app.dataset.testScriptState === 'running') ran = true;
    else if (ran) { watch.disconnect(); done(performance.now() - begun); }
  });
  watch.observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
  document.querySelector('.st-key-wake button').click();
})"""


@dataclass
class Outcome:
    """What was measured, and whether every budget was kept."""

    kept: bool = True

    def say(self, what: str, took: dict[str, list[float]], budget: float | None) -> None:
        """Print the medians, and the ratio of the first to the second with its budget."""
        first, second = took
        for name, some in took.items():
            low, middle, high = statistics.quantiles(some, n=4)
            sys.stdout.write(f"  {name}: {middle:.2f} ms (quartiles {low:.2f} to {high:.2f})\n")
        ratio = statistics.median(took[first]) / statistics.median(took[second])
        kept = budget is None or ratio <= budget
        self.kept = self.kept and kept
        told = "no budget" if budget is None else f"budget {budget:.3g}: "
        told += "" if budget is None else "kept" if kept else "NOT KEPT"
        sys.stdout.write(f"{what}: ratio {ratio:.3g}, {told}\n")


def main() -> int:
    """Print the ratios; 1 when a budget was not kept."""
    seals.use((seals.new_key(),))
    outcome = Outcome()
    today = day_of_now()
    with tempfile.TemporaryDirectory() as folder:
        files = {
            "organisation": Size(COACHES, YEARS),
            "tenth of the years": Size(COACHES, YEARS / 10),
            "only those 40": Size(1, YEARS),
        }
        practices: dict[str, Practice] = {}
        for name, size in files.items():
            begun = clock.perf_counter()
            practices[name] = build(Path(folder) / f"{name}.db", size, today=today)
            sys.stdout.write(f"{name}: {size.clients} clients, {size.years:g} years, ")
            sys.stdout.write(f"written in {clock.perf_counter() - begun:.0f} s\n")
            sys.stdout.flush()
        _lists(outcome, {name: Path(folder) / f"{name}.db" for name in files})
        _pages(outcome, Path(folder))
    return 0 if outcome.kept else 1


def _lists(outcome: Outcome, files: dict[str, Path]) -> None:
    now = datetime.now(UTC)

    def in_file(name: str, leader: str, do: Callable[[object], object]) -> Callable[[], float]:
        def run() -> float:
            casebook.open_book(Book.PRACTICE, files[name])
            scope = enter(leader, QuickHashing(), now=now)
            do(scope)  # warms up the statements of this engine
            begun = clock.perf_counter()
            do(scope)
            took = (clock.perf_counter() - begun) * 1000
            casebook.close_books()
            return took

        return run

    def of_teams(scope: object) -> object:
        return caseload.of_teams(scope, now=now)  # type: ignore[arg-type] # a Scope, from `enter`

    small = {
        "a team of 40 in the organisation": in_file("organisation", "Olga", of_teams),
        "the same with nobody else": in_file("only those 40", "Olga", of_teams),
    }
    outcome.say("a team of 40", _in_turn(small, ROUNDS), 1.5)
    years = {
        "800 clients, all years": in_file("organisation", "Marek", of_teams),
        "800 clients, a tenth": in_file("tenth of the years", "Marek", of_teams),
    }
    outcome.say("years stored", _in_turn(years, ROUNDS), 1.3)
    whole = {
        "800 clients": in_file("organisation", "Marek", of_teams),
        "every row into pandas": lambda: _pandas(files["organisation"], team=None),
    }
    outcome.say("against the whole table", _in_turn(whole, 3), 1 / 30)
    team = {
        "the query of 800 clients": lambda: _query(files["organisation"]),
        "the rows of the team into pandas": lambda: _pandas(files["organisation"], team="t-000"),
    }
    outcome.say("against the rows of the team", _in_turn(team, ROUNDS), 1 / 25)
    floor = {
        "the query of 800 clients": lambda: _query(files["organisation"]),
        "numpy on numbers in memory": _floor(files["organisation"]),
    }
    outcome.say("against the floor", _in_turn(floor, ROUNDS), 15)


def _query(file: Path) -> float:
    """The kept rows of a team, as they are read from the database."""
    engine = casebook.open_book(Book.PRACTICE, file)
    rows = (
        select(t.ClientRow.id, t.ClientRow.name, t.ClientRow.coach_id, t.StandingRow.day)
        .join(t.StandingRow, t.StandingRow.client_id == t.ClientRow.id)
        .where(t.ClientRow.team_id == "t-000", t.ClientRow.ended_on.is_(None))
    )
    with engine.connect() as connection:
        connection.execute(rows).all()
        begun = clock.perf_counter()
        found = connection.execute(rows).all()
        took = (clock.perf_counter() - begun) * 1000
    assert len(found) == min(20, COACHES - 1) * 40
    casebook.close_books()
    return took


def _pandas(file: Path, *, team: str | None) -> float:
    """Read the rows themselves, of everyone or of one team, and group them by client and week."""
    engine = casebook.open_book(Book.PRACTICE, file)
    rows = select(t.CheckInRow.client_id, t.CheckInRow.day, t.CheckInRow.outcome)
    if team is not None:
        rows = rows.join(t.ClientRow, t.ClientRow.id == t.CheckInRow.client_id).where(
            t.ClientRow.team_id == team
        )
    begun = clock.perf_counter()
    frame = pd.read_sql(rows, engine, parse_dates=["day"])
    frame["done"] = frame["outcome"].isin(["mini", "ordinary", "ample"])
    frame.groupby(["client_id", frame["day"].dt.to_period("W")])["done"].sum()
    took = (clock.perf_counter() - begun) * 1000
    casebook.close_books()
    return took


def _floor(file: Path) -> Callable[[], float]:
    """The team's last twelve weeks, added up by client with the numbers in memory already."""
    engine = casebook.open_book(Book.PRACTICE, file)
    since = day_of_now() - timedelta(days=84)
    rows = (
        select(t.CheckInRow.client_id, t.CheckInRow.day, t.CheckInRow.outcome)
        .join(t.ClientRow, t.ClientRow.id == t.CheckInRow.client_id)
        .where(t.ClientRow.team_id == "t-000", t.CheckInRow.day >= since)
    )
    frame = pd.read_sql(rows, engine, parse_dates=["day"])
    casebook.close_books()
    client = frame["client_id"].astype("category").cat.codes.to_numpy()
    week = ((frame["day"] - pd.Timestamp(since)).dt.days // 7).to_numpy()
    done = frame["outcome"].isin(["mini", "ordinary", "ample"]).to_numpy()

    def run() -> float:
        begun = clock.perf_counter()
        cells = client.astype(np.int64) * 12 + week.clip(0, 11)
        np.bincount(cells, weights=done, minlength=(int(client.max()) + 1) * 12)
        np.bincount(cells, minlength=(int(client.max()) + 1) * 12)
        return (clock.perf_counter() - begun) * 1000

    return run


def _in_turn(what: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {name: [] for name in what}
    for _ in range(rounds):
        for name, run in what.items():
            took[name].append(run())
    return took


def _pages(outcome: Outcome, folder: Path) -> None:
    """The page of 800 clients in a running app, against a page with nothing on it."""
    data = folder / "served"
    move_in(folder / "organisation.db", data, "Marek", "Olga", "Lea")
    (folder / "organisation.db").unlink()
    server = Server(data)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            pages: dict[str, Page] = {}
            for name, who, where in (
                ("the caseload of 800", "Marek", "/caseload?team=t-000"),
                ("an empty page", "Olga", "/reading_along"),
                ("one team of a region of 12,000", "Lea", "/caseload?team=t-000"),
            ):
                pages[name] = browser.new_context(locale="nl-NL").new_page()
                sign_in(pages[name], server.url, who, to=where)
                settled(pages[name])
            took: dict[str, list[float]] = {name: [] for name in pages}
            for turn in range(ROUNDS + 2):
                for name, page in pages.items():
                    page.bring_to_front()  # what lies behind draws nothing
                    spent = float(page.evaluate(_AGAIN))
                    if turn >= 2:  # the first two warm up
                        took[name].append(spent)
            browser.close()
    finally:
        server.stop()
    empty = took["an empty page"]
    for name in ("the caseload of 800", "one team of a region of 12,000"):
        outcome.say(f"drawing {name}", {name: took[name], "an empty page": empty}, 4.0)


if __name__ == "__main__":
    sys.exit(main())
