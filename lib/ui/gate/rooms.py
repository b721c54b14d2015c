"""The rooms before the app: sign in, first start, invitation, sign out; plain HTML, no script."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import segno
from anyio import CapacityLimiter, to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from lib.domain.access import Book
from lib.domain.problems import Invalid, NotFound, Problem, Refused
from lib.domain.sign_in import browser_words
from lib.domain.words import msg
from lib.practice import demo, front_door, house
from lib.practice.front_door import Arrival, BeginAgain
from lib.ui import text
from lib.ui.gate import door
from lib.ui.gate.passwords import passwords

LOOKS = Path(__file__).resolve().parents[3] / "data" / "looks"
# Checking a password is slow by intention: a crowd at the door must not keep the house waiting.
_hashing = CapacityLimiter(2)
_LOOKS = {
    "door.css",
    "desk.css",
    "desk.js",
    "logo.svg",
    "logo_dark.svg",
    "mark.svg",
    "favicon.png",
    "favicon-180.png",
}
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def routes() -> list[Route]:
    """Return the routes of the door, ahead of Streamlit's own."""
    return [
        Route("/inloggen", sign_in, methods=["GET", "POST"]),
        Route("/inloggen/code", second_step, methods=["GET", "POST"]),
        Route("/inloggen/instellen", enrol, methods=["GET", "POST"]),
        Route("/begin", begin, methods=["GET", "POST"]),
        Route("/begin/demo", begin_demo, methods=["GET", "POST"]),
        Route("/uitnodiging/{token}", invitation, methods=["GET", "POST"]),
        Route("/uitloggen", sign_out, methods=["GET", "POST"]),
        # `st.logout()` and `st.login()` lead here: our own door instead of an OIDC provider's.
        Route("/auth/logout", sign_out, methods=["GET"]),
        Route("/auth/login", to_sign_in, methods=["GET"]),
        Route("/huisstijl/{name}", looks, methods=["GET"]),
        Route("/gezond", healthy, methods=["GET"]),
        Route("/klaar", ready, methods=["GET"]),
    ]


async def sign_in(request: Request) -> Response:
    """Show the sign-in page, or sign in and go on to where someone wanted to be."""
    form = await request.form() if request.method == "POST" else FormData()
    return await to_thread.run_sync(_sign_in, request, form, limiter=_hashing)


def _sign_in(request: Request, form: FormData) -> Response:
    now = door.utc_now()
    speak(request)
    book = _book(request, form)
    if book is Book.DEMO and not house.demo_is_open(door.plan, now=now):
        return RedirectResponse("/inloggen", 303)
    if book is Book.DEMO and not house.demo_stands():
        return RedirectResponse("/begin", 303)
    if book is Book.PRACTICE and front_door.is_empty(book, now=now):
        return RedirectResponse("/begin", 303)
    back = door.way_back(_one(form, "naar") or request.query_params.get("naar", "/"))
    email = _one(form, "email")
    problem = ""
    if request.method == "POST":
        try:
            arrival = front_door.sign_in(
                book,
                email,
                _one(form, "password"),
                _address(request),
                passwords,
                agent=agent(request),
                proven=proven(book),
                now=now,
            )
            return come_in(request, book, arrival, back)
        except Refused as refusal:
            problem = text.said(refusal)
    return page(
        request,
        "sign_in.html",
        status=200 if request.method == "GET" else 403,
        book=book.value,
        back=back,
        email=email,
        problem=problem,
        people=[(name, mail, text.t(role)) for name, mail, role in demo.DEMO_PEOPLE]
        if book is Book.DEMO
        else [],
        demo_password=demo.DEMO_PASSWORD if book is Book.DEMO else "",
        demo_open=house.demo_is_open(door.plan, now=now),
        **_outside({"naar": back}),
    )


async def second_step(request: Request) -> Response:
    """Ask for the six digits after the password, or a recovery code, and open the app."""
    form = await request.form() if request.method == "POST" else FormData()
    return await to_thread.run_sync(_second_step, request, form)


def _second_step(request: Request, form: FormData) -> Response:
    now = door.utc_now()
    speak(request)
    held = door.visit_cookie(request.scope)
    back = door.way_back(_one(form, "naar") or request.query_params.get("naar", "/"))
    if held is None or front_door.waits_for(*held, now=now) != "code":
        return _from_the_start(request, back)
    problem = ""
    if request.method == "POST":
        try:
            fresh = front_door.prove(*held, _one(form, "code"), _address(request), now=now)
            return _with_visit(request, held[0], fresh, back)
        except BeginAgain:
            return _from_the_start(request, back)
        except Refused as refusal:
            problem = text.said(refusal)
    status = 403 if problem else 200
    return page(request, "code.html", status=status, back=back, problem=problem)


async def enrol(request: Request) -> Response:
    """Let somebody set up the second step, show their recovery codes once, and open the app."""
    form = await request.form() if request.method == "POST" else FormData()
    return await to_thread.run_sync(_enrol, request, form)


