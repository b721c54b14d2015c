"""From a record to suggestions: whose weeks, which sessions, what rest and which enlargements."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lib.domain.advice import Amount, Code, WeekTold, Why
from lib.domain.advice_inputs import Advice, SessionNumbers, StepAdvice, advise
from lib.domain.advice_settings import Parameters
from lib.domain.basis import Basis, Profile, Wish
from lib.domain.caseload import Record
from lib.domain.people import Client
from lib.domain.routes import AgreedRest, Proposer, Step, Version
from lib.domain.sessions import CheckIn, Outcome
from tests.cast import step

MONDAY = date(2026, 1, 5)
CLIENT = Client("b", "Bob Twijnstra", "", "i", "Ines Dragstra", "n", "Noord", MONDAY, None, 1)
WALK, SWIM = step("walk"), step("swim")
USUAL = Parameters()


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def version(since: int, *steps: Step, number: int = 1) -> Version:
    made_at = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    return Version(number, day(since), steps, Proposer.CLIENT, "past", "Ines", made_at)


def rest(start: int, end: int | None, step_key: str | None = None) -> AgreedRest:
    return AgreedRest(f"r{start}", step_key, day(start), None if end is None else day(end), "griep")


def done(*days: int, key: str = "walk", outcome: Outcome = Outcome.ORDINARY) -> list[CheckIn]:
    return [CheckIn(key, day(n), outcome) for n in days]


def told(n: int, **numbers: Any) -> SessionNumbers:
    return SessionNumbers(day(n), **numbers)


# Two full weeks, three of three days each; today is the Wednesday after.
TODAY = 16
TWO_WEEKS = done(0, 2, 4, 7, 9, 11)
LIGHT = [told(n, effort=3, mood_during=7, confidence=8) for n in (TODAY, TODAY - 5, TODAY - 10)]


def advice(
    *versions: Version,
    today: int = TODAY,
    check_ins: Sequence[CheckIn] = TWO_WEEKS,
    rests: Sequence[AgreedRest] = (),
    sessions: Sequence[SessionNumbers] = LIGHT,
    basis: Basis = Basis(),  # noqa: B008
    client: Client = CLIENT,
    parameters: Parameters = USUAL,
) -> Advice:
    record = Record(
        client=client,
        versions=versions or (version(0, WALK),),
        rests=tuple(rests),
        check_ins=tuple(check_ins),
        day_moods=(),
        sessions=(),
        next_appointment=None,
    )
    return advise(record, sessions, basis, parameters=parameters, today=day(today))


def only(found: Advice) -> StepAdvice:
    (one,) = found.steps
    return one


def said(*versions: Version, **changes: Any) -> tuple[Code, tuple[Why, ...]]:
    found = only(advice(*versions, **changes)).suggestion
    return found.code, found.reasons


MAY = (Code.LARGER_MAY, (Why.DONE_AND_LIGHT,))


def test_two_weeks_done_and_light_may_grow() -> None:
    found = only(advice())
    assert (found.suggestion.code, found.suggestion.reasons) == MAY
    assert found.suggestion.options == (Amount(420, 3), Amount(300, 4))
    assert found.step == WALK


# -- steps and weeks --------------------------------------------------------------------------


def test_each_step_of_the_route_has_its_own_weeks_and_the_same_sessions() -> None:
    found = advice(version(0, WALK, SWIM), check_ins=[*TWO_WEEKS, *done(0, 7, key="swim")])
    walk, swim = found.steps
    assert (walk.step.key, swim.step.key) == ("walk", "swim")
    assert walk.suggestion.code is Code.LARGER_MAY
    assert (swim.suggestion.code, swim.suggestion.reasons) == (Code.SMALLER, (Why.FEW_MOMENTS,))
    assert walk.suggestion.numbers.effort == swim.suggestion.numbers.effort == 3


def test_without_a_route_or_after_the_end_there_is_nothing_to_suggest() -> None:
    assert advice(version(TODAY + 1, WALK)).steps == ()
    assert advice(version(0), version(0, number=2)).steps == ()
    assert advice(client=replace(CLIENT, ended_on=day(3))).steps == ()


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({}, True),
        ({"basis": Basis(profile=Profile.CAUTIOUS)}, True),
        ({"basis": Basis(pem=True)}, False),
        ({"client": replace(CLIENT, care_signal=True)}, False),
        ({"client": replace(CLIENT, ended_on=day(3))}, False),
    ],
)
def test_a_first_step_may_begin_unless_something_stops_it(
    changes: dict[str, Any], begins: bool
) -> None:
    assert advice(version(0), **changes).begins is begins
    assert advice(**changes).begins is False


def test_a_step_that_left_the_route_gets_no_suggestion() -> None:
    found = advice(version(0, WALK, SWIM), version(7, SWIM, number=2))
    assert [one.step.key for one in found.steps] == ["swim"]


def test_the_weeks_are_the_last_two_that_are_over_and_not_silent() -> None:
    found = only(advice(today=TODAY + 14, check_ins=[*TWO_WEEKS, *done(21)]))
    assert found.suggestion.numbers.weeks == (
        WeekTold(3, 3, 1.0, day(7)),
        WeekTold(1, 3, pytest.approx(1 / 3), day(21)),
    )


def test_a_week_of_rest_and_the_running_week_are_not_looked_at() -> None:
    found = only(advice(check_ins=[*TWO_WEEKS, *done(14, 15, 16)], rests=[rest(7, 10)]))
    # The second week has three active days: too few to say anything.
    assert [week.start for week in found.suggestion.numbers.weeks] == [day(0)]


def test_weeks_of_more_than_two_months_ago_are_another_time() -> None:
    assert said(today=7 * 8, sessions=()) == (
        Code.SAME,
        (Why.TOO_FEW_RATINGS, Why.CONFIDENCE_UNKNOWN),
    )
    assert said(today=7 * 9, sessions=()) == (Code.SAME, (Why.TOO_FEW_WEEKS,))


def test_a_team_may_look_at_more_weeks() -> None:
    three = replace(USUAL, weeks=3)
    assert said(parameters=three) == (Code.SAME, (Why.TOO_FEW_WEEKS,))
    found = advice(today=TODAY + 7, check_ins=[*TWO_WEEKS, *done(14)], parameters=three)
    assert len(only(found).suggestion.numbers.weeks) == 3


# -- sessions ---------------------------------------------------------------------------------


def test_a_session_counts_for_two_weeks_today_included() -> None:
    (walk,) = advice(sessions=[told(TODAY - 13, effort=1), told(TODAY - 14, effort=9)]).steps
    assert (walk.suggestion.numbers.effort, walk.suggestion.numbers.effort_n) == (1, 1)
    (walk,) = advice(sessions=[told(TODAY, effort=1), told(TODAY + 1, effort=9)]).steps
    assert walk.suggestion.numbers.effort_n == 1
    month = replace(USUAL, session_days=28)
    old = [told(TODAY - 27, effort=2), told(TODAY - 28, effort=9)]
    assert only(advice(sessions=old, parameters=month)).suggestion.numbers.effort_n == 1


@pytest.mark.parametrize(
    ("on_the_form", "feeling"), [(0, -5), (4, -1), (5, 0), (6, 1), (10, 5), (None, None)]
)
def test_the_middle_of_the_form_is_neither_light_nor_heavy(
    on_the_form: int | None, feeling: int | None
) -> None:
    found = only(advice(sessions=[told(TODAY, mood_during=on_the_form)]))
    assert found.suggestion.numbers.feeling == feeling


def test_the_last_confidence_counts() -> None:
    def confidence(*sessions: SessionNumbers) -> int | None:
        return only(advice(sessions=sessions)).suggestion.numbers.confidence

    assert confidence(told(3, confidence=2), told(9, confidence=8), told(12, effort=1)) == 8
    assert confidence(told(9, confidence=8), told(3, confidence=2)) == 8
    assert confidence(told(9, confidence=8), told(9, confidence=6)) == 6
    assert confidence(told(TODAY - 14, confidence=8)) is None
    assert confidence(told(12, effort=1)) is None


def test_worse_the_day_after_is_counted_over_the_sessions() -> None:
    worse = [told(n, next_day_worse=True) for n in (4, 9)]
    assert said(sessions=worse) == (Code.SMALLER, (Why.WORSE_NEXT_DAY,))
    assert only(advice(sessions=worse[:1])).suggestion.numbers.worse == 1


# -- what the route rests on ------------------------------------------------------------------


def test_profile_pem_and_a_care_signal_are_heard() -> None:
    assert said(basis=Basis(pem=True))[0] is Code.NO_STEP_ADVICE
    assert said(client=replace(CLIENT, care_signal=True))[0] is Code.CONTACT_FIRST
    cautious = advice(basis=Basis(profile=Profile.CAUTIOUS))
    assert only(cautious).suggestion.options == (Amount(360, 3), Amount(300, 4))
    assert (cautious.profile, cautious.rungs) == (Profile.CAUTIOUS, USUAL.ladder_cautious)
    assert advice().rungs == USUAL.ladder


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (TODAY, (Code.SMALLER, (Why.WISH_SMALLER,))),
        (TODAY - 13, (Code.SMALLER, (Why.WISH_SMALLER,))),
        (TODAY - 14, MAY),
        (TODAY + 1, MAY),
    ],
)
def test_a_wish_counts_for_two_weeks(on: int, expected: tuple[Code, tuple[Why, ...]]) -> None:
    assert said(basis=Basis(wish=Wish.SMALLER, wish_on=day(on))) == expected
    longer = replace(USUAL, wish_days=15)
    found = advice(basis=Basis(wish=Wish.SAME, wish_on=day(TODAY - 14)), parameters=longer)
    assert only(found).suggestion.reasons == (Why.WISH_SAME,)


def test_the_ceiling_of_a_step_is_never_passed() -> None:
    found = only(advice(version(0, replace(WALK, ceiling=400))))
    assert found.suggestion.options == (Amount(300, 4),)


# -- rest -------------------------------------------------------------------------------------

PAUSED = (Code.PAUSED, (Why.RESTING,))
SAME = (Code.RESTART_SAME, (Why.SHORT_REST,))
SMALLER = (Code.RESTART_SMALLER, (Why.LONG_REST,))
NO_REST = None


@pytest.mark.parametrize(
    ("rests", "expected"),
    [
        ([rest(TODAY, None)], PAUSED),
        ([rest(TODAY, TODAY)], PAUSED),
        ([rest(TODAY, TODAY, "walk")], PAUSED),
        ([rest(TODAY, None, "swim")], NO_REST),
        ([rest(TODAY + 1, None)], NO_REST),
        # Ended yesterday, begun again today.
        ([rest(TODAY - 1, TODAY - 1)], SAME),
        ([rest(TODAY - 8, TODAY - 8)], SAME),
        ([rest(TODAY - 9, TODAY - 9)], NO_REST),
        ([rest(TODAY - 14, TODAY - 1)], SAME),
        ([rest(TODAY - 15, TODAY - 1)], SMALLER),
        ([rest(TODAY - 15, TODAY - 1, "swim")], NO_REST),
        # Two that follow each other are one; with a day of moving between they are two.
        ([rest(TODAY - 15, TODAY - 8), rest(TODAY - 7, TODAY - 1, "walk")], SMALLER),
        ([rest(TODAY - 15, TODAY - 1), rest(TODAY - 9, TODAY - 6, "walk")], SMALLER),
        ([rest(TODAY - 15, TODAY - 9), rest(TODAY - 7, TODAY - 1)], SAME),
        ([rest(TODAY - 7, TODAY - 1), rest(TODAY - 15, TODAY - 8)], SMALLER),
        ([rest(TODAY - 3, TODAY - 1), rest(TODAY, TODAY + 3)], PAUSED),
    ],
)
def test_rest_and_beginning_again(
    rests: list[AgreedRest], expected: tuple[Code, tuple[Why, ...]] | None
) -> None:
    moved = [n for n in range(14) if not any(one.covers(day(n)) for one in rests)]
    found = only(advice(rests=rests, check_ins=done(*moved))).suggestion
    if expected is NO_REST:
        assert found.rule > 4
    else:
        assert (found.code, found.reasons) == expected


def test_rest_from_before_the_step_was_there_is_not_a_rest_of_that_step() -> None:
    rests = [rest(-20, TODAY - 3)]
    found = advice(version(0, SWIM), version(TODAY - 2, SWIM, WALK, number=2), rests=rests)
    swim, walk = found.steps
    assert swim.suggestion.code is Code.RESTART_SMALLER
    assert walk.suggestion.reasons == (Why.TOO_FEW_WEEKS,)


def test_a_single_day_told_as_rest_is_not_a_pause() -> None:
    today = done(TODAY, TODAY - 1, outcome=Outcome.REST)
    assert said(check_ins=[*TWO_WEEKS, *today]) == MAY


# -- enlargements -----------------------------------------------------------------------------


def walk(minutes: float, per_week: int = 3) -> Step:
    return step("walk", minutes=minutes, per_week=per_week)


@pytest.mark.parametrize(
    ("versions", "days"),
    [
        ([version(0, walk(5))], None),
        ([version(0, walk(5)), version(10, walk(7), number=2)], 6),
        ([version(0, walk(5)), version(10, walk(5, 4), number=2)], 6),
        ([version(0, walk(5)), version(10, walk(4), number=2)], None),
        ([version(0, walk(5, 4)), version(10, walk(7, 3), number=2)], 6),
        (
            [version(0, walk(5)), version(4, walk(7), number=2), version(9, walk(5), number=3)],
            12,
        ),
        (
            # Off the route for a while, and back as it was.
            [version(0, walk(5)), version(4, SWIM, number=2), version(9, walk(5), number=3)],
            None,
        ),
        (
            [version(0, walk(5)), version(4, SWIM, number=2), version(9, walk(6), number=3)],
            7,
        ),
        (
            # Of several versions on one day the last counts.
            [version(0, walk(5)), version(4, walk(9), number=2), version(4, walk(5), number=3)],
            None,
        ),
        ([version(0, walk(5)), version(TODAY + 1, walk(7), number=2)], None),
        ([version(0, walk(5)), version(TODAY, walk(7), number=2)], 0),
    ],
)
def test_the_last_day_on_which_a_step_grew(versions: list[Version], days: int | None) -> None:
    (found,) = advice(*versions).steps
    assert found.suggestion.numbers.days_since_increase == days


@pytest.mark.parametrize(
    ("versions", "since", "changed", "further"),
    [
        ([version(0, walk(5))], 0, False, False),
        ([version(0, walk(5)), version(10, walk(5), SWIM, number=2)], 0, False, False),
        ([version(0, walk(5)), version(10, walk(4), number=2)], 10, True, True),
        (
            [version(-7, walk(5)), version(0, walk(4), number=2), version(9, walk(4), number=3)],
            0,
            True,
            False,
        ),
    ],
)
def test_since_when_a_step_is_what_it_is_now(
    versions: list[Version], since: int, changed: bool, further: bool
) -> None:
    found = advice(*versions).steps[0]
    assert (found.since, found.changed, found.looks_further_back) == (day(since), changed, further)


# -- what never matters -----------------------------------------------------------------------


def test_the_order_in_which_things_were_told_never_matters() -> None:
    versions = [version(0, WALK), version(5, walk(6), number=2)]
    rests = [rest(-10, -8), rest(2, 2)]
    one = advice(*versions, rests=rests)
    other = advice(
        *reversed(versions),
        rests=rests[::-1],
        check_ins=TWO_WEEKS[::-1],
        sessions=LIGHT[::-1],
    )
    assert one == other


def test_a_week_later_everything_is_a_week_later() -> None:
    """Across the change to summer time too."""

    def at(shift: int) -> tuple[Any, ...]:
        found = only(
            advice(
                version(shift, WALK),
                today=TODAY + shift,
                check_ins=done(*(n + shift for n in (0, 2, 4, 7, 9, 11))),
                sessions=[told(n + shift, effort=3, confidence=8) for n in (6, 11, 16)],
            )
        ).suggestion
        return (
            found.code,
            found.reasons,
            found.options,
            replace(found.numbers, weeks=()),
        )

    assert len({repr(at(7 * n)) for n in range(14)}) == 1
