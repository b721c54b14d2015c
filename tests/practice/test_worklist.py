"""The worklist: a row comes by itself, is put off or done, and goes once its fact is mended."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, text

from lib.domain.access import Book, Role, Scope
from lib.domain.agenda import AppointmentDraft
from lib.domain.basis import BasisDraft
from lib.domain.calendar import at_local
from lib.domain.people import ClientDraft
from lib.domain.problems import Invalid, NotAllowed, NotFound, Problem, Stale
from lib.domain.questionnaires import Measure
from lib.domain.sessions import DayMood, Outcome
from lib.domain.signals import Kind, Row, State, Tally
from lib.practice import (
    accounts,
    advice,
    agenda,
    basis,
    clients,
    measures,
    nightly,
    routes,
    worklist,
)
from lib.practice.worklist import AlreadyEnded, Worklist
from lib.storage import casebook
from lib.storage import tables as t
from lib.storage import worklist as storage
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
    moved,
    recorded,
    step,
    told,
)

# Nobody has a route or a next date when the cast is gathered.
AT_FIRST = [Kind.NO_ROUTE, Kind.NO_NEXT_DATE]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def mine(practice: Practice, *, now: datetime = NOW) -> Worklist:
    return worklist.mine(practice.ines, now=now)


def about(practice: Practice, kind: Kind, client: str = "", *, now: datetime = NOW) -> Row:
    """Return the one row of a kind that waits about a client, Bob unless it says otherwise."""
    (row,) = [one for one in of(practice, client, now=now) if one.fact.kind is kind]
    return row


def of(practice: Practice, client: str = "", *, now: datetime = NOW) -> tuple[Row, ...]:
    return worklist.of_client(practice.ines, client or practice.bob, now=now)


def kinds(practice: Practice, client: str = "", *, now: datetime = NOW) -> list[Kind]:
    return [one.fact.kind for one in of(practice, client, now=now)]


def kept(practice: Practice, kind: Kind, client: str = "") -> list[t.WorklistRow]:
    """Return the rows of a kind as they are kept, first opened first: nothing is worked out."""
    found = [
        row
        for row in practice.rows(t.WorklistRow)
        if row.kind == kind.value and row.client_id == (client or practice.bob)
    ]
    return sorted(found, key=lambda row: (row.opened_at, row.fact))


def clock(now: datetime) -> bool:
    return nightly.run_due(Book.PRACTICE, now=now)


def done(practice: Practice, row: Row, *, useful: bool | None = None, now: datetime = NOW) -> None:
    worklist.finish(practice.ines, row.id, useful=useful, expected_version=row.version, now=now)


def put_off(
    practice: Practice,
    row: Row,
    *,
    days: int = 7,
    reason: str = "op vakantie",
    now: datetime = NOW,
) -> None:
    worklist.put_off(
        practice.ines,
        row.id,
        until=TODAY + timedelta(days=days),
        reason=reason,
        expected_version=row.version,
        now=now,
    )


def planned(
    practice: Practice, day: date, client: str = "", *, now: datetime = NOW, **changes: Any
) -> str:
    """Plan an appointment at nine and return its id."""
    draft = AppointmentDraft(day, time(9, 0), **changes)
    return agenda.plan(practice.ines, client or practice.bob, draft, save_key=key(), now=now).id


def from_paper(practice: Practice, *, now: datetime = NOW) -> str:
    answers = {"answers": (3, 2, 3, 1, 2), "day": TODAY, "filled_in": "paper"}
    return measures.fill_in(
        practice.ines, practice.bob, Measure.WHO5, **answers, save_key=key(), now=now
    )


@contextmanager
def counted(practice: Practice) -> Iterator[list[str]]:
    """Gather the statements that go to the database."""
    found: list[str] = []

    def hear(_c: object, _u: object, statement: str, *_more: object) -> None:
        found.append(statement)

    event.listen(practice.engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(practice.engine, "before_cursor_execute", hear)


# -- a row comes ------------------------------------------------------------------------------


def test_a_row_comes_of_the_write_that_makes_it_before_anybody_looks(practice: Practice) -> None:
    clock(NOW)
    assert practice.count(t.WorklistDueRow) == 0
    recorded(practice.ines, practice.bob, next_day_worse=True)
    assert [row.client_id for row in practice.rows(t.WorklistDueRow)] == [practice.bob]
    assert kept(practice, Kind.WORSE_NEXT_DAY) == []
    assert clock(later(seconds=30)) is True
    (row,) = kept(practice, Kind.WORSE_NEXT_DAY)
    assert (row.state, row.fact, row.opened_at) == ("open", TODAY.isoformat(), later(seconds=30))
    assert clock(later(seconds=60)) is False


def test_the_first_look_after_a_write_shows_it_and_the_same_look_without_it_does_not(
    practice: Practice,
) -> None:
    assert kinds(practice) == AT_FIRST
    adjusted(practice.ines, practice.bob, step())
    assert kinds(practice) == [Kind.NO_NEXT_DATE]
    planned(practice, TODAY + timedelta(days=1))
    assert kinds(practice) == []
    assert {row.client_id for row in mine(practice).waiting} == {practice.anna}


def test_what_was_told_about_somebody_makes_the_rows_of_every_kind(practice: Practice) -> None:
    ines, bob, anna = practice.ines, practice.bob, practice.anna
    begun = later(days=-30)
    adjusted(ines, bob, step("walk"), now=begun)
    usual = tuple(DayMood(ago(days), 7) for days in range(9, 29))
    low = tuple(DayMood(ago(days), 1) for days in (2, 3, 4))
    not_done = told("walk", Outcome.NOT_DONE, ago(10), ago(17))
    recorded(ines, bob, day=ago(1), day_moods=usual + low, check_ins=not_done, next_day_worse=True)
    planned(practice, ago(3), now=later(days=-4))
    from_paper(practice)
    expected = [
        Kind.VERY_LOW_MOOD,
        Kind.NOT_WRITTEN,
        Kind.WORSE_NEXT_DAY,
        Kind.STEP_MISFIT,
        Kind.TO_DISCUSS,
        Kind.NO_NEXT_DATE,
    ]
    assert kinds(practice) == expected
    # Anna is back after a quiet time, did much more than agreed, and rests.
    adjusted(ines, anna, step("walk"), now=begun)
    more = told("walk", Outcome.AMPLE, *(ago(n) for n in (16, 14, 12, 9, 7, 5, 1)))
    recorded(ines, anna, name=NAMES["Anna"], check_ins=more)
    assert kinds(practice, anna) == [Kind.TOO_MUCH, Kind.NO_NEXT_DATE]
    routes.agree_rest(
        ines,
        anna,
        start=TODAY,
        end=TODAY + timedelta(days=3),
        step_key=None,
        proposed_by="client",
        reason="op reis",
        expected_number=1,
        save_key=key(),
        now=NOW,
    )
    assert kinds(practice, anna) == [Kind.REST_ENDS, Kind.NO_NEXT_DATE]
    # And of both the list has all, by kind.
    waiting = mine(practice).waiting
    assert [one.fact.kind for one in waiting] == sorted(
        [*expected, Kind.REST_ENDS, Kind.NO_NEXT_DATE], key=list(Kind).index
    )
    assert {one.client_name for one in waiting} == {NAMES["Bob"], NAMES["Anna"]}


def test_good_news_waits_for_nobody_and_stands_by_itself(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step("walk"), now=later(days=-40))
    recorded(
        practice.ines,
        practice.bob,
        attendance="absent",
        check_ins=told("walk", Outcome.MINI, ago(30), ago(1)),
    )
    found = mine(practice)
    assert [(one.client_id, one.fact.kind) for one in found.news] == [(practice.bob, Kind.RETURNED)]
    assert Kind.RETURNED not in {one.fact.kind for one in found.waiting}


def test_what_was_agreed_for_silence_is_obeyed(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-10))
    planned(practice, TODAY + timedelta(days=100))
    assert kinds(practice) == []
    soon = BasisDraft(silence="contact", silence_days=5, silence_channel="call")
    basis.change(practice.ines, practice.bob, soon, expected_version=0, now=NOW)
    row = about(practice, Kind.SILENT)
    assert (row.fact.numbers["agreed"], row.fact.numbers["days"]) == ("contact", 5)
    never = BasisDraft(silence="leave")
    basis.change(practice.ines, practice.bob, never, expected_version=1, now=NOW)
    assert kinds(practice) == []
    clock(later(days=60))
    assert kinds(practice, now=later(days=60)) == []


def test_a_cancelled_meeting_asks_for_no_session(practice: Practice) -> None:
    planned(practice, ago(9), every_weeks=1, now=later(days=-10))
    (first, second) = [row for row in of(practice) if row.fact.kind is Kind.NOT_WRITTEN]
    assert first.fact.key < second.fact.key
    (row,) = practice.rows(t.AppointmentRow)
    agenda.cancel_one(practice.ines, row.id, ago(9), now=NOW)
    assert about(practice, Kind.NOT_WRITTEN).id == second.id
    recorded(practice.ines, practice.bob, day=ago(2), attendance="cancelled")
    assert Kind.NOT_WRITTEN not in kinds(practice)
    # It had not begun yet when it was planned for later today.
    planned(practice, TODAY + timedelta(days=1), client=practice.anna)
    assert Kind.NOT_WRITTEN not in kinds(practice, practice.anna)


def test_an_appointment_that_was_planned_twice_is_one_row(practice: Practice) -> None:
    for _ in range(2):
        planned(practice, ago(3), now=later(days=-4))
    assert clock(NOW) is True
    assert kinds(practice).count(Kind.NOT_WRITTEN) == 1


def test_another_setting_of_the_team_is_another_list(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step("walk"), now=later(days=-30))
    half = told("walk", Outcome.MINI, *(ago(n) for n in (9, 10, 16, 15)))  # 2 of 3, twice
    recorded(practice.ines, practice.bob, check_ins=half)
    assert Kind.STEP_MISFIT not in kinds(practice)
    clock(NOW)
    advice.change_setting(practice.lea, practice.noord, "smaller_below", 70, now=NOW)
    due = {row.client_id for row in practice.rows(t.WorklistDueRow)}
    assert due == {practice.bob, practice.anna, practice.cem}
    assert Kind.STEP_MISFIT in kinds(practice)


def test_after_the_end_of_guidance_every_row_goes(practice: Practice) -> None:
    assert kinds(practice) == AT_FIRST
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)
    assert {row.client_id for row in mine(practice).waiting} == {practice.anna}
    rows = [row for row in practice.rows(t.WorklistRow) if row.client_id == practice.bob]
    assert {(row.state, row.stands) for row in rows} == {("closed", False)}


# -- put off, noted, done ---------------------------------------------------------------------


def test_a_row_put_off_is_away_until_its_day(practice: Practice) -> None:
    put_off(practice, about(practice, Kind.NO_ROUTE), reason="  eerst   kennismaken ")
    found = mine(practice, now=later(days=6))
    assert [one.fact.kind for one in found.waiting if one.client_id == practice.bob] == [
        Kind.NO_NEXT_DATE
    ]
    (row,) = found.later
    assert (row.state, row.snoozed_until) == (State.SNOOZED, TODAY + timedelta(days=7))
    assert (row.snooze_reason, row.changed_by) == ("eerst kennismaken", practice.ines.name)
    # It comes back by the day alone, and the night that passes leaves it so.
    assert kinds(practice, now=later(days=7)) == AT_FIRST
    clock(later(days=7))
    assert about(practice, Kind.NO_ROUTE, now=later(days=7)).state is State.OPEN
    assert mine(practice, now=later(days=7)).later == ()


def test_a_row_put_off_can_be_put_off_again_and_brought_back(practice: Practice) -> None:
    put_off(practice, about(practice, Kind.NO_ROUTE))
    (row,) = mine(practice).later
    put_off(practice, row, days=30, reason="na de zomer")
    (row,) = mine(practice).later
    assert (row.snooze_reason, row.snoozed_until) == ("na de zomer", TODAY + timedelta(days=30))
    worklist.bring_back(practice.ines, row.id, now=NOW)
    row = about(practice, Kind.NO_ROUTE)
    assert (row.state, row.snoozed_until, row.snooze_reason) == (State.OPEN, None, "")


@pytest.mark.parametrize(
    ("until", "reason", "fields"),
    [
        (None, "later", {"until"}),
        (TODAY, "later", {"until"}),
        (ago(1), "later", {"until"}),
        (TODAY + timedelta(days=92), "later", {"until"}),
        (TODAY + timedelta(days=91), " \n ", {"reason"}),
        (TODAY, "x" * 301, {"until", "reason"}),
    ],
)
def test_putting_off_asks_for_a_day_ahead_and_a_reason(
    practice: Practice, until: date | None, reason: str, fields: set[str]
) -> None:
    row = about(practice, Kind.NO_ROUTE)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        worklist.put_off(
            practice.ines,
            row.id,
            until=until,
            reason=reason,
            expected_version=row.version,
            now=NOW,
        )
    found: tuple[Problem, ...] = refused.value.problems
    assert {problem.field for problem in found} == fields
    assert practice.everything() == before


def test_a_note_stays_with_its_row_until_it_is_taken_away(practice: Practice) -> None:
    row = about(practice, Kind.NO_ROUTE)
    for words, expected in (("belt  terug", "belt terug"), ("", "")):
        row = about(practice, Kind.NO_ROUTE)
        worklist.annotate(practice.ines, row.id, note=words, expected_version=row.version, now=NOW)
        clock(later(days=1))
        assert about(practice, Kind.NO_ROUTE, now=later(days=1)).note == expected
    with pytest.raises(Invalid):
        worklist.annotate(
            practice.ines, row.id, note="x" * 501, expected_version=row.version + 1, now=NOW
        )


def test_done_takes_a_row_away_and_undone_brings_it_back(practice: Practice) -> None:
    done(practice, about(practice, Kind.NO_ROUTE), useful=True)
    found = mine(practice)
    assert Kind.NO_ROUTE not in [
        one.fact.kind for one in found.waiting if one.client_id == practice.bob
    ]
    (row,) = found.ended
    assert (row.state, row.useful, row.ended_at) == (State.DONE, True, NOW)
    assert (row.stands, row.changed_by) == (True, practice.ines.name)
    assert found.tally == (Tally(Kind.NO_ROUTE, 1, 0, 0, 0),)
    worklist.bring_back(practice.ines, row.id, now=NOW)
    row = about(practice, Kind.NO_ROUTE)
    assert (row.state, row.useful, row.ended_at) == (State.OPEN, None, None)
    assert mine(practice).tally == ()
    # Once more is no change at all.
    before = practice.everything()
    worklist.bring_back(practice.ines, row.id, now=NOW)
    assert practice.everything() == before


def test_what_ended_stands_among_what_ended_on_that_day_alone(practice: Practice) -> None:
    done(practice, about(practice, Kind.NO_ROUTE))
    assert len(mine(practice).ended) == 1
    tomorrow = at_local(TODAY + timedelta(days=1), time(0, 0))
    assert mine(practice, now=tomorrow).ended == ()
    assert len(mine(practice, now=tomorrow).tally) == 1
    assert mine(practice, now=later(days=183)).tally == ()


def test_whether_it_helped_can_be_said_afterwards_and_the_last_word_counts(
    practice: Practice,
) -> None:
    row = about(practice, Kind.NO_ROUTE)
    with pytest.raises(NotFound):
        worklist.say_useful(practice.ines, row.id, useful=True, now=NOW)  # it waits still
    done(practice, row)
    for useful in (True, False, None):
        worklist.say_useful(practice.ines, row.id, useful=useful, now=NOW)
        assert mine(practice).ended[0].useful is useful
    # Also of a row that went by itself.
    planned(practice, TODAY + timedelta(days=1))
    (gone,) = [one for one in mine(practice).ended if one.fact.kind is Kind.NO_NEXT_DATE]
    assert gone.state is State.CLOSED
    worklist.say_useful(practice.ines, gone.id, useful=True, now=NOW)
    assert Tally(Kind.NO_NEXT_DATE, 1, 0, 0, 0) in mine(practice).tally


# -- mended, and back -------------------------------------------------------------------------


def test_a_row_goes_by_itself_once_mended_and_not_by_another_write(practice: Practice) -> None:
    row = about(practice, Kind.NO_NEXT_DATE)
    adjusted(practice.ines, practice.bob, step())  # that is something else
    assert about(practice, Kind.NO_NEXT_DATE).id == row.id
    planned(practice, TODAY + timedelta(days=1))
    (gone,) = [one for one in mine(practice).ended if one.id == row.id]
    assert (gone.state, gone.stands, gone.ended_at) == (State.CLOSED, False, NOW)
    assert gone.changed_by is None


@pytest.mark.parametrize("put_it_off", [False, True])
def test_mended_and_back_is_the_same_row_that_waits_again(
    practice: Practice, put_it_off: bool
) -> None:
    row = about(practice, Kind.NO_NEXT_DATE)
    if put_it_off:
        put_off(practice, row)
    appointment = planned(practice, TODAY + timedelta(days=1))
    assert Kind.NO_NEXT_DATE not in kinds(practice)
    agenda.remove(practice.ines, appointment, now=later(hours=1))
    again_here = about(practice, Kind.NO_NEXT_DATE, now=later(hours=1))
    assert (again_here.id, again_here.state) == (row.id, State.OPEN)
    assert len(kept(practice, Kind.NO_NEXT_DATE)) == 1


def test_done_stays_done_while_its_fact_stands_and_is_asked_again_after_four_weeks(
    practice: Practice,
) -> None:
    row = about(practice, Kind.NO_NEXT_DATE)
    worklist.annotate(
        practice.ines, row.id, note="belt zelf", expected_version=row.version, now=NOW
    )
    done(practice, about(practice, Kind.NO_NEXT_DATE), useful=False)
    for days in (1, 14, 27):
        clock(later(days=days))
        assert Kind.NO_NEXT_DATE not in kinds(practice, now=later(days=days)), days
    clock(later(days=28))
    new = about(practice, Kind.NO_NEXT_DATE, now=later(days=28))
    assert new.id != row.id
    assert (new.opened_on, new.note, new.state) == (TODAY + timedelta(days=28), "", State.OPEN)
    old = kept(practice, Kind.NO_NEXT_DATE)[0]
    assert (old.id, old.state, old.useful, old.stands) == (row.id, "done", False, False)
    # And so on: the second is done, and a third comes four weeks later.
    done(practice, new, now=later(days=30))
    clock(later(days=57))
    assert Kind.NO_NEXT_DATE not in kinds(practice, now=later(days=57))
    clock(later(days=58))
    third = about(practice, Kind.NO_NEXT_DATE, now=later(days=58))
    assert len({row.id, new.id, third.id}) == 3
    # What was asked again cannot be brought back beside it.
    with pytest.raises(AlreadyEnded):
        worklist.bring_back(practice.ines, row.id, now=later(days=58))


def test_done_then_mended_then_back_is_asked_anew(practice: Practice) -> None:
    """A date was agreed, and is cancelled a week later: nobody may fall off the list."""
    row = about(practice, Kind.NO_NEXT_DATE)
    done(practice, row, useful=True)
    appointment = planned(practice, TODAY + timedelta(days=9), now=later(minutes=1))
    assert mine(practice, now=later(minutes=2)).waiting
    agenda.remove(practice.ines, appointment, now=later(days=7))
    new = about(practice, Kind.NO_NEXT_DATE, now=later(days=7))
    assert (new.id != row.id, new.state, new.useful) == (True, State.OPEN, None)
    assert [(one.state, one.useful) for one in kept(practice, Kind.NO_NEXT_DATE)] == [
        ("done", True),
        ("open", None),
    ]


def test_a_mood_signal_that_was_done_is_not_asked_again_within_its_cool_down(
    practice: Practice,
) -> None:
    usual = tuple(DayMood(ago(days), 7) for days in range(9, 29))
    low = tuple(DayMood(ago(days), 1) for days in (2, 3, 4))
    recorded(practice.ines, practice.bob, day=ago(1), day_moods=usual + low)
    done(practice, about(practice, Kind.VERY_LOW_MOOD))
    for days, value, expected in ((1, 6, False), (4, 1, False), (5, 1, False), (13, 1, True)):
        recorded(
            practice.ines,
            practice.bob,
            day=TODAY + timedelta(days=days),
            day_moods=tuple(
                DayMood(TODAY + timedelta(days=days - back), value)
                for back in ((0, 1, 2) if days > 1 else (0,))
            ),
            now=later(days=days),
        )
        found = kinds(practice, now=later(days=days))
        assert (Kind.VERY_LOW_MOOD in found) is expected, days


def test_numbers_of_a_sentence_follow_what_is_told_and_the_row_stays(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step("walk"), now=later(days=-30))
    recorded(practice.ines, practice.bob, check_ins=told("walk", Outcome.NOT_DONE, ago(9), ago(16)))
    row = about(practice, Kind.STEP_MISFIT)
    assert (row.fact.numbers["done"], row.fact.numbers["asked"]) == (0, 6)
    recorded(
        practice.ines,
        practice.bob,
        day=TODAY,
        check_ins=told("walk", Outcome.MINI, ago(10)),
        now=later(hours=1),
    )
    now = about(practice, Kind.STEP_MISFIT, now=later(hours=1))
    assert (now.id, now.opened_on, now.fact.numbers["done"]) == (row.id, TODAY, 1)
    # Nobody touched it, so a window that shows the former numbers may call it done.
    worklist.finish(
        practice.ines, row.id, useful=None, expected_version=row.version, now=later(hours=1)
    )


# -- two windows, and who may -----------------------------------------------------------------


def acts(practice: Practice, row: Row) -> dict[str, Callable[[Scope], object]]:
    """Everything that can be done with a row, as somebody."""
    asked: dict[str, Any] = {"expected_version": row.version, "now": NOW}
    until = {"until": TODAY + timedelta(days=2), "reason": "morgen"}
    return {
        "put_off": lambda scope: worklist.put_off(scope, row.id, **until, **asked),
        "annotate": lambda scope: worklist.annotate(scope, row.id, note="ja", **asked),
        "finish": lambda scope: worklist.finish(scope, row.id, useful=True, **asked),
        "say_useful": lambda scope: worklist.say_useful(scope, row.id, useful=True, now=NOW),
        "bring_back": lambda scope: worklist.bring_back(scope, row.id, now=NOW),
    }


@pytest.mark.parametrize("verb", ["put_off", "annotate", "finish"])
def test_a_window_that_is_behind_says_so_and_changes_nothing(practice: Practice, verb: str) -> None:
    row = about(practice, Kind.NO_ROUTE)
    worklist.annotate(
        practice.ines, row.id, note="eerst", expected_version=row.version, now=later(minutes=-5)
    )
    before = practice.everything()
    with pytest.raises(Stale) as refused:
        acts(practice, row)[verb](practice.ines)
    assert refused.value.values["name"] == practice.ines.name
    assert practice.everything() == before


@pytest.mark.parametrize("verb", ["put_off", "annotate", "finish"])
def test_a_row_that_ended_in_another_window_is_ended(practice: Practice, verb: str) -> None:
    row = about(practice, Kind.NO_ROUTE)
    done(practice, row)
    with pytest.raises(AlreadyEnded):
        acts(practice, row)[verb](practice.ines)
    gone = about(practice, Kind.NO_NEXT_DATE)
    planned(practice, TODAY + timedelta(days=1))
    mine(practice)
    before = practice.everything()
    for each in (verb, "bring_back"):
        with pytest.raises(AlreadyEnded):
            acts(practice, gone)[each](practice.ines)
    assert practice.everything() == before


def test_a_row_about_anothers_client_does_not_exist(practice: Practice) -> None:
    row = about(practice, Kind.NO_ROUTE)
    for scope in (practice.marek, practice.otto, practice.lea):
        worklist.bring_up_to_date(scope, now=NOW)
    before = practice.everything()
    for act in acts(practice, row).values():
        for scope in (practice.marek, practice.otto):
            with pytest.raises(NotFound):
                act(scope)
        for scope in (practice.lea, practice.olga, practice.ada):
            with pytest.raises(NotAllowed):
                act(scope)
    for scope in (practice.marek, practice.otto):
        with pytest.raises(NotFound):
            worklist.of_client(scope, practice.bob, now=NOW)
    assert practice.everything() == before


def test_nobody_sees_the_rows_of_another_coach(practice: Practice) -> None:
    everyone = {"ines": {"bob", "anna"}, "marek": {"cem"}, "otto": {"daan"}}
    for name, theirs in everyone.items():
        found = worklist.mine(getattr(practice, name), now=NOW)
        rows = (*found.waiting, *found.news, *found.later, *found.ended)
        assert {row.client_id for row in rows} == {getattr(practice, one) for one in theirs}
    for name in ("lea", "olga", "ada"):
        with pytest.raises(NotAllowed):
            worklist.mine(getattr(practice, name), now=NOW)


def test_a_lead_who_coaches_too_has_their_own_clients_alone_in_the_list(
    practice: Practice,
) -> None:
    row = about(practice, Kind.NO_ROUTE)
    accounts.set_roles(
        practice.ada, practice.lea.person_id, practice.noord, (Role.LEAD, Role.COACH), now=NOW
    )
    lea = again(practice.lea)
    assert lea.roles == {Role.LEAD, Role.COACH}
    assert worklist.mine(lea, now=NOW).waiting == ()
    for act in acts(practice, row).values():
        with pytest.raises(NotFound):
            act(lea)
    with pytest.raises(NotFound):
        worklist.of_client(lea, practice.bob, now=NOW)


def test_a_client_who_gets_another_coach_takes_the_rows_along(practice: Practice) -> None:
    put_off(practice, about(practice, Kind.NO_ROUTE), reason="op reis")
    moved(practice, practice.bob, practice.marek)
    assert {row.client_id for row in mine(practice).waiting} == {practice.anna}
    assert mine(practice).later == ()
    (row,) = worklist.mine(practice.marek, now=NOW).later
    assert (row.client_id, row.snooze_reason) == (practice.bob, "op reis")
    assert row.changed_by == practice.ines.name


# -- the night --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", [TODAY + timedelta(days=1), date(2026, 3, 29)], ids=["a night", "the clock goes forward"]
)
def test_the_night_is_at_half_past_three_and_once(practice: Practice, day: date) -> None:
    eve = at_local(day - timedelta(days=1), time(22, 0))
    clock(eve)
    before = practice.everything()
    assert clock(at_local(day, time(3, 29))) is False
    assert practice.everything() == before
    assert clock(at_local(day, time(3, 30))) is True
    stood = practice.everything()
    assert clock(at_local(day, time(3, 30))) is False
    assert clock(at_local(day, time(23, 59))) is False
    assert practice.everything() == stood
    assert nights(practice) == [eve, at_local(day, time(3, 30))]


def nights(practice: Practice) -> list[datetime]:
    return sorted(row.at for row in practice.rows(t.AuditRow) if row.rule == "night")


def test_a_machine_that_slept_at_night_does_it_when_it_wakes_and_once(practice: Practice) -> None:
    clock(NOW)
    assert clock(later(days=5)) is True
    assert clock(later(days=5, minutes=1)) is False
    assert len(nights(practice)) == 2


def test_silence_and_the_end_of_a_rest_come_by_time_alone(practice: Practice) -> None:
    ines, bob, anna = practice.ines, practice.bob, practice.anna
    for client in (bob, anna):
        planned(practice, TODAY + timedelta(days=100), client)
        adjusted(ines, client, step(), now=later(days=-13))
    rest_day = TODAY + timedelta(days=8)
    routes.agree_rest(
        ines,
        anna,
        start=TODAY,
        end=rest_day,
        step_key=None,
        proposed_by="client",
        reason="op reis",
        expected_number=1,
        save_key=key(),
        now=NOW,
    )
    clock(NOW)
    assert [row for row in practice.rows(t.WorklistRow) if row.client_id in (bob, anna)] == []
    night = at_local(TODAY + timedelta(days=1), time(3, 30))
    clock(night)
    for kind, client in ((Kind.SILENT, bob), (Kind.REST_ENDS, anna)):
        (row,) = kept(practice, kind, client)
        assert (row.state, row.opened_at) == ("open", night)
    # And by time alone the row about the rest goes again.
    clock(at_local(rest_day, time(12, 0)))
    assert kept(practice, Kind.REST_ENDS, anna)[0].state == "open"
    clock(at_local(rest_day + timedelta(days=1), time(12, 0)))
    assert kept(practice, Kind.REST_ENDS, anna)[0].state == "closed"


def test_of_two_processes_one_does_the_night(practice: Practice) -> None:
    clock(NOW)
    together = Barrier(2)

    def wake(_: int) -> bool:
        together.wait()
        return clock(later(days=1))

    with ThreadPoolExecutor(2) as pool:
        assert any(pool.map(wake, range(2)))
    assert len(nights(practice)) == 2
    assert practice.count(t.WorklistDueRow) == 0
    assert len(kept(practice, Kind.NO_ROUTE)) == 1


@pytest.mark.parametrize("marks", [False, True], ids=["works out", "marks everybody"])
def test_a_save_while_the_rows_are_worked_out_is_kept_and_worked_out_after_it(
    in_postgres: Practice, marks: bool
) -> None:
    """Neither waits for the other for ever, and nothing that was saved is forgotten."""
    practice = in_postgres
    if marks:
        clock(NOW)
    with ThreadPoolExecutor(1) as pool:
        with casebook.by_itself(Book.PRACTICE, now=NOW) as page:
            if marks:
                storage.all_are_due(page)
            ids = storage.due(page)
            assert practice.bob in ids
            asked = {"next_day_worse": True, "now": later(seconds=5)}
            save = pool.submit(recorded, practice.ines, practice.bob, **asked)
            while not save.done() and not waiting_for_a_lock(practice):
                pass
            if not marks:
                storage.work_out(page, ids)
            page.log("U", "worklist", listed=ids)
        save.result(timeout=10)
    due = {row.client_id: row.since for row in practice.rows(t.WorklistDueRow)}
    assert due[practice.bob] == later(seconds=5)
    assert len(due) == (4 if marks else 1)
    assert Kind.WORSE_NEXT_DAY in kinds(practice)


def waiting_for_a_lock(practice: Practice) -> bool:
    """True when somebody in this PostgreSQL database waits for another's lock."""
    waits = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with practice.engine.connect() as connection:
        return bool(connection.execute(waits).scalar())


