"""A ready idea for a first small step, with tags to find it by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lib.domain.routes import Company, Place, Size, SizeOf, Step, StepKind
from lib.domain.words import msg

# Every idea can be read in each of these.
LANGUAGES = ("nl", "en")
# Before the id of a team's own step; the keys of the app's ideas hold no colon.
TEAM_MARK = "team:"


class Energy(StrEnum):
    """How much a step asks, guessed from its ordinary size; on a heavy day there is the mini."""

    LITTLE = "little"
    SOME = "some"
    MORE = "more"


class Cost(StrEnum):
    """Whether a step costs money."""

    FREE = "free"
    LITTLE = "little"


class Weather(StrEnum):
    """In what weather a step can be done."""

    ANY = "any"
    DRY = "dry"


ENERGY_WORDS = {
    Energy.LITTLE: msg("little energy"),
    Energy.SOME: msg("some energy"),
    Energy.MORE: msg("more energy"),
}
COST_WORDS = {Cost.FREE: msg("costs nothing"), Cost.LITTLE: msg("costs a little")}
WEATHER_WORDS = {Weather.ANY: msg("in any weather"), Weather.DRY: msg("in dry weather")}


@dataclass(frozen=True, slots=True)
class StepIdea:
    """One idea; words by language code, sizes by size and language.

    `key` is the app's own word for it, or that of a team's own step (see `team_key`).
    """

    key: str
    activity: Mapping[str, str]
    place: Place
    company: Company
    kind: StepKind
    energy: Energy
    cost: Cost
    weather: Weather
    sizes: Mapping[Size, Mapping[str, SizeOf]]
    per_week: int
    tip: Mapping[str, str]

    @property
    def of_team(self) -> bool:
        """True when a team added it to the library itself."""
        return self.key.startswith(TEAM_MARK)

    def step(self, key: str, language: str) -> Step:
        """Return the idea as a step of a route, under a key of its own.

        A copy: whatever becomes of the idea, the route keeps it as it was.
        """
        return Step(
            key=key,
            activity=self.activity[language],
            mini=self.sizes[Size.MINI][language],
            ordinary=self.sizes[Size.ORDINARY][language],
            ample=self.sizes[Size.AMPLE][language],
            per_week=self.per_week,
            place=self.place,
            company=self.company,
            kind=self.kind,
            idea=self.key,
        )


def team_key(step_id: str) -> str:
    """Return the key of the idea that a team's own step is."""
    return TEAM_MARK + step_id
