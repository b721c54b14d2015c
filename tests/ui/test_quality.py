"""How a team is doing on the screen: one honest sentence, a chart, rows, and words for few."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.shelf import Tried, by_times_tried
from lib.domain.starts import Starts
from lib.domain.team_quality import Contacts, FirstStep, FirstSteps, Week
from lib.domain.xmr import chart
from lib.storage.step_library import ideas
from lib.ui import quality_charts, quality_words
from lib.ui.text import speak

MONDAY = date(2026, 1, 5)
# The limits of these are 13.7 and 26.3, see tests/domain/test_xmr.py.
TWELVE = (20, 22, 18, 20, 23, 22, 18, 20, 21, 18, 20, 18)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def contacts(*counts: int, clients: int = 9, left_out: date | None = None, build_up: int = 0):
    weeks = tuple(Week(MONDAY + timedelta(weeks=n), one) for n, one in enumerate(counts))
    return Contacts(weeks, clients, left_out, chart(counts, build_up=build_up))


def first_steps(*days: int, waiting: int = 0, ended: int = 0, earlier: int = 0) -> FirstSteps:
    steps = tuple(FirstStep(MONDAY + timedelta(days=n), one) for n, one in enumerate(days))
    return FirstSteps(steps, len(steps), waiting, ended, earlier, chart(days))


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (TWELVE, "In een gewone week tussen 14 en 26 contacten; wat je ziet is gewoon op en neer."),
        (
            (*TWELVE, *TWELVE[:8], *[22] * 8),
            "In een gewone week tussen 14 en 26 contacten; de laatste 8 weken lagen alle boven het "
            "gemiddelde.",
        ),
        (
            (*TWELVE, *TWELVE[:8], 29),
            "In een gewone week tussen 14 en 26 contacten; in de week van 25-05-2026 waren het er "
            "meer: 29.",
        ),
        (
            (*TWELVE, *TWELVE[:8], 29, *TWELVE[:9]),
            "In een gewone week tussen 14 en 26 contacten; de laatste tijd is het gewoon op en "
            "neer.",
        ),
        (
            (1, 0, 2, 4, 1, 3, 0, 2, 1, 4, 2, 0),
            "In een gewone week hoogstens 7 contacten; wat je ziet is gewoon op en neer.",
        ),
        (TWELVE[:11], "Tot nu toe 11 weken. Vanaf 12 weken is te zeggen wat gewoon is."),
    ],
)
def test_contacts_in_one_sentence(counts: tuple[int, ...], sentence: str) -> None:
    assert quality_words.contacts(contacts(*counts)).sentence == sentence


def test_the_whole_numbers_within_the_limits_are_really_within_them() -> None:
    of = contacts(*TWELVE)
    low, high = quality_words.whole_limits(of.chart)
    limits = of.chart.limits
    assert limits is not None
    assert low - 1 < limits.lower <= low <= high <= limits.upper < high + 1


def test_of_few_clients_nothing_is_said_but_that() -> None:
    few = contacts(*TWELVE, clients=4)
    said = "Te weinig om te tonen: cijfers staan er vanaf 5 cliënten."
    assert quality_words.contacts(few) == quality_words.Told(said, ())
    assert quality_words.first_steps(first_steps(3, 4)).sentence == said


def test_everything_that_stands_out_is_listed_newest_first() -> None:
    told = quality_words.contacts(contacts(*TWELVE, *TWELVE[:8], 5, *TWELVE[:3], 29))
    assert [one.split(":")[0] for one in told.signs] == [
        "Het verschil met de week ervoor was groot in de week van 22-06-2026",
        "In de week van 22-06-2026 waren het er meer",
        "Het verschil met de week ervoor was groot in de week van 01-06-2026",
        "Het verschil met de week ervoor was groot in de week van 25-05-2026",
        "In de week van 25-05-2026 waren het er minder",
    ]


def test_first_steps_in_one_sentence_and_who_is_beside_them() -> None:
    of = first_steps(*TWELVE, waiting=3, ended=1, earlier=2)
    assert quality_words.first_steps(of).sentence == (
        "Een eerste stap komt meestal na 14 tot 26 dagen; wat je ziet is gewoon op en neer."
    )
    assert quality_words.beside_first_steps(of) == [
        "3 cliënten hebben nog geen eerste stap.",
        "Bij 1 cliënt eindigde de begeleiding voordat een eerste stap is verteld.",
        "2 cliënten zetten al een stap vóór de dag waarvandaan wordt geteld.",
    ]
    assert quality_words.beside_first_steps(first_steps(*TWELVE)) == []


def test_it_says_which_week_is_left_out_and_what_the_limits_were_made_of() -> None:
    of = contacts(1, 2, 3, 4, *TWELVE, left_out=date(2026, 4, 27), build_up=4)
    assert quality_words.left_out(of).startswith("De week van 27-04-2026 staat er nog niet in")
    assert quality_words.made_of(of.chart, weeks=True) == (
        "De grenzen komen uit 12 weken en schuiven nog mee met elke week. De allereerste 4 weken "
        "tellen daarvoor niet mee."
    )
    frozen = contacts(*TWELVE, *TWELVE)
    assert "eerste 20 weken en blijven staan" in quality_words.made_of(frozen.chart, weeks=True)


# -- the chart --------------------------------------------------------------------------------


def test_the_chart_has_every_week_its_limits_and_a_sign_of_its_own_for_what_stands_out() -> None:
    of = contacts(1, 2, 3, 4, *TWELVE, *TWELVE[:8], 29, build_up=4)
    figure = quality_charts.contacts_figure(of)
    traces = {one.name: one for one in figure.data}
    assert list(traces["Contacten per week"].y) == [one.contacts for one in of.weeks]
    assert list(traces["valt op"].y) == [29]
    assert traces["valt op"].marker.symbol == "diamond"
    # The lines begin after the weeks of building up, and the dashes tell them apart.
    assert traces["gemiddelde"].x[0] == of.weeks[4].start
    assert traces["gewone grenzen"].line.dash == "dash"
    assert traces["gemiddelde"].line.dash is None
    assert figure.layout.yaxis.range[0] == 0


def test_without_limits_there_is_no_line_of_them() -> None:
    figure = quality_charts.contacts_figure(contacts(*TWELVE[:8]))
    assert [one.name for one in figure.data] == ["Contacten per week"]


def test_first_steps_stand_in_their_order_with_some_of_the_days_named() -> None:
    figure = quality_charts.first_steps_figure(first_steps(*TWELVE))
    assert list(figure.data[-1].x) == list(range(1, 13))
    assert len(figure.layout.xaxis.tickvals) <= 6
    assert figure.layout.xaxis.ticktext[0] == "05-01-2026"


def test_the_steps_have_a_chart_of_their_own_with_their_limit() -> None:
    of = contacts(*TWELVE)
    traces = {
        one.name: one
        for one in quality_charts.ranges_figure(of.chart, [one.start for one in of.weeks]).data
    }
    assert list(traces["Verschil met de vorige"].y) == [2, 4, 2, 3, 1, 4, 2, 1, 3, 2, 2]
    assert traces["Verschil met de vorige"].x[0] == of.weeks[1].start
    assert traces["gewone grens"].y[0] == pytest.approx(3.268 * 26 / 11)
    assert traces["gemiddelde"].y[0] == pytest.approx(26 / 11)


def test_the_rows_say_what_the_chart_shows_and_leave_unknown_limits_empty() -> None:
    rows = quality_charts.contact_rows(contacts(9, 2, 3, 4, *TWELVE, 29, build_up=4))
    first, second, *_, last = rows
    assert list(first.values()) == [MONDAY, 9, None, None, None, None, ""]
    assert second["verschil"] == 7
    assert last["contacten"] == 29
    assert last["valt op"] == "ja"
    assert last["gemiddelde"] == pytest.approx(20 + 9 / 13)
    steps = quality_charts.first_step_rows(first_steps(3, 4))
    assert [list(one.values())[:3] for one in steps] == [
        [MONDAY, 3, None],
        [MONDAY + timedelta(days=1), 4, 1],
    ]


# -- what was tried ---------------------------------------------------------------------------


def test_ideas_are_said_in_the_order_in_which_they_were_tried() -> None:
    first, second, third = ideas()[:3]
    found = by_times_tried(
        [Tried(first, Starts(5, 5)), Tried(second, Starts(22, 16)), Tried(third, Starts(9, 0))],
        language="nl",
    )
    said = [quality_words.tried(one) for one in found]
    assert said == [
        f"{second.activity['nl']}: 22 keer geprobeerd, minstens 16 keer vervolgd",
        f"{third.activity['nl']}: 9 keer geprobeerd",
        f"{first.activity['nl']}: 5 keer geprobeerd, elke keer vervolgd",
    ]


# -- which teams ------------------------------------------------------------------------------

NARROWED = """
import streamlit as st
from lib.domain.team_quality import LedTeam
from lib.ui import quality, text
from lib.ui.filters import one_from_url

