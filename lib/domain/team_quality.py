"""What a team does over time: contacts in a week, and the days until a first step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lib.domain.calendar import local_day, week_start
from lib.domain.xmr import Chart, chart

# Of fewer clients a number tells about one of them. [CHOICE]
LEAST_CLIENTS = 5
# A chart shows two years at most; from then on it drops a whole year at once, so that its first
# weeks, which make its limits, stay the same for a year. [CHOICE]
YEAR_OF_WEEKS = 52
MOST_WEEKS = 2 * YEAR_OF_WEEKS
# A team that begins, or begins to write down, grows in its first weeks: these are shown, and say
# nothing about what is ordinary. [CHOICE]
BUILD_UP_WEEKS = 4


@dataclass(frozen=True, slots=True)
class LedTeam:
    """A team that somebody leads, with the region it belongs to; None for a team without one."""

    id: str
    name: str
    region_id: str | None = None
    region_name: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """The sessions that clients came to in one ISO week, by its Monday."""

    start: date
    contacts: int


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts per week, oldest first. `left_out` is the Monday of a week not written down yet.

    `clients` came to a session in these weeks. Below `LEAST_CLIENTS` there are no weeks.
    """

    weeks: tuple[Week, ...]
    clients: int
    left_out: date | None
    chart: Chart

    @property
    def enough(self) -> bool:
        """True when it is about enough clients to be shown."""
        return self.clients >= LEAST_CLIENTS


@dataclass(frozen=True, slots=True)
class Beginner:
    """When a client began, as far as the wait for a first step needs it.

    `first_step_on` is the first day on which a step was told as done; None while there is none.
    """

    started_on: date
    ended_on: date | None
    referred_on: date | None
    first_step_on: date | None


@dataclass(frozen=True, slots=True)
class FirstStep:
    """The day of one client's first step, and how many days it took from the referral.

    From the start of guidance where no day of a referral is known.
    """

    day: date
    days: int


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """First steps in the order in which they were set. Below `LEAST_CLIENTS` there are none.

    Beside them, never among them: `waiting` clients without a first step yet, `ended` clients whose
    guidance ended without one, and `earlier` clients who set one before there was a beginning to
    count from.
    """

    steps: tuple[FirstStep, ...]
    clients: int
    waiting: int
    ended: int
    earlier: int
    chart: Chart

    @property
    def enough(self) -> bool:
        """True when it is about enough clients to be shown."""
        return self.clients >= LEAST_CLIENTS


@dataclass(frozen=True, slots=True)
class Quality:
    """What a lead sees of the teams they lead, or of some of these."""

    shown: tuple[LedTeam, ...]
    contacts: Contacts
    first_steps: FirstSteps


def shown_from(first: date | None, today: date) -> date:
    """Return the Monday from which a team is shown, with the day of its first session.

    That of its first week, or a whole number of years of 52 weeks later: never more than
    `MOST_WEEKS` before the running week.
    """
    running = week_start(today)
    begin = week_start(first) if first is not None else running
    beyond = (running - begin).days // 7 - MOST_WEEKS
    if beyond > 0:
        begin += timedelta(weeks=YEAR_OF_WEEKS * -(-beyond // YEAR_OF_WEEKS))
    return begin


def contacts(
    held: Mapping[datetime, int],
    *,
    clients: int,
    since: date,
    today: date,
    all_written: bool,
    begins: bool = False,
) -> Contacts:
    """Return the contacts of each whole week from the Monday `since` on.

    `begins` is True when that is the first week of the team: then it builds up.

    `held` are the sessions that clients came to, by their instant. The running week is left out,
    and the one before it while a session that was planned in it is not written down (`all_written`
    is False): it would look quieter than it was. In any other week nothing written down is 0.
    """
    running = week_start(today)
    last = running if all_written else running - timedelta(weeks=1)
    left_out = None if all_written or last < since else last
    if clients < LEAST_CLIENTS:
        return Contacts((), clients, None, chart(()))
    counts = dict.fromkeys(_mondays(since, last), 0)
    for instant, number in held.items():
        monday = week_start(local_day(instant))
        if monday in counts:
            counts[monday] += number
    weeks = tuple(Week(monday, number) for monday, number in counts.items())
    build_up = BUILD_UP_WEEKS if begins else 0
    found = chart([one.contacts for one in weeks], build_up=min(build_up, len(weeks)))
    return Contacts(weeks, clients, left_out, found)


def first_steps(beginners: Iterable[Beginner], *, since: date, today: date) -> FirstSteps:
    """Return how long each took to a first step that was set from `since` on.

    A client who did not set one is counted beside it: it is not known how long it will take.
    """
    found: list[FirstStep] = []
    waiting = ended = earlier = 0
    for one in beginners:
        step = one.first_step_on
        if step is None or step > today:
            over = one.ended_on is not None and one.ended_on <= today
            waiting, ended = waiting + (not over), ended + over
        elif step >= since:
            begin = one.referred_on or one.started_on
            if step < begin:
                earlier += 1
            else:
                found.append(FirstStep(step, (step - begin).days))
    if len(found) < LEAST_CLIENTS:
        return FirstSteps((), len(found), waiting, ended, earlier, chart(()))
    found.sort(key=lambda one: (one.day, one.days))
    days = chart([one.days for one in found])
    return FirstSteps(tuple(found), len(found), waiting, ended, earlier, days)


def _mondays(first: date, last: date) -> Iterable[date]:
    """Return each Monday from the first on, the last one left out."""
    return (first + timedelta(weeks=n) for n in range(max((last - first).days // 7, 0)))
