"""The library of a team: shared, once under a name, and apart from every route."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from lib.domain.access import Role, Scope
from lib.domain.problems import Invalid, NotAllowed, NotFound, Refused, Stale
from lib.domain.routes import Step
from lib.domain.snippets import REMOVED_KEPT_FOR
from lib.domain.step_library import team_key
from lib.domain.team_steps import TeamStepDraft, draft_of, draft_to_share
from lib.practice import accounts, routes, step_library
from lib.storage import casebook, team_steps
from lib.storage import tables as t
from lib.storage.step_library import ideas
from tests.cast import NOW, Practice, adjusted, again, break_the_log, key, later, step

TIP = "Even kijken is al genoeg."


def form(name: str = "Naar de eendjes", *, tip: str = TIP, **changes: Any) -> TeamStepDraft:
    """What a coach types; anything about the step can be said otherwise."""
    made = draft_to_share(step())
    return replace(made, step=replace(made.step, activity=name, **changes), energy="some", tip=tip)


def added(scope: Scope, team_id: str, name: str = "Naar de eendjes", **changes: Any) -> str:
    asked = {"draft": form(name), "save_key": key(), "now": NOW, **changes}
    return step_library.add_team_step(scope, team_id=team_id, **asked)


def changed(scope: Scope, step_id: str, *, version: int = 1, **changes: Any) -> None:
    asked = {"draft": form(tip="Neem iemand mee."), "now": NOW, **changes}
    step_library.change_team_step(scope, step_id, expected_version=version, **asked)


def shared(scope: Scope, client: str, step_key: str = "walk", **changes: Any) -> str:
    asked = {"draft": form(), "sure": True, "save_key": key(), "now": NOW, **changes}
    return step_library.share_step(scope, client, step_key, **asked)


def seen(scope: Scope, client: str | None = None) -> list[str]:
    return [one.name for one in step_library.shelf(scope, client, now=NOW).own]


def lines(practice: Practice) -> list[tuple[str, str | None, str | None, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == "team step"]
    assert all(row.reason == "" for row in found)
    return [(row.action, row.person_id, row.client_id, row.subject_id) for row in found]


# -- the shelf --------------------------------------------------------------------------------


def test_the_shelf_holds_the_whole_library_and_the_teams_own_steps(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    shelf = step_library.shelf(practice.ines, practice.bob, now=NOW)
    assert shelf.library == ideas()
    (own,) = shelf.own
    assert (own.id, own.team_id, own.version) == (step_id, practice.noord, 1)
    assert (own.changed_by, own.changed_at) == (practice.ines.name, NOW)
    assert shelf.ideas == (own.idea, *ideas())
    assert shelf.starts == {}


def test_a_step_comes_back_as_it_was_typed_in_every_language(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord, draft=form("  Naar  de eendjes "))
    (own,) = step_library.shelf(practice.ines, None, now=NOW).own
    expected = replace(step(), activity="Naar de eendjes", idea=team_key(step_id))
    for language in ("nl", "en"):
        assert own.idea.step("walk", language) == expected
        typed = draft_of(own.idea, language)
        assert typed == replace(form(), step=replace(form().step, key=team_key(step_id)))


def test_the_whole_team_sees_it_and_no_other_team(practice: Practice) -> None:
    added(practice.ines, practice.noord, "Naar de eendjes")
    added(practice.otto, practice.zuid, "Om de kerk")
    assert seen(practice.marek) == seen(practice.ines) == ["Naar de eendjes"]
    assert seen(practice.otto) == ["Om de kerk"]


def test_storage_shows_no_team_that_someone_does_not_coach_in(practice: Practice) -> None:
    added(practice.ines, practice.noord)
    both = (practice.noord, practice.zuid)
    for scope, count in ((practice.marek, 1), (practice.otto, 0), (practice.lea, 0)):
        with casebook.reading(scope, now=NOW) as page:
            assert len(team_steps.of_teams(page, both)) == count


def test_with_a_client_it_is_that_clients_team_and_without_one_every_team_of_the_coach(
    practice: Practice,
) -> None:
    added(practice.ines, practice.noord, "Naar de eendjes")
    added(practice.otto, practice.zuid, "Om de kerk")
    marek = practice.marek.person_id
    accounts.set_roles(practice.ada, marek, practice.zuid, (Role.COACH,), now=NOW)
    scope = again(practice.marek)
    assert seen(scope, practice.cem) == ["Naar de eendjes"]
    assert seen(scope) == ["Naar de eendjes", "Om de kerk"]


@pytest.mark.parametrize("who", ["marek", "otto"])
def test_the_shelf_beside_anothers_client_is_not_found(practice: Practice, who: str) -> None:
    for client in (practice.bob, "0" * 32):
        with pytest.raises(NotFound):
            step_library.shelf(getattr(practice, who), client, now=NOW)


@pytest.mark.parametrize("who", ["lea", "olga", "ada"])
def test_who_changes_no_routes_has_no_library(practice: Practice, who: str) -> None:
    scope = getattr(practice, who)
    adjusted(practice.ines, practice.bob, step())
    step_id = added(practice.ines, practice.noord)
    before = practice.everything()
    for act in (
        lambda: step_library.shelf(scope, None, now=NOW),
        lambda: added(scope, practice.noord, "Om de kerk"),
        lambda: changed(scope, step_id),
        lambda: step_library.remove_team_step(scope, step_id, now=NOW),
        lambda: step_library.bring_back_team_step(scope, step_id, now=NOW),
        lambda: shared(scope, practice.bob),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert practice.everything() == before


def test_steps_stand_in_the_order_of_their_names(practice: Practice) -> None:
    for name in ("zwaaien", "Begin", "één rondje", "aaien"):
        added(practice.ines, practice.noord, name)
    assert seen(practice.ines) == ["aaien", "Begin", "zwaaien", "één rondje"]


# -- adding -----------------------------------------------------------------------------------


def test_a_step_with_problems_is_not_kept_and_each_is_told(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    adjusted(practice.ines, practice.bob, step())
    before = practice.everything()
    wrong = replace(form(" ", mini_minutes=99.0), energy=None)
    for act, more in (
        (lambda: added(practice.ines, practice.zuid, draft=wrong), {"team"}),
        (lambda: changed(practice.ines, step_id, draft=wrong), set()),
        (lambda: shared(practice.ines, practice.bob, draft=wrong, sure=False), {"sure"}),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        fields = {problem.field for problem in refused.value.problems}
        assert fields == {"activity", "energy"} | more
    assert practice.everything() == before


@pytest.mark.parametrize("team", ["zuid", "nowhere"])
def test_a_step_is_added_to_a_team_of_ones_own(practice: Practice, team: str) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        added(practice.ines, getattr(practice, team, team))
    assert [problem.field for problem in refused.value.problems] == ["team"]
    assert practice.everything() == before


def test_a_team_has_a_name_once_whatever_the_capitals(practice: Practice) -> None:
    added(practice.ines, practice.noord, "Één rondje")
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        added(practice.marek, practice.noord, " ÉÉN  RONDJE")
    assert [problem.field for problem in refused.value.problems] == ["activity"]
    assert practice.everything() == before
    added(practice.otto, practice.zuid, "Één rondje")


def test_a_hasty_click_adds_one_step(practice: Practice) -> None:
    save_key, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return added(practice.ines, practice.noord, save_key=save_key)

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(click, range(4)))
    assert len(ids) == practice.count(t.TeamStepRow) == len(lines(practice)) == 1


def test_of_two_who_take_a_name_at_the_same_moment_one_is_asked_for_another(
    practice: Practice,
) -> None:
    together = Barrier(2)

    def add(scope: Scope) -> str:
        together.wait()
        try:
            return added(scope, practice.noord)
        except Invalid:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(add, [practice.ines, practice.marek]))
    assert outcomes.count("refused") == 1
    assert seen(practice.ines) == ["Naar de eendjes"]


# -- changing ---------------------------------------------------------------------------------


def test_a_colleague_of_the_team_may_change_it(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    changed(practice.marek, step_id, draft=form("Om de kerk"), now=later(minutes=5))
    (own,) = step_library.shelf(practice.ines, None, now=NOW).own
    assert (own.id, own.name, own.version) == (step_id, "Om de kerk", 2)
    assert (own.changed_by, own.changed_at) == (practice.marek.name, later(minutes=5))


def test_a_name_may_change_its_capitals_and_not_become_anothers(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord, "om de kerk")
    added(practice.ines, practice.noord, "Naar de eendjes")
    changed(practice.ines, step_id, draft=form("OM DE KERK"))
    with pytest.raises(Invalid) as refused:
        changed(practice.ines, step_id, version=2, draft=form("NAAR DE EENDJES"))
    assert [problem.field for problem in refused.value.problems] == ["activity"]
    assert seen(practice.ines) == ["Naar de eendjes", "OM DE KERK"]


def test_a_change_after_a_colleagues_is_refused_with_who_and_when(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    changed(practice.marek, step_id, now=later(minutes=5))
    before = practice.everything()
    with pytest.raises(Stale) as refused:
        changed(practice.ines, step_id, draft=form("Om de kerk"), now=later(minutes=6))
    assert (refused.value.name, refused.value.moment) == (practice.marek.name, later(minutes=5))
    assert practice.everything() == before


def test_of_two_changes_at_the_same_moment_one_is_refused(practice: Practice) -> None:
    step_id, together = added(practice.ines, practice.noord), Barrier(2)

    def change(scope: Scope) -> str:
        together.wait()
        try:
            changed(scope, step_id, draft=form(tip=f"Zoals {scope.name} het zegt."))
        except Refused:
            return "refused"
        return scope.name

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(change, [practice.ines, practice.marek]))
    assert outcomes.count("refused") == 1
    (kept,) = step_library.shelf(practice.ines, None, now=NOW).own
    assert (kept.changed_by in outcomes, kept.version) == (True, 2)


def test_saving_what_stands_there_already_changes_nothing(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    changed(practice.ines, step_id)
    before = practice.everything()
    changed(practice.ines, step_id, now=later(minutes=1))  # the second trigger of one click
    assert practice.everything() == before


@pytest.mark.parametrize("missing", [False, True])
def test_another_teams_step_is_not_found(practice: Practice, missing: bool) -> None:
    step_id = "nothing" if missing else added(practice.ines, practice.noord)
    before = practice.everything()
    for act in (
        lambda: changed(practice.otto, step_id),
        lambda: step_library.remove_team_step(practice.otto, step_id, now=NOW),
        lambda: step_library.bring_back_team_step(practice.otto, step_id, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert practice.everything() == before


def test_who_left_the_team_changes_its_steps_no_longer(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    ines = practice.ines.person_id
    accounts.set_roles(
        practice.ada, ines, practice.noord, (), seen_to=practice.marek.person_id, now=NOW
    )
    accounts.set_roles(practice.ada, ines, practice.zuid, (Role.COACH,), now=NOW)
    assert seen(again(practice.ines)) == []
    with pytest.raises(NotFound):
        changed(again(practice.ines), step_id)
    assert seen(practice.marek) == ["Naar de eendjes"]


# -- apart from every route -------------------------------------------------------------------


def on_route(practice: Practice) -> tuple[Step, ...]:
    current = routes.story(practice.ines, practice.bob, now=NOW).current
    assert current is not None
    return current.steps


def test_a_change_of_a_team_step_changes_no_route(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    (own,) = step_library.shelf(practice.ines, practice.bob, now=NOW).own
    copied = own.idea.step("k1", "nl")
    adjusted(practice.ines, practice.bob, copied)
    changed(practice.marek, step_id, draft=form("Om de kerk", mini_minutes=0.5))
    assert on_route(practice) == (copied,)
    step_library.remove_team_step(practice.marek, step_id, now=NOW)
    added(practice.marek, practice.noord, now=later(days=1))  # erases what was removed
    assert practice.count(t.TeamStepRow) == 1
    assert on_route(practice) == (copied,)


def test_a_change_of_a_route_changes_no_team_step(practice: Practice) -> None:
    added(practice.ines, practice.noord)
    before = step_library.shelf(practice.ines, practice.bob, now=NOW).own
    copied = before[0].idea.step("k1", "nl")
    adjusted(practice.ines, practice.bob, copied)
    adjusted(practice.ines, practice.bob, replace(copied, activity="Om de kerk"), number=1)
    assert step_library.shelf(practice.ines, practice.bob, now=NOW).own == before


# -- sharing a step of a route ----------------------------------------------------------------


def test_a_step_of_a_route_is_shared_with_the_clients_team_as_it_was_looked_over(
    practice: Practice,
) -> None:
    theirs = replace(step(), activity="Naar de eendjes van opa Bob", note="niet langs de school")
    adjusted(practice.ines, practice.bob, theirs)
    before = on_route(practice)
    step_id = shared(practice.ines, practice.bob)
    assert seen(practice.marek) == ["Naar de eendjes"]
    assert on_route(practice) == before
    (row,) = practice.rows(t.TeamStepRow)
    assert (row.id, row.team_id) == (step_id, practice.noord)
    for secret in ("opa", "school", practice.bob, "Twijnstra"):
        assert secret not in repr(row.content)


def test_without_a_look_nothing_is_shared(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        shared(practice.ines, practice.bob, sure=False)
    assert [problem.field for problem in refused.value.problems] == ["sure"]
    assert practice.everything() == before


@pytest.mark.parametrize("step_key", ["swim", "gone"])
def test_only_a_step_that_is_on_the_route_is_shared(practice: Practice, step_key: str) -> None:
    adjusted(practice.ines, practice.bob, step(), step("gone"))
    adjusted(practice.ines, practice.bob, step(), number=1)
    adjusted(practice.ines, practice.anna, step("swim"))
    before = practice.everything()
    with pytest.raises(NotFound):
        shared(practice.ines, practice.bob, step_key)
    with pytest.raises(NotFound):
        shared(practice.marek, practice.bob)
    assert practice.everything() == before


def test_sharing_twice_with_one_click_shares_once_and_a_taken_name_is_told(
    practice: Practice,
) -> None:
    adjusted(practice.ines, practice.bob, step())
    one_click = key()
    first = shared(practice.ines, practice.bob, save_key=one_click)
    assert shared(practice.ines, practice.bob, save_key=one_click) == first
    assert lines(practice) == [("C", practice.ines.person_id, practice.bob, first)]
    with pytest.raises(Invalid) as refused:
        shared(practice.ines, practice.bob)
    assert [problem.field for problem in refused.value.problems] == ["activity"]


# -- removing and undoing ---------------------------------------------------------------------


def test_what_is_removed_is_gone_for_the_team_and_can_be_brought_back(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    step_library.remove_team_step(practice.marek, step_id, now=later(minutes=1))
    assert seen(practice.ines) == []
    with pytest.raises(NotFound):
        changed(practice.ines, step_id)
    step_library.bring_back_team_step(practice.marek, step_id, now=later(minutes=2))
    assert seen(practice.ines) == ["Naar de eendjes"]
    with pytest.raises(Stale):  # it was away meanwhile: a form that was open looks again
        changed(practice.ines, step_id)


def test_removing_or_bringing_back_twice_changes_nothing(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    remove, bring_back = step_library.remove_team_step, step_library.bring_back_team_step
    for verb in (bring_back, remove, bring_back):
        verb(practice.ines, step_id, now=NOW)
        before = practice.everything()
        verb(practice.ines, step_id, now=later(minutes=1))
        assert practice.everything() == before


def test_a_removed_name_is_free_and_then_stays_with_the_new_one(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    step_library.remove_team_step(practice.ines, step_id, now=NOW)
    added(practice.marek, practice.noord, "naar de EENDJES")
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        step_library.bring_back_team_step(practice.ines, step_id, now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["activity"]
    assert practice.everything() == before


def test_after_an_hour_it_cannot_be_brought_back(practice: Practice) -> None:
    step_id = added(practice.ines, practice.noord)
    step_library.remove_team_step(practice.ines, step_id, now=NOW)
    step_library.bring_back_team_step(practice.ines, step_id, now=NOW + REMOVED_KEPT_FOR)
    step_library.remove_team_step(practice.ines, step_id, now=NOW)
    too_late = NOW + REMOVED_KEPT_FOR + timedelta(seconds=1)
    with pytest.raises(NotFound):
        step_library.bring_back_team_step(practice.ines, step_id, now=too_late)


def test_what_was_removed_is_erased_after_an_hour(in_sqlite: Practice, tmp_path: Path) -> None:
    """It may have been removed because it held what should not stand there."""
    secret = "Bob Twijnstra durft de deur niet uit"
    gone = added(in_sqlite.ines, in_sqlite.noord, draft=form(tip=secret))
    stays = added(in_sqlite.otto, in_sqlite.zuid, "Om de kerk")
    step_library.remove_team_step(in_sqlite.ines, gone, now=NOW)
    added(in_sqlite.ines, in_sqlite.noord, "Einde", now=NOW + REMOVED_KEPT_FOR)
    assert in_sqlite.count(t.TeamStepRow) == 3
    late = NOW + REMOVED_KEPT_FOR + timedelta(seconds=1)
    step_library.remove_team_step(in_sqlite.otto, stays, now=late)
    assert {row.id for row in in_sqlite.rows(t.TeamStepRow)} >= {stays}
    assert in_sqlite.count(t.TeamStepRow) == 2
    casebook.close_books()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("ministap.db*"))
    assert secret.encode() not in content
    assert b"Om de kerk" in content  # the search can find what does stand there


# -- the log ----------------------------------------------------------------------------------


def test_each_change_is_one_line_in_the_log_without_its_words(practice: Practice) -> None:
    ines, marek = practice.ines, practice.marek
    step_id = added(ines, practice.noord)
    changed(marek, step_id)
    step_library.remove_team_step(ines, step_id, now=NOW)
    step_library.bring_back_team_step(ines, step_id, now=NOW)
    assert sorted(lines(practice)) == sorted(
        [
            ("C", ines.person_id, None, step_id),
            ("U", marek.person_id, None, step_id),
            ("D", ines.person_id, None, step_id),
            ("U", ines.person_id, None, step_id),
        ]
    )


@pytest.mark.parametrize("verb", ["add", "share", "change", "remove", "bring_back"])
def test_without_its_line_in_the_log_nothing_is_kept(practice: Practice, verb: str) -> None:
    adjusted(practice.ines, practice.bob, step())
    step_id = added(practice.ines, practice.noord)
    away = added(practice.ines, practice.noord, "Om de kerk")
    step_library.remove_team_step(practice.ines, away, now=NOW)
    act = {
        "add": lambda: added(practice.ines, practice.noord, "Nieuw"),
        "share": lambda: shared(practice.ines, practice.bob, draft=form("Nieuw")),
        "change": lambda: changed(practice.ines, step_id),
        "remove": lambda: step_library.remove_team_step(practice.ines, step_id, now=NOW),
        "bring_back": lambda: step_library.bring_back_team_step(practice.ines, away, now=NOW),
    }[verb]
    before = practice.everything()
    break_the_log(practice)
    with pytest.raises(Exception, match="the log is full"):
        act()
    assert practice.everything() == before
