"""Clients: added once, changed by their own coach, never overwritten in silence."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest

from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotFound, Stale
from lib.practice import clients, progress
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, again, key, later

NEW = ClientDraft("Esra Aydın", phone="06 12 34 56 78", started_on=TODAY)


def test_a_new_client_stands_under_the_coach_who_added_them(practice: Practice) -> None:
    added = clients.add(practice.ines, NEW, team_id=practice.noord, save_key=key(), now=NOW)
    client = clients.get(practice.ines, added, now=NOW)
    assert (client.name, client.phone, client.started_on) == (NEW.name, NEW.phone, TODAY)
    assert (client.coach_name, client.team_name) == (practice.ines.name, "Noord")
    with pytest.raises(NotFound):
        clients.get(practice.marek, added, now=NOW)


def test_the_same_save_key_adds_a_client_once(practice: Practice) -> None:
    form = key()
    ids = {
        clients.add(practice.ines, NEW, team_id=practice.noord, save_key=form, now=NOW)
        for _ in range(3)
    }
    assert len(ids) == 1
    assert [row.name for row in practice.rows(t.ClientRow)].count(NEW.name) == 1


def test_two_clicks_at_the_same_moment_add_a_client_once(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return clients.add(practice.ines, NEW, team_id=practice.noord, save_key=form, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(click, range(4)))
    assert len(ids) == 1
    assert [row.name for row in practice.rows(t.ClientRow)].count(NEW.name) == 1


def test_a_client_is_added_only_in_a_team_where_one_coaches(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        clients.add(practice.ines, NEW, team_id=practice.zuid, save_key=key(), now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["team"]
    assert practice.everything() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(NEW, name=" \u200b "), "name"),
        (replace(NEW, phone="bel maar"), "phone"),
        (replace(NEW, started_on=TODAY + timedelta(days=1)), "started_on"),
        (replace(NEW, ended_on=TODAY - timedelta(days=1)), "ended_on"),
    ],
)
def test_a_client_with_a_problem_is_not_kept(
    practice: Practice, wrong: ClientDraft, field: str
) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        clients.add(practice.ines, wrong, team_id=practice.noord, save_key=key(), now=NOW)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert practice.everything() == before


def test_hostile_signs_in_a_name_are_stored_as_text(practice: Practice) -> None:
    name = "O'Brien\x00; DROP TABLE client\u202e"
    added = clients.add(
        practice.ines, replace(NEW, name=name), team_id=practice.noord, save_key=key(), now=NOW
    )
    assert clients.get(practice.ines, added, now=NOW).name == "O'Brien; DROP TABLE client"


def test_a_change_is_kept_with_who_and_when(practice: Practice) -> None:
    before = clients.get(practice.ines, practice.bob, now=NOW)
    moment = later(hours=1)
    change = ClientDraft("Bob Twijnstra-Vos", phone="050 123 45 67", started_on=BEGAN)
    clients.change(practice.ines, practice.bob, change, expected_version=before.version, now=moment)
    row = next(row for row in practice.rows(t.ClientRow) if row.id == practice.bob)
    assert (row.name, row.phone) == (change.name, change.phone)
    assert (row.changed_by, row.changed_at) == (practice.ines.person_id, moment)
    assert row.version > before.version


def test_a_stale_change_is_refused_with_who_and_when(practice: Practice) -> None:
    seen = clients.get(practice.ines, practice.bob, now=NOW).version
    first = ClientDraft("Bob van Twijnstra", started_on=BEGAN)
    clients.change(practice.ines, practice.bob, first, expected_version=seen, now=later(minutes=5))
    before = practice.everything()
    with pytest.raises(Stale) as refused:
        clients.change(
            practice.ines,
            practice.bob,
            ClientDraft("Bob Anders", started_on=BEGAN),
            expected_version=seen,
            now=later(minutes=6),
        )
    assert (refused.value.name, refused.value.moment) == (practice.ines.name, later(minutes=5))
    assert practice.everything() == before


def test_of_two_changes_at_the_same_moment_one_is_kept_and_one_refused(practice: Practice) -> None:
    seen, together = clients.get(practice.ines, practice.bob, now=NOW).version, Barrier(2)

    def change(name: str) -> str:
        together.wait()
        try:
            clients.change(
                practice.ines,
                practice.bob,
                ClientDraft(name, started_on=BEGAN),
                expected_version=seen,
                now=NOW,
            )
        except Stale:
            return "refused"
        return name

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(change, ["Bob Eerst", "Bob Ook"]))
    assert "refused" in outcomes
    assert clients.get(practice.ines, practice.bob, now=NOW).name in outcomes


def test_an_ended_client_stays_readable_and_can_be_opened_again(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ending = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ending, expected_version=version, now=NOW)
    ended = clients.get(practice.ines, practice.bob, now=NOW)
    assert ended.ended_on == TODAY
    reopened = ClientDraft(NAMES["Bob"], started_on=BEGAN)
    clients.change(practice.ines, practice.bob, reopened, expected_version=ended.version, now=NOW)
    assert clients.get(practice.ines, practice.bob, now=NOW).ended_on is None


def test_one_look_is_one_line_and_a_next_look_another(practice: Practice) -> None:
    def looks() -> int:
        return sum(
            row.action == "R" and row.client_id == practice.bob for row in practice.rows(t.AuditRow)
        )

    first, second = again(practice.ines, view=key()), again(practice.ines, view=key())
    for _ in range(3):
        clients.get(first, practice.bob, now=NOW)
    assert looks() == 1
    clients.get(second, practice.bob, now=NOW)
    assert looks() == 2


def test_the_line_of_a_look_says_who_what_and_by_which_rule(practice: Practice) -> None:
    for scope in (practice.ines, practice.lea):
        progress.of_client(again(scope, view=key()), practice.bob, now=NOW)
    lines = {
        row.person_id: (row.roles, row.part, row.client_id, row.rule, row.outcome)
        for row in practice.rows(t.AuditRow)
        if row.action == "R"
    }
    assert lines == {
        practice.ines.person_id: ("coach", "progress", practice.bob, "own client", "done"),
        practice.lea.person_id: ("lead", "progress", practice.bob, "team lead", "done"),
    }


def test_a_look_that_cannot_be_logged_shows_nothing(practice: Practice) -> None:
    practice.run("DROP TABLE audit")
    with pytest.raises(Exception, match="audit"):
        clients.get(again(practice.ines, view=key()), practice.bob, now=NOW)


def test_the_teams_offered_are_those_where_one_coaches(practice: Practice) -> None:
    assert [team.name for team in clients.my_teams(practice.ines, now=NOW)] == ["Noord"]
    assert [team.name for team in clients.my_teams(practice.otto, now=NOW)] == ["Zuid"]


def test_the_next_date_is_planned_and_taken_back_without_a_session(practice: Practice) -> None:
    def coming() -> datetime | None:
        return clients.next_appointment(practice.ines, practice.bob, now=NOW)

    assert coming() is None
    clients.plan_next(practice.ines, practice.bob, day=date(2026, 4, 1), at=time(10, 30), now=NOW)
    assert coming() == datetime(2026, 4, 1, 8, 30, tzinfo=UTC)
    clients.plan_next(practice.ines, practice.bob, day=None, at=None, now=NOW)
    assert coming() is None
    lines = [row.action for row in practice.rows(t.AuditRow) if row.part == "appointment"]
    assert lines == ["U", "U"]


@pytest.mark.parametrize(
    ("day", "at", "field"),
    [
        (TODAY, time(8, 0), "next_day"),
        (TODAY + timedelta(days=800), time(8, 0), "next_day"),
        (None, time(8, 0), "next_day"),
        (TODAY + timedelta(days=1), None, "next_at"),
        (date(2027, 3, 28), time(2, 30), "next_at"),
    ],
)
def test_a_next_date_that_cannot_be_is_refused_beside_its_field(
    in_sqlite: Practice, day: date | None, at: time | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        clients.plan_next(in_sqlite.ines, in_sqlite.bob, day=day, at=at, now=NOW)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert clients.next_appointment(in_sqlite.ines, in_sqlite.bob, now=NOW) is None


def test_a_next_date_that_has_passed_is_no_next_date(in_sqlite: Practice) -> None:
    clients.plan_next(
        in_sqlite.ines, in_sqlite.bob, day=TODAY + timedelta(days=1), at=time(9, 0), now=NOW
    )
    later_on = clients.next_appointment(in_sqlite.ines, in_sqlite.bob, now=later(days=2))
    assert later_on is None


def test_ended_guidance_leaves_the_list_and_stands_in_its_own(practice: Practice) -> None:
    bob = clients.get(practice.ines, practice.bob, now=NOW)
    assert clients.ended(practice.ines, now=NOW) == ()
    clients.change(
        practice.ines,
        practice.bob,
        ClientDraft(bob.name, started_on=bob.started_on, ended_on=TODAY),
        expected_version=bob.version,
        now=NOW,
    )
    assert [one.name for one in clients.ended(practice.ines, now=NOW)] == [bob.name]
    assert clients.ended(practice.marek, now=NOW) == ()
    with pytest.raises(Closed):
        clients.plan_next(
            practice.ines, practice.bob, day=date(2026, 4, 1), at=time(10, 0), now=NOW
        )
