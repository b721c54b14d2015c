"""Drafts: whatever a browser sends, what is kept can be written down and shown again."""

import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.domain.drafts import (
    FIELDS_AT_MOST,
    TEXT_LIMIT,
    DraftElsewhere,
    SavedOtherwise,
    field_of,
    fitting,
    form_of_page,
    in_browser,
    page_of,
    session_of,
    texts_of,
    with_words,
    without_form,
)
from lib.domain.problems import Refused

SURROGATE = "\ud83d"


def writable(fields: dict[str, Any]) -> bool:
    """True when this can be sealed and drawn: JSON without NaN, in UTF-8."""
    json.dumps(fields, ensure_ascii=False, allow_nan=False).encode("utf-8")
    return True


# -- what is kept -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bob liep tot de brug.\nDaar zat een reiger. \U0001f469‍\U0001f33e",
        "a\x00b\x1b[31m",
        "٣٠",
        "e\u0301 en é",
        0,
        -3,
        7,
        6.5,
        -0.0,
        2**53,
        True,
        False,
        None,
        [],
        ["moe", "druk hoofd"],
        "a" * TEXT_LIMIT,
        ["a" * 400] * 40,
    ],
)
def test_what_a_field_of_a_form_can_hold_comes_back_as_it_was(value: object) -> None:
    found = fitting({"field": value})
    assert found == {"field": value}
    assert type(found["field"]) is type(value)
    assert writable(found)


@pytest.mark.parametrize(
    "value",
    [
        "a" * (TEXT_LIMIT + 1),
        "a" * 1_000_000,
        float("nan"),
        math.inf,
        -math.inf,
        10**400,
        -(10**5000),
        2**53 + 1,
        {"nested": {"deeper": 1}},
        {1, 2},
        (1, 2),
        b"bytes",
        1j,
        object(),
        fitting,
        ["a"] * 41,
    ],
    ids=lambda value: str(type(value).__name__),
)
def test_what_no_field_can_hold_is_left_out_and_the_others_stay(value: object) -> None:
    assert fitting({"before": "blijft", "field": value, "after": 3}) == {
        "before": "blijft",
        "after": 3,
    }


def test_of_a_list_the_words_are_kept_and_the_rest_is_left_out() -> None:
    mixed = ["moe", 3, None, ["diep"], {"a": 1}, "a" * 401, float("nan"), "druk"]
    assert fitting({"barriers": mixed}) == {"barriers": ["moe", "druk"]}


def test_half_an_emoji_is_left_out_of_words_lists_and_names() -> None:
    found = fitting({f"note{SURROGATE}": f"hoi {SURROGATE}daar", "barriers": [f"moe{SURROGATE}"]})
    assert found == {"note": "hoi daar", "barriers": ["moe"]}
    assert writable(found)


@pytest.mark.parametrize("name", [3, None, ("a", "b"), "a" * 121, b"note"])
def test_a_name_that_is_no_name_of_a_field_is_left_out(name: Any) -> None:
    assert fitting({name: "x", "a" * 120: "y"}) == {"a" * 120: "y"}


def test_of_ten_thousand_fields_the_first_are_kept() -> None:
    found = fitting({f"field{n}": n for n in range(10_000)})
    assert list(found) == [f"field{n}" for n in range(FIELDS_AT_MOST)]


def test_what_is_left_out_takes_nobodys_place() -> None:
    odd = {f"odd{n}": object() for n in range(FIELDS_AT_MOST)}
    assert fitting({**odd, "note": "blijft"}) == {"note": "blijft"}


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=20)
    | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


# The first draw builds tables of every sign there is, which takes a second on a busy machine.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=()), max_size=5) | st.integers(),
        anything,
        max_size=6,
    )
)
def test_whatever_comes_what_is_kept_can_be_written_down_and_read_back(
    fields: dict[Any, Any],
) -> None:
    found = fitting(fields)
    assert writable(found)
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found
    assert fitting(found) == found
    assert len(found) <= len(fields)


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=50) | st.none() | st.booleans()))
def test_ordinary_words_are_never_changed(fields: dict[str, Any]) -> None:
    assert fitting(fields) == fields


# -- what is refused --------------------------------------------------------------------------


def test_both_refusals_say_that_nothing_was_lost() -> None:
    assert "Look at both" in DraftElsewhere().sentence
    refused = SavedOtherwise("0" * 32)
    assert "still stands" in refused.sentence
    assert refused.session_id == "0" * 32
    assert "0" * 32 not in str(refused)
    assert isinstance(refused, Refused)
    assert isinstance(DraftElsewhere(), Refused)


# -- texts of other forms ---------------------------------------------------------------------


def test_a_field_is_called_the_same_in_every_round_of_its_form() -> None:
    keys = [f"new goal:{'ab' * 16}#{round}:words" for round in (0, 1, 12)]
    assert {field_of(in_browser(key)) for key in keys} == {f"new-goal-{'ab' * 16}/words"}


@pytest.mark.parametrize("name", ["", "note", "a-b-c", "a-1-", "-1-b", "a" * 200 + "-1-b"])
def test_what_is_no_field_of_a_form_has_no_name(name: str) -> None:
    assert field_of(name) is None


def test_texts_stand_beside_each_other_and_the_last_of_a_field_counts() -> None:
    held = with_words({}, {"a-0-x": "een", "b-0-x": "twee"}, tab="t")
    held = with_words(held, {"a-1-x": "drie", "c": "geen naam", "b-0-y": 7}, tab="u")
    assert texts_of(held) == {"a/x": "drie", "b/x": "twee"}
    assert texts_of(with_words(held, {"a-0-x": "vier"}, tab="t")) == {"a/x": "vier", "b/x": "twee"}


def test_a_saved_form_leaves_nothing_and_a_late_word_of_it_is_not_kept() -> None:
    held = with_words({}, {"a-0-x": "een", "goal-0-x": "ander", "goal-2-x": "ouder"}, tab="t")
    held = without_form(held, "goal#0:", tab="t")
    assert texts_of(held) == {"a/x": "een"}
    held = with_words(held, {"goal-0-x": "te laat", "goal-0-y": "ook"}, tab="t")
    assert texts_of(held) == {"a/x": "een"}
    # The next round of it, and the same form in another tab, are no late words.
    assert texts_of(with_words(held, {"goal-1-x": "nieuw"}, tab="t"))["goal/x"] == "nieuw"
    assert texts_of(with_words(held, {"goal-0-x": "elders"}, tab="u"))["goal/x"] == "elders"


def test_what_was_saved_is_remembered_for_the_last_forty_forms_and_no_more() -> None:
    held: dict[str, Any] = {}
    for number in range(60):
        held = without_form(held, f"form {number}#0:", tab="t")
    assert len(held["#done"]) == 40
    assert fitting(held) == held


def test_a_draft_is_of_a_session_or_of_a_page() -> None:
    assert page_of(form_of_page("agreements")) == "agreements"
    assert page_of("session") == page_of("session:abc") == ""
    assert session_of("session:abc") == "abc"


@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=130), st.one_of(st.text(max_size=60), st.integers())))
def test_whatever_a_browser_sends_for_a_page_can_be_kept(words: dict[str, Any]) -> None:
    held = with_words({}, words, tab="t")
    assert writable(held)
    assert set(texts_of(held)) == {field_of(n) for n, v in held.items() if isinstance(v, str)}
