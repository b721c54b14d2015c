"""Keeps recovery routes: versions with their steps, and agreed rest."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from sqlalchemy import func, select

from lib.domain.changes import How
from lib.domain.routes import (
    AgreedRest,
    Change,
    Company,
    LookBack,
    Place,
    Proposer,
    RestKind,
    SizeOf,
    Step,
    StepKind,
    Verdict,
    Version,
)
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def versions(page: Page, client_ids: Sequence[str]) -> dict[str, tuple[Version, ...]]:
    """Return the route versions of these clients by client id, first made first."""
    rows = page.session.scalars(
        select(t.RouteVersionRow)
        .where(t.RouteVersionRow.client_id.in_(client_ids))
        .order_by(t.RouteVersionRow.number)
    ).all()
    steps: dict[str, list[Step]] = {}
    for step in page.session.scalars(
        select(t.RouteStepRow)
        .where(t.RouteStepRow.client_id.in_(client_ids))
        .order_by(t.RouteStepRow.position)
    ):
        steps.setdefault(step.version_id, []).append(_step(step))
    makers = people.names(page, {row.made_by for row in rows})
    found: dict[str, list[Version]] = {}
    for row in rows:
        found.setdefault(row.client_id, []).append(
            Version(
                number=row.number,
                valid_from=row.valid_from,
                steps=tuple(steps.get(row.id, ())),
                proposed_by=Proposer(row.proposed_by),
                reason=row.reason,
                made_by=makers[row.made_by],
                made_at=row.made_at,
                rest_note=row.rest_note,
                change=Change(row.change),
                about=row.about,
                hope=row.hope or "",
                look_again_on=row.look_again_on,
                phases=tuple(row.phases or ()),
                phase=row.phase,
                goes_back_to=row.goes_back_to,
            )
        )
    return {client_id: tuple(some) for client_id, some in found.items()}


def rests(page: Page, client_ids: Sequence[str]) -> dict[str, tuple[AgreedRest, ...]]:
    """Return the agreed rests of these clients by client id, earliest first."""
    found: dict[str, list[AgreedRest]] = {}
    for row in page.session.scalars(
        select(t.RestRow)
        .where(t.RestRow.client_id.in_(client_ids), t.RestRow.taken_back.is_(False))
        .order_by(t.RestRow.start_day, t.RestRow.id)
    ):
        found.setdefault(row.client_id, []).append(
            AgreedRest(
                row.id,
                row.step_key,
                row.start_day,
                row.end_day,
                row.reason,
                RestKind(row.kind),
                row.begin_with,
            )
        )
    return {client_id: tuple(some) for client_id, some in found.items()}


def look_backs(page: Page, client_ids: Sequence[str]) -> dict[str, tuple[LookBack, ...]]:
    """Return what was told when looking again, by client id, oldest version first."""
    rows = page.session.execute(
        select(t.RouteLookBackRow, t.RouteVersionRow.number)
        .join(t.RouteVersionRow, t.RouteVersionRow.id == t.RouteLookBackRow.version_id)
        .where(t.RouteLookBackRow.client_id.in_(client_ids))
        .order_by(t.RouteVersionRow.number)
    ).all()
    makers = people.names(page, {row.made_by for row, _ in rows})
    found: dict[str, list[LookBack]] = {}
    for row, number in rows:
        found.setdefault(row.client_id, []).append(
            LookBack(number, Verdict(row.verdict), row.words, makers[row.made_by], row.made_at)
        )
    return {client_id: tuple(some) for client_id, some in found.items()}


def add_look_back(
    page: Page, client_id: str, number: int, *, verdict: Verdict, words: str, save_key: str
) -> str | None:
    """Add what was told about a version, and return its id; None when there is no such version."""
    version_id = page.session.scalar(
        select(t.RouteVersionRow.id).where(
            t.RouteVersionRow.client_id == client_id, t.RouteVersionRow.number == number
        )
    )
    if version_id is None:
        return None
    row = t.RouteLookBackRow(
        id=new_id(),
        client_id=client_id,
        version_id=version_id,
        verdict=verdict.value,
        words=words,
        made_by=page.scope.person_id,
        made_at=page.now,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def looked_back_with(page: Page, client_id: str, save_key: str) -> bool:
    """True when this client's look-back was saved with this key already."""
    query = select(t.RouteLookBackRow.id).where(
        t.RouteLookBackRow.client_id == client_id, t.RouteLookBackRow.save_key == save_key
    )
    return page.session.scalar(query) is not None


def last_number(page: Page, client_id: str) -> int:
    """Return the number of the newest version, 0 when there is none."""
    query = select(func.max(t.RouteVersionRow.number)).where(
        t.RouteVersionRow.client_id == client_id
    )
    return page.session.scalar(query) or 0


def saved_with(page: Page, client_id: str, save_key: str) -> int | None:
    """Return the number of the version of this client saved with this key, or None."""
    query = select(t.RouteVersionRow.number).where(
        t.RouteVersionRow.client_id == client_id, t.RouteVersionRow.save_key == save_key
    )
    return page.session.scalar(query)


def add_version(
    page: Page,
    client_id: str,
    *,
    number: int,
    valid_from: date,
    steps: Iterable[Step],
    proposed_by: Proposer,
    reason: str,
    how: How,
    rest_note: str,
    save_key: str,
) -> str:
    """Add a version with its steps and return its id."""
    row = t.RouteVersionRow(
        id=new_id(),
        client_id=client_id,
        number=number,
        valid_from=valid_from,
        proposed_by=proposed_by.value,
        reason=reason,
        rest_note=rest_note,
        change=how.change.value,
        about=how.about,
        hope=how.hope or None,
        look_again_on=how.look_again_on,
        phases=list(how.phases) if how.phases else None,
        phase=how.phase,
        goes_back_to=how.goes_back_to,
        made_by=page.scope.person_id,
        made_at=page.now,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    for position, step in enumerate(steps):
        page.session.add(
            t.RouteStepRow(
                id=new_id(),
                version_id=row.id,
                client_id=client_id,
                position=position,
                step_key=step.key,
                activity=step.activity,
                mini_text=step.mini.text,
                mini_seconds=step.mini.seconds,
                ordinary_text=step.ordinary.text,
                ordinary_seconds=step.ordinary.seconds,
                ample_text=step.ample.text,
                ample_seconds=step.ample.seconds,
                per_week=step.per_week,
                place=step.place.value,
                company=step.company.value,
                note=step.note,
                kind=step.kind.value,
                ceiling_seconds=step.ceiling,
                days=list(step.days) or None,
                at=step.at.isoformat("minutes") if step.at else None,
                cue=step.cue or None,
                idea=step.idea,
            )
        )
    return row.id


def _step(row: t.RouteStepRow) -> Step:
    return Step(
        key=row.step_key,
        activity=row.activity,
        mini=SizeOf(row.mini_text, row.mini_seconds),
        ordinary=SizeOf(row.ordinary_text, row.ordinary_seconds),
        ample=SizeOf(row.ample_text, row.ample_seconds),
        per_week=row.per_week,
        place=Place(row.place),
        company=Company(row.company),
        note=row.note,
        kind=StepKind(row.kind),
        ceiling=row.ceiling_seconds,
        days=tuple(row.days or ()),
        at=time.fromisoformat(row.at) if row.at else None,
        cue=row.cue or "",
        idea=row.idea,
    )
