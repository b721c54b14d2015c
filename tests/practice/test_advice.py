"""The step suggestion in a practice: gathered for a coach, measured as the team chose."""

from datetime import date, timedelta
from typing import Any

import pytest

from lib.domain.access import Role, Scope
from lib.domain.advice import Amount, Code, Suggestion, Why
from lib.domain.advice_inputs import Advice
from lib.domain.advice_settings import SETTINGS, Parameters
from lib.domain.basis import BasisDraft, Profile
from lib.domain.problems import Invalid, NotAllowed, NotFound
from lib.domain.sessions import Outcome
from lib.practice import accounts, advice, basis, care_signals, clients, routes, sessions
from lib.storage import tables as t
from tests.cast import (
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    draft,
    key,
    later,
    recorded,
    step,
    told,
)

# Three weeks and a day before a Wednesday: two full weeks to go by, and a running one.
BEGUN = later(days=-22)
FULL = [date(2026, 3, 2) + timedelta(days=n) for n in (0, 2, 4, 7, 9, 11)]


def lived(practice: Practice, **numbers: Any) -> None:
    """Let Bob walk two full weeks, and tell so in three sessions of the last two weeks."""
    adjusted(practice.ines, practice.bob, step("walk"), now=BEGUN)
    scales = {"effort": 3, "mood_during": 7, "confidence": 8, **numbers}
    for back in (12, 6, 0):
        day = TODAY - timedelta(days=back)
        days = told("walk", Outcome.ORDINARY, *(one for one in FULL if one <= day))
        recorded(
            practice.ines,
            practice.bob,
            day=day,
            now=later(days=-back),
            check_ins=days,
            **scales,
        )


def of(practice: Practice, *, scope: Scope | None = None, now: Any = NOW) -> Advice:
    return advice.of(scope or practice.ines, practice.bob, now=now)


def only(found: Advice) -> Suggestion:
    (one,) = found.steps
    return one.suggestion


def said(practice: Practice) -> tuple[Code, tuple[Why, ...]]:
    found = only(of(practice))
    return found.code, found.reasons


def agreed_on(practice: Practice, **changes: Any) -> None:
    version = basis.of(practice.ines, practice.bob, now=NOW).version
    basis.change(
        practice.ines, practice.bob, BasisDraft(**changes), expected_version=version, now=NOW
    )


def choose(practice: Practice, name: str, value: Any, *, who: str = "lea", team: str = "") -> None:
    scope = getattr(practice, who)
    advice.change_setting(scope, team or practice.noord, name, value, now=NOW)


MAY = (Code.LARGER_MAY, (Why.DONE_AND_LIGHT,))


# -- gathered from what is kept ---------------------------------------------------------------


def test_two_full_and_light_weeks_may_become_more(practice: Practice) -> None:
    lived(practice)
    found = only(of(practice))
    assert (found.code, found.reasons) == MAY
    assert found.options == (Amount(420, 3), Amount(300, 4))
    numbers = found.numbers
    assert [(week.start, week.done, week.target_days) for week in numbers.weeks] == [
        (date(2026, 3, 2), 3, 3),
        (date(2026, 3, 9), 3, 3),
    ]
    assert (numbers.effort, numbers.effort_n) == (3, 3)
    assert (numbers.feeling, numbers.feeling_n) == (2, 3)
    assert (numbers.confidence, numbers.worse, numbers.days_since_increase) == (8, 0, None)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"effort": 8}, (Code.SMALLER, (Why.HEAVY,))),
        ({"mood_during": 3}, (Code.SMALLER, (Why.FEELS_LOW,))),
        ({"next_day_worse": True}, (Code.SMALLER, (Why.WORSE_NEXT_DAY,))),
        ({"confidence": 5}, (Code.SAME, (Why.CONFIDENCE_LOW,))),
        ({"effort": None, "mood_during": None}, (Code.SAME, (Why.TOO_FEW_RATINGS,))),
    ],
)
def test_what_sessions_told_is_heard(
    practice: Practice, numbers: dict[str, Any], expected: tuple[Code, tuple[Why, ...]]
) -> None:
    lived(practice, **numbers)
    assert said(practice) == expected


def test_a_correction_of_a_session_counts_and_the_former_words_do_not(practice: Practice) -> None:
    lived(practice, confidence=5)
    last = max(practice.rows(t.SessionRow), key=lambda row: row.held_at)
    sessions.correct(
        practice.ines,
        practice.bob,
        last.id,
        draft(
            effort=3,
            mood_during=7,
            confidence=9,
            check_ins=told("walk", Outcome.ORDINARY, *FULL),
        ),
        reason="verkeerd getikt",
        expected_version=1,
        save_key=key(),
        now=NOW,
    )
    assert said(practice) == MAY


def test_another_clients_sessions_are_not_heard(practice: Practice) -> None:
    lived(practice)
    for _ in range(3):
        recorded(practice.ines, practice.anna, name=NAMES["Anna"], effort=10, next_day_worse=True)
    assert said(practice) == MAY


