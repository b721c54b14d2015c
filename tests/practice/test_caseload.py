"""The caseload: whose clients stand in it, in which order, and what the log says of it."""

import pytest
from sqlalchemy.exc import DBAPIError

from lib.domain.access import Role
from lib.domain.people import ClientDraft
from lib.practice import accounts, caseload, clients
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, again, break_the_log, key, recorded


def test_a_coach_sees_their_own_clients_by_name(practice: Practice) -> None:
    assert [row.client.name for row in caseload.own(practice.ines, now=NOW)] == [
        NAMES["Anna"],
        NAMES["Bob"],
    ]
    assert [row.client.id for row in caseload.own(practice.otto, now=NOW)] == [practice.daan]


def test_a_lead_sees_everyone_of_the_team_and_no_one_else(practice: Practice) -> None:
    assert [row.client.name for row in caseload.of_teams(practice.lea, now=NOW)] == [
        NAMES["Anna"],
        NAMES["Bob"],
        NAMES["Cem"],
    ]
    assert [row.client.id for row in caseload.of_teams(practice.olga, now=NOW)] == [practice.daan]


def test_the_order_does_not_follow_what_anyone_did(practice: Practice) -> None:
    names = [row.client.name for row in caseload.of_teams(practice.lea, now=NOW)]
    recorded(practice.marek, practice.cem, name=NAMES["Cem"], mood_before=1)
    assert [row.client.name for row in caseload.of_teams(practice.lea, now=NOW)] == names


def test_an_ended_client_is_no_longer_in_it(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)
    for rows in (caseload.own(practice.ines, now=NOW), caseload.of_teams(practice.lea, now=NOW)):
        assert practice.bob not in {row.client.id for row in rows}


def test_a_coach_who_left_the_team_no_longer_sees_its_clients_but_the_lead_does(
    practice: Practice,
) -> None:
    accounts.set_roles(
        practice.ada,
        practice.ines.person_id,
        practice.noord,
        (),
        seen_to=practice.marek.person_id,
        now=NOW,
    )
    accounts.set_roles(practice.ada, practice.ines.person_id, practice.zuid, (Role.COACH,), now=NOW)
    assert caseload.own(again(practice.ines), now=NOW) == ()
    assert practice.bob in {row.client.id for row in caseload.of_teams(practice.lea, now=NOW)}


def test_a_list_is_one_line_that_names_who_was_shown(practice: Practice) -> None:
    look = again(practice.lea, view=key())
    for _ in range(3):
        caseload.of_teams(look, now=NOW)
    (line,) = [row for row in practice.rows(t.AuditRow) if row.action == "R"]
    assert (line.part, line.client_id, line.view) == ("team caseload", None, look.view)
    assert line.listed == [practice.anna, practice.bob, practice.cem]
    caseload.of_teams(again(practice.lea, view=key()), now=NOW)
    assert sum(row.action == "R" for row in practice.rows(t.AuditRow)) == 2


def test_a_list_outside_a_page_names_who_was_shown_as_well(practice: Practice) -> None:
    caseload.own(again(practice.ines), now=NOW)
    (line,) = [row for row in practice.rows(t.AuditRow) if row.action == "R"]
    assert (line.part, line.listed) == ("own caseload", [practice.anna, practice.bob])


def test_who_comes_into_sight_later_in_the_same_look_is_in_the_log_as_well(
    practice: Practice,
) -> None:
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.zuid, (Role.LEAD,), now=NOW)
    look = again(practice.lea, view=key())

    def shown(*teams: str) -> None:
        caseload.of_teams(look, team_ids=teams, now=NOW)

    # The page stays the same while another team is chosen on it.
    for teams in ([practice.noord], [practice.noord], [practice.zuid], [practice.noord]):
        shown(*teams)
    shown(practice.noord, practice.zuid)
    lines = [row for row in practice.rows(t.AuditRow) if row.action == "R"]
    assert {(row.part, row.view, row.person_id) for row in lines} == {
        ("team caseload", look.view, look.person_id)
    }
    assert sorted((row.listed for row in lines), key=len) == [
        [practice.daan],
        [practice.anna, practice.bob, practice.cem],
    ]


def test_a_team_chosen_later_in_a_look_is_not_shown_when_that_cannot_be_logged(
    practice: Practice,
) -> None:
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.zuid, (Role.LEAD,), now=NOW)
    look = again(practice.lea, view=key())
    # Worked out before, so that nothing but the look has to be logged.
    caseload.of_teams(again(practice.lea), now=NOW)
    caseload.of_teams(look, team_ids=[practice.noord], now=NOW)
    break_the_log(practice)
    assert len(caseload.of_teams(look, team_ids=[practice.noord], now=NOW)) == 3
    with pytest.raises(DBAPIError):
        caseload.of_teams(look, team_ids=[practice.zuid], now=NOW)
