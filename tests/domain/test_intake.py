"""The beginning: honest days, counts of many, and safety topics that shut nobody out."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lib.domain.intake import (
    LEAST_CLIENTS,
    NEXT_WORDS,
    STAGE_WORDS,
    TOPIC_LIMIT,
    TOPIC_WORDS,
    WAITS,
    Answer,
    Beginning,
    CareContact,
    Carer,
    Intake,
    IntakeDraft,
    Stage,
    Topic,
    check_intake,
    funnel,
    same,
    stage_now,
    stages,
    whole_way,
)
from lib.ui import text

TODAY = date(2026, 3, 18)
REFERRED = date(2026, 3, 1)
REFERRAL, CALL, MEETING, STEP = Stage


def on(day: int | None) -> date | None:
    """A day of March."""
    return date(2026, 3, day) if day else None


def began(
    referral: int | None = None,
    call: int | None = None,
    meeting: int | None = None,
    step: int | None = None,
) -> Beginning:
    known = Intake(referred_on=on(referral), first_call_on=on(call), first_meeting_on=on(meeting))
    return Beginning(known, first_step_on=on(step))


# -- stages -----------------------------------------------------------------------------------


def test_before_anything_is_known_the_referral_comes_first() -> None:
    passed = stages(Beginning())
    assert [one.stage for one in passed] == [REFERRAL, CALL, MEETING, STEP] == list(STAGE_WORDS)
    assert [(one.day, one.reached, one.since, one.days) for one in passed] == [
        (None, False, None, None)
    ] * 4
    assert stage_now(Beginning()) is REFERRAL


@pytest.mark.parametrize(
    ("of", "now", "spans"),
    [
        (began(1), CALL, {}),
        (began(1, 3), MEETING, {CALL: (REFERRAL, 2)}),
        (began(1, 3, 7), STEP, {CALL: (REFERRAL, 2), MEETING: (CALL, 4)}),
        (
            began(1, 3, 7, 12),
            None,
            {CALL: (REFERRAL, 2), MEETING: (CALL, 4), STEP: (MEETING, 5)},
        ),
        # On one day is a known nought, not an unknown one.
        (began(1, 1, 1), STEP, {CALL: (REFERRAL, 0), MEETING: (CALL, 0)}),
        # The call is not known: the days run from what is.
        (began(1, None, 7), STEP, {MEETING: (REFERRAL, 6)}),
        # Somebody walked in, and was called afterwards.
        (began(1, 9, 4), STEP, {CALL: (REFERRAL, 8), MEETING: (REFERRAL, 3)}),
        # A step before anybody met, and one before the referral.
        (began(1, 3, 7, 5), None, {CALL: (REFERRAL, 2), MEETING: (CALL, 4), STEP: (CALL, 2)}),
        (began(5, None, None, 2), None, {}),
        (began(step=12), None, {}),
    ],
)
def test_days_run_from_the_nearest_known_stage_that_was_not_later(
    of: Beginning, now: Stage | None, spans: dict[Stage, tuple[Stage, int]]
) -> None:
    found = {
        one.stage: (one.since, one.days) for one in stages(of) if one.since or one.days is not None
    }
    assert found == spans
    assert stage_now(of) is now


def test_a_stage_is_reached_when_a_later_one_is_and_its_day_stays_unknown() -> None:
    passed = stages(began(meeting=7))
    assert [(one.day, one.reached) for one in passed] == [
        (None, True),
        (None, True),
        (on(7), True),
        (None, False),
    ]


@pytest.mark.parametrize(
    ("of", "days"),
    [
        (began(1, 3, 7, 12), 11),
        (began(1, step=1), 0),
        (began(1, 3, 7), None),
        (began(call=3, step=12), None),
        (began(5, step=2), None),
    ],
)
def test_the_whole_way_needs_both_its_ends(of: Beginning, days: int | None) -> None:
    assert whole_way(of) == days


def test_a_session_is_a_meeting_of_an_unknown_day_and_no_step() -> None:
    assert stage_now(Beginning(began(1, 3, 7).intake, first_session_on=on(7))) is STEP
    met = Beginning(first_session_on=on(7))
    assert [(one.day, one.reached) for one in stages(met)] == [
        (None, True),
        (None, True),
        (None, True),
        (None, False),
    ]
    assert funnel([met]).reached == {REFERRAL: 1, CALL: 1, MEETING: 1, STEP: 0}
    assert stages(met)[2].days is None


# -- many -------------------------------------------------------------------------------------


def test_a_funnel_counts_who_came_how_far() -> None:
    many = [Beginning(), began(1), began(1, 3), began(meeting=7), began(1, 3, 7, 12)]
    found = funnel(many)
    assert (found.clients, found.reached) == (5, {REFERRAL: 4, CALL: 3, MEETING: 2, STEP: 1})
    assert [(one.since, one.until) for one in found.waits] == list(WAITS)
    assert [one.clients for one in found.waits] == [2, 1, 1, 1]


def test_of_a_few_no_days_are_said() -> None:
    assert LEAST_CLIENTS == 5
    assert funnel([began(1, 1 + days) for days in (1, 2, 3, 9)]).waits[0].days is None
    five = funnel([began(1, 1 + days) for days in (1, 2, 3, 9, 20)])
    assert (five.waits[0].days, five.waits[0].clients) == (3.0, 5)
    six = funnel([began(1, 1 + days) for days in (0, 1, 2, 5, 9, 20)])
    assert six.waits[0].days == 3.5
    assert funnel([]) == replace(funnel([]), clients=0, reached=dict.fromkeys(Stage, 0))


def test_an_unknown_day_is_left_out_of_the_median_and_never_nought() -> None:
    known = [began(1, 11)] * 5
    assert funnel([*known, began(1), Beginning(), began(call=4)]).waits[0].days == 10.0
    # Nor a meeting before the call: nobody waited for it.
    walked_in = [began(1, 9, 4)] * 5
    assert funnel(walked_in).waits[1].clients == 0


# -- what is typed ----------------------------------------------------------------------------

TYPED = IntakeDraft(
    referred_by="  huisarts\nDe Linde ",
    referred_on=REFERRED,
    referral_reason="Ik kom\nde deur niet uit.",
    first_call_on=REFERRED,
    first_meeting_on=TODAY,
    safety={
        Topic.HEART: (True, " stent "),
        Topic.BONES: (False, "niets"),
        Topic.EATING: (None, "x"),
    },
    gp_name="De Linde",
    gp_phone="050 123 45 67",
    nurse_name="Noor",
)


def test_what_was_typed_is_cleaned_and_kept() -> None:
    assert check_intake(TYPED, today=TODAY) == (
        Intake(
            referred_by="huisarts De Linde",
            referred_on=REFERRED,
            referral_reason="Ik kom\nde deur niet uit.",
            first_call_on=REFERRED,
            first_meeting_on=TODAY,
            safety={Topic.HEART: Answer(True, "stent"), Topic.BONES: Answer(False)},
            care=CareContact(Carer("De Linde", "050 123 45 67"), Carer("Noor")),
        ),
        (),
    )
    assert check_intake(IntakeDraft(), today=TODAY) == (Intake(), ())


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"referred_on": TODAY + timedelta(days=1)}, ["referred_on"]),
        ({"referred_on": date(1999, 12, 31)}, ["referred_on"]),
        ({"first_call_on": REFERRED - timedelta(days=1)}, ["first_call_on"]),
        ({"first_meeting_on": REFERRED - timedelta(days=1)}, ["first_meeting_on"]),
        ({"first_meeting_on": TODAY + timedelta(days=1)}, ["first_meeting_on"]),
        ({"referred_by": "a" * 121}, ["referred_by"]),
        ({"referral_reason": "a" * 501}, ["referral_reason"]),
        ({"safety": {Topic.HEART: (True, "a" * (TOPIC_LIMIT + 1))}}, ["words_heart"]),
        ({"gp_phone": "bel maar"}, ["gp_phone"]),
        ({"nurse_phone": "12", "nurse_name": "a" * 121}, ["nurse_name", "nurse_phone"]),
    ],
)
def test_each_problem_stands_beside_its_field(change: dict[str, object], fields: list[str]) -> None:
    found, problems = check_intake(replace(TYPED, **change), today=TODAY)
    assert found is None
    assert [problem.field for problem in problems] == fields


@pytest.mark.parametrize(
    "change",
    [
        {"first_call_on": TODAY, "first_meeting_on": REFERRED},  # walked in, called later
        {"referred_on": None, "first_call_on": date(2000, 1, 1)},
        {"referred_on": TODAY, "first_call_on": None, "first_meeting_on": TODAY},
    ],
)
def test_a_meeting_may_come_before_a_call(change: dict[str, object]) -> None:
    assert check_intake(replace(TYPED, **change), today=TODAY)[1] == ()


def test_the_same_is_the_same_whoever_said_it() -> None:
    one = Intake(referred_by="zelf", safety={Topic.HEART: Answer(False)})
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    assert same(one, replace(one, changed_by="Ines", changed_at=moment, version=4))
    assert not same(one, replace(one, safety={}))
    assert not same(one, replace(one, safety={Topic.HEART: Answer(True)}))


def test_care_contact_is_known_by_a_name_or_a_number() -> None:
    assert not CareContact().known
    assert CareContact(gp=Carer(phone="112233")).known
    assert CareContact(nurse=Carer(name="Noor")).known


# -- safety topics ----------------------------------------------------------------------------

# What these texts may never do: keep somebody out, name what they have, order them about.
_SHUTS_OUT = re.compile(
    r"not allowed|may not|cannot (take part|join)|excluded|unfit|refuse|contra-?indicat|diagnos|"
    r"you (have|suffer)|patient|risk|niet meedoen|mag niet|mag je niet|uitgesloten|ongeschikt|"
    r"weiger|contra-?indicatie|je (hebt|lijdt)|patiënt|risico|je moet",
    re.IGNORECASE,
)
_THE_SAME_DAY = {Topic.CHEST_PAIN, Topic.FAINTING, Topic.BREATHLESS, Topic.PALPITATIONS}


def test_every_topic_has_a_name_and_something_to_do_next() -> None:
    assert set(TOPIC_WORDS) == set(NEXT_WORDS) == set(Topic)
    assert len(set(TOPIC_WORDS.values())) == len(Topic) == 11


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("topic", list(Topic))
def test_a_yes_leads_to_somebody_who_knows_and_keeps_nobody_out(
    topic: Topic, language: str
) -> None:
    text.speak(language)
    try:
        name, following = text.t(TOPIC_WORDS[topic]), text.t(NEXT_WORDS[topic])
    finally:
        text.speak(text.DEFAULT)
    assert not _SHUTS_OUT.search(f"{name}. {following}")
    asked = {"en": r"\bGP\b|supervises", "nl": r"huisarts|begeleidt"}[language]
    assert re.search(asked, following)
    day = {"en": "the same day", "nl": "dezelfde dag"}[language]
    assert (day in following and "112" in following) == (topic in _THE_SAME_DAY)


def test_the_search_for_words_that_shut_out_finds_them() -> None:
    for words in ("You are not allowed to join", "Je mag niet bewegen", "de diagnose is"):
        assert _SHUTS_OUT.search(words)
