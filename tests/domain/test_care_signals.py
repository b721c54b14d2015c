"""Care signals: words to open one, a note to close one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from lib.domain.care_signals import NOTE_LIMIT, WORDS_LIMIT, CareSignal, check_note, check_words

CHECKS = [(check_words, "words", WORDS_LIMIT), (check_note, "note", NOTE_LIMIT)]


@pytest.mark.parametrize(("check", "field", "limit"), CHECKS)
def test_a_signal_takes_words_as_they_were_written(
    check: Callable[[str | None], object], field: str, limit: int
) -> None:
    assert check(" Zei dat het niet meer hoeft.\r\nGebeld. ") == (
        "Zei dat het niet meer hoeft.\nGebeld.",
        (),
    )
    assert check("a" * limit) == ("a" * limit, ())


@pytest.mark.parametrize(("check", "field", "limit"), CHECKS)
def test_nothing_is_opened_or_closed_without_words(
    check: Callable[[str | None], tuple[object, tuple[object, ...]]], field: str, limit: int
) -> None:
    for words in (None, "", "  \n", "\u200b\u2060", "a" * (limit + 1)):
        found, problems = check(words)
        assert found is None
        assert [problem.field for problem in problems] == [field]  # type: ignore[attr-defined]


def test_a_signal_is_open_until_somebody_closed_it() -> None:
    moment = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
    assert CareSignal("s", "zorg", "Ines", moment).is_open
    assert not CareSignal("s", "zorg", "Ines", moment, "Lea", moment, "gebeld").is_open
