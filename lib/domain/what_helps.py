"""What helps one client: what was told about moving, gathered from sessions and experiments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lib.domain.caseload import Record, SessionMood
from lib.domain.contexts import Felt, felt_in
from lib.domain.effect import Effect, effect, moving_of
from lib.domain.experiments import Experiment, OneWay, Told, Went
from lib.domain.mood import Rating


@dataclass(frozen=True, slots=True)
class Time:
    """One time of moving of which a level was told; `of_experiment` False for a session."""

    day: date
    felt: Felt
    of_experiment: bool


def around_moving(record: Record, *, today: date) -> Effect:
    """Return what happens to mood around the sessions of a client, see `effect.effect`.

    What is usual comes from the moods of remembered days; those of sessions stand with these.
    """
    movings = [found for one in record.sessions if (found := moving_of(one)) is not None]
    return effect(movings, [Rating(day, value) for day, value in record.day_moods], today=today)


def times(
    sessions: Iterable[SessionMood], experiments: Iterable[Experiment], *, today: date
) -> tuple[Time, ...]:
    """Return every time of moving through today with a level on the way or at the end, by day.

    A day of an experiment counts for the context of the way that was gone, also when another was
    meant; what the client did then in own words has no context.
    """
    found = []
    for session in sessions:
        felt = felt_in(session)
        if felt is not None:
            found.append(Time(session.day, felt, of_experiment=False))
    for one in experiments:
        for told in one.days:
            gone = _gone(one, told)
            if gone is not None and gone.context is not None:
                felt = Felt(frozenset({gone.context}), None, told.level)
                found.append(Time(told.day, felt, of_experiment=True))
    return tuple(
        sorted(
            (
                one
                for one in found
                if one.day <= today and not (one.felt.during is None and one.felt.after is None)
            ),
            key=lambda one: one.day,
        )
    )


def _gone(one: Experiment, told: Told) -> OneWay | None:
    ways = {Went.FIRST: one.agreed.first, Went.SECOND: one.agreed.second}
    return ways.get(told.went)
