"""The ASGI gate: nothing passes without a visit, except the door itself."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote, urlsplit

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.domain.access import Book
from lib.practice import front_door, house
from lib.ui import logs, text
from lib.ui.gate import clockwork, headers, starting
from lib.ui.mishaps import note, trouble

# The header that carries the visit to `st.user`; whatever a browser sends under it is dropped.
VISIT_HEADER = b"x-ministap-visit"
# What a stranger may have: the door, its looks, Streamlit's own program files, a sign of life.
OPEN = frozenset(
    {
        "/inloggen",
        "/inloggen/code",
        "/inloggen/instellen",
        "/inloggen/organisatie",
        "/inloggen/organisatie/terug",
        "/begin",
        "/begin/demo",
        "/gezond",
        "/klaar",
    }
)
DOOR = ("/inloggen", "/begin", "/uitnodiging/", "/uitloggen", "/auth/")
# Streamlit's own paths that nobody needs here, signed in or not.
CLOSED = (
    "/_stcore/metrics",
    "/_stcore/agent",
    "/_stcore/script-health-check",
    "/_stcore/upload_file",  # nothing is uploaded: a file here would only fill the memory
    "/st-metrics",
    "/oauth2callback",
)
_RESERVED = ("/_stcore/", "/media/", "/component/", "/static/", "/auth/", "/oauth2callback")
_LARGEST_FORM = 16 * 1024
# A draft may hold a long note; nothing that a person types is larger.
KEEPING = "/concept"
_LARGEST_DRAFT = 512 * 1024

plan = starting.planned(os.environ)


def utc_now() -> datetime:
    """Return this moment: the gate is where the clock is read."""
    return datetime.now(UTC)


def cookie_name(secure: bool) -> str:
    """Return the name of the visit's cookie; behind TLS the browser guards it by its prefix."""
    return "__Host-ministap" if secure else "ministap"


def is_secure(scope: Scope) -> bool:
    """True behind TLS: by its scheme, or because production requires it."""
    return plan.production or scope.get("scheme") in ("https", "wss")


def visit_cookie(scope: Scope) -> tuple[Book, str] | None:
    """Return the database and the token of the browser's cookie, or None."""
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return None
    morsel = cookies.get(cookie_name(is_secure(scope)))
    name, _, token = morsel.value.partition(".") if morsel else ("", "", "")
    if name not in set(Book) or not re.fullmatch(r"[\w-]{43}", token):
        return None
    return Book(name), token


def visitor(scope: Scope) -> tuple[Book, front_door.Visitor] | None:
    """Return who is behind this request, or None for a stranger."""
    held = visit_cookie(scope)
    if held is None:
        return None
    book, token = held
    now = utc_now()
    if book is Book.DEMO and not house.demo_is_open(plan, now=now):
        return None
    found = front_door.greet(book, token, now=now)
    return (book, found) if found else None


def same_site(scope: Scope) -> bool:
    """True when the request comes from a page of ours: its Origin is this very host."""
    sent = Headers(scope=scope)
    try:
        origin = urlsplit(sent.get("origin", ""))
    except ValueError:
        return False
    schemes = ("https",) if is_secure(scope) else ("http", "https")
    return origin.scheme in schemes and bool(origin.netloc) and origin.netloc == sent.get("host")


def is_open(path: str) -> bool:
    """True for what a stranger may ask for; a name that only begins alike is not it."""
    return (
        path in OPEN
        or path.startswith("/static/")
        or re.fullmatch(r"/(uitnodiging|huisstijl)/[^/]+", path) is not None
        # A calendar program cannot sign in: the token in the address is all it has.
        or re.fullmatch(r"/agenda/[\w-]{43}\.ics", path, re.ASCII) is not None
    )


def way_back(path: str) -> str:
    """Return a path to go to after signing in, only ever on this site."""
    fitting = re.fullmatch(r"/[\w-]*(\?[\w=&%.-]*)?", path)
    return path if fitting and not path.startswith(DOOR) else "/"


