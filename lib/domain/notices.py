"""Notices: a word to one colleague, in the app and perhaps by mail; never what was written."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from lib.domain.calendar import AMSTERDAM, local_day
from lib.domain.problems import Problem
from lib.domain.words import msg

# A notice that was seen stays in sight for so long. [CHOICE]
STAYS: Final = timedelta(days=7)
# A mail that could not go is tried again after these gaps, and then no more: within a day. [CHOICE]
GAPS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 240, 720))
MOST_TRIES: Final = len(GAPS) + 1
# What nobody looked at for so long is not mailed any more: it would only startle. [CHOICE]
TOO_OLD: Final = timedelta(days=7)


class NoticeKind(StrEnum):
    """What somebody is told."""

    CARE_SIGNAL = "care_signal"
    CARE_SIGNAL_CLOSED = "care_signal_closed"
    QUESTION = "question"
    QUESTION_ANSWERED = "question_answered"
    DOSSIER_OPENED = "dossier_opened"
    HANDOVER = "handover"
    HANDOVER_ANSWERED = "handover_answered"
    COVER = "cover"


# Reading the care signal itself is what marks these as seen: a tap is not enough.
ABOUT_CARE: Final = frozenset({NoticeKind.CARE_SIGNAL, NoticeKind.CARE_SIGNAL_CLOSED})


class Way(StrEnum):
    """As what somebody may read what a notice is about, which decides the page.

    `OFFER` for whoever was asked to take a client over, and may read first what that means.
    """

    COACH = "coach"
    LEAD = "lead"
    DEPUTY = "deputy"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Notice:
    """A word to one colleague about a client.

    `subject_id` is what it is about: the care signal, the question, the opening of a dossier, the
    hand-over or the cover. `seen_at` is None until they saw it. `mail_failed` when no mail could be
    sent about it.
    """

    id: str
    kind: NoticeKind
    client_id: str
    client_name: str
    subject_id: str
    way: Way
    made_at: datetime
    seen_at: datetime | None = None
    mail_failed: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """When somebody may be mailed: whether at all, and not within the quiet hours.

    Both are local times; the quiet hours may lie over midnight. Both None: never quiet.
    """

    mail: bool = True
    quiet_from: time | None = time(20, 0)
    quiet_until: time | None = time(7, 0)


USUAL: Final = Choice()


def check_choice(
    *, mail: bool, quiet: bool, quiet_from: time | None, quiet_until: time | None
) -> tuple[Choice | None, tuple[Problem, ...]]:
    """Return the choice, or None and the problems; without `quiet` the times are left aside."""
    if not quiet:
        return Choice(mail, None, None), ()
    problems = [
        Problem(field, msg("Please fill this in."))
        for field, at in (("quiet_from", quiet_from), ("quiet_until", quiet_until))
        if at is None
    ]
    if not problems and quiet_from == quiet_until:
        problems.append(
            Problem("quiet_until", msg("Choose another time than the one they begin at."))
        )
    return (None, tuple(problems)) if problems else (Choice(mail, quiet_from, quiet_until), ())


def mail_after(choice: Choice, at: datetime, kind: NoticeKind) -> datetime | None:
    """Return from when a mail may go about something that waits at this instant, in UTC.

    `at` itself when it may go at once; None when this person gets no mail. A care signal never
    waits for the end of the quiet hours: it is about somebody's safety. Raises ValueError for an
    instant without a time zone.
    """
    day, at = local_day(at), at.astimezone(UTC)
    if not choice.mail:
        return None
    until = choice.quiet_until
    if kind is NoticeKind.CARE_SIGNAL or until is None or not _is_quiet(choice, at):
        return at
    # On the autumn night a time comes twice, so the first may be over while it is still quiet. A
    # time that the spring night skips counts as an hour later: zoneinfo does so by itself.
    ends = (
        datetime.combine(
            day + timedelta(days=days), until.replace(fold=fold), tzinfo=AMSTERDAM
        ).astimezone(UTC)
        for days in (0, 1)
        for fold in (0, 1)
    )
    return min(end for end in ends if end > at and not _is_quiet(choice, end))


def next_try(tries: int, now: datetime) -> datetime | None:
    """Return when to try again after so many tries that failed, 1 or more; None to give up."""
    return now + GAPS[tries - 1] if tries < MOST_TRIES else None


def _is_quiet(choice: Choice, at: datetime) -> bool:
    start, end = choice.quiet_from, choice.quiet_until
    if start is None or end is None:
        return False
    shown = at.astimezone(AMSTERDAM).time()
    return start <= shown < end if start < end else shown >= start or shown < end
