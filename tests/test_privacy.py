"""Privacy: every column has a class, the log holds no content, and no secret lies in the file."""

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from lib.domain.access import Book
from lib.domain.agenda import AppointmentDraft
from lib.domain.basis import BasisDraft
from lib.domain.consents import ConsentDraft
from lib.domain.dossiers import Span
from lib.domain.intake import IntakeDraft, Topic
from lib.domain.people import ClientDraft
from lib.domain.sessions import DayMood, Outcome
from lib.domain.team_steps import draft_to_share
from lib.practice import (
    accounts,
    agenda,
    basis,
    care_signals,
    caseload,
    clients,
    cockpit,
    consents,
    covers,
    dossiers,
    drafts,
    front_door,
    goals,
    handbook,
    handovers,
    intake,
    life_events,
    progress,
    questions,
    rights,
    routes,
    sessions,
    snippets,
    step_library,
    talk_points,
    working_notes,
)
from lib.practice.accounts import Newcomer
from lib.practice.front_door import WrongSignIn
from lib.storage import casebook
from lib.storage import tables as t
from tests.cast import (
    BEGAN,
    DOOR,
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    app_shows,
    draft,
    email,
    key,
    later,
    password,
    recorded,
    step,
    told,
)

# content      what is told about someone's health or life: never in a log, a URL or an error
# identity     who somebody is, or how to reach them
# operational  ids, moments and counts that make the app work
CLASSES: dict[str, dict[str, str]] = {
    "person": {
        "identity": "name email phone",
        "operational": "id password_hash is_admin oversees active language created_at",
    },
    "region": {"operational": "id name created_at"},
    "region_lead": {"operational": "person_id region_id"},
    "team": {"operational": "id name created_at"},
    "team_region": {"operational": "team_id region_id"},
    "coach_hours": {"operational": "person_id team_id minutes_per_week changed_by changed_at"},
    "membership": {"operational": "person_id team_id role"},
    "visit": {"operational": "id person_id begun_at seen_at ended_at stage way agent"},
    "second_factor": {"operational": "person_id sealed made_at confirmed_at last_step"},
    "recovery_code": {"operational": "id person_id made_at used_at"},
    "outside_identity": {"operational": "issuer subject person_id made_at"},
    "invitation": {"operational": "id person_id created_by created_at expires_at used_at purpose"},
    "sign_in_attempt": {"operational": "id subject at"},
    "setting": {"operational": "name value"},
    "team_setting": {"operational": "team_id name value changed_by changed_at"},
    "client": {
        "identity": "name phone",
        "content": "started_on ended_on next_appointment",
        "operational": "id coach_id team_id created_at changed_at changed_by save_key version",
    },
    "notes_access": {
        "content": "reason",
        "operational": "id client_id person_id given_at ends_at",
    },
    "session": {"content": "held_at", "operational": "id client_id current version"},
    "session_version": {
        "content": "held_at kind attendance mood_before mood_during mood_after effort note "
        "next_step correction_reason willingness expected confidence next_day_worse place company "
        "barriers helped own_words together next_appointment appointment_before",
        "operational": "id session_id client_id number written_by written_at save_key",
    },
    "check_in": {
        "content": "step_key day outcome",
        "operational": "id client_id session_version_id superseded superseded_by",
    },
    "day_mood": {
        "content": "day value",
        "operational": "id client_id session_version_id superseded superseded_by",
    },
    "supplement": {
        "content": "words",
        "operational": "id session_id client_id written_by written_at save_key",
    },
    "draft": {
        "content": "sealed",
        "operational": "id person_id client_id form tab save_key begun_at changed_at ended_at "
        "ending",
    },
    "working_note": {
        "content": "sealed",
        "operational": "person_id client_id changed_at version",
    },
    # Never about one client, but nobody can promise that no name slipped in.
    "snippet": {
        "content": "title words",
        "operational": "id team_id changed_by changed_at removed save_key version",
    },
    # Never about one client either; the same holds.
    "team_step": {
        "content": "content",
        "operational": "id team_id changed_by changed_at removed save_key version",
    },
    "route_version": {
        "content": "valid_from proposed_by reason rest_note change about hope look_again_on "
        "phases phase goes_back_to",
        "operational": "id client_id number made_by made_at save_key",
    },
    "route_look_back": {
        "content": "verdict words",
        "operational": "id client_id version_id made_by made_at save_key",
    },
    "route_step": {
        "content": "step_key activity mini_text mini_seconds ordinary_text ordinary_seconds "
        "ample_text ample_seconds per_week place company note kind ceiling_seconds days at "
        "cue idea",
        "operational": "id version_id client_id position",
    },
    "rest": {
        "content": "step_key start_day end_day reason kind begin_with",
        "operational": "id client_id taken_back",
    },
    "route_basis": {
        "identity": "silence_who",
        "content": "what_for profile pem wish wish_on silence silence_days silence_channel "
        "silence_words silence_agreed_on",
        "operational": "client_id changed_by changed_at version",
    },
    "goal": {
        "content": "words begun_on ended_on",
        "operational": "id client_id changed_by changed_at save_key version",
    },
    "goal_score": {
        "content": "day value",
        "operational": "id client_id goal_id made_by made_at",
    },
    "measurement": {
        "content": "measure day answers filled_in",
        "operational": "id client_id made_by made_at save_key",
    },
    "life_event": {
        "content": "day end_day words",
        "operational": "id client_id made_by made_at save_key",
    },
    "experiment": {
        "content": "start_day weekdays first_words second_words first_context second_context "
        "stopped_on",
        "operational": "id client_id seed changed_by changed_at save_key version",
    },
    "experiment_day": {
        "content": "day went level",
        "operational": "experiment_id client_id made_by made_at",
    },
    "care_signal": {
        "content": "words closing_note",
        "operational": "id client_id opened_by opened_at closed_by closed_at save_key version",
    },
    "worklist": {
        "content": "kind fact numbers stands state snoozed_until snooze_reason note useful",
        "operational": "id client_id opened_at ended_at changed_by changed_at version",
    },
    "worklist_due": {"operational": "client_id since"},
    "talk_point": {
        "content": "kind words",
        "operational": "id client_id made_by made_at done_by done_at save_key version",
    },
    "care_reader": {"operational": "signal_id reader_id client_id asked_as asked_at"},
    "care_sight": {"operational": "signal_id reader_id client_id seen_at"},
    "absence": {"operational": "id person_id start_day end_day made_by made_at save_key"},
    "notice": {
        "operational": "id person_id client_id kind subject_id made_at seen_at mail_after "
        "mailed_at mail_tries",
    },
    "notice_choice": {"operational": "person_id mail quiet_from quiet_until changed_at"},
    "intake": {
        "identity": "referred_by gp_name gp_phone nurse_name nurse_phone",
        "content": "referred_on referral_reason first_call_on first_meeting_on safety",
        "operational": "client_id changed_by changed_at version",
    },
    "consent": {
        "content": "purpose answer told told_on words withdrawn_on",
        "operational": "id client_id made_by made_at withdrawn_by withdrawn_at save_key",
    },
    "appointment": {
        "content": "day at minutes every_weeks until place changes agreed",
        "operational": "id client_id removed changed_by changed_at save_key version",
    },
    # No client stands in it, but nobody can promise that no name slipped in.
    "group_appointment": {
        "content": "title day at minutes every_weeks until place changes",
        "operational": "id person_id removed changed_at save_key version",
    },
    "calendar_feed": {"operational": "id person_id made_at revoked_at"},
    "standing": {"content": "facts", "operational": "client_id day good_until"},
    "heavy_talk": {"operational": "session_id client_id said_by said_at"},
    "question": {
        "content": "words talk_on answer",
        "operational": "id client_id asked_by asked_at answered_by answered_at done_at save_key "
        "version",
    },
    "handover": {
        "content": "words decision_words informed_on",
        "operational": "id client_id from_coach_id to_coach_id to_team_id asked_by asked_at state "
        "decided_by decided_at informed_by save_key version",
    },
    "cover": {
        "content": "words informed_on",
        "operational": "id client_id coverer_id start_day end_day made_by made_at ended_at "
        "ended_by informed_by save_key",
    },
    "rights_request": {
        "content": "kind words asked_on answer_by state answer",
        "operational": "id client_id made_by made_at decided_by decided_at save_key version",
    },
    "restriction": {
        "content": "reason",
        "operational": "id client_id made_by made_at ended_by ended_at",
    },
    # Counts of what is gone; the id belonged to nobody else.
    "erasure": {
        "operational": "dossier_id team_id why asked_on answer_by decided_by erased_at rows",
    },
    "audit": {
        # The reason a lead gives is meant to be read by whoever reviews the log.
        "operational": "id at person_id roles visit action part outcome client_id subject_id rule "
        "behalf_id reason view listed",
    },
    "audit_seal": {"operational": "number audit_id key_id mac"},
    "audit_check": {"operational": "id at lines fault number"},
    # About colleagues, never about a client; the words are meant for whoever reviews the log.
    "access_review": {"operational": "id kind about day verdict words made_by made_at"},
    "access_sign_off": {"operational": "month cases lines words made_by made_at"},
    "backup": {"operational": "id name begun_at ended_at verified_at outcome size"},
}
# Nine digits that pass the test of eleven and belong to nobody.
MARKER = "999990019"


