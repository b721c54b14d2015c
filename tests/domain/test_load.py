"""The load of coaches, in tables of numbers: clients, hours, and nothing of outcomes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lib.domain.caseload import Reason
from lib.domain.glance import Facts, Glance, MoodGlance
from lib.domain.load import (
    Coach,
    Period,
    Work,
    first_day,
    loads,
    may_be_counted,
    minutes_available,
    with_reason,
)
from lib.domain.mood import Direction
from lib.domain.participation import summary
from lib.domain.people import Client

WEDNESDAY = date(2026, 3, 18)
MONDAY = date(2026, 3, 16)
FACTS = Facts(
    day=WEDNESDAY,
    reasons=(),
    summary=summary(()),
    trend=MoodGlance(Direction.TOO_FEW, 0),
    last_session=None,
    last_word=None,
    next_appointment=None,
    steps=None,
    resting=False,
    first_week=MONDAY - timedelta(weeks=12),
    moved=(None,) * 12,
    felt=(None,) * 12,
)


def guided(
    coach: str, *reasons: Reason, team: str = "noord", since: date = date(2026, 1, 5)
) -> Glance:
    client = Client("c", "C", "", coach, coach.title(), team, team.title(), since, None, 1)
    return Glance(client, replace(FACTS, reasons=reasons))


def test_a_period_ends_today_and_holds_whole_weeks_or_the_year() -> None:
    assert first_day(Period.FOUR_WEEKS, today=WEDNESDAY) == date(2026, 2, 19)
    assert first_day(Period.QUARTER, today=WEDNESDAY) == date(2025, 12, 18)
    assert first_day(Period.YEAR, today=WEDNESDAY) == date(2026, 1, 1)
    assert first_day(Period.YEAR, today=date(2026, 1, 1)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("a_week", "free", "away", "minutes"),
    [
        # 28 days from a Monday hold 20 working days: 4 weeks of 20 hours.
        (1200, (), (), 4800),
        (None, (), (), None),
        (0, (), (), 0),
        # Good Friday and Easter Monday of 2026 lie in these weeks: 18 days.
        (1200, (date(2026, 4, 3), date(2026, 4, 6)), (), 4320),
        # A holiday on a Sunday takes nothing.
        (1200, (date(2026, 4, 5),), (), 4800),
        # A week away is five working days, and its weekend none.
        (1200, (), ((date(2026, 3, 23), date(2026, 3, 29)),), 3600),
        # A holiday within an absence counts once; two absences that overlap as well.
        (1200, (date(2026, 4, 3),), ((date(2026, 3, 30), date(2026, 4, 3)),), 3600),
        (
            1200,
            (),
            ((date(2026, 3, 23), date(2026, 3, 27)), (date(2026, 3, 25), date(2026, 3, 28))),
            3600,
        ),
        # The whole time away: no hours, which is known.
        (1200, (), ((date(2026, 3, 1), date(2026, 5, 1)),), 0),
        # 7 hours a week is 84 minutes a day.
        (420, (date(2026, 4, 3),), (), 1596),
    ],
)
def test_hours_are_those_of_the_working_days_on_which_a_coach_is_there(
    a_week: int | None,
    free: tuple[date, ...],
    away: tuple[tuple[date, date], ...],
    minutes: int | None,
) -> None:
    assert minutes_available(a_week, first=MONDAY, free=free, away=away) == minutes


def test_from_any_day_of_the_week_there_are_twenty_working_days() -> None:
    for offset in range(7):
        first = MONDAY + timedelta(days=offset)
        assert minutes_available(300, first=first, free=()) == 20 * 60


def test_each_coach_gets_the_clients_of_theirs_in_that_team() -> None:
    ines, marek = Coach("ines", "Ines", "noord", "Noord"), Coach("marek", "Marek", "noord", "Noord")
    in_south = Coach("ines", "Ines", "zuid", "Zuid")
    clients = (
        guided("ines", Reason.SILENT, Reason.NO_NEXT_DATE),
        guided("ines", Reason.NO_NEXT_DATE, since=date(2026, 3, 1)),
        guided("ines", Reason.CARE_SIGNAL, team="zuid"),
        guided("marek", Reason.LOWER_MOOD, Reason.RETURNED),
    )
    found = loads([marek, in_south, ines], clients, Work(), since=date(2026, 3, 1))
    assert [(one.coach.name, one.coach.team_name) for one in found] == [
        ("Ines", "Noord"),
        ("Ines", "Zuid"),
        ("Marek", "Noord"),
    ]
    counted = [
        (one.active, one.new, one.no_next_date, one.overdue, one.care_signals) for one in found
    ]
    assert counted == [(2, 1, 2, 1, 0), (1, 0, 0, 0, 1), (1, 0, 0, 0, 0)]
    assert [one.available for one in found] == [None, None, None]


def test_work_goes_to_whom_it_was_counted_for() -> None:
    ines = Coach("ines", "Ines", "noord", "Noord")
    at, other = ("ines", "noord"), ("ines", "zuid")
    work = Work(
        sessions={at: 9, other: 4},
        heavy={at: 2},
        available={at: 4800, other: None},
        planned={at: 600},
        covering={at: 1},
        questions={at: 3},
    )
    (found,) = loads([ines], (), work, since=MONDAY)
    assert (found.sessions, found.heavy, found.available) == (9, 2, 4800)
    assert (found.planned, found.covering, found.questions) == (600, 1, 3)


def test_the_order_is_the_alphabet_whatever_anyone_did() -> None:
    names = ["Zoë", "anna", "Bob"]
    coaches = [Coach(name, name, "t", "T") for name in names]
    busy = Work(sessions={("Zoë", "t"): 99})
    found = [one.coach.name for one in loads(coaches, (), busy, since=MONDAY)]
    assert found == ["anna", "Bob", "Zoë"]


def test_a_reason_is_counted_once_for_each_client() -> None:
    clients = (guided("ines", Reason.SILENT), guided("marek", Reason.SILENT), guided("ines"))
    assert with_reason(clients, Reason.SILENT) == 2
    assert with_reason((), Reason.SILENT) == 0


@pytest.mark.parametrize(
    ("coaches", "enough"),
    [("aabbc", True), ("aaabb", False), ("abc", False), ("aaaaaa", False), ("", False)],
)
def test_how_clients_are_doing_is_counted_over_enough_of_them_and_of_coaches(
    coaches: str, enough: bool
) -> None:
    clients = [guided(one, Reason.RETURNED) for one in coaches]
    assert may_be_counted(clients, Reason.RETURNED) is enough
    assert may_be_counted(clients, Reason.SILENT)
