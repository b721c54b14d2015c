"""Keeps notices: who is told what about which client, whether they saw it, and its mail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lib.domain.notices import (
    ABOUT_CARE,
    MOST_TRIES,
    STAYS,
    TOO_OLD,
    USUAL,
    Choice,
    Notice,
    NoticeKind,
    Way,
    mail_after,
    next_try,
)
from lib.storage import tables as t
from lib.storage import visibility
from lib.storage.casebook import Page, new_id

_WAYS = {
    "own client": Way.COACH,
    "cover": Way.COACH,
    "team lead": Way.LEAD,
    "asked to take over": Way.OFFER,
    "second reader": Way.DEPUTY,
}


def tell(
    page: Page, person_ids: Iterable[str], kind: NoticeKind, *, client_id: str, subject_id: str
) -> None:
    """Leave a notice for each of these colleagues; told the same again, theirs is new once more.

    A mail may go at once: the choice of each of them is asked when it is about to be sent, for
    nobody sees a colleague's choice.
    """
    row = t.NoticeRow
    anew = {
        "made_at": page.now,
        "seen_at": None,
        "mail_after": page.now,
        "mailed_at": None,
        "mail_tries": 0,
    }
    told = [
        {
            "id": new_id(),
            "person_id": person_id,
            "client_id": client_id,
            "kind": kind.value,
            "subject_id": subject_id,
            **anew,
        }
        for person_id in sorted(set(person_ids))
    ]
    if not told:
        return
    page.session.flush()  # what the notice is about stands first
    # Nobody sees a colleague's notices, so whether one stands already only the database can tell.
    on_sqlite = page.session.get_bind().dialect.name == "sqlite"
    adding = sqlite.insert(row) if on_sqlite else postgresql.insert(row)
    page.session.execute(
        adding.on_conflict_do_update(
            index_elements=[row.person_id, row.kind, row.subject_id], set_=anew
        ),
        told,
    )


def count_unseen(page: Page) -> int:
    """Return about how many things somebody has a notice they have not seen."""
    return (
        page.session.scalar(
            select(func.count(t.NoticeRow.subject_id.distinct())).where(
                t.NoticeRow.person_id == page.scope.person_id, t.NoticeRow.seen_at.is_(None)
            )
        )
        or 0
    )


def any_in_sight(page: Page) -> bool:
    """True when `mine` would return something."""
    return page.session.scalar(_in_sight(page).limit(1)) is not None


def mine(page: Page) -> tuple[Notice, ...]:
    """Return the own notices that are new or a week old at most, the newest first.

    Of several about one thing the newest alone: that a care signal was closed says that it was
    opened. What is about a client they no longer see is not there.
    """
    rows = page.session.scalars(
        _in_sight(page).order_by(t.NoticeRow.made_at.desc(), t.NoticeRow.id)
    ).all()
    newest: dict[str, t.NoticeRow] = {}
    for row in rows:
        newest.setdefault(row.subject_id, row)
    clients = {
        row.id: row
        for row in page.session.scalars(
            select(t.ClientRow).where(t.ClientRow.id.in_({row.client_id for row in rows}))
        )
    }
    return tuple(
        Notice(
            id=row.id,
            kind=NoticeKind(row.kind),
            client_id=row.client_id,
            # A client who was handed over, or whose cover has not begun, is not in sight.
            client_name=clients[row.client_id].name if row.client_id in clients else "",
            subject_id=row.subject_id,
            way=_way(page, NoticeKind(row.kind), clients[row.client_id])
            if row.client_id in clients
            else Way.COACH,
            made_at=row.made_at,
            seen_at=row.seen_at,
            mail_failed=row.mail_tries >= MOST_TRIES
            and row.mailed_at is None
            and row.mail_after is None,
        )
        for row in newest.values()
    )


def _way(page: Page, kind: NoticeKind, client: t.ClientRow) -> Way:
    """Return as what whoever is at work reads what a notice is about; a lead may coach as well."""
    way = _WAYS[visibility.rule_of(page.scope, client)]
    if kind is NoticeKind.QUESTION and client.team_id in page.scope.lead_teams:
        return Way.LEAD
    return Way.DEPUTY if way is Way.OFFER and kind in ABOUT_CARE else way


def get(page: Page, notice_id: str) -> t.NoticeRow | None:
    """Return one's own notice, or None."""
    return page.session.get(t.NoticeRow, notice_id)


def client_of(page: Page, row: t.NoticeRow) -> t.ClientRow | None:
    """Return the client of one's own notice, who may be somebody one was asked to take over.

    None when they are not in sight (yet, or any more).
    """
    return page.session.get(t.ClientRow, row.client_id)


def any_unseen_about(page: Page, subject_ids: Sequence[str]) -> bool:
    """True when somebody has a notice about one of these that they have not seen."""
    return page.session.scalar(_unseen_about(page, subject_ids).limit(1)) is not None


