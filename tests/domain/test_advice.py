"""The step suggestion: the worked cases, every rule at its edge, and what holds for all inputs."""

import ast
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.domain.advice import (
    NEEDS,
    RULES,
    STOPS,
    Amount,
    Code,
    Inputs,
    SessionTold,
    Suggestion,
    WeekTold,
    Why,
    first_minutes,
    larger,
    of_100,
    smaller,
    suggest,
)
from lib.domain.advice_document import COMMAND, document
from lib.domain.advice_settings import (
    BY_NAME,
    SETTINGS,
    Parameters,
    Unit,
    check_setting,
    in_text,
    parameters,
    spaced,
)
from lib.domain.basis import Profile, Wish

ROOT = Path(__file__).resolve().parents[2]
WORKED = json.loads((Path(__file__).parent / "cases" / "step_advice.json").read_text("utf-8"))
CODES = {
    "EERST_CONTACT": Code.CONTACT_FIRST,
    "GEEN_STAPADVIES": Code.NO_STEP_ADVICE,
    "PAUZE": Code.PAUSED,
    "HERSTART_KLEINER": Code.RESTART_SMALLER,
    "HERSTART_ZELFDE": Code.RESTART_SAME,
    "KLEINER": Code.SMALLER,
    "ZELFDE": Code.SAME,
    "ANDERS": Code.DIFFERENT,
    "GROTER_MAG": Code.LARGER_MAY,
}
REASONS = {
    "twee_weken_gelukt_en_licht": Why.DONE_AND_LIGHT,
    "voelt_nog_niet_licht": Why.NOT_LIGHT_YET,
    "dag_erna_meer_klachten": Why.WORSE_NEXT_DAY,
    "minder_dan_de_helft_gelukt": Why.FEW_MOMENTS,
    "te_weinig_gegevens": Why.TOO_FEW_WEEKS,
    "vorige_stap_te_kort_geleden": Why.LARGER_LATELY,
    "route_gepauzeerd": Why.RESTING,
    "wens_van_client": Why.WISH_SMALLER,
}
PROFILES = {"standaard": Profile.STANDARD, "voorzichtig": Profile.CAUTIOUS}
WISHES = {"groter": Wish.LARGER, "gelijk": Wish.SAME, "kleiner": Wish.SMALLER}
USUAL = Parameters()


def amount(minutes: float, per_week: int) -> Amount:
    return Amount(round(minutes * 60), per_week)


def weeks(*told: tuple[int, int]) -> tuple[WeekTold, ...]:
    return tuple(WeekTold(done, asked) for done, asked in told)


def rated(n: int, **told: Any) -> tuple[SessionTold, ...]:
    """So many sessions that told the same."""
    return (SessionTold(**told),) * n


# All that a larger step needs: 5 minutes, 3 days a week, and it went lightly.
LIGHT = Inputs(
    current=amount(5, 3),
    weeks=weeks((3, 3), (3, 3)),
    sessions=rated(4, effort=3, feeling=2),
    confidence=8,
    days_since_increase=20,
)


def outcome(**changes: Any) -> tuple[Code, tuple[Why, ...]]:
    """What is suggested when this is otherwise than all went well."""
    found = suggest(replace(LIGHT, **changes))
    return found.code, found.reasons


# -- the worked cases -------------------------------------------------------------------------


def inputs_of(case: dict[str, Any]) -> Inputs:
    told = dict(case)
    current = told.pop("current")
    return Inputs(
        current=amount(current["minutes"], current["freq"]),
        weeks=weeks(*((one["D"], one["T"]) for one in told.pop("weeks"))),
        sessions=tuple(SessionTold(**one) for one in told.pop("sessions")),
        profile=PROFILES[told.pop("profile", "standaard")],
        wish=WISHES.get(told.pop("wish", "")),
        **told,
    )


def same_as_worked(found: Suggestion, expected: dict[str, Any]) -> None:
    told = dict(expected)
    assert found.code is CODES[told.pop("code")]
    assert found.reasons == tuple(REASONS[one] for one in told.pop("reasons"))
    options = tuple(amount(one["minutes"], one["freq"]) for one in told.pop("options", ()))
    assert found.options == options
    to = amount(told.pop("minutes"), told.pop("freq")) if "minutes" in told else None
    assert found.to == to
    assert told == {}


