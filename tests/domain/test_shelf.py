"""The shelf: an idea is found by what it should be like, and by any of its words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lib.domain.routes import Company, Place, Size, SizeOf, StepKind
from lib.domain.shelf import Shelf, Wishes, fitting
from lib.domain.step_library import Cost, Energy, StepIdea, Weather, team_key
from lib.domain.team_steps import TeamStep

CAFE = StepIdea(
    key="cafe",
    activity={"nl": "Naar het café", "en": "To the café"},
    place=Place.OUTDOORS,
    company=Company.BUDDY,
    kind=StepKind.WALK,
    energy=Energy.MORE,
    cost=Cost.LITTLE,
    weather=Weather.DRY,
    sizes={
        Size.MINI: {"nl": SizeOf("tot de hoek", 60), "en": SizeOf("to the corner", 60)},
        Size.ORDINARY: {"nl": SizeOf("tot het bankje", 120), "en": SizeOf("to the bench", 120)},
        Size.AMPLE: {"nl": SizeOf("ernaartoe", 300), "en": SizeOf("all the way", 300)},
    },
    per_week=2,
    tip={"nl": "Buiten zitten mag", "en": "Sitting outside is fine"},
)
STRETCH = replace(
    CAFE,
    key="stretch",
    activity={"nl": "Rekken", "en": "Stretching"},
    place=Place.INDOORS,
    company=Company.ALONE,
    kind=StepKind.LOOSEN,
    energy=Energy.LITTLE,
    cost=Cost.FREE,
    weather=Weather.ANY,
)
OWN = TeamStep(
    "1" * 32,
    "noord",
    replace(CAFE, key=team_key("1" * 32), activity={"nl": "Om de kerk", "en": "Om de kerk"}),
    "Ines Dragstra",
    datetime(2026, 3, 18, tzinfo=UTC),
    1,
)
SHELF = Shelf((CAFE, STRETCH), (OWN,), {})


def found(wishes: Wishes, language: str = "nl") -> list[str]:
    return [idea.key for idea in fitting(SHELF, wishes, language=language)]


def test_without_a_wish_everything_is_there_and_the_teams_own_comes_first() -> None:
    assert found(Wishes()) == [OWN.idea.key, "cafe", "stretch"]


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(place=Place.INDOORS),
        Wishes(company=Company.ALONE),
        Wishes(kind=StepKind.LOOSEN),
        Wishes(energy=Energy.LITTLE),
        Wishes(cost=Cost.FREE),
        Wishes(weather=Weather.ANY),
    ],
    ids=["place", "company", "kind", "energy", "cost", "weather"],
)
def test_each_wish_narrows_by_its_own_tag(wishes: Wishes) -> None:
    assert found(wishes) == ["stretch"]


def test_wishes_are_met_together() -> None:
    assert found(Wishes(place=Place.OUTDOORS, energy=Energy.MORE, words="hoek")) == [
        OWN.idea.key,
        "cafe",
    ]
    assert found(Wishes(place=Place.OUTDOORS, energy=Energy.LITTLE)) == []


@pytest.mark.parametrize("words", ["café", "CAFE", "cafe", " naar   het cafe ", "cafe naar"])
def test_case_accents_and_the_order_of_words_are_ignored(words: str) -> None:
    assert found(Wishes(words=words)) == ["cafe"]


@pytest.mark.parametrize("words", ["bankje", "ernaartoe", "buiten zitten"])
def test_the_sizes_and_the_tip_are_searched_too(words: str) -> None:
    assert "cafe" in found(Wishes(words=words))


def test_words_are_searched_in_the_readers_language() -> None:
    assert found(Wishes(words="bench"), "en") == [OWN.idea.key, "cafe", "stretch"]
    assert found(Wishes(words="bench")) == []
    assert found(Wishes(words="bankje"), "en") == []


def test_every_word_has_to_be_there() -> None:
    assert found(Wishes(words="café zwembad")) == []
