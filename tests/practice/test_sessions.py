"""Sessions: saved once and whole, corrected beside the old, read by who may."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest

from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotFound, Refused, Stale
from lib.domain.sessions import Attendance, DayMood, Outcome
from lib.practice import clients, routes, sessions
from lib.practice.sessions import NotesClosed
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
    later,
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


def test_the_same_save_key_saves_once(practice: Practice) -> None:
    form = key()
    ids = {recorded(practice.ines, practice.bob, save_key=form) for _ in range(3)}
    assert len(ids) == 1
    assert (practice.count(t.SessionRow), practice.count(t.SessionVersionRow)) == (1, 1)
    assert [row.subject_id for row in practice.rows(t.AuditRow) if row.part == "session"] == [*ids]


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


def break_the_log(practice: Practice) -> None:
    """Let the database itself refuse every new line of the log."""
    if practice.engine.dialect.name == "sqlite":
        practice.run(
            "CREATE TRIGGER full_log BEFORE INSERT ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the log is full'); END"
        )
        return
    practice.run(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is full'; END $$"
    )
    practice.run("CREATE TRIGGER full_log BEFORE INSERT ON audit EXECUTE FUNCTION refuse()")


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
        lambda p: sessions.open_notes(p.lea, p.bob, reason=WHY, now=NOW),
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


# -- the words, and who may read them ---------------------------------------------------------


def test_a_lead_reads_notes_only_with_a_reason_and_for_an_hour(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, note="wat Bob vertelde")
    with pytest.raises(NotesClosed):
        sessions.history(practice.lea, practice.bob, now=NOW)
    for reason in ("", "omdat", " \u200b" * 20):
        with pytest.raises(Invalid):
            sessions.open_notes(practice.lea, practice.bob, reason=reason, now=NOW)
    sessions.open_notes(practice.lea, practice.bob, reason=WHY, now=NOW)
    for moment in (NOW, later(minutes=59)):
        (kept,) = sessions.history(practice.lea, practice.bob, now=moment)
        assert kept.report.note == "wat Bob vertelde"
    for moment in (later(hours=1), later(seconds=-1)):
        with pytest.raises(NotesClosed):
            sessions.history(practice.lea, practice.bob, now=moment)


def test_the_reason_of_a_lead_stands_in_the_log(practice: Practice) -> None:
    sessions.open_notes(practice.lea, practice.bob, reason=WHY, now=NOW)
    (line,) = [row for row in practice.rows(t.AuditRow) if row.part == "notes opened"]
    assert (line.action, line.person_id, line.client_id) == (
        "E",
        practice.lea.person_id,
        practice.bob,
    )
    assert (line.reason, line.rule, line.at) == (WHY, "lead with a reason", NOW)


def test_a_reason_opens_one_dossier_for_one_person(practice: Practice) -> None:
    recorded(practice.ines, practice.anna, name=NAMES["Anna"], note="van Anna")
    sessions.open_notes(practice.lea, practice.bob, reason=WHY, now=NOW)
    with pytest.raises(NotesClosed):
        sessions.history(practice.lea, practice.anna, now=NOW)
    with pytest.raises(NotFound):
        sessions.history(practice.olga, practice.bob, now=NOW)


def test_closed_notes_are_closed_also_within_the_same_look(practice: Practice) -> None:
    sessions.open_notes(practice.lea, practice.bob, reason=WHY, now=NOW)
    look = again(practice.lea, view=key())
    sessions.history(look, practice.bob, now=NOW)
    with pytest.raises(NotesClosed):
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
    with pytest.raises(NotesClosed):
        sessions.history(again(practice.lea, view=key()), practice.bob, now=NOW)
    assert [row for row in practice.rows(t.AuditRow) if row.action == "R"] == []


def test_an_absence_is_kept_without_numbers(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, attendance="absent", note="belde niet af")
    (kept,) = sessions.history(practice.ines, practice.bob, now=NOW)
    assert kept.report.attendance is Attendance.ABSENT
    assert replace(kept.report, note="").mood_before is None
