"""The words of a handbook on the screen and on paper: honest, proud, and nothing that leaks."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from lib.domain.basis import Silence, SilenceAgreement
from lib.domain.caseload import REASON_WORDS
from lib.domain.handbook import Handbook, Mini, Named, Week
from lib.domain.rhythm import Rhythm
from lib.domain.routes import Company
from lib.practice import care_signals, handbook, progress
from lib.ui import handbook as screen
from lib.ui import handbook_words, papers
from lib.ui.text import speak, t
from tests.cast import NAMES, NOW, TODAY, Practice, key
from tests.practice.test_handbook import SECRET, lived

MONDAY = date(2026, 1, 5)
EMPTY = Handbook("Bob", "", (), (), None, (), (), (), 0, None, "Ines Dragstra")


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def weeks(told: str) -> tuple[Week, ...]:
    """Return weeks of which an x was a week with moving."""
    return tuple(Week(MONDAY + timedelta(weeks=n), one == "x") for n, one in enumerate(told))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("", ()),
        ("x", ()),
        ("........", ()),
        ("xx.x.x.x", ("In minstens 5 van de laatste 8 weken heb je bewogen.",)),
        ("xxxxxxxx", ("In elk van de laatste 8 weken heb je bewogen.",)),
        (
            "x.",
            ("In minstens 1 van de 2 weken waarin een stap was afgesproken, heb je bewogen.",),
        ),
        ("xx", ("In elk van de 2 weken waarin een stap was afgesproken, heb je bewogen.",)),
    ],
)
def test_weeks_are_told_as_what_was_done(told: str, said: tuple[str, ...]) -> None:
    assert handbook_words.rhythm(replace(EMPTY, weeks=weeks(told))) == said


def test_a_rhythm_is_told_in_words_and_a_return_with_pride() -> None:
    mine = replace(EMPTY, rhythm=Rhythm.BEGIN, returns=(MONDAY,))
    assert handbook_words.rhythm(mine) == (
        "Je ritme begint.",
        "Je bent 1 keer opnieuw begonnen na een stille tijd. Daar mag je trots op zijn.",
    )


def test_a_mini_is_told_with_what_it_follows_on_and_what_is_enough() -> None:
    one = Mini("Raam open", "raam open", 30, "na de koffie", Company.ALONE, 600)
    said = handbook_words.mini(one)
    assert (said.mini, said.after) == ("30 seconden", "Na de koffie")
    assert said.about == ("genoeg is genoeg: niet meer dan 10 minuten op een dag",)


def test_who_wants_to_be_left_in_peace_reads_so() -> None:
    left = replace(EMPTY, silence=SilenceAgreement(Silence.LEAVE))
    assert handbook_words.silence(left).startswith("Afgesproken: met rust laten.")
    assert handbook_words.silence(EMPTY) == ""


def test_the_rows_behind_are_the_numbers_that_are_told() -> None:
    mine = replace(
        EMPTY,
        weeks=weeks("x."),
        returns=(MONDAY,),
        helped=(Named("music", (MONDAY + timedelta(days=9), MONDAY)),),
        sessions_told=2,
    )
    assert screen.rows(mine).to_numpy().tolist() == [
        ["Mijn ritme", "week van ma 12 jan", "geen bewegen verteld"],
        ["Mijn ritme", "week van ma 5 jan", "bewogen"],
        ["Mijn ritme", "ma 5 jan", "opnieuw begonnen"],
        ["Wat mij helpt", "wo 14 jan", "muziek"],
        ["Wat mij helpt", "ma 5 jan", "muziek"],
    ]
    assert screen.rows(EMPTY).empty


VIEW = """
import streamlit as st
from lib.ui import handbook, text

text.speak("nl")
handbook.draw_together(st.session_state["book"])
"""


def test_nothing_of_a_worry_stands_on_the_screen_or_on_paper(in_sqlite: Practice) -> None:
    """A client of whom there is everything to worry about, after the worst week there can be."""
    lived(in_sqlite)
    care_signals.open_signal(
        in_sqlite.ines, in_sqlite.bob, words=f"nog {SECRET}", save_key=key(), now=NOW
    )
    reasons = progress.of_client(in_sqlite.ines, in_sqlite.bob, now=NOW).standing.reasons
    assert len(reasons) >= 3
    mine = handbook.of_client(in_sqlite.ines, in_sqlite.bob, now=NOW)
    run = AppTest.from_string(VIEW, default_timeout=20)
    run.session_state["book"] = mine
    run.run()
    assert not run.exception
    shown = " ".join([one.value for one in (*run.title, *run.subheader, *run.markdown)])
    pdf = papers.handbook(mine, on=TODAY)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    printed = " ".join(" ".join(pages).split())
    for said in (shown, printed):
        assert "weer naar zee" in said
        assert "hoe gaat het?" in said
        for leak in (
            SECRET,
            NAMES["Bob"],
            "signaal",
            "aandacht",
            "somber",
            "Notitie",
            "temming",
            "nspanning",
            "voorzichtig",
            "WHO",
            "PEM",
            *(t(words) for words in REASON_WORDS.values()),
        ):
            assert leak not in said, leak
