"""Coming in through an organisation: a real OpenID provider, a real browser, and strangers."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_iam
from playwright.sync_api import expect

from tests.browser.hands import heading, settled, sign_in
from tests.browser.running import Server, move_in
from tests.cast import Practice

# The fixtures of the package, for this file alone.
iam_configuration, iam_server = pytest_iam.iam_configuration, pytest_iam.iam_server
iam_server_port = pytest_iam.iam_server_port

SECRET = "een-geheim-van-ons-beiden"
BACK = "/inloggen/organisatie/terug"


@pytest.fixture(scope="module")
def provider(iam_server: pytest_iam.Server) -> pytest_iam.Server:
    return iam_server


def known_there(provider: pytest_iam.Server, name: str) -> None:
    """Let somebody be signed in at the provider, who agreed to come here.

    Its store in memory finds any code of a client, also one that was never used: so those of
    before are thrown away.
    """
    for code in provider.backend.query(provider.models.AuthorizationCode):
        provider.backend.delete(code)
    user = provider.random_user(user_name=name)
    provider.login(user)
    provider.consent(user)


@pytest.fixture(scope="module")
def joined(
    provider: pytest_iam.Server,
    cast_in_sqlite: tuple[Any, Practice],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """The cast's practice, which knows the provider; and the provider knows it."""
    data = tmp_path_factory.mktemp("joined")
    move_in(cast_in_sqlite[0], data, "Ada")
    running = Server(
        data,
        MINISTAP_OIDC_ISSUER=provider.url.rstrip("/"),
        MINISTAP_OIDC_CLIENT_ID="ministap",
        MINISTAP_OIDC_CLIENT_SECRET=SECRET,
        MINISTAP_OIDC_NAME="Beweging Noord",
    )
    client = provider.models.Client(
        client_id="ministap",
        client_secret=SECRET,
        client_name="Ministap",
        redirect_uris=[running.url + BACK],
        grant_types=["authorization_code"],
        response_types=["code"],
        token_endpoint_auth_method="client_secret_basic",
        scope=["openid"],
    )
    provider.backend.save(client)
    client.audience = [client]
    provider.backend.save(client)
    yield running
    running.stop()


def test_a_link_joins_an_account_and_from_then_on_the_organisation_opens_it(
    joined: Server, provider: pytest_iam.Server, window: Any
) -> None:
    known_there(provider, "lea")

    # Somebody whom the organisation knows and the practice does not: a calm word, and no more.
    page = window(joined.url, also=(provider.url,), disturbed=True).page
    page.goto(joined.url)
    page.get_by_role("link", name="Inloggen met Beweging Noord").click()
    expect(page.get_by_role("alert")).to_contain_text("hoort hier geen account")
    assert urlsplit(page.url).path == BACK

    # Her administrator gives her a link, and she opens it.
    ada = window(joined.url).page
    sign_in(ada, joined.url, "Ada", to="/people")
    row = ada.locator("[data-testid=stVerticalBlock]").filter(has_text="lea@beweging.example").last
    row.get_by_role("button", name="Nieuwe link").click()
    link = ada.get_by_text("/uitnodiging/").inner_text()
    page.goto(link)
    page.get_by_role("link", name="Inloggen met Beweging Noord").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    expect(page.get_by_text("Lea Winkelaar")).to_be_visible()
    settled(page)

    # The next time it is one tap, and it leads to where she wanted to be.
    page.get_by_role("button", name="Uitloggen").click()
    expect(heading(page, "Inloggen")).to_be_visible()
    page.goto(f"{joined.url}/account")
    page.get_by_role("link", name="Inloggen met Beweging Noord").click()
    expect(heading(page, "Mijn account")).to_be_visible()
    held = {one["name"]: one for one in page.context.cookies(joined.url)}
    assert "ministap-weg" not in held
    assert (held["ministap"]["httpOnly"], held["ministap"]["sameSite"]) == (True, "Strict")

    # Cut by the administrator: out at the next action, and not in again.
    ada.reload()
    settled(ada)
    ada.get_by_role("button", name="Losmaken van de organisatie").click()
    expect(ada.get_by_role("button", name="Losmaken van de organisatie")).to_have_count(0)
    page.goto(f"{joined.url}/account")
    page.get_by_role("link", name="Inloggen met Beweging Noord").click()
    expect(page.get_by_role("alert")).to_contain_text("hoort hier geen account")


