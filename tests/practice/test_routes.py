"""Recovery routes: versions that never change, rest that never counts against anyone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from lib.domain.changes import How
from lib.domain.problems import Invalid, NotFound, Stale
from lib.domain.routes import (
    SIZE_LIMIT,
    Change,
    Company,
    Proposer,
    RestKind,
    SizeOf,
    StepKind,
    Verdict,
    Version,
)
from lib.domain.sessions import Outcome
from lib.practice import progress, routes
from lib.practice.routes import RouteStory
from lib.storage import tables as t
from tests.cast import (
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    key,
    later,
    recorded,
    step,
    told,
)

# Three whole weeks before the Wednesday of the cast.
FIRST, SECOND, THIRD = (date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 9))


def at(day: date) -> Any:
    return later(days=(day - TODAY).days)


def story(practice: Practice) -> RouteStory:
    return routes.story(practice.ines, practice.bob, now=NOW)


def rested(practice: Practice, *, number: int, **changes: Any) -> int:
    asked: dict[str, Any] = {
        "start": TODAY,
        "end": None,
        "step_key": None,
        "proposed_by": "client",
        "reason": "griep",
        "save_key": key(),
        "now": NOW,
        **changes,
    }
    return routes.agree_rest(practice.ines, practice.bob, expected_number=number, **asked)


def resumed(practice: Practice, rest_id: str, *, number: int, **changes: Any) -> int:
    asked: dict[str, Any] = {
        "proposed_by": "client",
        "reason": "weer beter",
        "save_key": key(),
        "now": NOW,
        **changes,
    }
    return routes.end_rest(practice.ines, practice.bob, rest_id, expected_number=number, **asked)


# -- versions ---------------------------------------------------------------------------------


def test_a_route_comes_back_as_it_was_agreed(practice: Practice) -> None:
    walk, swim = step("walk"), replace(step("swim", per_week=1), note="badpak ligt klaar")
    number = adjusted(practice.ines, practice.bob, walk, swim, reason="  Bob mist  het water ")
    found = story(practice)
    assert (number, found.number) == (1, 1)
    assert found.current == found.versions[0]
    assert found.versions[0].steps == (walk, swim)
    assert (found.versions[0].valid_from, found.versions[0].made_at) == (TODAY, NOW)
    assert (found.versions[0].proposed_by, found.versions[0].reason) == (
        Proposer.CLIENT,
        "Bob mist het water",
    )
    assert found.versions[0].made_by == practice.ines.name


def test_the_same_save_key_makes_one_version(practice: Practice) -> None:
    form = key()
    numbers = {adjusted(practice.ines, practice.bob, step(), save_key=form) for _ in range(3)}
    assert numbers == {1}
    assert practice.count(t.RouteVersionRow) == 1


def test_two_clicks_at_the_same_moment_make_one_version(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> int:
        together.wait()
        return adjusted(practice.ines, practice.bob, step(), save_key=form)

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(click, range(4)))
    assert numbers == {1}
    assert (practice.count(t.RouteVersionRow), practice.count(t.RouteStepRow)) == (1, 1)


def test_a_stale_route_is_refused_with_who_and_when(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    adjusted(practice.ines, practice.bob, step("swim"), number=1, now=later(minutes=5))
    before = practice.everything()
    with pytest.raises(Stale) as refused:
        adjusted(practice.ines, practice.bob, step("bike"), number=1, now=later(minutes=6))
    assert (refused.value.name, refused.value.moment) == (practice.ines.name, later(minutes=5))
    assert practice.everything() == before


def test_of_two_changes_at_the_same_moment_one_is_refused(practice: Practice) -> None:
    together = Barrier(2)

    def change(name: str) -> str:
        together.wait()
        try:
            adjusted(practice.ines, practice.bob, step(name))
        except Stale:
            return "refused"
        return name

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(change, ["walk", "swim"]))
    assert outcomes.count("refused") == 1
    (version,) = story(practice).versions
    assert version.steps[0].key in outcomes


@pytest.mark.parametrize(
    ("steps", "changes", "field"),
    [
        ((step(),), {"reason": " \u200b "}, "reason"),
        ((step(),), {"proposed_by": None}, "proposed_by"),
        ((step(), step()), {}, "steps"),
        ((step(), replace(step("swim"), activity="Een walk  buiten")), {}, "steps"),
        (tuple(step(f"step{n}") for n in range(13)), {}, "steps"),
        ((replace(step(), mini=SizeOf("a" * (SIZE_LIMIT + 1), 30)),), {}, "mini_text"),
        ((replace(step(), per_week=8),), {}, "per_week"),
        ((), {}, "steps"),
    ],
)
def test_a_route_with_a_problem_is_not_kept(
    practice: Practice, steps: tuple[Any, ...], changes: dict[str, Any], field: str
) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        adjusted(practice.ines, practice.bob, *steps, **changes)
    assert {problem.field for problem in refused.value.problems} == {field}
    assert practice.everything() == before


def test_the_words_of_a_step_are_cleaned_before_they_are_kept(practice: Practice) -> None:
    typed = replace(step(), mini=SizeOf(" tot\x00 de\n deur\u202e", 30), cue=" na  de koffie ")
    adjusted(practice.ines, practice.bob, typed)
    (kept,) = last(practice).steps
    assert (kept.mini.text, kept.cue) == ("tot de deur", "na de koffie")
    # In other words alone it is what stands there already.
    with pytest.raises(Invalid):
        adjusted(practice.ines, practice.bob, replace(kept, cue="na de koffie "), number=1)


def test_a_version_in_which_nothing_changes_is_not_made(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    with pytest.raises(Invalid):
        adjusted(practice.ines, practice.bob, step(), number=1)
    assert story(practice).number == 1


def test_older_weeks_keep_the_agreement_of_that_week(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(per_week=2), now=at(FIRST))
    before = progress.of_client(practice.ines, practice.bob, now=at(THIRD)).standing.weeks
    adjusted(practice.ines, practice.bob, step(per_week=5), number=1, now=at(THIRD))
    weeks = {
        week.start: week.target_days
        for week in progress.of_client(practice.ines, practice.bob, now=NOW).standing.weeks
    }
    assert (weeks[FIRST], weeks[SECOND], weeks[THIRD]) == (2, 2, 5)
    assert {week.start: week.target_days for week in before if week.complete} == {
        FIRST: 2,
        SECOND: 2,
    }


def test_of_two_versions_on_one_day_the_last_counts_and_both_stay_readable(
    practice: Practice,
) -> None:
    adjusted(practice.ines, practice.bob, step(per_week=6), now=at(FIRST))
    adjusted(practice.ines, practice.bob, step(per_week=2), number=1, now=at(FIRST))
    found = story(practice)
    assert found.current == found.versions[1]
    assert [version.steps[0].per_week for version in found.versions] == [6, 2]
    weeks = progress.of_client(practice.ines, practice.bob, now=NOW).standing.weeks
    assert {week.target_days for week in weeks if week.complete} == {2}


def test_a_step_taken_off_the_route_keeps_what_was_done(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step("walk"), now=at(FIRST))
    recorded(
        practice.ines,
        practice.bob,
        day=SECOND,
        now=at(SECOND),
        check_ins=told("walk", Outcome.MINI, FIRST, FIRST + timedelta(days=2)),
    )
    adjusted(practice.ines, practice.bob, step("swim"), number=1, now=at(SECOND))
    weeks = progress.of_client(practice.ines, practice.bob, now=NOW).standing.weeks
    first = next(week for week in weeks if week.start == FIRST)
    assert (first.movement_days, first.target_days) == (2, 3)


# -- rest -------------------------------------------------------------------------------------


def test_rest_never_counts_against_anyone(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=at(FIRST))
    everything_done = told("walk", Outcome.MINI, *(FIRST + timedelta(days=n) for n in range(3)))
    recorded(practice.ines, practice.bob, day=SECOND, now=at(SECOND), check_ins=everything_done)
    rested(practice, number=1, start=SECOND, now=at(SECOND))
    now = progress.of_client(practice.ines, practice.bob, now=NOW).standing
    targets = {week.start: week.target_days for week in now.weeks}
    assert targets[FIRST] == 3
    assert {targets.get(SECOND, 0), targets.get(THIRD, 0)} == {0}
    assert now.this_week is None
    assert now.resting is not None


def test_a_rest_is_a_version_of_its_own_with_the_same_steps(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    assert rested(practice, number=1, end=TODAY + timedelta(days=6)) == 2
    found = story(practice)
    (rest,) = found.rests
    assert (rest.start, rest.end, rest.step_key) == (TODAY, TODAY + timedelta(days=6), None)
    assert [version.rest_note for version in found.versions] == ["", "agreed"]
    assert found.versions[1].steps == found.versions[0].steps


def test_the_same_rest_is_agreed_once(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    form = key()
    assert {rested(practice, number=1, save_key=form) for _ in range(2)} == {2}
    assert practice.count(t.RestRow) == 1


def test_beginning_again_ends_the_rest_yesterday(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=at(FIRST))
    rested(practice, number=1, start=THIRD, now=at(THIRD))
    resumed(practice, story(practice).rests[0].id, number=2)
    found = story(practice)
    assert found.rests[0].end == TODAY - timedelta(days=1)
    assert [version.rest_note for version in found.versions] == ["", "agreed", "ended"]


def test_a_rest_that_never_began_is_taken_back(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    rested(practice, number=1, start=TODAY + timedelta(days=3))
    resumed(practice, story(practice).rests[0].id, number=2)
    assert story(practice).rests == ()
    assert practice.count(t.RestRow) == 1


def test_a_rest_that_ended_before_is_not_made_longer(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=at(FIRST))
    rested(practice, number=1, start=SECOND, end=SECOND + timedelta(days=2), now=at(SECOND))
    before = practice.everything()
    for proposed_by in ("client", None):
        with pytest.raises(Invalid) as refused:
            resumed(practice, practice.rows(t.RestRow)[0].id, number=2, proposed_by=proposed_by)
        assert [p.sentence for p in refused.value.problems] == ["This rest is over already."]
    assert practice.everything() == before


def test_each_of_several_rests_is_ended_by_itself(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step("walk"), step("swim"), now=at(FIRST))
    ahead = TODAY + timedelta(days=5)
    rested(practice, number=1, start=SECOND, step_key="walk", now=at(SECOND))
    rested(practice, number=2, start=THIRD, step_key="swim", end=ahead, now=at(THIRD))
    rested(
        practice,
        number=3,
        start=ahead + timedelta(days=1),
        end=later(days=9).date(),
        step_key="swim",
    )
    _, running, coming = story(practice).rests
    assert resumed(practice, running.id, number=4) == 5
    assert resumed(practice, coming.id, number=5) == 6
    walk, swim = story(practice).rests
    assert (walk.step_key, walk.start, walk.end) == ("walk", SECOND, None)
    assert (swim.step_key, swim.end) == ("swim", TODAY - timedelta(days=1))
    assert [version.rest_note for version in story(practice).versions[-2:]] == [
        "ended",
        "taken back",
    ]


def test_a_rest_that_began_today_is_over_without_a_day_of_rest(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    rested(practice, number=1, start=TODAY)
    resumed(practice, story(practice).rests[0].id, number=2)
    assert story(practice).rests == ()
    assert story(practice).versions[-1].rest_note == "ended"


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ({"end": TODAY + timedelta(days=9)}, {}, {"start": "18-03-2026", "end": "27-03-2026"}),
        ({"step_key": "walk"}, {"end": TODAY}, {"start": "18-03-2026"}),
        ({}, {"step_key": "walk", "start": TODAY + timedelta(days=60)}, {"start": "18-03-2026"}),
        (
            {
                "step_key": "walk",
                "start": TODAY + timedelta(days=2),
                "end": TODAY + timedelta(days=4),
            },
            {"step_key": "walk", "end": TODAY + timedelta(days=2)},
            {"start": "20-03-2026", "end": "22-03-2026"},
        ),
        (
            {"start": TODAY - timedelta(days=9), "end": TODAY - timedelta(days=5)},
            {"start": TODAY - timedelta(days=5)},
            {"start": "09-03-2026", "end": "13-03-2026"},
        ),
    ],
)
def test_a_rest_that_overlaps_another_is_refused_with_its_days(
    practice: Practice, first: dict[str, Any], second: dict[str, Any], days: dict[str, str]
) -> None:
    adjusted(practice.ines, practice.bob, step("walk"), step("swim"))
    rested(practice, number=1, **first)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        rested(practice, number=2, **second)
    (problem,) = refused.value.problems
    assert (problem.field, problem.values) == ("start", days)
    assert practice.everything() == before


def test_after_a_rest_that_was_called_off_its_days_are_free(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    ahead = {"start": TODAY + timedelta(days=3), "end": TODAY + timedelta(days=6)}
    rested(practice, number=1, **ahead)
    resumed(practice, story(practice).rests[0].id, number=2)
    assert rested(practice, number=3, **ahead) == 4
    assert len(story(practice).rests) == 1


def test_another_step_and_another_client_rest_on_the_same_days(practice: Practice) -> None:
    for client in (practice.bob, practice.anna):
        adjusted(practice.ines, client, step("walk"), step("swim"))
    rested(practice, number=1, step_key="walk")
    assert rested(practice, number=2, step_key="swim") == 3
    routes.agree_rest(
        practice.ines,
        practice.anna,
        start=TODAY,
        end=None,
        step_key=None,
        proposed_by="client",
        reason="griep",
        expected_number=1,
        save_key=key(),
        now=NOW,
    )
    assert practice.count(t.RestRow) == 3


def test_of_two_rests_agreed_at_the_same_moment_one_stands(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    together = Barrier(2)

    def agree(_: int) -> str:
        together.wait()
        try:
            rested(practice, number=1)
        except (Invalid, Stale):
            return "refused"
        return "agreed"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(agree, range(2))) == ["agreed", "refused"]
    assert practice.count(t.RestRow) == 1


def test_a_route_that_holds_a_step_twice_can_still_rest(practice: Practice) -> None:
    """Such a route may have been kept before; who is ill does not have to tidy it first."""
    adjusted(practice.ines, practice.bob, step("walk"), step("swim"))
    practice.run(update(t.RouteStepRow).values(activity="een walk buiten"))
    assert rested(practice, number=1, start=TODAY - timedelta(days=2)) == 2
    assert resumed(practice, story(practice).rests[0].id, number=2) == 3
    steps = [replace(one, per_week=1) for one in story(practice).versions[-1].steps]
    with pytest.raises(Invalid):
        adjusted(practice.ines, practice.bob, *steps, number=3)


def test_a_rest_that_was_taken_back_is_not_found(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    rested(practice, number=1, start=TODAY + timedelta(days=3))
    taken_back = practice.rows(t.RestRow)[0].id
    resumed(practice, taken_back, number=2)
    with pytest.raises(NotFound):
        resumed(practice, taken_back, number=3)


def test_a_rest_of_another_client_is_not_found(practice: Practice) -> None:
    for client in (practice.bob, practice.anna):
        adjusted(practice.ines, client, step())
    rested(practice, number=1)
    of_bob = practice.rows(t.RestRow)[0].id
    with pytest.raises(NotFound):
        routes.end_rest(
            practice.ines,
            practice.anna,
            of_bob,
            proposed_by="client",
            reason="weer beter",
            expected_number=1,
            save_key=key(),
            now=NOW,
        )
    assert practice.rows(t.RestRow)[0].end_day is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start": None}, "start"),
        ({"start": TODAY + timedelta(days=400)}, "start"),
        ({"end": TODAY - timedelta(days=1)}, "end"),
        ({"step_key": "swim"}, "step"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_rest_with_a_problem_is_not_kept(
    practice: Practice, changes: dict[str, Any], field: str
) -> None:
    adjusted(practice.ines, practice.bob, step())
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        rested(practice, number=1, **changes)
    assert {problem.field for problem in refused.value.problems} == {field}
    assert practice.everything() == before


def test_there_is_no_rest_without_a_route(practice: Practice) -> None:
    with pytest.raises(Invalid):
        rested(practice, number=0)
    assert practice.count(t.RestRow) == 0


# -- who, and the log -------------------------------------------------------------------------


def test_a_stale_rest_is_refused(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    adjusted(practice.ines, practice.bob, step("swim"), number=1)
    with pytest.raises(Stale):
        rested(practice, number=1)
    assert practice.count(t.RestRow) == 0


def test_a_colleague_finds_no_route_to_read_or_change(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    for stranger in (practice.marek, practice.otto):
        with pytest.raises(NotFound):
            routes.story(stranger, practice.bob, now=NOW)
        with pytest.raises(NotFound):
            adjusted(stranger, practice.bob, step("swim"), number=1)
    assert story(practice).number == 1


def test_a_look_at_a_route_is_one_line_and_a_next_look_another(practice: Practice) -> None:
    def looks() -> int:
        return sum(row.action == "R" for row in practice.rows(t.AuditRow))

    first, second = again(practice.ines, view=key()), again(practice.ines, view=key())
    for _ in range(3):
        routes.story(first, practice.bob, now=NOW)
    assert looks() == 1
    routes.story(second, practice.bob, now=NOW)
    assert looks() == 2


def test_the_key_of_another_clients_form_is_never_taken_for_a_change_here(
    practice: Practice,
) -> None:
    form = key()
    adjusted(practice.ines, practice.bob, step(), save_key=form)
    with pytest.raises(Exception, match="save_key"):
        adjusted(practice.ines, practice.anna, step(), save_key=form)
    assert routes.story(practice.ines, practice.anna, now=NOW).versions == ()
    assert NAMES["Anna"] == routes.story(practice.ines, practice.anna, now=NOW).client.name


# -- the five changes, phases, going back and looking back ------------------------------------


def last(practice: Practice) -> Version:
    return story(practice).versions[-1]


def test_a_version_keeps_what_was_done_and_what_is_hoped_for(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    how = How(
        change=Change.SMALLER,
        about="walk",
        hope="dat het minder een berg is",
        look_again_on=TODAY + timedelta(days=14),
    )
    adjusted(practice.ines, practice.bob, step(minutes=4), number=1, how=how)
    found = last(practice)
    assert (found.change, found.about, found.hope) == (how.change, how.about, how.hope)
    assert found.look_again_on == how.look_again_on


def test_all_that_is_agreed_about_a_step_comes_back(practice: Practice) -> None:
    one = replace(
        step(),
        kind=StepKind.HELPING,
        company=Company.BUDDY,
        ceiling=600,
        days=(0, 2, 4),
        at=time(9, 30),
        cue="als ik koffie op heb",
        idea="dog-out",
    )
    adjusted(practice.ines, practice.bob, one)
    assert last(practice).steps == (one,)


def test_to_keep_a_route_is_agreed_on_too(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    with pytest.raises(Invalid):
        adjusted(practice.ines, practice.bob, step(), number=1)
    keep = How(change=Change.KEEP, about="walk", hope="dat het gewoon wordt")
    assert adjusted(practice.ines, practice.bob, step(), number=1, how=keep) == 2
    assert (last(practice).change, last(practice).steps) == (Change.KEEP, (step(),))


@pytest.mark.parametrize(
    ("how", "field"),
    [
        (How(change=Change.KEEP, about="swim"), "step"),
        (How(change=Change.KEEP, look_again_on=TODAY), "look_again_on"),
        (How(change=Change.KEEP, hope="a" * 301), "hope"),
    ],
)
def test_a_hope_that_does_not_fit_is_refused_and_nothing_is_kept(
    practice: Practice, how: How, field: str
) -> None:
    adjusted(practice.ines, practice.bob, step())
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        adjusted(practice.ines, practice.bob, step(), number=1, how=how)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert practice.everything() == before


def test_phases_stay_until_they_are_talked_about(practice: Practice) -> None:
    names = ("op adem komen", "op gang")
    begun = How(phases=names, phase=0)
    adjusted(practice.ines, practice.bob, step(), how=begun)
    adjusted(practice.ines, practice.bob, step("swim"), number=1)
    assert (last(practice).phases, last(practice).phase) == (names, 0)
    # Another phase is a change, though the steps are the same.
    onwards = How(change=Change.PHASE, phases=names, phase=1)
    adjusted(practice.ines, practice.bob, step("swim"), number=2, how=onwards)
    assert last(practice).phase == 1
    rested(practice, number=3)
    assert (last(practice).phases, last(practice).phase) == (names, 1)
    # And back again: nobody is pushed through.
    back = How(change=Change.PHASE, phases=names, phase=0)
    adjusted(practice.ines, practice.bob, step("swim"), number=4, how=back)
    assert last(practice).phase == 0


def test_a_route_can_begin_with_phases_alone(practice: Practice) -> None:
    phases = How(change=Change.PHASE, phases=("op adem komen",), phase=0)
    assert adjusted(practice.ines, practice.bob, how=phases) == 1


def went_back(practice: Practice, number: int, *, expected: int, **changes: Any) -> int:
    asked: dict[str, Any] = {
        "proposed_by": "together",
        "reason": "zo ging het goed",
        "save_key": key(),
        "now": NOW,
        **changes,
    }
    return routes.go_back(practice.ines, practice.bob, number, expected_number=expected, **asked)


def test_going_back_makes_a_new_version_and_changes_no_other(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), how=How(phases=("op adem",), phase=0))
    adjusted(practice.ines, practice.bob, step("swim"), number=1)
    before = story(practice).versions
    assert went_back(practice, 1, expected=2) == 3
    found = story(practice).versions
    assert found[:2] == before
    assert (found[2].steps, found[2].phases) == (before[0].steps, before[0].phases)
    assert (found[2].change, found[2].goes_back_to) == (Change.BACK, 1)


def test_nobody_goes_back_to_what_stands_or_never_stood(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    adjusted(practice.ines, practice.bob, step("swim"), number=1)
    before = practice.everything()
    with pytest.raises(Invalid):
        went_back(practice, 2, expected=2)
    with pytest.raises(NotFound):
        went_back(practice, 7, expected=2)
    with pytest.raises(NotFound):
        routes.go_back(
            practice.marek,
            practice.bob,
            1,
            proposed_by="coach",
            reason="ik kijk even",
            expected_number=2,
            save_key=key(),
            now=NOW,
        )
    with pytest.raises(Stale):
        went_back(practice, 1, expected=1)
    assert practice.everything() == before


def looked_back(practice: Practice, number: int, **changes: Any) -> None:
    asked: dict[str, Any] = {
        "verdict": "partly",
        "words": "het ging de ene week beter dan de andere",
        "save_key": key(),
        "now": later(days=14),
        **changes,
    }
    routes.look_back(practice.ines, practice.bob, number=number, **asked)


def test_a_look_back_says_what_became_of_a_hope(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    looked_back(practice, 1)
    (told_back,) = story(practice).look_backs
    assert (told_back.number, told_back.verdict) == (1, Verdict.PARTLY)
    assert told_back.words == "het ging de ene week beter dan de andere"
    assert (told_back.made_by, told_back.made_at) == (practice.ines.name, later(days=14))


def test_a_look_back_is_kept_once_and_stays(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    form = key()
    for _ in range(3):
        looked_back(practice, 1, save_key=form)
    with pytest.raises(Invalid):
        looked_back(practice, 1, verdict="yes")
    assert [one.verdict for one in story(practice).look_backs] == [Verdict.PARTLY]
    lines = [one for one in practice.rows(t.AuditRow) if one.part == "route look-back"]
    assert [(one.action, one.reason) for one in lines] == [("C", "")]


@pytest.mark.parametrize(
    ("changes", "field"), [({"verdict": None}, "verdict"), ({"words": "a" * 501}, "words")]
)
def test_a_look_back_that_does_not_fit_is_refused(
    practice: Practice, changes: dict[str, Any], field: str
) -> None:
    adjusted(practice.ines, practice.bob, step())
    with pytest.raises(Invalid) as refused:
        looked_back(practice, 1, **changes)
    assert [problem.field for problem in refused.value.problems] == [field]
    with pytest.raises(NotFound):
        looked_back(practice, 2)
    assert practice.count(t.RouteLookBackRow) == 0


def test_a_recovery_week_has_a_name_and_a_step_that_stands_ready(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), step("swim"))
    week = TODAY + timedelta(days=6)
    rested(practice, number=1, end=week, kind=RestKind.RECOVERY_WEEK, begin_with="swim")
    (found,) = story(practice).rests
    assert (found.kind, found.end, found.begin_with) == (RestKind.RECOVERY_WEEK, week, "swim")
    assert last(practice).change is Change.REST
    with pytest.raises(Invalid):
        rested(practice, number=2, start=week + timedelta(days=1), begin_with="bike")


def test_the_story_holds_what_was_hard_last_time(practice: Practice) -> None:
    assert story(practice).barriers == ()
    recorded(practice.ines, practice.bob, barriers=("too_far",))
    assert story(practice).barriers == ("too_far",)
