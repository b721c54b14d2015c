"""The templates of a route have phases with a meaning, and first steps that are truly small."""

from itertools import count

import pytest

from lib.domain.changes import How, check_how
from lib.domain.routes import MAX_STEPS, Size
from lib.domain.templates import Template
from lib.storage.templates import templates
from tests.cast import TODAY, step
from tests.data.test_step_library import UNWANTED
from tests.test_locales import shaming

LANGUAGES = ("nl", "en")


def words(template: Template, language: str) -> list[str]:
    said = [template.name, template.about]
    said += [one for phase in template.phases for one in (phase.name, phase.meaning)]
    return [one[language] for one in said]


def first_steps(template: Template, *here: str) -> list[str]:
    keys = map(str, count())
    on_route = [step(name) for name in here]
    found = template.first_steps(on_route, "nl", lambda: next(keys))
    assert len({one.key for one in found}) == len(found)
    return [one.idea or "" for one in found]


def test_there_are_three_ways_to_begin_and_every_phase_leads_to_going_on_alone() -> None:
    assert [one.key for one in templates()] == ["gloomy", "tense", "worn-out"]
    for template in templates():
        assert len(template.phases) == 4
        assert template.phases[0].name["nl"] == "op adem komen"
        assert template.phases[-1].name["nl"] == "zelf verder"


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.key)
def test_a_template_fits_on_a_route_in_both_languages(template: Template) -> None:
    for language in LANGUAGES:
        names = tuple(phase.name[language] for phase in template.phases)
        how, problems = check_how(How(phases=names, phase=0), today=TODAY, steps=())
        assert problems == ()
        assert how is not None
        assert how.phases == names
        said = " / ".join(words(template, language))
        assert shaming(said) == []
        assert UNWANTED.findall(said) == []
    assert words(template, "nl") != words(template, "en")


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.key)
def test_its_first_steps_are_few_and_begin_with_a_minute_at_most(template: Template) -> None:
    assert 1 <= len(template.ideas) <= 2
    for idea in template.ideas:
        assert idea.sizes[Size.MINI]["nl"].seconds <= 60


def test_a_step_that_is_on_the_route_already_is_not_brought_along() -> None:
    template = templates()[0]
    assert first_steps(template) == [idea.key for idea in template.ideas]
    there = template.ideas[0].step("x", "nl")
    found = template.first_steps([there], "nl", lambda: "y")
    assert [one.idea for one in found] == [template.ideas[1].key]


def test_a_full_route_takes_no_more_steps() -> None:
    template = templates()[0]
    assert first_steps(template, *(f"s{n}" for n in range(MAX_STEPS))) == []
    assert len(first_steps(template, *(f"s{n}" for n in range(MAX_STEPS - 1)))) == 1
