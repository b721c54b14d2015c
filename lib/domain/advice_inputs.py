"""From a client's record to the step suggestion of each step on the route."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lib.domain import participation
from lib.domain.advice import Amount, Inputs, SessionTold, Suggestion, WeekTold, suggest
from lib.domain.advice_settings import Parameters
from lib.domain.basis import Basis, Profile, Wish
from lib.domain.caseload import Record, histories
from lib.domain.participation import Agreement
from lib.domain.routes import AgreedRest, Step, in_force

# On the form a feeling is 0-10, and the rules count from -5 to +5: its middle is 0. [CHOICE]
FEELING_MIDDLE = 5


@dataclass(frozen=True, slots=True)
class SessionNumbers:
    """What one session told on its local day, as it stands on the form: 0-10, None when not told.

    `next_day_worse` is about the day after the session before.
    """

    day: date
    effort: int | None = None
    mood_during: int | None = None
    confidence: int | None = None
    next_day_worse: bool | None = None


@dataclass(frozen=True, slots=True)
class StepAdvice:
    """The suggestion for one step.

    `since` is the first day of its present length and number of days; `changed` is True when it
    had another before. What was told before that day was about another size.
    """

    step: Step
    suggestion: Suggestion
    since: date
    changed: bool

    @property
    def looks_further_back(self) -> bool:
        """True when some of the weeks looked at began before the step became what it is now."""
        starts = [one.start for one in self.suggestion.numbers.weeks if one.start is not None]
        return self.changed and any(start < self.since for start in starts)


@dataclass(frozen=True, slots=True)
class Advice:
    """The suggestions for a client, one for each step of the route in force, in its order.

    Empty without a step, and after the end of guidance. `parameters` are those of the team;
    `begins` is True while there is no step yet and nothing stops a first one: no end of guidance,
    no open care signal, no worsening after effort.
    """

    client_id: str
    profile: Profile
    parameters: Parameters
    steps: tuple[StepAdvice, ...]
    begins: bool = False

    @property
    def rungs(self) -> tuple[int, ...]:
        """The lengths in minutes that a step of this client can have."""
        return self.parameters.rungs(self.profile)


def advise(
    record: Record,
    told: Iterable[SessionNumbers],
    basis: Basis,
    *,
    parameters: Parameters,
    today: date,
) -> Advice:
    """Return the suggestion for each step of the route in force on a day.

    Weeks, rest and enlargements are those of the step. What is told in a session (effort, feeling,
    the day after, confidence) and the wish are about moving as a whole: nobody is asked for each
    step apart, so they count for every step. [CHOICE] A session counts for so many days, today
    included, and of several the last confidence. Facts dated later are left out.
    """
    version = in_force(record.versions, today)
    goes_on = record.client.ended_on is None
    steps = version.steps if version is not None and goes_on else ()
    told = [one for one in told if 0 <= (today - one.day).days < parameters.session_days]
    by_key = {history.key: history for history in histories(record)}
    found = []
    for step in steps:
        history = by_key[step.key]
        agreements = [one for one in history.agreements if one.valid_from <= today]
        paused, resumed, length = _pause(record.rests, step.key, agreements, today=today)
        grown = _last_grown(agreements)
        inputs = Inputs(
            current=Amount(step.ordinary.seconds, step.per_week),
            weeks=_weeks(history, parameters, today=today),
            sessions=[
                SessionTold(one.effort, _feeling(one.mood_during), one.next_day_worse)
                for one in told
            ],
            profile=basis.profile,
            pem=basis.pem,
            safety_open=record.client.care_signal,
            paused=paused,
            days_since_resume=(today - resumed).days if resumed is not None else None,
            pause_length_days=length,
            confidence=_confidence(told),
            days_since_increase=(today - grown).days if grown is not None else None,
            wish=_wish(basis, parameters, today=today),
            ceiling=step.ceiling,
        )
        since, changed = _present(agreements)
        found.append(StepAdvice(step, suggest(inputs, parameters), since, changed))
    stopped = basis.pem or record.client.care_signal
    return Advice(
        client_id=record.client.id,
        profile=basis.profile,
        parameters=parameters,
        steps=tuple(found),
        begins=goes_on and not found and not stopped,
    )


def _weeks(
    history: participation.StepHistory, parameters: Parameters, *, today: date
) -> list[WeekTold]:
    """Return the last weeks of a step that are over, can be counted and are not silent.

    Not longer ago than taking part looks back: older weeks are another time.
    """
    every = participation.weeks(history.agreements, history.rests, history.entries, today=today)
    recent = [week for week in every if week.complete][-participation.LOOK_BACK_WEEKS :]
    return [
        WeekTold(week.movement_days, week.target_days, week.dose_ratio_raw, week.start)
        for week in recent
        if week.evaluable and week.logged
    ][-parameters.weeks :]


def _feeling(mood_during: int | None) -> int | None:
    return None if mood_during is None else mood_during - FEELING_MIDDLE


def _confidence(told: Iterable[SessionNumbers]) -> int | None:
    known = [(one.day, one.confidence) for one in told if one.confidence is not None]
    # Of two on one day the lower: rather too careful than too soon.
    last = max(known, key=lambda one: (one[0], -one[1]), default=None)
    return last[1] if last is not None else None


def _wish(basis: Basis, parameters: Parameters, *, today: date) -> Wish | None:
    if basis.wish_on is None or not 0 <= (today - basis.wish_on).days < parameters.wish_days:
        return None
    return basis.wish


def _pause(
    rests: Iterable[AgreedRest], step_key: str, agreements: Sequence[Agreement], *, today: date
) -> tuple[bool, date | None, int]:
    """Return whether a step rests today, the first day after its last rest, and its length in days.

    Rests that overlap or follow each other without a day between are one. A single day that was
    told as rest is none of these, nor is rest from before the step was on the route.
    """
    begun = min((one.valid_from for one in agreements), default=today)
    spans: list[tuple[date, date]] = []
    for rest in sorted(rests, key=lambda one: one.start):
        end = rest.end or date.max
        if rest.step_key not in (None, step_key) or end < begun or rest.start > today:
            continue
        if spans and rest.start <= _next(spans[-1][1]):
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((rest.start, end))
    if not spans:
        return False, None, 0
    start, end = spans[-1]
    if end >= today:
        return True, None, (today - start).days + 1
    return False, _next(end), (end - start).days + 1


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _last_grown(agreements: Sequence[Agreement]) -> date | None:
    """Return the last day on which a step became longer or came on more days; None when never.

    A step that was off the route for a while is compared with what it was before.
    """
    found: date | None = None
    before: Agreement | None = None
    for one in agreements:
        if one.per_week == 0:
            continue
        if before is not None and (
            one.per_week > before.per_week or one.minutes > before.minutes + 1e-9
        ):
            found = one.valid_from
        before = one
    return found


def _present(agreements: Sequence[Agreement]) -> tuple[date, bool]:
    """Return since when a step is as long and as often as now, and whether it was otherwise."""
    now = agreements[-1]
    since = now.valid_from
    for one in reversed(agreements):
        if (one.per_week, one.minutes) != (now.per_week, now.minutes):
            return since, True
        since = one.valid_from
    return since, False
