"""The five changes: what a step becomes, what a barrier asks for, and what a story counts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.changes import (
    FITTING,
    LADDER,
    Around,
    How,
    Larger,
    above,
    around,
    below,
    check_how,
    fitting,
    in_words,
    larger,
    smaller,
    smallest,
    story,
)
from lib.domain.participation import Week
from lib.domain.routes import (
    MAX_PHASES,
    Change,
    Proposer,
    Size,
    SizeOf,
    Step,
    StepDraft,
    Version,
    check_step,
)
from lib.domain.sessions import Barrier
from tests.cast import TODAY, step

MONDAY = date(2026, 1, 5)


def minutes(mini: float, ordinary: float, ample: float, *, per_week: int = 3) -> Step:
    one = step("walk", per_week=per_week)
    sizes = [SizeOf("tot de deur", round(m * 60)) for m in (mini, ordinary, ample)]
    return replace(one, mini=sizes[0], ordinary=sizes[1], ample=sizes[2])


def in_minutes(one: Step | None) -> tuple[float, float, float, int] | None:
    if one is None:
        return None
    mini, ordinary, ample = (one.sizes[size].seconds / 60 for size in Size)
    return mini, ordinary, ample, one.per_week


def version(number: int, valid_from: date = MONDAY, **changes: object) -> Version:
    known: dict[str, object] = {
        "proposed_by": Proposer.CLIENT,
        "steps": (step(),),
        "reason": "dit past beter",
        "made_by": "Ines Dragstra",
        "made_at": datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
    }
    return Version(number=number, valid_from=valid_from, **{**known, **changes})  # type: ignore[arg-type] # a test's own words


# -- smaller and larger -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (minutes(1, 5, 10), (1, 4, 7, 3)),  # a rung down, ample along with it
        (minutes(5, 5, 5), (4, 4, 4, 3)),  # mini is never more than ordinary
        (minutes(1, 7, 7), (1, 5, 5, 3)),
        (minutes(1, 6, 20), (1, 5, 15, 3)),  # between two rungs: the one below
        (minutes(1, 2, 2.5), (1, 1, 2, 3)),
        (minutes(1, 60, 90), (1, 45, 60, 3)),
        (minutes(0.5, 1, 2), (0.5, 1, 2, 2)),  # at one minute: one day less
        (minutes(0.5, 0.5, 1), (0.5, 0.5, 1, 2)),
        (minutes(0.5, 1, 2, per_week=1), None),  # smaller than that is something different
    ],
)
def test_smaller_is_one_rung_down_and_at_one_minute_one_day_less(
    before: Step, after: tuple[float, float, float, int] | None
) -> None:
    assert in_minutes(smaller(before, LADDER)) == after


@pytest.mark.parametrize(
    ("before", "longer", "oftener"),
    [
        (minutes(1, 5, 10), (1, 7, 10, 3), (1, 5, 10, 4)),
        (minutes(1, 5, 5), (1, 7, 7, 3), (1, 5, 5, 4)),  # ample is never less than ordinary
        (minutes(0.5, 0.5, 0.5), (0.5, 1, 1, 3), (0.5, 0.5, 0.5, 4)),
        (minutes(1, 60, 90), None, (1, 60, 90, 4)),
        (minutes(1, 5, 10, per_week=7), (1, 7, 10, 7), None),
        (minutes(1, 60, 90, per_week=7), None, None),
    ],
)
def test_larger_is_longer_or_oftener_and_never_both(
    before: Step,
    longer: tuple[float, float, float, int] | None,
    oftener: tuple[float, float, float, int] | None,
) -> None:
    found = larger(before, LADDER)
    assert in_minutes(found.get(Larger.LONGER)) == longer
    assert in_minutes(found.get(Larger.OFTENER)) == oftener


@pytest.mark.parametrize(("ceiling", "offered"), [(360, False), (419, False), (420, True)])
def test_a_step_never_grows_above_its_ceiling(ceiling: int, offered: bool) -> None:
    before = replace(minutes(1, 5, 10), ceiling=ceiling)
    assert (Larger.LONGER in larger(before, LADDER)) is offered


def test_another_number_of_days_lets_go_of_fixed_days() -> None:
    fixed = replace(minutes(0.5, 1, 2), days=(0, 2, 4))
    assert larger(fixed, LADDER)[Larger.OFTENER].days == ()
    less = smaller(fixed, LADDER)
    assert less is not None
    assert less.days == ()
    # Longer or shorter on the same days leaves them alone.
    assert larger(fixed, LADDER)[Larger.LONGER].days == (0, 2, 4)


@given(
    seconds=st.lists(st.integers(10, 7200), min_size=3, max_size=3).map(sorted),
    per_week=st.integers(1, 7),
    ceiling=st.none() | st.integers(10, 7200),
)
def test_whatever_changes_is_a_step_that_its_form_accepts(
    seconds: list[int], per_week: int, ceiling: int | None
) -> None:
    if ceiling is not None:
        ceiling = max(ceiling, seconds[1])
    one = replace(minutes(*(s / 60 for s in seconds), per_week=per_week), ceiling=ceiling)
    after = [smaller(one, LADDER), *larger(one, LADDER).values()]
    for changed in after:
        if changed is None:
            assert (one.per_week, one.ordinary.seconds <= 60) == (1, True)
            continue
        accepted, problems = check_step(
            StepDraft(
                key=changed.key,
                activity=changed.activity,
                mini_text=changed.mini.text,
                mini_minutes=changed.mini.seconds / 60,
                ordinary_text=changed.ordinary.text,
                ordinary_minutes=changed.ordinary.seconds / 60,
                ample_text=changed.ample.text,
                ample_minutes=changed.ample.seconds / 60,
                per_week=changed.per_week,
                place=changed.place,
                company=changed.company,
                ceiling_minutes=None if ceiling is None else ceiling / 60,
            )
        )
        assert problems == ()
        assert accepted == changed
        # One thing changes at a time: how long, or how often.
        grew = changed.ordinary.seconds != one.ordinary.seconds
        assert grew != (changed.per_week != one.per_week)


def test_the_rungs_below_and_above_end_at_the_edges() -> None:
    assert (below(60, LADDER), above(3600, LADDER)) == (None, None)
    assert (below(61, LADDER), above(3599, LADDER)) == (60, 3600)
    assert above(0, LADDER) == 60


def test_other_words_are_taken_and_empty_ones_leave_the_former() -> None:
    one = in_words(
        minutes(1, 5, 10), {Size.MINI: "  ", Size.ORDINARY: "vier minuten lopen", Size.AMPLE: ""}
    )
    assert [one.sizes[size].text for size in Size] == [
        "tot de deur",
        "vier minuten lopen",
        "tot de deur",
    ]
    assert in_minutes(one) == (1, 5, 10, 3)


def test_the_smallest_step_is_that_of_the_shortest_mini_and_the_first_of_several() -> None:
    first, second, third = (
        replace(minutes(m, 5, 10), key=key) for m, key in ((1, "a"), (0.5, "b"), (0.5, "c"))
    )
    assert smallest([first, second, third]) == second
    assert smallest([]) is None


# -- how and what for -------------------------------------------------------------------------


def test_a_hope_is_cleaned_and_a_day_of_looking_again_lies_ahead() -> None:
    how = How(change=Change.SMALLER, about="walk", hope="  minder   een berg ")
    asked = replace(how, look_again_on=TODAY + timedelta(days=14))
    assert check_how(asked, today=TODAY, steps=[step("walk")]) == (
        replace(asked, hope="minder een berg"),
        (),
    )


@pytest.mark.parametrize(
    ("how", "field"),
    [
        (How(hope="a" * 301), "hope"),
        (How(look_again_on=TODAY), "look_again_on"),
        (How(look_again_on=TODAY + timedelta(days=367)), "look_again_on"),
        (How(about="swim"), "step"),
        (How(phases=("op adem", " ")), "phases"),
        (How(phases=tuple("abcdefg"[: MAX_PHASES + 1])), "phases"),
        (How(phases=("op adem",), phase=1), "phases"),
        (How(phases=("a" * 61,)), "phases"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(how: How, field: str) -> None:
    checked, problems = check_how(how, today=TODAY, steps=[step("walk")])
    assert checked is None
    assert {problem.field for problem in problems} == {field}


# -- what made it hard ------------------------------------------------------------------------


def test_every_barrier_of_the_form_has_a_change_that_may_fit() -> None:
    assert set(FITTING) == set(Barrier)
    assert {change for change, _ in FITTING.values()} <= {
        Change.SMALLER,
        Change.DIFFERENT,
        Change.REST,
    }


@pytest.mark.parametrize(
    ("told", "change"),
    [
        ("too_far", Change.SMALLER),
        ("Het hele blok was te ver", Change.SMALLER),
        ("TE LANG", Change.SMALLER),
        ("ik vond het alleen eng", Change.DIFFERENT),
        ("het regende zo", Change.DIFFERENT),
        ("Zó móé!", Change.SMALLER),
        ("gewoon vergeten", Change.DIFFERENT),
        ("veel pijn in mijn knie", Change.REST),
        ("on_my_own", Change.DIFFERENT),
    ],
)
def test_a_barrier_leads_to_a_kind_of_change_in_the_clients_words_too(
    told: str, change: Change
) -> None:
    assert list(fitting([told])) == [change]


@pytest.mark.parametrize("told", ["", "een moeilijk gesprek", "ver weg", "werkte mee"])
def test_of_a_barrier_nothing_is_known_about_nothing_is_suggested(told: str) -> None:
    assert fitting([told]) == {}


def test_two_barriers_of_one_kind_give_two_reasons_once_each() -> None:
    found = fitting(["too_far", "tired", "te ver", "weather"])
    assert list(found) == [Change.SMALLER, Change.DIFFERENT]
    assert len(found[Change.SMALLER]) == 2


# -- the story and the look-back --------------------------------------------------------------


def test_a_story_counts_what_came_after_the_beginning_and_whose_idea_it_was() -> None:
    by = [Proposer.TOGETHER, Proposer.CLIENT, Proposer.CLIENT, Proposer.COACH, Proposer.TOGETHER]
    found = story([version(number + 1, proposed_by=one) for number, one in enumerate(by)])
    assert (found.adjustments, found.by_client, found.by_coach, found.together) == (4, 2, 1, 1)
    assert story([version(1)]).adjustments == 0
    assert story([]).adjustments == 0


def week(n: int, done: int, asked: int = 3, *, evaluable: bool = True) -> Week:
    return Week(
        start=MONDAY + timedelta(weeks=n),
        complete=evaluable,
        active_days=7,
        rest_days=0,
        movement_days=done,
        minutes=done * 5.0,
        logged=done > 0,
        evaluable=evaluable,
        target_days=asked,
        done=done,
        planned_minutes=asked * 5.0,
        dose_ratio_raw=None,
        counted=done,
        ratio=done / asked,
        extra_days=0,
        dose_ratio=None,
    )


def test_around_a_change_whole_weeks_before_and_since_are_counted() -> None:
    weeks = [week(n, done) for n, done in enumerate((1, 1, 1, 2, 0, 3, 3))]
    # On the Wednesday of the fifth week: that week belongs to neither.
    changed = version(2, MONDAY + timedelta(weeks=4, days=2))
    assert around(weeks, changed) == Around((5, 12), (6, 6), 4, 2)
    # A week nobody told anything about is counted, and named.
    silent = [*weeks[:6], week(6, 0)]
    assert around(silent, changed) == Around((5, 12), (3, 6), 4, 2, unknown_since=1)
    assert around([week(0, 0), *weeks[1:]], changed).unknown_before == 1
    # On its Monday that week is the first one since.
    assert around(weeks, version(2, MONDAY + timedelta(weeks=4))).since == (6, 9)


def test_only_the_last_four_weeks_before_a_change_are_counted() -> None:
    weeks = [week(n, 3) for n in range(8)]
    assert around(weeks, version(2, MONDAY + timedelta(weeks=7))) == Around((12, 12), (3, 3), 4, 1)


def test_without_a_whole_week_nothing_is_said_about_that_side() -> None:
    running = week(1, 2, evaluable=False)
    assert around([week(0, 1), running], version(2, MONDAY + timedelta(days=7))) == Around(
        (1, 3), None, 1, 0
    )
    assert around([], version(1)) == Around(None, None, 0, 0)