@pytest.mark.parametrize("case", WORKED["cases"], ids=lambda case: case["id"])
def test_a_worked_case_comes_out_as_worked(case: dict[str, Any]) -> None:
    same_as_worked(suggest(inputs_of(case["input"])), case["expected"])


def test_all_worked_cases_are_here() -> None:
    assert [case["id"] for case in WORKED["cases"]] == [
        "S01_may_increase",
        "S04_effort_5",
        "S07_two_day_after",
        "S10_less_than_half",
        "S13_one_week_only",
        "S16_cautious_day20",
        "S19_paused",
        "S22_wish_smaller",
        "S25_minimum_not_managed",
        "S28_four_of_five",
    ]


# -- every rule at its edge -------------------------------------------------------------------

MAY = (Code.LARGER_MAY, (Why.DONE_AND_LIGHT,))
WORSE = SessionTold(effort=3, feeling=2, next_day_worse=True)
WELL = SessionTold(effort=3, feeling=2, next_day_worse=False)
CAUTIOUS: dict[str, Any] = {"profile": Profile.CAUTIOUS, "days_since_increase": None}


def twice(*doses: float) -> tuple[WeekTold, ...]:
    return tuple(WeekTold(3, 3, dose) for dose in doses)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, MAY, id="12: all that is needed"),
        # 1, 2, 3
        ({"safety_open": True}, (Code.CONTACT_FIRST, (Why.CARE_SIGNAL,))),
        ({"pem": True}, (Code.NO_STEP_ADVICE, (Why.WORSE_AFTER_EFFORT,))),
        ({"paused": True}, (Code.PAUSED, (Why.RESTING,))),
        # 4
        (
            {"days_since_resume": 0, "pause_length_days": 15},
            (Code.RESTART_SMALLER, (Why.LONG_REST,)),
        ),
        (
            {"days_since_resume": 7, "pause_length_days": 15},
            (Code.RESTART_SMALLER, (Why.LONG_REST,)),
        ),
        ({"days_since_resume": 7, "pause_length_days": 14}, (Code.RESTART_SAME, (Why.SHORT_REST,))),
        ({"days_since_resume": 0, "pause_length_days": 1}, (Code.RESTART_SAME, (Why.SHORT_REST,))),
        ({"days_since_resume": 8, "pause_length_days": 15}, MAY),
        (
            {"days_since_resume": 1, "pause_length_days": 15, "current": amount(1, 1)},
            (Code.RESTART_SAME, (Why.LONG_REST,)),
        ),
        # 5
        ({"wish": Wish.SMALLER}, (Code.SMALLER, (Why.WISH_SMALLER,))),
        (
            {"wish": Wish.SMALLER, "current": amount(1, 1)},
            (Code.DIFFERENT, (Why.WISH_SMALLER,)),
        ),
        ({"wish": Wish.LARGER}, MAY),
        # 6
        ({"sessions": (WORSE, WORSE, WELL)}, (Code.SMALLER, (Why.WORSE_NEXT_DAY,))),
        ({"sessions": (WORSE, WELL, WELL)}, (Code.SAME, (Why.WORSE_NEXT_DAY,))),
        (
            {"sessions": (WORSE, WELL, WELL), **CAUTIOUS},
            (Code.SMALLER, (Why.WORSE_NEXT_DAY,)),
        ),
        ({"sessions": (WELL, WELL, WELL), **CAUTIOUS}, MAY),
        # 7
        ({"weeks": weeks((3, 3))}, (Code.SAME, (Why.TOO_FEW_WEEKS,))),
        ({"weeks": ()}, (Code.SAME, (Why.TOO_FEW_WEEKS,))),
        # 8
        ({"weeks": weeks((2, 5), (2, 5))}, (Code.SMALLER, (Why.FEW_MOMENTS,))),
        (
            {"weeks": weeks((1, 3), (2, 3))},
            (Code.SAME, (Why.NOT_MOST_MOMENTS, Why.A_HARD_WEEK)),
        ),
        (
            {"weeks": weeks((0, 1), (0, 1)), "current": amount(1, 2)},
            (Code.SMALLER, (Why.FEW_MOMENTS,)),
        ),
        (
            {"weeks": weeks((0, 1), (0, 1)), "current": amount(1, 1)},
            (Code.DIFFERENT, (Why.FEW_MOMENTS,)),
        ),
        (
            {"weeks": weeks((0, 1), (0, 1)), "current": amount(0.5, 1)},
            (Code.DIFFERENT, (Why.FEW_MOMENTS,)),
        ),
        # More than asked in one week never makes up for another.
        ({"weeks": weeks((7, 3), (0, 3))}, (Code.SAME, (Why.NOT_MOST_MOMENTS, Why.A_HARD_WEEK))),
        # 9
        ({"sessions": rated(3, effort=7)}, (Code.SMALLER, (Why.HEAVY,))),
        (
            {"sessions": (*rated(2, effort=6), *rated(2, effort=8))},
            (Code.SMALLER, (Why.HEAVY,)),
        ),
        (
            {"sessions": (*rated(2, effort=6), *rated(2, effort=7))},
            (Code.SAME, (Why.NOT_LIGHT_YET,)),
        ),
        (
            {"sessions": rated(2, effort=9)},
            (Code.SAME, (Why.TOO_FEW_RATINGS, Why.NOT_LIGHT_YET)),
        ),
        # 10
        ({"sessions": rated(3, feeling=-1)}, (Code.SMALLER, (Why.FEELS_LOW,))),
        ({"sessions": rated(3, feeling=0)}, MAY),
        (
            {"sessions": rated(2, feeling=-1)},
            (Code.SAME, (Why.TOO_FEW_RATINGS, Why.FEELS_LOW)),
        ),
        (
            {"sessions": (*rated(2, feeling=-1), *rated(3, effort=3))},
            (Code.SAME, (Why.FEELS_LOW,)),
        ),
        # 11
        ({"weeks": twice(2.0, 2.0)}, (Code.SAME, (Why.MUCH_MORE,))),
        ({"weeks": twice(2.0, 1.99)}, MAY),
        ({"weeks": (WeekTold(3, 3, 9.0), WeekTold(3, 3))}, MAY),
        # 12 and 13
        ({"weeks": weeks((4, 5), (4, 5))}, MAY),
        ({"weeks": weeks((3, 4), (3, 4))}, (Code.SAME, (Why.NOT_MOST_MOMENTS,))),
        ({"weeks": weeks((2, 3), (3, 3))}, MAY),
        ({"weeks": weeks((1, 2), (7, 7))}, (Code.SAME, (Why.A_HARD_WEEK,))),
        ({"sessions": rated(3, effort=4)}, MAY),
        ({"sessions": rated(3, effort=5)}, (Code.SAME, (Why.NOT_LIGHT_YET,))),
        (
            {"sessions": (*rated(2, effort=4), *rated(2, effort=5))},
            (Code.SAME, (Why.NOT_LIGHT_YET,)),
        ),
        ({"sessions": rated(2, effort=3, feeling=2)}, (Code.SAME, (Why.TOO_FEW_RATINGS,))),
        ({"sessions": ()}, (Code.SAME, (Why.TOO_FEW_RATINGS,))),
        ({"confidence": 7}, MAY),
        ({"confidence": 6}, (Code.SAME, (Why.CONFIDENCE_LOW,))),
        ({"confidence": None}, (Code.SAME, (Why.CONFIDENCE_UNKNOWN,))),
        ({"days_since_increase": 14}, MAY),
        ({"days_since_increase": 13}, (Code.SAME, (Why.LARGER_LATELY,))),
        ({"days_since_increase": None}, MAY),
        ({**CAUTIOUS, "days_since_increase": 21}, MAY),
        ({**CAUTIOUS, "days_since_increase": 20}, (Code.SAME, (Why.LARGER_LATELY,))),
        ({"wish": Wish.SAME}, (Code.SAME, (Why.WISH_SAME,))),
        ({"current": amount(60, 7)}, (Code.SAME, (Why.NO_ROOM,))),
        ({"current": amount(5, 7), "ceiling": 300}, (Code.SAME, (Why.NO_ROOM,))),
        (
            {"sessions": (), "confidence": 3, "days_since_increase": 2, "wish": Wish.SAME},
            (
                Code.SAME,
                (Why.TOO_FEW_RATINGS, Why.CONFIDENCE_LOW, Why.LARGER_LATELY, Why.WISH_SAME),
            ),
        ),
    ],
)
def test_a_rule_begins_and_ends_where_it_says(
    changes: dict[str, Any], expected: tuple[Code, tuple[Why, ...]]
) -> None:
    assert outcome(**changes) == expected


