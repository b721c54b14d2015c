"""Care signals: opened by a person, in sight of coach and lead, closed with a note and a name."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from lib.domain.access import Role, Scope
from lib.domain.care_signals import AskedAs, CareSignal, SecondReader, Sight
from lib.domain.caseload import Reason
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound, Stale
from lib.practice import (
    absences,
    accounts,
    care_signals,
    caseload,
    clients,
    deputies,
    notices,
    progress,
    routes,
    sessions,
)
from lib.practice.care_signals import NoDeputy
from lib.storage import tables as t
from tests.cast import (
    BEGAN,
    NAMES,
    NOW,
    TODAY,
    Practice,
    again,
    key,
    later,
    moved,
    recorded,
)

WORDS = "Zei dat het niet meer hoeft.\nSamen 0800-0113 gebeld."
NOTE = "Huisarts gebeld, zus blijft vannacht."


def opened(
    practice: Practice, *, by: Scope | None = None, words: str = WORDS, minutes: int = 0
) -> str:
    return care_signals.open_signal(
        by or practice.ines, practice.bob, words=words, save_key=key(), now=later(minutes=minutes)
    )


def closed(
    practice: Practice,
    signal_id: str,
    *,
    by: Scope | None = None,
    note: str = NOTE,
    minutes: int = 60,
) -> None:
    care_signals.close_signal(
        by or practice.ines, practice.bob, signal_id, note=note, now=later(minutes=minutes)
    )


def standing(practice: Practice, scope: Scope | None = None) -> tuple[CareSignal, ...]:
    return care_signals.standing(scope or practice.ines, practice.bob, now=NOW)


def lines(practice: Practice) -> list[tuple[str, str, str | None, str]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == "care signal"]
    return [
        (row.action, row.person_id, row.subject_id, row.rule) for row in found if row.action != "R"
    ]


def end_guidance(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)


# -- opening ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ines", "lea"])
def test_coach_and_lead_open_one_in_their_own_name(practice: Practice, who: str) -> None:
    scope = getattr(practice, who)
    assert standing(practice) == ()
    signal_id = opened(practice, by=scope, minutes=5)
    for reader in (practice.ines, practice.lea):
        [signal] = standing(practice, reader)
        assert (signal.id, signal.words, signal.is_open) == (signal_id, WORDS, True)
        assert (signal.opened_by, signal.opened_at) == (scope.name, later(minutes=5))
        assert signal.opener_id == scope.person_id
    rule = "own client" if who == "ines" else "team lead"
    assert lines(practice) == [("C", scope.person_id, signal_id, rule)]


@pytest.mark.parametrize("words", ["", " \n\u200b", "a" * 2_001])
def test_without_words_none_is_opened(practice: Practice, words: str) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        opened(practice, words=words)
    assert [problem.field for problem in refused.value.problems] == ["words"]
    assert practice.everything() == before


def test_two_clicks_at_the_same_moment_open_one(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return care_signals.open_signal(
            practice.ines, practice.bob, words=WORDS, save_key=form, now=NOW
        )

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert practice.count(t.CareSignalRow) == 1


def test_a_second_worry_is_a_signal_of_its_own(practice: Practice) -> None:
    first = opened(practice)
    second = opened(practice, by=practice.lea, words="Eet bijna niet meer.", minutes=3)
    assert [one.id for one in standing(practice)] == [second, first]
    closed(practice, second)
    assert [one.id for one in standing(practice)] == [first]
    assert clients.get(practice.ines, practice.bob, now=NOW).care_signal


def test_nothing_that_is_written_in_a_session_opens_one(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, note="wil dood, zelfmoord", own_words="ik wil niet meer")
    assert practice.count(t.CareSignalRow) == 0
    assert (
        Reason.CARE_SIGNAL
        not in progress.of_client(practice.lea, practice.bob, now=NOW).standing.reasons
    )


# -- in sight ---------------------------------------------------------------------------------


def seen_by_coach(practice: Practice) -> dict[str, bool]:
    """Where the client's own coach learns that a signal is open."""
    ines, bob = practice.ines, practice.bob
    session_id = recorded(ines, bob)
    own = {row.client.id: row.client for row in caseload.own(ines, now=NOW)}
    return {
        "details": clients.get(ines, bob, now=NOW).care_signal,
        "progress": progress.of_client(ines, bob, now=NOW).record.client.care_signal,
        "entry": sessions.prepare(ines, bob, on=TODAY, now=NOW).client.care_signal,
        "after": sessions.ending(ines, bob, session_id, now=NOW).client.care_signal,
        "route": routes.story(ines, bob, now=NOW).client.care_signal,
        "list": own[bob].care_signal,
    }


