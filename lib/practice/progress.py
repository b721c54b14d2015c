"""One client over time: taking part, mood, rhythm and the rows behind them."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.caseload import Progress, ratings, standing
from lib.storage import casebook, records


def of_client(scope: Scope, client_id: str, *, now: datetime) -> Progress:
    """Return a client's progress; raises `NotFound` for a client this person cannot see."""
    scope.require(Permission.SEE_PROGRESS)
    with casebook.looking(scope, "progress", client_id=client_id, now=now) as page:
        record = records.of_client(page, page.client(client_id))
    return Progress(record, standing(record, today=local_day(now)), ratings(record))
