"""A session: what is required, what is refused, and what its look back says of each day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.participation import Entry, Status, weeks
from lib.domain.routes import Proposer, SizeOf, Version, agreements
from lib.domain.sessions import (
    ATTENDANCE_WORDS,
    BARRIER_WORDS,
    HELP_WORDS,
    KIND_WORDS,
    LOCK_AFTER_DAYS,
    LOOK_BACK_DAYS,
    NEXT_STEP_LIMIT,
    NOTE_LIMIT,
    OUTCOME_WORDS,
    OWN_WORDS_LIMIT,
    TAG_LIMIT,
    TAGS_AT_MOST,
    WHERE_WORDS,
    WITH_WORDS,
    Attendance,
    Barrier,
    CheckIn,
    Circumstances,
    DayMood,
    Draft,
    Familiar,
    Help,
    Kind,
    Outcome,
    Report,
    Where,
    WithWhom,
    check,
    check_next,
    entries,
    familiar,
    is_locked,
    look_back_days,
    may_undo,
    rest_days,
    tags,
    tells_alike,
)
from tests.cast import BEGAN, NOW, TODAY, draft, step, told

STEPS = {"walk": step("walk"), "stretch": step("stretch")}
EARLIEST = BEGAN - timedelta(days=31)
SCALES = (
    "willingness",
    "expected",
    "mood_before",
    "mood_during",
    "mood_after",
    "effort",
    "confidence",
)


def checked(*, now: datetime = NOW, **changes: Any) -> Report:
    report, problems = check(draft(**changes), now=now, started_on=BEGAN, steps=STEPS)
    assert problems == ()
    assert report is not None
    return report


def refused(*, now: datetime = NOW, **changes: Any) -> list[tuple[str, str]]:
    report, problems = check(draft(**changes), now=now, started_on=BEGAN, steps=STEPS)
    assert report is None
    assert problems
    return [(problem.field, problem.sentence) for problem in problems]


# -- what is required -------------------------------------------------------------------------


def test_when_how_and_whether_someone_came_are_enough() -> None:
    report = checked()
    assert report.held_at == datetime(2026, 3, 18, 8, 0, tzinfo=UTC)
    assert (report.kind, report.attendance) == (Kind.IN_PERSON, Attendance.CAME)
    assert [getattr(report, name) for name in SCALES] == [None] * 7
    assert (report.next_day_worse, report.place, report.company) == (None, None, None)
    assert report.barriers == report.helped == report.together == ()
    assert report.own_words == ""
    assert (report.note, report.next_step, report.next_appointment) == ("", "", None)
    assert report.check_ins == report.day_moods == ()


def test_an_empty_form_names_everything_that_is_required_and_nothing_else() -> None:
    report, problems = check(Draft(), now=NOW, started_on=BEGAN, steps=STEPS)
    assert report is None
    assert [problem.field for problem in problems] == ["day", "at", "kind", "attendance"]


@pytest.mark.parametrize("field", ["day", "at", "kind", "attendance"])
def test_each_required_field_is_asked_for_by_itself(field: str) -> None:
    assert [name for name, _ in refused(**{field: None})] == [field]


@pytest.mark.parametrize("field", ["kind", "attendance"])
@pytest.mark.parametrize("value", ["", "CAME", "in person", "robot", "came ", "0"])
def test_a_word_that_is_no_choice_is_refused(field: str, value: str) -> None:
    assert refused(**{field: value}) == [(field, "Please choose one.")]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("attendance", Attendance)
def test_every_way_to_meet_goes_with_every_way_it_went(kind: Kind, attendance: Attendance) -> None:
    report = checked(kind=kind.value, attendance=attendance.value)
    assert (report.kind, report.attendance) == (kind, attendance)


def test_every_choice_has_a_word() -> None:
    assert set(KIND_WORDS) == set(Kind)
    assert set(ATTENDANCE_WORDS) == set(Attendance)
    assert set(OUTCOME_WORDS) == set(Outcome)
    assert set(WHERE_WORDS) == set(Where)
    assert set(WITH_WORDS) == set(WithWhom)
    assert set(BARRIER_WORDS) == set(Barrier)
    assert set(HELP_WORDS) == set(Help)
    for words in (
        KIND_WORDS,
        ATTENDANCE_WORDS,
        OUTCOME_WORDS,
        WHERE_WORDS,
        WITH_WORDS,
        BARRIER_WORDS,
        HELP_WORDS,
    ):
        assert len(set(words.values())) == len(words)


def test_all_problems_are_named_at_once() -> None:
    found = refused(
        day=TODAY + timedelta(days=2),
        kind=None,
        mood_before=11,
        note="a" * (NOTE_LIMIT + 1),
        next_day=TODAY - timedelta(days=1),
        next_at=time(9, 0),
    )
    assert [field for field, _ in found] == ["day", "kind", "mood_before", "note", "next_day"]


# -- when it was ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "at"),
    [
        (TODAY, time(10, 30)),  # now
        (TODAY, time(10, 35)),  # a clock that is five minutes ahead
        (TODAY, time(0, 0)),
        (TODAY - timedelta(days=1), time(23, 59)),
        (BEGAN, time(9, 0)),
        (EARLIEST, time(0, 0)),
    ],
)
def test_a_moment_that_has_come_is_kept(day: date, at: time) -> None:
    checked(day=day, at=at)


@pytest.mark.parametrize(
    ("day", "at"),
    [
        (TODAY, time(10, 36)),
        (TODAY, time(23, 59)),
        (TODAY + timedelta(days=1), time(0, 0)),
        (date(2100, 12, 31), time(9, 0)),
    ],
)
def test_a_moment_that_has_not_come_is_refused(day: date, at: time) -> None:
    assert refused(day=day, at=at) == [("day", "This moment has not come yet.")]


@pytest.mark.parametrize("day", [EARLIEST - timedelta(days=1), date(2025, 1, 1), date(2000, 1, 1)])
def test_a_moment_long_before_the_guidance_is_refused(day: date) -> None:
    assert refused(day=day) == [("day", "This lies before the guidance began.")]


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(1, 1, 1), date(2101, 1, 1), date.max])
def test_a_year_nobody_means_is_refused(day: date) -> None:
    assert refused(day=day) == [("day", "Choose a day between 2000 and 2100.")]


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59, 59), time(2, 30, fold=1)])
def test_an_hour_the_spring_night_skips_is_refused(at: time) -> None:
    found = refused(day=date(2026, 3, 29), at=at, now=datetime(2026, 4, 1, tzinfo=UTC))
    assert found == [("at", "This time does not exist: the clock goes forward that night.")]


@pytest.mark.parametrize(
    ("at", "instant"), [(time(1, 59), "2026-03-29T00:59Z"), (time(3, 0), "2026-03-29T01:00Z")]
)
def test_the_edges_of_the_spring_night_exist(at: time, instant: str) -> None:
    report = checked(day=date(2026, 3, 29), at=at, now=datetime(2026, 4, 1, tzinfo=UTC))
    assert report.held_at == datetime.fromisoformat(instant)


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_comes_twice_is_the_first_of_the_two(fold: int) -> None:
    at = time(2, 30, fold=fold)
    report = checked(day=date(2026, 10, 25), at=at, now=datetime(2026, 11, 1, tzinfo=UTC))
    assert report.held_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_summer_and_winter_keep_their_own_hour() -> None:
    now = datetime(2026, 8, 1, tzinfo=UTC)
    assert checked(day=date(2026, 7, 1), now=now).held_at.hour == 7
    assert checked(day=date(2026, 2, 1), now=now).held_at.hour == 8


# -- numbers from 0 to 10 ---------------------------------------------------------------------


@pytest.mark.parametrize("field", SCALES)
@pytest.mark.parametrize("value", range(11))
def test_every_whole_number_of_the_scale_is_kept_as_a_whole_number(field: str, value: int) -> None:
    for given_as in (value, float(value)):
        found = getattr(checked(**{field: given_as}), field)
        assert found == value
        assert type(found) is int


@pytest.mark.parametrize("field", SCALES)
@pytest.mark.parametrize(
    "value",
    [-1, 11, 7.5, 0.5, -0.5, 10.000001, 1e3, 1e400, -1e400, float("nan"), 1e-9, 10**30],
)
def test_any_other_number_is_refused(field: str, value: float) -> None:
    assert refused(**{field: value}) == [(field, "A whole number from 0 to 10 fits here.")]


@pytest.mark.parametrize(
    "attendance", [Attendance.ABSENT, Attendance.CANCELLED, Attendance.EXCUSED]
)
def test_who_did_not_come_has_no_numbers(attendance: Attendance) -> None:
    numbers = dict.fromkeys(SCALES, 5)
    found = refused(attendance=attendance.value, **numbers)
    felt = [name for name in SCALES if name not in ("willingness", "expected")]
    assert found == [(name, "Nobody came, so there is no number here.") for name in felt]
    assert checked(attendance=attendance.value).attendance is attendance


def test_how_much_somebody_felt_like_a_time_they_did_not_come_is_kept() -> None:
    kept = checked(attendance="absent", willingness=1, expected=2)
    assert (kept.willingness, kept.expected, kept.mood_before) == (1, 2, None)


def test_a_zero_of_who_did_not_come_is_a_number_too() -> None:
    found = refused(attendance="absent", mood_before=0)
    assert found == [("mood_before", "Nobody came, so there is no number here.")]


def test_what_was_done_since_last_time_is_kept_also_when_nobody_came() -> None:
    check_ins = told("walk", Outcome.MINI, TODAY - timedelta(days=1))
    assert checked(attendance="excused", check_ins=check_ins).check_ins == check_ins


# -- words ------------------------------------------------------------------------------------


def test_a_note_keeps_its_lines_and_a_next_step_is_one_line() -> None:
    report = checked(note="  eerst\r\nthee  ", next_step=" raam \n open ")
    assert (report.note, report.next_step) == ("eerst\nthee", "raam open")


@pytest.mark.parametrize(
    ("field", "limit"),
    [("note", NOTE_LIMIT), ("next_step", NEXT_STEP_LIMIT), ("own_words", OWN_WORDS_LIMIT)],
)
def test_words_fit_up_to_their_limit(field: str, limit: int) -> None:
    assert len(getattr(checked(**{field: "é" * limit}), field)) == limit
    assert refused(**{field: "é" * (limit + 1)}) == [
        (field, "This is {length} signs long; {limit} fit here.")
    ]


# -- where, with whom, what made it hard and what helped ---------------------------------------


@pytest.mark.parametrize("field", ["place", "company"])
def test_where_and_with_whom_need_not_be_told_but_are_known_words(field: str) -> None:
    kind = {"place": Where, "company": WithWhom}[field]
    for nothing in (None, ""):
        assert getattr(checked(**{field: nothing}), field) is None
    for one in kind:
        assert getattr(checked(**{field: one.value}), field) is one
    for wrong in ("NATURE", "coach ", "moon", "0"):
        assert refused(**{field: wrong}) == [(field, "Please choose one.")]


@pytest.mark.parametrize("value", [True, False, None])
def test_how_the_day_after_was_is_yes_no_or_not_filled_in(value: bool | None) -> None:
    assert checked(next_day_worse=value).next_day_worse is value


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ((), ()),
        (("tired", "pain"), ("tired", "pain")),
        (("pain", "tired"), ("pain", "tired")),
        ((" druk \n hoofd ",), ("druk hoofd",)),
        (("Druk hoofd", "druk HOOFD", "druk  hoofd"), ("Druk hoofd",)),
        (("Straße", "STRASSE", "strasse"), ("Straße",)),
        (("caf\u00e9", "cafe\u0301"), ("caf\u00e9",)),
        (("", "  ", "\u200b", "\u2800", "\u200d", "moe"), ("moe",)),
        (("a\x00b\ud83d",), ("ab",)),
        (("a" * TAG_LIMIT,), ("a" * TAG_LIMIT,)),
        (tuple("abcdefgh"), tuple("abcdefgh")),
        (tuple("abcdefghABCDEFGH"), tuple("abcdefgh")),
    ],
)
def test_words_are_cleaned_and_each_is_kept_once_in_its_place(
    words: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    assert tags(words, field="barriers") == (kept, ())
    for field in ("barriers", "helped"):
        assert getattr(checked(**{field: words}), field) == kept


@pytest.mark.parametrize("field", ["barriers", "helped"])
def test_a_story_is_no_word_and_nine_words_are_too_many(field: str) -> None:
    long = "This is {length} signs long; {limit} fit here."
    assert refused(**{field: ("a" * (TAG_LIMIT + 1),)}) == [(field, long)]
    assert refused(**{field: tuple("abcdefghi")}) == [(field, "At most {limit} fit here.")]
    _, problems = tags(tuple("abcdefghi"), field=field)
    assert [problem.values for problem in problems] == [{"limit": TAGS_AT_MOST}]


@given(st.lists(st.text(max_size=12), max_size=8))
def test_cleaning_words_twice_changes_nothing_more(words: list[str]) -> None:
    kept, problems = tags(words, field="helped")
    assert problems == ()
    assert tags(kept, field="helped") == (kept, ())
    assert len({word.casefold() for word in kept}) == len(kept) <= len(words)


def test_what_the_client_tapped_is_named_only_where_a_number_stands() -> None:
    report = checked(
        mood_after=7,
        confidence=0,
        together=("confidence", "effort", "mood_after", "note", "mood_after", "__class__"),
    )
    assert report.together == ("mood_after", "confidence")


# -- what to offer ----------------------------------------------------------------------------


def told_so(
    barriers: tuple[str, ...] = (),
    helped: tuple[str, ...] = (),
    place: Where | None = None,
    company: WithWhom | None = None,
) -> Circumstances:
    return Circumstances(place, company, barriers, helped)


def test_without_anything_told_the_standard_words_stand_in_their_own_order() -> None:
    found = familiar((), ())
    assert found == Familiar(tuple(Barrier), tuple(Help), tuple(Where), tuple(WithWhom))
    assert all(type(place) is Where for place in found.places)
    assert all(type(one) is WithWhom for one in found.company)


def test_what_a_client_tells_most_often_comes_first_and_of_equals_the_latest() -> None:
    own = [  # newest first
        told_so(("c", "a"), place=Where.HOME),
        told_so(("b", "a"), place=Where.NATURE),
        told_so(("pain",), place=Where.NATURE),
    ]
    found = familiar(own, ())
    assert found.barriers[:5] == ("a", "c", "b", "pain", "tired")
    assert found.places[:3] == (Where.NATURE, Where.HOME, Where.PRACTICE)


def test_habits_of_the_coach_order_only_the_standard_words_that_the_client_did_not_use() -> None:
    habits = [
        told_so(("weather", "buurman Henk"), company=WithWhom.GROUP),
        told_so(("weather", "pain")),
        told_so(("no_time",)),
    ]
    found = familiar([told_so(("no_time",))], habits)
    assert found.barriers[:4] == ("no_time", "weather", "pain", "tired")
    assert found.company[0] is WithWhom.GROUP
    assert "buurman Henk" not in repr(found)


def test_nothing_told_about_where_pushes_no_place_forward() -> None:
    found = familiar([told_so()] * 5, [told_so(place=Where.ELSEWHERE), told_so(), told_so()])
    assert found.places[0] is Where.ELSEWHERE
    assert len(found.places) == len(Where)


standard_or_own = st.sampled_from([*Barrier, *Help, "a", "b", "c"]) | st.text(max_size=5)
circumstances = st.builds(
    Circumstances,
    st.none() | st.sampled_from(Where),
    st.none() | st.sampled_from(WithWhom),
    st.lists(standard_or_own, max_size=4).map(lambda words: tuple(map(str, words))),
    st.lists(standard_or_own, max_size=4).map(lambda words: tuple(map(str, words))),
)


@given(st.lists(circumstances, max_size=6), st.lists(circumstances, max_size=6))
def test_no_word_of_another_client_is_ever_offered(
    own: list[Circumstances], habits: list[Circumstances]
) -> None:
    found = familiar(own, habits)
    for offered, told_before, standard in (
        (found.barriers, {word for one in own for word in one.barriers}, set(Barrier)),
        (found.helped, {word for one in own for word in one.helped}, set(Help)),
        (found.places, {one.place for one in own}, set(Where)),
        (found.company, {one.company for one in own}, set(WithWhom)),
    ):
        assert set(offered) == (told_before - {None}) | standard
        assert len(set(offered)) == len(offered)
        # Whatever the coach is used to, what this client told stands in front.
        first = len(told_before - {None})
        assert set(offered[:first]) == told_before - {None}


# -- the same once more, the lock and the minute ----------------------------------------------


def test_two_reports_that_list_days_in_another_order_tell_alike() -> None:
    yesterday = TODAY - timedelta(days=1)
    check_ins = told("walk", Outcome.MINI, TODAY, yesterday) + told("stretch", Outcome.REST, TODAY)
    moods = (DayMood(TODAY, 3), DayMood(yesterday, 4))
    one = checked(check_ins=check_ins, day_moods=moods)
    other = checked(check_ins=check_ins[::-1], day_moods=moods[::-1])
    assert one != other
    assert tells_alike(one, other)
    assert tells_alike(one, one)


@pytest.mark.parametrize(
    "change",
    [
        {"note": "iets anders"},
        {"mood_after": 6},
        {"check_ins": told("walk", Outcome.AMPLE, TODAY)},
        {"check_ins": ()},
        {"day_moods": (DayMood(TODAY, 4),)},
        {"barriers": ("pain", "tired")},
        {"next_day_worse": False},
        {"together": ()},
    ],
)
def test_any_other_word_is_not_alike(change: dict[str, Any]) -> None:
    typed = {
        "mood_after": 7,
        "together": ("mood_after",),
        "check_ins": told("walk", Outcome.MINI, TODAY),
        "day_moods": (DayMood(TODAY, 3),),
        "barriers": ("tired", "pain"),
    }
    assert not tells_alike(checked(**typed), checked(**{**typed, **change}))
    assert not tells_alike(checked(**{**typed, **change}), checked(**typed))


@pytest.mark.parametrize(
    ("after", "locked"),
    [
        (timedelta(0), False),
        (timedelta(days=7, microseconds=-1), False),
        (timedelta(days=7), True),
        (timedelta(days=3650), True),
        (-timedelta(days=1), False),
    ],
)
def test_a_session_is_locked_so_many_days_after_it_was_saved(
    after: timedelta, locked: bool
) -> None:
    assert is_locked(NOW, now=NOW + after, after_days=7) is locked
    assert LOCK_AFTER_DAYS == 7


@pytest.mark.parametrize(
    ("after", "may"),
    [(0, True), (59.9, True), (60, True), (60.001, False), (61, False), (86_400, False)],
)
def test_a_save_can_be_undone_for_a_minute(after: float, may: bool) -> None:
    assert may_undo(NOW, now=NOW + timedelta(seconds=after)) is may


# -- the look back ----------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=13), BEGAN, EARLIEST])
def test_each_outcome_may_be_told_of_each_day_of_the_guidance(outcome: Outcome, day: date) -> None:
    assert checked(check_ins=told("walk", outcome, day)).check_ins == (
        CheckIn("walk", day, outcome),
    )


@pytest.mark.parametrize(
    ("check_ins", "sentence"),
    [
        (told("swim", Outcome.MINI, TODAY), "This step is not on this client's route."),
        (told("", Outcome.MINI, TODAY), "This step is not on this client's route."),
        (told("walk", Outcome.REST, TODAY + timedelta(days=1)), "This day has not come yet."),
        (
            told("walk", Outcome.MINI, EARLIEST - timedelta(days=1)),
            "This lies before the guidance began.",
        ),
        (told("walk", Outcome.MINI, TODAY, TODAY), "The same step stands twice on one day."),
        (
            told("walk", Outcome.MINI, TODAY) + told("walk", Outcome.REST, TODAY),
            "The same step stands twice on one day.",
        ),
    ],
)
def test_a_look_back_that_cannot_be_is_refused(
    check_ins: tuple[CheckIn, ...], sentence: str
) -> None:
    assert refused(check_ins=check_ins) == [("check_ins", sentence)]


def test_two_steps_on_one_day_and_one_step_on_two_days_are_fine() -> None:
    yesterday = TODAY - timedelta(days=1)
    both = told("walk", Outcome.MINI, TODAY, yesterday) + told("stretch", Outcome.REST, TODAY)
    assert checked(check_ins=both).check_ins == both


def test_late_in_the_evening_in_utc_is_already_the_next_day_in_amsterdam() -> None:
    now = datetime(2026, 3, 17, 23, 30, tzinfo=UTC)
    check_ins = told("walk", Outcome.MINI, TODAY)
    assert checked(day=TODAY, at=time(0, 15), now=now, check_ins=check_ins).check_ins == check_ins


@pytest.mark.parametrize(
    ("moods", "sentence"),
    [
        ((DayMood(TODAY, 11),), "A number from 0 to 10 fits here."),
        ((DayMood(TODAY, -1),), "A number from 0 to 10 fits here."),
        ((DayMood(TODAY + timedelta(days=1), 5),), "This day has not come yet."),
        ((DayMood(EARLIEST - timedelta(days=1), 5),), "This lies before the guidance began."),
        ((DayMood(TODAY, 5), DayMood(TODAY, 6)), "There is a number for this day already."),
        ((DayMood(TODAY, 5), DayMood(TODAY, 5)), "There is a number for this day already."),
    ],
)
def test_a_remembered_mood_that_cannot_be_is_refused(
    moods: tuple[DayMood, ...], sentence: str
) -> None:
    assert refused(day_moods=moods) == [("day_moods", sentence)]


def test_remembered_moods_of_several_days_are_kept() -> None:
    moods = (DayMood(TODAY, 0), DayMood(TODAY - timedelta(days=1), 10), DayMood(EARLIEST, 5))
    assert checked(day_moods=moods).day_moods == moods


# -- the next appointment ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "at", "instant"),
    [
        (TODAY, time(10, 31), "2026-03-18T09:31Z"),
        (date(2026, 3, 29), time(3, 0), "2026-03-29T01:00Z"),
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30Z"),
        (date(2028, 3, 18), time(10, 30), "2028-03-18T09:30Z"),
    ],
)
def test_a_next_time_lies_ahead_and_is_kept_in_utc(day: date, at: time, instant: str) -> None:
    assert check_next(day, at, now=NOW) == (datetime.fromisoformat(instant), ())
    assert checked(next_day=day, next_at=at).next_appointment == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    ("day", "at", "field", "sentence"),
    [
        (TODAY, None, "next_at", "Choose a time."),
        (None, time(9, 0), "next_day", "Choose a day."),
        (TODAY, time(10, 30), "next_day", "The next time lies in the future."),
        (TODAY, time(9, 0), "next_day", "The next time lies in the future."),
        (date(2028, 3, 19), time(9, 0), "next_day", "This is more than two years ahead."),
        (date(2101, 1, 1), time(9, 0), "next_day", "Choose a day between 2000 and 2100."),
        (
            date(2026, 3, 29),
            time(2, 30),
            "next_at",
            "This time does not exist: the clock goes forward that night.",
        ),
    ],
)
def test_a_next_time_that_cannot_be_is_refused(
    day: date | None, at: time | None, field: str, sentence: str
) -> None:
    _, problems = check_next(day, at, now=NOW)
    assert [(p.field, p.sentence) for p in problems] == [(field, sentence)]
    assert refused(next_day=day, next_at=at) == [(field, sentence)]


def test_no_next_time_is_no_problem() -> None:
    assert check_next(None, None, now=NOW) == (None, ())


# -- the days a look back asks about ----------------------------------------------------------


def test_a_look_back_begins_on_the_day_of_the_last_session_and_holds_today() -> None:
    days = look_back_days(last=TODAY - timedelta(days=2), started_on=BEGAN, until=TODAY)
    assert days == (TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY)


def test_the_first_look_back_begins_with_the_guidance() -> None:
    assert look_back_days(last=None, started_on=TODAY, until=TODAY) == (TODAY,)
    assert look_back_days(last=None, started_on=BEGAN, until=BEGAN + timedelta(days=1)) == (
        BEGAN,
        BEGAN + timedelta(days=1),
    )


@pytest.mark.parametrize("ago", [13, 14, 15, 400])
def test_a_look_back_is_never_longer_than_two_weeks(ago: int) -> None:
    days = look_back_days(last=TODAY - timedelta(days=ago), started_on=BEGAN, until=TODAY)
    assert len(days) == LOOK_BACK_DAYS == 14
    assert (days[0], days[-1]) == (TODAY - timedelta(days=13), TODAY)


def test_a_session_before_the_one_before_it_asks_about_no_day() -> None:
    assert look_back_days(last=TODAY, started_on=BEGAN, until=TODAY - timedelta(days=1)) == ()
    assert look_back_days(last=None, started_on=BEGAN, until=EARLIEST) == ()


@given(
    last=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    until=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_a_look_back_is_a_row_of_days_without_a_gap(last: date | None, until: date) -> None:
    days = look_back_days(last=last, started_on=BEGAN, until=until)
    assert len(days) <= LOOK_BACK_DAYS
    assert all(later - one == timedelta(days=1) for one, later in pairwise(days))
    assert days == () or days[-1] == until


# -- from a look back to the numbers ----------------------------------------------------------

MONDAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("outcome", "minutes"), [(Outcome.MINI, 1), (Outcome.ORDINARY, 5), (Outcome.AMPLE, 10)]
)
def test_a_done_size_counts_with_its_own_minutes(outcome: Outcome, minutes: float) -> None:
    walk = step("walk")
    (entry,) = entries(told("walk", outcome, MONDAY), "walk", {MONDAY: walk})
    assert entry == Entry(MONDAY, Status.DONE, minutes, f"walk:{MONDAY}")


def test_not_done_is_an_entry_and_rest_is_none() -> None:
    check_ins = told("walk", Outcome.NOT_DONE, MONDAY) + told(
        "walk", Outcome.REST, MONDAY + timedelta(days=1)
    )
    found = entries(check_ins, "walk", {})
    assert [(entry.day, entry.status, entry.minutes) for entry in found] == [
        (MONDAY, Status.NOT_DONE, None)
    ]
    assert rest_days(check_ins, "walk") == [MONDAY + timedelta(days=1)]


def test_one_step_never_gets_the_days_of_another() -> None:
    both = told("walk", Outcome.MINI, MONDAY) + told("stretch", Outcome.REST, MONDAY)
    assert entries(both, "stretch", {}) == []
    assert rest_days(both, "walk") == []
    assert [entry.day for entry in entries(both, "walk", {})] == [MONDAY]


def test_a_day_on_which_the_step_was_not_agreed_counts_without_minutes() -> None:
    (entry,) = entries(told("walk", Outcome.AMPLE, MONDAY), "walk", {})
    assert (entry.status, entry.minutes) == (Status.DONE, None)


@pytest.mark.parametrize("outcome", [Outcome.MINI, Outcome.ORDINARY, Outcome.AMPLE])
def test_a_step_of_thirty_seconds_counts_fully_in_every_size(outcome: Outcome) -> None:
    tiny = replace(
        step("window", per_week=3),
        mini=SizeOf("een kier", 10),
        ordinary=SizeOf("open", 30),
        ample=SizeOf("en uitkijken", 59),
    )
    days = [MONDAY + timedelta(days=n) for n in (0, 2, 4)]
    found = entries(told("window", outcome, *days), "window", dict.fromkeys(days, tiny))
    assert [entry.minutes for entry in found] == [None] * 3
    first = Version(1, MONDAY, (tiny,), Proposer.CLIENT, "klein", "Ines Dragstra", NOW)
    agreed = agreements([first], "window")
    week = weeks(agreed, [], found, today=MONDAY + timedelta(days=7))[0]
    assert (week.counted, week.target_days, week.ratio) == (3, 3, 1.0)
    assert week.minutes == pytest.approx(1.5)
    assert week.dose_ratio == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("outcome", "size"),
    [
        (Outcome.MINI, "mini"),
        (Outcome.ORDINARY, "ordinary"),
        (Outcome.AMPLE, "ample"),
        (Outcome.NOT_DONE, None),
        (Outcome.REST, None),
    ],
)
def test_only_a_done_step_has_a_size(outcome: Outcome, size: str | None) -> None:
    assert outcome.size == size
