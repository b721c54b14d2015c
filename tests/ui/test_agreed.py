"""How a step was agreed, in words: what someone typed about it reads as a sentence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from lib.domain.fortnight import AnyDay, Pause
from lib.domain.routes import AgreedRest, RestKind, SizeOf
from lib.ui import agreed
from lib.ui.text import speak
from tests.cast import step

WALK = replace(step("walk"), activity="Naar de brievenbus", mini=SizeOf("tot de deur", 30))
MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("als ik koffie op heb", "Als ik koffie op heb, dan …"),
        ("ik koffie op heb", "Als ik koffie op heb, dan …"),
        ("Als ik koffie op heb, dan …", "Als ik koffie op heb, dan …"),
        ("als ik koffie op heb, dan", "Als ik koffie op heb, dan …"),
        ("na de koffie.", "Na de koffie, dan …"),
        ("’s ochtends", "’s ochtends, dan …"),
        ("Nadat de hond eten kreeg", "Nadat de hond eten kreeg, dan …"),
        # "na" opens a sentence, "Nanda" is a name.
        ("Nanda belt", "Als Nanda belt, dan …"),
        ("de kinderen danken", "Als de kinderen danken, dan …"),
        ("", ""),
        (" … ", ""),
        ("dan", ""),
    ],
)
def test_a_cue_reads_as_a_sentence_however_it_was_typed(typed: str, said: str) -> None:
    assert agreed.cue(replace(WALK, cue=typed)) == said


def test_a_cue_is_told_in_the_language_of_the_reader() -> None:
    speak("en")
    assert agreed.cue(replace(WALK, cue="when the kettle boils")) == "When the kettle boils, then …"
    assert agreed.cue(replace(WALK, cue="the kettle boils")) == "When the kettle boils, then …"


def test_a_ceiling_is_information() -> None:
    assert agreed.ceiling(WALK) == ""
    assert agreed.ceiling(replace(WALK, ceiling=600)) == "niet meer dan 10 minuten op een dag"


def test_how_many_times_a_week_asks() -> None:
    assert agreed.times(AnyDay(WALK, 2)) == "2×, op welke dag je wilt"
    at_ten = replace(WALK, at=time(10, 0))
    assert agreed.times(AnyDay(at_ten, 2)) == "2×, op welke dag je wilt, om 10:00 uur"
    daily = AnyDay(replace(WALK, per_week=7), 4)
    assert agreed.times(daily) == "elke dag, ergens op de dag"
    assert agreed.times(daily, rests=True) == "op elke dag zonder rust, ergens op de dag"


def test_beginning_again_names_the_smallest_size() -> None:
    assert agreed.begin_again(WALK) == (
        "weer beginnen, zo klein als je wilt: Naar de brievenbus, tot de deur (30 seconden)"
    )
    # A size without words of its own has those of the activity.
    assert agreed.begin_again(replace(WALK, mini=SizeOf("naar de brievenbus", 60))) == (
        "weer beginnen, zo klein als je wilt: Naar de brievenbus (1 minuut)"
    )


@pytest.mark.parametrize(
    ("kind", "end", "activity", "said"),
    [
        (RestKind.REST, date(2026, 12, 6), None, "Rust: ma 30 nov t/m zo 6 dec"),
        (RestKind.RECOVERY_WEEK, MONDAY, None, "Herstelweek: ma 30 nov"),
        (RestKind.REST, None, "Fietsen", "Rust (Fietsen): vanaf ma 30 nov, zo lang als nodig"),
    ],
)
def test_a_rest_is_told_without_its_reason(
    kind: RestKind, end: date | None, activity: str | None, said: str
) -> None:
    one = AgreedRest("r", None, MONDAY, end, "te moe", kind)
    assert agreed.rest(one, activity) == said


def test_on_a_day_of_rest_nothing_is_asked() -> None:
    week = AgreedRest("r", None, MONDAY, None, "moe", RestKind.RECOVERY_WEEK)
    assert agreed.pause(Pause(week, None)) == "herstelweek, er hoeft niets"
    assert agreed.pause(Pause(replace(week, kind=RestKind.REST), WALK)) == (
        "rust voor “Naar de brievenbus”"
    )


def test_an_appointment_is_told_by_the_clock_in_amsterdam() -> None:
    assert agreed.appointment(datetime(2026, 12, 2, 13, 30, tzinfo=UTC)) == "afspraak om 14:30 uur"


@pytest.mark.parametrize(
    ("days", "said", "short"),
    [
        (0, "ma 30 nov", "30 nov"),
        (6, "ma 30 nov t/m zo 6 dec", "30 nov t/m 6 dec"),
    ],
)
def test_days_in_a_row_are_one_span(days: int, said: str, short: str) -> None:
    last = MONDAY + timedelta(days=days)
    assert agreed.span(MONDAY, last) == said
    assert agreed.dates(MONDAY, last) == short


def test_a_month_is_named_once_and_a_turn_of_the_year_does_not_hide() -> None:
    assert agreed.span(date(2026, 12, 7), date(2026, 12, 13)) == "ma 7 t/m zo 13 dec"
    assert agreed.span(date(2026, 12, 31), date(2027, 1, 1)) == "do 31 dec t/m vr 1 jan"
    assert agreed.dates(date(2026, 12, 7), date(2026, 12, 13)) == "7 t/m 13 dec"
    assert agreed.dates(date(2025, 12, 7), date(2026, 12, 7)) == "7 dec t/m 7 dec"


def test_days_that_do_not_follow_on_each_other_are_spans_of_their_own() -> None:
    days = [MONDAY + timedelta(days=n) for n in (0, 1, 2, 4)]
    assert agreed.spans(days) == ["ma 30 nov t/m wo 2 dec", "vr 4 dec"]
    assert agreed.spans([]) == []
