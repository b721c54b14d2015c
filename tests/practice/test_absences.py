"""Absence: kept once, one's own alone, and counted with by the next care signal."""

from datetime import timedelta

import pytest

from lib.domain.absences import Absence
from lib.domain.problems import Invalid, NotFound
from lib.practice import absences
from lib.storage import tables as t
from tests.cast import NOW, TODAY, Practice, key, later


def test_an_absence_is_kept_once_and_only_for_oneself(practice: Practice) -> None:
    form, end = key(), TODAY + timedelta(days=4)
    kept = [
        absences.add(practice.lea, start=TODAY, end=end, save_key=form, now=NOW) for _ in range(2)
    ]
    assert kept[0] == kept[1]
    assert absences.mine(practice.lea, now=NOW) == (Absence(kept[0], TODAY, end),)
    assert absences.mine(practice.ines, now=NOW) == ()
    # What is over is in nobody's way.
    assert absences.mine(practice.lea, now=later(days=4)) != ()
    assert absences.mine(practice.lea, now=later(days=5)) == ()
    lines = [row for row in practice.rows(t.AuditRow) if row.part == "absence"]
    assert [(row.action, row.person_id, row.subject_id) for row in lines] == [
        ("C", practice.lea.person_id, kept[0])
    ]


def test_an_absence_is_taken_away_by_its_owner_alone(practice: Practice) -> None:
    one = absences.add(practice.lea, start=TODAY, end=TODAY, save_key=key(), now=NOW)
    before = practice.everything()
    with pytest.raises(NotFound):
        absences.take_away(practice.ines, one, now=NOW)
    assert practice.everything() == before
    absences.take_away(practice.lea, one, now=NOW)
    assert practice.count(t.AbsenceRow) == 0
    with pytest.raises(NotFound):
        absences.take_away(practice.lea, one, now=NOW)


def test_what_is_over_is_refused_and_named(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        absences.add(
            practice.lea,
            start=TODAY - timedelta(days=3),
            end=TODAY - timedelta(days=1),
            save_key=key(),
            now=NOW,
        )
    assert [problem.field for problem in refused.value.problems] == ["end"]
    assert practice.everything() == before
