"""The load of a team: equal to what its coaches see, about work alone, and logged."""

from collections import Counter
from dataclasses import fields
from datetime import time, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from lib.domain.access import Scope
from lib.domain.agenda import AppointmentDraft
from lib.domain.caseload import Reason
from lib.domain.glance import facts
from lib.domain.load import Behind, CoachLoad, Period, TeamLoad
from lib.domain.people import ClientDraft
from lib.domain.problems import Invalid, NotAllowed, NotFound
from lib.domain.sessions import DayMood, Outcome
from lib.practice import (
    absences,
    agenda,
    care_signals,
    caseload,
    clients,
    handovers,
    load,
    progress,
    questions,
    sessions,
)
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
    told,
)


def shown(practice: Practice, *, period: Period = Period.FOUR_WEEKS, now: Any = NOW) -> TeamLoad:
    return load.of_teams(practice.lea, team_ids={practice.noord}, period=period, now=now)


def of(practice: Practice, name: str, **asked: Any) -> CoachLoad:
    found = shown(practice, **asked).coaches
    return next(one for one in found if one.coach.name.startswith(name))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_of_the_lead_is_what_the_coaches_see(practice: Practice, seed: int) -> None:
    chance = Random(seed)
    coaches = {"Ines": practice.ines, "Marek": practice.marek}
    everyone = {practice.bob: "Ines", practice.anna: "Ines", practice.cem: "Marek"}
    names = {practice.bob: NAMES["Bob"], practice.anna: NAMES["Anna"], practice.cem: NAMES["Cem"]}
    for number in range(6):
        coach, name = chance.choice(list(coaches)), f"Client {number}"
        started = TODAY - timedelta(days=chance.randint(0, 60))
        draft = ClientDraft(name, started_on=started)
        added = clients.add(coaches[coach], draft, team_id=practice.noord, save_key=key(), now=NOW)
        everyone[added], names[added] = coach, name
    # Looked at in between: what lists keep has to follow what happens after that as well.
    for _ in range(2):
        for client, coach in everyone.items():
            _lives(chance, coaches[coach], client, names[client])
        of_lead = shown(practice)

    in_list = {one.client.id: one for one in of_lead.clients}
    assert set(in_list) == set(everyone)
    for name, scope in coaches.items():
        own = {one.client.id: one for one in caseload.own(again(scope), now=NOW)}
        assert set(own) == {client for client, coach in everyone.items() if coach == name}
        counted: Counter[Reason] = Counter()
        for client, glance in own.items():
            live = progress.of_client(scope, client, now=NOW)
            # The same facts three times: from what is stored, in the coach's list, in the lead's.
            now = facts(live.record, live.standing, today=TODAY)
            assert now == glance.facts == in_list[client].facts
            counted.update(live.standing.reasons)
        one = next(row for row in of_lead.coaches if row.coach.name.startswith(name))
        assert one.active == len(own)
        assert one.no_next_date == counted[Reason.NO_NEXT_DATE]
        assert one.overdue == counted[Reason.SILENT]
        assert one.care_signals == counted[Reason.CARE_SIGNAL]
        assert one.new == sum(g.client.started_on >= of_lead.since for g in own.values())
        held = [kept for client in own for kept in sessions.history(scope, client, now=NOW)]
        assert one.sessions == sum(
            kept.report.attendance == "came" and kept.report.held_at.date() >= of_lead.since
            for kept in held
        )
        assert one.questions == sum(
            len(questions.mine_of_client(scope, client, now=NOW).questions) for client in own
        )
    assert sum(one.active for one in of_lead.coaches) == len(everyone)


def _lives(chance: Random, coach: Any, client: str, name: str) -> None:
    """Let things happen to a client by chance; some of it nothing."""
    before = progress.of_client(coach, client, now=NOW)
    started = before.record.client.started_on
    if before.standing.route is not None or chance.random() < 0.8:
        if before.standing.route is None:
            adjusted(coach, client, step(), now=NOW)
        for ago in sorted(chance.sample(range(1, 50), chance.randint(0, 4)), reverse=True):
            day = TODAY - timedelta(days=ago)
            if day < started:
                continue
            eve = day - timedelta(days=1)
            moods = (DayMood(eve, chance.randint(0, 10)),) if eve >= started else ()
            done = told("walk", chance.choice([Outcome.MINI, Outcome.NOT_DONE]), day)
            came = chance.choice(["came", "came", "absent"])
            recorded(
                coach,
                client,
                name=name,
                day=day,
                attendance=came,
                day_moods=moods,
                check_ins=done,
                **({"mood_before": chance.randint(0, 10)} if came == "came" else {}),
            )
    if chance.random() < 0.4:
        coming = NOW + timedelta(days=chance.randint(1, 20))
        at = coming + timedelta(hours=1)
        clients.plan_next(coach, client, day=at.date(), at=time(at.hour, at.minute), now=NOW)
    if chance.random() < 0.3:
        care_signals.open_signal(coach, client, words="zorgen", save_key=key(), now=NOW)
    if chance.random() < 0.4:
        questions.ask(coach, client, words="wat nu?", save_key=key(), now=NOW)


