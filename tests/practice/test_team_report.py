"""The monthly report: its counts, whom it names, and what the log keeps of it."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import insert, select, update

from lib.domain.access import Role
from lib.domain.problems import NotFound, Refused
from lib.domain.sessions import Attendance
from lib.practice import accounts, care_signals, clients, team_report
from lib.storage import tables as t
from tests.cast import NAMES, NOW, TODAY, Practice, again, key, later
from tests.practice.test_good_starts import four
from tests.practice.test_team_quality import everyone, met

FEBRUARY = date(2026, 2, 1)
IN_FEBRUARY = later(days=-30)  # 16 February
IN_MARCH = later(days=-2)


def report(practice: Practice, month: date = FEBRUARY, **changes: bool):
    return team_report.of_month(practice.lea, practice.noord, month, now=NOW, **changes)


def test_sessions_and_clients_of_the_month_are_counted_and_those_beside_it_are_not(
    practice: Practice,
) -> None:
    some = everyone(practice)
    for n, attendance in enumerate(["came", "came", "cancelled", "absent", "excused"]):
        met(some[n], date(2026, 2, 10), attendance=attendance)
    met(some[0], date(2026, 1, 31))
    met(some[0], date(2026, 2, 28))
    met(some[0], date(2026, 3, 1))
    met(four(practice)[3], date(2026, 2, 10))  # of another team
    practice.run(
        update(t.ClientRow).where(t.ClientRow.id == practice.cem).values(ended_on=FEBRUARY)
    )
    practice.run(
        update(t.ClientRow).where(t.ClientRow.id == some[4][1]).values(started_on=date(2026, 2, 3))
    )
    counts = report(practice).counts
    assert counts.sessions == {
        Attendance.CAME: 3,
        Attendance.CANCELLED: 1,
        Attendance.ABSENT: 1,
        Attendance.EXCUSED: 1,
    }
    assert (counts.guided, counts.new, counts.ended) == (5, 1, 1)
    january, march = (report(practice, date(2026, n, 1)).counts for n in (1, 3))
    assert (january.guided, january.new, january.ended) == (4, 4, 0)
    assert (march.guided, march.sessions[Attendance.CAME]) == (4, 1)


def test_support_is_counted_by_the_month_in_which_it_happened(practice: Practice) -> None:
    everyone(practice)
    session_id = met(four(practice)[0], date(2026, 2, 16))
    bob, ines, marek = practice.bob, practice.ines.person_id, practice.marek.person_id
    practice.run(
        insert(t.HeavyTalkRow).values(
            session_id=session_id, client_id=bob, said_by=ines, said_at=IN_MARCH
        )
    )
    for n, (asked, answered, done) in enumerate(
        [
            (IN_FEBRUARY, None, None),
            (IN_FEBRUARY, IN_MARCH, None),
            (IN_FEBRUARY, None, IN_FEBRUARY),  # taken back
            (later(days=-60), IN_FEBRUARY, IN_MARCH),
        ]
    ):
        practice.run(
            insert(t.QuestionRow).values(
                id=f"q{n}",
                client_id=bob,
                words="hoe verder",
                asked_by=ines,
                asked_at=asked,
                answer="zo" if answered else "",
                answered_by=practice.lea.person_id if answered else None,
                answered_at=answered,
                done_at=done,
                save_key=key(),
                version=1,
            )
        )
    for n, (state, decided) in enumerate([("accepted", IN_FEBRUARY), ("declined", IN_FEBRUARY)]):
        practice.run(
            insert(t.HandoverRow).values(
                id=f"h{n}", client_id=bob, from_coach_id=marek, to_coach_id=ines,
                to_team_id=practice.noord, asked_by=marek, asked_at=IN_FEBRUARY, state=state,
                decided_by=ines, decided_at=decided, save_key=key(), version=1,
                words="", decision_words="",
            )
        )  # fmt: skip
    for n, (start, end, ended) in enumerate(
        [
            (date(2026, 1, 20), FEBRUARY, None),
            (date(2026, 2, 27), date(2026, 3, 9), None),
            (
                date(2026, 1, 20),
                date(2026, 2, 20),
                datetime.combine(date(2026, 1, 25), NOW.timetz()),
            ),
            (date(2026, 3, 1), date(2026, 3, 2), None),
        ]
    ):
        practice.run(
            insert(t.CoverRow).values(
                id=f"c{n}", client_id=bob, coverer_id=marek, start_day=start, end_day=end,
                made_by=ines, made_at=later(days=-70), ended_at=ended,
                ended_by=ines if ended else None, save_key=key(), words="",
            )
        )  # fmt: skip
    signal = care_signals.open_signal(
        practice.ines, bob, words="zorgen", save_key=key(), now=IN_FEBRUARY
    )
    care_signals.close_signal(practice.lea, bob, signal, note="gebeld", now=IN_MARCH)
    found = report(practice)
    counts = found.counts
    assert counts.heavy_talks == 1
    assert (counts.questions_asked, counts.questions_answered) == (2, 1)
    assert (counts.handovers, counts.covers) == (1, 2)
    assert found.clients_in is not None
    assert (found.clients_in.care_opened, found.clients_in.care_closed) == (1, 0)
    march = report(practice, TODAY)
    assert march.clients_in is not None
    assert (march.clients_in.care_opened, march.clients_in.care_closed) == (0, 1)
    assert march.counts.questions_answered == 1
    assert march.counts.heavy_talks == 0
    # A talk while a care signal is open is heavy as well, by the count of the load.
    met(four(practice)[0], date(2026, 3, 3))
    assert report(practice, TODAY).counts.heavy_talks == 1
    assert report(practice).counts.heavy_talks == 1


def test_of_fewer_than_five_clients_it_says_nothing_of_how_they_are(practice: Practice) -> None:
    for who in four(practice)[:3]:
        met(who, date(2026, 2, 10))
    found = report(practice)
    assert found.counts.guided == 3
    assert found.clients_in is None
    assert not found.contacts.enough
    assert found.weeks == ()


def test_the_weeks_of_the_month_are_those_of_the_chart(practice: Practice) -> None:
    some = everyone(practice)
    for who in some:
        met(who, date(2026, 1, 29))
        met(who, date(2026, 2, 12))
    found = report(practice)
    assert [(one.start, one.contacts) for one in found.weeks] == [
        (date(2026, 2, 2), 0),
        (date(2026, 2, 9), 5),
        (date(2026, 2, 16), 0),
        (date(2026, 2, 23), 0),
    ]
    # A report of a month does not change by what came later.
    assert found.contacts.weeks[-1].start == date(2026, 2, 23)
    running = report(practice, TODAY)
    assert running.month.last == TODAY
    assert running.weeks[-1].start == date(2026, 3, 9)


def test_nobody_is_named_unless_names_are_asked_for(practice: Practice) -> None:
    some = everyone(practice)
    for who in some:
        met(who, date(2026, 2, 10))
    clients.plan_next(practice.ines, practice.bob, day=date(2026, 3, 20), at=time(10, 30), now=NOW)
    without = report(practice)
    assert without.clients is None
    said = repr(without)
    for name in (*NAMES.values(), "Fien Baars", "Ines Dragstra", "Marek Hollander"):
        assert name not in said
    listed = report(practice, with_names=True).clients
    assert listed is not None
    assert [one.name for one in listed] == sorted(
        [NAMES["Anna"], NAMES["Bob"], NAMES["Cem"], "Fien Baars", "Gijs Vos"]
    )
    bob = next(one for one in listed if one.name == NAMES["Bob"])
    assert bob.coach_name == practice.ines.name
    assert bob.last_session == date(2026, 2, 10)
    assert bob.next_date == later(days=2)
    assert {one.next_date for one in listed if one is not bob} == {None}


@pytest.mark.parametrize("with_names", [False, True])
def test_the_log_keeps_that_it_was_taken_along_and_whether_names_were_in_it(
    practice: Practice, with_names: bool
) -> None:
    lea = again(practice.lea, view="b" * 32)
    for _ in range(2):
        team_report.of_month(lea, practice.noord, FEBRUARY, with_names=with_names, now=NOW)
    given = team_report.export(lea, practice.noord, FEBRUARY, with_names=with_names, now=NOW)
    assert (given.clients is not None) is with_names
    looked, taken = sorted(
        practice.rows(select(t.AuditRow).where(t.AuditRow.part.startswith("team report"))),
        key=lambda one: one.action,
        reverse=True,
    )
    assert (looked.action, taken.action) == ("R", "E")
    assert looked.subject_id == taken.subject_id == practice.noord
    assert taken.part == "team report"
    assert taken.reason == ("with names" if with_names else "without names")
    noord = {practice.bob, practice.anna, practice.cem}
    for line in (looked, taken):
        assert set(line.listed or ()) == (noord if with_names else set())
        assert line.client_id is None


def test_a_month_that_has_not_come_or_before_the_team_is_refused_and_not_logged(
    practice: Practice,
) -> None:
    for month in (date(2026, 4, 1), date(2025, 12, 1)):
        for verb in (team_report.of_month, team_report.export):
            with pytest.raises(Refused):
                verb(practice.lea, practice.noord, month, now=NOW)
    assert practice.rows(select(t.AuditRow).where(t.AuditRow.part == "team report")) == []
    # Guidance began before the team was made here: that month is one of its months.
    ((team, months),) = team_report.teams(practice.lea, now=NOW)
    assert team.id == practice.noord
    assert months == (date(2026, 3, 1), FEBRUARY, date(2026, 1, 1))
    with pytest.raises(NotFound):
        team_report.of_month(practice.olga, practice.noord, FEBRUARY, now=NOW)


def test_a_lead_who_coaches_elsewhere_gets_no_client_of_that_team(practice: Practice) -> None:
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.zuid, (Role.COACH,), now=NOW)
    lea = again(practice.lea)
    with pytest.raises(NotFound):
        team_report.of_month(lea, practice.zuid, FEBRUARY, now=NOW)
    found = team_report.of_month(lea, practice.noord, FEBRUARY, with_names=True, now=NOW)
    assert found.counts.guided == 3
    assert NAMES["Daan"] not in repr(found)
    assert TODAY + timedelta(days=1) > found.month.last
