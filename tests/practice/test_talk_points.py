"""Talk points: added once, ticked off, brought back, and nobody else's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound
from lib.domain.talk_points import MOST_OPEN, PointKind, TalkPoint
from lib.practice import clients, talk_points
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, key, later

WORDS = "slapen na een late dienst"


def add(practice: Practice, words: str = WORDS, *, save_key: str | None = None) -> str:
    about = {"kind": "topic", "words": words, "save_key": save_key or key()}
    return talk_points.add(practice.ines, practice.bob, **about, now=NOW)


def of(practice: Practice, *, days: int = 0) -> tuple[TalkPoint, ...]:
    return talk_points.of_client(practice.ines, practice.bob, now=later(days=days))


def lines(practice: Practice) -> list[tuple[str, str | None, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == "talk point"]
    return sorted((row.action, row.client_id, row.subject_id) for row in found)


def test_a_talk_point_stands_there_until_the_day_after_it_was_ticked_off(
    practice: Practice,
) -> None:
    assert of(practice) == ()
    point_id = add(practice, f" {WORDS}\n")
    kept = TalkPoint(point_id, PointKind.TOPIC, WORDS, NOW)
    assert of(practice) == of(practice, days=30) == (kept,)
    talk_points.tick_off(practice.ines, practice.bob, point_id, now=later(days=2))
    before = practice.everything()
    talk_points.tick_off(practice.ines, practice.bob, point_id, now=later(days=3))
    assert practice.everything() == before
    (ticked,) = of(practice, days=2)
    assert ticked.done_at == later(days=2)
    assert of(practice, days=3) == ()
    assert lines(practice) == [("C", practice.bob, point_id), ("U", practice.bob, point_id)]


def test_what_was_ticked_off_is_brought_back(practice: Practice) -> None:
    point_id = add(practice)
    talk_points.tick_off(practice.ines, practice.bob, point_id, now=NOW)
    talk_points.bring_back(practice.ines, practice.bob, point_id, now=NOW)
    (point,) = of(practice)
    assert point.is_open
    before = practice.everything()
    talk_points.bring_back(practice.ines, practice.bob, point_id, now=NOW)
    assert practice.everything()["talk_point"] == before["talk_point"]
    assert [action for action, _, _ in lines(practice)] == ["C", "U", "U"]


def test_the_same_save_key_adds_a_talk_point_once(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return add(practice, save_key=form)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert practice.count(t.TalkPointRow) == 1


def test_a_thirteenth_waits_for_one_to_be_ticked_off(practice: Practice) -> None:
    first, *_ = (add(practice, f"punt {number}") for number in range(MOST_OPEN))
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        add(practice, "nog een")
    assert [problem.field for problem in refused.value.problems] == ["words"]
    assert practice.everything() == before
    talk_points.tick_off(practice.ines, practice.bob, first, now=NOW)
    add(practice, "nog een")
    before = practice.everything()
    with pytest.raises(Invalid):
        talk_points.bring_back(practice.ines, practice.bob, first, now=NOW)
    assert practice.everything() == before


def everything_with(point_id: str) -> list[Callable[..., object]]:
    """Every verb about talk points; each takes a scope and a client."""
    return [
        lambda scope, client: talk_points.of_client(scope, client, now=NOW),
        lambda scope, client: talk_points.add(
            scope, client, kind="question", words="mag dat?", save_key=key(), now=NOW
        ),
        lambda scope, client: talk_points.tick_off(scope, client, point_id, now=NOW),
        lambda scope, client: talk_points.bring_back(scope, client, point_id, now=NOW),
    ]


@pytest.mark.parametrize("who", ["marek", "lea", "otto", "olga", "ada"])
def test_nobody_else_reads_or_changes_a_talk_point(practice: Practice, who: str) -> None:
    point_id = add(practice)
    before = practice.everything()
    refusal = NotFound if who in ("marek", "otto") else NotAllowed
    for verb in everything_with(point_id):
        with pytest.raises(refusal):
            verb(getattr(practice, who), practice.bob)
    assert practice.everything() == before


def test_a_talk_point_is_not_found_under_another_client(practice: Practice) -> None:
    point_id = add(practice)
    before = practice.everything()
    for verb in everything_with(point_id)[2:]:
        with pytest.raises(NotFound):
            verb(practice.ines, practice.anna)
    assert practice.everything() == before


def test_after_the_end_of_guidance_talk_points_are_read_only(practice: Practice) -> None:
    point_id = add(practice)
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)
    assert [one.words for one in of(practice)] == [WORDS]
    before = practice.everything()
    for verb in everything_with(point_id)[1:]:
        with pytest.raises(Closed):
            verb(practice.ines, practice.bob)
    assert practice.everything() == before


def test_the_log_holds_no_words_of_a_talk_point(practice: Practice) -> None:
    talk_points.tick_off(practice.ines, practice.bob, add(practice), now=NOW)
    assert "slapen" not in repr(practice.everything()["audit"])
