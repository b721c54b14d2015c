"""What a step card, a route card and a timeline hold, and how a long text ends."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.fortnight import coming
from lib.domain.papers import (
    CALLED_LIMIT,
    LINES_AT_MOST,
    ROUTE_STEPS_AT_MOST,
    STEPS_AT_MOST,
    VALUE_LIMIT,
    Passage,
    RouteCard,
    StepCard,
    Timeline,
    cut,
    first_name,
)
from lib.domain.people import NAME_LIMIT
from lib.domain.routes import (
    ACTIVITY_LIMIT,
    CUE_LIMIT,
    PHASE_LIMIT,
    SIZE_LIMIT,
    AgreedRest,
    Size,
    SizeOf,
)
from lib.domain.sessions import NEXT_STEP_LIMIT, OWN_WORDS_LIMIT
from tests.cast import step

WHEN = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
CARD = StepCard(
    first_name="Bob",
    steps=(step("walk"),),
    next_step="Dinsdag naar de brievenbus",
    own_words="Ik stond weer even buiten",
    next_appointment=WHEN,
    coach_name="Ines Dragstra",
    phone="06-12345678",
)
TODAY = date(2026, 11, 27)
ROUTE_CARD = RouteCard(
    first_name="Bob",
    steps=(step("walk"),),
    coming=coming((), (), today=TODAY),
    coach_name="Ines Dragstra",
    phone="06-12345678",
)
TIMELINE = Timeline(
    client_name="Bob Twijnstra",
    since=date(2026, 1, 1),
    until=date(2026, 11, 22),
    printed_by="Ines Dragstra",
    printed_at=WHEN,
    items=(Passage("heading", (("Note", "words"),)),),
)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Bob Twijnstra", "Bob"),
        ("  Bob  ", "Bob"),
        ("Anne-Marie de Vries", "Anne-Marie"),
        ("J. de Vries", "J."),
        ("Bob\u202e Twijnstra", "Bob"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_card_calls_someone_by_the_first_word_of_the_name(name: str, called: str) -> None:
    assert first_name(name) == called


@pytest.mark.parametrize(
    ("text", "limit", "found"),
    [
        ("tot de deur", 11, "tot de deur"),
        ("tot de deur", 10, "tot de de…"),
        ("tot de deur", 8, "tot de…"),
        ("tot\n de\tdeur ", 11, "tot de deur"),
        ("tot\u202e de deur", 11, "tot de deur"),
        ("", 5, ""),
        ("\u200d\u3164 \u0301", 2, ""),
        ("ab", 1, "…"),
        # Accents that no single sign carries, skin tones and families stay whole or go whole.
        ("abq\u0301d", 4, "ab…"),
        ("ab\U0001f469\U0001f3fdcd", 4, "ab…"),
        ("ab\U0001f469\u200d\U0001f467cde", 5, "ab…"),
        ("ab\U0001f469\u200d\U0001f467cde", 6, "ab\U0001f469\u200d\U0001f467…"),
        ("❤\ufe0fab", 3, "❤\ufe0f…"),
        ("❤\ufe0fab", 2, "…"),
    ],
)
def test_a_long_text_ends_in_an_ellipsis(text: str, limit: int, found: str) -> None:
    assert cut(text, limit) == found


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_cut_text_fits_and_begins_as_it_was(text: str, limit: int) -> None:
    whole, found = cut(text, 1000), cut(text, limit)
    assert len(found) <= limit
    assert cut(found, limit) == found
    if len(whole) <= limit:
        assert found == whole
    else:
        assert found.endswith("…")
        assert whole.startswith(found[:-1])
        # What comes after the cut does not belong to the sign before it.
        rest = whole[len(found) - 1 :].lstrip(" ")
        assert found == "…" or unicodedata.category(rest[0])[0] != "M"


def test_a_card_shows_the_first_steps_and_counts_the_others() -> None:
    steps = tuple(step(f"s{n}") for n in range(7))
    card = replace(CARD, steps=steps)
    assert [one.activity for one in card.shown] == [one.activity for one in steps[:STEPS_AT_MOST]]
    assert (len(card.shown), card.others) == (3, 4)


@pytest.mark.parametrize(("agreed", "others"), [(0, 0), (1, 0), (3, 0), (4, 1)])
def test_a_short_route_stands_on_the_card_as_a_whole(agreed: int, others: int) -> None:
    card = replace(CARD, steps=tuple(step(f"s{n}") for n in range(agreed)))
    assert (len(card.shown), card.others) == (agreed - others, others)


def test_a_step_stands_there_in_three_sizes_with_their_lengths() -> None:
    sizes = CARD.shown[0].sizes
    assert [(one.size, one.text, one.seconds) for one in sizes] == [
        (Size.MINI, "tot de deur", 60),
        (Size.ORDINARY, "tot de hoek", 300),
        (Size.AMPLE, "het blok om", 600),
    ]


def test_the_longest_texts_that_can_be_saved_stay_whole_and_longer_ones_are_cut() -> None:
    for extra, ending in ((0, "w"), (1, "…")):
        one = step()
        long = replace(
            one,
            activity="w" * (ACTIVITY_LIMIT + extra),
            mini=SizeOf("w" * (SIZE_LIMIT + extra), 10),
        )
        card = replace(
            CARD,
            steps=(long,),
            first_name="w" * (NAME_LIMIT + extra),
            next_step="w" * (NEXT_STEP_LIMIT + extra),
            own_words="w" * (OWN_WORDS_LIMIT + extra),
        ).in_print
        texts = {
            ACTIVITY_LIMIT: card.shown[0].activity,
            SIZE_LIMIT: card.shown[0].sizes[0].text,
            NAME_LIMIT: card.first_name,
            NEXT_STEP_LIMIT: card.next_step,
            OWN_WORDS_LIMIT: card.own_words,
        }
        for limit, text in texts.items():
            assert len(text) == limit
            assert text[-1] == ending


def test_a_card_in_print_keeps_what_fits() -> None:
    assert CARD.in_print == CARD


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = WHEN.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        replace(CARD, next_appointment=naive)
    with pytest.raises(ValueError, match="time zone"):
        replace(TIMELINE, printed_at=naive)
    assert replace(CARD, next_appointment=None).next_appointment is None


def test_a_search_or_a_filter_narrows_a_timeline() -> None:
    assert not TIMELINE.narrowed
    assert replace(TIMELINE, searched_for="brievenbus").narrowed
    assert replace(TIMELINE, filters=("walking together",)).narrowed


# -- the route card ---------------------------------------------------------------------------


@pytest.mark.parametrize(("agreed", "others"), [(0, 0), (1, 0), (6, 0), (7, 1), (12, 6)])
def test_a_route_card_shows_the_first_six_steps_and_counts_the_others(
    agreed: int, others: int
) -> None:
    card = replace(ROUTE_CARD, steps=tuple(step(f"s{n}") for n in range(agreed)))
    assert [one.key for one in card.shown] == [f"s{n}" for n in range(min(agreed, 6))]
    assert card.others == others
    assert ROUTE_STEPS_AT_MOST == 6


def test_a_route_card_names_the_rests_that_are_not_past() -> None:
    def rest(name: str, start: date, end: date | None, of: str | None = None) -> AgreedRest:
        return AgreedRest(name, of, start, end, "moe")

    rests = (
        rest("later", date(2026, 12, 20), None),
        rest("past", date(2026, 11, 1), date(2026, 11, 26)),
        rest("today", date(2026, 11, 20), TODAY, "walk"),
        rest("off the route", TODAY, None, "gone"),
        rest("open", date(2026, 11, 1), None, "walk"),
        rest("soon", date(2026, 12, 1), date(2026, 12, 2)),
    )
    card = replace(ROUTE_CARD, rests=rests)
    assert [one.id for one in card.agreed_rests] == ["open", "today", "soon"]
    assert len(card.agreed_rests) == LINES_AT_MOST


def test_a_route_card_in_print_keeps_what_fits_and_cuts_what_is_longer() -> None:
    assert ROUTE_CARD.in_print == ROUTE_CARD
    for extra, ending in ((0, "w"), (1, "…")):
        size = SizeOf("w" * (SIZE_LIMIT + extra), 10)
        long = replace(
            step(),
            activity="w" * (ACTIVITY_LIMIT + extra),
            mini=size,
            ordinary=size,
            ample=size,
            cue="w" * (CUE_LIMIT + extra),
        )
        card = replace(
            ROUTE_CARD,
            steps=(long,),
            first_name="w" * (CALLED_LIMIT + extra),
            coach_name="w" * (CALLED_LIMIT + extra),
            phase="w" * (PHASE_LIMIT + extra),
            values=("w" * (VALUE_LIMIT + extra),),
            goals=("w" * (VALUE_LIMIT + extra),),
        ).in_print
        (one,) = card.steps
        for limit, text in (
            (ACTIVITY_LIMIT, one.activity),
            (SIZE_LIMIT, one.mini.text),
            (SIZE_LIMIT, one.ordinary.text),
            (SIZE_LIMIT, one.ample.text),
            (CUE_LIMIT, one.cue),
            (CALLED_LIMIT, card.first_name),
            (CALLED_LIMIT, card.coach_name),
            (PHASE_LIMIT, card.phase),
            (VALUE_LIMIT, card.values[0]),
            (VALUE_LIMIT, card.goals[0]),
        ):
            assert len(text) == limit
            assert text[-1] == ending
        assert (one.mini.seconds, one.key) == (10, long.key)


def test_of_what_someone_does_it_for_a_few_lines_stand_on_a_card() -> None:
    card = replace(
        ROUTE_CARD, values=(" ", "een\ntwee", "drie", "", "vier", "vijf"), goals=("\u200d",)
    )
    assert card.in_print.values == ("een twee", "drie", "vier")
    assert card.in_print.goals == ()
