"""Rules of the front door: passwords, waits and how long a visit lasts."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.domain.problems import Problem
from lib.domain.words import msg

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
INVITATION_HOURS = 72
# A link that lets somebody in who has an account already: it lies in a mailbox no longer than that.
RESET_HOURS = 1
VISIT_LONGEST = timedelta(hours=12)
# A quarter of an hour without a touch or a key ends a visit: a screen that was left open shows a
# dossier to whoever walks by. What was typed is kept as a draft. [CHOICE]
VISIT_IDLE = timedelta(minutes=15)
LOCK_WINDOW = timedelta(hours=1)
# Tries that are free before a wait begins. [CHOICE] "account" is one account from one address, so
# that a stranger elsewhere does not make its owner wait; "address" may serve a whole office;
# "everywhere" is one account from all addresses together.
_FREE_TRIES = {"account": 5, "address": 30, "everywhere": 50}

# What a browser calls itself, in the order in which it has to be asked: each later one is named
# by those before it as well.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)

# Words that make a password guessable however long it is made with them alone.
COMMON = (
    "welkom",
    "wachtwoord",
    "password",
    "geheim",
    "zomer",
    "winter",
    "lente",
    "herfst",
    "qwerty",
    "azerty",
    "ministap",
    "bewegen",
    "beweeg",
    "abcdef",
    "123456",
    "iloveyou",
    "letmein",
    "admin",
    "januari",
    "februari",
    "voetbal",
    "ajax",
    "feyenoord",
    "amsterdam",
    "nederland",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser in which somebody is signed in; `way` as in `VisitRow`, `browser` "" if unknown."""

    key: str
    begun_at: datetime
    seen_at: datetime
    browser: str
    way: str
    present: bool


def check_new_password(
    password: str, *, words: Sequence[str] = (), field: str = "password"
) -> tuple[Problem, ...]:
    """Return the problems with a chosen password: length, and words anyone would try.

    No rules about signs or capitals. What is left after common words, the names in `words`,
    digits and punctuation are taken away must still hold four letters, or the password must be
    long and varied enough by itself.
    """
    text = unicodedata.normalize("NFC", password)
    if len(text) < SHORTEST_PASSWORD:
        return (
            Problem(
                field,
                msg("Choose at least {count} signs. A short sentence works well."),
                {"count": SHORTEST_PASSWORD},
            ),
        )
    if len(text) > LONGEST_PASSWORD:
        return (
            Problem(field, msg("At most {count} signs fit here."), {"count": LONGEST_PASSWORD}),
        )
    rest = text.casefold()
    known = [
        *COMMON,
        *(part for word in words for part in word.casefold().split() if len(part) > 2),
    ]
    for word in known:
        rest = rest.replace(word, " ")
    letters = [sign for sign in rest if sign.isalpha()]
    if len(set(text.casefold())) < 5 or (len(set(letters)) < 4 and rest != text.casefold()):
        return (Problem(field, msg("This password is easy to guess. Choose another one.")),)
    return ()


def browser_words(user_agent: str) -> str:
    """Return the browser and the system in words, such as "Firefox, Windows"; "" when unknown.

    Of a fixed list alone: what a stranger sends never stands on a screen.
    """
    named = (
        next((word for sign, word in known if sign in user_agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(word for word in named if word)


def throttled_until(tries: Sequence[datetime], *, kind: str) -> datetime | None:
    """Return until when a next try has to wait, or None when it need not.

    After the free tries each further one doubles the wait, from 1 minute up to 15.
    """
    over = len(tries) - _FREE_TRIES[kind]
    if over < 0:
        return None
    wait = min(15, 2**over)
    return tries[-1] + timedelta(minutes=wait)