# Each entry is what lets a rule match, on top of all that lets the later ones match.
STACKED: tuple[tuple[int, dict[str, Any]], ...] = (
    (12, {}),
    (11, {"weeks": twice(2.5, 2.5)}),
    (10, {"sessions": rated(4, effort=3, feeling=-2)}),
    (9, {"sessions": rated(4, effort=8, feeling=-2)}),
    (8, {"weeks": (WeekTold(1, 5, 2.5), WeekTold(1, 5, 2.5))}),
    (7, {"weeks": (WeekTold(1, 5, 2.5),)}),
    (6, {"sessions": rated(4, effort=8, feeling=-2, next_day_worse=True)}),
    (5, {"wish": Wish.SMALLER}),
    (4, {"days_since_resume": 1, "pause_length_days": 20}),
    (3, {"paused": True}),
    (2, {"pem": True}),
    (1, {"safety_open": True}),
)


@pytest.mark.parametrize("upto", range(len(STACKED)))
def test_the_first_rule_that_matches_wins(upto: int) -> None:
    inputs = LIGHT
    for _, changes in STACKED[: upto + 1]:
        inputs = replace(inputs, **changes)
    assert suggest(inputs).rule == STACKED[upto][0]


def test_the_rules_are_numbered_as_they_are_tried() -> None:
    assert [rule.number for rule in RULES] == list(range(1, 14))