class Gate:
    """Lets in who has a visit, turns away the rest, and dresses every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        scope["headers"] = [(n, v) for n, v in scope["headers"] if n.lower() != VISIT_HEADER]
        if scope["type"] == "websocket":
            try:
                await self._websocket(scope, receive, send)
            except Exception as error:  # what it says may hold what someone typed
                note(error)
            return
        await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def send_noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        dressed = self._dressed(scope, send_noting)
        try:
            await self._serve(scope, receive, dressed)
        except Exception as error:  # Streamlit's own answer would print the values in the log
            reference = note(error)
            if not begun:
                away = trouble(error) is not None
                await mishap_page(reference, 503 if away else 500)(scope, receive, dressed)

    async def _serve(self, scope: Scope, receive: Receive, dressed: Send) -> None:
        path: str = scope["path"]
        refusal = await self._refusal(scope, path)
        if refusal is not None:
            await refusal(scope, receive, dressed)
        elif self._wants_index(scope, path):
            page = Response(headers.index_page(), media_type="text/html")
            await page(scope, receive, dressed)
        else:
            await self._app(scope, receive, dressed)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = await to_thread.run_sync(visitor, scope) if same_site(scope) else None
        if known is None:
            await send({"type": "websocket.close", "code": 4401, "reason": "sign in"})
            return
        book, who = known
        scope["headers"].append((VISIT_HEADER, f"{book.value}.{who.visit_id}".encode()))
        await self._app(scope, receive, send)

    async def _refusal(self, scope: Scope, path: str) -> Response | None:
        if path.startswith(CLOSED):
            return PlainTextResponse("closed", 403)
        if scope["method"] in ("POST", "PUT", "DELETE", "PATCH") and path.startswith(
            (*DOOR, KEEPING)
        ):
            length = Headers(scope=scope).get("content-length", "")
            largest = _LARGEST_DRAFT if path.startswith(KEEPING) else _LARGEST_FORM
            if not length.isdigit() or int(length) > largest:
                return PlainTextResponse("too large", 413)
            if not same_site(scope):
                return PlainTextResponse("not from this site", 403)
        if is_open(path):
            return None
        if await to_thread.run_sync(visitor, scope) is not None:
            return None
        if path in ("/uitloggen", "/auth/logout", "/auth/login"):
            return RedirectResponse("/inloggen", 303)
        sent = Headers(scope=scope)
        if scope["method"] in ("GET", "HEAD") and "text/html" in sent.get("accept", ""):
            query = scope.get("query_string", b"").decode("latin-1")
            back = way_back(path + (f"?{query}" if query else ""))
            target = "/inloggen" if back == "/" else f"/inloggen?naar={quote(back, safe='')}"
            return RedirectResponse(target, 303)
        return PlainTextResponse("sign in first", 401)

    def _wants_index(self, scope: Scope, path: str) -> bool:
        return (
            scope["method"] in ("GET", "HEAD")
            and not is_open(path)
            and not path.startswith((*_RESERVED, *DOOR))
            and "." not in path
            and "text/html" in Headers(scope=scope).get("accept", "")
        )

    def _dressed(self, scope: Scope, send: Send) -> Send:
        path: str = scope["path"]
        host = Headers(scope=scope).get("host", "")
        host = host if re.fullmatch(r"[\w.\-\[\]:]+", host) else "localhost"
        worn = headers.security(
            host=host,
            door=path.startswith(DOOR),
            secure=is_secure(scope),
            cached=path.startswith(("/static/", "/huisstijl/")),
        )

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [
                    (name, value)
                    for name, value in message["headers"]
                    if name.lower().decode() not in worn
                    # Streamlit answers other origins on some paths; nobody else needs ours.
                    and not name.lower().startswith(b"access-control-")
                    and name.lower() != b"server"
                ]
                message["headers"] = kept + [(n.encode(), v.encode()) for n, v in worn.items()]
            await send(message)

        return send_dressed


def mishap_page(reference: str, status: int) -> Response:
    """Return a calm page with a reference, for what went wrong before the app could draw."""
    text.speak(text.DEFAULT)
    title = text.t("This did not work")
    sentence = text.t(
        "Something went wrong on our side. What you saved before is safe. Reference: {reference}",
        reference=reference,
    )
    if status == 503:
        away = text.t(
            "The records cannot be reached right now. What was saved before is safe. "
            "Try again in a minute."
        )
        sentence = f"{away} {text.t('Reference: {reference}', reference=reference)}"
    page = (
        f'<!doctype html><html lang="{text.language()}"><head><meta charset="utf-8">'
        f"<title>{title} · Ministap</title>"
        '<link rel="stylesheet" href="/huisstijl/door.css"></head>'
        f'<body class="door"><main class="card"><h1>{title}</h1><p>{sentence}</p></main></body>'
        "</html>"
    )
    return Response(page, status, media_type="text/html")


@asynccontextmanager
async def opening(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the databases before the first visitor, and close them after the last."""
    logs.begin(production=plan.production)
    await to_thread.run_sync(partial(starting.look, plan, os.environ, now=utc_now()))
    try:
        await to_thread.run_sync(partial(house.open_house, plan, now=utc_now()))
    except Exception as error:
        note(error)  # the server says no more than that it did not start
        raise
    _settle()
    async with clockwork.ticking(clockwork.round_of(plan, utc_now)):
        yield {}
    await to_thread.run_sync(partial(house.close_house, plan, now=utc_now()))


def _settle() -> None:
    """Import what is heavy once, then keep it out of the garbage collector's rounds.

    Measured: a rerun of an empty page goes from 120 ms to 10-12 ms with this and uvloop.
    """
    import gc

    import altair  # noqa: F401 - Streamlit imports it late, which would undo the freeze
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401
    import scipy.stats  # noqa: F401

    headers.script_hashes()
    gc.collect()
    gc.freeze()
