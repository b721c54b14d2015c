"""The cockpit: the last session, the last words, what is agreed, and nothing that nobody told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from lib.domain.calendar import at_local
from lib.domain.cockpit import Cockpit, Meeting, cockpit, named_most
from lib.domain.goals import Goal
from lib.domain.intake import CareContact
from lib.domain.participation import DayKind
from lib.domain.sessions import Attendance, Kind, Outcome
from lib.domain.talk_points import PointKind, TalkPoint
from tests.domain.test_caseload import day, done, record, rest, route, step

WALK, DOOR = step("walk", minutes=5), step("door")
HOUR = time(10, 0)


def meeting(n: int, attendance: Attendance = Attendance.CAME, **more: Any) -> Meeting:
    return Meeting(at_local(day(n), HOUR), Kind.WALK, attendance, **more)


def seen(
    n: int,
    meetings: Sequence[Meeting] = (),
    *,
    goals: Sequence[Goal] = (),
    points: Sequence[TalkPoint] = (),
    **facts: Any,
) -> Cockpit:
    facts = {"versions": (route(0, WALK, DOOR),), **facts}
    return cockpit(record(**facts), meetings, goals, points, CareContact(), today=day(n))


def test_of_whom_nothing_was_told_nothing_is_said() -> None:
    found = seen(1, versions=(), next_appointment=None)
    assert (found.last, found.last_seen, found.said, found.since) == (None, None, None, None)
    assert (found.steps, found.rests, found.helped, found.hard) == ((), (), (), ())
    assert (found.points, found.goals, found.coming, found.welcome) == ((), (), None, None)
    assert not found.at_rest


def test_the_last_session_stands_there_also_when_nobody_came() -> None:
    came = meeting(7, own_words="het lukte")
    cancelled = meeting(14, Attendance.CANCELLED)
    later = meeting(21)
    found = seen(15, [came, later, cancelled])
    assert (found.last, found.last_seen, found.said) == (cancelled, came, came)


def test_the_clients_sentence_is_that_of_the_last_session_with_one() -> None:
    told = [meeting(0, own_words="toen"), meeting(7, own_words="nu"), meeting(14)]
    found = seen(15, told)
    assert found.said is not None
    assert found.said.own_words == "nu"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([], ()),
        ([(), ()], ()),
        ([("a",)], ("a",)),
        # Named in most talks first; of words named equally often that of the newest talk.
        ([("b", "a"), ("c", "a"), ("c",)], ("a", "c", "b")),
        # Talks that tell nothing are no talks; the fourth that tells is too long ago.
        ([(), ("a",), (), ("a", "b"), ("b",), ("b", "c")], ("a", "b")),
        # At most three, and twice in one talk is once.
        ([("a", "a", "b"), ("b", "c", "d")], ("b", "a", "c")),
    ],
)
def test_what_was_named_most_lately_is_named(
    told: list[tuple[str, ...]], words: tuple[str, ...]
) -> None:
    assert named_most(told) == words
    meetings = [meeting(20 - n, helped=some, barriers=some) for n, some in enumerate(told)]
    found = seen(20, meetings)
    assert (found.helped, found.hard) == (words, words)


def test_what_became_of_it_begins_the_day_after_the_session() -> None:
    told = {"check_ins": (*done(6, 7, 9), *done(10, outcome=Outcome.NOT_DONE))}
    found = seen(11, [meeting(7)], **told)
    assert found.since is not None
    assert list(found.since) == [day(8), day(9), day(10), day(11)]
    assert found.since[day(9)] is DayKind.DONE
    assert found.since[day(10)] is DayKind.NOT_DONE


@pytest.mark.parametrize(
    "facts",
    [
        {"check_ins": done(6, 7)},
        {"check_ins": done(6, 7), "rests": (rest(8, 20),)},
        {"check_ins": ()},
    ],
)
def test_days_of_which_nobody_told_are_not_shown_as_anything(facts: dict[str, Any]) -> None:
    assert seen(11, [meeting(7)], **facts).since is None
    assert seen(11, [], **facts).since is None


def test_a_session_of_today_leaves_no_days_since() -> None:
    assert seen(7, [meeting(7)], check_ins=done(6, 7)).since is None


def test_the_steps_are_those_of_today() -> None:
    versions = (route(0, WALK), route(10, DOOR, number=2), route(20, WALK, DOOR, number=3))
    assert [seen(n, versions=versions).steps for n in (9, 10, 20)] == [
        (WALK,),
        (DOOR,),
        (WALK, DOOR),
    ]


@pytest.mark.parametrize(
    ("rests", "shown", "at_rest"),
    [
        ([rest(5, 9)], [], False),
        ([rest(5, 10)], [0], True),
        ([rest(10, None)], [0], True),
        ([rest(17, 20)], [0], False),
        ([rest(18, 20)], [], False),
        ([rest(8, 12, "walk")], [0], False),
        ([rest(12, 13), rest(8, 11, "walk")], [1, 0], False),
        ([rest(8, 12, "walk"), rest(9, 12, "door")], [0, 1], True),
    ],
)
def test_rest_of_today_and_of_the_coming_week_is_part_of_what_is_agreed(
    rests: list[Any], shown: list[int], at_rest: bool
) -> None:
    found = seen(10, rests=tuple(rests))
    assert found.rests == tuple(rests[at] for at in shown)
    assert found.at_rest is at_rest


def test_who_comes_back_is_welcomed_unless_someone_is_worried_or_it_ended() -> None:
    back = {"check_ins": done(3, 30)}
    found = seen(30, **back)
    assert found.welcome is not None
    client = found.client
    for now in (replace(client, care_signal=True), replace(client, ended_on=day(29))):
        assert seen(30, client=now, **back).welcome is None


def test_goals_of_before_and_points_of_before_stay_out() -> None:
    moment = at_local(day(1), HOUR)
    goals = [
        Goal(name, name, day(0), ended, (), "Ines Dragstra", moment, 1)
        for name, ended in (("tuin", day(3)), ("markt", None))
    ]
    points = [
        TalkPoint(name, PointKind.TOPIC, name, moment, ticked)
        for name, ticked in (("oud", at_local(day(9), HOUR)), ("nieuw", None))
    ]
    found = seen(10, goals=goals, points=points)
    assert [one.words for one in found.goals] == ["markt"]
    assert [one.words for one in found.points] == ["nieuw"]


def test_an_appointment_of_this_morning_is_still_that_of_today() -> None:
    now = at_local(day(10), HOUR)
    assert seen(10, next_appointment=now).coming == now
    assert seen(11, next_appointment=now).coming is None
