"""Care signals: opened and closed in one's own name, and read along by a second colleague."""

from dataclasses import dataclass
from datetime import datetime

from lib.domain.access import Permission, Scope
from lib.domain.care_signals import (
    Asked,
    AskedAs,
    CareSignal,
    check_note,
    check_words,
    second_readers,
)
from lib.domain.people import Client
from lib.domain.problems import Closed, Invalid, NotFound, Refused, Stale
from lib.domain.words import msg
from lib.storage import care_signals, casebook, people
from lib.storage import tables as t
from lib.storage.casebook import Page

_PART = "care signal"


class NoDeputy(Refused):
    """Nobody was named, or they are not there today."""

    sentence = msg("No deputy of this team is there today. Call somebody yourself.")


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who stands in for the leads of a team; `is_there` is about today."""

    id: str
    name: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Signals:
    """The care signals of one client, newest first; `deputy` is None when nobody was named.

    Nor when the deputy is the client's own coach: they know of it already.
    """

    client: Client
    every: tuple[CareSignal, ...]
    deputy: Deputy | None = None

    @property
    def standing(self) -> tuple[CareSignal, ...]:
        """Those that are open."""
        return tuple(signal for signal in self.every if signal.is_open)

    def name_to_ask(self, signal: CareSignal) -> str | None:
        """Return the name of the deputy who can be asked to read a signal along too, or None."""
        deputy = self.deputy
        if deputy is None or not deputy.is_there or not signal.is_open:
            return None
        known = {signal.opener_id, *(reader.id for reader in signal.readers)}
        return None if deputy.id in known else deputy.name


@dataclass(frozen=True, slots=True)
class ReadAlong:
    """What a second reader sees: the name of the client and their coach, and the signals."""

    client_id: str
    client_name: str
    coach_name: str
    every: tuple[CareSignal, ...]


def of_client(scope: Scope, client_id: str, *, now: datetime) -> Signals:
    """Return a client with every care signal, open and closed; they are seen by this person now.

    Raises `NotFound` for a client that is neither guided by this person nor in a team they lead.
    """
    scope.require(Permission.CARE_SIGNALS)
    with casebook.looking(scope, _PART, client_id=client_id, now=now) as page:
        row = page.client(client_id)
        every, kept = _seen(page, row)
        signals = Signals(people.client_value(page, row), every, _deputy(page, row))
    if not kept:
        _see_anew(scope, client_id, every, now=now)
    return signals


def standing(scope: Scope, client_id: str, *, now: datetime) -> tuple[CareSignal, ...]:
    """Return the care signals of a client that are open, newest first; raises as `of_client`."""
    return of_client(scope, client_id, now=now).standing


def read_along(scope: Scope, client_id: str, *, now: datetime) -> ReadAlong:
    """Return the care signals of a client that this person was asked to read along, newest first.

    For a deputy that is all there is to see of the client: while a signal is open, and for a week
    after it was closed. Who may see the dossier reads every signal. They are seen by this person
    now. Raises `NotFound` for everyone else.
    """
    scope.require(Permission.CARE_SIGNALS)
    with casebook.looking(scope, _PART, client_id=client_id, now=now, reads_along=True) as page:
        row = page.cared_client(client_id)
        every, kept = _seen(page, row)
        found = ReadAlong(
            client_id=row.id,
            client_name=row.name,
            coach_name=people.names(page, {row.coach_id})[row.coach_id],
            every=every,
        )
    if not kept:
        _see_anew(scope, client_id, every, now=now)
    return found


def open_signal(scope: Scope, client_id: str, *, words: str, save_key: str, now: datetime) -> str:
    """Open a care signal in one's own name and return its id; the same `save_key` opens one.

    Who reads along is decided in the same transaction, and told. A second worry is a signal of its
    own, also while the first is open. Raises `Invalid` with the problems, `Closed` after the end
    of guidance, `NotFound` as `of_client`.
    """
    scope.require(Permission.CARE_SIGNALS)
    checked, problems = check_words(words)
    with casebook.writing(scope, now=now) as page:
        client = page.client(client_id, for_change=True, though_still=True)
        known = care_signals.saved_with(page, client.id, save_key)
        if known is not None:
            return known
        if client.ended_on is not None:
            raise Closed()
        if checked is None:
            raise Invalid(problems)
        signal_id = care_signals.add(page, client.id, words=checked, save_key=save_key)
        page.log("C", _PART, client=client, subject_id=signal_id)
        asked = second_readers(
            opener=scope.person_id,
            leads=care_signals.leads(page, client),
            coach=care_signals.coach(page, client),
            deputy=care_signals.deputy(page, client.team_id),
        )
        care_signals.ask(page, client, signal_id, asked)
        return signal_id


def ask_deputy(scope: Scope, client_id: str, signal_id: str, *, now: datetime) -> None:
    """Ask the deputy of the team to read an open signal along too; once is enough.

    For when a lead turns out to be away. Raises `NoDeputy` when none is there, `Stale` when the
    signal was closed meanwhile, `NotFound` as `of_client`: a deputy asks nobody further.
    """
    scope.require(Permission.CARE_SIGNALS)
    with casebook.writing(scope, now=now) as page:
        client = page.client(client_id, for_change=True, though_still=True)
        row = _known(page, client, signal_id)
        if row.closed_by is not None and row.closed_at is not None:
            raise Stale(
                name=people.names(page, {row.closed_by})[row.closed_by], moment=row.closed_at
            )
        deputy = _deputy(page, client)
        if deputy is None or not deputy.is_there or deputy.id == row.opened_by:
            raise NoDeputy()
        if care_signals.is_asked(page, row.id, deputy.id):
            return
        care_signals.ask(page, client, row.id, [Asked(deputy.id, AskedAs.DEPUTY)])


def close_signal(scope: Scope, client_id: str, signal_id: str, *, note: str, now: datetime) -> None:
    """Close a care signal with a note, in one's own name; it stays readable.

    A second reader may, as may who opened it; the others who knew of it are told. Also after the
    end of guidance: a worry does not end with it. The same person closing it again with the same
    note changes nothing. Raises `Invalid` without a note, `Stale` when somebody closed it first,
    `NotFound` as `read_along` and for a signal of another client.
    """
    scope.require(Permission.CARE_SIGNALS)
    checked, problems = check_note(note)
    with casebook.writing(scope, now=now) as page:
        client = page.cared_client(client_id, for_change=True)
        row = _known(page, client, signal_id)
        if checked is None:
            raise Invalid(problems)
        if row.closed_by is not None and row.closed_at is not None:
            if (row.closed_by, row.closing_note) == (scope.person_id, checked):
                return
            name = people.names(page, {row.closed_by})[row.closed_by]
            raise Stale(name=name, moment=row.closed_at)
        care_signals.close(page, row, checked)
        page.log("U", _PART, client=client, subject_id=row.id)
        every = care_signals.of_client(page, client.id)
        care_signals.see(page, client.id, [one for one in every if one.id == row.id])
        care_signals.tell_closed(page, client, row)


def _known(page: Page, client: t.ClientRow, signal_id: str) -> t.CareSignalRow:
    row = care_signals.get(page, client.id, signal_id)
    if row is None:
        raise NotFound()
    return row


def _deputy(page: Page, client: t.ClientRow) -> Deputy | None:
    found = care_signals.deputy(page, client.team_id)
    knows = care_signals.coach(page, client)
    known = {client.coach_id, *([knows.id] if knows is not None else [])}
    if found is None or not found.active or found.id in known:
        return None
    return Deputy(found.id, people.names(page, {found.id})[found.id], found.is_there)


def _seen(page: Page, client: t.ClientRow) -> tuple[tuple[CareSignal, ...], bool]:
    """Return the care signals of a client, seen now, and whether that was kept with this look.

    It was not when the look was kept earlier: then this transaction only reads.
    """
    every = care_signals.of_client(page, client.id)
    if not care_signals.any_new(page, every):
        return every, True
    if not page.logged:
        return every, False
    care_signals.see(page, client.id, every)
    return care_signals.of_client(page, client.id), True


def _see_anew(
    scope: Scope, client_id: str, signals: tuple[CareSignal, ...], *, now: datetime
) -> None:
    """Keep what came since this look at the page began: a signal of a colleague, a closing."""
    with casebook.writing(scope, now=now) as page:
        client = page.cared_client(client_id, for_change=True)
        page.log("R", _PART, client=client)
        care_signals.see(page, client.id, signals)