# -- how much ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "before", "after"),
    [
        (Profile.STANDARD, (60, 3), (45, 3)),
        (Profile.STANDARD, (7, 3), (5, 3)),
        (Profile.STANDARD, (6, 3), (5, 3)),
        (Profile.STANDARD, (2, 3), (1, 3)),
        (Profile.STANDARD, (1.5, 3), (1, 3)),
        (Profile.STANDARD, (1, 3), (1, 2)),
        (Profile.STANDARD, (0.5, 3), (0.5, 2)),
        (Profile.STANDARD, (1, 1), None),
        (Profile.STANDARD, (0.5, 1), None),
        (Profile.STANDARD, (90, 1), (60, 1)),
        (Profile.CAUTIOUS, (7, 3), (6, 3)),
        (Profile.CAUTIOUS, (17, 3), (15, 3)),
        (Profile.CAUTIOUS, (60, 3), (30, 3)),
    ],
)
def test_smaller_is_one_rung_down_or_one_day_less(
    profile: Profile, before: tuple[float, int], after: tuple[float, int] | None
) -> None:
    expected = amount(*after) if after else None
    assert smaller(amount(*before), USUAL.rungs(profile)) == expected


@pytest.mark.parametrize(
    ("profile", "before", "ceiling", "after"),
    [
        (Profile.STANDARD, (5, 3), None, [(7, 3), (5, 4)]),
        (Profile.STANDARD, (0.5, 3), None, [(1, 3), (0.5, 4)]),
        (Profile.STANDARD, (5, 3), 7, [(7, 3), (5, 4)]),
        (Profile.STANDARD, (5, 3), 6, [(5, 4)]),
        (Profile.STANDARD, (5, 7), None, [(7, 7)]),
        (Profile.STANDARD, (60, 3), None, [(60, 4)]),
        (Profile.STANDARD, (60, 7), None, []),
        (Profile.CAUTIOUS, (5, 3), None, [(6, 3), (5, 4)]),
        (Profile.CAUTIOUS, (30, 3), None, [(30, 4)]),
    ],
)
def test_larger_is_one_rung_up_or_one_day_more(
    profile: Profile,
    before: tuple[float, int],
    ceiling: float | None,
    after: list[tuple[float, int]],
) -> None:
    bound = None if ceiling is None else round(ceiling * 60)
    found = larger(amount(*before), USUAL.rungs(profile), bound)
    assert found == tuple(amount(*one) for one in after)


