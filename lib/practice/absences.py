"""One's own absence: while it lasts, nobody counts on a colleague as a second reader."""

from datetime import date, datetime

from lib.domain.absences import Absence, check_absence
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.problems import Invalid, NotFound
from lib.storage import absences, casebook

_PART = "absence"


def mine(scope: Scope, *, now: datetime) -> tuple[Absence, ...]:
    """Return one's own absences that are not over, the first one first."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.reading(scope, now=now) as page:
        return absences.of_person(page, scope.person_id, since=local_day(now))


def add(scope: Scope, *, start: date | None, end: date | None, save_key: str, now: datetime) -> str:
    """Keep an absence of one's own and return its id; the same `save_key` keeps one.

    A care signal that is open stays with whom it was; the next one counts with it. Raises
    `Invalid` with the problems.
    """
    scope.require(Permission.OWN_ACCOUNT)
    checked, problems = check_absence(start, end, today=local_day(now))
    with casebook.writing(scope, now=now) as page:
        known = absences.saved_with(page, save_key)
        if known is not None:
            return known
        if checked is None:
            raise Invalid(problems)
        absence_id = absences.add(page, start=checked[0], end=checked[1], save_key=save_key)
        page.log("C", _PART, subject_id=absence_id)
        return absence_id


def take_away(scope: Scope, absence_id: str, *, now: datetime) -> None:
    """Erase an absence of one's own: counted on again at once. Raises `NotFound` for another's."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.writing(scope, now=now) as page:
        if not absences.take_away(page, absence_id):
            raise NotFound()
        page.log("D", _PART, subject_id=absence_id)