text.speak("nl")
teams = [LedTeam("a", "Duin", "k", "Kust"), LedTeam("b", "Haven", "k", "Kust"), LedTeam("c", "Hei")]
st.text(repr(quality.narrowed(teams[:COUNT])))
st.text(one_from_url("month", "Maand", {"1": "mei", "2": "juni"}, usual="2"))
"""


def drawn(count: int = 3, **address: str) -> Any:
    app = AppTest.from_string(NARROWED.replace("COUNT", str(count)), default_timeout=20)
    for name, value in address.items():
        app.query_params[name] = value
    found = app.run()
    assert not found.exception
    return found


def test_a_team_and_a_region_live_in_the_address_as_ids() -> None:
    assert drawn().text[0].value == "(None, None)"
    assert drawn(region="k", team="b").text[0].value == "('b', 'k')"
    # A team outside the region, or of somebody else, is everything.
    assert drawn(region="k", team="c").text[0].value == "(None, 'k')"
    assert drawn(region="x", team="y").text[0].value == "(None, None)"


def test_with_one_team_there_is_nothing_to_choose() -> None:
    assert [one.label for one in drawn(count=1).selectbox] == ["Maand"]


def test_a_choice_of_one_is_never_empty() -> None:
    assert drawn().text[1].value == "2"
    assert drawn(month="1").text[1].value == "1"
    assert drawn(month="somebody's name").text[1].value == "2"
    app = drawn()
    chosen = next(one for one in app.selectbox if one.label == "Maand")
    app = chosen.set_value("1").run()
    assert app.text[1].value == "1"
    assert app.query_params["month"] in ("1", ["1"])
