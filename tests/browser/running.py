"""A real server of our own, on a real SQLite file, for the tests in a browser."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Event

import httpx
from sqlalchemy import update
from sqlalchemy.orm import Session

from lib.storage import tables as t
from lib.storage.engine import open_engine, sqlite_url
from lib.ui.gate.passwords import passwords
from tests.cast import email, password

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "ministap.db"


class Server:
    """`streamlit run app.py` with its own data folder; `stop` and `kill` end it."""

    def __init__(self, data: Path, *, code: Path = ROOT, **environ: str) -> None:
        self.data = data
        self.code = code
        self.environ = environ
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / "server.log"
        self.start()

    def start(self) -> None:
        """Start, and come back when the server says that it lives."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    *("-m", "streamlit", "run", "app.py"),
                    *("--server.port", str(self.port)),
                ],
                cwd=self.code,
                # A backup at each start, and a second step at each sign-in, would take their time
                # from what is tested; both have tests of their own.
                env={
                    **os.environ,
                    "MINISTAP_BACKUPS": "off",
                    "MINISTAP_SECOND_FACTOR": "off",
                    "MINISTAP_DATA": str(self.data),
                    **self.environ,
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        pause = Event()
        for _ in range(600):
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                if httpx.get(f"{self.url}/klaar", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pause.wait(0.1)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def stop(self) -> None:
        """Let the server end as a restart does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)

    def kill(self) -> None:
        """End the server as a power cut would, without a word."""
        self.process.kill()
        self.process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def move_in(cast: Path, data: Path, *names: str) -> None:
    """Put the cast's database where a server finds it, with passwords as the app keeps them."""
    data.mkdir(parents=True, exist_ok=True)
    target = data / DATABASE
    shutil.copy(cast, target)
    engine = open_engine(sqlite_url(target))
    with Session(engine.execution_options(writing=True)) as session:
        for name in names:
            session.execute(
                update(t.PersonRow)
                .where(t.PersonRow.email == email(name))
                .values(password_hash=passwords.hash(password(name)))
            )
        session.commit()
    engine.dispose()


def put_back(template: Path, target: Path) -> None:
    """Let a database be as its template again, under a server that runs: it sees one change."""
    with closing(sqlite3.connect(template)) as first, closing(sqlite3.connect(target)) as now:
        first.backup(now)
