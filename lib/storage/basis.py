"""Keeps what a route rests on: one row for each client of whom something was said."""

from collections.abc import Sequence

from sqlalchemy import select

from lib.domain.basis import Basis, Channel, Profile, Silence, SilenceAgreement, Wish, silent_after
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page


def get(page: Page, client_id: str) -> t.RouteBasisRow | None:
    """Return the row of a client, or None when nothing was said yet."""
    return page.session.get(t.RouteBasisRow, client_id)


def of_clients(page: Page, client_ids: Sequence[str]) -> dict[str, Basis]:
    """Return what was said, by client id; a client of whom nothing was said is not in it."""
    rows = page.session.scalars(
        select(t.RouteBasisRow).where(t.RouteBasisRow.client_id.in_(client_ids))
    ).all()
    names = people.names(page, {row.changed_by for row in rows})
    return {row.client_id: _value(row, names[row.changed_by]) for row in rows}


def of_client(page: Page, client_id: str) -> Basis:
    """Return what the route of a client rests on; without a row the usual."""
    return of_clients(page, [client_id]).get(client_id, Basis())


def silent_days(page: Page, client_ids: Sequence[str]) -> dict[str, int | None]:
    """Return `silent_after` for each of these clients; no words are read for it."""
    rows = page.session.execute(
        select(
            t.RouteBasisRow.client_id, t.RouteBasisRow.silence, t.RouteBasisRow.silence_days
        ).where(t.RouteBasisRow.client_id.in_(client_ids), t.RouteBasisRow.silence != "")
    )
    agreed = {
        client_id: Basis(silence=SilenceAgreement(Silence(kind), days))
        for client_id, kind, days in rows
    }
    return {one: silent_after(agreed.get(one, Basis())) for one in client_ids}


def write(page: Page, row: t.RouteBasisRow | None, client_id: str, basis: Basis) -> None:
    """Let the row of a client say this from now on."""
    if row is None:
        row = t.RouteBasisRow(client_id=client_id)
        page.session.add(row)
    silence = basis.silence
    row.what_for = basis.what_for
    row.profile = basis.profile.value
    row.pem = basis.pem
    row.wish = basis.wish.value if basis.wish else None
    row.wish_on = basis.wish_on
    row.silence = silence.kind.value if silence else ""
    row.silence_days = silence.days if silence else None
    row.silence_who = silence.who if silence else ""
    row.silence_channel = silence.channel.value if silence and silence.channel else ""
    row.silence_words = silence.words if silence else ""
    row.silence_agreed_on = silence.agreed_on if silence else None
    row.changed_by = page.scope.person_id
    row.changed_at = page.now
    page.session.flush()


def _value(row: t.RouteBasisRow, changed_by: str) -> Basis:
    silence = None
    if row.silence:
        silence = SilenceAgreement(
            kind=Silence(row.silence),
            days=row.silence_days,
            who=row.silence_who,
            channel=Channel(row.silence_channel) if row.silence_channel else None,
            words=row.silence_words,
            agreed_on=row.silence_agreed_on,
        )
    return Basis(
        what_for=row.what_for,
        profile=Profile(row.profile),
        pem=row.pem,
        wish=Wish(row.wish) if row.wish else None,
        wish_on=row.wish_on,
        silence=silence,
        changed_by=changed_by,
        changed_at=row.changed_at,
        version=row.version,
    )