def test_an_open_signal_is_known_on_every_page_of_the_client(practice: Practice) -> None:
    assert set(seen_by_coach(practice).values()) == {False}
    signal_id = opened(practice, by=practice.lea)
    assert set(seen_by_coach(practice).values()) == {True}
    closed(practice, signal_id)
    assert set(seen_by_coach(practice).values()) == {False}


def test_it_is_the_first_reason_in_the_list_of_coach_and_lead(practice: Practice) -> None:
    signal_id = opened(practice)

    def first() -> list[tuple[str, bool]]:
        rows = caseload.own(practice.ines, now=NOW), caseload.of_teams(practice.lea, now=NOW)
        return [
            (row.client.id, row.reasons[0] is Reason.CARE_SIGNAL)
            for some in rows
            for row in some
            if Reason.CARE_SIGNAL in row.reasons
        ]

    assert first() == [(practice.bob, True), (practice.bob, True)]
    assert all(
        Reason.CARE_SIGNAL not in row.reasons for row in caseload.of_teams(practice.olga, now=NOW)
    )
    closed(practice, signal_id)
    assert first() == []


def test_the_lists_say_that_it_is_open_and_never_why(practice: Practice) -> None:
    opened(practice)
    shown = repr(caseload.of_teams(practice.lea, now=NOW))
    shown += repr(progress.of_client(practice.lea, practice.bob, now=NOW))
    assert "niet meer hoeft" not in shown


def test_who_takes_over_sees_what_is_open(practice: Practice) -> None:
    opened(practice)
    moved(practice, practice.bob, practice.marek)
    assert [one.opened_by for one in standing(practice, practice.marek)] == [practice.ines.name]
    with pytest.raises(NotFound):
        standing(practice)


def test_reading_one_is_logged(practice: Practice) -> None:
    opened(practice)
    look = again(practice.lea, view=key())
    for _ in range(2):
        care_signals.of_client(look, practice.bob, now=NOW)
    found = [
        (row.person_id, row.client_id)
        for row in practice.rows(t.AuditRow)
        if (row.part, row.action) == ("care signal", "R")
    ]
    assert found == [(practice.lea.person_id, practice.bob)]


# -- closing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ines", "lea"])
def test_coach_and_lead_close_one_with_a_note_and_it_stays_readable(
    practice: Practice, who: str
) -> None:
    scope = getattr(practice, who)
    signal_id = opened(practice)
    closed(practice, signal_id, by=scope)
    assert standing(practice) == ()
    found = care_signals.of_client(practice.lea, practice.bob, now=NOW)
    assert found.client.name == NAMES["Bob"]
    [signal] = found.every
    assert (signal.id, signal.words, signal.opened_by) == (signal_id, WORDS, practice.ines.name)
    assert (signal.closed_by, signal.closed_at) == (scope.name, later(minutes=60))
    assert signal.closing_note == NOTE
    assert [line[:3] for line in lines(practice) if line[0] == "U"] == [
        ("U", scope.person_id, signal_id)
    ]


@pytest.mark.parametrize("note", ["", "  \n", "\u200b"])
def test_without_a_note_it_stays_open(practice: Practice, note: str) -> None:
    signal_id = opened(practice)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        closed(practice, signal_id, note=note)
    assert [problem.field for problem in refused.value.problems] == ["note"]
    assert practice.everything() == before
    assert standing(practice)


