"""Personal goals of a client: added, reworded, ended, and scored when the client likes."""

from datetime import date, datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.goals import Goal, check_goal, check_room, check_score
from lib.domain.problems import Closed, Invalid, Refused, Stale
from lib.domain.words import msg
from lib.storage import casebook, goals, people
from lib.storage import tables as t
from lib.storage.casebook import Page


class GoalEnded(Refused):
    """The goal was rounded off: it can stand again, and then go on."""

    sentence = msg("This goal has been rounded off. Let it stand again to go on with it.")


def of_client(scope: Scope, client_id: str, *, now: datetime) -> tuple[Goal, ...]:
    """Return the goals of a client of one's own, those that ended last.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.looking(scope, "goals", client_id=client_id, now=now) as page:
        row = page.own_client(client_id)
        return goals.of_clients(page, [row.id]).get(row.id, ())


def add(scope: Scope, client_id: str, *, words: str, save_key: str, now: datetime) -> str:
    """Add a goal and return its id; the same `save_key` adds only once.

    Raises `Invalid` with the problems, also when three stand already, `Closed` after the end of
    guidance, `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_ROUTE)
    checked, problems = check_goal(words)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        known = goals.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        _require_open(client)
        # Counted with the client locked: two colleagues cannot both add a third.
        problems = problems or check_room(goals.how_many_stand(page, client.id))
        if checked is None or problems:
            raise Invalid(problems)
        goal_id = goals.add(
            page, client.id, words=checked, begun_on=local_day(now), save_key=save_key
        )
        page.log("C", "goal", client=client, subject_id=goal_id)
        return goal_id


def reword(
    scope: Scope, client_id: str, goal_id: str, *, words: str, expected_version: int, now: datetime
) -> None:
    """Keep other words for a goal; nothing happens when they stand there already.

    Raises `Invalid` with the problems, `Stale` after a colleague's change, `GoalEnded`, `Closed`,
    and `NotFound` for a goal of another.
    """
    scope.require(Permission.CHANGE_ROUTE)
    checked, problems = check_goal(words)
    with casebook.writing(scope, now=now) as page:
        client, row = _goal(page, client_id, goal_id)
        if checked is None:
            raise Invalid(problems)
        if row.words == checked:
            return
        if row.ended_on is not None:
            raise GoalEnded()
        if row.version != expected_version:
            who = people.names(page, {row.changed_by})[row.changed_by]
            raise Stale(name=who, moment=row.changed_at)
        row.words = checked
        goals.touch(page, row)
        page.log("U", "goal", client=client, subject_id=row.id)


def end(scope: Scope, client_id: str, goal_id: str, *, now: datetime) -> None:
    """Round off a goal; its words and scores stay. A second time changes nothing.

    Raises `Closed`, and `NotFound` for a goal of another.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client, row = _goal(page, client_id, goal_id)
        if row.ended_on is not None:
            return
        row.ended_on = local_day(now)
        goals.touch(page, row)
        page.log("U", "goal", client=client, subject_id=row.id)


def bring_back(scope: Scope, client_id: str, goal_id: str, *, now: datetime) -> None:
    """Let a goal that was rounded off stand again; one that stands stays as it is.

    Raises `Invalid` when three stand already, `Closed`, and `NotFound` for a goal of another.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client, row = _goal(page, client_id, goal_id)
        if row.ended_on is None:
            return
        problems = check_room(goals.how_many_stand(page, client.id))
        if problems:
            raise Invalid(problems)
        row.ended_on = None
        goals.touch(page, row)
        page.log("U", "goal", client=client, subject_id=row.id)


def score(
    scope: Scope,
    client_id: str,
    goal_id: str,
    *,
    value: float | None,
    day: date | None,
    now: datetime,
) -> str | None:
    """Keep how near a goal felt on a day, 0-10, and return the id of the score.

    Of several of one day the last told counts; None, and nothing happens, when this is what was
    told last. The day is today or earlier, since guidance began. Raises `Invalid` with the
    problems, `GoalEnded`, `Closed`, and `NotFound` for a goal of another.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client, row = _goal(page, client_id, goal_id)
        if row.ended_on is not None:
            raise GoalEnded()
        checked, problems = check_score(value, day, since=client.started_on, today=local_day(now))
        if checked is None:
            raise Invalid(problems)
        if goals.last_score(page, row.id, checked.day) == checked.value:
            return None
        score_id = goals.add_score(page, row, checked)
        page.log("C", "goal score", client=client, subject_id=score_id)
        return score_id


def take_back_score(scope: Scope, client_id: str, score_id: str, *, now: datetime) -> None:
    """Erase one score; what was told before it about that day counts again.

    A slip of the finger is nobody's number. Raises `Closed`, and `NotFound` for a score of another
    or one that is gone already.
    """
    scope.require(Permission.CHANGE_ROUTE)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        row = goals.get_score(page, client.id, score_id)
        _require_open(client)
        goals.erase_score(page, row)
        page.log("D", "goal score", client=client, subject_id=score_id)


def _goal(page: Page, client_id: str, goal_id: str) -> tuple[t.ClientRow, t.GoalRow]:
    """Return the locked client and one of their goals."""
    client = page.own_client(client_id, for_change=True)
    row = goals.get(page, client.id, goal_id)
    _require_open(client)
    return client, row


def _require_open(client: t.ClientRow) -> None:
    if client.ended_on is not None:
        raise Closed()