def way_out(joined: Server) -> tuple[httpx.Client, dict[str, str]]:
    """Set out for the provider; return the browser, and what it was sent there with."""
    stranger = httpx.Client(base_url=joined.url)
    answer = stranger.get("/inloggen/organisatie")
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    return stranger, {name: values[0] for name, values in asked.items()}


def test_what_is_asked_of_the_provider_is_the_least_there_is(joined: Server) -> None:
    stranger, asked = way_out(joined)
    assert asked["scope"] == "openid"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == joined.url + BACK
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    _, other = way_out(joined)
    assert not {asked[n] for n in ("state", "nonce", "code_challenge")} & set(other.values())
    (carried,) = (one for one in stranger.cookies.jar if one.name == "ministap-weg")
    assert carried.path == "/inloggen/organisatie"
    assert asked["nonce"] not in str(carried.value)


def test_who_did_not_set_out_from_here_does_not_come_back(
    joined: Server, provider: pytest_iam.Server
) -> None:
    known_there(provider, "marek")
    mine, asked = way_out(joined)
    came = httpx.get(f"{provider.url}oauth/authorize", params=asked)
    assert came.status_code == 302, came.text
    answer = dict(parse_qs(urlsplit(came.headers["location"]).query))
    right = {name: values[0] for name, values in answer.items()}

    other, _ = way_out(joined)
    stranger = httpx.Client(base_url=joined.url)
    refused = [
        (stranger, right),  # nothing in the browser
        (other, right),  # another way out: a code slipped under somebody's nose
        (mine, {**right, "state": "a" * 43}),
    ]
    for browser, query in refused:
        said = browser.get(BACK, params=query)
        assert said.status_code == 403
        assert "ministap=" not in said.headers.get("set-cookie", "")
        assert "lukte niet" in said.text
    # A way out is good for one way back, also one that failed.
    assert mine.get(BACK, params=right).status_code == 403
    for query in ({"error": "access_denied"}, {"code": "invented"}, {"code": right["code"]}):
        fresh, asked = way_out(joined)
        said = fresh.get(BACK, params={**query, "state": asked["state"]})
        assert said.status_code == 403, query
        assert "ministap=" not in said.headers.get("set-cookie", "")
    assert SECRET not in joined.log.read_text(encoding="utf-8")


def test_another_site_cannot_link_somebody_to_an_account_of_its_choice(joined: Server) -> None:
    path = "/inloggen/organisatie?uitnodiging=abc"
    for headers in (
        {"sec-fetch-site": "cross-site", "referer": f"{joined.url}/uitnodiging/abc"},
        {"sec-fetch-site": "none"},
        {"referer": "https://elders.example/"},
        {},
    ):
        answer = httpx.get(joined.url + path, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, "/uitnodiging/abc")
    for headers in ({"sec-fetch-site": "same-origin"}, {"referer": f"{joined.url}/uitnodiging/a"}):
        answer = httpx.get(joined.url + path, headers=headers)
        assert "/oauth/authorize?" in answer.headers["location"]


def test_a_code_works_once(joined: Server, provider: pytest_iam.Server) -> None:
    known_there(provider, "otto")
    browser, asked = way_out(joined)
    came = httpx.get(f"{provider.url}oauth/authorize", params=asked)
    query = {k: v[0] for k, v in parse_qs(urlsplit(came.headers["location"]).query).items()}
    carried = dict(browser.cookies)
    first = browser.get(BACK, params=query)
    assert "hoort hier geen account" in first.text  # believed, and not linked to anybody
    again = httpx.get(joined.url + BACK, params=query, cookies=carried)
    assert "lukte niet" in again.text


def test_where_there_is_no_organisation_there_is_no_way_to_one(server: Server) -> None:
    for path in ("/inloggen/organisatie", BACK):
        assert httpx.get(server.url + path).status_code == 404
    assert "organisatie" not in httpx.get(f"{server.url}/inloggen").text


def test_a_provider_that_is_away_is_said_calmly(
    cast_in_sqlite: tuple[Any, Practice], tmp_path: Any
) -> None:
    move_in(cast_in_sqlite[0], tmp_path, "Ada")
    alone = Server(
        tmp_path,
        MINISTAP_OIDC_ISSUER="http://127.0.0.1:9",
        MINISTAP_OIDC_CLIENT_ID="ministap",
        MINISTAP_OIDC_CLIENT_SECRET=SECRET,
    )
    try:
        said = httpx.get(f"{alone.url}/inloggen/organisatie", timeout=30)
        assert said.status_code == 503
        assert "nu niet bereikbaar" in said.text
        assert "Traceback" not in alone.log.read_text(encoding="utf-8")
    finally:
        alone.stop()
