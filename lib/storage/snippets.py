"""Keeps snippets: rows of a team, seen by who coaches in it."""

from collections.abc import Sequence

from sqlalchemy import Select, delete, select

from lib.domain.snippets import REMOVED_KEPT_FOR, Snippet
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_my_teams(page: Page) -> tuple[Snippet, ...]:
    """Return the snippets of the teams this person coaches in, by title."""
    rows = page.session.scalars(_mine(page).where(t.SnippetRow.removed.is_(False))).all()
    # In Python: the two databases do not sort alike, and SQLite folds no letter but A to Z.
    return tuple(sorted(_values(page, rows), key=lambda one: (one.title.casefold(), one.id)))


def get(page: Page, snippet_id: str) -> t.SnippetRow | None:
    """Return a snippet of one's own teams, removed ones too, locked for change; or None.

    Its team is locked first, as in `lock_team`, so that titles are compared one by one.
    """
    team_id = page.session.scalar(
        select(t.SnippetRow.team_id).where(
            t.SnippetRow.id == snippet_id, t.SnippetRow.team_id.in_(_teams(page))
        )
    )
    if team_id is None:
        return None
    lock_team(page, team_id)
    return page.session.scalars(
        _mine(page).where(t.SnippetRow.id == snippet_id).with_for_update()
    ).one_or_none()


def lock_team(page: Page, team_id: str) -> None:
    """Let whoever changes the snippets of a team at the same moment wait for this transaction.

    The weaker lock of PostgreSQL's two: who adds a client to the team does not wait.
    """
    page.session.get_one(t.TeamRow, team_id, with_for_update={"key_share": True})


def saved_with(page: Page, save_key: str) -> str | None:
    """Return the id of the snippet added with this key, or None."""
    return page.session.scalar(
        select(t.SnippetRow.id).where(
            t.SnippetRow.save_key == save_key, t.SnippetRow.team_id.in_(_teams(page))
        )
    )


def titles(page: Page, team_id: str, *, but: str | None = None) -> Sequence[str]:
    """Return the titles in use in a team; that of the snippet `but` is left out."""
    query = select(t.SnippetRow.title).where(
        t.SnippetRow.team_id == team_id, t.SnippetRow.removed.is_(False)
    )
    if but is not None:
        query = query.where(t.SnippetRow.id != but)
    return page.session.scalars(query).all()


def add(page: Page, *, team_id: str, title: str, words: str, save_key: str) -> str:
    """Add a snippet and return its id."""
    row = t.SnippetRow(
        id=new_id(),
        team_id=team_id,
        title=title,
        words=words,
        changed_by=page.scope.person_id,
        changed_at=page.now,
        removed=False,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def touch(page: Page, row: t.SnippetRow) -> None:
    """Keep who changed a snippet, and when."""
    row.changed_by = page.scope.person_id
    row.changed_at = page.now
    page.session.flush()


def erase_removed(page: Page) -> None:
    """Erase what was removed more than an hour ago, in every team."""
    page.session.execute(
        delete(t.SnippetRow)
        .where(
            t.SnippetRow.removed.is_(True),
            t.SnippetRow.changed_at < page.now - REMOVED_KEPT_FOR,
        )
        .execution_options(synchronize_session=False)
    )


def _values(page: Page, rows: Sequence[t.SnippetRow]) -> list[Snippet]:
    names = people.names(page, {row.changed_by for row in rows})
    return [
        Snippet(
            id=row.id,
            team_id=row.team_id,
            title=row.title,
            words=row.words,
            changed_by=names[row.changed_by],
            changed_at=row.changed_at,
            version=row.version,
        )
        for row in rows
    ]


def _mine(page: Page) -> Select[t.SnippetRow]:
    return select(t.SnippetRow).where(t.SnippetRow.team_id.in_(_teams(page)))


def _teams(page: Page) -> list[str]:
    return sorted(page.scope.coach_teams)
