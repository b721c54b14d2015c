"""The data of the charts: gaps stay gaps, unknown is never zero, rest is shown as rest."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from plotly.graph_objects import Figure
from streamlit.testing.v1 import AppTest

from lib.domain import mood
from lib.domain.calendar import at_local
from lib.domain.caseload import Record, SessionMood, Standing, standing
from lib.domain.life_events import LifeEvent
from lib.domain.mood import Rating
from lib.domain.people import Client
from lib.domain.routes import AgreedRest, Proposer, Step, Version
from lib.domain.sessions import Attendance, Outcome
from lib.domain.smoother import smoothed
from lib.domain.willing_path import willing_path
from lib.ui import charts, willing_chart
from lib.ui.sentences import this_week
from lib.ui.text import speak
from tests.cast import NOW, step, told

MONDAY = date(2026, 1, 5)
CLIENT = Client("b", "Bob Twijnstra", "", "i", "Ines", "n", "Noord", MONDAY, None, 1)
WALK, STRETCH = step("walk", per_week=3), step("stretch", per_week=2)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def version(number: int = 1, since: int = 0, *steps: Step, rest_note: str = "") -> Version:
    return Version(
        number=number,
        valid_from=day(since),
        steps=steps or (WALK,),
        proposed_by=Proposer.CLIENT,
        reason="dit past beter",
        made_by="Ines Dragstra",
        made_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
        rest_note=rest_note,
    )


def rest(start: int, end: int | None, step_key: str | None = None) -> AgreedRest:
    return AgreedRest("r", step_key, day(start), None if end is None else day(end), "griep")


def session(n: int, **numbers: int) -> SessionMood:
    scales: dict[str, int | None] = {"before": None, "during": None, "after": None, "effort": None}
    return SessionMood(
        f"s{n}", at_local(day(n), time(9, 0)), Attendance.CAME, **{**scales, **numbers}
    )


def on(today: int, *done: int, **changes: Any) -> Standing:
    known: dict[str, Any] = {
        "client": CLIENT,
        "versions": (version(),),
        "rests": (),
        "check_ins": told("walk", Outcome.MINI, *(day(n) for n in done)),
        "day_moods": (),
        "sessions": (),
        "next_appointment": None,
    }
    return standing(Record(**{**known, **changes}), today=day(today))


def weeks_of(now: Standing, today: int, rests: tuple[AgreedRest, ...] = ()) -> Figure:
    return charts.weeks_figure(now.weeks, (version(),), rests, today=day(today))


def trace(figure: Figure, name: str) -> Any:
    (found,) = [one for one in figure.data if one.name == name]
    return found


def names(figure: Figure) -> list[str]:
    return [one.name for one in figure.data]


def bands(figure: Figure) -> list[tuple[date, date]]:
    return [(one.x0, one.x1) for one in figure.layout.shapes if one.type == "rect"]


def route_marks(figure: Figure) -> list[tuple[date, str]]:
    lines = [one.x0 for one in figure.layout.shapes if one.type == "line"]
    labels = [
        one for one in figure.layout.annotations if str(one.text).startswith("r") and one.hovertext
    ]
    assert lines == [one.x for one in labels]
    return [(one.x, one.text) for one in labels]


# -- mood over time ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "values"),
    [
        ([], []),
        ([0], [5]),
        ([0, 1, 7], [5, 6, 7]),
        ([0, 7, 14], [5, 6, 7]),  # sessions a week apart
        ([0, 8], [5, None, 6]),
        ([0, 8, 100], [5, None, 6, None, 7]),
    ],
)
def test_a_line_is_never_drawn_over_a_week_of_silence(
    days: list[int], values: list[float | None]
) -> None:
    given = [Rating(day(n), 5 + at) for at, n in enumerate(days)]
    found_days, found = charts.with_gaps(given)
    assert found == values
    assert [d for d, v in zip(found_days, found, strict=True) if v is not None] == [
        day(n) for n in days
    ]


def test_a_gap_in_the_ratings_is_a_gap_in_the_figure() -> None:
    given = [Rating(day(0), 5), Rating(day(40), 6)]
    figure = charts.mood_figure(given, (), (), (), today=day(40))
    (line,) = figure.data
    assert list(line.x) == [day(0), day(1), day(40)]
    assert list(line.y) == [5, None, 6]
    assert line.connectgaps is False


SMOOTH = "vloeiende lijn, alleen voor het oog"


def test_a_smooth_line_lies_behind_the_days_and_breaks_where_they_do() -> None:
    given = [Rating(day(n), 4 + n % 3) for n in (*range(0, 12, 2), *range(30, 42, 2))]
    figure = charts.mood_figure(given, (), (), (), today=day(42))
    assert names(figure)[0] == SMOOTH
    line = trace(figure, SMOOTH)
    assert line.mode == "lines"
    assert line.connectgaps is False
    pieces = smoothed(given)
    assert len(pieces) == 2
    assert [value for value in line.y if value is not None] == [
        one.value for piece in pieces for one in piece
    ]
    silent = [on for on, value in zip(line.x, line.y, strict=True) if value is None]
    assert silent == [day(11)]
    assert line.line.width < 2


def test_below_twelve_days_there_is_no_smooth_line() -> None:
    given = [Rating(day(n), 5) for n in range(11)]
    assert SMOOTH not in names(charts.mood_figure(given, (), (), (), today=day(11)))


# -- sessions and life events -----------------------------------------------------------------


def event(n: int, words: str = "verhuizing", *, end: int | None = None) -> LifeEvent:
    end_day = None if end is None else day(end)
    return LifeEvent(f"e{n}", day(n), end_day, words, "Ines Dragstra", NOW)


def with_life(*events: LifeEvent, sessions: tuple[SessionMood, ...] = ()) -> Figure:
    given = [Rating(day(0), 4), Rating(day(20), 6)]
    return charts.mood_figure(given, sessions, (), (), today=day(20), events=events)


def test_each_session_is_a_small_line_below_the_scale_with_its_numbers() -> None:
    held = (session(3, during=6, after=7), session(10), session(-9), session(25))
    figure = with_life(sessions=held)
    ticks = trace(figure, "streepje: sessie")
    assert list(ticks.x) == [day(3), day(10)]  # not before the chart, and not ahead
    assert max(ticks.y) < 0
    assert figure.layout.yaxis.range[0] < min(ticks.y)
    assert list(ticks.customdata) == [
        "08-01-2026: was er · onderweg 6 · daarna 7",
        "15-01-2026: was er",
    ]
    assert list(figure.layout.yaxis.tickvals) == [0, 2, 4, 6, 8, 10]


def test_a_life_event_is_a_star_above_the_scale_with_its_words() -> None:
    figure = with_life(event(3), event(3, "ziek"), event(12, "<a href='x'>feest</a> & meer"))
    stars = trace(figure, "uit het leven")
    assert list(stars.x) == [day(3), day(12)]
    assert min(stars.y) > 10
    assert figure.layout.yaxis.range[1] > max(stars.y)
    first, second = stars.customdata
    assert first == "08-01-2026: verhuizing<br>08-01-2026: ziek"
    # Plotly reads tags: what somebody typed stays text.
    assert "<a" not in second
    assert "&lt;a href='x'&gt;feest&lt;/a&gt; &amp; meer" in second
    assert bands(figure) == []


def test_a_life_event_that_lasted_is_an_area_of_its_days_within_the_chart() -> None:
    figure = with_life(event(3, end=5), event(18, "op reis", end=40), event(-9, "ziek", end=2))
    assert bands(figure) == [(day(3), day(6)), (day(18), day(21)), (day(0), day(3))]
    stars = trace(figure, "uit het leven")
    assert list(stars.x) == [day(3), day(18), day(0)]
    assert stars.customdata[0] == "08-01-2026 tot en met 10-01-2026: verhuizing"


def test_what_lies_before_the_chart_or_ahead_is_not_drawn() -> None:
    figure = with_life(event(-30), event(-30, end=-2), event(25))
    assert "uit het leven" not in names(figure)
    assert bands(figure) == []


def test_who_may_not_see_life_events_sees_no_mark_of_a_session_either() -> None:
    given = [Rating(day(0), 4), Rating(day(20), 6)]
    figure = charts.mood_figure(given, [session(3, willingness=2)], (), (), today=day(20))
    assert names(figure) == ["Stemming die dag of vóór de sessie"]


def test_the_marks_of_life_are_explained_and_told() -> None:
    figure = with_life(event(3, end=5), sessions=(session(4),))
    assert charts.marks(figure) == [
        "Ster: iets uit het leven; tik erop voor de woorden.",
        "Vlak met een stippelrand: dat duurde langer.",
        "Streepje onder de cijfers: een sessie.",
    ]
    assert charts.mood_alt([], "Stemming.", (event(3), event(12, "feest"))) == (
        "Stemming. Uit het leven: 08-01-2026: verhuizing; 17-01-2026: feest."
    )


def test_several_ratings_on_a_day_are_their_mean() -> None:
    given = [Rating(day(0), 4), Rating(day(0), 7), Rating(day(1), 6)]
    (line,) = charts.mood_figure(given, (), (), (), today=day(1)).data
    assert list(line.y) == [5.5, 6]


def test_mood_after_moving_stands_apart_from_the_line() -> None:
    figure = charts.mood_figure(
        [Rating(day(0), 4)],
        [session(0, before=4, after=8), session(3, before=5), session(7, after=6)],
        (),
        (),
        today=day(7),
    )
    assert names(figure) == ["Stemming die dag of vóór de sessie", "Stemming na de sessie"]
    after = trace(figure, "Stemming na de sessie")
    assert (list(after.x), list(after.y)) == ([day(0), day(7)], [8, 6])
    assert after.mode == "markers"


def test_a_rating_of_nought_is_drawn_and_the_scale_is_always_whole() -> None:
    figure = charts.mood_figure([Rating(day(0), 0)], [session(0, after=0)], (), (), today=day(0))
    assert [list(one.y) for one in figure.data] == [[0], [0]]
    low, high = figure.layout.yaxis.range
    assert low < 0
    assert high > 10


def test_without_any_number_the_figure_of_mood_is_empty_and_not_broken() -> None:
    figure = charts.mood_figure((), (), (), (), today=day(0))
    assert [list(one.y) for one in figure.data] == [[]]
    assert (bands(figure), route_marks(figure)) == ([], [])
    json.loads(figure.to_json())


def test_the_same_figure_speaks_english() -> None:
    speak("en")
    figure = charts.mood_figure([Rating(day(0), 4)], [session(0, after=8)], (), (), today=day(0))
    assert names(figure) == ["Mood that day or before the session", "Mood after the session"]
    assert figure.layout.yaxis.title.text == "Mood, 0–10"


@pytest.mark.parametrize("first", [0, -3, -13])
def test_mood_of_a_day_or_two_is_shown_on_an_axis_of_weeks(first: int) -> None:
    figure = charts.mood_figure([Rating(day(first), 5)], (), (), (), today=day(0))
    begin, end = figure.layout.xaxis.range
    assert end - begin >= timedelta(weeks=2)
    assert end - begin <= timedelta(weeks=3)
    assert begin < day(first) <= day(0) < end


@pytest.mark.parametrize("first", [-14, -90, -400])
def test_all_of_a_longer_time_is_on_the_axis_and_hardly_more(first: int) -> None:
    given = [Rating(day(first), 5), Rating(day(0), 6)]
    begin, end = charts.mood_figure(given, (), (), (), today=day(0)).layout.xaxis.range
    assert begin < day(first) <= day(0) < end
    assert end - begin < 1.1 * timedelta(days=-first) + timedelta(days=3)


def test_a_number_after_a_session_is_on_the_axis_too() -> None:
    figure = charts.mood_figure((), [session(-40, after=6)], (), (), today=day(0))
    assert figure.layout.xaxis.range[0] < day(-40)


@pytest.mark.parametrize(("today", "shape"), [(300, "%-d %b"), (400, "%b %Y")])
def test_over_a_year_the_axis_names_the_year(today: int, shape: str) -> None:
    given = [Rating(day(0), 5), Rating(day(today), 6)]
    for figure in (
        charts.mood_figure(given, (), (), (), today=day(today)),
        weeks_of(on(today, 0), today),
    ):
        assert figure.layout.xaxis.tickformat == shape


# -- moments per week -------------------------------------------------------------------------


def test_a_week_is_a_pair_of_what_was_asked_and_what_was_done() -> None:
    figure = weeks_of(on(23, 0, 2, 4, 7, 14, 15, 16, 17, 21), 23)
    assert list(trace(figure, "afgesproken").y) == [3, 3, 3, 3]
    assert list(trace(figure, "gedaan").y) == [3, 1, 3, 1]
    thursdays = [day(3), day(10), day(17), day(24)]
    assert list(trace(figure, "afgesproken").x) == list(trace(figure, "gedaan").x) == thursdays
    assert figure.layout.barmode == "overlay"


def test_a_week_of_which_nothing_is_known_has_no_bar_but_a_question_mark() -> None:
    figure = weeks_of(on(30, 0, 14), 30)
    done = trace(figure, "gedaan")
    assert list(done.y) == [1, None, 1, None, None]
    marks = trace(figure, "niet ingevuld")
    assert list(marks.x) == [day(10), day(24)]
    assert list(marks.text) == ["?", "?"]
    assert all(0 < height < 1 for height in marks.y)


def test_without_unknown_weeks_there_is_no_question_mark() -> None:
    assert "niet ingevuld" not in names(weeks_of(on(14, 0, 7, 14), 14))


def test_a_week_in_which_it_did_not_work_out_is_known_to_be_nought() -> None:
    now = on(7, check_ins=told("walk", Outcome.NOT_DONE, day(2)))
    figure = weeks_of(now, 7)
    assert list(trace(figure, "gedaan").y) == [0, None]
    assert "niet ingevuld" not in names(figure)


def test_the_running_week_is_lighter_and_has_no_question_mark_yet() -> None:
    figure = weeks_of(on(9, 0, 2), 9)
    done = trace(figure, "gedaan")
    assert list(done.marker.opacity) == [1.0, 0.55]
    assert list(done.y) == [2, None]
    assert "niet ingevuld" not in names(figure)


def test_the_running_week_is_the_same_number_as_its_sentence() -> None:
    check_ins = told("walk", Outcome.MINI, day(7), day(9)) + told("stretch", Outcome.MINI, day(7))
    now = on(10, versions=(version(1, 0, WALK, STRETCH),), check_ins=check_ins)
    assert now.this_week == (3, 5)
    done = trace(weeks_of(now, 10), "gedaan")
    assert list(done.y) == [None, 3]
    assert list(done.customdata)[-1] == this_week(now.this_week)


def test_a_week_that_is_over_says_its_counts_and_never_a_share() -> None:
    done = trace(weeks_of(on(14, 0, 2, 7), 14), "gedaan")
    assert list(done.customdata)[:2] == ["minstens 2 van 3 momenten", "minstens 1 van 3 momenten"]
    assert not any("%" in said for said in done.customdata)


def test_a_week_of_rest_asks_nothing_and_has_no_bars() -> None:
    resting = (rest(7, 13),)
    now = on(14, 0, 14, rests=resting)
    figure = weeks_of(now, 14, resting)
    assert list(trace(figure, "afgesproken").y) == [3, None, 3]
    assert list(trace(figure, "gedaan").y) == [1, None, 1]
    assert "niet ingevuld" not in names(figure)


def test_moments_beyond_the_agreement_make_no_taller_bar() -> None:
    figure = weeks_of(on(7, 0, 1, 2, 3, 4, 5, 6), 7)
    assert list(trace(figure, "gedaan").y) == [3, None]


def test_moments_beyond_the_agreement_stand_above_it_as_extra_and_never_as_a_share() -> None:
    figure = weeks_of(on(14, 0, 1, 2, 3, 4, 7, 8), 14)
    beyond = trace(figure, "extra")
    assert (list(beyond.x), list(beyond.base), list(beyond.y)) == ([day(3)], [3], [2])
    assert list(beyond.customdata) == ["2 momenten extra"]
    assert figure.layout.yaxis.range[1] > 5
    assert beyond.marker.pattern.shape


def test_extra_of_one_step_fills_nothing_of_another() -> None:
    check_ins = told("walk", Outcome.MINI, *(day(n) for n in range(5)))
    now = on(7, versions=(version(1, 0, WALK, STRETCH),), check_ins=check_ins)
    figure = weeks_of(now, 7)
    assert list(trace(figure, "gedaan").y) == [3, None]
    beyond = trace(figure, "extra")
    assert (list(beyond.base), list(beyond.y)) == ([5], [2])


@pytest.mark.parametrize("done", [(), (0, 1, 2)])
def test_without_extra_there_is_no_word_of_it(done: tuple[int, ...]) -> None:
    assert "extra" not in names(weeks_of(on(7, *done), 7))


@pytest.mark.parametrize(("per_week", "tick"), [(1, 1), (7, 1)])
def test_every_bar_fits_and_the_axis_begins_at_nought(per_week: int, tick: int) -> None:
    steps = (step("walk", per_week=per_week),)
    now = on(7, *range(7), versions=(version(1, 0, *steps),))
    axis = weeks_of(now, 7).layout.yaxis
    assert axis.range[0] == 0
    assert axis.range[1] > max(per_week, 3)
    assert axis.dtick == tick


def test_many_moments_are_counted_by_two() -> None:
    steps = (step("walk", per_week=7), step("stretch", per_week=7))
    axis = weeks_of(on(7, versions=(version(1, 0, *steps),)), 7).layout.yaxis
    assert axis.dtick == 2
    assert axis.range[1] > 14


def test_few_weeks_do_not_fill_the_screen() -> None:
    begin, end = weeks_of(on(3, 0), 3).layout.xaxis.range
    assert end - begin >= timedelta(weeks=8)


def test_without_weeks_the_figure_is_empty_and_not_broken() -> None:
    figure = charts.weeks_figure((), (), (), today=day(0))
    assert [list(one.y) for one in figure.data] == [[], []]
    json.loads(figure.to_json())


@pytest.mark.parametrize("today", [0, 6, 7, 13, 28, 60])
def test_no_week_without_a_word_is_ever_drawn_as_nought(today: int) -> None:
    done = trace(weeks_of(on(today), today), "gedaan")
    assert set(done.y) == {None}


# -- rest and changes of the route ------------------------------------------------------------


def both_figures(
    versions: tuple[Version, ...], rests: tuple[AgreedRest, ...], today: int
) -> list[Figure]:
    now = on(today, 0, versions=versions, rests=rests)
    return [
        charts.weeks_figure(now.weeks, versions, rests, today=day(today)),
        charts.mood_figure([Rating(day(0), 5)], (), versions, rests, today=day(today)),
    ]


@pytest.mark.parametrize(
    ("agreed", "band"),
    [
        (rest(9, 11), (day(9), day(12))),
        (rest(9, 9), (day(9), day(10))),
        (rest(9, None), (day(9), day(21))),  # open: through today
        (rest(9, 50), (day(9), day(21))),  # not past today
        (rest(-20, 3), (day(0), day(4))),  # not before the first day drawn
        (rest(20, 20), (day(20), day(21))),
    ],
)
def test_agreed_rest_is_a_band_of_its_days_so_far(
    agreed: AgreedRest, band: tuple[date, date]
) -> None:
    for figure in both_figures((version(),), (agreed,), 20):
        assert bands(figure) == [band]
        assert "rust" in [one.text for one in figure.layout.annotations]


@pytest.mark.parametrize("agreed", [rest(21, 30), rest(-20, -1), rest(3, 9, "walk")])
def test_rest_to_come_and_rest_of_one_step_are_no_band(agreed: AgreedRest) -> None:
    for figure in both_figures((version(),), (agreed,), 20):
        assert bands(figure) == []


def test_each_change_of_the_route_is_a_line_with_its_number() -> None:
    versions = (version(1, 0), version(2, 8, STRETCH))
    for figure in both_figures(versions, (), 20):
        assert route_marks(figure) == [(day(0), "r1"), (day(8), "r2")]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ["Route begonnen op 05-01-2026.", "Route gewijzigd op 13-01-2026."]),
        ("en", ["Route begun on 05-01-2026.", "Route changed on 13-01-2026."]),
    ],
)
def test_a_mark_says_when_the_route_changed(language: str, said: list[str]) -> None:
    speak(language)
    for figure in both_figures((version(1, 0), version(2, 8, STRETCH)), (), 20):
        assert charts.changes(figure) == said


def test_only_the_marks_in_a_figure_are_explained() -> None:
    route = "Stippellijn met r1, r2 …: op die dag begon of veranderde de route."
    resting = "Gekleurd vlak: afgesproken rust."
    unknown = "Vraagteken: in die week is niets ingevuld."
    weeks, mood_too = both_figures((version(),), (rest(9, 11),), 21)
    assert charts.marks(weeks) == [route, resting, unknown]
    assert charts.marks(mood_too) == [route, resting]
    assert charts.marks(charts.mood_figure([Rating(day(0), 5)], (), (), (), today=day(0))) == []


SHOWN = """
from datetime import UTC, date, datetime
from lib.domain.mood import Rating
from lib.domain.routes import Proposer, Version
from lib.ui import charts, text
from tests.cast import step

