"""What people type: cleaned once, seen as it is, and never dangerous to keep."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.texts import clean, line, passage, visible

TYPED = st.text(st.characters(blacklist_categories=()), max_size=40)  # surrogates as well

CLEANED = [
    ("", ""),
    (None, ""),
    ("thee", "thee"),
    ("   ", ""),
    ("\n\n\t \n", ""),
    ("\u00a0\u2003thee\u2003", "thee"),
    ("a\x00b", "ab"),
    ("\x00", ""),
    ("a\x07\x1b[31mb\x7f\x9b", "a[31mb"),
    ("a\ud800b", "ab"),
    ("\udfff", ""),
    ("a\u202eb\u202c", "ab"),
    ("\u2066a\u2069", "a"),
    ("a\u202a\u202b\u202d\u2067\u2068b", "ab"),
    ("e\u0301", "\u00e9"),
    ("\u1112\u1161\u11ab", "\ud55c"),
    ("\u212b", "\u00c5"),
    ("een\r\ntwee\rdrie\nvier", "een\ntwee\ndrie\nvier"),
    ("een\r\r\ntwee", "een\n\ntwee"),
    ("een\ttwee", "een\ttwee"),
    ("  een\n  twee  ", "een\n  twee"),
    ("O'Brien; DROP TABLE client; --", "O'Brien; DROP TABLE client; --"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("{name} %s %(x)s ${y}", "{name} %s %(x)s ${y}"),
    ("👩‍👧 🏳️‍🌈", "👩‍👧 🏳️‍🌈"),
    ("Şükrü Ünal", "Şükrü Ünal"),
    ("محمد", "محمد"),
    ("\u200b", ""),
    ("Bo\u200bb", "Bob"),  # would look like another Bob
    ("Bo\u00adb\u2060\ufeff\u200e", "Bob"),
    ("می\u200cخواهم", "می\u200cخواهم"),  # Persian needs this joiner
]


@pytest.mark.parametrize(("typed", "kept"), CLEANED)
def test_what_is_typed_is_cleaned_once_and_then_stays_so(typed: str | None, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept


def test_twins_that_look_alike_are_kept_alike() -> None:
    composed, decomposed = "Zoë Müller", unicodedata.normalize("NFD", "Zoë Müller")
    assert composed != decomposed
    assert clean(composed) == clean(decomposed) == composed
    assert line(decomposed, field="name", limit=10) == (composed, ())


@given(TYPED)
def test_whatever_is_typed_can_be_written_down_and_read_back(typed: str) -> None:
    found = clean(typed)
    assert clean(found) == found
    assert found.encode("utf-8").decode("utf-8") == found
    assert "\x00" not in found
    assert "\r" not in found
    assert "\u202e" not in found
    assert found == found.strip()
    assert unicodedata.is_normalized("NFC", found)


@given(TYPED)
def test_a_line_is_one_line(typed: str) -> None:
    found, _ = line(typed, field="name", limit=100)
    assert len(found.splitlines()) <= 1
    assert "  " not in found
    assert line(found, field="name", limit=100)[0] == found


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Naar   de\tbrievenbus \n", "Naar de brievenbus"),
        ("een\r\ntwee", "een twee"),
        ("een\u2028twee\u2029drie", "een twee drie"),
        ("een\u00a0twee", "een twee"),
        ("\n\n", ""),
    ],
)
def test_a_line_holds_no_break_and_no_double_space(typed: str, kept: str) -> None:
    assert line(typed, field="name", limit=100) == (kept, ())


def test_a_passage_keeps_its_lines() -> None:
    assert passage("een\r\n\r\ntwee\n", field="note", limit=100) == ("een\n\ntwee", ())


UNSEEN = [
    "",
    " ",
    "\t\n",
    "\u200b",
    "\u200b\u2060\ufeff",
    "\u200c\u200d",
    "\u00a0",
    "\u2003 \u200d",
    "\x00",
    "\ud800",
    "\u0301",  # an accent on nothing
    "\u3164",  # a filler that counts as a letter
    "\u2800",
]


@pytest.mark.parametrize("typed", UNSEEN)
@pytest.mark.parametrize("read", [line, passage])
def test_what_nobody_would_see_does_not_fill_a_required_field(typed: str, read) -> None:
    _, problems = read(typed, field="name", limit=10, required=True)
    assert [(p.field, p.sentence) for p in problems] == [("name", "Please fill this in.")]


@pytest.mark.parametrize("typed", UNSEEN)
@pytest.mark.parametrize("read", [line, passage])
def test_a_field_that_is_not_required_may_stay_empty(typed: str, read) -> None:
    assert read(typed, field="note", limit=10)[1] == ()


@pytest.mark.parametrize("typed", ["a", ".", "0", "é", "👍", "\u200ba", "م", "'"])
def test_one_sign_that_is_seen_is_enough(typed: str) -> None:
    assert visible(typed)
    assert line(typed, field="name", limit=10, required=True)[1] == ()


@pytest.mark.parametrize("read", [line, passage])
@pytest.mark.parametrize("sign", ["a", "é", "👍"])
def test_a_limit_counts_signs_not_bytes(sign: str, read) -> None:
    assert read(sign * 10, field="name", limit=10) == (sign * 10, ())
    (problem,) = read(sign * 11, field="name", limit=10)[1]
    assert problem.values == {"length": 11, "limit": 10}
    assert problem.sentence.format(**problem.values) == "This is 11 signs long; 10 fit here."


def test_a_limit_counts_what_is_kept() -> None:
    assert line("a" + " " * 50 + "b\x00\x00", field="name", limit=3) == ("a b", ())
    assert line("e\u0301" * 10, field="name", limit=10)[1] == ()


@pytest.mark.parametrize("typed", ["a" * 1_000_000, "e\u0301" * 500_000, "\r\n" * 500_000 + "a"])
def test_a_megabyte_is_read_at_once(typed: str) -> None:
    began = time.perf_counter()
    passage(typed, field="note", limit=10_000, required=True)
    assert time.perf_counter() - began < 5
    if typed[0] != "\r":
        assert passage(typed, field="note", limit=10_000)[1] != ()


def test_a_problem_never_repeats_what_was_typed() -> None:
    secret = "iets van Bob"
    (problem,) = line(secret, field="name", limit=3)[1]
    assert secret not in problem.sentence + str(dict(problem.values))
