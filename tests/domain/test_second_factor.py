"""The second step: which codes count when, and what somebody may type for one."""

from datetime import UTC, datetime, timedelta

import pytest

from lib.domain.second_factor import (
    RECOVERY_LENGTH,
    RECOVERY_SIGNS,
    Factor,
    app_code,
    recovery_code,
    shown,
    step_at,
    steps_that_count,
)
from lib.domain.sign_in import browser_words
from tests.cast import NOW

CODE = "abcdefghjkmnpqrs"


def test_a_step_is_half_a_minute_as_the_standard_counts_it() -> None:
    # RFC 6238, appendix B: 59 seconds is step 1, 1111111109 is 0x23523EC, 2000000000 0x3F940AA.
    for seconds, step in ((59, 1), (1_111_111_109, 0x23523EC), (2_000_000_000, 0x3F940AA)):
        assert step_at(datetime.fromtimestamp(seconds, UTC)) == step


def test_a_clock_may_be_off_by_one_step_and_no_more() -> None:
    present = step_at(NOW)
    assert steps_that_count(NOW, last_step=0) == (present - 1, present, present + 1)


def test_a_step_that_was_used_and_all_before_it_are_gone() -> None:
    present = step_at(NOW)
    assert steps_that_count(NOW, last_step=present) == (present + 1,)
    assert steps_that_count(NOW, last_step=present + 1) == ()
    after = NOW + timedelta(seconds=60)
    assert steps_that_count(after, last_step=present + 1) == (present + 2, present + 3)


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "12 34 56"])
def test_six_digits_may_be_spaced_as_the_app_shows_them(typed: str) -> None:
    assert app_code(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "1e5678", "²23456"])
def test_anything_else_is_no_code(typed: str) -> None:
    assert app_code(typed) is None


@pytest.mark.parametrize(
    "typed", [CODE, shown(CODE), CODE.upper(), f"  {shown(CODE)} ", " ".join(CODE)]
)
def test_a_recovery_code_may_be_typed_with_or_without_its_groups(typed: str) -> None:
    assert recovery_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE[1:], CODE + "a", CODE[:-1] + "1", CODE[:-1] + "é"])
def test_anything_else_is_no_recovery_code(typed: str) -> None:
    assert recovery_code(typed) is None


def test_no_sign_of_a_recovery_code_looks_like_another() -> None:
    assert not set(RECOVERY_SIGNS) & set("0oO1iIlL")
    assert len(set(RECOVERY_SIGNS)) == len(RECOVERY_SIGNS)
    assert len(RECOVERY_SIGNS) ** RECOVERY_LENGTH > 2**79


def test_three_codes_left_is_few() -> None:
    assert [Factor(NOW, left).few_left for left in (4, 3, 0)] == [False, True, True]


CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (CHROME, "Chrome, Windows"),
        (f"{CHROME} Edg/141.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari, iPad"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome, Android"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_from_a_list_of_ours_alone(sent: str, words: str) -> None:
    assert browser_words(sent) == words
