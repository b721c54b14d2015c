"""Whether the access log is whole: looked at each night, and when its overseer asks."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from lib.domain.access import Book, Permission, Scope
from lib.domain.log_check import Check, Fault, Found
from lib.domain.nights import last_night
from lib.storage import casebook, chain, heads, settings
from lib.storage import log_checks as storage
from lib.storage.casebook import Page

# What is cut off within this time of being written can go unnoticed. [CHOICE]
WRITTEN_EVERY: Final = timedelta(minutes=10)
_LAST: Final = "log check night"


def begin(book: Book, *, now: datetime) -> int:
    """Take the lines that are older than the chain into it, once; return how many those were."""
    with casebook.behind_the_door(book, now=now) as page:
        if storage.begun(page):
            return 0
    with casebook.by_itself(book, now=now) as page:
        taken = chain.begin(page.session)
        if taken:
            page.log("U", "access log", rule="chain begun")
        return taken


def write_head(book: Book, file: Path, *, now: datetime, every: timedelta = WRITTEN_EVERY) -> bool:
    """Write down in a file outside the database how far the chain is, and return whether it did.

    Not when that stands there already, nor sooner after the last time than `every`.
    """
    try:
        written = heads.last(file)
    except heads.Unsigned:
        return False  # the check says so; nothing is written over
    if written is not None and now - written[0] < every:
        return False
    with casebook.behind_the_door(book, now=now) as page:
        present = chain.head(page.session)
    if written is not None and written[1].number >= present.number:
        return False
    heads.note(file, present, at=now)
    return True


def look(book: Book, file: Path, *, now: datetime) -> Check:
    """Read the whole log along its chain in nobody's name, keep what was found, and return it."""
    found = _found(book, file, now=now)
    with casebook.by_itself(book, now=now) as page:
        return _keep(page, found)


def look_due(book: Book, file: Path, *, now: datetime) -> Check | None:
    """Look once a night whether the log is whole, and return what was found; None when it was done.

    Of several processes one looks.
    """
    night = last_night(now).isoformat()
    with casebook.behind_the_door(book, now=now) as page:
        if (settings.value(page, _LAST) or "") >= night:
            return None
    with casebook.by_itself(book, now=now) as page:
        due = settings.raise_to(page, _LAST, night)
        page.logged += 1  # the look itself has its line
    return look(book, file, now=now) if due else None


def look_now(scope: Scope, file: Path, *, now: datetime) -> Check:
    """Read the whole log along its chain because its overseer asks, and keep what was found."""
    scope.require(Permission.OVERSEE)
    found = _found(scope.book, file, now=now)
    with casebook.writing(scope, now=now) as page:
        return _keep(page, found)


def latest(scope: Scope, *, now: datetime) -> Check | None:
    """Return what the last look found, or None before the first."""
    scope.require(Permission.OVERSEE)
    with casebook.reading(scope, now=now) as page:
        return storage.latest(page)


def _found(book: Book, file: Path, *, now: datetime) -> Found:
    with casebook.behind_the_door(book, now=now) as page:
        try:
            return chain.check(page.session, heads.read(file))
        except heads.Unsigned:
            return Found(chain.check(page.session, ()).lines, Fault.HEADS, None)


def _keep(page: Page, found: Found) -> Check:
    check = Check(page.now, found.lines, found.fault, found.number)
    storage.add(page, check)
    page.log("R", "access log", rule="whole or not", reason=found.fault.value)
    return check
