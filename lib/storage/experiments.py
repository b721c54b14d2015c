"""Keeps small experiments and what was told of their days."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from lib.domain.contexts import Context
from lib.domain.experiments import Agreed, Experiment, OneWay, Told, Went, newest_first
from lib.domain.problems import NotFound
from lib.storage import people
from lib.storage import tables as t
from lib.storage.casebook import Page, new_id


def of_client(page: Page, client_id: str) -> tuple[Experiment, ...]:
    """Return the experiments of a client, the one that began last first."""
    rows = page.session.scalars(
        select(t.ExperimentRow)
        .where(t.ExperimentRow.client_id == client_id)
        .order_by(t.ExperimentRow.start_day, t.ExperimentRow.id)
    ).all()
    told: dict[str, list[Told]] = {}
    for one in page.session.scalars(
        select(t.ExperimentDayRow)
        .where(t.ExperimentDayRow.client_id == client_id)
        .order_by(t.ExperimentDayRow.day)
    ):
        told.setdefault(one.experiment_id, []).append(Told(one.day, Went(one.went), one.level))
    names = people.names(page, {row.changed_by for row in rows})
    return newest_first(
        Experiment(
            id=row.id,
            agreed=Agreed(
                first=_way(row.first_words, row.first_context),
                second=_way(row.second_words, row.second_context),
                start=row.start_day,
                weekdays=tuple(row.weekdays),
            ),
            seed=row.seed,
            days=tuple(told.get(row.id, ())),
            stopped_on=row.stopped_on,
            changed_by=names[row.changed_by],
            changed_at=row.changed_at,
            version=row.version,
        )
        for row in rows
    )


def get(page: Page, client_id: str, experiment_id: str) -> t.ExperimentRow:
    """Return an experiment of this client; raises `NotFound` without it."""
    row = page.session.get(t.ExperimentRow, experiment_id)
    if row is None or row.client_id != client_id:
        raise NotFound()
    return row


def saved_with(page: Page, client_id: str, save_key: str) -> str | None:
    """Return the id of the experiment of this client that was begun with this key, or None."""
    query = select(t.ExperimentRow.id).where(
        t.ExperimentRow.client_id == client_id, t.ExperimentRow.save_key == save_key
    )
    return page.session.scalar(query)


def add(page: Page, client_id: str, agreed: Agreed, *, seed: int, save_key: str) -> str:
    """Add an experiment and return its id."""
    row = t.ExperimentRow(
        id=new_id(),
        client_id=client_id,
        start_day=agreed.start,
        weekdays=list(agreed.weekdays),
        seed=seed,
        first_words=agreed.first.words,
        second_words=agreed.second.words,
        first_context=agreed.first.context,
        second_context=agreed.second.context,
        save_key=save_key,
    )
    page.session.add(row)
    touch(page, row)
    return row.id


def touch(page: Page, row: t.ExperimentRow) -> None:
    """Keep who changed an experiment or told of its days, and when; its version goes up."""
    row.changed_by = page.scope.person_id
    row.changed_at = page.now
    # Also at the very same instant: another day told is a change of the whole.
    flag_modified(row, "changed_at")
    page.session.flush()


def told_of(page: Page, experiment_id: str, day: date) -> t.ExperimentDayRow | None:
    """Return what was told of a day, or None."""
    return page.session.get(t.ExperimentDayRow, (experiment_id, day))


def tell(page: Page, row: t.ExperimentRow, told: Told) -> None:
    """Keep what was told of a day, in place of what was told of it before."""
    found = told_of(page, row.id, told.day)
    if found is None:
        found = t.ExperimentDayRow(experiment_id=row.id, day=told.day, client_id=row.client_id)
        page.session.add(found)
    found.went = told.went.value
    found.level = told.level
    found.made_by = page.scope.person_id
    found.made_at = page.now
    page.session.flush()


def erase_day(page: Page, found: t.ExperimentDayRow) -> None:
    """Erase what was told of a day."""
    page.session.delete(found)
    page.session.flush()


def _way(words: str, context: str | None) -> OneWay:
    return OneWay(words, Context(context) if context else None)
