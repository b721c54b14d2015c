"""One client's standing: every number of the caseload and of the progress page, once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from lib.domain import mood, participation, returns, rhythm
from lib.domain.calendar import local_day
from lib.domain.people import Client
from lib.domain.routes import (
    AgreedRest,
    Version,
    agreements,
    all_at_rest,
    all_steps,
    in_force,
    rests_of,
)
from lib.domain.sessions import (
    Attendance,
    CheckIn,
    Outcome,
    Where,
    WithWhom,
    entries,
    rest_days,
)
from lib.domain.words import msg

SILENT_DAYS = returns.SILENT_DAYS
# A rest that ends within a week deserves a word beforehand. [CHOICE]
REST_ENDS_WITHIN_DAYS = 7
# Who comes within a week is asked then: silence is no reason to reach out before. [CHOICE]
# Without it somebody who is met every two weeks would be called silent on each morning of a talk.
MEETS_SOON_DAYS = 7
# A return is news for a week. [CHOICE]
RETURN_IS_NEWS_DAYS = 7
# A mood signal is looked at for the day of the last rating, and is news for two weeks. [CHOICE]
MOOD_IS_NEWS_DAYS = 14


class Reason(StrEnum):
    """Why a client is worth a moment now. Never a judgement, always a fact with its rows."""

    CARE_SIGNAL = "care_signal"
    RETURNED = "returned"
    VERY_LOW_MOOD = "very_low_mood"
    LOWER_MOOD = "lower_mood"
    SILENT = "silent"
    NO_ROUTE = "no_route"
    REST_ENDS = "rest_ends"
    NO_NEXT_DATE = "no_next_date"


REASON_WORDS = {
    Reason.CARE_SIGNAL: msg("care signal open"),
    Reason.RETURNED: msg("back again"),
    Reason.VERY_LOW_MOOD: msg("mood very low"),
    Reason.LOWER_MOOD: msg("mood lower than usual"),
    Reason.SILENT: msg("quiet for a while"),
    Reason.NO_ROUTE: msg("no route yet"),
    Reason.REST_ENDS: msg("rest ends soon"),
    Reason.NO_NEXT_DATE: msg("no next date"),
}


@dataclass(frozen=True, slots=True)
class SessionMood:
    """The numbers of one session on its day, and where and with whom; None where nobody said."""

    session_id: str
    held_at: datetime
    attendance: Attendance
    before: int | None
    during: int | None
    after: int | None
    effort: int | None
    willingness: int | None = None
    expected: int | None = None
    place: Where | None = None
    company: WithWhom | None = None
    written_at: datetime | None = None

    @property
    def day(self) -> date:
        """The local day of the session."""
        return local_day(self.held_at)


@dataclass(frozen=True, slots=True)
class Record:
    """All that is stored about a client from which numbers are derived.

    `silence_days` is after how many days without a word silence is a reason to reach out, as
    agreed with the client; None for a client who wants to be left in peace.
    """

    client: Client
    versions: tuple[Version, ...]
    rests: tuple[AgreedRest, ...]
    check_ins: tuple[CheckIn, ...]
    day_moods: tuple[tuple[date, int], ...]
    sessions: tuple[SessionMood, ...]
    next_appointment: datetime | None
    silence_days: int | None = SILENT_DAYS


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be said about a client today; each number from its one function.

    `this_week` is moments done and asked so far, None when nothing is asked; `rest_days` the days
    of agreed rest in the weeks of the summary; `last_word` the last
    day anything at all was told; the other Nones mean that there is nothing to say yet.
    """

    client: Client
    route: Version | None
    resting: AgreedRest | None
    weeks: tuple[participation.Week, ...]
    summary: participation.Summary
    this_week: tuple[int, int] | None
    rest_days: int
    rhythm: rhythm.Rhythm | None
    trend: mood.Trend
    last_session: datetime | None
    last_word: date | None
    next_appointment: datetime | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """The numbers of one client with the facts they came from."""

    record: Record
    standing: Standing
    ratings: tuple[mood.Rating, ...]


def ratings(record: Record) -> tuple[mood.Rating, ...]:
    """Return the mood ratings that were not given right after moving, oldest first.

    These are the numbers before a session and the remembered days; a number given after moving
    answers another question and stays out of the trend.
    """
    found = [mood.Rating(day, value) for day, value in record.day_moods]
    found += [mood.Rating(s.day, s.before) for s in record.sessions if s.before is not None]
    return tuple(sorted(found, key=lambda rating: rating.day))


def histories(record: Record) -> tuple[participation.StepHistory, ...]:
    """Return, for each step the route ever held, its agreements, rests and entries."""
    found = []
    agreed = {day: in_force(record.versions, day) for day in {c.day for c in record.check_ins}}
    steps = {day: {s.key: s for s in v.steps} for day, v in agreed.items() if v is not None}
    for key in all_steps(record.versions):
        own = [c for c in record.check_ins if c.step_key == key]
        sizes = {c.day: steps[c.day][key] for c in own if key in steps.get(c.day, {})}
        found.append(
            participation.StepHistory(
                key=key,
                agreements=tuple(agreements(record.versions, key)),
                rests=tuple(rests_of(record.rests, rest_days(own, key), key)),
                entries=tuple(entries(own, key, sizes)),
            )
        )
    return tuple(found)