@pytest.mark.parametrize(
    ("possible", "expected"),
    [(0.5, 1), (1, 1), (3, 1), (3.4, 2), (4, 2), (5, 3), (10, 6), (15, 9), (35, 21), (60, 36)],
)
def test_a_cautious_first_step_lies_below_ones_own_estimate(possible: float, expected: int) -> None:
    assert first_minutes(possible) == expected


@pytest.mark.parametrize("share", range(30, 101))
def test_a_whole_share_is_never_rounded_down_too_far(share: int) -> None:
    for possible in range(100, 1000, 100):
        assert first_minutes(possible, replace(USUAL, first_share=share)) == share * possible / 100


def test_rounding_to_whole_numbers_moves_no_usual_limit() -> None:
    """What is compared is what is shown, and for every week and sum there can be it is the same."""
    limits = ((USUAL.smaller_below, 1, 2), (USUAL.larger_from, 4, 5), (USUAL.week_from, 2, 3))
    for asked in range(1, 29):
        for done in range(asked + 1):
            for limit, over, under in limits:
                if limit == USUAL.week_from and asked > 7:
                    continue
                assert (of_100(done, asked) >= limit) is (done * under >= over * asked)


@pytest.mark.parametrize(("seconds", "per_week"), [(0, 3), (-60, 3), (60, 0), (60, 8)])
def test_an_amount_that_is_none_is_refused(seconds: int, per_week: int) -> None:
    with pytest.raises(ValueError, match="seconds"):
        Amount(seconds, per_week)


def test_a_week_that_asked_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="asks"):
        WeekTold(0, 0)


def test_the_numbers_that_were_compared_are_handed_over() -> None:
    sessions = (
        SessionTold(effort=2, feeling=-1),
        SessionTold(effort=5, next_day_worse=True),
        SessionTold(feeling=4),
        SessionTold(effort=3, feeling=1),
    )
    found = suggest(replace(LIGHT, weeks=weeks((0, 3), (5, 3), (1, 3)), sessions=sessions)).numbers
    assert found.weeks == weeks((5, 3), (1, 3))
    assert (found.done, found.asked, found.of_100) == (4, 6, 67)
    assert (found.effort, found.effort_n) == (3, 3)
    assert (found.feeling, found.feeling_n) == (1, 3)
    assert (found.worse, found.confidence, found.days_since_increase) == (1, 8, 20)


# -- what holds for all inputs ----------------------------------------------------------------

AMOUNTS = st.builds(Amount, seconds=st.integers(10, 7200), per_week=st.integers(1, 7))
WEEKS = st.builds(
    WeekTold,
    movement_days=st.integers(0, 7),
    target_days=st.integers(1, 7),
    dose_raw=st.none() | st.floats(0, 10),
)
SESSIONS = st.builds(
    SessionTold,
    effort=st.none() | st.integers(0, 10),
    feeling=st.none() | st.integers(-5, 5),
    next_day_worse=st.none() | st.booleans(),
)
EASY_WEEKS = st.builds(WeekTold, movement_days=st.integers(2, 3), target_days=st.just(3))
EASY_SESSIONS = st.builds(
    SessionTold, effort=st.integers(0, 4), feeling=st.integers(0, 5), next_day_worse=st.none()
)


def inputs(*, easy: bool = False) -> st.SearchStrategy[Inputs]:
    """Any inputs; `easy` ones often let a larger step be."""
    return st.builds(
        Inputs,
        current=AMOUNTS,
        weeks=st.lists(EASY_WEEKS if easy else WEEKS, max_size=5).map(tuple),
        sessions=st.lists(EASY_SESSIONS if easy else SESSIONS, max_size=6).map(tuple),
        profile=st.sampled_from(Profile),
        pem=st.just(False) if easy else st.booleans(),
        safety_open=st.just(False) if easy else st.booleans(),
        paused=st.just(False) if easy else st.booleans(),
        days_since_resume=st.none() if easy else st.none() | st.integers(0, 60),
        pause_length_days=st.integers(0, 60),
        confidence=st.integers(5, 10) if easy else st.none() | st.integers(0, 10),
        days_since_increase=st.none() | st.integers(0, 60),
        wish=st.none() if easy else st.none() | st.sampled_from(Wish),
        ceiling=st.none() | st.integers(10, 7200),
    )


