"""The front door's rules: which passwords may be chosen, and how long a wait lasts."""

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.sign_in import (
    COMMON,
    LOCK_WINDOW,
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    VISIT_IDLE,
    VISIT_LONGEST,
    check_new_password,
    throttled_until,
)
from tests.cast import NOW

SHORT = "Choose at least {count} signs. A short sentence works well."
LONG = "At most {count} signs fit here."
GUESSED = "This password is easy to guess. Choose another one."
OWN = ("Ines Dragstra", "Noord")


def said(password: str, words: tuple[str, ...] = OWN) -> list[str]:
    return [problem.sentence for problem in check_new_password(password, words=words)]


# Eleven and twelve different signs, and so on: only the length is in question.
SIGNS = "kvnbqltfpgrxmaujdozwhcsyie" * 6


@pytest.mark.parametrize(
    ("length", "problems"),
    [(0, [SHORT]), (1, [SHORT]), (11, [SHORT]), (12, []), (128, []), (129, [LONG]), (150, [LONG])],
)
def test_a_password_has_twelve_to_128_signs(length: int, problems: list[str]) -> None:
    assert (SHORTEST_PASSWORD, LONGEST_PASSWORD) == (12, 128)
    assert said(SIGNS[:length]) == problems


def test_the_sentence_names_the_bound_and_stands_beside_the_field() -> None:
    (problem,) = check_new_password("kort", field="new")
    assert (problem.field, problem.values) == ("new", {"count": 12})
    (problem,) = check_new_password(SIGNS, field="new")
    assert (problem.field, problem.values) == ("new", {"count": 128})


def test_a_megabyte_is_refused_at_once() -> None:
    assert said("a" * 1_000_000) == [LONG]


@pytest.mark.parametrize(
    "password",
    [
        "welkom123456",
        "Welkom2026!!",
        "WELKOM welkom",
        "welkom-welkom",
        "wachtwoord12",
        "Wachtwoord!2026",
        "password1234",
        "PasswordPassword",
        "geheim123456",
        "zomer2026zomer",
        "winter-2026-!",
        "amsterdam020!",
        "ministap2026",
        "123456123456",
        "admin1234567",
        "ajax feyenoord",
        "iloveyou 2026!",
        "qwertyqwerty",
    ],
)
def test_what_others_would_try_first_is_refused(password: str) -> None:
    assert said(password) == [GUESSED]


@pytest.mark.parametrize(
    "password",
    [
        "Ines Dragstra",
        "ines dragstra 1",
        "DRAGSTRA2026!",
        "dragstradragstra",
        "InesNoord2026!",
        "noord ines noord",
    ],
)
def test_ones_own_name_and_team_are_refused(password: str) -> None:
    assert said(password) == [GUESSED]


def test_the_name_of_somebody_else_is_not_known_here() -> None:
    assert said("Ines Dragstra", words=("Marek Hollander",)) == []


@pytest.mark.parametrize(
    "password",
    ["aaaaaaaaaaaa", "abababababab", "abcabcabcabcabc", "            ", "!!!!!!!!!!!!!", "á" * 20],
)
def test_a_few_signs_repeated_are_refused(password: str) -> None:
    assert said(password) == [GUESSED]


@pytest.mark.parametrize(
    "password",
    [
        "fietsen langs de vaart",
        "de kat slaapt nog",
        "welkom bij de vissen thuis",
        "Ines fietst langs de vaart",
        "zomer op het terras",
        "correct horse battery staple",
        "Ünïcödé zin van mij",
        "кошка спит на диване",
        "東京の猫は毎日ゆっくり寝ています",
        "👟🌳🚲🌧️🌈☕🐈🐕🍎🌻⛵🎻",
        "Tr0ub4dor&3xk",
        "9f8d7c6b5a4e",
        "                 drie fietsen",
    ],
)
def test_a_sentence_or_a_random_row_is_fine(password: str) -> None:
    assert said(password) == []


def test_twins_that_look_alike_are_one_password() -> None:
    composed = "é" * 6 + "abcdef"
    decomposed = unicodedata.normalize("NFD", composed)
    assert len(decomposed) > len(composed)
    assert said(composed) == said(decomposed)
    short = "éàüöñ kvnbq"  # eleven signs, also when they are written as sixteen
    assert said(unicodedata.normalize("NFD", short)) == [SHORT]


def test_a_short_part_of_a_name_takes_nothing_away() -> None:
    assert said("de zee is ver weg", words=("Li de Zee",)) == []


@given(st.text(max_size=140))
def test_whatever_is_typed_there_is_at_most_one_sentence_about_it(password: str) -> None:
    assert len(check_new_password(password, words=OWN)) <= 1


def test_the_common_words_are_written_as_they_are_compared() -> None:
    assert all(word == word.casefold() and len(word) >= 4 for word in COMMON)
    assert len(set(COMMON)) == len(COMMON)


# -- waits ------------------------------------------------------------------------------------


def tries(count: int) -> list:
    return [NOW + timedelta(seconds=n) for n in range(count)]


@pytest.mark.parametrize(
    ("kind", "count", "minutes"),
    [
        ("account", 0, None),
        ("account", 1, None),
        ("account", 4, None),
        ("account", 5, 1),
        ("account", 6, 2),
        ("account", 7, 4),
        ("account", 8, 8),
        ("account", 9, 15),
        ("account", 10, 15),
        ("account", 1000, 15),
        ("address", 5, None),
        ("address", 29, None),
        ("address", 30, 1),
        ("address", 31, 2),
        ("address", 34, 15),
        ("address", 5000, 15),
        ("everywhere", 49, None),
        ("everywhere", 50, 1),
        ("everywhere", 54, 15),
    ],
)
def test_the_wait_grows_with_every_try_up_to_a_quarter_of_an_hour(
    kind: str, count: int, minutes: int | None
) -> None:
    found = throttled_until(tries(count), kind=kind)
    if minutes is None:
        assert found is None
    else:
        assert found == tries(count)[-1] + timedelta(minutes=minutes)


@pytest.mark.parametrize("kind", ["account", "address", "everywhere"])
def test_a_wait_never_becomes_shorter_by_trying(kind: str) -> None:
    ends = [throttled_until(tries(count), kind=kind) for count in range(100)]
    known = [end for end in ends if end is not None]
    assert known == sorted(known)
    assert None not in ends[-50:]


@pytest.mark.parametrize("kind", ["account", "address", "everywhere"])
def test_a_wait_ends_by_itself_within_the_hour(kind: str) -> None:
    """Tries older than the window no longer count, so nobody is locked out for good."""
    last = tries(500)[-1]
    end = throttled_until(tries(500), kind=kind)
    assert end is not None
    assert last < end < last + LOCK_WINDOW
    assert throttled_until([], kind=kind) is None


def test_a_screen_that_was_left_locks_soon_and_a_visit_outlasts_no_day() -> None:
    assert timedelta(minutes=15) == VISIT_IDLE
    assert timedelta(hours=12) == VISIT_LONGEST
