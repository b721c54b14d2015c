"""Small experiments: one at a time, told day by day, stopped at will, and never overwritten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from lib.domain.contexts import Context
from lib.domain.experiments import (
    Agreed,
    Experiment,
    ExperimentDraft,
    OneWay,
    Told,
    WayDraft,
    Went,
)
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound, Stale
from lib.practice import clients, experiments
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, key, later

DRAFT = ExperimentDraft(
    first=WayDraft(context="alone"),
    second=WayDraft(words="met het hondje van Annie"),
    start=TODAY,
    weekdays=tuple(range(7)),
)
TOMORROW = TODAY + timedelta(days=1)


def begin(
    practice: Practice,
    draft: ExperimentDraft = DRAFT,
    *,
    save_key: str | None = None,
    now: datetime = NOW,
) -> str:
    return experiments.begin(
        practice.ines, practice.bob, draft=draft, save_key=save_key or key(), now=now
    )


def of(practice: Practice) -> tuple[Experiment, ...]:
    return experiments.of_client(practice.ines, practice.bob, now=NOW)


def tell(
    practice: Practice, one: str, day: date = TODAY, went: str | None = "first", **about: Any
) -> None:
    version = {row.id: row.version for row in practice.rows(t.ExperimentRow)}[one]
    given = {"level": 6, "expected_version": version, "now": NOW, **about}
    experiments.tell_day(practice.ines, practice.bob, one, day=day, went=went, **given)


def lines(practice: Practice, part: str) -> list[tuple[str, str | None, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == part and row.action != "R"]
    return [(row.action, row.client_id, row.subject_id) for row in found]


def end_guidance(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)


# -- agreeing ---------------------------------------------------------------------------------


def test_an_experiment_is_agreed_and_its_plan_stays_the_same(practice: Practice) -> None:
    assert of(practice) == ()
    made = begin(practice)
    (one,) = of(practice)
    assert one == Experiment(
        id=made,
        agreed=Agreed(
            OneWay("alone", Context.ALONE),
            OneWay("met het hondje van Annie"),
            TODAY,
            tuple(range(7)),
        ),
        seed=one.seed,
        days=(),
        stopped_on=None,
        changed_by=practice.ines.name,
        changed_at=NOW,
        version=1,
    )
    assert 0 <= one.seed < 2**31
    assert one.plan == of(practice)[0].plan
    assert lines(practice, "experiment") == [("C", practice.bob, made)]


def test_each_experiment_is_drawn_anew(practice: Practice) -> None:
    seeds = set()
    for _ in range(3):
        made = begin(practice)
        seeds.add(of(practice)[0].seed)
        experiments.stop(practice.ines, practice.bob, made, now=NOW)
    assert len(seeds) > 1


def test_the_same_save_key_begins_one_experiment(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return begin(practice, save_key=form)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert practice.count(t.ExperimentRow) == 1


def test_of_two_experiments_at_the_same_moment_one_begins(practice: Practice) -> None:
    together = Barrier(2)

    def click(_: int) -> bool:
        together.wait()
        try:
            begin(practice)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, range(2))) == [False, True]
    assert practice.count(t.ExperimentRow) == 1


def test_another_begins_when_the_first_is_over(practice: Practice) -> None:
    begin(practice)
    with pytest.raises(Invalid) as refused:
        begin(practice, replace(DRAFT, start=TODAY + timedelta(days=14)))
    assert [problem.field for problem in refused.value.problems] == ["start"]
    after = later(days=14)
    begin(practice, replace(DRAFT, start=TODAY + timedelta(days=14)), now=after)
    assert [one.agreed.start for one in of(practice)] == [TODAY + timedelta(days=14), TODAY]


def test_what_does_not_fit_is_not_kept(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        begin(practice, replace(DRAFT, second=WayDraft(context="alone"), weekdays=(1, 2)))
    assert [problem.field for problem in refused.value.problems] == ["second", "weekdays"]
    assert practice.everything() == before


# -- telling ----------------------------------------------------------------------------------


def test_a_day_is_told_and_told_otherwise_later(practice: Practice) -> None:
    made = begin(practice)
    tell(practice, made)
    tell(practice, made, went="second", level=None, now=later(days=3))
    (one,) = of(practice)
    assert one.days == (Told(TODAY, Went.SECOND, None),)
    assert (one.version, one.changed_at) == (3, later(days=3))
    assert lines(practice, "experiment day") == [
        ("C", practice.bob, made),
        ("U", practice.bob, made),
    ]


def test_the_same_day_told_twice_changes_nothing(practice: Practice) -> None:
    made = begin(practice)
    tell(practice, made)
    before = practice.everything()
    # The second trigger of one click still carries the version it began with.
    tell(practice, made, expected_version=1, now=later(minutes=1))
    assert practice.everything() == before


def test_a_day_after_the_two_weeks_is_told_by_who_brings_the_card_then(
    practice: Practice,
) -> None:
    made = begin(practice)
    tell(practice, made, TODAY + timedelta(days=13), now=later(days=40))
    assert [told.day for told in of(practice)[0].days] == [TODAY + timedelta(days=13)]


@pytest.mark.parametrize(
    ("day", "went", "level", "field"),
    [
        (TOMORROW, "first", 6, "day"),
        (TODAY - timedelta(days=1), "first", 6, "day"),
        (TODAY, None, 6, "went"),
        (TODAY, "first", 11, "level"),
    ],
)
def test_a_day_that_does_not_fit_is_not_kept(
    practice: Practice, day: date, went: str | None, level: int, field: str
) -> None:
    made = begin(practice)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        tell(practice, made, day, went, level=level)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert practice.everything() == before


def test_what_was_told_in_another_window_is_not_overwritten_unseen(practice: Practice) -> None:
    made = begin(practice)
    tell(practice, made, now=later(minutes=3))
    before = practice.everything()
    for verb in (
        lambda: tell(practice, made, went="second", expected_version=1),
        lambda: experiments.take_back_day(
            practice.ines, practice.bob, made, day=TODAY, expected_version=1, now=NOW
        ),
    ):
        with pytest.raises(Stale) as refused:
            verb()
        assert (refused.value.name, refused.value.moment) == (
            practice.ines.name,
            later(minutes=3),
        )
    assert practice.everything() == before


def test_of_two_windows_that_tell_of_one_day_at_once_one_is_told_of_the_other(
    practice: Practice,
) -> None:
    made, together = begin(practice), Barrier(2)

    def click(went: str) -> bool:
        together.wait()
        try:
            tell(practice, made, went=went, expected_version=1)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, ["first", "second"])) == [False, True]
    assert len(of(practice)[0].days) == 1


def test_a_slip_is_taken_back_and_the_day_is_not_filled_in(practice: Practice) -> None:
    made = begin(practice)
    tell(practice, made)
    about = {"day": TODAY, "expected_version": 2, "now": NOW}
    experiments.take_back_day(practice.ines, practice.bob, made, **about)
    (one,) = of(practice)
    assert (one.days, one.version) == ((), 3)
    before = practice.everything()
    experiments.take_back_day(practice.ines, practice.bob, made, **about)
    assert practice.everything() == before
    assert [action for action, _, _ in lines(practice, "experiment day")] == ["C", "D"]


# -- stopping ---------------------------------------------------------------------------------


def test_stopping_early_keeps_what_was_told_and_asks_no_later_day(practice: Practice) -> None:
    made = begin(practice)
    tell(practice, made)
    experiments.stop(practice.ines, practice.bob, made, now=later(days=2))
    (one,) = of(practice)
    assert one.stopped_on == TODAY + timedelta(days=2)
    assert one.days == (Told(TODAY, Went.FIRST, 6),)
    before = practice.everything()
    experiments.stop(practice.ines, practice.bob, made, now=later(days=5))
    assert practice.everything() == before
    tell(practice, made, TOMORROW, now=later(days=5))
    with pytest.raises(Invalid):
        tell(practice, made, TODAY + timedelta(days=3), now=later(days=5))


def test_after_the_two_weeks_there_is_nothing_to_stop(practice: Practice) -> None:
    made = begin(practice)
    before = practice.everything()
    experiments.stop(practice.ines, practice.bob, made, now=later(days=14))
    assert practice.everything() == before


# -- whose it is ------------------------------------------------------------------------------


def verbs(made: str) -> list[Callable[..., object]]:
    """Every verb; each takes a scope and a client."""
    told = {"day": TODAY, "expected_version": 2, "now": NOW}
    return [
        lambda scope, client: experiments.of_client(scope, client, now=NOW),
        lambda scope, client: experiments.begin(
            scope, client, draft=DRAFT, save_key=key(), now=NOW
        ),
        lambda scope, client: experiments.tell_day(
            scope, client, made, went="second", level=1, **told
        ),
        lambda scope, client: experiments.take_back_day(scope, client, made, **told),
        lambda scope, client: experiments.stop(scope, client, made, now=NOW),
    ]


@pytest.mark.parametrize("who", ["marek", "lea", "otto", "olga", "ada"])
def test_nobody_else_reads_or_changes_an_experiment(practice: Practice, who: str) -> None:
    made = begin(practice)
    tell(practice, made)
    before = practice.everything()
    refusal = NotFound if who in ("marek", "otto") else NotAllowed
    for verb in verbs(made):
        with pytest.raises(refusal):
            verb(getattr(practice, who), practice.bob)
    assert practice.everything() == before


def test_an_experiment_is_not_found_under_another_client(practice: Practice) -> None:
    made = begin(practice)
    tell(practice, made)
    before = practice.everything()
    for verb in verbs(made)[2:]:
        with pytest.raises(NotFound):
            verb(practice.ines, practice.anna)
    assert practice.everything() == before


def test_after_the_end_of_guidance_experiments_are_read_only(practice: Practice) -> None:
    made = begin(practice)
    tell(practice, made)
    end_guidance(practice)
    assert of(practice)[0].days == (Told(TODAY, Went.FIRST, 6),)
    before = practice.everything()
    for verb in verbs(made)[1:]:
        with pytest.raises(Closed):
            verb(practice.ines, practice.bob)
    assert practice.everything() == before


def test_the_log_holds_no_words_of_an_experiment(practice: Practice) -> None:
    made = begin(practice)
    tell(practice, made)
    experiments.stop(practice.ines, practice.bob, made, now=NOW)
    assert "hondje" not in repr(practice.everything()["audit"])
