"""One client over time: taking part, mood, rhythm and the rows behind them."""

from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.caseload import Progress, ratings, standing
from lib.domain.problems import NotFound
from lib.storage import casebook, records

# Rows behind a chart that can be kept as a file.
ROWS = ("mood rows", "willingness rows", "week rows", "day rows", "questionnaire rows", "goal rows")


def of_client(scope: Scope, client_id: str, *, now: datetime) -> Progress:
    """Return a client's progress; raises `NotFound` for a client this person cannot see."""
    scope.require(Permission.SEE_PROGRESS)
    with casebook.looking(scope, "progress", client_id=client_id, now=now) as page:
        record = records.of_client(page, page.client(client_id))
    return Progress(record, standing(record, today=local_day(now)), ratings(record))


def handed_out(scope: Scope, client_id: str, part: str, *, now: datetime) -> None:
    """Write in the log that rows about a client left the screen as a file.

    `part` is one of `ROWS`. Raises `NotFound` for a client that is not theirs.
    """
    scope.require(Permission.SEE_OWN_CASELOAD)
    if part not in ROWS:
        raise NotFound()
    with casebook.writing(scope, now=now) as page:
        page.log("E", part, client=page.own_client(client_id))
