"""Questionnaires: kept as answered, once, by the client's own coach; and a team's own choice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from lib.domain.measurements import BEHIND_A_SETTING, Answered, FilledIn, Filling
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound
from lib.domain.questionnaires import Measure
from lib.practice import advice, clients, measures
from lib.practice.measures import NotOffered
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, key, later

ANSWERS = (3, 2, 3, 1, 2)


def fill_in(
    practice: Practice,
    measure: Measure = Measure.WHO5,
    answers: tuple[int | None, ...] = ANSWERS,
    *,
    minutes: int = 0,
    save_key: str | None = None,
    days_ago: int = 0,
) -> str:
    return measures.fill_in(
        practice.ines,
        practice.bob,
        measure,
        answers=answers,
        day=TODAY - timedelta(days=days_ago),
        filled_in="paper",
        save_key=save_key or key(),
        now=later(minutes=minutes),
    )


def of(practice: Practice) -> tuple[Filling, ...]:
    return measures.of_client(practice.ines, practice.bob, now=NOW)


def lines(practice: Practice) -> list[tuple[str, str | None, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == "questionnaire"]
    return [(row.action, row.client_id, row.subject_id) for row in found]


def switch(practice: Practice, measure: Measure, on: bool, *, minutes: int = 0) -> None:
    measures.switch(practice.lea, practice.noord, measure, on=on, now=later(minutes=minutes))


def end_guidance(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)


def test_what_was_filled_in_is_read_oldest_first_with_who_kept_it(practice: Practice) -> None:
    assert of(practice) == ()
    now_id = fill_in(practice)
    then_id = fill_in(practice, Measure.PGIC, (2,), days_ago=9, minutes=1)
    name = practice.ines.name
    assert of(practice) == (
        Filling(
            then_id,
            Answered(Measure.PGIC, TODAY - timedelta(days=9), (2,), FilledIn.PAPER),
            name,
            later(minutes=1),
        ),
        Filling(now_id, Answered(Measure.WHO5, TODAY, ANSWERS, FilledIn.PAPER), name, NOW),
    )
    assert sorted(lines(practice)) == sorted(
        [("C", practice.bob, now_id), ("C", practice.bob, then_id)]
    )


def test_an_open_answer_is_kept_as_open(practice: Practice) -> None:
    fill_in(practice, answers=(3, None, 3, 1, None))
    (found,) = of(practice)
    assert found.told.answers == (3, None, 3, 1, None)
    assert found.told.score is None


def test_the_same_save_key_keeps_answers_once(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return fill_in(practice, save_key=form)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert practice.count(t.MeasurementRow) == 1


def test_what_does_not_fit_is_not_kept(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        fill_in(practice, answers=(3, 9, 3, 1, 2), days_ago=-1)
    assert [problem.field for problem in refused.value.problems] == ["item 2", "day"]
    assert practice.everything() == before


def test_a_slip_is_erased(practice: Practice) -> None:
    slip, right = fill_in(practice), fill_in(practice, minutes=1)
    measures.take_back(practice.ines, practice.bob, slip, now=NOW)
    assert [one.id for one in of(practice)] == [right]
    with pytest.raises(NotFound):
        measures.take_back(practice.ines, practice.bob, slip, now=NOW)
    assert ("D", practice.bob, slip) in lines(practice)
    assert practice.count(t.MeasurementRow) == 1


# -- what a team uses -------------------------------------------------------------------------


@pytest.mark.parametrize("measure", BEHIND_A_SETTING)
def test_a_list_about_complaints_waits_until_the_lead_switches_it_on(
    practice: Practice, measure: Measure
) -> None:
    answers = (1, 1, 1, 1) if measure is Measure.PHQ4 else (1,) * 7
    offer = (practice.ines, practice.bob)
    assert measures.offered_to(*offer, now=NOW) == (Measure.WHO5, Measure.PGIC)
    before = practice.everything()
    with pytest.raises(NotOffered):
        fill_in(practice, measure, answers)
    assert practice.everything() == before

    switch(practice, measure, True)
    assert measure in measures.offered_to(*offer, now=NOW)
    # Of this team alone.
    assert measure not in measures.offered_to(practice.otto, practice.daan, now=NOW)
    filling_id = fill_in(practice, measure, answers)

    # Switched off again: nothing new, and what was filled in stays to be read and taken back.
    switch(practice, measure, False)
    assert [one.id for one in of(practice)] == [filling_id]
    with pytest.raises(NotOffered):
        fill_in(practice, measure, answers)
    measures.take_back(practice.ines, practice.bob, filling_id, now=NOW)


def test_a_switch_is_logged_with_what_it_was_and_who_chose_it_is_known(practice: Practice) -> None:
    switch(practice, Measure.PHQ4, True)
    before = practice.everything()
    switch(practice, Measure.PHQ4, True, minutes=4)  # nothing changes
    assert practice.everything() == before
    switch(practice, Measure.PHQ4, False, minutes=5)
    reasons = [row.reason for row in practice.rows(t.AuditRow) if row.part == "team setting"]
    assert sorted(reasons) == [
        "questionnaire phq4: off became on",
        "questionnaire phq4: on became off",
    ]
    phq4, gad7 = measures.settings(practice.lea, practice.noord, now=NOW).settings
    assert (phq4.is_on, phq4.changed_by, phq4.changed_at) == (
        False,
        practice.lea.name,
        later(minutes=5),
    )
    assert (gad7.is_on, gad7.changed_by) == (False, None)


def test_a_switch_changes_no_setting_of_the_step_suggestion(practice: Practice) -> None:
    before = advice.settings(practice.lea, practice.noord, now=NOW)
    switch(practice, Measure.GAD7, True)
    assert advice.settings(practice.lea, practice.noord, now=NOW) == before


def test_a_list_that_is_built_in_cannot_be_switched_off(practice: Practice) -> None:
    for measure in (Measure.WHO5, Measure.PGIC):
        with pytest.raises(NotFound):
            switch(practice, measure, False)


def test_another_lead_switches_nothing_here(practice: Practice) -> None:
    before = practice.everything()
    for verb in (
        lambda: measures.settings(practice.olga, practice.noord, now=NOW),
        lambda: measures.switch(practice.olga, practice.noord, Measure.PHQ4, on=True, now=NOW),
    ):
        with pytest.raises(NotFound):
            verb()
    assert practice.everything() == before


# -- whose it is ------------------------------------------------------------------------------


def everything_with(filling_id: str) -> list[Callable[..., object]]:
    """Every verb about one client; each takes a scope and a client."""
    return [
        lambda scope, client: measures.of_client(scope, client, now=NOW),
        lambda scope, client: measures.offered_to(scope, client, now=NOW),
        lambda scope, client: measures.fill_in(
            scope,
            client,
            Measure.WHO5,
            answers=ANSWERS,
            day=TODAY,
            filled_in="together",
            save_key=key(),
            now=NOW,
        ),
        lambda scope, client: measures.take_back(scope, client, filling_id, now=NOW),
    ]


@pytest.mark.parametrize("who", ["marek", "lea", "ada"])
def test_nobody_else_reads_or_changes_an_answer(practice: Practice, who: str) -> None:
    filling_id = fill_in(practice)
    before = practice.everything()
    for verb in everything_with(filling_id):
        with pytest.raises(NotFound if who == "marek" else NotAllowed):
            verb(getattr(practice, who), practice.bob)
    assert practice.everything() == before


def test_an_answer_is_not_found_under_another_client(practice: Practice) -> None:
    filling_id = fill_in(practice)
    with pytest.raises(NotFound):
        measures.take_back(practice.ines, practice.anna, filling_id, now=NOW)
    assert practice.count(t.MeasurementRow) == 1


def test_after_the_end_of_guidance_answers_are_read_only(practice: Practice) -> None:
    filling_id = fill_in(practice)
    end_guidance(practice)
    assert len(of(practice)) == 1
    before = practice.everything()
    for verb in everything_with(filling_id)[2:]:
        with pytest.raises(Closed):
            verb(practice.ines, practice.bob)
    assert practice.everything() == before
