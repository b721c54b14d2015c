"""The shelf: every step a coach can put on a route, and how to find one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.domain.routes import Company, Place, Size, StepKind
from lib.domain.starts import Starts
from lib.domain.step_library import Cost, Energy, StepIdea, Weather
from lib.domain.team_steps import TeamStep
from lib.domain.timeline import folded


@dataclass(frozen=True, slots=True)
class Shelf:
    """The ideas of the app, the team's own steps, and by an idea's key how it went as a start.

    `starts` holds an idea only once enough clients and coaches tried it.
    """

    library: tuple[StepIdea, ...]
    own: tuple[TeamStep, ...]
    starts: Mapping[str, Starts]

    @property
    def ideas(self) -> tuple[StepIdea, ...]:
        """Everything there is to choose from, the team's own first."""
        return (*(one.idea for one in self.own), *self.library)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a step should be like; None is no wish. `words` are searched for."""

    words: str = ""
    place: Place | None = None
    company: Company | None = None
    kind: StepKind | None = None
    energy: Energy | None = None
    cost: Cost | None = None
    weather: Weather | None = None


def fitting(shelf: Shelf, wishes: Wishes, *, language: str) -> tuple[StepIdea, ...]:
    """Return the ideas that meet every wish, in the order of the shelf.

    Every word stands somewhere in the name, the sizes or the tip; case and accents are ignored.
    """
    words = folded(wishes.words).split()
    return tuple(
        idea
        for idea in shelf.ideas
        if wishes.place in (None, idea.place)
        and wishes.company in (None, idea.company)
        and wishes.kind in (None, idea.kind)
        and wishes.energy in (None, idea.energy)
        and wishes.cost in (None, idea.cost)
        and wishes.weather in (None, idea.weather)
        and all(word in _said(idea, language) for word in words)
    )


def _said(idea: StepIdea, language: str) -> str:
    return folded(
        "\n".join(
            [
                idea.activity[language],
                *(idea.sizes[size][language].text for size in Size),
                idea.tip[language],
            ]
        )
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """An idea that enough clients tried, with its counts; `team_name` for a team's own step."""

    idea: StepIdea
    starts: Starts
    team_name: str = ""


def by_times_tried(found: Iterable[Tried], *, language: str) -> tuple[Tried, ...]:
    """Return ideas, the one tried most often first; of equals in the order of their names."""
    return tuple(
        sorted(found, key=lambda one: (-one.starts.tried, one.idea.activity[language].casefold()))
    )
