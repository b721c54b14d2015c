"""The clockwork: round after round, whatever goes wrong in one, until the server ends."""

import asyncio
import os
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Event, get_ident
from typing import Any

import pytest

from lib.domain.access import Book
from lib.practice import care_signals, house, nightly, post
from lib.practice.house import House
from lib.storage import seals
from lib.storage import tables as t
from lib.ui.gate import clockwork, door
from tests.cast import NOW, Practice, key

AT_ONCE = 0.0


def run(living: Coroutine[Any, Any, None]) -> None:
    """Live in a loop of one's own: a browser of other tests may hold the one of this thread."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asyncio.wait_for(living, 60)).result()


def test_it_goes_round_in_a_thread_of_its_own_also_after_a_mishap(
    caplog: pytest.LogCaptureFixture,
) -> None:
    threads: list[int] = []
    home: list[int] = []

    async def live() -> None:
        home.append(get_ident())
        done, loop = asyncio.Event(), asyncio.get_running_loop()

        def work(_no_more: Event) -> None:
            threads.append(get_ident())
            if len(threads) == 1:
                raise RuntimeError("999990019")
            if len(threads) == 3:
                loop.call_soon_threadsafe(done.set)

        async with clockwork.ticking(work, every=AT_ONCE):
            await asyncio.wait_for(done.wait(), 30)

    run(live())
    assert len(threads) >= 3
    assert home[0] not in threads
    # A mishap is noted by its kind and its place, never by what it says.
    assert "error=RuntimeError" in caplog.text
    assert "999990019" not in caplog.text


def test_the_end_waits_for_the_round_that_runs_and_for_no_pause() -> None:
    heard: list[bool] = []

    async def live() -> None:
        begun, loop = asyncio.Event(), asyncio.get_running_loop()

        def work(no_more: Event) -> None:
            loop.call_soon_threadsafe(begun.set)
            heard.append(no_more.wait(30))  # told to leave the rest, it ends

        async with clockwork.ticking(work, every=3600):
            await begun.wait()

    run(live())
    assert heard == [True]


def test_an_error_in_the_server_ends_it_too() -> None:
    async def live() -> None:
        async with clockwork.ticking(lambda _: None, every=3600):
            raise LookupError

    with pytest.raises(LookupError):
        run(live())


# -- what a round does ------------------------------------------------------------------------


def plan(tmp_path: Path, **environ: str) -> House:
    return house.plan({"MINISTAP_DATA": str(tmp_path), **environ})


def a_round(of: House) -> None:
    clockwork.round_of(of, lambda: NOW)(Event())


def test_a_round_sends_the_post_and_does_what_is_due(
    in_sqlite: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    care_signals.open_signal(in_sqlite.ines, in_sqlite.bob, words="zorgen", save_key=key(), now=NOW)
    posted: list[str] = []

    def carried(_post: object, letter: post.Letter, *_: object, now: datetime) -> bool:
        assert now == NOW
        posted.append(letter.email)
        return True

    monkeypatch.setattr(post, "_send", carried)
    a_round(plan(tmp_path))
    assert posted == []  # no mail server was set
    assert not nightly.run_due(Book.PRACTICE, now=NOW)  # the round did it
    a_round(plan(tmp_path, MINISTAP_SMTP_URL="smtp://localhost", MINISTAP_MAIL_FROM="m@w.example"))
    assert len(posted) == 1
    assert in_sqlite.rows(t.NoticeRow)[0].mailed_at == NOW


def test_a_post_that_fails_keeps_the_night_from_nothing(
    in_sqlite: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise OSError

    monkeypatch.setattr(post, "send_due", broken)
    a_round(plan(tmp_path, MINISTAP_SMTP_URL="smtp://localhost", MINISTAP_MAIL_FROM="m@w.example"))
    assert not nightly.run_due(Book.PRACTICE, now=NOW)


def test_no_round_is_begun_when_the_server_ends(in_sqlite: Practice, tmp_path: Path) -> None:
    before = in_sqlite.everything()
    ended = Event()
    ended.set()
    clockwork.round_of(plan(tmp_path), lambda: NOW)(ended)
    assert in_sqlite.everything() == before


def test_the_server_starts_it_with_its_books_and_ends_it_before_they_close(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    async def live() -> None:
        rounds, loop = asyncio.Event(), asyncio.get_running_loop()

        def work(_no_more: Event) -> None:
            seen.append(house.ready(NOW))
            loop.call_soon_threadsafe(rounds.set)

        monkeypatch.setattr(clockwork, "round_of", lambda *_: work)
        async with door.opening(None):
            await asyncio.wait_for(rounds.wait(), 60)
        seen.append(house.ready(NOW))

    monkeypatch.setattr(door, "plan", plan(tmp_path))
    monkeypatch.setattr(door, "_settle", lambda: None)
    umask = os.umask(0o022)
    try:
        run(live())
    finally:
        os.umask(umask)
        seals.use((seals.new_key(),))
    assert seen[0]
    assert not seen[-1]