def test_the_database_itself_refuses_half_a_closing(practice: Practice) -> None:
    opened(practice)
    who = practice.ines.person_id
    halves: tuple[dict[str, object], ...] = (
        {"closed_at": NOW},
        {"closed_by": who},
        {"closing_note": "zomaar"},
        {"closed_at": NOW, "closed_by": who},
        {"words": ""},
    )
    for half in halves:
        with pytest.raises(IntegrityError):
            practice.run(update(t.CareSignalRow).values(half))
    assert standing(practice)


def test_the_first_to_close_it_is_named_to_the_second(practice: Practice) -> None:
    signal_id = opened(practice)
    closed(practice, signal_id, by=practice.lea, minutes=10)
    before = practice.everything()
    with pytest.raises(Stale) as refused:
        closed(practice, signal_id, by=practice.ines, minutes=11)
    assert (refused.value.name, refused.value.moment) == (practice.lea.name, later(minutes=10))
    with pytest.raises(Stale):
        closed(practice, signal_id, by=practice.lea, note="toch iets anders")
    closed(practice, signal_id, by=practice.lea, minutes=12)  # the second trigger of one click
    assert practice.everything() == before


def test_guidance_does_not_end_while_one_is_open(practice: Practice) -> None:
    signal_id = opened(practice)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        end_guidance(practice)
    assert [problem.field for problem in refused.value.problems] == ["ended_on"]
    assert practice.everything()["client"] == before["client"]
    closed(practice, signal_id)
    end_guidance(practice)
    # Another client's signal holds nobody back, and an ended client stays changeable.
    care_signals.open_signal(practice.ines, practice.anna, words=WORDS, save_key=key(), now=NOW)
    end_guidance(practice)


def test_after_the_end_of_guidance_none_is_opened_and_an_open_one_is_closed(
    practice: Practice,
) -> None:
    signal_id = opened(practice)
    practice.run(update(t.ClientRow).where(t.ClientRow.id == practice.bob).values(ended_on=TODAY))
    with pytest.raises(Closed):
        opened(practice)
    assert clients.get(practice.ines, practice.bob, now=NOW).care_signal
    closed(practice, signal_id)
    assert standing(practice) == ()


# -- whose it is ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["marek", "otto", "olga", "ada"])
def test_to_a_stranger_there_is_no_such_client(practice: Practice, who: str) -> None:
    signal_id = opened(practice)
    before = practice.everything()
    stranger = getattr(practice, who)
    refusal = NotAllowed if who == "ada" else NotFound
    verbs: list[Callable[[], object]] = [
        lambda: care_signals.of_client(stranger, practice.bob, now=NOW),
        lambda: care_signals.standing(stranger, practice.bob, now=NOW),
        lambda: opened(practice, by=stranger),
        lambda: closed(practice, signal_id, by=stranger),
        lambda: care_signals.read_along(stranger, practice.bob, now=NOW),
        lambda: care_signals.ask_deputy(stranger, practice.bob, signal_id, now=NOW),
    ]
    for verb in verbs:
        with pytest.raises(refusal):
            verb()
    assert practice.everything() == before


def test_a_signal_is_not_found_under_another_client(practice: Practice) -> None:
    signal_id = opened(practice)
    for client, wanted in ((practice.anna, signal_id), (practice.bob, "0" * 32)):
        with pytest.raises(NotFound):
            care_signals.close_signal(practice.ines, client, wanted, note=NOTE, now=NOW)
    assert standing(practice)


def test_the_log_holds_nothing_of_the_worry(practice: Practice) -> None:
    closed(practice, opened(practice))
    log = repr(practice.everything()["audit"])
    assert "hoeft" not in log
    assert "Huisarts" not in log


# -- who reads along --------------------------------------------------------------------------


def away(scope: Scope, *, days: int = 0) -> None:
    """Let a colleague be away today and so many days more."""
    end = TODAY + timedelta(days=days)
    absences.add(scope, start=TODAY, end=end, save_key=key(), now=NOW)


def name_deputy(practice: Practice, deputy: Scope) -> None:
    deputies.name(practice.lea, practice.noord, deputy.person_id, now=NOW)


def asked(practice: Practice) -> dict[str, str]:
    """Who reads along and as what, by the first name."""
    names = {scope.person_id: name for name, scope in practice.people.items()}
    return {names[row.reader_id]: row.asked_as for row in practice.rows(t.CareReaderRow)}


