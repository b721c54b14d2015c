"""Care signals: opened and closed by a client's coach or their lead, in their own name."""

from dataclasses import dataclass
from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.care_signals import CareSignal, check_note, check_words
from lib.domain.people import Client
from lib.domain.problems import Closed, Invalid, NotFound, Stale
from lib.storage import care_signals, casebook, people


@dataclass(frozen=True, slots=True)
class Signals:
    """The care signals of one client, newest first."""

    client: Client
    every: tuple[CareSignal, ...]

    @property
    def standing(self) -> tuple[CareSignal, ...]:
        """Those that are open."""
        return tuple(signal for signal in self.every if signal.is_open)


def of_client(scope: Scope, client_id: str, *, now: datetime) -> Signals:
    """Return a client with every care signal, open and closed.

    Raises `NotFound` for a client that is neither guided by this person nor in a team they lead.
    """
    scope.require(Permission.CARE_SIGNALS)
    with casebook.looking(scope, "care signal", client_id=client_id, now=now) as page:
        row = page.client(client_id)
        return Signals(people.client_value(page, row), care_signals.of_client(page, row.id))


def standing(scope: Scope, client_id: str, *, now: datetime) -> tuple[CareSignal, ...]:
    """Return the care signals of a client that are open, newest first; raises as `of_client`."""
    return of_client(scope, client_id, now=now).standing


def open_signal(scope: Scope, client_id: str, *, words: str, save_key: str, now: datetime) -> str:
    """Open a care signal in one's own name and return its id; the same `save_key` opens one.

    A second worry is a signal of its own, also while the first is open. Raises `Invalid` with the
    problems, `Closed` after the end of guidance, `NotFound` as `of_client`.
    """
    scope.require(Permission.CARE_SIGNALS)
    checked, problems = check_words(words)
    with casebook.writing(scope, now=now) as page:
        client = page.client(client_id, for_change=True)
        known = care_signals.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        if client.ended_on is not None:
            raise Closed()
        if checked is None:
            raise Invalid(problems)
        signal_id = care_signals.add(page, client.id, words=checked, save_key=save_key)
        page.log("C", "care signal", client=client, subject_id=signal_id)
        return signal_id


def close_signal(scope: Scope, client_id: str, signal_id: str, *, note: str, now: datetime) -> None:
    """Close a care signal with a note, in one's own name; it stays readable.

    Also after the end of guidance: a worry does not end with it. The same person closing it again
    with the same note changes nothing. Raises `Invalid` without a note, `Stale` when somebody
    closed it first, `NotFound` as `of_client` and for a signal of another client.
    """
    scope.require(Permission.CARE_SIGNALS)
    checked, problems = check_note(note)
    with casebook.writing(scope, now=now) as page:
        client = page.client(client_id, for_change=True)
        row = care_signals.get(page, client.id, signal_id)
        if row is None:
            raise NotFound()
        if checked is None:
            raise Invalid(problems)
        if row.closed_by is not None and row.closed_at is not None:
            if (row.closed_by, row.closing_note) == (scope.person_id, checked):
                return
            name = people.names(page, {row.closed_by})[row.closed_by]
            raise Stale(name=name, moment=row.closed_at)
        care_signals.close(page, row, checked)
        page.log("U", "care signal", client=client, subject_id=row.id)
