"""Saves sessions until it is killed, again and again: run by `test_kill.py` in its own process.

Arguments: the database, the coach, the client. For each turn it prints the ids of the sessions
whose save came back before the kill.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from lib.domain.access import Book, Scope
from lib.practice import sessions
from lib.storage import casebook, seals
from tests.cast import NAMES, NOW, QuickHashing, draft, sign_in

KILLS = 100


def save_until_killed(pipe: int, coach: Scope, client: str) -> None:
    # What the parent holds of the database is the parent's: this process opens its own.
    casebook.engine_of(Book.PRACTICE).dispose(close=False)
    for number in range(1000):
        os.write(pipe, f"{save(coach, client, number)}\n".encode())


def save(coach: Scope, client: str, number: int) -> str:
    return sessions.record(
        coach,
        client,
        draft(note=f"{uuid4().hex} {number}"),
        expected_client=NAMES["Bob"],
        save_key=uuid4().hex,
        now=NOW + timedelta(seconds=number),
    )


def main(where: str | Path, client: str) -> None:
    seals.use((seals.new_key(),))
    engine = casebook.open_book(Book.PRACTICE, where)
    coach = sign_in("Ines", QuickHashing())
    # Every statement is made once here, so that a process lives for its saves alone.
    sys.stdout.write(f"{save(coach, client, 0)}\n")
    engine.dispose()
    for turn in range(KILLS):
        read, write = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os.close(read)
            save_until_killed(write, coach, client)
            os._exit(1)
        os.close(write)
        acknowledged = b""
        # A different moment each time: after one, two or three answers, and a bit of work more.
        while acknowledged.count(b"\n") < 1 + turn % 3:
            acknowledged += os.read(read, 33)
        sum(range(turn * 4000))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while rest := os.read(read, 4096):
            acknowledged += rest
        os.close(read)
        sys.stdout.write(acknowledged.decode())


if __name__ == "__main__":
    given = sys.argv[1]
    main(given if "://" in given else Path(given), sys.argv[2])
