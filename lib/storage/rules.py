"""Keeps the rules of a practice among its settings."""

from lib.domain.rules import Rules
from lib.storage import tables as t
from lib.storage.casebook import Page

_LOCK = "lock after days"


def of_practice(page: Page) -> Rules:
    """Return the rules in force; what was never changed has its usual value."""
    kept = page.session.get(t.SettingRow, _LOCK)
    return Rules(lock_after_days=int(kept.value)) if kept is not None else Rules()


def change(page: Page, rules: Rules) -> None:
    """Let these rules be in force from now on."""
    page.session.merge(t.SettingRow(name=_LOCK, value=str(rules.lock_after_days)))
    page.session.flush()
