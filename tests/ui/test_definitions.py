"""What a number means is one click away: every definition, in both languages, with its settings."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain import (
    before_after,
    caseload,
    contexts,
    effect,
    experiment,
    intake,
    later_willing,
    load,
    mood,
    participation,
    returns,
    rhythm,
    signals,
    smoother,
    starts,
    team_quality,
    willing_path,
    xmr,
)
from lib.domain.advice_inputs import FEELING_MIDDLE
from lib.domain.advice_settings import Parameters
from lib.domain.goals import HIGHEST_SCORE, MOST_STANDING
from lib.domain.handbook import HELPED_AT_MOST
from lib.domain.questionnaires import FORMS, POSITIVE_FROM, Measure
from lib.ui import measure_parts
from lib.ui.definitions import DEFINITIONS, Definition
from lib.ui.text import number, speak, t

ROOT = Path(__file__).resolve().parents[2]
ADVICE = Parameters()
SHOWN_BY = [
    ROOT / "lib" / "ui" / "panels.py",
    ROOT / "lib" / "ui" / "beginning.py",
    ROOT / "lib" / "ui" / "worklist_rows.py",
    ROOT / "lib" / "ui" / "step_shelf.py",
    ROOT / "lib" / "ui" / "advice_panel.py",
    ROOT / "lib" / "ui" / "measure_parts.py",
    ROOT / "lib" / "ui" / "mood_parts.py",
    ROOT / "lib" / "ui" / "taking_part.py",
    ROOT / "lib" / "ui" / "handbook.py",
    ROOT / "lib" / "ui" / "what_helps.py",
    ROOT / "lib" / "ui" / "experiment_form.py",
    ROOT / "lib" / "ui" / "quality.py",
    ROOT / "lib" / "ui" / "caseload_table.py",
    ROOT / "lib" / "ui" / "load_parts.py",
    *sorted((ROOT / "pages").rglob("*.py")),
]
EVERY = pytest.mark.parametrize("name", list(DEFINITIONS))
XMR = {
    "least": xmr.LEAST_POINTS,
    "baseline": xmr.BASELINE_MOST,
    "factor": xmr.LIMIT_FACTOR,
    "jump": xmr.RANGE_FACTOR,
    "run": xmr.RUN,
    "near": xmr.NEAR,
    "near_of": xmr.NEAR_OF,
    "source": "Wheeler 1993",
}
# Which definition belongs to which sentence with a number in it.
SENTENCES = {
    "mood_trend": "trend",
    "mood_short": "trend",
    "taking_part": "participation",
    "taking_part_short": "participation",
    "this_week": "participation",
    "rhythm": "rhythm",
    "days": "day_kinds",
    "came_back": "returns",
    "little_willingness": "later_willing",
    "around_change": "before_after",
    "willing_path": "willing_path",
    # A line of the chart, not a sentence: its meaning stands below it.
    "smooth line": "smoother",
    "helped_in": "handbook",
    "around": "effect",
    "by_context": "contexts",
    "in_one": "experiment",
    "reason": "attention",
    "good_start": "good_start",
    "span": "beginning",
    "why": "worklist",
    # A questionnaire has a sentence of its own for each, see `measure_parts.DEFINITION_OF`.
    **{f"sentence of {one}": one for one in measure_parts.DEFINITION_OF.values()},
    "goal_sentence": "goals",
    "difference": "clear_difference",
    "suggestion": "advice",
    # A table, not a sentence.
    "work of each colleague": "load",
    "contacts": "contacts",
    "first_steps": "first_step",
}


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def shown(definition: Definition) -> list[str]:
    """Return a definition as it is read, its settings filled in as the screen does."""
    values = {
        key: number(value, 2) if isinstance(value, (int, float)) else value
        for key, value in definition.values.items()
    }
    return [t(definition.title), *(t(one, **values) for one in definition.paragraphs)]


# -- the texts --------------------------------------------------------------------------------


@EVERY
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_definition_can_be_read_with_all_its_values(name: str, language: str) -> None:
    speak(language)
    for paragraph in shown(DEFINITIONS[name]):
        assert paragraph
        assert not re.search(r"[{}]", paragraph)


@EVERY
def test_a_definition_is_said_in_dutch(name: str) -> None:
    dutch = shown(DEFINITIONS[name])
    speak("en")
    english = shown(DEFINITIONS[name])
    assert all(one != other for one, other in zip(dutch, english, strict=True))


@EVERY
def test_a_definition_uses_every_value_it_carries_and_no_other(name: str) -> None:
    definition = DEFINITIONS[name]
    assert set().union(*(places(one) for one in definition.paragraphs)) == set(definition.values)


@EVERY
def test_no_definition_hides_a_number_of_a_setting_in_its_words(name: str) -> None:
    """A setting written out would stay behind when the setting changes."""
    for paragraph in DEFINITIONS[name].paragraphs:
        digits = re.findall(r"\d+", re.sub(r"{\w+}|(WHO|PHQ|GAD)-\d", "", paragraph))
        # "3× a week means 3 moments" is an example; 95% and "3 to 5 of 100" describe the method;
        # "the last 7 days" is the window of the signal.
        # A scale begins at 0.
        assert set(digits) <= {"0", "3", "95", "5", "100", "7"}


def test_the_values_are_the_settings_that_are_used() -> None:
    values = {name: dict(definition.values) for name, definition in DEFINITIONS.items()}
    who5, phq4, gad7, pgic = (FORMS[one] for one in Measure)
    assert values == {
        "participation": {
            "used": participation.SUMMARY_WEEKS,
            "within": participation.LOOK_BACK_WEEKS,
            "active": participation.EVALUABLE_FROM_ACTIVE_DAYS,
        },
        "trend": {
            "window": mood.WINDOW_DAYS,
            "days": mood.TREND_FROM_DAYS,
            "span": mood.TREND_FROM_SPAN_DAYS,
            "least": mood.CLEAR_CHANGE,
            "rho": mood.DAY_AUTOCORRELATION,
        },
        "rhythm": {"days": rhythm.WORDS_FROM_ACTIVE_DAYS},
        "day_kinds": {},
        "returns": {
            "silent": returns.SILENT_DAYS,
            "pace": returns.PACE_FROM_RETURNS,
            "clear": returns.CLEAR_PACE_DAYS,
        },
        "smoother": {
            "share": smoother.SHARE_OF_DAYS * 100,
            "days": smoother.SMOOTH_FROM_DAYS,
            "across": smoother.LINE_ACROSS_DAYS,
            "source": "Cleveland 1979",
        },
        "before_after": {
            "least": before_after.VALUES_IN_EACH_PHASE,
            "source": "Parker & Vannest 2009",
            "interval": "Newcombe 2006",
        },
        "willing_path": {"times": willing_path.LAST_TIMES},
        "later_willing": {
            "low": later_willing.LOW_WILLINGNESS,
            "enough": later_willing.COUNTS_FROM_TIMES,
        },
        "handbook": {
            "within": participation.LOOK_BACK_WEEKS,
            "least": participation.SHARE_FROM_WEEKS,
            "silent": caseload.SILENT_DAYS,
            "most": HELPED_AT_MOST,
        },
        "attention": {
            "silent": caseload.SILENT_DAYS,
            "soon": caseload.MEETS_SOON_DAYS,
            "lower": mood.LOWER_BY,
            "low": mood.VERY_LOW_VALUE,
        },
        "advice": {
            "resume": ADVICE.resume_days,
            "rest": ADVICE.long_pause_days,
            "worse": ADVICE.worse_times,
            "worse_cautious": ADVICE.worse_times_cautious,
            "session": ADVICE.session_days,
            "weeks": ADVICE.weeks,
            "few": ADVICE.smaller_below,
            "ratings": ADVICE.ratings_from,
            "heavy": ADVICE.effort_heavy,
            "feeling": ADVICE.feeling_from + FEELING_MIDDLE,
            "most": ADVICE.larger_from,
            "week": ADVICE.week_from,
            "light": ADVICE.effort_light,
            "sure": ADVICE.confidence_from,
            "since": ADVICE.increase_days,
            "since_cautious": ADVICE.increase_days_cautious,
        },
        "good_start": {
            "watched": starts.WATCHED_DAYS,
            "first": starts.FIRST_DAYS,
            "later": starts.WATCHED_DAYS - starts.FIRST_DAYS,
            "clients": starts.LEAST_CLIENTS,
            "coaches": starts.LEAST_COACHES,
        },
        "worklist": {
            "shown": signals.ROWS_SHOWN,
            "cool_down": mood.COOL_DOWN_DAYS,
            "fresh": signals.FRESH_DAYS,
            "discuss": signals.TO_DISCUSS_DAYS,
            "again": signals.AGAIN_AFTER_DAYS,
            "much": 11,
            "first": 8,
            "last": 10,
        },
        "beginning": {"clients": intake.LEAST_CLIENTS},
        "who5": {
            "lowest": who5.lowest,
            "highest": who5.highest,
            "points": who5.points,
            "most": 100,
            "low": 50,
            "source": who5.source,
        },
        "phq4": {
            "lowest": phq4.lowest,
            "highest": phq4.highest,
            "most": 12,
            "half": POSITIVE_FROM,
            "source": phq4.source,
        },
        "gad7": {
            "lowest": gad7.lowest,
            "highest": gad7.highest,
            "most": 21,
            "consult": 10,
            "source": gad7.source,
        },
        "pgic": {"lowest": pgic.lowest, "highest": pgic.highest, "source": pgic.source},
        "goals": {"most": MOST_STANDING, "highest": HIGHEST_SCORE},
        "clear_difference": {
            "who5": who5.clear_from,
            "phq4": phq4.clear_from,
            "gad7": gad7.clear_from,
            "who5_source": who5.clear_source,
            "gad7_source": gad7.clear_source,
        },
        "effect": {
            "window": mood.WINDOW_DAYS,
            "minutes": effect.SESSION_LASTS.total_seconds() / 60,
            "written": effect.WRITTEN_WITHIN.total_seconds() / 3600,
            "counts": effect.COUNTS_FROM_PAIRS,
            "estimate": effect.ESTIMATE_FROM_PAIRS,
            "usual": effect.CORRECTED_FROM_DAYS,
            "least": effect.CLEAR_EFFECT,
        },
        "contexts": {
            "times": contexts.CONTEXT_FROM_TIMES,
            "noon": contexts.AFTERNOON_FROM_HOUR,
            "evening": contexts.EVENING_FROM_HOUR,
        },
        "experiment": {
            "weeks": experiment.WEEKS,
            "least": experiment.COMPARED_FROM_DAYS,
            "chance": experiment.CHANCE_BELOW * 100,
        },
        "load": {
            "days": load.AHEAD_DAYS,
            "clients": starts.LEAST_CLIENTS,
            "coaches": starts.LEAST_COACHES,
        },
        "contacts": {
            **XMR,
            "weeks": team_quality.MOST_WEEKS,
            "build_up": team_quality.BUILD_UP_WEEKS,
            "clients": team_quality.LEAST_CLIENTS,
        },
        "first_step": {**XMR, "clients": team_quality.LEAST_CLIENTS},
    }


def test_the_settings_are_read_the_dutch_way() -> None:
    trend = " ".join(shown(DEFINITIONS["trend"]))
    assert "0,3" in trend
    assert "84" in trend
    assert "1.0" not in trend


def test_the_signal_of_mood_really_looks_at_the_last_seven_days() -> None:
    assert mood.RECENT_FROM_DAYS_AGO + 1 == 7
    assert "7" in " ".join(shown(DEFINITIONS["attention"]))


def test_what_is_not_known_and_rest_are_said_to_count_against_nobody() -> None:
    said = " ".join(shown(DEFINITIONS["participation"]))
    assert "ook al is er misschien wel bewogen" in said
    assert "telt nooit tegen iemand" in said


# -- where they are shown ---------------------------------------------------------------------


def explained_as(path: Path) -> set[str]:
    """Return the definitions a file names, in `explained` and in `meaning`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in ("explained", "meaning") and node.args:
            last = node.args[-1]
            if isinstance(last, ast.Constant):
                found.add(str(last.value))
    return found


