"""Roles, permissions and the Scope: who may do what, before any row is read."""

import dataclasses
from typing import Any

import pytest

from lib.domain.access import (
    PERMISSIONS,
    ROLE_WORDS,
    Book,
    Permission,
    Role,
    Scope,
)
from lib.domain.problems import NotAllowed

P = Permission
ALLOWED: dict[Role, set[Permission]] = {
    Role.COACH: {
        P.SEE_CLIENTS,
        P.ADD_CLIENTS,
        P.CHANGE_CLIENTS,
        P.WRITE_SESSIONS,
        P.READ_NOTES,
        P.SEE_PROGRESS,
        P.CHANGE_ROUTE,
        P.CARE_SIGNALS,
        P.SEE_OWN_CASELOAD,
        P.ASK_LEAD,
        P.HAND_OVER,
        P.CLIENT_RIGHTS,
        P.OWN_ACCOUNT,
    },
    Role.LEAD: {
        P.SEE_CLIENTS,
        P.SEE_PROGRESS,
        P.SEE_TEAM_CASELOAD,
        P.ANSWER_COACHES,
        P.HAND_OVER,
        P.CHANGE_TEAM_SETTINGS,
        P.OPEN_NOTES_WITH_REASON,
        P.CARE_SIGNALS,
        P.CLIENT_RIGHTS,
        P.DECIDE_RIGHTS,
        P.OWN_ACCOUNT,
    },
    Role.ADMIN: {P.MANAGE_PEOPLE, P.KEEP_HOUSE, P.OWN_ACCOUNT},
    Role.OVERSEER: {P.OVERSEE, P.OWN_ACCOUNT},
}
ABOUT_CLIENTS = set(Permission) - {P.MANAGE_PEOPLE, P.KEEP_HOUSE, P.OVERSEE, P.OWN_ACCOUNT}
WRITES = {P.ADD_CLIENTS, P.CHANGE_CLIENTS, P.WRITE_SESSIONS, P.CHANGE_ROUTE}


def scope(*roles: Role, **changes: Any) -> Scope:
    return Scope(
        **{
            "person_id": "p",
            "name": "Ines Dragstra",
            "is_admin": Role.ADMIN in roles,
            "oversees": Role.OVERSEER in roles,
            "coach_teams": frozenset({"noord"} if Role.COACH in roles else ()),
            "lead_teams": frozenset({"zuid"} if Role.LEAD in roles else ()),
            "language": "nl",
            "book": Book.PRACTICE,
            "visit_id": "v",
            **changes,
        }
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_carries_exactly_these_permissions(role: Role, permission: Permission) -> None:
    may = permission in ALLOWED[role]
    assert (permission in PERMISSIONS[role]) is may
    assert scope(role).may(permission) is may
    if may:
        scope(role).require(permission)
    else:
        with pytest.raises(NotAllowed):
            scope(role).require(permission)


def test_every_role_has_permissions_and_a_word() -> None:
    assert set(PERMISSIONS) == set(ROLE_WORDS) == set(Role)


def test_every_permission_belongs_to_someone() -> None:
    assert set().union(*PERMISSIONS.values()) == set(Permission)


def test_an_admin_may_do_nothing_with_any_client() -> None:
    assert not PERMISSIONS[Role.ADMIN] & ABOUT_CLIENTS


def test_who_oversees_the_log_does_nothing_with_any_client_and_manages_nobody() -> None:
    assert PERMISSIONS[Role.OVERSEER] == {P.OVERSEE, P.OWN_ACCOUNT}


def test_a_lead_reads_no_note_without_a_reason_and_holds_no_pen() -> None:
    assert P.READ_NOTES not in PERMISSIONS[Role.LEAD]
    assert not PERMISSIONS[Role.LEAD] & WRITES


def test_a_coach_sees_no_team_and_manages_nobody() -> None:
    assert not PERMISSIONS[Role.COACH] & {
        P.SEE_TEAM_CASELOAD,
        P.MANAGE_PEOPLE,
        P.OPEN_NOTES_WITH_REASON,
    }


@pytest.mark.parametrize(
    "roles",
    [
        (),
        (Role.COACH,),
        (Role.COACH, Role.LEAD),
        (Role.LEAD, Role.ADMIN),
        (Role.COACH, Role.ADMIN),
        tuple(Role),
    ],
)
def test_who_holds_several_roles_may_what_each_of_them_may_and_no_more(
    roles: tuple[Role, ...],
) -> None:
    one = scope(*roles)
    assert one.roles == frozenset(roles)
    expected = set().union({P.OWN_ACCOUNT}, *(ALLOWED[role] for role in roles))
    assert {permission for permission in Permission if one.may(permission)} == expected


def test_who_holds_no_role_keeps_their_own_account_only() -> None:
    nobody = scope()
    nobody.require(P.OWN_ACCOUNT)
    assert [p for p in Permission if nobody.may(p)] == [P.OWN_ACCOUNT]


def test_a_scope_cannot_be_changed_by_whoever_holds_it() -> None:
    one = scope(Role.COACH)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.is_admin = True  # type: ignore[misc]
    with pytest.raises(AttributeError):
        one.coach_teams.add("zuid")  # type: ignore[attr-defined]
    assert not one.may(P.MANAGE_PEOPLE)


def test_a_refusal_says_nothing_about_what_is_there() -> None:
    with pytest.raises(NotAllowed) as refusal:
        scope(Role.ADMIN).require(P.READ_NOTES)
    assert refusal.value.sentence == "This page is not part of your work."
    assert refusal.value.values == {}
