"""The second step: nobody gets in with a password alone, and no code works twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import update

from lib.domain.access import Book
from lib.domain.problems import Invalid, NotFound, NotSignedIn, Refused
from lib.domain.second_factor import HALF_VISIT
from lib.domain.sign_in import RESET_HOURS
from lib.practice import accounts, front_door, second_step
from lib.practice.front_door import Arrival, BeginAgain, LinkEnded, TooManyTries, WrongCode
from lib.storage import seals
from lib.storage import tables as t
from tests.cast import (
    DOOR,
    NOW,
    Practice,
    again,
    app_shows,
    email,
    enrolled,
    later,
    password,
    sign_in,
)

BEFORE = later(minutes=-10)
NEW_WORDS = "een reiger op de brug"


def first_step(practice: Practice, name: str = "Ines", *, now: datetime = NOW) -> Arrival:
    return front_door.sign_in(
        Book.PRACTICE,
        email(name),
        password(name),
        DOOR,
        practice.hashing,
        agent="Firefox, Linux",
        now=now,
    )


def prove(token: str, code: str, *, now: datetime = NOW) -> str:
    return front_door.prove(Book.PRACTICE, token, code, DOOR, now=now)


def is_in(token: str, *, now: datetime = NOW) -> bool:
    return front_door.greet(Book.PRACTICE, token, now=now) is not None


def codes_of(practice: Practice, name: str = "Ines") -> tuple[str, tuple[str, ...]]:
    """Let somebody set up the second step; return the secret and the recovery codes."""
    came = first_step(practice, name, now=BEFORE)
    secret = front_door.enrolment(Book.PRACTICE, came.token, now=BEFORE).secret
    done = front_door.confirm(Book.PRACTICE, came.token, app_shows(secret, now=BEFORE), now=BEFORE)
    return secret, done.codes


def refused_lines(practice: Practice) -> int:
    return sum(
        (row.part, row.outcome) == ("second factor", "refused") for row in practice.rows(t.AuditRow)
    )


# -- setting it up ----------------------------------------------------------------------------


def test_whoever_has_none_sets_it_up_before_anything_opens(practice: Practice) -> None:
    came = first_step(practice)
    assert came.stage == "enrol"
    assert front_door.waits_for(Book.PRACTICE, came.token, now=NOW) == "enrol"
    assert not is_in(came.token)
    with pytest.raises(NotSignedIn):
        front_door.identify(Book.PRACTICE, front_door.digest(came.token), view="", now=NOW)

    found = front_door.enrolment(Book.PRACTICE, came.token, now=NOW)
    assert found == front_door.enrolment(Book.PRACTICE, came.token, now=NOW)
    assert found.address.startswith("otpauth://totp/Ministap:")
    assert found.secret in found.address
    with pytest.raises(WrongCode):
        front_door.confirm(Book.PRACTICE, came.token, "000 000", now=NOW)
    assert not is_in(came.token)

    done = front_door.confirm(Book.PRACTICE, came.token, app_shows(found.secret), now=NOW)
    assert is_in(done.token)
    assert not is_in(came.token), "what was known before the second step opens nothing after it"
    assert len(set(done.codes)) == 10
    assert first_step(practice).stage == "code"


def test_a_secret_stands_sealed_and_is_never_shown_again(practice: Practice) -> None:
    secret, codes = codes_of(practice)
    kept = repr(practice.everything())
    assert secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    came = first_step(practice)
    with pytest.raises(BeginAgain):
        front_door.enrolment(Book.PRACTICE, came.token, now=NOW)
    with pytest.raises(BeginAgain):
        front_door.confirm(Book.PRACTICE, came.token, app_shows(secret), now=NOW)
    # Nor for a visit that began to set it up before another one did.
    early = first_step(practice, "Marek", now=later(minutes=-5))
    enrolled(practice, "Marek", now=BEFORE)
    with pytest.raises(BeginAgain):
        front_door.enrolment(Book.PRACTICE, early.token, now=NOW)
    with pytest.raises(WrongCode):
        front_door.confirm(Book.PRACTICE, early.token, app_shows(secret), now=NOW)


def test_a_wrong_code_while_setting_up_is_in_the_log(practice: Practice) -> None:
    came = first_step(practice)
    with pytest.raises(WrongCode):
        front_door.confirm(Book.PRACTICE, came.token, "000000", now=NOW)
    assert refused_lines(practice) == 1


# -- signing in with it -----------------------------------------------------------------------


def test_the_code_of_now_opens_and_the_log_says_how(practice: Practice) -> None:
    secret = enrolled(practice, "Ines", now=BEFORE)
    came = first_step(practice)
    assert came.stage == "code"
    fresh = prove(came.token, app_shows(secret))
    assert is_in(fresh)
    assert not is_in(came.token)
    line = max(
        (row for row in practice.rows(t.AuditRow) if row.part == "sign in" and row.rule),
        key=lambda row: row.at,
    )
    assert (line.person_id, line.rule, line.reason) == (practice.ines.person_id, "app", "password")


def test_a_code_works_once_also_for_whoever_saw_it(practice: Practice) -> None:
    secret = enrolled(practice, "Ines", now=BEFORE)
    code = app_shows(secret)
    first, second = first_step(practice), first_step(practice)
    assert prove(first.token, code)
    with pytest.raises(WrongCode):
        prove(second.token, code)
    # Nor one that is older and was never used.
    with pytest.raises(WrongCode):
        prove(second.token, app_shows(secret, now=later(seconds=-30)))
    assert prove(second.token, app_shows(secret, now=later(seconds=30)), now=later(seconds=30))


def test_of_two_who_show_one_code_at_the_same_moment_one_comes_in(practice: Practice) -> None:
    code = app_shows(enrolled(practice, "Ines", now=BEFORE))
    tokens = [first_step(practice).token for _ in range(4)]
    together = Barrier(4)

    def show(token: str) -> bool:
        together.wait()
        try:
            return is_in(prove(token, code))
        except WrongCode:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(show, tokens)) == [False, False, False, True]


def test_another_ones_code_opens_nothing(practice: Practice) -> None:
    enrolled(practice, "Ines", now=BEFORE)
    other = enrolled(practice, "Marek", now=BEFORE)
    came = first_step(practice)
    for code in (app_shows(other), "000000", "", "geen idee"):
        with pytest.raises(WrongCode):
            prove(came.token, code)
    assert not is_in(came.token)


def test_who_guesses_codes_has_to_wait_also_with_the_password_typed_anew(
    practice: Practice,
) -> None:
    secret = enrolled(practice, "Ines", now=BEFORE)
    for _ in range(5):
        came = first_step(practice)
        with pytest.raises(WrongCode):
            prove(came.token, "000000")
    came = first_step(practice)
    with pytest.raises(TooManyTries):
        prove(came.token, app_shows(secret))
    after = later(minutes=2)
    came = first_step(practice, now=after)
    assert is_in(prove(came.token, app_shows(secret, now=after), now=after), now=after)
    assert refused_lines(practice) == 5


def test_half_a_visit_ends_after_ten_minutes(practice: Practice) -> None:
    secret = enrolled(practice, "Ines", now=BEFORE)
    came = first_step(practice)
    assert front_door.waits_for(Book.PRACTICE, came.token, now=NOW + HALF_VISIT) is None
    with pytest.raises(BeginAgain):
        prove(came.token, app_shows(secret, now=NOW + HALF_VISIT), now=NOW + HALF_VISIT)


def test_half_a_visit_ends_with_the_account(practice: Practice) -> None:
    secret = enrolled(practice, "Marek", now=BEFORE)
    came = first_step(practice, "Marek")
    practice.run(
        update(t.PersonRow).where(t.PersonRow.id == practice.marek.person_id).values(active=False)
    )
    with pytest.raises(BeginAgain):
        prove(came.token, app_shows(secret))


@pytest.mark.parametrize("token", ["", "a" * 43, "' OR 1=1 --"])
def test_an_invented_token_waits_for_nothing(practice: Practice, token: str) -> None:
    assert front_door.waits_for(Book.PRACTICE, token, now=NOW) is None
    with pytest.raises(BeginAgain):
        prove(token, "000000")
    with pytest.raises(BeginAgain):
        front_door.enrolment(Book.PRACTICE, token, now=NOW)


def test_a_whole_visit_is_no_half_one(practice: Practice) -> None:
    secret = enrolled(practice, "Ines", now=BEFORE)
    whole = prove(first_step(practice).token, app_shows(secret))
    assert front_door.waits_for(Book.PRACTICE, whole, now=NOW) is None


# -- recovery codes ---------------------------------------------------------------------------


def test_each_recovery_code_opens_once(practice: Practice) -> None:
    _, codes = codes_of(practice)
    for code in (codes[0], codes[1].upper().replace("-", " ")):
        assert is_in(prove(first_step(practice).token, code))
        with pytest.raises(WrongCode):
            prove(first_step(practice).token, code)
    found = second_step.mine(again(sign_in("Ines", practice.hashing)), now=NOW)
    assert found is not None
    assert found.codes_left == 8


def test_a_recovery_code_of_a_colleague_opens_nothing(practice: Practice) -> None:
    _, codes = codes_of(practice, "Marek")
    codes_of(practice, "Ines")
    with pytest.raises(WrongCode):
        prove(first_step(practice, "Ines").token, codes[0])
    assert is_in(prove(first_step(practice, "Marek").token, codes[0]))


def test_new_codes_take_the_place_of_the_old_and_need_the_app(practice: Practice) -> None:
    secret, old = codes_of(practice)
    for typed in ("000000", old[0]):
        with pytest.raises(WrongCode):
            second_step.new_codes(practice.ines, typed, now=NOW)
    fresh = second_step.new_codes(practice.ines, app_shows(secret), now=NOW)
    assert len(set(fresh)) == 10
    assert not set(fresh) & set(old)
    with pytest.raises(WrongCode):
        prove(first_step(practice).token, old[1])
    assert is_in(prove(first_step(practice).token, fresh[1]))


def test_another_phone_is_set_up_after_signing_in_anew(practice: Practice) -> None:
    secret, codes = codes_of(practice)
    with pytest.raises(WrongCode):
        second_step.begin_anew(practice.ines, "000000", now=NOW)
    second_step.begin_anew(practice.ines, codes[0], now=NOW)
    with pytest.raises(NotSignedIn):
        again(practice.ines)
    came = first_step(practice)
    assert came.stage == "enrol"
    found = front_door.enrolment(Book.PRACTICE, came.token, now=NOW)
    assert found.secret != secret
    with pytest.raises(WrongCode):
        front_door.confirm(Book.PRACTICE, came.token, app_shows(secret), now=NOW)
    assert front_door.confirm(Book.PRACTICE, came.token, app_shows(found.secret), now=NOW)
    with pytest.raises(WrongCode):
        prove(first_step(practice).token, codes[1])


def test_where_none_is_asked_nobody_has_one(practice: Practice) -> None:
    assert second_step.mine(practice.ines, now=NOW) is None
    with pytest.raises(WrongCode):
        second_step.new_codes(practice.ines, "123456", now=NOW)


# -- lost, and links --------------------------------------------------------------------------


def test_an_administrator_takes_a_lost_second_step_away_and_that_is_seen(
    practice: Practice,
) -> None:
    codes_of(practice)
    ines = practice.ines.person_id
    accounts.second_factor_lost(practice.ada, ines, now=NOW)
    with pytest.raises(NotSignedIn):
        again(practice.ines)
    assert first_step(practice).stage == "enrol"
    lines = [row for row in practice.rows(t.AuditRow) if row.part == "second factor lost"]
    assert [(row.person_id, row.subject_id) for row in lines] == [(practice.ada.person_id, ines)]
    with pytest.raises(Refused, match="no second step"):
        accounts.second_factor_lost(practice.ada, ines, now=NOW)


def test_nobody_takes_their_own_second_step_away_as_an_administrator(practice: Practice) -> None:
    enrolled(practice, "Ada", now=BEFORE)
    with pytest.raises(Refused, match="Another administrator"):
        accounts.second_factor_lost(practice.ada, practice.ada.person_id, now=NOW)
    with pytest.raises(NotFound):
        accounts.second_factor_lost(practice.ada, "nobody", now=NOW)


def test_a_link_for_a_new_password_holds_an_hour_and_asks_for_the_second_step(
    practice: Practice,
) -> None:
    secret = enrolled(practice, "Ines", now=BEFORE)
    link = accounts.invite_again(practice.ada, practice.ines.person_id, now=NOW)
    with pytest.raises(LinkEnded):
        front_door.invited(Book.PRACTICE, link, now=later(hours=RESET_HOURS))
    came = front_door.accept(
        Book.PRACTICE, link, NEW_WORDS, practice.hashing, now=later(minutes=59)
    )
    assert came.stage == "code"
    at = later(minutes=59)
    assert is_in(prove(came.token, app_shows(secret, now=at), now=at), now=at)


def test_an_administrator_can_read_the_link_they_made_for_themselves(practice: Practice) -> None:
    elsewhere = sign_in("Ada", practice.hashing)
    assert accounts.invite_again(practice.ada, practice.ada.person_id, now=NOW)
    assert again(practice.ada)
    with pytest.raises(NotSignedIn):
        again(elsewhere)


def test_a_first_link_holds_three_days_also_when_it_is_made_again(practice: Practice) -> None:
    newcomer = accounts.Newcomer("Nina Buurman", email("Nina"), None, (), is_admin=True)
    accounts.add_colleague(practice.ada, newcomer, now=NOW)
    nina = next(row.id for row in practice.rows(t.PersonRow) if row.email == email("Nina"))
    link = accounts.invite_again(practice.ada, nina, now=NOW)
    assert front_door.invited(Book.PRACTICE, link, now=later(hours=71))
    came = front_door.accept(Book.PRACTICE, link, NEW_WORDS, practice.hashing, now=NOW)
    assert came.stage == "enrol"


def test_a_secret_whose_key_is_lost_opens_nothing_and_a_recovery_code_still_does(
    practice: Practice,
) -> None:
    secret, codes = codes_of(practice)
    seals.use((seals.new_key(),))
    with pytest.raises(WrongCode):
        prove(first_step(practice).token, app_shows(secret))
    assert is_in(prove(first_step(practice).token, codes[0]))


# -- where one is signed in -------------------------------------------------------------------


def test_one_sees_where_one_is_signed_in_and_ends_what_is_elsewhere(practice: Practice) -> None:
    secret = enrolled(practice, "Marek", now=BEFORE)
    # He accepted his invitation, signed in, set up the second step, and came in with it: four.
    elsewhere = prove(first_step(practice, "Marek").token, app_shows(secret))
    found = accounts.my_visits(practice.marek, now=NOW)
    assert found[0].present
    assert [one.present for one in found].count(True) == 1
    other = next(one for one in found if one.browser == "Firefox, Linux" and one.begun_at == NOW)
    assert len(found) == 4
    accounts.end_visit(practice.marek, other.key, now=NOW)
    assert not is_in(elsewhere)
    assert again(practice.marek)
    assert other.key not in {one.key for one in accounts.my_visits(practice.marek, now=NOW)}


def test_a_visit_that_waits_for_its_second_step_is_not_named_as_signed_in(
    practice: Practice,
) -> None:
    before = len(accounts.my_visits(practice.ines, now=NOW))
    first_step(practice)
    assert len(accounts.my_visits(practice.ines, now=NOW)) == before


def test_nobody_ends_a_colleagues_visit_nor_the_present_one_here(practice: Practice) -> None:
    theirs = accounts.my_visits(practice.marek, now=NOW)[0].key
    own = accounts.my_visits(practice.ines, now=NOW)[0].key
    for key in (theirs, own, "", practice.marek.visit_id):
        with pytest.raises(NotFound):
            accounts.end_visit(practice.ines, key, now=NOW)
    assert again(practice.marek)


def test_what_a_visit_is_called_says_nothing_of_its_id(practice: Practice) -> None:
    for one in accounts.my_visits(practice.ines, now=NOW):
        assert one.key not in practice.ines.visit_id
        assert practice.ines.visit_id[:16] != one.key


# -- who looks after the log ------------------------------------------------------------------


def test_somebody_else_looks_after_the_log_and_somebody_always_does(practice: Practice) -> None:
    lea, ada = practice.lea.person_id, practice.ada.person_id
    with pytest.raises(Refused, match="look after the log"):
        accounts.set_overseer(practice.ada, ada, False, now=NOW)
    accounts.set_overseer(practice.ada, lea, True, now=NOW)
    assert again(practice.lea).oversees
    accounts.set_overseer(practice.ada, ada, False, now=NOW)
    assert not again(practice.ada).oversees
    with pytest.raises(Refused, match="look after the log"):
        accounts.set_active(practice.ada, lea, False, now=NOW)
    lines = [row.reason for row in practice.rows(t.AuditRow) if row.part == "roles"]
    assert lines[-2:] == ["overseer given", "overseer taken"]


def test_the_name_of_a_team_is_no_password(practice: Practice) -> None:
    with pytest.raises(Invalid):
        accounts.change_password(
            practice.ines,
            current=password("Ines"),
            new="noord zuid noord",
            hashing=practice.hashing,
            now=NOW,
        )
