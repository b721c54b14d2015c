"""The review of the log: cases with numbers of dossiers, a verdict, and a month signed off."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from lib.domain.access import Role
from lib.domain.oversight import Asked, Kind, Month, NotReady, OwnCase, Verdict
from lib.domain.problems import Invalid, NotAllowed, NotFound
from lib.practice import accounts, clients, dossiers, oversight
from lib.storage import tables as t
from lib.ui import oversight_words
from tests.cast import NAMES, NOW, TODAY, Practice, again, key, later

NEXT_MONTH = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
THIS_DAY = Asked(TODAY, TODAY)


def of_month(practice: Practice) -> Month:
    return oversight.month(again(practice.ada, view=key()), TODAY, now=NOW)


def opened(practice: Practice) -> None:
    dossiers.open_with_reason(
        practice.lea, practice.bob, reason="samen voorbereiden op een gesprek", now=NOW
    )


def case(practice: Practice, kind: Kind) -> str:
    return next(one.case.key for one in of_month(practice).found if one.case.kind is kind)


def test_a_dossier_opened_with_a_reason_is_a_case_with_a_number_and_its_coach(
    practice: Practice,
) -> None:
    opened(practice)
    of = of_month(practice)
    (found,) = [one for one in of.found if one.case.kind is Kind.OPENED]
    assert (found.name, found.own) == (practice.lea.name, False)
    assert found.case.dossiers == (practice.bob,)
    assert of.guided_by == {practice.bob: practice.ines.name}
    told = oversight_words.dossiers(found.case, of.guided_by)
    assert practice.bob[:6] in told
    assert practice.ines.name in told


def test_no_name_of_a_client_is_told_to_who_oversees(practice: Practice) -> None:
    opened(practice)
    clients.get(again(practice.ines, view=key()), practice.bob, now=NOW)
    told = repr(
        (
            of_month(practice),
            oversight.search(again(practice.ada, view=key()), THIS_DAY, now=NOW),
            oversight_words.rows(oversight.export(practice.ada, THIS_DAY, now=NOW)),
        )
    )
    assert practice.bob in told
    assert not [part for name in NAMES.values() for part in name.split() if part in told]


def test_looking_at_the_log_is_one_line_for_each_look(practice: Practice) -> None:
    ada = again(practice.ada, view=key())
    before = practice.count(t.AuditRow)
    for _ in range(3):
        oversight.month(ada, TODAY, now=NOW)
        oversight.search(ada, THIS_DAY, now=NOW)
    assert practice.count(t.AuditRow) == before + 2
    oversight.export(ada, Asked(TODAY, TODAY, person_id=practice.lea.person_id), now=NOW)
    rows = practice.rows(select(t.AuditRow).where(t.AuditRow.part == "access log"))
    assert {(row.action, row.person_id) for row in rows} == {
        ("R", ada.person_id),
        ("E", ada.person_id),
    }
    assert any(practice.lea.person_id in row.reason for row in rows)


def test_a_verdict_stands_with_the_case_and_can_be_changed(practice: Practice) -> None:
    opened(practice)
    one = case(practice, Kind.OPENED)
    for verdict in (Verdict.EXPLAINED, Verdict.SPOKEN):
        oversight.judge(practice.ada, TODAY, one, verdict=verdict, words="in het team", now=NOW)
    (found,) = [each for each in of_month(practice).found if each.case.key == one]
    assert found.judged is not None
    assert (found.judged.verdict, found.judged.by) == (Verdict.SPOKEN, practice.ada.name)
    lines = practice.rows(
        select(t.AuditRow).where(t.AuditRow.part == "access review", t.AuditRow.action == "U")
    )
    assert len(lines) == 2


def test_an_incident_needs_words_and_a_case_has_to_be_there(practice: Practice) -> None:
    opened(practice)
    one = case(practice, Kind.OPENED)
    with pytest.raises(Invalid):
        oversight.judge(practice.ada, TODAY, one, verdict=Verdict.INCIDENT, words=" ", now=NOW)
    with pytest.raises(Invalid):
        oversight.judge(practice.ada, TODAY, one, verdict=None, words="x", now=NOW)
    gone = "opened:x:2026-03-18"
    with pytest.raises(NotFound):
        oversight.judge(practice.ada, TODAY, gone, verdict=Verdict.SPOKEN, words="", now=NOW)


def test_nobody_judges_what_they_did_themselves(practice: Practice) -> None:
    marek = practice.marek.person_id
    accounts.set_roles(practice.ada, marek, practice.zuid, (Role.COACH,), now=NOW)
    one = next(
        found.case.key
        for found in of_month(practice).found
        if found.case.kind is Kind.RIGHTS and found.own
    )
    with pytest.raises(OwnCase):
        oversight.judge(practice.ada, TODAY, one, verdict=Verdict.EXPLAINED, words="", now=NOW)


def test_a_month_is_signed_off_when_it_is_over_and_nothing_waits(practice: Practice) -> None:
    opened(practice)
    ada, one = practice.ada, case(practice, Kind.OPENED)
    with pytest.raises(NotReady):
        oversight.sign_off(ada, TODAY, words="", now=NOW)
    with pytest.raises(NotReady):
        oversight.sign_off(ada, TODAY, words="", now=NEXT_MONTH)
    oversight.judge(ada, TODAY, one, verdict=Verdict.EXPLAINED, words="", now=NEXT_MONTH)
    oversight.sign_off(ada, TODAY, words="rustige maand", now=NEXT_MONTH)
    (done,) = oversight.signed_off(ada, now=NEXT_MONTH)
    assert (done.month, done.cases, done.words) == (TODAY.replace(day=1), 1, "rustige maand")
    assert done.lines > 0
    with pytest.raises(NotReady):
        oversight.sign_off(ada, TODAY, words="nog eens", now=NEXT_MONTH)
    with pytest.raises(NotReady):
        oversight.judge(ada, TODAY, one, verdict=Verdict.SPOKEN, words="", now=NEXT_MONTH)


def test_the_log_is_found_by_colleague_dossier_and_what_was_done(practice: Practice) -> None:
    ines, ada = again(practice.ines, view=key()), practice.ada
    clients.get(ines, practice.bob, now=later(minutes=1))

    def found(**asked: object) -> set[tuple[str, str]]:
        lines = oversight.search(ada, Asked(TODAY, TODAY, **asked), now=later(minutes=2))
        return {(one.line.action, one.line.client_id or "") for one in lines}

    assert ("R", practice.bob) in found(person_id=ines.person_id, action="R")
    assert found(person_id=practice.otto.person_id, action="R") == set()
    assert {which for _, which in found(dossier=practice.bob[:6].upper())} == {practice.bob}
    assert found(dossier="%") == set()
    assert found(refused=True) == set()
    tomorrow = TODAY + timedelta(days=1)
    assert oversight.search(ada, Asked(tomorrow, tomorrow), now=NOW) == ()
    with pytest.raises(Invalid):
        oversight.search(ada, Asked(tomorrow, TODAY), now=NOW)


def test_pages_of_the_log_follow_each_other_without_a_gap(practice: Practice) -> None:
    for number in range(60):
        clients.get(again(practice.ines, view=key()), practice.bob, now=later(seconds=number // 3))
    ada, last, pages = again(practice.ada, view=key()), None, []
    while lines := oversight.search(ada, THIS_DAY, before=last, now=later(hours=1)):
        pages.append(lines)
        last = (lines[-1].line.at, lines[-1].line.id)
    assert [len(one) for one in pages[:-1]] == [50] * (len(pages) - 1)
    ids = [one.line.id for lines in pages for one in lines]
    assert len(ids) == len(set(ids)) == practice.count(t.AuditRow)


def test_only_who_oversees_reads_the_log(practice: Practice) -> None:
    for scope in (practice.ines, practice.lea, practice.otto):
        with pytest.raises(NotAllowed):
            oversight.month(scope, TODAY, now=NOW)
        with pytest.raises(NotAllowed):
            oversight.export(scope, THIS_DAY, now=NOW)