def told(practice: Practice) -> list[tuple[str, str]]:
    """Who has which notices, by the first name."""
    names = {scope.person_id: name for name, scope in practice.people.items()}
    return sorted((names[row.person_id], row.kind) for row in practice.rows(t.NoticeRow))


def test_the_lead_reads_along_what_a_coach_opens_and_the_coach_what_a_lead_opens(
    practice: Practice,
) -> None:
    signal_id = opened(practice)
    [signal] = standing(practice)
    lead = practice.lea
    assert signal.readers == (SecondReader(lead.person_id, lead.name, AskedAs.LEAD, True),)
    closed(practice, signal_id)
    opened(practice, by=practice.lea, minutes=90)
    [signal] = standing(practice)
    assert [(one.name, one.asked_as) for one in signal.readers] == [
        (practice.ines.name, AskedAs.COACH)
    ]
    # Each was told once, in the transaction that opened it, and each is a line in the log.
    assert told(practice) == [
        ("Ines", "care_signal"),
        ("Lea", "care_signal"),
        ("Lea", "care_signal_closed"),
    ]
    lines_of_readers = [row for row in practice.rows(t.AuditRow) if row.part == "second reader"]
    assert {row.subject_id for row in lines_of_readers} == {
        practice.ines.person_id,
        practice.lea.person_id,
    }


def test_the_deputy_reads_along_when_no_lead_is_there(practice: Practice) -> None:
    name_deputy(practice, practice.otto)
    away(practice.lea)
    opened(practice)
    assert asked(practice) == {"Otto": "deputy"}
    [signal] = standing(practice)
    assert signal.somebody_is_there


@pytest.mark.parametrize("who", ["nobody was named", "the deputy is away too"])
def test_without_a_deputy_the_lead_reads_it_when_back_and_the_coach_is_told(
    practice: Practice, who: str
) -> None:
    away(practice.lea)
    if who == "the deputy is away too":
        name_deputy(practice, practice.otto)
        away(practice.otto)
    opened(practice)
    assert asked(practice) == {"Lea": "fallback"}
    [signal] = standing(practice)
    assert not signal.somebody_is_there
    [back] = care_signals.standing(practice.ines, practice.bob, now=later(days=1))
    assert back.somebody_is_there


def test_an_absence_that_begins_later_moves_nothing_and_the_deputy_can_be_asked_too(
    practice: Practice,
) -> None:
    name_deputy(practice, practice.otto)
    signal_id = opened(practice)
    away(practice.lea)
    found = care_signals.of_client(practice.ines, practice.bob, now=NOW)
    assert asked(practice) == {"Lea": "lead"}
    assert not found.every[0].somebody_is_there
    assert found.name_to_ask(found.every[0]) == practice.otto.name
    with pytest.raises(NotFound):
        care_signals.read_along(practice.otto, practice.bob, now=NOW)
    for _ in range(2):  # a second click asks nobody twice
        care_signals.ask_deputy(practice.ines, practice.bob, signal_id, now=NOW)
    assert asked(practice) == {"Lea": "lead", "Otto": "deputy"}
    assert told(practice) == [("Lea", "care_signal"), ("Otto", "care_signal")]
    found = care_signals.of_client(practice.ines, practice.bob, now=NOW)
    assert found.name_to_ask(found.every[0]) is None
    assert found.every[0].somebody_is_there
    line = [row for row in practice.rows(t.AuditRow) if row.part == "second reader"][-1]
    assert (line.person_id, line.subject_id) == (practice.ines.person_id, practice.otto.person_id)


def test_a_deputy_who_is_not_there_cannot_be_asked(practice: Practice) -> None:
    signal_id = opened(practice)

    def refused() -> None:
        found = care_signals.of_client(practice.ines, practice.bob, now=NOW)
        assert found.name_to_ask(found.every[0]) is None
        with pytest.raises(NoDeputy):
            care_signals.ask_deputy(practice.ines, practice.bob, signal_id, now=NOW)

    refused()  # nobody was named
    name_deputy(practice, practice.ines)
    refused()  # the coach knows of it already
    name_deputy(practice, practice.otto)
    away(practice.otto)
    refused()
    closed(practice, signal_id, by=practice.lea)
    with pytest.raises(Stale):
        care_signals.ask_deputy(practice.ines, practice.bob, signal_id, now=NOW)


