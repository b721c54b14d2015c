"""The mood half of a progress page: honest sentences, rows for a spreadsheet, and no more."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.before_after import BeforeAfter, before_after
from lib.domain.calendar import at_local
from lib.domain.caseload import SessionMood
from lib.domain.mood import Rating
from lib.domain.sessions import Attendance
from lib.domain.willing_path import willing_path
from lib.ui import mood_parts, sentences
from lib.ui.row_files import as_csv
from lib.ui.text import speak

MONDAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def session(n: int, **numbers: int) -> SessionMood:
    scales: dict[str, int | None] = {"before": None, "during": None, "after": None, "effort": None}
    held_at = at_local(day(n), time(9, 0))
    return SessionMood(f"s{n}", held_at, Attendance.CAME, **{**scales, **numbers})


# -- sentences --------------------------------------------------------------------------------


def test_around_a_change_it_says_pairs_with_their_interval_and_what_they_are_not() -> None:
    values = [3, 4, 4, 5, 6, 4, 5, 5, 6, 7, 6]
    ratings = [Rating(day(n), value) for n, value in enumerate(values)]
    found = before_after(ratings, changed_on=day(5), since=day(0), until=day(10))
    # 30 pairs: 20 higher after and 6 equal, which count half: 23 of them.
    assert sentences.around_change(day(5), found) == (
        "Rond de wijziging van de route op 10-01-2026 (5 dagen ervoor, 6 erna): in 77 van de 100 "
        "paren van een dag ervoor en een dag erna was het erna hoger (41 tot 93). Dit zegt niet "
        "dat het door de route komt."
    )


def test_with_too_few_days_around_a_change_nothing_is_compared() -> None:
    found = BeforeAfter((Rating(day(0), 4),), ())
    assert sentences.around_change(day(5), found) == (
        "Rond de wijziging van de route op 10-01-2026: te weinig dagen om te vergelijken "
        "(1 ervoor, 0 erna; vanaf 5 aan elke kant)."
    )


def test_the_path_says_of_how_many_times_each_number_is_known() -> None:
    held = [session(0, willingness=2, during=6, after=7), session(7, during=5), session(14)]
    assert sentences.willing_path(willing_path(held, today=day(20))) == (
        "Van de laatste 2 keer is bekend: 1 keer de zin vooraf, 2 keer hoe het onderweg was en "
        "1 keer hoe het daarna was."
    )


# -- rows -------------------------------------------------------------------------------------


def test_the_rows_of_mood_are_numbers_and_days_and_unknown_is_empty() -> None:
    ratings = [Rating(day(0), 5), Rating(day(0), 6), Rating(day(2), 0)]
    text = as_csv(mood_parts.mood_rows(ratings, [session(0, during=7), session(1, after=0)]))
    assert text.decode("utf-8-sig").splitlines() == [
        "dag;stemming;onderweg;daarna;inspanning;sessie",
        "2026-01-07;0;;;;",
        "2026-01-06;;;0;;was er",
        "2026-01-05;5,5;7;;;was er",
    ]
    speak("en")
    english = as_csv(mood_parts.mood_rows(ratings[:2], ())).decode("utf-8-sig")
    assert english.splitlines()[1] == "2026-01-05,5.5,,,,"


def test_the_rows_of_the_path_are_in_the_order_of_their_days() -> None:
    held = [session(0, willingness=1, after=9), session(7, willingness=8, expected=3, before=2)]
    text = as_csv(mood_parts.path_rows(held)).decode("utf-8-sig")
    assert text.splitlines() == [
        "dag;zin vooraf;verwacht;stemming vooraf;onderweg;daarna;sessie",
        "2026-01-12;8;3;2;;;was er",
        "2026-01-05;1;;;;9;was er",
    ]


@pytest.mark.parametrize("typed", ["=1+1", "+31", "-2", "@x", "\tx"])
def test_what_was_typed_is_no_formula_and_a_number_stays_one(typed: str) -> None:
    text = as_csv([{"woorden": typed, "getal": -2}]).decode("utf-8-sig")
    assert text.splitlines()[1].strip('"') == f"'{typed};-2"


def test_words_with_the_sign_between_columns_stay_one_cell() -> None:
    text = as_csv([{"woorden": 'ziek; "griep"', "getal": None}]).decode("utf-8-sig")
    assert text.splitlines()[1] == '"ziek; ""griep""";'
    assert as_csv([]) == b""


# -- who sees what ----------------------------------------------------------------------------


PAGE = """
from datetime import date, timedelta
from lib.domain.caseload import Progress, Record, SessionMood, ratings, standing
from lib.domain.calendar import at_local
from lib.domain.life_events import LifeEvent
from lib.domain.people import Client
from lib.domain.routes import Proposer, Version
from lib.domain.sessions import Attendance
from lib.ui import mood_parts, text
from tests.cast import NOW, step
from datetime import time

text.speak("nl")
began = date(2026, 1, 5)
today = began + timedelta(days=40)
days = [began + timedelta(days=n) for n in range(0, 40, 2)]
version = lambda number, at: Version(
    number, began + timedelta(days=at), (step(),), Proposer.CLIENT, "past", "Ines", NOW
)
held = SessionMood("s", at_local(days[3], time(9)), Attendance.CAME, 4, 6, 7, 5, willingness=2)
record = Record(
    client=Client("b", "Bob Twijnstra", "", "i", "Ines", "n", "Noord", began, None, 1),
    versions=(version(1, 0), version(2, 20)),
    rests=(),
    check_ins=(),
    day_moods=tuple((day, n % 7) for n, day in enumerate(days)),
    sessions=(held,),
    next_appointment=None,
)
of = Progress(record, standing(record, today=today), ratings(record))
events = (LifeEvent("e", days[5], None, "verhuizing", "Ines", NOW),)
asked = []
if OWN:
    mood_parts.show(of, today=today, events=events, export=lambda *file: asked.append(file))
    mood_parts.willing_card(of, today=today)
else:
    mood_parts.show(of, today=today)
"""


def page(*, own: bool) -> Any:
    found = AppTest.from_string(PAGE.replace("OWN", str(own)), default_timeout=20).run()
    assert not found.exception
    return found


def test_the_clients_own_coach_sees_sessions_life_events_the_change_and_willingness() -> None:
    shown = page(own=True)
    titles = [one.value for one in shown.subheader]
    assert {"Stemming", "Rond een wijziging van de route"} <= set(titles)
    charts = shown.get("plotly_chart")
    assert len(charts) == 2
    assert "Uit het leven: 15-01-2026: verhuizing." in charts[0].proto.alt
    assert charts[1].proto.alt.startswith("Van de laatste keer is bekend: 1 keer de zin vooraf")


def test_a_lead_sees_the_trend_and_nothing_of_a_life_or_of_willingness() -> None:
    shown = page(own=False)
    (chart,) = shown.get("plotly_chart")
    assert chart.proto.alt.startswith("Stemming: ")
    sent = chart.proto.spec
    for word in ("verhuizing", "zin vooraf", "streepje"):
        assert word not in sent
        assert word not in chart.proto.alt
    assert "Rond een wijziging van de route" not in [one.value for one in shown.subheader]
