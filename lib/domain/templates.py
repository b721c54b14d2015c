"""Templates of a route: phases with a name and a meaning, and ideas for the first one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lib.domain.routes import MAX_STEPS, Step, check_put
from lib.domain.step_library import StepIdea


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: its name and what it is about, by language code."""

    name: Mapping[str, str]
    meaning: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Template:
    """Phases for a kind of beginning, with the ideas that fit the first one."""

    key: str
    name: Mapping[str, str]
    about: Mapping[str, str]
    phases: tuple[Phase, ...]
    ideas: tuple[StepIdea, ...]

    def first_steps(
        self, steps: Sequence[Step], language: str, new_key: Callable[[], str]
    ) -> tuple[Step, ...]:
        """Return the first phase's ideas as steps, without those that are on the route already.

        Never more than a route holds; each gets a key of its own.
        """
        found: list[Step] = []
        for idea in self.ideas:
            step = idea.step(new_key(), language)
            here = [*steps, *found]
            if len(here) < MAX_STEPS and not check_put(here, step):
                found.append(step)
        return tuple(found)