ANY = inputs() | inputs(easy=True)


def number_of(name: str) -> st.SearchStrategy[Any]:
    setting = BY_NAME[name]
    if setting.unit is Unit.MINUTES:
        return st.lists(st.integers(2, 120), min_size=1, max_size=8, unique=True).map(
            lambda rungs: (1, *sorted(rungs))
        )
    return st.integers(setting.low, setting.high)


TEAMS = st.fixed_dictionaries({one.name: number_of(one.name) for one in SETTINGS}).map(
    lambda chosen: Parameters(**chosen)
)


@given(ANY, TEAMS)
def test_an_open_care_signal_pem_or_rest_stops_every_suggestion(
    told: Inputs, team: Parameters
) -> None:
    assert suggest(replace(told, safety_open=True), team).code is Code.CONTACT_FIRST
    told = replace(told, safety_open=False)
    assert suggest(replace(told, pem=True), team).code is Code.NO_STEP_ADVICE
    told = replace(told, pem=False)
    assert suggest(replace(told, paused=True), team).code is Code.PAUSED


@given(ANY, TEAMS)
def test_every_suggestion_has_a_reason_and_says_no_more_than_its_rule(
    told: Inputs, team: Parameters
) -> None:
    found = suggest(told, team)
    rule = RULES[found.rule - 1]
    assert found.reasons
    assert len(set(found.reasons)) == len(found.reasons)
    assert set(found.reasons) <= set(rule.reasons)
    assert found.code in rule.codes


@given(inputs(easy=True), TEAMS | st.just(USUAL))
def test_a_larger_step_grows_in_one_way_only(told: Inputs, team: Parameters) -> None:
    found = suggest(told, team)
    if found.code is not Code.LARGER_MAY:
        assert found.options == ()
        return
    assert found.options
    assert found.to is None
    for one in found.options:
        longer = one.seconds > told.current.seconds
        oftener = one.per_week == told.current.per_week + 1
        assert longer is not oftener
        assert longer or one.seconds == told.current.seconds
        assert oftener or one.per_week == told.current.per_week
        assert not longer or told.ceiling is None or one.seconds <= told.ceiling


@given(ANY, TEAMS)
def test_no_suggestion_but_that_of_a_larger_step_asks_more(told: Inputs, team: Parameters) -> None:
    found = suggest(told, team)
    if found.to is not None:
        assert found.to.seconds <= told.current.seconds
        assert found.to.per_week <= told.current.per_week
    assert (found.to is None) is (found.code in STOPS | {Code.DIFFERENT, Code.LARGER_MAY})
    if found.code in (Code.SMALLER, Code.RESTART_SMALLER):
        assert found.to is not None
        less = (found.to.seconds < told.current.seconds, found.to.per_week < told.current.per_week)
        assert sum(less) == 1


@given(ANY, TEAMS, st.randoms())
def test_the_order_of_sessions_changes_nothing(told: Inputs, team: Parameters, by: Any) -> None:
    turned = list(told.sessions)
    by.shuffle(turned)
    assert suggest(replace(told, sessions=tuple(turned)), team) == suggest(told, team)


@given(ANY, TEAMS)
def test_a_session_that_told_nothing_changes_nothing(told: Inputs, team: Parameters) -> None:
    more = replace(told, sessions=(*told.sessions, SessionTold()))
    assert suggest(more, team) == suggest(told, team)


@given(ANY, TEAMS, WEEKS)
def test_weeks_of_long_ago_change_nothing(told: Inputs, team: Parameters, week: WeekTold) -> None:
    assume(len(told.weeks) >= team.weeks)
    assert suggest(replace(told, weeks=(week, *told.weeks)), team) == suggest(told, team)


@given(ANY)
def test_what_is_cautious_is_never_larger_sooner(told: Inputs) -> None:
    careful = suggest(replace(told, profile=Profile.CAUTIOUS))
    ordinary = suggest(replace(told, profile=Profile.STANDARD))
    if careful.code is Code.LARGER_MAY:
        # But for the ceiling, at which a smaller rung may just fit.
        assert ordinary.code is Code.LARGER_MAY or ordinary.reasons == (Why.NO_ROOM,)


