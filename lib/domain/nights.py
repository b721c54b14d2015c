"""When the work of a night is due: what the house does by itself, once."""

from datetime import date, datetime, time, timedelta
from typing import Final

from lib.domain.calendar import AMSTERDAM, local_day

# Late enough that nobody works, and after both clock changes. [CHOICE]
NIGHT: Final = time(3, 30)


def last_night(now: datetime) -> date:
    """Return the day on which the last night's work fell due; before half past three yesterday."""
    today = local_day(now)
    early = now.astimezone(AMSTERDAM).time() < NIGHT
    return today - timedelta(days=1) if early else today
