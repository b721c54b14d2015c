"""Snippets: shared within a team, once under a title, and nothing lost in silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from lib.domain.access import Role, Scope
from lib.domain.problems import Invalid, NotAllowed, NotFound, Refused, Stale
from lib.domain.snippets import REMOVED_KEPT_FOR, Snippet
from lib.practice import accounts, snippets
from lib.storage import casebook
from lib.storage import tables as t
from tests.cast import NOW, Practice, again, key, later

WORDS = "Jas aan, deur open.\nVerder hoeft niet."


def added(scope: Scope, team_id: str, title: str = "Begin", **changes: Any) -> str:
    asked = {"words": WORDS, "save_key": key(), "now": NOW, **changes}
    return snippets.add(scope, team_id=team_id, title=title, **asked)


def changed(scope: Scope, snippet_id: str, *, version: int = 1, **changes: Any) -> None:
    asked = {"title": "Begin", "words": "Alleen de jas aan.", "now": NOW, **changes}
    snippets.change(scope, snippet_id, expected_version=version, **asked)


def seen(scope: Scope) -> list[str]:
    return [one.title for one in snippets.of_my_teams(scope, now=NOW)]


def lines(practice: Practice) -> list[tuple[str, str, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == "snippet"]
    assert all(row.client_id is None and row.reason == "" for row in found)
    return [(row.action, row.person_id, row.subject_id) for row in found]


# -- reading ----------------------------------------------------------------------------------


def test_a_snippet_comes_back_as_it_was_written(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord, "  Begin  klein ", words=WORDS + " \n")
    assert snippets.of_my_teams(practice.ines, now=NOW) == (
        Snippet(snippet_id, practice.noord, "Begin klein", WORDS, practice.ines.name, NOW, 1),
    )


def test_the_whole_team_sees_it_and_no_other_team(practice: Practice) -> None:
    added(practice.ines, practice.noord, "Begin")
    added(practice.otto, practice.zuid, "Einde")
    assert seen(practice.marek) == seen(practice.ines) == ["Begin"]
    assert seen(practice.otto) == ["Einde"]


@pytest.mark.parametrize("who", ["lea", "olga", "ada"])
def test_who_writes_no_sessions_has_no_snippets(practice: Practice, who: str) -> None:
    scope = getattr(practice, who)
    snippet_id = added(practice.ines, practice.noord)
    before = practice.everything()
    for act in (
        lambda: snippets.of_my_teams(scope, now=NOW),
        lambda: added(scope, practice.noord, "Einde"),
        lambda: changed(scope, snippet_id),
        lambda: snippets.remove(scope, snippet_id, now=NOW),
        lambda: snippets.bring_back(scope, snippet_id, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert practice.everything() == before


def test_snippets_stand_in_the_order_of_their_titles(practice: Practice) -> None:
    for title in ("einde", "Begin", "één stap", "afspraak"):
        added(practice.ines, practice.noord, title)
    assert seen(practice.ines) == ["afspraak", "Begin", "einde", "één stap"]


def test_who_coaches_in_two_teams_sees_both(practice: Practice) -> None:
    added(practice.ines, practice.noord, "Begin")
    added(practice.otto, practice.zuid, "Begin")
    marek = practice.marek.person_id
    accounts.set_roles(practice.ada, marek, practice.zuid, (Role.COACH,), now=NOW)
    found = snippets.of_my_teams(again(practice.marek), now=NOW)
    assert sorted(one.team_id for one in found) == sorted([practice.noord, practice.zuid])


def test_who_leads_a_team_and_coaches_in_another_sees_that_other(practice: Practice) -> None:
    added(practice.ines, practice.noord)
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.zuid, (Role.COACH,), now=NOW)
    added(practice.otto, practice.zuid, "Einde")
    assert seen(again(practice.lea)) == ["Einde"]


# -- adding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": " "}, {"title"}),
        ({"words": "\u200b"}, {"words"}),
        ({"title": "a" * 61, "words": "a" * 2001}, {"title", "words"}),
    ],
)
def test_a_snippet_with_a_problem_is_not_kept(
    practice: Practice, changes: dict[str, str], fields: set[str]
) -> None:
    snippet_id = added(practice.ines, practice.noord)
    before = practice.everything()
    for act in (
        lambda: added(practice.ines, practice.noord, **{"title": "Einde", **changes}),
        lambda: changed(practice.ines, snippet_id, **changes),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert {problem.field for problem in refused.value.problems} == fields
    assert practice.everything() == before


@pytest.mark.parametrize("team", ["zuid", "nowhere"])
def test_a_snippet_is_added_to_a_team_of_ones_own(practice: Practice, team: str) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        added(practice.ines, getattr(practice, team, team))
    assert [problem.field for problem in refused.value.problems] == ["team"]
    assert practice.everything() == before


def test_a_team_has_a_title_once_whatever_the_capitals(practice: Practice) -> None:
    added(practice.ines, practice.noord, "Één stap")
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        added(practice.marek, practice.noord, " ÉÉN  STAP")
    assert [problem.field for problem in refused.value.problems] == ["title"]
    assert practice.everything() == before
    added(practice.otto, practice.zuid, "Één stap")


def test_the_same_save_key_adds_one(practice: Practice) -> None:
    form = key()
    ids = {added(practice.ines, practice.noord, save_key=form) for _ in range(3)}
    assert len(ids) == 1
    assert seen(practice.ines) == ["Begin"]
    assert len(lines(practice)) == 1


def test_two_clicks_at_the_same_moment_add_one(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return added(practice.ines, practice.noord, save_key=form)

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(click, range(4)))
    assert len(ids) == practice.count(t.SnippetRow) == 1


def test_of_two_who_take_a_title_at_the_same_moment_one_is_asked_for_another(
    practice: Practice,
) -> None:
    together = Barrier(2)

    def add(scope: Scope) -> str:
        together.wait()
        try:
            return added(scope, practice.noord, "Begin")
        except Invalid:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(add, [practice.ines, practice.marek]))
    assert outcomes.count("refused") == 1
    assert seen(practice.ines) == ["Begin"]


# -- changing ---------------------------------------------------------------------------------


def test_a_colleague_of_the_team_may_change_it(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord)
    changed(practice.marek, snippet_id, title="Klein begin", now=later(minutes=5))
    assert snippets.of_my_teams(practice.ines, now=NOW) == (
        Snippet(
            snippet_id,
            practice.noord,
            "Klein begin",
            "Alleen de jas aan.",
            practice.marek.name,
            later(minutes=5),
            2,
        ),
    )


def test_a_title_may_change_its_capitals_and_not_become_anothers(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord, "begin")
    added(practice.ines, practice.noord, "Einde")
    changed(practice.ines, snippet_id, title="BEGIN")
    with pytest.raises(Invalid) as refused:
        changed(practice.ines, snippet_id, version=2, title="EINDE")
    assert [problem.field for problem in refused.value.problems] == ["title"]
    assert seen(practice.ines) == ["BEGIN", "Einde"]


def test_a_change_after_a_colleagues_is_refused_with_who_and_when(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord)
    changed(practice.marek, snippet_id, now=later(minutes=5))
    before = practice.everything()
    with pytest.raises(Stale) as refused:
        changed(practice.ines, snippet_id, words="Eerst de schoenen.", now=later(minutes=6))
    assert (refused.value.name, refused.value.moment) == (practice.marek.name, later(minutes=5))
    assert practice.everything() == before


def test_of_two_changes_at_the_same_moment_one_is_refused(practice: Practice) -> None:
    snippet_id, together = added(practice.ines, practice.noord), Barrier(2)

    def change(scope: Scope) -> str:
        together.wait()
        try:
            changed(scope, snippet_id, words=f"Zoals {scope.name} het zegt.")
        except Refused:
            return "refused"
        return scope.name

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(change, [practice.ines, practice.marek]))
    assert outcomes.count("refused") == 1
    (kept,) = snippets.of_my_teams(practice.ines, now=NOW)
    assert (kept.changed_by in outcomes, kept.version) == (True, 2)


def test_saving_what_stands_there_already_changes_nothing(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord)
    changed(practice.ines, snippet_id)
    before = practice.everything()
    changed(practice.ines, snippet_id, now=later(minutes=1))  # the second trigger of one click
    assert practice.everything() == before


@pytest.mark.parametrize("missing", [False, True])
def test_another_teams_snippet_is_not_found(practice: Practice, missing: bool) -> None:
    snippet_id = "nothing" if missing else added(practice.ines, practice.noord)
    before = practice.everything()
    for act in (
        lambda: changed(practice.otto, snippet_id),
        lambda: snippets.remove(practice.otto, snippet_id, now=NOW),
        lambda: snippets.bring_back(practice.otto, snippet_id, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert practice.everything() == before


def test_who_left_the_team_changes_its_snippets_no_longer(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord)
    accounts.set_roles(
        practice.ada,
        practice.ines.person_id,
        practice.noord,
        (),
        seen_to=practice.marek.person_id,
        now=NOW,
    )
    accounts.set_roles(practice.ada, practice.ines.person_id, practice.zuid, (Role.COACH,), now=NOW)
    ines = again(practice.ines)
    assert seen(ines) == []
    with pytest.raises(NotFound):
        changed(ines, snippet_id)
    assert seen(practice.marek) == ["Begin"]


# -- removing and undoing ---------------------------------------------------------------------


def test_what_is_removed_is_gone_for_the_team_and_can_be_brought_back(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord)
    snippets.remove(practice.marek, snippet_id, now=later(minutes=1))
    assert seen(practice.ines) == []
    with pytest.raises(NotFound):
        changed(practice.ines, snippet_id)
    snippets.bring_back(practice.marek, snippet_id, now=later(minutes=2))
    (back,) = snippets.of_my_teams(practice.ines, now=NOW)
    assert (back.id, back.title, back.words) == (snippet_id, "Begin", WORDS)
    with pytest.raises(Stale):  # it was away meanwhile: a form that was open looks again
        changed(practice.ines, snippet_id)


def test_removing_or_bringing_back_twice_changes_nothing(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord)
    for verb in (snippets.bring_back, snippets.remove, snippets.bring_back):
        verb(practice.ines, snippet_id, now=NOW)
        before = practice.everything()
        verb(practice.ines, snippet_id, now=later(minutes=1))
        assert practice.everything() == before


def test_a_removed_title_is_free_and_then_stays_with_the_new_one(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord, "Begin")
    snippets.remove(practice.ines, snippet_id, now=NOW)
    added(practice.marek, practice.noord, "begin", words="Anders gezegd.")
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        snippets.bring_back(practice.ines, snippet_id, now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["title"]
    assert practice.everything() == before


def test_after_an_hour_it_cannot_be_brought_back(practice: Practice) -> None:
    snippet_id = added(practice.ines, practice.noord)
    snippets.remove(practice.ines, snippet_id, now=NOW)
    too_late = NOW + REMOVED_KEPT_FOR + timedelta(seconds=1)
    with pytest.raises(NotFound):
        snippets.bring_back(practice.ines, snippet_id, now=too_late)


def test_what_was_removed_is_erased_after_an_hour(in_sqlite: Practice, tmp_path: Path) -> None:
    """It may have been removed because it held what should not stand there."""
    secret = "Bob Twijnstra slaapt slecht"
    gone = added(in_sqlite.ines, in_sqlite.noord, words=secret)
    stays = added(in_sqlite.otto, in_sqlite.zuid, words="Tot de hoek.")
    snippets.remove(in_sqlite.ines, gone, now=NOW)
    added(in_sqlite.ines, in_sqlite.noord, "Einde", now=NOW + REMOVED_KEPT_FOR)
    assert in_sqlite.count(t.SnippetRow) == 3
    late = NOW + REMOVED_KEPT_FOR + timedelta(seconds=1)
    snippets.remove(in_sqlite.otto, stays, now=late)
    assert {row.id for row in in_sqlite.rows(t.SnippetRow)} >= {stays}
    assert in_sqlite.count(t.SnippetRow) == 2
    casebook.close_books()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("ministap.db*"))
    assert secret.encode() not in content
    assert b"Tot de hoek." in content  # the search can find what does stand there


# -- the log ----------------------------------------------------------------------------------


def test_each_change_is_one_line_in_the_log_without_its_words(practice: Practice) -> None:
    ines, marek = practice.ines, practice.marek
    snippet_id = added(ines, practice.noord)
    changed(marek, snippet_id)
    snippets.remove(ines, snippet_id, now=NOW)
    snippets.bring_back(ines, snippet_id, now=NOW)
    assert sorted(lines(practice)) == sorted(
        [
            ("C", ines.person_id, snippet_id),
            ("U", marek.person_id, snippet_id),
            ("D", ines.person_id, snippet_id),
            ("U", ines.person_id, snippet_id),
        ]
    )


@pytest.mark.parametrize("verb", ["add", "change", "remove", "bring_back"])
def test_without_its_line_in_the_log_nothing_is_kept(practice: Practice, verb: str) -> None:
    snippet_id = added(practice.ines, practice.noord)
    away = added(practice.ines, practice.noord, "Einde")
    snippets.remove(practice.ines, away, now=NOW)
    act = {
        "add": lambda: added(practice.ines, practice.noord, "Nieuw"),
        "change": lambda: changed(practice.ines, snippet_id),
        "remove": lambda: snippets.remove(practice.ines, snippet_id, now=NOW),
        "bring_back": lambda: snippets.bring_back(practice.ines, away, now=NOW),
    }[verb]
    practice.run("ALTER TABLE audit RENAME TO elsewhere")
    with pytest.raises(Exception, match="audit"):
        act()
    practice.run("ALTER TABLE elsewhere RENAME TO audit")
    kept = {row.title: (row.removed, row.version) for row in practice.rows(t.SnippetRow)}
    assert kept == {"Begin": (False, 1), "Einde": (True, 2)}
