"""Keeps the questions of coaches for their leads, and what was answered."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from lib.domain.calendar import at_local, local_day
from lib.domain.problems import NotFound
from lib.domain.questions import ANSWERED_STAYS, Question, TeamQuestion
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_client(page: Page, client_id: str) -> tuple[Question, ...]:
    """Return what is open, and what was answered and not put away yet, oldest first."""
    query = _with_names().where(
        t.QuestionRow.client_id == client_id, t.QuestionRow.done_at.is_(None)
    )
    return tuple(_question(page, *row) for row in page.session.execute(query))


def of_teams(page: Page, team_ids: Sequence[str]) -> tuple[TeamQuestion, ...]:
    """Return what a lead of these teams sees, oldest first; of ended guidance what is open too.

    Open, with a day to come, or answered in the last two weeks; a question that was taken back is
    in nobody's sight.
    """
    today = local_day(page.now)
    lately = at_local(today - ANSWERED_STAYS, time(0, 0))
    coach = aliased(t.PersonRow)
    query = (
        _with_names()
        .add_columns(t.ClientRow.name, coach.name, t.TeamRow.name)
        .join(t.ClientRow, t.ClientRow.id == t.QuestionRow.client_id)
        .join(coach, coach.id == t.ClientRow.coach_id)
        .join(t.TeamRow, t.TeamRow.id == t.ClientRow.team_id)
        .where(
            t.ClientRow.team_id.in_(team_ids),
            or_(
                t.QuestionRow.answered_at >= lately,
                t.QuestionRow.answered_at.is_not(None) & (t.QuestionRow.talk_on >= today),
                _is_open(),
            ),
        )
    )
    return tuple(
        TeamQuestion(_question(page, row, asker, answerer), client, guide, team)
        for row, asker, answerer, client, guide, team in page.session.execute(query)
    )


def count_open(page: Page, team_ids: Sequence[str]) -> int:
    """Return how many questions of these teams nobody answered yet."""
    query = (
        select(func.count(t.QuestionRow.id))
        .join(t.ClientRow, t.ClientRow.id == t.QuestionRow.client_id)
        .where(t.ClientRow.team_id.in_(team_ids), _is_open())
    )
    return page.session.scalar(query) or 0


def how_many_open(page: Page, client_id: str) -> int:
    """Return how many questions about a client are open."""
    query = select(func.count(t.QuestionRow.id)).where(
        t.QuestionRow.client_id == client_id, _is_open()
    )
    return page.session.scalar(query) or 0


def get(page: Page, question_id: str) -> t.QuestionRow:
    """Return a question this person may see; raises `NotFound` without it."""
    row = page.session.get(t.QuestionRow, question_id)
    if row is None:
        raise NotFound()
    return row


def leads(page: Page, client: t.ClientRow) -> dict[str, str]:
    """Return by id the names of who would answer, by name: never whoever is at work."""
    rows = page.session.execute(
        select(t.PersonRow.id, t.PersonRow.name)
        .where(
            t.PersonRow.id.in_(people.leads_of(page, client.team_id)),
            t.PersonRow.id != page.scope.person_id,
            t.PersonRow.active.is_(True),
        )
        .order_by(t.PersonRow.name, t.PersonRow.id)
    )
    return dict(rows.all())


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the question about this client that was asked with this key, or None."""
    query = select(t.QuestionRow.id).where(
        t.QuestionRow.client_id == client_id, t.QuestionRow.save_key == save_key
    )
    return page.session.scalar(query)


def add(page: Page, client_id: str, *, words: str, save_key: str) -> str:
    """Keep a question and return its id."""
    row = t.QuestionRow(
        id=new_id(),
        client_id=client_id,
        words=words,
        asked_by=page.scope.person_id,
        asked_at=page.now,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def plan(page: Page, row: t.QuestionRow, talk_on: date | None) -> None:
    """Keep on which day the lead wants to talk about a question."""
    row.talk_on = talk_on
    page.session.flush()


def answer(page: Page, row: t.QuestionRow, words: str) -> None:
    """Keep an answer, or a better one, in the name of whoever is at work."""
    row.answer = words
    row.answered_by = page.scope.person_id
    row.answered_at = page.now
    page.session.flush()


def put_away(page: Page, row: t.QuestionRow) -> None:
    """Let a question be done with: its answer was read, or it was taken back."""
    row.done_at = page.now
    page.session.flush()


def last_change(page: Page, question_id: str) -> tuple[str, datetime] | None:
    """Return the id of who changed a question last and when, None when nobody did."""
    found = page.session.execute(
        select(t.AuditRow.person_id, t.AuditRow.at)
        .where(
            t.AuditRow.part == "question",
            t.AuditRow.subject_id == question_id,
            t.AuditRow.action == "U",
        )
        .order_by(t.AuditRow.at.desc())
        .limit(1)
    ).first()
    return None if found is None else (found[0] or "", found[1])


def _with_names() -> Select[t.QuestionRow, str, str | None]:
    asker, answerer = aliased(t.PersonRow), aliased(t.PersonRow)
    return (
        select(t.QuestionRow, asker.name, answerer.name)
        .join(asker, asker.id == t.QuestionRow.asked_by)
        .outerjoin(answerer, answerer.id == t.QuestionRow.answered_by)
        .order_by(t.QuestionRow.asked_at, t.QuestionRow.id)
    )


def _is_open() -> ColumnElement[bool]:
    return t.QuestionRow.answered_at.is_(None) & t.QuestionRow.done_at.is_(None)


def _question(page: Page, row: t.QuestionRow, asked_by: str, answered_by: str | None) -> Question:
    return Question(
        id=row.id,
        client_id=row.client_id,
        words=row.words,
        asked_by=asked_by,
        asked_at=row.asked_at,
        version=row.version,
        mine=row.asked_by == page.scope.person_id,
        talk_on=row.talk_on,
        answer=row.answer,
        answered_by=answered_by or "",
        answered_at=row.answered_at,
        put_away=row.done_at is not None,
    )
