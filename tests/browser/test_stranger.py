"""A stranger gets nothing: at any address, with any method, on a cold server."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from lib.domain.access import Book
from lib.practice import front_door
from lib.ui.gate.door import DOOR
from tests.browser.running import ROOT, Server, move_in
from tests.cast import NOW, Practice, email, password, sign_in

# What a stranger may have, and nothing else.
OPEN = {"/inloggen", "/begin", "/begin/demo", "/gezond", "/klaar"}
OPEN |= {f"/inloggen/{step}" for step in ("code", "instellen", "organisatie", "organisatie/terug")}
OPEN_BELOW = ("/static/", "/huisstijl/", "/uitnodiging/")
LIST_ROUTES = """
import json, re
import app
found = []
def walk(routes, prefix=""):
    for route in routes:
        path = prefix + getattr(route, "path", "")
        found.append(re.sub(r"{[^}]*}", "x", path) or "/")
        walk(getattr(route, "routes", None) or [], path)
walk(app.app._build_starlette_app().routes)
print(json.dumps(sorted(set(found))))
"""


def every_address() -> list[str]:
    """Return every route of the app, Streamlit's own included, and every page."""
    listed = subprocess.run(
        [sys.executable, "-c", LIST_ROUTES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    routes = json.loads(listed.stdout.splitlines()[-1])
    pages = [f"/{path.stem}" for path in (ROOT / "pages").rglob("*.py")]
    more = [
        "/",
        "/media/0123456789abcdef.csv",
        "/_stcore/upload_file/0123/4567",
        "/_stcore/metrics",
        "/_stcore/host-config",
        "/_stcore/agent/openapi.json",
        "/component/x/index.html",
        "/app/static/x.csv",
        "/pages/coach/clients.py",
        "/data/local/ministap.db",
        "/.streamlit/config.toml",
        "/caseload/_stcore/health",
        "/%2e%2e/app.py",
        "/clients?client=0123456789abcdef0123456789abcdef",
        f"/agenda/{'x' * 42}.ics",
        f"/agenda/{'x' * 44}.ics",
        f"/agenda/{'x' * 43}.ics/",
        f"/agenda/{'x' * 43}",
        f"/agenda/{'é' * 43}.ics",
    ]
    return sorted({*routes, *pages, *more})


@pytest.fixture(scope="module")
def cold(
    cast_in_sqlite: tuple[Path, Practice], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("cold")
    move_in(cast_in_sqlite[0], data, "Ines")
    running = Server(data)
    yield running
    running.stop()


def is_open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_BELOW)


@contextmanager
def signed_in(server: Server, name: str = "Ines") -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url) as client:
        answer = client.post(
            "/inloggen",
            data={"email": email(name), "password": password(name)},
            headers={"origin": server.url},
        )
        assert answer.status_code == 303, answer.text
        yield client


def handshake(server: Server, **headers: str) -> int:
    """Return the status a websocket gets: 101 when it is let in."""
    try:
        with connect(
            f"ws://127.0.0.1:{server.port}/_stcore/stream",
            additional_headers={k.replace("_", "-"): v for k, v in headers.items()},
            subprotocols=["streamlit"],  # type: ignore[list-item]
        ):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_a_cold_server_gives_a_stranger_nothing_at_any_address(cold: Server) -> None:
    addresses = every_address()
    assert len(addresses) > 30
    given = {}
    with httpx.Client(base_url=cold.url) as stranger:
        for address in addresses:
            if is_open(address.split("?")[0]):
                continue
            for method in METHODS:
                for accept in ("text/html", "*/*"):
                    answer = stranger.request(method, address, headers={"accept": accept})
                    # 413: a form of the door without a length, whoever sends it.
                    if answer.status_code not in (303, 401, 403, 413):
                        given[(method, address)] = answer.status_code
                    target = answer.headers.get("location", "/inloggen")
                    assert target.startswith(("/inloggen", "/begin")), target
    assert given == {}


METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
ROUTES = ROOT / "docs" / "routes.md"
ROUTES_HEAD = """# What a stranger is told

Every address of the app, its own and Streamlit's, as somebody gets it who is not signed in and
sends nothing along: the status for each method. 303 leads to the sign-in page, 401 and 403 say
no, 413 is a form without a length. A test walks them all, cold and warm, and compares this page;
with `MINISTAP_WRITE_ROUTES=1` it writes the page anew. The websocket `/_stcore/stream` answers
403 to whoever has no visit, whatever it sends along.

| Address | GET | HEAD | POST | PUT | DELETE | OPTIONS |
| --- | --- | --- | --- | --- | --- | --- |
"""


def told_a_stranger(server: Server) -> str:
    """Return the page of routes as the server answers now."""
    lines = []
    with httpx.Client(base_url=server.url) as stranger:
        for address in every_address():
            told = [str(stranger.request(one, address).status_code) for one in METHODS]
            lines.append("| " + " | ".join((f"`{address}`", *told)) + " |\n")
    return ROUTES_HEAD + "".join(lines)


def test_what_a_stranger_is_told_stands_in_the_docs_and_stays_so_on_a_warm_server(
    cold: Server,
) -> None:
    told = told_a_stranger(cold)
    if os.environ.get("MINISTAP_WRITE_ROUTES"):
        ROUTES.write_text(told, encoding="utf-8")
    assert told == ROUTES.read_text(encoding="utf-8")
    with signed_in(cold) as ines:
        assert ines.get("/", headers={"accept": "text/html"}).status_code == 200
        assert ines.get("/_stcore/health").status_code == 200
        assert told_a_stranger(cold) == told


def test_a_calendar_without_the_right_secret_is_told_nothing(cold: Server) -> None:
    """The one address that is open to strangers who may know a secret, in this shape alone."""
    with httpx.Client(base_url=cold.url) as stranger:
        for method, expected in (("GET", 404), ("HEAD", 404), ("POST", 405), ("PUT", 405)):
            answer = stranger.request(method, f"/agenda/{'x' * 43}.ics")
            assert answer.status_code == expected
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
        assert stranger.get(f"/agenda/{'x' * 43}.ics").text == "not found"


def test_a_warm_server_gives_a_stranger_nothing_either(cold: Server) -> None:
    with signed_in(cold) as ines:
        assert "Ministap" in ines.get("/", headers={"accept": "text/html"}).text
    with httpx.Client(base_url=cold.url) as stranger:
        for path in (ROOT / "pages").rglob("*.py"):
            assert stranger.get(f"/{path.stem}").status_code == 401


def test_a_stranger_gets_no_websocket_and_nobody_from_another_site_does(cold: Server) -> None:
    with signed_in(cold) as ines:
        cookie = f"ministap={ines.cookies['ministap']}"
    assert handshake(cold) == 403
    assert handshake(cold, origin=cold.url) == 403
    assert handshake(cold, cookie=cookie) == 403, "a websocket without Origin"
    assert handshake(cold, cookie=cookie, origin="https://elders.example") == 403
    assert handshake(cold, cookie=cookie, origin="null") == 403
    assert handshake(cold, cookie=cookie, origin=cold.url) == 101


def test_a_forged_identity_header_opens_nothing(cold: Server) -> None:
    with signed_in(cold) as ines:
        visit = ines.cookies["ministap"]
    assert handshake(cold, origin=cold.url, x_ministap_visit=f"practice.{visit}") == 403


@pytest.mark.parametrize("header", ["x-ministap-visit", "X_Ministap_Visit", "x-Ministap_visit"])
def test_nobody_becomes_another_by_a_header_of_their_own(cold: Server, header: str) -> None:
    """A server behind the gate trusts one header; what a browser sends by that name is dropped."""
    forged = [(header, "practice." + "f" * 64), (header, "practice." + "0" * 64)]
    with httpx.Client(base_url=cold.url) as stranger:
        for path in ("/", "/_stcore/health", "/media/x.csv"):
            assert stranger.get(path, headers=forged).status_code == 401
    with signed_in(cold) as ines:
        # Whoever is signed in stays who the cookie says.
        cookie = [("cookie", f"ministap={ines.cookies['ministap']}"), *forged]
        assert ines.get("/_stcore/health", headers=cookie).status_code == 200
        ines.get("/uitloggen")
        assert ines.get("/_stcore/health", headers=cookie).status_code == 401


@pytest.mark.parametrize("stage", ["code", "enrol"])
def test_half_a_visit_opens_nothing(cold: Server, stage: str) -> None:
    """Whoever still owes a code has a cookie, and no more than a stranger."""
    with signed_in(cold) as ines:
        half = {"cookie": f"ministap={ines.cookies['ministap']}"}
    with closing(sqlite3.connect(cold.data / "ministap.db")) as database:
        database.execute("UPDATE visit SET stage = ? WHERE ended_at IS NULL", (stage,))
        database.commit()
    with httpx.Client(base_url=cold.url) as owing:
        for address in every_address():
            path = address.split("?")[0]
            if not is_open(path) and not path.startswith(DOOR):
                answer = owing.get(address, headers=half)
                assert answer.status_code in (303, 401, 403, 404, 413), address
                assert answer.headers.get("location", "/inloggen").startswith(DOOR), address
    assert handshake(cold, origin=cold.url, **half) == 403


def test_the_files_and_uploads_of_another_session_are_out_of_reach(cold: Server) -> None:
    session = "0f" * 16
    with signed_in(cold) as ines:
        own = {"origin": cold.url}
        for method in ("PUT", "POST", "DELETE"):
            url = f"/_stcore/upload_file/{session}/{session}"
            assert ines.request(method, url, headers=own).status_code == 403
        for name in (f"{session}.csv", "%2e%2e/app.py", f"{session}.pdf"):
            answer = ines.get(f"/media/{name}")
            assert answer.status_code in (400, 403, 404), name
            assert "def " not in answer.text


@pytest.mark.parametrize(
    "cookie", ["", "x", "practice.", "demo.{token}", "practice.{token}x", "elders.{token}"]
)
def test_a_tampered_cookie_opens_nothing(cold: Server, cookie: str) -> None:
    with signed_in(cold) as ines:
        token = ines.cookies["ministap"].split(".", 1)[1]
    with httpx.Client(base_url=cold.url) as stranger:
        answer = stranger.get("/", headers={"cookie": f"ministap={cookie.format(token=token)}"})
        assert answer.status_code == 401


def test_a_stolen_cookie_ends_with_signing_out(cold: Server) -> None:
    with signed_in(cold) as ines:
        stolen = {"cookie": f"ministap={ines.cookies['ministap']}"}
        assert ines.get("/_stcore/health").status_code == 200
        assert ines.get("/uitloggen").status_code == 303
    with httpx.Client(base_url=cold.url) as thief:
        assert thief.get("/_stcore/health", headers=stolen).status_code == 401
        assert handshake(cold, origin=cold.url, **stolen) == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(cold: Server) -> None:
    answer = httpx.post(
        f"{cold.url}/inloggen",
        data={"email": email("Ines"), "password": password("Ines")},
        headers={"origin": cold.url},
    )
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=strict" in flags
    assert "path=/" in flags


@pytest.mark.parametrize("origin", [None, "https://elders.example", "null", "http://[", "ftp:"])
def test_signing_in_from_another_site_is_refused(cold: Server, origin: str | None) -> None:
    answer = httpx.post(
        f"{cold.url}/inloggen",
        data={"email": email("Ines"), "password": password("Ines")},
        headers={"origin": origin} if origin else {},
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "wanted", ["//elders.example", "https://elders.example", "/\\elders", "x", "/uitloggen"]
)
def test_signing_in_leads_only_to_our_own_pages(cold: Server, wanted: str) -> None:
    answer = httpx.post(
        f"{cold.url}/inloggen",
        data={"email": email("Ines"), "password": password("Ines"), "naar": wanted},
        headers={"origin": cold.url},
    )
    assert answer.headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_person_look_the_same(cold: Server) -> None:
    def tried(address: str) -> str:
        answer = httpx.post(
            f"{cold.url}/inloggen",
            data={"email": address, "password": "iets heel anders dan dit"},
            headers={"origin": cold.url},
        )
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
        return answer.text.replace(address, "")

    assert tried(email("Ines")) == tried("niemand@beweging.example")


def test_every_answer_wears_the_security_headers(cold: Server) -> None:
    with signed_in(cold) as ines:
        for path in ("/", "/inloggen", "/gezond", "/nergens", "/huisstijl/door.css"):
            worn = ines.get(path, headers={"accept": "text/html"}).headers
            assert worn["x-content-type-options"] == "nosniff"
            assert worn["x-frame-options"] == "DENY"
            assert worn["referrer-policy"] == "same-origin"
            policy = worn["content-security-policy"]
            script = next(
                (part for part in policy.split(";") if "script-src" in part), "default-src 'none'"
            )
            assert "unsafe" not in script
            assert "frame-ancestors 'none'" in policy
        assert ines.get("/", headers={"accept": "text/html"}).headers["cache-control"] == "no-store"


def test_a_large_post_at_the_door_is_turned_away(cold: Server) -> None:
    answer = httpx.post(
        f"{cold.url}/inloggen", data={"email": "x" * 20_000}, headers={"origin": cold.url}
    )
    assert answer.status_code == 413


def test_the_first_start_page_is_gone_once_a_practice_stands(cold: Server) -> None:
    for method in ("GET", "POST"):
        answer = httpx.request(
            method, f"{cold.url}/begin", headers={"origin": cold.url, "content-length": "0"}
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
    demo: Any = httpx.get(f"{cold.url}/inloggen?boek=demo")
    assert demo.headers["location"] == "/inloggen"


def test_nobody_uploads_anything_signed_in_or_not(cold: Server) -> None:
    with signed_in(cold) as ines:
        answer = ines.put("/_stcore/upload_file/session/file", headers={"origin": cold.url})
        assert answer.status_code == 403


def test_an_unexpected_error_at_the_door_shows_a_reference_and_keeps_data_out_of_the_log(
    cast_in_sqlite: tuple[Path, Practice], tmp_path: Path
) -> None:
    """A database that refuses, with a citizen number in what it says."""
    move_in(cast_in_sqlite[0], tmp_path, "Ines")
    with sqlite3.connect(tmp_path / "ministap.db") as database:
        database.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON visit "
            "BEGIN SELECT RAISE(ABORT, 'GEHEIM 123456782'); END"
        )
    broken = Server(tmp_path)
    try:
        answer = httpx.post(
            f"{broken.url}/inloggen",
            data={"email": email("Ines"), "password": password("Ines")},
            headers={"origin": broken.url},
        )
        assert answer.status_code == 500
        assert "Referentie: " in answer.text
        assert "123456782" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
        log = broken.log.read_text(encoding="utf-8")
        reference = answer.text.split("Referentie: ")[1][:8]
        assert f"reference={reference} error=IntegrityError at=" in log
        assert "front_door.py" in log
        assert "123456782" not in log
        assert "INSERT INTO" not in log
    finally:
        broken.stop()


def test_a_thousand_tries_are_answered_soon_and_lock_nobody_out(in_sqlite: Practice) -> None:
    """Who guesses has to wait; the colleague whose account it is does not, from another door."""
    begun = perf_counter()
    turned_away = 0
    for number in range(1_000):
        now = NOW + timedelta(milliseconds=60 * number)
        try:
            front_door.sign_in(
                Book.PRACTICE, email("Ines"), "geraden", "198.51.100.9", in_sqlite.hashing, now=now
            )
        except front_door.TooManyTries:
            turned_away += 1
        except front_door.WrongSignIn:
            pass
    assert turned_away >= 990
    assert len(in_sqlite.hashing.checked) <= 10, "a guess that has to wait costs no hash"
    assert perf_counter() - begun < 60
    assert sign_in("Ines", in_sqlite.hashing, now=NOW + timedelta(minutes=2)).name