# -- what the log says ------------------------------------------------------------------------


def test_each_change_is_one_line_and_none_holds_a_word(practice: Practice) -> None:
    clock(NOW)
    row, other = about(practice, Kind.NO_ROUTE), about(practice, Kind.NO_NEXT_DATE)
    before = {line.id for line in practice.rows(t.AuditRow)}
    worklist.annotate(
        practice.ines, row.id, note="geheimpje", expected_version=row.version, now=NOW
    )
    put_off(practice, other, reason="geheimpje")
    worklist.bring_back(practice.ines, other.id, now=NOW)
    row = about(practice, Kind.NO_ROUTE)
    done(practice, row)
    worklist.say_useful(practice.ines, row.id, useful=False, now=NOW)
    lines = [line for line in practice.rows(t.AuditRow) if line.id not in before]
    changes = [line for line in lines if line.action != "R"]
    assert [(line.action, line.part, line.client_id, line.rule) for line in changes] == [
        ("U", "worklist", practice.bob, "own client")
    ] * 5
    assert sorted(line.subject_id for line in changes) == sorted([row.id] * 3 + [other.id] * 2)
    assert {line.person_id for line in lines} == {practice.ines.person_id}
    assert "geheimpje" not in repr(practice.everything()["audit"])
    # A change of a row says nothing new about its client.
    assert practice.count(t.WorklistDueRow) == 0


