"""The monthly report: which days a month holds, and what is hidden of few."""

from datetime import date, timedelta

import pytest

from lib.domain.calendar import week_start
from lib.domain.intake import Beginning, Intake, Stage
from lib.domain.problems import Refused
from lib.domain.team_quality import Week
from lib.domain.team_report import (
    ClientLine,
    Month,
    how_clients_are,
    in_order,
    known_by,
    month_of,
    months,
    usual,
    weeks_end,
    weeks_of,
)

TODAY = date(2026, 3, 18)
BEGAN = date(2026, 1, 20)
FEBRUARY = Month(date(2026, 2, 1), date(2026, 2, 28), running=False)


def test_the_months_of_a_team_run_from_its_first_to_this_one_newest_first() -> None:
    found = months(BEGAN, TODAY)
    assert found == (date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1))
    assert months(date(2025, 11, 30), date(2026, 1, 31)) == (
        date(2026, 1, 1),
        date(2025, 12, 1),
        date(2025, 11, 1),
    )


def test_the_last_month_that_is_over_is_looked_at_first() -> None:
    assert usual(months(BEGAN, TODAY), TODAY) == date(2026, 2, 1)
    assert usual(months(TODAY, TODAY), TODAY) == date(2026, 3, 1)


def test_a_month_ends_on_its_last_day_and_the_running_one_today() -> None:
    assert month_of(date(2026, 2, 11), began=BEGAN, today=TODAY) == FEBRUARY
    assert month_of(TODAY, began=BEGAN, today=TODAY) == Month(date(2026, 3, 1), TODAY, running=True)
    assert month_of(date(2024, 2, 1), began=date(2024, 1, 1), today=TODAY).last.day == 29


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [(date(2026, 4, 1), "has not come"), (date(2025, 12, 31), "did not exist")],
)
def test_a_month_outside_the_life_of_a_team_is_refused_with_a_sentence(
    asked: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        month_of(asked, began=BEGAN, today=TODAY)


def test_each_week_belongs_to_one_month_by_its_thursday() -> None:
    start = week_start(date(2025, 12, 1))
    weeks = [Week(start + timedelta(weeks=n), n) for n in range(30)]
    by_month = [
        weeks_of(month_of(date(2026, n, 1), began=start, today=date(2026, 12, 1)), weeks)
        for n in (1, 2, 3, 4, 5)
    ]
    # 2026 begins on a Thursday: that week is January's. 1 February is a Sunday: not February's.
    assert [some[0].start for some in by_month] == [
        date(2025, 12, 29),
        date(2026, 2, 2),
        date(2026, 3, 2),
        date(2026, 3, 30),
        date(2026, 5, 4),
    ]
    assert [len(some) for some in by_month] == [5, 4, 4, 5, 4]
    for n, some in zip((1, 2, 3, 4, 5), by_month, strict=True):
        month = month_of(date(2026, n, 1), began=start, today=date(2026, 12, 1))
        assert weeks_end(month) == some[-1].start + timedelta(weeks=1)


def beginning(referred: int, step: int | None) -> Beginning:
    day = date(2026, 2, 1)
    return Beginning(
        Intake(referred_on=day + timedelta(days=referred)),
        None if step is None else day + timedelta(days=step),
    )


def test_how_clients_are_is_hidden_of_fewer_than_five() -> None:
    asked = {"care_opened": 1, "care_closed": 0, "waiting": 2, "began": (), "month": FEBRUARY}
    assert how_clients_are(4, **asked) is None  # type: ignore[arg-type]
    assert how_clients_are(5, **asked) is not None  # type: ignore[arg-type]


def test_a_middle_needs_five_waits_and_days_after_the_month_are_not_known_in_it() -> None:
    some = [beginning(0, n) for n in (3, 5, 9, 20)]
    late = beginning(0, 40)  # in March
    found = how_clients_are(
        9, care_opened=0, care_closed=0, waiting=0, began=[*some, late], month=FEBRUARY
    )
    assert found is not None
    assert found.funnel.clients == 5
    assert found.funnel.reached[Stage.FIRST_STEP] == 4
    whole = found.funnel.waits[-1]
    assert (whole.clients, whole.days) == (4, None)
    more = how_clients_are(
        9, care_opened=0, care_closed=0, waiting=0, began=[*some, beginning(0, 27)], month=FEBRUARY
    )
    assert more is not None
    assert more.funnel.waits[-1].days == 9
    assert known_by(late, date(2026, 2, 28)).first_step_on is None
    assert known_by(late, date(2026, 3, 31)) == late


def test_the_list_with_names_has_the_order_of_the_alphabet() -> None:
    lines = [ClientLine(name, "x", BEGAN, None, None, None) for name in ("cem", "Anna", "Bob")]
    assert [one.name for one in in_order(lines)] == ["Anna", "Bob", "cem"]
