"""Working notes: what can be kept of them, and when nothing is left."""

import pytest

from lib.domain.working_notes import WORDS_LIMIT, check_working_note


def test_words_keep_their_lines() -> None:
    assert check_working_note(" Vragen naar de hond.\r\n\r\nRustig beginnen. ") == (
        "Vragen naar de hond.\n\nRustig beginnen.",
        (),
    )


@pytest.mark.parametrize("words", ["", None, "  \n", "\u200b\u00ad", "\u3164"])
def test_words_nobody_can_see_are_no_words(words: str | None) -> None:
    assert check_working_note(words) == ("", ())


def test_a_note_has_a_limit() -> None:
    whole = "a" * WORDS_LIMIT
    assert check_working_note(whole) == (whole, ())
    _, problems = check_working_note(whole + "a")
    assert [(problem.field, dict(problem.values)) for problem in problems] == [
        ("working_note", {"length": WORDS_LIMIT + 1, "limit": WORDS_LIMIT})
    ]
