"""Regions: who leads one leads each of its teams, from the next action on."""

from typing import Any

import pytest

from lib.domain.access import Role
from lib.domain.people import Region
from lib.domain.problems import Invalid, NotFound
from lib.practice import accounts, care_signals, caseload, regions
from lib.storage import tables as t
from tests.cast import NAMES, NOW, Practice, again, key


def keep(
    practice: Practice,
    name: str = "Oost",
    *,
    region: str | None = None,
    teams: tuple[str, ...] = (),
    leads: tuple[str, ...] = (),
) -> str:
    return regions.keep(practice.ada, region, name=name, team_ids=teams, lead_ids=leads, now=NOW)


def test_a_region_holds_teams_and_is_led(practice: Practice) -> None:
    lead = practice.lea.person_id
    east = keep(practice, " Oost ", teams=(practice.zuid,), leads=(lead,))
    assert regions.every(practice.ada, now=NOW) == (
        Region(east, "Oost", frozenset({practice.zuid}), frozenset({lead})),
    )
    lea = again(practice.lea)
    assert lea.lead_teams == {practice.noord, practice.zuid}
    names = {one.client.name for one in caseload.of_teams(lea, now=NOW)}
    assert names == set(NAMES.values())
    (told,) = [one for one in accounts.colleagues(practice.ada, now=NOW) if one.regions]
    assert (told.name, told.regions) == (practice.lea.name, ("Oost",))

    west = keep(practice, "West", teams=(practice.zuid,))  # a team belongs to one region
    assert again(practice.lea).lead_teams == {practice.noord}
    keep(practice, region=west, name="West", teams=(practice.zuid,), leads=(lead,))
    assert again(practice.lea).lead_teams == {practice.noord, practice.zuid}
    keep(practice, region=west, name="West", teams=(practice.zuid,))
    assert again(practice.lea).lead_teams == {practice.noord}


def test_a_region_of_many_teams_is_kept_and_every_one_stands_in_the_log(
    practice: Practice,
) -> None:
    for number in range(20):
        accounts.add_team(practice.ada, f"Team {number}", now=NOW)
    teams = tuple(one.id for one in accounts.teams(practice.ada, now=NOW))
    east = keep(practice, teams=teams, leads=(practice.lea.person_id,))
    assert again(practice.lea).lead_teams >= set(teams)
    reasons = [
        row.reason
        for row in practice.rows(t.AuditRow)
        if (row.part, row.action, row.subject_id) == ("region", "U", east)
    ]
    assert {one for told in reasons for one in told.split()} >= {*teams, practice.lea.person_id}
    assert max(map(len, reasons)) <= 500


def test_a_name_is_given_once(practice: Practice) -> None:
    keep(practice, "OOST", region=keep(practice))
    west = keep(practice, "West")
    before = practice.everything()
    for wrong in ("oost", "", "x" * 81):
        for region in (None, west):
            with pytest.raises(Invalid):
                keep(practice, wrong, region=region)
    assert practice.everything() == before


@pytest.mark.parametrize(
    "about", [{"region": "nowhere"}, {"teams": ("nowhere",)}, {"leads": ("nobody",)}]
)
def test_what_does_not_exist_is_not_found(practice: Practice, about: dict[str, Any]) -> None:
    before = practice.everything()
    with pytest.raises(NotFound):
        keep(practice, **about)
    assert practice.everything() == before


def test_a_team_without_a_lead_has_the_lead_of_its_region_read_along(practice: Practice) -> None:
    keep(practice, teams=(practice.zuid,), leads=(practice.lea.person_id,))

    def readers(words: str) -> set[str]:
        signal = care_signals.open_signal(
            practice.otto, practice.daan, words=words, save_key=key(), now=NOW
        )
        every = care_signals.standing(practice.otto, practice.daan, now=NOW)
        return {one.id for found in every if found.id == signal for one in found.readers}

    assert readers("met een eigen teamleider") == {practice.olga.person_id}
    coach = (Role.COACH,)
    accounts.set_roles(practice.ada, practice.olga.person_id, practice.zuid, coach, now=NOW)
    assert readers("zonder") == {practice.lea.person_id}
