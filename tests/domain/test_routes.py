"""The recovery route: what a step may be, which version counts, and what changed between two."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.participation import Agreement, Rest
from lib.domain.routes import (
    ACTIVITY_LIMIT,
    COMPANY_WORDS,
    MAX_STEPS,
    NOTE_LIMIT,
    PLACE_WORDS,
    PROPOSER_WORDS,
    REASON_LIMIT,
    SIZE_LIMIT,
    SIZE_WORDS,
    AgreedRest,
    Company,
    Difference,
    Place,
    Proposer,
    Size,
    SizeOf,
    Step,
    StepDifference,
    StepDraft,
    StepKind,
    Version,
    agreements,
    all_at_rest,
    all_steps,
    check_put,
    check_rest,
    check_route,
    check_step,
    check_why,
    differences,
    ended,
    in_force,
    moved,
    overlapping,
    put,
    rests_of,
    step_on,
    without,
)
from tests.cast import TODAY, step

MONDAY = date(2026, 1, 5)
WALK, STRETCH, DANCE = step("walk"), step("stretch"), step("dance")


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def version(number: int, valid_from: date, *steps: Step) -> Version:
    return Version(
        number=number,
        valid_from=valid_from,
        steps=steps,
        proposed_by=Proposer.TOGETHER,
        reason="dit past beter",
        made_by="Ines Dragstra",
        made_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
    )


def rest(start: int, end: int | None, step_key: str | None = None) -> AgreedRest:
    return AgreedRest("r", step_key, day(start), None if end is None else day(end), "griep")


GOOD = StepDraft(
    key="k",
    activity="Naar de brievenbus",
    mini_text="tot de deur",
    mini_minutes=0.5,
    ordinary_text="tot de hoek",
    ordinary_minutes=5,
    ample_text="het blok om",
    ample_minutes=10,
    per_week=3,
    place="outdoors",
    company="alone",
    note="met jas",
)


def refused(**changes: Any) -> list[tuple[str, str]]:
    found, problems = check_step(replace(GOOD, **changes))
    assert found is None
    return [(problem.field, problem.sentence) for problem in problems]


def kept(**changes: Any) -> Step:
    found, problems = check_step(replace(GOOD, **changes))
    assert problems == ()
    assert found is not None
    return found


# -- one step ---------------------------------------------------------------------------------


def test_a_good_step_is_kept_as_it_was_typed() -> None:
    assert kept() == Step(
        key="k",
        activity="Naar de brievenbus",
        mini=SizeOf("tot de deur", 30),
        ordinary=SizeOf("tot de hoek", 300),
        ample=SizeOf("het blok om", 600),
        per_week=3,
        place=Place.OUTDOORS,
        company=Company.ALONE,
        note="met jas",
    )


def test_an_empty_step_names_every_field_it_misses() -> None:
    found, problems = check_step(StepDraft(key="k"))
    assert found is None
    assert [problem.field for problem in problems] == [
        "activity",
        "mini_minutes",
        "ordinary_minutes",
        "ample_minutes",
        "per_week",
        "place",
        "company",
    ]


def test_a_size_without_words_takes_those_of_the_activity() -> None:
    found = kept(mini_text="", ordinary_text="  ", ample_text="\u200b\n")
    assert found.mini.text == found.ordinary.text == "Naar de brievenbus"


MINUTES = "How many minutes? Half a minute is 0,5."
BOUNDS = "Between 10 seconds and 2 hours fits here."
PER_WEEK = "Choose 1 to 7 days in a week."
TOO_LONG = "This is {length} signs long; {limit} fit here."
CHOOSE = "Please choose one."
EMPTY = "Please fill this in."
TWICE = "“{step}” stands twice on the route. Take one off, or call it otherwise."


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (None, MINUTES),
        (float("nan"), MINUTES),
        (float("inf"), MINUTES),
        (float("-inf"), MINUTES),
        (9e307, MINUTES),  # its seconds are no number any more
        (0, BOUNDS),
        (-5, BOUNDS),
        (0.15, BOUNDS),
        (120.01, BOUNDS),
        (1e3, BOUNDS),
        (1e300, BOUNDS),
    ],
)
def test_minutes_that_cannot_be_are_refused(size: Size, minutes: float, sentence: str) -> None:
    field = f"{size.value}_minutes"
    assert refused(**{field: minutes}) == [(field, sentence)]


@pytest.mark.parametrize(
    ("minutes", "seconds"),
    [(1 / 6, 10), (0.17, 10), (0.25, 15), (0.5, 30), (1, 60), (1.5, 90), (7.5, 450), (120, 7200)],
)
def test_minutes_may_be_parts_down_to_ten_seconds(minutes: float, seconds: int) -> None:
    found = kept(mini_minutes=minutes, ordinary_minutes=minutes, ample_minutes=minutes)
    assert {one.seconds for one in found.sizes.values()} == {seconds}


@pytest.mark.parametrize(
    ("mini", "ordinary", "ample", "fields"),
    [
        (1, 1, 1, []),
        (1, 5, 5, []),
        (5, 5, 10, []),
        (6, 5, 10, ["mini_minutes"]),
        (1, 11, 10, ["ample_minutes"]),
        (10, 5, 1, ["mini_minutes", "ample_minutes"]),
        (5.01, 5, 10, ["mini_minutes"]),
    ],
)
def test_the_three_sizes_stand_in_order(
    mini: float, ordinary: float, ample: float, fields: list[str]
) -> None:
    typed = replace(GOOD, mini_minutes=mini, ordinary_minutes=ordinary, ample_minutes=ample)
    found, problems = check_step(typed)
    assert [problem.field for problem in problems] == fields
    assert (found is None) == bool(fields)


@pytest.mark.parametrize(
    "per_week", [None, 0, 8, -1, 2.5, 1e3, float("nan"), float("inf"), float("-inf"), 0.5, 7.01]
)
def test_only_one_to_seven_days_a_week_can_be_agreed(per_week: float | None) -> None:
    assert refused(per_week=per_week) == [("per_week", PER_WEEK)]


@pytest.mark.parametrize("per_week", [1, 7, 3.0])
def test_days_a_week_are_kept_as_a_whole_number(per_week: float) -> None:
    assert type(kept(per_week=per_week).per_week) is int


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"activity": ""}, "activity", EMPTY),
        ({"activity": "   \n\t "}, "activity", EMPTY),
        ({"activity": "\u200b\u2060"}, "activity", EMPTY),
        ({"activity": "\x00"}, "activity", EMPTY),
        ({"activity": "a" * (ACTIVITY_LIMIT + 1)}, "activity", TOO_LONG),
        ({"mini_text": "a" * (SIZE_LIMIT + 1)}, "mini_text", TOO_LONG),
        ({"ordinary_text": "a" * (SIZE_LIMIT + 1)}, "ordinary_text", TOO_LONG),
        ({"ample_text": "a" * (SIZE_LIMIT + 1)}, "ample_text", TOO_LONG),
        ({"note": "a" * (NOTE_LIMIT + 1)}, "note", TOO_LONG),
        ({"place": None}, "place", CHOOSE),
        ({"place": "moon"}, "place", CHOOSE),
        ({"place": "OUTDOORS"}, "place", CHOOSE),
        ({"company": None}, "company", CHOOSE),
        ({"company": ""}, "company", CHOOSE),
        ({"company": "dog"}, "company", CHOOSE),
    ],
)
def test_words_that_cannot_be_are_refused_beside_their_field(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    assert refused(**changes) == [(field, sentence)]


@given(st.floats(), st.floats(), st.floats(), st.floats())
def test_no_number_at_all_makes_the_check_fall_over(
    mini: float, ordinary: float, ample: float, per_week: float
) -> None:
    typed = replace(
        GOOD, mini_minutes=mini, ordinary_minutes=ordinary, ample_minutes=ample, per_week=per_week
    )
    found, problems = check_step(typed)
    assert (found is None) == bool(problems)


@pytest.mark.parametrize(
    ("words", "of"),
    [
        (SIZE_WORDS, Size),
        (PROPOSER_WORDS, Proposer),
        (PLACE_WORDS, Place),
        (COMPANY_WORDS, Company),
    ],
)
def test_every_choice_has_a_word_of_its_own(words: dict[Any, str], of: Any) -> None:
    assert set(words) == set(of)
    assert len(set(words.values())) == len(words)


# -- a whole route ----------------------------------------------------------------------------


@pytest.mark.parametrize("proposer", Proposer)
def test_a_route_names_who_proposed_it_and_why(proposer: Proposer) -> None:
    assert check_route([WALK], proposed_by=proposer.value, reason=" past \n beter ") == (
        (proposer, "past beter"),
        (),
    )


def test_a_route_may_hold_no_step_and_twelve_steps() -> None:
    twelve = [step(f"s{n}") for n in range(MAX_STEPS)]
    assert check_route([], proposed_by="coach", reason="rust")[1] == ()
    assert check_route(twelve, proposed_by="coach", reason="alles")[1] == ()


@pytest.mark.parametrize(
    ("steps", "proposed_by", "reason", "field", "sentence"),
    [
        (
            [step(f"s{n}") for n in range(MAX_STEPS + 1)],
            "client",
            "ja",
            "steps",
            "A route holds at most {limit} steps.",
        ),
        ([WALK, WALK], "client", "ja", "steps", "The same step stands twice in the route."),
        (
            [WALK, replace(STRETCH, key="walk")],
            "client",
            "ja",
            "steps",
            "The same step stands twice in the route.",
        ),
        (
            [WALK, STRETCH, replace(WALK, key="again")],
            "client",
            "ja",
            "steps",
            TWICE,
        ),
        (
            [WALK, replace(STRETCH, activity=" EEN  Walk\u00a0buiten\n")],
            "client",
            "ja",
            "steps",
            TWICE,
        ),
        ([WALK], None, "ja", "proposed_by", CHOOSE),
        ([WALK], "", "ja", "proposed_by", CHOOSE),
        ([WALK], "nobody", "ja", "proposed_by", CHOOSE),
        ([WALK], "client", "", "reason", EMPTY),
        ([WALK], "client", "\u200b ", "reason", EMPTY),
        ([WALK], "client", "a" * (REASON_LIMIT + 1), "reason", TOO_LONG),
    ],
)
def test_a_route_that_cannot_be_is_refused(
    steps: Sequence[Step], proposed_by: str | None, reason: str, field: str, sentence: str
) -> None:
    found, problems = check_route(steps, proposed_by=proposed_by, reason=reason)
    assert found is None
    assert [(problem.field, problem.sentence) for problem in problems] == [(field, sentence)]


def test_of_two_steps_that_are_one_the_second_is_named_as_it_is_written() -> None:
    steps = [WALK, STRETCH, replace(DANCE, activity="Een WALK buiten")]
    (problem,) = check_route(steps, proposed_by="client", reason="ja")[1]
    assert problem.values == {"step": "Een WALK buiten"}


@pytest.mark.parametrize(
    "activity", ["een walk buiten", "EEN WALK BUITEN", " een  walk\u00a0buiten ", "een walkbuiten"]
)
def test_an_activity_that_is_on_the_route_is_not_put_there_again(activity: str) -> None:
    (problem,) = check_put((STRETCH, WALK), replace(DANCE, activity=activity))
    assert (problem.field, problem.sentence) == ("activity", "“{step}” is on the route already.")
    assert problem.values == {"step": "een walk buiten"}


def test_another_activity_and_the_same_step_changed_can_be_put() -> None:
    assert check_put((), WALK) == ()
    assert check_put((STRETCH, WALK), DANCE) == ()
    assert check_put((STRETCH, WALK), replace(WALK, per_week=1)) == ()
    assert check_put((STRETCH, WALK), replace(WALK, activity="naar de brug")) == ()


def test_a_step_is_not_renamed_into_another_one_of_the_route() -> None:
    assert check_put((STRETCH, WALK), replace(WALK, activity=STRETCH.activity)) != ()


def test_a_change_names_who_and_why_whatever_stands_on_the_route() -> None:
    assert check_why(proposed_by="coach", reason=" even \n rust ") == (
        (Proposer.COACH, "even rust"),
        (),
    )
    found, problems = check_why(proposed_by=None, reason="")
    assert found is None
    assert [problem.field for problem in problems] == ["proposed_by", "reason"]


# -- rest -------------------------------------------------------------------------------------

YEAR = timedelta(days=366)
ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "end", "fields"),
    [
        (TODAY, None, []),
        (TODAY, TODAY, []),
        (TODAY - YEAR, None, []),
        (TODAY + YEAR, None, []),
        (TODAY - YEAR, TODAY + YEAR, []),
        (None, None, ["start"]),
        (None, TODAY, ["start"]),
        (TODAY - YEAR - ONE, None, ["start"]),
        (TODAY + YEAR + ONE, None, ["start"]),
        (TODAY, TODAY - ONE, ["end"]),
        (TODAY, TODAY + YEAR + ONE, ["end"]),
        (TODAY - YEAR - ONE, TODAY - YEAR - 2 * ONE, ["start", "end"]),
        (date.min, date.max, ["start", "end"]),
    ],
)
def test_rest_lies_within_a_year_and_ends_after_it_began(
    start: date | None, end: date | None, fields: list[str]
) -> None:
    assert [p.field for p in check_rest(start=start, end=end, today=TODAY)] == fields


def clash(start: int, end: int | None, step_key: str | None, *agreed: AgreedRest) -> bool:
    until = None if end is None else day(end)
    found = overlapping(agreed, start=day(start), end=until, step_key=step_key)
    assert found is None or found in agreed
    return found is not None


@pytest.mark.parametrize(
    ("start", "end", "shared"),
    [
        (0, 9, False),
        (0, 10, True),
        (11, 11, True),
        (12, 30, True),
        (13, 30, False),
        (5, 20, True),
        (10, 12, True),
        (0, None, True),
        (12, None, True),
        (13, None, False),
    ],
)
@pytest.mark.parametrize("step_key", [None, "walk"])
def test_rests_overlap_when_they_share_a_day(
    start: int, end: int | None, shared: bool, step_key: str | None
) -> None:
    assert clash(start, end, step_key, rest(10, 12, step_key)) is shared


@pytest.mark.parametrize(
    ("start", "end", "shared"), [(0, 9, False), (0, 10, True), (99, 99, True), (0, None, True)]
)
def test_an_open_rest_goes_on_for_ever(start: int, end: int | None, shared: bool) -> None:
    assert clash(start, end, None, rest(10, None)) is shared


def test_rest_of_the_whole_route_overlaps_that_of_each_step() -> None:
    assert clash(0, 5, "walk", rest(3, 8))
    assert clash(0, 5, None, rest(3, 8, "walk"))


def test_two_steps_rest_side_by_side() -> None:
    assert not clash(0, 5, "walk", rest(3, 8, "stretch"))
    assert clash(0, 5, "walk", rest(3, 8, "stretch"), rest(5, 6, "walk"))


def test_the_earliest_of_several_rests_is_the_one_that_is_named() -> None:
    late, early = rest(20, 21), rest(3, 4)
    for agreed in ((late, early), (early, late)):
        assert overlapping(agreed, start=day(0), end=None, step_key=None) == early


AGREED = (
    "Rest has been agreed already from {start} until {end}. Choose other days, or end that rest "
    "first."
)
OPEN = (
    "Rest has been agreed already from {start} on, with an open end. Choose other days, or end "
    "that rest first."
)
PAST = "There was rest already from {start} until {end}. Choose other days."


@pytest.mark.parametrize(
    ("other", "sentence", "values"),
    [
        (rest(0, 9), AGREED, {"start": "05-01-2026", "end": "14-01-2026"}),
        (rest(5, 5), AGREED, {"start": "10-01-2026", "end": "10-01-2026"}),
        (rest(8, 9), AGREED, {"start": "13-01-2026", "end": "14-01-2026"}),
        (rest(7, None), OPEN, {"start": "12-01-2026"}),
        (rest(2, 4), PAST, {"start": "07-01-2026", "end": "09-01-2026"}),
    ],
)
def test_an_overlap_is_refused_beside_the_start_with_the_days_of_the_other(
    other: AgreedRest, sentence: str, values: dict[str, str]
) -> None:
    (problem,) = check_rest(start=day(4), end=None, today=day(5), agreed=[other])
    assert (problem.field, problem.sentence, problem.values) == ("start", sentence, values)


def test_a_rest_beside_another_and_that_of_another_step_are_agreed() -> None:
    agreed = [rest(0, 3), rest(10, None, "walk")]
    assert check_rest(start=day(4), end=day(9), today=day(5), agreed=agreed) == ()
    assert check_rest(start=day(4), end=None, today=day(5), agreed=agreed, step_key="stretch") == ()


def test_days_that_cannot_be_are_named_before_any_overlap() -> None:
    found = check_rest(start=day(9), end=day(4), today=day(5), agreed=[rest(0, None)])
    assert [problem.field for problem in found] == ["end"]


@pytest.mark.parametrize(("end", "past"), [(4, True), (5, False), (6, False), (None, False)])
def test_a_rest_is_past_from_the_day_after_its_last(end: int | None, past: bool) -> None:
    assert rest(0, end).past(day(5)) is past


@pytest.mark.parametrize(
    ("end", "covered"), [(12, [10, 11, 12]), (10, [10]), (None, [10, 11, 12, 13, 999])]
)
def test_both_days_of_a_rest_are_part_of_it(end: int | None, covered: list[int]) -> None:
    one = rest(10, end)
    assert [n for n in (9, 10, 11, 12, 13, 999) if one.covers(day(n))] == covered


def test_who_begins_again_today_rested_until_yesterday() -> None:
    for end in (None, 30):
        found = ended(rest(0, end), today=day(5))
        assert found is not None
        assert (found.start, found.end) == (day(0), day(4))
        assert not found.covers(day(5))


def test_a_rest_of_one_day_may_be_all_there_was() -> None:
    found = ended(rest(4, None), today=day(5))
    assert found is not None
    assert found.start == found.end == day(4)


@pytest.mark.parametrize("end", [1, 4])
def test_a_rest_that_is_past_is_never_made_longer(end: int) -> None:
    with pytest.raises(ValueError, match="past"):
        ended(rest(0, end), today=day(5))


def test_a_rest_through_today_becomes_a_day_shorter() -> None:
    found = ended(rest(0, 5), today=day(5))
    assert found is not None
    assert found.end == day(4)


@pytest.mark.parametrize("start", [5, 6, 300])
def test_a_rest_that_never_began_is_none(start: int) -> None:
    assert ended(rest(start, None), today=day(5)) is None


def test_the_pauses_of_a_step_are_its_own_those_of_the_route_and_the_days_told() -> None:
    agreed = [rest(0, 3), rest(5, 6, "walk"), rest(8, 9, "stretch"), rest(20, None)]
    assert rests_of(agreed, [day(12)], "walk") == [
        Rest(day(0), day(3)),
        Rest(day(5), day(6)),
        Rest(day(20), None),
        Rest(day(12), day(12)),
    ]


# -- which version counts ---------------------------------------------------------------------

HISTORY = (
    version(1, day(0), WALK),
    version(2, day(10), WALK, STRETCH),
    version(3, day(10), STRETCH),
    version(4, day(20), replace(WALK, per_week=5), STRETCH),
)


@pytest.mark.parametrize(
    ("on", "number"), [(-1, None), (0, 1), (9, 1), (10, 3), (19, 3), (20, 4), (999, 4)]
)
def test_of_several_versions_on_a_day_the_last_made_counts(on: int, number: int | None) -> None:
    for versions in (HISTORY, HISTORY[::-1]):
        found = in_force(versions, day(on))
        assert (found.number if found else None) == number


def test_without_versions_nothing_is_in_force() -> None:
    assert in_force([], day(0)) is None
    assert step_on([], "walk", day(0)) is None
    assert agreements([], "walk") == []
    assert all_steps([]) == {}


def test_a_step_that_leaves_and_returns_asks_nothing_in_between() -> None:
    assert agreements(HISTORY, "walk") == [
        Agreement(day(0), 3, 5.0),
        Agreement(day(10), 0, 1.0),
        Agreement(day(20), 5, 5.0),
    ]


def test_a_step_is_agreed_from_the_version_that_brought_it() -> None:
    assert agreements(HISTORY, "stretch") == [
        Agreement(day(10), 3, 5.0),
        Agreement(day(20), 3, 5.0),
    ]
    assert agreements(HISTORY, "dance") == []


def test_the_order_in_which_versions_are_read_does_not_matter() -> None:
    for key in ("walk", "stretch"):
        assert agreements(HISTORY[::-1], key) == agreements(HISTORY, key)
    assert all_steps(HISTORY[::-1]) == all_steps(HISTORY)


def test_a_version_of_a_rest_repeats_the_steps_and_changes_no_agreement() -> None:
    """The agreement of a day is that of the version before, so nothing is asked anew."""
    same = (HISTORY[0], replace(version(2, day(7), WALK), rest_note="agreed"))
    assert {(a.per_week, a.minutes) for a in agreements(same, "walk")} == {(3, 5.0)}


def test_half_a_minute_is_an_agreement() -> None:
    tiny = replace(WALK, ordinary=SizeOf("raam open", 30))
    assert agreements([version(1, day(0), tiny)], "walk") == [Agreement(day(0), 3, 0.5)]


def test_every_step_that_ever_was_is_known_in_its_latest_form() -> None:
    assert all_steps(HISTORY) == {"walk": replace(WALK, per_week=5), "stretch": STRETCH}


@pytest.mark.parametrize(
    ("on", "found"), [(-1, None), (0, 3), (9, 3), (10, None), (19, None), (20, 5)]
)
def test_a_step_on_a_day_is_as_it_was_agreed_then(on: int, found: int | None) -> None:
    one = step_on(HISTORY, "walk", day(on))
    assert (one.per_week if one else None) == found


# -- the whole route at rest ------------------------------------------------------------------


def test_a_rest_of_the_whole_route_covers_it() -> None:
    rests = [rest(5, 6)]
    assert [n for n in range(9) if all_at_rest(HISTORY, rests, day(n))] == [5, 6]
    assert all_at_rest([], rests, day(5))


def test_rests_of_every_step_cover_the_route_only_together() -> None:
    both = (version(1, day(0), WALK, STRETCH),)
    rests = [rest(3, 8, "walk"), rest(6, None, "stretch")]
    assert [n for n in range(20) if all_at_rest(both, rests, day(n))] == [6, 7, 8]
    assert not all_at_rest(both, rests[:1], day(7))


def test_which_steps_have_to_rest_follows_the_version_of_that_day() -> None:
    rests = [rest(0, None, "walk")]
    assert [n for n in range(25) if all_at_rest(HISTORY, rests, day(n))] == list(range(10))


def test_without_steps_or_without_rest_nothing_is_at_rest() -> None:
    assert not all_at_rest(HISTORY, [], day(5))
    assert not all_at_rest([version(1, day(0))], [rest(0, None, "walk")], day(5))
    assert not all_at_rest([], [rest(0, None, "walk")], day(5))


# -- what changed -----------------------------------------------------------------------------

BEFORE = version(1, day(0), WALK, STRETCH)


def kinds(found: Sequence[StepDifference]) -> list[Difference]:
    return [one.kind for one in found]


def test_the_same_steps_are_no_difference() -> None:
    assert differences(BEFORE, (WALK, STRETCH)) == ()
    assert differences(None, ()) == ()


def test_a_first_route_begins_with_its_steps() -> None:
    assert differences(None, (WALK,)) == (StepDifference(Difference.BEGUN, None, WALK),)


def test_a_step_more_and_a_step_less_are_named() -> None:
    assert differences(BEFORE, (WALK, STRETCH, DANCE)) == (
        StepDifference(Difference.ADDED, None, DANCE),
    )
    assert differences(BEFORE, (STRETCH,)) == (StepDifference(Difference.REMOVED, WALK, None),)
    assert kinds(differences(BEFORE, ())) == [Difference.REMOVED] * 2


@pytest.mark.parametrize(
    "changes",
    [
        {"activity": "een ommetje"},
        {"per_week": 2},
        {"mini": SizeOf("tot de mat", 60)},
        {"ordinary": SizeOf("tot de hoek", 299)},
        {"ample": SizeOf("het dorp uit", 600)},
        {"place": Place.INDOORS},
        {"company": Company.BUDDY},
        {"kind": StepKind.HELPING},
        {"ceiling": 600},
        {"days": (0, 2, 4)},
        {"at": time(10, 0)},
        {"cue": "als ik koffie op heb"},
        {"note": "met paraplu"},
    ],
)
def test_any_change_of_a_step_is_a_difference_with_both_its_forms(changes: dict[str, Any]) -> None:
    other = replace(WALK, **changes)
    assert differences(BEFORE, (other, STRETCH)) == (
        StepDifference(Difference.CHANGED, WALK, other),
    )


def test_another_order_is_one_difference() -> None:
    assert differences(BEFORE, (STRETCH, WALK)) == (
        StepDifference(Difference.REORDERED, None, None),
    )


def test_a_step_in_between_is_no_other_order() -> None:
    assert kinds(differences(BEFORE, (WALK, DANCE, STRETCH))) == [Difference.ADDED]


def test_several_differences_are_all_named() -> None:
    after = (replace(STRETCH, per_week=1), DANCE)
    assert kinds(differences(BEFORE, after)) == [
        Difference.REMOVED,
        Difference.ADDED,
        Difference.CHANGED,
    ]


# -- on the workbench -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "by", "order"),
    [
        ("walk", 1, "stretch walk dance"),
        ("dance", -1, "walk dance stretch"),
        ("stretch", -1, "stretch walk dance"),
        ("walk", -1, "walk stretch dance"),
        ("dance", 1, "walk stretch dance"),
        ("swim", 1, "walk stretch dance"),
        ("walk", 0, "walk stretch dance"),
    ],
)
def test_a_step_moves_one_place_and_never_over_the_edge(key: str, by: int, order: str) -> None:
    found = moved((WALK, STRETCH, DANCE), key, by)
    assert " ".join(one.key for one in found) == order


def test_a_changed_step_keeps_its_place_and_a_new_one_stands_last() -> None:
    changed = replace(WALK, per_week=1)
    assert put((WALK, STRETCH), changed) == (changed, STRETCH)
    assert put((WALK, STRETCH), DANCE) == (WALK, STRETCH, DANCE)
    assert put((), WALK) == (WALK,)


def test_a_step_is_taken_off_by_its_key() -> None:
    assert without((WALK, STRETCH), "walk") == (STRETCH,)
    assert without((WALK, STRETCH), "swim") == (WALK, STRETCH)
    assert without((WALK,), "walk") == ()


# -- what may be agreed beside the sizes -------------------------------------------------------


def beside(**changes: Any) -> tuple[Step | None, list[str]]:
    step_found, problems = check_step(replace(GOOD, **changes))
    return step_found, [problem.field for problem in problems]


def test_a_ceiling_days_a_time_and_a_cue_come_along() -> None:
    minutes = GOOD.ordinary_minutes
    assert minutes is not None
    found, problems = beside(
        kind="helping",
        ceiling_minutes=minutes,
        days=(4, 0, 2),
        per_week=3,
        at=time(10, 0),
        cue="  als ik   koffie op heb ",
        idea="dog-out",
    )
    assert problems == []
    assert found is not None
    assert (found.kind, found.ceiling) == (StepKind.HELPING, round(minutes * 60))
    assert (found.days, found.at, found.idea) == ((0, 2, 4), time(10, 0), "dog-out")
    assert found.cue == "als ik koffie op heb"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": None}, "kind"),
        ({"kind": "sprint"}, "kind"),
        ({"ceiling_minutes": 0.1}, "ceiling_minutes"),
        ({"ceiling_minutes": 121.0}, "ceiling_minutes"),
        ({"ceiling_minutes": float("nan")}, "ceiling_minutes"),
        ({"ceiling_minutes": 0.2}, "ceiling_minutes"),
        ({"per_week": 3, "days": (0, 7, 8)}, "days"),
        ({"per_week": 3, "days": (0, 1)}, "days"),
        ({"per_week": 1, "days": (0, 1)}, "days"),
        ({"cue": "a" * 161}, "cue"),
    ],
)
def test_what_does_not_fit_beside_the_sizes_is_said_at_its_field(
    changes: dict[str, Any], field: str
) -> None:
    assert beside(**changes) == (None, [field])
