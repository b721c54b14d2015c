"""The cockpit in words: the last time as a fact, and of nothing known no number."""

from typing import Any

import pytest

from lib.domain.cockpit import Cockpit
from lib.domain.participation import DayKind
from lib.domain.sessions import Attendance, Outcome, Where
from lib.domain.signals import Kind
from lib.ui import cockpit as screen
from lib.ui import sentences
from tests.domain.test_caseload import day, done, rest
from tests.domain.test_cockpit import WALK, meeting, seen

TODAY = day(30)


def met(*meetings: Any) -> str:
    return screen.met(seen(30, meetings), today=TODAY)


def test_the_last_time_is_one_line() -> None:
    assert met() == "nog geen sessie"
    line = "wo 28 jan 10:00 · samen wandelen · buiten, in het groen · was er"
    assert met(meeting(23, place=Where.NATURE)) == line
    # In another year the year stands beside it.
    assert met(meeting(-30)) == "za 6 dec 2025 10:00 · samen wandelen · was er"


@pytest.mark.parametrize(
    ("attendance", "said"),
    [
        (Attendance.CANCELLED, "afgezegd"),
        (Attendance.ABSENT, "kwam niet"),
        (Attendance.EXCUSED, "kwam niet, met bericht"),
    ],
)
def test_who_did_not_come_is_not_counted_and_was_seen_before(
    attendance: Attendance, said: str
) -> None:
    missed = meeting(28, attendance)
    assert met(missed) == f"ma 2 feb 10:00 · samen wandelen · {said}"
    seen_before = "daarvoor gezien op wo 21 jan"
    assert met(missed, meeting(21, attendance), meeting(16)) == f"{met(missed)} · {seen_before}"


def test_three_sizes_are_named_in_short() -> None:
    assert screen.sizes(WALK) == "mini 1 minuut · gewoon 5 minuten · ruim 10 minuten"


def test_days_since_the_last_session_say_so_and_what_is_not_known() -> None:
    told = (*done(24, 26), *done(25, outcome=Outcome.NOT_DONE))
    found = seen(30, [meeting(23)], check_ins=told)
    assert found.since is not None
    assert DayKind.NOT_FILLED_IN in found.since.values()
    assert sentences.days(found.since, today=TODAY, since_last=True) == (
        "Sinds de vorige sessie: op minstens 2 dagen iets gedaan. Van 3 dagen is niets bekend."
    )


@pytest.mark.parametrize(("back", "left_out"), [(False, False), (True, True)])
def test_a_welcome_says_what_the_worklist_would_say(back: bool, left_out: bool) -> None:
    found: Cockpit = seen(30, check_ins=done(3, 30) if back else done(3, 16, 28))
    assert (found.welcome is not None) is back
    assert (Kind.RETURNED in screen.said(found)) is left_out
    assert Kind.VERY_LOW_MOOD not in screen.said(found)


@pytest.mark.parametrize(
    ("facts", "told", "expected"),
    [
        # Told since the last session; else over whole weeks; and else not counted at all.
        ({"check_ins": done(24, 26)}, True, "day_kinds"),
        ({"check_ins": done(3, 16, 22)}, True, "participation"),
        ({"check_ins": done(3, 16, 22), "rests": (rest(29, 31),)}, True, None),
        ({"check_ins": done(3, 29)}, False, None),
        ({"versions": ()}, True, None),
    ],
)
def test_taking_part_stands_beside_its_own_meaning_or_is_not_counted(
    facts: dict[str, Any], told: bool, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(screen, "beside", lambda _said, definition: shown.append(definition))
    screen.became(seen(30, [meeting(23)] if told else [], **facts), today=TODAY)
    assert shown == ([expected] if expected else [])
