"""What the screen says of questionnaires and goals: counts, clear differences, no diagnosis."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.goals import Goal, Score
from lib.domain.measurements import Answered, Course, FilledIn, Filling, course
from lib.domain.questionnaires import Measure
from lib.ui import charts, measure_parts
from lib.ui.text import speak

TODAY = date(2026, 3, 18)
MADE = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
WHO5, PHQ4, GAD7, PGIC = Measure


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def filling(days_ago: int, *answers: int | None, measure: Measure = WHO5) -> Filling:
    told = Answered(measure, TODAY - timedelta(days=days_ago), answers, FilledIn.PAPER)
    return Filling(f"{measure}{days_ago}", told, "Ines Dragstra", MADE)


def of(*fillings: Filling) -> Course:
    return course(fillings, fillings[0].told.measure if fillings else WHO5)


def goal(*scores: tuple[int, int]) -> Goal:
    told = tuple(Score(TODAY - timedelta(days=ago), value) for ago, value in scores)
    return Goal("g", "naar de *markt*", TODAY, None, told, "Ines Dragstra", MADE, 1)


# -- sentences --------------------------------------------------------------------------------


def test_one_score_is_said_with_its_day_and_compared_with_nothing() -> None:
    assert measure_parts.sentence(of(filling(0, 3, 3, 3, 3, 2))) == (
        "56 van 100 op 18-03-2026; 1 keer ingevuld. Vanaf de tweede keer is er iets om mee te "
        "vergelijken."
    )


def test_a_difference_is_clear_only_from_its_threshold() -> None:
    first, before = filling(60, 2, 2, 2, 2, 1), filling(30, 3, 2, 2, 3, 2)  # 36 and 48
    assert measure_parts.sentence(of(first, before, filling(0, 3, 3, 3, 3, 2))) == (
        "56 van 100 op 18-03-2026; 3 keer ingevuld. Geen duidelijk verschil met de keer ervoor "
        "(48 op 16-02-2026). Duidelijk hoger dan de eerste keer (36 op 17-01-2026)."
    )
    lower = measure_parts.sentence(of(first, filling(0, 1, 1, 2, 1, 1)))
    assert "Duidelijk lager dan de keer ervoor (36 op 17-01-2026)." in lower
    assert "eerste keer" not in lower


def test_a_question_about_the_beginning_is_said_in_words_and_never_compared() -> None:
    asked = of(filling(30, 3, measure=PGIC), filling(0, 2, measure=PGIC))
    assert measure_parts.sentence(asked) == (
        "Veel beter, op 18-03-2026; 2 keer gevraagd. De keer ervoor (16-02-2026): een beetje beter."
    )
    assert measure_parts.beside(asked) == []


def test_an_open_answer_means_no_score_and_the_screen_says_so() -> None:
    open_one = filling(2, 3, None, 3, 3, 2)
    alone = of(open_one)
    assert (
        measure_parts.sentence(alone) == "Ingevuld, en nog geen score: er staat een antwoord open."
    )
    assert measure_parts.beside(alone)[0].startswith("Geen score voor 16-03-2026:")
    # The score before it stands, and is not carried on to that day.
    later = of(filling(30, 3, 3, 3, 3, 3), open_one)
    assert measure_parts.sentence(later).startswith("60 van 100 op 16-02-2026; 1 keer ingevuld.")
    assert "16-03-2026" in measure_parts.beside(later)[0]


def test_nothing_filled_in_is_said_as_that() -> None:
    assert measure_parts.sentence(of()) == "Nog niet ingevuld."


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (filling(0, 3, 3, 3, 3, 0), "50 of lager: een reden om te praten over hoe het gaat."),
        (filling(0, 2, 2, 2, 2, 2, 2, 2, measure=GAD7), "overleggen met de huisarts of de POH"),
        (filling(0, 2, 2, 0, 0, measure=PHQ4), "overleggen met de huisarts of de POH"),
    ],
)
def test_a_score_is_a_reason_to_talk_and_never_a_diagnosis(made: Filling, expected: str) -> None:
    said = " ".join(measure_parts.beside(of(made)))
    assert expected in said
    for clinical in ("ernstig", "matig", "licht ", "depressie", "angststoornis"):
        assert clinical not in said.lower()


def test_a_score_that_is_no_reason_by_itself_says_only_how_to_read_it() -> None:
    assert measure_parts.beside(of(filling(0, 3, 3, 3, 3, 3))) == [
        "Van 0 tot 100; hoger is prettiger."
    ]
    assert measure_parts.beside(of(filling(0, 1, 1, 1, 1, measure=PHQ4))) == [
        "Vraag 1 en 2 samen: 2 van 6. Vraag 3 en 4 samen: 2 van 6.",
        "Van 0 tot 12; lager is lichter.",
    ]


def test_who5_is_an_offer_and_never_too_late() -> None:
    assert "bijvoorbeeld eens in de vier weken" in measure_parts.offer([], today=TODAY)
    made = filling(27, 3, 3, 3, 3, 3)
    assert measure_parts.offer([made], today=TODAY) == (
        "Vanaf 19-03-2026 kun je de WHO-5 weer aanbieden."
    )
    for ago in (28, 300):
        again = measure_parts.offer([filling(ago, 3, 3, 3, 3, 3)], today=TODAY)
        assert again == "Je kunt de WHO-5 weer aanbieden, als het de cliënt past."


def test_a_goal_is_said_in_the_clients_words_with_its_numbers() -> None:
    assert measure_parts.goal_sentence(goal()) == (
        "“naar de *markt*”: nog geen cijfer, en dat hoeft ook niet."
    )
    assert measure_parts.goal_sentence(goal((9, 4))) == (
        "“naar de *markt*”: 4 van 10 op 09-03-2026; 1 cijfer."
    )
    assert measure_parts.goal_sentence(goal((40, 2), (9, 4), (0, 7))) == (
        "“naar de *markt*”: 7 van 10 op 18-03-2026; 3 cijfers. Het eerste was 2 op 06-02-2026."
    )


# -- rows and charts --------------------------------------------------------------------------


def test_the_rows_hold_every_answer_newest_first_and_no_score_for_an_open_one() -> None:
    found = measure_parts.table(of(filling(30, 3, 3, 3, 3, 3), filling(2, 3, None, 0, 3, 2)))
    assert found.to_dict("records") == [
        {
            "dag": "16-03-2026",
            "score": "geen score: 1 open",
            "antwoorden": "3 · – · 0 · 3 · 2",
            "hoe": "overgenomen van papier",
            "opgeschreven door": "Ines Dragstra",
        },
        {
            "dag": "16-02-2026",
            "score": "60",
            "antwoorden": "3 · 3 · 3 · 3 · 3",
            "hoe": "overgenomen van papier",
            "opgeschreven door": "Ines Dragstra",
        },
    ]


def test_a_chart_holds_the_scores_and_nothing_between_them() -> None:
    points = [(TODAY - timedelta(days=300), 40), (TODAY, 56)]
    (line,) = charts.scores_figure(points, title="Score", lowest=0, highest=100, today=TODAY).data
    assert list(zip(line.x, line.y, strict=True)) == points


def test_on_a_scale_of_words_the_best_stands_on_top() -> None:
    words = {1: "heel veel beter", 7: "heel veel minder goed"}
    figure = charts.scores_figure(
        [(TODAY, 2)], title="", lowest=1, highest=7, today=TODAY, ticks=words
    )
    bottom, top = figure.layout.yaxis.range
    assert top < 1 < 7 < bottom
    assert list(figure.layout.yaxis.ticktext) == list(words.values())


SHOWN = """
from datetime import date, timedelta
from lib.domain.measurements import course
from lib.ui import measure_parts, text
from tests.ui.test_measure_parts import TODAY, WHO5, filling

