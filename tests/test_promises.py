"""Documents that name tests: each of them is there, and nothing of the standard is forgotten."""

import re

import pytest

from lib.storage.engine import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
DOCUMENTS = sorted(
    path.relative_to(ROOT)
    for path in (ROOT / "docs").rglob("*.md")
    if NAMED.search(path.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_test_that_a_document_names_exists(document: str) -> None:
    named = NAMED.findall((ROOT / document).read_text(encoding="utf-8"))
    gone = []
    for file, name in named:
        path = ROOT / file
        there = path.exists() and (not name or f"def {name}(" in path.read_text(encoding="utf-8"))
        if not there:
            gone.append(f"{file}::{name}")
    assert gone == []


def test_the_search_finds_what_documents_name() -> None:
    assert ROOT / "docs" / "promises.md" in {ROOT / one for one in DOCUMENTS}
    assert NAMED.findall("`tests/a.py::test_b` and `tests/c.py`") == [
        ("tests/a.py", "test_b"),
        ("tests/c.py", ""),
    ]


def test_every_promise_has_its_line() -> None:
    words = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| P(\d+) \|", words, re.MULTILINE) == [str(n) for n in range(1, 18)]


# How many requirements of levels 1 and 2 each chapter of the standard has.
ASVS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9}
ASVS |= {13: 13, 14: 9, 15: 13, 16: 16, 17: 7}


def test_every_requirement_of_the_standard_has_its_line_once() -> None:
    words = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \|", words, re.MULTILINE)
    assert len(lines) == len(set(lines))
    assert {chapter: sum(int(c) == chapter for c, _, _ in lines) for chapter in ASVS} == ASVS


def test_a_line_says_yes_part_no_or_why_it_does_not_count() -> None:
    words = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
    verdicts = re.findall(
        r"^\| \d+\.\d+\.\d+ \| [^|]+ \| ([^|]+) \| [^|]+ \|$", words, re.MULTILINE
    )
    assert len(verdicts) == sum(ASVS.values())
    assert set(verdicts) == {"yes", "part", "no", "n.a.", "deploy"}
