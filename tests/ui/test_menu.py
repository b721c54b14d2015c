"""The menu: nobody is offered a page that is not theirs, and every page is offered to someone."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.access import PERMISSIONS, Permission, Role, Scope
from lib.practice import accounts
from tests.cast import NOW, SURNAMES, Practice, again

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    path.stem: path.relative_to(ROOT / "pages").parent.name
    for path in (ROOT / "pages").rglob("*.py")
}
AUDIENCES: dict[str, set[str]] = {
    "Ada": {"admin", "overseer", "everyone"},
    "Ines": {"coach", "everyone"},
    "Marek": {"coach", "everyone"},
    "Otto": {"coach", "everyone"},
    "Lea": {"lead", "everyone"},
    "Olga": {"lead", "everyone"},
}
FIRST = {
    "coach": "today",
    "lead": "caseload",
    "admin": "people",
    "overseer": "review",
    "everyone": "account",
}
SECOND = {
    "coach": ["clients", "agenda", "cover", "snippets", "steps"],
    "lead": ["questions", "handovers", "team_quality", "team_rights", "report", "team_settings"],
    "admin": ["regions", "rules", "house"],
    "overseer": ["log"],
    "everyone": [],
}

# A page only knows its address within a run, so the menu is asked from within one.
SCRIPT = """
import streamlit as st
from lib.ui import text
from lib.ui.shell import menu

text.speak(st.session_state["scope"].language)
offered = menu(st.session_state["scope"])
st.session_state["offered"] = [
    (heading, page.title, page.url_path, page.visibility, page.icon)
    for heading, pages in offered.items()
    for page in pages
]
st.navigation(offered)
"""


@dataclass(frozen=True)
class Offered:
    """One page in somebody's menu."""

    heading: str
    title: str
    address: str
    visibility: str
    icon: str


def menu_of(scope: Scope) -> list[Offered]:
    run = AppTest.from_string(SCRIPT, default_timeout=20)
    run.session_state["scope"] = scope
    run.run()
    assert not run.exception
    return [Offered(*one) for one in run.session_state["offered"]]


def addresses(scope: Scope) -> set[str]:
    """Return the addresses of the pages in a menu, without the doorstep that leads to the first."""
    return {one.address for one in menu_of(scope)} - {""}


def pages_for(*audiences: str) -> set[str]:
    return {page for page, audience in PAGES.items() if audience in audiences}


def test_the_cast_and_the_folders_are_all_in_the_table() -> None:
    assert set(AUDIENCES) == set(SURNAMES)
    assert set().union(*AUDIENCES.values()) == set(PAGES.values()) == set(FIRST)
    assert all(pages_for(audience) for audience in FIRST)


@pytest.mark.parametrize("name", AUDIENCES)
def test_a_colleague_is_offered_the_pages_of_their_audience_and_no_other(
    name: str, in_sqlite: Practice
) -> None:
    assert addresses(in_sqlite.people[name]) == pages_for(*AUDIENCES[name])


def test_every_page_is_offered_to_someone(in_sqlite: Practice) -> None:
    offered = set().union(*(addresses(scope) for scope in in_sqlite.people.values()))
    assert offered == set(PAGES)


def test_an_admin_is_offered_no_page_with_a_client_on_it(in_sqlite: Practice) -> None:
    assert not addresses(in_sqlite.ada) & pages_for("coach", "lead")


def test_a_lead_is_offered_no_page_to_write_on(in_sqlite: Practice) -> None:
    assert not addresses(in_sqlite.lea) & pages_for("coach", "admin")


def test_who_coaches_here_and_leads_there_is_offered_both(in_sqlite: Practice) -> None:
    ines = in_sqlite.ines
    accounts.set_roles(in_sqlite.ada, ines.person_id, in_sqlite.zuid, (Role.LEAD,), now=NOW)
    assert addresses(again(ines)) == pages_for("coach", "lead", "everyone")


def test_a_coach_who_became_lead_is_offered_the_coachs_pages_no_longer(
    in_sqlite: Practice,
) -> None:
    ines = in_sqlite.ines
    accounts.set_roles(
        in_sqlite.ada,
        ines.person_id,
        in_sqlite.noord,
        (Role.LEAD,),
        seen_to=in_sqlite.marek.person_id,
        now=NOW,
    )
    assert addresses(again(ines)) == pages_for("lead", "everyone")


def test_who_has_no_role_any_more_is_offered_their_own_account_only(in_sqlite: Practice) -> None:
    ines = in_sqlite.ines
    accounts.set_roles(
        in_sqlite.ada,
        ines.person_id,
        in_sqlite.noord,
        (),
        seen_to=in_sqlite.marek.person_id,
        now=NOW,
    )
    assert addresses(again(ines)) == pages_for("everyone")


@pytest.mark.parametrize("name", AUDIENCES)
def test_a_page_about_one_client_is_reached_by_a_link_and_never_from_the_menu(
    name: str, in_sqlite: Practice
) -> None:
    """Such a page needs to be told which client: from the menu it would only refuse."""
    for one in menu_of(in_sqlite.people[name]):
        if one.address:
            (path,) = (ROOT / "pages").rglob(f"{one.address}.py")
            asks_for_a_client = "client_id()" in path.read_text(encoding="utf-8")
            assert one.visibility == ("hidden" if asks_for_a_client else "visible")


@pytest.mark.parametrize("name", AUDIENCES)
def test_the_menu_begins_with_ones_own_work(name: str, in_sqlite: Practice) -> None:
    own = [one for one in FIRST if one in AUDIENCES[name] - {"everyone"}]
    shown = [one.address for one in menu_of(in_sqlite.people[name]) if one.visibility == "visible"]
    theirs = [address for one in own for address in (FIRST[one], *SECOND[one])]
    assert shown == [*theirs, "account", "meaning"]


@pytest.mark.parametrize("name", AUDIENCES)
def test_every_heading_has_pages_and_every_page_a_title_and_an_icon(
    name: str, in_sqlite: Practice
) -> None:
    for one in menu_of(in_sqlite.people[name]):
        assert one.heading
        assert one.title
        assert one.icon.startswith(":material/") or not one.address


def test_the_menu_speaks_the_language_of_the_reader(in_sqlite: Practice) -> None:
    ines = in_sqlite.ines
    assert "Mijn account" in {one.title for one in menu_of(ines)}
    accounts.choose_language(ines, "en", now=NOW)
    assert "My account" in {one.title for one in menu_of(again(ines))}


@pytest.mark.parametrize(("page", "audience"), sorted(PAGES.items()))
def test_a_page_asks_at_its_own_door_for_what_only_its_audience_may(
    page: str, audience: str
) -> None:
    """The menu offers; the gate decides. Both must speak of the same people."""
    source = (ROOT / "pages" / audience / f"{page}.py").read_text(encoding="utf-8")
    (asked,) = set(re.findall(r"enter\(Permission\.(\w+)\)", source))
    may = {role for role in Role if Permission[asked] in PERMISSIONS[role]}
    assert may == (set(Role) if audience == "everyone" else {Role(audience)})