def test_the_night_is_one_line_and_one_with_the_ids_of_whom_it_worked_out(
    practice: Practice,
) -> None:
    clock(NOW)
    lines = [row for row in practice.rows(t.AuditRow) if row.part == "worklist"]
    assert sorted((row.rule, row.listed and sorted(row.listed)) for row in lines) == [
        ("night", None),
        (
            "worked out anew",
            sorted([practice.bob, practice.anna, practice.cem, practice.daan]),
        ),
    ]
    assert {(row.person_id, row.client_id, row.roles) for row in lines} == {(None, None, "")}


def test_a_look_is_one_line_that_names_whose_rows_were_shown(practice: Practice) -> None:
    mine(practice)
    look = again(practice.ines, view=key())
    before = practice.count(t.AuditRow)
    for _ in range(3):
        worklist.mine(look, now=NOW)
    assert practice.count(t.AuditRow) == before + 1
    (line,) = [row for row in practice.rows(t.AuditRow) if row.view == look.view]
    assert (line.action, line.part) == ("R", "worklist")
    assert line.listed == [practice.anna, practice.bob]  # by name


# -- no more work than was written ------------------------------------------------------------


def test_looking_twice_works_out_nothing(practice: Practice) -> None:
    look = again(practice.ines, view=key())
    worklist.mine(look, now=NOW)
    before = practice.everything()
    with counted(practice) as statements:
        worklist.mine(look, now=NOW)
    assert practice.everything() == before
    assert not any(word in one for one in statements for word in ("check_in", "session_version"))
    assert all(one.lstrip().startswith(("SELECT", "BEGIN")) for one in statements)
    assert len(statements) <= 20


def test_the_work_is_that_of_who_changed_and_not_of_how_many_there_are(practice: Practice) -> None:
    def of_a_change(*names: str) -> int:
        for name in names:
            recorded(practice.ines, ids[name], name=name, next_day_worse=True)
        with counted(practice) as statements:
            worklist.bring_up_to_date(practice.ines, now=NOW)
        return len(statements)

    ids = {NAMES["Bob"]: practice.bob, NAMES["Anna"]: practice.anna}
    mine(practice)
    of_two = of_a_change(NAMES["Bob"])
    for number in range(38):
        name = f"Cliënt {number}"
        draft = ClientDraft(name, started_on=BEGAN)
        ids[name] = clients.add(
            practice.ines, draft, team_id=practice.noord, save_key=key(), now=NOW
        )
    mine(practice)
    of_forty = of_a_change(NAMES["Anna"])
    assert of_forty == of_two
    everyone = of_a_change(*(name for name in ids if name.startswith("Cliënt")))
    assert everyone > 4 * of_forty
