"""A process that is killed while it saves: what was answered is stored, and nothing is half."""

import subprocess
import sys
from collections import Counter

from lib.storage import tables as t
from lib.storage.engine import ROOT
from tests.cast import Practice
from tests.storage.writer import KILLS


def test_after_a_hundred_kills_every_answered_save_is_stored_whole(practice: Practice) -> None:
    where = practice.engine.url.render_as_string(hide_password=False)
    if practice.engine.dialect.name == "sqlite":
        where = str(practice.engine.url.database)
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.writer", where, practice.bob],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answered = done.stdout.split()
    stored = Counter(row.session_id for row in practice.rows(t.SessionVersionRow))
    assert len(answered) >= KILLS
    assert set(answered) <= set(stored)
    assert set(stored.values()) == {1}
    assert {row.id for row in practice.rows(t.SessionRow)} == set(stored)
    logged = [
        row.subject_id
        for row in practice.rows(t.AuditRow)
        if (row.action, row.part) == ("C", "session")
    ]
    assert sorted(logged) == sorted(stored)
