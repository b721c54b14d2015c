"""Progress: one client over time."""

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.caseload import Reason
from lib.practice import basis, progress
from lib.ui import panels
from lib.ui.gate.enter import client_id, enter, now

scope = enter(Permission.SEE_OWN_CASELOAD)
of = progress.of_client(scope, client_id(), now=now())
client = of.record.client

panels.client_header(client, "coach/progress")
if Reason.NO_ROUTE not in of.standing.reasons:  # said below already
    panels.say(panels.sentences.route_in_words(of.standing.route, of.standing.resting))
# What was agreed is only read, and the log only says so, when it is shown; to a lead it is not.
own = client.coach_id == scope.person_id and client.team_id in scope.coach_teams
quiet = own and Reason.SILENT in of.standing.reasons
agreed = basis.of(scope, client.id, now=now()) if quiet else None
panels.progress(of, today=local_day(now()), agreed=agreed)
panels.client_footer(client)
