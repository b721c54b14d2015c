"""Keeps care signals: opened and closed by somebody, read along by others, never erased."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, exists, select

from lib.domain.access import Role
from lib.domain.calendar import local_day
from lib.domain.care_signals import Asked, AskedAs, CareSignal, Presence, SecondReader, Sight
from lib.domain.notices import NoticeKind
from lib.storage import absences, covers, notices, people, team_settings
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id

# The setting of a team that names its deputy, by the id of the person; "" for none.
ABOUT, DEPUTY = "care", "deputy"


def of_client(page: Page, client_id: str) -> tuple[CareSignal, ...]:
    """Return the care signals of a client that may be read, newest first, with who reads along."""
    rows = page.session.scalars(
        select(t.CareSignalRow)
        .where(t.CareSignalRow.client_id == client_id)
        .order_by(t.CareSignalRow.opened_at.desc(), t.CareSignalRow.id)
    ).all()
    readers = _readers(page, rows)
    sights = page.session.scalars(
        select(t.CareSightRow)
        .where(t.CareSightRow.signal_id.in_([row.id for row in rows]))
        .order_by(t.CareSightRow.seen_at, t.CareSightRow.reader_id)
    ).all()
    names = people.names(
        page,
        {row.opened_by for row in rows}
        | {row.closed_by for row in rows if row.closed_by}
        | {one.reader_id for one in readers}
        | {one.reader_id for one in sights},
    )
    there = _there(page, {one.reader_id for one in readers})
    seen = {(one.signal_id, one.reader_id): one.seen_at for one in sights}
    return tuple(
        CareSignal(
            id=row.id,
            words=row.words,
            opened_by=names[row.opened_by],
            opened_at=row.opened_at,
            closed_by=names[row.closed_by] if row.closed_by else None,
            closed_at=row.closed_at,
            closing_note=row.closing_note,
            readers=tuple(
                SecondReader(
                    id=one.reader_id,
                    name=names[one.reader_id],
                    asked_as=AskedAs(one.asked_as),
                    is_there=one.reader_id in there,
                    seen_at=seen.get((row.id, one.reader_id)),
                )
                for one in readers
                if one.signal_id == row.id
            ),
            sights=tuple(
                Sight(names[one.reader_id], one.seen_at)
                for one in sights
                if one.signal_id == row.id and one.reader_id != row.opened_by
            ),
            opener_id=row.opened_by,
        )
        for row in rows
    )


def any_open(page: Page, client_id: str) -> bool:
    """True while a care signal of a client is open."""
    query = select(t.CareSignalRow.id).where(
        t.CareSignalRow.client_id == client_id, t.CareSignalRow.closed_at.is_(None)
    )
    return page.session.scalars(query.limit(1)).first() is not None


def get(page: Page, client_id: str, signal_id: str) -> t.CareSignalRow | None:
    """Return a care signal of this client, or None."""
    row = page.session.get(t.CareSignalRow, signal_id)
    return row if row is not None and row.client_id == client_id else None


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the signal about this client that was opened with this key, or None."""
    query = select(t.CareSignalRow.id).where(
        t.CareSignalRow.client_id == client_id, t.CareSignalRow.save_key == save_key
    )
    return page.session.scalar(query)


