"""The front door: who comes in, for how long, and what a stranger learns there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import update

from lib.domain.access import Book, Role, Scope
from lib.domain.problems import Invalid, NotSignedIn, Refused
from lib.domain.sign_in import INVITATION_HOURS
from lib.practice import accounts, clients, front_door
from lib.practice.accounts import Newcomer
from lib.practice.front_door import LinkEnded, SetUp, TooManyTries, WrongSignIn
from lib.storage import casebook
from lib.storage import tables as t
from tests.cast import (
    DOOR,
    NOW,
    Practice,
    QuickHashing,
    again,
    email,
    key,
    later,
    password,
    sign_in,
)

NEW_WORDS = "een reiger op de brug"
FOUNDER = SetUp(
    team="Noord", name="Ada Verbeek", email="Ada@Beweging.example ", password=password("Ada")
)


def knock(
    practice: Practice,
    name: str = "Ines",
    *,
    words: str = "dit is het niet",
    address: str = DOOR,
    now: datetime = NOW,
) -> str:
    """Knock where no second step is asked, and return the token of the visit."""
    return front_door.sign_in(
        Book.PRACTICE, email(name), words, address, practice.hashing, proven=True, now=now
    ).token


def wrong_tries(practice: Practice, times: int, *, now: datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(WrongSignIn):
            knock(practice, now=now)


def invitation(practice: Practice, name: str = "Nina") -> str:
    newcomer = Newcomer(f"{name} Buurman", email(name), practice.noord, (Role.COACH,))
    return accounts.add_colleague(practice.ada, newcomer, now=NOW)


# -- the first start --------------------------------------------------------------------------


def test_the_first_start_makes_an_admin_who_may_coach_and_lead(empty: str) -> None:
    casebook.open_book(Book.PRACTICE, empty)
    assert front_door.is_empty(Book.PRACTICE, now=NOW)
    came = front_door.set_up(Book.PRACTICE, FOUNDER, QuickHashing(), proven=True, now=NOW)
    assert not front_door.is_empty(Book.PRACTICE, now=NOW)
    scope = front_door.identify(Book.PRACTICE, front_door.digest(came.token), view="", now=NOW)
    assert scope.roles == {Role.ADMIN, Role.OVERSEER, Role.COACH, Role.LEAD}
    assert sign_in("Ada", QuickHashing()).person_id == scope.person_id


def test_a_practice_is_set_up_once(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Refused, match="set up already"):
        front_door.set_up(Book.PRACTICE, FOUNDER, practice.hashing, now=NOW)
    assert practice.everything() == before


def test_of_two_first_starts_at_the_same_moment_one_is_kept(empty: str) -> None:
    casebook.open_book(Book.PRACTICE, empty)
    together = Barrier(2)

    def start(name: str) -> str:
        draft = SetUp(f"Team {name}", name, email(name), NEW_WORDS)
        together.wait()
        try:
            return front_door.set_up(Book.PRACTICE, draft, QuickHashing(), now=NOW).token
        except Refused as refused:
            return str(refused)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(start, ["Ada", "Eva"]))
    assert sum("set up already" in outcome for outcome in outcomes) == 1


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (SetUp(team="", name="", email="", password=""), {"team", "name", "email", "password"}),
        (SetUp("Noord", "Ada", "ada@beweging", NEW_WORDS), {"email"}),
        (SetUp("Noord", "Ada", email("Ada"), "Welkom2026!!"), {"password"}),
        (SetUp("Waterlelie", "Ada", email("Ada"), "waterlelie 2026"), {"password"}),
    ],
)
def test_a_first_start_with_a_problem_makes_nothing(
    empty: str, draft: SetUp, fields: set[str]
) -> None:
    casebook.open_book(Book.PRACTICE, empty)
    with pytest.raises(Invalid) as refused:
        front_door.set_up(Book.PRACTICE, draft, QuickHashing(), now=NOW)
    assert {problem.field for problem in refused.value.problems} == fields
    assert front_door.is_empty(Book.PRACTICE, now=NOW)


# -- signing in -------------------------------------------------------------------------------


def test_the_right_password_opens_a_visit_of_that_person(practice: Practice) -> None:
    token = knock(practice, words=password("Ines"))
    visitor = front_door.greet(Book.PRACTICE, token, now=NOW)
    assert visitor is not None
    scope = front_door.identify(Book.PRACTICE, visitor.visit_id, view="look", now=NOW)
    assert (scope.person_id, scope.view, scope.book) == (
        practice.ines.person_id,
        "look",
        Book.PRACTICE,
    )
    assert (scope.coach_teams, scope.lead_teams) == (frozenset({practice.noord}), frozenset())


def test_an_address_may_be_typed_in_capitals_and_with_spaces(practice: Practice) -> None:
    assert front_door.sign_in(
        Book.PRACTICE, "  INES@Beweging.Example ", password("Ines"), DOOR, practice.hashing, now=NOW
    )


def test_a_stranger_cannot_tell_whether_an_account_exists(practice: Practice) -> None:
    refusals = []
    for name in ("Ines", "Nobody"):
        with pytest.raises(WrongSignIn) as refused:
            knock(practice, name)
        refusals.append((str(refused.value), refused.value.values))
    assert refusals[0] == refusals[1]
    known, unknown = practice.hashing.checked
    assert known is not None
    assert unknown is None  # asked to do the same work against nothing


def test_an_unknown_account_has_to_wait_like_a_known_one(practice: Practice) -> None:
    waits = []
    for name in ("Ines", "Nobody"):
        for _ in range(5):
            with pytest.raises(WrongSignIn):
                knock(practice, name)
        with pytest.raises(TooManyTries) as refused:
            knock(practice, name)
        waits.append(refused.value.values)
    assert waits[0] == waits[1]


def test_a_closed_account_is_answered_as_an_unknown_one(practice: Practice) -> None:
    accounts.set_active(
        practice.ada,
        practice.ines.person_id,
        False,
        seen_to={practice.noord: practice.marek.person_id},
        now=NOW,
    )
    with pytest.raises(WrongSignIn):
        knock(practice, words=password("Ines"))
    assert practice.hashing.checked == [None]


def test_someone_invited_cannot_come_in_without_a_password(practice: Practice) -> None:
    invitation(practice)
    for words in ("", "None", "nobody has this one"):
        with pytest.raises(WrongSignIn):
            knock(practice, "Nina", words=words)


# -- waits ------------------------------------------------------------------------------------


def test_waits_grow_with_the_tries_and_end_by_themselves(practice: Practice) -> None:
    wrong_tries(practice, 5)
    moment, waits = NOW, []
    for _ in range(5):
        with pytest.raises(TooManyTries) as refused:
            knock(practice, now=moment + timedelta(seconds=1))
        minutes = int(str(refused.value.values["minutes"]))
        waits.append(minutes)
        moment += timedelta(minutes=minutes, seconds=1)
        wrong_tries(practice, 1, now=moment)
    assert waits == [1, 2, 4, 8, 15]
    assert knock(practice, words=password("Ines"), now=moment + timedelta(minutes=15, seconds=1))


def test_even_the_right_password_waits(practice: Practice) -> None:
    wrong_tries(practice, 5)
    with pytest.raises(TooManyTries):
        knock(practice, words=password("Ines"))
    assert len(practice.hashing.checked) == 5  # the sixth was not even looked at


def test_nobody_is_locked_out_for_good(practice: Practice) -> None:
    wrong_tries(practice, 5)
    moment = NOW
    for _ in range(300):  # someone keeps trying, all afternoon
        moment += timedelta(minutes=1)
        try:
            knock(practice, now=moment)
        except (WrongSignIn, TooManyTries):
            continue
    assert knock(practice, words=password("Ines"), now=moment + timedelta(minutes=16))


def test_tries_on_one_account_do_not_make_a_colleague_wait(practice: Practice) -> None:
    wrong_tries(practice, 5)
    assert knock(practice, "Marek", words=password("Marek"))


def test_an_address_that_tries_everyone_has_to_wait_and_the_others_do_not(
    practice: Practice,
) -> None:
    for number in range(30):
        with pytest.raises(WrongSignIn):
            knock(practice, f"guess{number}")
    with pytest.raises(TooManyTries):
        knock(practice, words=password("Ines"))
    assert knock(practice, words=password("Ines"), address="198.51.100.7")


def test_signing_in_forgets_the_tries_on_that_account(practice: Practice) -> None:
    wrong_tries(practice, 4)
    knock(practice, words=password("Ines"))
    wrong_tries(practice, 4)
    assert knock(practice, words=password("Ines"))


def test_tries_name_nobody_in_the_database(practice: Practice) -> None:
    wrong_tries(practice, 2)
    text = repr(practice.rows(t.SignInAttemptRow)[0].__dict__)
    assert email("Ines") not in text
    assert DOOR not in text
    refused = [row for row in practice.rows(t.AuditRow) if row.outcome == "refused"]
    assert len(refused) == 2
    assert {(row.part, row.person_id) for row in refused} == {("sign in", None)}


def test_a_wait_is_kept_by_the_database_and_not_by_the_process(practice: Practice) -> None:
    wrong_tries(practice, 5)
    url = practice.engine.url.render_as_string(hide_password=False)
    casebook.close_books()
    casebook.open_book(Book.PRACTICE, url)
    with pytest.raises(TooManyTries):
        knock(practice)


def test_the_very_first_tries_may_come_at_the_same_moment(practice: Practice) -> None:
    practice.run("DELETE FROM setting")
    together = Barrier(4)

    def attempt(_: int) -> str:
        together.wait()
        try:
            return knock(practice)
        except WrongSignIn:
            return "wrong"

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(attempt, range(4))) == ["wrong"] * 4
    # For the account from here, for the account from anywhere, and for the address.
    assert practice.count(t.SignInAttemptRow) == 12


def test_a_stranger_elsewhere_does_not_make_the_owner_wait(practice: Practice) -> None:
    wrong_tries(practice, 5)
    with pytest.raises(TooManyTries):
        knock(practice, words=password("Ines"))
    token = knock(practice, words=password("Ines"), address="198.51.100.7")
    assert front_door.greet(Book.PRACTICE, token, now=NOW)


def test_a_crowd_of_tries_at_once_gets_no_more_checks_than_are_free(practice: Practice) -> None:
    together = Barrier(12)

    def attempt(_: int) -> str:
        together.wait()
        try:
            return knock(practice)
        except WrongSignIn:
            return "checked"
        except TooManyTries:
            return "waits"

    with ThreadPoolExecutor(12) as pool:
        seen = list(pool.map(attempt, range(12)))
    assert seen.count("checked") == 5
    assert seen.count("waits") == 7


# -- visits -----------------------------------------------------------------------------------


def test_a_visit_ends_after_a_quarter_of_an_hour_without_a_sign_of_life(
    practice: Practice,
) -> None:
    assert again(practice.ines, now=later(minutes=14))
    assert again(practice.ines, now=later(minutes=28))
    with pytest.raises(NotSignedIn):
        again(practice.ines, now=later(minutes=43))


def test_a_visit_ends_after_twelve_hours_however_busy(practice: Practice) -> None:
    for moment in range(72):
        again(practice.ines, now=later(minutes=10 * moment))
    with pytest.raises(NotSignedIn):
        again(practice.ines, now=later(hours=12))


def test_signing_out_ends_the_visit_in_every_tab_and_no_other(practice: Practice) -> None:
    at_home = sign_in("Ines", practice.hashing)
    front_door.sign_out(Book.PRACTICE, practice.ines.visit_id, now=NOW)
    front_door.sign_out(Book.PRACTICE, practice.ines.visit_id, now=NOW)
    with pytest.raises(NotSignedIn):
        again(practice.ines)
    assert again(at_home).person_id == practice.ines.person_id
    assert [row.part for row in practice.rows(t.AuditRow)].count("sign out") == 1


@pytest.mark.parametrize("visit", ["", "a" * 64, "' OR 1=1 --"])
def test_an_invented_visit_is_nobody(practice: Practice, visit: str) -> None:
    with pytest.raises(NotSignedIn):
        front_door.identify(Book.PRACTICE, visit, view="", now=NOW)
    assert front_door.greet(Book.PRACTICE, visit, now=NOW) is None


def test_the_token_itself_is_not_a_visit(practice: Practice) -> None:
    token = knock(practice, words=password("Ines"))
    with pytest.raises(NotSignedIn):
        front_door.identify(Book.PRACTICE, token, view="", now=NOW)


def test_a_role_counts_from_the_next_action(practice: Practice) -> None:
    assert practice.ines.roles == {Role.COACH}
    accounts.set_roles(
        practice.ada,
        practice.ines.person_id,
        practice.noord,
        (Role.LEAD,),
        seen_to=practice.marek.person_id,
        now=NOW,
    )
    assert again(practice.ines).roles == {Role.LEAD}
    accounts.set_roles(
        practice.ada,
        practice.ines.person_id,
        practice.noord,
        (),
        seen_to=practice.marek.person_id,
        now=NOW,
    )
    assert again(practice.ines).roles == frozenset()


def test_a_closed_account_is_out_at_the_next_action_and_stays_out_when_opened_again(
    practice: Practice,
) -> None:
    accounts.set_active(
        practice.ada,
        practice.ines.person_id,
        False,
        seen_to={practice.noord: practice.marek.person_id},
        now=NOW,
    )
    with pytest.raises(NotSignedIn):
        again(practice.ines)
    accounts.set_active(practice.ada, practice.ines.person_id, True, now=NOW)
    with pytest.raises(NotSignedIn):
        again(practice.ines)
    assert sign_in("Ines", practice.hashing)


def test_a_visit_of_a_closed_account_is_nobody_also_while_the_visit_itself_stands(
    practice: Practice,
) -> None:
    practice.run(update(t.PersonRow).values(active=False))
    with pytest.raises(NotSignedIn):
        again(practice.ines)


def test_a_sign_of_life_is_not_an_event_in_the_log(practice: Practice) -> None:
    before = practice.count(t.AuditRow)
    again(practice.ines, now=later(minutes=5))
    assert practice.count(t.AuditRow) == before


# -- invitations ------------------------------------------------------------------------------


def test_an_invitation_works_once(practice: Practice) -> None:
    link = invitation(practice)
    assert front_door.invited(Book.PRACTICE, link, now=NOW) == "Nina Buurman"
    came = front_door.accept(Book.PRACTICE, link, NEW_WORDS, practice.hashing, proven=True, now=NOW)
    assert front_door.greet(Book.PRACTICE, came.token, now=NOW)
    for use in (
        lambda: front_door.invited(Book.PRACTICE, link, now=NOW),
        lambda: front_door.accept(Book.PRACTICE, link, NEW_WORDS, practice.hashing, now=NOW),
    ):
        with pytest.raises(LinkEnded):
            use()
    assert knock(practice, "Nina", words=NEW_WORDS)


def test_an_invitation_ends_after_three_days(practice: Practice) -> None:
    link = invitation(practice)
    assert front_door.invited(Book.PRACTICE, link, now=later(hours=INVITATION_HOURS - 1))
    with pytest.raises(LinkEnded):
        front_door.invited(Book.PRACTICE, link, now=later(hours=INVITATION_HOURS))


def test_a_new_invitation_ends_the_former(practice: Practice) -> None:
    first = invitation(practice)
    nina = next(row.id for row in practice.rows(t.PersonRow) if row.email == email("Nina"))
    second = accounts.invite_again(practice.ada, nina, now=NOW)
    with pytest.raises(LinkEnded):
        front_door.invited(Book.PRACTICE, first, now=NOW)
    assert front_door.invited(Book.PRACTICE, second, now=NOW)


def test_a_weak_password_leaves_the_invitation_open(practice: Practice) -> None:
    link = invitation(practice)
    for words in ("kort", "Welkom Welkom 1", "nina buurman 12", "noord noord 123", "a" * 129):
        with pytest.raises(Invalid):
            front_door.accept(Book.PRACTICE, link, words, practice.hashing, now=NOW)
    assert front_door.accept(Book.PRACTICE, link, NEW_WORDS, practice.hashing, now=NOW)


def test_an_invitation_of_a_closed_account_has_ended(practice: Practice) -> None:
    link = invitation(practice)
    nina = next(row.id for row in practice.rows(t.PersonRow) if row.email == email("Nina"))
    accounts.set_active(practice.ada, nina, False, now=NOW)
    with pytest.raises(LinkEnded):
        front_door.accept(Book.PRACTICE, link, NEW_WORDS, practice.hashing, now=NOW)


def test_accepting_a_new_link_ends_older_visits_and_the_old_password(practice: Practice) -> None:
    link = accounts.invite_again(practice.ada, practice.ines.person_id, now=NOW)
    with pytest.raises(NotSignedIn):
        again(practice.ines)
    meanwhile = sign_in("Ines", practice.hashing)
    front_door.accept(Book.PRACTICE, link, NEW_WORDS, practice.hashing, now=NOW)
    with pytest.raises(NotSignedIn):
        again(meanwhile)
    with pytest.raises(WrongSignIn):
        knock(practice, words=password("Ines"))


# -- what a Scope carries ---------------------------------------------------------------------


def test_a_scope_cannot_be_changed(practice: Practice) -> None:
    with pytest.raises(AttributeError):
        practice.ines.is_admin = True  # type: ignore[misc]
    assert isinstance(practice.ines, Scope)


def test_a_line_in_the_log_does_not_hold_the_whole_visit(practice: Practice) -> None:
    clients.get(again(practice.ines, view=key()), practice.bob, now=NOW)
    visits = {row.visit for row in practice.rows(t.AuditRow) if row.visit}
    assert visits
    assert all(practice.ines.visit_id != visit for visit in visits)