@given(ANY)
def test_without_the_wish_for_it_a_smaller_step_has_another_reason(told: Inputs) -> None:
    assume(told.wish is not Wish.SMALLER)
    assert Why.WISH_SMALLER not in suggest(told).reasons


@given(ANY)
def test_the_same_is_suggested_twice(told: Inputs) -> None:
    assert suggest(told) == suggest(told)


def test_the_property_of_growing_sees_larger_steps() -> None:
    assert suggest(LIGHT).code is Code.LARGER_MAY


def test_every_code_and_every_reason_can_come_out() -> None:
    assert {code for rule in RULES for code in rule.codes} == set(Code)
    assert {why for rule in RULES for why in rule.reasons} == set(Why)


# -- the settings -----------------------------------------------------------------------------


def test_every_parameter_is_a_setting_with_its_reason_and_the_usual_value_fits() -> None:
    assert sorted(BY_NAME) == sorted(Parameters.__dataclass_fields__)
    assert len(BY_NAME) == len(SETTINGS)
    for one in SETTINGS:
        assert one.label
        assert one.reason.endswith(".")
        typed = spaced(one.usual) if one.unit is Unit.MINUTES else one.usual
        assert check_setting(one, typed) == (one.usual, ()), one.name


def test_the_usual_values_are_those_of_the_definition() -> None:
    assert USUAL.ladder == (1, 2, 3, 4, 5, 7, 10, 12, 15, 20, 25, 30, 40, 45, 60)
    assert USUAL.ladder_cautious == (
        *(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
        *(17, 19, 21, 23, 25, 28, 30),
    )
    assert {one.name: one.usual for one in SETTINGS if one.unit is not Unit.MINUTES} == {
        "weeks": 2,
        "smaller_below": 50,
        "larger_from": 80,
        "week_from": 67,
        "dose_high": 200,
        "session_days": 14,
        "ratings_from": 3,
        "effort_heavy": 7,
        "effort_light": 4,
        "feeling_from": 0,
        "confidence_from": 7,
        "worse_times": 2,
        "worse_times_cautious": 1,
        "increase_days": 14,
        "increase_days_cautious": 21,
        "resume_days": 7,
        "long_pause_days": 14,
        "wish_days": 14,
        "first_share": 60,
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_a_value_at_its_bounds_fits_and_beyond_them_it_is_asked_again(setting: Any) -> None:
    def typed(number: float) -> Any:
        return f"1,{number}" if setting.unit is Unit.MINUTES else number

    for number in (setting.low, setting.high):
        value, problems = check_setting(setting, typed(number))
        assert problems == ()
        assert value is not None
        assert parameters({setting.name: in_text(value)}).value(setting.name) == value
    for number in (setting.low - 1, setting.high + 1, 2.5, float("nan"), float("inf")):
        value, problems = check_setting(setting, typed(number))
        assert value is None
        assert [problem.field for problem in problems] == [setting.name]
    assert check_setting(setting, None)[0] is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1,2,3", (1, 2, 3)),
        (" 1 - 3 , 5 ", (1, 2, 3, 5)),
        ("1–4, 10", (1, 2, 3, 4, 10)),
        ("1-120", tuple(range(1, 121))),
    ],
)
def test_a_ladder_is_typed_as_people_write_it(typed: str, expected: tuple[int, ...]) -> None:
    assert check_setting(BY_NAME["ladder"], typed) == (expected, ())


@pytest.mark.parametrize(
    "typed",
    ["", "1", "2,3", "1,3,2", "1,1", "1-5,5", "3-1", "1,121", "1,2,", "een, twee", "1;2", "1,2.5",
     "1,-2", "0,1,2", "1-", "١,٢", "1,9999", "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33"],
)  # fmt: skip
def test_what_is_no_ladder_is_asked_again(typed: str) -> None:
    value, problems = check_setting(BY_NAME["ladder"], typed)
    assert value is None
    assert [problem.field for problem in problems] == ["ladder"]


