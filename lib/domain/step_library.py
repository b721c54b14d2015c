"""A ready idea for a first small step, in two languages."""

from dataclasses import dataclass

from lib.domain.routes import Company, Place, Size, SizeOf, Step


@dataclass(frozen=True, slots=True)
class StepIdea:
    """One idea from the step library; words by language code, sizes by size and language."""

    key: str
    activity: dict[str, str]
    place: Place
    company: Company
    sizes: dict[Size, dict[str, SizeOf]]
    per_week: int
    tip: dict[str, str]

    def step(self, key: str, language: str) -> Step:
        """Return the idea as a step of a route, under a key of its own."""
        return Step(
            key=key,
            activity=self.activity[language],
            mini=self.sizes[Size.MINI][language],
            ordinary=self.sizes[Size.ORDINARY][language],
            ample=self.sizes[Size.AMPLE][language],
            per_week=self.per_week,
            place=self.place,
            company=self.company,
            note="",
        )
