"""What stands out in the log: each rule with what is just below it and just above."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from lib.domain.dossiers import OPENED
from lib.domain.oversight import (
    COULD_BE,
    KIND_WORDS,
    MANY_DOSSIERS,
    NO_PERMISSION,
    NOT_THEIRS,
    VERDICT_WORDS,
    Asked,
    Kind,
    Line,
    Verdict,
    after,
    cases,
    check_asked,
    check_verdict,
    usual_day,
)

NOON = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
_ids = count()


def seen(
    *,
    at: datetime = NOON,
    who: str | None = "ines",
    action: str = "R",
    part: str = "client",
    of: str | None = "bob",
    outcome: str = "done",
    rule: str = "own client",
    subject: str | None = None,
) -> Line:
    return Line(f"line{next(_ids)}", at, who, action, part, outcome, of, subject, rule)


def kinds(lines: Sequence[Line], **usual: float) -> list[tuple[Kind, str, int]]:
    return [(one.kind, one.about, one.count) for one in cases(lines, usual=usual)]


def test_every_kind_and_every_verdict_has_words() -> None:
    assert set(KIND_WORDS) == set(COULD_BE) == set(Kind)
    assert set(VERDICT_WORDS) == set(Verdict)


def test_an_ordinary_day_does_not_stand_out() -> None:
    lines = [seen(of=f"client{number}") for number in range(12)]
    lines += [seen(action="U"), seen(action="E", part="step card"), seen(who=None)]
    assert kinds(lines) == []


def test_a_dossier_opened_with_a_reason_always_stands_out() -> None:
    lines = [seen(who="lea", action="E", part=OPENED, rule="lead with a reason")]
    assert kinds(lines) == [(Kind.OPENED, "lea", 1)]


@pytest.mark.parametrize(("times", "found"), [(2, []), (3, [(Kind.REFUSED, "marek", 3)])])
def test_asking_for_others_stands_out_from_the_third_time_on_a_day(
    times: int, found: list[tuple[Kind, str, int]]
) -> None:
    lines = [seen(who="marek", outcome="refused", rule=NOT_THEIRS) for _ in range(times)]
    assert kinds(lines) == found
    pages = [seen(who="marek", outcome="refused", rule=NO_PERMISSION, of=None)] * times
    assert kinds(pages) == found
    spread = [
        seen(who="marek", outcome="refused", rule=NOT_THEIRS, at=NOON + timedelta(days=number))
        for number in range(times)
    ]
    assert kinds(spread) == []


def test_a_client_who_does_not_exist_is_a_mistyped_address() -> None:
    lines = [seen(outcome="refused", rule=NOT_THEIRS, of=None, subject="x") for _ in range(5)]
    assert kinds(lines) == []


# Amsterdam is an hour ahead in winter and two in summer; the clocks change on 29 March 2026 and
# on 25 October 2026.
@pytest.mark.parametrize(
    ("at", "night"),
    [
        (datetime(2026, 3, 18, 21, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 18, 22, 0, tzinfo=UTC), date(2026, 3, 18)),
        (datetime(2026, 3, 19, 0, 30, tzinfo=UTC), date(2026, 3, 18)),
        (datetime(2026, 3, 19, 4, 59, tzinfo=UTC), date(2026, 3, 18)),
        (datetime(2026, 3, 19, 5, 0, tzinfo=UTC), None),
        (datetime(2026, 3, 29, 3, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 4, 0, tzinfo=UTC), None),
        (datetime(2026, 10, 25, 4, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 5, 0, tzinfo=UTC), None),
        (datetime(2026, 7, 1, 20, 59, tzinfo=UTC), None),
        (datetime(2026, 7, 1, 21, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_the_night_is_from_eleven_to_six_on_the_clock_of_amsterdam(
    at: datetime, night: date | None
) -> None:
    found = cases([seen(at=at)], usual={})
    assert [(one.kind, one.day) for one in found] == ([(Kind.NIGHT, night)] if night else [])


def test_what_ministap_does_at_night_by_itself_is_nobodys_case() -> None:
    assert kinds([seen(who=None, at=NOON.replace(hour=1), of=None)]) == []


def test_one_night_is_one_case_also_past_midnight() -> None:
    late = NOON.replace(hour=22, minute=30)
    lines = [seen(at=late), seen(at=late + timedelta(hours=3), of="anna")]
    assert kinds(lines) == [(Kind.NIGHT, "ines", 2)]


@pytest.mark.parametrize(
    ("opened", "usual", "stands_out"),
    [
        (MANY_DOSSIERS, 0, False),
        (MANY_DOSSIERS + 1, 0, True),
        (MANY_DOSSIERS + 1, 8, True),
        (MANY_DOSSIERS + 1, 9, False),
        (27, 9, False),
        (28, 9, True),
    ],
)
def test_many_dossiers_on_a_day_are_many_for_this_person(
    opened: int, usual: float, stands_out: bool
) -> None:
    lines = [seen(of=f"client{number}") for number in range(opened)] * 2
    assert kinds(lines, ines=usual) == ([(Kind.MANY, "ines", opened)] if stands_out else [])


@pytest.mark.parametrize(("taken", "stands_out"), [(10, False), (11, True)])
def test_much_taken_along_on_a_day_stands_out(taken: int, stands_out: bool) -> None:
    lines = [seen(action="E", part="timeline") for _ in range(taken)]
    assert kinds(lines) == ([(Kind.TAKEN, "ines", taken)] if stands_out else [])


@pytest.mark.parametrize(("tries", "stands_out"), [(9, False), (10, True)])
def test_many_tries_to_sign_in_stand_out_under_a_digest(tries: int, stands_out: bool) -> None:
    lines = [
        seen(who=None, action="E", part="sign in", of=None, outcome="refused", subject="digest")
        for _ in range(tries)
    ]
    assert kinds(lines) == ([(Kind.SIGN_IN, "digest", tries)] if stands_out else [])


def test_rights_that_were_given_stand_out() -> None:
    lines = [seen(who="ada", action="U", part="roles", of=None, subject="ines")]
    assert kinds(lines) == [(Kind.RIGHTS, "ada", 1)]


def test_a_case_has_the_same_key_whenever_it_is_worked_out() -> None:
    lines = [seen(who="lea", action="E", part=OPENED), seen(who="lea", action="E", part=OPENED)]
    (first,), (second,) = cases(lines[:1], usual={}), cases(lines, usual={})
    assert first.key == second.key == "opened:lea:2026-03-18"
    assert (first.count, second.count) == (1, 2)
    assert second.dossiers == ("bob",)


def test_the_newest_day_stands_first() -> None:
    lines = [
        seen(who="lea", action="E", part=OPENED, at=NOON - timedelta(days=number))
        for number in range(3)
    ]
    assert [one.day.day for one in cases(lines, usual={})] == [18, 17, 16]


def test_an_ordinary_day_is_the_median_of_the_days_on_which_any_dossier_was_opened() -> None:
    day = date(2026, 3, 1)
    opened = [("ines", day, f"client{number}") for number in range(4)]
    opened += [("ines", day + timedelta(days=3), "bob"), ("ines", day + timedelta(days=4), "bob")]
    opened += [("ines", day, "client0"), ("marek", day, "cem")]
    assert usual_day(opened) == {"ines": 1.0, "marek": 1.0}
    assert usual_day([]) == {}


def test_of_an_incident_something_has_to_be_said_and_something_has_to_be_chosen() -> None:
    assert check_verdict("", Verdict.EXPLAINED) == ("", ())
    assert [one.field for one in check_verdict("  ", Verdict.INCIDENT)[1]] == ["words"]
    assert [one.field for one in check_verdict("x", None)[1]] == ["verdict"]


def test_the_last_day_may_not_lie_before_the_first() -> None:
    assert check_asked(Asked(date(2026, 3, 2), date(2026, 3, 2))) == ()
    problems = check_asked(Asked(date(2026, 3, 2), date(2026, 3, 1)))
    assert [one.field for one in problems] == ["until"]


def test_after_december_comes_january() -> None:
    assert after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert after(date(2026, 1, 31)) == date(2026, 2, 1)
