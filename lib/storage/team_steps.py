"""Keeps a team's own steps of the library: rows of a team, seen by who coaches in it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select

from lib.domain.routes import Company, Place, Size, SizeOf, StepKind
from lib.domain.snippets import REMOVED_KEPT_FOR
from lib.domain.step_library import LANGUAGES, Cost, Energy, StepIdea, Weather, team_key
from lib.domain.team_steps import TeamStep
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_teams(page: Page, team_ids: Iterable[str]) -> tuple[TeamStep, ...]:
    """Return the steps of these teams by name, as far as this person coaches in them."""
    return _of(page, page.scope.coach_teams & set(team_ids))


def of_led_teams(page: Page, team_ids: Iterable[str]) -> tuple[TeamStep, ...]:
    """Return the steps of these teams by name, as far as this person leads them."""
    return _of(page, page.scope.lead_teams & set(team_ids))


def _of(page: Page, team_ids: Iterable[str]) -> tuple[TeamStep, ...]:
    rows = page.session.scalars(
        select(t.TeamStepRow).where(
            t.TeamStepRow.team_id.in_(sorted(team_ids)),
            t.TeamStepRow.removed.is_(False),
        )
    ).all()
    names = people.names(page, {row.changed_by for row in rows})
    found = [
        TeamStep(
            id=row.id,
            team_id=row.team_id,
            idea=_idea(row.id, row.content),
            changed_by=names[row.changed_by],
            changed_at=row.changed_at,
            version=row.version,
        )
        for row in rows
    ]
    # In Python: the two databases do not sort alike, and SQLite folds no letter but A to Z.
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def get(page: Page, step_id: str) -> t.TeamStepRow | None:
    """Return a step of one's own teams, removed ones too, locked for change; or None.

    Its team is locked first, as in `lock_team`, so that names are compared one by one.
    """
    mine = t.TeamStepRow.team_id.in_(sorted(page.scope.coach_teams))
    team_id = page.session.scalar(
        select(t.TeamStepRow.team_id).where(t.TeamStepRow.id == step_id, mine)
    )
    if team_id is None:
        return None
    lock_team(page, team_id)
    return page.session.scalars(
        select(t.TeamStepRow).where(t.TeamStepRow.id == step_id, mine).with_for_update()
    ).one_or_none()


def lock_team(page: Page, team_id: str) -> None:
    """Let whoever changes the steps of a team at the same moment wait for this transaction.

    The weaker lock of PostgreSQL's two: who adds a client to the team does not wait.
    """
    page.session.get_one(t.TeamRow, team_id, with_for_update={"key_share": True})


def saved_with(page: Page, save_key: str) -> str | None:
    """Return the id of the step added with this key, or None."""
    return page.session.scalar(
        select(t.TeamStepRow.id).where(
            t.TeamStepRow.save_key == save_key,
            t.TeamStepRow.team_id.in_(sorted(page.scope.coach_teams)),
        )
    )


def names(page: Page, team_id: str, *, but: str | None = None) -> Sequence[str]:
    """Return the names in use in a team; that of the step `but` is left out."""
    query = select(t.TeamStepRow.content).where(
        t.TeamStepRow.team_id == team_id, t.TeamStepRow.removed.is_(False)
    )
    if but is not None:
        query = query.where(t.TeamStepRow.id != but)
    return [content["activity"] for content in page.session.scalars(query)]


def add(page: Page, idea: StepIdea, *, team_id: str, save_key: str) -> str:
    """Add a step and return its id."""
    row = t.TeamStepRow(
        id=new_id(),
        team_id=team_id,
        content=content(idea),
        changed_by=page.scope.person_id,
        changed_at=page.now,
        removed=False,
        save_key=save_key,
    )
    page.session.add(row)
    page.session.flush()
    return row.id


def touch(page: Page, row: t.TeamStepRow) -> None:
    """Keep who changed a step, and when."""
    row.changed_by = page.scope.person_id
    row.changed_at = page.now
    page.session.flush()


def erase_removed(page: Page) -> None:
    """Erase what was removed more than an hour ago, in every team."""
    page.session.execute(
        delete(t.TeamStepRow)
        .where(
            t.TeamStepRow.removed.is_(True),
            t.TeamStepRow.changed_at < page.now - REMOVED_KEPT_FOR,
        )
        .execution_options(synchronize_session=False)
    )


def content(idea: StepIdea) -> dict[str, Any]:
    """Return what is kept of an idea: a row of `steps.json` in one language, without its key.

    So texts stand under their plain names: `activity`, `tip`, and `text` in each size.
    """
    said = LANGUAGES[0]
    return {
        "activity": idea.activity[said],
        "place": idea.place.value,
        "company": idea.company.value,
        "kind": idea.kind.value,
        "energy": idea.energy.value,
        "cost": idea.cost.value,
        "weather": idea.weather.value,
        "per_week": idea.per_week,
        **{
            size.value: {
                "seconds": idea.sizes[size][said].seconds,
                "text": idea.sizes[size][said].text,
            }
            for size in Size
        },
        "tip": idea.tip[said],
    }


def _idea(step_id: str, row: dict[str, Any]) -> StepIdea:
    return StepIdea(
        key=team_key(step_id),
        activity=dict.fromkeys(LANGUAGES, row["activity"]),
        place=Place(row["place"]),
        company=Company(row["company"]),
        kind=StepKind(row["kind"]),
        energy=Energy(row["energy"]),
        cost=Cost(row["cost"]),
        weather=Weather(row["weather"]),
        sizes={
            size: dict.fromkeys(
                LANGUAGES, SizeOf(row[size.value]["text"], row[size.value]["seconds"])
            )
            for size in Size
        },
        per_week=row["per_week"],
        tip=dict.fromkeys(LANGUAGES, row["tip"]),
    )
