"""The route that keeps what is typed on a form between two runs of its page."""

import json
import re
from typing import Any

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lib.domain.access import Scope
from lib.domain.drafts import TEXT_LIMIT, form_of
from lib.domain.problems import NotSignedIn, Refused
from lib.domain.sign_in import VISIT_IDLE
from lib.domain.words import msg
from lib.practice import drafts, front_door
from lib.ui import text
from lib.ui.gate import door
from lib.ui.mishaps import note

_ID = re.compile(r"[0-9a-f]{32}")
_PAGE = re.compile(r"[a-z_]{1,40}")


def routes() -> list[Route]:
    """Return the route; the gate lets nobody here without a visit, or from another site."""
    return [
        Route("/concept", words, methods=["GET"]),
        Route("/concept", keep, methods=["POST"]),
    ]


async def words(request: Request) -> Response:
    """Tell the script what to say when it cannot ask any more, and after how long a screen locks.

    It is also a sign of life: someone is still at work here.
    """
    return await to_thread.run_sync(_words, request)


def _words(request: Request) -> Response:
    try:
        _scope(request, view="")
    except Refused:
        return JSONResponse({}, 401)
    return JSONResponse(
        {
            "offline": text.t(
                "No connection. Leave this screen open: your text is kept as soon as it is back."
            ),
            "signed_out": text.t(
                "You are signed out. Sign in again in another tab: then this text is kept."
            ),
            "not_kept": text.t(
                "This text is too long to be kept as a draft. Make it shorter, or save it now."
            ),
            "idle_seconds": int(VISIT_IDLE.total_seconds()),
        }
    )


async def keep(request: Request) -> Response:
    """Keep the text fields of one form in its draft, and answer with a sentence about it."""
    try:
        body = await request.body()
    except ClientDisconnect:
        return JSONResponse({}, 400)
    return await to_thread.run_sync(_keep, request, body)


def _keep(request: Request, body: bytes) -> Response:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, not UTF-8, or nested without end
        sent = None
    if _is_of_page(sent):
        return _keep_words(request, sent)
    if not _is_sound(sent):
        return JSONResponse({}, 400)
    try:
        scope = _scope(request, view=sent["tab"])
        kept = drafts.keep(
            scope,
            sent["client"],
            form_of(sent["session"]),
            sent["fields"],
            tab=sent["tab"],
            save_key=sent["key"],
            now=door.utc_now(),
        )
    except NotSignedIn:
        return JSONResponse({}, 401)
    except Refused as refusal:
        return JSONResponse({"said": text.said(refusal)}, 409)
    except Exception as error:
        note(error)
        sentence = msg("This cannot be kept right now. Leave this screen open: we try again.")
        return JSONResponse({"said": text.t(sentence)}, 503)
    if any(isinstance(one, str) and len(one) > TEXT_LIMIT for one in sent["fields"].values()):
        # What fits is kept; of what does not, nobody may believe that it is.
        return JSONResponse({}, 413)
    if kept is None:
        return JSONResponse({"said": ""})
    return JSONResponse({"said": text.t("Draft kept {time}", time=text.clock_of(kept))})


def _keep_words(request: Request, sent: dict[str, Any]) -> Response:
    """Keep texts of any other form on a page of a client; its own page says when they come back."""
    try:
        drafts.keep_words(
            _scope(request, view=sent["tab"]),
            sent["client"],
            sent["page"],
            sent["words"],
            tab=sent["tab"],
            now=door.utc_now(),
        )
    except NotSignedIn:
        return JSONResponse({}, 401)
    except Refused:
        return JSONResponse({"said": ""})  # a lead, or a client of another: nothing is kept there
    except Exception as error:
        note(error)
        return JSONResponse({"said": ""}, 503)
    if any(isinstance(one, str) and len(one) > TEXT_LIMIT for one in sent["words"].values()):
        return JSONResponse({}, 413)
    return JSONResponse({"said": ""})


def _is_of_page(sent: Any) -> bool:
    if not isinstance(sent, dict) or not isinstance(sent.get("words"), dict):
        return False
    ids = [sent.get("client"), sent.get("tab")]
    page = sent.get("page")
    return (
        all(isinstance(one, str) and _ID.fullmatch(one) for one in ids)
        and isinstance(page, str)
        and _PAGE.fullmatch(page) is not None
    )


def _is_sound(sent: Any) -> bool:
    if not isinstance(sent, dict) or not isinstance(sent.get("fields"), dict):
        return False
    ids = [sent.get("client"), sent.get("key"), sent.get("tab")]
    session = sent.get("session")
    return all(isinstance(one, str) and _ID.fullmatch(one) for one in ids) and (
        session == "" or (isinstance(session, str) and _ID.fullmatch(session) is not None)
    )


def _scope(request: Request, *, view: str) -> Scope:
    found = door.visitor(request.scope)
    if found is None:
        raise NotSignedIn()
    book, who = found
    scope = front_door.identify(book, who.visit_id, view=view, now=door.utc_now())
    text.speak(scope.language)
    return scope