def test_a_deputy_sees_the_care_signal_and_closes_it_and_after_a_week_nothing(
    practice: Practice,
) -> None:
    name_deputy(practice, practice.otto)
    away(practice.lea)
    earlier = opened(practice, words="Iets van vroeger.")
    closed(practice, earlier)
    practice.run(delete(t.CareReaderRow))
    signal_id = opened(practice, minutes=5)
    otto = again(practice.otto, view=key())

    def seen(**span: float) -> tuple[str, ...]:
        found = care_signals.read_along(otto, practice.bob, now=later(**span))
        assert (found.client_name, found.coach_name) == (NAMES["Bob"], practice.ines.name)
        return tuple(one.id for one in found.every)

    assert seen(minutes=10) == (signal_id,)  # not the one nobody asked him about
    with pytest.raises(NotFound):
        closed(practice, earlier, by=otto)
    with pytest.raises(NotFound):
        care_signals.ask_deputy(otto, practice.bob, signal_id, now=NOW)
    rules = {row.rule for row in practice.rows(t.AuditRow) if row.person_id == otto.person_id}
    assert "second reader" in rules
    closed(practice, signal_id, by=otto, minutes=60)
    assert seen(days=7, minutes=59) == (signal_id,)
    with pytest.raises(NotFound):
        seen(days=7, minutes=60)
    assert ("Ines", "care_signal_closed") in told(practice)


def test_a_lead_who_left_the_team_leaves_its_care_signals_behind(practice: Practice) -> None:
    opened(practice)
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.noord, (), now=NOW)
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.zuid, (Role.LEAD,), now=NOW)
    lea = again(practice.lea)
    assert notices.mine(lea, now=NOW) == ()
    with pytest.raises(NotFound):
        care_signals.read_along(lea, practice.bob, now=NOW)


# -- who saw it -------------------------------------------------------------------------------


def test_the_first_time_each_person_saw_it_is_kept(practice: Practice) -> None:
    signal_id = opened(practice)
    [signal] = standing(practice)
    assert (signal.sights, signal.not_seen_by) == ((), (practice.lea.name,))
    for minutes in (4, 9):
        look = again(practice.lea, view=key())
        care_signals.of_client(look, practice.bob, now=later(minutes=minutes))
    [signal] = standing(practice)
    assert signal.sights == (Sight(practice.lea.name, later(minutes=4)),)
    assert signal.not_seen_by == ()
    kept = {(row.reader_id, row.signal_id): row.seen_at for row in practice.rows(t.CareSightRow)}
    assert kept == {
        (practice.ines.person_id, signal_id): NOW,
        (practice.lea.person_id, signal_id): later(minutes=4),
    }


def test_what_is_opened_while_a_page_stands_open_is_seen_when_it_is_drawn_again(
    practice: Practice,
) -> None:
    look = again(practice.lea, view=key())
    assert care_signals.of_client(look, practice.bob, now=NOW).every == ()
    signal_id = opened(practice, minutes=1)
    for _ in range(2):
        care_signals.of_client(look, practice.bob, now=later(minutes=2))
    assert [row.reader_id for row in practice.rows(t.CareSightRow)].count(look.person_id) == 1
    looks = [
        row.at
        for row in practice.rows(t.AuditRow)
        if (row.part, row.action, row.person_id) == ("care signal", "R", look.person_id)
    ]
    assert sorted(looks) == [NOW, later(minutes=2)]
    assert standing(practice)[0].id == signal_id


def test_two_tabs_at_the_same_moment_keep_one_sight(practice: Practice) -> None:
    opened(practice)
    together = Barrier(4)

    def look(_: int) -> None:
        together.wait()
        care_signals.of_client(practice.lea, practice.bob, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, range(4)))
    assert practice.count(t.CareSightRow) == 2
