"""When something goes wrong: a calm sentence, nothing lost, and no value in what is said of it."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import update
from sqlalchemy.orm import Session
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from lib.domain.access import Book
from lib.storage import casebook
from lib.storage import tables as t
from lib.ui.gate.passwords import passwords
from tests.browser.hands import settled, sign_in
from tests.browser.running import ROOT, Server, move_in
from tests.cast import Practice, email, gather, password
from tests.conftest import Postgres

BSN = "123456782"
WHO = "Wim Wandel"
# What somebody may have typed, in every place where it can end up in an error.
SPOILT = {
    "pages/coach/snippets.py": "raise ValueError('{what}')",
    "lib/practice/step_library.py": """
def _spoilt(*given, **named):
    raise LookupError('{what}')
for _name in [name for name, found in list(globals().items())
              if callable(found) and getattr(found, '__module__', '') == __name__
              and not isinstance(found, type) and name != '_spoilt']:
    globals()[_name] = _spoilt
""",
    "lib/ui/gate/door.py": """
_calm_open, _calm_same = is_open, same_site
def is_open(path):
    if path == '/botst':
        raise KeyError('{what}')
    return _calm_open(path)
def same_site(scope):
    if scope['type'] == 'websocket' and b'botst' in scope.get('query_string', b''):
        raise RuntimeError('{what}')
    return _calm_same(scope)
""",
    "lib/ui/gate/clockwork.py": """
def _do_nightly(*_):
    raise ArithmeticError('{what}')
""",
}


@pytest.fixture
def spoilt(cast_in_sqlite: tuple[Path, Practice], tmp_path: Path) -> Iterator[Server]:
    """A server in which a page, a verb, the gate, a websocket and the clock all fail."""
    code = tmp_path / "code"
    unneeded = shutil.ignore_patterns("__pycache__", ".*cache", "tests", "local", "docs")
    for name in ("lib", "pages", "data", ".streamlit"):
        shutil.copytree(ROOT / name, code / name, ignore=unneeded)
    shutil.copy(ROOT / "app.py", code)
    for name, more in SPOILT.items():
        with (code / name).open("a", encoding="utf-8") as file:
            file.write("\n\n" + more.replace("{what}", f"{WHO} {BSN}") + "\n")
    data = tmp_path / "data"
    move_in(cast_in_sqlite[0], data, "Ines")
    running = Server(data, code=code)
    yield running
    running.stop()


def test_what_somebody_typed_is_in_no_error_on_no_screen_and_in_no_log(
    spoilt: Server, window: Any
) -> None:
    page = window(spoilt.url).page
    sign_in(page, spoilt.url, "Ines")
    shown = ""
    for address in ("/snippets", "/steps"):
        page.goto(spoilt.url + address)
        expect(page.get_by_text("Er ging iets fout aan onze kant.").first).to_be_visible()
        shown += page.content()
    visit = {one["name"]: one["value"] for one in page.context.cookies()}
    answer = httpx.get(f"{spoilt.url}/botst", cookies=visit)
    assert answer.status_code == 500
    with suppress(WebSocketException, EOFError):
        connect(
            spoilt.url.replace("http", "ws") + "/_stcore/stream?botst=1", origin=spoilt.url
        ).close()
    spoilt.stop()
    log = spoilt.log.read_text(encoding="utf-8")
    for kind in ("ValueError", "LookupError", "KeyError", "RuntimeError", "ArithmeticError"):
        assert re.search(rf"reference=[0-9a-f]{{8}} error={kind} at=", log), kind
    for said in (shown, answer.text, log):
        assert BSN not in said
        assert WHO not in said
    assert "Traceback" not in log


@pytest.fixture
def stoppable(tmp_path: Path) -> Iterator[tuple[Postgres, Server]]:
    """A server on a PostgreSQL that can be stopped, with the cast in it."""
    folder = Path(tempfile.mkdtemp(prefix="ministap-"))
    postgres = Postgres(folder)
    url = postgres.url(postgres.make())
    engine = gather(casebook.open_book(Book.PRACTICE, url)).engine
    with Session(engine.execution_options(writing=True)) as session:
        kept = passwords.hash(password("Ines"))
        ines = update(t.PersonRow).where(t.PersonRow.email == email("Ines"))
        session.execute(ines.values(password_hash=kept))
        session.commit()
    casebook.close_books()
    running = Server(tmp_path, MINISTAP_DATABASE_URL=url)
    yield postgres, running
    running.stop()
    postgres.stop()
    shutil.rmtree(folder, ignore_errors=True)


def test_while_the_database_is_away_nothing_typed_is_lost(
    stoppable: tuple[Postgres, Server], window: Any
) -> None:
    postgres, server = stoppable
    # What is typed is sent to be kept as well, and is answered with 503 while the database is away.
    page = window(server.url, disturbed=True).page
    sign_in(page, server.url, "Ines")
    page.get_by_role("button", name="Nieuwe cliënt").click()
    page.get_by_label("Naam", exact=True).fill("Wies Wandel")
    postgres._server.stop()
    assert httpx.get(f"{server.url}/klaar").status_code == 503
    assert httpx.get(f"{server.url}/gezond").status_code == 200
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("De dossiers zijn even niet bereikbaar.").first).to_be_visible()

    postgres._server.ensure_postgres_running()
    assert httpx.get(f"{server.url}/inloggen").status_code == 200
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Wies Wandel")
    page.get_by_role("button", name="Toevoegen").click()
    settled(page)
    expect(page.get_by_role("heading", name="Wies Wandel")).to_be_visible()

    # On a page it is no other than in a dialog, however often it is tried in between.
    page.goto(f"{server.url}/client_details?{urlsplit(page.url).query}")
    settled(page)
    page.get_by_label("Naam", exact=True).fill("Wies van de Wandel")
    postgres._server.stop()
    page.get_by_role("button", name="Opslaan").first.click()
    for _ in range(2):
        expect(page.get_by_text("De dossiers zijn even niet bereikbaar.").first).to_be_visible()
        page.get_by_role("button", name="Probeer opnieuw").click()
        settled(page)
    postgres._server.ensure_postgres_running()
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Wies van de Wandel")
    assert "Wies" not in server.log.read_text(encoding="utf-8")