def test_every_column_has_exactly_one_class() -> None:
    assert {table: set(classes) for table, classes in CLASSES.items()} == {
        table: set(classes) & {"content", "identity", "operational"}
        for table, classes in CLASSES.items()
    }
    listed = {
        table: sorted(column for names in classes.values() for column in names.split())
        for table, classes in CLASSES.items()
    }
    assert listed == {
        table.name: sorted(table.columns.keys()) for table in t.Table.metadata.sorted_tables
    }


def test_no_column_is_meant_for_a_citizen_service_number() -> None:
    columns = {column.name for table in t.Table.metadata.sorted_tables for column in table.columns}
    assert not {name for name in columns if "bsn" in name or "national" in name}


def told_everything(practice: Practice) -> None:
    """Write the marker in every field where somebody's words can stand, and look at it all."""
    ines, bob = again(practice.ines, view=key()), practice.bob
    version = clients.get(ines, bob, now=NOW).version
    client = ClientDraft(f"Bob {MARKER}", phone=MARKER, started_on=BEGAN)
    clients.change(ines, bob, client, expected_version=version, now=NOW)
    walk = step(f"walk{MARKER}")
    adjusted(ines, bob, walk, reason=f"want {MARKER}", now=later(days=-7))
    routes.agree_rest(
        ines,
        bob,
        start=TODAY + timedelta(days=3),
        end=None,
        step_key=None,
        proposed_by="client",
        reason=f"rust {MARKER}",
        expected_number=1,
        save_key=key(),
        now=NOW,
    )
    day = TODAY - timedelta(days=1)
    words = {
        "note": f"nummer {MARKER}",
        "next_step": f"bel {MARKER}",
        "check_ins": told(walk.key, Outcome.MINI, day),
        "day_moods": (DayMood(day, 3),),
        "own_words": f"zei {MARKER}",
        "barriers": (f"door {MARKER}",),
        "helped": (f"met {MARKER}",),
    }
    session_id = recorded(ines, bob, name=client.name, **words)
    sessions.correct(
        ines,
        bob,
        session_id,
        draft(**words),
        reason=f"fout {MARKER}",
        expected_version=1,
        save_key=key(),
        now=NOW,
    )
    accounts.set_phone(ines, MARKER, now=NOW)
    typed = {"note": f"typt {MARKER}", MARKER: MARKER}
    for form, tab in (("session", key()), ("plan", key())):
        drafts.keep(ines, bob, form, typed, tab=tab, save_key=key(), now=NOW)
        drafts.take_up(ines, bob, form, tab=tab, now=NOW)
        drafts.of_form(ines, bob, form, now=NOW)
        drafts.lay_aside(ines, bob, form, now=NOW)
        drafts.bring_back(ines, bob, form, tab=tab, now=NOW)
        drafts.go_on_here(ines, bob, form, typed, tab=key(), save_key=key(), now=NOW)
    drafts.mine(ines, now=NOW)
    working_notes.keep(ines, bob, f"let op {MARKER}", expected_version=0, now=NOW)
    working_notes.mine(ines, bob, now=NOW)
    title, team = f"Vast {MARKER}", practice.noord
    snippets.add(ines, team_id=team, title=title, words=MARKER, save_key=key(), now=NOW)
    typed_step = replace(draft_to_share(replace(walk, activity=MARKER)), tip=MARKER)
    asked = {"draft": typed_step, "save_key": key(), "now": NOW}
    shared_id = step_library.share_step(ines, bob, walk.key, sure=True, **asked)
    step_library.remove_team_step(ines, shared_id, now=NOW)
    step_library.add_team_step(ines, team_id=team, **{**asked, "save_key": key()})
    step_library.shelf(ines, bob, now=NOW)
    sessions.ending(ines, bob, session_id, now=NOW)
    sessions.supplement(ines, bob, session_id, f"ook {MARKER}", save_key=key(), now=later(days=8))
    undone = recorded(ines, bob, name=client.name, at=time(8, 0), **words)
    sessions.take_back(ines, bob, undone, tab=key(), now=NOW)
    sessions.prepare(ines, bob, on=TODAY, now=NOW)
    sessions.to_correct(ines, bob, session_id, now=NOW)
    sessions.history(ines, bob, now=NOW)
    routes.story(ines, bob, now=NOW)
    agreed = BasisDraft(
        what_for=f"voor {MARKER}",
        silence="someone",
        silence_days=10,
        silence_who=f"tante {MARKER}",
        silence_channel="call",
        silence_words=f"dag {MARKER}",
    )
    basis.change(ines, bob, agreed, expected_version=0, now=NOW)
    basis.of(ines, bob, now=NOW)
    began = IntakeDraft(
        referred_by=f"huisarts {MARKER}",
        referral_reason=f"omdat {MARKER}",
        safety={Topic.HEART: (True, f"stent {MARKER}")},
        gp_name=f"huisarts {MARKER}",
        gp_phone=MARKER,
        nurse_name=f"zuster {MARKER}",
        nurse_phone=MARKER,
    )
    intake.change(ines, bob, began, expected_version=0, now=NOW)
    intake.of(ines, bob, now=NOW)
    intake.care_contact(ines, bob, now=NOW)
    said = ConsentDraft("someone_close", "yes", "spoken", TODAY, f"tante {MARKER}")
    consent_id = consents.add(ines, bob, said, save_key=key(), now=NOW)
    consents.withdraw(ines, bob, consent_id, day=TODAY, now=NOW)
    consents.of_client(ines, bob, now=NOW)
    met = AppointmentDraft(TODAY + timedelta(days=7), time(9, 0), place=f"bij {MARKER}")
    appointment_id = agenda.plan(ines, bob, met, save_key=key(), now=NOW).id
    agenda.look_at(ines, appointment_id, TODAY + timedelta(days=7), now=NOW)
    group = replace(met, title=f"groep {MARKER}")
    agenda.plan_group(ines, group, save_key=key(), now=NOW)
    agenda.coming(ines, bob, now=NOW)
    agenda.of_mine(ines, TODAY, TODAY + timedelta(days=7), now=NOW)
    agenda.feed_of(Book.PRACTICE, agenda.feed_link(ines, now=NOW), now=NOW)
    goal_id = goals.add(ines, bob, words=f"doel {MARKER}", save_key=key(), now=NOW)
    about = {"words": f"ander doel {MARKER}", "expected_version": 1, "now": NOW}
    goals.reword(ines, bob, goal_id, **about)
    goals.score(ines, bob, goal_id, value=4, day=TODAY, now=NOW)
    goals.of_client(ines, bob, now=NOW)
    event = {"words": f"feest {MARKER}", "day": TODAY, "end_day": None, "save_key": key()}
    life_events.take_away(ines, bob, life_events.add(ines, bob, **event, now=NOW), now=NOW)
    life_events.add(ines, bob, **{**event, "save_key": key()}, now=NOW)
    life_events.of_client(ines, bob, now=NOW)
    point = {"kind": "topic", "words": f"over {MARKER}", "save_key": key()}
    point_id = talk_points.add(ines, bob, **point, now=NOW)
    talk_points.tick_off(ines, bob, point_id, now=NOW)
    talk_points.bring_back(ines, bob, point_id, now=NOW)
    talk_points.of_client(ines, bob, now=NOW)
    asked = {"words": f"vraag {MARKER}", "save_key": key(), "now": NOW}
    question_id = questions.ask(ines, bob, **asked)
    replied = {"words": f"antwoord {MARKER}", "expected_version": 1, "now": NOW}
    questions.answer(practice.lea, question_id, **replied)
    questions.of_teams(practice.lea, now=NOW)
    cockpit.of(ines, bob, now=NOW)
    questions.put_away(ines, bob, question_id, now=NOW)
    dossiers.who_looked(ines, bob, span=Span.ALL, now=NOW)
    days = {"start": TODAY, "end": TODAY, "words": f"waar {MARKER}", "save_key": key()}
    marek = practice.marek.person_id
    covers.add(ines, [bob], coverer_id=marek, **days, now=NOW)
    offer = {"words": f"over {MARKER}", "save_key": key(), "now": NOW}
    asked_id = handovers.offer(ines, bob, to_coach_id=marek, **offer)
    handovers.read_first(again(practice.marek), bob, now=NOW)
    no = {"words": f"nee {MARKER}", "expected_version": 1, "now": NOW}
    handovers.decline(again(practice.marek), asked_id, **no)
    worry = {"words": f"zorg {MARKER}", "save_key": key(), "now": NOW}
    signal_id = care_signals.open_signal(ines, bob, **worry)
    care_signals.close_signal(ines, bob, signal_id, note=f"gebeld {MARKER}", now=NOW)
    care_signals.of_client(ines, bob, now=NOW)
    wish = {"kind": "copy", "words": f"kopie {MARKER}", "asked_on": TODAY}
    request_id = rights.ask(ines, bob, **wish, save_key=key(), now=NOW)
    reply = {"state": "granted", "answer": f"ja {MARKER}", "expected_version": 1, "now": NOW}
    rights.decide(practice.lea, request_id, **reply)
    rights.of_client(ines, bob, now=NOW)
    rights.of_teams(practice.lea, now=NOW)
    rights.export(ines, bob, now=NOW)
    progress.of_client(ines, bob, now=NOW)
    handbook.of_client(ines, bob, now=NOW)
    caseload.own(ines, now=NOW)
    caseload.of_teams(again(practice.lea, view=key()), now=NOW)
    with pytest.raises(WrongSignIn):
        front_door.sign_in(
            Book.PRACTICE, f"{MARKER}@x.example", MARKER, MARKER, practice.hashing, now=NOW
        )