def test_what_the_route_rests_on_is_heard(practice: Practice) -> None:
    lived(practice)
    agreed_on(practice, profile="cautious")
    found = of(practice)
    assert (found.profile, only(found).options[0]) == (Profile.CAUTIOUS, Amount(360, 3))
    agreed_on(practice, wish="smaller")
    assert said(practice) == (Code.SMALLER, (Why.WISH_SMALLER,))
    agreed_on(practice, pem=True)
    assert said(practice) == (Code.NO_STEP_ADVICE, (Why.WORSE_AFTER_EFFORT,))


def test_an_open_care_signal_stops_it_until_somebody_closed_it(practice: Practice) -> None:
    lived(practice)
    signal = care_signals.open_signal(
        practice.lea, practice.bob, words="eet niet", save_key=key(), now=NOW
    )
    agreed_on(practice, pem=True, wish="smaller")
    assert said(practice) == (Code.CONTACT_FIRST, (Why.CARE_SIGNAL,))
    agreed_on(practice)
    care_signals.close_signal(practice.ines, practice.bob, signal, note="huisarts", now=NOW)
    assert said(practice) == MAY


def test_rest_stops_it_and_afterwards_it_is_about_beginning_again(practice: Practice) -> None:
    lived(practice)
    routes.agree_rest(
        practice.ines,
        practice.bob,
        start=TODAY,
        end=TODAY + timedelta(days=15),
        step_key=None,
        proposed_by="client",
        reason="op reis",
        expected_number=1,
        save_key=key(),
        now=NOW,
    )
    assert said(practice) == (Code.PAUSED, (Why.RESTING,))
    found = only(of(practice, now=later(days=16)))
    assert (found.code, found.reasons, found.to) == (
        Code.RESTART_SMALLER,
        (Why.LONG_REST,),
        Amount(240, 3),
    )


def test_a_step_that_became_larger_lately_waits(practice: Practice) -> None:
    lived(practice)
    adjusted(practice.ines, practice.bob, step("walk", minutes=7), number=1)
    found = only(of(practice))
    assert (found.code, found.reasons) == (Code.SAME, (Why.LARGER_LATELY,))
    assert found.numbers.days_since_increase == 0


def test_without_a_route_there_is_nothing_and_a_first_step_may_begin(practice: Practice) -> None:
    found = of(practice)
    assert (found.steps, found.begins) == ((), True)


def test_after_the_end_of_guidance_nothing_is_suggested(practice: Practice) -> None:
    lived(practice)
    client = clients.get(practice.ines, practice.bob, now=NOW)
    practice.run(t.ClientRow.__table__.update().values(ended_on=TODAY))
    assert client.ended_on is None
    found = of(practice)
    assert (found.steps, found.begins) == ((), False)


# -- for the coach alone ----------------------------------------------------------------------


def test_one_look_is_one_line_in_the_log(practice: Practice) -> None:
    lived(practice)
    ines = again(practice.ines, view=key())
    for _ in range(3):
        of(practice, scope=ines)
    lines = [row for row in practice.rows(t.AuditRow) if row.part == "step suggestion"]
    assert [(row.action, row.client_id, row.person_id) for row in lines] == [
        ("R", practice.bob, ines.person_id)
    ]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("marek", NotFound), ("otto", NotFound), ("lea", NotAllowed), ("ada", NotAllowed)],
)
def test_nobody_but_the_clients_own_coach_is_told(
    practice: Practice, who: str, refusal: type[Exception]
) -> None:
    lived(practice)
    before = practice.everything()
    with pytest.raises(refusal):
        of(practice, scope=getattr(practice, who))
    assert practice.everything() == before


# -- the settings of a team -------------------------------------------------------------------


def test_a_new_team_has_the_usual_settings_each_with_its_reason(practice: Practice) -> None:
    for scope in (practice.ines, practice.marek, practice.lea):
        found = advice.settings(scope, practice.noord, now=NOW)
        assert (found.team.id, found.team.name) == (practice.noord, "Noord")
        assert [one.setting for one in found.settings] == list(SETTINGS)
        assert all(one.value == one.setting.usual for one in found.settings)
        assert {(one.changed_by, one.changed_at) for one in found.settings} == {(None, None)}


def test_what_a_lead_chooses_is_used_at_once_for_the_clients_of_that_team(
    practice: Practice,
) -> None:
    lived(practice, confidence=6)
    assert said(practice) == (Code.SAME, (Why.CONFIDENCE_LOW,))
    choose(practice, "confidence_from", 6.0)
    assert said(practice) == MAY
    choose(practice, "ladder", "1-5, 8, 11")
    found = of(practice)
    assert only(found).options == (Amount(480, 3), Amount(300, 4))
    assert found.rungs == (1, 2, 3, 4, 5, 8, 11)