def _enrol(request: Request, form: FormData) -> Response:
    now = door.utc_now()
    speak(request)
    held = door.visit_cookie(request.scope)
    back = door.way_back(_one(form, "naar") or request.query_params.get("naar", "/"))
    if held is None or front_door.waits_for(*held, now=now) != "enrol":
        return _from_the_start(request, back)
    problem = ""
    try:
        if request.method == "POST":
            try:
                done = front_door.confirm(*held, _one(form, "code"), now=now)
                answer = page(request, "codes.html", status=200, back=back, codes=done.codes)
                return holding(request, answer, held[0], done.token)
            except front_door.WrongCode as refusal:
                problem = text.said(refusal)
        found = front_door.enrolment(*held, now=now)
    except BeginAgain:
        return _from_the_start(request, back)
    return page(
        request,
        "enrol.html",
        status=403 if problem else 200,
        back=back,
        problem=problem,
        address=found.address,
        secret=" ".join(found.secret[at : at + 4] for at in range(0, len(found.secret), 4)),
        picture=Markup(_picture(found.address)),  # noqa: S704 - drawn by segno, our words escaped
    )


def _picture(address: str) -> str:
    """Return a QR code as SVG in the page: no address of its own, so nothing keeps a copy."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(scale=5, border=4, dark="#000000", light="#ffffff", omitsize=True)
    said = text.t("QR code for your authenticator app")
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(said)}" ', 1)


def _from_the_start(request: Request, back: str) -> Response:
    """Lead to the sign-in page, which leads back to where someone wanted to be."""
    return RedirectResponse(_on("/inloggen", back), 303)


def _on(path: str, back: str) -> str:
    """Return a page of the door that keeps in mind where someone wanted to be, and the language."""
    wanted = {} if back == "/" else {"naar": back}
    if text.language() != text.DEFAULT:
        wanted["taal"] = text.language()
    return path + (f"?{urlencode(wanted)}" if wanted else "")


async def begin(request: Request) -> Response:
    """Show the first-start page, or make the first admin and team."""
    form = await request.form() if request.method == "POST" else FormData()
    return await to_thread.run_sync(_begin, request, form)


def _begin(request: Request, form: FormData) -> Response:
    now = door.utc_now()
    speak(request)
    if not front_door.is_empty(Book.PRACTICE, now=now):
        return RedirectResponse("/inloggen", 303)
    typed = {name: _one(form, name) for name in ("team", "name", "email")}
    coaches = request.method == "GET" or "coaches" in form
    leads = request.method == "GET" or "leads" in form
    problems: Mapping[str, str] = {}
    notice = ""
    if request.method == "POST":
        draft = front_door.SetUp(
            **typed, password=_one(form, "password"), coaches=coaches, leads=leads
        )
        try:
            if not house.may_set_up(door.plan, _one(form, "code")):
                problem = Problem("code", msg("This is not the code of this installation."))
                raise Invalid((problem,))
            arrival = front_door.set_up(
                Book.PRACTICE,
                draft,
                passwords,
                agent=agent(request),
                proven=proven(Book.PRACTICE),
                now=now,
            )
            return come_in(request, Book.PRACTICE, arrival, "/")
        except Invalid as invalid:
            notice = text.said(invalid)
            problems = {p.field: text.said(p) for p in invalid.problems}
        except Refused as refusal:
            notice = text.said(refusal)
    return page(
        request,
        "begin.html",
        status=200,
        typed=typed,
        coaches=coaches,
        leads=leads,
        problems=problems,
        notice=notice,
        demo_open=house.demo_is_open(door.plan, now=now),
        asks_code=door.plan.production,
    )


async def begin_demo(request: Request) -> Response:
    """Build the demo if need be, and lead to its sign-in page; only ever after a click."""
    if request.method != "POST":
        return RedirectResponse("/begin", 303)

    def build() -> Response:
        try:
            house.start_demo(door.plan, passwords, now=door.utc_now())
        except NotFound:
            return RedirectResponse("/inloggen", 303)
        return RedirectResponse(f"/inloggen?boek={Book.DEMO.value}", 303)

    return await to_thread.run_sync(build)


async def invitation(request: Request) -> Response:
    """Let someone who was invited choose a password."""
    form = await request.form() if request.method == "POST" else FormData()
    return await to_thread.run_sync(_invitation, request, form)


def _invitation(request: Request, form: FormData) -> Response:
    now = door.utc_now()
    speak(request)
    token = request.path_params["token"]
    problems: Mapping[str, str] = {}
    name, notice, ended = "", "", False
    try:
        name = front_door.invited(Book.PRACTICE, token, now=now)
        if request.method == "POST":
            arrival = front_door.accept(
                Book.PRACTICE,
                token,
                _one(form, "password"),
                passwords,
                agent=agent(request),
                proven=proven(Book.PRACTICE),
                now=now,
            )
            return come_in(request, Book.PRACTICE, arrival, "/")
    except Invalid as invalid:
        notice = text.said(invalid)
        problems = {p.field: text.said(p) for p in invalid.problems}
    except Refused as refusal:
        notice, ended = text.said(refusal), True
    return page(
        request,
        "invitation.html",
        status=404 if ended else 200,
        name=name,
        notice=notice,
        problems=problems,
        ended=ended,
        **_outside({"uitnodiging": token}),
    )


def _outside(along: Mapping[str, str]) -> dict[str, str]:
    """Return what a page needs to offer the organisation's own sign-in; empty without one."""
    provider = door.plan.provider
    if provider is None:
        return {"outside": "", "outside_words": ""}
    named = text.t("Sign in with {name}", name=provider.name)
    unnamed = text.t("Sign in through your organisation")
    asked = {name: value for name, value in along.items() if value != "/"}
    return {
        "outside": urlencode({**asked, "taal": text.language()}),
        "outside_words": named if provider.name else unnamed,
    }


