"""Keeps personal goals and their scores."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from lib.domain.goals import Goal, Score, last_told
from lib.domain.problems import NotFound
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_clients(page: Page, client_ids: Sequence[str]) -> dict[str, tuple[Goal, ...]]:
    """Return the goals of these clients by client id: first begun first, those that ended last."""
    rows = page.session.scalars(
        select(t.GoalRow)
        .where(t.GoalRow.client_id.in_(client_ids))
        .order_by(t.GoalRow.begun_on, t.GoalRow.id)
    ).all()
    told: dict[str, list[tuple[date, int]]] = {}
    for goal_id, day, value in page.session.execute(
        select(t.GoalScoreRow.goal_id, t.GoalScoreRow.day, t.GoalScoreRow.value)
        .where(t.GoalScoreRow.client_id.in_(client_ids))
        .order_by(t.GoalScoreRow.made_at)
    ):
        told.setdefault(goal_id, []).append((day, value))
    names = people.names(page, {row.changed_by for row in rows})
    found: dict[str, list[Goal]] = {}
    for row in sorted(rows, key=lambda row: row.ended_on is not None):
        found.setdefault(row.client_id, []).append(
            Goal(
                id=row.id,
                words=row.words,
                begun_on=row.begun_on,
                ended_on=row.ended_on,
                scores=last_told(told.get(row.id, ())),
                changed_by=names[row.changed_by],
                changed_at=row.changed_at,
                version=row.version,
            )
        )
    return {client_id: tuple(some) for client_id, some in found.items()}


def get(page: Page, client_id: str, goal_id: str) -> t.GoalRow:
    """Return a goal of this client; raises `NotFound` without it."""
    row = page.session.get(t.GoalRow, goal_id)
    if row is None or row.client_id != client_id:
        raise NotFound()
    return row


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the goal of this client that was added with this key, or None."""
    query = select(t.GoalRow.id).where(
        t.GoalRow.client_id == client_id, t.GoalRow.save_key == save_key
    )
    return page.session.scalar(query)


def how_many_stand(page: Page, client_id: str) -> int:
    """Return how many goals of a client stand now."""
    query = (
        select(func.count())
        .select_from(t.GoalRow)
        .where(t.GoalRow.client_id == client_id, t.GoalRow.ended_on.is_(None))
    )
    return page.session.scalar(query) or 0


def add(page: Page, client_id: str, *, words: str, begun_on: date, save_key: str) -> str:
    """Add a goal and return its id."""
    row = t.GoalRow(
        id=new_id(), client_id=client_id, words=words, begun_on=begun_on, save_key=save_key
    )
    page.session.add(row)
    touch(page, row)
    return row.id


def touch(page: Page, row: t.GoalRow) -> None:
    """Keep who changed a goal, and when."""
    row.changed_by = page.scope.person_id
    row.changed_at = page.now
    page.session.flush()


def last_score(page: Page, goal_id: str, day: date) -> int | None:
    """Return what was told last about a goal on a day, or None."""
    return page.session.scalar(
        select(t.GoalScoreRow.value)
        .where(t.GoalScoreRow.goal_id == goal_id, t.GoalScoreRow.day == day)
        .order_by(t.GoalScoreRow.made_at.desc())
        .limit(1)
    )


def add_score(page: Page, row: t.GoalRow, score: Score) -> str:
    """Add what a client told about a goal on a day, and return its id."""
    told = t.GoalScoreRow(
        id=new_id(),
        client_id=row.client_id,
        goal_id=row.id,
        day=score.day,
        value=score.value,
        made_by=page.scope.person_id,
        made_at=page.now,
    )
    page.session.add(told)
    page.session.flush()
    return told.id


def get_score(page: Page, client_id: str, score_id: str) -> t.GoalScoreRow:
    """Return a score of this client; raises `NotFound` without it."""
    row = page.session.get(t.GoalScoreRow, score_id)
    if row is None or row.client_id != client_id:
        raise NotFound()
    return row


def erase_score(page: Page, row: t.GoalScoreRow) -> None:
    """Erase what was told; what was told before it about that day counts again."""
    page.session.delete(row)
    page.session.flush()
