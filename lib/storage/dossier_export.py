"""Reads a whole dossier out of its tables: which of them goes where, and what stays behind."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import inspect, select

from lib.domain import (
    basis,
    consents,
    contexts,
    intake,
    measurements,
    rights,
    routes,
    signals,
)
from lib.domain import sessions as told
from lib.domain.dossier_file import Column, DossierFile, Part, Section
from lib.domain.dossiers import per_day
from lib.domain.rights import dossier_number
from lib.domain.words import msg
from lib.storage import dossiers, people
from lib.storage import tables as t
from lib.storage.casebook import Page
from lib.storage.visibility import CLIENT_TABLES

# What of a client's tables does not go along, each with its reason. A test fails when a table is
# neither here nor in a section.
LEFT_OUT: Final[Mapping[type[t.Table], tuple[str, str]]] = {
    t.WorkingNoteRow: (
        msg("Working notes of a coach"),
        msg("A coach's own thinking, shared with nobody: it is no part of the dossier."),
    ),
    t.DraftRow: (
        msg("Drafts"),
        msg("Not saved yet: what is saved becomes part of the dossier, the rest goes by itself."),
    ),
    t.HeavyTalkRow: (
        msg("Whether a talk was heavy for the coach"),
        msg("This is about the coach, not about the client."),
    ),
    t.NoticeRow: (
        msg("Notices to colleagues"),
        msg("They only say that something else in this file was new; it stands there itself."),
    ),
    t.StandingRow: (
        msg("What a list shows"),
        msg("A copy, worked out from what stands in this file."),
    ),
    t.WorklistDueRow: (
        msg("The mark that a list has to be worked out anew"),
        msg("It stands for half a minute and says nothing."),
    ),
}
# Never in the file: they keep one save from becoming two, and say nothing about anyone.
TECHNICAL: Final = frozenset({"save_key", "version"})
# In the file for machines alone: they say which rows belong together.
FOR_MACHINES: Final = frozenset(
    {
        "id",
        "client_id",
        "session_id",
        "session_version_id",
        "version_id",
        "experiment_id",
        "signal_id",
        "superseded_by",
        "position",
        "seed",
        "idea",
        "step_key",
        "fact",
        "numbers",
        "stands",
        "agreed",
    }
)
# Ids and keys that are read as what they stand for, besides those of colleagues and teams.
_KEYS: Final = frozenset(
    {"step_key", "about", "begin_with", "goal_id", "version_id", "session_id", "signal_id"}
)

_WHO, _WHEN = msg("Written down by"), msg("Written down on")
_CHANGED_BY, _CHANGED_AT = msg("Last changed by"), msg("Last changed on")
_MADE: Final = {"made_by": _WHO, "made_at": _WHEN}
_CHANGED: Final = {"changed_by": _CHANGED_BY, "changed_at": _CHANGED_AT}

# The labels of what a person reads, in their order, by table.
LABELS: Final[Mapping[type[t.Table], Mapping[str, str]]] = {
    t.ClientRow: {
        "name": msg("Name"),
        "phone": msg("Phone"),
        "coach_id": msg("Coach"),
        "team_id": msg("Team"),
        "started_on": msg("Guidance began on"),
        "ended_on": msg("Guidance ended on"),
        "next_appointment": msg("Next appointment"),
        "created_at": _WHEN,
        **_CHANGED,
    },
    t.IntakeRow: {
        "referred_by": msg("Referred by"),
        "referred_on": msg("Referred on"),
        "referral_reason": msg("Reason for the referral"),
        "first_call_on": msg("First call on"),
        "first_meeting_on": msg("First meeting on"),
        "safety": msg("What is good to know to move safely"),
        "gp_name": msg("GP"),
        "gp_phone": msg("Phone of the GP"),
        "nurse_name": msg("Mental health nurse"),
        "nurse_phone": msg("Phone of the mental health nurse"),
        **_CHANGED,
    },
    t.ConsentRow: {
        "purpose": msg("Consent for"),
        "answer": msg("The answer"),
        "told": msg("How it was said"),
        "told_on": msg("Said on"),
        "words": msg("Explanation"),
        **_MADE,
        "withdrawn_on": msg("Withdrawn on"),
        "withdrawn_by": msg("Withdrawal written down by"),
        "withdrawn_at": msg("Withdrawal written down on"),
    },
    t.RouteBasisRow: {
        "what_for": msg("What for"),
        "profile": msg("How carefully"),
        "pem": msg("Worse for more than a day after effort"),
        "wish": msg("Wish for the steps"),
        "wish_on": msg("Wish said on"),
        "silence": msg("What happens when it goes quiet"),
        "silence_days": msg("After so many days"),
        "silence_who": msg("Who makes contact"),
        "silence_channel": msg("How contact is made"),
        "silence_words": msg("In their own words"),
        "silence_agreed_on": msg("Agreed on"),
        **_CHANGED,
    },
    t.GoalRow: {
        "words": msg("Goal"),
        "begun_on": msg("From"),
        "ended_on": msg("Until"),
        **_CHANGED,
    },
    t.GoalScoreRow: {
        "day": msg("Day"),
        "goal_id": msg("Goal"),
        "value": msg("How near (0-10)"),
        **_MADE,
    },
    t.RouteVersionRow: {
        "number": msg("Version"),
        "valid_from": msg("From"),
        "change": msg("What changed"),
        "about": msg("Step"),
        "proposed_by": msg("Proposed by"),
        "reason": msg("Reason"),
        "hope": msg("Hope"),
        "look_again_on": msg("Look again on"),
        "rest_note": msg("About rest"),
        "phases": msg("Phases"),
        "phase": msg("Phase of now"),
        "goes_back_to": msg("Back to version"),
        **_MADE,
    },
    t.RouteStepRow: {
        "version_id": msg("Version"),
        "activity": msg("Step"),
        "kind": msg("Kind"),
        "mini_text": msg("Smallest size"),
        "mini_seconds": msg("Smallest size, in seconds"),
        "ordinary_text": msg("Ordinary size"),
        "ordinary_seconds": msg("Ordinary size, in seconds"),
        "ample_text": msg("Ample size"),
        "ample_seconds": msg("Ample size, in seconds"),
        "ceiling_seconds": msg("Never longer than, in seconds"),
        "per_week": msg("Days a week"),
        "days": msg("Fixed days"),
        "at": msg("Time"),
        "cue": msg("After what"),
        "place": msg("Where"),
        "company": msg("With whom"),
        "note": msg("Note"),
    },
    t.RestRow: {
        "kind": msg("Kind"),
        "step_key": msg("Step"),
        "start_day": msg("From"),
        "end_day": msg("Until"),
        "reason": msg("Reason"),
        "begin_with": msg("Begin again with"),
        "taken_back": msg("Taken back"),
    },
    t.RouteLookBackRow: {
        "version_id": msg("Version"),
        "verdict": msg("Did the hope come true"),
        "words": msg("In words"),
        **_MADE,
    },
    t.SessionRow: {
        "held_at": msg("Session on"),
        "current": msg("Version that counts"),
    },
    t.SessionVersionRow: {
        "held_at": msg("Session on"),
        "number": msg("Version"),
        "kind": msg("Kind"),
        "attendance": msg("What became of it"),
        "place": msg("Where"),
        "company": msg("With whom"),
        "mood_before": msg("Mood before (0-10)"),
        "mood_during": msg("Mood during (0-10)"),
        "mood_after": msg("Mood after (0-10)"),
        "effort": msg("Effort (0-10)"),
        "willingness": msg("Willingness (0-10)"),
        "expected": msg("Expected (0-10)"),
        "confidence": msg("Confidence (0-10)"),
        "next_day_worse": msg("Worse the next day"),
        "barriers": msg("What made it hard"),
        "helped": msg("What helped"),
        "note": msg("Note"),
        "own_words": msg("In the client's own words"),
        "next_step": msg("Next step"),
        "together": msg("Filled in by the client themselves"),
        "next_appointment": msg("Next appointment"),
        "appointment_before": msg("Appointment that stood before"),
        "correction_reason": msg("Reason for the correction"),
        "written_by": _WHO,
        "written_at": _WHEN,
    },
    t.SupplementRow: {
        "session_id": msg("Session on"),
        "words": msg("Added later"),
        "written_by": _WHO,
        "written_at": _WHEN,
    },
    t.CheckInRow: {
        "day": msg("Day"),
        "step_key": msg("Step"),
        "outcome": msg("What became of it"),
        "superseded": msg("Replaced later"),
    },
    t.DayMoodRow: {
        "day": msg("Day"),
        "value": msg("Mood (0-10)"),
        "superseded": msg("Replaced later"),
    },
    t.TalkPointRow: {
        "kind": msg("Kind"),
        "words": msg("In words"),
        **_MADE,
        "done_by": msg("Ticked off by"),
        "done_at": msg("Ticked off on"),
    },
    t.MeasurementRow: {
        "day": msg("Day"),
        "measure": msg("Questionnaire"),
        "answers": msg("Answers, in the order of the list"),
        "filled_in": msg("How it was filled in"),
        **_MADE,
    },
    t.LifeEventRow: {
        "day": msg("From"),
        "end_day": msg("Until"),
        "words": msg("What happened"),
        **_MADE,
    },
    t.ExperimentRow: {
        "start_day": msg("From"),
        "weekdays": msg("Fixed days"),
        "first_words": msg("First way"),
        "second_words": msg("Second way"),
        "first_context": msg("Kind of the first way"),
        "second_context": msg("Kind of the second way"),
        "stopped_on": msg("Stopped on"),
        **_CHANGED,
    },
    t.ExperimentDayRow: {
        "day": msg("Day"),
        "went": msg("Which way it went"),
        "level": msg("How it felt (0-10)"),
        **_MADE,
    },
    t.AppointmentRow: {
        "day": msg("Day"),
        "at": msg("Time"),
        "minutes": msg("Minutes"),
        "every_weeks": msg("Every so many weeks"),
        "until": msg("Until"),
        "place": msg("Place"),
        "changes": msg("Moved or cancelled"),
        "removed": msg("Taken out of the agenda"),
        **_CHANGED,
    },
    t.CareSignalRow: {
        "words": msg("The worry"),
        "opened_by": msg("Opened by"),
        "opened_at": msg("Opened on"),
        "closed_by": msg("Closed by"),
        "closed_at": msg("Closed on"),
        "closing_note": msg("What was done"),
    },
    t.CareReaderRow: {
        "signal_id": msg("Care signal of"),
        "reader_id": msg("Who was asked to read along"),
        "asked_as": msg("As"),
        "asked_at": msg("Asked on"),
    },
    t.CareSightRow: {
        "signal_id": msg("Care signal of"),
        "reader_id": msg("Who saw it"),
        "seen_at": msg("Seen on"),
    },
    t.HandoverRow: {
        "from_coach_id": msg("From coach"),
        "to_coach_id": msg("To coach"),
        "to_team_id": msg("To team"),
        "words": msg("What the next coach has to know"),
        "asked_by": msg("Asked by"),
        "asked_at": msg("Asked on"),
        "state": msg("What became of it"),
        "decision_words": msg("Reason"),
        "decided_by": msg("Answered by"),
        "decided_at": msg("Answered on"),
        "informed_on": msg("The client was told on"),
        "informed_by": msg("The client was told by"),
    },
    t.CoverRow: {
        "coverer_id": msg("Who covered"),
        "start_day": msg("From"),
        "end_day": msg("Until"),
        "words": msg("What the colleague has to know"),
        **_MADE,
        "ended_at": msg("Ended on"),
        "ended_by": msg("Ended by"),
        "informed_on": msg("The client was told on"),
        "informed_by": msg("The client was told by"),
    },
    t.QuestionRow: {
        "words": msg("Question to the team lead"),
        "asked_by": msg("Asked by"),
        "asked_at": msg("Asked on"),
        "talk_on": msg("To be talked about on"),
        "answer": msg("The answer"),
        "answered_by": msg("Answered by"),
        "answered_at": msg("Answered on"),
        "done_at": msg("Put away on"),
    },
    t.WorklistRow: {
        "kind": msg("Why the client stood in a list"),
        "opened_at": msg("From"),
        "state": msg("What became of it"),
        "snoozed_until": msg("Put off until"),
        "snooze_reason": msg("Reason"),
        "note": msg("Note"),
        "useful": msg("It helped"),
        "ended_at": msg("Until"),
        **_CHANGED,
    },
    t.RightsRequestRow: {
        "kind": msg("What was asked"),
        "words": msg("In words"),
        "asked_on": msg("Asked on"),
        "answer_by": msg("Answer by"),
        "state": msg("What became of it"),
        "answer": msg("The answer"),
        "decided_by": msg("Decided by"),
        "decided_at": msg("Decided on"),
        **_MADE,
    },
    t.RestrictionRow: {
        "reason": msg("Reason"),
        "made_by": msg("Decided by"),
        "made_at": msg("From"),
        "ended_by": msg("Ended by"),
        "ended_at": msg("Until"),
    },
    t.NotesAccessRow: {
        "person_id": msg("Who opened the dossier"),
        "reason": msg("Reason"),
        "given_at": msg("From"),
        "ends_at": msg("Until"),
    },
}
# The words of known values, by table and column.
_WORDS: Final[Mapping[tuple[type[t.Table], str], Mapping[Any, str]]] = {
    (t.IntakeRow, "safety"): {
        **{str(topic): words for topic, words in intake.TOPIC_WORDS.items()},
        "answer": msg("The answer"),
        "words": msg("In words"),
        "yes": msg("yes"),
        "no": msg("no"),
    },
    (t.ConsentRow, "purpose"): consents.PURPOSE_WORDS,
    (t.ConsentRow, "answer"): consents.ANSWER_WORDS,
    (t.ConsentRow, "told"): consents.TOLD_WORDS,
    (t.RouteBasisRow, "profile"): basis.PROFILE_WORDS,
    (t.RouteBasisRow, "wish"): basis.WISH_WORDS,
    (t.RouteBasisRow, "silence"): basis.SILENCE_WORDS,
    (t.RouteBasisRow, "silence_channel"): basis.CHANNEL_WORDS,
    (t.RouteVersionRow, "change"): routes.CHANGE_WORDS,
    (t.RouteVersionRow, "proposed_by"): routes.PROPOSER_WORDS,
    (t.RouteStepRow, "kind"): routes.KIND_WORDS,
    (t.RouteStepRow, "place"): routes.PLACE_WORDS,
    (t.RouteStepRow, "company"): routes.COMPANY_WORDS,
    (t.RestRow, "kind"): {"rest": msg("rest"), "recovery_week": msg("recovery week")},
    (t.RouteLookBackRow, "verdict"): routes.VERDICT_WORDS,
    (t.SessionVersionRow, "kind"): told.KIND_WORDS,
    (t.SessionVersionRow, "attendance"): told.ATTENDANCE_WORDS,
    (t.SessionVersionRow, "place"): told.WHERE_WORDS,
    (t.SessionVersionRow, "company"): told.WITH_WORDS,
    (t.SessionVersionRow, "barriers"): told.BARRIER_WORDS,
    (t.SessionVersionRow, "helped"): told.HELP_WORDS,
    (t.SessionVersionRow, "together"): LABELS[t.SessionVersionRow],
    (t.CheckInRow, "outcome"): told.OUTCOME_WORDS,
    (t.TalkPointRow, "kind"): {
        "topic": msg("something to talk about"),
        "question": msg("a question left open"),
    },
    (t.MeasurementRow, "measure"): measurements.MEASURE_WORDS,
    (t.MeasurementRow, "filled_in"): measurements.FILLED_IN_WORDS,
    (t.ExperimentRow, "first_context"): contexts.CONTEXT_WORDS,
    (t.ExperimentRow, "second_context"): contexts.CONTEXT_WORDS,
    (t.ExperimentDayRow, "went"): {
        "first": msg("the first way"),
        "second": msg("the second way"),
        "neither": msg("neither"),
    },
    (t.CareReaderRow, "asked_as"): {
        "lead": msg("team lead"),
        "coach": msg("coach"),
        "deputy": msg("deputy"),
        "fallback": msg("in place of the others"),
    },
    (t.HandoverRow, "state"): {
        "asked": msg("waits for an answer"),
        "accepted": msg("accepted"),
        "declined": msg("declined"),
        "taken_back": msg("taken back"),
    },
    (t.WorklistRow, "kind"): signals.KIND_WORDS,
    (t.WorklistRow, "state"): {
        "open": msg("open"),
        "snoozed": msg("put off"),
        "done": msg("seen to"),
        "closed": msg("gone by itself"),
    },
    (t.RightsRequestRow, "kind"): rights.KIND_WORDS,
    (t.RightsRequestRow, "state"): rights.STATE_WORDS,
}
# The subjects in the order a person reads them, each table with its title.
SECTIONS: Final[tuple[tuple[str, tuple[tuple[type[t.Table], str], ...]], ...]] = (
    (msg("Details"), ((t.ClientRow, msg("Details")),)),
    (
        msg("The beginning"),
        ((t.IntakeRow, msg("How guidance began")), (t.ConsentRow, msg("Consent"))),
    ),
    (
        msg("Agreements"),
        (
            (t.RouteBasisRow, msg("What the route rests on")),
            (t.GoalRow, msg("Goals")),
            (t.GoalScoreRow, msg("How near the goals felt")),
        ),
    ),
    (
        msg("Recovery route"),
        (
            (t.RouteVersionRow, msg("What was agreed, by version")),
            (t.RouteStepRow, msg("Steps")),
            (t.RestRow, msg("Rest")),
            (t.RouteLookBackRow, msg("Looking back on a version")),
        ),
    ),
    (
        msg("Sessions"),
        (
            (t.SessionVersionRow, msg("What was written down")),
            (t.SessionRow, msg("Which version counts")),
            (t.SupplementRow, msg("Added to a session")),
            (t.CheckInRow, msg("What became of the steps")),
            (t.DayMoodRow, msg("Mood by day")),
            (t.TalkPointRow, msg("For the next talk")),
        ),
    ),
    (
        msg("Over time"),
        (
            (t.MeasurementRow, msg("Questionnaires")),
            (t.LifeEventRow, msg("What happened in life")),
            (t.ExperimentRow, msg("Small experiments")),
            (t.ExperimentDayRow, msg("Days of a small experiment")),
        ),
    ),
    (msg("Agenda"), ((t.AppointmentRow, msg("Appointments")),)),
    (
        msg("Care signals"),
        (
            (t.CareSignalRow, msg("Care signals")),
            (t.CareReaderRow, msg("Who was asked to read along")),
            (t.CareSightRow, msg("Who saw a care signal")),
        ),
    ),
    (
        msg("Guidance by colleagues"),
        (
            (t.HandoverRow, msg("Hand-over")),
            (t.CoverRow, msg("Cover")),
            (t.QuestionRow, msg("Questions to the team lead")),
            (t.WorklistRow, msg("Why the client stood in a list")),
        ),
    ),
    (
        msg("Rights"),
        (
            (t.RightsRequestRow, msg("What was asked about the dossier")),
            (t.RestrictionRow, msg("When the dossier stood still")),
            (t.NotesAccessRow, msg("Who opened this dossier with a reason")),
        ),
    ),
)
# Short rows, of which there are many.
_AS_TABLE: Final = frozenset(
    {
        t.SessionRow,
        t.GoalScoreRow,
        t.CheckInRow,
        t.DayMoodRow,
        t.CareReaderRow,
        t.CareSightRow,
        t.ExperimentDayRow,
    }
)


def whole(page: Page, client: t.ClientRow) -> DossierFile:
    """Return everything that is kept about a client, and who looked in their dossier.

    Whoever asks must guide the client: what stands here is not narrowed any further.
    """
    sections = tuple(
        Section(title, tuple(_part(page, table, client.id, heading) for table, heading in tables))
        for title, tables in SECTIONS
    )
    return DossierFile(
        number=dossier_number(client.id),
        client_name=client.name,
        made_by=page.scope.name,
        made_at=page.now,
        sections=sections,
        names=_names(page, client.id, sections),
        looked=per_day(dossiers.events(page, client.id, since=None)),
        left_out=tuple(LEFT_OUT[table] for table in CLIENT_TABLES if table in LEFT_OUT),
    )


def _part(page: Page, table: type[t.Table], client_id: str, title: str) -> Part:
    columns = inspect(table).columns
    whose = {"id" if table is t.ClientRow else "client_id": client_id}
    query = select(table).filter_by(**whose)
    if table is t.RouteStepRow:
        version = t.RouteVersionRow
        query = query.join(version, version.id == t.RouteStepRow.version_id)
        query = query.order_by(version.number)
    order = [columns[name] for name in _by_time(table)]
    rows = page.session.scalars(query.order_by(*order)).all()
    kept = [name for name in columns.keys() if name not in TECHNICAL]  # noqa: SIM118
    return Part(
        table=table.__tablename__,
        title=title,
        columns=tuple(_column(table, name, label) for name, label in LABELS[table].items()),
        rows=tuple({name: getattr(row, name) for name in kept} for row in rows),
        as_table=table in _AS_TABLE,
    )


def _by_time(table: type[t.Table]) -> list[str]:
    """Return the columns by which rows are ordered: the first moments there are, then the key."""
    names = inspect(table).columns.keys()
    moments = ("number", "day", "held_at", "valid_from", "told_on", "asked_on", "start_day")
    made = ("made_at", "written_at", "asked_at", "opened_at", "given_at", "begun_on", "position")
    keys = [column.key for column in inspect(table).primary_key]
    return [*(one for one in (*moments, *made) if one in names), *(str(key) for key in keys)]


def _column(table: type[t.Table], name: str, label: str) -> Column:
    words = {str(value): said for value, said in _WORDS.get((table, name), {}).items()}
    keys = inspect(table).columns[name].foreign_keys
    colleague = any(key.column.table.name in ("person", "team") for key in keys)
    return Column(name, label, words, named=colleague or name in _KEYS)


def _names(page: Page, client_id: str, sections: Iterable[Section]) -> dict[str, str | datetime]:
    """Return what the ids and keys in a dossier stand for.

    Colleagues, teams, steps, goals and versions by their names or numbers; sessions and care
    signals by their moment.
    """
    step, goal, version = t.RouteStepRow, t.GoalRow, t.RouteVersionRow
    session, signal = t.SessionRow, t.CareSignalRow
    meant = {
        str(row[column.name])
        for section in sections
        for part in section.parts
        for column in part.columns
        for row in part.rows
        if column.named and row[column.name] is not None
    }
    names: dict[str, str | datetime] = {}
    for query in (
        select(step.step_key, step.activity).where(step.client_id == client_id).order_by(step.id),
        select(goal.id, goal.words).where(goal.client_id == client_id),
        select(session.id, session.held_at).where(session.client_id == client_id),
        select(signal.id, signal.opened_at).where(signal.client_id == client_id),
    ):
        names.update(dict(page.session.execute(query).all()))
    numbers = select(version.id, version.number).where(version.client_id == client_id)
    names.update({one: str(number) for one, number in page.session.execute(numbers)})
    names.update({team.id: team.name for team in people.teams(page) if team.id in meant})
    names.update(people.names(page, meant))
    return names
