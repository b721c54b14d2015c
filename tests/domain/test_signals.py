"""Signals: each kind of reason from its first day to its last, and the rows that come of them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.advice_inputs import SessionNumbers
from lib.domain.advice_settings import Parameters
from lib.domain.basis import Basis, Channel, Profile, Silence, SilenceAgreement, silent_after
from lib.domain.calendar import at_local
from lib.domain.caseload import Reason, SessionMood, standing
from lib.domain.measurements import Answered, FilledIn, Filling
from lib.domain.questionnaires import Measure
from lib.domain.routes import AgreedRest, Version
from lib.domain.sessions import Attendance, CheckIn, Outcome
from lib.domain.signals import (
    KIND_WORDS,
    Case,
    Fact,
    Kind,
    Planned,
    Row,
    State,
    Tally,
    facts,
    in_order,
    snooze_latest,
    tallies,
)
from tests.cast import step
from tests.domain.test_caseload import (
    CLIENT,
    LOW,
    LOWER,
    STRETCH,
    USUAL,
    WALK,
    day,
    done,
    moods,
    record,
    rest,
    route,
    session,
)

USUAL_SETTINGS = Parameters()


def case(
    *,
    told: Sequence[SessionNumbers] = (),
    basis: Basis = Basis(),  # noqa: B008 - frozen
    parameters: Parameters = USUAL_SETTINGS,
    fillings: Sequence[Filling] = (),
    planned: Sequence[Planned] = (),
    flagged: Mapping[Kind, date] | None = None,
    **known: Any,
) -> Case:
    """A client with an appointment ahead and one step, of whom nothing else is known."""
    return Case(record(**known), told, basis, parameters, fillings, planned, flagged or {})


def on(n: int, **known: Any) -> tuple[Fact, ...]:
    return facts(case(**known), today=day(n))


def of_kind(kind: Kind, n: int, **known: Any) -> Fact | None:
    return next((one for one in on(n, **known) if one.kind is kind), None)


def kinds(n: int, **known: Any) -> list[Kind]:
    return [one.kind for one in on(n, **known)]


def worse(n: int, answer: bool | None = True) -> SessionNumbers:
    return SessionNumbers(day(n), next_day_worse=answer)


def told(n: int, **numbers: int) -> SessionNumbers:
    return SessionNumbers(day(n), **numbers)


def met(n: int, hour: int = 9) -> datetime:
    return at_local(day(n), time(hour, 0))


def filling(n: int, how: FilledIn = FilledIn.PAPER, *, id_: str = "f", hour: int = 12) -> Filling:
    answers = Answered(Measure.WHO5, day(n), (3, 2, 3, 1, 2), how)
    return Filling(id_, answers, "Ines Dragstra", met(n, hour))


def made(n: int, *steps: Any, number: int) -> Version:
    """A version that was made on the day it came into force."""
    return replace(route(n, *steps, number=number), made_at=met(n, 10))


def iso(n: int) -> str:
    return day(n).isoformat()


# -- each kind, from its first day to its last ------------------------------------------------

NEVER_GOES = 400
# Two full weeks in which the walk was asked six times, told through their last day.
LAST_DAY = done(13, outcome=Outcome.NOT_DONE)
NOT_DONE = (*done(0, 7, outcome=Outcome.NOT_DONE), *LAST_DAY)
AMPLE = (*done(0, 2, 4, 7, 9, 11, outcome=Outcome.AMPLE), *LAST_DAY)
DONE = (*done(0, 2, 4, 7, 9, 11), *LAST_DAY)
# And a third in which it was done.
THIRD_WEEK = (*done(14, 16, 18), *done(20, outcome=Outcome.NOT_DONE))
# What the sentence of a step says, unless a case says otherwise.
OF_STEP = {
    "activity": WALK.activity,
    "weeks": 2,
    "asked": 6,
    "effort": None,
    "effort_n": 0,
    "feeling": None,
    "feeling_n": 0,
}


@dataclass(frozen=True)
class Life:
    """A kind from its `first` day through its `last`: its key, its numbers, and what mends it.

    `mended` on `mended_on` takes it away; None for what only time takes away.
    """

    kind: Kind
    known: dict[str, Any]
    first: int
    last: int
    key: str
    numbers: dict[str, Any]
    mended: dict[str, Any] | None
    mended_on: int = 0
    name: str = field(default="")


LIVES = [
    Life(
        Kind.RETURNED,
        {"check_ins": done(0, 20)},
        first=20,
        last=27,
        key=iso(20),
        numbers={"day": iso(20)},
        mended={"check_ins": done(0, 10, 20)},  # they were not away after all
        mended_on=20,
    ),
    Life(
        Kind.VERY_LOW_MOOD,
        {"day_moods": moods([*USUAL, *LOW])},
        first=34,
        last=47,
        key=iso(34),
        numbers={"day": iso(34), "n": 3},
        mended={"day_moods": moods([*USUAL, *LOW, (36, 6)])},
        mended_on=36,
    ),
    Life(
        Kind.LOWER_MOOD,
        {"day_moods": moods([*USUAL, *LOWER])},
        first=34,
        last=47,
        key=iso(34),
        numbers={"day": iso(34), "usual": 7, "n_usual": 14, "recent": 4, "n_recent": 3},
        mended={"day_moods": moods([*USUAL, *LOWER, (36, 7), (37, 7), (38, 7)])},
        mended_on=38,
    ),
    Life(
        Kind.SILENT,
        {"check_ins": done(0)},
        first=14,
        last=NEVER_GOES,
        key=iso(0),
        numbers={"day": iso(0)},
        mended={"check_ins": done(0, 13)},
        mended_on=14,
    ),
    Life(
        Kind.SILENT,
        {},
        first=14,
        last=NEVER_GOES,
        key=iso(0),
        numbers={"day": None},
        mended={"sessions": (session(13),)},
        mended_on=14,
        name="no word since the route began",
    ),
    Life(
        Kind.NOT_WRITTEN,
        {"planned": [Planned(met(3))]},
        first=4,
        last=17,
        key=met(3).isoformat(),
        numbers={"moment": met(3).isoformat()},
        mended={"sessions": (session(3, Attendance.ABSENT),)},
        mended_on=4,
    ),
    Life(
        Kind.WORSE_NEXT_DAY,
        {"told": [worse(3)]},
        first=3,
        last=16,
        key=iso(3),
        numbers={"day": iso(3)},
        mended={"told": [worse(3), worse(10, False)]},
        mended_on=10,
    ),
    Life(
        Kind.TOO_MUCH,
        {"check_ins": AMPLE},
        first=14,
        last=42,
        key=f"{iso(0)} walk",
        numbers={**OF_STEP, "why": "much_more", "done": 6, "times": 2.0},
        mended={"check_ins": (*AMPLE, *THIRD_WEEK)},
        mended_on=21,
    ),
    Life(
        Kind.STEP_MISFIT,
        {"check_ins": NOT_DONE},
        first=14,
        last=42,
        key=f"{iso(0)} walk",
        numbers={**OF_STEP, "why": "few_moments", "done": 0, "times": 0.0},
        mended={"check_ins": (*NOT_DONE, *THIRD_WEEK)},
        mended_on=21,
        name="few moments",
    ),
    Life(
        Kind.STEP_MISFIT,
        {
            "check_ins": DONE,
            "told": [told(10, effort=8), told(12, effort=6), told(14, effort=7)],
        },
        first=14,
        last=27,
        key=f"{iso(0)} walk",
        numbers={
            **OF_STEP,
            "why": "heavy",
            "done": 6,
            "times": pytest.approx(0.2),
            "effort": 7,
            "effort_n": 3,
        },
        mended={
            "check_ins": DONE,
            "told": [told(n, effort=e) for n, e in ((10, 8), (12, 6), (14, 7), (15, 3))],
        },
        mended_on=15,
        name="heavy",
    ),
    Life(
        Kind.STEP_MISFIT,
        {
            "check_ins": DONE,
            "told": [told(n, mood_during=4) for n in (10, 12, 14)],
        },
        first=14,
        last=27,
        key=f"{iso(0)} walk",
        numbers={
            **OF_STEP,
            "why": "feels_low",
            "done": 6,
            "times": pytest.approx(0.2),
            "feeling": 4,
            "feeling_n": 3,
        },
        mended={
            "check_ins": DONE,
            "told": [told(10, mood_during=4), *(told(n, mood_during=5) for n in (12, 14))],
        },
        mended_on=14,
        name="not pleasant",
    ),
    Life(
        Kind.REST_ENDS,
        {"rests": (rest(10, 20),)},
        first=13,
        last=20,
        key=iso(20),
        numbers={"day": iso(20)},
        mended={"rests": (rest(10, 40),)},
        mended_on=13,
    ),
    Life(
        Kind.TO_DISCUSS,
        {"fillings": [filling(3)]},
        first=3,
        last=45,
        key="f",
        numbers={"measure": "who5", "day": iso(3)},
        mended={"fillings": [filling(3)], "sessions": (session(5),)},
        mended_on=5,
    ),
    Life(
        Kind.NO_ROUTE,
        {"versions": ()},
        first=0,
        last=NEVER_GOES,
        key="after 0",
        numbers={},
        mended={},
    ),
    Life(
        Kind.NO_ROUTE,
        {"versions": (route(0, WALK), route(5, number=2))},
        first=5,
        last=NEVER_GOES,
        key="after 2",
        numbers={},
        mended={"versions": (route(0, WALK), route(5, number=2), route(9, WALK, number=3))},
        mended_on=9,
        name="every step taken out",
    ),
    Life(
        Kind.NO_NEXT_DATE,
        {"next_appointment": None},
        first=0,
        last=NEVER_GOES,
        key="before the first",
        numbers={"day": None},
        mended={},
    ),
    Life(
        Kind.NO_NEXT_DATE,
        {"next_appointment": None, "sessions": (session(6),)},
        first=6,
        last=NEVER_GOES,
        key=iso(6),
        numbers={"day": iso(6)},
        mended={"sessions": (session(6),)},
        mended_on=6,
        name="after a session",
    ),
    Life(
        Kind.NO_NEXT_DATE,
        {"next_appointment": met(8)},
        first=9,
        last=NEVER_GOES,
        key="before the first",
        numbers={"day": None},
        mended={"next_appointment": met(NEVER_GOES)},
        mended_on=9,
        name="a date that went by",
    ),
]


@pytest.mark.parametrize("life", LIVES, ids=lambda one: f"{one.kind.value} {one.name}".strip())
def test_a_reason_has_its_first_day_its_last_and_one_key_all_along(life: Life) -> None:
    if life.first and life.key != "before the first":
        before = of_kind(life.kind, life.first - 1, **life.known)
        assert before is None or before.key != life.key
    elif life.first:
        assert of_kind(life.kind, life.first - 1, **life.known) is None
    first = of_kind(life.kind, life.first, **life.known)
    assert first is not None
    assert (first.key, dict(first.numbers)) == (life.key, life.numbers)
    for n in range(life.first, life.last + 1):
        found = of_kind(life.kind, n, **life.known)
        assert found is not None, n
        assert found.key == life.key, n
    if life.last < NEVER_GOES:
        assert of_kind(life.kind, life.last + 1, **life.known) is None


@pytest.mark.parametrize("life", LIVES, ids=lambda one: f"{one.kind.value} {one.name}".strip())
def test_a_reason_goes_once_it_is_mended(life: Life) -> None:
    assert life.mended is not None
    assert of_kind(life.kind, life.mended_on, **life.known) is not None
    assert of_kind(life.kind, life.mended_on, **life.mended) is None


def test_every_kind_has_a_life_here_and_a_word_of_its_own() -> None:
    assert {life.kind for life in LIVES} == set(Kind)
    assert set(KIND_WORDS) == set(Kind)
    assert len(set(KIND_WORDS.values())) == len(Kind)


def test_who_takes_part_and_has_a_date_waits_for_nobody() -> None:
    assert on(3, check_ins=done(0, 2)) == ()


def test_reasons_stand_in_the_order_of_kinds() -> None:
    found = kinds(
        34,
        check_ins=(*NOT_DONE, *done(20)),
        day_moods=moods([*USUAL, *LOW]),
        rests=(rest(33, 36, "stretch"), rest(34, 36)),
        planned=[Planned(met(33)), Planned(met(30))],
        told=[worse(30)],
        fillings=[filling(33)],
        next_appointment=None,
    )
    assert found == sorted(found, key=list(Kind).index)
    assert found == [
        Kind.VERY_LOW_MOOD,
        Kind.NOT_WRITTEN,
        Kind.NOT_WRITTEN,
        Kind.WORSE_NEXT_DAY,
        Kind.REST_ENDS,
        Kind.TO_DISCUSS,
        Kind.NO_NEXT_DATE,
    ]
    assert list(Kind)[:3] == [Kind.RETURNED, Kind.VERY_LOW_MOOD, Kind.LOWER_MOOD]


@pytest.mark.parametrize("n", [34, 36, 400])
def test_after_the_end_of_guidance_there_is_no_reason_left(n: int) -> None:
    everything: dict[str, Any] = {
        "check_ins": (*NOT_DONE, *done(20)),
        "day_moods": moods([*USUAL, *LOW]),
        "rests": (rest(34, 36),),
        "planned": [Planned(met(33))],
        "told": [worse(30)],
        "fillings": [filling(33)],
        "next_appointment": None,
    }
    assert on(n, **everything)
    assert on(n, client=replace(CLIENT, ended_on=day(34)), **everything) == ()


# -- silence ----------------------------------------------------------------------------------


def agreed(kind: Silence, days: int | None = None, who: str = "") -> dict[str, Any]:
    """What a client agreed, and the number of days that follows for the record."""
    channel = None if days is None else Channel.CALL
    basis = Basis(silence=SilenceAgreement(kind, days, who, channel, "Hoi, hoe is het?"))
    return {"basis": basis, "silence_days": silent_after(basis)}


@pytest.mark.parametrize("days", [3, 14, 30])
def test_silence_is_a_reason_after_the_days_that_were_agreed_and_says_so(days: int) -> None:
    known = {"check_ins": done(0), **agreed(Silence.SOMEONE, days, "zus Els")}
    assert of_kind(Kind.SILENT, days - 1, **known) is None
    found = of_kind(Kind.SILENT, days, **known)
    assert found is not None
    assert dict(found.numbers) == {
        "day": iso(0),
        "agreed": "someone",
        "days": days,
        "who": "zus Els",
        "channel": "call",
        "words": "Hoi, hoe is het?",
    }


def test_who_wants_to_be_left_in_peace_is_never_called_silent() -> None:
    known = {"check_ins": done(0), **agreed(Silence.LEAVE)}
    assert all(Kind.SILENT not in kinds(n, **known) for n in range(0, 400, 7))
    # Other reasons are named all the same.
    assert kinds(400, **known, next_appointment=None) == [Kind.NO_NEXT_DATE]


@pytest.mark.parametrize(
    "rests",
    [(rest(2, None),), (rest(2, 39, "walk"), rest(2, None, "stretch"))],
    ids=["of the whole route", "of each step"],
)
def test_a_whole_route_at_rest_is_never_silence(rests: tuple[AgreedRest, ...]) -> None:
    both = (route(0, WALK, STRETCH),)
    known = {"versions": both, "check_ins": done(0), "rests": rests}
    assert all(Kind.SILENT not in kinds(n, **known) for n in range(2, 40))
    assert Kind.SILENT in kinds(20, **{**known, "rests": rests[1:] or (rest(2, None, "walk"),)})


@pytest.mark.parametrize(
    ("coming", "silent"), [(14, False), (20, False), (21, False), (22, True), (400, True)]
)
def test_who_is_met_within_a_week_is_asked_then(coming: int, silent: bool) -> None:
    found = kinds(14, check_ins=done(0), next_appointment=met(coming))
    assert (Kind.SILENT in found) is silent


@pytest.mark.parametrize(
    ("since", "silent"),
    [
        ((session(7, Attendance.ABSENT),), True),
        ((session(8, Attendance.CANCELLED),), False),  # that is a word
        ((session(8, Attendance.EXCUSED),), False),
        ((session(30, Attendance.ABSENT),), False),  # of a day to come
        ((), False),
    ],
)
def test_after_staying_away_a_next_date_promises_no_word(
    since: tuple[SessionMood, ...], silent: bool
) -> None:
    known: dict[str, Any] = {"check_ins": done(0), "sessions": since}
    found = kinds(15, **known, next_appointment=met(16))
    assert (Kind.SILENT in found) is silent
    # A word since makes an absence of before it a thing of the past.
    known["check_ins"] = done(0, 10)
    assert Kind.SILENT not in kinds(25, **known, next_appointment=met(26))


# -- mood -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.VERY_LOW_MOOD, Kind.LOWER_MOOD])
def test_a_mood_signal_is_one_row_for_two_weeks_and_then_a_new_one(kind: Kind) -> None:
    low = (2, 1) if kind is Kind.VERY_LOW_MOOD else (5, 3)
    ratings = [*USUAL, *((n, low[n >= 42]) for n in range(30, 60, 2))]
    first = of_kind(kind, 34, day_moods=moods(ratings))
    assert first is not None
    assert first.key == iso(34)
    for n, key in ((36, 34), (46, 34), (47, 34), (48, 48), (49, 48)):
        found = of_kind(kind, n, day_moods=moods(ratings), flagged={kind: day(34)})
        assert found is not None, n
        assert found.key == iso(key), n
        assert found.numbers["day"] == iso(n - n % 2)


def test_a_rating_that_was_taken_back_does_not_open_an_older_signal_beside_it() -> None:
    """Given on day 36, and then the rating of day 36 was corrected away."""
    flagged = {Kind.LOWER_MOOD: day(36)}
    found = of_kind(Kind.LOWER_MOOD, 37, day_moods=moods([*USUAL, *LOWER]), flagged=flagged)
    assert found is not None
    assert (found.key, found.numbers["day"]) == (iso(36), iso(34))


def test_the_cool_down_of_one_mood_signal_is_not_that_of_the_other() -> None:
    flagged = {Kind.LOWER_MOOD: day(30)}
    found = of_kind(Kind.VERY_LOW_MOOD, 34, day_moods=moods([*USUAL, *LOW]), flagged=flagged)
    assert found is not None
    assert found.key == iso(34)


MOOD_KINDS = {Kind.VERY_LOW_MOOD, Kind.LOWER_MOOD}


@pytest.mark.parametrize("usual", [2, 5, 7, 10])
@pytest.mark.parametrize("before", [[], [(31, 0)], [(33, 0), (33, 1)]])
def test_one_very_bad_day_is_never_a_reason(usual: int, before: list[tuple[int, int]]) -> None:
    """Neither after ordinary days, nor rated twice, nor as the second one of a month."""
    ordinary = [(n, usual) for n in range(0, 34, 2)]
    ratings = moods([*ordinary, *before, (34, 0), (34, 0)])
    sessions = (session(34, before=0),)
    assert not MOOD_KINDS & set(kinds(34, day_moods=ratings[: len(ordinary)], sessions=sessions))
    assert not MOOD_KINDS & set(kinds(34, day_moods=ratings))


# -- not written down -------------------------------------------------------------------------


def test_each_planned_meeting_without_a_session_is_a_row_of_its_own() -> None:
    planned = [Planned(met(n)) for n in (2, 5, 9)]
    found = on(10, planned=planned, check_ins=done(9), sessions=(session(5),))
    assert [(one.kind, one.key) for one in found] == [
        (Kind.NOT_WRITTEN, met(2).isoformat()),
        (Kind.NOT_WRITTEN, met(9).isoformat()),
    ]


def test_planned_twice_at_one_moment_is_one_meeting() -> None:
    assert kinds(4, planned=[Planned(met(3)), Planned(met(3))]) == [Kind.NOT_WRITTEN]
    assert kinds(4, planned=[Planned(met(3)), Planned(met(3, 15))]) == [Kind.NOT_WRITTEN] * 2


def test_on_the_day_itself_there_is_time_to_write_it_down() -> None:
    assert kinds(3, planned=[Planned(met(3))]) == []
    assert kinds(4, planned=[Planned(met(3))]) == [Kind.NOT_WRITTEN]


def test_a_session_on_another_day_does_not_stand_for_the_planned_one() -> None:
    planned = {"planned": [Planned(met(3))]}
    assert Kind.NOT_WRITTEN in kinds(5, **planned, sessions=(session(4),))
    for attendance in Attendance:
        assert kinds(5, **planned, sessions=(session(3, attendance),)) == []


def test_a_meeting_late_in_the_evening_belongs_to_the_day_in_amsterdam() -> None:
    late = Planned(datetime(2026, 1, 7, 23, 30, tzinfo=UTC))  # half past midnight on Thursday
    assert late.day == day(3)
    assert kinds(3, planned=[late]) == []
    assert kinds(4, planned=[late]) == [Kind.NOT_WRITTEN]


# -- worse the day after ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ([worse(3)], 3),
        ([worse(3), worse(6, None)], 3),
        ([worse(3), worse(6)], 6),
        ([worse(3), worse(6, False)], None),
        ([worse(3, False)], None),
        ([worse(3, None)], None),
        ([worse(6), worse(6, False)], 6),
        ([worse(6, False), worse(6)], 6),
        ([worse(3), worse(20, False)], 3),  # of a day to come
    ],
)
def test_the_last_answer_about_the_day_after_counts(
    answers: list[SessionNumbers], key: int | None
) -> None:
    found = of_kind(Kind.WORSE_NEXT_DAY, 10, told=answers, check_ins=done(9))
    assert (found.key if found else None) == (iso(key) if key is not None else None)


@pytest.mark.parametrize(
    ("at", "mended"), [(2, False), (3, True), (9, True)], ids=["before", "that day", "after"]
)
def test_a_new_route_after_the_answer_mends_it(at: int, mended: bool) -> None:
    versions = (route(0, WALK), made(at, WALK, number=2))
    found = of_kind(Kind.WORSE_NEXT_DAY, 10, told=[worse(3)], versions=versions)
    assert (found is None) is mended


# -- steps ------------------------------------------------------------------------------------


def test_a_step_that_fits_is_no_reason() -> None:
    light = [told(n, effort=3, mood_during=7, confidence=8) for n in (4, 9, 14)]
    assert on(14, check_ins=done(0, 2, 4, 7, 9, 11), told=light) == ()


def test_what_stops_the_suggestion_stops_the_row() -> None:
    assert Kind.STEP_MISFIT in kinds(14, check_ins=NOT_DONE)
    worried = replace(CLIENT, care_signal=True)
    for stops in (
        {"client": worried},
        {"basis": Basis(pem=True)},
        {"rests": (rest(14, None),)},
        {"rests": (rest(12, 13),)},  # begun again this week
    ):
        assert Kind.STEP_MISFIT not in kinds(14, check_ins=NOT_DONE, **stops), stops


def test_a_step_that_was_made_smaller_is_not_asked_about_by_what_was_told_before() -> None:
    """Not the day after, when nothing can have been told yet; and it is when it does not help."""
    smaller = step("walk", per_week=1)
    known: dict[str, Any] = {"versions": (route(0, WALK), made(15, smaller, number=2))}
    assert Kind.STEP_MISFIT in kinds(14, **known, check_ins=NOT_DONE)
    for n in range(15, 35):
        assert Kind.STEP_MISFIT not in kinds(n, **known, check_ins=NOT_DONE), n
    still = (*NOT_DONE, *done(22, 29, 34, outcome=Outcome.NOT_DONE))
    found = of_kind(Kind.STEP_MISFIT, 35, **known, check_ins=still)
    assert found is not None
    assert found.key == f"{iso(15)} walk"


@pytest.mark.parametrize("number", ["effort", "mood_during"])
def test_ratings_from_before_a_change_say_nothing_of_the_step_after_it(number: str) -> None:
    hard = [told(n, **{number: 8 if number == "effort" else 2}) for n in (14, 18, 22, 26)]
    lived: dict[str, Any] = {"check_ins": done(0, 2, 4, 7, 9, 11, 14, 16, 18, 21, 23, 25)}
    versions = (route(0, WALK), made(15, step("walk", per_week=2), number=2))
    assert Kind.STEP_MISFIT in kinds(22, **lived, told=hard)
    assert Kind.STEP_MISFIT not in kinds(22, **lived, told=hard, versions=versions)
    # From two weeks on what was told is about the step as it is.
    assert Kind.STEP_MISFIT not in kinds(28, **lived, told=hard, versions=versions)
    assert Kind.STEP_MISFIT in kinds(29, **lived, told=hard, versions=versions)


def test_another_step_that_changes_leaves_the_row_of_this_one_alone() -> None:
    before = of_kind(Kind.STEP_MISFIT, 14, check_ins=NOT_DONE)
    both = (route(0, WALK), made(15, WALK, STRETCH, number=2))
    after = of_kind(Kind.STEP_MISFIT, 15, check_ins=NOT_DONE, versions=both)
    assert before == after


def test_days_of_which_nothing_is_known_are_not_days_on_which_it_was_not_done() -> None:
    """Told through the Wednesday of a week: the rest of that week says nothing, also later."""
    known = (*DONE, *done(14, 16))
    assert known[-1].day == day(16)
    for n in range(17, 45):
        assert Kind.STEP_MISFIT not in kinds(n, check_ins=known), n
    told_on = (*known, *done(20, outcome=Outcome.NOT_DONE), *done(27, outcome=Outcome.NOT_DONE))
    assert Kind.STEP_MISFIT in kinds(28, check_ins=told_on)


def test_a_session_nobody_came_to_told_nothing_about_a_step() -> None:
    """Of the second week its first days alone are known, until a session that says more."""
    known = {"check_ins": (*done(0), *done(2, 4, 7, 8, outcome=Outcome.NOT_DONE))}
    assert Kind.STEP_MISFIT not in kinds(15, **known, told=[told(9, effort=3)])
    nobody = [told(9, effort=3), told(15)]
    assert Kind.STEP_MISFIT not in kinds(15, **known, told=nobody)
    assert Kind.STEP_MISFIT in kinds(15, **known, told=[*nobody[:1], told(15, effort=3)])


def test_of_several_steps_the_first_is_named_once() -> None:
    both = (route(0, STRETCH, WALK),)
    check_ins = (*NOT_DONE, *done(0, 7, key="stretch", outcome=Outcome.NOT_DONE))
    found = on(14, versions=both, check_ins=check_ins)
    assert [(one.kind, one.key) for one in found] == [(Kind.STEP_MISFIT, f"{iso(0)} stretch")]
    # One does not fit and of the other there is much more: two different reasons.
    check_ins = (*AMPLE, *done(0, 7, key="stretch", outcome=Outcome.NOT_DONE))
    assert kinds(14, versions=both, check_ins=check_ins) == [Kind.TOO_MUCH, Kind.STEP_MISFIT]


def test_the_settings_of_the_team_decide() -> None:
    half = (*done(0, 2, 7, 9), *LAST_DAY)  # 4 of 6
    assert Kind.STEP_MISFIT not in kinds(14, check_ins=half)
    stricter = replace(USUAL_SETTINGS, smaller_below=70)
    assert Kind.STEP_MISFIT in kinds(14, check_ins=half, parameters=stricter)


# -- questionnaires ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filled", "sessions", "waits"),
    [
        (filling(3), (), True),
        (filling(3, FilledIn.TOGETHER), (), False),
        (filling(3, hour=8), (session(3),), False),  # copied before they met that day
        (filling(3, hour=10), (session(3),), True),  # copied after it
        (filling(3), (session(5, Attendance.ABSENT),), True),
        (filling(3), (session(5, Attendance.CANCELLED),), True),
        (filling(3), (session(5),), False),
    ],
)
def test_a_questionnaire_from_paper_waits_until_they_met(
    filled: Filling, sessions: tuple[SessionMood, ...], waits: bool
) -> None:
    found = kinds(6, fillings=[filled], sessions=sessions)
    assert (Kind.TO_DISCUSS in found) is waits


# -- one function for each number, and no order -----------------------------------------------

_SPAN = 60
_DAYS = st.integers(0, _SPAN)
_TENS = st.none() | st.integers(0, 10)
_OF_CASELOAD = {
    Reason.RETURNED: Kind.RETURNED,
    Reason.VERY_LOW_MOOD: Kind.VERY_LOW_MOOD,
    Reason.LOWER_MOOD: Kind.LOWER_MOOD,
    Reason.SILENT: Kind.SILENT,
    Reason.NO_ROUTE: Kind.NO_ROUTE,
    Reason.REST_ENDS: Kind.REST_ENDS,
    Reason.NO_NEXT_DATE: Kind.NO_NEXT_DATE,
}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A client with anything told, on any day."""
    begins = sorted(draw(st.lists(_DAYS, max_size=3)))
    steps = [(), (WALK,), (STRETCH,), (WALK, STRETCH), (step("walk", per_week=1),)]
    told_days = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(["walk", "stretch"]), _DAYS),
            st.sampled_from(list(Outcome)),
            max_size=30,
        )
    )
    start = draw(_DAYS)
    whole = (rest(start, draw(st.none() | st.integers(start, _SPAN))),)
    one = (rest(draw(st.integers(0, 20)), draw(st.none() | st.integers(20, _SPAN)), "walk"),)
    low = draw(st.integers(0, 10))
    ratings = draw(st.dictionaries(_DAYS, st.integers(0, low), max_size=30))
    held = draw(st.lists(st.tuples(_DAYS, st.sampled_from(list(Attendance)), _TENS), max_size=8))
    answers = st.builds(
        SessionNumbers,
        day=_DAYS.map(day),
        effort=_TENS,
        mood_during=_TENS,
        confidence=_TENS,
        next_day_worse=st.none() | st.booleans(),
    )
    how = st.sampled_from(list(FilledIn))
    papers = draw(st.lists(st.tuples(_DAYS, how), max_size=3))
    last = draw(st.dictionaries(st.sampled_from(sorted(MOOD_KINDS)), _DAYS.map(day)))
    return case(
        versions=tuple(
            made(begin, *draw(st.sampled_from(steps)), number=number)
            for number, begin in enumerate(begins, start=1)
        ),
        check_ins=tuple(CheckIn(key, day(n), word) for (key, n), word in told_days.items()),
        day_moods=moods(ratings.items()),
        sessions=tuple(
            replace(session(n, attendance), session_id=str(at), before=before)
            for at, (n, attendance, before) in enumerate(held)
        ),
        rests=draw(st.sampled_from([(), whole, one, whole + one])),
        next_appointment=draw(st.none() | _DAYS.map(met)),
        silence_days=draw(st.none() | st.integers(1, 90)),
        client=draw(
            st.sampled_from([CLIENT, CLIENT, replace(CLIENT, care_signal=True)])
            | st.builds(lambda n: replace(CLIENT, ended_on=day(n)), _DAYS)
        ),
        told=draw(st.lists(answers, max_size=8)),
        basis=draw(st.sampled_from([Basis(), Basis(pem=True), Basis(profile=Profile.CAUTIOUS)])),
        fillings=[filling(n, filled, id_=str(at)) for at, (n, filled) in enumerate(papers)],
        planned=[Planned(met(n)) for n in draw(st.lists(_DAYS, max_size=6))],
        flagged=last,
    )


