"""Keeps the rules of a practice among its settings."""

from lib.domain.rules import Rules
from lib.storage import tables as t
from lib.storage.casebook import Page

_LOCK, _KEEP = "lock after days", "keep years"


def of_practice(page: Page) -> Rules:
    """Return the rules in force; what was never changed has its usual value."""
    names = ("lock_after_days", _LOCK), ("keep_years", _KEEP)
    kept = {field: page.session.get(t.SettingRow, name) for field, name in names}
    return Rules(**{field: int(row.value) for field, row in kept.items() if row is not None})


def change(page: Page, rules: Rules) -> None:
    """Let these rules be in force from now on."""
    page.session.merge(t.SettingRow(name=_LOCK, value=str(rules.lock_after_days)))
    page.session.flush()


def keep_for(page: Page, years: int) -> None:
    """Let dossiers be kept for so many years from now on."""
    page.session.merge(t.SettingRow(name=_KEEP, value=str(years)))
    page.session.flush()
