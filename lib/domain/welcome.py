"""Good to see you again: the step that stands ready after rest or silence."""

from collections.abc import Sequence
from datetime import date, timedelta

from lib.domain.caseload import RETURN_IS_NEWS_DAYS, SILENT_DAYS, Record, ratings
from lib.domain.changes import smallest
from lib.domain.routes import Step, all_at_rest, in_force
from lib.domain.sessions import Attendance


def begin_again(record: Record, *, today: date) -> Step | None:
    """Return the step to begin again with as a mini; None when there was no rest and no silence.

    After a rest of the whole route that ended in the last week, the step that was chosen to stand
    ready, or else that of the shortest mini. After two weeks without a word outside rest, whether
    they last until now or ended in the last week, that of the shortest mini. How long it was is
    nowhere said: nobody has to make up for it.
    """
    version = in_force(record.versions, today)
    if version is None or not version.steps or all_at_rest(record.versions, record.rests, today):
        return None
    ready = {step.key: step for step in version.steps}
    ended = [
        rest
        for rest in record.rests
        if rest.step_key is None
        and rest.end is not None
        and 0 < (today - rest.end).days <= RETURN_IS_NEWS_DAYS
    ]
    if ended:
        last = max(ended, key=lambda rest: (rest.end or today, rest.id))
        return ready.get(last.begin_with or "") or smallest(version.steps)
    if _after_silence(record, _told(record, today=today), today=today):
        return smallest(version.steps)
    return None


def _told(record: Record, *, today: date) -> list[date]:
    """Return the days on which anything was told, and the day the first version began."""
    days = {c.day for c in record.check_ins} | {r.day for r in ratings(record)}
    days |= {s.day for s in record.sessions if s.attendance is Attendance.CAME}
    days |= {min(version.valid_from for version in record.versions)}
    return sorted(day for day in days if day <= today)


def _after_silence(record: Record, told: Sequence[date], *, today: date) -> bool:
    """True when two quiet weeks outside rest last until now, or ended in the last week."""
    recent = [day for day in told if (today - day).days <= RETURN_IS_NEWS_DAYS]
    before = [day for day in told if (today - day).days > RETURN_IS_NEWS_DAYS]
    if not before:
        return False
    until = min(recent, default=today)
    quiet = (before[-1] + timedelta(days=n) for n in range(1, (until - before[-1]).days))
    asked = sum(not all_at_rest(record.versions, record.rests, day) for day in quiet)
    return asked >= SILENT_DAYS
