"""Taking back: within a minute a save is undone, as if it had never been made."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from lib.domain.drafts import Unsaved, form_of
from lib.domain.problems import NotFound
from lib.domain.sessions import DayMood, Outcome
from lib.practice import clients, drafts, rules, sessions
from lib.practice.sessions import Locked, TooLate
from lib.storage import tables as t
from tests.cast import (
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    break_the_log,
    draft,
    key,
    later,
    moved,
    recorded,
    step,
    told,
)

MONDAY, TUESDAY = TODAY - timedelta(days=2), TODAY - timedelta(days=1)
TAB, OTHER_TAB, SAVE = "a" * 32, "b" * 32, "c" * 32
NEXT_WEEK = {"next_day": TODAY + timedelta(days=7), "next_at": time(10, 0)}
LATER_STILL = {"next_day": TODAY + timedelta(days=14), "next_at": time(15, 0)}


@pytest.fixture
def walking(practice: Practice) -> Practice:
    """The cast, with a route for Bob."""
    adjusted(practice.ines, practice.bob, step(), now=later(days=-30))
    return practice


def taken_back(practice: Practice, session_id: str, *, now: datetime = NOW, **who: Any) -> None:
    asked = {"tab": TAB, **who}
    scope = asked.pop("scope", practice.ines)
    sessions.take_back(scope, practice.bob, session_id, now=now, **asked)


def corrected(
    practice: Practice,
    session_id: str,
    *,
    version: int = 1,
    save_key: str | None = None,
    now: datetime = NOW,
    **changes: Any,
) -> None:
    sessions.correct(
        practice.ines,
        practice.bob,
        session_id,
        draft(**changes),
        reason="verkeerd opgeschreven",
        expected_version=version,
        save_key=save_key or key(),
        now=now,
    )


def counting(practice: Practice) -> set[tuple[date, str]]:
    return {(row.day, row.outcome) for row in practice.rows(t.CheckInRow) if not row.superseded}


def moods(practice: Practice) -> set[tuple[date, int]]:
    return {(row.day, row.value) for row in practice.rows(t.DayMoodRow) if not row.superseded}


def dossier(practice: Practice) -> dict[str, list[tuple[Any, ...]]]:
    """What was told in sessions."""
    kept = practice.everything()
    return {name: kept[name] for name in ("check_in", "day_mood", "session_version", "supplement")}


def kept(practice: Practice, fields: dict[str, Any], **changes: Any) -> None:
    asked: dict[str, Any] = {"tab": TAB, "save_key": SAVE, "now": NOW, **changes}
    form = asked.pop("form", "session")
    drafts.keep(practice.ines, practice.bob, form, fields, **asked)


def open_draft(practice: Practice, form: str = "session") -> Unsaved | None:
    return drafts.of_form(practice.ines, practice.bob, form, now=NOW)


# -- a first save -----------------------------------------------------------------------------


def test_a_first_save_is_undone_as_if_it_had_never_been_made(walking: Practice) -> None:
    recorded(
        walking.ines,
        walking.bob,
        day=TUESDAY,
        now=later(days=-1),
        check_ins=told("walk", Outcome.MINI, MONDAY),
        day_moods=(DayMood(MONDAY, 3),),
        **NEXT_WEEK,
    )
    before = dossier(walking)
    session_id = recorded(
        walking.ines,
        walking.bob,
        note="te snel",
        check_ins=told("walk", Outcome.AMPLE, MONDAY, TUESDAY),
        day_moods=(DayMood(MONDAY, 9), DayMood(TUESDAY, 8)),
        **LATER_STILL,
    )
    assert counting(walking) == {(MONDAY, "ample"), (TUESDAY, "ample")}
    taken_back(walking, session_id, now=later(seconds=30))
    assert dossier(walking) == before
    assert counting(walking) == {(MONDAY, "mini")}
    assert moods(walking) == {(MONDAY, 3)}
    assert [row.id for row in walking.rows(t.SessionRow)] != [session_id]
    assert walking.count(t.SessionRow) == 1
    form = sessions.prepare(walking.ines, walking.bob, on=TODAY, now=NOW)
    assert form.told == {("walk", MONDAY): Outcome.MINI}
    for look in (sessions.to_correct, sessions.ending):
        with pytest.raises(NotFound):
            look(walking.ines, walking.bob, session_id, now=NOW)
    with pytest.raises(NotFound):
        taken_back(walking, session_id)


def test_the_words_of_an_undone_session_are_a_draft_again(practice: Practice) -> None:
    fields = {"note": "te snel", "mood_after": 7}
    kept(practice, fields)
    session_id = recorded(practice.ines, practice.bob, save_key=SAVE, note="te snel")
    assert open_draft(practice) is None
    taken_back(practice, session_id, tab=OTHER_TAB)
    back = open_draft(practice)
    assert back is not None
    assert (back.fields, back.save_key, back.tab) == (fields, SAVE, OTHER_TAB)
    kept(practice, {"note": "rustig"}, tab=OTHER_TAB)
    back = open_draft(practice)
    assert back is not None
    assert back.fields["note"] == "rustig"


def test_what_was_begun_after_the_save_is_laid_aside_for_the_words_that_come_back(
    practice: Practice,
) -> None:
    kept(practice, {"note": "het eerste verslag"})
    session_id = recorded(practice.ines, practice.bob, save_key=SAVE)
    kept(practice, {"note": "het volgende verslag"}, save_key=key())
    taken_back(practice, session_id)
    back = open_draft(practice)
    assert back is not None
    assert back.fields == {"note": "het eerste verslag"}
    swapped = drafts.bring_back(practice.ines, practice.bob, "session", tab=TAB, now=NOW)
    assert swapped.fields == {"note": "het volgende verslag"}


def test_drafts_of_other_forms_stay_as_they_are(practice: Practice) -> None:
    kept(practice, {"note": "verslag"})
    kept(practice, {"note": "plan"}, form="plan", save_key=key())
    session_id = recorded(practice.ines, practice.bob, save_key=SAVE)
    taken_back(practice, session_id)
    assert {one.form for one in drafts.mine(practice.ines, now=NOW)} == {"session", "plan"}


@pytest.mark.parametrize("same_key", [True, False])
@pytest.mark.parametrize("with_draft", [True, False])
def test_an_undone_session_can_be_saved_again(
    walking: Practice, same_key: bool, with_draft: bool
) -> None:
    if with_draft:
        kept(walking, {"note": "eerst"})
    words = {"check_ins": told("walk", Outcome.MINI, MONDAY), **NEXT_WEEK}
    first = recorded(walking.ines, walking.bob, save_key=SAVE, note="eerst", **words)
    taken_back(walking, first)
    save_key = SAVE if same_key else key()
    second = recorded(walking.ines, walking.bob, save_key=save_key, note="beter", **words)
    assert second != first
    (kept_now,) = sessions.history(walking.ines, walking.bob, now=NOW)
    assert (kept_now.session_id, kept_now.report.note) == (second, "beter")
    assert counting(walking) == {(MONDAY, "mini")}
    assert (open_draft(walking) is None) == (same_key or not with_draft)
    taken_back(walking, second)
    assert walking.count(t.SessionRow) == 0


def test_the_minute_counts_from_the_save(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    before = practice.everything()
    for moment in (later(seconds=61), later(seconds=60, microseconds=1), later(days=1)):
        with pytest.raises(TooLate):
            taken_back(practice, session_id, now=moment)
    assert practice.everything() == before
    taken_back(practice, session_id, now=later(seconds=60))
    assert practice.count(t.SessionRow) == 0


def test_an_undone_session_leaves_a_line_in_the_log(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    taken_back(practice, session_id)
    done = [
        (row.action, row.person_id, row.client_id)
        for row in practice.rows(t.AuditRow)
        if row.subject_id == session_id
    ]
    whose = (practice.ines.person_id, practice.bob)
    assert sorted(done) == [("C", *whose), ("D", *whose)]


def test_what_cannot_be_logged_is_not_undone(walking: Practice) -> None:
    kept(walking, {"note": "eerst"})
    check_ins = told("walk", Outcome.MINI, MONDAY)
    session_id = recorded(
        walking.ines, walking.bob, save_key=SAVE, check_ins=check_ins, **NEXT_WEEK
    )
    break_the_log(walking)
    before = walking.everything()
    with pytest.raises(Exception, match="the log is full"):
        taken_back(walking, session_id)
    assert walking.everything() == before


# -- the next appointment ---------------------------------------------------------------------


def coming(practice: Practice) -> datetime | None:
    return clients.next_appointment(practice.ines, practice.bob, now=NOW)


@pytest.mark.parametrize("before", [None, NEXT_WEEK])
def test_the_appointment_that_stood_there_comes_back(
    practice: Practice, before: dict[str, Any] | None
) -> None:
    if before:
        clients.plan_next(
            practice.ines, practice.bob, day=before["next_day"], at=before["next_at"], now=NOW
        )
    stood = coming(practice)
    assert (stood is None) == (before is None)
    session_id = recorded(practice.ines, practice.bob, **LATER_STILL)
    assert coming(practice) != stood
    taken_back(practice, session_id)
    assert coming(practice) == stood


def test_an_appointment_made_after_the_save_stays(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, **NEXT_WEEK)
    clients.plan_next(
        practice.ines, practice.bob, day=TODAY + timedelta(days=3), at=time(9, 0), now=NOW
    )
    planned = coming(practice)
    taken_back(practice, session_id)
    assert coming(practice) == planned is not None


def test_a_session_without_a_next_appointment_gives_none_back(practice: Practice) -> None:
    clients.plan_next(
        practice.ines, practice.bob, day=TODAY + timedelta(days=3), at=time(9, 0), now=NOW
    )
    planned = coming(practice)
    session_id = recorded(practice.ines, practice.bob)
    taken_back(practice, session_id)
    assert coming(practice) == planned is not None


# -- a correction -----------------------------------------------------------------------------


def test_an_undone_correction_leaves_the_version_before_it(walking: Practice) -> None:
    session_id = recorded(
        walking.ines,
        walking.bob,
        note="eerst",
        check_ins=told("walk", Outcome.MINI, MONDAY, TUESDAY),
        day_moods=(DayMood(MONDAY, 3),),
        now=later(hours=-2),
        at=time(8, 0),
        **NEXT_WEEK,
    )
    before, planned = dossier(walking), coming(walking)
    corrected(
        walking,
        session_id,
        note="toch anders",
        at=time(8, 30),
        check_ins=told("walk", Outcome.AMPLE, MONDAY),
        day_moods=(DayMood(TUESDAY, 5),),
        **LATER_STILL,
    )
    assert counting(walking) == {(MONDAY, "ample")}
    taken_back(walking, session_id, now=later(seconds=59))
    assert dossier(walking) == before
    assert coming(walking) == planned
    assert counting(walking) == {(MONDAY, "mini"), (TUESDAY, "mini")}
    assert moods(walking) == {(MONDAY, 3)}
    (only,) = sessions.history(walking.ines, walking.bob, now=NOW)
    assert (only.version, only.versions, only.report.note) == (1, 1, "eerst")
    (row,) = walking.rows(t.SessionRow)
    assert (row.current, row.held_at) == (1, only.report.held_at)
    corrected(walking, session_id, note="nog eens")  # and it can be corrected again
    assert sessions.history(walking.ines, walking.bob, now=NOW)[0].report.note == "nog eens"


def test_the_words_of_an_undone_correction_are_a_draft_again(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, now=later(hours=-2), at=time(8, 0))
    form = form_of(session_id)
    kept(practice, {"note": "toch anders"}, form=form)
    corrected(practice, session_id, save_key=SAVE, note="toch anders")
    assert open_draft(practice, form) is None
    taken_back(practice, session_id)
    back = open_draft(practice, form)
    assert back is not None
    assert (back.fields, back.save_key) == ({"note": "toch anders"}, SAVE)
    corrected(practice, session_id, save_key=SAVE, note="toch weer anders")
    assert open_draft(practice, form) is None


def test_the_minute_of_a_correction_counts_from_the_correction(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, now=later(hours=-2), at=time(8, 0))
    corrected(practice, session_id, note="beter")
    with pytest.raises(TooLate):
        taken_back(practice, session_id, now=later(seconds=61))
    taken_back(practice, session_id, now=later(seconds=10))
    with pytest.raises(TooLate):  # the first save was two hours ago
        taken_back(practice, session_id, now=later(seconds=20))


def test_within_a_minute_both_a_correction_and_the_first_save_are_undone(
    practice: Practice,
) -> None:
    kept(practice, {"note": "eerst"})
    session_id = recorded(practice.ines, practice.bob, save_key=SAVE, note="eerst")
    corrected(practice, session_id, note="beter", now=later(seconds=20))
    taken_back(practice, session_id, now=later(seconds=30))
    taken_back(practice, session_id, now=later(seconds=40))
    assert practice.count(t.SessionRow) == practice.count(t.SessionVersionRow) == 0
    back = open_draft(practice)
    assert back is not None
    assert back.fields == {"note": "eerst"}


# -- who may ----------------------------------------------------------------------------------


def test_another_coach_undoes_no_session_they_did_not_write(walking: Practice) -> None:
    session_id = recorded(
        walking.ines, walking.bob, check_ins=told("walk", Outcome.MINI, MONDAY), **NEXT_WEEK
    )
    moved(walking, walking.bob, walking.marek)
    before = walking.everything()
    for scope in (walking.marek, walking.ines):
        with pytest.raises(NotFound):
            taken_back(walking, session_id, scope=scope)
    assert walking.everything() == before


def test_a_session_of_another_client_is_not_undone_here(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.anna, name=NAMES["Anna"])
    before = practice.everything()
    for unknown in (session_id, "0" * 32, "", "x" * 500):
        with pytest.raises(NotFound):
            taken_back(practice, unknown)
    assert practice.everything() == before


def test_a_colleagues_correction_is_not_undone_by_who_wrote_the_first_version(
    practice: Practice,
) -> None:
    session_id = recorded(practice.ines, practice.bob, now=NOW)
    moved(practice, practice.bob, practice.marek)
    sessions.correct(
        practice.marek,
        practice.bob,
        session_id,
        draft(note="van Marek"),
        reason="overgenomen",
        expected_version=1,
        save_key=key(),
        now=NOW,
    )
    moved(practice, practice.bob, practice.ines)
    before = practice.everything()
    with pytest.raises(NotFound):
        taken_back(practice, session_id)
    assert practice.everything() == before


def test_nothing_is_undone_under_words_that_were_added_since(practice: Practice) -> None:
    rules.change(practice.ada, lock_after_days=1, now=NOW)
    session_id = recorded(practice.ines, practice.bob)
    last_moment = later(days=1, seconds=-30)
    corrected(practice, session_id, note="beter", now=last_moment)
    fixed = later(days=1)
    sessions.supplement(
        practice.ines, practice.bob, session_id, "en dit", save_key=key(), now=fixed
    )
    before = practice.everything()
    with pytest.raises(Locked):
        taken_back(practice, session_id, now=later(days=1, seconds=1))
    assert practice.everything() == before


def test_a_correction_made_after_words_were_added_is_undone_and_the_words_stay(
    practice: Practice,
) -> None:
    rules.change(practice.ada, lock_after_days=1, now=NOW)
    session_id = recorded(practice.ines, practice.bob)
    sessions.supplement(
        practice.ines, practice.bob, session_id, "en dit", save_key=key(), now=later(days=2)
    )
    rules.change(practice.ada, lock_after_days=30, now=later(days=2))
    corrected(practice, session_id, note="beter", now=later(days=3))
    taken_back(practice, session_id, now=later(days=3))
    (only,) = sessions.history(practice.ines, practice.bob, now=later(days=3))
    assert (only.version, [one.words for one in only.supplements]) == (1, ["en dit"])


# -- several saves within the same minute -----------------------------------------------------


def test_of_two_sessions_in_one_minute_the_last_is_undone_first(walking: Practice) -> None:
    recorded(
        walking.ines,
        walking.bob,
        day=TUESDAY,
        now=later(days=-1),
        check_ins=told("walk", Outcome.MINI, MONDAY),
        day_moods=(DayMood(MONDAY, 3),),
        **NEXT_WEEK,
    )
    before, planned = dossier(walking), coming(walking)
    first, last = (
        recorded(
            walking.ines,
            walking.bob,
            at=time(8 + n, 0),
            now=later(seconds=n),
            check_ins=told("walk", outcome, MONDAY),
            day_moods=(DayMood(MONDAY, 5 + n),),
            next_day=TODAY + timedelta(days=20 + n),
            next_at=time(9, 0),
        )
        for n, outcome in enumerate((Outcome.ORDINARY, Outcome.AMPLE))
    )
    between = walking.everything()
    with pytest.raises(TooLate, match="saved after this one"):
        taken_back(walking, first, now=later(seconds=20))
    assert walking.everything() == between
    taken_back(walking, last, now=later(seconds=20))
    assert counting(walking) == {(MONDAY, "ordinary")}
    taken_back(walking, first, now=later(seconds=20))
    assert (dossier(walking), coming(walking)) == (before, planned)


def test_a_session_of_another_client_saved_meanwhile_is_in_nobodys_way(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    recorded(practice.ines, practice.anna, name=NAMES["Anna"], now=later(seconds=1))
    taken_back(practice, session_id, now=later(seconds=2))
    assert [row.client_id for row in practice.rows(t.SessionRow)] == [practice.anna]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_saved_in_one_minute_can_be_undone_step_by_step(
    walking: Practice, seed: int
) -> None:
    chance = random.Random(seed)
    versions: dict[int, int] = {}
    ids: dict[int, str] = {}
    undo: list[tuple[int, Any, Any]] = []
    for second in range(16):
        moment, number = later(seconds=second), chance.randrange(3)
        there = versions.get(number, 0)
        state = (dossier(walking), coming(walking))
        if undo and chance.random() < 0.35:
            last, before, planned = undo.pop()
            taken_back(walking, ids[last], now=moment)
            versions[last] -= 1
            assert (dossier(walking), coming(walking)) == (before, planned)
            continue
        days = [day for day in (MONDAY, TUESDAY) if chance.random() < 0.6]
        typed: dict[str, Any] = {
            "check_ins": tuple(
                one for day in days for one in told("walk", chance.choice(list(Outcome)), day)
            ),
            "day_moods": tuple(DayMood(day, chance.randrange(11)) for day in days),
            "at": time(8, number),
            "now": moment,
        }
        if there:
            corrected(walking, ids[number], version=there, **typed)
        else:
            ids[number] = recorded(
                walking.ines,
                walking.bob,
                **typed,
                next_day=TODAY + timedelta(days=7 + second),
                next_at=time(9, 0),
            )
        versions[number] = there + 1
        undo.append((number, *state))
    for number, before, planned in reversed(undo):
        taken_back(walking, ids[number], now=later(seconds=20))
        assert (dossier(walking), coming(walking)) == (before, planned)
    assert walking.count(t.SessionRow) == walking.count(t.CheckInRow) == 0