text.speak("nl")
day = date(2026, 1, 5)
made = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
versions = (Version(1, day, (step(),), Proposer.CLIENT, "past", "Ines", made),)
figure = charts.mood_figure([Rating(day, 5)], (), versions, (), today=day)
charts.show(figure, key="mood", alt="Stemming: onbekend.")
"""


def test_the_marks_stand_under_the_chart_and_are_told_to_who_does_not_see_it() -> None:
    page = AppTest.from_string(SHOWN, default_timeout=20).run()
    assert not page.exception
    assert [one.value for one in page.caption] == [
        "Stippellijn met r1, r2 …: op die dag begon of veranderde de route."
    ]
    (chart,) = page.get("plotly_chart")
    assert chart.proto.alt == "Stemming: onbekend. Route begonnen op 05-01-2026."


def test_a_version_that_only_agrees_on_rest_is_no_change_of_the_route() -> None:
    versions = (version(1, 0), version(2, 8, rest_note="agreed"))
    for figure in both_figures(versions, (), 20):
        assert route_marks(figure) == [(day(0), "r1")]


# -- for eyes and ears ------------------------------------------------------------------------


def test_a_chart_is_told_to_who_does_not_see_it() -> None:
    given = [Rating(day(0), 4), Rating(day(9), 5)]
    assert charts.mood_alt(given, "Stemming: onbekend.") == (
        "Stemming: onbekend. Van 05-01-2026 tot en met 14-01-2026."
    )
    assert charts.mood_alt([], "Stemming: onbekend.") == "Stemming: onbekend."


def test_months_and_days_are_dutch_for_who_reads_dutch() -> None:
    config: Any = charts._config("stemming")
    words = config["locales"][config["locale"]]["format"]
    assert " ".join(words["shortMonths"]) == "jan feb mrt apr mei jun jul aug sep okt nov dec"
    assert " ".join(words["shortDays"]) == "zo ma di wo do vr za"
    assert len(words["months"]) == 12
    speak("en")
    assert "locale" not in charts._config("mood")


def test_a_button_that_is_always_there_keeps_a_picture_without_a_name_of_anybody() -> None:
    config: Any = charts._config("stemming")
    assert config["displayModeBar"] is True
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["toImageButtonOptions"] == {"format": "png", "filename": "stemming", "scale": 2}
    said = config["locales"]["nl"]["dictionary"]
    assert said["Download plot as a PNG"] == "Bewaar als plaatje (PNG)"
    assert said["Download plot"] == "Bewaar als plaatje (SVG)"


PICTURES = """
from datetime import date
from lib.domain.mood import Rating
from lib.ui import charts, text

