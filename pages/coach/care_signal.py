"""A care signal about a client: who can help, who reads along, and how it ends."""

from lib.domain.access import Permission
from lib.practice import care_signals, intake
from lib.ui import care, care_contact, panels
from lib.ui.gate.enter import client_id, enter, now

scope = enter(Permission.SEE_OWN_CASELOAD)
of = care_signals.of_client(scope, client_id(), now=now())

panels.client_header(of.client, care.COACH)
care_giver = intake.care_contact(scope, of.client.id, now=now())
care.draw(
    of.every,
    name=scope.name,
    client=of.client,
    open_signal=lambda words, key: care_signals.open_signal(
        scope, of.client.id, words=words, save_key=key, now=now()
    ),
    close_signal=lambda signal_id, note: care_signals.close_signal(
        scope, of.client.id, signal_id, note=note, now=now()
    ),
    to_ask=of.name_to_ask,
    ask_deputy=lambda signal_id: care_signals.ask_deputy(scope, of.client.id, signal_id, now=now()),
    who_else=lambda: care_contact.line(care_giver, coached=of.client),
)
