"""What helps, in words: counts always, no cause ever, and nothing ranked by how mood rose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lib.domain.caseload import Record, SessionMood
from lib.domain.contexts import Context, Felt, Order, in_contexts
from lib.domain.effect import SESSION_LASTS
from lib.domain.experiments import Agreed, Experiment, OneWay, Told, Went
from lib.domain.people import Client
from lib.domain.sessions import Attendance, Where
from lib.domain.what_helps import around_moving, times
from lib.ui import what_helps
from lib.ui.text import speak

TODAY = date(2026, 3, 18)
BEGAN = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
CLIENT = Client("b", "Bob", "", "i", "Ines", "n", "Noord", date(2026, 1, 5), None, 1)
WARNING = "Let op: na een mindere dag gaat het vaak vanzelf weer iets beter."
CAUSES = re.compile(r"bewegen werkt|door het bewegen|bewezen|helpt jou|dankzij", re.IGNORECASE)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def record(*pairs: tuple[int, int], moods: int = 0, **changes: Any) -> Record:
    """A record with a session a day with these numbers, and so many other days with a 5."""
    sessions = []
    for n, (before, after) in enumerate(pairs):
        held = BEGAN + timedelta(days=n)
        one = SessionMood(f"s{n}", held, Attendance.CAME, before, 5, after, None)
        written = {"written_at": held + SESSION_LASTS, **changes}
        sessions.append(replace(one, **written))
    other = tuple((date(2026, 1, 5) + timedelta(days=n), 5) for n in range(moods))
    return Record(CLIENT, (), (), (), other, tuple(sessions), None)


def said(*pairs: tuple[int, int], moods: int = 0) -> tuple[str, str]:
    found = around_moving(record(*pairs, moods=moods), today=TODAY)
    return what_helps.around(found), what_helps.beside(found)


BETTER = ((4, 6), (5, 6), (4, 6), (6, 7), (5, 7), (4, 5), (5, 6), (6, 8), (4, 6), (5, 6))


# -- around moving ----------------------------------------------------------------------------


def test_below_six_times_it_says_how_many_there_are() -> None:
    assert said() == ("Nog te weinig om iets te zeggen (0 van 6).", "")
    assert said(*BETTER[:5]) == ("Nog te weinig om iets te zeggen (5 van 6).", "")


def test_from_six_times_it_counts() -> None:
    sentence, warning = said((4, 6), (4, 5), (4, 5), (4, 5), (4, 5), (4, 4), (5, 4))
    assert sentence == (
        "In 5 van de 7 keer gaf je na het bewegen een hoger cijfer dan ervoor, 1 keer hetzelfde, "
        "1 keer een lager cijfer. Dat kan ook toeval zijn."
    )
    assert warning == WARNING


def test_from_ten_times_it_names_a_change_with_its_interval_and_warns() -> None:
    sentence, warning = said(*BETTER)
    assert sentence == (
        "Na het bewegen gaf je vaker een hoger cijfer dan ervoor: gemiddeld +1,5 (tussen +1,1 en "
        "+1,9; 10 keer)."
    )
    assert warning == WARNING


def test_with_days_without_a_session_it_is_worked_out_for_a_usual_day() -> None:
    sentence, beside = said(*BETTER, moods=12)
    assert sentence.startswith("Na het bewegen gaf je vaker een hoger cijfer dan ervoor")
    assert beside == "Gerekend voor een dag die gewoon begint, met 12 dagen zonder sessie ernaast."


def test_the_other_way_round_is_said_as_plainly() -> None:
    sentence, _ = said(*((after, before) for before, after in BETTER))
    assert sentence.startswith("Na het bewegen gaf je vaker een lager cijfer dan ervoor: gemid")
    assert "−1,5" in sentence


def test_no_clear_difference_is_not_called_the_same() -> None:
    sentence, _ = said(*(((4, 5), (5, 4)) * 5))
    assert sentence == (
        "Geen duidelijk verschil voor en na het bewegen: gemiddeld +0 (tussen −0,8 en +0,8; "
        "10 keer)."
    )


# -- by circumstance --------------------------------------------------------------------------


def felt(context: Context, count: int, after: float | None, during: float | None = 5) -> list[Felt]:
    return [Felt(frozenset({context}), during, after)] * count


def test_the_sentence_says_how_many_times_and_where_that_is_enough() -> None:
    def sentence(told: Sequence[Felt]) -> str:
        return what_helps.by_context(in_contexts(told), len(told))

    assert sentence([]) == "Er is nog niets verteld over hoe het bewegen voelde."
    assert sentence(felt(Context.GROUP, 4, 6)) == (
        "Over 4 keer bewegen is een cijfer verteld; nog te weinig metingen voor een gemiddelde: "
        "dat kan vanaf 5 keer in één omstandigheid."
    )
    assert sentence(felt(Context.GROUP, 5, 6)) == (
        "Over 5 keer bewegen is een cijfer verteld; in 1 omstandigheid is dat genoeg voor een "
        "gemiddelde."
    )
    assert sentence(felt(Context.GROUP, 5, 6) + felt(Context.ALONE, 1, 6)).endswith(
        "in 1 omstandigheid is dat genoeg voor een gemiddelde, in 1 nog niet."
    )


TOLD = [
    *felt(Context.GROUP, 9, 4, None),
    *felt(Context.EVENING, 2, 9),
    *felt(Context.OUTSIDE, 8, 7.5, 6),
]


def test_the_table_has_levels_and_says_where_there_are_too_few() -> None:
    table = what_helps.contexts_table(in_contexts(TOLD), Order.NAME)
    assert table.to_numpy().tolist() == [
        ["buiten", "8", "7,5", "0", "6 (8 keer)"],
        ["met een groep", "9", "4", "0", "nog te weinig metingen"],
        ["'s avonds", "2", "nog te weinig metingen", "–", "nog te weinig metingen"],
    ]


def test_the_table_stands_by_name_or_by_how_often_and_never_by_level() -> None:
    rows = in_contexts(TOLD, order=Order.TIMES)
    names = what_helps.contexts_table(rows, Order.TIMES)["omstandigheid"].tolist()
    assert names == ["met een groep", "buiten", "'s avonds"]
    assert set(what_helps.ORDER_WORDS) == set(Order)


# -- for the handbook -------------------------------------------------------------------------

ALONE = Experiment(
    "e",
    Agreed(OneWay("alone", Context.ALONE), OneWay("met muziek"), date(2026, 3, 2), (0, 1, 2)),
    5,
    tuple(Told(date(2026, 3, 2) + timedelta(days=n), Went.FIRST, 8) for n in (0, 1, 2, 7, 8)),
    None,
    "Ines",
    BEGAN,
    1,
)


def test_in_short_there_is_nothing_before_there_is_enough() -> None:
    assert what_helps.in_short(record(*BETTER[:4]), (), today=TODAY) == ()


def test_in_short_stands_in_the_fixed_order_with_counts_and_no_jargon() -> None:
    outside = record(*BETTER, place=Where.OUTDOORS)
    found = what_helps.in_short(outside, [ALONE], today=TODAY)
    assert found == (
        "Na het bewegen gaf je vaker een hoger cijfer dan ervoor (10 van de 10 keer). " + WARNING,
        "“alleen”: aan het eind gaf je gemiddeld 8 (5 keer).",
        "“buiten”: aan het eind gaf je gemiddeld 6,3 (10 keer), onderweg 5 (10 keer).",
        "“'s ochtends”: aan het eind gaf je gemiddeld 6,3 (10 keer), onderweg 5 (10 keer).",
    )


def test_in_short_what_went_down_is_left_to_the_talk() -> None:
    down = what_helps.in_short(
        record(*((after, before) for before, after in BETTER)), (), today=TODAY
    )
    assert [one for one in down if "dan ervoor" in one] == []
    counted = what_helps.in_short(record(*BETTER[:7]), (), today=TODAY)
    assert counted[0].startswith("In 7 van de 7 keer gaf je na het bewegen een hoger cijfer")
    assert "Dat kan ook toeval zijn." in counted[0]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_sentence_names_a_cause(language: str) -> None:
    speak(language)
    for moods in (0, 12):
        for pairs in (BETTER[:3], BETTER[:7], BETTER, tuple((b, a) for a, b in BETTER)):
            one = record(*pairs, moods=moods)
            found = around_moving(one, today=TODAY)
            told = times(one.sessions, [ALONE], today=TODAY)
            sentences = [
                what_helps.around(found),
                what_helps.beside(found),
                what_helps.by_context(in_contexts(each.felt for each in told), len(told)),
                *what_helps.in_short(one, [ALONE], today=TODAY),
            ]
            assert not CAUSES.search(" ".join(sentences))
            assert not re.search(r"because of|thanks to|works for", " ".join(sentences))


def test_the_rows_behind_say_which_sessions_count_and_why_others_do_not() -> None:
    one = record((4, 6), (5, 6), (4, 6))
    first, second, third = one.sessions
    hour = timedelta(hours=1)
    sessions = (
        # Nobody came in the morning, so what was later that day is the first.
        replace(first, attendance=Attendance.CANCELLED, before=None, during=None, after=None),
        replace(first, held_at=first.held_at + 3 * hour, written_at=first.held_at + 4 * hour),
        replace(first, held_at=first.held_at + 8 * hour, written_at=first.held_at + 9 * hour),
        replace(second, after=None),
        replace(third, written_at=third.held_at + 5 * hour),
        replace(first, held_at=BEGAN - timedelta(days=84)),
    )
    found = around_moving(replace(one, sessions=sessions), today=TODAY)
    rows = what_helps.sessions_table(sessions, found, today=TODAY).to_numpy().tolist()
    assert rows == [
        ["wo 4 feb", "4", "6", "nee, meer dan 2 uur later opgeschreven"],
        ["di 3 feb", "5", "–", "nee, een van de twee ontbreekt"],
        ["ma 2 feb", "4", "6", "nee, niet de eerste die dag"],
        ["ma 2 feb", "4", "6", "ja"],
    ]
    assert found.n == 1