def standing(record: Record, *, today: date) -> Standing:
    """Return a client's standing on a day. Facts dated later are left out."""
    steps = histories(record)
    weeks = participation.route_weeks(steps, today=today)
    summary = participation.summary(weeks)
    given = tuple(r for r in ratings(record) if r.day <= today)
    held = [s.held_at for s in record.sessions if s.day <= today]
    came = [s.day for s in record.sessions if s.day <= today and s.attendance is Attendance.CAME]
    told = [c.day for c in record.check_ins if c.day <= today]
    route = in_force(record.versions, today)
    resting = next(
        (r for r in record.rests if r.step_key is None and r.covers(today)),
        None,
    )
    coming = record.next_appointment
    if coming is not None and local_day(coming) < today:
        coming = None
    now = Standing(
        client=record.client,
        route=route,
        resting=resting,
        weeks=weeks,
        summary=summary,
        rest_days=sum(week.rest_days for week in weeks if week.start in summary.weeks_used),
        this_week=_so_far(steps, today=today),
        rhythm=_rhythm(steps, today=today),
        trend=mood.trend(given, today=today),
        last_session=max(held, default=None),
        last_word=max([*came, *told, *(r.day for r in given)], default=None),
        next_appointment=coming,
        reasons=(),
    )
    return replace(now, reasons=tuple(_reasons(record, now, given, today=today)))


def _so_far(steps: Sequence[participation.StepHistory], *, today: date) -> tuple[int, int] | None:
    """Return moments done and asked in the running week; None when nothing is asked."""
    done = asked = 0
    for step in steps:
        weeks = participation.weeks(
            step.agreements, step.rests, step.entries, today=today, first=today
        )
        if weeks and not weeks[-1].complete and weeks[-1].active_days:
            done += min(weeks[-1].movement_days, weeks[-1].target_days)
            asked += weeks[-1].target_days
    return (done, asked) if asked else None


def _rhythm(steps: Sequence[participation.StepHistory], *, today: date) -> rhythm.Rhythm | None:
    """Return the rhythm of the steadiest step in words: one steady step is a rhythm."""
    best: tuple[float, rhythm.Rhythm] | None = None
    for step in steps:
        if not step.agreements or step.agreements[-1].per_week == 0:
            continue
        score = rhythm.score(step.agreements, step.rests, step.entries, today=today)
        words = rhythm.in_words(score, rhythm.active_days(step.agreements, step.rests, today=today))
        if words is not None and (best is None or score > best[0]):
            best = (score, words)
    return best[1] if best else None


def _reasons(
    record: Record, now: Standing, given: Sequence[mood.Rating], *, today: date
) -> Iterable[Reason]:
    # Before all else, and also after the end: somebody still has to close it.
    if now.client.care_signal:
        yield Reason.CARE_SIGNAL
    if now.client.ended_on is not None:
        return
    if _returned(record, today=today):
        yield Reason.RETURNED
    last = given[-1].day if given else None
    if last is not None and (today - last).days < MOOD_IS_NEWS_DAYS:
        if mood.very_low(given, day=last).flag:
            yield Reason.VERY_LOW_MOOD
        elif mood.lower_than_usual(given, day=last).flag:
            yield Reason.LOWER_MOOD
    if now.route is None or not now.route.steps:
        yield Reason.NO_ROUTE
    elif (
        record.silence_days is not None
        and not all_at_rest(record.versions, record.rests, today)
        and _silent_since(record, now, today=today) >= record.silence_days
        and (not _meets_soon(now, today=today) or _stayed_away(record, now, today=today))
    ):
        yield Reason.SILENT
    if (
        now.resting is not None
        and now.resting.end is not None
        and (now.resting.end - today).days <= REST_ENDS_WITHIN_DAYS
    ):
        yield Reason.REST_ENDS
    if now.next_appointment is None:
        yield Reason.NO_NEXT_DATE


def quiet_since(now: Standing, *, today: date) -> date:
    """Return the day of the last word; before any, and before the route, the day that began."""
    begun = now.route.valid_from if now.route else today
    return max(now.last_word or begun, begun)


def _meets_soon(now: Standing, *, today: date) -> bool:
    """True when a next appointment lies within a week."""
    coming = now.next_appointment
    return coming is not None and (local_day(coming) - today).days <= MEETS_SOON_DAYS


def _stayed_away(record: Record, now: Standing, *, today: date) -> bool:
    """True when somebody did not come, and gave no word since: a next date promises nothing then.

    Who is met each week would never be called silent otherwise.
    """
    return any(
        one.attendance is Attendance.ABSENT
        and one.day <= today
        and (now.last_word is None or one.day > now.last_word)
        for one in record.sessions
    )


def _silent_since(record: Record, now: Standing, *, today: date) -> int:
    """Return the days since the last word; while the whole route rests nobody owes one."""
    since = quiet_since(now, today=today)
    days = (since + timedelta(days=n) for n in range(1, (today - since).days + 1))
    return sum(not all_at_rest(record.versions, record.rests, day) for day in days)


def came_back(record: Record, *, today: date) -> tuple[returns.Return, ...]:
    """Return every time a client moved again after silence through today, oldest first.

    A day on which a step was done, in any size, or to whose session the client came is a day of
    moving; see `returns.returns`.
    """
    done = {Outcome.MINI, Outcome.ORDINARY, Outcome.AMPLE}
    moved = {c.day for c in record.check_ins if c.outcome in done}
    moved |= {s.day for s in record.sessions if s.attendance is Attendance.CAME}
    told = {c.day for c in record.check_ins}
    return returns.returns(moved, told, record.rests, today=today)


def _returned(record: Record, *, today: date) -> bool:
    """True when somebody came back within the last week."""
    found = came_back(record, today=today)
    return any((today - one.day).days <= RETURN_IS_NEWS_DAYS for one in found)
