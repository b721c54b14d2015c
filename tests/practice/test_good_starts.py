"""Good starts: counted over everyone, told about no one, and only when enough tried."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from lib.domain.access import Role, Scope
from lib.domain.people import ClientDraft
from lib.domain.routes import Step
from lib.domain.sessions import Outcome
from lib.domain.starts import Starts
from lib.domain.step_library import team_key
from lib.practice import accounts, clients, rights, step_library
from lib.storage import casebook
from lib.storage import tables as t
from tests.cast import (
    BEGAN,
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    key,
    later,
    recorded,
    step,
    told,
)

IDEA = "letterbox"
# Day 1 of a try that is just old enough.
FIRST = TODAY - timedelta(days=28)
Guided = tuple[Scope, str, str]


def at(day: date) -> Any:
    return later(days=(day - TODAY).days)


def on(number: int, first: date = FIRST) -> date:
    return first + timedelta(days=number - 1)


def guided(practice: Practice, coach: Scope, name: str, *, team: str | None = None) -> Guided:
    """Add a client to the cast, and return who guides them, their id and their name."""
    team_id = team or next(iter(coach.coach_teams))
    draft = ClientDraft(name, started_on=BEGAN)
    client = clients.add(coach, draft, team_id=team_id, save_key=key(), now=NOW)
    return coach, client, name


def four(practice: Practice) -> list[Guided]:
    """The clients of the cast: two of Ines, one of Marek, one of Otto."""
    coaches = {"bob": "ines", "anna": "ines", "cem": "marek", "daan": "otto"}
    return [
        (getattr(practice, coach), getattr(practice, client), NAMES[client.title()])
        for client, coach in coaches.items()
    ]


def tries(
    who: Guided,
    *done: int,
    idea: str = IDEA,
    first: date = FIRST,
    outcome: Outcome = Outcome.MINI,
    number: int = 0,
    step_key: str = "walk",
) -> None:
    """Put the idea on someone's route, and tell of the days on which it was done."""
    coach, client, name = who
    adjusted(coach, client, tried(idea, step_key), number=number, now=at(first))
    for day in (on(one, first) for one in done):
        recorded(
            coach,
            client,
            name=name,
            day=day,
            now=at(day),
            check_ins=told(step_key, outcome, day),
        )


def tried(idea: str | None = IDEA, step_key: str = "walk") -> Step:
    return replace(step(step_key), idea=idea)


def seen(scope: Scope, idea: str = IDEA) -> Starts | None:
    return step_library.shelf(scope, None, now=NOW).starts.get(idea)


@pytest.fixture
def five(practice: Practice) -> list[Guided]:
    """Five clients of three coaches, who all tried the idea; none of it was told done."""
    some = [*four(practice), guided(practice, practice.marek, "Fien Baars")]
    for who in some:
        tries(who)
    return some


def test_a_dossier_that_stands_still_is_in_no_count(practice: Practice, five: list[Guided]) -> None:
    assert seen(practice.ines) is not None
    wish = {"kind": "restriction", "words": "even niet", "asked_on": TODAY}
    request_id = rights.ask(practice.ines, practice.bob, **wish, save_key=key(), now=NOW)
    yes = {"state": "granted", "answer": "goed", "expected_version": 1}
    rights.decide(practice.lea, request_id, **yes, now=NOW)
    assert seen(practice.ines) is None
    rights.end_restriction(practice.lea, practice.bob, now=NOW)
    assert seen(practice.ines) is not None


# -- how many ------------------------------------------------------------------------------------


def test_of_four_clients_nothing_is_said(practice: Practice) -> None:
    for who in four(practice):
        tries(who, 1, 20)
    assert step_library.shelf(practice.ines, None, now=NOW).starts == {}


def test_of_five_clients_of_two_coaches_nothing_is_said(practice: Practice) -> None:
    for who in [*four(practice)[:3], *(guided(practice, practice.marek, n) for n in ("F", "G"))]:
        tries(who, 1, 20)
    assert step_library.shelf(practice.ines, None, now=NOW).starts == {}


def test_of_five_clients_of_three_coaches_it_is_said_to_every_coach(
    practice: Practice, five: list[Guided]
) -> None:
    for scope in (practice.ines, practice.marek, practice.otto):
        assert seen(scope) == Starts(tried=5, went_on=0)
    shelf = step_library.shelf(practice.ines, practice.bob, now=NOW)
    assert shelf.starts == {IDEA: Starts(5, 0)}