def unseen_of(page: Page, kind: NoticeKind) -> tuple[str, ...]:
    """Return the ids of what somebody has a notice of this kind about that they have not seen."""
    query = select(t.NoticeRow.subject_id).where(
        t.NoticeRow.person_id == page.scope.person_id,
        t.NoticeRow.kind == kind.value,
        t.NoticeRow.seen_at.is_(None),
    )
    return tuple(page.session.scalars(query))


def see_all_about(page: Page, subject_ids: Sequence[str]) -> None:
    """Mark the own notices about these as seen; no mail has to go about them any more."""
    ids = page.session.scalars(_unseen_about(page, subject_ids)).all()
    page.session.execute(
        update(t.NoticeRow)
        .where(t.NoticeRow.id.in_(ids))
        .values(seen_at=page.now, mail_after=None)
        .execution_options(synchronize_session=False)
    )


def choice(page: Page, person_id: str) -> Choice:
    """Return when somebody may be mailed; the usual when they never chose."""
    row = page.session.get(t.NoticeChoiceRow, person_id)
    return USUAL if row is None else _choice(row)


def choose(page: Page, chosen: Choice) -> None:
    """Keep when whoever is at work may be mailed."""
    page.session.merge(
        t.NoticeChoiceRow(
            person_id=page.scope.person_id,
            mail=chosen.mail,
            quiet_from=_written(chosen.quiet_from),
            quiet_until=_written(chosen.quiet_until),
            changed_at=page.now,
        )
    )
    page.session.flush()


# -- the post ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to send: to whom, in which language, and about which notices."""

    person_id: str
    email: str
    language: str
    notice_ids: tuple[str, ...]


def any_to_post(page: Page) -> bool:
    """True when a notice waits for its mail."""
    query = select(t.NoticeRow.id).where(t.NoticeRow.mail_after <= page.now).limit(1)
    return page.session.scalar(query) is not None


def take_letters(page: Page, *, limit: int) -> tuple[Letter, ...]:
    """Take notices whose mail is due in hand, and return one letter for each person.

    Each is counted as a try, and waits for its next before it is sent: of two processes one sends
    it, and after a crash it is tried again. What was seen meanwhile, is too old, or may not be
    mailed is struck off; what falls in somebody's quiet hours waits for their end.
    """
    rows = page.session.scalars(
        select(t.NoticeRow)
        .where(t.NoticeRow.mail_after <= page.now)
        .order_by(t.NoticeRow.mail_after, t.NoticeRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    people = {
        one.id: one
        for one in page.session.scalars(
            select(t.PersonRow).where(t.PersonRow.id.in_({row.person_id for row in rows}))
        )
    }
    ready: dict[str, list[str]] = {}
    for row in rows:
        person = people[row.person_id]
        may_go = mail_after(choice(page, person.id), page.now, NoticeKind(row.kind))
        old = page.now - row.made_at > TOO_OLD
        if row.seen_at is not None or not person.active or old:
            may_go = None
        row.mail_after = may_go
        if may_go is not None and may_go <= page.now:
            row.mail_tries += 1
            # Also of the last try: were it None, a crash now would lose the mail for good.
            row.mail_after = next_try(row.mail_tries, page.now) or page.now + TOO_OLD
            ready.setdefault(person.id, []).append(row.id)
    page.session.flush()
    return tuple(
        Letter(one, people[one].email, people[one].language, tuple(ids))
        for one, ids in ready.items()
    )


def was_sent(page: Page, letter: Letter) -> None:
    """Mark the notices of a letter as mailed."""
    page.session.execute(
        update(t.NoticeRow)
        .where(t.NoticeRow.id.in_(letter.notice_ids))
        .values(mailed_at=page.now, mail_after=None)
        .execution_options(synchronize_session=False)
    )


def was_not_sent(page: Page, letter: Letter) -> bool:
    """Give up what was tried often enough; the rest waits already. True when something was."""
    given_up = page.session.scalars(
        select(t.NoticeRow.id).where(
            t.NoticeRow.id.in_(letter.notice_ids), t.NoticeRow.mail_tries >= MOST_TRIES
        )
    ).all()
    page.session.execute(
        update(t.NoticeRow)
        .where(t.NoticeRow.id.in_(given_up))
        .values(mail_after=None)
        .execution_options(synchronize_session=False)
    )
    return bool(given_up)


def _in_sight(page: Page) -> Select[t.NoticeRow]:
    new_enough = t.NoticeRow.made_at > page.now - STAYS
    return select(t.NoticeRow).where(
        t.NoticeRow.person_id == page.scope.person_id,
        t.NoticeRow.seen_at.is_(None) | new_enough,
    )


def _unseen_about(page: Page, subject_ids: Sequence[str]) -> Select[str]:
    return select(t.NoticeRow.id).where(
        t.NoticeRow.person_id == page.scope.person_id,
        t.NoticeRow.subject_id.in_(subject_ids),
        t.NoticeRow.seen_at.is_(None),
    )


def _choice(row: t.NoticeChoiceRow) -> Choice:
    return Choice(row.mail, _read(row.quiet_from), _read(row.quiet_until))


def _written(at: time | None) -> str | None:
    return None if at is None else at.strftime("%H:%M")


def _read(at: str | None) -> time | None:
    return None if at is None else time.fromisoformat(at)
