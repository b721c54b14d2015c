"""Lets a new key take the place of an older one, while the work goes on."""

from dataclasses import dataclass
from datetime import datetime

from lib.domain.access import Book
from lib.storage import casebook, sealed, seals


@dataclass(frozen=True, slots=True)
class Rotation:
    """What became of everything that is sealed.

    `sealed_anew` rows now have the first key and `older` ones still need another (their writer was
    at work on them: rotate again). `unreadable` ones no key here opens, and are left as they are.
    `log_lines` of the log are signed with an older key: a line of the log is never made anew, so
    that key is kept, behind the first, as long as those lines have to be proven.
    """

    sealed_anew: int
    older: int
    unreadable: int
    log_lines: int


def rotate(book: Book, *, now: datetime) -> Rotation:
    """Seal everything that is sealed anew with the first key, and return what became of it.

    In short transactions, so that nobody waits and whatever interrupts it leaves every row whole,
    with one key or the other; the next time goes on with what is left. What a writer changed in
    between stays as the writer made it. Running processes have to know the new key beforehand.
    """
    anew = 0
    for column in sealed.columns():
        after: sealed.Place = ()
        while True:
            with casebook.by_itself(book, now=now) as page:
                rows = sealed.batch(page, column, after)
                done = 0
                for place, old in rows:
                    if not seals.needs_older_key(old):
                        continue
                    try:
                        done += sealed.replace(page, column, place, old)
                    except seals.Unreadable:
                        continue
                if done:
                    page.log("U", "key", rule="sealed anew", reason=f"{column}: {done}")
            if not rows:
                break
            anew += done
            after = rows[-1][0]
    left = look(book, now=now)
    return Rotation(anew, left.older, left.unreadable, left.log_lines)


def look(book: Book, *, now: datetime) -> Rotation:
    """Return how much needs which key; nothing is changed."""
    older = unreadable = 0
    with casebook.behind_the_door(book, now=now) as page:
        for column in sealed.columns():
            after: sealed.Place = ()
            while rows := sealed.batch(page, column, after):
                after = rows[-1][0]
                for _, value in rows:
                    if not seals.needs_older_key(value):
                        continue
                    try:
                        seals.seal_anew(value)
                        older += 1
                    except seals.Unreadable:
                        unreadable += 1
        return Rotation(0, older, unreadable, sealed.older_lines(page))
