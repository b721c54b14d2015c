"""A client's standing: each number once, and each reason on the day it begins and ends."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from lib.domain.calendar import at_local
from lib.domain.caseload import (
    REASON_WORDS,
    Reason,
    Record,
    SessionMood,
    Standing,
    histories,
    ratings,
    standing,
)
from lib.domain.mood import Direction
from lib.domain.participation import SummaryStatus
from lib.domain.people import Client
from lib.domain.rhythm import Rhythm
from lib.domain.routes import AgreedRest, Proposer, SizeOf, Step, Version
from lib.domain.sessions import Attendance, CheckIn, Outcome
from tests.cast import step, told

MONDAY = date(2026, 1, 5)
# A client with an appointment ahead and a word today has no reason at all.
AHEAD = datetime(2030, 1, 1, 9, 0, tzinfo=UTC)
CLIENT = Client(
    id="b",
    name="Bob Twijnstra",
    phone="",
    coach_id="i",
    coach_name="Ines Dragstra",
    team_id="n",
    team_name="Noord",
    started_on=MONDAY,
    ended_on=None,
    version=1,
)
WALK, STRETCH = step("walk", per_week=3), step("stretch", per_week=2)


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def route(since: int, *steps: Step, number: int = 1) -> Version:
    return Version(
        number=number,
        valid_from=day(since),
        steps=steps,
        proposed_by=Proposer.CLIENT,
        reason="dit past beter",
        made_by="Ines Dragstra",
        made_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
    )


def rest(start: int, end: int | None, step_key: str | None = None) -> AgreedRest:
    return AgreedRest("r", step_key, day(start), None if end is None else day(end), "griep")


def done(*days: int, key: str = "walk", outcome: Outcome = Outcome.MINI) -> tuple[CheckIn, ...]:
    return told(key, outcome, *(day(n) for n in days))


def session(n: int, attendance: Attendance = Attendance.CAME, **numbers: int) -> SessionMood:
    scales: dict[str, int | None] = {"before": None, "during": None, "after": None, "effort": None}
    return SessionMood(
        session_id=f"s{n}",
        held_at=at_local(day(n), time(9, 0)),
        attendance=attendance,
        **{**scales, **numbers},
    )


def moods(values: Iterable[tuple[int, int]]) -> tuple[tuple[date, int], ...]:
    return tuple((day(n), value) for n, value in values)


def record(**changes: Any) -> Record:
    known: dict[str, Any] = {
        "client": CLIENT,
        "versions": (route(0, WALK),),
        "rests": (),
        "check_ins": (),
        "day_moods": (),
        "sessions": (),
        "next_appointment": AHEAD,
    }
    return Record(**{**known, **changes})


def on(n: int, **changes: Any) -> Standing:
    return standing(record(**changes), today=day(n))


def reasons(n: int, **changes: Any) -> list[Reason]:
    return list(on(n, **changes).reasons)


# -- nothing to say ---------------------------------------------------------------------------


def test_of_someone_of_whom_nothing_is_known_nothing_is_said() -> None:
    now = on(0, versions=(), next_appointment=None)
    assert (now.weeks, now.this_week, now.rhythm, now.route) == ((), None, None, None)
    assert (now.last_word, now.last_session, now.next_appointment) == (None, None, None)
    assert now.summary.n_weeks == now.rest_days == 0
    assert now.summary.adherence is None
    assert now.trend.label is Direction.TOO_FEW
    assert now.reasons == (Reason.NO_ROUTE, Reason.NO_NEXT_DATE)


def test_who_takes_part_and_has_a_date_asks_for_no_attention() -> None:
    assert reasons(3, check_ins=done(0, 2)) == []


def test_every_reason_has_a_word_of_its_own() -> None:
    assert set(REASON_WORDS) == set(Reason)
    assert len(set(REASON_WORDS.values())) == len(Reason)


# -- quiet for a while ------------------------------------------------------------------------


@pytest.mark.parametrize(("today", "silent"), [(12, False), (13, False), (14, True), (60, True)])
def test_silence_is_named_from_the_fourteenth_day_after_the_last_word(
    today: int, silent: bool
) -> None:
    last_words: list[dict[str, Any]] = [
        {"check_ins": done(0)},
        {"check_ins": done(0, outcome=Outcome.NOT_DONE)},
        {"check_ins": done(0, outcome=Outcome.REST)},
        {"sessions": (session(0),)},
        {"day_moods": moods([(0, 6)])},
        {},  # the day the route began
    ]
    for word in last_words:
        assert (Reason.SILENT in reasons(today, **word)) is silent, word


@pytest.mark.parametrize(
    "attendance", [Attendance.ABSENT, Attendance.CANCELLED, Attendance.EXCUSED]
)
def test_a_session_nobody_came_to_is_no_word(attendance: Attendance) -> None:
    now = on(20, sessions=(session(18, attendance),))
    assert Reason.SILENT in now.reasons
    assert now.last_word is None
    assert now.last_session == at_local(day(18), time(9, 0))


def test_silence_is_counted_from_the_last_of_all_words() -> None:
    words = {
        "check_ins": done(3),
        "sessions": (session(9),),
        "day_moods": moods([(6, 5)]),
    }
    now = on(22, **words)
    assert now.last_word == day(9)
    assert now.reasons == ()
    assert reasons(23, **words) == [Reason.SILENT]


def test_without_a_route_nobody_is_silent() -> None:
    assert reasons(60, versions=()) == [Reason.NO_ROUTE]
    assert reasons(60, versions=(route(0),)) == [Reason.NO_ROUTE]
    assert reasons(60, versions=(route(61, WALK),)) == [Reason.NO_ROUTE]


def test_agreed_rest_is_not_silence() -> None:
    assert Reason.SILENT not in reasons(40, rests=(rest(10, None),))
    assert Reason.SILENT not in reasons(40, rests=(rest(10, 40),))


@pytest.mark.parametrize(("today", "silent"), [(31, False), (34, False), (35, True)])
def test_after_rest_silence_goes_on_where_it_stood(today: int, silent: bool) -> None:
    """Ten quiet days, then rest from day 10 through day 30: day 35 is the fourteenth quiet one."""
    found = reasons(today, check_ins=done(0), rests=(rest(10, 30),))
    assert (Reason.SILENT in found) is silent


def test_the_rest_of_one_step_does_not_excuse_the_whole_route() -> None:
    both = (route(0, WALK, STRETCH),)
    assert Reason.SILENT in reasons(20, versions=both, rests=(rest(1, None, "walk"),))


@pytest.mark.parametrize(("today", "silent"), [(29, False), (60, False), (61, True)])
def test_rests_of_every_step_together_excuse_silence(today: int, silent: bool) -> None:
    """From day 5 the one rests, from day 10 both, through day 56: nine quiet days, and five."""
    both = (route(0, WALK, STRETCH),)
    rests = (rest(5, 70, "walk"), rest(10, 56, "stretch"))
    found = reasons(today, versions=both, check_ins=done(0), rests=rests)
    assert (Reason.SILENT in found) is silent


def test_while_every_step_rests_earlier_silence_is_not_named() -> None:
    both = (route(0, WALK, STRETCH),)
    rests = (rest(20, None, "walk"), rest(20, None, "stretch"))
    assert Reason.SILENT in reasons(19, versions=both, rests=rests)
    assert Reason.SILENT not in reasons(20, versions=both, rests=rests)
    assert Reason.SILENT in reasons(20, versions=both, rests=rests[:1])


def test_the_rest_of_the_only_step_is_rest_of_the_route() -> None:
    assert Reason.SILENT not in reasons(40, rests=(rest(10, None, "walk"),))
    assert Reason.SILENT in reasons(40, rests=(rest(10, None, "swim"),))


# -- what was agreed for silence --------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreed", "today", "silent"),
    [(3, 2, False), (3, 3, True), (14, 13, False), (14, 14, True), (30, 29, False), (30, 30, True)],
)
def test_silence_is_named_after_the_days_that_were_agreed(
    agreed: int, today: int, silent: bool
) -> None:
    found = reasons(today, check_ins=done(0), silence_days=agreed)
    assert (Reason.SILENT in found) is silent


def test_who_wants_to_be_left_in_peace_is_never_named_silent() -> None:
    assert Reason.SILENT in reasons(400, check_ins=done(0))
    assert reasons(400, check_ins=done(0), silence_days=None) == []
    # Other facts are said all the same, and so is a return.
    assert reasons(400, check_ins=done(0), silence_days=None, next_appointment=None) == [
        Reason.NO_NEXT_DATE
    ]
    assert reasons(40, check_ins=done(0, 40), silence_days=None) == [Reason.RETURNED]


def test_rest_is_not_silence_whatever_was_agreed() -> None:
    assert reasons(40, check_ins=done(0), rests=(rest(2, None),), silence_days=3) == []
    # Two quiet days before the rest and one after it: three.
    some = {"check_ins": done(0), "rests": (rest(3, 30),), "silence_days": 3}
    assert Reason.SILENT not in reasons(30, **some)
    assert Reason.SILENT in reasons(31, **some)


# -- care signal ------------------------------------------------------------------------------


def test_an_open_care_signal_comes_before_every_other_reason() -> None:
    worried = replace(CLIENT, care_signal=True)
    assert reasons(3, client=worried, check_ins=done(0, 2)) == [Reason.CARE_SIGNAL]
    found = reasons(30, client=worried, versions=(), next_appointment=None)
    assert found == [Reason.CARE_SIGNAL, Reason.NO_ROUTE, Reason.NO_NEXT_DATE]
    assert next(iter(Reason)) is Reason.CARE_SIGNAL


def test_a_care_signal_outlasts_the_guidance() -> None:
    ended = replace(CLIENT, care_signal=True, ended_on=day(20))
    assert reasons(30, client=ended, next_appointment=None) == [Reason.CARE_SIGNAL]


# -- rest ends --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "named"), [(9, False), (12, False), (13, True), (19, True), (20, True), (21, False)]
)
def test_the_end_of_a_rest_is_named_a_week_ahead_through_its_last_day(
    today: int, named: bool
) -> None:
    now = on(today, check_ins=done(today), rests=(rest(10, 20),))
    assert (Reason.REST_ENDS in now.reasons) is named
    assert (now.resting is not None) is (10 <= today <= 20)


def test_an_open_rest_and_the_rest_of_one_step_do_not_end_soon() -> None:
    assert Reason.REST_ENDS not in reasons(12, rests=(rest(10, None),))
    now = on(12, check_ins=done(12), rests=(rest(10, 14, "walk"),))
    assert (now.reasons, now.resting) == ((), None)


# -- back again -------------------------------------------------------------------------------


@pytest.mark.parametrize(("back", "returned"), [(14, False), (15, True), (40, True)])
def test_who_moves_again_after_fourteen_quiet_days_is_back(back: int, returned: bool) -> None:
    assert (Reason.RETURNED in reasons(back, check_ins=done(0, back))) is returned


@pytest.mark.parametrize(("later", "news"), [(0, True), (7, True), (8, False)])
def test_a_return_is_news_for_a_week(later: int, news: bool) -> None:
    assert (Reason.RETURNED in reasons(20 + later, check_ins=done(0, 20))) is news


def test_moving_on_after_a_return_keeps_it_news_and_takes_nothing_away() -> None:
    assert Reason.RETURNED in reasons(24, check_ins=done(0, 20, 22, 24))


def test_coming_to_a_session_is_a_return_as_well() -> None:
    assert Reason.RETURNED in reasons(20, check_ins=done(0), sessions=(session(20),))
    away = session(20, Attendance.ABSENT)
    assert Reason.RETURNED not in reasons(20, check_ins=done(0), sessions=(away,))


def test_a_first_word_is_no_return() -> None:
    assert Reason.RETURNED not in reasons(30, check_ins=done(30))


def test_who_only_rested_was_not_away() -> None:
    resting = (rest(2, 18),)
    assert Reason.RETURNED not in reasons(20, check_ins=done(0, 20), rests=resting)


def test_days_told_to_be_rest_are_rest_as_well() -> None:
    days_of_rest = done(*range(1, 20), outcome=Outcome.REST)
    assert Reason.RETURNED not in reasons(20, check_ins=done(0, 20) + days_of_rest)


def test_who_told_what_did_not_work_out_was_not_quiet() -> None:
    tried = done(*range(1, 20), outcome=Outcome.NOT_DONE)
    assert Reason.RETURNED not in reasons(20, check_ins=done(0, 20) + tried)


@pytest.mark.parametrize(("back", "returned"), [(24, False), (25, True)])
def test_rest_in_a_quiet_time_does_not_count_as_quiet(back: int, returned: bool) -> None:
    found = reasons(back, check_ins=done(0, back), rests=(rest(5, 14),))
    assert (Reason.RETURNED in found) is returned


# -- mood -------------------------------------------------------------------------------------

USUAL = [(n, 7) for n in range(0, 28, 2)]  # every other day for four weeks
LOWER = [(30, 4), (32, 4), (34, 4)]
LOW = [(30, 2), (32, 1), (34, 2)]


def test_mood_that_stays_usual_is_no_reason() -> None:
    assert reasons(34, day_moods=moods([*USUAL, (30, 7), (32, 6), (34, 7)])) == []


def test_mood_that_is_lower_than_usual_is_a_reason() -> None:
    assert reasons(34, day_moods=moods([*USUAL, *LOWER])) == [Reason.LOWER_MOOD]


def test_mood_that_is_very_low_is_one_reason_and_not_two() -> None:
    assert reasons(34, day_moods=moods([*USUAL, *LOW])) == [Reason.VERY_LOW_MOOD]


def test_one_bad_day_is_never_a_reason() -> None:
    assert reasons(34, day_moods=moods([*USUAL, (34, 0)])) == []


def test_who_is_usually_low_has_no_alarm_that_keeps_coming_back() -> None:
    low = [(n, 2) for n in range(0, 36, 2)]
    assert reasons(34, day_moods=moods(low)) == []


@pytest.mark.parametrize(("later", "news"), [(0, True), (13, True), (14, False)])
def test_a_signal_of_mood_is_news_for_two_weeks(later: int, news: bool) -> None:
    found = reasons(34 + later, day_moods=moods([*USUAL, *LOW]), check_ins=done(34 + later))
    assert (Reason.VERY_LOW_MOOD in found) is news


def test_the_number_after_moving_is_no_rating_of_mood() -> None:
    after = tuple(session(n, after=1, during=1, effort=1) for n in (30, 32, 34))
    known = record(day_moods=moods(USUAL), sessions=after)
    assert len(ratings(known)) == len(USUAL)
    assert standing(known, today=day(34)).reasons == ()


def test_the_number_before_a_session_is_a_rating_of_mood() -> None:
    before = tuple(session(n, before=1, after=9) for n in (30, 32, 34))
    known = record(day_moods=moods(USUAL), sessions=before)
    assert [(r.day, r.value) for r in ratings(known)][-3:] == [(day(n), 1) for n in (30, 32, 34)]
    assert standing(known, today=day(34)).reasons == (Reason.VERY_LOW_MOOD,)


def test_ratings_stand_in_the_order_of_the_days() -> None:
    known = record(day_moods=moods([(9, 3), (2, 4)]), sessions=(session(5, before=6),))
    assert [(r.day, r.value) for r in ratings(known)] == [(day(2), 4), (day(5), 6), (day(9), 3)]


def test_the_trend_is_that_of_the_ratings() -> None:
    rising = [(3 * n, min(10, 1 + n // 2)) for n in range(20)]
    now = on(58, day_moods=moods(rising), check_ins=done(58))
    assert (now.trend.label, now.trend.n_days) == (Direction.RISING, 20)


# -- no next date -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("coming", "missing"),
    [
        (None, True),
        (at_local(day(2), time(9, 0)), True),
        (at_local(day(3), time(0, 5)), False),  # earlier today is still today
        (at_local(day(4), time(9, 0)), False),
    ],
)
def test_an_appointment_of_an_earlier_day_is_no_next_date(
    coming: datetime | None, missing: bool
) -> None:
    now = on(3, check_ins=done(3), next_appointment=coming)
    assert (Reason.NO_NEXT_DATE in now.reasons) is missing
    assert now.next_appointment == (None if missing else coming)


def test_an_appointment_late_in_the_evening_belongs_to_the_day_in_amsterdam() -> None:
    evening = datetime(2026, 1, 7, 23, 30, tzinfo=UTC)  # half past midnight on Thursday
    assert on(3, next_appointment=evening).next_appointment == evening
    assert on(4, next_appointment=evening).next_appointment is None


# -- order, and the end -----------------------------------------------------------------------


def test_reasons_stand_in_a_fixed_order_with_the_good_news_first() -> None:
    found = reasons(
        34,
        check_ins=done(0, 30),
        day_moods=moods([*USUAL, *LOW]),
        rests=(rest(33, 36),),
        next_appointment=None,
    )
    assert found == [
        Reason.RETURNED,
        Reason.VERY_LOW_MOOD,
        Reason.REST_ENDS,
        Reason.NO_NEXT_DATE,
    ]
    assert found == [kind for kind in Reason if kind in found]


@pytest.mark.parametrize("today", [0, 14, 34, 400])
def test_who_has_ended_asks_for_no_attention(today: int) -> None:
    ended = replace(CLIENT, ended_on=day(0))
    known = {"day_moods": moods([*USUAL, *LOW]), "rests": (rest(30, 36),), "next_appointment": None}
    assert reasons(today, client=ended, **known) == []
    assert reasons(today, client=ended, versions=(), next_appointment=None) == []


# -- taking part ------------------------------------------------------------------------------


def test_the_running_week_is_done_and_asked_over_all_steps() -> None:
    both = (route(0, WALK, STRETCH),)
    check_ins = done(0, 2) + done(0, key="stretch")
    now = on(3, versions=both, check_ins=check_ins)
    assert now.this_week == (3, 5)
    assert (now.weeks[-1].done, now.weeks[-1].target_days) == (3, 5)


def test_more_of_one_step_never_fills_another_in_the_running_week() -> None:
    both = (route(0, WALK, STRETCH),)
    now = on(6, versions=both, check_ins=done(0, 1, 2, 3, 4, 5, 6))
    assert now.this_week == (3, 5)
    assert now.weeks[-1].done == 3


@pytest.mark.parametrize("today", [0, 3, 6])
def test_a_running_week_asks_what_the_whole_week_asks(today: int) -> None:
    assert on(today).this_week == (0, 3)


def test_nothing_is_asked_before_the_route_and_in_a_week_of_rest() -> None:
    assert on(3, versions=(route(7, WALK),)).this_week is None
    assert on(10, rests=(rest(7, 13),)).this_week is None
    assert on(10, rests=(rest(7, 13, "walk"),)).this_week is None
    assert on(3, versions=(route(0),)).this_week is None


def test_rest_of_one_step_leaves_the_other_asked() -> None:
    both = (route(0, WALK, STRETCH),)
    now = on(10, versions=both, rests=(rest(7, 13, "walk"),), check_ins=done(8, key="stretch"))
    assert now.this_week == (1, 2)


@pytest.mark.parametrize("today", [3, 10, 17, 24, 31])
def test_the_running_week_and_the_figure_of_weeks_are_the_same_numbers(today: int) -> None:
    both = (route(0, WALK, STRETCH),)
    check_ins = done(*range(0, 40, 2)) + done(*range(0, 40, 3), key="stretch")
    now = on(today, versions=both, check_ins=check_ins)
    assert now.this_week == (now.weeks[-1].done, now.weeks[-1].target_days)
    for week in now.weeks[:-1]:
        assert week.done == week.counted


def test_four_full_weeks_are_counted_and_the_running_one_is_not() -> None:
    now = on(30, check_ins=done(0, 2, 4, 7, 9, 14, 16, 18, 19, 28, 29))
    assert [week.counted for week in now.weeks] == [3, 2, 3, 0, None]
    assert [week.extra_days for week in now.weeks] == [0, 0, 1, 0, None]
    summary = now.summary
    assert (summary.counted, summary.target, summary.status) == (8, 12, SummaryStatus.OK)
    assert summary.adherence == pytest.approx(8 / 12)
    assert (summary.weeks_without_log, summary.adherence_known) == (1, pytest.approx(8 / 9))
    assert now.this_week == (2, 3)


def test_older_weeks_keep_their_own_agreement() -> None:
    small = step("walk", per_week=1)
    versions = (route(0, WALK), route(14, small, number=2))
    now = on(28, versions=versions, check_ins=done(0, 2, 14, 21))
    assert [week.target_days for week in now.weeks] == [3, 3, 1, 1, 1]
    assert [week.counted for week in now.weeks[:4]] == [2, 0, 1, 1]
    assert (now.summary.counted, now.summary.target) == (4, 8)


def test_a_step_that_left_asks_nothing_any_more_and_keeps_its_past() -> None:
    versions = (route(0, WALK, STRETCH), route(14, STRETCH, number=2))
    now = on(28, versions=versions, check_ins=done(0, 2, 4))
    assert [week.target_days for week in now.weeks] == [5, 5, 2, 2, 2]
    assert now.weeks[0].counted == 3
    assert now.route is not None
    assert now.route.number == 2


def test_minutes_of_an_old_day_are_those_agreed_on_that_day() -> None:
    longer = replace(WALK, mini=SizeOf("tot het park", 600))
    versions = (route(0, WALK), route(7, longer, number=2))
    (history,) = histories(record(versions=versions, check_ins=done(0, 7)))
    assert [entry.minutes for entry in history.entries] == [1, 10]


def test_rest_lowers_what_is_asked_and_is_named_by_its_days() -> None:
    now = on(28, rests=(rest(9, 10),), check_ins=done(0, 2, 4, 7, 12, 14, 16, 18))
    assert [week.rest_days for week in now.weeks] == [0, 2, 0, 0, 0]
    assert [week.target_days for week in now.weeks] == [3, 2, 3, 3, 3]
    assert now.rest_days == 2
    assert now.weeks[1].counted == 2


def test_a_week_wholly_at_rest_is_not_among_the_weeks_that_count() -> None:
    now = on(28, rests=(rest(7, 13),), check_ins=done(0, 14, 21))
    assert day(7) not in now.summary.weeks_used
    assert (now.summary.n_weeks, now.rest_days) == (3, 0)


def test_a_day_told_to_be_rest_is_rest_of_that_step_only() -> None:
    both = (route(0, WALK, STRETCH),)
    now = on(7, versions=both, check_ins=done(1, 2, outcome=Outcome.REST))
    walk, stretch = histories(record(versions=both, check_ins=done(1, outcome=Outcome.REST)))
    assert (len(walk.rests), len(stretch.rests)) == (1, 0)
    assert now.weeks[0].target_days == 2 + 2


# -- what is not known, and what has not come -------------------------------------------------


def test_a_week_nobody_told_about_is_unknown_and_never_a_number() -> None:
    now = on(28)
    assert now.summary.weeks_without_log == now.summary.n_weeks == 4
    assert now.summary.adherence_known is None
    assert [week.logged for week in now.weeks] == [False] * 5
    assert now.last_word is None


def test_a_week_in_which_it_did_not_work_out_is_known() -> None:
    now = on(7, check_ins=done(2, outcome=Outcome.NOT_DONE))
    assert now.weeks[0].logged
    assert (now.weeks[0].counted, now.summary.weeks_without_log) == (0, 0)


def test_facts_of_days_to_come_are_left_out() -> None:
    known = record(
        versions=(route(0, WALK), route(20, STRETCH, number=2)),
        check_ins=done(0, 12),
        day_moods=moods([(1, 6), (12, 1)]),
        sessions=(session(1, before=5), session(12, before=1)),
        rests=(rest(15, 20),),
    )
    before = replace(
        known,
        versions=known.versions[:1],
        check_ins=known.check_ins[:1],
        day_moods=known.day_moods[:1],
        sessions=known.sessions[:1],
        rests=(),
    )
    assert standing(known, today=day(10)) == standing(before, today=day(10))
    assert standing(known, today=day(10)).last_word == day(1)


def test_no_order_of_what_was_written_down_changes_the_standing() -> None:
    known = record(
        versions=(route(0, WALK, STRETCH), route(14, WALK, number=2)),
        check_ins=done(0, 2, 4, 9, 15, 21) + done(1, 8, key="stretch"),
        day_moods=moods([*USUAL, *LOWER]),
        sessions=(session(0, before=5), session(14, before=6), session(28)),
        rests=(rest(9, 10), rest(30, 33)),
    )
    turned = replace(
        known,
        versions=known.versions[::-1],
        check_ins=known.check_ins[::-1],
        day_moods=known.day_moods[::-1],
        sessions=known.sessions[::-1],
        rests=known.rests[::-1],
    )
    for n in range(0, 60, 7):
        assert standing(turned, today=day(n)) == standing(known, today=day(n))


# -- rhythm and sessions ----------------------------------------------------------------------


@pytest.mark.parametrize(("today", "known"), [(12, False), (13, True)])
def test_a_rhythm_has_a_word_from_fourteen_active_days(today: int, known: bool) -> None:
    daily = (route(0, step("walk", per_week=7)),)
    now = on(today, versions=daily, check_ins=done(*range(today + 1)))
    assert (now.rhythm is not None) is known


def test_the_rhythm_is_that_of_the_steadiest_step() -> None:
    both = (route(0, step("walk", per_week=7), step("stretch", per_week=7)),)
    now = on(60, versions=both, check_ins=done(*range(61)))
    assert now.rhythm is Rhythm.STEADY
    assert on(60, versions=both, check_ins=done(0, 20)).rhythm is Rhythm.BEGIN


def test_a_step_that_left_the_route_has_no_rhythm_any_more() -> None:
    daily = step("walk", per_week=7)
    versions = (route(0, daily), route(40, STRETCH, number=2))
    now = on(41, versions=versions, check_ins=done(*range(40)))
    assert now.rhythm is None


def test_the_last_session_is_the_latest_that_was_held_or_missed() -> None:
    now = on(9, sessions=(session(2), session(8, Attendance.CANCELLED), session(10)))
    assert now.last_session == at_local(day(8), time(9, 0))


def test_a_session_late_in_the_evening_in_utc_is_of_the_next_day() -> None:
    one = replace(session(0), held_at=datetime(2026, 1, 5, 23, 30, tzinfo=UTC))
    assert one.day == day(1)
