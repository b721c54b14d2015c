"""Regions: teams that belong together, and who leads every one of them."""

from collections.abc import Collection
from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.people import NAME_LIMIT, Region
from lib.domain.problems import Invalid, NotFound, Problem
from lib.domain.texts import line
from lib.domain.words import msg
from lib.storage import casebook, regions, visits

# So many ids fit in one line of the log.
_IN_A_LINE = 14


def every(scope: Scope, *, now: datetime) -> tuple[Region, ...]:
    """Return every region, by name."""
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.reading(scope, now=now) as page:
        return regions.every(page)


def keep(
    scope: Scope,
    region_id: str | None,
    *,
    name: str,
    team_ids: Collection[str],
    lead_ids: Collection[str],
    now: datetime,
) -> str:
    """Keep a region, or a new one when `region_id` is None, and return its id.

    It has this name from now on, exactly these teams, which leave the region they were in, and
    exactly these colleagues lead it: every team in it, also one that joins later. That counts from
    their next action. Raises `Invalid` with the problems, `NotFound` for a region, team or
    colleague that is not there.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    cleaned, problems = line(name, field="region", limit=NAME_LIMIT, required=True)
    with casebook.writing(scope, now=now) as page:
        known = all(visits.team_exists(page, one) for one in team_ids)
        if not known or any(visits.person(page, one) is None for one in lead_ids):
            raise NotFound()
        row = regions.get(page, region_id) if region_id is not None else None
        if region_id is not None and row is None:
            raise NotFound()
        if not problems and regions.named(page, cleaned, but=region_id):
            taken = msg("There is a region with this name already.")
            problems = (Problem("region", taken),)
        if problems:
            raise Invalid(problems)
        if row is None:
            row = regions.add(page, cleaned)
            page.log("C", "region", subject_id=row.id)
        row.name = cleaned
        regions.hold(page, row.id, team_ids)
        regions.let_lead(page, row.id, lead_ids)
        for what, ids in (("teams", sorted(team_ids)), ("led by", sorted(lead_ids))):
            for at in range(0, len(ids) or 1, _IN_A_LINE):
                some = " ".join(ids[at : at + _IN_A_LINE]) or "none"
                page.log("U", "region", subject_id=row.id, reason=f"{what} {some}")
        return row.id
