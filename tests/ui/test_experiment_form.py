"""An experiment in words: n of each way, that it can be chance, and what is left out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lib.domain.contexts import Context
from lib.domain.experiment import Way
from lib.domain.experiments import Agreed, Experiment, OneWay, Told, Went
from lib.ui import experiment_form
from lib.ui.text import speak

START = date(2026, 3, 2)
TITLE = "“alleen” of “met muziek”, ma 2 t/m zo 15 mrt"
ONE = Experiment(
    "e",
    Agreed(OneWay("alone", Context.ALONE), OneWay("met muziek"), START, tuple(range(7))),
    5,
    (),
    None,
    "Ines",
    datetime(2026, 3, 1, tzinfo=UTC),
    1,
)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def told(*levels: int | None) -> tuple[Told, ...]:
    """The first days as they were meant, with these levels."""
    days = zip(ONE.plan.days, levels, strict=False)
    return tuple(Told(day, Went(way.value), level) for (day, way), level in days)


def by_way(first: int, second: int) -> tuple[Told, ...]:
    return told(*(first if way is Way.FIRST else second for _, way in ONE.plan.days))


def test_while_it_runs_it_says_what_it_is_about_and_no_result() -> None:
    assert experiment_form.in_one(ONE, today=START) == TITLE + "."
    running = replace(ONE, days=told(9, 9, 9, 9, 9, 9, 9, 9))
    assert experiment_form.in_one(running, today=date(2026, 3, 10)) == (
        TITLE + ". Over 8 dagen is iets verteld."
    )


def test_with_fewer_than_three_days_of_either_way_it_compares_nothing() -> None:
    few = replace(ONE, days=told(5, 6, 7, 8)[:3])
    firsts = sum(each.went is Went.FIRST for each in few.days)
    said = experiment_form.in_one(few, today=date(2026, 3, 16))
    assert said == (
        f"Nog te weinig om te vergelijken: “alleen” {'1 dag' if firsts == 1 else f'{firsts} dagen'}"
        f" met een cijfer, “met muziek” {'1 dag' if firsts == 2 else f'{3 - firsts} dagen'}; "
        "van elk zijn er 3 nodig."
    )


def test_it_ends_in_one_sentence_that_says_it_can_be_chance() -> None:
    mixed = replace(ONE, days=told(5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6))
    said = experiment_form.in_one(mixed, today=date(2026, 3, 16))
    assert said.startswith("“alleen” gaf aan het eind gemiddeld 5,")
    assert said.count("(7 dagen)") == 2
    assert said.endswith("; dit kan toeval zijn.")
    assert said.count(".") == 1


def test_beyond_chance_it_still_names_no_cause() -> None:
    clear = replace(ONE, days=by_way(3, 8))
    assert experiment_form.outcome(clear) == (
        "“alleen” gaf aan het eind gemiddeld 3 (7 dagen) en “met muziek” 8 (7 dagen); dat is meer "
        "dan je door toeval zou verwachten; het zegt nog niet waardoor."
    )


def test_on_fewer_weekdays_it_always_can_be_chance() -> None:
    some = replace(ONE, agreed=replace(ONE.agreed, weekdays=(0, 1, 2, 3, 4, 5)))
    days = tuple(
        Told(day, Went(way.value), 0 if way is Way.FIRST else 10) for day, way in some.plan.days
    )
    assert experiment_form.outcome(replace(some, days=days)).endswith("dit kan toeval zijn.")


def test_what_is_left_out_is_said() -> None:
    first, second, *others = by_way(3, 8)
    days = (replace(first, went=Went.NEITHER), replace(second, level=None), *others)
    assert experiment_form.left_out(replace(ONE, days=days)) == (
        "1 dag ging anders dan bedacht en telt niet mee in de vergelijking.",
        "1 dag heeft geen cijfer, dat mag; die telt niet mee in de vergelijking.",
    )
    assert experiment_form.left_out(ONE) == ()


def test_the_rows_hold_each_day_and_whether_it_is_compared() -> None:
    first, second = by_way(3, 8)[:2]
    one = replace(ONE, days=(first, replace(second, went=Went.NEITHER)))
    rows = experiment_form.table(one).to_numpy().tolist()
    assert len(rows) == 14
    meant = {Way.FIRST: "alleen", Way.SECOND: "met muziek"}
    (_, way), (_, other) = one.plan.days[:2]
    assert rows[0] == ["ma 2 mrt", meant[way], f"{meant[way]}, {first.level}", "ja"]
    assert rows[1] == ["di 3 mrt", meant[other], f"anders, of niet, {second.level}", "nee"]
    assert rows[2][2:] == ["niet ingevuld", "nee"]


def test_after_it_was_stopped_no_later_day_stands_there() -> None:
    one = replace(ONE, stopped_on=START + timedelta(days=2))
    assert experiment_form.table(one)["dag"].tolist() == ["ma 2 mrt", "di 3 mrt", "wo 4 mrt"]


def test_own_words_are_only_text_in_the_rows() -> None:
    typed = replace(ONE, agreed=replace(ONE.agreed, second=OneWay("![x](http://x.example)")))
    assert "![x](" not in experiment_form.table(typed).to_string()
