"""My handbook: what a client may see is all there, and nothing else ever gets in."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lib.domain.basis import Basis, Channel, Profile, Silence, SilenceAgreement, Wish
from lib.domain.caseload import Reason, Record, SessionMood, standing
from lib.domain.goals import Goal, Score
from lib.domain.handbook import (
    HELPED_AT_MOST,
    MORE_AT_MOST,
    Handbook,
    Mini,
    Named,
    gather,
    most_named,
)
from lib.domain.people import Client
from lib.domain.rhythm import Rhythm
from lib.domain.routes import AgreedRest, Company, Proposer, SizeOf, Version
from lib.domain.sessions import Attendance, Outcome
from tests.cast import step, told

MONDAY = date(2026, 1, 5)
CLIENT = Client(
    "b", "Bob Twijnstra", "050 999 88 77", "i", "Ines Dragstra", "n", "Noord", MONDAY, None, 1
)
WALK = replace(
    step("walk"),
    activity="Naar de brievenbus",
    mini=SizeOf("tot de deur", 30),
    cue="als ik koffie op heb",
    ceiling=600,
    company=Company.BUDDY,
    note="GEHEIM-STAP",
)
SILENCE = SilenceAgreement(Silence.CONTACT, 10, "", Channel.CALL, "Hoe is het?", MONDAY)


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def version(*steps: Any, since: int = 0) -> Version:
    made_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    return Version(1, day(since), steps, Proposer.COACH, "GEHEIM-WAAROM", "Ines", made_at)


def record(**changes: Any) -> Record:
    known: dict[str, Any] = {
        "client": CLIENT,
        "versions": (version(WALK),),
        "rests": (),
        "check_ins": (),
        "day_moods": (),
        "sessions": (),
        "next_appointment": None,
    }
    return Record(**{**known, **changes})


def goal(words: str, *, ended: bool = False) -> Goal:
    made_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    return Goal(
        words, words, MONDAY, day(3) if ended else None, (Score(MONDAY, 2),), "I", made_at, 1
    )


def book(n: int, told_in: Any = (), goals: Any = (), basis: Any = None, **of: Any) -> Handbook:
    said = basis or Basis()
    return gather(record(**of), said, goals, told_in, phone="06-1", today=day(n))


def done(*days: int, outcome: Outcome = Outcome.MINI) -> Any:
    return told("walk", outcome, *(day(n) for n in days))


def test_of_someone_of_whom_nothing_is_known_nothing_stands_there() -> None:
    empty = book(0, versions=())
    assert empty.empty
    assert (empty.first_name, empty.coach_name, empty.phone) == ("Bob", "Ines Dragstra", "06-1")
    assert not book(0).empty


def test_what_was_agreed_stands_there_in_the_clients_words() -> None:
    basis = Basis(what_for="de zee", silence=SILENCE)
    mine = book(0, goals=[goal("de markt"), goal("af", ended=True)], basis=basis)
    assert (mine.what_for, mine.goals, mine.silence) == ("de zee", ("de markt",), SILENCE)
    assert mine.minis == (
        Mini("Naar de brievenbus", "tot de deur", 30, "als ik koffie op heb", Company.BUDDY, 600),
    )
    assert mine.along == ((Company.BUDDY, ("Naar de brievenbus",)),)


def test_only_the_route_in_force_counts() -> None:
    later = replace(version(step("swim"), since=20), number=2)
    assert [one.activity for one in book(19, versions=(version(WALK), later)).minis] == [
        "Naar de brievenbus"
    ]
    assert [one.activity for one in book(20, versions=(version(WALK), later)).minis] == [
        "een swim buiten"
    ]


def test_weeks_are_counted_as_taking_part_counts_them() -> None:
    """Weeks of rest are left out, the running week too, and days on rest still count as moving."""
    rest = AgreedRest("r", None, day(14), day(20), "griep")
    check_ins = done(1, 8, 9, 36, 57, 63)
    mine = book(63, rests=(rest,), check_ins=check_ins)
    summary = standing(record(rests=(rest,), check_ins=check_ins), today=day(63)).summary
    assert [one.moved for one in mine.weeks] == [True, False, False, True, False, False, True]
    assert mine.weeks_moved == summary.weeks_with_movement == 3
    assert len(mine.weeks) == summary.weeks_considered == 7


def test_a_rhythm_has_a_word_from_fourteen_active_days() -> None:
    assert book(12, check_ins=done(*range(13))).rhythm is None
    assert book(13, check_ins=done(*range(13))).rhythm is Rhythm.GROWING


def test_a_return_is_told_and_how_long_it_was_is_not() -> None:
    mine = book(60, check_ins=done(1, 30, 31, 50))
    assert mine.returns == (day(30), day(50))
    assert book(60, check_ins=done(1, 15)).returns == ()


def test_what_helped_is_counted_by_session() -> None:
    named = [
        (day(1), ("together", "music", "music")),
        (day(8), ()),
        (day(15), ("Muziek van vroeger", "together")),
        (day(22), ("muziek van vroeger", "MUSIC")),
        (day(90), ("rested",)),
    ]
    mine = book(30, named)
    assert mine.helped == (
        Named("muziek van vroeger", (day(22), day(15))),
        Named("MUSIC", (day(22), day(1))),
        Named("together", (day(15), day(1))),
    )
    assert [one.times for one in mine.helped] == [2, 2, 2]
    assert mine.sessions_told == 3


def test_a_few_things_that_helped_are_enough() -> None:
    many = [(day(n), tuple(f"w{m}" for m in range(n))) for n in range(1, 10)]
    assert len(most_named(many)) == 9
    mine = book(30, many)
    assert [one.what for one in mine.helped] == ["w0", "w1", "w2", "w3", "w4"]
    assert len(mine.helped) == HELPED_AT_MOST


def test_the_order_of_sessions_never_matters() -> None:
    named = [(day(1), ("a", "b")), (day(2), ("b",)), (day(3), ("c",))]
    assert most_named(named) == most_named(named[::-1])


def test_in_print_no_text_is_longer_than_it_may_be() -> None:
    long = "w" * 5000
    silence = replace(SILENCE, kind=Silence.SOMEONE, who=long, words=long)
    mine = book(0, [(day(0), (long,))], [goal(long)], Basis(what_for=long, silence=silence))
    mine = replace(mine, more_help=(long, "\u200b", *[long] * 20), coach_name=long, phone=long)
    printed = mine.in_print
    assert len(printed.more_help) == MORE_AT_MOST
    assert "w" * 501 not in repr(printed)
    assert all(one for one in printed.more_help)


# -- nothing leaks ----------------------------------------------------------------------------


def test_nothing_else_of_a_record_gets_into_a_handbook() -> None:
    """A client of whom there is everything to worry about: none of it is in what they may see."""
    low = tuple((day(n), 1) for n in range(30, 36))
    sessions = tuple(
        SessionMood(
            f"GEHEIM-{n}", datetime(2026, 1, 5 + n, 9, tzinfo=UTC), Attendance.CAME, 1, 1, 1, 9
        )
        for n in range(3)
    )
    of: dict[str, Any] = {
        "client": replace(CLIENT, care_signal=True),
        "rests": (AgreedRest("r", None, day(10), day(12), "GEHEIM-RUST"),),
        "check_ins": done(1, 2, 3) + done(4, 5, outcome=Outcome.NOT_DONE),
        "day_moods": low,
        "sessions": sessions,
        "silence_days": 3,
    }
    reasons = set(standing(record(**of), today=day(40)).reasons)
    assert {Reason.CARE_SIGNAL, Reason.VERY_LOW_MOOD, Reason.SILENT} <= reasons
    basis = Basis("de zee", Profile.CAUTIOUS, True, Wish.SMALLER, day(7), SILENCE, "GEHEIM-C")
    mine = book(40, [(day(1), ("together",))], [goal("de markt")], basis, **of)
    said = repr(mine)
    for secret in ("GEHEIM", "050 999", "Twijnstra", "Noord", "cautious", "smaller", "care_signal"):
        assert secret not in said
    # Not one more field than was thought about.
    assert {one.name for one in fields(Handbook)} == {
        "first_name", "what_for", "goals", "minis", "rhythm", "weeks", "returns", "helped",
        "sessions_told", "silence", "coach_name", "phone", "more_help",
    }  # fmt: skip
    # The same life without a worry in it gives the same handbook.
    calm = {
        **of,
        "client": CLIENT,
        "day_moods": (),
        "sessions": tuple(
            replace(one, before=None, during=None, after=None, effort=None) for one in sessions
        ),
        "check_ins": done(1, 2, 3),
        "silence_days": None,
    }
    assert mine == book(
        40,
        [(day(1), ("together",))],
        [goal("de markt")],
        Basis("de zee", silence=SILENCE),
        **calm,
    )


@pytest.mark.parametrize("n", [0, 40, 200])
def test_a_handbook_never_counts_an_absence(n: int) -> None:
    mine = book(n, check_ins=done(1))
    assert mine.weeks_moved <= 1
    assert mine.returns == ()
