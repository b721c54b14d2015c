"""The monthly report as a paper and a workbook, read back: numbers, words, and no names unasked."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from lib.domain.intake import Beginning, Intake, funnel
from lib.domain.sessions import Attendance
from lib.domain.shelf import Tried
from lib.domain.starts import Starts
from lib.domain.team_quality import Contacts, LedTeam, Week
from lib.domain.team_report import ClientLine, Counts, HowClientsAre, Month, TeamReport
from lib.domain.xmr import chart
from lib.storage.step_library import ideas
from lib.ui import report_papers, report_words
from lib.ui.text import speak

MONDAY = date(2026, 1, 5)
COUNTS = (20, 22, 18, 20, 23, 22, 18, 20, 21, 18, 20, 18, 29)
WEEKS = tuple(Week(MONDAY + timedelta(weeks=n), one) for n, one in enumerate(COUNTS))
BEGAN = [
    Beginning(Intake(referred_on=MONDAY), MONDAY + timedelta(days=n), None)
    for n in (3, 5, 9, 20, 4)
]
NAMES = ("Bob Twijnstra", "Anna Molenberg", "Ines Dragstra")
LINES = (
    ClientLine(
        NAMES[0],
        NAMES[2],
        MONDAY,
        None,
        date(2026, 3, 30),
        datetime(2026, 4, 20, 8, 30, tzinfo=UTC),
    ),
    ClientLine(NAMES[1], NAMES[2], MONDAY, date(2026, 3, 2), None, None),
)
REPORT = TeamReport(
    team=LedTeam("n", "Noord"),
    month=Month(date(2026, 3, 1), date(2026, 3, 31), running=False),
    made_by="Lea Winkelaar",
    made_at=datetime(2026, 4, 7, 9, 30, tzinfo=UTC),
    counts=Counts(
        guided=17,
        new=2,
        ended=1,
        sessions={
            Attendance.CAME: 83,
            Attendance.CANCELLED: 6,
            Attendance.ABSENT: 4,
            Attendance.EXCUSED: 5,
        },
        heavy_talks=7,
        questions_asked=11,
        questions_answered=10,
        handovers=3,
        covers=12,
    ),
    contacts=Contacts(WEEKS, 17, None, chart(COUNTS)),
    weeks=WEEKS[-4:],
    clients_in=HowClientsAre(care_opened=14, care_closed=13, waiting=15, funnel=funnel(BEGAN)),
    tried=(Tried(ideas()[0], Starts(22, 16)),),
)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def words(pdf: bytes) -> str:
    found = PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in found.pages).split())


def sheets(book: bytes) -> dict[str, list[list[tuple[str, str]]]]:
    """Return by the name of a sheet its rows: of each cell its kind and what is in it."""
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        shared = [
            "".join(part.text or "" for part in one.iter(f"{SHEET}t"))
            for one in ET.fromstring(file.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
        ]
        names = [
            one.get("name") or ""
            for one in ET.fromstring(file.read("xl/workbook.xml")).iter(f"{SHEET}sheet")  # noqa: S314
        ]
        found = {}
        for at, name in enumerate(names, 1):
            tree = ET.fromstring(file.read(f"xl/worksheets/sheet{at}.xml"))  # noqa: S314
            assert not list(tree.iter(f"{SHEET}f"))  # no formula anywhere
            assert not list(tree.iter(f"{SHEET}hyperlink"))
            found[name] = [
                [cell(one, shared) for one in row if one.find(f"{SHEET}v") is not None]
                for row in tree.iter(f"{SHEET}row")
            ]
    return found


def cell(one: ET.Element, shared: list[str]) -> tuple[str, str]:
    value = one.findtext(f"{SHEET}v") or ""
    return ("text", shared[int(value)]) if one.get("t") == "s" else ("number", value)


def rows_of(book: bytes) -> dict[str, str]:
    """Return every pair of a label and the number beside it."""
    return {
        row[0][1]: row[1][1]
        for rows in sheets(book).values()
        for row in rows
        if len(row) == 2 and row[0][0] == "text" and row[1][0] == "number"
    }


def test_the_same_figures_stand_on_the_screen_on_paper_and_in_the_workbook() -> None:
    pdf, book = words(report_papers.pdf(REPORT)), rows_of(report_papers.workbook(REPORT))
    shown = [one for part in report_words.counted(REPORT) for one in part.figures]
    assert [value for _, value in shown] == [17, 2, 1, 15, 83, 6, 5, 4, 7, 11, 10, 3, 12, 14, 13]
    for what, value in shown:
        assert f"{what} {value}" in pdf
        assert book[what] == str(value)


def test_the_paper_is_one_page_that_can_be_read_aloud() -> None:
    pdf = report_papers.pdf(REPORT)
    found = PdfReader(io.BytesIO(pdf))
    assert len(found.pages) == 1
    assert found.metadata is not None
    assert found.metadata.title == "Maandrapport van team Noord"
    assert found.trailer["/Root"]["/Lang"] == "nl"
    assert b"pdfuaid" in pdf or "/StructTreeRoot" in found.trailer["/Root"]
    said = words(pdf)
    for part in (
        "Maart 2026",
        "Gemaakt door Lea Winkelaar op 07-04-2026 11:30.",
        "In een gewone week tussen 1",
        "ma 9 mrt",
        "22 keer geprobeerd, minstens 16 keer vervolgd",
        "zonder namen van cliënten",
    ):
        assert part in said


def test_the_running_month_says_up_to_which_day() -> None:
    running = replace(REPORT, month=Month(date(2026, 4, 1), date(2026, 4, 7), running=True))
    assert "April 2026, tot en met vandaag (07-04-2026)" in words(report_papers.pdf(running))


def everything(file: bytes) -> str:
    """Return each byte of a file as text, with what is packed in it unpacked."""
    found = [file.decode("latin-1")]
    if file.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(file)) as packed:
            found += [packed.read(one).decode("utf-8") for one in packed.namelist()]
    else:
        found.append(words(file))
        reader = PdfReader(io.BytesIO(file))
        for number in range(1, reader.trailer["/Size"]):
            one = reader.get_object(number)
            found.append(str(one))
            if hasattr(one, "get_data"):
                found.append(one.get_data().decode("latin-1"))
    return "\n".join(found)


@pytest.mark.parametrize("make", [report_papers.pdf, report_papers.workbook])
def test_no_name_of_a_client_stands_in_a_file_unless_it_was_asked_for(make) -> None:
    without, with_names = everything(make(REPORT)), everything(make(replace(REPORT, clients=LINES)))
    for name in NAMES:
        assert name in with_names
        for part in name.split():
            assert part not in without


def test_the_list_with_names_holds_facts_of_the_service_alone() -> None:
    book = sheets(report_papers.workbook(replace(REPORT, clients=LINES)))
    head, bob, anna = book["Cliënten"]
    assert [value for _, value in head] == [
        "Cliënt",
        "Beweegprofessional",
        "begeleid sinds",
        "begeleid tot",
        "laatste sessie",
        "volgende afspraak (op de dag van maken)",
    ]
    # Days are numbers that a spreadsheet shows as days: 46027 is 5 January 2026.
    assert [kind for kind, _ in bob] == ["text", "text", "number", "number", "number"]
    assert bob[2] == ("number", "46027")
    assert float(bob[4][1]) % 1 == pytest.approx(10.5 / 24)  # half past ten in Amsterdam
    assert [value for _, value in anna[:2]] == [NAMES[1], NAMES[2]]
    pdf = PdfReader(io.BytesIO(report_papers.pdf(replace(REPORT, clients=LINES))))
    assert len(pdf.pages) == 2


FORMULAS = ("=1+1", "+49", "-2", "@SUM(A1)", '=HYPERLINK("http://x.example")', "\t=1", "1234")


@pytest.mark.parametrize("typed", FORMULAS)
def test_what_people_typed_is_never_worked_out(typed: str) -> None:
    line = replace(LINES[0], name=typed, coach_name=typed)
    book = report_papers.workbook(
        replace(REPORT, team=LedTeam("n", typed), made_by=typed, clients=(line,))
    )
    row = sheets(book)["Cliënten"][1]
    clean = typed.strip()
    expected = clean if clean[0].isdigit() else f"'{clean}"
    assert row[0] == row[1] == ("text", expected)
    title = sheets(book)["Overzicht"][0][0]
    assert title == ("text", f"Maandrapport van team {clean}")


def test_every_subject_has_a_sheet_with_dutch_headings_and_a_width() -> None:
    made = report_papers.workbook(replace(REPORT, clients=LINES))
    book = sheets(made)
    assert list(book) == [
        "Overzicht",
        "Contacten per week",
        "De weg naar een eerste stap",
        "Wat is geprobeerd",
        "Cliënten",
        "Wat het betekent",
    ]
    weeks = book["Contacten per week"]
    assert [value for _, value in weeks[0]][:3] == ["Week van", "contacten", "verschil"]
    assert [row[1] for row in weeks[1:14]] == [("number", str(one)) for one in COUNTS]
    assert book["Wat is geprobeerd"][1][2:] == [("number", "22"), ("number", "16")]
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        for at in range(1, 7):
            assert b"<col " in file.read(f"xl/worksheets/sheet{at}.xml")


def test_of_few_clients_the_files_say_so_and_hold_no_figure_about_them() -> None:
    few = replace(
        REPORT, clients_in=None, contacts=Contacts((), 3, None, chart(())), weeks=(), tried=()
    )
    pdf, book = words(report_papers.pdf(few)), rows_of(report_papers.workbook(few))
    assert pdf.count("Te weinig om te tonen") >= 3
    for what in (
        "zorgsignalen geopend",
        "wacht op een eerste stap",
        "verwijzing",
        "zware gesprekken",
    ):
        assert what not in book
        assert f"{what} 1" not in pdf
    assert "cliënten begeleid" in book


def test_nothing_in_it_compares_colleagues() -> None:
    said = " ".join(
        [*(one.title for one in report_words.sections(REPORT))]
        + [what for one in report_words.sections(REPORT) for what, _ in one.figures]
    )
    assert not re.search(r"beweegprofessional|coach|per collega", said)


def test_it_can_be_made_in_english_too() -> None:
    speak("en")
    assert "Monthly report of team Noord" in words(report_papers.pdf(REPORT))
    assert next(iter(sheets(report_papers.workbook(REPORT)))) == "Overview"


def test_long_names_and_strange_signs_fit_on_the_paper() -> None:
    lines = tuple(
        replace(LINES[0], name="W" * 80, coach_name="李👩🏽 " + "m-" * 38) for _ in range(60)
    )
    long = replace(REPORT, team=LedTeam("n", "W" * 80), clients=lines)
    pdf = PdfReader(io.BytesIO(report_papers.pdf(long)))
    assert len(pdf.pages) >= 3
