"""My handbook: what a client may see of their own guidance, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lib.domain.basis import WHO_LIMIT, WORDS_LIMIT, Basis, SilenceAgreement
from lib.domain.caseload import Record, came_back, standing
from lib.domain.goals import WORDS_LIMIT as GOAL_LIMIT
from lib.domain.goals import Goal
from lib.domain.goals import standing as standing_goals
from lib.domain.papers import CALLED_LIMIT, PHONE_LIMIT, VALUE_LIMIT, cut, first_name
from lib.domain.participation import LOOK_BACK_WEEKS
from lib.domain.rhythm import Rhythm
from lib.domain.routes import ACTIVITY_LIMIT, CUE_LIMIT, SIZE_LIMIT, Company, Step
from lib.domain.sessions import TAG_LIMIT

# Who looks for what helps on a heavy day reads a few lines, not a list. [CHOICE]
HELPED_AT_MOST = 5
# Of other lines about what helps: one about moving, and one for each circumstance.
MORE_AT_MOST = 10
# As long as the longest of those lines is.
LINE_LIMIT = 240


@dataclass(frozen=True, slots=True)
class Mini:
    """The smallest size of one step of the route: what, how long in seconds, after what, with whom.

    `cue` is what it follows on, "" without one. `ceiling` is the most for one day in seconds, None
    without one. Nothing else of a step is for the client's eyes: not the note.
    """

    activity: str
    text: str
    seconds: int
    cue: str
    company: Company
    ceiling: int | None


@dataclass(frozen=True, slots=True)
class Named:
    """Something that helped, as named in sessions: a name of `Help` or the client's own words.

    `days` are the days of those sessions, newest first.
    """

    what: str
    days: tuple[date, ...]

    @property
    def times(self) -> int:
        """In how many sessions it was named."""
        return len(self.days)


@dataclass(frozen=True, slots=True)
class Week:
    """A week that is over and asked something: its Monday, and whether moving was told."""

    start: date
    moved: bool


@dataclass(frozen=True, slots=True)
class Handbook:
    """What a client may see and take home: words, and the few numbers to be proud of.

    first_name     of the client
    what_for       what the client does it for, in their words; "" when nothing was said
    goals          the goals that stand, in the client's words
    minis          the steps of the route in force, in its order
    rhythm         the word for the rhythm, None below 14 active days; there is no way down in it
    weeks          those that are over among the last 8 and asked something, oldest first
    returns        the days on which moving began again after silence, oldest first
    helped         what helped, most often named first, at most `HELPED_AT_MOST`
    sessions_told  in how many sessions something was named that helped
    silence        what the client decided for when it goes quiet, None when nothing is agreed
    coach_name, phone  who guides them now and their number, "" when it is not known
    more_help      other lines about what helps, ready to be read

    There is no reason for attention here, no care signal, no direction of mood, no barrier, no
    questionnaire and no word of the coach; what is not a field cannot be shown.
    """

    first_name: str
    what_for: str
    goals: tuple[str, ...]
    minis: tuple[Mini, ...]
    rhythm: Rhythm | None
    weeks: tuple[Week, ...]
    returns: tuple[date, ...]
    helped: tuple[Named, ...]
    sessions_told: int
    silence: SilenceAgreement | None
    coach_name: str
    phone: str = ""
    more_help: tuple[str, ...] = ()

    @property
    def weeks_moved(self) -> int:
        """In how many of the weeks moving was told; a week nobody told about may have had some."""
        return sum(week.moved for week in self.weeks)

    @property
    def along(self) -> tuple[tuple[Company, tuple[str, ...]], ...]:
        """With whom which activities are done; those done alone are left out."""
        return tuple(
            (company, tuple(one.activity for one in self.minis if one.company is company))
            for company in Company
            if company is not Company.ALONE and any(one.company is company for one in self.minis)
        )

    @property
    def empty(self) -> bool:
        """True when nothing of the client's own stands in it yet."""
        return not (
            self.what_for
            or self.goals
            or self.minis
            or self.rhythm
            or self.weeks_moved
            or self.returns
            or self.helped
            or self.more_help
            or self.silence
        )

    @property
    def in_print(self) -> "Handbook":
        """The same handbook with each text cleaned, on one line, and cut at its own limit."""
        silence = self.silence and replace(
            self.silence,
            who=cut(self.silence.who, WHO_LIMIT),
            words=cut(self.silence.words, WORDS_LIMIT),
        )
        return replace(
            self,
            first_name=cut(self.first_name, CALLED_LIMIT),
            what_for=cut(self.what_for, VALUE_LIMIT),
            goals=_shown(self.goals, GOAL_LIMIT),
            minis=tuple(
                replace(
                    one,
                    activity=cut(one.activity, ACTIVITY_LIMIT),
                    text=cut(one.text, SIZE_LIMIT),
                    cue=cut(one.cue, CUE_LIMIT),
                )
                for one in self.minis
            ),
            helped=tuple(
                replace(one, what=what) for one in self.helped if (what := cut(one.what, TAG_LIMIT))
            ),
            silence=silence,
            coach_name=cut(self.coach_name, CALLED_LIMIT),
            phone=cut(self.phone, PHONE_LIMIT),
            more_help=_shown(self.more_help, LINE_LIMIT)[:MORE_AT_MOST],
        )


def gather(
    record: Record,
    basis: Basis,
    goals: Sequence[Goal],
    told: Sequence[tuple[date, tuple[str, ...]]],
    *,
    phone: str,
    today: date,
) -> Handbook:
    """Return the handbook of a client on a day; facts dated later are left out.

    `told` is, for each session, its day and what was named that helped; `phone` is the coach's.
    """
    now = standing(record, today=today)
    recent = [week for week in now.weeks if week.complete][-LOOK_BACK_WEEKS:]
    past = [(day, what) for day, what in told if day <= today]
    return Handbook(
        first_name=first_name(record.client.name),
        what_for=basis.what_for,
        goals=tuple(goal.words for goal in standing_goals(goals)),
        minis=tuple(_mini(step) for step in now.route.steps) if now.route else (),
        rhythm=now.rhythm,
        # As `participation.summary` counts them.
        weeks=tuple(
            Week(week.start, week.movement_days >= 1) for week in recent if week.active_days >= 1
        ),
        returns=tuple(one.day for one in came_back(record, today=today)),
        helped=most_named(past)[:HELPED_AT_MOST],
        sessions_told=sum(bool(what) for _, what in past),
        silence=basis.silence,
        coach_name=record.client.coach_name,
        phone=phone,
    )


def most_named(told: Iterable[tuple[date, Iterable[str]]]) -> tuple[Named, ...]:
    """Return what was named, most often first; of equals what was named last comes first.

    `told` is, for each session, its day and what was named. A word counts once in a session, and
    the same word in capitals is the same; it reads as it was written last.
    """
    found: dict[str, tuple[str, list[date]]] = {}
    for day, words in sorted(told, key=lambda one: one[0], reverse=True):
        for key, word in {word.casefold(): word for word in words}.items():
            found.setdefault(key, (word, []))[1].append(day)
    every = [Named(word, tuple(days)) for word, days in found.values()]
    # Sorting is stable, and they stand newest first.
    return tuple(sorted(every, key=lambda one: -one.times))


def _mini(step: Step) -> Mini:
    return Mini(
        activity=step.activity,
        text=step.mini.text,
        seconds=step.mini.seconds,
        cue=step.cue,
        company=step.company,
        ceiling=step.ceiling,
    )


def _shown(lines: Iterable[str], limit: int) -> tuple[str, ...]:
    found = (cut(one, limit) for one in lines)
    return tuple(one for one in found if one)
