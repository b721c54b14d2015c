"""The rules of a practice: read by everyone, changed by an administrator, at once in force."""

from typing import Any

import pytest

from lib.domain.problems import Invalid, NotAllowed
from lib.domain.rules import Rules
from lib.domain.sessions import LOCK_AFTER_DAYS
from lib.practice import rules, sessions
from lib.practice.sessions import Locked
from lib.storage import tables as t
from tests.cast import NOW, Practice, draft, key, later, recorded


def change(practice: Practice, days: float | None, *, who: str = "ada") -> None:
    rules.change(getattr(practice, who), lock_after_days=days, now=NOW)


def correct(practice: Practice, session_id: str, *, days: float) -> None:
    """Correct a session so many days after it was saved."""
    sessions.correct(
        practice.ines,
        practice.bob,
        session_id,
        draft(note="anders"),
        reason="verkeerd onthouden",
        expected_version=1,
        save_key=key(),
        now=later(days=days),
    )


def test_a_new_practice_has_the_usual_rules(practice: Practice) -> None:
    for scope in practice.people.values():
        assert rules.of_practice(scope, now=NOW) == Rules(lock_after_days=LOCK_AFTER_DAYS)


def test_what_an_administrator_changes_holds_for_everyone(practice: Practice) -> None:
    change(practice, 14)
    change(practice, 3.0)
    for scope in practice.people.values():
        assert rules.of_practice(scope, now=NOW) == Rules(lock_after_days=3)


def test_the_log_says_who_changed_the_rules_and_into_what(practice: Practice) -> None:
    change(practice, 14)
    change(practice, 3)
    lines = [row for row in practice.rows(t.AuditRow) if row.part == "rules"]
    assert {(row.person_id, row.action, row.reason) for row in lines} == {
        (practice.ada.person_id, "U", "lock after days: 14"),
        (practice.ada.person_id, "U", "lock after days: 3"),
    }


@pytest.mark.parametrize("days", [None, 0, 91, 2.5, float("nan"), float("inf")])
def test_a_number_that_does_not_fit_changes_nothing(practice: Practice, days: Any) -> None:
    change(practice, 14)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        change(practice, days)
    assert {problem.field for problem in refused.value.problems} == {"lock_after_days"}
    assert practice.everything() == before


@pytest.mark.parametrize("who", ["ines", "marek", "lea", "otto", "olga"])
def test_only_an_administrator_changes_the_rules(practice: Practice, who: str) -> None:
    before = practice.everything()
    with pytest.raises(NotAllowed):
        change(practice, 14, who=who)
    assert practice.everything() == before


def test_the_rules_stand_beside_the_other_settings(practice: Practice) -> None:
    others = {row.name: row.value for row in practice.rows(t.SettingRow)}
    change(practice, 14)
    now = {row.name: row.value for row in practice.rows(t.SettingRow)}
    assert now == {**others, "lock after days": "14"}


def test_a_shorter_term_fixes_sessions_that_were_saved_before(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    change(practice, 2)
    with pytest.raises(Locked):
        correct(practice, session_id, days=2)


def test_a_longer_term_opens_a_fixed_session_again(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    with pytest.raises(Locked):
        correct(practice, session_id, days=LOCK_AFTER_DAYS)
    change(practice, LOCK_AFTER_DAYS + 2)
    correct(practice, session_id, days=LOCK_AFTER_DAYS)
    assert practice.count(t.SessionVersionRow) == 2
