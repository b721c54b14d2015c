"""The agenda: one truth for the next date, one time at a time, and a feed that names nobody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from lib.domain.access import Book, Role
from lib.domain.agenda import AppointmentDraft, FeedItem, Occurrence, Remark
from lib.domain.calendar import AMSTERDAM
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotFound, Stale
from lib.practice import accounts, agenda, clients, progress, sessions
from lib.practice.agenda import ChangedMeanwhile
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, again, key, later, moved, recorded

FRIDAY = TODAY + timedelta(days=2)
NEXT = FRIDAY + timedelta(days=7)
TEN, TWO = time(10, 0), time(14, 0)
ONCE = AppointmentDraft(FRIDAY, TEN, 45, "bij de vaart")
WEEKLY = replace(ONCE, every_weeks=1)
GROUP = replace(WEEKLY, title="Wandelgroep", day=TODAY + timedelta(days=1))
UNTIL = date(2026, 6, 1)


def planned(practice: Practice, draft: AppointmentDraft = WEEKLY, **changes: Any) -> str:
    asked = {"save_key": key(), "now": NOW, **changes}
    return agenda.plan(practice.ines, practice.bob, draft, **asked).id


def coming(practice: Practice, *, now: datetime = NOW) -> list[Occurrence]:
    return list(agenda.coming(practice.ines, practice.bob, now=now))


def at(day: date, clock: time = TEN) -> datetime:
    return datetime.combine(day, clock, tzinfo=AMSTERDAM).astimezone(UTC)


def next_date(practice: Practice, *, now: datetime = NOW) -> datetime | None:
    """Return the next date, when every place that shows one tells the same."""
    shown = clients.next_appointment(practice.ines, practice.bob, now=now)
    of = progress.of_client(practice.ines, practice.bob, now=now)
    assert shown == of.standing.next_appointment
    assert (
        sessions.prepare(practice.ines, practice.bob, on=TODAY, now=now).next_appointment == shown
    )
    return shown


def kept_copy(practice: Practice) -> datetime | None:
    return next(
        row for row in practice.rows(t.ClientRow) if row.id == practice.bob
    ).next_appointment


def week(practice: Practice, scope: Any = None, *, first: date = TODAY) -> list[tuple[str, str]]:
    """Return when and with whom in the seven days from a day on, cancelled ones marked."""
    found = agenda.of_mine(scope or practice.ines, first, first + timedelta(days=6), now=NOW)
    return [
        (
            f"{item.occurrence.starts_at.astimezone(AMSTERDAM):%d-%m %H:%M}",
            item.name + (" (off)" if item.occurrence.cancelled else ""),
        )
        for item in found.items
    ]


def version(practice: Practice) -> int:
    (row,) = (row for row in practice.rows(t.AppointmentRow) if not row.removed)
    return int(row.version)


def end_guidance(practice: Practice, day: date | None) -> None:
    seen = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=day)
    clients.change(practice.ines, practice.bob, ended, expected_version=seen, now=NOW)


# -- planning ---------------------------------------------------------------------------------


def test_ones_own_agenda_shows_clients_and_groups_and_nobody_elses(practice: Practice) -> None:
    planned(practice)
    agenda.plan_group(practice.ines, GROUP, save_key=key(), now=NOW)
    agenda.plan(practice.marek, practice.cem, ONCE, save_key=key(), now=NOW)
    assert week(practice) == [("19-03 10:00", "Wandelgroep"), ("20-03 10:00", NAMES["Bob"])]
    assert week(practice, practice.marek) == [("20-03 10:00", NAMES["Cem"])]
    assert week(practice, first=TODAY + timedelta(days=14)) == [
        ("02-04 10:00", "Wandelgroep"),
        ("03-04 10:00", NAMES["Bob"]),
    ]
    found = agenda.of_mine(practice.ines, date(2026, 3, 30), date(2026, 4, 5), now=NOW)
    assert set(found.clients.values()) == {NAMES["Bob"], NAMES["Anna"]}
    assert found.free.public == {
        date(2026, 4, 3): "Goede vrijdag",
        date(2026, 4, 5): "Eerste paasdag",
    }


def test_a_look_at_the_agenda_is_one_line_with_who_was_shown(practice: Practice) -> None:
    scope = again(practice.ines, view=key())
    for _ in range(2):
        agenda.of_mine(scope, TODAY, NEXT, now=NOW)
    lines = [row for row in practice.rows(t.AuditRow) if row.part == "agenda"]
    assert [(row.action, row.listed) for row in lines] == [
        ("R", sorted([practice.bob, practice.anna]))
    ]


def test_two_clicks_at_the_same_moment_plan_once(practice: Practice) -> None:
    form, together = key(), Barrier(3)

    def click(_: int) -> tuple[str, str]:
        together.wait()
        one = agenda.plan(practice.ines, practice.bob, ONCE, save_key=form, now=NOW).id
        return one, agenda.plan_group(practice.ines, GROUP, save_key=form, now=NOW).id

    with ThreadPoolExecutor(3) as pool:
        assert len(set(pool.map(click, range(3)))) == 1
    assert practice.count(t.AppointmentRow) == practice.count(t.GroupAppointmentRow) == 1


def test_what_cannot_be_planned_is_refused_and_nothing_is_kept(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Invalid):
        planned(practice, replace(ONCE, day=TODAY))
    with pytest.raises(Invalid):
        agenda.plan_group(practice.ines, replace(GROUP, title=""), save_key=key(), now=NOW)
    assert practice.everything() == before


def test_overlaps_and_holidays_are_said_and_never_refused(practice: Practice) -> None:
    planned(practice)
    agenda.plan(practice.marek, practice.cem, ONCE, save_key=key(), now=NOW)
    other = AppointmentDraft(NEXT, time(10, 30), every_weeks=1, until=date(2026, 4, 3))
    told = agenda.plan(practice.ines, practice.anna, other, save_key=key(), now=NOW).remarks
    assert [(one.remark, one.starts_at, one.name) for one in told] == [
        (Remark.OVERLAP, at(NEXT), ""),
        (Remark.HOLIDAY, at(date(2026, 4, 3), time(10, 30)), "Goede vrijdag"),
        (Remark.OVERLAP, at(date(2026, 4, 3)), ""),
    ]
    quiet = agenda.plan(
        practice.ines,
        practice.anna,
        replace(other, at=time(16, 0), until=NEXT),
        save_key=key(),
        now=NOW,
    )
    assert quiet.remarks == ()


def test_a_series_skips_its_holidays_with_one_tap(practice: Practice) -> None:
    monday = replace(WEEKLY, day=date(2026, 3, 30), until=UNTIL)
    appointment_id = planned(practice, monday)
    _, holidays = agenda.look_at(practice.ines, appointment_id, date(2026, 3, 30), now=NOW)
    assert list(holidays.values()) == ["Tweede paasdag", "Koningsdag", "Tweede pinksterdag"]
    assert agenda.skip_holidays(practice.ines, appointment_id, now=NOW) == 3
    off = [one.day for one in coming(practice) if one.cancelled]
    assert off == [date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 25)] == list(holidays)
    assert agenda.skip_holidays(practice.ines, appointment_id, now=NOW) == 0
    assert agenda.look_at(practice.ines, appointment_id, date(2026, 3, 30), now=NOW)[1] == {}


# -- changing ---------------------------------------------------------------------------------


def test_one_time_moves_is_cancelled_and_comes_back_and_the_next_date_follows(
    practice: Practice,
) -> None:
    appointment_id = planned(practice)
    this = (practice.ines, appointment_id, FRIDAY)
    assert next_date(practice) == at(FRIDAY)
    to = {"day": FRIDAY + timedelta(days=3), "at": TWO, "expected_version": 1, "now": NOW}
    agenda.move_one(*this, **to)
    assert next_date(practice) == kept_copy(practice) == at(FRIDAY + timedelta(days=3), TWO)
    assert week(practice) == [("23-03 14:00", NAMES["Bob"])]
    agenda.cancel_one(*this, now=NOW)
    agenda.cancel_one(*this, now=NOW)
    assert week(practice) == [("20-03 10:00", f"{NAMES['Bob']} (off)")]
    assert next_date(practice) == kept_copy(practice) == at(NEXT)
    agenda.bring_back_one(*this, now=NOW)
    assert week(practice) == [("20-03 10:00", NAMES["Bob"])]
    assert next_date(practice) == kept_copy(practice) == at(FRIDAY)
    agenda.move_one(
        *this, **{**to, "day": FRIDAY, "at": TEN, "expected_version": version(practice)}
    )
    assert [one.moved for one in coming(practice)[:2]] == [False, False]
    with pytest.raises(NotFound):
        agenda.cancel_one(practice.ines, appointment_id, FRIDAY + timedelta(days=1), now=NOW)


def test_a_single_one_is_cancelled_moved_and_taken_out(practice: Practice) -> None:
    appointment_id = planned(practice, ONCE)
    agenda.cancel_one(practice.ines, appointment_id, FRIDAY, now=NOW)
    assert next_date(practice) is None
    about = {"day": NEXT, "at": TWO, "expected_version": version(practice), "now": NOW}
    agenda.move_one(practice.ines, appointment_id, FRIDAY, **about)
    assert [(one.starts_at, one.cancelled) for one in coming(practice)] == [(at(NEXT, TWO), False)]
    changed = replace(ONCE, day=NEXT, minutes=90, place="")
    agenda.change(
        practice.ines,
        appointment_id,
        changed,
        from_day=NEXT,
        expected_version=version(practice),
        now=NOW,
    )
    (only,) = coming(practice)
    assert (only.starts_at, only.appointment.minutes, only.appointment.place) == (at(NEXT), 90, "")
    agenda.remove(practice.ines, appointment_id, now=NOW)
    assert (coming(practice), next_date(practice)) == ([], None)
    with pytest.raises(NotFound):
        agenda.remove(practice.ines, appointment_id, now=NOW)


def test_a_series_that_has_begun_changes_from_a_day_on_and_stops_with_its_past_standing(
    practice: Practice,
) -> None:
    appointment_id = planned(practice)
    now = later(days=16)  # a Friday after ten: three have been
    third = FRIDAY + timedelta(days=14)
    agenda.cancel_one(practice.ines, appointment_id, third + timedelta(days=14), now=now)
    first = third + timedelta(days=7)
    changed = replace(WEEKLY, day=first, at=TWO)
    further = agenda.change(
        practice.ines,
        appointment_id,
        changed,
        from_day=first,
        expected_version=version(practice),
        now=now,
    ).id
    assert further != appointment_id
    found = agenda.of_mine(practice.ines, TODAY, first + timedelta(days=14), now=now).items
    told = [(one.occurrence.starts_at, one.occurrence.cancelled) for one in found]
    assert told == [
        (at(FRIDAY), False),
        (at(NEXT), False),
        (at(third), False),
        (at(first, TWO), False),
        (at(first + timedelta(days=7), TWO), True),
        (at(first + timedelta(days=14), TWO), False),
    ]
    behind = replace(changed, day=NEXT)
    with pytest.raises(Invalid):
        agenda.change(practice.ines, further, behind, from_day=first, expected_version=2, now=now)
    agenda.remove(practice.ines, further, now=now)
    agenda.remove(practice.ines, appointment_id, now=now)
    found = agenda.of_mine(practice.ines, TODAY, first + timedelta(days=60), now=now).items
    assert [one.occurrence.starts_at for one in found] == [at(FRIDAY), at(NEXT), at(third)]
    assert clients.next_appointment(practice.ines, practice.bob, now=now) is None


def test_a_series_that_is_still_to_begin_changes_from_a_time_on_or_as_a_whole(
    practice: Practice,
) -> None:
    appointment_id = planned(practice)
    about = {"expected_version": 1, "now": NOW}
    third = NEXT + timedelta(days=7)
    longer = replace(WEEKLY, day=NEXT, minutes=90)
    further = agenda.change(practice.ines, appointment_id, longer, from_day=NEXT, **about).id
    told = [(one.day, one.appointment.minutes) for one in coming(practice)[:3]]
    assert told == [(FRIDAY, 45), (NEXT, 90), (third, 90)]
    # From its own first time on it changes as a whole, and another day leaves nothing behind.
    monday = replace(longer, day=NEXT + timedelta(days=3))
    same = agenda.change(
        practice.ines, further, monday, from_day=NEXT, expected_version=1, now=NOW
    ).id
    assert same == further
    assert [one.day for one in coming(practice)[:3]] == [
        FRIDAY,
        NEXT + timedelta(days=3),
        NEXT + timedelta(days=10),
    ]


def test_stopping_keeps_what_took_place_wherever_it_went(practice: Practice) -> None:
    appointment_id = planned(practice)
    for planned_on, day in ((NEXT, TODAY), (FRIDAY, NEXT + timedelta(days=9))):
        agenda.move_one(
            practice.ines,
            appointment_id,
            planned_on,
            day=day,
            at=time(9, 0),
            expected_version=version(practice),
            now=NOW,
        )
    agenda.remove(practice.ines, appointment_id, now=NOW)
    found = agenda.of_mine(practice.ines, TODAY, TODAY + timedelta(days=60), now=NOW).items
    standing = [one.occurrence.starts_at for one in found if not one.occurrence.cancelled]
    assert standing == [at(TODAY, time(9, 0))]
    assert next_date(practice) is None


def test_groups_change_like_clients_and_only_by_who_planned_them(practice: Practice) -> None:
    group_id = agenda.plan_group(practice.ines, GROUP, save_key=key(), now=NOW).id
    thursday = TODAY + timedelta(days=1)
    to = {"day": FRIDAY, "at": TEN, "expected_version": 1, "now": NOW}
    with pytest.raises(NotFound):
        agenda.move_one(practice.marek, group_id, thursday, **to)
    agenda.move_one(practice.ines, group_id, thursday, **to)
    assert week(practice) == [("20-03 10:00", "Wandelgroep")]
    renamed = replace(GROUP, title="Tuinclub")
    about = {"from_day": thursday, "expected_version": 2, "now": NOW}
    agenda.change(practice.ines, group_id, renamed, **about)
    assert week(practice) == [("20-03 10:00", "Tuinclub")], "what moved stays moved"
    agenda.remove(practice.ines, group_id, now=NOW)
    assert week(practice) == []


def test_a_change_from_an_old_screen_is_refused_with_who_or_that_it_was_oneself(
    practice: Practice,
) -> None:
    appointment_id = planned(practice)
    about = {"from_day": FRIDAY, "expected_version": 1, "now": NOW}
    agenda.cancel_one(practice.ines, appointment_id, FRIDAY, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        agenda.change(practice.ines, appointment_id, WEEKLY, **about)
    moved(practice, practice.bob, practice.marek)
    with pytest.raises(Stale) as refused:
        agenda.change(practice.marek, appointment_id, WEEKLY, **about)
    assert refused.value.name == practice.ines.name


def test_after_the_end_of_guidance_nothing_is_to_come_and_reopened_it_is_again(
    practice: Practice,
) -> None:
    appointment_id = planned(practice)
    token = agenda.feed_link(practice.ines, now=NOW)
    end_guidance(practice, TODAY)
    assert (kept_copy(practice), coming(practice), week(practice)) == (None, [], [])
    assert agenda.feed_of(Book.PRACTICE, token, now=NOW) == ()
    for act in (
        lambda: planned(practice),
        lambda: agenda.cancel_one(practice.ines, appointment_id, FRIDAY, now=NOW),
    ):
        with pytest.raises(Closed):
            act()
    end_guidance(practice, None)
    assert next_date(practice) == kept_copy(practice) == at(FRIDAY)


# -- one truth for the next date ----------------------------------------------------------------


def test_the_next_date_of_a_series_goes_on_by_itself(practice: Practice) -> None:
    planned(practice)
    passed = later(days=2)
    assert kept_copy(practice) == at(FRIDAY)
    assert next_date(practice, now=passed) == at(NEXT)
    form = sessions.prepare(practice.ines, practice.bob, on=FRIDAY, now=passed)
    assert form.appointment == at(FRIDAY)


def test_a_next_date_that_stands_there_already_changes_nothing(practice: Practice) -> None:
    planned(practice)
    recorded(practice.ines, practice.bob, next_day=NEXT, next_at=TEN)
    assert practice.count(t.AppointmentRow) == version(practice) == 1
    assert next_date(practice) == at(FRIDAY)


def test_an_agreed_date_moves_a_single_next_one_and_keeps_its_place(practice: Practice) -> None:
    planned(practice, ONCE)
    session_id = recorded(practice.ines, practice.bob, next_day=NEXT, next_at=TWO)
    (only,) = coming(practice)
    assert (only.starts_at, only.appointment.place) == (at(NEXT, TWO), "bij de vaart")
    assert next_date(practice) == kept_copy(practice) == at(NEXT, TWO)
    sessions.take_back(practice.ines, practice.bob, session_id, tab=key(), now=NOW)
    (only,) = coming(practice)
    assert (only.starts_at, only.appointment.place) == (at(FRIDAY), "bij de vaart")


def test_beside_a_series_another_week_is_one_more_and_the_same_week_moves(
    practice: Practice,
) -> None:
    planned(practice, replace(WEEKLY, every_weeks=2))
    before = [one.starts_at for one in coming(practice)]
    same = recorded(practice.ines, practice.bob, next_day=TODAY + timedelta(days=1), next_at=TWO)
    assert next_date(practice) == at(TODAY + timedelta(days=1), TWO)
    assert practice.count(t.AppointmentRow) == 1
    sessions.take_back(practice.ines, practice.bob, same, tab=key(), now=NOW)
    assert [one.starts_at for one in coming(practice)] == before
    more = recorded(practice.ines, practice.bob, next_day=NEXT, next_at=TWO)
    assert [one.starts_at for one in coming(practice)] == sorted([*before, at(NEXT, TWO)])
    assert next_date(practice) == at(FRIDAY)
    sessions.take_back(practice.ines, practice.bob, more, tab=key(), now=NOW)
    assert [one.starts_at for one in coming(practice)] == before
    assert practice.count(t.AppointmentRow) == 1


def test_undoing_a_session_leaves_what_was_changed_by_hand_since(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, next_day=NEXT, next_at=TWO)
    (only,) = coming(practice)
    agenda.cancel_one(practice.ines, only.appointment.id, NEXT, now=NOW)
    sessions.take_back(practice.ines, practice.bob, session_id, tab=key(), now=NOW)
    assert [(one.starts_at, one.cancelled) for one in coming(practice)] == [(at(NEXT, TWO), True)]


def test_clearing_the_next_date_takes_out_a_single_one_and_no_series(practice: Practice) -> None:
    empty = {"day": None, "at": None, "now": NOW}
    planned(practice, replace(ONCE, day=TODAY + timedelta(days=1)))
    planned(practice)
    clients.plan_next(practice.ines, practice.bob, **empty)
    assert next_date(practice) == at(FRIDAY)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        clients.plan_next(practice.ines, practice.bob, **empty)
    assert [problem.field for problem in refused.value.problems] == ["next_day"]
    assert practice.everything() == before


def test_a_session_of_today_begins_with_the_last_appointment_that_has_begun(
    practice: Practice,
) -> None:
    now = later(hours=-4)
    for clock in (time(9, 0), TEN, TWO):
        planned(practice, replace(ONCE, day=TODAY, at=clock), now=now)
    form = sessions.prepare(practice.ines, practice.bob, on=TODAY, now=NOW)
    assert (form.appointment, form.next_appointment) == (at(TODAY), at(TODAY, TWO))


# -- the feed ---------------------------------------------------------------------------------


def feed(practice: Practice, token: str, *, now: datetime = NOW) -> tuple[FeedItem, ...] | None:
    return agenda.feed_of(Book.PRACTICE, token, now=now)


def test_a_feed_gives_times_and_whether_they_are_off_and_no_more(practice: Practice) -> None:
    token = agenda.feed_link(practice.ines, now=NOW)
    appointment_id = planned(practice)
    agenda.plan_group(practice.ines, GROUP, save_key=key(), now=NOW)
    agenda.cancel_one(practice.ines, appointment_id, NEXT, now=NOW)
    items = feed(practice, token)
    assert items is not None
    ahead = [one for one in items if one.client_id]
    assert [(one.starts_at, one.cancelled) for one in ahead[:2]] == [
        (at(FRIDAY), False),
        (at(NEXT), True),
    ]
    assert (ahead[0].ends_at - ahead[0].starts_at, ahead[0].sequence) == (timedelta(minutes=45), 2)
    assert len(ahead) == len(items) - len(ahead) == 26, "half a year of a weekly series"
    assert len({one.uid for one in items}) == len(items)
    late = feed(practice, token, now=later(days=40))
    assert late is not None
    assert min(one.starts_at for one in late) > later(days=40 - 29)


def test_the_token_opens_one_feed_until_it_ends_and_is_kept_nowhere(practice: Practice) -> None:
    assert agenda.feed_stands(practice.ines, now=NOW) is None
    first = agenda.feed_link(practice.ines, now=NOW)
    assert feed(practice, first) == ()
    second = agenda.feed_link(practice.ines, now=later(minutes=1))
    assert agenda.feed_stands(practice.ines, now=NOW) == later(minutes=1)
    assert agenda.feed_stands(practice.marek, now=NOW) is None
    agenda.revoke_feed(practice.marek, now=NOW)
    assert (feed(practice, first), feed(practice, second)) == (None, ())
    agenda.revoke_feed(practice.ines, now=NOW)
    assert feed(practice, second) is None
    for unknown in ("", "x" * 43, first[:-1]):
        assert feed(practice, unknown) is None
    assert first not in repr(practice.everything())


def test_a_closed_account_or_a_role_that_is_gone_gives_no_clients(practice: Practice) -> None:
    token = agenda.feed_link(practice.ines, now=NOW)
    planned(practice, ONCE)
    assert len(feed(practice, token) or ()) == 1
    moved(practice, practice.bob, practice.marek)
    assert feed(practice, token) == ()
    moved(practice, practice.bob, practice.ines)
    accounts.set_roles(
        practice.ada,
        practice.ines.person_id,
        practice.noord,
        (),
        seen_to=practice.marek.person_id,
        now=NOW,
    )
    assert feed(practice, token) == ()
    lead = (Role.LEAD,)
    accounts.set_roles(
        practice.ada,
        practice.ines.person_id,
        practice.noord,
        lead,
        seen_to=practice.marek.person_id,
        now=NOW,
    )
    assert feed(practice, token) == ()
    person = update(t.PersonRow).where(t.PersonRow.id == practice.ines.person_id)
    practice.run(person.values(active=False))
    assert feed(practice, token) is None


def test_the_log_has_one_line_a_day_of_a_feed_with_whose_times_it_gave(practice: Practice) -> None:
    token = agenda.feed_link(practice.ines, now=NOW)
    planned(practice, ONCE)
    for now in (NOW, later(minutes=15), later(hours=24)):
        feed(practice, token, now=now)
    lines = [
        row for row in practice.rows(t.AuditRow) if row.part == "agenda feed" and row.action == "R"
    ]
    assert [(row.person_id, row.listed) for row in lines] == [
        (practice.ines.person_id, [practice.bob])
    ] * 2
    agenda.plan(practice.ines, practice.anna, ONCE, save_key=key(), now=NOW)
    for now in (later(hours=24), later(hours=25)):
        feed(practice, token, now=now)
    lines = [row for row in practice.rows(t.AuditRow) if row.view == lines[-1].view]
    assert sorted(row.listed for row in lines) == sorted([[practice.anna], [practice.bob]])
