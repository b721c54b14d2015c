"""The Dutch words are complete, fit their sentences, and shame nobody."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {"t": (1,), "tn": (1, 2), "msg": (1,)}
# Words that make someone small. "maar X %" is caught as a shape.
FORBIDDEN = (
    "mislukt", "gefaald", "niet gehaald", "therapietrouw", "non-compliant", "slechts", "je moet",
    "lui", "excuus", "verbroken", "streak", "reeks kwijt", "achterstand", "onvoldoende",
    "slecht gescoord", "weer niet",
)  # fmt: skip


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    with (ROOT / "data/locales/nl/LC_MESSAGES/app.po").open("rb") as file:
        return read_po(file, locale="nl")


@pytest.fixture(scope="module")
def in_code() -> set[str | tuple[str, ...]]:
    config = BytesIO((ROOT / "data/locales/babel.cfg").read_bytes())
    methods, options = parse_mapping_cfg(__import__("io").TextIOWrapper(config), "babel.cfg")
    found = extract_from_dir(ROOT, methods, options, KEYWORDS)
    return {message for _, _, message, _, _ in found if message}


def test_every_sentence_in_the_code_is_in_the_dutch_catalog(dutch, in_code):
    known = {message.id for message in dutch if message.id}
    assert len(in_code) > 250
    assert in_code - known == set()


def test_the_dutch_catalog_holds_nothing_that_is_no_longer_said(dutch, in_code):
    assert {message.id for message in dutch if message.id} - in_code == set()


def test_no_sentence_hides_inside_an_f_string(dutch):
    """The extraction does not see `t("…")` within an f-string: the Dutch would be missing."""
    known = {one for m in dutch if m.id for one in (m.id if isinstance(m.id, tuple) else (m.id,))}
    missing = []
    for path in [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", None)
            if isinstance(node, ast.Call) and name in KEYWORDS:
                said = [a.value for a in node.args if isinstance(a, ast.Constant)]
                missing += [text for text in said if isinstance(text, str) and text not in known]
    assert missing == []


def test_every_sentence_is_translated_and_none_is_a_guess(dutch):
    empty = [
        message.id
        for message in dutch
        if message.id
        and (
            message.fuzzy
            or not all(message.string if isinstance(message.string, tuple) else [message.string])
        )
    ]
    assert empty == []


def test_every_translation_keeps_the_places_of_its_sentence(dutch):
    wrong = []
    for message in dutch:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wrong += [
            ids
            for one, other in zip(ids, strings, strict=True)
            if set(re.findall(r"{\w+}", one)) != set(re.findall(r"{\w+}", other))
        ]
    assert wrong == []


def shaming(text: str) -> list[str]:
    lower = text.casefold()
    found = [word for word in FORBIDDEN if re.search(rf"(?<!\w){re.escape(word)}\w*", lower)]
    # "luister" and "luid" are not "lui".
    found = [word for word in found if word != "lui" or re.search(r"(?<!\w)luie?(?!\w)", lower)]
    return found + re.findall(r"maar \S+ ?%", lower)


def test_the_list_of_shaming_words_catches_what_it_should():
    assert shaming("Je bent lui geweest") == ["lui"]
    assert shaming("Luister naar elkaar") == []
    assert shaming("maar 30 % gedaan") == ["maar 30 %"]
    assert shaming("Het doel is niet gehaald") == ["niet gehaald"]


def test_no_dutch_sentence_shames_anyone(dutch):
    texts = []
    for message in dutch:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        texts += [s for s in strings if message.id and shaming(s)]
    assert texts == []


# Words that coaches misread or stumbled over when they first used the screens.
MISREAD = (
    "caseload", "(n =", "echt mens", "op locatie", "werkte niet", "eerste die anderen",
    "rust telt nooit mee", "als niets gedaan", "ik moet de notities",
)  # fmt: skip


def test_words_that_were_misread_do_not_come_back(dutch):
    texts = " ".join(
        text
        for message in dutch
        if message.id
        for text in (message.string if isinstance(message.string, tuple) else [message.string])
    ).casefold()
    assert [words for words in MISREAD if words in texts] == []


def test_a_percentage_never_stands_on_the_screen_as_a_score(dutch):
    """Only the meaning of the interval names a percentage."""
    found = {one for m in dutch if m.id for one in re.findall(r"\S*%", str(m.string))}
    assert found <= {"95%", "{confidence}%"}
