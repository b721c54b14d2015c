"""How much somebody felt like it, how it was on the way, and how it was afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lib.domain.caseload import SessionMood

# [CHOICE] As many as can be told apart beside each other on a tablet, about three months of weeks.
LAST_TIMES = 12


@dataclass(frozen=True, slots=True)
class WillingPath:
    """The last sessions with any of these numbers, oldest first, and how many have each.

    sessions   at most 12, by when they were held; never by any number
    willing    sessions with how much the client felt like it beforehand
    during     sessions with how it felt on the way
    after      sessions with how it felt afterwards
    """

    sessions: tuple[SessionMood, ...]
    willing: int
    during: int
    after: int

    @property
    def times(self) -> int:
        """How many sessions there are."""
        return len(self.sessions)


def willing_path(sessions: Iterable[SessionMood], *, today: date) -> WillingPath:
    """Return the last 12 sessions through today that have a number of how it felt.

    That is willingness, what was expected, or mood before, on the way or afterwards; effort alone
    is none. A number nobody gave stays unknown.
    """
    told = [one for one in sessions if one.day <= today and _told(one)]
    last = tuple(sorted(told, key=lambda one: (one.held_at, one.session_id))[-LAST_TIMES:])
    return WillingPath(
        sessions=last,
        willing=sum(one.willingness is not None for one in last),
        during=sum(one.during is not None for one in last),
        after=sum(one.after is not None for one in last),
    )


def _told(one: SessionMood) -> bool:
    numbers = (one.willingness, one.expected, one.before, one.during, one.after)
    return any(number is not None for number in numbers)
