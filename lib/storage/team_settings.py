"""Keeps what a team chose for itself: named values, each with who chose it and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page


@dataclass(frozen=True, slots=True)
class Chosen:
    """One value as it is kept, and the name of whoever chose it last."""

    value: str
    changed_by: str
    changed_at: datetime


def values(page: Page, team_id: str, *, about: str) -> Mapping[str, str]:
    """Return what a team chose about a subject, by the name of the setting."""
    rows = page.session.execute(
        select(t.TeamSettingRow.name, t.TeamSettingRow.value).where(
            t.TeamSettingRow.team_id == team_id, t.TeamSettingRow.name.startswith(f"{about}.")
        )
    )
    return {name.removeprefix(f"{about}."): value for name, value in rows}


def chosen(page: Page, team_id: str, *, about: str) -> Mapping[str, Chosen]:
    """Return the same with who chose it and when."""
    rows = page.session.scalars(
        select(t.TeamSettingRow).where(
            t.TeamSettingRow.team_id == team_id, t.TeamSettingRow.name.startswith(f"{about}.")
        )
    ).all()
    names = people.names(page, {row.changed_by for row in rows})
    return {
        row.name.removeprefix(f"{about}."): Chosen(row.value, names[row.changed_by], row.changed_at)
        for row in rows
    }


def lock(page: Page, team_id: str) -> None:
    """Let whoever changes a setting of a team at the same moment wait for this transaction.

    So each line in the log tells what really stood there. The weaker lock of PostgreSQL's two: who
    adds a client to the team does not wait.
    """
    page.session.get_one(t.TeamRow, team_id, with_for_update={"key_share": True})


def choose(page: Page, team_id: str, *, about: str, name: str, value: str) -> None:
    """Let a team, locked before, have this value from now on."""
    page.session.merge(
        t.TeamSettingRow(
            team_id=team_id,
            name=f"{about}.{name}",
            value=value,
            changed_by=page.scope.person_id,
            changed_at=page.now,
        )
    )
    page.session.flush()
