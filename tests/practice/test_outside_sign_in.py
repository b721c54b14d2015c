"""Coming in through an organisation: only issuer and subject count, and only after a link."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from lib.domain.access import Book
from lib.domain.problems import NotFound, NotSignedIn, Refused
from lib.practice import accounts, front_door, house, outside_sign_in
from lib.practice.front_door import Arrival, LinkEnded
from lib.practice.given import WrongSetting
from lib.practice.outside_sign_in import LinkedElsewhere, NobodyHere
from lib.storage import seals
from lib.storage import tables as t
from tests.cast import NOW, Practice, again, email, enrolled, later, sign_in

ONS, THEIRS = "https://inloggen.ons.example", "https://inloggen.anders.example"
SUBJECT = "24400320"
SETTINGS = {
    "MINISTAP_OIDC_ISSUER": ONS,
    "MINISTAP_OIDC_CLIENT_ID": "ministap",
    "MINISTAP_OIDC_CLIENT_SECRET": "een geheim",
}


def arrive(
    subject: str = SUBJECT, *, issuer: str = ONS, link: str = "", proven: bool = True
) -> Arrival:
    return outside_sign_in.arrive(
        Book.PRACTICE, issuer, subject, link=link, agent="Edge, Windows", proven=proven, now=NOW
    )


def linked(practice: Practice, name: str = "Ines", *, subject: str = SUBJECT) -> Arrival:
    link = accounts.invite_again(practice.ada, practice.people[name].person_id, now=NOW)
    return arrive(subject, link=link)


def whose(arrival: Arrival) -> str:
    visit = front_door.digest(arrival.token)
    return front_door.identify(Book.PRACTICE, visit, view="", now=NOW).person_id


def test_whoever_is_not_linked_is_nobody_here_and_the_log_says_that_it_was_tried(
    practice: Practice,
) -> None:
    with pytest.raises(NobodyHere):
        arrive()
    line = practice.rows(t.AuditRow)[-1]
    assert (line.part, line.outcome, line.reason) == ("sign in", "refused", "organisation")
    assert SUBJECT not in repr(vars(line))


def test_a_link_makes_the_account_theirs_from_then_on(practice: Practice) -> None:
    ines = practice.ines.person_id
    assert whose(linked(practice)) == ines
    assert whose(arrive()) == ines
    with pytest.raises(NotSignedIn):
        again(practice.ines)  # what was open before the link has ended
    line = next(row for row in practice.rows(t.AuditRow) if row.part == "outside identity")
    assert (line.action, line.subject_id) == ("C", ines)
    ways = [
        (one.way, one.browser)
        for one in accounts.my_visits(sign_in("Ines", practice.hashing), now=NOW)
    ]
    assert ways.count(("organisation", "Edge, Windows")) == 2


def test_a_link_works_once(practice: Practice) -> None:
    link = accounts.invite_again(practice.ada, practice.ines.person_id, now=NOW)
    arrive(link=link)
    for subject in (SUBJECT, "another"):
        with pytest.raises(LinkEnded):
            arrive(subject, link=link)
    with pytest.raises(LinkEnded):
        arrive("another", link="invented")
    with pytest.raises(NobodyHere):
        arrive("another")


def test_a_subject_means_one_person_and_a_person_one_subject(practice: Practice) -> None:
    linked(practice, "Ines")
    with pytest.raises(LinkedElsewhere):
        linked(practice, "Marek", subject=SUBJECT)
    with pytest.raises(LinkedElsewhere):
        linked(practice, "Ines", subject="another")
    assert whose(arrive()) == practice.ines.person_id
    with pytest.raises(NobodyHere):
        arrive("another")


def test_the_same_subject_of_another_issuer_is_somebody_else(practice: Practice) -> None:
    linked(practice)
    with pytest.raises(NobodyHere):
        arrive(issuer=THEIRS)


@pytest.mark.parametrize("subject", ["", "s" * 256, "a\x00b", " 24400320", "24400320 "])
def test_only_the_very_subject_counts(practice: Practice, subject: str) -> None:
    linked(practice)
    with pytest.raises(NobodyHere):
        arrive(subject)


def test_a_closed_account_stays_closed_however_somebody_comes(practice: Practice) -> None:
    linked(practice, "Olga")
    accounts.set_active(practice.ada, practice.olga.person_id, False, now=NOW)
    with pytest.raises(NobodyHere):
        arrive()


def test_who_did_not_show_two_factors_there_shows_the_second_here(practice: Practice) -> None:
    linked(practice)
    assert arrive(proven=False).stage == "enrol"
    enrolled(practice, "Ines", now=later(minutes=-10))
    came = arrive(proven=False)
    assert came.stage == "code"
    assert front_door.greet(Book.PRACTICE, came.token, now=NOW) is None


def test_a_colleague_without_a_password_comes_in_and_counts_as_one_who_can(
    practice: Practice,
) -> None:
    newcomer = accounts.Newcomer("Nina Buurman", email("Nina"), None, (), is_admin=True)
    link = accounts.add_colleague(practice.ada, newcomer, now=NOW)
    came = arrive(link=link)
    nina = next(
        one for one in accounts.colleagues(practice.ada, now=NOW) if one.email == email("Nina")
    )
    assert (nina.is_linked, nina.has_password) == (True, False)
    assert accounts.link_hours(nina) == 1
    # Ada may go: another administrator can come in.
    scope = front_door.identify(Book.PRACTICE, front_door.digest(came.token), view="", now=NOW)
    accounts.set_admin(scope, practice.ada.person_id, False, now=NOW)


def test_what_was_cut_opens_nothing_and_may_be_linked_anew(practice: Practice) -> None:
    came = linked(practice)
    ines = practice.ines.person_id
    outside_sign_in.unlink(practice.ada, ines, now=NOW)
    assert front_door.greet(Book.PRACTICE, came.token, now=NOW) is None
    with pytest.raises(NobodyHere):
        arrive()
    with pytest.raises(NotFound):
        outside_sign_in.unlink(practice.ada, ines, now=NOW)
    assert whose(linked(practice, subject="another")) == ines


def test_of_two_who_open_one_link_at_the_same_moment_one_is_linked(practice: Practice) -> None:
    link = accounts.invite_again(practice.ada, practice.ines.person_id, now=NOW)
    together = Barrier(2)

    def come(subject: str) -> bool:
        together.wait()
        try:
            return whose(arrive(subject, link=link)) == practice.ines.person_id
        except Refused:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(come, ("one", "two"))) == [False, True]
    assert practice.count(t.OutsideIdentityRow) == 1


# -- the way there and back -------------------------------------------------------------------


def test_the_way_is_sealed_and_good_for_ten_minutes() -> None:
    carried = outside_sign_in.keep_way({"state": "s", "link": "geheim"}, now=NOW)
    assert "geheim" not in carried
    assert outside_sign_in.way_back(carried, now=later(minutes=9)) == {
        "state": "s",
        "link": "geheim",
    }
    assert outside_sign_in.way_back(carried, now=later(minutes=10)) is None
    for forged in ("", "a", carried[:-4] + "AAAA", "é"):
        assert outside_sign_in.way_back(forged, now=NOW) is None
    # What is sealed for another purpose is no way.
    other = seals.seal({"way": {}, "ends": 9e9}, owner=("draft",)).decode()
    assert outside_sign_in.way_back(other, now=NOW) is None
    seals.use((seals.new_key(),))
    assert outside_sign_in.way_back(carried, now=NOW) is None


# -- settings ---------------------------------------------------------------------------------


def test_without_settings_there_is_no_provider(tmp_path: Path) -> None:
    assert house.plan({"MINISTAP_DATA": str(tmp_path)}).provider is None


def test_a_provider_is_what_the_settings_say_and_its_secret_may_stand_in_a_file(
    tmp_path: Path,
) -> None:
    file = tmp_path / "secret"
    file.write_text("uit een bestand\n")
    settings = {name: value for name, value in SETTINGS.items() if "SECRET" not in name}
    more = {
        "MINISTAP_OIDC_CLIENT_SECRET_FILE": str(file),
        "MINISTAP_OIDC_NAME": "Beweging Noord",
        "MINISTAP_OIDC_PROVEN": "1",
        "MINISTAP_URL": "https://stap.ons.example/",
    }
    found = outside_sign_in.provider({**settings, **more})
    assert found is not None
    assert (found.issuer, found.client_secret, found.name) == (
        ONS,
        "uit een bestand",
        "Beweging Noord",
    )
    assert (found.proven, found.address) == (True, "https://stap.ons.example")
    assert found.is_secret
    assert "bestand" not in repr(found)


@pytest.mark.parametrize("missing", SETTINGS)
def test_half_a_provider_is_refused_by_the_name_of_what_is_missing(missing: str) -> None:
    with pytest.raises(WrongSetting, match=missing):
        outside_sign_in.provider({**SETTINGS, missing: ""})


@pytest.mark.parametrize("issuer", ["ons.example", "ftp://ons.example", "https://" + "a" * 300])
def test_an_issuer_is_an_address(issuer: str) -> None:
    with pytest.raises(WrongSetting, match="ISSUER"):
        outside_sign_in.provider({**SETTINGS, "MINISTAP_OIDC_ISSUER": issuer})
