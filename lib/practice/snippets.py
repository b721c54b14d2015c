"""Snippets: text that a team writes often, kept together by its coaches."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.problems import Invalid, NotFound, Problem, Stale
from lib.domain.snippets import REMOVED_KEPT_FOR, Snippet, check_snippet, check_title
from lib.domain.words import msg
from lib.storage import casebook, people, snippets


def of_my_teams(scope: Scope, *, now: datetime) -> tuple[Snippet, ...]:
    """Return the snippets of the teams this person coaches in, by title."""
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.reading(scope, now=now) as page:
        return snippets.of_my_teams(page)


def add(scope: Scope, *, team_id: str, title: str, words: str, save_key: str, now: datetime) -> str:
    """Add a snippet to a team of one's own and return its id; the same `save_key` adds only once.

    Raises `Invalid` with the problems: a team holds each title once.
    """
    scope.require(Permission.WRITE_SESSIONS)
    checked, problems = check_snippet(title, words)
    if team_id not in scope.coach_teams:
        problems = (*problems, Problem("team", msg("Choose a team.")))
    if checked is None or problems:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        snippets.lock_team(page, team_id)
        known = snippets.saved_with(page, save_key)
        if known is not None:
            return known
        snippets.erase_removed(page)
        problems = check_title(checked[0], snippets.titles(page, team_id))
        if problems:
            raise Invalid(problems)
        snippet_id = snippets.add(
            page, team_id=team_id, title=checked[0], words=checked[1], save_key=save_key
        )
        page.log("C", "snippet", subject_id=snippet_id)
        return snippet_id


def change(
    scope: Scope, snippet_id: str, *, title: str, words: str, expected_version: int, now: datetime
) -> None:
    """Keep another title and other words; nothing happens when they stand there already.

    Raises `Invalid` with the problems, `Stale` after a colleague's change, `NotFound` for a snippet
    that was removed or is another team's.
    """
    scope.require(Permission.WRITE_SESSIONS)
    checked, problems = check_snippet(title, words)
    if checked is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        row = snippets.get(page, snippet_id)
        if row is None or row.removed:
            raise NotFound()
        if (row.title, row.words) == checked:
            return
        if row.version != expected_version:
            who = people.names(page, {row.changed_by})[row.changed_by]
            raise Stale(name=who, moment=row.changed_at)
        problems = check_title(checked[0], snippets.titles(page, row.team_id, but=row.id))
        if problems:
            raise Invalid(problems)
        row.title, row.words = checked
        snippets.touch(page, row)
        page.log("U", "snippet", subject_id=row.id)


def remove(scope: Scope, snippet_id: str, *, now: datetime) -> None:
    """Take a snippet away; within an hour it can be brought back. A second time changes nothing.

    Raises `NotFound` for another team's.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        row = snippets.get(page, snippet_id)
        if row is None:
            raise NotFound()
        if row.removed:
            return
        row.removed = True
        snippets.touch(page, row)
        snippets.erase_removed(page)
        page.log("D", "snippet", subject_id=row.id)


def bring_back(scope: Scope, snippet_id: str, *, now: datetime) -> None:
    """Bring back a snippet that was removed within the last hour; one that stands stays as it is.

    Raises `Invalid` when its title was given to another meanwhile, `NotFound` when it is too late
    or another team's.
    """
    scope.require(Permission.WRITE_SESSIONS)
    with casebook.writing(scope, now=now) as page:
        row = snippets.get(page, snippet_id)
        if row is None or (row.removed and row.changed_at < now - REMOVED_KEPT_FOR):
            raise NotFound()
        if not row.removed:
            return
        problems = check_title(row.title, snippets.titles(page, row.team_id))
        if problems:
            raise Invalid(problems)
        row.removed = False
        snippets.touch(page, row)
        page.log("U", "snippet", subject_id=row.id)