def add(page: Page, client_id: str, *, words: str, save_key: str) -> str:
    """Add an open signal, seen by whoever opens it, and return its id."""
    row = t.CareSignalRow(
        id=new_id(),
        client_id=client_id,
        words=words,
        opened_by=page.scope.person_id,
        opened_at=page.now,
        closing_note="",
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    _see(page, row.id, client_id)
    return row.id


def close(page: Page, row: t.CareSignalRow, note: str) -> None:
    """Close a signal in the name of whoever is at work."""
    row.closed_by = page.scope.person_id
    row.closed_at = page.now
    row.closing_note = note
    page.session.flush()


# -- who reads along --------------------------------------------------------------------------


def leads(page: Page, client: t.ClientRow) -> tuple[Presence, ...]:
    """Return the leads of a client's team, by name; without one of its own those of its region."""
    return _presences(page, people.leads_of(page, client.team_id))


def coach(page: Page, client: t.ClientRow) -> Presence | None:
    """Return who guides the client now: their coach, or who covers for them today.

    None when they do not coach in this team any more.
    """
    guide = covers.coverer_of(page, client.id) or client.coach_id
    coaches = page.session.get(t.MembershipRow, (guide, client.team_id, Role.COACH.value))
    return _presences(page, [guide])[0] if coaches is not None else None


def deputy(page: Page, team_id: str) -> Presence | None:
    """Return the named deputy of a team, or None without one who still coaches or leads."""
    named = team_settings.values(page, team_id, about=ABOUT).get(DEPUTY) or ""
    works = page.session.scalar(
        select(t.MembershipRow.person_id).where(t.MembershipRow.person_id == named).limit(1)
    ) or page.session.scalar(
        select(t.RegionLeadRow.person_id).where(t.RegionLeadRow.person_id == named).limit(1)
    )
    return _presences(page, [named])[0] if works is not None else None


def may_be_deputy(page: Page, team_id: str) -> tuple[tuple[str, str], ...]:
    """Return id and name of everyone a team may name as its deputy, by name.

    Whoever coaches or leads somewhere and has an open account; not its own leads, for they are
    asked before the deputy is.
    """
    works = exists().where(t.MembershipRow.person_id == t.PersonRow.id)
    leads_here = people.leads_of(page, team_id)
    leads_region = exists().where(t.RegionLeadRow.person_id == t.PersonRow.id)
    rows = page.session.execute(
        select(t.PersonRow.id, t.PersonRow.name)
        .where(
            t.PersonRow.active.is_(True), works | leads_region, t.PersonRow.id.not_in(leads_here)
        )
        .order_by(t.PersonRow.name, t.PersonRow.id)
    )
    return tuple((person_id, name) for person_id, name in rows)


def ask(page: Page, client: t.ClientRow, signal_id: str, asked: Iterable[Asked]) -> None:
    """Ask colleagues to read a signal along: each gets a notice, and each is a line in the log."""
    every = tuple(asked)
    for one in every:
        page.session.add(
            t.CareReaderRow(
                signal_id=signal_id,
                reader_id=one.id,
                client_id=client.id,
                asked_as=one.asked_as.value,
                asked_at=page.now,
            )
        )
        page.log("C", "second reader", client=client, subject_id=one.id)
    page.session.flush()
    notices.tell(
        page,
        (one.id for one in every),
        NoticeKind.CARE_SIGNAL,
        client_id=client.id,
        subject_id=signal_id,
    )


def is_asked(page: Page, signal_id: str, person_id: str) -> bool:
    """True when this colleague reads a signal along."""
    return page.session.get(t.CareReaderRow, (signal_id, person_id)) is not None


def tell_closed(page: Page, client: t.ClientRow, row: t.CareSignalRow) -> None:
    """Tell everyone who knew of a signal that somebody else closed it.

    Its opener, who read it along and the client's coach; not who may not see it any more.
    """
    asked = page.session.execute(
        select(t.CareReaderRow.reader_id, t.CareReaderRow.asked_as).where(
            t.CareReaderRow.signal_id == row.id
        )
    ).all()
    guide = coach(page, client)
    own_coach = people.coaches_in(page, client.coach_id, client.team_id)
    sees = {one.id for one in leads(page, client) if one.active}
    sees |= {client.coach_id} if own_coach else set()
    sees |= {person_id for person_id, asked_as in asked if asked_as == AskedAs.DEPUTY}
    if guide is not None and guide.active:
        sees.add(guide.id)
    # Who covers has to know of it as well while they do.
    knew = {row.opened_by, client.coach_id, *(person_id for person_id, _ in asked)}
    knew |= {guide.id} if guide is not None else set()
    notices.tell(
        page,
        (knew & sees) - {page.scope.person_id},
        NoticeKind.CARE_SIGNAL_CLOSED,
        client_id=client.id,
        subject_id=row.id,
    )


# -- who saw it -------------------------------------------------------------------------------


def any_new(page: Page, signals: Sequence[CareSignal]) -> bool:
    """True when whoever is at work has not seen one of these, or a notice about one, before."""
    ids = [signal.id for signal in signals]
    seen = page.session.scalars(_seen_by_me(page, ids)).all()
    return len(seen) < len(ids) or notices.any_unseen_about(page, ids)


def see(page: Page, client_id: str, signals: Sequence[CareSignal]) -> None:
    """Keep that whoever is at work saw these now, if never before, and their notices with them.

    Of two tabs at the same moment one waits: it needs the lock on one's own account.
    """
    page.session.get_one(t.PersonRow, page.scope.person_id, with_for_update=True)
    ids = [signal.id for signal in signals]
    for signal_id in set(ids) - set(page.session.scalars(_seen_by_me(page, ids))):
        _see(page, signal_id, client_id)
    notices.see_all_about(page, ids)


def _see(page: Page, signal_id: str, client_id: str) -> None:
    page.session.add(
        t.CareSightRow(
            signal_id=signal_id,
            reader_id=page.scope.person_id,
            client_id=client_id,
            seen_at=page.now,
        )
    )
    page.session.flush()


def _seen_by_me(page: Page, signal_ids: Sequence[str]) -> Select[str]:
    return select(t.CareSightRow.signal_id).where(
        t.CareSightRow.signal_id.in_(signal_ids), t.CareSightRow.reader_id == page.scope.person_id
    )


def _readers(page: Page, rows: Sequence[t.CareSignalRow]) -> Sequence[t.CareReaderRow]:
    return page.session.scalars(
        select(t.CareReaderRow)
        .where(t.CareReaderRow.signal_id.in_([row.id for row in rows]))
        .order_by(t.CareReaderRow.asked_at, t.CareReaderRow.asked_as, t.CareReaderRow.reader_id)
    ).all()


def _presences(page: Page, person_ids: Sequence[str]) -> tuple[Presence, ...]:
    """Return who of these is active and who is away today, in the same order."""
    active = set(
        page.session.scalars(
            select(t.PersonRow.id).where(
                t.PersonRow.id.in_(person_ids), t.PersonRow.active.is_(True)
            )
        )
    )
    away = absences.away(page, person_ids, local_day(page.now))
    return tuple(Presence(one, one in active, one in away) for one in person_ids)


def _there(page: Page, person_ids: set[str]) -> set[str]:
    return {one.id for one in _presences(page, sorted(person_ids)) if one.is_there}
