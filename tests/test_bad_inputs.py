"""Bad inputs: a sentence in Dutch and nothing stored, or stored as cleaned text; never an error.

Every leaf of every verb is tried: what people type, and ids, choices, numbers, days and times. The
files of a catalogue of bad imports have no place here: Ministap takes no files. No page asks for
one, the gate shuts the way files would come in, and both are tested, below and in
`browser/test_stranger.py`.

By itself each text field gets every text that has to change and two that stay as they are, in
turns; with MINISTAP_THOROUGH=1 each gets them all.
"""

import ast
import csv
import logging
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from babel.messages.pofile import read_po

from lib.domain import timeline
from lib.domain.access import Scope
from lib.domain.calendar import NoSuchTime, at_local
from lib.domain.people import ClientDraft
from lib.domain.problems import Invalid, Problem, Refused
from lib.domain.texts import clean, line, passage, visible
from lib.practice import clients, sessions
from lib.storage.engine import ROOT
from lib.ui import report_papers, row_files
from lib.ui.text import LOCALES, parse_number, said, speak
from tests import hostile
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, again, later, recorded
from tests.hostile import AS_TEXT, BAD, DEEP, IDS, MARK, TEXTS, UNFIT, Twist
from tests.test_access import PEOPLE, TABLE, YES, Dossier, act, filled

THOROUGH = bool(os.environ.get("MINISTAP_THOROUGH"))

