"""Closing an account: nobody who is guided falls between two colleagues, and no name is shown."""

import dataclasses

import pytest

from lib.domain.access import Role, Scope
from lib.domain.covers import AFTER_LEAVING_DAYS
from lib.domain.notices import NoticeKind
from lib.domain.people import ClientDraft
from lib.practice import accounts, clients, covers, notices
from lib.practice.accounts import StillGuides
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, again, key, later


def close(practice: Practice, who: Scope, *, to: Scope | None = None, team: str = "") -> None:
    seen_to = {team or practice.noord: to.person_id} if to is not None else None
    accounts.set_active(practice.ada, who.person_id, False, seen_to=seen_to, now=NOW)


def days(practice: Practice) -> list[tuple[str, str, int]]:
    return sorted(
        (row.client_id, row.coverer_id, (row.end_day - row.start_day).days + 1)
        for row in practice.rows(t.CoverRow)
    )


@pytest.mark.parametrize("verb", ["close", "roles"])
def test_without_an_answer_nobody_leaves_clients_behind(practice: Practice, verb: str) -> None:
    before = practice.everything()
    ines = practice.ines.person_id
    acts = {
        "close": lambda: close(practice, practice.ines),
        "roles": lambda: accounts.set_roles(
            practice.ada, ines, practice.noord, (Role.LEAD,), now=NOW
        ),
    }
    with pytest.raises(StillGuides) as refused:
        acts[verb]()
    (team,) = refused.value.guided
    assert (team.team_name, team.count) == ("Noord", 2)
    assert team.coaches == ((practice.marek.person_id, practice.marek.name),)
    assert team.leads == ((practice.lea.person_id, practice.lea.name),)
    assert practice.everything() == before
    assert accounts.still_guides(practice.ada, ines, now=NOW) == refused.value.guided


@pytest.mark.parametrize("who", ["lea", "otto", "ines"])
def test_an_answer_that_does_not_fit_is_no_answer(practice: Practice, who: str) -> None:
    before = practice.everything()
    with pytest.raises(StillGuides):
        close(practice, practice.ines, to=getattr(practice, who))
    assert practice.everything() == before


def test_who_coaches_there_covers_for_four_weeks_in_the_same_moment(practice: Practice) -> None:
    close(practice, practice.ines, to=practice.marek)
    marek = practice.marek.person_id
    assert days(practice) == sorted(
        (client, marek, AFTER_LEAVING_DAYS) for client in (practice.bob, practice.anna)
    )
    assert clients.get(again(practice.marek), practice.bob, now=NOW).coach_id
    for told in (practice.marek, practice.lea):
        assert [one.kind for one in notices.mine(again(told), now=NOW)] == [NoticeKind.COVER]
    assert {one.client_name for one in covers.of_teams(practice.lea, now=NOW)} == {
        NAMES["Bob"],
        NAMES["Anna"],
    }


def test_days_that_a_colleague_covers_already_stay_with_them(practice: Practice) -> None:
    both = (Role.LEAD, Role.COACH)
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.noord, both, now=NOW)
    covers.add(
        practice.ines,
        [practice.bob],
        coverer_id=practice.lea.person_id,
        start=TODAY,
        end=TODAY,
        save_key=key(),
        now=NOW,
    )
    close(practice, practice.ines, to=practice.marek)
    marek, lea = practice.marek.person_id, practice.lea.person_id
    assert days(practice) == sorted(
        [
            (practice.bob, lea, 1),
            (practice.bob, marek, AFTER_LEAVING_DAYS - 1),
            (practice.anna, marek, AFTER_LEAVING_DAYS),
        ]
    )


def test_without_another_coach_the_lead_is_told_and_sees_them(practice: Practice) -> None:
    (team,) = accounts.still_guides(practice.ada, practice.otto.person_id, now=NOW)
    assert (team.coaches, [name for _, name in team.leads]) == ((), [practice.olga.name])
    close(practice, practice.otto, to=practice.olga, team=practice.zuid)
    assert practice.count(t.CoverRow) == 0
    (told,) = notices.mine(practice.olga, now=NOW)
    assert (told.kind, told.client_name) == (NoticeKind.COVER, NAMES["Daan"])


def test_whoever_is_alone_in_a_team_can_always_be_let_go(practice: Practice) -> None:
    accounts.set_roles(practice.ada, practice.olga.person_id, practice.zuid, (), now=NOW)
    (team,) = accounts.still_guides(practice.ada, practice.otto.person_id, now=NOW)
    assert not team.asks
    close(practice, practice.otto)
    assert not next(
        one for one in accounts.colleagues(practice.ada, now=NOW) if one.name == practice.otto.name
    ).active


def test_nothing_is_asked_of_who_guides_nobody_any_more(practice: Practice) -> None:
    version = clients.get(practice.otto, practice.daan, now=NOW).version
    ended = ClientDraft(NAMES["Daan"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.otto, practice.daan, ended, expected_version=version, now=NOW)
    assert accounts.still_guides(practice.ada, practice.otto.person_id, now=NOW) == ()
    close(practice, practice.otto)
    close(practice, practice.lea)
    assert practice.count(t.CoverRow) == 0


def test_only_the_team_that_is_left_is_asked_about(practice: Practice) -> None:
    coach = (Role.COACH,)
    accounts.set_roles(practice.ada, practice.ines.person_id, practice.zuid, coach, now=NOW)
    clients.add(
        again(practice.ines),
        ClientDraft("Gea", started_on=BEGAN),
        team_id=practice.zuid,
        save_key=key(),
        now=NOW,
    )
    marek = practice.marek.person_id
    accounts.set_roles(
        practice.ada, practice.ines.person_id, practice.noord, (), seen_to=marek, now=NOW
    )
    assert {client for client, _, _ in days(practice)} == {practice.bob, practice.anna}
    with pytest.raises(StillGuides):
        close(practice, practice.ines, to=practice.marek)
    close(practice, practice.ines, to=practice.otto, team=practice.zuid)


def test_no_client_reaches_the_administrator(practice: Practice) -> None:
    found = accounts.still_guides(practice.ada, practice.ines.person_id, now=NOW)
    told = repr([dataclasses.asdict(one) for one in found])
    for name in ("bob", "anna", "cem", "daan"):
        assert getattr(practice, name) not in told
        assert NAMES[name.title()] not in told
    close(practice, practice.ines, to=practice.marek)
    assert notices.mine(practice.ada, now=later(hours=1)) == ()
