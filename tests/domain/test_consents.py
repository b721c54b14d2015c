"""Consent: for each purpose the answer told last, and a yes can be taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from lib.domain.consents import (
    ANSWER_WORDS,
    PURPOSE_WORDS,
    TOLD_WORDS,
    WORDS_LIMIT,
    Answer,
    Checked,
    Consent,
    ConsentDraft,
    Purpose,
    Told,
    allowed,
    check_consent,
    check_withdrawal,
    in_force,
)

TODAY = date(2026, 3, 18)
ABOUT = Purpose.LEARNING


def told(
    answer: str, day: int, *, purpose: Purpose = ABOUT, minute: int = 0, withdrawn: int = 0
) -> Consent:
    return Consent(
        id=f"{answer}{day}{minute}",
        purpose=purpose,
        answer=Answer(answer),
        told=Told.SPOKEN,
        told_on=date(2026, 3, day),
        words="",
        made_by="Ines Dragstra",
        made_at=datetime(2026, 3, 18, 9, minute, tzinfo=UTC),
        withdrawn_on=date(2026, 3, withdrawn) if withdrawn else None,
        withdrawn_by="Ines Dragstra" if withdrawn else None,
    )


def test_every_choice_has_its_words() -> None:
    assert set(PURPOSE_WORDS) == set(Purpose)
    assert set(ANSWER_WORDS) == set(Answer)
    assert set(TOLD_WORDS) == set(Told)


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ([], None),
        ([told("yes", 1)], True),
        ([told("no", 1)], False),
        ([told("yes", 1, withdrawn=5)], False),
        ([told("yes", 1), told("no", 2)], False),
        ([told("no", 1), told("yes", 2)], True),
        ([told("yes", 1, withdrawn=5), told("yes", 6, minute=1)], True),
        # An old paper that is written down later does not undo what was said since.
        ([told("yes", 1, minute=30), told("no", 2, minute=1)], False),
        # Of one day the one written down last.
        ([told("yes", 1), told("no", 1, minute=1)], False),
        ([told("yes", 1, withdrawn=1), told("yes", 1, minute=1)], True),
        ([told("yes", 1, purpose=Purpose.MESSAGES)], None),
    ],
)
def test_the_answer_told_last_is_in_force_in_whatever_order_they_stand(
    consents: list[Consent], expected: bool | None
) -> None:
    for some in permutations(consents):
        assert allowed(some, ABOUT) is expected
        standing = in_force(some, ABOUT)
        assert (standing is None) == (expected is None)


def draft(**changes: object) -> ConsentDraft:
    return replace(ConsentDraft("messages", "yes", "spoken", TODAY, " na tienen\n"), **changes)


def test_an_answer_is_cleaned_and_kept() -> None:
    kept = Checked(Purpose.MESSAGES, Answer.YES, Told.SPOKEN, TODAY, "na tienen")
    assert check_consent(draft(), before=None, today=TODAY) == (kept, ())


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"purpose": None}, ["purpose"]),
        ({"purpose": "anything"}, ["purpose"]),
        ({"answer": None, "told": None}, ["answer", "told"]),
        ({"answer": "maybe"}, ["answer"]),
        ({"told_on": None}, ["told_on"]),
        ({"told_on": TODAY + timedelta(days=1)}, ["told_on"]),
        ({"told_on": date(1999, 12, 31)}, ["told_on"]),
        ({"words": "a" * (WORDS_LIMIT + 1)}, ["words"]),
        ({"purpose": "someone_close", "words": " "}, ["words"]),
        ({"purpose": "someone_close", "answer": "no", "words": ""}, []),
    ],
)
def test_each_problem_stands_beside_its_field(
    changes: dict[str, object], fields: list[str]
) -> None:
    found, problems = check_consent(draft(**changes), before=None, today=TODAY)
    assert [problem.field for problem in problems] == fields
    assert (found is None) == bool(fields)


@pytest.mark.parametrize(
    ("before", "day", "fits"),
    [
        (told("yes", 10), 10, True),
        (told("yes", 10), 9, False),
        (told("yes", 10, withdrawn=12), 12, True),
        (told("yes", 10, withdrawn=12), 11, False),
    ],
)
def test_an_answer_of_before_the_last_word_is_asked_again(
    before: Consent, day: int, fits: bool
) -> None:
    about = draft(told_on=date(2026, 3, day))
    _, problems = check_consent(about, before=before, today=TODAY)
    assert [problem.field for problem in problems] == ([] if fits else ["told_on"])


@pytest.mark.parametrize(
    ("day", "fits"), [(None, False), (9, False), (10, True), (18, True), (19, False)]
)
def test_a_yes_is_taken_back_since_it_was_said(day: int | None, fits: bool) -> None:
    value = date(2026, 3, day) if day else None
    problems = check_withdrawal(value, told("yes", 10), today=TODAY)
    assert [problem.field for problem in problems] == ([] if fits else ["withdrawn_on"])
