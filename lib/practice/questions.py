"""Questions of a coach for whoever leads the team: asked, planned, answered and put away."""

from collections.abc import Sequence
from datetime import date, datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.notices import NoticeKind
from lib.domain.problems import Closed, Invalid, NotFound, Refused, Stale
from lib.domain.questions import (
    OfClient,
    Question,
    TeamQuestion,
    check_answer,
    check_question,
    check_room,
    check_talk_on,
)
from lib.domain.words import msg
from lib.storage import casebook, covers, notices, people, questions
from lib.storage import tables as t
from lib.storage.casebook import Page

_PART = "question"


class NoLead(Refused):
    """Nobody leads the team of this client, so nobody would read it."""

    sentence = msg("Nobody leads this team now, so nobody would read your question.")


class DoneWith(Refused):
    """The question was taken back, or its answer was read and put away."""

    sentence = msg("This question is done: it was taken back, or the answer was read already.")


def mine_of_client(scope: Scope, client_id: str, *, now: datetime) -> OfClient:
    """Return the questions about a client of one's own that stand, and who would answer.

    Open ones, and answered ones nobody put away: also what a colleague in one's place asked.
    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.ASK_LEAD)
    with casebook.looking(scope, "questions", client_id=client_id, now=now) as page:
        client = page.own_client(client_id)
        return OfClient(
            questions.of_client(page, client.id), tuple(questions.leads(page, client).values())
        )


def ask(scope: Scope, client_id: str, *, words: str | None, save_key: str, now: datetime) -> str:
    """Ask whoever leads the team something about a client; return its id. They are told.

    The same `save_key` asks only once. Raises `Invalid` with the problems, also when as many are
    open as fit, `NoLead`, `Closed` after the end of guidance, `NotFound` for a client that is not
    theirs.
    """
    scope.require(Permission.ASK_LEAD)
    checked, problems = check_question(words)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True)
        known = questions.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        if client.ended_on is not None:
            raise Closed()
        leads = questions.leads(page, client)
        if not leads:
            raise NoLead()
        problems = problems or check_room(questions.how_many_open(page, client.id))
        if checked is None or problems:
            raise Invalid(problems)
        asked = questions.add(page, client.id, words=checked, save_key=save_key)
        page.log("C", _PART, client=client, subject_id=asked)
        notices.tell(page, leads, NoticeKind.QUESTION, client_id=client.id, subject_id=asked)
        return asked


def take_back(scope: Scope, client_id: str, question_id: str, *, now: datetime) -> None:
    """Take a question of one's own back while nobody answered it; a second time changes nothing.

    Raises `DoneWith` when it was answered meanwhile, and `NotFound` for a question of another.
    """
    scope.require(Permission.ASK_LEAD)
    with casebook.writing(scope, now=now) as page:
        client, row = _of_mine(page, client_id, question_id)
        if row.asked_by != scope.person_id:
            raise NotFound()
        if row.answered_at is not None:
            raise Refused(msg("Your question was answered meanwhile. Look at the answer first."))
        if row.done_at is None:
            questions.put_away(page, row)
            page.log("U", _PART, client=client, subject_id=row.id)


def put_away(scope: Scope, client_id: str, question_id: str, *, now: datetime) -> None:
    """Put an answer away that was read: it leaves the cockpit. A second time changes nothing.

    Raises `NotFound` for a question about a client that is not theirs, or without an answer.
    """
    scope.require(Permission.ASK_LEAD)
    with casebook.writing(scope, now=now) as page:
        client, row = _of_mine(page, client_id, question_id)
        if row.answered_at is None:
            raise NotFound()
        if row.done_at is None:
            questions.put_away(page, row)
            notices.see_all_about(page, [row.id])
            page.log("U", _PART, client=client, subject_id=row.id)


def see_answers(scope: Scope, client_id: str, asked: Sequence[Question], *, now: datetime) -> None:
    """Mark the own notices about these answers as seen: they stand on the screen now.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.ASK_LEAD)
    ids = [one.id for one in asked if not one.is_open]
    if not ids:
        return
    with casebook.reading(scope, now=now) as page:
        page.own_client(client_id)
        if not notices.any_unseen_about(page, ids):
            return
    with casebook.writing(scope, now=now) as page:
        notices.see_all_about(page, ids)
        page.log("U", "notice", client=page.own_client(client_id))