# Ids, keys and choices from a list of ours: nobody types these, whatever verb takes them.
NOT_TYPED = {
    *("absence_id", "appointment_id", "client_id", "coach_id", "consent_id", "cover_id"),
    *("coverer_id", "event_id", "experiment_id", "filling_id", "goal_id", "handover_id"),
    *("notice_id", "person_id", "point_id", "question_id", "region_id", "rest_id", "row_id"),
    *("score_id", "session_id", "signal_id", "snippet_id", "step_id", "team_id", "to_coach_id"),
    *("to_team_id", "id", "save_key", "tab", "form", "part", "where", "seen_to", "client_ids"),
    *("team_ids", "lead_ids", "a_week", "step_key", "key", "language", "about", "begin_with"),
    *("proposed_by", "verdict", "kind", "attendance", "company", "barriers", "request_id"),
    *("helped", "together", "filled_in", "went", "context", "purpose", "answer", "told", "profile"),
    *("wish", "silence", "silence_channel", "energy", "cost", "weather", "idea", "fields"),
    *("expected_client", "asked_by", "answered_by", "state", "dossier_id", "number"),
    *("recipient", "action", "dossier", "before", "page_name", "form_key"),
}
# Which leaves hold words that somebody typed. What is stored of them is found back cleaned.
WORDS: dict[str, tuple[str, ...]] = {
    "accounts.add_colleague": ("draft.name", "draft.email"),
    "accounts.add_team": ("name",),
    "accounts.change_password": ("current", "new"),
    "accounts.rename_team": ("name",),
    "accounts.set_phone": ("phone",),
    "advice.change_setting": ("name", "value"),
    "agenda.change": ("draft.place", "draft.title"),
    "agenda.plan": ("draft.place", "draft.title"),
    "agenda.plan_group": ("draft.place", "draft.title"),
    "basis.change": ("draft.what_for", "draft.silence_who", "draft.silence_words"),
    "care_signals.close_signal": ("note",),
    "care_signals.open_signal": ("words",),
    "clients.add": ("draft.name", "draft.phone"),
    "clients.change": ("draft.name", "draft.phone"),
    "consents.add": ("draft.words",),
    "covers.add": ("words",),
    "dossiers.open_with_reason": ("reason",),
    "experiments.begin": ("draft.first.words", "draft.second.words"),
    "goals.add": ("words",),
    "goals.reword": ("words",),
    "handovers.decline": ("words",),
    "handovers.offer": ("words",),
    "handovers.take_back": ("words",),
    "intake.change": (
        "draft.referred_by",
        "draft.referral_reason",
        "draft.safety.{value}.[]",
        "draft.gp_name",
        "draft.gp_phone",
        "draft.nurse_name",
        "draft.nurse_phone",
    ),
    "life_events.add": ("words",),
    "oversight.judge": ("words",),
    "oversight.sign_off": ("words",),
    "questions.answer": ("words",),
    "questions.ask": ("words",),
    "questions.see_answers": ("asked.[].words", "asked.[].answer"),
    "regions.keep": ("name",),
    "rights.ask": ("words",),
    "rights.extend": ("reason",),
    "routes.adjust": (
        "steps.[].activity",
        "steps.[].mini.text",
        "steps.[].ordinary.text",
        "steps.[].ample.text",
        "steps.[].note",
        "steps.[].cue",
        "reason",
        "how.hope",
        "how.phases.[]",
    ),
    "routes.agree_rest": ("reason", "how.hope", "how.phases.[]"),
    "routes.end_rest": ("reason",),
    "routes.go_back": ("reason", "hope"),
    "routes.look_back": ("words",),
    "second_step.begin_anew": ("typed",),
    "second_step.new_codes": ("typed",),
    "sessions.correct": (
        "draft.note",
        "draft.next_step",
        "draft.own_words",
        "draft.place",
        "reason",
    ),
    "sessions.record": ("draft.note", "draft.next_step", "draft.own_words", "draft.place"),
    "sessions.supplement": ("words",),
    "snippets.add": ("title", "words"),
    "snippets.change": ("title", "words"),
    **{
        f"step_library.{verb}": (
            "draft.step.activity",
            "draft.step.mini_text",
            "draft.step.ordinary_text",
            "draft.step.ample_text",
            "draft.step.note",
            "draft.step.cue",
            "draft.step.place",
            "draft.tip",
        )
        for verb in ("add_team_step", "change_team_step", "share_step")
    },
    "talk_points.add": ("words",),
    "working_notes.keep": ("words",),
    "worklist.annotate": ("note",),
    "worklist.put_off": ("reason",),
}
# Kept where it cannot be read back: sealed, hashed, or not at all.
NOT_READ_BACK = {
    "accounts.change_password",
    "advice.change_setting",
    "questions.see_answers",
    "second_step.begin_anew",
    "second_step.new_codes",
    "working_notes.keep",
    # Words that belong to a choice which the right call does not make.
    "agenda.change:draft.title",
    "agenda.plan:draft.title",
    "routes.agree_rest:how.phases.[]",
    # A step of a team has a tip instead; a note and a cue are of one client.
    *(
        f"step_library.{verb}:draft.step.{field}"
        for verb in ("add_team_step", "change_team_step", "share_step")
        for field in ("note", "cue")
    ),
}
# What has to be chosen beside a text, or it does not count.
SOMEONE: Mapping[DEEP, object] = {
    ("draft", "silence"): "someone",
    ("draft", "silence_days"): 7,
    ("draft", "silence_channel"): "call",
    ("draft", "silence_who"): "haar zus",
}
COUNTS_WITH: dict[str, Mapping[DEEP, object]] = {
    "basis.change.draft.silence_who": SOMEONE,
    "basis.change.draft.silence_words": SOMEONE,
    "experiments.begin.draft.first.words": {("draft", "first", "context"): None},
    "experiments.begin.draft.second.words": {("draft", "second", "context"): None},
}
# What a refusal leaves: a try is counted, a day off stands that is then taken away, and what was
# still to be worked out is.
MAY_LEAVE = {
    "accounts.change_password": {"audit", "sign_in_attempt"},
    "second_step.begin_anew": {"audit", "sign_in_attempt"},
    "second_step.new_codes": {"audit", "sign_in_attempt"},
    # The visit elsewhere that was to be ended.
    "accounts.end_visit": {"audit", "visit"},
    "absences.take_away": {"absence", "audit"},
    "caseload.of_teams": {"audit", "worklist", "worklist_due"},
    "oversight.month": {"audit"},
    "worklist.bring_back": {"audit", "worklist", "worklist_due"},
}


@pytest.fixture
def trial(prepared: Any, caplog: pytest.LogCaptureFixture, capfd: Any) -> Iterator["Trial"]:
    """Bob's dossier in SQLite, which is as it was again after each trial."""
    practice, dossier = prepared("sqlite", filled)
    caplog.set_level(logging.DEBUG)
    made = Trial(replace(dossier, practice=practice))
    yield made
    told = caplog.text + "".join(capfd.readouterr())
    assert MARK not in told, "what was typed stands in the log of the server"


