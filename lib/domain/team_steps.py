"""Steps that a team adds to the library itself; never about one client."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from lib.domain.problems import Problem
from lib.domain.routes import Size, Step, StepDraft, check_step
from lib.domain.step_library import LANGUAGES, Cost, Energy, StepIdea, Weather
from lib.domain.texts import line
from lib.domain.words import msg

TIP_LIMIT = 160


@dataclass(frozen=True, slots=True)
class TeamStep:
    """A team's own step, and the idea it is on the shelf.

    `changed_by` is a name. `version` counts changes; a save names the version it was made from.
    """

    id: str
    team_id: str
    idea: StepIdea
    changed_by: str
    changed_at: datetime
    version: int

    @property
    def name(self) -> str:
        """What it is called; the same in every language, for a team writes in one."""
        return self.idea.activity[LANGUAGES[0]]


@dataclass(frozen=True, slots=True)
class TeamStepDraft:
    """What stands on the form of a team's own step, before it is checked."""

    step: StepDraft
    energy: str | None = Energy.LITTLE.value
    cost: str | None = Cost.FREE.value
    weather: str | None = Weather.ANY.value
    tip: str = ""


def check_team_step(draft: TeamStepDraft) -> tuple[StepIdea | None, tuple[Problem, ...]]:
    """Return the idea, or None and every problem with it; its `key` is that of the draft's step.

    A team writes in one language: the words are the same in each. What belongs to one client's
    agreement (note, cue, days, time, ceiling) is left out, whatever the draft says.
    """
    step, found = check_step(
        replace(draft.step, note="", cue="", days=(), at=None, ceiling_minutes=None, idea=None)
    )
    tip, problems = line(draft.tip, field="tip", limit=TIP_LIMIT)
    found = (*found, *problems)
    for field, chosen, known in (
        ("energy", draft.energy, set(Energy)),
        ("cost", draft.cost, set(Cost)),
        ("weather", draft.weather, set(Weather)),
    ):
        if chosen not in known:
            found = (*found, Problem(field, msg("Please choose one.")))
    if step is None or found or draft.energy is None or draft.cost is None or not draft.weather:
        return None, found
    return (
        StepIdea(
            key=step.key,
            activity=dict.fromkeys(LANGUAGES, step.activity),
            place=step.place,
            company=step.company,
            kind=step.kind,
            energy=Energy(draft.energy),
            cost=Cost(draft.cost),
            weather=Weather(draft.weather),
            sizes={size: dict.fromkeys(LANGUAGES, one) for size, one in step.sizes.items()},
            per_week=step.per_week,
            tip=dict.fromkeys(LANGUAGES, tip),
        ),
        (),
    )


def check_name(activity: str, taken: Iterable[str]) -> tuple[Problem, ...]:
    """Return a problem when one of these steps has this name, whatever the capitals and spaces."""
    if _folded(activity) in {_folded(other) for other in taken}:
        return (Problem("activity", msg("Your team has a step of this name already.")),)
    return ()


def draft_of(idea: StepIdea, language: str) -> TeamStepDraft:
    """Return what stands on the form of an idea that is to be changed."""
    drafted = draft_to_share(idea.step(idea.key, language))
    return TeamStepDraft(
        step=drafted.step,
        energy=idea.energy.value,
        cost=idea.cost.value,
        weather=idea.weather.value,
        tip=idea.tip[language],
    )


def draft_to_share(step: Step) -> TeamStepDraft:
    """Return what stands on the form when a step of a route is to be shared with the team.

    Its note and its cue stay behind: they are a client's.
    """
    minutes = {size: one.seconds / 60 for size, one in step.sizes.items()}
    return TeamStepDraft(
        step=StepDraft(
            key=step.key,
            activity=step.activity,
            mini_text=step.mini.text,
            mini_minutes=minutes[Size.MINI],
            ordinary_text=step.ordinary.text,
            ordinary_minutes=minutes[Size.ORDINARY],
            ample_text=step.ample.text,
            ample_minutes=minutes[Size.AMPLE],
            per_week=step.per_week,
            place=step.place.value,
            company=step.company.value,
            kind=step.kind.value,
        )
    )


def _folded(name: str) -> str:
    return "".join(name.casefold().split())
