"""What lists show is kept: renewed after every write, each new day, and when a date has come."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from lib.domain.access import Book
from lib.domain.caseload import Reason, standing
from lib.domain.glance import Facts, facts
from lib.domain.people import ClientDraft
from lib.practice import caseload, clients, nightly, progress, worklist
from lib.storage import tables as t
from tests.cast import (
    BEGAN,
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    key,
    later,
    recorded,
    step,
)


def shown(practice: Practice, client: str, *, now: Any = NOW) -> Facts:
    found = {one.client.id: one.facts for one in caseload.of_teams(practice.lea, now=now)}
    return found[client]


def live(practice: Practice, client: str, *, now: Any = NOW) -> Facts:
    record = progress.of_client(practice.ines, client, now=now).record
    today = now.date()
    return facts(record, standing(record, today=today), today=today)


def test_a_list_follows_every_write_at_once(practice: Practice) -> None:
    assert Reason.NO_ROUTE in shown(practice, practice.bob).reasons
    adjusted(practice.ines, practice.bob, step())
    assert Reason.NO_ROUTE not in shown(practice, practice.bob).reasons
    recorded(practice.ines, practice.bob, mood_before=4)
    assert shown(practice, practice.bob).last_session is not None
    assert shown(practice, practice.bob) == live(practice, practice.bob)


def test_who_was_added_just_now_is_in_the_list(practice: Practice) -> None:
    shown(practice, practice.bob)
    eva = clients.add(
        practice.ines,
        ClientDraft("Eva", started_on=BEGAN),
        team_id=practice.noord,
        save_key=key(),
        now=NOW,
    )
    assert eva in {one.client.id for one in caseload.of_teams(practice.lea, now=NOW)}
    assert eva in {one.client.id for one in caseload.own(practice.ines, now=NOW)}


def test_who_was_never_worked_out_is_in_the_list(practice: Practice) -> None:
    """As after an update: the table is new, and every client was there before."""
    practice.run(delete(t.WorklistDueRow))
    practice.run(delete(t.StandingRow))
    assert {one.client.id for one in caseload.of_teams(practice.lea, now=NOW)} == {
        practice.bob,
        practice.anna,
        practice.cem,
    }
    assert len(practice.rows(t.StandingRow)) == 3


def test_a_new_day_is_worked_out_at_the_first_look(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    assert shown(practice, practice.bob).day == TODAY
    assert Reason.SILENT not in shown(practice, practice.bob).reasons
    after = later(days=20)
    found = shown(practice, practice.bob, now=after)
    assert found.day == TODAY + timedelta(days=20)
    assert Reason.SILENT in found.reasons
    assert found == live(practice, practice.bob, now=after)


def test_of_a_whole_organisation_nobody_waits_for_the_clock_and_the_day_is_named(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(practice, practice.bob)
    monkeypatch.setattr(caseload, "MOST_AT_ONCE", 2)
    tomorrow = later(days=1)
    assert shown(practice, practice.bob, now=tomorrow).day == TODAY
    nightly.run_due(Book.PRACTICE, now=tomorrow)
    assert shown(practice, practice.bob, now=tomorrow).day == TODAY + timedelta(days=1)


def test_when_the_appointment_has_come_it_is_looked_at_again(practice: Practice) -> None:
    soon = later(hours=2)
    local = soon + timedelta(hours=1)  # Amsterdam in March
    clients.plan_next(practice.ines, practice.bob, day=local.date(), at=local.time(), now=NOW)
    assert shown(practice, practice.bob).next_appointment == soon
    (kept,) = [row for row in practice.rows(t.StandingRow) if row.client_id == practice.bob]
    assert kept.good_until == soon
    after = soon + timedelta(minutes=1)
    assert shown(practice, practice.bob, now=after) == live(practice, practice.bob, now=after)


def test_a_list_reads_what_was_kept_and_not_the_years_behind_it(practice: Practice) -> None:
    """The copy is what is shown: a test of the tests, for it would not see a live list."""
    shown(practice, practice.bob)
    kept = next(r for r in practice.rows(t.StandingRow) if r.client_id == practice.bob)
    changed = {**kept.facts, "resting": True}
    practice.run(
        update(t.StandingRow).where(t.StandingRow.client_id == practice.bob).values(facts=changed)
    )
    assert shown(practice, practice.bob).resting


def test_nobody_works_out_a_client_of_another_team(practice: Practice) -> None:
    shown(practice, practice.bob)
    practice.run(delete(t.StandingRow))
    worklist.work_out(practice.otto, [practice.bob, practice.daan], now=NOW)
    assert {row.client_id for row in practice.rows(t.StandingRow)} == {practice.daan}


def test_a_client_who_was_covered_stands_in_both_lists_while_it_lasts(practice: Practice) -> None:
    practice.run(
        t.CoverRow.__table__.insert().values(
            id=key(),
            client_id=practice.bob,
            coverer_id=practice.marek.person_id,
            start_day=TODAY,
            end_day=TODAY + timedelta(days=6),
            words="",
            made_by=practice.ines.person_id,
            made_at=NOW,
            save_key=key(),
        )
    )
    assert practice.bob not in {one.client.id for one in caseload.own(practice.marek, now=NOW)}
    marek = again(practice.marek)
    assert practice.bob in {one.client.id for one in caseload.own(marek, now=NOW)}
    assert practice.bob in {one.client.id for one in caseload.own(practice.ines, now=NOW)}
    over = later(days=7)
    marek = again(practice.marek, now=over) if False else marek
    assert NAMES["Bob"] == next(
        one.client.name for one in caseload.own(marek, now=NOW) if one.client.id == practice.bob
    )
