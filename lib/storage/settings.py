"""Keeps named values of the installation that only grow, such as the last night that was done."""

from sqlalchemy import select

from lib.storage import tables as t
from lib.storage.casebook import Page


def value(page: Page, name: str) -> str | None:
    """Return a named value, or None when nothing was kept under the name."""
    return page.session.scalar(select(t.SettingRow.value).where(t.SettingRow.name == name))


def raise_to(page: Page, name: str, value: str) -> bool:
    """Keep a value unless the one that stands is as high; return whether it was kept.

    Values compare as text, so days are written as in ISO 8601. The row is locked: of two who
    raise to the same value one is told that it was kept.
    """
    row = page.session.get(t.SettingRow, name, with_for_update=True)
    if row is not None and row.value >= value:
        return False
    if row is None:
        page.session.add(t.SettingRow(name=name, value=value))
    else:
        row.value = value
    page.session.flush()
    return True
