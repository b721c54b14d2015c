"""Questions for the lead: asked by a coach, answered by a lead, and never with the note."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lib.domain.access import Role
from lib.domain.notices import NoticeKind, Way
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound, Refused, Stale
from lib.domain.questions import MOST_OPEN, Question, TeamQuestion
from lib.practice import accounts, clients, cockpit, notices, questions
from lib.practice.questions import DoneWith, NoLead
from lib.storage import tables as t
from tests.cast import (
    BEGAN,
    NAMES,
    NOW,
    TODAY,
    Practice,
    again,
    break_the_log,
    key,
    later,
    recorded,
)

WORDS = "Wanneer bel ik de huisarts?"


def ask(practice: Practice, words: str = WORDS, *, save_key: str = "", minutes: int = 0) -> str:
    about = {"words": words, "save_key": save_key or key(), "now": later(minutes=minutes)}
    return questions.ask(practice.ines, practice.bob, **about)


def mine(practice: Practice) -> tuple[Question, ...]:
    return questions.mine_of_client(practice.ines, practice.bob, now=NOW).questions


def of_lea(practice: Practice, **span: float) -> tuple[TeamQuestion, ...]:
    return questions.of_teams(again(practice.lea, view=key()), now=later(**span))


def answer(
    practice: Practice, question_id: str, words: str = "Bel vandaag.", **span: float
) -> None:
    row = next(one for one in practice.rows(t.QuestionRow) if one.id == question_id)
    about = {"words": words, "expected_version": row.version, "now": later(**span)}
    questions.answer(practice.lea, question_id, **about)


def test_a_question_is_asked_once_and_stands_with_its_coach_and_the_lead(
    practice: Practice,
) -> None:
    save_key = key()
    question_id = ask(practice, save_key=save_key)
    assert ask(practice, save_key=save_key) == question_id
    found = questions.mine_of_client(practice.ines, practice.bob, now=NOW)
    assert found.leads == (practice.lea.name,)
    [one] = found.questions
    assert (one.id, one.words, one.asked_by, one.mine) == (
        question_id,
        WORDS,
        practice.ines.name,
        True,
    )
    assert one.is_open
    [told] = of_lea(practice)
    assert replace(told.question, mine=True) == one
    assert (told.client_name, told.coach_name, told.team_name) == (
        NAMES["Bob"],
        practice.ines.name,
        "Noord",
    )
    assert questions.count_open(practice.lea, now=NOW) == 1
    assert questions.count_open(practice.olga, now=NOW) == 0
    assert questions.of_teams(practice.olga, now=NOW) == ()


def test_nothing_of_a_session_comes_with_a_question(practice: Practice) -> None:
    note = "zij vertelde over haar zus"
    recorded(practice.ines, practice.bob, note=note, own_words="mijn zus", next_step="bel zus")
    ask(practice)
    shown = repr(of_lea(practice))
    assert WORDS in shown
    assert "zus" not in shown


def test_a_look_of_the_lead_is_logged_with_the_clients_it_showed(practice: Practice) -> None:
    ask(practice)
    look = again(practice.lea, view=key())
    for _ in range(2):
        questions.of_teams(look, now=NOW)
    [line] = [row for row in practice.rows(t.AuditRow) if row.part == "questions"]
    assert (line.action, line.person_id, line.listed) == (
        "R",
        practice.lea.person_id,
        [practice.bob],
    )
    assert WORDS not in repr(practice.everything()["audit"])


def test_the_lead_is_told_of_a_question_and_has_seen_it_by_looking(practice: Practice) -> None:
    question_id = ask(practice)
    [notice] = notices.mine(practice.lea, now=NOW)
    assert (notice.kind, notice.subject_id, notice.way) == (
        NoticeKind.QUESTION,
        question_id,
        Way.LEAD,
    )
    of_lea(practice)
    assert notices.count_unseen(practice.lea, now=NOW) == 0
    # Whoever answers has seen it as well.
    answer(practice, ask(practice))
    assert notices.count_unseen(practice.lea, now=NOW) == 0
    assert notices.mine(practice.olga, now=NOW) == ()


def test_the_coach_is_told_of_an_answer_and_puts_it_away(practice: Practice) -> None:
    question_id = ask(practice)
    answer(practice, question_id, minutes=5)
    [notice] = notices.mine(practice.ines, now=later(minutes=6))
    assert (notice.kind, notice.way) == (NoticeKind.QUESTION_ANSWERED, Way.COACH)
    [one] = cockpit.of(practice.ines, practice.bob, now=NOW).questions
    assert (one.answer, one.answered_by, one.answered_at) == (
        "Bel vandaag.",
        practice.lea.name,
        later(minutes=5),
    )
    questions.see_answers(practice.ines, practice.bob, [one], now=NOW)
    assert notices.count_unseen(practice.ines, now=NOW) == 0
    for _ in range(2):
        questions.put_away(practice.ines, practice.bob, question_id, now=later(minutes=7))
    assert mine(practice) == cockpit.of(practice.ines, practice.bob, now=NOW).questions == ()
    # The lead looks back at it for two weeks.
    [told] = of_lea(practice, days=14)
    assert told.question.put_away
    assert of_lea(practice, days=15) == ()
    assert questions.count_open(practice.lea, now=NOW) == 0


def test_an_answer_is_bettered_until_it_was_put_away(practice: Practice) -> None:
    question_id = ask(practice)
    answer(practice, question_id)
    questions.see_answers(practice.ines, practice.bob, mine(practice), now=NOW)
    answer(practice, question_id, "Bel morgen.", minutes=9)
    # What changed after it was seen is told anew.
    assert notices.count_unseen(practice.ines, now=NOW) == 1
    assert [one.answer for one in mine(practice)] == ["Bel morgen."]
    questions.put_away(practice.ines, practice.bob, question_id, now=NOW)
    before = practice.everything()
    with pytest.raises(DoneWith):
        answer(practice, question_id, "Toch niet.")
    assert practice.everything() == before


def test_a_question_nobody_answered_is_taken_back_by_whoever_asked(practice: Practice) -> None:
    question_id = ask(practice)
    for _ in range(2):
        questions.take_back(practice.ines, practice.bob, question_id, now=NOW)
    assert mine(practice) == of_lea(practice) == ()
    with pytest.raises(DoneWith):
        answer(practice, question_id)
    other = ask(practice)
    answer(practice, other)
    with pytest.raises(Refused):
        questions.take_back(practice.ines, practice.bob, other, now=NOW)
    assert [one.id for one in mine(practice)] == [other]
    with pytest.raises(NotFound):
        questions.put_away(practice.ines, practice.anna, other, now=NOW)


def test_an_open_question_is_not_put_away(practice: Practice) -> None:
    with pytest.raises(NotFound):
        questions.put_away(practice.ines, practice.bob, ask(practice), now=NOW)


def test_a_day_to_talk_is_planned_and_taken_away(practice: Practice) -> None:
    question_id = ask(practice)
    plan = {"expected_version": 1, "now": NOW}
    questions.plan(practice.lea, question_id, talk_on=TODAY, **plan)
    assert [one.talk_on for one in mine(practice)] == [TODAY]
    # The same day once more, from an old screen, changes nothing.
    questions.plan(practice.lea, question_id, talk_on=TODAY, **plan)
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(Invalid):
        questions.plan(practice.lea, question_id, talk_on=yesterday, expected_version=2, now=NOW)
    questions.plan(practice.lea, question_id, talk_on=None, expected_version=2, now=NOW)
    assert [one.talk_on for one in mine(practice)] == [None]


def test_a_day_or_an_answer_of_a_colleague_is_not_overwritten_unseen(practice: Practice) -> None:
    accounts.set_roles(practice.ada, practice.olga.person_id, practice.noord, (Role.LEAD,), now=NOW)
    olga, question_id = again(practice.olga), ask(practice)
    answer(practice, question_id, minutes=3)
    about = {"expected_version": 1, "now": later(minutes=4)}
    for change in (
        lambda: questions.answer(olga, question_id, words="Wacht nog.", **about),
        lambda: questions.plan(olga, question_id, talk_on=TODAY, **about),
    ):
        with pytest.raises(Stale) as refusal:
            change()
        assert (refusal.value.name, refusal.value.moment) == (practice.lea.name, later(minutes=3))
    assert [one.answer for one in mine(practice)] == ["Bel vandaag."]


def test_so_many_questions_about_one_client_are_open_at_once(practice: Practice) -> None:
    for count in range(MOST_OPEN):
        ask(practice, f"vraag {count}")
    with pytest.raises(Invalid):
        ask(practice)
    questions.take_back(practice.ines, practice.bob, mine(practice)[0].id, now=NOW)
    ask(practice)


def test_without_a_lead_nobody_is_asked(practice: Practice) -> None:
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.noord, (), now=NOW)
    assert questions.mine_of_client(practice.ines, practice.bob, now=NOW).leads == ()
    before = practice.everything()
    with pytest.raises(NoLead):
        ask(practice)
    assert practice.everything() == before


def test_after_the_end_of_guidance_nothing_is_asked_and_an_answer_is_still_read(
    practice: Practice,
) -> None:
    question_id = ask(practice)
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)
    with pytest.raises(Closed):
        ask(practice)
    answer(practice, question_id)
    questions.put_away(practice.ines, practice.bob, question_id, now=NOW)


@pytest.mark.parametrize("who", ["marek", "otto", "olga", "ada"])
def test_nobody_else_reads_or_touches_a_question(practice: Practice, who: str) -> None:
    question_id, scope = ask(practice), getattr(practice, who)
    before = practice.everything()
    planned = {"talk_on": TODAY, "expected_version": 1}
    replied = {"words": "zo", "expected_version": 1}
    for verb in (
        lambda: questions.mine_of_client(scope, practice.bob, now=NOW),
        lambda: questions.ask(scope, practice.bob, words="?", save_key=key(), now=NOW),
        lambda: questions.take_back(scope, practice.bob, question_id, now=NOW),
        lambda: questions.put_away(scope, practice.bob, question_id, now=NOW),
        lambda: questions.plan(scope, question_id, **planned, now=NOW),
        lambda: questions.answer(scope, question_id, **replied, now=NOW),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            verb()
    assert practice.everything() == before


def test_without_its_line_in_the_log_no_question_is_kept(practice: Practice) -> None:
    break_the_log(practice)
    before = practice.everything()
    with pytest.raises(Exception, match=r"the log is full"):
        ask(practice)
    assert practice.everything() == before