class Trial:
    """One verb after another with one bad leaf each, in a database that is put back."""

    def __init__(self, bob: Dossier) -> None:
        self.bob = bob
        self.before = bob.practice.everything()
        self.file = str(bob.practice.engine.url.database)
        self.kept = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(self.file)) as now:
            now.backup(self.kept)

    def put_back(self) -> None:
        with closing(sqlite3.connect(self.file)) as now:
            self.kept.backup(now)

    def of(self, verb: str, way: DEEP, takes: object) -> Refused | None:
        """Do the verb with this in that leaf; return what refused it, None when it was done.

        Whatever else is raised comes out of here. What was refused changed nothing.
        """
        room, called = verb.split(".")
        twist = Twist(hostile.verb(verb), way, takes, COUNTS_WITH.get(".".join((verb, *way)), {}))
        scope = who_may(verb, self.bob)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(f"lib.practice.{room}.{called}", twist)
            refusal = refused_by(lambda: act(verb, scope, self.bob))
        assert twist.reached
        if refusal is not None:
            assert in_dutch(refusal), (verb, way, refusal.sentence)
            self.unchanged(verb, way)
        return refusal

    def unchanged(self, verb: str, way: DEEP) -> None:
        after = self.bob.practice.everything()
        touched = {table for table in after if after[table] != self.before[table]}
        assert touched <= MAY_LEAVE.get(verb, set()), (verb, way, touched)

    def stored(self) -> set[str]:
        """Return every text that stands in the database now and stood not in it before."""
        after = self.bob.practice.everything()
        return {
            one
            for table, rows in after.items()
            for row in rows
            if row not in self.before[table]
            for one in hostile.strings(row)
        }


def refused_by(deed: Callable[[], object]) -> Refused | None:
    """Return what refused this, None when it was done; whatever else is raised comes out."""
    try:
        deed()
    except Refused as refusal:
        return refusal
    return None


def in_dutch(refusal: Refused) -> bool:
    """True when every sentence of a refusal can be said in Dutch, and names its field."""
    speak("nl")
    told = [refusal, *(refusal.problems if isinstance(refusal, Invalid) else ())]
    named = all(one.field for one in told if isinstance(one, Problem))
    return named and all(said(one) and one.sentence in dutch() for one in told)


@cache
def dutch() -> frozenset[str]:
    """Return what has Dutch words."""
    with (LOCALES / "nl" / "LC_MESSAGES" / "app.po").open("rb") as file:
        return frozenset(str(one.id) for one in read_po(file, locale="nl") if one.string)


def who_may(verb: str, bob: Dossier) -> Scope:
    """Return the first of the cast who may do this; Marek, who was asked, when nobody else may."""
    allowed = [name for name, out in zip(PEOPLE, TABLE[verb], strict=True) if out is YES]
    found: Scope = getattr(bob.practice, allowed[0] if allowed else "marek")
    return found if allowed else again(found)


def of_type(verb: str, kind: type) -> list[DEEP]:
    return [way for way, found in hostile.leaves(verb) if found is kind]


def is_typed(verb: str, way: DEEP) -> bool:
    return ".".join(way) in WORDS.get(verb, ())


TYPING = sorted(WORDS)
NAMING = [verb for verb in TABLE if any(not is_typed(verb, way) for way in of_type(verb, str))]
COUNTING = [verb for verb in TABLE if any(of_type(verb, kind) for kind in BAD)]


# -- no field is forgotten ---------------------------------------------------------------------


def test_every_text_a_verb_takes_is_named_as_words_or_as_no_words() -> None:
    unknown = [
        (verb, ".".join(way))
        for verb in TABLE
        for way, kind in hostile.leaves(verb)
        if kind in (str, object)
        and not is_typed(verb, way)
        and next(part for part in reversed(way) if part[0] not in "[{") not in NOT_TYPED
    ]
    assert unknown == []


def test_every_field_that_is_named_exists() -> None:
    for verb, named in WORDS.items():
        assert set(named) <= {".".join(way) for way in of_type(verb, str)}, verb


# -- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", TYPING)
def test_bad_words_are_refused_or_kept_as_cleaned_text(verb: str, trial: Trial) -> None:
    for at, field in enumerate(WORDS[verb]):
        for name in chosen(at + TYPING.index(verb)):
            typed = hostile.TEXTS[name]
            refusal = trial.of(verb, tuple(field.split(".")), typed)
            if refusal is not None:
                continue
            stored = trial.stored()
            assert all(clean(one) == one for one in stored if MARK in one), (field, name)
            read_back = verb not in NOT_READ_BACK and f"{verb}:{field}" not in NOT_READ_BACK
            assert not any(len(one) > 100_000 for one in stored), (field, name)
            if read_back and visible(clean(typed)):
                shapes = {
                    line(typed, field="x", limit=999)[0],
                    passage(typed, field="x", limit=999)[0],
                }
                assert shapes & stored or {one.casefold() for one in shapes} & stored, (field, name)
            trial.put_back()


def chosen(turn: int) -> Iterator[str]:
    """Return the names of the texts to try: all, or all unfit ones and two others in turns."""
    yield from UNFIT
    others = list(AS_TEXT)
    yield from others if THOROUGH else (others[(turn * 2 + one) % len(others)] for one in (0, 1))


