"""One's own second step of signing in: how it stands, new recovery codes, another phone."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.second_factor import Factor, app_code, recovery_code, shown
from lib.practice import front_door
from lib.practice.front_door import WrongCode
from lib.storage import casebook, second_factors, visits


def mine(scope: Scope, *, now: datetime) -> Factor | None:
    """Return since when one has a second factor, and the codes left; None where none is asked."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.reading(scope, now=now) as page:
        return second_factors.of(page, scope.person_id)


def new_codes(scope: Scope, typed: str, *, now: datetime) -> tuple[str, ...]:
    """Return ten new recovery codes, shown this once; the older ones open nothing any more.

    Takes the six digits of the app: a screen that was left open gives no way in. Raises
    `WrongCode` or `TooManyTries`.
    """
    scope.require(Permission.OWN_ACCOUNT)
    if not _is_theirs(scope, typed, part="recovery codes", now=now):
        raise WrongCode()
    with casebook.writing(scope, now=now) as page:
        codes = second_factors.make_codes(page, scope.person_id)
        page.log("C", "recovery codes", subject_id=scope.person_id)
    return tuple(shown(code) for code in codes)


def begin_anew(scope: Scope, typed: str, *, now: datetime) -> None:
    """Take one's second factor away, to set it up on another phone, and end every visit.

    Takes the six digits or a recovery code; the next sign-in asks to set it up. Raises
    `WrongCode` or `TooManyTries`.
    """
    scope.require(Permission.OWN_ACCOUNT)
    if not _is_theirs(scope, typed, part="second factor", codes=True, now=now):
        raise WrongCode()
    with casebook.writing(scope, now=now) as page:
        second_factors.forget(page, scope.person_id)
        visits.end_all(page, scope.person_id)
        page.log("D", "second factor", subject_id=scope.person_id)


def _is_theirs(scope: Scope, typed: str, *, part: str, codes: bool = False, now: datetime) -> bool:
    """True for six digits, or with `codes` a recovery code, of this person; used up by it."""
    # The same count as at the door: a borrowed screen must not become a place to guess.
    subjects = front_door.count_try(scope.book, f"code {scope.person_id}", "own account", now=now)
    digits, stand_in = app_code(typed), recovery_code(typed) if codes else None
    with casebook.writing(scope, now=now) as page:
        right = (digits is not None and second_factors.use(page, scope.person_id, digits)) or (
            stand_in is not None and second_factors.use_recovery(page, scope.person_id, stand_in)
        )
        if right:
            front_door.take_back(page, subjects)
            page.log("E", part, subject_id=scope.person_id)
        else:
            page.log("E", part, outcome="refused", subject_id=scope.person_id)
        return right
