"""Care signals: words to open one, a note to close one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from lib.domain.care_signals import (
    NOTE_LIMIT,
    WORDS_LIMIT,
    AskedAs,
    CareSignal,
    Presence,
    SecondReader,
    check_note,
    check_words,
    second_readers,
)

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


# -- who reads along --------------------------------------------------------------------------

# Lea and Lot lead the team, Ines guides the client, Otto is the deputy. `x` is away, `-` closed.
LEAD, COACH, DEPUTY, FALLBACK = AskedAs.LEAD, AskedAs.COACH, AskedAs.DEPUTY, AskedAs.FALLBACK


def presence(told: str) -> Presence:
    """Read "lea", "lea x" for somebody away, "lea -" for a closed account."""
    name, _, sign = told.partition(" ")
    return Presence(name, active=sign != "-", away=sign == "x")


@pytest.mark.parametrize(
    ("opener", "leads", "coach", "deputy", "asked"),
    [
        # The coach opens it.
        ("ines", ["lea"], "ines", "otto", {"lea": LEAD}),
        ("ines", ["lea", "lot"], "ines", "otto", {"lea": LEAD, "lot": LEAD}),
        ("ines", ["lea x", "lot"], "ines", "otto", {"lot": LEAD}),
        ("ines", ["lea -", "lot x"], "ines", "otto", {"otto": DEPUTY}),
        ("ines", ["lea x"], "ines", None, {"lea": FALLBACK}),
        ("ines", ["lea x"], "ines", "otto x", {"lea": FALLBACK}),
        ("ines", ["lea x", "lot x"], "ines", "otto -", {"lea": FALLBACK, "lot": FALLBACK}),
        ("ines", [], "ines", "otto", {"otto": DEPUTY}),
        ("ines", ["lea -"], "ines", None, {}),
        # The coach is the deputy as well, or leads the team too: nobody reads their own along.
        ("ines", ["lea x"], "ines", "ines", {"lea": FALLBACK}),
        ("ines", ["ines", "lea"], "ines", None, {"lea": LEAD}),
        ("ines", ["ines"], "ines", None, {}),
        # A lead opens it: the coach reads along, and is enough when they are there.
        ("lea", ["lea"], "ines", "otto", {"ines": COACH}),
        ("lea", ["lea", "lot"], "ines", "otto", {"lot": LEAD, "ines": COACH}),
        ("lea", ["lea", "lot x"], "ines", "otto", {"ines": COACH}),
        ("lea", ["lea"], "ines x", "otto", {"ines": COACH, "otto": DEPUTY}),
        ("lea", ["lea", "lot x"], "ines x", None, {"ines": COACH, "lot": FALLBACK}),
        ("lea", ["lea"], "ines -", "otto", {"otto": DEPUTY}),
        ("lea", ["lea"], None, "otto", {"otto": DEPUTY}),
        # Who is asked already is not asked a second time in another way.
        ("lea", ["lea", "lot"], "lot", "otto", {"lot": LEAD}),
        ("lea", ["lea", "ines x"], "ines x", "ines", {"ines": COACH}),
    ],
)
def test_the_second_readers_are_those_who_are_there(
    opener: str,
    leads: list[str],
    coach: str | None,
    deputy: str | None,
    asked: dict[str, AskedAs],
) -> None:
    found = second_readers(
        opener=opener,
        leads=[presence(one) for one in leads],
        coach=presence(coach) if coach else None,
        deputy=presence(deputy) if deputy else None,
    )
    assert {one.id: one.asked_as for one in found} == asked
    assert len(found) == len(asked)


def test_a_signal_knows_whether_somebody_is_there_and_who_has_not_seen_it() -> None:
    moment = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
    alone = CareSignal("s", "zorg", "Ines", moment)
    assert (alone.somebody_is_there, alone.not_seen_by) == (False, ())
    readers = (
        SecondReader("lea", "Lea", LEAD, False, moment),
        SecondReader("otto", "Otto", DEPUTY, True),
    )
    asked = CareSignal("s", "zorg", "Ines", moment, readers=readers)
    assert (asked.somebody_is_there, asked.not_seen_by) == (True, ("Otto",))
    assert not CareSignal("s", "zorg", "Ines", moment, readers=readers[:1]).somebody_is_there
