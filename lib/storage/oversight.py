"""Reads the access log for whoever oversees it: colleagues by name, dossiers by number alone.

The net does not lie here: only what the log says is read, and of a client who guides them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, or_, select

from lib.domain.access import Role
from lib.domain.calendar import at_local, local_day
from lib.domain.oversight import (
    LINES_AT_ONCE,
    Asked,
    Judged,
    Line,
    SignedOff,
    Told,
    Verdict,
    number_of,
)
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def lines(page: Page, *, since: date, until: date) -> tuple[Line, ...]:
    """Return every line from one day up to another, that day left out, oldest first."""
    row = t.AuditRow
    columns = [getattr(row, one.name) for one in fields(Line)]
    query = _between(select(*columns), since, until).order_by(row.at, row.id)
    return tuple(Line(*values) for values in page.session.execute(query))


def opened(page: Page, *, since: date, until: date) -> set[tuple[str, date, str]]:
    """Return who opened which dossier on which day."""
    row = t.AuditRow
    query = _between(select(row.person_id, row.at, row.client_id), since, until).where(
        row.action == "R",
        row.outcome == "done",
        row.person_id.is_not(None),
        row.client_id.is_not(None),
    )
    return {(who, local_day(at), which) for who, at, which in page.session.execute(query)}


def names(page: Page) -> dict[str, str]:
    """Return the names of all colleagues by id, by name."""
    rows = page.session.execute(select(t.PersonRow.id, t.PersonRow.name).order_by(t.PersonRow.name))
    return dict(rows.all())


def guided_by(page: Page, client_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of the coaches who guide these clients, by client.

    Of a dossier that was erased nobody does.
    """
    query = (
        select(t.ClientRow.id, t.PersonRow.name)
        .join(t.PersonRow, t.PersonRow.id == t.ClientRow.coach_id)
        .where(t.ClientRow.id.in_(sorted(set(client_ids))))
    )
    return dict(page.session.execute(query).all())


def search(page: Page, asked: Asked, *, before: tuple[datetime, str] | None) -> tuple[Told, ...]:
    """Return at most a page of lines that fit, newest first.

    They are older than `before`, the moment and the id of the last line of the page before.
    """
    row = t.AuditRow
    query = _asked(select(row), asked).order_by(row.at.desc(), row.id.desc()).limit(LINES_AT_ONCE)
    if before is not None:
        at, last = before
        query = query.where(or_(row.at < at, (row.at == at) & (row.id < last)))
    return _told(page, page.session.scalars(query).all())


def export(page: Page, asked: Asked) -> tuple[Told, ...]:
    """Return every line that fits, oldest first."""
    row = t.AuditRow
    return _told(
        page, page.session.scalars(_asked(select(row), asked).order_by(row.at, row.id)).all()
    )


def count(page: Page, *, since: date, until: date) -> int:
    """Return how many lines there are from one day up to another, that day left out."""
    query = _between(select(func.count()).select_from(t.AuditRow), since, until)
    return page.session.scalar(query) or 0


def logged(page: Page, view: str, part: str) -> bool:
    """True when this look at the log has its line already."""
    query = select(t.AuditRow.id).where(t.AuditRow.view == view, t.AuditRow.part == part)
    return page.session.scalars(query.limit(1)).first() is not None


def judged(page: Page, *, since: date, until: date) -> dict[tuple[str, str, date], Judged]:
    """Return what was found of the cases of these days, by kind, about and day."""
    row = t.AccessReviewRow
    query = (
        select(row, t.PersonRow.name)
        .join(t.PersonRow, t.PersonRow.id == row.made_by)
        .where(row.day >= since, row.day < until)
    )
    return {
        (one.kind, one.about, one.day): Judged(Verdict(one.verdict), one.words, name, one.made_at)
        for one, name in page.session.execute(query)
    }


def judge(page: Page, *, kind: str, about: str, day: date, verdict: Verdict, words: str) -> None:
    """Keep what was found of a case; what was found before is written over, the log keeps both."""
    row = t.AccessReviewRow
    found = page.session.scalars(
        select(row).where(row.kind == kind, row.about == about, row.day == day).with_for_update()
    ).one_or_none()
    if found is None:
        found = row(id=new_id(), kind=kind, about=about, day=day)
        page.session.add(found)
    found.verdict = verdict.value
    found.words = words
    found.made_by = page.scope.person_id
    found.made_at = page.now


def sign_off(page: Page, month: date, *, cases: int, lines: int, words: str) -> None:
    """Keep that a month was looked at."""
    page.session.add(
        t.AccessSignOffRow(
            month=month,
            cases=cases,
            lines=lines,
            words=words,
            made_by=page.scope.person_id,
            made_at=page.now,
        )
    )


def signed_off(page: Page) -> tuple[SignedOff, ...]:
    """Return the months that were looked at, newest first."""
    row = t.AccessSignOffRow
    query = (
        select(row, t.PersonRow.name)
        .join(t.PersonRow, t.PersonRow.id == row.made_by)
        .order_by(row.month.desc())
    )
    return tuple(
        SignedOff(one.month, name, one.made_at, one.cases, one.lines, one.words)
        for one, name in page.session.execute(query)
    )


def _between(query: Select, since: date, until: date) -> Select:  # type: ignore[type-arg]
    midnight = time(0, 0)
    return query.where(
        t.AuditRow.at >= at_local(since, midnight), t.AuditRow.at < at_local(until, midnight)
    )


def _asked(query: Select, asked: Asked) -> Select:  # type: ignore[type-arg]
    row = t.AuditRow
    # Before the first there is no line, and past the last no day to count on to.
    first, last = max(asked.since, date(2000, 1, 1)), min(asked.until, date(9000, 1, 1))
    query = _between(query, first, last + timedelta(days=1))
    if asked.person_id is not None:
        query = query.where(row.person_id == asked.person_id)
    if asked.dossier:
        query = query.where(row.client_id.startswith(asked.dossier.lower(), autoescape=True))
    if asked.action is not None:
        query = query.where(row.action == asked.action)
    if asked.refused:
        query = query.where(row.outcome == "refused")
    return query


def _line(row: t.AuditRow) -> Line:
    return Line(*(getattr(row, one.name) for one in fields(Line)))


def _told(page: Page, rows: Sequence[t.AuditRow]) -> tuple[Told, ...]:
    who = names(page)
    coaches = guided_by(page, [row.client_id for row in rows if row.client_id])
    return tuple(
        Told(
            line=_line(row),
            name=who.get(row.person_id or "", ""),
            roles=tuple(Role(role) for role in row.roles.split()),
            dossier=number_of(row.client_id) if row.client_id else "",
            guided_by=coaches.get(row.client_id or "", ""),
            behalf=who.get(row.behalf_id or "", ""),
        )
        for row in rows
    )