def test_each_idea_has_a_count_of_its_own(practice: Practice, five: list[Guided]) -> None:
    for coach, client, _ in five[:4]:
        both = (tried(), tried("bench", "swim"))
        adjusted(coach, client, *both, number=1, now=at(FIRST))
    assert step_library.shelf(practice.ines, None, now=NOW).starts == {IDEA: Starts(5, 0)}


def test_coaches_are_counted_by_who_put_it_on_the_route(
    practice: Practice, five: list[Guided]
) -> None:
    marek = practice.marek.person_id
    practice.run(update(t.ClientRow).values(coach_id=marek, team_id=practice.noord))
    assert seen(practice.ines) == Starts(5, 0)  # all clients have the same coach by now


# -- what went on --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "went_on"),
    [
        ((1,), 0),
        ((14,), 0),
        ((15, 28), 0),
        ((1, 15), 1),
        ((14, 28), 1),
        ((1, 29), 0),
        ((1, 20, 29), 1),
        ((0, 15), 0),
        ((0, 5, 20), 1),
    ],
)
def test_it_went_on_when_it_was_done_in_both_fortnights(
    practice: Practice, five: list[Guided], done: tuple[int, ...], went_on: int
) -> None:
    coach, client, name = five[0]
    for number in done:
        day = on(number)
        recorded(
            coach,
            client,
            name=name,
            day=day,
            now=at(day),
            check_ins=told("walk", Outcome.MINI, day),
        )
    assert seen(practice.ines) == Starts(5, went_on)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_size_counts_as_done_and_rest_does_not(practice: Practice, outcome: Outcome) -> None:
    for who in [*four(practice), guided(practice, practice.marek, "Fien Baars")]:
        tries(who, 2, 16, outcome=outcome)
    assert seen(practice.ines) == Starts(5, 5 if outcome.size else 0)


def test_a_day_that_was_corrected_counts_as_it_is_told_now(
    practice: Practice, five: list[Guided]
) -> None:
    coach, client, name = five[0]
    for number, outcome in ((2, Outcome.MINI), (16, Outcome.MINI)):
        day = on(number)
        recorded(
            coach, client, name=name, day=day, now=at(day), check_ins=told("walk", outcome, day)
        )
    assert seen(practice.ines) == Starts(5, 1)
    again_told = told("walk", Outcome.NOT_DONE, on(16))
    recorded(coach, client, name=name, day=on(17), now=at(on(17)), check_ins=again_told)
    assert seen(practice.ines) == Starts(5, 0)


def test_days_before_it_was_on_the_route_and_other_steps_do_not_count(
    practice: Practice, five: list[Guided]
) -> None:
    coach, client, name = five[0]
    adjusted(coach, client, tried(), tried(None, "swim"), number=1, now=at(FIRST))
    for number in (2, 16):
        day = on(number)
        swum = told("swim", Outcome.MINI, day)
        recorded(coach, client, name=name, day=day, now=at(day), check_ins=swum)
    assert seen(practice.ines) == Starts(5, 0)


# -- when it began -------------------------------------------------------------------------------


def test_a_try_counts_from_its_28th_day_on(practice: Practice) -> None:
    for who in [*four(practice), guided(practice, practice.marek, "Fien Baars")]:
        tries(who, 1, 15, first=FIRST + timedelta(days=1))
    assert seen(practice.ines) is None
    tomorrow = step_library.shelf(practice.ines, None, now=later(days=1))
    assert tomorrow.starts == {IDEA: Starts(5, 5)}


def test_the_first_time_on_the_route_counts_and_a_client_only_once(
    practice: Practice, five: list[Guided]
) -> None:
    """It was taken off and put back under another key; that is no second try."""
    coach, client, name = five[0]
    adjusted(coach, client, tried(None, "swim"), number=1, now=at(on(3)))
    adjusted(coach, client, tried(step_key="again"), number=2, now=at(on(10)))
    for step_key, number in (("walk", 1), ("again", 18)):
        day = on(number)
        recorded(
            coach, client, name=name, day=day, now=at(day),
            check_ins=told(step_key, Outcome.MINI, day),
        )  # fmt: skip
    assert seen(practice.ines) == Starts(5, 1)


# -- what stays counted --------------------------------------------------------------------------


