"""Notices: what somebody is told in the app, and when they may be mailed about it."""

from datetime import datetime, time

from lib.domain.access import Permission, Scope
from lib.domain.notices import Choice, Notice, check_choice
from lib.domain.problems import Invalid, NotFound
from lib.storage import casebook, notices


def mine(scope: Scope, *, now: datetime) -> tuple[Notice, ...]:
    """Return one's own notices that are new or a week old at most, the newest first.

    They name clients, so looking at them is logged; without any nothing is.
    """
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.reading(scope, now=now) as page:
        if not notices.any_in_sight(page):
            return ()
    with casebook.looking(scope, "notices", now=now) as page:
        found = notices.mine(page)
        page.showed([one.client_id for one in found])
        return found


def count_unseen(scope: Scope, *, now: datetime) -> int:
    """Return about how many things there is a notice that one has not seen."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.reading(scope, now=now) as page:
        return notices.count_unseen(page)


def see(scope: Scope, notice_id: str, *, now: datetime) -> None:
    """Mark a notice as seen, with the others about the same thing; a care signal stays unseen.

    Raises `NotFound` for another's.
    """
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.writing(scope, now=now) as page:
        row = notices.get(page, notice_id)
        if row is None:
            raise NotFound()
        if row.seen_at is not None:
            return
        notices.see_all_about(page, [row.subject_id])
        page.log("U", "notice", client=notices.client_of(page, row), subject_id=row.id)


def my_choice(scope: Scope, *, now: datetime) -> Choice:
    """Return when one may be mailed."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.reading(scope, now=now) as page:
        return notices.choice(page, scope.person_id)


def choose(
    scope: Scope,
    *,
    mail: bool,
    quiet: bool,
    quiet_from: time | None,
    quiet_until: time | None,
    now: datetime,
) -> None:
    """Keep when one may be mailed; counts for what was not sent yet too. Raises `Invalid`."""
    scope.require(Permission.OWN_ACCOUNT)
    checked, problems = check_choice(
        mail=mail, quiet=quiet, quiet_from=quiet_from, quiet_until=quiet_until
    )
    if checked is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        notices.choose(page, checked)
        page.log("U", "own account", subject_id=scope.person_id)
