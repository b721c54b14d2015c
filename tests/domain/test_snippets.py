"""Snippets: what can be kept of them, and which titles are the same."""

import pytest

from lib.domain.snippets import TITLE_LIMIT, WORDS_LIMIT, check_snippet, check_title

EMPTY = "Please fill this in."
TOO_LONG = "This is {length} signs long; {limit} fit here."
TAKEN = "Your team has a snippet with this title already."


def test_a_title_stands_on_one_line_and_words_keep_their_lines() -> None:
    found, problems = check_snippet("  Na de\n eerste  keer ", " Jas aan.\r\n\r\nTot de hoek.\n")
    assert problems == ()
    assert found == ("Na de eerste keer", "Jas aan.\n\nTot de hoek.")


@pytest.mark.parametrize(
    ("title", "words", "problems"),
    [
        ("", "", [("title", EMPTY), ("words", EMPTY)]),
        (None, None, [("title", EMPTY), ("words", EMPTY)]),
        ("\u200b", "Jas aan", [("title", EMPTY)]),
        ("Begin", "\u2060 \n", [("words", EMPTY)]),
        ("a" * (TITLE_LIMIT + 1), "Jas aan", [("title", TOO_LONG)]),
        ("Begin", "a" * (WORDS_LIMIT + 1), [("words", TOO_LONG)]),
    ],
)
def test_both_are_needed_and_both_have_a_limit(
    title: str | None, words: str | None, problems: list[tuple[str, str]]
) -> None:
    found, said = check_snippet(title, words)
    assert found is None
    assert [(problem.field, problem.sentence) for problem in said] == problems


def test_what_just_fits_is_kept() -> None:
    whole = ("a" * TITLE_LIMIT, "b" * WORDS_LIMIT)
    assert check_snippet(*whole) == (whole, ())


@pytest.mark.parametrize("title", ["Begin", "BEGIN", "begin"])
def test_the_same_title_in_other_capitals_is_the_same(title: str) -> None:
    (problem,) = check_title(title, ["Einde", "Begin"])
    assert (problem.field, problem.sentence) == ("title", TAKEN)


@pytest.mark.parametrize(("title", "other"), [("ÉÉN STAP", "één stap"), ("STRASSE", "Straße")])
def test_capitals_are_folded_in_every_alphabet(title: str, other: str) -> None:
    assert check_title(title, [other])


def test_another_title_is_free() -> None:
    assert check_title("Begin", []) == ()
    assert check_title("Begin", ["Begin 2", "Het begin"]) == ()
