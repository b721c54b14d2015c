"""Opens the databases of this installation, and builds the demo when someone asks for it."""

import logging
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkstemp
from threading import Lock

from lib.domain.access import Book
from lib.domain.backups import Plan
from lib.domain.calendar import local_day
from lib.domain.outside_sign_in import Provider
from lib.domain.problems import NotFound
from lib.domain.safety import SETUP_CODE_SHORTEST
from lib.practice import backups, demo, front_door, log_check, outside_sign_in, post
from lib.practice.front_door import Hashing
from lib.practice.given import given
from lib.practice.post import Post
from lib.storage import casebook, probe, seals
from lib.storage.engine import ROOT

_building = Lock()
_asking = Lock()
_STAYS = timedelta(seconds=2)
_answered: list[tuple[datetime, int, bool]] = []
log = logging.getLogger("ministap")


@dataclass(frozen=True, slots=True)
class House:
    """Where this installation keeps its data, and how it was started.

    `demo_wanted` leaves the demo open beside a practice that was set up. In production the first
    start asks for `setup_code`, so that no stranger is first; without one nobody can set up.
    `provider` is the organisation's own sign-in, None without one. `second_factor` is False where
    a password alone opens the records: production refuses that.
    """

    data: Path
    database: str | Path = field(repr=False)  # a URL may hold a password
    production: bool
    demo_wanted: bool
    setup_code: str = field(repr=False)
    keys: tuple[str, ...] = field(default=(), repr=False)
    post: Post | None = None
    log_head_elsewhere: Path | None = None
    backups: Plan | None = None
    second_factor: bool = True
    provider: Provider | None = None

    @property
    def key_file(self) -> Path:
        """Where the key is kept when the environment names none."""
        return self.data / "ministap.key"

    @property
    def log_head(self) -> Path:
        """Where it is written down how far the chain over the log is: outside the database."""
        return self.log_head_elsewhere or self.data / "log-head.jsonl"

    @property
    def demo_file(self) -> Path:
        """The database file of the demo."""
        return self.data / "demo.db"


def plan(environ: Mapping[str, str]) -> House:
    """Return what the environment asks for; without any, a SQLite file in data/local.

    Secrets may stand in files: see `given`. Raises `WrongPost` for settings of the mail that
    cannot be used, and `WrongSetting` for a secret that is given twice or cannot be read.
    """
    data = Path(environ.get("MINISTAP_DATA") or ROOT / "data" / "local").absolute()
    return House(
        data=data,
        database=given(environ, "MINISTAP_DATABASE_URL") or data / "ministap.db",
        production=environ.get("MINISTAP_ENV") == "production",
        demo_wanted=environ.get("MINISTAP_DEMO") == "1",
        setup_code=given(environ, "MINISTAP_SETUP_CODE"),
        # In a file each key may have a line of its own.
        keys=tuple(given(environ, "MINISTAP_KEY").replace(",", " ").split()),
        post=_post(environ),
        backups=backups.plan(environ, data),
        second_factor=asks_second_factor(environ),
        provider=outside_sign_in.provider(environ),
        log_head_elsewhere=Path(environ["MINISTAP_LOG_HEAD"]).absolute()
        if environ.get("MINISTAP_LOG_HEAD")
        else None,
    )


def asks_second_factor(environ: Mapping[str, str]) -> bool:
    """True unless the environment says that a password alone is enough here."""
    return environ.get("MINISTAP_SECOND_FACTOR", "").strip().lower() != "off"


def _post(environ: Mapping[str, str]) -> Post | None:
    """Return how mail is sent, None without a server; its password may stand in a file."""
    url = given(environ, "MINISTAP_SMTP_URL")
    if not url:
        return None
    return post.plan(
        url,
        sender=environ.get("MINISTAP_MAIL_FROM", ""),
        address=environ.get("MINISTAP_URL", ""),
    )


def open_house(house: House, *, now: datetime) -> None:
    """Open the practice's database at its newest version, and the demo's if there is one.

    An installation that is older than the chain over the log gets its chain now.
    """
    keep_private(house)
    use_keys(house)
    casebook.open_book(Book.PRACTICE, house.database)
    log_check.begin(Book.PRACTICE, now=now)
    log_check.write_head(Book.PRACTICE, house.log_head, now=now)
    if house.demo_file.exists():
        casebook.open_book(Book.DEMO, house.demo_file)


def use_keys(house: House) -> None:
    """Seal and open with the keys of this installation; raises `ValueError` for a wrong one."""
    seals.use(house.keys or (_own_key(house),))


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


def keep_private(house: House) -> None:
    """Take the data folder and its files out of reach of other users of this machine.

    What this process makes from now on is for this user alone.
    """
    os.umask(0o077)
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
    """True when the practice's database answers, is at its newest version and can be written.

    Within two seconds the answer stays the same: strangers may ask, and each time something is
    written to try it.
    """
    with _asking:
        if not casebook.is_open(Book.PRACTICE):
            return False
        engine = casebook.engine_of(Book.PRACTICE)
        for at, asked, answer in _answered:
            if asked == id(engine) and timedelta(0) <= now - at < _STAYS:
                return answer
        try:
            answer = probe.ready(engine)
        except Exception:  # whatever the database says: it is not ready
            answer = False
        _answered[:] = [(now, id(engine), answer)]
        return answer


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


def close_house(house: House, *, now: datetime) -> None:
    """Write down how far the log is, and let go of every database."""
    with suppress(Exception):  # a database that is away is let go of all the same
        log_check.write_head(Book.PRACTICE, house.log_head, now=now, every=timedelta(0))
    casebook.close_books()