@settings(max_examples=150, deadline=None)
@given(cases(), _DAYS)
def test_what_the_caseload_names_is_what_waits_and_nothing_else(one: Case, n: int) -> None:
    named = {
        _OF_CASELOAD[reason]
        for reason in standing(one.record, today=day(n)).reasons
        if reason is not Reason.CARE_SIGNAL
    }
    found = facts(one, today=day(n))
    assert {fact.kind for fact in found if fact.kind in _OF_CASELOAD.values()} == named
    assert len({(fact.kind, fact.key) for fact in found}) == len(found)
    assert [fact.kind for fact in found] == sorted(
        (fact.kind for fact in found), key=list(Kind).index
    )


@settings(max_examples=150, deadline=None)
@given(cases(), _DAYS, st.integers(0, 2**32))
def test_no_order_of_what_was_written_down_changes_a_reason(one: Case, n: int, seed: int) -> None:
    chance = random.Random(seed)

    def turned(rows: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(chance.sample(list(rows), len(rows)))

    known = one.record
    other = replace(
        one,
        record=replace(
            known,
            versions=turned(known.versions),
            rests=turned(known.rests),
            check_ins=turned(known.check_ins),
            day_moods=turned(known.day_moods),
            sessions=turned(known.sessions),
        ),
        told=turned(one.told),
        fillings=turned(one.fillings),
        planned=turned(one.planned),
    )
    assert facts(other, today=day(n)) == facts(one, today=day(n))


# -- rows -------------------------------------------------------------------------------------


def row(kind: Kind = Kind.SILENT, name: str = "Bob", opened: int = 0, **changes: Any) -> Row:
    known: dict[str, Any] = {"state": State.OPEN, "stands": True, "version": 1, **changes}
    return Row(f"{kind} {name}", name, name, Fact(kind, "x"), day(opened), **known)


def test_rows_stand_by_kind_then_the_longest_waiting_then_the_name() -> None:
    rows = [
        row(Kind.NO_NEXT_DATE, "Anna", opened=0),
        row(Kind.SILENT, "Cem", opened=5),
        row(Kind.SILENT, "Bob", opened=5),
        row(Kind.SILENT, "Zoë", opened=2),
        row(Kind.VERY_LOW_MOOD, "Daan", opened=9),
        row(Kind.RETURNED, "Eva", opened=9),
    ]
    names = ["Eva", "Daan", "Zoë", "Bob", "Cem", "Anna"]
    assert [one.client_name for one in in_order(rows)] == names
    assert [one.client_name for one in in_order(reversed(rows))] == names


@pytest.mark.parametrize(
    ("state", "until", "waits"),
    [
        (State.OPEN, None, True),
        (State.SNOOZED, 9, True),
        (State.SNOOZED, 10, True),
        (State.SNOOZED, 11, False),
        (State.DONE, None, False),
        (State.CLOSED, None, False),
    ],
)
def test_a_row_waits_while_it_is_open_and_from_the_day_it_was_put_off_to(
    state: State, until: int | None, waits: bool
) -> None:
    one = row(state=state, snoozed_until=None if until is None else day(until))
    assert one.waits(day(10)) is waits


def test_a_row_can_be_put_off_for_a_quarter_of_a_year() -> None:
    assert snooze_latest(date(2026, 1, 5)) == date(2026, 1, 5) + timedelta(days=91)


def test_a_tally_counts_what_was_said_and_else_how_it_ended() -> None:
    ended = [
        (Kind.SILENT, State.DONE, True),
        (Kind.SILENT, State.DONE, False),
        (Kind.SILENT, State.DONE, None),
        (Kind.SILENT, State.CLOSED, None),
        (Kind.SILENT, State.CLOSED, None),
        (Kind.SILENT, State.CLOSED, True),
        (Kind.RETURNED, State.DONE, None),
    ]
    expected = (Tally(Kind.RETURNED, 0, 0, 1, 0), Tally(Kind.SILENT, 2, 1, 1, 2))
    assert tallies(ended) == tallies(ended[::-1]) == expected
    assert [one.said for one in expected] == [0, 3]
    assert tallies([]) == ()
