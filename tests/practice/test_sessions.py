"""Sessions: saved once and whole, corrected beside the old, read by who may."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest

from lib.domain.dossiers import DossierClosed
from lib.domain.drafts import SavedOtherwise
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotFound, Refused, Stale
from lib.domain.sessions import (
    Attendance,
    DayMood,
    Familiar,
    Help,
    Kind,
    LastTime,
    Outcome,
    Where,
    WithWhom,
    familiar,
)
from lib.domain.sessions import Barrier as Hindrance
from lib.practice import accounts, clients, dossiers, routes, sessions
from lib.storage import tables as t
from tests.cast import (
    BEGAN,
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    break_the_log,
    draft,
    key,
    later,
    moved,
    recorded,
    step,
    told,
)

TUESDAY, MONDAY = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
WHY = "Ines is ziek, ik bel Bob vandaag"


def corrected(
    practice: Practice,
    session_id: str,
    *,
    version: int = 1,
    now: datetime = NOW,
    reason: str = "verkeerd opgeschreven",
    save_key: str | None = None,
    **changes: Any,
) -> None:
    sessions.correct(
        practice.ines,
        practice.bob,
        session_id,
        draft(**changes),
        reason=reason,
        expected_version=version,
        save_key=save_key or key(),
        now=now,
    )


def counting(practice: Practice) -> set[tuple[str, date, str]]:
    """The check-ins that count now."""
    return {
        (row.step_key, row.day, row.outcome)
        for row in practice.rows(t.CheckInRow)
        if not row.superseded
    }


# -- recorded ---------------------------------------------------------------------------------


def test_a_session_comes_back_as_it_was_told(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    coming = TODAY + timedelta(days=7)
    session_id = recorded(
        practice.ines,
        practice.bob,
        mood_before=4.0,
        mood_during=5.0,
        mood_after=7.0,
        effort=0.0,
        note="Bob liep tot de brug.\r\nDaar zat een reiger.",
        next_step="nog eens naar de brug",
        check_ins=told("walk", Outcome.MINI, MONDAY) + told("walk", Outcome.AMPLE, TUESDAY),
        day_moods=(DayMood(MONDAY, 3),),
        next_day=coming,
        next_at=time(14, 15),
    )
    (kept,) = sessions.history(practice.ines, practice.bob, now=NOW)
    report = kept.report
    assert (kept.session_id, kept.version, kept.versions) == (session_id, 1, 1)
    assert (kept.written_by, kept.written_at) == (practice.ines.name, NOW)
    assert report.held_at == datetime(2026, 3, 18, 8, 0, tzinfo=UTC)
    assert (report.mood_before, report.mood_during, report.mood_after, report.effort) == (
        4,
        5,
        7,
        0,
    )
    assert report.note == "Bob liep tot de brug.\nDaar zat een reiger."
    assert report.next_step == "nog eens naar de brug"
    assert [(c.day, c.outcome) for c in report.check_ins] == [
        (MONDAY, Outcome.MINI),
        (TUESDAY, Outcome.AMPLE),
    ]
    assert report.day_moods == (DayMood(MONDAY, 3),)
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW)
    assert form.next_appointment == datetime(2026, 3, 25, 13, 15, tzinfo=UTC)


TOLD_IN_FULL: dict[str, Any] = {
    "mood_before": 4,
    "willingness": 2,
    "expected": 3,
    "confidence": 8,
    "next_day_worse": False,
    "place": "nature",
    "company": "buddy",
    "barriers": ("tired", "de hond was ziek"),
    "helped": ("music", "een nieuwe jas"),
    "own_words": "ik dacht dat ik niet kon",
    "together": ("mood_before", "confidence"),
    "note": "zo was het",
    "next_step": "naar de brug",
}


def test_what_else_was_told_comes_back_too(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, **TOLD_IN_FULL)
    (kept,) = sessions.history(practice.ines, practice.bob, now=NOW)
    report = kept.report
    assert {name: getattr(report, name) for name in TOLD_IN_FULL} == TOLD_IN_FULL
    assert (report.place, report.company) == (Where.NATURE, WithWhom.BUDDY)
    assert type(report.next_day_worse) is bool
    assert (kept.begun_at, kept.supplements) == (NOW, ())


def test_a_session_told_before_there_was_more_to_tell_is_read_as_not_filled_in(
    practice: Practice,
) -> None:
    recorded(practice.ines, practice.bob)
    practice.run(
        "UPDATE session_version SET barriers = NULL, helped = NULL, own_words = NULL, "
        "together = NULL, place = NULL"
    )
    (kept,) = sessions.history(practice.ines, practice.bob, now=NOW)
    report = kept.report
    assert (report.barriers, report.helped, report.together, report.own_words) == ((), (), (), "")
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW)
    assert form.last is not None
    assert (form.last.barriers, form.last.own_words, form.last.place) == ((), "", None)


def test_the_same_save_key_saves_once(practice: Practice) -> None:
    form = key()
    ids = {recorded(practice.ines, practice.bob, save_key=form) for _ in range(3)}
    assert len(ids) == 1
    assert (practice.count(t.SessionRow), practice.count(t.SessionVersionRow)) == (1, 1)
    assert [row.subject_id for row in practice.rows(t.AuditRow) if row.part == "session"] == [*ids]


OTHERWISE: list[dict[str, Any]] = [
    {"mood_before": 5},
    {"willingness": None},
    {"expected": 4},
    {"confidence": 7},
    {"next_day_worse": True},
    {"next_day_worse": None},
    {"place": "home"},
    {"company": None},
    {"barriers": ("tired",)},
    {"barriers": ("de hond was ziek", "tired")},
    {"helped": ("music", "een oude jas")},
    {"own_words": "ik dacht dat ik wel kon"},
    {"together": ("mood_before",)},
    {"note": "zo was het niet"},
    {"next_step": "tot de brug"},
    {"attendance": "excused", "mood_before": None},
    {"at": time(9, 5)},
    {"day": TUESDAY},
    {"kind": "phone"},
    {"check_ins": told("walk", Outcome.MINI, MONDAY)},
    {"check_ins": told("walk", Outcome.AMPLE, MONDAY, TUESDAY)},
    {"day_moods": (DayMood(MONDAY, 4),)},
    {"next_at": time(9, 45)},
    {"note": "a" * 10_001},
    {"mood_before": 11},
]


@pytest.mark.parametrize("change", OTHERWISE, ids=repr)
def test_other_words_under_the_same_key_are_never_dropped_in_silence(
    practice: Practice, change: dict[str, Any]
) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    typed = {
        **TOLD_IN_FULL,
        "check_ins": told("walk", Outcome.MINI, MONDAY, TUESDAY),
        "day_moods": (DayMood(MONDAY, 3), DayMood(TUESDAY, 4)),
        "next_day": TODAY + timedelta(days=7),
        "next_at": time(9, 0),
    }
    form = key()
    session_id = recorded(practice.ines, practice.bob, save_key=form, **typed)
    before = practice.everything()
    with pytest.raises(SavedOtherwise) as refused:
        recorded(practice.ines, practice.bob, save_key=form, **{**typed, **change})
    assert refused.value.session_id == session_id
    assert practice.everything() == before


def test_the_same_words_in_another_order_of_days_are_the_same_words(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), step("swim"), now=later(days=-7))
    check_ins = told("walk", Outcome.MINI, MONDAY, TUESDAY) + told("swim", Outcome.REST, MONDAY)
    moods = (DayMood(MONDAY, 3), DayMood(TUESDAY, 4))
    form = key()
    first = recorded(
        practice.ines, practice.bob, save_key=form, check_ins=check_ins, day_moods=moods
    )
    again_saved = recorded(
        practice.ines,
        practice.bob,
        save_key=form,
        check_ins=check_ins[::-1],
        day_moods=moods[::-1],
        note=" \n ",
        now=later(seconds=30),
    )
    assert again_saved == first
    assert (practice.count(t.SessionRow), practice.count(t.CheckInRow)) == (1, 3)


def test_a_second_trigger_after_a_correction_is_still_the_same_save(practice: Practice) -> None:
    form = key()
    session_id = recorded(practice.ines, practice.bob, save_key=form, note="eerst")
    corrected(practice, session_id, note="beter")
    assert recorded(practice.ines, practice.bob, save_key=form, note="eerst") == session_id
    with pytest.raises(SavedOtherwise):
        recorded(practice.ines, practice.bob, save_key=form, note="beter")


def test_a_second_trigger_after_the_end_of_guidance_is_still_the_same_save(
    practice: Practice,
) -> None:
    form = key()
    session_id = recorded(practice.ines, practice.bob, save_key=form)
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft("Bob Iemand", started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)
    assert recorded(practice.ines, practice.bob, save_key=form) == session_id


def test_two_clicks_at_the_same_moment_save_once(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return recorded(practice.ines, practice.bob, save_key=form, note="één keer")

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(click, range(4)))
    assert len(ids) == 1
    assert (practice.count(t.SessionRow), practice.count(t.SessionVersionRow)) == (1, 1)


def test_a_key_of_another_clients_form_is_never_taken_for_a_save_here(practice: Practice) -> None:
    form = key()
    recorded(practice.ines, practice.bob, save_key=form)
    before = practice.everything()
    with pytest.raises(Exception, match="save_key"):
        recorded(practice.ines, practice.anna, name=NAMES["Anna"], save_key=form)
    assert practice.everything() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"at": time(10, 40)}, "day"),
        ({"day": BEGAN - timedelta(days=32)}, "day"),
        ({"day": date(2025, 3, 30), "at": time(2, 30)}, "at"),
        ({"attendance": None}, "attendance"),
        ({"attendance": "absent", "mood_after": 6}, "mood_after"),
        ({"mood_before": 11}, "mood_before"),
        ({"mood_before": 6.5}, "mood_before"),
        ({"effort": float("nan")}, "effort"),
        ({"note": "a" * 10_001}, "note"),
        ({"next_day": TODAY, "next_at": time(9, 0)}, "next_day"),
        ({"check_ins": told("swim", Outcome.MINI, MONDAY)}, "check_ins"),
        ({"check_ins": told("walk", Outcome.MINI, MONDAY, MONDAY)}, "check_ins"),
        ({"check_ins": told("walk", Outcome.MINI, TODAY + timedelta(days=1))}, "check_ins"),
        ({"day_moods": (DayMood(TODAY + timedelta(days=1), 5),)}, "day_moods"),
        ({"day_moods": (DayMood(MONDAY, 11),)}, "day_moods"),
        ({"day_moods": (DayMood(MONDAY, 5), DayMood(MONDAY, 6))}, "day_moods"),
    ],
)
def test_a_session_with_a_problem_is_not_kept(
    practice: Practice, wrong: dict[str, Any], field: str
) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        recorded(practice.ines, practice.bob, **wrong)
    assert {problem.field for problem in refused.value.problems} == {field}
    assert practice.everything() == before


def test_the_five_minutes_ahead_of_a_slow_clock_are_let_in(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, at=time(10, 35))
    assert practice.count(t.SessionRow) == 1


# -- whole, or not at all ---------------------------------------------------------------------


def full_session(practice: Practice) -> None:
    recorded(
        practice.ines,
        practice.bob,
        check_ins=told("walk", Outcome.MINI, MONDAY),
        day_moods=(DayMood(MONDAY, 3),),
        next_day=TODAY + timedelta(days=7),
        next_at=time(9, 0),
    )


def correction(practice: Practice) -> None:
    (kept,) = sessions.history(practice.ines, practice.bob, now=NOW)
    break_the_log(practice)
    corrected(practice, kept.session_id, note="anders")


def rest(practice: Practice) -> None:
    routes.agree_rest(
        practice.ines,
        practice.bob,
        start=TODAY,
        end=None,
        step_key=None,
        proposed_by="client",
        reason="griep",
        expected_number=1,
        save_key=key(),
        now=NOW,
    )


@pytest.mark.parametrize(
    "act",
    [
        full_session,
        lambda p: adjusted(p.ines, p.bob, step("swim"), number=1),
        rest,
        lambda p: dossiers.open_with_reason(p.lea, p.bob, reason=WHY, now=NOW),
        lambda p: clients.change(
            p.ines, p.bob, ClientDraft("Bob B", started_on=BEGAN), expected_version=1, now=NOW
        ),
        lambda p: clients.add(
            p.ines, ClientDraft("Eva", started_on=BEGAN), team_id=p.noord, save_key=key(), now=NOW
        ),
    ],
    ids=["session", "route", "rest", "notes", "change", "client"],
)
def test_what_cannot_be_logged_is_not_kept_at_all(
    practice: Practice, act: Callable[[Practice], object]
) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    break_the_log(practice)
    before = practice.everything()
    with pytest.raises(Exception, match="the log is full"):
        act(practice)
    assert practice.everything() == before


def test_a_correction_that_cannot_be_logged_leaves_the_former_version_counting(
    practice: Practice,
) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    session_id = recorded(practice.ines, practice.bob, check_ins=told("walk", Outcome.MINI, MONDAY))
    break_the_log(practice)
    before = practice.everything()
    with pytest.raises(Exception, match="the log is full"):
        corrected(practice, session_id, check_ins=told("walk", Outcome.AMPLE, MONDAY))
    assert practice.everything() == before


# -- the right dossier ------------------------------------------------------------------------


def test_a_client_renamed_meanwhile_is_refused_and_nothing_is_stored(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    other = ClientDraft("Bob Jansma", started_on=BEGAN)
    clients.change(practice.ines, practice.bob, other, expected_version=version, now=NOW)
    before = practice.everything()
    with pytest.raises(Refused, match="name of this client changed"):
        recorded(practice.ines, practice.bob, name=NAMES["Bob"])
    assert practice.everything() == before


def test_after_the_end_of_guidance_nothing_new_is_stored(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)
    before = practice.everything()
    with pytest.raises(Closed):
        recorded(practice.ines, practice.bob)
    with pytest.raises(Closed):
        adjusted(practice.ines, practice.bob, step())
    assert practice.everything() == before


@pytest.mark.parametrize("stranger", ["marek", "otto"])
def test_a_colleagues_client_is_not_found(practice: Practice, stranger: str) -> None:
    scope = getattr(practice, stranger)
    with pytest.raises(NotFound):
        recorded(scope, practice.bob)
    with pytest.raises(NotFound):
        recorded(scope, "no-such-client")
    assert practice.count(t.SessionRow) == 0


def test_a_session_of_another_client_cannot_be_corrected_here(practice: Practice) -> None:
    of_anna = recorded(practice.ines, practice.anna, name=NAMES["Anna"], note="van Anna")
    with pytest.raises(NotFound):
        corrected(practice, of_anna, note="van Bob")
    (kept,) = sessions.history(practice.ines, practice.anna, now=NOW)
    assert kept.report.note == "van Anna"


# -- corrected --------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_with_the_old_one_readable(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, mood_after=3, note="eerst zo")
    corrected(
        practice,
        session_id,
        mood_after=8,
        note="toch zo",
        reason="de 3 was een 8",
        now=later(hours=2),
    )
    new, old = sessions.history(practice.ines, practice.bob, now=later(hours=2))
    assert (new.version, new.report.note, new.report.mood_after) == (2, "toch zo", 8)
    assert (new.correction_reason, new.written_at) == ("de 3 was een 8", later(hours=2))
    assert (old.version, old.report.note, old.report.mood_after) == (1, "eerst zo", 3)
    assert (old.correction_reason, old.written_at) == ("", NOW)
    assert {kept.versions for kept in (new, old)} == {2}
    assert practice.count(t.SessionRow) == 1


def test_what_a_correction_leaves_out_is_not_filled_in_again(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    session_id = recorded(
        practice.ines,
        practice.bob,
        check_ins=told("walk", Outcome.MINI, MONDAY, TUESDAY),
        day_moods=(DayMood(MONDAY, 3), DayMood(TUESDAY, 4)),
    )
    corrected(
        practice,
        session_id,
        check_ins=told("walk", Outcome.AMPLE, MONDAY),
        day_moods=(DayMood(TUESDAY, 9),),
    )
    assert counting(practice) == {("walk", MONDAY, "ample")}
    moods = {row.day: row.value for row in practice.rows(t.DayMoodRow) if not row.superseded}
    assert moods == {TUESDAY: 9}
    new, old = sessions.history(practice.ines, practice.bob, now=NOW)
    assert old.report.check_ins == told("walk", Outcome.MINI, MONDAY, TUESDAY)
    assert new.report.check_ins == told("walk", Outcome.AMPLE, MONDAY)
    assert (practice.count(t.CheckInRow), practice.count(t.DayMoodRow)) == (3, 3)


def test_a_later_look_back_replaces_what_was_told_about_a_day(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    recorded(
        practice.ines,
        practice.bob,
        day=TUESDAY,
        now=later(days=-1),
        check_ins=told("walk", Outcome.NOT_DONE, MONDAY),
        day_moods=(DayMood(MONDAY, 2),),
    )
    recorded(
        practice.ines,
        practice.bob,
        check_ins=told("walk", Outcome.MINI, MONDAY),
        day_moods=(DayMood(MONDAY, 6),),
    )
    assert counting(practice) == {("walk", MONDAY, "mini")}
    assert [r.value for r in practice.rows(t.DayMoodRow) if not r.superseded] == [6]


def test_mending_a_note_does_not_bring_back_a_word_that_was_replaced_since(
    practice: Practice,
) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    first = {
        "day": TUESDAY,
        "check_ins": told("walk", Outcome.NOT_DONE, MONDAY),
        "day_moods": (DayMood(MONDAY, 2),),
    }
    session_id = recorded(practice.ines, practice.bob, now=later(days=-1), **first)
    second = {"check_ins": told("walk", Outcome.MINI, MONDAY), "day_moods": (DayMood(MONDAY, 6),)}
    recorded(practice.ines, practice.bob, **second)
    corrected(practice, session_id, note="met een komma erbij", **first)
    assert counting(practice) == {("walk", MONDAY, "mini")}
    assert [r.value for r in practice.rows(t.DayMoodRow) if not r.superseded] == [6]
    changed = {**first, "check_ins": told("walk", Outcome.AMPLE, MONDAY)}
    corrected(practice, session_id, version=2, **changed)
    assert counting(practice) == {("walk", MONDAY, "ample")}


def test_two_look_backs_at_the_same_moment_leave_one_word_about_a_day(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    together = Barrier(4)

    def look_back(outcome: Outcome) -> None:
        together.wait()
        recorded(practice.ines, practice.bob, check_ins=told("walk", outcome, MONDAY))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look_back, [Outcome.MINI, Outcome.AMPLE, Outcome.REST, Outcome.NOT_DONE]))
    assert len(counting(practice)) == 1
    assert (practice.count(t.SessionRow), practice.count(t.CheckInRow)) == (4, 4)


def test_the_same_correction_is_kept_once(practice: Practice) -> None:
    session_id, form = recorded(practice.ines, practice.bob), key()
    for _ in range(2):
        corrected(practice, session_id, note="beter", save_key=form)
    assert practice.count(t.SessionVersionRow) == 2


@pytest.mark.parametrize("change", [{"note": "anders"}, {"reason": "om iets anders"}])
def test_another_correction_under_the_same_key_is_never_dropped_in_silence(
    practice: Practice, change: dict[str, Any]
) -> None:
    session_id, form = recorded(practice.ines, practice.bob), key()
    corrected(practice, session_id, note="beter", save_key=form)
    before = practice.everything()
    with pytest.raises(SavedOtherwise) as refused:
        corrected(practice, session_id, **{"note": "beter", "save_key": form, **change})
    assert refused.value.session_id == session_id
    assert practice.everything() == before


def test_the_key_of_a_first_save_corrects_nothing_and_says_so(practice: Practice) -> None:
    form = key()
    session_id = recorded(practice.ines, practice.bob, save_key=form, note="eerst")
    before = practice.everything()
    with pytest.raises(SavedOtherwise):
        corrected(practice, session_id, note="eerst", save_key=form)
    assert practice.everything() == before


def test_the_key_of_a_correction_is_taken_for_no_first_save(practice: Practice) -> None:
    session_id, form = recorded(practice.ines, practice.bob, note="eerst"), key()
    corrected(practice, session_id, note="beter", save_key=form)
    with pytest.raises(SavedOtherwise):
        recorded(practice.ines, practice.bob, save_key=form, note="eerst")


def test_a_stale_correction_is_refused_with_who_and_when(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    corrected(practice, session_id, note="eerst", now=later(minutes=5))
    before = practice.everything()
    with pytest.raises(Stale) as refused:
        corrected(practice, session_id, note="te laat", now=later(minutes=6))
    assert (refused.value.name, refused.value.moment) == (practice.ines.name, later(minutes=5))
    assert practice.everything() == before


def test_of_two_corrections_at_the_same_moment_one_is_refused(practice: Practice) -> None:
    session_id, together = recorded(practice.ines, practice.bob), Barrier(2)

    def correct(note: str) -> str:
        together.wait()
        try:
            corrected(practice, session_id, note=note)
        except Refused:
            return "refused"
        return note

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(correct, ["de een", "de ander"]))
    assert outcomes.count("refused") == 1
    newest = sessions.history(practice.ines, practice.bob, now=NOW)[0]
    assert newest.report.note in outcomes


def test_a_correction_needs_a_reason(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        corrected(practice, session_id, reason=" \u200b ", note="zomaar")
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    assert practice.everything() == before


def test_no_verb_ever_changes_a_version_that_was_written(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, note="eerst zo", mood_after=3)
    written = practice.rows(t.SessionVersionRow)[0].__dict__.copy()
    for version in (1, 2, 3):
        corrected(practice, session_id, version=version, note=f"versie {version}")
    again_read = next(row for row in practice.rows(t.SessionVersionRow) if row.number == 1)
    changed = {
        name
        for name in t.SessionVersionRow.__table__.columns.keys()  # noqa: SIM118 - not a dict
        if getattr(again_read, name) != written[name]
    }
    assert changed == set()


def test_what_is_to_be_corrected_is_the_newest_version(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, note="eerst")
    corrected(practice, session_id, note="toen")
    kept = sessions.to_correct(practice.ines, practice.bob, session_id, now=NOW)
    assert (kept.version, kept.report.note) == (2, "toen")
    with pytest.raises(NotFound):
        sessions.to_correct(practice.ines, practice.anna, session_id, now=NOW)


# -- the form ---------------------------------------------------------------------------------


def test_a_first_form_looks_back_to_the_beginning_at_most_two_weeks(practice: Practice) -> None:
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW)
    assert (form.route, form.steps, form.last_held, form.last_next_step) == (None, (), None, "")
    assert form.days == tuple(TODAY - timedelta(days=n) for n in range(13, -1, -1))
    assert form.client.name == NAMES["Bob"]


def test_a_form_looks_back_from_the_last_session_on(practice: Practice) -> None:
    walk = step()
    adjusted(practice.ines, practice.bob, walk, now=later(days=-7))
    recorded(
        practice.ines,
        practice.bob,
        day=MONDAY,
        now=later(days=-2),
        next_step="samen naar de markt",
        check_ins=told("walk", Outcome.ORDINARY, MONDAY),
    )
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW)
    assert form.days == (MONDAY, TUESDAY, TODAY)
    assert form.steps == (walk,)
    assert form.last_next_step == "samen naar de markt"
    assert form.told == {("walk", MONDAY): Outcome.ORDINARY}


def test_a_form_for_an_earlier_day_shows_the_route_of_that_day(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step("walk"), now=later(days=-10))
    adjusted(practice.ines, practice.bob, step("swim"), number=1, now=later(days=-3))
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY - timedelta(days=5), now=NOW)
    assert [one.key for one in form.steps] == ["walk"]


def agreed_rest(practice: Practice, number: int, start: date, end: date | None, **what: Any) -> int:
    asked = {"step_key": None, "proposed_by": "client", "reason": "rust", "save_key": key(), **what}
    return routes.agree_rest(
        practice.ines,
        practice.bob,
        start=start,
        end=end,
        expected_number=number,
        now=NOW,
        **asked,
    )


def test_on_days_of_agreed_rest_nothing_is_asked(practice: Practice) -> None:
    ago = [TODAY - timedelta(days=n) for n in range(15)]
    number = adjusted(practice.ines, practice.bob, step(), step("swim"), now=later(days=-20))
    number = agreed_rest(practice, number, ago[12], ago[11])
    number = agreed_rest(practice, number, ago[5], ago[4], step_key="walk")
    agreed_rest(practice, number, ago[1], None, step_key="swim")
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW)
    assert form.rested == {
        "walk": {ago[12], ago[11], ago[5], ago[4]},
        "swim": {ago[12], ago[11], ago[1], ago[0]},
    }


def test_without_rest_every_step_is_asked_about_on_every_day(practice: Practice) -> None:
    number = adjusted(practice.ines, practice.bob, step(), step("swim"), now=later(days=-20))
    agreed_rest(practice, number, TODAY + timedelta(days=1), None)
    (rest,) = routes.story(practice.ines, practice.bob, now=NOW).rests
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW)
    assert form.rested == {"walk": frozenset(), "swim": frozenset()}
    routes.end_rest(
        practice.ines,
        practice.bob,
        rest.id,
        proposed_by="client",
        reason="toch niet",
        expected_number=number + 1,
        save_key=key(),
        now=NOW,
    )
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=later(days=3))
    assert form.rested == {"walk": frozenset(), "swim": frozenset()}


def test_a_step_that_left_the_route_keeps_its_days_of_rest(practice: Practice) -> None:
    number = adjusted(practice.ines, practice.bob, step(), step("swim"), now=later(days=-20))
    number = agreed_rest(practice, number, MONDAY, MONDAY, step_key="swim")
    adjusted(practice.ines, practice.bob, step(), number=number)
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW)
    assert form.rested == {"walk": frozenset(), "swim": {MONDAY}}


@pytest.mark.parametrize(
    ("planned", "on", "moment", "found"),
    [
        (time(9, 0), TODAY, NOW, True),  # half past ten now
        (time(10, 30), TODAY, NOW, True),
        (time(10, 31), TODAY, NOW, False),  # has not begun
        (time(9, 0), TUESDAY, NOW, False),  # the form is about another day
        (time(9, 0), TODAY, later(days=1), True),  # written down a day later
        (time(9, 0), TODAY + timedelta(days=1), later(days=1), False),
    ],
)
def test_the_form_begins_with_the_appointment_of_that_day_once_it_has_begun(
    practice: Practice, planned: time, on: date, moment: datetime, found: bool
) -> None:
    clients.plan_next(practice.ines, practice.bob, day=TODAY, at=planned, now=later(days=-1))
    form = sessions.prepare(practice.ines, practice.bob, on=on, now=moment)
    assert form.next_appointment is not None
    assert form.appointment == (form.next_appointment if found else None)


def test_a_form_knows_of_the_last_session_what_may_serve_again(practice: Practice) -> None:
    assert sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW).last is None
    session_id = recorded(
        practice.ines, practice.bob, day=MONDAY, now=later(days=-2), **TOLD_IN_FULL
    )
    corrected(practice, session_id, day=MONDAY, **{**TOLD_IN_FULL, "place": "home", "helped": ()})
    recorded(practice.ines, practice.anna, name=NAMES["Anna"], own_words="van Anna")
    last = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW).last
    assert last == LastTime(
        held_at=datetime(2026, 3, 16, 8, 0, tzinfo=UTC),
        kind=Kind.IN_PERSON,
        place=Where.HOME,
        company=WithWhom.BUDDY,
        helped=(),
        barriers=("tired", "de hond was ziek"),
        next_step="naar de brug",
        own_words="ik dacht dat ik niet kon",
    )


def offered(practice: Practice, client: str, *, now: datetime = NOW) -> Familiar:
    scope = practice.marek if client == practice.cem else practice.ines
    return sessions.prepare(scope, client, on=TODAY, now=now).familiar


def test_words_a_client_used_come_first_and_are_never_offered_to_another(
    practice: Practice,
) -> None:
    for n, words in enumerate((("druk hoofd", "pain"), ("weather", "pain"), ("druk hoofd",))):
        recorded(
            practice.ines,
            practice.bob,
            day=TODAY - timedelta(days=3 - n),
            now=later(days=n - 3),
            barriers=words,
            helped=("de hond", "music"),
            place="home",
            company="buddy",
        )
    of_bob, of_anna = offered(practice, practice.bob), offered(practice, practice.anna)
    of_cem = offered(practice, practice.cem)
    # "druk hoofd" and "pain" were told twice; the first of them in the latest session.
    assert of_bob.barriers[:4] == ("druk hoofd", "pain", "weather", "tired")
    assert of_bob.helped[:2] == ("de hond", "music")
    # Of Anna nothing is known: what this coach often writes down comes first, standard words only.
    assert of_anna.barriers[:3] == ("pain", "weather", "tired")
    assert of_anna.helped[0] == "music"
    assert (of_anna.places[0], of_anna.company[0]) == (Where.HOME, WithWhom.BUDDY)
    assert set(of_anna.barriers) == set(Hindrance)
    assert set(of_anna.helped) == set(Help)
    # Cem has another coach, with other habits.
    assert of_cem == familiar((), ())


def test_what_a_colleague_wrote_down_is_no_habit_of_ones_own(practice: Practice) -> None:
    moved(practice, practice.bob, practice.marek)
    recorded(practice.marek, practice.bob, barriers=("weather",), place="home")
    moved(practice, practice.bob, practice.ines)
    assert offered(practice, practice.bob).barriers[0] == "weather"  # Bob told it, to whomever
    assert offered(practice, practice.anna) == familiar((), ())


def test_habits_of_more_than_half_a_year_ago_are_forgotten(practice: Practice) -> None:
    began = date(2025, 1, 6)
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    clients.change(
        practice.ines,
        practice.bob,
        ClientDraft(NAMES["Bob"], started_on=began),
        expected_version=version,
        now=NOW,
    )
    for ago, word in ((183, "lang geleden"), (181, "net nog")):
        day = TODAY - timedelta(days=ago)
        recorded(practice.ines, practice.bob, day=day, now=later(days=-ago), barriers=(word,))
    found = offered(practice, practice.bob).barriers
    assert "net nog" in found
    assert "lang geleden" not in found


def test_only_the_newest_version_of_a_session_is_a_habit(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, barriers=("verschreven",), place="home")
    corrected(practice, session_id, barriers=("goed gespeld",), place="nature")
    found = offered(practice, practice.bob)
    assert found.barriers[0] == "goed gespeld"
    assert "verschreven" not in found.barriers
    assert found.places[0] is Where.NATURE


# -- the end of a session ---------------------------------------------------------------------


def test_the_last_screen_shows_what_was_saved_and_what_comes_next(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    session_id = recorded(
        practice.ines,
        practice.bob,
        note="zo was het",
        next_day=TODAY + timedelta(days=7),
        next_at=time(14, 15),
    )
    shown = sessions.ending(practice.ines, practice.bob, session_id, now=NOW)
    assert (shown.client.name, shown.kept.report.note) == (NAMES["Bob"], "zo was het")
    assert [one.key for one in shown.steps] == ["walk"]
    assert shown.next_appointment == datetime(2026, 3, 25, 13, 15, tzinfo=UTC)
    assert shown.coach_phone == ""
    accounts.set_phone(practice.ines, "050 123 45 67", now=NOW)
    accounts.set_phone(practice.marek, "050 765 43 21", now=NOW)
    later_on = sessions.ending(practice.ines, practice.bob, session_id, now=later(days=8))
    assert (later_on.next_appointment, later_on.coach_phone) == (None, "050 123 45 67")
    for other in (practice.anna, "0" * 32):
        with pytest.raises(NotFound):
            sessions.ending(practice.ines, other, session_id, now=NOW)


# -- the words, and who may read them ---------------------------------------------------------


def test_a_lead_reads_notes_only_with_a_reason_and_for_an_hour(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, note="wat Bob vertelde")
    with pytest.raises(DossierClosed):
        sessions.history(practice.lea, practice.bob, now=NOW)
    for reason in ("", "omdat", " \u200b" * 20):
        with pytest.raises(Invalid):
            dossiers.open_with_reason(practice.lea, practice.bob, reason=reason, now=NOW)
    dossiers.open_with_reason(practice.lea, practice.bob, reason=WHY, now=NOW)
    for moment in (NOW, later(minutes=59)):
        (kept,) = sessions.history(practice.lea, practice.bob, now=moment)
        assert kept.report.note == "wat Bob vertelde"
    for moment in (later(hours=1), later(seconds=-1)):
        with pytest.raises(DossierClosed):
            sessions.history(practice.lea, practice.bob, now=moment)


def test_the_reason_of_a_lead_stands_in_the_log(practice: Practice) -> None:
    dossiers.open_with_reason(practice.lea, practice.bob, reason=WHY, now=NOW)
    (line,) = [row for row in practice.rows(t.AuditRow) if row.part == "dossier opened"]
    assert (line.action, line.person_id, line.client_id) == (
        "E",
        practice.lea.person_id,
        practice.bob,
    )
    assert (line.reason, line.rule, line.at) == (WHY, "lead with a reason", NOW)


def test_a_reason_opens_one_dossier_for_one_person(practice: Practice) -> None:
    recorded(practice.ines, practice.anna, name=NAMES["Anna"], note="van Anna")
    dossiers.open_with_reason(practice.lea, practice.bob, reason=WHY, now=NOW)
    with pytest.raises(DossierClosed):
        sessions.history(practice.lea, practice.anna, now=NOW)
    with pytest.raises(NotFound):
        sessions.history(practice.olga, practice.bob, now=NOW)


def test_closed_notes_are_closed_also_within_the_same_look(practice: Practice) -> None:
    dossiers.open_with_reason(practice.lea, practice.bob, reason=WHY, now=NOW)
    look = again(practice.lea, view=key())
    sessions.history(look, practice.bob, now=NOW)
    with pytest.raises(DossierClosed):
        sessions.history(look, practice.bob, now=later(hours=2))


def test_reading_notes_is_one_line_per_look(practice: Practice) -> None:
    recorded(practice.ines, practice.bob)

    def looks() -> list[str]:
        return [row.part for row in practice.rows(t.AuditRow) if row.action == "R"]

    look = again(practice.ines, view=key())
    for _ in range(3):
        sessions.history(look, practice.bob, now=NOW)
    assert looks() == ["session notes"]
    sessions.history(again(practice.ines, view=key()), practice.bob, now=NOW)
    assert looks() == ["session notes"] * 2
    sessions.history(look, practice.anna, now=NOW)
    assert len(looks()) == 3


def test_a_refused_look_at_notes_shows_nothing_and_writes_no_look(practice: Practice) -> None:
    with pytest.raises(DossierClosed):
        sessions.history(again(practice.lea, view=key()), practice.bob, now=NOW)
    assert [row for row in practice.rows(t.AuditRow) if row.action == "R"] == []


def test_an_absence_is_kept_without_numbers(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, attendance="absent", note="belde niet af")
    (kept,) = sessions.history(practice.ines, practice.bob, now=NOW)
    assert kept.report.attendance is Attendance.ABSENT
    assert replace(kept.report, note="").mood_before is None