def test_bad_words_do_not_break_the_other_database_either(prepared: Any) -> None:
    """PostgreSQL keeps no NUL and no lone surrogate, where SQLite would keep the first."""
    practice, dossier = prepared("postgresql", filled)
    bob = replace(dossier, practice=practice)
    tried = 0
    for verb, fields in WORDS.items():
        room, called = verb.split(".")
        scope = who_may(verb, bob)
        for field in fields:
            for name in ("nul", "lone surrogate", "a million signs"):
                twist = Twist(hostile.verb(verb), tuple(field.split(".")), TEXTS[name])
                with pytest.MonkeyPatch.context() as patch, suppress(Refused):
                    patch.setattr(f"lib.practice.{room}.{called}", twist)
                    act(verb, scope, bob)
                tried += twist.reached
    assert tried == 3 * sum(map(len, WORDS.values()))


@pytest.mark.parametrize("verb", NAMING)
def test_an_id_or_a_choice_that_was_tampered_with_breaks_nothing(verb: str, trial: Trial) -> None:
    for way in of_type(verb, str):
        # Where backups go is written by the house; the mark of a page of rows is no text.
        if is_typed(verb, way) or way[0] in ("where", "before"):
            continue
        for given in IDS.values() if THOROUGH else (IDS["nul"], IDS["lone surrogate"]):
            if trial.of(verb, way, given) is None:
                trial.put_back()


# -- numbers, days and times ------------------------------------------------------------------


@pytest.mark.parametrize("verb", COUNTING)
def test_a_bad_number_day_or_time_is_refused_or_kept_as_it_is(verb: str, trial: Trial) -> None:
    for kind, bad in BAD.items():
        for way in of_type(verb, kind):
            for name, given in bad.items():
                if (verb, name) in TOO_LONG_TO_LAY_OUT:
                    continue
                if trial.of(verb, way, given) is None:
                    trial.put_back()


# Every week through the year 9999; the page asks for one week, at most three years from today.
TOO_LONG_TO_LAY_OUT = {
    ("agenda.of_mine", name) for name in ("the last year", "the last day of all but one")
}
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
HALF_PAST_TWO = time(2, 30)


def test_a_session_at_a_time_that_the_clock_skips_is_refused_beside_its_field(
    in_sqlite: Practice,
) -> None:
    after = datetime(2027, 3, 29, 9, 0, tzinfo=UTC)
    before = in_sqlite.everything()
    with pytest.raises(Invalid) as refused:
        recorded(in_sqlite.ines, in_sqlite.bob, day=SPRING, at=HALF_PAST_TWO, now=after)
    assert [one.field for one in refused.value.problems] == ["at"]
    assert in_dutch(refused.value)
    assert in_sqlite.everything() == before


def test_a_session_at_a_time_that_comes_twice_is_kept_at_the_first(in_sqlite: Practice) -> None:
    after = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
    recorded(in_sqlite.ines, in_sqlite.bob, day=AUTUMN, at=HALF_PAST_TWO, now=after)
    (kept,) = sessions.history(in_sqlite.ines, in_sqlite.bob, now=after)
    assert kept.report.held_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "day", [date.min, date(1869, 12, 31), BEGAN - timedelta(days=32), TODAY + timedelta(days=1)]
)
def test_a_session_long_before_the_beginning_or_ahead_is_refused_beside_its_day(
    in_sqlite: Practice, day: date
) -> None:
    before = in_sqlite.everything()
    with pytest.raises(Invalid) as refused:
        recorded(in_sqlite.ines, in_sqlite.bob, day=day)
    assert {one.field for one in refused.value.problems} == {"day"}
    assert in_sqlite.everything() == before


def test_nothing_is_written_down_after_the_end_of_guidance(in_sqlite: Practice) -> None:
    scope, client = in_sqlite.ines, in_sqlite.bob
    ending = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    version = clients.get(scope, client, now=NOW).version
    clients.change(scope, client, ending, expected_version=version, now=NOW)
    before = in_sqlite.everything()
    with pytest.raises(Refused):
        recorded(scope, client, now=later(days=3), day=TODAY + timedelta(days=2))
    assert in_sqlite.everything() == before


@pytest.mark.parametrize(
    ("day", "at"), [(date.min, time(0)), (SPRING, HALF_PAST_TWO), (date(1, 1, 1), time(0, 17))]
)
def test_a_moment_that_no_clock_shows_has_its_own_name(day: date, at: time) -> None:
    with pytest.raises(NoSuchTime):
        at_local(day, at)