def test_more_days_bring_older_sessions_in(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step("walk"), now=BEGUN)
    recorded(
        practice.ines, practice.bob, day=TODAY - timedelta(days=20), effort=4, now=later(days=-20)
    )
    assert only(of(practice)).numbers.effort is None
    choose(practice, "session_days", 20)
    assert only(of(practice)).numbers.effort is None
    choose(practice, "session_days", 21)
    assert only(of(practice)).numbers.effort == 4


def test_another_team_keeps_its_own_settings(practice: Practice) -> None:
    choose(practice, "confidence_from", 5)
    choose(practice, "confidence_from", 9, who="olga", team=practice.zuid)
    values = {
        team: {
            one.setting.name: one.value for one in advice.settings(scope, team, now=NOW).settings
        }
        for team, scope in ((practice.noord, practice.lea), (practice.zuid, practice.otto))
    }
    assert values[practice.noord]["confidence_from"] == 5
    assert values[practice.zuid]["confidence_from"] == 9
    assert values[practice.zuid]["effort_heavy"] == Parameters().effort_heavy


def test_a_setting_says_who_chose_it_last_and_when(practice: Practice) -> None:
    choose(practice, "weeks", 3)
    practice_later = later(days=2)
    advice.change_setting(practice.lea, practice.noord, "weeks", 4, now=practice_later)
    (found,) = (
        one
        for one in advice.settings(practice.ines, practice.noord, now=NOW).settings
        if one.changed_by is not None
    )
    assert found.setting.name == "weeks"
    assert (found.value, found.changed_by, found.changed_at) == (
        4,
        practice.lea.name,
        practice_later,
    )


def test_the_log_tells_of_each_change_what_it_was_and_became(practice: Practice) -> None:
    choose(practice, "weeks", 3)
    choose(practice, "weeks", 3)
    choose(practice, "weeks", 2)
    choose(practice, "ladder", "1 - 4, 6")
    lines = [row for row in practice.rows(t.AuditRow) if row.part == "team setting"]
    assert {(row.person_id, row.action, row.subject_id) for row in lines} == {
        (practice.lea.person_id, "U", practice.noord)
    }
    assert sorted(row.reason for row in lines) == [
        "ladder: 1-5,7,10,12,15,20,25,30,40,45,60 became 1-4,6",
        "weeks: 2 became 3",
        "weeks: 3 became 2",
    ]


def test_the_value_it_has_already_changes_nothing(practice: Practice) -> None:
    before = practice.everything()
    choose(practice, "weeks", 2)
    choose(practice, "ladder_cautious", "1-15, 17, 19, 21, 23, 25, 28, 30")
    assert practice.everything() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weeks", 1),
        ("weeks", 5),
        ("weeks", 2.5),
        ("weeks", None),
        ("weeks", float("nan")),
        ("weeks", "3"),
        ("ladder", "5, 1"),
        ("ladder", 3.0),
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(
    practice: Practice, name: str, value: Any
) -> None:
    choose(practice, "weeks", 3)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        choose(practice, name, value)
    assert {problem.field for problem in refused.value.problems} == {name}
    assert practice.everything() == before


@pytest.mark.parametrize(
    ("who", "name", "refusal"),
    [
        ("ines", "weeks", NotAllowed),
        ("marek", "weeks", NotAllowed),
        ("otto", "weeks", NotAllowed),
        ("ada", "weeks", NotAllowed),
        ("olga", "weeks", NotFound),
        ("lea", "no such thing", NotFound),
    ],
)
def test_only_the_lead_of_a_team_changes_its_settings(
    practice: Practice, who: str, name: str, refusal: type[Exception]
) -> None:
    before = practice.everything()
    with pytest.raises(refusal):
        choose(practice, name, 3, who=who)
    assert practice.everything() == before


@pytest.mark.parametrize("who", ["otto", "olga"])
def test_the_settings_of_another_team_are_not_found(practice: Practice, who: str) -> None:
    with pytest.raises(NotFound):
        advice.settings(getattr(practice, who), practice.noord, now=NOW)
    with pytest.raises(NotFound):
        advice.settings(practice.lea, "0" * 32, now=NOW)


def test_who_leads_a_team_no_longer_changes_nothing_there(practice: Practice) -> None:
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.noord, (Role.COACH,), now=NOW)
    lea = again(practice.lea)
    with pytest.raises(NotAllowed):
        advice.change_setting(lea, practice.noord, "weeks", 3, now=NOW)
    assert advice.settings(lea, practice.noord, now=NOW).team.id == practice.noord


def test_what_another_subject_keeps_for_the_team_is_left_alone(practice: Practice) -> None:
    practice.run(
        t.TeamSettingRow.__table__.insert().values(
            team_id=practice.noord,
            name="weeks",
            value="4",
            changed_by=practice.lea.person_id,
            changed_at=NOW,
        )
    )
    found = advice.settings(practice.lea, practice.noord, now=NOW)
    assert all(one.value == one.setting.usual for one in found.settings)
    choose(practice, "weeks", 3)
    assert {row.name: row.value for row in practice.rows(t.TeamSettingRow)} == {
        "weeks": "4",
        "step suggestion.weeks": "3",
    }
