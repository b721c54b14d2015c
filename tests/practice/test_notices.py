"""Notices: for whoever has to know, seen with the signal, and a choice about mail."""

from datetime import time

import pytest

from lib.domain.notices import USUAL, Choice, Notice, NoticeKind, Way
from lib.domain.problems import Invalid, NotFound
from lib.practice import care_signals, deputies, notices
from lib.storage import casebook
from lib.storage import notices as stored
from lib.storage import tables as t
from tests.cast import NAMES, NOW, Practice, again, key, later


def opened(practice: Practice, *, minutes: int = 0) -> str:
    return care_signals.open_signal(
        practice.ines, practice.bob, words="zorgen", save_key=key(), now=later(minutes=minutes)
    )


def mine(practice: Practice, who: str = "lea", **span: float) -> tuple[Notice, ...]:
    return notices.mine(getattr(practice, who), now=later(**span))


def test_a_reader_is_told_that_there_is_a_signal_and_never_what(practice: Practice) -> None:
    signal_id = opened(practice)
    [notice] = mine(practice)
    assert (notice.kind, notice.subject_id) == (NoticeKind.CARE_SIGNAL, signal_id)
    assert (notice.client_name, notice.way, notice.seen_at) == (NAMES["Bob"], Way.LEAD, None)
    assert notices.count_unseen(practice.lea, now=NOW) == 1
    for who in ("ines", "marek", "olga", "ada"):
        assert mine(practice, who) == ()
        assert notices.count_unseen(getattr(practice, who), now=NOW) == 0
    # The list names a client, so the look is in the log; an empty one is not.
    looks = [row for row in practice.rows(t.AuditRow) if row.part == "notices"]
    assert [(row.person_id, row.listed) for row in looks] == [
        (practice.lea.person_id, [practice.bob])
    ]


def test_reading_the_signal_is_what_marks_its_notice_as_seen(practice: Practice) -> None:
    opened(practice)
    look = again(practice.lea, view=key())
    care_signals.of_client(look, practice.bob, now=later(minutes=3))
    assert notices.count_unseen(practice.lea, now=later(minutes=3)) == 0
    [notice] = mine(practice, minutes=4)
    assert notice.seen_at == later(minutes=3)
    assert mine(practice, days=7) == ()


def test_what_nobody_looked_at_stays(practice: Practice) -> None:
    opened(practice)
    assert len(mine(practice, days=300)) == 1


def test_who_opened_it_is_told_that_somebody_else_closed_it(practice: Practice) -> None:
    signal_id = opened(practice)
    care_signals.close_signal(
        practice.lea, practice.bob, signal_id, note="gebeld", now=later(minutes=9)
    )
    [notice] = mine(practice, "ines", minutes=9)
    assert (notice.kind, notice.way) == (NoticeKind.CARE_SIGNAL_CLOSED, Way.COACH)
    # Who closed it saw it, and is not told.
    [known] = mine(practice, "lea", minutes=9)
    assert (known.kind, known.seen_at) == (NoticeKind.CARE_SIGNAL, later(minutes=9))
    assert notices.count_unseen(practice.lea, now=NOW) == 0


def test_of_several_about_one_signal_the_newest_is_shown(practice: Practice) -> None:
    signal_id = opened(practice)
    care_signals.close_signal(
        practice.ines, practice.bob, signal_id, note="gebeld", now=later(minutes=9)
    )
    [notice] = mine(practice, minutes=10)
    assert notice.kind is NoticeKind.CARE_SIGNAL_CLOSED
    assert notices.count_unseen(practice.lea, now=NOW) == 1
    notices.see(practice.lea, notice.id, now=later(minutes=10))
    assert notices.count_unseen(practice.lea, now=NOW) == 0
    opened(practice, minutes=20)
    assert [one.kind for one in mine(practice, minutes=21)] == [
        NoticeKind.CARE_SIGNAL,
        NoticeKind.CARE_SIGNAL_CLOSED,
    ]


def test_a_notice_is_seen_by_whose_it_is_and_leaves_the_signal_unseen(practice: Practice) -> None:
    opened(practice)
    [notice] = mine(practice)
    before = practice.everything()
    for stranger in (practice.ines, practice.olga):
        with pytest.raises(NotFound):
            notices.see(stranger, notice.id, now=NOW)
    assert practice.everything() == before
    for _ in range(2):
        notices.see(practice.lea, notice.id, now=NOW)
    [signal] = care_signals.standing(practice.ines, practice.bob, now=NOW)
    assert signal.not_seen_by == (practice.lea.name,)
    lines = [row for row in practice.rows(t.AuditRow) if row.part == "notice"]
    assert [(row.action, row.subject_id, row.client_id) for row in lines] == [
        ("U", notice.id, practice.bob)
    ]


def test_a_deputy_is_led_to_the_care_signal_alone(practice: Practice) -> None:
    deputies.name(practice.lea, practice.noord, practice.otto.person_id, now=NOW)
    signal_id = opened(practice)
    care_signals.ask_deputy(practice.lea, practice.bob, signal_id, now=NOW)
    [notice] = mine(practice, "otto")
    assert (notice.way, notice.client_name) == (Way.DEPUTY, NAMES["Bob"])
    notices.see(practice.otto, notice.id, now=NOW)


def test_when_one_may_be_mailed_is_ones_own_choice(practice: Practice) -> None:
    assert notices.my_choice(practice.lea, now=NOW) == USUAL
    asked = {"quiet_from": time(22, 0), "quiet_until": time(6, 30), "now": NOW}
    notices.choose(practice.lea, mail=False, quiet=True, **asked)
    assert notices.my_choice(practice.lea, now=NOW) == Choice(False, time(22, 0), time(6, 30))
    notices.choose(practice.lea, mail=True, quiet=False, **asked)
    assert notices.my_choice(practice.lea, now=NOW) == Choice(True, None, None)
    assert notices.my_choice(practice.ines, now=NOW) == USUAL
    with pytest.raises(Invalid):
        notices.choose(
            practice.lea, mail=True, quiet=True, quiet_from=None, quiet_until=time(7), now=NOW
        )


def test_told_the_same_again_a_notice_is_new_once_more_and_mailed_again(
    practice: Practice,
) -> None:
    def tell(minutes: int) -> None:
        about = {"client_id": practice.bob, "subject_id": "1" * 32}
        with casebook.writing(practice.lea, now=later(minutes=minutes)) as page:
            people = [practice.ines.person_id] * 2
            stored.tell(page, people, NoticeKind.COVER, **about)
            page.log("U", "cover")

    tell(0)
    [notice] = mine(practice, "ines")
    notices.see(practice.ines, notice.id, now=NOW)
    tell(5)
    [renewed] = mine(practice, "ines", minutes=5)
    assert (renewed.id, renewed.made_at, renewed.seen_at) == (notice.id, later(minutes=5), None)
    [row] = practice.rows(t.NoticeRow)
    assert (row.mail_after, row.mailed_at, row.mail_tries) == (later(minutes=5), None, 0)
    assert notices.count_unseen(practice.ines, now=NOW) == 1