def test_every_definition_a_screen_names_exists_and_every_one_is_named() -> None:
    named = set().union(*(explained_as(path) for path in SHOWN_BY))
    named |= set(measure_parts.DEFINITION_OF.values())
    assert named == set(DEFINITIONS)


def test_every_sentence_with_a_number_belongs_to_a_definition() -> None:
    assert set(SENTENCES.values()) == set(DEFINITIONS)


PROGRESS = """
from datetime import date, timedelta
from lib.domain.caseload import Progress, Record, ratings, standing
from lib.domain.people import Client
from lib.domain.sessions import Outcome
from lib.ui import panels, text
from tests.cast import NOW, step, told
from lib.domain.routes import Proposer, Version

text.speak(LANGUAGE)
began = date(2026, 1, 5)
today = began + timedelta(days=TODAY)
days = [began + timedelta(days=n) for n in range(0, TODAY + 1, 3)]
record = Record(
    client=Client("b", "Bob Twijnstra", "", "i", "Ines", "n", "Noord", began, None, 1),
    versions=(Version(1, began, (step(),), Proposer.CLIENT, "past", "Ines", NOW),),
    rests=(),
    check_ins=told("walk", Outcome.MINI, *days),
    day_moods=tuple((day, n % 11) for n, day in enumerate(days)),
    sessions=(),
    next_appointment=None,
)
panels.progress(Progress(record, standing(record, today=today), ratings(record)), today=today)
"""


