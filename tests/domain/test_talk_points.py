"""Talk points: a line of words, a dozen at most, and in sight on the day they are ticked off."""

from datetime import UTC, date, datetime

import pytest

from lib.domain.talk_points import (
    MOST_OPEN,
    WORDS_LIMIT,
    PointKind,
    TalkPoint,
    check_room,
    check_talk_point,
    in_sight,
    of_kind,
)

TODAY = date(2026, 3, 18)


def at(day: int, hour: int = 9, minute: int = 30) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def point(name: str, made: int = 11, done: datetime | None = None) -> TalkPoint:
    return TalkPoint(name, PointKind.TOPIC, name, at(made), done)


def test_a_talk_point_is_a_line_of_words_of_one_of_two_kinds() -> None:
    found = check_talk_point("question", "  mag de hond\nmee?\u200b ")
    assert found == ((PointKind.QUESTION, "mag de hond mee?"), ())
    assert check_talk_point("topic", "a" * WORDS_LIMIT)[1] == ()


@pytest.mark.parametrize(
    ("kind", "words", "fields"),
    [
        ("topic", "", ["words"]),
        ("topic", None, ["words"]),
        ("topic", " \u200b ", ["words"]),
        ("topic", "a" * (WORDS_LIMIT + 1), ["words"]),
        ("worry", "slapen", ["kind"]),
        (None, "", ["kind", "words"]),
    ],
)
def test_what_does_not_fit_is_asked_again(
    kind: str | None, words: str | None, fields: list[str]
) -> None:
    found, problems = check_talk_point(kind, words)
    assert found is None
    assert [problem.field for problem in problems] == fields


def test_there_is_room_for_a_dozen() -> None:
    assert MOST_OPEN == 12
    assert [bool(check_room(number)) for number in (0, 11, 12, 13)] == [False, False, True, True]


def test_open_points_and_those_of_today_are_in_sight_in_the_order_they_were_made() -> None:
    old = point("last week", 9, at(17, 22, 59))  # one minute before midnight in Amsterdam
    midnight = point("just today", 12, at(17, 23, 0))
    now = point("now", 10, at(18))
    opened = point("open", 11)
    found = in_sight([opened, old, midnight, now], today=TODAY)
    assert [one.id for one in found] == ["now", "open", "just today"]
    assert [one.is_open for one in found] == [False, True, False]


def test_points_are_found_by_their_kind() -> None:
    asked = TalkPoint("q", PointKind.QUESTION, "mag dat?", at(11))
    told = point("slapen")
    assert of_kind([told, asked], PointKind.QUESTION) == (asked,)
    assert of_kind([told, asked], PointKind.TOPIC) == (told,)
