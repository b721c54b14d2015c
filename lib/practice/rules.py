"""The rules of a practice: read by everyone, changed by an administrator."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.problems import Invalid
from lib.domain.rules import Rules, check_keep_years, check_rules
from lib.storage import casebook
from lib.storage import rules as storage


def of_practice(scope: Scope, *, now: datetime) -> Rules:
    """Return the rules in force."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.reading(scope, now=now) as page:
        return storage.of_practice(page)


def change(scope: Scope, *, lock_after_days: float | None, now: datetime) -> None:
    """Change the rules; the log says who and when. Raises `Invalid` with the problems."""
    scope.require(Permission.MANAGE_PEOPLE)
    rules, problems = check_rules(lock_after_days)
    if rules is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        storage.change(page, rules)
        page.log("U", "rules", reason=f"lock after days: {rules.lock_after_days}")


def keep_for(scope: Scope, *, years: float | None, now: datetime) -> None:
    """Change for how many years dossiers are kept; the log says who and when. Raises `Invalid`."""
    scope.require(Permission.MANAGE_PEOPLE)
    checked, problems = check_keep_years(years)
    if checked is None:
        raise Invalid(problems)
    with casebook.writing(scope, now=now) as page:
        storage.keep_for(page, checked)
        page.log("U", "rules", reason=f"keep years: {checked}")
