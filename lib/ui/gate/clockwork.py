"""What happens by itself while the server runs: the post, and each night's work."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from threading import Event

from anyio import to_thread

from lib.domain.access import Book
from lib.practice import backups, house, log_check, nightly, post
from lib.practice.house import House
from lib.ui import text
from lib.ui.mishaps import note

EVERY = 30.0  # seconds
log = logging.getLogger("ministap")

# One round of work; the event is set when the server ends and no more should be begun.
Round = Callable[[Event], object]


@asynccontextmanager
async def ticking(work: Round, *, every: float = EVERY) -> AsyncIterator[None]:
    """Do the work at once and after every so many seconds, until the end of the block.

    It runs in a thread of its own, so no request waits for it. A mishap is noted and the next
    round comes all the same. The end waits for a round that runs, never for the pause after it.
    """
    ends, no_more = asyncio.Event(), Event()
    task = asyncio.create_task(_tick(work, ends, no_more, every=every))
    try:
        yield
    finally:
        no_more.set()
        ends.set()
        await task


async def _tick(work: Round, ends: asyncio.Event, no_more: Event, *, every: float) -> None:
    while not ends.is_set():
        try:
            await to_thread.run_sync(work, no_more)
        except Exception as error:  # whatever it was: the clock goes on
            note(error)
        try:
            await asyncio.wait_for(ends.wait(), every)
        except TimeoutError:
            continue


def round_of(plan: House, clock: Callable[[], datetime]) -> Round:
    """Return what is done each round: the mails that are due, and what time alone changes."""

    def work(no_more: Event) -> None:
        for task in (_send_post, _do_nightly, _look_after_log, _back_up):
            if no_more.is_set():
                return
            try:
                task(plan, clock(), no_more)
            except Exception as error:  # one that fails keeps no other from its turn
                note(error)

    return work


def _send_post(plan: House, now: datetime, no_more: Event) -> None:
    if plan.post is not None:
        post.send_due(Book.PRACTICE, plan.post, text.said_in, now=now, enough=no_more.is_set)


def _look_after_log(plan: House, now: datetime, _no_more: Event) -> None:
    """Write down how far the log is, and look once a night whether it is whole."""
    log_check.write_head(Book.PRACTICE, plan.log_head, now=now)
    found = log_check.look_due(Book.PRACTICE, plan.log_head, now=now)
    if found is not None and not found.whole:
        log.error("the log is not whole: %s at %s", found.fault.name, found.number)


def _back_up(plan: House, now: datetime, _no_more: Event) -> None:
    """Make the backup of the night, and keep beside the backups which dossiers were erased."""
    if plan.backups is not None and plan.backups.nightly:
        backups.note_erasures(Book.PRACTICE, plan.backups, now=now)
        backups.run_due(Book.PRACTICE, plan.backups, now=now)


def _do_nightly(_plan: House, now: datetime, _no_more: Event) -> None:
    nightly.run_due(Book.PRACTICE, now=now)
    if house.demo_stands():
        nightly.run_due(Book.DEMO, now=now)