text.speak("nl")
found = [filling(30 * n, 3, 3, 3, 3, n) for n in range(HOW_MANY)]
measure_parts.draw(course(found, WHO5), today=TODAY)
"""


@pytest.mark.parametrize(("how_many", "drawn"), [(0, 0), (1, 0), (2, 1)])
def test_a_chart_is_drawn_from_two_scores_on_and_told_in_words(how_many: int, drawn: int) -> None:
    script = SHOWN.replace("HOW_MANY", str(how_many))
    page = AppTest.from_string(script, default_timeout=20).run()
    assert not page.exception
    assert "WHO-5: welbevinden" in [one.value for one in page.subheader]
    shown = page.get("plotly_chart")
    assert len(shown) == drawn
    for chart in shown:
        assert chart.proto.alt.startswith("48 van 100 op 18-03-2026; 2 keer ingevuld.")


FORM = """
from datetime import date
from lib.domain.questionnaires import Measure
from lib.ui import measure_form, text
from lib.ui.fields import Form

text.speak("nl")
measure_form.draw(Form("f"), Measure("MEASURE"), today=date(2026, 3, 18))
"""


@pytest.mark.parametrize("measure", Measure)
def test_a_form_holds_numbers_and_our_own_words_and_no_question_of_a_list(measure: Measure) -> None:
    script = FORM.replace("MEASURE", measure.value)
    page = AppTest.from_string(script, default_timeout=20).run()
    assert not page.exception
    _, *items = page.get("button_group")
    asked = [one.label for one in items]
    if measure is PGIC:
        assert asked == ["Hoe is het nu, vergeleken met het begin van de begeleiding?"]
        return
    assert asked == [f"Vraag {n}" for n in range(1, len(asked) + 1)]
    assert "op de officiële lijst, niet op dit scherm" in " ".join(x.value for x in page.markdown)
    best = "5 · altijd" if measure is WHO5 else "0 · helemaal niet"
    assert items[0].options[0] == best


# -- rows as a file ---------------------------------------------------------------------------


def test_the_rows_of_a_questionnaire_leave_an_open_answer_and_its_score_empty() -> None:
    rows = measure_parts.filling_rows(of(filling(30, 1, 1, None, 1, 0), filling(0, 3, 3, 3, 3, 2)))
    assert [list(row.values()) for row in rows] == [
        [TODAY, 56, 3, 3, 3, 3, 2, "overgenomen van papier"],
        [TODAY - timedelta(days=30), None, 1, 1, None, 1, 0, "overgenomen van papier"],
    ]
    assert list(rows[0])[2] == "antwoord 1"


def test_the_rows_of_goals_are_all_their_numbers_newest_first() -> None:
    rows = measure_parts.goal_rows([goal((14, 2), (0, 5))])
    assert [row["cijfer"] for row in rows] == [5, 2]
    assert rows[0]["doel"] == "naar de *markt*"
