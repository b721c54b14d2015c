"""What a list shows of one client: the standing in short, kept so that long lists stay quick."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from lib.domain import mood
from lib.domain.calendar import at_local, local_day, week_start
from lib.domain.caseload import Reason, Record, Standing, ratings
from lib.domain.participation import Summary, SummaryStatus
from lib.domain.people import Client

# So many weeks that are over stand in the small pictures of a list: a season. [CHOICE]
WEEKS: Final = 12


@dataclass(frozen=True, slots=True)
class StepGlance:
    """A step of the route as a row names it."""

    activity: str
    per_week: int


@dataclass(frozen=True, slots=True)
class MoodGlance:
    """The direction of mood and on how many days it rests; see `mood.Trend`."""

    label: mood.Direction
    n_days: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The part of a standing that lists show, as of `day`; every number from `caseload.standing`.

    `steps` is None without a route. `moved` and `felt` hold one value for each of the last `WEEKS`
    weeks that are over, oldest first, from the Monday `first_week`: the moments done out of those
    asked, None in a week in which nothing was asked or told; and the mean of the day values of mood
    (0-10), None in a week without any.
    """

    day: date
    reasons: tuple[Reason, ...]
    summary: Summary
    trend: MoodGlance
    last_session: datetime | None
    last_word: date | None
    next_appointment: datetime | None
    steps: tuple[StepGlance, ...] | None
    resting: bool
    first_week: date
    moved: tuple[tuple[int, int] | None, ...]
    felt: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """One client in a list, with the facts of the day they were worked out."""

    client: Client
    facts: Facts

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why this client is worth a moment."""
        return self.facts.reasons


def facts(record: Record, now: Standing, *, today: date) -> Facts:
    """Return what a list shows of a standing of this day."""
    first = week_start(today) - timedelta(weeks=WEEKS)
    mondays = [first + timedelta(weeks=n) for n in range(WEEKS)]
    weeks = {week.start: week for week in now.weeks}
    moved = []
    for monday in mondays:
        week = weeks.get(monday)
        told = week is not None and week.logged and week.target_days > 0
        moved.append((week.done, week.target_days) if week is not None and told else None)
    felt: dict[date, list[float]] = {}
    for value in mood.day_values(one for one in ratings(record) if one.day <= today):
        felt.setdefault(week_start(value.day), []).append(value.value)
    return Facts(
        day=today,
        reasons=now.reasons,
        summary=now.summary,
        trend=MoodGlance(now.trend.label, now.trend.n_days),
        last_session=now.last_session,
        last_word=now.last_word,
        next_appointment=now.next_appointment,
        steps=_steps(now),
        resting=now.resting is not None,
        first_week=first,
        moved=tuple(moved),
        felt=tuple(_mean(felt.get(monday)) for monday in mondays),
    )


def good_until(found: Facts, *, now: datetime) -> datetime:
    """Return from when the same facts may read otherwise by time alone.

    The next day; or earlier, when the next appointment has come.
    """
    tomorrow = at_local(local_day(now) + timedelta(days=1), time(0, 0))
    coming = found.next_appointment
    return min(tomorrow, coming) if coming is not None and coming > now else tomorrow


def written(found: Facts) -> dict[str, Any]:
    """Return the facts as plain values, for `read`."""
    total = found.summary
    return {
        "reasons": [one.value for one in found.reasons],
        "summary": {
            "weeks_used": [day.isoformat() for day in total.weeks_used],
            "status": total.status.value,
            "counted": total.counted,
            "target": total.target,
            "adherence": total.adherence,
            "weeks_without_log": total.weeks_without_log,
            "adherence_known": total.adherence_known,
            "weeks_with_movement": total.weeks_with_movement,
            "weeks_considered": total.weeks_considered,
        },
        "trend": [found.trend.label.value, found.trend.n_days],
        "last_session": _iso(found.last_session),
        "last_word": _iso(found.last_word),
        "next_appointment": _iso(found.next_appointment),
        "steps": None if found.steps is None else [[s.activity, s.per_week] for s in found.steps],
        "resting": found.resting,
        "first_week": found.first_week.isoformat(),
        "moved": [None if one is None else list(one) for one in found.moved],
        "felt": list(found.felt),
    }


def read(kept: Mapping[str, Any], *, day: date) -> Facts:
    """Return the facts that `written` made plain; raises KeyError or ValueError for others."""
    total = kept["summary"]
    used = tuple(date.fromisoformat(one) for one in total["weeks_used"])
    label, n_days = kept["trend"]
    steps = kept["steps"]
    return Facts(
        day=day,
        reasons=tuple(Reason(one) for one in kept["reasons"]),
        summary=Summary(
            **{
                **total,
                "weeks_used": used,
                "n_weeks": len(used),
                "status": SummaryStatus(total["status"]),
            }
        ),
        trend=MoodGlance(mood.Direction(label), n_days),
        last_session=_moment(kept["last_session"]),
        last_word=date.fromisoformat(kept["last_word"]) if kept["last_word"] else None,
        next_appointment=_moment(kept["next_appointment"]),
        steps=None if steps is None else tuple(StepGlance(*one) for one in steps),
        resting=kept["resting"],
        first_week=date.fromisoformat(kept["first_week"]),
        moved=tuple(None if one is None else (one[0], one[1]) for one in kept["moved"]),
        felt=tuple(kept["felt"]),
    )


def _steps(now: Standing) -> tuple[StepGlance, ...] | None:
    if now.route is None:
        return None
    return tuple(StepGlance(step.activity, step.per_week) for step in now.route.steps)


def _mean(values: list[float] | None) -> float | None:
    return sum(values) / len(values) if values else None


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
