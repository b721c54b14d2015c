"""Cover: access begins and ends by itself, and a colleague decides nothing for the coach."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from lib.domain.access import Role, Scope
from lib.domain.agenda import AppointmentDraft
from lib.domain.notices import NoticeKind
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotFound
from lib.practice import (
    accounts,
    agenda,
    care_signals,
    caseload,
    clients,
    covers,
    handovers,
    notices,
    sessions,
)
from lib.practice.covers import AlreadyCovered
from lib.practice.handovers import NotWhileCovering
from lib.storage import tables as t
from lib.storage.casebook import Book
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, again, key, later, recorded

TOMORROW = TODAY + timedelta(days=1)
WEEK = TODAY + timedelta(days=6)


def cover(
    practice: Practice,
    *names: str,
    by: Scope | None = None,
    to: Scope | None = None,
    start: date = TODAY,
    end: date = WEEK,
    save_key: str | None = None,
    now: datetime = NOW,
) -> tuple[str, ...]:
    return covers.add(
        by or practice.ines,
        [getattr(practice, name) for name in names or ("bob",)],
        coverer_id=(to or practice.marek).person_id,
        start=start,
        end=end,
        words="bel gerust",
        save_key=save_key or key(),
        now=now,
    )


def guided(scope: Scope, *, now: datetime = NOW) -> set[str]:
    return {one.client.name for one in caseload.own(again(scope, now=now), now=now)}


# -- arranging --------------------------------------------------------------------------------


def test_a_colleague_guides_in_the_coachs_place_and_everyone_sees_it(practice: Practice) -> None:
    form = key()
    made = cover(practice, "bob", "anna", save_key=form)
    assert cover(practice, "bob", "anna", save_key=form) == made
    assert guided(practice.marek) == {NAMES["Bob"], NAMES["Anna"], NAMES["Cem"]}
    marek = again(practice.marek)
    recorded(marek, practice.bob)
    for scope in (marek, practice.ines):
        bob = clients.get(scope, practice.bob, now=NOW)
        assert (bob.coach_name, bob.covered_by, bob.covered_until) == (
            practice.ines.name,
            practice.marek.name,
            WEEK,
        )
    rules = {row.rule for row in practice.rows(t.AuditRow) if row.person_id == marek.person_id}
    assert "cover" in rules
    assert guided(practice.ines) == {NAMES["Bob"], NAMES["Anna"]}
    # One word to whoever covers, however many clients.
    assert [one.kind for one in notices.mine(marek, now=NOW)] == [NoticeKind.COVER]
    assert notices.mine(practice.ines, now=NOW) == ()


def test_a_lead_arranges_it_for_several_coaches_and_each_is_told(practice: Practice) -> None:
    accounts.set_roles(
        practice.ada, practice.lea.person_id, practice.noord, (Role.LEAD, Role.COACH), now=NOW
    )
    lea = again(practice.lea)
    cover(practice, "bob", "cem", by=lea, to=lea)
    for told in (practice.ines, practice.marek):
        assert [one.kind for one in notices.mine(told, now=NOW)] == [NoticeKind.COVER]
    assert len(covers.of_teams(lea, now=NOW)) == 2
    assert covers.of_teams(practice.olga, now=NOW) == ()


@pytest.mark.parametrize("who", ["ines", "otto"])
def test_who_covers_is_another_coach_of_the_same_team(practice: Practice, who: str) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        cover(practice, to=getattr(practice, who))
    assert [problem.field for problem in refused.value.problems] == ["coverer"]
    assert practice.everything() == before


def test_what_is_missing_is_said_all_at_once(practice: Practice) -> None:
    with pytest.raises(Invalid) as refused:
        covers.add(
            practice.ines, [], coverer_id=None, start=None, end=None, save_key=key(), now=NOW
        )
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["start", "end", "clients", "coverer"]


def test_one_colleague_covers_a_client_on_a_day(practice: Practice) -> None:
    accounts.set_roles(
        practice.ada, practice.lea.person_id, practice.noord, (Role.LEAD, Role.COACH), now=NOW
    )
    cover(practice, "bob", end=WEEK)
    before = practice.everything()
    with pytest.raises(AlreadyCovered) as refused:
        cover(practice, "anna", "bob", to=practice.lea, start=WEEK, end=WEEK)
    assert refused.value.values["coverer"] == practice.marek.name
    assert practice.everything() == before
    cover(
        practice,
        "anna",
        "bob",
        to=practice.lea,
        start=WEEK + timedelta(days=1),
        end=WEEK + timedelta(days=2),
    )


# -- by the clock -----------------------------------------------------------------------------


def test_access_begins_and_ends_at_midnight_in_amsterdam(practice: Practice) -> None:
    cover(practice, start=TOMORROW, end=TOMORROW)
    # In March midnight in Amsterdam is eleven at night in UTC.
    midnight = datetime(2026, 3, 18, 23, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    for moment, open_now in (
        (midnight - second, False),
        (midnight, True),
        (midnight + timedelta(days=1) - second, True),
        (midnight + timedelta(days=1), False),
    ):
        practice.run(update(t.VisitRow).values(begun_at=moment, seen_at=moment))
        marek = again(practice.marek, now=moment)
        assert (practice.bob in marek.covers) is open_now, moment
        if open_now:
            clients.get(marek, practice.bob, now=moment)
            continue
        with pytest.raises(NotFound):
            clients.get(marek, practice.bob, now=moment)


def test_before_it_begins_who_covers_knows_the_days_and_no_client(practice: Practice) -> None:
    cover(practice, "bob", "anna", start=TOMORROW, end=WEEK)
    marek = again(practice.marek)
    found = covers.mine(marek, now=NOW)
    assert [(one.start, one.end, one.client_name, one.coach) for one in found] == [
        (TOMORROW, WEEK, "", "")
    ] * 2
    # Nor what the coach says about them: that may hold a name.
    assert {one.words for one in found} == {""}
    (told,) = notices.mine(marek, now=NOW)
    assert (told.kind, told.client_name) == (NoticeKind.COVER, "")
    notices.see(marek, told.id, now=NOW)
    assert guided(practice.marek) == {NAMES["Cem"]}
    given = {one.client_name for one in covers.mine(practice.ines, now=NOW)}
    assert given == {NAMES["Anna"], NAMES["Bob"]}


@pytest.mark.parametrize("who", ["ines", "marek", "lea"])
def test_it_is_ended_early_and_closed_at_the_next_action(practice: Practice, who: str) -> None:
    (made,) = cover(practice)
    marek = again(practice.marek)
    clients.get(marek, practice.bob, now=NOW)
    scope = again(getattr(practice, who))
    covers.end(scope, made, now=NOW)
    before = practice.everything()
    covers.end(again(scope), made, now=later(hours=1))
    assert practice.everything() == before
    with pytest.raises(NotFound):
        clients.get(again(practice.marek), practice.bob, now=NOW)
    (over,) = covers.mine(again(practice.marek), now=NOW)
    assert (over.client_name, over.words) == ("", "")
    cover(practice)  # the days are free again


def test_a_cover_to_come_is_given_back_by_who_would_do_it(practice: Practice) -> None:
    (made,) = cover(practice, start=TOMORROW)
    covers.end(again(practice.marek), made, now=NOW)
    (line,) = [r for r in practice.rows(t.AuditRow) if r.part == "cover" and r.action == "U"]
    assert (line.subject_id, line.listed) == (made, [practice.bob])
    with pytest.raises(NotFound):
        covers.end(practice.otto, made, now=NOW)


def test_who_leaves_the_team_leaves_what_they_cover(practice: Practice) -> None:
    cover(practice)
    accounts.set_roles(
        practice.ada,
        practice.marek.person_id,
        practice.noord,
        (),
        seen_to=practice.ines.person_id,
        now=NOW,
    )
    accounts.set_roles(
        practice.ada, practice.marek.person_id, practice.zuid, (Role.COACH,), now=NOW
    )
    assert again(practice.marek).covers == frozenset()
    (row,) = [one for one in practice.rows(t.CoverRow) if one.client_id == practice.bob]
    assert row.ended_by == practice.ada.person_id
    told = {one.kind for one in notices.mine(practice.ines, now=NOW)}
    assert told == {NoticeKind.COVER}


# -- what it opens, and what not --------------------------------------------------------------


def test_who_covers_ends_no_guidance_and_arranges_no_cover(practice: Practice) -> None:
    cover(practice)
    marek = again(practice.marek)
    version = clients.get(marek, practice.bob, now=NOW).version
    before = practice.everything()
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    with pytest.raises(NotWhileCovering):
        clients.change(marek, practice.bob, ended, expected_version=version, now=NOW)
    with pytest.raises(NotWhileCovering):
        cover(
            practice,
            by=marek,
            to=marek,
            start=WEEK + timedelta(days=3),
            end=WEEK + timedelta(days=3),
        )
    assert practice.everything() == before
    phone = ClientDraft(NAMES["Bob"], phone="050 123 45 67", started_on=BEGAN)
    clients.change(marek, practice.bob, phone, expected_version=version, now=NOW)
    assert [one.name for one in covers.prepare(marek, now=NOW).clients] == [NAMES["Cem"]]


def test_after_the_end_of_guidance_nobody_covers(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)
    with pytest.raises(Closed):
        cover(practice)


def test_who_covers_reads_a_care_signal_along_as_the_coach_does(practice: Practice) -> None:
    cover(practice)
    care_signals.open_signal(practice.lea, practice.bob, words="zorg", save_key=key(), now=NOW)
    (signal,) = care_signals.standing(practice.ines, practice.bob, now=NOW)
    assert {one.id for one in signal.readers} == {practice.marek.person_id}
    marek = again(practice.marek)
    kinds = {one.kind for one in notices.mine(marek, now=NOW)}
    assert kinds == {NoticeKind.CARE_SIGNAL, NoticeKind.COVER}
    care_signals.close_signal(marek, practice.bob, signal.id, note="gebeld", now=NOW)
    told = {one.kind for one in notices.mine(practice.ines, now=NOW)}
    assert told == {NoticeKind.CARE_SIGNAL_CLOSED}


def test_the_agenda_and_its_feed_hold_who_is_covered_while_it_lasts(practice: Practice) -> None:
    met = AppointmentDraft(TODAY + timedelta(days=2), time(10, 0))
    agenda.plan(practice.ines, practice.bob, met, save_key=key(), now=NOW)
    token = agenda.feed_link(practice.marek, now=NOW)
    assert agenda.feed_of(Book.PRACTICE, token, now=NOW) == ()
    (made,) = cover(practice)
    marek = again(practice.marek)
    assert len(agenda.of_mine(marek, TODAY, WEEK, now=NOW).items) == 1
    assert len(agenda.feed_of(Book.PRACTICE, token, now=NOW) or ()) == 1
    assert agenda.feed_of(Book.PRACTICE, token, now=later(days=9)) == ()
    covers.end(practice.ines, made, now=NOW)
    assert agenda.feed_of(Book.PRACTICE, token, now=NOW) == ()


def test_the_client_gets_the_number_of_who_covers_and_else_the_coachs(practice: Practice) -> None:
    accounts.set_phone(practice.ines, "050 111 11 11", now=NOW)
    cover(practice)
    marek = again(practice.marek)
    session = recorded(marek, practice.bob)
    of = sessions.ending(marek, practice.bob, session, now=NOW)
    assert of.coach_phone == "050 111 11 11"
    accounts.set_phone(marek, "050 222 22 22", now=NOW)
    of = sessions.ending(marek, practice.bob, session, now=NOW)
    assert of.coach_phone == "050 222 22 22"


def test_that_the_client_was_told_is_kept_by_those_it_concerns(practice: Practice) -> None:
    (made,) = cover(practice)
    for day in (None, TOMORROW, TODAY - timedelta(days=1)):
        with pytest.raises(Invalid):
            covers.inform(practice.ines, made, day=day, now=NOW)
    covers.inform(again(practice.marek), made, day=TODAY, now=NOW)
    before = practice.everything()
    covers.inform(practice.lea, made, day=TODAY, now=NOW)
    assert practice.everything() == before
    (found,) = covers.mine(practice.ines, now=NOW)
    assert (found.informed_on, found.informed_by) == (TODAY, practice.marek.name)
    with pytest.raises(NotFound):
        covers.inform(practice.otto, made, day=TODAY, now=NOW)


def test_an_offer_and_a_cover_stand_beside_each_other(practice: Practice) -> None:
    cover(practice)
    about = {"to_coach_id": practice.marek.person_id, "save_key": key(), "now": NOW}
    handovers.offer(practice.ines, practice.bob, **about)
    marek = again(practice.marek)
    assert marek.covers == marek.offers == frozenset({practice.bob})
    assert (
        handovers.read_first(marek, practice.bob, now=NOW).handover.from_coach == practice.ines.name
    )
