"""Rhythm: the forgiving score of how steady someone's own pattern is.

The formula is that of the habit score of Loop Habit Tracker (uhabits), computed over active days
only. It says how steady a pattern is, not how automatic it has become.
"""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lib.domain.participation import Agreement, Entry, Rest, in_force, movement, rested

# [CHOICE] After 13 missed days half of a daily rhythm is left. The value of uhabits: one missed
# day costs 5 %, so a lapse never resets anything.
HALF_LIFE_DAYS = 13
# [CHOICE] Below daily, the last two agreed weeks are looked at together, as uhabits does: two
# moments in one week and four in the next is the same rhythm as three and three.
WINDOW_ACTIVE_DAYS = 14
# [CHOICE] A word about rhythm needs two weeks of days on which something was asked.
WORDS_FROM_ACTIVE_DAYS = 14

_DAYS_IN_WEEK = 7


class Rhythm(StrEnum):
    """The word a client sees; there is no number and no way down in it."""

    BEGIN = "begin"
    GROWING = "growing"
    FIRMER = "firmer"
    STEADY = "steady"


# [CHOICE] Quarters of the scale. Done every day, a rhythm is firmer from day 13 and steady from
# day 26.
GROWING_FROM = 0.25
FIRMER_FROM = 0.50
STEADY_FROM = 0.75


@dataclass(frozen=True, slots=True)
class RhythmDay:
    """The rhythm score, 0 to 1, at the end of an active day."""

    day: date
    score: float


def next_score(previous: float, check: float, *, frequency: float) -> float:
    """Return the score after one more day: s k + c (1 - k), with k = 0.5 ** (sqrt(f) / 13).

    `previous` and `check` (how much of the agreement was met, c) are 0 to 1; `frequency` f is in
    days per day: 1 is daily, 3/7 three days a week. Source: uhabits, `Score.compute`.
    """
    kept: float = 0.5 ** (math.sqrt(frequency) / HALF_LIFE_DAYS)
    return previous * kept + check * (1 - kept)


def series(
    agreements: Sequence[Agreement],
    rests: Sequence[Rest],
    entries: Sequence[Entry],
    *,
    today: date,
) -> tuple[RhythmDay, ...]:
    """Return the score of every active day in order; empty before the first.

    An active day is one with a step agreed and no rest; other days do not enter, so during rest
    the score stands still. Each day meets the agreement by c: agreed daily, 1 when there was
    movement and else 0; less often, the days with movement among the last 14 active days out of
    twice the days per week, at most 1. Today is in it only when it raises the score, for today is
    not over. Movement is what `participation.movement` calls so.
    """
    moved = movement(agreements, entries, today=today)
    lately: deque[bool] = deque(maxlen=WINDOW_ACTIVE_DAYS)
    found: list[RhythmDay] = []
    score = 0.0
    for day, per_week in _active(agreements, rests, today):
        lately.append(day in moved)
        check = _check(lately, per_week)
        after = next_score(score, check, frequency=per_week / _DAYS_IN_WEEK)
        if day == today and after <= score:
            break
        score = after
        found.append(RhythmDay(day, score))
    return tuple(found)


def score(
    agreements: Sequence[Agreement],
    rests: Sequence[Rest],
    entries: Sequence[Entry],
    *,
    today: date,
) -> float:
    """Return the rhythm score of today, 0 to 1; 0 before the first active day. See `series`."""
    days = series(agreements, rests, entries, today=today)
    return days[-1].score if days else 0.0


def active_days(agreements: Sequence[Agreement], rests: Sequence[Rest], *, today: date) -> int:
    """Return how many days through today a step was agreed without rest, as `in_words` asks.

    It is not the length of `series`, which may leave out today: a word never goes because of a
    moment that was done.
    """
    return sum(1 for _ in _active(agreements, rests, today))


def in_words(score: float, active_days: int) -> Rhythm | None:
    """Return the word for a score, or None below 14 active days: then it is too early to tell."""
    if active_days < WORDS_FROM_ACTIVE_DAYS:
        return None
    if score >= STEADY_FROM:
        return Rhythm.STEADY
    if score >= FIRMER_FROM:
        return Rhythm.FIRMER
    return Rhythm.GROWING if score >= GROWING_FROM else Rhythm.BEGIN


def _active(
    agreements: Sequence[Agreement], rests: Sequence[Rest], today: date
) -> Iterator[tuple[date, int]]:
    """Each active day through today, with the days per week agreed then."""
    first = min((one.valid_from for one in agreements), default=today)
    rest = rested(rests, first=first, last=today)
    for n in range((today - first).days + 1):
        day = first + timedelta(days=n)
        agreed = in_force(agreements, day)
        if agreed is not None and agreed.per_week > 0 and day not in rest:
            yield day, agreed.per_week


def _check(lately: Sequence[bool], per_week: int) -> float:
    if per_week == _DAYS_IN_WEEK:
        return float(lately[-1])
    return min(1.0, sum(lately) / (2 * per_week))