def test_a_talk_is_heavy_when_its_coach_says_so_or_a_care_signal_was_open(
    practice: Practice,
) -> None:
    ines = practice.ines
    six = TODAY - timedelta(days=6)
    light = recorded(ines, practice.bob, mood_before=0, now=later(days=-6), day=six)
    assert of(practice, "Ines").heavy == 0, "how low somebody felt plays no part"
    sessions.say_heavy(ines, practice.bob, light, heavy=True, now=NOW)
    assert (of(practice, "Ines").sessions, of(practice, "Ines").heavy) == (1, 1)
    sessions.say_heavy(ines, practice.bob, light, heavy=False, now=NOW)
    assert of(practice, "Ines").heavy == 0
    # Opened after that talk: the next one is heavy by it, and counts once when it is said as well.
    care_signals.open_signal(ines, practice.bob, words="zorgen", save_key=key(), now=NOW)
    after = recorded(ines, practice.bob, at=time(10, 0))
    sessions.say_heavy(ines, practice.bob, after, heavy=True, now=NOW)
    assert (of(practice, "Ines").sessions, of(practice, "Ines").heavy) == (2, 1)
    assert of(practice, "Marek").heavy == 0


def test_a_session_nobody_came_to_or_of_before_the_period_is_no_talk(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, attendance="absent")
    long_ago = TODAY - timedelta(days=28)
    recorded(practice.ines, practice.bob, day=long_ago, now=later(days=-28))
    assert of(practice, "Ines").sessions == 0
    assert of(practice, "Ines", period=Period.QUARTER).sessions == 1


def test_a_talk_of_who_left_stays_theirs_and_an_undone_one_is_gone(practice: Practice) -> None:
    found = recorded(practice.ines, practice.bob)
    sessions.say_heavy(practice.ines, practice.bob, found, heavy=True, now=NOW)
    assert of(practice, "Ines").heavy == 1
    sessions.take_back(practice.ines, practice.bob, found, tab=key(), now=NOW)
    assert (of(practice, "Ines").sessions, practice.rows(t.HeavyTalkRow)) == (0, [])


def test_whoever_takes_over_neither_sees_nor_says_how_heavy_a_talk_was_for_another(
    practice: Practice,
) -> None:
    found = recorded(practice.ines, practice.bob)
    sessions.say_heavy(practice.ines, practice.bob, found, heavy=True, now=NOW)
    assert sessions.ending(practice.ines, practice.bob, found, now=NOW).heavy is True
    asked = handovers.offer(
        practice.ines,
        practice.bob,
        to_coach_id=practice.marek.person_id,
        words="",
        save_key=key(),
        now=NOW,
    )
    handovers.accept(again(practice.marek), asked, expected_version=1, now=NOW)
    marek = again(practice.marek)
    assert sessions.ending(marek, practice.bob, found, now=NOW).heavy is None
    with pytest.raises(NotFound):
        sessions.say_heavy(marek, practice.bob, found, heavy=False, now=NOW)
    assert (of(practice, "Ines").heavy, of(practice, "Marek").heavy) == (1, 0)


def test_hours_are_set_beside_what_is_planned_and_unknown_is_not_zero(practice: Practice) -> None:
    ines = practice.ines
    met = AppointmentDraft(TODAY + timedelta(days=2), time(10, 0), minutes=45, every_weeks=1)
    agenda.plan(ines, practice.bob, met, save_key=key(), now=NOW)
    assert (of(practice, "Ines").planned, of(practice, "Ines").available) == (4 * 45, None)
    load.set_hours(practice.lea, practice.noord, {ines.person_id: 20.0}, now=NOW)
    # 28 days from Wednesday 18 March hold 20 working days, without Good Friday and Easter Monday.
    assert of(practice, "Ines").available == 18 * 240
    absences.add(ines, start=TODAY, end=TODAY + timedelta(days=2), save_key=key(), now=NOW)
    assert of(practice, "Ines").available == 15 * 240
    load.set_hours(practice.lea, practice.noord, {ines.person_id: None}, now=NOW)
    assert of(practice, "Ines").available is None


@pytest.mark.parametrize("hours", [-1.0, 60.5, float("nan"), float("inf")])
def test_hours_that_cannot_be_are_refused_beside_their_field(
    practice: Practice, hours: float
) -> None:
    who = practice.ines.person_id
    with pytest.raises(Invalid) as refused:
        load.set_hours(practice.lea, practice.noord, {who: hours}, now=NOW)
    assert [one.field for one in refused.value.problems] == [f"hours_{who}"]
    assert practice.rows(t.CoachHoursRow) == []


