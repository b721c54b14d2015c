"""The route of an agenda's feed: a secret address for calendar programs, that cannot sign in."""

import re

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.domain.access import Book
from lib.domain.agenda import FeedItem
from lib.domain.problems import NotFound
from lib.practice import agenda, house
from lib.ui import text
from lib.ui.agenda_feed import feed
from lib.ui.gate import door


def routes() -> list[Route]:
    """Return the route; the gate lets this shape of address through and no other."""
    return [Route("/agenda/{token}.ics", calendar, methods=["GET"])]


async def calendar(request: Request) -> Response:
    """Hand out the agenda behind a secret address; 404 for every other, whatever the reason."""
    return await to_thread.run_sync(_calendar, request)


def _calendar(request: Request) -> Response:
    items = _items(request.path_params["token"])
    if items is None:
        return PlainTextResponse("not found", 404)
    text.speak(text.DEFAULT)
    scheme = "https" if door.is_secure(request.scope) else "http"
    host = request.headers.get("host", "")
    home = f"{scheme}://{host}" if re.fullmatch(r"[\w.\-\[\]:]+", host) else ""
    return Response(
        feed(items, now=door.utc_now(), home=home),
        media_type="text/calendar",
        headers={"content-disposition": 'inline; filename="ministap.ics"'},
    )


def _items(token: str) -> tuple[FeedItem, ...] | None:
    """Return what stands behind a token, in whichever database it belongs to."""
    now = door.utc_now()
    books = [Book.PRACTICE]
    if house.demo_is_open(door.plan, now=now):
        books.append(Book.DEMO)
    found = None
    for book in books:
        try:
            # Both are asked each time, so that an answer takes as long in either.
            found = agenda.feed_of(book, token, now=now) or found
        except NotFound:
            continue
    return found
