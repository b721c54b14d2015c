"""Drafts: no typed word is lost, none comes back uncalled, and nobody else reads one."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from lib.domain.access import Role, Scope
from lib.domain.drafts import (
    ENDED_KEPT_FOR,
    FIELDS_AT_MOST,
    TEXT_LIMIT,
    DraftElsewhere,
    SavedOtherwise,
    Unsaved,
    form_of,
)
from lib.domain.people import ClientDraft
from lib.domain.problems import Closed, NotFound, Refused
from lib.practice import accounts, clients, drafts, sessions
from lib.storage import casebook, seals
from lib.storage import tables as t
from tests.cast import (
    BEGAN,
    NAMES,
    NOW,
    TODAY,
    Practice,
    again,
    break_the_log,
    draft,
    key,
    later,
    moved,
    recorded,
    sign_in,
)

TAB, OTHER_TAB, SAVE = "a" * 32, "b" * 32, "c" * 32
WORDS = {"note": "Bob liep tot de brug", "mood_after": 7, "helped": ["muziek"], "at": None}
SOON, TOO_LATE = ENDED_KEPT_FOR - timedelta(seconds=1), ENDED_KEPT_FOR + timedelta(seconds=1)


def kept(
    practice: Practice,
    fields: dict[Any, Any] = WORDS,
    *,
    scope: Scope | None = None,
    client: str | None = None,
    form: str = "session",
    tab: str = TAB,
    save_key: str = SAVE,
    now: datetime = NOW,
) -> datetime | None:
    return drafts.keep(
        scope or practice.ines,
        client or practice.bob,
        form,
        fields,
        tab=tab,
        save_key=save_key,
        now=now,
    )


def found(practice: Practice, *, form: str = "session", now: datetime = NOW) -> Unsaved | None:
    return drafts.of_form(practice.ines, practice.bob, form, now=now)


def fields(practice: Practice, *, form: str = "session", now: datetime = NOW) -> dict[str, Any]:
    """What stands in the open draft on Bob."""
    one = found(practice, form=form, now=now)
    assert one is not None
    return dict(one.fields)


def brought_back(practice: Practice, *, tab: str = TAB, now: datetime = NOW) -> Unsaved:
    return drafts.bring_back(practice.ines, practice.bob, "session", tab=tab, now=now)


def gone_on(practice: Practice, typed: dict[str, Any], **changes: Any) -> None:
    asked: dict[str, Any] = {"tab": OTHER_TAB, "save_key": key(), "now": NOW, **changes}
    drafts.go_on_here(practice.ines, practice.bob, "session", typed, **asked)


def lines(practice: Practice) -> list[tuple[str, str | None, str | None]]:
    return [
        (row.action, row.client_id, row.person_id)
        for row in practice.rows(t.AuditRow)
        if row.part == "draft" and row.action != "R"
    ]


# -- kept while it is typed -------------------------------------------------------------------


def test_what_was_typed_comes_back_as_it_was(practice: Practice) -> None:
    assert kept(practice) == NOW
    assert found(practice) == Unsaved(
        client_id=practice.bob,
        form="session",
        fields=WORDS,
        save_key=SAVE,
        tab=TAB,
        begun_at=NOW,
        changed_at=NOW,
    )


def test_without_a_draft_there_is_none(practice: Practice) -> None:
    before = practice.everything()
    assert drafts.take_up(practice.ines, practice.bob, "session", tab=TAB, now=NOW) is None
    drafts.lay_aside(practice.ines, practice.bob, "session", now=NOW)
    assert drafts.laid_aside(practice.ines, practice.bob, "session", now=NOW) is None
    with pytest.raises(NotFound):
        brought_back(practice)
    assert practice.everything() == before
    assert found(practice) is None
    assert drafts.mine(practice.ines, now=NOW) == ()


def test_two_writers_of_one_tab_keep_their_fields_beside_each_other(practice: Practice) -> None:
    kept(practice, {"note": "eerst", "mood_after": 4})
    kept(practice, {"check:walk:2026-03-17": "mini"}, now=later(seconds=2))
    assert kept(practice, {"note": "daarna"}, now=later(seconds=4)) == later(seconds=4)
    one = found(practice)
    assert one is not None
    assert (one.begun_at, one.changed_at) == (NOW, later(seconds=4))
    assert one.fields == {"note": "daarna", "mood_after": 4, "check:walk:2026-03-17": "mini"}


def test_an_emptied_field_stays_empty(practice: Practice) -> None:
    kept(practice)
    kept(practice, {"note": "", "mood_after": None, "helped": []})
    assert fields(practice) == {"note": "", "mood_after": None, "helped": [], "at": None}


def test_keeping_the_same_again_changes_nothing(practice: Practice) -> None:
    kept(practice)
    before = practice.everything()
    assert kept(practice, {"note": WORDS["note"]}, now=later(minutes=3)) == NOW
    assert kept(practice, {}, now=later(minutes=3)) == NOW
    assert practice.everything() == before


def test_each_form_of_each_client_has_its_own_draft(practice: Practice) -> None:
    kept(practice, {"note": "Bob, verslag"})
    kept(practice, {"note": "Bob, plan"}, form="plan", save_key=key())
    kept(practice, {"note": "Anna, verslag"}, client=practice.anna, save_key=key())
    assert fields(practice) == {"note": "Bob, verslag"}
    assert fields(practice, form="plan") == {"note": "Bob, plan"}
    of_anna = drafts.of_form(practice.ines, practice.anna, "session", now=NOW)
    assert of_anna is not None
    assert of_anna.fields == {"note": "Anna, verslag"}


def test_the_start_page_names_the_open_drafts_latest_first_and_no_word_of_them(
    practice: Practice,
) -> None:
    kept(practice)
    kept(practice, client=practice.anna, save_key=key(), now=later(minutes=1))
    kept(practice, form="plan", save_key=key(), now=later(minutes=2))
    drafts.lay_aside(practice.ines, practice.bob, "plan", now=later(minutes=3))
    kept(practice, scope=practice.marek, client=practice.cem, save_key=key())
    mine = drafts.mine(practice.ines, now=later(minutes=4))
    assert [(one.client_name, one.form, one.changed_at) for one in mine] == [
        (NAMES["Anna"], "session", later(minutes=1)),
        (NAMES["Bob"], "session", NOW),
    ]
    assert "brug" not in repr(mine)
    assert [one.client_id for one in drafts.mine(practice.marek, now=NOW)] == [practice.cem]


# -- two tabs ---------------------------------------------------------------------------------


def test_another_tab_is_told_and_overwrites_nothing(practice: Practice) -> None:
    kept(practice)
    before = practice.everything()
    for save_key in (SAVE, key()):
        with pytest.raises(DraftElsewhere):
            kept(practice, {"note": "uit een ander tabblad"}, tab=OTHER_TAB, save_key=save_key)
    assert practice.everything() == before


def test_a_draft_that_is_taken_up_goes_on_there_with_its_own_save_key(practice: Practice) -> None:
    kept(practice)
    taken = drafts.take_up(practice.ines, practice.bob, "session", tab=OTHER_TAB, now=NOW)
    assert taken is not None
    assert (taken.fields, taken.save_key, taken.tab) == (WORDS, SAVE, OTHER_TAB)
    with pytest.raises(DraftElsewhere):
        kept(practice, {"note": "uit het eerste tabblad"})
    kept(practice, {"note": "verder"}, tab=OTHER_TAB)
    assert fields(practice) == {**WORDS, "note": "verder"}


def test_going_on_here_leaves_the_words_of_the_other_tab_to_be_brought_back(
    practice: Practice,
) -> None:
    kept(practice)
    gone_on(practice, {"note": "hier verder"})
    assert fields(practice) == {"note": "hier verder"}
    with pytest.raises(DraftElsewhere):
        kept(practice, {"note": "en daar ook"})
    assert drafts.laid_aside(practice.ines, practice.bob, "session", now=NOW) == NOW
    back = brought_back(practice, tab=OTHER_TAB, now=later(minutes=1))
    assert (back.fields, back.save_key, back.tab) == (WORDS, SAVE, OTHER_TAB)
    assert brought_back(practice, now=later(minutes=2)).fields == {"note": "hier verder"}


def test_going_on_here_needs_no_other_tab(practice: Practice) -> None:
    gone_on(practice, {"note": "hier"}, save_key=SAVE)
    assert fields(practice) == {"note": "hier"}
    assert drafts.laid_aside(practice.ines, practice.bob, "session", now=NOW) is None


# -- laid aside, and back ---------------------------------------------------------------------


def test_a_draft_is_laid_aside_and_brought_back(practice: Practice) -> None:
    kept(practice)
    drafts.lay_aside(practice.ines, practice.bob, "session", now=later(minutes=1))
    assert found(practice) is None
    assert drafts.mine(practice.ines, now=NOW) == ()
    at = drafts.laid_aside(practice.ines, practice.bob, "session", now=later(minutes=2))
    assert at == later(minutes=1)
    assert brought_back(practice, now=later(minutes=3)).fields == WORDS
    assert fields(practice) == WORDS
    nothing_aside = drafts.laid_aside(practice.ines, practice.bob, "session", now=later(minutes=4))
    assert nothing_aside is None
    assert kept(practice, {"note": "verder"}, now=later(minutes=5)) == later(minutes=5)


def test_bringing_back_changes_places_with_what_was_begun_since(practice: Practice) -> None:
    kept(practice, {"note": "eerste"})
    drafts.lay_aside(practice.ines, practice.bob, "session", now=later(minutes=1))
    kept(practice, {"note": "tweede"}, save_key=key(), now=later(minutes=2))
    for minute, expected in ((3, "eerste"), (4, "tweede"), (5, "eerste")):
        assert brought_back(practice, now=later(minutes=minute)).fields == {"note": expected}
        assert fields(practice) == {"note": expected}
    assert practice.count(t.DraftRow) == 2


def test_what_was_laid_aside_last_comes_back_first(practice: Practice) -> None:
    for minute, word in enumerate(("eerste", "tweede", "derde")):
        kept(practice, {"note": word}, save_key=key(), now=later(minutes=minute))
        drafts.lay_aside(practice.ines, practice.bob, "session", now=later(minutes=minute))
    assert brought_back(practice, now=later(minutes=5)).fields == {"note": "derde"}


@pytest.mark.parametrize(("after", "there"), [(SOON, True), (ENDED_KEPT_FOR, False)])
def test_a_draft_can_be_brought_back_for_an_hour(
    practice: Practice, after: timedelta, there: bool
) -> None:
    kept(practice)
    drafts.lay_aside(practice.ines, practice.bob, "session", now=NOW)
    aside = drafts.laid_aside(practice.ines, practice.bob, "session", now=NOW + after)
    assert aside == (NOW if there else None)
    if there:
        assert brought_back(practice, now=NOW + after).fields == WORDS
    else:
        with pytest.raises(NotFound):
            brought_back(practice, now=NOW + after)


def test_what_was_saved_is_never_brought_back_as_if_it_had_been_laid_aside(
    practice: Practice,
) -> None:
    kept(practice)
    recorded(practice.ines, practice.bob, save_key=SAVE)
    assert drafts.laid_aside(practice.ines, practice.bob, "session", now=NOW) is None
    with pytest.raises(NotFound):
        brought_back(practice)


# -- a word that comes late -------------------------------------------------------------------


def late(practice: Practice) -> datetime | None:
    return kept(practice, {"note": "te laat aangekomen"}, now=later(minutes=1))


def test_a_late_word_revives_no_draft_that_was_laid_aside(practice: Practice) -> None:
    kept(practice)
    drafts.lay_aside(practice.ines, practice.bob, "session", now=NOW)
    before = practice.everything()
    assert late(practice) is None
    assert practice.everything() == before


@pytest.mark.parametrize("with_draft", [True, False])
def test_a_late_word_revives_no_draft_that_was_saved(practice: Practice, with_draft: bool) -> None:
    if with_draft:
        kept(practice)
    recorded(practice.ines, practice.bob, save_key=SAVE)
    before = practice.everything()
    assert late(practice) is None
    assert practice.everything() == before


@pytest.mark.parametrize("ending", ["saved", "laid aside"])
def test_a_late_word_of_the_former_form_never_lands_in_the_next_one(
    practice: Practice, ending: str
) -> None:
    kept(practice)
    if ending == "saved":
        recorded(practice.ines, practice.bob, save_key=SAVE)
    else:
        drafts.lay_aside(practice.ines, practice.bob, "session", now=NOW)
    kept(practice, {"note": "het volgende verslag"}, save_key=key())
    before = practice.everything()
    assert late(practice) is None
    assert practice.everything() == before
    assert fields(practice) == {"note": "het volgende verslag"}


def test_the_next_form_begins_a_draft_of_its_own(practice: Practice) -> None:
    kept(practice)
    recorded(practice.ines, practice.bob, save_key=SAVE)
    assert kept(practice, {"note": "volgende"}, save_key=key(), now=later(days=7)) == later(days=7)
    assert fields(practice, now=later(days=7)) == {"note": "volgende"}


# -- saved ------------------------------------------------------------------------------------


def test_a_saved_session_ends_its_draft_and_no_other(practice: Practice) -> None:
    kept(practice)
    kept(practice, form="plan", save_key=key())
    kept(practice, client=practice.anna, save_key=key())
    recorded(practice.ines, practice.bob, save_key=SAVE)
    assert found(practice) is None
    left = {(one.client_id, one.form) for one in drafts.mine(practice.ines, now=NOW)}
    assert left == {(practice.bob, "plan"), (practice.anna, "session")}
    (ended,) = [row for row in practice.rows(t.DraftRow) if row.ended_at is not None]
    assert (ended.save_key, ended.ending, ended.ended_at) == (SAVE, "saved", NOW)


def test_a_correction_ends_its_draft(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    kept(practice, form=form_of(session_id))
    sessions.correct(
        practice.ines,
        practice.bob,
        session_id,
        draft(note="beter"),
        reason="verkeerd",
        expected_version=1,
        save_key=SAVE,
        now=NOW,
    )
    assert found(practice, form=form_of(session_id)) is None


def test_a_supplement_ends_its_draft(practice: Practice) -> None:
    session_id = recorded(practice.ines, practice.bob)
    kept(practice, {"words": "ook nog"}, form=f"supplement {session_id}")
    sessions.supplement(
        practice.ines, practice.bob, session_id, "ook nog", save_key=SAVE, now=later(days=8)
    )
    assert found(practice, form=f"supplement {session_id}") is None
    assert kept(practice, {"words": "te laat"}, form=f"supplement {session_id}") is None


@pytest.mark.parametrize("failure", ["invalid", "log", "renamed"])
def test_a_save_that_fails_leaves_the_draft_open(practice: Practice, failure: str) -> None:
    kept(practice)
    changes: dict[str, Any] = {}
    if failure == "invalid":
        changes["mood_after"] = 11
    elif failure == "renamed":
        changes["name"] = "Bob Iemand Anders"
    else:
        break_the_log(practice)
    before = practice.everything()
    with pytest.raises((Refused, DBAPIError)):
        recorded(practice.ines, practice.bob, save_key=SAVE, **changes)
    assert practice.everything() == before
    (row,) = practice.rows(t.DraftRow)
    assert (row.ended_at, row.ending) == (None, "")


def test_saving_the_same_once_more_from_another_tab_ends_the_draft_there_too(
    practice: Practice,
) -> None:
    kept(practice)
    first = recorded(practice.ines, practice.bob, save_key=SAVE, note="hetzelfde")
    gone_on(practice, {"note": "hetzelfde"}, save_key=SAVE)
    assert recorded(practice.ines, practice.bob, save_key=SAVE, note="hetzelfde") == first
    assert drafts.mine(practice.ines, now=NOW) == ()


def test_other_words_under_a_saved_key_stay_a_draft(practice: Practice) -> None:
    kept(practice)
    recorded(practice.ines, practice.bob, save_key=SAVE, note="zo was het")
    gone_on(practice, {"note": "anders"}, save_key=SAVE)
    with pytest.raises(SavedOtherwise):
        recorded(practice.ines, practice.bob, save_key=SAVE, note="anders")
    assert fields(practice) == {"note": "anders"}
    assert kept(practice, {"note": "anders, en meer"}, tab=OTHER_TAB) == NOW


# -- what happens to the client meanwhile -----------------------------------------------------


def changed(practice: Practice, name: str, **changes: Any) -> None:
    version = clients.get(practice.ines, practice.bob, now=NOW).version
    now_so = ClientDraft(name, started_on=BEGAN, **changes)
    clients.change(practice.ines, practice.bob, now_so, expected_version=version, now=NOW)


def test_words_typed_after_the_guidance_ended_are_kept_though_they_cannot_be_saved(
    practice: Practice,
) -> None:
    kept(practice)
    changed(practice, NAMES["Bob"], ended_on=TODAY)
    assert kept(practice, {"note": "nog een zin"}, now=later(minutes=1)) == later(minutes=1)
    with pytest.raises(Closed):
        recorded(practice.ines, practice.bob, save_key=SAVE)
    assert fields(practice) == {**WORDS, "note": "nog een zin"}


def test_words_typed_about_a_renamed_client_are_kept_under_the_new_name(practice: Practice) -> None:
    kept(practice)
    changed(practice, "Bob Jansma")
    kept(practice, {"note": "nog een zin"})
    (one,) = drafts.mine(practice.ines, now=NOW)
    assert one.client_name == "Bob Jansma"


def test_of_a_client_who_moved_to_a_colleague_neither_sees_the_draft_of_the_other(
    practice: Practice,
) -> None:
    kept(practice)
    moved(practice, practice.bob, practice.marek)
    before = practice.everything()
    with pytest.raises(NotFound):
        kept(practice, {"note": "nog een zin"})
    with pytest.raises(NotFound):
        found(practice)
    assert drafts.of_form(practice.marek, practice.bob, "session", now=NOW) is None
    assert drafts.take_up(practice.marek, practice.bob, "session", tab=TAB, now=NOW) is None
    assert practice.everything()["draft"] == before["draft"]
    assert drafts.mine(practice.ines, now=NOW) == drafts.mine(practice.marek, now=NOW) == ()

    assert kept(practice, {"note": "van Marek"}, scope=practice.marek) == NOW
    recorded(practice.marek, practice.bob, save_key=SAVE)  # even under the same key
    moved(practice, practice.bob, practice.ines)
    assert fields(practice) == WORDS


def test_a_coach_who_leads_as_well_is_not_offered_a_draft_they_cannot_open(
    practice: Practice,
) -> None:
    both = (Role.COACH, Role.LEAD)
    accounts.set_roles(practice.ada, practice.ines.person_id, practice.noord, both, now=NOW)
    ines = again(practice.ines)
    kept(practice, scope=ines)
    moved(practice, practice.bob, practice.marek)
    assert clients.my_teams(ines, now=NOW)
    assert drafts.mine(ines, now=NOW) == ()
    with pytest.raises(NotFound):
        drafts.of_form(ines, practice.bob, "session", now=NOW)


def test_a_colleague_who_lays_aside_brings_back_or_saves_touches_no_draft_of_another(
    practice: Practice,
) -> None:
    kept(practice)
    moved(practice, practice.bob, practice.marek)
    own = practice.everything()["draft"]
    marek, bob = practice.marek, practice.bob
    drafts.lay_aside(marek, bob, "session", now=NOW)
    drafts.go_on_here(marek, bob, "session", {}, tab=TAB, save_key=SAVE, now=NOW)
    drafts.lay_aside(marek, bob, "session", now=NOW)
    drafts.bring_back(marek, bob, "session", tab=TAB, now=NOW)
    assert [row for row in practice.everything()["draft"] if row in own] == own
    assert len(practice.rows(t.DraftRow)) == 2


# -- nobody reads it --------------------------------------------------------------------------


def content(folder: Path) -> bytes:
    """Everything that lies on the disk of this practice."""
    casebook.close_books()
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_was_typed_cannot_be_read_in_the_file(in_sqlite: Practice, tmp_path: Path) -> None:
    typed = {"note": "kraanvogel-notitie", "kraanvogel-veld": ["kraanvogel-woord"]}
    kept(in_sqlite, typed)
    kept(in_sqlite, {"note": "kraanvogel-vervolg"})
    gone_on(in_sqlite, {"note": "kraanvogel-daarna"}, save_key=key())
    drafts.lay_aside(in_sqlite.ines, in_sqlite.bob, "session", now=NOW)
    recorded(in_sqlite.ines, in_sqlite.anna, name=NAMES["Anna"], note="zichtbaar-woord")
    lying = content(tmp_path)
    assert b"zichtbaar-woord" in lying  # the search can find what does stand there
    for word in ("kraanvogel", "notitie"):
        for spelled in (word, word.upper(), word[::-1]):
            for encoding in ("utf-8", "utf-16-le"):
                assert spelled.encode(encoding) not in lying


def test_an_hour_after_the_end_the_next_sign_in_erases_a_draft_of_anyone(
    practice: Practice,
) -> None:
    kept(practice)
    recorded(practice.ines, practice.bob, save_key=SAVE)
    kept(practice, scope=practice.marek, client=practice.cem, save_key=key())
    drafts.lay_aside(practice.marek, practice.cem, "session", now=NOW)
    kept(practice, form="plan", save_key=key())
    sign_in("Otto", practice.hashing, now=NOW + SOON)
    assert practice.count(t.DraftRow) == 3
    sign_in("Otto", practice.hashing, now=NOW + TOO_LATE)
    (left,) = practice.rows(t.DraftRow)
    assert (left.form, left.ended_at) == ("plan", None)  # what is still open stays


def test_of_an_erased_draft_nothing_remains_in_the_file(
    in_sqlite: Practice, tmp_path: Path
) -> None:
    kept(in_sqlite, {"note": "kraanvogel " * 40})
    (row,) = in_sqlite.rows(t.DraftRow)
    pieces = [row.sealed[at : at + 40] for at in range(0, len(row.sealed) - 40, 40)]
    recorded(in_sqlite.ines, in_sqlite.bob, save_key=SAVE)
    lying = b"".join(path.read_bytes() for path in tmp_path.glob("ministap.db*"))
    assert all(piece in lying for piece in pieces)
    sign_in("Otto", in_sqlite.hashing, now=NOW + TOO_LATE)
    lying = content(tmp_path)
    assert not any(piece in lying for piece in pieces)


def test_the_next_draft_erases_ones_own_older_ones(practice: Practice) -> None:
    kept(practice)
    drafts.lay_aside(practice.ines, practice.bob, "session", now=NOW)
    kept(practice, scope=practice.marek, client=practice.cem, save_key=key())
    drafts.lay_aside(practice.marek, practice.cem, "session", now=NOW)
    kept(practice, {"note": "nieuw"}, save_key=key(), now=NOW + TOO_LATE)
    left = {(row.client_id, row.ending) for row in practice.rows(t.DraftRow)}
    assert left == {(practice.bob, ""), (practice.cem, "laid_aside")}


@pytest.mark.parametrize("column", ["person_id", "client_id"])
def test_a_draft_moved_to_another_in_the_database_does_not_open_there(
    practice: Practice, column: str
) -> None:
    kept(practice)
    if column == "person_id":
        moved(practice, practice.bob, practice.marek)
        practice.run(update(t.DraftRow).values(person_id=practice.marek.person_id))
        scope, client = practice.marek, practice.bob
    else:
        practice.run(update(t.DraftRow).values(client_id=practice.anna))
        scope, client = practice.ines, practice.anna
    one = drafts.take_up(scope, client, "session", tab=TAB, now=NOW)
    assert one is not None
    assert one.fields == {}
    assert "brug" not in repr(drafts.of_form(scope, client, "session", now=NOW))


# -- another key ------------------------------------------------------------------------------


@pytest.fixture
def keys() -> Iterator[Callable[[], None]]:
    """Lose the key of the drafts; afterwards the other tests have one again."""
    yield lambda: seals.use((seals.new_key(),))
    seals.use((seals.new_key(),))


def test_a_draft_whose_key_is_lost_comes_back_empty_and_nothing_crashes(
    practice: Practice, keys: Callable[[], None]
) -> None:
    kept(practice)
    keys()
    assert found(practice) == Unsaved(practice.bob, "session", {}, SAVE, TAB, NOW, NOW)
    taken = drafts.take_up(practice.ines, practice.bob, "session", tab=OTHER_TAB, now=NOW)
    assert taken == Unsaved(practice.bob, "session", {}, SAVE, OTHER_TAB, NOW, NOW)
    assert len(drafts.mine(practice.ines, now=NOW)) == 1
    drafts.lay_aside(practice.ines, practice.bob, "session", now=NOW)
    assert brought_back(practice).fields == {}
    assert kept(practice, {"note": "opnieuw"}, now=later(minutes=1)) == later(minutes=1)
    assert fields(practice) == {"note": "opnieuw"}


# -- the log ----------------------------------------------------------------------------------


def test_one_tab_is_one_line_however_often_it_keeps(practice: Practice) -> None:
    for second in range(10):
        kept(practice, {"note": f"zin {second}"}, now=later(seconds=second))
    assert lines(practice) == [("C", practice.bob, practice.ines.person_id)]
    drafts.take_up(practice.ines, practice.bob, "session", tab=OTHER_TAB, now=NOW)
    for second in range(10):
        kept(practice, {"note": f"en {second}"}, tab=OTHER_TAB, now=later(minutes=1))
    assert [action for action, _, _ in lines(practice)] == ["C", "U"]


def test_the_same_tab_with_another_client_is_another_line(practice: Practice) -> None:
    kept(practice)
    kept(practice, client=practice.anna, save_key=key())
    assert {client for _, client, _ in lines(practice)} == {practice.bob, practice.anna}


def test_looking_at_a_draft_and_at_the_list_is_logged_without_a_word_of_it(
    practice: Practice,
) -> None:
    kept(practice)
    found(practice)
    drafts.mine(practice.ines, now=NOW)
    looks = [row for row in practice.rows(t.AuditRow) if row.action == "R"]
    assert {(row.part, row.client_id) for row in looks} == {
        ("draft", practice.bob),
        ("open drafts", None),
    }
    (listed,) = [row.listed for row in looks if row.part == "open drafts"]
    assert listed == [practice.bob]


@pytest.mark.parametrize(
    "act",
    [
        lambda p: kept(p, form="nieuw", tab=OTHER_TAB, save_key=key()),
        lambda p: drafts.take_up(p.ines, p.bob, "session", tab=OTHER_TAB, now=NOW),
        lambda p: gone_on(p, {"note": "hier"}),
        lambda p: drafts.lay_aside(p.ines, p.bob, "session", now=NOW),
        lambda p: drafts.bring_back(p.ines, p.bob, "aside", tab=TAB, now=NOW),
        lambda p: drafts.of_form(p.ines, p.bob, "session", now=NOW),
        lambda p: drafts.mine(p.ines, now=NOW),
    ],
    ids=["keep", "take up", "go on", "lay aside", "bring back", "look", "list"],
)
def test_what_cannot_be_logged_is_not_kept_or_shown(
    practice: Practice, act: Callable[[Practice], object]
) -> None:
    kept(practice)
    kept(practice, form="aside", save_key=key())
    drafts.lay_aside(practice.ines, practice.bob, "aside", now=NOW)
    break_the_log(practice)
    before = practice.everything()
    with pytest.raises(Exception, match="the log is full"):
        act(practice)
    assert practice.everything() == before


# -- what a browser may send ------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        {"note": "a" * 1_000_000},
        {"note": "half \ud83d"},
        {"half \ud83d": "een naam"},
        {"note": "nul \x00 bel \x07 terug \u202e"},
        {"mood_after": float("nan"), "effort": float("inf")},
        {"mood_after": 10**5000},
        {"note": {"deep": {"deeper": ["x"]}}},
        {"barriers": [["x"], None, 3, float("nan"), "moe\ud83d"]},
        {"barriers": "a" * 1000, "note": ["geen tekst"]},
        {3: "een getal als naam", None: "niets als naam"},
        {f"veld {n}": "x" for n in range(10_000)},
        {"'; DROP TABLE draft; --": "<script>alert(1)</script>"},
        {},
    ],
    ids=[
        "large",
        "half sign",
        "half name",
        "control signs",
        "no number",
        "large number",
        "nested",
        "mixed list",
        "other kinds",
        "other names",
        "many",
        "markup",
        "nothing",
    ],
)
def test_whatever_a_browser_sends_a_draft_can_be_shown_again(
    practice: Practice, typed: dict[Any, Any]
) -> None:
    kept(practice, {"note": "eerst", "mood_after": 4})
    kept(practice, typed)
    one = fields(practice)
    json.dumps(one, ensure_ascii=False, allow_nan=False).encode("utf-8")
    assert set(one) >= {"note", "mood_after"}
    assert all(isinstance(v, str | int | float | list | None) for v in one.values())
    assert len(one) <= FIELDS_AT_MOST
    kept(practice, {"note": "en verder"})
    assert fields(practice)["note"] == "en verder"


def test_what_is_too_large_does_not_push_out_what_was_kept(practice: Practice) -> None:
    kept(practice, {"note": "eerst", "barriers": ["moe"]})
    kept(practice, {"note": "a" * (TEXT_LIMIT + 1), "barriers": {"moe": 1}, "mood_after": 3})
    assert fields(practice) == {"note": "eerst", "barriers": ["moe"], "mood_after": 3}


def test_a_draft_does_not_grow_without_end(practice: Practice) -> None:
    kept(practice, {"note": "eerst"})
    for turn in range(4):
        kept(practice, {f"veld {turn} {n}": "x" for n in range(300)})
    kept(practice, {"note": "blijft te wijzigen"})
    one = fields(practice)
    assert len(one) == FIELDS_AT_MOST
    assert one["note"] == "blijft te wijzigen"


# -- many at once -----------------------------------------------------------------------------

WRITERS, EACH = 8, 6


def test_every_acknowledged_word_is_stored_however_many_write_at_once(practice: Practice) -> None:
    together = Barrier(WRITERS)

    def write(writer: int) -> list[tuple[str, str]]:
        together.wait()
        acknowledged = []
        for turn in range(EACH):
            typed = {f"veld {writer} {turn}": f"{writer} schreef {turn}"}
            if kept(practice, typed, now=later(seconds=turn)) is not None:
                acknowledged.extend(typed.items())
        return acknowledged

    with ThreadPoolExecutor(WRITERS) as pool:
        acknowledged = [one for each in pool.map(write, range(WRITERS)) for one in each]
    assert len(acknowledged) == WRITERS * EACH
    assert fields(practice) == dict(acknowledged)
    assert practice.count(t.DraftRow) == 1
    assert len(lines(practice)) == 1


def test_of_eight_tabs_that_begin_at_once_one_goes_on_and_the_others_are_told(
    practice: Practice,
) -> None:
    together = Barrier(WRITERS)

    def begin(writer: int) -> str | None:
        together.wait()
        try:
            kept(practice, {"note": f"tab {writer}"}, tab=key(), save_key=key())
        except DraftElsewhere:
            return None
        return f"tab {writer}"

    with ThreadPoolExecutor(WRITERS) as pool:
        (word,) = [one for one in pool.map(begin, range(WRITERS)) if one is not None]
    assert fields(practice) == {"note": word}
    assert practice.count(t.DraftRow) == 1


def test_words_that_arrive_while_the_session_is_saved_leave_no_draft_behind(
    practice: Practice,
) -> None:
    kept(practice, {"note": "eerst"})
    together = Barrier(WRITERS)

    def act(writer: int) -> None:
        together.wait()
        if writer == 0:
            recorded(practice.ines, practice.bob, save_key=SAVE)
        else:
            kept(practice, {"note": f"versie {writer}"})

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(act, range(WRITERS)))
    assert drafts.mine(practice.ines, now=NOW) == ()
    assert practice.count(t.DraftRow) == 1


# -- what is typed in other forms of a client -------------------------------------------------

GOAL = "new-goal-0-words"


def typed(practice: Practice, words: str, *, name: str = GOAL, **changes: Any) -> datetime:
    how = {"tab": TAB, "now": NOW, **changes}
    return drafts.keep_words(practice.ines, practice.bob, "agreements", {name: words}, **how)


def texts(practice: Practice, *, scope: Scope | None = None, now: datetime = NOW) -> dict[str, str]:
    found = drafts.words_on(scope or practice.ines, practice.bob, "agreements", now=now)
    return dict(found.texts) if found else {}


def test_words_of_any_form_of_a_client_come_back_for_a_day(practice: Practice) -> None:
    assert texts(practice) == {}
    typed(practice, "weer naar het koor")
    typed(practice, "met de buurvrouw", name="basis-x-0-what_for")
    assert texts(practice, now=later(hours=23)) == {
        "new-goal/words": "weer naar het koor",
        "basis-x/what_for": "met de buurvrouw",
    }
    assert texts(practice, now=later(hours=24)) == {}
    # What was typed the next day begins anew.
    typed(practice, "alleen dit", now=later(hours=25))
    assert texts(practice, now=later(hours=25)) == {"new-goal/words": "alleen dit"}


def test_words_are_sealed_and_their_writers_alone(practice: Practice) -> None:
    typed(practice, "weer naar het koor")
    assert "koor" not in repr(practice.everything())
    assert texts(practice, scope=practice.marek) == {}
    with pytest.raises(NotFound):
        drafts.keep_words(practice.marek, practice.bob, "agreements", {GOAL: "x"}, tab=TAB, now=NOW)


def test_words_that_were_saved_do_not_come_back_nor_does_a_late_one(practice: Practice) -> None:
    typed(practice, "weer naar het koor")
    drafts.forget_words(practice.ines, practice.bob, "agreements", "new goal#0:", tab=TAB, now=NOW)
    typed(practice, "weer naar het koor!")
    assert texts(practice) == {}
    assert drafts.mine(practice.ines, now=NOW) == ()
    typed(practice, "een volgend doel", name="new-goal-1-words")
    assert texts(practice) == {"new-goal/words": "een volgend doel"}


def test_a_form_that_was_saved_before_its_words_came_keeps_none_of_them(
    practice: Practice,
) -> None:
    drafts.forget_words(practice.ines, practice.bob, "agreements", "new goal#0:", tab=TAB, now=NOW)
    typed(practice, "te laat")
    assert texts(practice) == {}


def test_the_start_page_names_pages_with_words_and_no_others(practice: Practice) -> None:
    typed(practice, "weer naar het koor")
    drafts.keep_words(practice.ines, practice.anna, "intake", {"a-0-b": "  "}, tab=TAB, now=NOW)
    (one,) = drafts.mine(practice.ines, now=NOW)
    assert (one.client_id, one.form) == (practice.bob, "page:agreements")
    assert drafts.mine(practice.ines, now=later(hours=24)) == ()


def test_words_of_a_page_go_after_a_day_at_the_next_sign_in(practice: Practice) -> None:
    typed(practice, "weer naar het koor")
    sign_in("Marek", practice.hashing, now=later(hours=23))
    assert practice.count(t.DraftRow) == 1
    sign_in("Marek", practice.hashing, now=later(hours=25))
    assert practice.count(t.DraftRow) == 0


def test_one_open_page_is_one_line_in_the_log(practice: Practice) -> None:
    before = practice.count(t.AuditRow)
    for words in ("w", "we", "wee", "weer"):
        typed(practice, words)
    assert practice.count(t.AuditRow) <= before + 2
