"""The caseload: a row per client, for the coach who guides and the lead who looks after."""

from collections.abc import Collection, Sequence
from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.glance import Glance
from lib.practice import worklist
from lib.storage import casebook, people, standings

# So many clients whose facts grew old overnight are worked out while somebody waits: a team of
# one or two coaches. Of more the day is named, and the clock works them out.
MOST_AT_ONCE = 60


def own(scope: Scope, *, now: datetime) -> tuple[Glance, ...]:
    """Return each client this person guides, as coach or in a coach's place, by name."""
    scope.require(Permission.SEE_OWN_CASELOAD)
    return _glances(scope, "own caseload", own_clients=True, team_ids=None, now=now)


def of_teams(
    scope: Scope, *, now: datetime, team_ids: Collection[str] | None = None
) -> tuple[Glance, ...]:
    """Return each client of the teams this person leads, or of some of these, by name.

    The facts are those the coach sees: both come from what `caseload.standing` said, and
    `Glance.facts.day` names the day. No order of coaches or clients by any outcome exists: the
    order is the alphabet. A team that is not theirs gives nothing.
    """
    scope.require(Permission.SEE_TEAM_CASELOAD)
    return _glances(scope, "team caseload", own_clients=False, team_ids=team_ids, now=now)


def _glances(
    scope: Scope,
    part: str,
    *,
    own_clients: bool,
    team_ids: Collection[str] | None,
    now: datetime,
) -> tuple[Glance, ...]:
    _bring_up_to_date(scope, own_clients=own_clients, team_ids=team_ids, now=now)
    with casebook.looking(scope, part, now=now) as page:
        rows = people.active_clients(page, own=own_clients, team_ids=team_ids)
        kept = standings.of_clients(page, [row.id for row in rows])
        # Whoever was added in this very moment has none yet: nobody is left out of a list.
        kept |= standings.from_records(page, [row for row in rows if row.id not in kept])
        page.showed([row.id for row in rows])
        clients = people.client_values(page, rows)
    return tuple(Glance(one, kept[one.id]) for one in clients)


def _bring_up_to_date(
    scope: Scope, *, own_clients: bool, team_ids: Collection[str] | None, now: datetime
) -> None:
    """Work out whoever something was written about since, and what time changed.

    Nobody waits for the whole organisation: of many clients that only grew old the clock takes
    care, and until then a list says of which day it is.
    """
    worklist.bring_up_to_date(scope, now=now)
    with casebook.reading(scope, now=now) as page:
        ids = people.active_ids(page, own=own_clients, team_ids=team_ids)
        missing, old = standings.grown_old(page, ids)
    wanted: Sequence[str] = [*missing, *(old if len(old) <= MOST_AT_ONCE else ())]
    worklist.work_out(scope, wanted, now=now)
