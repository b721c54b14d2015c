"""Writes in the log that somebody stood before a page that is not part of their work."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.oversight import NO_PERMISSION
from lib.storage import casebook

_LONGEST = 40


def turned_away(scope: Scope, where: str, *, now: datetime) -> None:
    """Log that this person asked for a page that is not theirs; `where` is its address."""
    scope.require(Permission.OWN_ACCOUNT)
    with casebook.writing(scope, now=now) as page:
        page.log("R", where[:_LONGEST], outcome="refused", rule=NO_PERMISSION)
