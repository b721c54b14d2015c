"""What a client agreed to: kept by their own coach, withdrawn whenever the client says so."""

from datetime import date, datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.consents import (
    Answer,
    Consent,
    ConsentDraft,
    Purpose,
    check_consent,
    check_withdrawal,
    in_force,
)
from lib.domain.problems import Closed, Invalid, Refused
from lib.domain.words import msg
from lib.storage import casebook, consents


class NoStandingYes(Refused):
    """Only a yes that stands can be withdrawn."""

    sentence = msg("Another answer stands here by now. Only a yes that stands can be withdrawn.")


def of_client(scope: Scope, client_id: str, *, now: datetime) -> tuple[Consent, ...]:
    """Return every answer of a client of one's own, the one told last first.

    Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    with casebook.looking(scope, "consent", client_id=client_id, now=now) as page:
        return consents.of_client(page, page.own_client(client_id).id)


def add(scope: Scope, client_id: str, draft: ConsentDraft, *, save_key: str, now: datetime) -> str:
    """Keep what a client answered and return its id; the same `save_key` keeps it only once.

    Also when the same was said before: it was said again. After the end of guidance a no is kept:
    not to be counted is a right that does not end with it, nor while the dossier stands still.
    Raises `Invalid` with the problems,
    `Closed` for anything else after the end, `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    with casebook.writing(scope, now=now) as page:
        says_no = draft.answer == Answer.NO
        client = page.own_client(client_id, for_change=True, though_still=says_no)
        known = consents.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        if client.ended_on is not None and not says_no:
            raise Closed()
        every = consents.of_client(page, client.id)
        standing = {purpose.value: in_force(every, purpose) for purpose in Purpose}
        before = standing.get(draft.purpose or "")
        checked, problems = check_consent(draft, before=before, today=local_day(now))
        if checked is None:
            raise Invalid(problems)
        consent_id = consents.add(page, client.id, checked, save_key=save_key)
        page.log("C", "consent", client=client, subject_id=consent_id)
        return consent_id


def withdraw(
    scope: Scope, client_id: str, consent_id: str, *, day: date | None, now: datetime
) -> None:
    """Withdraw a yes from a day on; it stays readable. One that is withdrawn stays as it is.

    Also after the end of guidance and while the dossier stands still: this right does not end with
    it. Raises `Invalid` with the
    problems, `NoStandingYes` for a no and for a yes that another answer followed, `NotFound` for a
    client that is not theirs or an answer of another.
    """
    scope.require(Permission.CHANGE_CLIENTS)
    with casebook.writing(scope, now=now) as page:
        client = page.own_client(client_id, for_change=True, though_still=True)
        row = consents.get(page, client.id, consent_id)
        if row.withdrawn_on is not None:
            return
        every = consents.of_client(page, client.id)
        this = next(one for one in every if one.id == row.id)
        if not this.allows or in_force(every, this.purpose) != this:
            raise NoStandingYes()
        problems = check_withdrawal(day, this, today=local_day(now))
        if problems or day is None:
            raise Invalid(problems)
        consents.withdraw(page, row, day)
        page.log("U", "consent", client=client, subject_id=row.id)