async def sign_out(request: Request) -> Response:
    """End the visit, forget the cookie, and show the door."""

    def leave() -> str:
        held = door.visit_cookie(request.scope)
        if held is None:
            return "/inloggen"
        book, token = held
        front_door.sign_out(book, front_door.digest(token), now=door.utc_now())
        return "/inloggen" if book is Book.PRACTICE else f"/inloggen?boek={book.value}"

    answer = RedirectResponse(await to_thread.run_sync(leave), 303)
    secure = door.is_secure(request.scope)
    answer.delete_cookie(door.cookie_name(secure), path="/", secure=secure, httponly=True)
    return answer


async def to_sign_in(_request: Request) -> Response:
    """Lead to our own door."""
    return RedirectResponse("/inloggen", 303)


async def looks(request: Request) -> Response:
    """Hand out the logo, the icon and the stylesheet of the door."""
    name = request.path_params["name"]
    if name not in _LOOKS:
        return PlainTextResponse("not found", 404)
    return FileResponse(LOOKS / name, headers={"cache-control": "public, max-age=3600"})


async def healthy(_request: Request) -> Response:
    """Say that the program runs; says nothing else."""
    return JSONResponse({"gezond": True})


async def ready(_request: Request) -> Response:
    """Say whether the database answers: 200, or 503."""
    answers = await to_thread.run_sync(house.ready, door.utc_now())
    return JSONResponse({"klaar": answers}, 200 if answers else 503)


def page(request: Request, template: str, *, status: int, **values: Any) -> Response:
    """Return a page of the door."""
    code = text.language()
    query = {k: v for k, v in request.query_params.items() if k != "taal"}
    other = "en" if code == "nl" else "nl"
    link = (
        request.url.path
        + "?"
        + "&".join(
            [*(f"{quote(k)}={quote(v, safe='')}" for k, v in query.items()), f"taal={other}"]
        )
    )
    return HTMLResponse(
        _pages.get_template(template).render(
            t=text.t,
            language=code,
            other_language=text.LANGUAGES[other],
            other_link=link,
            **values,
        ),
        status_code=status,
    )


def speak(request: Request) -> None:
    """Let this answer be in the language that its address asks for."""
    chosen = request.query_params.get("taal", text.DEFAULT)
    text.speak(chosen)


def _book(request: Request, form: FormData) -> Book:
    named = _one(form, "boek") or request.query_params.get("boek", Book.PRACTICE.value)
    return Book(named) if named in set(Book) else Book.PRACTICE


def _one(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _address(request: Request) -> str:
    """Return the address tries are counted under: behind a proxy, the one it saw last."""
    forwarded = request.headers.get("x-forwarded-for", "")
    if door.plan.production and forwarded:
        last = forwarded.rsplit(",", 1)[-1].strip()
        if re.fullmatch(r"[0-9a-fA-F.:]{2,45}", last):
            return last
    return request.client.host if request.client else "unknown"


def agent(request: Request) -> str:
    """Return the browser in words, "" when it is none that we know."""
    return browser_words(request.headers.get("user-agent", ""))


def proven(book: Book) -> bool:
    """True when nothing is asked after the password: in the demo, or as the settings say."""
    return book is Book.DEMO or not door.plan.second_factor


def come_in(request: Request, book: Book, arrival: Arrival, target: str) -> Response:
    """Give the browser its visit, and lead on: to the second step first, when that is waited for.

    Also for who comes by another way than a password.
    """
    return _with_visit(request, book, arrival.token, target_of(arrival, target))


def target_of(arrival: Arrival, target: str) -> str:
    """Return where an arrival leads: to the second step first, when that is waited for."""
    step = {"code": "/inloggen/code", "enrol": "/inloggen/instellen"}.get(arrival.stage)
    return _on(step, target) if step else target


def _with_visit(request: Request, book: Book, token: str, target: str) -> Response:
    return holding(request, RedirectResponse(target, 303), book, token)


def holding(request: Request, answer: Response, book: Book, token: str) -> Response:
    """Return an answer that gives the browser the cookie of its visit."""
    secure = door.is_secure(request.scope)
    answer.set_cookie(
        door.cookie_name(secure),
        f"{book.value}.{token}",
        path="/",
        httponly=True,
        secure=secure,
        samesite="strict",
    )
    return answer
