"""The rights of a client: asked, decided, a dossier that stands still, and one that is gone."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from lib.domain.access import Book
from lib.domain.people import ClientDraft
from lib.domain.problems import Invalid, NotFound, Refused, Stale
from lib.domain.rights import (
    ByErasing,
    Decided,
    Erasure,
    NotYet,
    Request,
    Restricted,
    State,
    StillOpen,
    dossier_number,
)
from lib.practice import care_signals, clients, handovers, rights, routes, rules, sessions
from lib.storage import casebook, engine
from lib.storage import tables as t
from lib.storage.erasure import in_order
from lib.storage.visibility import CLIENT_TABLES
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, draft, key, later, recorded
from tests.conftest import DATABASES
from tests.storage.test_visibility import fill
from tests.test_access import TABLE, Dossier, act, filled
from tests.test_privacy import MARKER, told_everything


def ask(practice: Practice, kind: str = "copy", *, words: str = "graag", **more: Any) -> str:
    wish = {"kind": kind, "words": words, "asked_on": TODAY, "save_key": key(), "now": NOW, **more}
    return rights.ask(practice.ines, practice.bob, **wish)


def of(practice: Practice, request_id: str) -> Request:
    found = rights.of_client(practice.ines, practice.bob, now=NOW).requests
    return next(one for one in found if one.id == request_id)


def decide(practice: Practice, request_id: str, state: str = "granted", **more: Any) -> None:
    about = {"answer": "dit is het antwoord", "expected_version": 1, "now": NOW, **more}
    rights.decide(practice.lea, request_id, state=state, **about)


def stand_still(practice: Practice) -> None:
    decide(practice, ask(practice, "restriction"))


def erase(practice: Practice, request_id: str, *, now: Any = NOW, **more: Any) -> Erasure:
    about = {"number": dossier_number(practice.bob), "expected_version": 1, **more}
    return rights.erase(practice.lea, request_id, **about, now=now)


# -- asking and deciding ----------------------------------------------------------------------


def test_a_request_is_written_down_once_and_seen_by_coach_and_lead(practice: Practice) -> None:
    save_key = key()
    request_id = ask(practice, words="een kopie op papier", save_key=save_key)
    assert ask(practice, words="nog eens", save_key=save_key) == request_id
    seen = of(practice, request_id)
    assert (seen.words, seen.made_by) == ("een kopie op papier", practice.ines.name)
    assert seen.answer_by == date(2026, 4, 18)
    (waiting,) = rights.of_teams(practice.lea, now=NOW).open
    assert (waiting.request, waiting.client.name) == (seen, NAMES["Bob"])
    assert rights.of_teams(practice.olga, now=NOW).open == ()


def test_what_is_past_its_day_stands_first(practice: Practice) -> None:
    old = ask(practice, asked_on=BEGAN)
    new = ask(practice)
    ids = [one.request.id for one in rights.of_teams(practice.lea, now=NOW).open]
    assert ids == [old, new]
    assert of(practice, old).days_left(TODAY) < 0


def test_a_decision_is_kept_with_its_words_and_taken_once(practice: Practice) -> None:
    request_id = ask(practice, "correction", words="ik heet Rob")
    with pytest.raises(Invalid):
        decide(practice, request_id, answer=" ")
    decide(practice, request_id, "partly")
    seen = of(practice, request_id)
    assert (seen.state, seen.answer) == (State.PARTLY, "dit is het antwoord")
    assert seen.decided_by == practice.lea.name
    with pytest.raises(Decided):
        decide(practice, request_id, "refused", expected_version=2)
    with pytest.raises(Decided):
        rights.withdraw(practice.ines, request_id, now=NOW)
    assert [one.request for one in rights.of_teams(practice.lea, now=NOW).decided] == [seen]


def test_two_months_more_are_given_once_and_the_reason_stays_with_the_answer(
    practice: Practice,
) -> None:
    request_id = ask(practice)
    longer = {"reason": "het archief is elders", "now": NOW}
    rights.extend(practice.lea, request_id, **longer, expected_version=1)
    assert of(practice, request_id).answer_by == date(2026, 6, 18)
    with pytest.raises(Invalid):
        rights.extend(practice.lea, request_id, **longer, expected_version=2)
    with pytest.raises(Stale):
        decide(practice, request_id)
    decide(practice, request_id, expected_version=2)
    assert of(practice, request_id).answer == "het archief is elders\n\ndit is het antwoord"


def test_a_client_can_take_a_request_back(practice: Practice) -> None:
    request_id = ask(practice)
    rights.withdraw(practice.ines, request_id, now=NOW)
    rights.withdraw(practice.ines, request_id, now=NOW)
    assert of(practice, request_id).state is State.WITHDRAWN
    with pytest.raises(Decided):
        decide(practice, request_id, expected_version=2)


def test_the_log_holds_no_word_of_a_request_or_an_answer(practice: Practice) -> None:
    request_id = ask(practice, "restriction", words=f"want {MARKER}")
    rights.extend(practice.lea, request_id, reason=MARKER, expected_version=1, now=NOW)
    decide(practice, request_id, answer=f"ja {MARKER}", expected_version=2)
    kept = practice.everything()
    assert MARKER not in repr(kept["audit"])
    assert MARKER in repr(kept["rights_request"])
    assert MARKER in repr(kept["restriction"])


# -- a dossier that stands still --------------------------------------------------------------

# What goes on while a dossier stands still, besides the rights themselves.
_GOES_ON = {
    "care_signals.open_signal",
    "care_signals.close_signal",
    "care_signals.ask_deputy",
    # Taking a consent back is a right of its own.
    "consents.withdraw",
    # Answering what was asked before: who guides the client, and not what stands in the dossier.
    "handovers.take_back",
    "handovers.inform",
    "covers.end",
    "covers.inform",
    # Reading, with what reading leaves behind.
    "dossiers.open_with_reason",
}
# What no change of the dossier is: who was told, what is worked out, what lies in a list.
_BESIDE = {
    "audit",
    "audit_seal",
    "notice",
    "worklist",
    "worklist_due",
    "standing",
    "care_sight",
    "care_signal",
    "care_reader",
    # About the coach, not about the client.
    "heavy_talk",
}


def test_while_a_dossier_stands_still_no_verb_changes_it(prepared: Any) -> None:
    bob: Dossier
    practice, bob = prepared("sqlite", filled)
    bob = replace(bob, practice=practice)
    stand_still(practice)
    of_client = {table.__tablename__ for table in CLIENT_TABLES} | {"client"}
    tried, went_on = 0, set()
    for verb in TABLE:
        if verb.split(".")[0] == "rights" or verb in _GOES_ON:
            continue
        for who in ("ines", "lea", "marek"):
            before = dossier(practice, of_client)
            try:
                act(verb, getattr(practice, who), bob)
            except Restricted:
                tried += 1
            except Refused:
                pass
            if dossier(practice, of_client) != before:
                went_on.add((verb, who))
    assert went_on == set()
    assert tried > 30


def dossier(practice: Practice, tables: set[str]) -> dict[str, list[str]]:
    """Return what stands about Bob, table by table."""
    kept = practice.everything()
    return {
        name: [repr(row) for row in kept[name] if practice.bob in repr(row)]
        for name in tables - _BESIDE
    }


def test_a_restriction_is_set_and_ended_by_the_lead_and_shown(practice: Practice) -> None:
    stand_still(practice)
    assert clients.get(practice.ines, practice.bob, now=NOW).still_since == TODAY
    (still,) = rights.of_teams(practice.lea, now=NOW).still
    assert (still.client.name, still.restriction.made_by) == (NAMES["Bob"], practice.lea.name)
    with pytest.raises(Restricted):
        recorded(practice.ines, practice.bob)
    assert recorded(practice.ines, practice.anna, name=NAMES["Anna"])
    rights.end_restriction(practice.lea, practice.bob, now=NOW)
    rights.end_restriction(practice.lea, practice.bob, now=NOW)
    assert clients.get(practice.ines, practice.bob, now=NOW).still_since is None
    assert recorded(practice.ines, practice.bob)


def test_care_signals_and_the_end_of_guidance_go_on(practice: Practice) -> None:
    stand_still(practice)
    worry = {"words": "zorgen", "save_key": key(), "now": NOW}
    signal = care_signals.open_signal(practice.ines, practice.bob, **worry)
    care_signals.close_signal(practice.ines, practice.bob, signal, note="gebeld", now=NOW)
    renamed = ClientDraft("Rob", started_on=BEGAN)
    with pytest.raises(Restricted):
        clients.change(practice.ines, practice.bob, renamed, expected_version=1, now=NOW)
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=1, now=NOW)
    assert clients.get(practice.ines, practice.bob, now=NOW).ended_on == TODAY


def test_only_a_granted_wish_lets_a_dossier_stand_still(practice: Practice) -> None:
    decide(practice, ask(practice, "restriction"), "refused")
    decide(practice, ask(practice, "copy"), "granted")
    assert rights.of_client(practice.ines, practice.bob, now=NOW).restriction is None


# -- erased is gone ---------------------------------------------------------------------------


@pytest.fixture(params=DATABASES)
def full(request: pytest.FixtureRequest, prepared: Any) -> Practice:
    """The cast, with a row in every table for every client, and nothing of Bob open any more."""
    practice: Practice
    practice, _ = prepared(request.param, fill)
    for one in care_signals.standing(practice.ines, practice.bob, now=NOW):
        care_signals.close_signal(practice.ines, practice.bob, one.id, note="gebeld", now=NOW)
    return practice


def rows_about(practice: Practice, client_id: str) -> dict[str, int]:
    """Return how many rows of each table are about a client."""
    owners = {table: inspect(table).columns["client_id"] for table in CLIENT_TABLES}
    owners[t.ClientRow] = inspect(t.ClientRow).columns["id"]
    return {
        table.__tablename__: len(practice.rows(select(owner).where(owner == client_id)))
        for table, owner in owners.items()
    }


def test_every_row_of_every_table_goes_and_nobody_elses(full: Practice) -> None:
    counted = rows_about(full, full.bob)
    request_id = ask(full, "erasure")
    counted["rights_request"] += 1
    assert all(counted.values())
    others = {one: rows_about(full, one) for one in (full.anna, full.cem, full.daan)}
    lines = len(full.rows(t.AuditRow))
    proof = erase(full, request_id)
    assert proof.rows == {name: count for name, count in counted.items() if count}
    assert set(rows_about(full, full.bob).values()) == {0}
    assert {one: rows_about(full, one) for one in others} == others
    # The log stays, with one line more.
    assert len(full.rows(t.AuditRow)) == lines + 1
    (line,) = [
        one
        for one in full.rows(t.AuditRow)
        if one.action == "D" and one.at == NOW and (one.part == "erasure")
    ]
    assert (line.client_id, line.reason, line.rule) == (full.bob, "request", "team lead")


def test_what_is_left_is_a_proof_with_counts_alone(full: Practice) -> None:
    erase(full, ask(full, "erasure"))
    kept = full.everything()
    for name in (NAMES["Bob"], "Bob"):
        assert name not in repr(kept)
    (proof,) = rights.of_teams(full.lea, now=NOW).proofs
    assert proof.erasure.total == sum(proof.erasure.rows.values())
    assert (proof.erasure.asked_on, proof.decided_by) == (TODAY, full.lea.name)
    assert rights.proof(full.lea, full.bob, now=NOW) == proof
    with pytest.raises(NotFound):
        rights.proof(full.olga, full.bob, now=NOW)
    with pytest.raises(NotFound):
        clients.get(full.ines, full.bob, now=NOW)


def test_every_table_of_a_client_has_its_place_before_what_it_refers_to() -> None:
    order = [table.__tablename__ for table in in_order()]
    assert sorted(order) == sorted(table.__tablename__ for table in CLIENT_TABLES)
    for table in t.Table.metadata.sorted_tables:
        for key_ in table.foreign_keys:
            there = key_.column.table.name
            if there in order or there == "client":
                assert table.name in order, f"{table.name} knows a client and is not erased"
            if there in order and there != table.name:
                assert order.index(table.name) < order.index(there)


def test_an_erasure_needs_the_number_and_nothing_open(practice: Practice) -> None:
    request_id = ask(practice, "erasure")
    with pytest.raises(ByErasing):
        decide(practice, request_id)
    with pytest.raises(Invalid):
        erase(practice, request_id, number=dossier_number(practice.anna))
    with pytest.raises(NotFound):
        erase(practice, ask(practice, "copy"))
    worry = {"words": "zorgen", "save_key": key(), "now": NOW}
    signal = care_signals.open_signal(practice.ines, practice.bob, **worry)
    with pytest.raises(StillOpen):
        erase(practice, request_id)
    care_signals.close_signal(practice.ines, practice.bob, signal, note="gebeld", now=NOW)
    about = {"to_coach_id": practice.marek.person_id, "save_key": key(), "now": NOW}
    offered = handovers.offer(practice.ines, practice.bob, **about)
    with pytest.raises(StillOpen):
        erase(practice, request_id)
    handovers.take_back(practice.ines, offered, now=NOW)
    assert practice.count(t.ErasureRow) == 0
    assert erase(practice, request_id).dossier_id == practice.bob
    with pytest.raises(NotFound):
        erase(practice, request_id)


@pytest.mark.parametrize("with_log", [False, True], ids=["journal", "write-ahead log"])
def test_the_erased_words_stand_in_no_file_of_the_database(
    with_log: bool, in_sqlite: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(str(in_sqlite.engine.url.database))
    monkeypatch.setattr(engine, "wal_is_safe", lambda _version: with_log)
    practice = replace(in_sqlite, engine=casebook.open_book(Book.PRACTICE, file))
    told_everything(practice)
    # Words of people that stand outside the dossier as well, where they were typed.
    for statement in (
        update(t.PersonRow).values(phone=""),
        update(t.SnippetRow).values(title="x", words="x"),
        update(t.TeamStepRow).values(content={}),
        update(t.GroupAppointmentRow).values(title="x", place="x"),
    ):
        practice.run(statement)
    surname = NAMES["Bob"].split()[1]
    assert Path(f"{file}-wal").exists() is with_log
    assert MARKER.encode() in in_files(file)
    erase(practice, ask(practice, "erasure", words=f"weg {MARKER} {surname}"))
    assert MARKER.encode() not in in_files(file)
    assert surname.encode() not in in_files(file)
    # The search finds what does stand there.
    assert practice.bob.encode() in in_files(file)


def in_files(here: Path) -> bytes:
    """Return every byte of the database, its write-ahead log and its journal."""
    return b"".join(one.read_bytes() for one in here.parent.glob(f"{here.name}*"))


def test_a_dossier_that_a_backup_brings_back_is_erased_again(full: Practice) -> None:
    kept = full.everything()["client"]
    erase(full, ask(full, "erasure"))
    known = rights.erasures(Book.PRACTICE, now=NOW)
    assert [one.dossier_id for one in known] == [full.bob]
    assert rights.erase_again(Book.PRACTICE, known, now=NOW) == ()
    # As if an older backup was put back: Bob is there, and nothing knows of his erasure.
    (bob,) = [row for row in kept if full.bob in row]
    with Session(full.engine.execution_options(writing=True)) as session:
        columns = [column.key for column in inspect(t.ClientRow).columns]
        session.add(t.ClientRow(**dict(zip(columns, bob, strict=True))))
        session.add(
            t.LifeEventRow(
                id=key(),
                client_id=full.bob,
                day=TODAY,
                words="terug",
                save_key=key(),
                made_by=full.ines.person_id,
                made_at=NOW,
            )
        )
        session.delete(session.get_one(t.ErasureRow, full.bob))
        session.commit()
    assert rights.erase_again(Book.PRACTICE, known, now=later(days=1)) == (full.bob,)
    assert set(rows_about(full, full.bob).values()) == {0}
    assert rights.erasures(Book.PRACTICE, now=NOW) == known


# -- after the term ---------------------------------------------------------------------------


def test_after_twenty_years_without_a_change_a_dossier_may_go_and_never_by_itself(
    practice: Practice,
) -> None:
    day = NOW.replace(year=NOW.year + 20)
    routes.story(practice.ines, practice.bob, now=later(days=400))  # a look is no change
    recorded(practice.ines, practice.anna, name=NAMES["Anna"], now=later(days=30))
    about = {"number": dossier_number(practice.bob)}
    assert rights.of_teams(practice.lea, now=day).may_go == ()
    with pytest.raises(NotYet):
        rights.erase_after_term(practice.lea, practice.bob, **about, now=day)
    after = day + timedelta(days=1)
    found = {
        one.client.name: one.changed_on for one in rights.of_teams(practice.lea, now=after).may_go
    }
    assert found == {NAMES["Bob"]: TODAY, NAMES["Cem"]: TODAY}
    rights.erase_after_term(practice.lea, practice.bob, **about, now=after)
    (proof,) = rights.of_teams(practice.lea, now=after).proofs
    assert (proof.erasure.why.value, proof.erasure.asked_on) == ("term", None)


def test_a_practice_chooses_how_long_it_keeps_dossiers(practice: Practice) -> None:
    for years in (0, 100, 2.5, None, float("nan")):
        with pytest.raises(Invalid):
            rules.keep_for(practice.ada, years=years, now=NOW)
    rules.keep_for(practice.ada, years=25, now=NOW)
    assert rules.of_practice(practice.lea, now=NOW).keep_years == 25
    assert rules.of_practice(practice.lea, now=NOW).lock_after_days == 7
    after = NOW.replace(year=NOW.year + 21)
    assert rights.of_teams(practice.lea, now=after).may_go == ()


def test_a_correction_of_a_session_is_a_new_version_beside_the_former(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob, note="eerst")
    reason = {"reason": "klopte niet", "expected_version": 1, "save_key": key(), "now": NOW}
    sessions.correct(practice.ines, practice.bob, session_id, draft(note="daarna"), **reason)
    exported = rights.export(practice.ines, practice.bob, now=NOW)
    notes = [
        row["note"]
        for section in exported.sections
        for part in section.parts
        if part.table == "session_version"
        for row in part.rows
    ]
    assert notes == ["eerst", "daarna"]
