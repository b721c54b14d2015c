"""The settings of the step suggestion: each with its range, its unit and its reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from lib.domain.basis import Profile
from lib.domain.changes import LADDER
from lib.domain.people import Team
from lib.domain.problems import Problem
from lib.domain.words import msg

# The highest rung, in minutes: beyond two hours a step is a typing error.
MOST_MINUTES = 120
# As wide as a setting is kept.
VALUE_LIMIT = 40

Value = int | tuple[int, ...]


class Unit(StrEnum):
    """In what a setting is counted. Only whole numbers: a share is so many of every hundred."""

    DAYS = "days"
    WEEKS = "weeks"
    TIMES = "times"
    RATINGS = "ratings"
    OF_100 = "of_100"
    TEN = "ten"
    FEELING = "feeling"
    MINUTES = "minutes"


class Group(StrEnum):
    """What a setting is about, as the screen puts them together."""

    LOOK = "look"
    SMALLER = "smaller"
    LARGER = "larger"
    REST = "rest"
    LENGTH = "length"


GROUP_WORDS = {
    Group.LOOK: msg("What is looked at"),
    Group.SMALLER: msg("When a smaller step is suggested"),
    Group.LARGER: msg("When a larger step may be"),
    Group.REST: msg("After rest"),
    Group.LENGTH: msg("The lengths of a step"),
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the rules of the step suggestion are measured with; `SETTINGS` says what each means.

    Without arguments the usual values. Ladders are rungs in minutes, each higher than the last.
    """

    resume_days: int = 7
    long_pause_days: int = 14
    session_days: int = 14
    wish_days: int = 14
    worse_times: int = 2
    worse_times_cautious: int = 1
    weeks: int = 2
    smaller_below: int = 50
    larger_from: int = 80
    week_from: int = 67
    dose_high: int = 200
    ratings_from: int = 3
    effort_heavy: int = 7
    effort_light: int = 4
    feeling_from: int = 0
    confidence_from: int = 7
    increase_days: int = 14
    increase_days_cautious: int = 21
    first_share: int = 60
    ladder: tuple[int, ...] = LADDER
    ladder_cautious: tuple[int, ...] = (*range(1, 16), 17, 19, 21, 23, 25, 28, 30)

    def rungs(self, profile: Profile) -> tuple[int, ...]:
        """Return the ladder of a profile, in minutes."""
        return self.ladder_cautious if profile is Profile.CAUTIOUS else self.ladder

    def worse(self, profile: Profile) -> int:
        """Return how often "worse the day after" asks for a smaller step."""
        cautious = profile is Profile.CAUTIOUS
        return self.worse_times_cautious if cautious else self.worse_times

    def since_increase(self, profile: Profile) -> int:
        """Return how many days lie between two enlargements at least."""
        cautious = profile is Profile.CAUTIOUS
        return self.increase_days_cautious if cautious else self.increase_days

    def value(self, name: str) -> Value:
        """Return one value by its name; raises AttributeError for a name there is not."""
        found: Value = getattr(self, name)
        return found


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter that a team may choose for itself.

    `low` and `high` are the bounds of a number, and of the highest rung of a ladder. `label` and
    `reason` are msgids; `chosen` is True for a value that is defensible but no constant of
    science ([CHOICE]), False for one with a source.
    """

    name: str
    group: Group
    unit: Unit
    low: int
    high: int
    label: str
    reason: str
    chosen: bool = True

    @property
    def usual(self) -> Value:
        """The value without any choice of a team."""
        return Parameters().value(self.name)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "weeks",
        Group.LOOK,
        Unit.WEEKS,
        2,
        4,
        msg("Weeks that are looked at"),
        msg("Two weeks in a row say more than one, and still follow a change within a month."),
    ),
    Setting(
        "session_days",
        Group.LOOK,
        Unit.DAYS,
        7,
        56,
        msg("How long the numbers of a session count"),
        msg(
            "As long as the weeks that are looked at. A team that meets its clients once a week or "
            "less chooses more days: otherwise there are never enough ratings."
        ),
    ),
    Setting(
        "ratings_from",
        Group.LOOK,
        Unit.RATINGS,
        2,
        6,
        msg("Ratings that are needed"),
        msg("Below three the middle one says nothing: a single day would decide."),
    ),
    Setting(
        "wish_days",
        Group.LOOK,
        Unit.DAYS,
        7,
        56,
        msg("How long a wish of the client counts"),
        msg("What someone wishes changes. After two weeks you ask again."),
    ),
    Setting(
        "smaller_below",
        Group.SMALLER,
        Unit.OF_100,
        20,
        70,
        msg("Moments done, fewer than"),
        msg("When more than half of the moments do not work out, the step is too large."),
    ),
    Setting(
        "effort_heavy",
        Group.SMALLER,
        Unit.TEN,
        6,
        10,
        msg("Effort in the middle, at least"),
        msg("From 7 people call it heavy. A small step is meant to be light."),
    ),
    Setting(
        "feeling_from",
        Group.SMALLER,
        Unit.FEELING,
        -3,
        3,
        msg("Feeling on the way in the middle, below"),
        msg(
            "How moving feels on the way predicts whether people come back to it. It is counted "
            "from −5 to +5: a 5 on the form is 0, the middle."
        ),
        chosen=False,
    ),
    Setting(
        "worse_times",
        Group.SMALLER,
        Unit.TIMES,
        2,
        5,
        msg("Worse the day after, at least"),
        msg("Once can have another cause; twice asks for a smaller step."),
    ),
    Setting(
        "worse_times_cautious",
        Group.SMALLER,
        Unit.TIMES,
        1,
        2,
        msg("Worse the day after in the cautious profile, at least"),
        msg("With burn-out or tiredness once is enough: recovery takes longer there."),
    ),
    Setting(
        "larger_from",
        Group.LARGER,
        Unit.OF_100,
        70,
        100,
        msg("Moments done over all weeks, at least"),
        msg("80 of 100 is the usual limit in research on taking part in exercise."),
        chosen=False,
    ),
    Setting(
        "week_from",
        Group.LARGER,
        Unit.OF_100,
        50,
        100,
        msg("Moments done in each week, at least"),
        msg("Two of every three, so that a full week does not hide a hard one."),
    ),
    Setting(
        "effort_light",
        Group.LARGER,
        Unit.TEN,
        1,
        5,
        msg("Effort in the middle, at most"),
        msg("Up to 4 there is room left after the step."),
    ),
    Setting(
        "confidence_from",
        Group.LARGER,
        Unit.TEN,
        5,
        10,
        msg("Sure of the next step, at least"),
        msg(
            "From 7 a plan is likely to work out, as known from self-management (Brief Action "
            "Planning). Below it you look for what is in the way together."
        ),
        chosen=False,
    ),
    Setting(
        "increase_days",
        Group.LARGER,
        Unit.DAYS,
        7,
        21,
        msg("Time between two larger steps, at least"),
        msg("Two weeks, so that a larger step is tried a few times before the next."),
    ),
    Setting(
        "increase_days_cautious",
        Group.LARGER,
        Unit.DAYS,
        21,
        84,
        msg("Time between two larger steps in the cautious profile, at least"),
        msg("Three weeks: with burn-out or tiredness it shows later when something is too much."),
    ),
    Setting(
        "dose_high",
        Group.LARGER,
        Unit.OF_100,
        150,
        400,
        msg("Not when the minutes done are, in each week, at least"),
        msg("Twice as much, week after week: too much is a risk too, so talk about it first."),
    ),
    Setting(
        "resume_days",
        Group.REST,
        Unit.DAYS,
        1,
        28,
        msg("After rest someone is beginning again for"),
        msg("In the first week after rest, beginning again is enough."),
    ),
    Setting(
        "long_pause_days",
        Group.REST,
        Unit.DAYS,
        7,
        56,
        msg("A rest is long when it lasts more than"),
        msg("After more than two weeks of rest a body is used to less: begin a bit smaller."),
    ),
    Setting(
        "ladder",
        Group.LENGTH,
        Unit.MINUTES,
        2,
        MOST_MINUTES,
        msg("Lengths that a step can have"),
        msg("Steps nobody notices: from one minute up, each a little longer than the last."),
    ),
    Setting(
        "ladder_cautious",
        Group.LENGTH,
        Unit.MINUTES,
        2,
        MOST_MINUTES,
        msg("Lengths that a step can have in the cautious profile"),
        msg("Smaller rungs, up to half an hour: with little energy a minute matters."),
    ),
    Setting(
        "first_share",
        Group.LENGTH,
        Unit.OF_100,
        30,
        100,
        msg("First step in the cautious profile, out of what the client thinks possible"),
        msg("With little energy it is wise to begin below one's own estimate."),
        chosen=False,
    ),
)
BY_NAME: Mapping[str, Setting] = {one.name: one for one in SETTINGS}


@dataclass(frozen=True, slots=True)
class SettingNow:
    """One setting as it stands, and who chose it last; both are None for the usual value."""

    setting: Setting
    value: Value
    changed_by: str | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """The settings of the step suggestion in one team, in the order of `SETTINGS`."""

    team: Team
    settings: tuple[SettingNow, ...]


def check_setting(
    setting: Setting, typed: float | str | None
) -> tuple[Value | None, tuple[Problem, ...]]:
    """Return the value of a setting, or None and the problems with what was typed.

    A number is whole and lies within the bounds of the setting. A ladder is typed as minutes, such
    as "1-5, 7, 10": from one minute up, each rung higher than the last.
    """
    if setting.unit is Unit.MINUTES:
        return _check_ladder(setting, typed if isinstance(typed, str) else "")
    number = float("nan") if typed is None or isinstance(typed, str) else typed
    # NaN and infinity fail the first comparison.
    if setting.low <= number <= setting.high and number == int(number):
        return int(number), ()
    return None, (
        Problem(
            setting.name,
            msg("A whole number from {low} to {high} fits here."),
            {"low": setting.low, "high": setting.high},
        ),
    )


def in_text(value: Value) -> str:
    """Return a value as it is kept: "14", or a ladder as "1-5,7,10"."""
    if isinstance(value, int):
        return str(value)
    runs: list[list[int]] = []
    for rung in value:
        if runs and rung == runs[-1][-1] + 1:
            runs[-1].append(rung)
        else:
            runs.append([rung])
    parts: list[str] = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{run[0]}-{run[-1]}")
        else:
            parts.extend(str(rung) for rung in run)
    return ",".join(parts)


def spaced(value: Value) -> str:
    """Return a value as people write it: "14", or a ladder as "1-5, 7, 10"."""
    return in_text(value).replace(",", ", ")


def parameters(chosen: Mapping[str, str]) -> Parameters:
    """Return the parameters with what a team chose, by name, as `in_text` wrote it.

    What is not chosen has its usual value; so has a kept value that no longer fits, for the
    bounds of a setting may be narrowed in a later version.
    """
    found: dict[str, Value] = {}
    for name, text in chosen.items():
        setting = BY_NAME.get(name)
        if setting is None:
            continue
        value, _ = check_setting(setting, text if setting.unit is Unit.MINUTES else _whole(text))
        if value is not None:
            found[name] = value
    return replace(Parameters(), **found)  # type: ignore[arg-type]  # each value was checked


_LADDER = re.compile(r"\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})\s*)?", re.ASCII)


def _check_ladder(setting: Setting, typed: str) -> tuple[Value | None, tuple[Problem, ...]]:
    rungs: list[int] = []
    for part in typed.split(","):
        found = _LADDER.fullmatch(part)
        if found is None:
            return None, (_not_a_ladder(setting),)
        first = int(found[1])
        rungs.extend(range(first, int(found[2] or first) + 1) or [0])
    rising = all(low < high for low, high in pairwise(rungs))
    if rungs[0] != 1 or not rising or not setting.low <= rungs[-1] <= setting.high:
        return None, (_not_a_ladder(setting),)
    value = tuple(rungs)
    if len(in_text(value)) > VALUE_LIMIT:
        return None, (
            Problem(setting.name, msg("These are too many lengths. Leave a few out, please.")),
        )
    return value, ()


def _not_a_ladder(setting: Setting) -> Problem:
    return Problem(
        setting.name,
        msg(
            "Write minutes from small to large, such as 1-5, 7, 10. The first is 1, the last at "
            "most {high}."
        ),
        {"high": setting.high},
    )


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text, re.ASCII) else None
