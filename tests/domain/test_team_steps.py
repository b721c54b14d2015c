"""A team's own step: checked as a step of a route is, and nothing of a client comes along."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from lib.domain.routes import Company, Place, Size, SizeOf, Step, StepDraft, StepKind
from lib.domain.step_library import Cost, Energy, Weather, team_key
from lib.domain.team_steps import (
    TIP_LIMIT,
    TeamStepDraft,
    check_name,
    check_team_step,
    draft_of,
    draft_to_share,
)

STEP = Step(
    key="k1",
    activity="Naar de eendjes",
    mini=SizeOf("tot de stoep", 30),
    ordinary=SizeOf("tot de brug", 180),
    ample=SizeOf("om de vijver", 450),
    per_week=3,
    place=Place.OUTDOORS,
    company=Company.BUDDY,
    kind=StepKind.WALK,
)
DRAFT = replace(
    draft_to_share(STEP),
    energy="some",
    cost="free",
    weather="dry",
    tip="  Neem  geen brood mee ",
)


def typed(**changes: Any) -> TeamStepDraft:
    return replace(DRAFT, step=replace(DRAFT.step, **changes))


def test_what_was_typed_becomes_an_idea_that_reads_the_same_in_each_language() -> None:
    idea, problems = check_team_step(DRAFT)
    assert problems == ()
    assert idea is not None
    assert idea.step("k1", "nl") == idea.step("k1", "en") == replace(STEP, idea="k1")
    assert (idea.energy, idea.cost, idea.weather) == (Energy.SOME, Cost.FREE, Weather.DRY)
    assert idea.tip == {"nl": "Neem geen brood mee", "en": "Neem geen brood mee"}


def test_an_idea_on_its_form_again_is_the_same_idea() -> None:
    idea, _ = check_team_step(DRAFT)
    assert idea is not None
    for language in ("nl", "en"):
        assert check_team_step(draft_of(idea, language)) == (idea, ())


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (typed(activity=" "), {"activity"}),
        (typed(mini_minutes=9.0), {"mini_minutes"}),
        (typed(ample_minutes=None), {"ample_minutes"}),
        (typed(per_week=None), {"per_week"}),
        (typed(place=None, company="nowhere"), {"place", "company"}),
        (typed(kind="anything"), {"kind"}),
        (replace(DRAFT, energy=None), {"energy"}),
        (replace(DRAFT, cost="dear", weather=None), {"cost", "weather"}),
        (replace(DRAFT, tip="a" * (TIP_LIMIT + 1)), {"tip"}),
        (TeamStepDraft(StepDraft("k"), energy=None), {
            "activity", "mini_minutes", "ordinary_minutes", "ample_minutes", "per_week", "place",
            "company", "energy",
        }),
    ],
)  # fmt: skip
def test_every_problem_is_told_at_once(draft: TeamStepDraft, fields: set[str]) -> None:
    idea, problems = check_team_step(draft)
    assert idea is None
    assert {problem.field for problem in problems} == fields


def test_a_tip_may_stay_away_and_one_that_just_fits_is_kept() -> None:
    for tip in ("", "a" * TIP_LIMIT):
        idea, _ = check_team_step(replace(DRAFT, tip=tip))
        assert idea is not None
        assert idea.tip["nl"] == tip


def test_what_was_agreed_with_one_client_stays_behind() -> None:
    theirs = replace(
        STEP,
        note="niet langs de school",
        cue="als Anna weg is",
        days=(0, 2, 4),
        at=time(9, 0),
        ceiling=600,
        idea="letterbox",
    )
    assert draft_to_share(theirs) == draft_to_share(STEP)
    own = {"note": "van haar" * 99, "cue": "van haar" * 99, "days": (0,), "at": time(9, 0)}
    idea, problems = check_team_step(typed(**own, ceiling_minutes=0.1, idea="letterbox"))
    assert problems == ()
    assert idea is not None
    assert idea.step("k1", "nl") == replace(STEP, idea="k1")
    assert "van haar" not in repr(idea)


@pytest.mark.parametrize("name", ["Naar de eendjes", "NAAR DE EENDJES", " naar  de eend jes"])
def test_a_name_in_other_capitals_or_spaces_is_the_same(name: str) -> None:
    (problem,) = check_name(name, ["Om de kerk", "Naar de eendjes"])
    assert (problem.field, problem.sentence) == (
        "activity",
        "Your team has a step of this name already.",
    )


def test_another_name_is_free() -> None:
    assert check_name("Naar de eendjes", []) == ()
    assert check_name("Naar de eendjes", ["Naar de eenden"]) == ()


def test_a_teams_step_is_told_from_the_apps_by_its_key() -> None:
    idea, _ = check_team_step(DRAFT)
    assert idea is not None
    assert not idea.of_team
    assert replace(idea, key=team_key("1" * 32)).of_team
    assert len(team_key("1" * 32)) <= 64  # the column of a step holds no more


def test_all_sizes_stand_on_the_form() -> None:
    draft = draft_to_share(STEP).step
    for size in Size:
        assert getattr(draft, f"{size.value}_text") == STEP.sizes[size].text
        assert getattr(draft, f"{size.value}_minutes") * 60 == STEP.sizes[size].seconds
