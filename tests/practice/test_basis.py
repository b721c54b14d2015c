"""What a route rests on: the coach keeps it, the signals obey it, and nobody overwrites another."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest

from lib.domain.basis import (
    Basis,
    BasisDraft,
    Channel,
    Profile,
    Silence,
    SilenceAgreement,
    Wish,
)
from lib.domain.caseload import SILENT_DAYS, Reason
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, Invalid, NotAllowed, NotFound, Stale
from lib.practice import basis, caseload, clients, progress
from lib.storage import tables as t
from tests.cast import BEGAN, NAMES, NOW, TODAY, Practice, adjusted, later, moved, step

SAID = BasisDraft(
    what_for="weer aan het water zitten",
    profile="cautious",
    pem=True,
    wish="same",
    wish_on=date(2026, 3, 1),
    silence="someone",
    silence_days=10,
    silence_who="Marek",
    silence_channel="call",
    silence_words="Hoe is het?",
)


def change(
    practice: Practice,
    draft: BasisDraft = SAID,
    *,
    version: int = 0,
    client: str = "bob",
    days: int = 0,
) -> None:
    basis.change(
        practice.ines,
        getattr(practice, client),
        draft,
        expected_version=version,
        now=later(days=days),
    )


def of(practice: Practice, client: str = "bob") -> Basis:
    return basis.of(practice.ines, getattr(practice, client), now=NOW)


def lines(practice: Practice) -> list[tuple[str, str | None]]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == "basis"]
    return [(row.action, row.client_id) for row in found if row.action != "R"]


# -- keeping ----------------------------------------------------------------------------------


def test_before_anything_was_said_it_is_the_usual(practice: Practice) -> None:
    assert of(practice) == Basis()
    assert practice.count(t.RouteBasisRow) == 0


def test_what_was_said_is_kept_whole(practice: Practice) -> None:
    change(practice)
    assert of(practice) == Basis(
        what_for="weer aan het water zitten",
        profile=Profile.CAUTIOUS,
        pem=True,
        wish=Wish.SAME,
        wish_on=date(2026, 3, 1),
        silence=SilenceAgreement(
            Silence.SOMEONE, 10, "Marek", Channel.CALL, "Hoe is het?", agreed_on=TODAY
        ),
        changed_by=practice.ines.name,
        changed_at=NOW,
        version=1,
    )
    assert of(practice, "anna") == Basis()


def test_everything_can_be_taken_back(practice: Practice) -> None:
    change(practice)
    change(practice, BasisDraft(), version=1, days=1)
    assert of(practice) == Basis(changed_by=practice.ines.name, changed_at=later(days=1), version=2)
    assert practice.count(t.RouteBasisRow) == 1


def test_the_day_of_the_agreement_stays_until_it_changes(practice: Practice) -> None:
    change(practice)
    change(practice, replace(SAID, what_for="het bos"), version=1, days=5)
    agreed = of(practice).silence
    assert agreed is not None
    assert agreed.agreed_on == TODAY
    change(practice, replace(SAID, silence_days=20), version=2, days=9)
    agreed = of(practice).silence
    assert agreed is not None
    assert agreed.agreed_on == TODAY + timedelta(days=9)


def test_saving_what_stands_there_already_changes_nothing(practice: Practice) -> None:
    change(practice, BasisDraft())
    assert practice.count(t.RouteBasisRow) == 0
    change(practice)
    before = practice.everything()
    change(practice, version=0, days=2)  # the second trigger of one click
    change(practice, replace(SAID, what_for=f" {SAID.what_for} "), version=1, days=2)
    assert practice.everything() == before


def test_the_log_says_that_it_changed_and_never_what(practice: Practice) -> None:
    change(practice)
    change(practice, BasisDraft(), version=1)
    assert sorted(lines(practice)) == [("C", practice.bob), ("U", practice.bob)]
    log = repr(practice.everything()["audit"])
    for words in ("water", "Marek", "Hoe is het", "cautious", "someone"):
        assert words not in log


def test_what_has_problems_is_not_kept(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        change(practice, replace(SAID, silence_days=None, silence_who="", profile=None))
    assert {problem.field for problem in refused.value.problems} == {
        "silence_days",
        "silence_who",
        "profile",
    }
    assert practice.everything() == before


def test_after_the_end_of_guidance_nothing_changes_and_all_is_read(practice: Practice) -> None:
    change(practice)
    end_guidance(practice)
    before = practice.everything()
    with pytest.raises(Closed):
        change(practice, BasisDraft(), version=1)
    assert practice.everything() == before
    assert of(practice).what_for == SAID.what_for


def end_guidance(practice: Practice) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    ended = ClientDraft(NAMES["Bob"], started_on=BEGAN, ended_on=TODAY)
    clients.change(practice.ines, practice.bob, ended, expected_version=version, now=NOW)


# -- two colleagues ---------------------------------------------------------------------------


def test_a_colleagues_change_is_not_overwritten(practice: Practice) -> None:
    change(practice)
    change(practice, replace(SAID, what_for="het bos"), version=1, days=1)
    before = practice.everything()
    for opened in (0, 1, 3):
        with pytest.raises(Stale) as refused:
            change(practice, replace(SAID, what_for="de zee"), version=opened, days=2)
        assert (refused.value.name, refused.value.moment) == (practice.ines.name, later(days=1))
    assert practice.everything() == before


def test_a_former_coachs_change_is_named_to_who_took_over(practice: Practice) -> None:
    change(practice)
    moved(practice, practice.bob, practice.marek)
    with pytest.raises(Stale) as refused:
        basis.change(practice.marek, practice.bob, BasisDraft(), expected_version=0, now=NOW)
    assert refused.value.name == practice.ines.name
    assert basis.of(practice.marek, practice.bob, now=NOW).version == 1


def test_of_two_first_changes_at_the_same_moment_one_is_kept(practice: Practice) -> None:
    together = Barrier(2)

    def write(words: str) -> str:
        together.wait()
        try:
            change(practice, replace(SAID, what_for=words))
        except Stale:
            return "refused"
        return words

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(write, ["de zee", "het bos"]))
    assert outcomes.count("refused") == 1
    assert of(practice).what_for in outcomes


# -- whose it is ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["marek", "lea", "otto", "olga", "ada"])
def test_nobody_else_reads_or_changes_it(practice: Practice, who: str) -> None:
    change(practice)
    before = practice.everything()
    stranger = getattr(practice, who)
    refusal = NotFound if who in ("marek", "otto") else NotAllowed
    with pytest.raises(refusal):
        basis.of(stranger, practice.bob, now=NOW)
    with pytest.raises(refusal):
        basis.change(stranger, practice.bob, BasisDraft(), expected_version=1, now=NOW)
    assert practice.everything() == before


# -- the signals obey it ----------------------------------------------------------------------


def quiet(practice: Practice, *, days: int) -> dict[str, bool]:
    """Whose silence is named so many days after the routes began, to their lead and coach alike."""
    moment = later(days=days)
    rows = caseload.of_teams(practice.lea, now=moment)
    own = {row.client.id: row.reasons for row in caseload.own(practice.ines, now=moment)}
    assert {row.client.id: row.reasons for row in rows if row.client.id in own} == own
    return {row.client.name.split()[0]: Reason.SILENT in row.reasons for row in rows}


def test_silence_is_named_to_coach_and_lead_after_the_days_of_each_client(
    practice: Practice,
) -> None:
    for scope, client in (
        (practice.ines, practice.bob),
        (practice.ines, practice.anna),
        (practice.marek, practice.cem),
    ):
        adjusted(scope, client, step())
    change(practice)
    change(practice, BasisDraft(silence="leave"), client="anna")
    assert quiet(practice, days=9) == {"Anna": False, "Bob": False, "Cem": False}
    assert quiet(practice, days=10) == {"Anna": False, "Bob": True, "Cem": False}
    assert quiet(practice, days=SILENT_DAYS) == {"Anna": False, "Bob": True, "Cem": True}
    assert quiet(practice, days=300) == {"Anna": False, "Bob": True, "Cem": True}
    change(practice, BasisDraft(), version=1, client="anna", days=1)
    assert quiet(practice, days=SILENT_DAYS)["Anna"] is True


def test_the_caseload_of_a_lead_holds_nothing_of_what_was_agreed(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step())
    change(practice)
    shown = repr(caseload.of_teams(practice.lea, now=later(days=20)))
    shown += repr(progress.of_client(practice.lea, practice.bob, now=later(days=20)))
    words: tuple[Any, ...] = (SAID.what_for, SAID.silence_words, "cautious")
    assert [word for word in words if word in shown] == []
