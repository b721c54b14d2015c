"""The deputy of a team: named by its lead, of those who coach or lead somewhere."""

import pytest

from lib.domain.problems import NotFound
from lib.practice import accounts, deputies
from lib.storage import tables as t
from tests.cast import NOW, Practice


def test_a_lead_names_whoever_coaches_or_leads_and_nobody_else(practice: Practice) -> None:
    found = deputies.of_team(practice.lea, practice.noord, now=NOW)
    assert (found.deputy_id, found.changed_by) == (None, None)
    assert set(found.choices) == {
        one.person_id for one in (practice.ines, practice.marek, practice.otto, practice.olga)
    }
    for nobody in (practice.ada.person_id, practice.lea.person_id, "0" * 32):
        with pytest.raises(NotFound):
            deputies.name(practice.lea, practice.noord, nobody, now=NOW)
    for _ in range(2):  # saying it again is no change
        deputies.name(practice.lea, practice.noord, practice.olga.person_id, now=NOW)
    found = deputies.of_team(practice.lea, practice.noord, now=NOW)
    assert (found.deputy_id, found.deputy_name) == (practice.olga.person_id, practice.olga.name)
    assert (found.works, found.changed_by) == (True, practice.lea.name)
    deputies.name(practice.lea, practice.noord, None, now=NOW)
    assert deputies.of_team(practice.lea, practice.noord, now=NOW).deputy_id is None
    lines = [row for row in practice.rows(t.AuditRow) if row.part == "team setting"]
    assert [row.reason.split(": ")[0] for row in lines] == ["deputy for care signals"] * 2


def test_a_deputy_whose_account_closed_is_said_not_to_work(practice: Practice) -> None:
    deputies.name(practice.lea, practice.noord, practice.olga.person_id, now=NOW)
    accounts.set_active(practice.ada, practice.olga.person_id, False, now=NOW)
    found = deputies.of_team(practice.lea, practice.noord, now=NOW)
    assert (found.works, found.deputy_name) == (False, practice.olga.name)
