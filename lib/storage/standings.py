"""Keeps what lists show of each client: worked out beforehand, and a copy, never the source."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from lib.domain.calendar import local_day
from lib.domain.caseload import Record, Standing, standing
from lib.domain.glance import Facts, facts, good_until, read, written
from lib.storage import records
from lib.storage import tables as t
from lib.storage.casebook import Page


def keep(page: Page, record: Record, now: Standing) -> None:
    """Keep what lists show of a client as of now."""
    found = facts(record, now, today=local_day(page.now))
    row = t.StandingRow
    on_sqlite = page.session.get_bind().dialect.name == "sqlite"
    adding = sqlite.insert(row) if on_sqlite else postgresql.insert(row)
    values = {
        "day": found.day,
        "good_until": good_until(found, now=page.now),
        "facts": written(found),
    }
    page.session.execute(
        adding.values(client_id=record.client.id, **values).on_conflict_do_update(
            index_elements=[row.client_id], set_=values
        )
    )


def of_clients(page: Page, client_ids: Sequence[str]) -> dict[str, Facts]:
    """Return what was kept, by client id; of whom nothing was worked out yet is not in it."""
    row = t.StandingRow
    query = select(row.client_id, row.day, row.facts).where(row.client_id.in_(client_ids))
    return {client_id: read(kept, day=day) for client_id, day, kept in page.session.execute(query)}


def from_records(page: Page, rows: Sequence[t.ClientRow]) -> dict[str, Facts]:
    """Return the same, worked out now and kept nowhere; for the few of whom nothing was kept."""
    today = local_day(page.now)
    gathered = records.of_clients(page, rows) if rows else ()
    return {one.client.id: facts(one, standing(one, today=today), today=today) for one in gathered}


def grown_old(page: Page, client_ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the clients of whom nothing was kept, and those whose facts time may have changed."""
    row = t.StandingRow
    query = select(row.client_id, row.good_until).where(row.client_id.in_(client_ids))
    until = dict(page.session.execute(query).all())
    missing = [one for one in client_ids if one not in until]
    return missing, [one for one in client_ids if one in until and until[one] <= page.now]
