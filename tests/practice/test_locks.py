"""Locks: after some days a session stays as it is, and words can be added beside it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from lib.domain.problems import Invalid, NotFound, Refused
from lib.domain.sessions import NOTE_LIMIT, Supplement
from lib.practice import rules, sessions
from lib.practice.sessions import Locked
from lib.storage import tables as t
from tests.cast import (
    NAMES,
    NOW,
    TODAY,
    Practice,
    break_the_log,
    draft,
    key,
    later,
    moved,
    recorded,
)

FIXED = later(days=7)
STILL_OPEN = later(days=7, seconds=-1)


def corrected(
    practice: Practice, session_id: str, *, version: int = 1, now: datetime, **changes: Any
) -> None:
    sessions.correct(
        practice.ines,
        practice.bob,
        session_id,
        draft(**changes),
        reason="verkeerd opgeschreven",
        expected_version=version,
        save_key=key(),
        now=now,
    )


def added(
    practice: Practice,
    session_id: str,
    words: str = "achteraf gehoord",
    *,
    save_key: str | None = None,
    now: datetime = FIXED,
) -> None:
    sessions.supplement(
        practice.ines, practice.bob, session_id, words, save_key=save_key or key(), now=now
    )


def supplements(practice: Practice, *, now: datetime = FIXED) -> list[tuple[int, list[str]]]:
    """Of each version, newest first, the words that stand beside it."""
    return [
        (kept.version, [one.words for one in kept.supplements])
        for kept in sessions.history(practice.ines, practice.bob, now=now)
    ]


# -- the lock ---------------------------------------------------------------------------------


def test_a_session_can_be_corrected_for_a_week_and_not_a_second_longer(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    corrected(practice, session_id, note="net op tijd", now=STILL_OPEN)
    before = practice.everything()
    for moment in (FIXED, later(days=400)):
        with pytest.raises(Locked):
            corrected(practice, session_id, version=2, note="te laat", now=moment)
    assert practice.everything() == before


def test_the_week_counts_from_the_first_save_and_not_from_a_correction(practice: Practice) -> None:
    long_ago = TODAY - timedelta(days=20)
    session_id = recorded(practice.ines, practice.bob, day=long_ago)  # written down afterwards
    for version, day in enumerate((3, 6), start=1):
        corrected(practice, session_id, version=version, day=long_ago, now=later(days=day))
    with pytest.raises(Locked):
        corrected(practice, session_id, version=3, day=long_ago, now=FIXED)
    kept = sessions.history(practice.ines, practice.bob, now=FIXED)
    assert {one.begun_at for one in kept} == {NOW}
    assert [one.written_at for one in kept] == [later(days=6), later(days=3), NOW]


def test_every_session_has_a_lock_of_its_own(practice: Practice) -> None:
    old = recorded(practice.ines, practice.bob)
    new = recorded(practice.ines, practice.bob, now=later(days=3))
    with pytest.raises(Locked):
        corrected(practice, old, now=FIXED)
    corrected(practice, new, now=FIXED)


@pytest.mark.parametrize(("days", "open_until"), [(1, 1), (14, 14), (90, 90)])
def test_a_rule_of_the_practice_moves_the_lock_of_sessions_that_stand_there(
    practice: Practice, days: int, open_until: int
) -> None:
    session_id = recorded(practice.ines, practice.bob)
    rules.change(practice.ada, lock_after_days=days, now=NOW)
    corrected(practice, session_id, now=later(days=open_until, seconds=-1))
    with pytest.raises(Locked):
        corrected(practice, session_id, version=2, now=later(days=open_until))
    (line,) = [row for row in practice.rows(t.AuditRow) if row.part == "rules"]
    assert (line.action, line.person_id, line.at) == ("U", practice.ada.person_id, NOW)
    assert str(days) in line.reason


def test_a_longer_term_opens_a_session_again(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    with pytest.raises(Locked):
        corrected(practice, session_id, now=later(days=10))
    rules.change(practice.ada, lock_after_days=30, now=later(days=10))
    corrected(practice, session_id, now=later(days=10))


# -- words beside it --------------------------------------------------------------------------


def test_words_are_added_to_a_locked_session_which_stays_as_it_is(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, note="zo was het", mood_after=6)
    stood = practice.everything()["session_version"]
    added(practice, session_id, "  achteraf gehoord:\r\nhet ging beter ")
    (kept,) = sessions.history(practice.ines, practice.bob, now=FIXED)
    assert kept.supplements == (
        Supplement("achteraf gehoord:\nhet ging beter", practice.ines.name, FIXED),
    )
    assert practice.everything()["session_version"] == stood


def test_while_a_session_can_be_corrected_nothing_is_added(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    before = practice.everything()
    for moment in (NOW, STILL_OPEN):
        with pytest.raises(Refused, match="can still be corrected"):
            added(practice, session_id, now=moment)
    assert practice.everything() == before


def test_the_same_key_adds_once(practice: Practice) -> None:
    session_id, form = recorded(practice.ines, practice.bob), key()
    for second in range(3):
        added(practice, session_id, save_key=form, now=FIXED + timedelta(seconds=second))
    assert supplements(practice) == [(1, ["achteraf gehoord"])]
    logged = [row.subject_id for row in practice.rows(t.AuditRow) if row.part == "supplement"]
    assert logged == [session_id]


def test_a_second_trigger_is_the_same_save_also_when_the_term_became_longer(
    practice: Practice,
) -> None:
    session_id, form = recorded(practice.ines, practice.bob), key()
    added(practice, session_id, save_key=form)
    rules.change(practice.ada, lock_after_days=90, now=FIXED)
    added(practice, session_id, save_key=form)
    assert supplements(practice) == [(1, ["achteraf gehoord"])]


def test_other_words_under_the_same_key_are_not_dropped_in_silence(practice: Practice) -> None:
    one, form = recorded(practice.ines, practice.bob), key()
    other = recorded(practice.ines, practice.bob)
    added(practice, one, save_key=form)
    before = practice.everything()
    for session_id, words in ((one, "iets anders"), (other, "achteraf gehoord")):
        with pytest.raises(Refused, match="with other words"):
            added(practice, session_id, words, save_key=form)
    assert practice.everything() == before


def test_words_stand_once_beside_the_newest_version_in_their_order(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    corrected(practice, session_id, now=later(days=1))
    other = recorded(practice.ines, practice.bob, day=TODAY - timedelta(days=1))
    for minute, words in enumerate(("eerst", "toen", "later")):
        added(practice, session_id, words, now=FIXED + timedelta(minutes=minute))
    added(practice, other, "bij de andere", now=FIXED)
    assert supplements(practice) == [
        (2, ["eerst", "toen", "later"]),
        (1, []),
        (1, ["bij de andere"]),
    ]


def test_words_stay_beside_a_session_that_is_corrected_after_all(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    added(practice, session_id)
    rules.change(practice.ada, lock_after_days=30, now=FIXED)
    corrected(practice, session_id, now=FIXED)
    assert supplements(practice) == [(2, ["achteraf gehoord"]), (1, [])]


@pytest.mark.parametrize("words", ["", "  \n", "\u200b\u200d ", "a" * (NOTE_LIMIT + 1)])
def test_words_that_are_none_or_too_many_are_not_added(practice: Practice, words: str) -> None:
    session_id = recorded(practice.ines, practice.bob)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        added(practice, session_id, words)
    assert [problem.field for problem in refused.value.problems] == ["words"]
    assert practice.everything() == before


def test_words_are_added_to_a_session_of_this_client_alone(practice: Practice) -> None:
    of_anna = recorded(practice.ines, practice.anna, name=NAMES["Anna"])
    before = practice.everything()
    for unknown in (of_anna, "0" * 32):
        with pytest.raises(NotFound):
            added(practice, unknown)
    assert practice.everything() == before


def test_a_coach_who_took_over_adds_words_in_their_own_name(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    moved(practice, practice.bob, practice.marek)
    sessions.supplement(
        practice.marek, practice.bob, session_id, "overgenomen", save_key=key(), now=FIXED
    )
    (kept,) = sessions.history(practice.marek, practice.bob, now=FIXED)
    (one,) = kept.supplements
    assert (kept.written_by, one.written_by) == (practice.ines.name, practice.marek.name)


def test_what_cannot_be_logged_is_not_added(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    break_the_log(practice)
    before = practice.everything()
    with pytest.raises(Exception, match="the log is full"):
        added(practice, session_id)
    assert practice.everything() == before
