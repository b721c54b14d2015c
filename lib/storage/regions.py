"""Keeps regions: which teams belong to them, and who leads all of these."""

from collections.abc import Collection

from sqlalchemy import delete, func, or_, select

from lib.domain.people import Region
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def every(page: Page) -> tuple[Region, ...]:
    """Return every region, by name."""
    rows = page.session.scalars(select(t.RegionRow).order_by(t.RegionRow.name)).all()
    teams: dict[str, set[str]] = {}
    for team_id, region_id in page.session.execute(
        select(t.TeamRegionRow.team_id, t.TeamRegionRow.region_id)
    ):
        teams.setdefault(region_id, set()).add(team_id)
    leads: dict[str, set[str]] = {}
    for person_id, region_id in page.session.execute(
        select(t.RegionLeadRow.person_id, t.RegionLeadRow.region_id)
    ):
        leads.setdefault(region_id, set()).add(person_id)
    return tuple(
        Region(
            row.id,
            row.name,
            frozenset(teams.get(row.id, ())),
            frozenset(leads.get(row.id, ())),
        )
        for row in rows
    )


def get(page: Page, region_id: str) -> t.RegionRow | None:
    """Return a region, locked for use, or None."""
    return page.session.get(t.RegionRow, region_id, with_for_update=True)


def named(page: Page, name: str, *, but: str | None = None) -> bool:
    """True when a region has this name, whatever the capitals; the region `but` is left out."""
    query = select(t.RegionRow.id).where(func.lower(t.RegionRow.name) == name.lower())
    if but is not None:
        query = query.where(t.RegionRow.id != but)
    return page.session.scalar(query) is not None


def add(page: Page, name: str) -> t.RegionRow:
    """Add a region and return the row."""
    row = t.RegionRow(id=new_id(), name=name, created_at=page.now)
    page.session.add(row)
    page.session.flush()
    return row


def hold(page: Page, region_id: str, team_ids: Collection[str]) -> None:
    """Let exactly these teams belong to a region; each belongs to one at most."""
    row = t.TeamRegionRow
    page.session.execute(
        delete(row).where(or_(row.region_id == region_id, row.team_id.in_(sorted(team_ids))))
    )
    for team_id in sorted(set(team_ids)):
        page.session.add(row(team_id=team_id, region_id=region_id))
    page.session.flush()


def let_lead(page: Page, region_id: str, person_ids: Collection[str]) -> None:
    """Let exactly these colleagues lead a region."""
    page.session.execute(delete(t.RegionLeadRow).where(t.RegionLeadRow.region_id == region_id))
    for person_id in sorted(set(person_ids)):
        page.session.add(t.RegionLeadRow(person_id=person_id, region_id=region_id))
    page.session.flush()
