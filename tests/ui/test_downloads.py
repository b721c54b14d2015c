"""A paper goes to whoever may have it when they click, and the log says when that was."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from lib.domain.access import Role
from lib.domain.dossiers import Span
from lib.domain.experiment import plan
from lib.domain.problems import NotAllowed, NotFound, NotSignedIn
from lib.domain.routes import AgreedRest
from lib.practice import accounts, clients, dossiers, handbook, progress, routes, sessions
from lib.storage import tables as t
from lib.ui import downloads, papers, row_files, who_looked
from lib.ui.gate import door
from lib.ui.text import language, speak
from tests.cast import NOW, TODAY, Practice, adjusted, later, recorded, step

File = Callable[[], bytes]


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


class Clock:
    """What the gate reads the time from, in place of the real one."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The gate's clock, standing still on the Wednesday of the cast."""
    found = Clock()
    monkeypatch.setattr(door, "utc_now", found)
    return found


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, File]:
    """The files behind the buttons that were drawn, by the keys of the buttons."""
    found: dict[str, File] = {}

    def button(_label: str, data: File, *, key: str, file_name: str, **_how: Any) -> None:
        assert "Bob" not in file_name
        found[key] = data

    monkeypatch.setattr(downloads.st, "download_button", button)
    return found


def lines(practice: Practice) -> list[tuple[str, datetime, str]]:
    """Return part, moment and person of each paper in the log."""
    found = practice.rows(
        select(t.AuditRow)
        .where(t.AuditRow.part.in_(sessions.PAPERS), t.AuditRow.action == "E")
        .order_by(t.AuditRow.at)
    )
    return [(one.part, one.at, one.person_id) for one in found]


def draw_route_card(practice: Practice, **more: Any) -> None:
    """Draw the button of the route card on a page of Ines about Bob."""
    story = routes.story(practice.ines, practice.bob, now=NOW)
    downloads.route_card(
        practice.ines,
        story.client,
        story.versions,
        story.rests,
        coach_phone="06-12345678",
        next_appointment=story.record.next_appointment,
        handed_out=sessions.handed_out,
        **more,
    )


@pytest.fixture
def with_route(in_sqlite: Practice) -> Practice:
    adjusted(in_sqlite.ines, in_sqlite.bob, step("walk"), step("window", per_week=7))
    return in_sqlite


@pytest.fixture
def held(with_route: Practice) -> str:
    """The id of a session of Bob."""
    return recorded(with_route.ines, with_route.bob)


def draw_all(practice: Practice, session_id: str) -> None:
    """Draw every button there is."""
    clients.plan_next(
        practice.ines,
        practice.bob,
        day=TODAY + timedelta(days=7),
        at=time(10, 0),
        now=NOW,
    )
    of = sessions.ending(practice.ines, practice.bob, session_id, now=NOW)
    downloads.step_card(practice.ines, of, sessions.handed_out)
    downloads.appointment(practice.ines, of, sessions.handed_out)
    history = sessions.history(practice.ines, practice.bob, now=NOW)
    client = progress.of_client(practice.ines, practice.bob, now=NOW).record.client
    downloads.timeline(
        practice.ines,
        client,
        history,
        {},
        searched="",
        kinds=(),
        handed_out=sessions.handed_out,
    )
    draw_route_card(practice)
    book = handbook.of_client(practice.ines, practice.bob, now=NOW)
    downloads.handbook(practice.ines, client, book, handed_out=sessions.handed_out)
    downloads.experiment_card(
        practice.ines,
        client,
        plan(TODAY, seed=5),
        ("alleen", "buiten"),
        coach_phone="",
        handed_out=sessions.handed_out,
    )
    looked = dossiers.who_looked(practice.ines, practice.bob, span=Span.ALL, now=NOW)
    given = {"handed_out": sessions.handed_out}
    downloads.who_looked(practice.ines, client, looked, (), since=TODAY, until=TODAY, **given)
    make = partial(row_files.as_csv, who_looked.rows(looked))
    downloads.rows(practice.ines, client, "who looked rows", "wie-keek.csv", make, **given)


PARTS = (
    *("step card", "appointment", "timeline", "route card", "handbook", "experiment card"),
    *("who looked", "who looked rows"),
)


def test_every_paper_of_the_log_has_a_button(
    with_route: Practice, held: str, clock: Clock, offered: dict[str, File]
) -> None:
    draw_all(with_route, held)
    assert set(offered) == {f"paper:{part}" for part in sessions.PAPERS}
    assert set(PARTS) == set(sessions.PAPERS)
    assert lines(with_route) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_paper_stands_in_the_log_at_the_moment_of_the_click(
    with_route: Practice, held: str, clock: Clock, offered: dict[str, File], part: str
) -> None:
    draw_all(with_route, held)
    clock.at = later(minutes=10)
    assert offered[f"paper:{part}"]()[:4] in (b"%PDF", b"BEGI", b"\xef\xbb\xbfD")
    clock.at = later(minutes=20)
    offered[f"paper:{part}"]()
    ines = with_route.ines.person_id
    assert lines(with_route) == [
        (part, later(minutes=10), ines),
        (part, later(minutes=20), ines),
    ]


@pytest.mark.parametrize("part", PARTS)
def test_a_coach_who_was_dismissed_meanwhile_gets_no_paper(
    with_route: Practice,
    held: str,
    clock: Clock,
    offered: dict[str, File],
    monkeypatch: pytest.MonkeyPatch,
    part: str,
) -> None:
    draw_all(with_route, held)
    monkeypatch.setattr(papers, "_drawn", forbidden)
    accounts.set_active(
        with_route.ada,
        with_route.ines.person_id,
        False,
        seen_to={with_route.noord: with_route.marek.person_id},
        now=NOW,
    )
    clock.at = later(minutes=1)
    with pytest.raises(NotSignedIn):
        offered[f"paper:{part}"]()
    assert lines(with_route) == []


