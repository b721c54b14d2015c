"""The beginning in words: days that are known, never of a few, and who gives care."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from lib.domain.consents import Answer as Said
from lib.domain.consents import Consent, Purpose, Told
from lib.domain.intake import Answer, Beginning, CareContact, Carer, Intake, Stage, Topic, Wait
from lib.ui import beginning, care_contact, consent_list, intake_form
from lib.ui.text import speak


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def march(day: int) -> date:
    return date(2026, 3, day)


def test_each_stretch_is_a_sentence_and_so_is_the_whole_way() -> None:
    known = Intake(referred_on=march(1), first_meeting_on=march(7))
    assert beginning.spans(Beginning(known)) == ("Van verwijzing tot eerste gesprek: 6 dagen.",)
    assert beginning.spans(Beginning(known, first_step_on=march(8))) == (
        "Van verwijzing tot eerste gesprek: 6 dagen.",
        "Van eerste gesprek tot eerste stap: 1 dag.",
        "Van verwijzing tot eerste stap: 7 dagen.",
    )
    assert beginning.spans(Beginning(Intake(referred_on=march(1)), march(1))) == (
        "Van verwijzing tot eerste stap: dezelfde dag.",
    )
    assert beginning.spans(Beginning(first_session_on=march(7))) == ()


@pytest.mark.parametrize(
    ("days", "clients", "said"),
    [
        (None, 4, "nog te weinig dagen bekend (4 van minstens 5 cliënten)."),
        (3.0, 5, "de middelste wachttijd is 3 dagen (5 cliënten)."),
        (1.0, 9, "de middelste wachttijd is 1 dag (9 cliënten)."),
        (4.5, 6, "de middelste wachttijd is 4,5 dagen (6 cliënten)."),
    ],
)
def test_a_wait_over_many_says_of_how_many(days: float | None, clients: int, said: str) -> None:
    wait = Wait(Stage.REFERRAL, Stage.FIRST_CALL, days, clients)
    assert beginning.wait(wait) == f"Van verwijzing tot eerste telefoontje: {said}"


def test_the_care_contact_is_one_line() -> None:
    assert care_contact.in_words(CareContact()) == ""
    both = CareContact(Carer("De Linde", "050 123 45 67"), Carer("Noor"))
    assert care_contact.in_words(both) == "Huisarts: De Linde, 050 123 45 67 · POH-GGZ: Noor"
    assert care_contact.in_words(CareContact(gp=Carer(phone="112233"))) == "Huisarts: 112233"


def test_what_a_colleague_saved_is_all_in_words() -> None:
    saved = Intake(
        referred_by="wijkteam",
        referred_on=march(1),
        safety={Topic.HEART: Answer(True, "stent"), Topic.BONES: Answer(False)},
    )
    assert intake_form.in_words(saved) == [
        "Verwezen door: wijkteam",
        "Reden, in eigen woorden: –",
        "Verwijzing: 01-03-2026",
        "Eerste telefoontje: –",
        "Eerste gesprek: –",
        "Hartziekte of hoge bloeddruk: ja. stent",
        "Botten, gewrichten of rug: nee.",
        "Zorgcontact: –",
    ]


@pytest.mark.parametrize(
    ("withdrawn", "said"),
    [
        (None, "ja · mondeling · 01-03-2026"),
        (march(5), "ja · mondeling · 01-03-2026 · ingetrokken op 05-03-2026"),
    ],
)
def test_a_consent_is_said_with_how_and_when(withdrawn: date | None, said: str) -> None:
    consent = Consent(
        id="1",
        purpose=Purpose.MESSAGES,
        answer=Said.YES,
        told=Told.SPOKEN,
        told_on=march(1),
        words="",
        made_by="Ines",
        made_at=datetime(2026, 3, 1, tzinfo=UTC),
        withdrawn_on=withdrawn,
    )
    assert consent_list.said(consent) == said
