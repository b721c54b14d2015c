"""Each day is one of five kinds: a table of weeks, and what may never happen to a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.calendar import at_local
from lib.domain.caseload import Record, SessionMood, histories
from lib.domain.days import DAY_KIND_WORDS, ORDER, day_kinds, session_days
from lib.domain.participation import DayKind, route_weeks
from lib.domain.people import Client
from lib.domain.routes import AgreedRest, Proposer, Step, Version
from lib.domain.sessions import Attendance, CheckIn, Outcome
from tests.cast import step, told

MONDAY = date(2026, 1, 5)
CLIENT = Client("b", "Bob Twijnstra", "", "i", "Ines", "n", "Noord", MONDAY, None, 1)
DAILY, FREE, ONCE = (
    step("daily", per_week=7),
    step("free", per_week=3),
    step("once", per_week=1),
)
FIXED = replace(step("fixed", per_week=3), days=(0, 2, 4))
LETTERS = {
    DayKind.DONE: "d",
    DayKind.NOT_DONE: "n",
    DayKind.NOT_FILLED_IN: "?",
    DayKind.REST: "r",
    DayKind.NOT_ASKED: "-",
}
DONE, NOT, RESTED = Outcome.MINI, Outcome.NOT_DONE, Outcome.REST


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def route(*steps: Step, since: int = 0, number: int = 1) -> Version:
    at = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    return Version(number, day(since), steps, Proposer.CLIENT, "past beter", "Ines", at)


def rest(start: int, end: int | None, step_key: str | None = None) -> AgreedRest:
    return AgreedRest("r", step_key, day(start), None if end is None else day(end), "griep")


def word(outcome: Outcome, key: str, *days: int) -> tuple[CheckIn, ...]:
    return told(key, outcome, *(day(n) for n in days))


def record(
    versions: tuple[Version, ...],
    check_ins: tuple[CheckIn, ...] = (),
    rests: tuple[AgreedRest, ...] = (),
    sessions: tuple[SessionMood, ...] = (),
) -> Record:
    return Record(CLIENT, versions, rests, check_ins, (), sessions, None)


def drawn(of: Record, *, today: int = 6, first: int = 0) -> str:
    """The days as letters, as LETTERS has them."""
    found = day_kinds(of, first=day(first), today=day(today))
    assert list(found) == [day(n) for n in range(first, today + 1)]
    return "".join(LETTERS[kind] for kind in found.values())


# -- one step ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "check_ins", "week"),
    [
        (DAILY, (), "???????"),
        (DAILY, word(DONE, "daily", 0, 1) + word(NOT, "daily", 3), "dd?n???"),
        (DAILY, word(RESTED, "daily", 2) + word(DONE, "daily", 3), "??rd???"),
        # Any day of the week: silence is unknown until all moments of that week are done.
        (FREE, (), "???????"),
        (FREE, word(DONE, "free", 0, 3), "d??d???"),
        (FREE, word(DONE, "free", 0, 3, 5), "d--d-d-"),
        (FREE, word(DONE, "free", 0, 1, 3, 5), "dd-d-d-"),
        # What did not work out on one day may have been done on another.
        (FREE, word(DONE, "free", 0, 3) + word(NOT, "free", 4), "d??dn??"),
        (FREE, word(DONE, "free", 0, 3, 5) + word(NOT, "free", 4), "d--dnd-"),
        (ONCE, word(DONE, "once", 6), "------d"),
        # Fixed days are the days themselves, also when it was done on another.
        (FIXED, (), "?-?-?--"),
        (FIXED, word(DONE, "fixed", 0) + word(NOT, "fixed", 2), "d-n-?--"),
        (FIXED, word(DONE, "fixed", 0, 2, 3), "d-dd?--"),
        (FIXED, word(NOT, "fixed", 1), "?n?-?--"),
    ],
)
def test_a_week_of_one_step(one: Step, check_ins: tuple[CheckIn, ...], week: str) -> None:
    assert drawn(record((route(one),), check_ins)) == week


@pytest.mark.parametrize("outcome", [Outcome.MINI, Outcome.ORDINARY, Outcome.AMPLE])
def test_three_sizes_make_the_same_day(outcome: Outcome) -> None:
    assert drawn(record((route(DAILY),), word(outcome, "daily", 0)), today=0) == "d"


@pytest.mark.parametrize(
    ("rests", "check_ins", "week"),
    [
        ((rest(2, 3),), (), "??rr???"),
        ((rest(2, None),), (), "??rrrrr"),
        ((rest(2, 4),), word(DONE, "free", 3), "??rdr??"),
        # Whatever else is said about a day of rest, nothing was asked of it.
        ((rest(2, 4),), word(NOT, "free", 3), "??rrr??"),
        # Three of four days ask 2 moments, and both are done.
        ((rest(3, 5),), word(DONE, "free", 0, 1), "dd-rrr-"),
        ((rest(0, 6, "free"),), (), "rrrrrrr"),
        ((rest(0, 6, "another"),), (), "???????"),
    ],
)
def test_rest_is_rest_and_asks_fewer_moments(
    rests: tuple[AgreedRest, ...], check_ins: tuple[CheckIn, ...], week: str
) -> None:
    assert drawn(record((route(FREE),), check_ins, rests)) == week


def test_rest_lies_on_days_that_are_not_fixed_too() -> None:
    assert drawn(record((route(FIXED),), (), (rest(1, 3),))) == "?rrr?--"


def test_before_the_route_and_without_the_step_nothing_was_asked() -> None:
    versions = (route(DAILY, since=1), route(since=4, number=2))
    assert drawn(record(versions)) == "-???---"
    assert drawn(record(())) == "-------"


def test_a_week_keeps_the_agreement_of_that_week() -> None:
    versions = (route(FIXED), route(replace(FIXED, days=(1, 3, 5)), since=7, number=2))
    assert drawn(record(versions), today=13) == "?-?-?--" + "-?-?-?-"


def test_moments_of_a_week_that_runs_are_unknown_until_they_are_done() -> None:
    assert drawn(record((route(FREE),), word(DONE, "free", 0)), today=2) == "d??"
    assert drawn(record((route(FREE),), word(DONE, "free", 0, 1, 2)), today=3) == "ddd-"


def test_the_whole_week_counts_also_when_only_its_end_is_asked_for() -> None:
    of = record((route(FREE),), word(DONE, "free", 0, 1, 2))
    assert drawn(of, first=3) == "----"


def test_what_is_dated_later_than_today_is_not_seen() -> None:
    of = record((route(FREE),), word(DONE, "free", 3, 4, 5))
    assert drawn(of, today=2) == "???"
    assert day_kinds(of, first=day(3), today=day(2)) == {}


# -- several steps ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check_ins", "rests", "kind"),
    [
        (word(DONE, "daily", 0) + word(NOT, "fixed", 0), (), "d"),
        (word(DONE, "daily", 0), (rest(0, 0, "fixed"),), "d"),
        (word(NOT, "daily", 0), (), "n"),
        (word(NOT, "daily", 0), (rest(0, 0, "fixed"),), "n"),
        # Rest of one step says nothing about another of which nothing is known.
        ((), (rest(0, 0, "fixed"),), "?"),
        ((), (rest(0, 0, "fixed"), rest(0, 0, "daily")), "r"),
        ((), (rest(0, 0),), "r"),
        ((), (), "?"),
    ],
)
def test_a_day_of_two_steps_is_what_says_most(
    check_ins: tuple[CheckIn, ...], rests: tuple[AgreedRest, ...], kind: str
) -> None:
    assert drawn(record((route(DAILY, FIXED),), check_ins, rests), today=0) == kind


def test_rest_of_one_step_shows_on_a_day_the_other_does_not_ask() -> None:
    of = record((route(FIXED, FREE),), (), (rest(0, 6, "free"),))
    assert drawn(of) == "?r?r?rr"


def test_every_kind_has_its_words_and_its_place() -> None:
    assert set(ORDER) == set(DAY_KIND_WORDS) == set(DayKind)
    assert len(set(DAY_KIND_WORDS.values())) == len(ORDER) == 5


# -- sessions ---------------------------------------------------------------------------------


def test_a_session_day_is_one_the_client_came_to() -> None:
    def held(n: int, attendance: Attendance = Attendance.CAME) -> SessionMood:
        at = at_local(day(n), time(9, 0))
        return SessionMood(f"s{n}", at, attendance, None, None, None, None)

    kept = (held(9), held(2), held(2), held(3, Attendance.ABSENT), held(-1), held(20))
    found = session_days(record((), sessions=kept), first=day(0), today=day(10))
    assert found == (day(2), day(9))


# -- whatever happens -------------------------------------------------------------------------

STEPS = (DAILY, FREE, ONCE, FIXED)
SPAN = 21
words = st.dictionaries(
    st.tuples(st.sampled_from([one.key for one in STEPS]), st.integers(-3, SPAN)),
    st.sampled_from(Outcome),
    max_size=30,
)
pauses = st.lists(
    st.builds(
        lambda start, length, key: rest(start, start + length, key),
        st.integers(-3, SPAN),
        st.integers(0, 9),
        st.sampled_from([None, *(one.key for one in STEPS)]),
    ),
    max_size=3,
)
versions = st.lists(
    st.tuples(st.integers(-3, SPAN), st.sets(st.sampled_from(range(len(STEPS))))), max_size=3
).map(
    lambda some: (
        *(
            route(*(STEPS[at] for at in sorted(which)), since=since, number=n + 1)
            for n, (since, which) in enumerate(some)
        ),
        # A step of which something is told stood on the route at some time.
        route(*STEPS, since=90, number=9),
    )
)


def checked(said: dict[tuple[str, int], Outcome]) -> tuple[CheckIn, ...]:
    return tuple(CheckIn(key, day(n), outcome) for (key, n), outcome in said.items())


@settings(max_examples=40, deadline=None)
@given(versions, words, pauses)
def test_each_day_has_one_kind_and_the_weeks_count_the_same_days(
    made: tuple[Version, ...], said: dict[tuple[str, int], Outcome], rests: list[AgreedRest]
) -> None:
    of = record(made, checked(said), tuple(rests))
    today = day(SPAN - 1)
    kinds = day_kinds(of, first=day(0), today=today)
    assert list(kinds) == [day(n) for n in range(SPAN)]
    for week in route_weeks(histories(of), today=today, first=day(0)):
        days = [kinds[week.start + timedelta(days=n)] for n in range(7)]
        assert days.count(DayKind.DONE) == week.movement_days
        assert days.count(DayKind.REST) <= week.rest_days
        if not week.active_days and not week.rest_days:
            assert set(days) <= {DayKind.NOT_ASKED, DayKind.DONE}


@settings(max_examples=40, deadline=None)
@given(versions, words, pauses, st.sampled_from(STEPS), st.integers(0, SPAN - 1))
def test_a_moment_that_was_done_makes_no_other_day_less_known(
    made: tuple[Version, ...],
    said: dict[tuple[str, int], Outcome],
    rests: list[AgreedRest],
    one: Step,
    n: int,
) -> None:
    """Nothing turns unknown, not done or into rest because something else was done."""
    before = record(made, checked(said), tuple(rests))
    after = record(made, checked({**said, (one.key, n): Outcome.MINI}), tuple(rests))
    first, today = day(0), day(SPAN - 1)
    old = day_kinds(before, first=first, today=today)
    new = day_kinds(after, first=first, today=today)
    assert new[day(n)] is DayKind.DONE
    for each in old.keys() - {day(n)}:
        changed = (old[each], new[each])
        # Only an unknown day can change: it turns out not to have been asked after all.
        assert old[each] is new[each] or (
            old[each] is DayKind.NOT_FILLED_IN and new[each] in (DayKind.NOT_ASKED, DayKind.REST)
        ), changed


@settings(max_examples=15, deadline=None)
@given(versions, words, pauses, st.randoms(use_true_random=False))
def test_the_order_in_which_things_were_told_never_matters(
    made: tuple[Version, ...],
    said: dict[tuple[str, int], Outcome],
    rests: list[AgreedRest],
    chance: Random,
) -> None:
    check_ins, mixed = checked(said), list(checked(said))
    chance.shuffle(mixed)
    first, today = day(0), day(SPAN - 1)
    assert day_kinds(record(made, check_ins, tuple(rests)), first=first, today=today) == day_kinds(
        record(made, tuple(mixed), tuple(rests)), first=first, today=today
    )
