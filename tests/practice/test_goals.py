"""Personal goals: at most three stand, words and numbers stay, and a slip can be undone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from lib.domain.goals import Goal, Score
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound, Stale
from lib.practice import clients, goals
from lib.practice.goals import GoalEnded
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, key, later

WORDS = "zaterdag op de fiets naar de markt"


def add(practice: Practice, words: str = WORDS, *, save_key: str | None = None) -> str:
    return goals.add(practice.ines, practice.bob, words=words, save_key=save_key or key(), now=NOW)


def of(practice: Practice) -> tuple[Goal, ...]:
    return goals.of_client(practice.ines, practice.bob, now=NOW)


def score(
    practice: Practice, goal_id: str, value: int | None, *, day: date = TODAY, minutes: int = 0
) -> str | None:
    about = {"value": value, "day": day, "now": later(minutes=minutes)}
    return goals.score(practice.ines, practice.bob, goal_id, **about)


def lines(practice: Practice, part: str) -> list[tuple[str, str | None, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == part and row.action != "R"]
    return [(row.action, row.client_id, row.subject_id) for row in found]


def end_guidance(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)


# -- words ------------------------------------------------------------------------------------


def test_a_goal_stands_in_the_clients_own_words(practice: Practice) -> None:
    assert of(practice) == ()
    goal_id = add(practice, f" {WORDS}\n")
    assert of(practice) == (
        Goal(goal_id, WORDS, TODAY, None, (), practice.ines.name, NOW, version=1),
    )
    assert lines(practice, "goal") == [("C", practice.bob, goal_id)]


def test_the_same_save_key_adds_a_goal_once(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return add(practice, save_key=form)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert practice.count(t.GoalRow) == 1


def test_a_fourth_goal_waits_for_one_to_be_rounded_off(practice: Practice) -> None:
    first, _, _ = (add(practice, words) for words in ("zee", "markt", "tuin"))
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        add(practice, "bos")
    assert [problem.field for problem in refused.value.problems] == ["words"]
    assert practice.everything() == before
    goals.end(practice.ines, practice.bob, first, now=NOW)
    add(practice, "bos")
    with pytest.raises(Invalid):
        goals.bring_back(practice.ines, practice.bob, first, now=NOW)


def test_of_two_third_goals_at_the_same_moment_one_is_added(practice: Practice) -> None:
    add(practice, "zee")
    add(practice, "markt")
    together = Barrier(2)

    def click(words: str) -> bool:
        together.wait()
        try:
            add(practice, words)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, ["tuin", "bos"])) == [False, True]
    assert practice.count(t.GoalRow) == 3


def test_a_goal_is_worded_differently_and_keeps_its_numbers(practice: Practice) -> None:
    goal_id = add(practice)
    score(practice, goal_id, 4)
    change = {"words": "lopend naar de markt", "expected_version": 1, "now": later(minutes=3)}
    goals.reword(practice.ines, practice.bob, goal_id, **change)
    (goal,) = of(practice)
    assert (goal.words, goal.scores) == ("lopend naar de markt", (Score(TODAY, 4),))
    assert (goal.version, goal.changed_at) == (2, later(minutes=3))
    before = practice.everything()
    goals.reword(practice.ines, practice.bob, goal_id, **change)  # the second trigger of one click
    assert practice.everything() == before
    with pytest.raises(Stale) as refused:
        goals.reword(
            practice.ines, practice.bob, goal_id, words="anders", expected_version=1, now=NOW
        )
    assert (refused.value.name, refused.value.moment) == (practice.ines.name, later(minutes=3))
    assert practice.everything() == before


def test_a_goal_is_rounded_off_and_comes_back(practice: Practice) -> None:
    goal_id = add(practice)
    other = add(practice, "tuin")
    score(practice, goal_id, 9)
    goals.end(practice.ines, practice.bob, goal_id, now=later(days=2))
    before = practice.everything()
    goals.end(practice.ines, practice.bob, goal_id, now=later(days=3))
    assert practice.everything() == before
    ended = of(practice)[-1]
    assert (ended.id, ended.ended_on) == (goal_id, TODAY + timedelta(days=2))
    assert ended.scores == (Score(TODAY, 9),)
    for refused in (
        lambda: score(practice, goal_id, 3),
        lambda: goals.reword(
            practice.ines, practice.bob, goal_id, words="anders", expected_version=2, now=NOW
        ),
    ):
        with pytest.raises(GoalEnded):
            refused()
    goals.bring_back(practice.ines, practice.bob, goal_id, now=later(days=4))
    before = practice.everything()
    goals.bring_back(practice.ines, practice.bob, goal_id, now=later(days=5))
    assert practice.everything() == before
    assert {goal.id for goal in of(practice) if goal.stands} == {goal_id, other}


# -- numbers ----------------------------------------------------------------------------------


def test_numbers_stand_by_their_day_and_the_last_told_counts(practice: Practice) -> None:
    goal_id, week_ago = add(practice), TODAY - timedelta(days=7)
    score(practice, goal_id, 5)
    score(practice, goal_id, 2, day=week_ago, minutes=1)
    score(practice, goal_id, 6, minutes=2)
    (goal,) = of(practice)
    assert goal.scores == (Score(week_ago, 2), Score(TODAY, 6))
    assert goal.latest == Score(TODAY, 6)
    assert len(lines(practice, "goal score")) == 3


def test_the_same_number_again_is_told_once(practice: Practice) -> None:
    goal_id = add(practice)
    assert score(practice, goal_id, 5)
    before = practice.everything()
    assert score(practice, goal_id, 5, minutes=1) is None
    assert practice.everything() == before


def test_a_slip_is_taken_back_and_the_number_before_it_counts_again(practice: Practice) -> None:
    goal_id = add(practice)
    first, second = score(practice, goal_id, 5), score(practice, goal_id, 0, minutes=1)
    assert first is not None
    assert second is not None
    goals.take_back_score(practice.ines, practice.bob, second, now=NOW)
    assert of(practice)[0].scores == (Score(TODAY, 5),)
    with pytest.raises(NotFound):
        goals.take_back_score(practice.ines, practice.bob, second, now=NOW)
    goals.take_back_score(practice.ines, practice.bob, first, now=NOW)
    assert of(practice)[0].scores == ()
    assert sorted(action for action, _, _ in lines(practice, "goal score")) == ["C", "C", "D", "D"]


@pytest.mark.parametrize(
    ("value", "day", "field"),
    [
        (None, TODAY, "value"),
        (11, TODAY, "value"),
        (5, TODAY + timedelta(days=1), "day"),
        (5, BEGAN - timedelta(days=1), "day"),
    ],
)
def test_a_number_that_does_not_fit_is_not_kept(
    practice: Practice, value: int | None, day: date, field: str
) -> None:
    goal_id = add(practice)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        score(practice, goal_id, value, day=day)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert practice.everything() == before


# -- whose it is ------------------------------------------------------------------------------


def everything_with(practice: Practice, goal_id: str, score_id: str) -> list[Callable[..., object]]:
    """Every verb about one goal; each takes a scope and a client."""
    return [
        lambda scope, client: goals.of_client(scope, client, now=NOW),
        lambda scope, client: goals.add(scope, client, words="bos", save_key=key(), now=NOW),
        lambda scope, client: goals.reword(
            scope, client, goal_id, words="bos", expected_version=1, now=NOW
        ),
        lambda scope, client: goals.end(scope, client, goal_id, now=NOW),
        lambda scope, client: goals.bring_back(scope, client, goal_id, now=NOW),
        lambda scope, client: goals.score(scope, client, goal_id, value=3, day=TODAY, now=NOW),
        lambda scope, client: goals.take_back_score(scope, client, score_id, now=NOW),
    ]


@pytest.mark.parametrize("who", ["marek", "lea", "otto", "olga", "ada"])
def test_nobody_else_reads_or_changes_a_goal(practice: Practice, who: str) -> None:
    goal_id = add(practice)
    score_id = score(practice, goal_id, 5)
    assert score_id is not None
    before = practice.everything()
    refusal = NotFound if who in ("marek", "otto") else NotAllowed
    for verb in everything_with(practice, goal_id, score_id):
        with pytest.raises(refusal):
            verb(getattr(practice, who), practice.bob)
    assert practice.everything() == before


def test_a_goal_is_not_found_under_another_client(practice: Practice) -> None:
    goal_id = add(practice)
    score_id = score(practice, goal_id, 5)
    assert score_id is not None
    before = practice.everything()
    for verb in everything_with(practice, goal_id, score_id)[2:]:
        with pytest.raises(NotFound):
            verb(practice.ines, practice.anna)
    assert practice.everything() == before


def test_after_the_end_of_guidance_goals_are_read_only(practice: Practice) -> None:
    goal_id = add(practice)
    score_id = score(practice, goal_id, 5)
    assert score_id is not None
    end_guidance(practice)
    assert of(practice)[0].latest == Score(TODAY, 5)
    before = practice.everything()
    for verb in everything_with(practice, goal_id, score_id)[1:]:
        with pytest.raises(Closed):
            verb(practice.ines, practice.bob)
    assert practice.everything() == before


def test_the_log_holds_no_words_of_a_goal(practice: Practice) -> None:
    goal_id = add(practice)
    score(practice, goal_id, 7)
    goals.end(practice.ines, practice.bob, goal_id, now=NOW)
    assert "markt" not in repr(practice.everything()["audit"])