def forbidden(*_what: Any, **_how: Any) -> bytes:
    raise AssertionError("a paper was made for who may not have it")


def test_a_visit_that_ended_meanwhile_gets_no_paper(
    with_route: Practice, clock: Clock, offered: dict[str, File]
) -> None:
    draw_route_card(with_route)
    clock.at = later(hours=24)
    with pytest.raises(NotSignedIn):
        offered["paper:route card"]()
    assert lines(with_route) == []


def test_who_coaches_no_longer_gets_no_paper(
    with_route: Practice, clock: Clock, offered: dict[str, File]
) -> None:
    draw_route_card(with_route)
    ines = with_route.ines.person_id
    accounts.set_roles(
        with_route.ada,
        ines,
        with_route.noord,
        (Role.LEAD,),
        seen_to=with_route.marek.person_id,
        now=NOW,
    )
    with pytest.raises(NotAllowed):
        offered["paper:route card"]()
    assert lines(with_route) == []


def test_a_client_who_went_to_a_colleague_meanwhile_is_not_found(
    with_route: Practice, clock: Clock, offered: dict[str, File]
) -> None:
    draw_route_card(with_route)
    moved = update(t.ClientRow).where(t.ClientRow.id == with_route.bob)
    with_route.run(moved.values(coach_id=with_route.marek.person_id))
    with pytest.raises(NotFound):
        offered["paper:route card"]()
    assert lines(with_route) == []


def test_what_goes_wrong_with_a_paper_names_nobody(
    with_route: Practice,
    clock: Clock,
    offered: dict[str, File],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_what: Any, **_how: Any) -> bytes:
        raise ValueError("Bob Twijnstra loopt naar de hoek")

    draw_route_card(with_route)
    monkeypatch.setattr(papers, "_drawn", broken)
    with pytest.raises(downloads.NotMade) as refused:
        offered["paper:route card"]()
    assert "Bob" not in str(refused.value)
    # What Streamlit writes in its log is this error with the one it came from.
    assert refused.value.__suppress_context__
    assert refused.value.__cause__ is None
    assert "reference=" in caplog.text
    assert "Bob" not in caplog.text


def test_a_paper_speaks_the_language_of_the_page_it_was_asked_on(
    with_route: Practice, clock: Clock, offered: dict[str, File]
) -> None:
    speak("en")
    draw_route_card(with_route)
    speak("nl")
    offered["paper:route card"]()
    assert language() == "en"


def test_a_timeline_says_when_it_was_printed_and_by_whom(
    with_route: Practice,
    held: str,
    clock: Clock,
    offered: dict[str, File],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []
    monkeypatch.setattr(papers, "timeline", lambda one: seen.append(one) or b"")
    draw_all(with_route, held)
    clock.at = later(minutes=14)
    offered["paper:timeline"]()
    assert [(one.printed_at, one.printed_by) for one in seen] == [
        (later(minutes=14), with_route.ines.name)
    ]


# -- the route card ---------------------------------------------------------------------------


def made(offered: dict[str, File], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what the route card holds that is made at this click."""
    seen = []
    monkeypatch.setattr(papers, "route_card", lambda card: seen.append(card) or b"")
    offered["paper:route card"]()
    return seen[0]


def test_without_steps_there_is_no_route_card(
    in_sqlite: Practice, clock: Clock, offered: dict[str, File]
) -> None:
    draw_route_card(in_sqlite)
    assert offered == {}


def test_a_route_card_holds_the_route_of_the_client(
    with_route: Practice,
    clock: Clock,
    offered: dict[str, File],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw_route_card(with_route, values=["de tuin"], goals=iter(["naar de markt"]))
    card = made(offered, monkeypatch)
    assert (card.first_name, card.coach_name) == ("Bob", with_route.ines.name)
    assert [one.key for one in card.steps] == ["walk", "window"]
    assert (card.values, card.goals) == (("de tuin",), ("naar de markt",))
    assert (card.phone, card.phase) == ("06-12345678", "")


def test_the_two_weeks_begin_on_the_day_of_the_click(
    with_route: Practice,
    clock: Clock,
    offered: dict[str, File],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw_route_card(with_route)
    clock.at = later(minutes=14)
    assert made(offered, monkeypatch).coming.today == TODAY
    monkeypatch.setattr(downloads, "anew", lambda scope: scope)
    clock.at = datetime(2026, 3, 18, 23, 30, tzinfo=NOW.tzinfo)  # past midnight in Amsterdam
    assert made(offered, monkeypatch).coming.today == date(2026, 3, 19)


def test_an_appointment_stands_on_a_route_card_while_it_lies_ahead(
    with_route: Practice,
    clock: Clock,
    offered: dict[str, File],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = routes.story(with_route.ines, with_route.bob, now=NOW)
    met = later(minutes=10)
    rests = (AgreedRest("r", "walk", TODAY, None, "moe"),)
    (newest,) = story.versions
    phased = replace(newest, phases=("binnen", "buiten"), phase=1)
    downloads.route_card(
        with_route.ines,
        story.client,
        (phased,),
        rests,
        coach_phone="",
        next_appointment=met,
        handed_out=sessions.handed_out,
    )
    card = made(offered, monkeypatch)
    assert card.coming.days[0].appointments == (met,)
    assert card.agreed_rests == rests
    assert card.phase == "buiten"
    clock.at = later(minutes=11)
    assert made(offered, monkeypatch).coming.days[0].appointments == ()
