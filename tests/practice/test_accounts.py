"""Colleagues, teams and one's own account."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from lib.domain.access import Book, Role
from lib.domain.problems import Invalid, NotAllowed, NotFound, NotSignedIn, Refused
from lib.practice import accounts, front_door
from lib.practice.accounts import Newcomer
from lib.practice.front_door import LinkEnded, TooManyTries
from lib.storage import casebook, visits
from lib.storage import tables as t
from tests.cast import NOW, Practice, again, email, password, sign_in

NEW_WORDS = "een reiger op de brug"


def change_password(practice: Practice, *, current: str, new: str = NEW_WORDS) -> None:
    accounts.change_password(
        practice.ines, current=current, new=new, hashing=practice.hashing, now=NOW
    )


def test_the_admin_sees_everyone_with_their_roles(practice: Practice) -> None:
    found = {one.name.split()[0]: one for one in accounts.colleagues(practice.ada, now=NOW)}
    assert [*found] == sorted(practice.people)
    assert found["Ines"].roles == (("Noord", Role.COACH),)
    assert found["Olga"].roles == (("Zuid", Role.LEAD),)
    assert (found["Ada"].is_admin, found["Ada"].roles) == (True, ())
    assert all(one.active and one.has_password for one in found.values())


def test_someone_invited_has_no_password_yet(practice: Practice) -> None:
    newcomer = Newcomer("Nina Buurman", " Nina@Beweging.example", practice.noord, (Role.COACH,))
    accounts.add_colleague(practice.ada, newcomer, now=NOW)
    (nina,) = [one for one in accounts.colleagues(practice.ada, now=NOW) if "Nina" in one.name]
    assert (nina.email, nina.has_password) == (email("Nina"), False)


def test_someone_may_coach_and_lead(practice: Practice) -> None:
    both = (Role.COACH, Role.LEAD)
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.noord, both, now=NOW)
    assert again(practice.lea).roles == {*both}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "nina"}, "email"),
        ({"email": "INES@beweging.example"}, "email"),
        ({"roles": ()}, "roles"),
        ({"roles": (Role.ADMIN,)}, "roles"),
        ({"team_id": None}, "team"),
        ({"team_id": "no-such-team"}, "team"),
    ],
)
def test_an_account_with_a_problem_is_not_made(
    practice: Practice, changes: dict[str, object], field: str
) -> None:
    typed = {
        "name": "Nina Buurman",
        "email": email("Nina"),
        "team_id": practice.noord,
        "roles": (Role.COACH,),
        **changes,
    }
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        accounts.add_colleague(practice.ada, Newcomer(**typed), now=NOW)  # type: ignore[arg-type]
    assert {problem.field for problem in refused.value.problems} == {field}
    assert practice.everything() == before


def test_a_team_exists_once_under_a_name(practice: Practice) -> None:
    with pytest.raises(Invalid):
        accounts.add_team(practice.ada, " NOORD", now=NOW)
    accounts.add_team(practice.ada, "Oost", now=NOW)
    assert [team.name for team in accounts.teams(practice.ada, now=NOW)] == [
        "Noord",
        "Oost",
        "Zuid",
    ]


@pytest.mark.parametrize(("typed", "kept"), [(" Duinpan ", "Duinpan"), ("NOORD", "NOORD")])
def test_a_team_gets_another_name(practice: Practice, typed: str, kept: str) -> None:
    accounts.rename_team(practice.ada, practice.noord, typed, now=NOW)
    assert {team.id: team.name for team in accounts.teams(practice.ada, now=NOW)} == {
        practice.noord: kept,
        practice.zuid: "Zuid",
    }
    assert again(practice.ines).coach_teams == {practice.noord}


@pytest.mark.parametrize("typed", ["", "  ", "zuid", "x" * 81])
def test_a_team_is_not_renamed_to_nothing_or_to_another_team(
    practice: Practice, typed: str
) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        accounts.rename_team(practice.ada, practice.noord, typed, now=NOW)
    assert {problem.field for problem in refused.value.problems} == {"team"}
    assert practice.everything() == before


def test_a_colleague_becomes_administrator_and_stops_being_one_at_the_next_action(
    practice: Practice,
) -> None:
    ines = practice.ines.person_id
    accounts.set_admin(practice.ada, ines, True, now=NOW)
    assert again(practice.ines).roles == {Role.COACH, Role.ADMIN}
    accounts.set_admin(practice.ada, ines, False, now=NOW)
    assert again(practice.ines).roles == {Role.COACH}
    with pytest.raises(NotAllowed):
        accounts.colleagues(again(practice.ines), now=NOW)


def test_the_last_administrator_stays_one(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Refused, match="One administrator has to stay"):
        accounts.set_admin(practice.ada, practice.ada.person_id, False, now=NOW)
    assert practice.everything() == before
    assert again(practice.ada).is_admin


def test_an_administrator_who_cannot_sign_in_is_not_counted_as_one_who_stays(
    practice: Practice,
) -> None:
    nobody = Newcomer("Nina Buurman", email("Nina"), None, (), is_admin=True)
    accounts.add_colleague(practice.ada, nobody, now=NOW)
    accounts.set_admin(practice.ada, practice.ines.person_id, True, now=NOW)
    accounts.set_active(
        practice.ada,
        practice.ines.person_id,
        False,
        seen_to={practice.noord: practice.marek.person_id},
        now=NOW,
    )
    with pytest.raises(Refused, match="One administrator has to stay"):
        accounts.set_admin(practice.ada, practice.ada.person_id, False, now=NOW)
    accounts.set_active(practice.ada, practice.ines.person_id, True, now=NOW)
    accounts.set_admin(practice.ada, practice.ada.person_id, False, now=NOW)
    assert not again(practice.ada).is_admin


@pytest.mark.parametrize("verb", ["take the role", "close"])
def test_of_two_administrators_who_let_each_other_go_one_stays(
    practice: Practice, verb: str
) -> None:
    """The second acts on a page she opened while she was still administrator."""
    accounts.set_admin(practice.ada, practice.ines.person_id, True, now=NOW)
    ines = again(practice.ines)
    accounts.set_admin(practice.ada, ines.person_id, False, now=NOW)
    act = {
        "take the role": lambda: accounts.set_admin(ines, practice.ada.person_id, False, now=NOW),
        "close": lambda: accounts.set_active(ines, practice.ada.person_id, False, now=NOW),
    }[verb]
    with pytest.raises(Refused, match="One administrator has to stay"):
        act()
    assert again(practice.ada).is_admin


def test_two_administrators_who_let_each_other_go_at_one_moment_wait_for_each_other(
    in_postgres: Practice,
) -> None:
    practice = in_postgres
    accounts.set_admin(practice.ada, practice.ines.person_id, True, now=NOW)
    ines = again(practice.ines)
    with casebook.writing(practice.ada, now=NOW) as page:
        assert visits.other_admins(page, ines.person_id) == 1
        with ThreadPoolExecutor() as pool:
            other = pool.submit(accounts.set_admin, ines, practice.ada.person_id, False, now=NOW)
            with pytest.raises(TimeoutError):
                other.result(timeout=0.5)
            row = visits.person(page, ines.person_id)
            assert row is not None
            row.is_admin = False
            page.log("U", "roles", subject_id=ines.person_id)
            page.session.commit()
            with pytest.raises(Refused, match="One administrator has to stay"):
                other.result(timeout=20)


def test_nobody_closes_their_own_account(practice: Practice) -> None:
    with pytest.raises(Refused, match="your own account"):
        accounts.set_active(practice.ada, practice.ada.person_id, False, now=NOW)
    assert again(practice.ada).is_admin


def test_being_admin_is_not_given_as_a_role_of_a_team(practice: Practice) -> None:
    with pytest.raises(NotFound):
        accounts.set_roles(
            practice.ada, practice.ines.person_id, practice.noord, (Role.ADMIN,), now=NOW
        )
    assert again(practice.ines).roles == {Role.COACH}


@pytest.mark.parametrize("verb", ["invite", "close", "roles", "admin", "rename"])
def test_an_account_or_team_that_does_not_exist_is_not_found(practice: Practice, verb: str) -> None:
    before = practice.everything()
    act = {
        "invite": lambda: accounts.invite_again(practice.ada, "nobody", now=NOW),
        "close": lambda: accounts.set_active(practice.ada, "nobody", False, now=NOW),
        "roles": lambda: accounts.set_roles(
            practice.ada, "nobody", practice.noord, (Role.COACH,), now=NOW
        ),
        "admin": lambda: accounts.set_admin(practice.ada, "nobody", True, now=NOW),
        "rename": lambda: accounts.rename_team(practice.ada, "nobody", "Duinpan", now=NOW),
    }[verb]
    with pytest.raises(NotFound):
        act()
    assert practice.everything() == before


def test_a_new_password_ends_every_other_visit(practice: Practice) -> None:
    at_home = sign_in("Ines", practice.hashing)
    change_password(practice, current=password("Ines"))
    assert again(practice.ines).person_id == practice.ines.person_id
    with pytest.raises(NotSignedIn):
        again(at_home)
    assert again(practice.marek)


def test_a_new_password_needs_the_present_one_and_must_be_a_good_one(practice: Practice) -> None:
    before = practice.everything()
    for current, new, field in (
        (password("Ines"), "kort", "new"),
        (password("Ines"), "ines dragstra 1", "new"),
        ("iets anders gok ik", NEW_WORDS, "current"),
    ):
        with pytest.raises(Invalid) as refused:
            change_password(practice, current=current, new=new)
        assert {problem.field for problem in refused.value.problems} == {field}
    assert practice.everything()["person"] == before["person"]


def test_a_borrowed_screen_is_no_place_to_guess_the_password(practice: Practice) -> None:
    for _ in range(5):
        with pytest.raises(Invalid):
            change_password(practice, current="iets anders gok ik", new=NEW_WORDS)
    with pytest.raises(TooManyTries):
        change_password(practice, current=password("Ines"), new=NEW_WORDS)
    refused = [
        row.outcome
        for row in practice.rows(t.AuditRow)
        if (row.part, row.action) == ("password", "U")
    ]
    assert refused.count("refused") == 5
    # Signing in at the door is another place: she is not locked out of her account.
    assert sign_in("Ines", practice.hashing)


def test_a_pending_link_ends_with_a_new_password_and_with_the_account(practice: Practice) -> None:
    ines = practice.ines.person_id
    link = accounts.invite_again(practice.ada, ines, now=NOW)
    accounts.set_active(
        practice.ada, ines, False, seen_to={practice.noord: practice.marek.person_id}, now=NOW
    )
    accounts.set_active(practice.ada, ines, True, now=NOW)
    with pytest.raises(LinkEnded):
        front_door.invited(Book.PRACTICE, link, now=NOW)
    link = accounts.invite_again(practice.ada, practice.marek.person_id, now=NOW)
    marek = sign_in("Marek", practice.hashing)
    accounts.change_password(
        marek, current=password("Marek"), new=NEW_WORDS, hashing=practice.hashing, now=NOW
    )
    with pytest.raises(LinkEnded):
        front_door.invited(Book.PRACTICE, link, now=NOW)


def test_signing_out_elsewhere_leaves_this_visit(practice: Practice) -> None:
    at_home = sign_in("Ines", practice.hashing)
    accounts.sign_out_elsewhere(practice.ines, now=NOW)
    assert again(practice.ines)
    with pytest.raises(NotSignedIn):
        again(at_home)


def test_a_language_is_kept_and_an_unknown_one_refused(practice: Practice) -> None:
    accounts.choose_language(practice.ines, "en", now=NOW)
    assert (again(practice.ines).language, again(practice.marek).language) == ("en", "nl")
    with pytest.raises(NotFound):
        accounts.choose_language(practice.ines, "xx", now=NOW)


def test_changes_of_rights_stand_in_the_log(practice: Practice) -> None:
    before = {row.id for row in practice.rows(t.AuditRow)}
    ines = practice.ines.person_id
    accounts.set_roles(
        practice.ada, ines, practice.noord, (Role.LEAD,), seen_to=practice.marek.person_id, now=NOW
    )
    accounts.set_admin(practice.ada, ines, True, now=NOW)
    accounts.set_admin(practice.ada, ines, False, now=NOW)
    accounts.set_active(
        practice.ada, ines, False, seen_to={practice.noord: practice.marek.person_id}, now=NOW
    )
    accounts.rename_team(practice.ada, practice.noord, "Duinpan", now=NOW)
    lines = [row for row in practice.rows(t.AuditRow) if row.id not in before]
    covered = [row for row in lines if row.part == "cover"]
    assert {row.client_id for row in covered} == {practice.bob, practice.anna}
    assert {(row.action, row.rule) for row in covered} == {("C", "account closed")}
    lines = [row for row in lines if row not in covered]
    assert sorted((row.action, row.part, row.subject_id, row.reason) for row in lines) == sorted(
        [
            ("U", "roles", ines, f"lead in {practice.noord}"),
            ("U", "roles", ines, "admin given"),
            ("U", "roles", ines, "admin taken"),
            ("U", "account", ines, ""),
            ("U", "team", practice.noord, ""),
        ]
    )
    assert {(row.person_id, row.roles) for row in lines} == {
        (practice.ada.person_id, "admin overseer")
    }


# -- one's own phone number ---------------------------------------------------------------------


def test_a_phone_number_for_ones_clients_is_kept_and_taken_away(practice: Practice) -> None:
    assert accounts.my_phone(practice.ines, now=NOW) == ""
    accounts.set_phone(practice.ines, "  06 12 34  56 78\n", now=NOW)
    assert accounts.my_phone(practice.ines, now=NOW) == "06 12 34 56 78"
    assert accounts.my_phone(practice.marek, now=NOW) == ""
    accounts.set_phone(practice.ines, "", now=NOW)
    assert accounts.my_phone(practice.ines, now=NOW) == ""


@pytest.mark.parametrize("phone", ["bel maar", "12345", "06 12 34 56 78 (na zes uur)", "0" * 41])
def test_what_is_no_phone_number_is_not_kept(practice: Practice, phone: str) -> None:
    accounts.set_phone(practice.ines, "06 12 34 56 78", now=NOW)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        accounts.set_phone(practice.ines, phone, now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["phone"]
    assert practice.everything() == before


def test_a_changed_phone_number_stands_in_the_log_without_the_number(practice: Practice) -> None:
    before = {row.id for row in practice.rows(t.AuditRow)}
    accounts.set_phone(practice.ines, "06 12 34 56 78", now=NOW)
    (one,) = [row for row in practice.rows(t.AuditRow) if row.id not in before]
    assert (one.action, one.part, one.person_id, one.subject_id, one.reason) == (
        "U",
        "own account",
        practice.ines.person_id,
        practice.ines.person_id,
        "",
    )
