"""Progress: one client over time."""

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.caseload import Reason
from lib.practice import progress
from lib.ui import panels
from lib.ui.gate.enter import client_id, enter, now

scope = enter(Permission.SEE_OWN_CASELOAD)
of = progress.of_client(scope, client_id(), now=now())

panels.client_header(of.record.client, "coach/progress")
if Reason.NO_ROUTE not in of.standing.reasons:  # said below already
    panels.say(panels.sentences.route_in_words(of.standing.route, of.standing.resting))
panels.progress(of, today=local_day(now()))
panels.client_footer()