def test_the_log_holds_nothing_of_what_was_told(practice: Practice) -> None:
    told_everything(practice)
    everything = practice.everything()
    log = everything.pop("audit")
    assert len(log) > 10
    assert MARKER not in repr(log)
    # The marker does stand where it was written: the search above can find it.
    for table in (
        "appointment",
        "care_signal",
        "check_in",
        "client",
        "consent",
        "cover",
        "goal",
        "group_appointment",
        "handover",
        "intake",
        "life_event",
        "person",
        "question",
        "rest",
        "rights_request",
        "route_basis",
        "route_step",
        "route_version",
        "session_version",
        "snippet",
        "supplement",
        "talk_point",
        "team_step",
    ):
        assert MARKER in repr(everything[table]), table
    for table in ("draft", "sign_in_attempt", "working_note"):
        assert everything[table]
        assert MARKER not in repr(everything[table]), table


def test_the_log_names_people_by_their_ids_alone(practice: Practice) -> None:
    told_everything(practice)
    log = repr(practice.everything()["audit"])
    for name, scope in practice.people.items():
        assert scope.name not in log
        assert email(name) not in log
    assert DOOR not in log


def test_the_reason_of_a_lead_is_the_one_text_in_the_log(practice: Practice) -> None:
    told_everything(practice)
    dossiers.open_with_reason(practice.lea, practice.bob, reason=f"overleg {MARKER}", now=NOW)
    lines = [row for row in practice.rows(t.AuditRow) if MARKER in repr(vars(row))]
    assert [(row.part, row.reason) for row in lines] == [("dossier opened", f"overleg {MARKER}")]


