"""My handbook, gathered from what is stored: all of the client's own, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from lib.domain.basis import BasisDraft
from lib.domain.handbook import Handbook, Mini, Named
from lib.domain.people import ClientDraft
from lib.domain.problems import NotAllowed, NotFound
from lib.domain.questionnaires import Measure
from lib.domain.routes import Company, SizeOf
from lib.domain.sessions import DayMood, Outcome
from lib.practice import accounts, basis, care_signals, clients, goals, handbook, measures, sessions
from lib.storage import tables as t
from tests.cast import (
    BEGAN,
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    draft,
    key,
    recorded,
    step,
    told,
)

SECRET = "GEHEIM"
WALK = replace(
    step("walk"), mini=SizeOf("tot de deur", 30), company=Company.BUDDY, note=f"stap {SECRET}"
)


def of(practice: Practice) -> Handbook:
    return handbook.of_client(practice.ines, practice.bob, now=NOW)


def lived(practice: Practice) -> None:
    """Let Bob have a route, goals, agreements and sessions, with a worry in every other place."""
    ines, bob = practice.ines, practice.bob
    weeks_ago = NOW - timedelta(days=40)
    adjusted(ines, bob, WALK, reason=f"want {SECRET}", now=weeks_ago)
    for n in (3, 2, 1):
        day = TODAY - timedelta(days=n)
        recorded(
            ines,
            bob,
            day=day,
            now=NOW - timedelta(days=n),
            note=f"notitie {SECRET}",
            next_step=f"volgende {SECRET}",
            own_words=f"eigen {SECRET}",
            barriers=("gloomy", f"door {SECRET}"),
            helped=("music", "de hond") if n > 1 else ("music",),
            mood_before=0,
            mood_after=1,
            effort=9,
            check_ins=told("walk", Outcome.MINI, day),
            day_moods=(DayMood(day, 0),),
        )
    agreed = BasisDraft(
        what_for="weer naar zee",
        profile="cautious",
        pem=True,
        silence="contact",
        silence_days=10,
        silence_channel="call",
        silence_words="hoe gaat het?",
    )
    basis.change(ines, bob, agreed, expected_version=0, now=NOW)
    goals.add(ines, bob, words="de markt", save_key=key(), now=NOW)
    goals.end(
        ines,
        bob,
        goals.add(ines, bob, words=f"vroeger {SECRET}", save_key=key(), now=NOW),
        now=NOW,
    )
    measures.fill_in(
        ines,
        bob,
        Measure.WHO5,
        answers=(0, 0, 0, 0, 0),
        day=TODAY,
        filled_in="paper",
        save_key=key(),
        now=NOW,
    )
    care_signals.open_signal(ines, bob, words=f"zorg {SECRET}", save_key=key(), now=NOW)
    accounts.set_phone(ines, "06 12 34 56 78", now=NOW)


def test_a_handbook_holds_what_is_the_clients_own_and_nothing_else(practice: Practice) -> None:
    lived(practice)
    mine = of(practice)
    assert (mine.first_name, mine.what_for, mine.goals) == ("Bob", "weer naar zee", ("de markt",))
    assert mine.minis == (Mini("een walk buiten", "tot de deur", 30, "", Company.BUDDY, None),)
    days = tuple(TODAY - timedelta(days=n) for n in (1, 2, 3))
    assert mine.helped == (Named("music", days), Named("de hond", days[1:]))
    assert mine.sessions_told == 3
    assert mine.silence is not None
    assert mine.silence.words == "hoe gaat het?"
    assert (mine.coach_name, mine.phone) == (practice.ines.name, "06 12 34 56 78")
    assert SECRET not in repr(mine)


def test_of_a_corrected_session_what_counts_now_is_counted(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, helped=("music",))
    sessions.correct(
        practice.ines,
        practice.bob,
        session_id,
        draft(helped=("outside",)),
        reason="een vergissing",
        expected_version=1,
        save_key=key(),
        now=NOW,
    )
    assert of(practice).helped == (Named("outside", (TODAY,)),)
    # A session from before this was asked has none.
    practice.run("UPDATE session_version SET helped = NULL")
    assert of(practice).helped == ()


def test_one_look_is_one_line_in_the_log(practice: Practice) -> None:
    lived(practice)
    ines = again(practice.ines, view=key())
    for _ in range(3):
        handbook.of_client(ines, practice.bob, now=NOW)
    lines = [one for one in practice.rows(t.AuditRow) if one.part == "handbook"]
    assert [(one.action, one.client_id, one.rule) for one in lines] == [
        ("R", practice.bob, "own client")
    ]


@pytest.mark.parametrize("who", ["marek", "lea", "otto", "olga", "ada"])
def test_nobody_else_reads_a_handbook(practice: Practice, who: str) -> None:
    lived(practice)
    before = practice.everything()
    refusal = NotFound if who in ("marek", "otto") else NotAllowed
    with pytest.raises(refusal):
        handbook.of_client(getattr(practice, who), practice.bob, now=NOW)
    assert practice.everything() == before


def test_a_handbook_can_be_taken_home_after_the_end_of_guidance(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, WALK)
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)
    assert [one.activity for one in of(practice).minis] == ["een walk buiten"]


def test_more_sessions_ask_no_more_queries(in_sqlite: Practice) -> None:
    counted: list[str] = []

    def note(*about: Any) -> None:
        counted.append(about[2])

    def queries() -> int:
        counted.clear()
        of(in_sqlite)
        return len(counted)

    lived(in_sqlite)
    event.listen(in_sqlite.engine, "before_cursor_execute", note)
    few = queries()
    for n in range(4, 12):
        recorded(
            in_sqlite.ines,
            in_sqlite.bob,
            day=TODAY - timedelta(days=n),
            now=NOW - timedelta(days=n),
            helped=("music",),
        )
    assert queries() == few < 30
