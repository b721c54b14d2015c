"""The step library is complete, small, spread out, and kind in both languages."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from lib.domain.routes import Company, Place, Size, Step, StepDraft, StepKind, check_step
from lib.domain.step_library import Cost, Energy, Weather
from lib.storage.step_library import ideas
from tests.test_locales import shaming

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("nl", "en")
ROWS: list[dict[str, Any]] = json.loads(
    (ROOT / "data/routes/steps.json").read_text(encoding="utf-8")
)
FIELDS = {
    "key", "activity", "activity_en", "place", "company", "kind", "energy", "cost", "weather",
    "mini", "ordinary", "ample", "per_week", "tip_nl", "tip_en",
}  # fmt: skip
# Pressure, money and promises about health do not belong in a first small step.
UNWANTED = re.compile(
    r"\b(moet\w*|verplicht\w*|doorzett\w*|doorduw\w*|volhoud\w*|doorgaan|presteren|prestatie\w*|"
    r"sportschool|fitness|kopen|koop|euro|gezond\w*|genees\w*|genezen|klacht\w*|pijn\w*|"
    r"behandel\w*|must|should|ought|fail\w*|lazy|push on|push through|keep going|gym|buy|"
    r"healthy|heal|cure|pain)\b",
    re.IGNORECASE,
)


def words(row: dict[str, Any], language: str) -> dict[str, str]:
    """Every text of one row in one language, by the name of its field."""
    return {
        "activity": row["activity" if language == "nl" else "activity_en"],
        "tip": row[f"tip_{language}"],
        **{size.value: row[size.value][f"text_{language}"] for size in Size},
    }


def draft(step: Step) -> StepDraft:
    """The step as a coach would type it on the form."""
    return StepDraft(
        key=step.key,
        activity=step.activity,
        mini_text=step.mini.text,
        mini_minutes=step.mini.seconds / 60,
        ordinary_text=step.ordinary.text,
        ordinary_minutes=step.ordinary.seconds / 60,
        ample_text=step.ample.text,
        ample_minutes=step.ample.seconds / 60,
        per_week=step.per_week,
        place=step.place.value,
        company=step.company.value,
        note=step.note,
        kind=step.kind.value,
        idea=step.idea,
    )


def test_there_are_at_least_eighty_steps_with_keys_of_their_own():
    keys = [row["key"] for row in ROWS]
    assert len(keys) >= 80
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if not re.fullmatch(r"[a-z]+(-[a-z]+)*", key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_steps_carry_the_same_name(language):
    names = [words(row, language)["activity"].casefold() for row in ROWS]
    assert len(set(names)) == len(names)


def test_the_steps_of_the_demo_are_in_the_library():
    people = json.loads((ROOT / "data/demo/people.json").read_text(encoding="utf-8"))
    added = {
        operation["add"]
        for person in people
        for change in person.get("route", ())
        for operation in change.get("operations", ())
        if "add" in operation
    }
    assert len(added) >= 10
    assert added <= {row["key"] for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_a_row_has_exactly_the_fields_that_are_read(row):
    assert set(row) == FIELDS
    for size in Size:
        assert set(row[size.value]) == {"seconds", "text_nl", "text_en"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_the_sizes_run_from_half_a_minute_to_ten_and_never_shrink(row):
    seconds = [row[size.value]["seconds"] for size in (Size.MINI, Size.ORDINARY, Size.AMPLE)]
    assert all(type(one) is int and 30 <= one <= 600 for one in seconds)
    assert seconds == sorted(seconds)
    assert type(row["per_week"]) is int
    assert 1 <= row["per_week"] <= 7


def test_every_place_has_a_choice_with_every_kind_of_company():
    found = Counter((row["place"], row["company"]) for row in ROWS)
    assert set(found) == {(place.value, company.value) for place in Place for company in Company}
    assert min(found.values()) >= 3


def test_every_kind_of_step_has_a_choice_and_helping_someone_has_many():
    found = Counter(row["kind"] for row in ROWS)
    assert set(found) == set(StepKind)
    assert min(found.values()) >= 3
    assert found[StepKind.HELPING] >= 12
    # A kind is what someone looks for: “something else” is the exception.
    assert found[StepKind.OTHER] <= len(ROWS) / 10


def test_helping_someone_can_be_done_in_every_place_and_company():
    helping = [row for row in ROWS if row["kind"] == StepKind.HELPING]
    assert {row["place"] for row in helping} == set(Place)
    assert {row["company"] for row in helping} == set(Company)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_a_row_has_a_tag_of_each_sort(row):
    assert row["energy"] in set(Energy)
    assert row["cost"] in set(Cost)
    assert row["weather"] in set(Weather)


@pytest.mark.parametrize("tag", ["energy", "cost", "weather"])
def test_every_tag_has_a_choice_and_the_easiest_is_never_scarce(tag):
    words = {"energy": Energy, "cost": Cost, "weather": Weather}[tag]
    found = Counter(row[tag] for row in ROWS)
    assert set(found) == set(words)
    assert min(found.values()) >= 5
    easiest = next(iter(words))
    assert found[easiest] >= len(ROWS) / 3


def test_indoors_the_weather_does_not_matter():
    assert [
        row["key"] for row in ROWS if row["place"] == Place.INDOORS and row["weather"] != "any"
    ] == []


def test_getting_ready_takes_little_energy_and_nothing_else_is_asked():
    ready = [row for row in ROWS if row["kind"] == StepKind.READY]
    assert {row["energy"] for row in ready} == {Energy.LITTLE}
    assert {row["cost"] for row in ready} == {Cost.FREE}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_every_text_is_there_and_short(row, language):
    for name, text in words(row, language).items():
        assert text == text.strip() != ""
        assert len(text) <= (120 if name == "activity" else 160)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_dutch_and_english_are_two_languages(row):
    dutch, english = words(row, "nl"), words(row, "en")
    assert [name for name in dutch if dutch[name] == english[name]] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_no_step_shames_presses_sells_or_promises(row, language):
    said = " / ".join(words(row, language).values())
    assert shaming(said) == []
    assert UNWANTED.findall(said) == []


def test_the_list_of_unwanted_words_catches_what_it_should():
    assert UNWANTED.findall("Je zult wel moeten doorzetten") == ["moeten", "doorzetten"]
    assert UNWANTED.findall("You should push on") == ["should", "push on"]
    assert UNWANTED.findall("Een buur ontmoeten en de muur wegduwen") == []


def test_the_library_is_read_in_the_order_of_the_file():
    assert [idea.key for idea in ideas()] == [row["key"] for row in ROWS]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("idea", ideas(), ids=lambda idea: idea.key)
def test_an_idea_becomes_a_step_that_the_form_accepts_as_it_is(idea, language):
    step = idea.step("a-key-of-its-own", language)
    assert check_step(draft(step)) == (step, ())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_an_idea_says_what_stands_in_the_file(row):
    idea = next(one for one in ideas() if one.key == row["key"])
    for language in LANGUAGES:
        step = idea.step("a-key-of-its-own", language)
        assert {
            "activity": step.activity,
            "tip": idea.tip[language],
            **{size.value: one.text for size, one in step.sizes.items()},
        } == words(row, language)
        assert {size.value: one.seconds for size, one in step.sizes.items()} == {
            size.value: row[size.value]["seconds"] for size in Size
        }
        assert (step.idea, step.place, step.company, step.kind) == (
            row["key"], row["place"], row["company"], row["kind"],
        )  # fmt: skip
    assert (idea.energy, idea.cost, idea.weather) == (row["energy"], row["cost"], row["weather"])
    assert not idea.of_team
