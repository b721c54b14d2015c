"""The beginning: the coach keeps it, whoever may worry reads the care contact, nobody else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest

from lib.domain.intake import (
    Answer,
    Beginning,
    CareContact,
    Carer,
    Intake,
    IntakeDraft,
    Stage,
    Topic,
    stages,
)
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound, Stale
from lib.domain.sessions import Outcome
from lib.practice import clients, intake
from lib.storage import tables as t
from tests.cast import (
    BEGAN,
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    key,
    later,
    moved,
    recorded,
    step,
    told,
)

REFERRED = TODAY - timedelta(days=9)
SAID = IntakeDraft(
    referred_by="huisarts De Linde",
    referred_on=REFERRED,
    referral_reason="ik kom de deur niet meer uit",
    first_call_on=TODAY - timedelta(days=7),
    first_meeting_on=TODAY - timedelta(days=3),
    safety={Topic.HEART: (True, "stent"), Topic.BONES: (False, ""), Topic.EATING: (None, "")},
    gp_name="De Linde",
    gp_phone="050 123 45 67",
    nurse_name="Noor",
    nurse_phone="050 765 43 21",
)
CARE = CareContact(Carer("De Linde", "050 123 45 67"), Carer("Noor", "050 765 43 21"))


def change(
    practice: Practice,
    draft: IntakeDraft = SAID,
    *,
    version: int = 0,
    days: int = 0,
    who: str = "bob",
) -> None:
    about = {"expected_version": version, "now": later(days=days)}
    intake.change(practice.ines, getattr(practice, who), draft, **about)


def of(practice: Practice, *, days: int = 0) -> Beginning:
    return intake.of(practice.ines, practice.bob, now=later(days=days))


def lines(practice: Practice) -> list[tuple[str, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == "intake"]
    return [(row.action, row.client_id) for row in found if row.action != "R"]


def end_guidance(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)


# -- keeping ----------------------------------------------------------------------------------


def test_before_anything_was_written_nothing_is_known(practice: Practice) -> None:
    assert of(practice) == Beginning()
    assert intake.care_contact(practice.ines, practice.bob, now=NOW) == CareContact()
    assert practice.count(t.IntakeRow) == 0


def test_what_was_told_is_kept_whole(practice: Practice) -> None:
    change(practice)
    assert of(practice).intake == Intake(
        referred_by="huisarts De Linde",
        referred_on=REFERRED,
        referral_reason="ik kom de deur niet meer uit",
        first_call_on=TODAY - timedelta(days=7),
        first_meeting_on=TODAY - timedelta(days=3),
        safety={Topic.HEART: Answer(True, "stent"), Topic.BONES: Answer(False)},
        care=CARE,
        changed_by=practice.ines.name,
        changed_at=NOW,
        version=1,
    )
    assert intake.of(practice.ines, practice.anna, now=NOW) == Beginning()
    change(practice, IntakeDraft(), version=1, days=1)
    assert of(practice).intake == Intake(
        changed_by=practice.ines.name, changed_at=later(days=1), version=2
    )
    assert sorted(lines(practice)) == [("C", practice.bob), ("U", practice.bob)]


def test_saving_what_stands_there_already_changes_nothing(practice: Practice) -> None:
    change(practice, IntakeDraft())
    assert practice.count(t.IntakeRow) == 0
    change(practice)
    before = practice.everything()
    change(practice, version=0, days=2)  # the second trigger of one click
    change(practice, replace(SAID, referred_by=f" {SAID.referred_by}\n"), version=1, days=2)
    assert practice.everything() == before


def test_one_answer_of_a_topic_can_change_alone(practice: Practice) -> None:
    change(practice)
    change(practice, replace(SAID, safety={Topic.HEART: (True, "nagekeken")}), version=1)
    assert of(practice).intake.safety == {Topic.HEART: Answer(True, "nagekeken")}


def test_what_has_problems_is_not_kept(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        change(practice, replace(SAID, first_call_on=BEGAN, gp_phone="?"))
    assert {one.field for one in refused.value.problems} == {"first_call_on", "gp_phone"}
    assert practice.everything() == before


def test_after_the_end_of_guidance_it_is_read_and_not_written(practice: Practice) -> None:
    change(practice)
    end_guidance(practice)
    before = practice.everything()
    with pytest.raises(Closed):
        change(practice, IntakeDraft(), version=1)
    assert practice.everything() == before
    assert of(practice).intake.care == CARE
    assert intake.care_contact(practice.ines, practice.bob, now=NOW) == CARE


def test_the_log_says_that_it_changed_and_never_what(practice: Practice) -> None:
    change(practice)
    of(practice)
    intake.care_contact(practice.lea, practice.bob, now=NOW)
    log = repr(practice.everything()["audit"])
    for words in ("Linde", "deur", "stent", "Noor", "050 123", "heart"):
        assert words not in log


# -- two colleagues ---------------------------------------------------------------------------


def test_a_colleagues_change_is_not_overwritten(practice: Practice) -> None:
    change(practice)
    change(practice, replace(SAID, referred_by="wijkteam"), version=1, days=1)
    before = practice.everything()
    for opened in (0, 1, 3):
        with pytest.raises(Stale) as refused:
            change(practice, replace(SAID, referred_by="zelf"), version=opened, days=2)
        assert (refused.value.name, refused.value.moment) == (practice.ines.name, later(days=1))
    assert practice.everything() == before


def test_of_two_first_changes_at_the_same_moment_one_is_kept(practice: Practice) -> None:
    together = Barrier(2)

    def write(words: str) -> str:
        together.wait()
        try:
            change(practice, replace(SAID, referred_by=words))
        except Stale:
            return "refused"
        return words

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(write, ["wijkteam", "zelf"]))
    assert outcomes.count("refused") == 1
    assert of(practice).intake.referred_by in outcomes


# -- whose it is ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["marek", "lea", "otto", "olga", "ada"])
def test_nobody_else_reads_or_changes_it(practice: Practice, who: str) -> None:
    change(practice)
    before = practice.everything()
    refusal = NotFound if who in ("marek", "otto") else NotAllowed
    with pytest.raises(refusal):
        intake.of(getattr(practice, who), practice.bob, now=NOW)
    with pytest.raises(refusal):
        intake.change(
            getattr(practice, who), practice.bob, IntakeDraft(), expected_version=1, now=NOW
        )
    assert practice.everything() == before


def test_the_lead_reads_the_care_contact_and_nothing_else_of_it(practice: Practice) -> None:
    change(practice)
    assert intake.care_contact(practice.lea, practice.bob, now=NOW) == CARE
    for who in ("marek", "otto", "olga"):
        with pytest.raises(NotFound):
            intake.care_contact(getattr(practice, who), practice.bob, now=NOW)
    with pytest.raises(NotAllowed):
        intake.care_contact(practice.ada, practice.bob, now=NOW)
    moved(practice, practice.bob, practice.marek)
    assert intake.care_contact(practice.marek, practice.bob, now=NOW) == CARE
    with pytest.raises(NotFound):
        intake.care_contact(practice.ines, practice.bob, now=NOW)


# -- the way to a first step ------------------------------------------------------------------


def happened(practice: Practice, day: date, outcome: Outcome | None = None, **more: Any) -> None:
    """Write down a session, with what became of the walk on its day."""
    check_ins = told("walk", outcome, day) if outcome else ()
    recorded(
        practice.ines,
        practice.bob,
        day=day,
        now=later(days=max((day - TODAY).days, 0)),
        check_ins=check_ins,
        **more,
    )


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_first_step_is_the_first_day_on_which_one_was_done_in_any_size(
    practice: Practice, outcome: Outcome
) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-9))
    happened(practice, TODAY - timedelta(days=5), Outcome.NOT_DONE)
    happened(practice, TODAY - timedelta(days=4), outcome)
    happened(practice, TODAY - timedelta(days=2), Outcome.AMPLE)
    expected = TODAY - timedelta(days=4 if outcome.size else 2)
    assert of(practice).first_step_on == expected


def test_a_first_session_is_no_step_and_one_that_was_missed_no_session(practice: Practice) -> None:
    happened(practice, TODAY - timedelta(days=6), attendance="absent")
    assert of(practice) == Beginning()
    happened(practice, TODAY - timedelta(days=4))
    happened(practice, TODAY - timedelta(days=1))
    found = of(practice)
    assert (found.first_step_on, found.first_session_on) == (None, TODAY - timedelta(days=4))


def test_a_day_told_otherwise_later_counts_as_it_is_told_now(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-9))
    day = TODAY - timedelta(days=3)
    happened(practice, day, Outcome.MINI)
    again = told("walk", Outcome.NOT_DONE, day)
    recorded(practice.ines, practice.bob, check_ins=again)
    assert of(practice).first_step_on is None


def test_a_day_to_come_has_not_come(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    happened(practice, TODAY + timedelta(days=2), Outcome.MINI)
    found = of(practice)
    assert (found.first_step_on, found.first_session_on) == (None, None)
    assert of(practice, days=2).first_step_on == TODAY + timedelta(days=2)


def test_the_coach_counts_their_own_clients_also_those_who_left(practice: Practice) -> None:
    change(practice)
    adjusted(practice.ines, practice.bob, step(), now=later(days=-9))
    happened(practice, TODAY - timedelta(days=1), Outcome.MINI)
    end_guidance(practice)
    found = intake.funnel_of_mine(practice.ines, now=NOW)
    assert found.clients == 2  # Bob, who left, and Anna, of whom nothing is known
    assert set(found.reached.values()) == {1}
    assert [one.clients for one in found.waits] == [1, 1, 1, 1]
    assert all(one.days is None for one in found.waits)
    other = intake.funnel_of_mine(practice.otto, now=NOW)
    assert (other.clients, other.reached[Stage.REFERRAL]) == (1, 0)
    with pytest.raises(NotAllowed):
        intake.funnel_of_mine(practice.lea, now=NOW)


def test_of_five_own_clients_the_median_days_are_said(practice: Practice) -> None:
    for days in (1, 2, 4, 8, 9):
        client = clients.add(
            practice.ines,
            ClientDraft(f"Gast {days}", started_on=BEGAN),
            team_id=practice.noord,
            save_key=key(),
            now=NOW,
        )
        called = replace(SAID, first_call_on=REFERRED + timedelta(days=days), first_meeting_on=None)
        intake.change(practice.ines, client, called, expected_version=0, now=NOW)
    wait = intake.funnel_of_mine(practice.ines, now=NOW).waits[0]
    assert (wait.days, wait.clients) == (4.0, 5)


def test_the_stages_of_a_client_follow_from_what_is_kept(practice: Practice) -> None:
    change(practice)
    assert [one.days for one in stages(of(practice))] == [None, 2, 4, None]