# -- the lead ---------------------------------------------------------------------------------


def of_teams(scope: Scope, *, now: datetime) -> tuple[TeamQuestion, ...]:
    """Return the questions of the teams one leads, oldest first; `by_day` puts them in order.

    Open ones, those with a day to come, and those answered in the last two weeks. The look is
    logged with the clients whose names it shows; nothing of a session is in it. The own notices
    about questions are seen now.
    """
    scope.require(Permission.ANSWER_COACHES)
    with casebook.looking(scope, "questions", now=now) as page:
        found = questions.of_teams(page, sorted(scope.lead_teams))
        page.showed(sorted({one.question.client_id for one in found}))
        told = notices.unseen_of(page, NoticeKind.QUESTION)
    if told:
        with casebook.writing(scope, now=now) as page:
            notices.see_all_about(page, told)
            page.log("U", "notice")
    return found


def count_open(scope: Scope, *, now: datetime) -> int:
    """Return how many questions of the teams one leads nobody answered yet; it names nobody."""
    scope.require(Permission.ANSWER_COACHES)
    with casebook.reading(scope, now=now) as page:
        return questions.count_open(page, sorted(scope.lead_teams))


def plan(
    scope: Scope,
    question_id: str,
    *,
    talk_on: date | None,
    expected_version: int,
    now: datetime,
) -> None:
    """Keep on which day to talk about a question, None for no day; unchanged, nothing happens.

    Raises `Invalid` for a day that has passed, `Stale` after a colleague's change, `DoneWith`, and
    `NotFound` for a question of another team.
    """
    scope.require(Permission.ANSWER_COACHES)
    with casebook.writing(scope, now=now) as page:
        client, row = _of_team(page, question_id)
        if row.talk_on == talk_on:
            return
        problems = check_talk_on(talk_on, today=local_day(now))
        if problems:
            raise Invalid(problems)
        _require_unchanged(page, row, expected_version)
        questions.plan(page, row, talk_on)
        notices.see_all_about(page, [row.id])
        page.log("U", _PART, client=client, subject_id=row.id)


def answer(
    scope: Scope, question_id: str, *, words: str | None, expected_version: int, now: datetime
) -> None:
    """Answer a question, or better the answer until the coach put it away; they are told.

    Whoever asked, the coach, and who guides the client in their place; unchanged, nothing happens.
    Raises `Invalid` with the problems, `Stale` after a colleague's change, `DoneWith`, and
    `NotFound` for a question of another team.
    """
    scope.require(Permission.ANSWER_COACHES)
    checked, problems = check_answer(words)
    with casebook.writing(scope, now=now) as page:
        client, row = _of_team(page, question_id)
        if checked is None:
            raise Invalid(problems)
        if row.answer == checked:
            return
        _require_unchanged(page, row, expected_version)
        questions.answer(page, row, checked)
        notices.see_all_about(page, [row.id])
        page.log("U", _PART, client=client, subject_id=row.id)
        told = {row.asked_by, client.coach_id, covers.coverer_of(page, client.id)}
        notices.tell(
            page,
            {one for one in told if one is not None} - {scope.person_id},
            NoticeKind.QUESTION_ANSWERED,
            client_id=client.id,
            subject_id=row.id,
        )


def _of_mine(page: Page, client_id: str, question_id: str) -> tuple[t.ClientRow, t.QuestionRow]:
    """Return the locked client and one of their questions."""
    client = page.own_client(client_id, for_change=True)
    row = questions.get(page, question_id)
    if row.client_id != client.id:
        raise NotFound()
    return client, row


def _of_team(page: Page, question_id: str) -> tuple[t.ClientRow, t.QuestionRow]:
    """Return the locked client of a team one leads, and the question about them."""
    client = page.client(questions.get(page, question_id).client_id, for_change=True)
    if client.team_id not in page.scope.lead_teams:
        raise NotFound()
    row = questions.get(page, question_id)
    # Read again with the client locked: whoever was first has written by now.
    page.session.refresh(row)
    if row.done_at is not None:
        raise DoneWith()
    return client, row


def _require_unchanged(page: Page, row: t.QuestionRow, expected_version: int) -> None:
    if row.version == expected_version:
        return
    changed = questions.last_change(page, row.id)
    who, at = changed if changed is not None else (row.asked_by, row.asked_at)
    raise Stale(name=people.names(page, {who}).get(who, ""), moment=at)