@pytest.mark.parametrize(
    "typed",
    [
        *("\u0663\u0660", "1e3", "1.234", "1,234,5", "inf", "nan", "0x10", "1_0", "--1", "", " "),
        *("½", "30-02-2026", "\uff11", "3\x00", "a" * 100_000),
    ],
)
def test_what_is_no_plain_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


# -- search ------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1 --", "\x00", "\ud800", "[", "(", "\\"])
def test_signs_with_a_meaning_elsewhere_are_only_searched_for(
    in_sqlite: Practice, typed: str
) -> None:
    recorded(in_sqlite.ines, in_sqlite.bob, note="een gewone zin")
    found = sessions.history(in_sqlite.ines, in_sqlite.bob, now=NOW)
    assert timeline.found(found, searched=typed) == ()


# -- what leaves -------------------------------------------------------------------------------

WORKED_OUT = ["=cmd|'/c calc'!A1", "+31 6 12345678", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]
WORKED_OUT += ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A1"]
HARMLESS = ["a;b", "a,b", 'zei "ja"', "twee\nregels", "🚲 fietsen", "O'Brien", "a=b"]


@pytest.mark.parametrize("typed", WORKED_OUT)
@pytest.mark.parametrize("code", ["nl", "en"])
def test_a_text_is_no_formula_in_a_file_for_a_spreadsheet(typed: str, code: str) -> None:
    ((found, *_),) = read_csv([{"wat": typed}], code)[1:]
    assert found == f"'{typed}"


@pytest.mark.parametrize("typed", HARMLESS)
@pytest.mark.parametrize("code", ["nl", "en"])
def test_other_texts_come_back_as_they_were_in_one_cell(typed: str, code: str) -> None:
    assert read_csv([{"wat": typed, "en": 1}], code)[1] == [typed, "1"]


@pytest.mark.parametrize(
    ("number", "dutch_one"),
    [
        *((-5, "-5"), (0, "0"), (7.5, "7,5"), (-0.256, "-0,26"), (1_234_567, "1234567")),
        *((12_345.67, "12345,67"), (99_999.5, "99999,5")),
    ],
)
def test_a_number_stays_a_number_with_all_its_digits(number: float, dutch_one: str) -> None:
    assert read_csv([{"wat": number}], "nl")[1] == [dutch_one]
    assert float(read_csv([{"wat": number}], "en")[1][0]) == round(number, 2)


def read_csv(rows: list[dict[str, object]], code: str) -> list[list[str]]:
    speak(code)
    try:
        text = row_files.as_csv(rows).decode("utf-8-sig")
    finally:
        speak("nl")
    with StringIO(text, newline="") as file:
        return list(csv.reader(file, delimiter=";" if code == "nl" else ",", strict=True))


def test_a_workbook_holds_no_formula_and_no_link(tmp_path: Path) -> None:
    rows = [{"=kop": typed, "n": -5} for typed in (*WORKED_OUT, "http://elders.example", *HARMLESS)]
    for name in ("Noord", "'Noord'", "=[Noord]/\\:*?", "n" * 99):
        with ZipFile(BytesIO(report_papers.workbook_of_rows(name, rows))) as book:
            parts = {one: book.read(one).decode() for one in book.namelist()}
        sheet = parts["xl/worksheets/sheet1.xml"]
        assert "<f>" not in sheet
        assert "hyperlink" not in "".join(parts.values())
        assert sheet.count("<v>-5</v>") == len(rows), "numbers stay numbers"
        shown = re.findall(r"<t[^>]*>([^<]*)</t>", parts["xl/sharedStrings.xml"])
        assert not [one for one in shown if one.startswith(("=", "+", "-", "@", "\uff1d"))]


def test_the_name_of_a_file_is_never_made_of_what_somebody_typed() -> None:
    """It stays behind in a list of downloads, and may lead anywhere."""
    made = []
    for path in in_the_ui():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "file_name":
                made.append((path.name, ast.unparse(node.value)))
    assert made
    sound = re.compile(
        r"(t\('[a-z-]+'\) \+ '\.\w+'|f'\{called\}\.\w+'|file_name|[a-z_]+\.file_name\([a-z_., ]*\))"
    )
    assert [one for one in made if not sound.fullmatch(one[1])] == []


# -- what comes in -----------------------------------------------------------------------------


def test_no_page_takes_a_file() -> None:
    takes = ("file_uploader", "camera_input", "audio_input", "chat_input", "data_editor")
    found = [
        (path.name, node.attr)
        for path in in_the_ui()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in takes
    ]
    assert found == []


def in_the_ui() -> list[Path]:
    return [*(ROOT / "lib" / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