def progress_page(language: str, today: int) -> Any:
    script = PROGRESS.replace("LANGUAGE", repr(language)).replace("TODAY", str(today))
    found = AppTest.from_string(script, default_timeout=20).run()
    assert not found.exception
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("today", [0, 10, 60])
def test_every_number_sentence_of_the_progress_page_stands_beside_its_definition(
    language: str, today: int
) -> None:
    page = progress_page(language, today)
    speak(language)
    bold = [one.value for one in page.markdown if one.value.startswith("**")]
    titles = [one.value for one in page.subheader]
    read = [one.value for one in page.markdown]
    for name in ("trend", "participation", "day_kinds", "rhythm"):
        title, *paragraphs = shown(DEFINITIONS[name])
        assert title in titles
        assert set(paragraphs) <= set(read)
    mood_says, takes_part, by_day, steady = (one for one in bold if re.search(r"\d|:|\.\*\*$", one))
    assert mood_says.startswith(("**Stemming", "**Mood"))
    assert re.search(r"\d", takes_part)
    assert by_day.startswith(("**De laatste", "**In 1 week", "**The last"))
    assert steady.startswith(("**Ritme", "**Rhythm"))


TAKING_PART = ("show", "returns_card", "later_willing_card")


def in_order(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node in the order in which they are carried out."""
    for child in ast.iter_child_nodes(node):
        yield from in_order(child)
    yield node


def test_the_progress_page_explains_each_sentence_by_the_right_definition() -> None:
    """Read from the code, because a popover beside the wrong number looks just as well."""
    part = {"mood_parts": {"show", "willing_card"}, "taking_part": set(TAKING_PART)}
    bodies = [
        body
        for file, functions in part.items()
        for body in ast.parse((ROOT / "lib" / "ui" / f"{file}.py").read_text("utf-8")).body
        if isinstance(body, ast.FunctionDef) and body.name in functions
    ]
    last, found = "", {}
    for node in (node for body in bodies for node in in_order(body)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("sentences"), attr=name)):
                last = name
            case ast.Call(func=ast.Name("explained"), args=[*_, ast.Constant(definition)]):
                found[last] = definition
    said = ("mood_trend", "taking_part", "days", "rhythm", "came_back", "little_willingness")
    assert set(said) <= set(found)
    assert found == {one: SENTENCES[one] for one in found}


@pytest.mark.parametrize(
    ("page", "definitions"),
    [
        ("pages/coach/clients", {"attention", "participation"}),
        ("lib/ui/caseload_table", {"attention", "participation", "trend"}),
        ("lib/ui/load_parts", {"load"}),
    ],
)
def test_a_caseload_explains_the_numbers_in_its_rows(page: str, definitions: set[str]) -> None:
    assert definitions <= explained_as(ROOT / f"{page}.py")