def test_hours_are_those_of_the_own_team_and_of_who_coaches_there(practice: Practice) -> None:
    for who, team in (
        (practice.otto.person_id, practice.noord),
        (practice.lea.person_id, practice.noord),
        (practice.otto.person_id, practice.zuid),
    ):
        with pytest.raises(NotFound):
            load.set_hours(practice.lea, team, {who: 8.0}, now=NOW)
    with pytest.raises(NotAllowed):
        load.set_hours(practice.ines, practice.noord, {practice.ines.person_id: 8.0}, now=NOW)
    names = [one.name for one, _ in load.hours(practice.lea, practice.noord, now=NOW)]
    assert [name.split()[0] for name in names] == ["Ines", "Marek"]


def test_another_team_gives_nothing(practice: Practice) -> None:
    of_olga = load.of_teams(practice.olga, team_ids={practice.noord}, period=Period.YEAR, now=NOW)
    assert (of_olga.coaches, of_olga.clients, of_olga.began.clients) == ((), (), 0)
    assert load.export(practice.olga, team_ids={practice.noord}, coach_id=None, now=NOW) == ()


def test_who_left_the_team_stands_there_while_clients_are_theirs(practice: Practice) -> None:
    practice.run(
        t.MembershipRow.__table__.delete().where(
            t.MembershipRow.person_id == practice.ines.person_id
        )
    )
    one = of(practice, "Ines")
    assert (one.coach.there, one.active) == (False, 2)


def test_a_file_is_in_the_log_with_whom_it_named(practice: Practice) -> None:
    load.export(practice.lea, team_ids={practice.noord}, coach_id=practice.ines.person_id, now=NOW)
    (line,) = [row for row in practice.rows(t.AuditRow) if row.action == "E"
               and row.part == "team caseload"]  # fmt: skip
    assert line.listed == [practice.anna, practice.bob]


def test_one_look_at_the_load_is_one_line(practice: Practice) -> None:
    look = again(practice.lea, view=key())
    for _ in range(2):
        load.of_teams(look, team_ids={practice.noord}, period=Period.YEAR, now=NOW)
    lines = Counter(row.part for row in practice.rows(t.AuditRow) if row.view == look.view)
    assert lines == {"team caseload": 1, "team load": 1}


def test_the_beginnings_are_of_who_began_in_the_period(practice: Practice) -> None:
    assert shown(practice).began.clients == 0
    assert shown(practice, period=Period.QUARTER).began.clients == 3
    assert min(one.client.started_on for one in shown(practice).clients) == BEGAN


def test_the_rows_behind_a_number_are_as_many_as_it_says_and_tell_no_heavy_talk(
    practice: Practice,
) -> None:
    ines = practice.ines
    found = recorded(ines, practice.bob)
    sessions.say_heavy(ines, practice.bob, found, heavy=True, now=NOW)
    met = AppointmentDraft(TODAY + timedelta(days=2), time(10, 0), minutes=45, every_weeks=1)
    agenda.plan(ines, practice.bob, met, save_key=key(), now=NOW)

    def rows(lead: Scope, who: Scope) -> Behind:
        asked = {"team_ids": {practice.noord}, "period": Period.FOUR_WEEKS, "now": NOW}
        return load.behind(lead, who.person_id, **asked)

    of_ines, one = rows(practice.lea, ines), of(practice, "Ines")
    assert [talk.client_name for talk in of_ines.held] == [NAMES["Bob"]]
    assert (len(of_ines.held), sum(a.minutes for a in of_ines.ahead)) == (1, one.planned)
    assert "heavy" not in {field.name for field in fields(of_ines.held[0])}
    assert rows(practice.lea, practice.marek) == Behind((), ())
    assert rows(practice.olga, ines) == Behind((), ())


def test_the_rows_behind_the_beginnings_are_those_who_began(practice: Practice) -> None:
    of_period = shown(practice, period=Period.QUARTER)
    assert [one.client_name for one in of_period.begun] == [
        NAMES["Anna"],
        NAMES["Bob"],
        NAMES["Cem"],
    ]
    assert len(of_period.begun) == of_period.began.clients


def test_more_clients_cost_no_more_statements(practice: Practice) -> None:
    few = asked_of_the_database(practice)
    for number in range(8):
        added = clients.add(
            practice.ines,
            ClientDraft(f"Client {number}", started_on=TODAY),
            team_id=practice.noord,
            save_key=key(),
            now=NOW,
        )
        adjusted(practice.ines, added, step(), now=NOW)
    shown(practice)  # works out what the new ones look like in a list, once
    assert asked_of_the_database(practice) == few


def asked_of_the_database(practice: Practice) -> int:
    """Return how many statements one look at the load takes, once everyone's facts are kept."""
    shown(practice)
    heard: list[str] = []

    def hear(*said: Any) -> None:
        heard.append(said[2])

    event.listen(practice.engine, "before_cursor_execute", hear)
    try:
        shown(practice)
    finally:
        event.remove(practice.engine, "before_cursor_execute", hear)
    return len(heard)
