"""Opens the databases of this installation, and builds the demo when someone asks for it."""

import logging
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp
from threading import Lock

from lib.domain.access import Book
from lib.domain.calendar import local_day
from lib.domain.problems import NotFound
from lib.practice import demo, front_door, post
from lib.practice.front_door import Hashing
from lib.practice.post import Post
from lib.storage import casebook, seals
from lib.storage.engine import ROOT

# Long enough that guessing at the speed of a network is hopeless.
SETUP_CODE_SHORTEST = 16
_building = Lock()
log = logging.getLogger("ministap")


@dataclass(frozen=True, slots=True)
class House:
    """Where this installation keeps its data, and how it was started.

    `demo_wanted` leaves the demo open beside a practice that was set up. In production the first
    start asks for `setup_code`, so that no stranger is first; without one nobody can set up.
    `post` is None where no mail is sent.
    """

    data: Path
    database: str | Path
    production: bool
    demo_wanted: bool
    setup_code: str
    keys: tuple[str, ...] = ()
    post: Post | None = None

    @property
    def key_file(self) -> Path:
        """Where the key is kept when the environment names none."""
        return self.data / "ministap.key"

    @property
    def demo_file(self) -> Path:
        """The database file of the demo."""
        return self.data / "demo.db"


def plan(environ: Mapping[str, str]) -> House:
    """Return what the environment asks for; without any, a SQLite file in data/local.

    Raises `WrongPost` for settings of the mail that cannot be used.
    """
    data = Path(environ.get("MINISTAP_DATA") or ROOT / "data" / "local").absolute()
    return House(
        data=data,
        database=environ.get("MINISTAP_DATABASE_URL") or data / "ministap.db",
        production=environ.get("MINISTAP_ENV") == "production",
        demo_wanted=environ.get("MINISTAP_DEMO") == "1",
        setup_code=environ.get("MINISTAP_SETUP_CODE", ""),
        keys=tuple(
            key.strip() for key in environ.get("MINISTAP_KEY", "").split(",") if key.strip()
        ),
        post=_post(environ),
    )


def _post(environ: Mapping[str, str]) -> Post | None:
    """Return how mail is sent, None without a server; its password may stand in a file."""
    url = environ.get("MINISTAP_SMTP_URL", "")
    file = environ.get("MINISTAP_SMTP_URL_FILE", "")
    if file and not url:
        url = Path(file).read_text(encoding="utf-8")
    if not url.strip():
        return None
    return post.plan(
        url,
        sender=environ.get("MINISTAP_MAIL_FROM", ""),
        address=environ.get("MINISTAP_URL", ""),
    )


def open_house(house: House) -> None:
    """Open the practice's database at its newest version, and the demo's if there is one."""
    os.umask(0o077)
    _keep_private(house)
    seals.use(house.keys or (_own_key(house),))
    casebook.open_book(Book.PRACTICE, house.database)
    if house.demo_file.exists():
        casebook.open_book(Book.DEMO, house.demo_file)


def _own_key(house: House) -> str:
    """Return the key of the data folder, made at the first start; of two starts one makes it."""
    if not house.key_file.exists():
        # Written whole before it gets its name: a start at the same moment, or after a crash in
        # the middle, never finds half a key.
        handle, unnamed = mkstemp(dir=house.data, prefix="new-key-")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(seals.new_key())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(unnamed, house.key_file)
        os.unlink(unnamed)
    return house.key_file.read_text(encoding="ascii").strip()


def _keep_private(house: House) -> None:
    """Take the data folder and its files out of reach of other users of this machine."""
    house.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = [*house.data.glob("*.db*"), *house.data.glob(house.key_file.name)]
    for path, mode in [(house.data, 0o700), *((file, 0o600) for file in files)]:
        try:
            path.chmod(mode)
        except PermissionError:
            log.warning("the data folder belongs to another user: see docs/admins.md")


def may_set_up(house: House, code: str) -> bool:
    """True when the first start may go on: always at home, with the code in production.

    A code of fewer than 16 signs opens nothing: it could be guessed.
    """
    if not house.production:
        return True
    return len(house.setup_code) >= SETUP_CODE_SHORTEST and secrets.compare_digest(
        house.setup_code.encode(), code.strip().encode()
    )


def demo_is_open(house: House, *, now: datetime) -> bool:
    """True while the demo may be entered: before a practice is set up, or when asked for."""
    if house.production and not house.demo_wanted:
        return False
    return house.demo_wanted or front_door.is_empty(Book.PRACTICE, now=now)


def demo_stands() -> bool:
    """True when the demo was built and is open."""
    return casebook.is_open(Book.DEMO)


def ready(now: datetime) -> bool:
    """True when the practice's database answers."""
    try:
        front_door.is_empty(Book.PRACTICE, now=now)
    except Exception:  # whatever the database says: it is not ready
        return False
    return True


def start_demo(house: House, hashing: Hashing, *, now: datetime) -> None:
    """Build the demo if there is none yet, and open it; raises `NotFound` when it is closed."""
    if not demo_is_open(house, now=now):
        raise NotFound()
    with _building:
        if not house.demo_file.exists():
            house.data.mkdir(parents=True, exist_ok=True, mode=0o700)
            demo.build(house.demo_file, hashing, today=local_day(now))
        if not casebook.is_open(Book.DEMO):
            casebook.open_book(Book.DEMO, house.demo_file)


def close_house() -> None:
    """Let go of every database."""
    casebook.close_books()
