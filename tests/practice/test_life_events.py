"""What happened in a life: noted once, read by its own coach, and gone when it is taken away."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from lib.domain.life_events import LifeEvent
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotFound
from lib.practice import clients, life_events
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, key

WORDS = "nieuwe medicatie"


def add(
    practice: Practice,
    words: str = WORDS,
    *,
    day: date | None = TODAY,
    end_day: date | None = None,
    save_key: str | None = None,
) -> str:
    told = {"words": words, "day": day, "end_day": end_day}
    return life_events.add(practice.ines, practice.bob, **told, save_key=save_key or key(), now=NOW)


def of(practice: Practice) -> tuple[LifeEvent, ...]:
    return life_events.of_client(practice.ines, practice.bob, now=NOW)


def take_away(practice: Practice, event_id: str) -> None:
    life_events.take_away(practice.ines, practice.bob, event_id, now=NOW)


def lines(practice: Practice, part: str) -> list[tuple[str, str | None, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == part and row.action != "R"]
    return [(row.action, row.client_id, row.subject_id) for row in found]


def end_guidance(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)


def test_life_events_stand_by_their_day_with_who_wrote_them(practice: Practice) -> None:
    assert of(practice) == ()
    recent = add(practice, f" {WORDS}\n")
    before = BEGAN - timedelta(days=300)
    earlier = add(practice, "verhuizing", day=before, end_day=before + timedelta(days=4))
    name = practice.ines.name
    assert of(practice) == (
        LifeEvent(earlier, before, before + timedelta(days=4), "verhuizing", name, NOW),
        LifeEvent(recent, TODAY, None, WORDS, name, NOW),
    )
    assert set(lines(practice, "life event")) == {
        ("C", practice.bob, recent),
        ("C", practice.bob, earlier),
    }


def test_the_same_save_key_notes_it_once(practice: Practice) -> None:
    form, together = key(), Barrier(4)

    def click(_: int) -> str:
        together.wait()
        return add(practice, save_key=form)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert practice.count(t.LifeEventRow) == 1


def test_what_cannot_be_kept_is_asked_again_and_nothing_is_stored(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        add(practice, "", day=TODAY + timedelta(days=1), end_day=TODAY)
    assert [one.field for one in refused.value.problems] == ["words", "day", "end_day"]
    assert practice.everything() == before


def test_one_that_is_taken_away_is_gone(practice: Practice) -> None:
    event_id, other = add(practice), add(practice, "feest")
    take_away(practice, event_id)
    assert [one.id for one in of(practice)] == [other]
    assert ("D", practice.bob, event_id) in lines(practice, "life event")
    before = practice.everything()
    with pytest.raises(NotFound):
        take_away(practice, event_id)
    assert practice.everything() == before


def test_one_of_another_client_is_not_found(practice: Practice) -> None:
    event_id = add(practice)
    before = practice.everything()
    with pytest.raises(NotFound):
        life_events.take_away(practice.ines, practice.anna, event_id, now=NOW)
    assert practice.everything() == before


def test_after_the_end_it_is_read_and_no_longer_changed(practice: Practice) -> None:
    event_id = add(practice)
    end_guidance(practice)
    before = practice.everything()
    changes: tuple[Callable[[], object], ...] = (
        lambda: add(practice),
        lambda: take_away(practice, event_id),
    )
    for change in changes:
        with pytest.raises(Closed):
            change()
    assert practice.everything() == before
    assert [one.id for one in of(practice)] == [event_id]
