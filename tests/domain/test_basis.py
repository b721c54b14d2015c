"""What a route rests on: whole agreements only, and what they mean for silence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lib.domain.basis import (
    CHANNEL_WORDS,
    PROFILE_WORDS,
    SILENCE_WORDS,
    WHAT_FOR_LIMIT,
    WHO_LIMIT,
    WISH_WORDS,
    WORDS_LIMIT,
    Basis,
    BasisDraft,
    Channel,
    Profile,
    Silence,
    SilenceAgreement,
    Wish,
    check_basis,
    dated,
    same,
    silent_after,
)
from lib.domain.caseload import SILENT_DAYS

TODAY = date(2026, 3, 18)
CALL = SilenceAgreement(Silence.CONTACT, 10, "", Channel.CALL, "Hoe is het?")
SAID: dict[str, Any] = {
    "silence": "contact",
    "silence_days": 10,
    "silence_channel": "call",
    "silence_words": "Hoe is het?",
}


def checked(**said: Any) -> Basis:
    found, problems = check_basis(BasisDraft(**said), today=TODAY)
    assert problems == ()
    assert found is not None
    return found


def fields(**said: Any) -> list[str]:
    """The fields with a problem; nothing is kept then."""
    found, problems = check_basis(BasisDraft(**said), today=TODAY)
    assert (found is None) is bool(problems)
    return [problem.field for problem in problems]


def test_every_word_has_a_sentence_of_its_own() -> None:
    for words, kind in (
        (PROFILE_WORDS, Profile),
        (WISH_WORDS, Wish),
        (SILENCE_WORDS, Silence),
        (CHANNEL_WORDS, Channel),
    ):
        assert set(words) == set(kind)
        assert len(set(words.values())) == len(kind)


def test_an_empty_form_is_the_usual() -> None:
    assert checked() == Basis()


def test_what_is_said_is_kept_clean() -> None:
    found = checked(
        what_for="  aan het water\r\nmet mijn kleinzoon \u202e",
        profile="cautious",
        pem=True,
        wish="smaller",
        wish_on=date(2026, 3, 1),
        **SAID,
    )
    assert found == Basis(
        what_for="aan het water\nmet mijn kleinzoon",
        profile=Profile.CAUTIOUS,
        pem=True,
        wish=Wish.SMALLER,
        wish_on=date(2026, 3, 1),
        silence=CALL,
    )


# -- silence ----------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [1, 10, 14.0, 90])
def test_contact_comes_after_some_whole_days(days: float) -> None:
    agreed = checked(**{**SAID, "silence_days": days}).silence
    assert agreed is not None
    assert agreed.days == int(days)
    assert isinstance(agreed.days, int)


@pytest.mark.parametrize("days", [None, 0, -3, 91, 2.5, float("nan"), float("inf")])
def test_any_other_number_of_days_is_asked_again(days: float | None) -> None:
    assert fields(**{**SAID, "silence_days": days}) == ["silence_days"]


def test_contact_needs_a_way_and_someone_else_a_name() -> None:
    assert fields(**{**SAID, "silence_channel": None}) == ["silence_channel"]
    assert fields(**{**SAID, "silence_channel": "pigeon"}) == ["silence_channel"]
    someone = {**SAID, "silence": "someone"}
    assert fields(**someone) == ["silence_who"]
    assert fields(**someone, silence_who=" \u200b ") == ["silence_who"]
    agreed = checked(**someone, silence_who=" Karin,\nmijn zus ").silence
    assert agreed is not None
    assert agreed.who == "Karin, mijn zus"
    assert fields(**{**someone, "silence_days": None, "silence_channel": None}) == [
        "silence_days",
        "silence_who",
        "silence_channel",
    ]


def test_what_does_not_belong_to_the_choice_is_left_out() -> None:
    rest = {"silence_days": 10, "silence_who": "Karin", "silence_channel": "call"}
    leave = checked(silence="leave", silence_words="ik bel zelf", **rest)
    assert leave.silence == SilenceAgreement(Silence.LEAVE, words="ik bel zelf")
    assert checked(silence=None, silence_words="ik bel zelf", **rest).silence is None
    own = checked(silence="contact", **rest).silence
    assert own is not None
    assert own.who == ""
    assert fields(silence="shout") == ["silence"]


def test_silence_is_a_reason_after_the_days_that_were_agreed() -> None:
    assert silent_after(Basis()) == SILENT_DAYS == 14
    assert silent_after(Basis(silence=CALL)) == 10
    assert silent_after(Basis(silence=replace(CALL, days=30))) == 30
    assert silent_after(Basis(silence=replace(CALL, kind=Silence.SOMEONE, days=3))) == 3
    # A row without its days may never make a client disappear from sight.
    assert silent_after(Basis(silence=replace(CALL, days=None))) == SILENT_DAYS


def test_silence_of_who_wants_to_be_left_in_peace_is_never_a_reason() -> None:
    assert silent_after(Basis(silence=SilenceAgreement(Silence.LEAVE))) is None
    assert silent_after(Basis(silence=SilenceAgreement(Silence.LEAVE, days=10))) is None


def test_an_agreement_keeps_its_day_until_it_changes() -> None:
    now = Basis(silence=CALL)
    first = dated(now, Basis(), today=TODAY)
    assert first.silence is not None
    assert first.silence.agreed_on == TODAY
    later = TODAY + timedelta(days=9)
    assert dated(replace(now, what_for="de zee"), first, today=later).silence == first.silence
    for change in ({"days": 11}, {"channel": Channel.VISIT}, {"words": ""}, {"who": "Karin"}):
        other = dated(Basis(silence=replace(CALL, **change)), first, today=later).silence
        assert other is not None
        assert other.agreed_on == later, change
    assert dated(Basis(), first, today=later).silence is None


# -- the rest ---------------------------------------------------------------------------------


def test_a_wish_goes_with_its_day() -> None:
    assert checked(wish="larger").wish_on == TODAY
    assert checked(wish="larger", wish_on=TODAY).wish_on == TODAY
    assert fields(wish="larger", wish_on=TODAY + timedelta(days=1)) == ["wish_on"]
    assert fields(wish="huge") == ["wish"]
    without = checked(wish=None, wish_on=date(2026, 3, 1))
    assert (without.wish, without.wish_on) == (None, None)


def test_pace_and_pem_have_to_be_said() -> None:
    assert fields(profile=None, pem=None) == ["profile", "pem"]
    assert fields(profile="brave") == ["profile"]


def test_every_text_has_its_limit() -> None:
    someone = {**SAID, "silence": "someone", "silence_who": "k" * WHO_LIMIT}
    checked(what_for="a" * WHAT_FOR_LIMIT, **{**someone, "silence_words": "b" * WORDS_LIMIT})
    assert fields(what_for="a" * (WHAT_FOR_LIMIT + 1)) == ["what_for"]
    assert fields(**{**someone, "silence_who": "k" * (WHO_LIMIT + 1)}) == ["silence_who"]
    assert fields(**{**SAID, "silence_words": "b" * (WORDS_LIMIT + 1)}) == ["silence_words"]


def test_two_say_the_same_whoever_changed_them_and_when() -> None:
    one = Basis(what_for="de zee", silence=CALL, version=3, changed_by="Ines")
    other = Basis(what_for="de zee", silence=replace(CALL, agreed_on=TODAY), changed_by="Marek")
    assert same(one, other)
    assert not same(one, replace(other, pem=True))
    assert not same(one, replace(other, what_for="het bos"))
    assert not same(one, replace(other, silence=None))
    assert not same(one, replace(other, wish=Wish.SAME, wish_on=TODAY))
