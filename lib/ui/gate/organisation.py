"""The two rooms of an organisation's own sign-in: the way out to its provider, and the way back."""

from typing import Any
from urllib.parse import quote, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.domain.access import Book
from lib.domain.outside_sign_in import WAY_LASTS, Provider
from lib.domain.problems import Refused
from lib.practice import outside_sign_in
from lib.ui import text
from lib.ui.gate import door, openid, rooms
from lib.ui.mishaps import note

# A provider that is slow keeps two people waiting at a time, never the whole house.
_waiting = CapacityLimiter(2)
OUT = "/inloggen/organisatie"
BACK = "/inloggen/organisatie/terug"


def routes() -> list[Route]:
    """Return the two routes; without a provider in the settings they are not there."""
    return [Route(OUT, out, methods=["GET"]), Route(BACK, back, methods=["GET"])]


async def out(request: Request) -> Response:
    """Send somebody to their organisation, with a sealed note of where they wanted to be."""
    return await to_thread.run_sync(_out, request, limiter=_waiting)


def _out(request: Request) -> Response:
    provider = door.plan.provider
    if provider is None:
        return PlainTextResponse("not found", 404)
    rooms.speak(request)
    now = door.utc_now()
    link = request.query_params.get("uitnodiging", "")[:100]
    if link and not _from_our_page(request):
        # Another site may not link somebody's sign-in to an account of its choice: first the page
        # that says whose account it is.
        return RedirectResponse(f"/uitnodiging/{quote(link, safe='')}", 303)
    try:
        address, way = openid.way_out(
            provider, _return_to(request, provider), strict=door.plan.production, now=now
        )
    except openid.Away as away:
        return _trouble(request, _away(), reference=note(away), status=503)
    carried = {
        **way,
        "naar": door.way_back(request.query_params.get("naar", "/")),
        "taal": text.language(),
        "link": link,
    }
    answer = RedirectResponse(address, 303)
    secure = door.is_secure(request.scope)
    answer.set_cookie(
        _cookie(secure),
        outside_sign_in.keep_way(carried, now=now),
        max_age=int(WAY_LASTS.total_seconds()),
        path=OUT,
        httponly=True,
        secure=secure,
        # The provider is another site: a strict cookie would not come back from there.
        samesite="lax",
    )
    return answer


async def back(request: Request) -> Response:
    """Look at what the provider said, begin a visit, and lead on from a page of our own."""
    return await to_thread.run_sync(_back, request, limiter=_waiting)


def _back(request: Request) -> Response:
    provider = door.plan.provider
    if provider is None:
        return PlainTextResponse("not found", 404)
    rooms.speak(request)
    now = door.utc_now()
    secure = door.is_secure(request.scope)
    way = outside_sign_in.way_back(request.cookies.get(_cookie(secure), ""), now=now)
    if way is None:
        return _once(_trouble(request, _again(), status=403), secure)
    text.speak(way["taal"])
    try:
        who = openid.come_back(
            provider,
            _return_to(request, provider),
            way,
            dict(request.query_params),
            strict=door.plan.production,
            now=now,
        )
        arrival = outside_sign_in.arrive(
            Book.PRACTICE,
            who.issuer,
            who.subject,
            link=way["link"],
            agent=rooms.agent(request),
            proven=rooms.proven(Book.PRACTICE) or provider.proven or who.two_factors,
            now=now,
        )
    except openid.Away as away:
        return _once(_trouble(request, _away(), reference=note(away), status=503), secure)
    except openid.NotBelieved as wrong:
        outside_sign_in.refused(Book.PRACTICE, now=now)
        return _once(_trouble(request, _again(), reference=note(wrong), status=403), secure)
    except Refused as refusal:
        return _once(_trouble(request, text.said(refusal), status=403), secure)
    # An answer of our own, not a redirect: the cookie of a visit is strict, and a browser would
    # not send it along on a way that began at another site.
    target = rooms.target_of(arrival, way["naar"])
    page = rooms.page(request, "organisation.html", status=200, target=target, notice="")
    return _once(rooms.holding(request, page, Book.PRACTICE, arrival.token), secure)


def _from_our_page(request: Request) -> bool:
    """True when somebody followed a link on a page of ours, by what their browser says."""
    said = request.headers.get("sec-fetch-site")
    if said is not None:
        return said == "same-origin"
    return urlsplit(request.headers.get("referer", "")).netloc == request.url.netloc


def _return_to(request: Request, provider: Provider) -> str:
    """Return our own address of the way back, as the provider has to know it beforehand."""
    return (provider.address or f"{request.url.scheme}://{request.url.netloc}") + BACK


def _trouble(request: Request, notice: str, *, reference: str = "", status: int) -> Response:
    if reference:
        notice = f"{notice} {text.t('Reference: {reference}', reference=reference)}"
    values: dict[str, Any] = {"target": "", "notice": notice}
    return rooms.page(request, "organisation.html", status=status, **values)


def _away() -> str:
    return text.t("Your organisation's sign-in cannot be reached right now. Try again in a minute.")


def _again() -> str:
    return text.t("Signing in through your organisation did not work. Try it once more.")


def _once(answer: Response, secure: bool) -> Response:
    """Take the sealed note away: each way out is good for one way back."""
    answer.delete_cookie(_cookie(secure), path=OUT, secure=secure, httponly=True)
    return answer


def _cookie(secure: bool) -> str:
    return "__Secure-ministap-weg" if secure else "ministap-weg"
