"""How the team is doing: counted over the team, for its lead, and written in the log."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import insert, select

from lib.domain.access import Role
from lib.domain.agenda import AppointmentDraft
from lib.domain.calendar import week_start
from lib.domain.intake import IntakeDraft
from lib.domain.problems import NotFound
from lib.domain.sessions import Outcome
from lib.domain.team_quality import Quality
from lib.practice import accounts, agenda, intake, sessions, step_library, team_quality
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
    recorded,
    step,
    told,
)
from tests.practice.test_good_starts import Guided, at, five, four, guided

__all__ = ["five"]  # a fixture of another file
MONDAY = week_start(TODAY)


def of_noord(practice: Practice) -> Quality:
    return team_quality.of_teams(practice.lea, team_id=practice.noord, now=NOW)


def everyone(practice: Practice) -> list[Guided]:
    """Five clients of Noord: the three of the cast and two more."""
    more = [
        guided(practice, practice.marek, "Fien Baars"),
        guided(practice, practice.ines, "Gijs Vos"),
    ]
    return [*four(practice)[:3], *more]


def met(who: Guided, day: date, *, attendance: str = "came", hour: int = 9) -> str:
    coach, client, name = who
    return recorded(
        coach,
        client,
        name=name,
        day=day,
        at=time(hour, 0),
        attendance=attendance,
        now=at(day) + timedelta(hours=1),
    )


def weeks(practice: Practice) -> list[tuple[date, int]]:
    return [(one.start, one.contacts) for one in of_noord(practice).contacts.weeks]


def test_contacts_are_the_sessions_that_clients_came_to_by_week(practice: Practice) -> None:
    some = everyone(practice)
    first = MONDAY - timedelta(weeks=3)
    for who in some:
        met(who, first + timedelta(days=1))
    met(some[0], first + timedelta(weeks=2), attendance="absent")
    met(some[1], first + timedelta(weeks=2), attendance="cancelled")
    met(some[2], first + timedelta(weeks=2))
    met(some[3], TODAY, hour=8)  # the running week
    outsider = four(practice)[3]
    met(outsider, first - timedelta(weeks=1))
    assert weeks(practice) == [
        (first, 5),
        (first + timedelta(weeks=1), 0),
        (first + timedelta(weeks=2), 1),
    ]
    assert of_noord(practice).contacts.clients == 5


def test_of_four_clients_nothing_is_shown(practice: Practice) -> None:
    for who in everyone(practice)[:4]:
        met(who, MONDAY - timedelta(weeks=2))
    found = of_noord(practice)
    assert found.contacts.weeks == ()
    assert not found.contacts.enough
    assert not found.first_steps.enough


def test_a_session_counts_as_it_stands_now(practice: Practice) -> None:
    some = everyone(practice)
    last = MONDAY - timedelta(weeks=1)
    ids = [met(who, last) for who in some]
    before = last - timedelta(weeks=1)
    met(some[0], before)
    changes = [{"attendance": "absent"}, {"day": before}]
    for session_id, (coach, client, _), change in zip(ids[:2], some, changes, strict=False):
        sessions.correct(
            coach,
            client,
            session_id,
            draft(**{"day": last, **change}),
            reason="het was anders",
            expected_version=1,
            save_key=key(),
            now=at(last) + timedelta(hours=2),
        )
    assert weeks(practice) == [(before, 2), (last, 3)]


def test_the_last_week_is_left_out_until_what_was_planned_is_written_down(
    practice: Practice,
) -> None:
    some = everyone(practice)
    first = MONDAY - timedelta(weeks=2)
    for who in some:
        met(who, first)
    coach, client, _ = some[0]
    friday = MONDAY - timedelta(days=3)
    planned = AppointmentDraft(day=friday, at=time(10, 0), minutes=60)
    agenda.plan(coach, client, planned, save_key=key(), now=at(first))
    found = of_noord(practice).contacts
    assert [one.start for one in found.weeks] == [first]
    assert found.left_out == MONDAY - timedelta(weeks=1)
    # That the client was not there is written down as well.
    met(some[0], friday, attendance="absent", hour=10)
    found = of_noord(practice).contacts
    assert [one.contacts for one in found.weeks] == [5, 0]
    assert found.left_out is None


def test_days_to_a_first_step_run_from_the_referral(practice: Practice) -> None:
    some = everyone(practice)
    for n, (coach, client, name) in enumerate(some):
        adjusted(coach, client, step(), now=at(date(2026, 2, 1)))
        day = date(2026, 2, 10) + timedelta(days=n)
        recorded(
            coach,
            client,
            name=name,
            day=day,
            now=at(day),
            check_ins=told("walk", Outcome.MINI, day),
        )
    coach, client, _ = some[0]
    intake.change(
        coach,
        client,
        IntakeDraft(referred_on=date(2026, 1, 1)),
        expected_version=0,
        now=NOW,
    )
    guided(practice, practice.ines, "Hanna Bos")
    found = of_noord(practice).first_steps
    # Bob from his referral on the first of January, the others from the fifth.
    assert [one.days for one in found.steps] == [40, 37, 38, 39, 40]
    assert (found.waiting, found.ended, found.earlier) == (1, 0, 0)


def test_each_look_is_one_line_in_the_log_and_names_the_team(practice: Practice) -> None:
    lea = again(practice.lea, view="a" * 32)
    for _ in range(3):
        team_quality.of_teams(lea, team_id=practice.noord, now=NOW)
    team_quality.handed_out(lea, "contact rows", team_id=practice.noord, now=NOW)
    lines = practice.rows(
        select(t.AuditRow).where(t.AuditRow.part.in_(["team quality", "contact rows"]))
    )
    assert sorted((one.action, one.part, one.subject_id, one.client_id) for one in lines) == [
        ("E", "contact rows", practice.noord, None),
        ("R", "team quality", practice.noord, None),
    ]
    # Another team on the same page is a look of its own.
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.zuid, (Role.LEAD,), now=NOW)
    both = again(practice.lea, view=lea.view)
    team_quality.of_teams(both, team_id=practice.zuid, now=NOW)
    looks = [row.subject_id for row in practice.rows(t.AuditRow) if row.part == "team quality"]
    assert sorted(looks) == sorted([practice.noord, practice.zuid])
    with pytest.raises(NotFound):
        team_quality.handed_out(lea, "mood rows", team_id=practice.noord, now=NOW)


def test_a_region_narrows_to_its_teams_and_another_teams_is_not_found(practice: Practice) -> None:
    practice.run(insert(t.RegionRow).values(id="r" * 32, name="Kust", created_at=NOW))
    practice.run(insert(t.TeamRegionRow).values(team_id=practice.noord, region_id="r" * 32))
    (team,) = team_quality.teams(practice.lea, now=NOW)
    assert (team.name, team.region_name) == ("Noord", "Kust")
    shown = team_quality.of_teams(practice.lea, region_id="r" * 32, now=NOW).shown
    assert [one.id for one in shown] == [practice.noord]
    for asked in ({"region_id": "x" * 32}, {"team_id": practice.zuid}):
        with pytest.raises(NotFound):
            team_quality.of_teams(practice.lea, now=NOW, **asked)
    with pytest.raises(NotFound):
        team_quality.of_teams(practice.olga, region_id="r" * 32, now=NOW)


def test_the_lead_sees_the_same_counts_of_ideas_as_the_coach(
    practice: Practice, five: list[Guided]
) -> None:
    found = step_library.tried_in_teams(practice.lea, team_ids={practice.noord}, now=NOW)
    (letterbox,) = found
    assert (letterbox.idea.key, letterbox.team_name) == ("letterbox", "")
    shelf = step_library.shelf(practice.ines, None, now=NOW)
    assert letterbox.starts == shelf.starts["letterbox"]
    assert letterbox.starts.tried == 5
    with pytest.raises(NotFound):
        step_library.tried_in_teams(practice.lea, team_ids={practice.zuid}, now=NOW)


def test_what_is_shown_of_a_team_holds_no_client_and_no_coach(practice: Practice) -> None:
    for who in everyone(practice):
        met(who, MONDAY - timedelta(weeks=2))
    said = repr(of_noord(practice))
    for name in (*NAMES.values(), "Fien", "Gijs", practice.ines.name, practice.ines.person_id):
        assert name not in said
    assert practice.bob not in said