def test_ended_clients_and_steps_that_were_taken_off_still_count(
    practice: Practice, five: list[Guided]
) -> None:
    coach, client, _ = five[1]
    adjusted(coach, client, tried(None, "swim"), number=1, now=at(on(5)))
    practice.run(update(t.ClientRow).values(ended_on=TODAY))
    assert seen(practice.ines) == Starts(5, 0)


def test_a_step_that_was_made_smaller_or_called_otherwise_still_comes_from_its_idea(
    practice: Practice, five: list[Guided]
) -> None:
    coach, client, name = five[0]
    renamed = replace(tried(), activity="naar de bus", mini=replace(tried().mini, seconds=30))
    adjusted(coach, client, renamed, number=1, now=at(on(5)))
    for number in (6, 20):
        day = on(number)
        recorded(
            coach, client, name=name, day=day, now=at(day),
            check_ins=told("walk", Outcome.AMPLE, day),
        )  # fmt: skip
    assert seen(practice.ines) == Starts(5, 1)


# -- a team's own steps --------------------------------------------------------------------------


def own_idea(practice: Practice) -> str:
    """Put a step in the library of Noord, and return the key of its idea."""
    row = t.TeamStepRow(
        id="1" * 32,
        team_id=practice.noord,
        content={
            "activity": "Naar de eendjes",
            "place": "outdoors",
            "company": "alone",
            "kind": "walk",
            "energy": "some",
            "cost": "free",
            "weather": "any",
            "per_week": 2,
            **{size: {"seconds": 60, "text": "kijken"} for size in ("mini", "ordinary", "ample")},
            "tip": "",
        },
        changed_by=practice.ines.person_id,
        changed_at=NOW,
        removed=False,
        save_key=key(),
    )
    with casebook.writing(practice.ines, now=NOW) as page:
        page.session.add(row)
        page.log("C", "team step")
    return team_key("1" * 32)


def test_a_client_of_another_team_counts_for_the_app_and_not_for_a_teams_own_step(
    practice: Practice,
) -> None:
    own = own_idea(practice)
    accounts.set_roles(
        practice.ada, practice.otto.person_id, practice.noord, (Role.COACH,), now=NOW
    )
    otto = again(practice.otto)
    noord = [*four(practice)[:3], guided(practice, otto, "Fien Baars", team=practice.noord)]
    daan = four(practice)[3]
    for who in [*noord, daan]:
        tries(who, 1, 20)
        adjusted(who[0], who[1], tried(), tried(own, "swim"), number=1, now=at(FIRST))
    # Five clients of three coaches tried both; four of them are in the team whose step it is.
    assert seen(practice.ines) == Starts(5, 5)
    assert seen(practice.ines, own) is None
    fifth = guided(practice, practice.marek, "Gijs Lam")
    tries(fifth, idea=own)
    assert seen(practice.ines, own) == Starts(5, 0)
    assert seen(practice.otto, own) is None  # as Zuid sees it, the step is not on the shelf
    assert seen(otto, own) == Starts(5, 0)


def test_an_idea_that_is_on_no_shelf_is_counted_nowhere(
    practice: Practice, five: list[Guided]
) -> None:
    practice.run(update(t.RouteStepRow).values(idea="gone-from-the-library"))
    assert step_library.shelf(practice.ines, None, now=NOW).starts == {}


# -- about no one --------------------------------------------------------------------------------


def test_there_is_nothing_in_a_count_that_says_who(practice: Practice, five: list[Guided]) -> None:
    found = seen(practice.ines)
    assert found is not None
    assert [(one.name, type(getattr(found, one.name))) for one in fields(found)] == [
        ("tried", int),
        ("went_on", int),
    ]
    shelf = repr(step_library.shelf(practice.ines, None, now=NOW).starts)
    for _, client, name in five:
        assert client not in shelf
        assert name not in shelf
    for scope in practice.people.values():
        assert scope.person_id not in shelf


def test_counting_writes_nothing_and_no_line_in_the_log(
    practice: Practice, five: list[Guided]
) -> None:
    before = practice.everything()
    assert seen(practice.ines) == Starts(5, 0)
    assert practice.everything() == before


def test_what_is_written_where_everyone_is_counted_is_not_kept(practice: Practice) -> None:
    before = practice.everything()
    with casebook.pooling(practice.ines, now=NOW) as page:
        page.session.execute(update(t.ClientRow).values(name="x"))
    assert practice.everything() == before
