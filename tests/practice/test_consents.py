"""Consent: an answer stays, a yes can always be taken back, and a no leaves the counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest

from lib.domain.access import Scope
from lib.domain.consents import Answer, Consent, ConsentDraft, Purpose, Told, allowed
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound
from lib.domain.starts import Starts
from lib.practice import clients, consents, step_library
from lib.practice.consents import NoStandingYes
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, adjusted, key, later, step

LEARNING = "learning"


def draft(
    answer: str = "yes", *, purpose: str = "messages", day: date = TODAY, words: str = "na tienen"
) -> ConsentDraft:
    return ConsentDraft(purpose, answer, "spoken", day, words)


def add(
    practice: Practice,
    about: ConsentDraft | None = None,
    *,
    save_key: str | None = None,
    minutes: int = 0,
) -> str:
    return consents.add(
        practice.ines,
        practice.bob,
        about or draft(),
        save_key=save_key or key(),
        now=later(minutes=minutes),
    )


def withdraw(practice: Practice, consent_id: str, *, day: date | None = TODAY) -> None:
    consents.withdraw(practice.ines, practice.bob, consent_id, day=day, now=later(hours=1))


def of(practice: Practice) -> tuple[Consent, ...]:
    return consents.of_client(practice.ines, practice.bob, now=NOW)


def lines(practice: Practice) -> list[tuple[str, str | None, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == "consent"]
    return [(row.action, row.client_id, row.subject_id) for row in found if row.action != "R"]


def end_guidance(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)


# -- answers ----------------------------------------------------------------------------------


def test_an_answer_is_kept_with_how_and_when_it_was_said(practice: Practice) -> None:
    assert of(practice) == ()
    consent_id = add(practice)
    assert of(practice) == (
        Consent(
            id=consent_id,
            purpose=Purpose.MESSAGES,
            answer=Answer.YES,
            told=Told.SPOKEN,
            told_on=TODAY,
            words="na tienen",
            made_by=practice.ines.name,
            made_at=NOW,
        ),
    )
    assert lines(practice) == [("C", practice.bob, consent_id)]
    assert consents.of_client(practice.ines, practice.anna, now=NOW) == ()


def test_the_same_save_key_keeps_an_answer_once(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return add(practice, save_key=form)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert practice.count(t.ConsentRow) == 1


def test_a_yes_is_taken_back_and_stays_readable(practice: Practice) -> None:
    week_ago = TODAY - timedelta(days=7)
    consent_id = add(practice, draft(day=week_ago))
    withdraw(practice, consent_id, day=TODAY - timedelta(days=1))
    (found,) = of(practice)
    assert (found.answer, found.told_on, found.words) == (Answer.YES, week_ago, "na tienen")
    assert found.withdrawn_on == TODAY - timedelta(days=1)
    assert (found.withdrawn_by, found.withdrawn_at) == (practice.ines.name, later(hours=1))
    assert allowed(of(practice), Purpose.MESSAGES) is False
    before = practice.everything()
    withdraw(practice, consent_id)  # the second trigger of one click
    assert practice.everything() == before
    assert sorted(action for action, _, _ in lines(practice)) == ["C", "U"]


def test_after_taking_back_a_new_yes_is_an_answer_of_its_own(practice: Practice) -> None:
    first = add(practice)
    withdraw(practice, first)
    second = add(practice, minutes=90)
    assert [one.id for one in of(practice)] == [second, first]
    assert allowed(of(practice), Purpose.MESSAGES) is True
    assert of(practice)[1].withdrawn_on == TODAY


def test_each_purpose_is_answered_on_its_own(practice: Practice) -> None:
    add(practice)
    add(practice, draft("no", purpose=LEARNING))
    found = {purpose: allowed(of(practice), purpose) for purpose in Purpose}
    assert found == {
        Purpose.CARE_CONTACT: None,
        Purpose.MESSAGES: True,
        Purpose.SOMEONE_CLOSE: None,
        Purpose.LEARNING: False,
    }


def test_only_a_yes_that_stands_can_be_taken_back(practice: Practice) -> None:
    first = add(practice, draft(day=TODAY - timedelta(days=3)))
    refusal = add(practice, draft("no"))
    before = practice.everything()
    for consent_id in (first, refusal):
        with pytest.raises(NoStandingYes):
            withdraw(practice, consent_id)
    assert practice.everything() == before


@pytest.mark.parametrize("day", [None, TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_a_day_that_does_not_fit_takes_nothing_back(practice: Practice, day: date | None) -> None:
    consent_id = add(practice)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        withdraw(practice, consent_id, day=day)
    assert [problem.field for problem in refused.value.problems] == ["withdrawn_on"]
    assert practice.everything() == before


def test_an_answer_that_does_not_fit_is_not_kept(practice: Practice) -> None:
    add(practice)
    before = practice.everything()
    for about, field in (
        (draft(day=TODAY - timedelta(days=1)), "told_on"),
        (draft(purpose="someone_close", words=""), "words"),
        (draft("perhaps"), "answer"),
    ):
        with pytest.raises(Invalid) as refused:
            add(practice, about)
        assert [problem.field for problem in refused.value.problems] == [field]
    assert practice.everything() == before


# -- whose it is ------------------------------------------------------------------------------


def test_after_the_end_of_guidance_a_no_and_taking_back_are_left(practice: Practice) -> None:
    consent_id = add(practice)
    end_guidance(practice)
    before = practice.everything()
    with pytest.raises(Closed):
        add(practice, draft(purpose=LEARNING))
    assert practice.everything() == before
    withdraw(practice, consent_id)
    add(practice, draft("no", purpose=LEARNING))
    assert allowed(of(practice), Purpose.MESSAGES) is False
    assert allowed(of(practice), Purpose.LEARNING) is False


def everything_with(consent_id: str) -> list[Callable[[Scope, str], object]]:
    return [
        lambda scope, client: consents.of_client(scope, client, now=NOW),
        lambda scope, client: consents.add(scope, client, draft(), save_key=key(), now=NOW),
        lambda scope, client: consents.withdraw(scope, client, consent_id, day=TODAY, now=NOW),
    ]


@pytest.mark.parametrize("who", ["marek", "lea", "otto", "olga", "ada"])
def test_nobody_else_reads_or_changes_it(practice: Practice, who: str) -> None:
    consent_id = add(practice)
    before = practice.everything()
    refusal = NotFound if who in ("marek", "otto") else NotAllowed
    for verb in everything_with(consent_id):
        with pytest.raises(refusal):
            verb(getattr(practice, who), practice.bob)
    assert practice.everything() == before


def test_an_answer_is_not_found_under_another_client(practice: Practice) -> None:
    consent_id = add(practice)
    with pytest.raises(NotFound):
        everything_with(consent_id)[2](practice.ines, practice.anna)


def test_the_log_holds_no_words_of_it(practice: Practice) -> None:
    consent_id = add(practice, draft(purpose="someone_close", words="tante Jo"))
    withdraw(practice, consent_id)
    log = repr(practice.everything()["audit"])
    assert [word for word in ("tante", "someone", "yes") if word in log] == []


# -- counting along ---------------------------------------------------------------------------

IDEA = "letterbox"


def five_who_tried(practice: Practice) -> list[tuple[Scope, str]]:
    """Let five clients of three coaches have the same idea on their route long enough."""
    fien = clients.add(
        practice.marek,
        ClientDraft("Fien Baars", started_on=BEGAN),
        team_id=practice.noord,
        save_key=key(),
        now=NOW,
    )
    guided = [
        (practice.ines, practice.bob),
        (practice.ines, practice.anna),
        (practice.marek, practice.cem),
        (practice.otto, practice.daan),
        (practice.marek, fien),
    ]
    for coach, client in guided:
        adjusted(coach, client, replace(step(), idea=IDEA), now=later(days=-28))
    return guided


def counted(practice: Practice) -> Starts | None:
    return step_library.shelf(practice.ines, None, now=later(hours=2)).starts.get(IDEA)


def test_who_said_no_or_took_a_yes_back_is_not_counted(practice: Practice) -> None:
    guided = five_who_tried(practice)
    assert counted(practice) == Starts(5, 0)  # nobody was asked
    for coach, client in guided:
        about = draft(purpose=LEARNING, day=TODAY - timedelta(days=2))
        consents.add(coach, client, about, save_key=key(), now=NOW)
    assert counted(practice) == Starts(5, 0)
    standing = next(one for one in of(practice) if one.purpose is Purpose.LEARNING)
    withdraw(practice, standing.id)
    assert counted(practice) is None  # four are too few to say anything
    add(practice, draft(purpose=LEARNING), minutes=90)
    assert counted(practice) == Starts(5, 0)
    add(practice, draft("no", purpose=LEARNING), minutes=100)
    assert counted(practice) is None


def test_a_no_to_something_else_is_no_no_to_counting(practice: Practice) -> None:
    five_who_tried(practice)
    for purpose in set(Purpose) - {Purpose.LEARNING}:
        add(practice, draft("no", purpose=purpose))
    assert counted(practice) == Starts(5, 0)
