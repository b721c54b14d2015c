"""A care signal about a client: who can help, what the worry is, and how it ends."""

from lib.domain.access import Permission
from lib.practice import care_signals
from lib.ui import care, panels
from lib.ui.gate.enter import client_id, enter, now

scope = enter(Permission.SEE_OWN_CASELOAD)
of = care_signals.of_client(scope, client_id(), now=now())

panels.client_header(of.client, care.COACH)
care.draw(
    of.client,
    of.every,
    name=scope.name,
    open_signal=lambda words, key: care_signals.open_signal(
        scope, of.client.id, words=words, save_key=key, now=now()
    ),
    close_signal=lambda signal_id, note: care_signals.close_signal(
        scope, of.client.id, signal_id, note=note, now=now()
    ),
)