text.speak("nl")
figure = charts.mood_figure([Rating(date(2026, 1, 5), 5)], (), (), (), today=date(2026, 1, 5))
charts.show(figure, key="mood", alt="Stemming.", called="stemming")
charts.pictures_as()
"""


def test_a_picture_is_png_until_someone_wants_svg() -> None:
    page = AppTest.from_string(PICTURES, default_timeout=20).run()
    options = []
    for _ in range(2):
        (chart,) = page.get("plotly_chart")
        options.append(json.loads(chart.proto.config)["toImageButtonOptions"]["format"])
        page.segmented_control(key="picture_as").set_value("svg").run()
        assert not page.exception
    assert options == ["png", "svg"]


# -- willingness, on the way and afterwards ---------------------------------------------------


def test_each_session_is_a_path_of_what_is_known_beside_its_willingness() -> None:
    held = [
        session(0, before=4, during=6, after=5, willingness=2, expected=3),
        session(7, before=5, after=0),
        session(14, willingness=8),
    ]
    figure = willing_chart.willing_figure(willing_path(held, today=day(14)))
    line = figure.data[0]
    assert list(line.y) == [4, 6, 5, None, 5, 0, None, None]
    assert line.connectgaps is False
    assert list(trace(figure, "zin vooraf").y) == [2, 8]
    assert list(trace(figure, "vooraf verwacht").y) == [3]
    assert list(trace(figure, "onderweg").text) == ["6"]
    assert list(trace(figure, "daarna").text) == ["5", "0"]
    assert list(figure.layout.xaxis.ticktext) == ["05-01", "12-01", "19-01"]
    across = [one for one in line.x if one is not None]
    assert across == sorted(across)
    assert charts.marks(figure) == []
    json.loads(figure.to_json())


def test_a_number_nobody_gave_has_no_point() -> None:
    figure = willing_chart.willing_figure(willing_path([session(0, during=6)], today=day(0)))
    assert [one for one in names(figure) if one] == ["onderweg"]


def test_a_whole_history_becomes_a_figure_that_can_be_sent() -> None:
    versions = (version(1, 0, WALK, STRETCH), version(2, 30, WALK))
    rests = (rest(20, 25), rest(60, None))
    now = on(70, *range(0, 60, 3), versions=versions, rests=rests)
    ratings = [Rating(day(n), n % 11) for n in range(0, 70, 4)]
    for figure in (
        charts.weeks_figure(now.weeks, versions, rests, today=day(70)),
        charts.mood_figure(
            mood.day_values(ratings), [session(8, after=7)], versions, rests, today=day(70)
        ),
    ):
        sent = json.loads(figure.to_json())
        assert sent["data"]
        assert "NaN" not in json.dumps(sent)