@given(number_of("ladder"))
def test_a_ladder_that_is_kept_comes_back_the_same(rungs: tuple[int, ...]) -> None:
    kept = in_text(rungs)
    assume(len(kept) <= 40)
    assert parameters({"ladder": kept}).ladder == rungs
    assert check_setting(BY_NAME["ladder"], spaced(rungs)) == (rungs, ())


def test_a_kept_value_that_no_longer_fits_gives_way_to_the_usual_one() -> None:
    kept = {"weeks": "9", "ladder": "5,1", "increase_days": "veel", "gone": "3", "worse_times": "3"}
    assert parameters(kept) == replace(USUAL, worse_times=3)


def test_a_team_that_chose_nothing_has_the_usual_settings() -> None:
    assert parameters({}) == Parameters()


@pytest.mark.parametrize(
    ("name", "value", "changes"),
    [
        ("resume_days", 1, {"days_since_resume": 7, "pause_length_days": 3}),
        ("long_pause_days", 20, {"days_since_resume": 1, "pause_length_days": 18}),
        ("worse_times", 3, {"sessions": (WORSE, WORSE, WELL)}),
        ("worse_times_cautious", 2, {"sessions": (WORSE, WELL, WELL), **CAUTIOUS}),
        ("weeks", 3, {}),
        ("smaller_below", 30, {"weeks": weeks((2, 5), (2, 5))}),
        ("larger_from", 75, {"weeks": weeks((3, 4), (3, 4))}),
        ("week_from", 50, {"weeks": weeks((1, 2), (7, 7))}),
        ("dose_high", 300, {"weeks": twice(2.5, 2.5)}),
        ("ratings_from", 2, {"sessions": rated(2, effort=3)}),
        ("effort_heavy", 9, {"sessions": rated(3, effort=8)}),
        ("effort_light", 5, {"sessions": rated(3, effort=5)}),
        ("feeling_from", -2, {"sessions": rated(3, feeling=-2)}),
        ("confidence_from", 6, {"confidence": 6}),
        ("increase_days", 7, {"days_since_increase": 7}),
        ("increase_days_cautious", 28, {**CAUTIOUS, "days_since_increase": 25}),
        ("ladder", (1, 6, 9), {}),
        ("ladder_cautious", (1, 5, 9), CAUTIOUS),
    ],
)
def test_another_value_of_a_setting_changes_what_is_suggested(
    name: str, value: Any, changes: dict[str, Any]
) -> None:
    told = replace(LIGHT, **changes)
    assert suggest(told, replace(USUAL, **{name: value})) != suggest(told, USUAL)


# -- the documents, and where it is never shown -----------------------------------------------


def test_the_document_is_what_the_code_says() -> None:
    there = (ROOT / "docs" / "step-suggestion.md").read_text(encoding="utf-8")
    assert there == document(), f"make it again: {COMMAND}"


def test_the_document_names_every_rule_need_and_setting() -> None:
    text = document()
    assert text.count("\n| ") > len(RULES) + len(NEEDS) + len(SETTINGS)
    assert "{" not in text
    for one in SETTINGS:
        assert f"`{one.name}`: {one.label}" in text


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


FOR_CLIENTS: Sequence[str] = (
    "lib/domain/papers.py",
    "lib/ui/papers.py",
    "lib/ui/downloads.py",
    "lib/ui/agenda.py",
    "lib/ui/together.py",
    "lib/ui/after_session.py",
    "lib/ui/session_form.py",
    "pages/coach/session_saved.py",
)


@pytest.mark.parametrize("path", FOR_CLIENTS)
def test_nothing_that_a_client_gets_to_see_knows_the_suggestion(path: str) -> None:
    assert not {name for name in imported(ROOT / path) if "advice" in name}


def test_no_paper_has_a_place_for_the_suggestion() -> None:
    papers = sorted((ROOT / "data" / "papers").glob("*.typ"))
    assert papers
    for path in papers:
        text = path.read_text(encoding="utf-8").lower()
        assert not {word for word in ("advice", "suggest") if word in text}, path.name


def test_the_day_of_a_week_is_only_for_showing() -> None:
    dated = tuple(replace(week, start=date(2026, 3, 2)) for week in LIGHT.weeks)
    assert outcome(weeks=dated) == outcome()
