"""Working notes: for the eyes of their writer alone, also in the database itself."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from lib.domain.access import Role, Scope
from lib.domain.problems import Invalid, NotAllowed, NotFound
from lib.domain.working_notes import WORDS_LIMIT, NoteElsewhere, WorkingNote
from lib.practice import accounts, dossiers, sessions, working_notes
from lib.storage import casebook, seals
from lib.storage import tables as t
from lib.storage.visibility import spread_net
from tests.cast import NOW, Practice, again, key, later

WORDS = "Vragen naar de reiger.\nNiet over zijn broer beginnen."


def keep(
    practice: Practice,
    words: str = WORDS,
    *,
    version: int = 0,
    client: str = "bob",
    minutes: int = 0,
) -> None:
    scope, client_id = practice.ines, getattr(practice, client)
    working_notes.keep(
        scope, client_id, words, expected_version=version, now=later(minutes=minutes)
    )


def mine(practice: Practice, client: str = "bob") -> WorkingNote | None:
    return working_notes.mine(practice.ines, getattr(practice, client), now=NOW)


def lines(practice: Practice, *, actions: str = "CUD") -> list[str]:
    found = [row for row in practice.rows(t.AuditRow) if row.part == "working note"]
    return sorted(row.action for row in found if row.action in actions)


@pytest.fixture
def other_key() -> Iterator[Callable[[], None]]:
    """Let the installation lose its key, until the end of the test."""
    former = list(seals._ring)
    yield lambda: seals.use((seals.new_key(),))
    seals._ring[:] = former


# -- keeping ----------------------------------------------------------------------------------


def test_there_is_no_note_until_there_is_one(practice: Practice) -> None:
    assert mine(practice) is None
    keep(practice, WORDS + "  \r\n", minutes=2)
    assert mine(practice) == WorkingNote(WORDS, later(minutes=2), 1)
    assert mine(practice, "anna") is None


def test_other_words_take_the_place_of_the_former(practice: Practice) -> None:
    keep(practice)
    keep(practice, "Eerst koffie.", version=1, minutes=9)
    assert mine(practice) == WorkingNote("Eerst koffie.", later(minutes=9), 2)
    assert practice.count(t.WorkingNoteRow) == 1


@pytest.mark.parametrize("nothing", ["", "  \n ", "\u200b"])
def test_empty_words_erase_the_note(practice: Practice, nothing: str) -> None:
    keep(practice)
    keep(practice, nothing, version=1)
    assert mine(practice) is None
    assert practice.count(t.WorkingNoteRow) == 0
    assert lines(practice) == ["C", "D"]


def test_saving_what_stands_there_already_changes_nothing(practice: Practice) -> None:
    keep(practice, "")
    assert lines(practice) == []
    keep(practice)
    before = practice.everything()
    keep(practice, f" {WORDS} ", version=0, minutes=1)  # the second trigger of one click
    assert practice.everything() == before


def test_words_that_are_too_long_are_not_kept(practice: Practice) -> None:
    keep(practice, "a" * WORDS_LIMIT)
    before = practice.everything()
    with pytest.raises(Invalid) as refused:
        keep(practice, "b" * (WORDS_LIMIT + 1), version=1)
    assert [problem.field for problem in refused.value.problems] == ["working_note"]
    assert practice.everything() == before


# -- two tabs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Uit een andere tab.", ""])
def test_what_changed_in_another_tab_is_not_overwritten(practice: Practice, words: str) -> None:
    keep(practice)
    keep(practice, "Eerst koffie.", version=1)
    before = practice.everything()
    for opened in (0, 1, 3):
        with pytest.raises(NoteElsewhere):
            keep(practice, words, version=opened)
    assert practice.everything() == before


def test_what_was_erased_in_another_tab_does_not_come_back_in_silence(practice: Practice) -> None:
    keep(practice)
    keep(practice, "", version=1)
    with pytest.raises(NoteElsewhere):
        keep(practice, WORDS + "\nEn de hond.", version=1)
    keep(practice, "", version=1)  # erased here as well: both want the same
    assert mine(practice) is None


def test_of_two_tabs_at_the_same_moment_one_is_asked_to_look(practice: Practice) -> None:
    together = Barrier(2)

    def write(words: str) -> str:
        together.wait()
        try:
            keep(practice, words)
        except NoteElsewhere:
            return "refused"
        return words

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(write, ["uit de ene tab", "uit de andere tab"]))
    assert outcomes.count("refused") == 1
    note = mine(practice)
    assert note is not None
    assert note.words in outcomes


# -- whose it is ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["marek", "lea", "otto", "olga", "ada"])
def test_nobody_else_reads_or_writes_it(practice: Practice, who: str) -> None:
    keep(practice)
    before = practice.everything()
    stranger = getattr(practice, who)
    refusal = NotFound if who in ("marek", "otto") else NotAllowed
    with pytest.raises(refusal):
        working_notes.mine(stranger, practice.bob, now=NOW)
    with pytest.raises(refusal):
        working_notes.keep(stranger, practice.bob, "", expected_version=1, now=NOW)
    assert practice.everything() == before


@pytest.mark.parametrize("roles", [(Role.LEAD,), (Role.LEAD, Role.COACH)])
def test_a_lead_with_opened_notes_reads_the_dossier_and_not_this(
    practice: Practice, roles: tuple[Role, ...]
) -> None:
    keep(practice)
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.noord, roles, now=NOW)
    lea = again(practice.lea)
    dossiers.open_with_reason(lea, practice.bob, reason="samen kijken wat past", now=NOW)
    assert "reiger" not in repr(sessions.history(lea, practice.bob, now=NOW))
    with pytest.raises(NotFound if Role.COACH in roles else NotAllowed):
        working_notes.mine(lea, practice.bob, now=NOW)


def test_who_takes_over_begins_with_an_empty_note(practice: Practice) -> None:
    keep(practice)
    practice.run(
        update(t.ClientRow)
        .where(t.ClientRow.id == practice.bob)
        .values(coach_id=practice.marek.person_id)
    )
    assert working_notes.mine(practice.marek, practice.bob, now=NOW) is None
    working_notes.keep(practice.marek, practice.bob, "Nieuw hier.", expected_version=0, now=NOW)
    found = working_notes.mine(practice.marek, practice.bob, now=NOW)
    assert found == WorkingNote("Nieuw hier.", NOW, 1)
    # The one who gave the client away comes no more in the dossier, so not here either.
    with pytest.raises(NotFound):
        mine(practice)
    assert practice.count(t.WorkingNoteRow) == 2


def test_a_statement_that_forgets_whose_it_is_gives_ones_own_alone(practice: Practice) -> None:
    keep(practice)
    practice.run(
        update(t.ClientRow)
        .where(t.ClientRow.id == practice.bob)
        .values(coach_id=practice.marek.person_id)
    )
    for scope in practice.people.values():
        with Session(practice.engine) as session:
            spread_net(session, scope, now=NOW)
            assert session.scalars(select(t.WorkingNoteRow)).all() == []


# -- sealed -----------------------------------------------------------------------------------


def test_its_words_stand_nowhere_in_the_file(in_sqlite: Practice, tmp_path: Path) -> None:
    keep(in_sqlite)
    keep(in_sqlite, WORDS + "\nKanarie.", version=1)
    keep(in_sqlite, "Over Anna: de zwaluw.", client="anna")
    keep(in_sqlite, "", version=1, client="anna")
    casebook.close_books()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("ministap.db*"))
    for word in ("reiger", "broer", "Kanarie", "zwaluw"):
        assert content.count(word.encode()) == 0
    assert b"Bob Twijnstra" in content  # the search can find what does stand there
    assert b"working note" in content


def test_its_words_stand_nowhere_in_the_rows(practice: Practice) -> None:
    keep(practice)
    everything = repr(practice.everything())
    assert "reiger" not in everything
    assert "Bob Twijnstra" in everything


@pytest.mark.parametrize(("who", "client"), [("marek", "cem"), ("ines", "anna"), ("otto", "daan")])
def test_a_row_copied_to_another_person_or_client_does_not_open(
    practice: Practice, who: str, client: str
) -> None:
    keep(practice)
    (row,) = practice.rows(t.WorkingNoteRow)
    scope: Scope = getattr(practice, who)
    client_id = getattr(practice, client)
    practice.run(
        insert(t.WorkingNoteRow).values(
            person_id=scope.person_id,
            client_id=client_id,
            sealed=row.sealed,
            changed_at=NOW,
            version=1,
        )
    )
    assert working_notes.mine(scope, client_id, now=NOW) == WorkingNote("", NOW, 1, readable=False)
    note = mine(practice)
    assert note is not None
    assert note.words == WORDS


def test_a_note_sealed_with_a_lost_key_stays_until_there_are_new_words(
    practice: Practice, other_key: Callable[[], None]
) -> None:
    keep(practice)
    other_key()
    assert mine(practice) == WorkingNote("", NOW, 1, readable=False)
    before = {row.sealed for row in practice.rows(t.WorkingNoteRow)}
    keep(practice, "", version=1)  # a form that was saved with nothing in it
    assert {row.sealed for row in practice.rows(t.WorkingNoteRow)} == before
    keep(practice, "Opnieuw begonnen.", version=1)
    assert mine(practice) == WorkingNote("Opnieuw begonnen.", NOW, 2)


# -- the log ----------------------------------------------------------------------------------


def test_writing_it_stands_in_the_log_without_its_words(practice: Practice) -> None:
    keep(practice)
    keep(practice, "Eerst koffie.", version=1)
    keep(practice, "", version=2)
    found = [row for row in practice.rows(t.AuditRow) if row.part == "working note"]
    assert sorted(row.action for row in found) == ["C", "D", "U"]
    assert {(row.person_id, row.client_id, row.rule, row.reason) for row in found} == {
        (practice.ines.person_id, practice.bob, "own client", "")
    }


def test_one_look_is_one_line_in_the_log(practice: Practice) -> None:
    ines = again(practice.ines, view=key())
    for _ in range(3):
        working_notes.mine(ines, practice.bob, now=NOW)
    assert lines(practice, actions="R") == ["R"]


def test_a_refused_look_leaves_no_line(practice: Practice) -> None:
    with pytest.raises(NotFound):
        working_notes.mine(practice.marek, practice.bob, now=NOW)
    assert lines(practice, actions="CRUD") == []


def test_without_its_line_in_the_log_nothing_is_kept_or_shown(practice: Practice) -> None:
    keep(practice)
    practice.run("ALTER TABLE audit RENAME TO elsewhere")
    for act in (
        lambda: mine(practice),
        lambda: keep(practice, "Eerst koffie.", version=1),
        lambda: keep(practice, "", version=1),
    ):
        with pytest.raises(Exception, match="audit"):
            act()
    practice.run("ALTER TABLE elsewhere RENAME TO audit")
    assert mine(practice) == WorkingNote(WORDS, NOW, 1)
