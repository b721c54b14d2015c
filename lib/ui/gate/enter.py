"""The Streamlit side of the gate: who is this run for, and may they be on this page."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import streamlit as st

from lib.domain.access import Book, Permission, Scope
from lib.domain.backups import Plan
from lib.domain.problems import NotFound, NotSignedIn
from lib.practice import front_door, house, notices, questions, refusals, safety
from lib.ui import memory, text
from lib.ui.gate import door, starting, typed

_here: ContextVar[Scope] = ContextVar("here")


def now() -> datetime:
    """Return this moment, in UTC."""
    return door.utc_now()


def arrive() -> Scope:
    """Return the Scope of whoever this run is for, read anew from our tables; or show the door.

    The visit comes with the websocket, put there by the ASGI gate alone.
    """
    name, _, visit_id = str(st.user.get("visit") or "").partition(".")
    if name not in set(Book):
        leave()
    try:
        scope = _known(Book(name), visit_id, view="")
    except NotSignedIn:
        leave()
    text.speak(scope.language)
    _here.set(scope)
    return scope


def enter(permission: Permission) -> Scope:
    """Return the Scope for this page; raises `NotAllowed` for whoever may not be here.

    The frame has asked at the beginning of this run who is there, and nobody runs a page outside
    the frame; so the page does not ask the database a second time.
    """
    scope = _here.get()
    scope.require(permission)
    page = memory.kept("page", str) or ""
    subject = [st.query_params.get(name, "") for name in ("client", "session")]
    scope = replace(scope, view=memory.on_page(page, " ".join(subject)))
    typed.fetch(scope, page)
    return scope


def unseen() -> int:
    """Return about how many things whoever this run is for has a notice they did not see."""
    return notices.count_unseen(_here.get(), now=now())


def open_questions(scope: Scope) -> int:
    """Return how many questions of the teams somebody leads wait for an answer; it names nobody."""
    return questions.count_open(scope, now=now())


def log_head(scope: Scope) -> Path:
    """Return where it is written down how far the log of this book is; nothing is for the demo."""
    head = door.plan.log_head
    return head if scope.book is Book.PRACTICE else head.with_name("demo-log-head.jsonl")


def backup_plan(scope: Scope) -> Plan | None:
    """Return where the backups of this book go; None for the demo, which has none."""
    return door.plan.backups if scope.book is Book.PRACTICE else None


def found_unsafe(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return what would keep this installation from starting in production, a sentence each."""
    strict = replace(door.plan, production=True)
    found = safety.findings(strict, environ, starting.options(), now=now())
    return tuple(starting.said(one) for one in found)


def turned_away(scope: Scope, where: str) -> None:
    """Write in the log that this person asked for a page that is not part of their work."""
    refusals.turned_away(scope, where, now=now())


def anew(scope: Scope) -> Scope:
    """Return the Scope of the same visit as it is at this moment, read anew from our tables.

    For what happens at a click outside of a run, when the page may have stood open for long.
    Raises `NotSignedIn` when the visit has ended, as that of a closed account has.
    """
    return _known(scope.book, scope.visit_id, view=scope.view)


def client_id() -> str:
    """Return the id of the opened client from the address; raises `NotFound` without one."""
    found = st.query_params.get("client", "")
    if not (len(found) == 32 and found.isalnum()):
        raise NotFound()
    return found


def leave() -> NoReturn:
    """Go to the door; whoever was signed in is not any more."""
    st.logout()
    st.stop()


def _known(book: Book, visit_id: str, *, view: str) -> Scope:
    moment = now()
    if book is Book.DEMO and not house.demo_is_open(door.plan, now=moment):
        raise NotSignedIn()
    return front_door.identify(book, visit_id, view=view, now=moment)
