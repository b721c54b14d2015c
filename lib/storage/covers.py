"""Keeps on which days a colleague guides a client in place of the coach."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from lib.domain.calendar import local_day
from lib.domain.covers import AFTER_LEAVING_DAYS, Cover, Guided, uncovered
from lib.domain.notices import NoticeKind
from lib.storage import notices, people, visibility
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id

PART = "cover"
# What was ended or is over stays in sight for so long: the client has to be told, and it was.
SHOWN_FOR = timedelta(days=14)


def in_sight(page: Page, *, own: bool) -> tuple[Cover, ...]:
    """Return the covers that are not over, and those of the last two weeks, the first one first.

    Of one's own clients and those one gives oneself; or of the clients of the teams one leads.
    """
    row, client = t.CoverRow, t.ClientRow
    whose: ColumnElement[bool] = client.team_id.in_(sorted(page.scope.lead_teams))
    if own:
        whose = or_(visibility.guided_clients(page.scope), row.coverer_id == page.scope.person_id)
    rows = page.session.scalars(
        select(row)
        .outerjoin(client, client.id == row.client_id)
        .where(whose, row.end_day >= local_day(page.now) - SHOWN_FOR)
        .order_by(row.start_day, row.end_day, row.id)
    ).all()
    since = page.now - SHOWN_FOR
    return values(page, [one for one in rows if one.ended_at is None or one.ended_at > since])


def values(page: Page, rows: Sequence[t.CoverRow]) -> tuple[Cover, ...]:
    """Return the covers of these rows, in the same order.

    Of a client who is not in sight (yet, or any more) neither name nor words are told.
    """
    seen = {
        one.id: one
        for one in page.session.scalars(
            select(t.ClientRow).where(t.ClientRow.id.in_({row.client_id for row in rows}))
        )
    }
    ids = {one.coach_id for one in seen.values()} | {row.coverer_id for row in rows}
    ids |= {row.made_by for row in rows} | {row.informed_by for row in rows if row.informed_by}
    found = {
        one.id: one
        for one in page.session.scalars(select(t.PersonRow).where(t.PersonRow.id.in_(ids)))
    }
    return tuple(
        Cover(
            id=row.id,
            client_id=row.client_id,
            client_name=seen[row.client_id].name if row.client_id in seen else "",
            coach_id=seen[row.client_id].coach_id if row.client_id in seen else "",
            coach=found[seen[row.client_id].coach_id].name if row.client_id in seen else "",
            coverer_id=row.coverer_id,
            coverer=found[row.coverer_id].name,
            coverer_phone=found[row.coverer_id].phone or "",
            start=row.start_day,
            end=row.end_day,
            words=row.words if row.client_id in seen else "",
            made_by_id=row.made_by,
            made_by=found[row.made_by].name,
            made_at=row.made_at,
            ended_at=row.ended_at,
            informed_on=row.informed_on,
            informed_by=found[row.informed_by].name if row.informed_by else None,
            group=row.save_key,
        )
        for row in rows
    )


def coverer_of(page: Page, client_id: str) -> str | None:
    """Return who covers for a client's coach today, or None: somebody who can sign in."""
    today = local_day(page.now)
    return page.session.scalar(
        select(t.CoverRow.coverer_id)
        .join(t.PersonRow, t.PersonRow.id == t.CoverRow.coverer_id)
        .where(
            t.CoverRow.client_id == client_id,
            t.CoverRow.start_day <= today,
            t.CoverRow.end_day >= today,
            t.CoverRow.ended_at.is_(None),
            t.PersonRow.active.is_(True),
        )
    )


def get(page: Page, cover_id: str) -> t.CoverRow | None:
    """Return a cover, or None when it is not one's own to see."""
    return page.session.get(t.CoverRow, cover_id, with_for_update=True)


def saved_with(page: Page, save_key: str) -> tuple[str, ...]:
    """Return the ids of the covers that somebody arranged with this key, by client id.

    A second click waits for the first: it needs the lock on one's own account.
    """
    page.session.get_one(t.PersonRow, page.scope.person_id, with_for_update=True)
    query = select(t.CoverRow.id).where(
        t.CoverRow.made_by == page.scope.person_id, t.CoverRow.save_key == save_key
    )
    return tuple(page.session.scalars(query.order_by(t.CoverRow.client_id)))


def standing(
    page: Page, client_ids: Collection[str], start: date, end: date
) -> Sequence[t.CoverRow]:
    """Return the covers of these clients that share a day with this period, the first one first."""
    row = t.CoverRow
    return page.session.scalars(
        select(row)
        .where(
            row.client_id.in_(client_ids),
            row.start_day <= end,
            row.end_day >= start,
            row.ended_at.is_(None),
        )
        .order_by(row.start_day, row.id)
    ).all()


