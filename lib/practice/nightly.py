"""What the house does by itself: each night every worklist, and in between what is due."""

from datetime import datetime

from lib.domain.access import Book
from lib.domain.dossiers import WORKED_OUT
from lib.domain.nights import last_night
from lib.storage import casebook, settings
from lib.storage import worklist as storage

_LAST = "worklist night"
_AT_ONCE = 20


def run_due(book: Book, *, now: datetime) -> bool:
    """Do what is due in an open book, and return whether anything was.

    The first call after half past three at night works out every worklist anew, because silence,
    rest and appointments change by time alone; a machine that slept at night does it when it
    wakes. Every other call works out whoever something was written about since.
    """
    began = _begin_night(book, now=now)
    done = False
    while True:
        with casebook.by_itself(book, now=now) as page:
            ids = storage.due(page, limit=_AT_ONCE)
            if ids:
                storage.work_out(page, ids)
                page.log("U", "worklist", rule=WORKED_OUT, listed=ids)
        done = done or bool(ids)
        if len(ids) < _AT_ONCE:
            return began or done


def _begin_night(book: Book, *, now: datetime) -> bool:
    """Mark everyone as due once a night; of two processes one does."""
    night = last_night(now).isoformat()
    with casebook.behind_the_door(book, now=now) as page:
        if (settings.value(page, _LAST) or "") >= night:
            return False
    with casebook.by_itself(book, now=now) as page:
        if not settings.raise_to(page, _LAST, night):
            page.logged += 1  # nothing was written
            return False
        storage.all_are_due(page)
        page.log("U", "worklist", rule="night")
        return True
