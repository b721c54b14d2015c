"""Who looked: per day and person in plain words, over a span; and a reason of a few words."""

from datetime import date, datetime, timedelta

import pytest

from lib.domain.access import Role
from lib.domain.dossiers import (
    OPENED,
    RULE_WORDS,
    Did,
    Event,
    Looked,
    Span,
    check_reason,
    first_day,
    per_day,
)
from tests.cast import NOW, TODAY, later


def event(
    at: datetime,
    who: str = "Ines",
    *,
    action: str = "R",
    part: str = "progress",
    rule: str = "own client",
    in_list: bool = False,
) -> Event:
    return Event(at, who, who, (Role.COACH,), rule, action, part, in_list)


def test_a_reason_is_a_few_words_on_one_line() -> None:
    assert check_reason(" Ines is\nziek ") == ("Ines is ziek", ())
    for short in (None, "", "kort", "........ ....", "x" * 501):
        reason, problems = check_reason(short)
        assert reason is None
        assert [one.field for one in problems] == ["reason"]


@pytest.mark.parametrize(
    ("action", "part", "in_list", "expected"),
    [
        ("R", "client", True, Did.LISTED),
        ("R", "progress", False, Did.LOOKED),
        ("R", "session notes", False, Did.NOTES),
        ("C", "session", False, Did.WROTE),
        ("U", "route", False, Did.WROTE),
        ("D", "draft", False, Did.REMOVED),
        ("E", "handbook", False, Did.TOOK),
        ("E", OPENED, False, Did.OPENED),
    ],
)
def test_a_line_of_the_log_says_what_was_done(
    action: str, part: str, in_list: bool, expected: Did
) -> None:
    assert event(NOW, action=action, part=part, in_list=in_list).did is expected


def test_all_that_one_colleague_did_on_a_day_stands_together() -> None:
    found = per_day(
        [
            event(later(days=-1), "Marek", rule="cover"),
            event(NOW, "Marek", action="C", part="session", rule="own client"),
            event(later(minutes=1), "Marek", rule="cover"),
            event(later(minutes=2), "Ada"),
        ]
    )
    yesterday = TODAY - timedelta(days=1)
    assert found == (
        Looked(TODAY, "Ada", (Role.COACH,), ("own client",), (Did.LOOKED,)),
        Looked(TODAY, "Marek", (Role.COACH,), ("own client", "cover"), (Did.LOOKED, Did.WROTE)),
        Looked(yesterday, "Marek", (Role.COACH,), ("cover",), (Did.LOOKED,)),
    )


def test_a_rule_is_shown_in_words() -> None:
    assert per_day([event(NOW, rule=rule) for rule in RULE_WORDS])[0].rules == tuple(RULE_WORDS)


def test_a_span_ends_today() -> None:
    assert first_day(Span.MONTH, today=date(2026, 3, 31)) == date(2026, 3, 1)
    assert first_day(Span.ALL, today=TODAY) is None