def add(
    page: Page,
    client: t.ClientRow,
    *,
    coverer_id: str,
    start: date,
    end: date,
    words: str,
    save_key: str,
    rule: str = "",
) -> str:
    """Let a colleague cover for a client's coach, and return the id of the cover."""
    row = t.CoverRow(
        id=new_id(),
        client_id=client.id,
        coverer_id=coverer_id,
        start_day=start,
        end_day=end,
        words=words,
        made_by=page.scope.person_id,
        made_at=page.now,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    page.log("C", PART, client=client, subject_id=row.id, rule=rule)
    return row.id


def end(page: Page, row: t.CoverRow, client: t.ClientRow | None, *, rule: str = "") -> None:
    """End a cover now: from this moment nothing is open any more."""
    row.ended_at = page.now
    row.ended_by = page.scope.person_id
    page.session.flush()
    page.log(
        "U",
        PART,
        client=client,
        subject_id=row.id,
        rule=rule,
        listed=[row.client_id] if client is None else None,
    )


def end_of_client(page: Page, client: t.ClientRow, *, rule: str) -> None:
    """End what covers a client from today on: somebody else is the coach now."""
    for row in standing(page, [client.id], local_day(page.now), date.max):
        end(page, row, client, rule=rule)


# -- when somebody leaves ---------------------------------------------------------------------


def guided(page: Page, person_id: str, team_id: str | None = None) -> tuple[Guided, ...]:
    """Return in which teams somebody is the coach of clients, how many, and who could see to them.

    In the teams in which they coach, or in one of them; nothing without clients. It needs a page
    that was opened for this colleague leaving.
    """
    member, client = t.MembershipRow, t.ClientRow
    counts = page.session.execute(
        select(t.TeamRow.id, t.TeamRow.name, func.count(client.id))
        .join(client, client.team_id == t.TeamRow.id)
        .join(
            member,
            (member.team_id == t.TeamRow.id)
            & (member.person_id == person_id)
            & (member.role == "coach"),
        )
        .where(client.coach_id == person_id, client.ended_on.is_(None))
        .group_by(t.TeamRow.id, t.TeamRow.name)
        .order_by(t.TeamRow.name)
    ).all()
    return tuple(
        Guided(
            team_id=one,
            team_name=name,
            count=count,
            coaches=tuple(
                (who, called)
                for who, called, _, _ in people.coaches_of(page, [one])
                if who != person_id
            ),
            leads=tuple(
                sorted(
                    people.names(page, {*people.leads_of(page, one)} - {person_id}).items(),
                    key=lambda of: of[1],
                )
            ),
        )
        for one, name, count in counts
        if team_id in (None, one)
    )


def see_to(page: Page, person_id: str, team: Guided, seen_to_by: str | None) -> None:
    """Let a colleague cover everyone whom somebody who leaves guides in a team, and tell the leads.

    Days on which another covers already stay with them. Without a colleague who coaches there the
    leads are told alone, and whoever was named among them.
    """
    clients = page.session.scalars(
        select(t.ClientRow)
        .where(
            t.ClientRow.coach_id == person_id,
            t.ClientRow.team_id == team.team_id,
            t.ClientRow.ended_on.is_(None),
        )
        .order_by(t.ClientRow.id)
        .with_for_update()
    ).all()
    first = local_day(page.now)
    last = first + timedelta(days=AFTER_LEAVING_DAYS - 1)
    save_key, rule = new_id(), "account closed"
    coverer_id = seen_to_by if seen_to_by in dict(team.coaches) else None
    taken = standing(page, [one.id for one in clients], first, last)
    for client in clients if coverer_id is not None else ():
        held = [(row.start_day, row.end_day) for row in taken if row.client_id == client.id]
        for start, until in uncovered(first, last, held):
            add(
                page,
                client,
                coverer_id=coverer_id or "",
                start=start,
                end=until,
                words="",
                save_key=save_key,
                rule=rule,
            )
    told = {one for one, _ in team.leads} | ({seen_to_by} if seen_to_by else set())
    tell(page, told - {page.scope.person_id}, client_id=clients[0].id, group=save_key)


def end_given(page: Page, person_id: str, *, team_ids: Collection[str]) -> None:
    """End what somebody who leaves covers for others in these teams, and tell who has to know.

    It needs a page that was opened for this colleague leaving.
    """
    today = local_day(page.now)
    rows = page.session.scalars(
        select(t.CoverRow).where(
            t.CoverRow.coverer_id == person_id,
            t.CoverRow.end_day >= today,
            t.CoverRow.ended_at.is_(None),
        )
    ).all()
    for row in rows:
        client = page.session.get(t.ClientRow, row.client_id)
        if client is None or client.team_id not in team_ids:
            continue
        end(page, row, client, rule="account closed")
        told = set(people.leads_of(page, client.team_id))
        told |= (
            {client.coach_id} if people.coaches_in(page, client.coach_id, client.team_id) else set()
        )
        tell(page, told - {person_id, page.scope.person_id}, client_id=client.id, group=row.id)


def tell(page: Page, person_ids: Collection[str], *, client_id: str, group: str) -> None:
    """Tell colleagues that a cover was arranged or ended: once for all that was done in one go."""
    notices.tell(page, person_ids, NoticeKind.COVER, client_id=client_id, subject_id=group)
