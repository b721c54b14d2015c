"""Hand-over: a colleague is asked, reads first, and answers; the former coach is out at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import pytest
from sqlalchemy import update

from lib.domain.access import Role, Scope
from lib.domain.agenda import AppointmentDraft
from lib.domain.handovers import State
from lib.domain.notices import NoticeKind
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound, Refused, Stale
from lib.practice import (
    accounts,
    agenda,
    care_signals,
    clients,
    cockpit,
    covers,
    drafts,
    handovers,
    notices,
    sessions,
    worklist,
)
from lib.practice.handovers import AlreadyOffered, NotWhileCovering
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, again, key, later, recorded

WORDS = "Bob praat graag over zijn hond"


def offer(
    practice: Practice,
    *,
    by: Scope | None = None,
    to: Scope | None = None,
    client: str | None = None,
    team: str | None = None,
    save_key: str | None = None,
) -> str:
    return handovers.offer(
        by or practice.ines,
        client or practice.bob,
        to_coach_id=(to or practice.marek).person_id,
        to_team_id=team,
        words=WORDS,
        save_key=save_key or key(),
        now=NOW,
    )


def take(scope: Scope, handover_id: str, *, version: int = 1) -> str:
    return handovers.accept(scope, handover_id, expected_version=version, now=later(hours=1))


def lines(practice: Practice, part: str = "hand-over") -> list[tuple[str, str, str]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == part and row.action != "R"]
    return [(row.action, row.rule, row.reason) for row in sorted(found, key=lambda row: row.at)]


# -- asking -----------------------------------------------------------------------------------


def test_a_client_stays_with_their_coach_until_the_colleague_accepts(practice: Practice) -> None:
    form = key()
    asked = offer(practice, save_key=form)
    assert offer(practice, save_key=form) == asked
    assert clients.get(practice.ines, practice.bob, now=NOW).coach_id == practice.ines.person_id
    (given,) = handovers.mine(practice.ines, now=NOW)
    assert (given.id, given.state, given.words, given.to_coach) == (
        asked,
        State.ASKED,
        WORDS,
        practice.marek.name,
    )
    marek = again(practice.marek)
    assert [one.id for one in handovers.mine(marek, now=NOW)] == [asked]
    assert [one.id for one in handovers.of_teams(practice.lea, now=NOW)] == [asked]
    assert handovers.mine(practice.otto, now=NOW) == ()
    assert lines(practice) == [("C", "own client", "")]
    (told,) = notices.mine(marek, now=NOW)
    assert (told.kind, told.client_name) == (NoticeKind.HANDOVER, NAMES["Bob"])


def test_one_offer_waits_at_a_time(practice: Practice) -> None:
    first = offer(practice)
    with pytest.raises(AlreadyOffered) as refused:
        offer(practice, by=practice.lea)
    assert refused.value.values == {"name": practice.marek.name}
    handovers.take_back(practice.lea, first, now=NOW)
    assert again(practice.marek).offers == frozenset()
    before = practice.everything()
    handovers.take_back(practice.ines, first, now=NOW)
    assert practice.everything() == before
    offer(practice)


def test_a_coach_asks_within_the_team_and_a_lead_within_all_they_lead(practice: Practice) -> None:
    for to, team in ((practice.otto, None), (practice.otto, practice.zuid), (practice.ines, None)):
        with pytest.raises(Invalid) as refused:
            offer(practice, to=to, team=team)
        assert [problem.field for problem in refused.value.problems] == ["to_coach"]
    lead = (Role.LEAD,)
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.zuid, lead, now=NOW)
    lea = again(practice.lea)
    with pytest.raises(Invalid):  # Otto coaches in the other team
        offer(practice, by=lea, to=practice.otto)
    asked = offer(practice, by=lea, to=practice.otto, team=practice.zuid)
    take(again(practice.otto), asked)
    bob = clients.get(practice.otto, practice.bob, now=NOW)
    assert (bob.coach_id, bob.team_id) == (practice.otto.person_id, practice.zuid)


def test_after_the_end_of_guidance_nobody_is_asked(practice: Practice) -> None:
    asked = offer(practice)
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    asked_before = again(practice.marek)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)
    with pytest.raises(Closed):
        take(asked_before, asked)
    # There is nothing to answer any more, so nothing to read before it.
    marek = again(practice.marek)
    assert handovers.asked(marek, now=NOW) == ()
    with pytest.raises(NotFound):
        handovers.read_first(marek, practice.bob, now=NOW)
    handovers.take_back(practice.ines, asked, now=NOW)
    with pytest.raises(Closed):
        offer(practice)


def test_what_is_typed_and_not_saved_is_said_and_a_care_signal_does_not_block(
    practice: Practice,
) -> None:
    assert not handovers.prepare(practice.ines, practice.bob, now=NOW).has_draft
    drafts.keep(
        practice.ines,
        practice.bob,
        "session",
        {"note": "nog"},
        tab=key(),
        save_key=key(),
        now=NOW,
    )
    care_signals.open_signal(practice.ines, practice.bob, words="zorg", save_key=key(), now=NOW)
    found = handovers.prepare(practice.ines, practice.bob, now=NOW)
    assert (found.has_draft, found.client.care_signal, found.standing) == (True, True, None)
    assert [one.id for one in found.receivers] == [practice.marek.person_id]
    offer(practice)
    assert handovers.mine(practice.ines, now=NOW)[0].has_draft
    # A lead does not see what a colleague typed.
    assert not handovers.of_teams(practice.lea, now=NOW)[0].has_draft


# -- reading first ----------------------------------------------------------------------------


def test_whoever_was_asked_reads_first_and_opens_nothing_else(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, own_words="de hond trok me mee", note="vertrouwelijk")
    offer(practice)
    marek = again(practice.marek, view=key())
    found = handovers.read_first(marek, practice.bob, now=NOW)
    assert found.handover.words == WORDS
    assert found.cockpit.said is not None
    assert found.cockpit.said.own_words == "de hond trok me mee"
    (line,) = [row for row in practice.rows(t.AuditRow) if row.part == "read first"]
    assert (line.action, line.rule, line.client_id) == ("R", "asked to take over", practice.bob)
    for verb in (clients.get, sessions.history, cockpit.of, covers_of_client):
        with pytest.raises(NotFound):
            verb(marek, practice.bob, now=NOW)
    assert practice.bob not in {row.client_id for row in worklist.mine(marek, now=NOW).waiting}


def covers_of_client(scope: Scope, client: str, *, now: object) -> object:
    return covers.add(
        scope,
        [client],
        coverer_id=scope.person_id,
        start=TODAY,
        end=TODAY,
        save_key=key(),
        now=NOW,
    )


def test_nobody_else_reads_first_nor_after_the_answer(practice: Practice) -> None:
    asked = offer(practice)
    for stranger in (practice.ines, practice.otto):
        with pytest.raises(NotFound):
            handovers.read_first(again(stranger), practice.bob, now=NOW)
    for none in (practice.lea, practice.ada):
        with pytest.raises(NotAllowed):
            handovers.read_first(none, practice.bob, now=NOW)
    marek = again(practice.marek)
    handovers.decline(marek, asked, words="mijn week is vol", expected_version=1, now=NOW)
    for scope in (marek, again(practice.marek)):
        with pytest.raises(NotFound):
            handovers.read_first(scope, practice.bob, now=NOW)


# -- answering --------------------------------------------------------------------------------


def test_who_accepts_guides_from_now_on_and_the_former_coach_is_out(practice: Practice) -> None:
    met = AppointmentDraft(TODAY + timedelta(days=7), time(10, 0))
    agenda.plan(practice.ines, practice.bob, met, save_key=key(), now=NOW)
    asked = offer(practice)
    marek = again(practice.marek)
    assert take(marek, asked) == practice.bob
    before = practice.everything()
    take(marek, asked, version=2)
    assert practice.everything() == before

    bob = clients.get(again(practice.marek), practice.bob, now=NOW)
    assert bob.coach_id == practice.marek.person_id
    planned = agenda.of_mine(marek, TODAY, TODAY + timedelta(days=9), now=NOW)
    assert [one.name for one in planned.items] == [NAMES["Bob"]]
    with pytest.raises(NotFound):
        clients.get(practice.ines, practice.bob, now=NOW)
    with pytest.raises(NotFound):
        recorded(practice.ines, practice.bob)
    assert lines(practice)[1:] == [("U", "asked to take over", "accepted")]
    former, new = practice.ines.person_id, practice.marek.person_id
    assert ("U", "asked to take over", f"coach {former} became {new}") in lines(practice, "client")
    # The former coach hears that it was taken over, without what went along.
    (told,) = notices.mine(practice.ines, now=later(hours=1))
    assert (told.kind, told.client_name) == (NoticeKind.HANDOVER_ANSWERED, "")
    (left,) = handovers.mine(practice.ines, now=later(hours=1))
    assert (left.state, left.client_name, left.words) == (State.ACCEPTED, "", "")
    # What somebody was asked is done: it waits no more.
    assert all(one.seen_at for one in notices.mine(marek, now=later(hours=1)))


def test_a_cover_ends_when_somebody_becomes_the_coach(practice: Practice) -> None:
    period = {"start": TODAY, "end": TODAY + timedelta(days=9)}
    about = {**period, "save_key": key(), "now": NOW}
    marek = practice.marek
    covers.add(practice.ines, [practice.bob], coverer_id=marek.person_id, **about)
    asked = offer(practice)
    take(again(marek), asked)
    assert again(marek).covers == frozenset()
    bob = clients.get(again(marek), practice.bob, now=later(hours=1))
    assert (bob.coach_name, bob.covered_by) == (marek.name, "")


def test_a_no_leaves_the_client_where_they_are_and_is_told(practice: Practice) -> None:
    asked = offer(practice, by=practice.lea)
    marek = again(practice.marek)
    about = {"words": "mijn week is vol", "expected_version": 1}
    handovers.decline(marek, asked, **about, now=NOW)
    before = practice.everything()
    handovers.decline(marek, asked, **about, now=NOW)
    assert practice.everything() == before
    for told in (practice.ines, practice.lea):
        kinds = [one.kind for one in notices.mine(told, now=NOW)]
        assert kinds == [NoticeKind.HANDOVER_ANSWERED]
    (found,) = handovers.mine(practice.ines, now=NOW)
    assert (found.state, found.decision_words) == (State.DECLINED, "mijn week is vol")
    assert "week" not in repr(practice.everything()["audit"])


def test_of_two_who_answer_at_the_same_moment_one_does(practice: Practice) -> None:
    asked = offer(practice)
    marek, together = again(practice.marek), Barrier(2)

    def accept() -> bool:
        together.wait()
        try:
            take(marek, asked)
        except Refused:
            return False
        return True

    def take_back() -> bool:
        together.wait()
        try:
            handovers.take_back(practice.ines, asked, now=NOW)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = [one.result() for one in (pool.submit(accept), pool.submit(take_back))]
    assert sorted(done) == [False, True]
    (row,) = practice.rows(t.HandoverRow)
    (bob,) = [one for one in practice.rows(t.ClientRow) if one.id == practice.bob]
    accepted = row.state == State.ACCEPTED
    assert (bob.coach_id == practice.marek.person_id) == accepted


def test_an_answer_to_what_was_taken_back_or_changed_is_refused(practice: Practice) -> None:
    asked = offer(practice)
    marek = again(practice.marek)
    with pytest.raises(Stale):
        take(marek, asked, version=9)
    handovers.take_back(practice.ines, asked, now=NOW)
    with pytest.raises(Stale) as refused:
        take(marek, asked)
    assert refused.value.name == practice.ines.name
    with pytest.raises(NotFound):
        take(again(marek), asked)


@pytest.mark.parametrize("gone", ["closed", "moved"])
def test_a_receiver_who_left_cannot_accept_and_the_asker_sees_it(
    practice: Practice, gone: str
) -> None:
    asked = offer(practice)
    marek = practice.marek.person_id
    to = practice.ines.person_id
    if gone == "closed":
        accounts.set_active(practice.ada, marek, False, seen_to={practice.noord: to}, now=NOW)
    else:
        accounts.set_roles(practice.ada, marek, practice.noord, (), seen_to=to, now=NOW)
        accounts.set_roles(practice.ada, marek, practice.zuid, (Role.COACH,), now=NOW)
        moved = again(practice.marek)
        assert moved.offers == frozenset()
        with pytest.raises(NotFound):
            take(moved, asked)
    (found,) = handovers.mine(practice.ines, now=NOW)
    assert (found.is_open, found.can_accept) == (True, False)
    assert handovers.prepare(practice.ines, practice.bob, now=NOW).receivers == ()
    handovers.take_back(practice.ines, asked, now=NOW)


def test_a_client_of_a_closed_account_is_handed_over_by_the_lead(practice: Practice) -> None:
    to = {practice.noord: practice.marek.person_id}
    accounts.set_active(practice.ada, practice.ines.person_id, False, seen_to=to, now=NOW)
    asked = offer(practice, by=practice.lea)
    take(again(practice.marek), asked)
    assert clients.get(again(practice.marek), practice.bob, now=NOW).coach_name == "Marek Hollander"


# -- telling the client -----------------------------------------------------------------------


def test_that_the_client_was_told_is_kept_by_who_guides_or_leads(practice: Practice) -> None:
    asked = offer(practice)
    for day in (None, TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(Invalid):
            handovers.inform(practice.ines, asked, day=day, now=NOW)
    handovers.inform(practice.ines, asked, day=TODAY, now=NOW)
    before = practice.everything()
    handovers.inform(practice.lea, asked, day=TODAY, now=NOW)
    assert practice.everything() == before
    (found,) = handovers.mine(practice.ines, now=NOW)
    assert (found.informed_on, found.informed_by) == (TODAY, practice.ines.name)
    with pytest.raises(NotFound):
        handovers.inform(practice.otto, asked, day=TODAY, now=NOW)
    # Saying it again does not take the offer out of the colleague's hands.
    take(again(practice.marek), asked, version=2)
    with pytest.raises(NotFound):
        handovers.inform(practice.ines, asked, day=TODAY, now=later(hours=2))
    tomorrow: date = TODAY + timedelta(days=1)
    handovers.inform(again(practice.marek), asked, day=tomorrow, now=later(days=1))


def test_who_covers_does_not_hand_over(practice: Practice) -> None:
    period = {"start": TODAY, "end": TODAY, "save_key": key(), "now": NOW}
    covers.add(practice.ines, [practice.bob], coverer_id=practice.marek.person_id, **period)
    marek = again(practice.marek)
    form = key()
    asked = offer(practice, save_key=form)
    before = practice.everything()
    for act in (
        lambda: offer(practice, by=marek),
        lambda: offer(practice, by=marek, save_key=form),
        lambda: handovers.prepare(marek, practice.bob, now=NOW),
        lambda: handovers.take_back(marek, asked, now=NOW),
    ):
        with pytest.raises(NotWhileCovering):
            act()
    assert practice.everything() == before


def test_an_unread_offer_of_before_is_not_seen_by_a_changed_row(practice: Practice) -> None:
    """The row may say anything: who is not named in it never gets in."""
    asked = offer(practice)
    row = update(t.HandoverRow).where(t.HandoverRow.id == asked)
    practice.run(row.values(to_coach_id=practice.otto.person_id))
    otto = again(practice.otto)
    assert otto.offers == frozenset()  # he does not coach in that team
    with pytest.raises(NotFound):
        handovers.read_first(otto, practice.bob, now=NOW)