def test_no_password_and_no_token_stands_in_the_file(in_sqlite: Practice, tmp_path: Path) -> None:
    link = accounts.add_colleague(
        in_sqlite.ada, Newcomer("Nina Buurman", email("Nina"), None, (), is_admin=True), now=NOW
    )
    words = "een reiger op de brug"
    first_visit = front_door.accept(Book.PRACTICE, link, words, in_sqlite.hashing, now=NOW).token
    secret = front_door.enrolment(Book.PRACTICE, first_visit, now=NOW).secret
    confirmed = front_door.confirm(Book.PRACTICE, first_visit, app_shows(secret), now=NOW)
    visit = front_door.sign_in(
        Book.PRACTICE, email("Nina"), words, DOOR, in_sqlite.hashing, now=NOW
    ).token
    again_link = accounts.invite_again(in_sqlite.ada, in_sqlite.marek.person_id, now=NOW)
    with pytest.raises(WrongSignIn):
        front_door.sign_in(
            Book.PRACTICE, email("Ines"), "geraden woorden", DOOR, in_sqlite.hashing, now=NOW
        )
    accounts.change_password(
        in_sqlite.ines,
        current=password("Ines"),
        new="twee reigers op de brug",
        hashing=in_sqlite.hashing,
        now=NOW,
    )
    casebook.close_books()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("ministap.db*"))
    secrets = (
        link,
        again_link,
        first_visit,
        visit,
        words,
        secret,
        confirmed.token,
        *confirmed.codes,
        *(code.replace("-", "") for code in confirmed.codes),
        "geraden woorden",
        "twee reigers op de brug",
        password("Ines"),
        DOOR,
    )
    assert [secret for secret in secrets if secret.encode() in content] == []
    assert email("Nina").encode() in content  # the search can find what does stand there
    assert front_door.digest(visit).encode() in content
