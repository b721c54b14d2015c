"""The papers: one page, large type, readable aloud, and what people typed is only text."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from typst import TypstError

from lib.domain.access import Role
from lib.domain.basis import WORDS_LIMIT, Channel, Silence, SilenceAgreement
from lib.domain.dossiers import Did, Looked, Opening, WhoLooked
from lib.domain.experiment import plan
from lib.domain.experiments import WORDS_LIMIT as WAY_LIMIT
from lib.domain.fortnight import coming
from lib.domain.goals import WORDS_LIMIT as GOAL_LIMIT
from lib.domain.handbook import LINE_LIMIT, Handbook, Mini, Named, Week
from lib.domain.papers import (
    CALLED_LIMIT,
    VALUE_LIMIT,
    ExperimentCard,
    Passage,
    RouteCard,
    StepCard,
    Timeline,
)
from lib.domain.people import NAME_LIMIT
from lib.domain.rhythm import Rhythm
from lib.domain.routes import (
    ACTIVITY_LIMIT,
    CUE_LIMIT,
    MAX_STEPS,
    PHASE_LIMIT,
    SIZE_LIMIT,
    AgreedRest,
    Company,
    Proposer,
    RestKind,
    SizeOf,
    Step,
    Version,
)
from lib.domain.sessions import (
    NEXT_STEP_LIMIT,
    OWN_WORDS_LIMIT,
    TAG_LIMIT,
    Attendance,
    CheckIn,
    Kept,
    Kind,
    Outcome,
    Report,
)
from lib.ui import agreed, papers
from lib.ui.text import speak
from tests.cast import step

ROOT = Path(__file__).resolve().parents[2]
WHEN = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
WALK = replace(step(), activity="Naar de brievenbus", mini=SizeOf("tot aan de voordeur", 30))
CARD = StepCard(
    first_name="Bob",
    steps=(WALK,),
    next_step="Dinsdag na het ontbijt naar de brievenbus.",
    own_words="Ik stond weer even buiten.",
    next_appointment=WHEN,
    coach_name="Ines Dragstra",
    phone="06-12345678",
)
TIMELINE = Timeline(
    client_name="Bob Twijnstra",
    since=date(2026, 1, 1),
    until=date(2026, 11, 22),
    printed_by="Ines Dragstra",
    printed_at=WHEN,
    items=(
        Passage("22-11-2026 10:00 · lopend", (("Notitie", "een\n\ntwee"), ("", "Door Ines."))),
        Passage("15-11-2026 10:00 · lopend", (("Notitie", "drie"),)),
    ),
)
FRIDAY = date(2026, 11, 27)
LETTERBOX = replace(
    WALK, key="letterbox", cue="als ik koffie op heb", ceiling=600, company=Company.TOGETHER
)
CYCLE = replace(
    step("cycle", per_week=2), activity="Fietsen langs de vaart", days=(2, 5), at=time(10, 0)
)
WINDOW = replace(step("window", per_week=7), activity="Raam open", mini=SizeOf("één keer", 30))
WEEK_OF_REST = AgreedRest(
    "r", None, date(2026, 12, 4), date(2026, 12, 7), "te moe", RestKind.RECOVERY_WEEK, "window"
)
BOOK = Handbook(
    first_name="Bob",
    what_for="weer met mijn kleinzoon naar de speeltuin",
    goals=("naar de markt", "de tuin in"),
    minis=(
        Mini("Naar de brievenbus", "tot de deur", 30, "ik koffie op heb", Company.ALONE, None),
        Mini("Fietsen", "een rondje om het plein.", 120, "", Company.BUDDY, 1200),
    ),
    rhythm=Rhythm.FIRMER,
    weeks=tuple(Week(date(2026, 9, 28) + timedelta(weeks=n), n > 1) for n in range(8)),
    returns=(date(2026, 8, 3), date(2026, 9, 1)),
    helped=(Named("together", (FRIDAY,) * 6), Named("de hond", (FRIDAY,))),
    sessions_told=9,
    silence=SilenceAgreement(Silence.SOMEONE, 10, "Marek", Channel.CALL, "Hoe is het?"),
    coach_name="Ines Dragstra",
    phone="06-12345678",
    more_help=("Na het bewegen gaf je vaker een hoger cijfer (5 van 6 keer).",),
)
SENTENCE = "Ik loop rustig langs het water naar het bankje bij de oude molen en zit daar even. "
# Signs that no font holds (private use), so each machine draws the same in their place.
NOBODYS = "\U0010fffd"
STRUCTURE = {
    "/Document", "/Title", "/H1", "/H2", "/P", "/Figure", "/L", "/LI", "/Lbl", "/LBody",
    "/BlockQuote", "/Span", "/Div", "/Strong", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD",
}  # fmt: skip
HOSTILE = [
    '#read("/etc/passwd")',
    "#eval(\"1\") #import \"@preview/x:1.0.0\" #include 'x.typ'",
    "#sys.inputs.data",
    "*bold* _schuin_ `code` = kop",
    "[",
    "]",
    "[#link(\"x\")[y]] <label> @ref",
    "$x$ $ 1/2 $",
    "\\ \\u{41} \\n \\\\",
    "<script>alert(1)</script>",
    "\"; } { { {x}",
    "{page} {name} {0} %s",
    "-- --- ... ~ 'aan' \"uit\" // weg /* weg */",
    "- punt + punt / term: x",
    "http://x.example www.x.example",
]  # fmt: skip


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """Return what stands on a paper, its lines joined and places to break taken away."""
    text = " ".join(page.extract_text() for page in read(pdf).pages)
    return " ".join(text.replace("\u200b", "").split())


def tight(text: str) -> str:
    """Return a text without any space: a line may break where there was none."""
    return re.sub(r"\s", "", text)


def letters(pdf: bytes) -> list[tuple[str, float]]:
    """Return every piece of text on the first page and its height in points."""
    found = []

    def visit(text: str, matrix: Any, text_matrix: Any, _font: Any, size: float) -> None:
        if text.strip():
            found.append((text, round(abs(size * text_matrix[3] * matrix[3]), 2)))

    read(pdf).pages[0].extract_text(visitor_text=visit)
    return found


def filled(sign: str) -> StepCard:
    """Return a card with seven steps, each of its texts as long as it can be."""

    def long(limit: int) -> str:
        return (sign * limit)[:limit].strip()

    size = SizeOf(long(SIZE_LIMIT), 7170)
    one = Step(
        "s", long(ACTIVITY_LIMIT), size, size, size, 7, WALK.place, WALK.company, "een notitie"
    )
    return StepCard(
        first_name=long(NAME_LIMIT),
        steps=tuple(replace(one, key=f"s{n}") for n in range(7)),
        next_step=long(NEXT_STEP_LIMIT),
        own_words=long(OWN_WORDS_LIMIT),
        next_appointment=WHEN,
        coach_name=long(NAME_LIMIT),
        phone="+31 (0)6 " + "1234567 " * 4,
    )


def route_card(*steps: Step, rests: tuple[AgreedRest, ...] = (), **more: Any) -> RouteCard:
    """Return a card of these steps on a Friday, with an appointment on Wednesday."""
    agreed = Version(1, date(2026, 11, 2), steps, Proposer.CLIENT, "past", "Ines", WHEN)
    met = [datetime(2026, 12, 2, 13, 30, tzinfo=UTC)]
    return RouteCard(
        **{
            "first_name": "Bob",
            "steps": steps,
            "coming": coming([agreed], rests, today=FRIDAY, appointments=met),
            "coach_name": "Ines Dragstra",
            "phone": "06-12345678",
            "rests": rests,
            **more,
        }
    )


def filled_route(sign: str) -> RouteCard:
    """Return a card with eight steps and five rests, each of its texts as long as it can be."""

    def long(limit: int) -> str:
        return (sign * limit)[:limit].strip()

    size = SizeOf(long(SIZE_LIMIT), 7170)
    steps = tuple(
        replace(
            WALK,
            key=f"s{n}",
            activity=long(ACTIVITY_LIMIT),
            mini=size,
            ordinary=size,
            ample=size,
            per_week=7 if n % 2 else 6,
            days=() if n % 2 else (0, 1, 2, 3, 4, 5),
            at=time(10, 5),
            cue=long(CUE_LIMIT),
            ceiling=7000,
            company=Company.TOGETHER,
        )
        for n in range(8)
    )
    begins = [date(2026, 11, 30) + timedelta(days=n) for n in range(5)]
    rests = tuple(
        AgreedRest(f"r{n}", f"s{n}", one, one + timedelta(days=3), "x", RestKind.RECOVERY_WEEK)
        for n, one in enumerate(begins)
    )
    return route_card(
        *steps,
        rests=rests,
        first_name=long(NAME_LIMIT),
        coach_name=long(NAME_LIMIT),
        phone="+31 (0)6 " + "1234567 " * 4,
        values=(long(VALUE_LIMIT),) * 4,
        goals=(long(VALUE_LIMIT),) * 4,
        phase=long(PHASE_LIMIT),
    )


# -- the card ---------------------------------------------------------------------------------


def test_a_card_says_what_was_agreed_and_who_to_call() -> None:
    said = words(papers.step_card(CARD))
    for sentence in (
        "Mijn volgende stap",
        "Voor Bob",
        "Dinsdag na het ontbijt naar de brievenbus.",
        "“Ik stond weer even buiten.”",
        "Naar de brievenbus",
        "mini 30 seconden tot aan de voordeur",
        "gewoon 5 minuten tot de hoek",
        "ruim 10 minuten het blok om",
        "Alle drie tellen helemaal mee. Een mini op een zware dag is precies goed.",
        "Volgende afspraak donderdag 26 november 2026 om 14:30 uur",
        "Mijn beweegprofessional Ines Dragstra 06-12345678",
        "Dit is geen spoedlijn",
        "0800-0113 of 113",
        "dag en nacht",
        "De huisarts",
        "huisartsenpost",
        "112 bij direct gevaar",
    ):
        assert sentence in said
    assert "andere stap" not in said
    # The number that does not show on the phone bill comes first.
    assert said.index("0800-0113") < said.index("113 (") < said.index("112")


def test_a_card_speaks_the_language_of_this_run() -> None:
    speak("en")
    pdf = papers.step_card(CARD)
    said = words(pdf)
    for sentence in (
        "My next step",
        "For Bob",
        "mini 30 seconds",
        "All three count in full. A mini on a heavy day is exactly right.",
        "Thursday 26 November 2026 at 14:30",
        "This is not an emergency line",
        "0800-0113 or 113",
        "112 in direct danger",
    ):
        assert sentence in said
    assert read(pdf).metadata.title == "My next step"
    assert read(pdf).trailer["/Root"]["/Lang"] == "en-GB"


def test_what_nobody_said_leaves_no_empty_place() -> None:
    bare = replace(
        CARD, steps=(), own_words="", next_step="", next_appointment=None, phone="", first_name=""
    )
    said = words(papers.step_card(bare))
    for missing in ("Voor", "Dit zei ik", "“", "Dit spraken we af", "Mijn stappen", "Alle drie"):
        assert missing not in said
    assert "Volgende afspraak Die kiezen we samen." in said
    assert "Ines Dragstra Dit is geen spoedlijn" in said
    assert "0800-0113" in said


def test_a_long_route_shows_three_steps_and_counts_the_others() -> None:
    steps = tuple(replace(WALK, key=f"s{n}", activity=f"Stap nummer {n}") for n in range(7))
    said = words(papers.step_card(replace(CARD, steps=steps)))
    assert re.findall(r"Stap nummer \d", said) == [f"Stap nummer {n}" for n in range(3)]
    assert "en nog 4 andere stappen" in said
    assert "en nog 1 andere stap" in words(papers.step_card(replace(CARD, steps=steps[:4])))


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        ("2026-10-25T09:00Z", "zondag 25 oktober 2026 om 10:00 uur"),
        ("2026-10-24T08:00Z", "zaterdag 24 oktober 2026 om 10:00 uur"),
        ("2027-03-28T08:00Z", "zondag 28 maart 2027 om 10:00 uur"),
        ("2025-12-31T23:15Z", "donderdag 1 januari 2026 om 00:15 uur"),
    ],
)
def test_the_next_appointment_is_told_by_the_clock_in_amsterdam(instant: str, shown: str) -> None:
    card = replace(CARD, next_appointment=datetime.fromisoformat(instant))
    assert shown in words(papers.step_card(card))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "sign",
    [
        SENTENCE,
        "W",
        "i",
        "arbeidsongeschiktheidsverzekering ",
        "W W ",
        "é-",
        "\u200d",
        "李",
        "👩🏽",
    ],
)
def test_a_card_is_one_page_whatever_it_holds(sign: str, language: str) -> None:
    speak(language)
    pdf = papers.step_card(filled(sign))
    (page,) = read(pdf).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    said = words(pdf)
    assert ("en nog 4 andere stappen" if language == "nl" else "and 4 other steps") in said
    # The last line of the page is there: nothing pushed it off.
    assert "112" in said
    assert ("dag en nacht iemand." if language == "nl" else "day and night.") in said


@pytest.mark.parametrize("sign", [SENTENCE, "W", "arbeidsongeschiktheidsverzekering ", "m-"])
def test_nothing_runs_off_the_paper_or_out_of_its_box(sign: str) -> None:
    """The margin stays white, and so does the gap between the boxes."""
    picture = Image.open(io.BytesIO(papers.step_card(filled(sign), picture=True))).convert("L")
    width, height = picture.size
    dots = width / 210  # per mm
    edge = round(16 * dots)
    for box in (
        (0, 0, edge, height),
        (width - edge, 0, width, height),
        (0, 0, width, round(11 * dots)),
        (0, height - round(14 * dots), width, height),
    ):
        assert picture.crop(box).getextrema()[0] > 250
    # Where the first box has its right edge, nothing stands between it and the second.
    column = (210 - 36 - 6) / 3

    def dark(millimetres: float, y: int) -> bool:
        at = round(millimetres * dots)
        return any(picture.getpixel((at + by, y)) < 160 for by in (-1, 0, 1))

    edges = [dark(18 + column, y) for y in range(height)]
    # An edge is longer than any letter is high.
    beside_a_box = [y for y in range(height - 40) if all(edges[y : y + 40])]
    assert len(beside_a_box) > 100
    assert not [y for y in beside_a_box if dark(18 + column + 1.5, y)]


def test_an_ordinary_card_is_in_large_type() -> None:
    heights = letters(papers.step_card(CARD))
    assert min(height for _, height in heights) >= 12
    assert {height for text, height in heights if "voordeur" in text or "hoek" in text} <= {20.0}
    three = tuple(replace(WALK, key=f"s{n}") for n in range(3))
    for text, height in letters(papers.step_card(replace(CARD, steps=three))):
        assert height >= (16 if "voordeur" in text or "hoek" in text else 12)


@pytest.mark.parametrize("sign", [SENTENCE, "W"])
def test_no_letter_is_smaller_than_twelve_points(sign: str) -> None:
    heights = letters(papers.step_card(filled(sign)))
    assert len(heights) > 30
    assert min(height for _, height in heights) >= 12


def test_what_was_agreed_stays_whole_longer_than_the_rest() -> None:
    said = words(papers.step_card(filled(SENTENCE)))
    whole = filled(SENTENCE).next_step
    assert tight(whole) in tight(said)
    assert said.count("…") == 1 + 3 * 4


# -- the route card ---------------------------------------------------------------------------


def test_a_route_card_says_why_what_when_and_who_to_call() -> None:
    card = route_card(
        LETTERBOX,
        CYCLE,
        WINDOW,
        rests=(WEEK_OF_REST,),
        values=("Weer met mijn kleinzoon naar de speeltuin",),
        goals=("Drie keer per week buiten",),
        phase="Weer naar buiten",
    )
    said = words(papers.route_card(card))
    for sentence in (
        "Mijn route",
        "Voor Bob · 27-11-2026",
        "Nu: Weer naar buiten",
        "Waarvoor ik het doe • Weer met mijn kleinzoon naar de speeltuin",
        "Mijn doelen • Drie keer per week buiten",
        "Naar de brievenbus 3× per week, op welke dag je wilt · samen met iemand · niet meer dan "
        "10 minuten op een dag",
        "Als ik koffie op heb, dan …",
        "mini 30 seconden tot aan de voordeur",
        "Fietsen langs de vaart op wo en za om 10:00 uur · alleen",
        "Raam open elke dag, ergens op de dag · alleen",
        "Alle drie tellen helemaal mee. Een mini op een zware dag is precies goed.",
        "Afgesproken rust Herstelweek: vr 4 t/m ma 7 dec",
        "De komende twee weken",
        "Deze week 27 t/m 29 nov",
        "Volgende week 30 nov t/m 6 dec",
        "De week erna 7 t/m 10 dec",
        "Naar de brievenbus 3× 2× 3×",
        "Fietsen langs de vaart za 28 wo 2 wo 9",
        "Raam open elke dag elke dag zonder rust elke dag zonder rust",
        "Rust vr 4 t/m zo 6 dec ma 7 dec",
        "Weer beginnen di 8: Raam open",
        "Afspraak wo 2 om 14:30 uur",
        "De laatste week loopt nog door. Het aantal keer is voor die hele week.",
        "Mijn beweegprofessional Ines Dragstra 06-12345678",
        "Dit is geen spoedlijn",
        "0800-0113 of 113",
        "De huisarts",
        "112 bij direct gevaar",
    ):
        assert sentence in said
    # Why there is rest is nobody's business who passes the door it hangs on.
    assert "te moe" not in said
    assert "andere stap" not in said


@pytest.mark.parametrize(
    ("rest", "cells"),
    [
        (WEEK_OF_REST, "za 28 wo 2 wo 9"),
        # Both its days of the second week are rest; of the third only a day that is not its own.
        (replace(WEEK_OF_REST, start=date(2026, 12, 1)), "za 28 rust wo 9"),
        (replace(WEEK_OF_REST, start=date(2026, 12, 1), end=None), "za 28 rust rust"),
        (
            replace(WEEK_OF_REST, step_key="cycle"),
            "za 28 wo 2, rust vr 4 t/m zo 6 dec wo 9, rust ma 7 dec",
        ),
        (
            replace(WEEK_OF_REST, step_key="cycle", end=date(2026, 12, 20)),
            "za 28 wo 2, rust vr 4 t/m zo 6 dec rust",
        ),
    ],
)
def test_the_two_weeks_say_where_rest_takes_the_place_of_a_step(
    rest: AgreedRest, cells: str
) -> None:
    said = words(papers.route_card(route_card(CYCLE, rests=(rest,))))
    assert f"Fietsen langs de vaart {cells} " in said


def test_a_day_that_is_no_day_of_a_step_is_no_rest_of_it() -> None:
    on_saturday = replace(CYCLE, days=(5,), per_week=1)
    said = words(papers.route_card(route_card(on_saturday, rests=(WEEK_OF_REST,))))
    assert "Fietsen langs de vaart za 28 rust –" in said


def test_a_route_card_speaks_the_language_of_this_run() -> None:
    speak("en")
    pdf = papers.route_card(route_card(LETTERBOX, WINDOW, rests=(WEEK_OF_REST,)))
    said = words(pdf)
    for sentence in (
        "My route",
        "no more than 10 minutes on one day",
        "The coming two weeks",
        "every day without rest",
        "Recovery week: Fri 4 to Mon 7 Dec",
        "112 in direct danger",
    ):
        assert sentence in said
    assert read(pdf).metadata.title == "My route"
    assert read(pdf).trailer["/Root"]["/Lang"] == "en-GB"


def test_what_was_not_agreed_leaves_no_empty_place_on_a_route_card() -> None:
    bare = route_card(WALK, first_name="", phone="", coming=coming((), (), today=FRIDAY))
    said = words(papers.route_card(bare))
    for missing in ("Voor", "Nu:", "Waarvoor", "doelen", "rust", "Weer beginnen", "niet meer dan"):
        assert missing not in said
    assert "27-11-2026" in said
    assert "Ines Dragstra Dit is geen spoedlijn" in said


def test_a_route_of_more_than_six_steps_counts_the_others() -> None:
    steps = tuple(replace(WALK, key=f"s{n}", activity=f"Stap nummer {n}") for n in range(8))
    said = words(papers.route_card(route_card(*steps)))
    # Once as a step, and once in the two weeks.
    assert sorted(re.findall(r"Stap nummer \d", said)) == sorted(
        2 * [f"Stap nummer {n}" for n in range(6)]
    )
    assert "en nog 2 andere stappen" in said


SIX = tuple(
    replace(one, key=f"s{n}", activity=f"{one.activity} en weer terug {n}")
    for n, one in enumerate((LETTERBOX, CYCLE, WINDOW) * 2)
)


def test_six_ordinary_steps_stand_on_a_route_card_whole() -> None:
    card = route_card(
        *SIX,
        rests=(WEEK_OF_REST,),
        values=("Weer met mijn kleinzoon naar de speeltuin",) * 2,
        goals=("Drie keer per week buiten zijn, ook als het regent",) * 2,
        phase="Weer naar buiten",
    )
    pdf = papers.route_card(card)
    said = words(pdf)
    assert len(read(pdf).pages) == 1
    assert said.count("…") == said.count("dan …") == 2
    assert all(f"en weer terug {n}" in said for n in range(6))
    assert min(height for _, height in letters(pdf)) >= 12


def test_a_long_reason_stands_whole_while_there_is_room_and_leaves_it_to_the_steps() -> None:
    reason = (SENTENCE * 6)[:480].strip()
    assert reason in words(papers.route_card(route_card(LETTERBOX, values=(reason,))))
    said = words(papers.route_card(route_card(*SIX, rests=(WEEK_OF_REST,), values=(reason,))))
    assert reason not in said
    assert reason[:150] in said
    assert all(f"en weer terug {n}" in said for n in range(6))
    assert said.count("mini 30 seconden tot aan de voordeur") == 2


def test_a_route_card_of_one_step_is_in_large_type() -> None:
    heights = letters(papers.route_card(route_card(LETTERBOX)))
    assert {height for text, height in heights if "voordeur" in text or "hoek" in text} == {22.0}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "sign",
    [
        SENTENCE,
        "W",
        "i",
        "arbeidsongeschiktheidsverzekering ",
        "W W ",
        "é-",
        "\u200d",
        "李",
        "👩🏽",
    ],
)
def test_a_route_card_is_one_page_whatever_it_holds(sign: str, language: str) -> None:
    speak(language)
    pdf = papers.route_card(filled_route(sign))
    (page,) = read(pdf).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    said = words(pdf)
    assert ("en nog 2 andere stappen" if language == "nl" else "and 2 other steps") in said
    assert "112" in said
    assert ("dag en nacht iemand." if language == "nl" else "day and night.") in said
    assert min(height for _, height in letters(pdf)) >= 12


@pytest.mark.parametrize("sign", [SENTENCE, "W", "arbeidsongeschiktheidsverzekering ", "m-"])
@pytest.mark.parametrize("count", [1, 3, 6])
def test_nothing_runs_off_a_route_card(sign: str, count: int) -> None:
    full = filled_route(sign)
    picture = papers.route_card(replace(full, steps=full.steps[:count]), picture=True)
    seen = Image.open(io.BytesIO(picture)).convert("L")
    width, height = seen.size
    dots = width / 210  # per mm
    edge = round(16 * dots)
    for box in (
        (0, 0, edge, height),
        (width - edge, 0, width, height),
        (0, 0, width, round(11 * dots)),
        (0, height - round(14 * dots), width, height),
    ):
        assert seen.crop(box).getextrema()[0] > 250


def test_a_cut_cue_still_ends_as_a_sentence() -> None:
    said = words(papers.route_card(filled_route("ik loop buiten ")))
    assert said.count("…, dan …") == 6


@pytest.mark.parametrize("typed", ["{when} {name} {0}", '#read("/etc/passwd")', "$x$ [y] <z> *b*"])
def test_what_people_typed_is_only_text_on_a_route_card_too(typed: str) -> None:
    one = replace(
        WALK,
        activity=typed,
        mini=SizeOf(typed, 30),
        ordinary=SizeOf(typed, 60),
        ample=SizeOf(typed, 90),
        cue=f"als {typed}",
    )
    card = route_card(
        one, first_name=typed, coach_name=typed, values=(typed,), goals=(typed,), phase=typed
    )
    said = tight(words(papers.route_card(card)))
    # The step, its three sizes, its cue, its row; the name, the coach, the reason, the goal, where.
    assert said.count(tight(typed)) == 11
    assert len(typed) <= CALLED_LIMIT
    assert "root:" not in said


def test_a_sign_that_no_font_has_costs_nobody_the_route_card() -> None:
    said = words(papers.route_card(route_card(replace(WALK, activity=f"voor {NOBODYS} na"))))
    assert "voor □ na" in said


# -- the handbook -----------------------------------------------------------------------------


def test_a_handbook_says_all_that_is_the_clients_own() -> None:
    pdf = papers.handbook(BOOK, on=FRIDAY)
    said = words(pdf)
    for sentence in (
        "Mijn handboek",
        "Voor Bob · 27-11-2026",
        "Waarvoor ik het doe weer met mijn kleinzoon naar de speeltuin",
        "Mijn doelen",
        "naar de markt",
        "de tuin in",
        "Wat mij helpt In 9 sessies noemde je wat hielp. Het vaakst:",
        "samen gaan (6 keer)",
        "de hond (1 keer)",
        "Na het bewegen gaf je vaker een hoger cijfer (5 van 6 keer).",
        "Mijn mini’s",
        "Naar de brievenbus tot de deur (30 seconden) Als ik koffie op heb, dan …",
        "Fietsen een rondje om het plein (2 minuten) met een beweegmaatje · genoeg is genoeg: niet "
        "meer dan 20 minuten op een dag",
        "Op een zware dag is een mini precies goed. Hij telt helemaal mee.",
        "Je ritme wordt vaster.",
        "In minstens 6 van de laatste 8 weken heb je bewogen.",
        "Je bent 2 keer opnieuw begonnen na een stille tijd. Daar mag je trots op zijn.",
        "Met een beweegmaatje: Fietsen",
        "Naam en telefoonnummer van mijn beweegmaatje:",
        "Afgesproken: na 10 dagen belt Marek. Woorden: “Hoe is het?”",
        "Zelf opschrijven",
        "Mijn beweegprofessional Ines Dragstra 06-12345678",
        "112 bij direct gevaar",
        "Pagina 1 van 2",
        "Pagina 2 van 2",
    ):
        assert sentence in said
    assert said.index("0800-0113") < said.index("113 (") < said.index("112")
    assert len(read(pdf).pages) == 2


def test_a_handbook_of_little_is_one_page_with_room_to_write() -> None:
    bare = Handbook("", "", (), (), None, (), (), (), 0, None, "Ines Dragstra")
    pdf = papers.handbook(bare, on=FRIDAY)
    said = words(pdf)
    assert len(read(pdf).pages) == 1
    for missing in ("Voor", "Waarvoor", "doelen", "Wat mij helpt", "mini", "ritme", "stil wordt"):
        assert missing not in said
    for sentence in ("Mijn handboek", "27-11-2026", "Zelf opschrijven", "0800-0113"):
        assert sentence in said


def filled_book(sign: str) -> Handbook:
    """Return a handbook with as many of everything as there can be, each as long as it can be."""

    def long(limit: int) -> str:
        return (sign * limit)[:limit].strip()

    one = Mini(
        long(ACTIVITY_LIMIT), long(SIZE_LIMIT), 7170, long(CUE_LIMIT), Company.TOGETHER, 7000
    )
    return Handbook(
        first_name=long(NAME_LIMIT),
        what_for=long(VALUE_LIMIT),
        goals=(long(GOAL_LIMIT),) * 3,
        minis=(one,) * MAX_STEPS,
        rhythm=Rhythm.FIRMER,
        weeks=BOOK.weeks[1:],
        returns=BOOK.returns,
        helped=(Named(long(TAG_LIMIT), (FRIDAY,)),) * 5,
        sessions_told=99,
        silence=SilenceAgreement(
            Silence.SOMEONE, 90, long(NAME_LIMIT), Channel.LETTER, long(WORDS_LIMIT)
        ),
        coach_name=long(NAME_LIMIT),
        phone="+31 (0)6 " + "1234567 " * 4,
        more_help=(long(LINE_LIMIT),) * 20,
    )


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "sign", [SENTENCE, "W", "arbeidsongeschiktheidsverzekering ", "\u200d", "李"]
)
def test_a_handbook_is_two_pages_at_the_most_whatever_it_holds(sign: str, language: str) -> None:
    speak(language)
    pdf = papers.handbook(filled_book(sign), on=FRIDAY)
    pages = read(pdf).pages
    assert len(pages) == 2
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in pages} == {(595, 842)}
    said = words(pdf)
    assert ("Zelf opschrijven" if language == "nl" else "To write down myself") in said
    # The last line of the last page is there: nothing pushed it off.
    assert ("dag en nacht iemand." if language == "nl" else "day and night.") in said
    assert min(height for _, height in letters(pdf)) >= 12


def test_twelve_ordinary_minis_stand_in_a_handbook_whole() -> None:
    minis = tuple(replace(BOOK.minis[n % 2], activity=f"Stap nummer {n}") for n in range(12))
    said = words(papers.handbook(replace(BOOK, minis=minis), on=FRIDAY))
    assert all(f"Stap nummer {n} " in said for n in range(12))
    assert said.count("…") == said.count("dan …") == 6


@pytest.mark.parametrize("typed", ["{when} {name} {0}", '#read("/etc/passwd")', "$x$ [y] <z> *b*"])
def test_what_people_typed_is_only_text_in_a_handbook_too(typed: str) -> None:
    mine = replace(
        BOOK,
        what_for=typed,
        goals=(typed,),
        minis=(Mini(typed, typed, 30, f"als {typed}", Company.BUDDY, None),),
        helped=(Named(typed, (FRIDAY,)),),
        more_help=(typed,),
        silence=SilenceAgreement(Silence.SOMEONE, 10, typed, Channel.CALL, typed),
    )
    said = tight(words(papers.handbook(mine, on=FRIDAY)))
    # Why, a goal, what helped twice, the mini once, its cue, with whom, who calls and the words.
    assert said.count(tight(typed)) == 9
    assert "root:" not in said


# -- the experiment card ----------------------------------------------------------------------

WEDNESDAY = date(2026, 12, 2)
EXPERIMENT = ExperimentCard(
    first_name="Bob",
    ways=("alleen", "met het hondje van Annie"),
    plan=plan(WEDNESDAY, seed=5),
    coach_name="Ines Dragstra",
    phone="06-12345678",
)


def test_an_experiment_card_says_which_way_on_which_day_and_that_it_is_no_test() -> None:
    said = words(papers.experiment_card(EXPERIMENT))
    for sentence in (
        "Mijn proefje",
        "Voor Bob",
        "Het is geen toets; een dag overslaan mag.",
        "0 is heel zwaar, 10 is heel licht",
        "Neem dit blad de volgende keer mee. Eerder stoppen mag ook.",
        "Ines Dragstra 06-12345678",
        "0800-0113 of 113",
    ):
        assert sentence in said
    for day, way in EXPERIMENT.plan.days:
        words_of = EXPERIMENT.ways[0 if way == "first" else 1]
        assert f"{agreed.span(day, day)} {words_of}" in said
    # Once above the weeks, and on each of its seven days.
    assert said.count("met het hondje van Annie") == 8


def test_an_experiment_card_has_only_the_days_that_were_agreed() -> None:
    some = replace(EXPERIMENT, plan=plan(WEDNESDAY, seed=5, weekdays=(0, 2, 4)))
    said = words(papers.experiment_card(some))
    assert re.findall(r"\b(?:ma|di|wo|do|vr|za|zo) \d+ dec", said) == [
        "wo 2 dec", "vr 4 dec", "ma 7 dec", "wo 9 dec", "vr 11 dec", "ma 14 dec"
    ]  # fmt: skip


@pytest.mark.parametrize("sign", [SENTENCE, "W", "arbeidsongeschiktheidsverzekering ", "李"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_experiment_card_is_one_page_whatever_it_holds(sign: str, language: str) -> None:
    speak(language)
    long = (sign * WAY_LIMIT)[:WAY_LIMIT].strip()
    full = replace(
        EXPERIMENT, first_name=sign * 80, ways=(long, long), coach_name=sign * 80, phone="06 " * 20
    )
    pdf = papers.experiment_card(full)
    (page,) = read(pdf).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    assert "112" in words(pdf)
    assert min(height for _, height in letters(pdf)) >= 12


@pytest.mark.parametrize("typed", ["{name} {0}", '#read("/etc/passwd")', "$x$ [y] <z> *b*"])
def test_what_people_typed_is_only_text_on_an_experiment_card_too(typed: str) -> None:
    card = replace(EXPERIMENT, first_name=typed, ways=("alleen", typed), coach_name=typed)
    said = tight(words(papers.experiment_card(card)))
    assert said.count(tight(typed)) == 10
    assert "root:" not in said


# -- aloud, and in print ----------------------------------------------------------------------


LOOKED = WhoLooked(
    client_name="Bob Twijnstra",
    since=date(2026, 10, 1),
    until=FRIDAY,
    printed_by="Ines Dragstra",
    printed_at=datetime(2026, 11, 26, 13, 30, tzinfo=UTC),
    every=(
        Looked(
            date(2026, 11, 22),
            "Lea Winkelaar",
            (Role.LEAD,),
            ("lead with a reason",),
            (Did.NOTES, Did.OPENED),
        ),
        Looked(date(2026, 11, 21), "", (), (), (Did.WROTE,)),
    ),
    openings=(
        Opening(
            "1",
            "Lea Winkelaar",
            "Ines was ziek",
            datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
            datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
        ),
    ),
)


def papers_of_each_kind() -> list[tuple[bytes, str]]:
    return [
        (papers.step_card(CARD), "Mijn volgende stap"),
        (papers.route_card(route_card(LETTERBOX, CYCLE, rests=(WEEK_OF_REST,))), "Mijn route"),
        (papers.experiment_card(EXPERIMENT), "Mijn proefje"),
        (papers.timeline(TIMELINE), "Tijdlijn van Bob Twijnstra"),
        (papers.who_looked(LOOKED), "Wie keek in het dossier van Bob Twijnstra"),
        (papers.handbook(BOOK, on=FRIDAY), "Mijn handboek"),
    ]


def test_a_paper_can_be_read_aloud() -> None:
    """PDF/UA-1: a title, a language, and the structure of headings and lists."""
    for pdf, title in papers_of_each_kind():
        reader = read(pdf)
        root = reader.trailer["/Root"]
        assert reader.metadata.title == title
        assert root["/Lang"] == "nl"
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
        kinds = set(re.findall(r"'/S': '(/\w+)'", repr(tree(root["/StructTreeRoot"]))))
        assert {"/Title", "/H1", "/P", "/Figure"} <= kinds
        # No words outside of a heading, a paragraph, a list or a quotation.
        assert kinds <= STRUCTURE
    assert [one.title for one in read(papers.step_card(CARD)).outline if not isinstance(one, list)][
        :3
    ] == ["Dit spraken we af", "Dit zei ik vandaag", "Mijn stappen"]


def tree(node: Any) -> Any:
    """Return a tree of structure as plain dictionaries."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tree(one) for one in node]
    if isinstance(node, dict):
        return {str(k): tree(v) for k, v in node.items() if k in ("/S", "/K")}
    return str(node)


def test_the_same_paper_is_the_same_file() -> None:
    for (one, _), (other, _) in zip(papers_of_each_kind(), papers_of_each_kind(), strict=True):
        assert one == other


def test_a_paper_is_dark_on_white() -> None:
    picture = Image.open(io.BytesIO(papers.step_card(CARD, picture=True))).convert("L")
    counts = picture.histogram()
    assert counts[255] > 0.85 * sum(counts)
    # In black and white: dark enough beside the white of the paper, at least 4.5 to 1.
    source = (papers.TEMPLATES / "paper.typ").read_text(encoding="utf-8")
    colours = re.findall(r'rgb\("#(\w{6})"\)', source)
    assert len(colours) == 3
    assert all(contrast_on_white(colour) >= 4.5 for colour in colours)


def contrast_on_white(colour: str) -> float:
    """Contrast ratio of WCAG 2.2 with white, 1 to 21."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


# -- what people typed ------------------------------------------------------------------------


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_people_typed_is_only_text(typed: str) -> None:
    card = StepCard(
        first_name=typed,
        steps=(replace(WALK, activity=typed, mini=SizeOf(typed, 30)),),
        next_step=typed,
        own_words=typed,
        next_appointment=None,
        coach_name=typed,
    )
    said = tight(words(papers.step_card(card)))
    assert said.count(tight(typed)) >= 6
    line = Timeline(
        typed, TIMELINE.since, TIMELINE.until, typed, WHEN,
        (Passage(typed, ((typed, typed), ("", typed))),), typed, (typed,),
    )  # fmt: skip
    pdf = papers.timeline(line)
    said = tight(words(pdf))
    assert said.count(tight(typed)) >= 8
    assert read(pdf).metadata.title == f"Tijdlijn van {typed}"
    assert "root:" not in said


def test_no_text_becomes_a_link_or_an_action() -> None:
    card = replace(CARD, next_step="http://x.example mailto:a@x.example", own_words=HOSTILE[6])
    for page in read(papers.step_card(card)).pages:
        assert "/Annots" not in page
    assert "/OpenAction" not in read(papers.step_card(card)).trailer["/Root"]


def test_an_override_of_direction_turns_nothing_around() -> None:
    typed = "van \u202elinks naar\u2066 rechts"
    assert "van links naar rechts" in words(papers.step_card(replace(CARD, next_step=typed)))
    noted = replace(TIMELINE, items=(Passage("dag", (("Notitie", typed + "\ud800\x00"),)),))
    assert "van links naar rechts" in words(papers.timeline(noted))


def test_three_hundred_signs_without_a_space_find_room() -> None:
    for length in (60, 300):
        one = "x" * length
        card = replace(CARD, next_step=one, own_words="y" * length)
        said = tight(words(papers.step_card(card)))
        assert one in said
        assert "y" * length in said
    note = "z" * 10_000
    line = replace(TIMELINE, items=(Passage("dag", (("Notitie", note),)),))
    # The footers stand between the pages.
    assert tight(words(papers.timeline(line))).count("z") >= 10_000


def test_a_sign_that_no_font_has_leaves_a_box_in_its_place() -> None:
    card = replace(CARD, next_step=f"voor {NOBODYS} na", own_words="Élan, à 3 €…")
    said = words(papers.step_card(card))
    assert "voor □ na" in said
    assert "“Élan, à 3 €…”" in said
    assert "Tijdlijn van Bob □" in words(
        papers.timeline(replace(TIMELINE, client_name=f"Bob {NOBODYS}"))
    )


@pytest.mark.parametrize(
    "sign", [NOBODYS + "\u0301", "a\u0301\u0489", "⒙\u0301", "1\ufe0f\u20e3", "\u0489", "→\u093f"]
)
def test_accents_on_signs_that_have_none_cost_nobody_the_paper(sign: str) -> None:
    said = words(papers.step_card(replace(CARD, next_step=f"{sign} {NOBODYS} na")))
    assert "na Dit zei ik vandaag" in said


@pytest.mark.parametrize("name", ["Łukasz", "Çağrı", "Žofia", "Ștefan", "Ngọc", "Ирина", "Νίκος"])
def test_a_name_in_the_letters_of_its_language_is_drawn(name: str) -> None:
    said = words(papers.step_card(replace(CARD, first_name=name)))
    assert f"Voor {name}" in said


def test_a_smile_costs_nobody_the_paper() -> None:
    """Whether a machine has a font for it or not."""
    said = words(papers.step_card(replace(CARD, own_words="Fijn 😊 buiten 👩\u200d👧 李小龙 محمد")))
    assert "Fijn" in said
    assert "buiten" in said


@pytest.mark.parametrize(
    "source",
    [
        '#read("../secret.txt")',
        '#read("/../secret.txt")',
        '#read("/etc/hostname")',
        '#image("../secret.txt")',
        '#include "../secret.txt"',
    ],
)
def test_even_a_template_reads_no_file_outside_its_folder(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(papers.TEMPLATES, tmp_path / "papers")
    (tmp_path / "secret.txt").write_text("geheim", encoding="utf-8")
    (folder / "inside.txt").write_text("binnen", encoding="utf-8")
    monkeypatch.setattr(papers, "TEMPLATES", folder)
    start = '#set document(title: "x")\n'
    (folder / "own.typ").write_text(start + '#read("inside.txt")', encoding="utf-8")
    assert words(papers._drawn("own.typ", {})) == "binnen"
    (folder / "own.typ").write_text(start + source, encoding="utf-8")
    with pytest.raises(TypstError):
        papers._drawn("own.typ", {})


def test_the_templates_turn_no_text_into_markup_and_fetch_nothing() -> None:
    templates = list(papers.TEMPLATES.glob("*.typ"))
    assert len(templates) == 9
    for path in templates:
        code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\beval\b|@preview|\bplugin\b|\bread\(|mode:", code), path.name


# -- who looked -------------------------------------------------------------------------------


def test_who_looked_stands_on_paper_by_day_with_role_rule_and_what_was_done() -> None:
    said = words(papers.who_looked(LOOKED))
    for sentence in (
        "Van 01-10-2026 tot en met",
        "Lea Winkelaar, 22-11-2026 10:00: Ines was ziek",
        "Lea Winkelaar · teamleider · met een reden: las notities van sessies, "
        "opende het dossier met een reden",
        "21-11-2026 Ministap zelf: schreef of veranderde iets",
    ):
        assert sentence in said
    assert "keek niemand" not in said
    nobody = words(papers.who_looked(replace(LOOKED, every=(), openings=())))
    assert "In deze dagen keek niemand in het dossier." in nobody


# -- the timeline -----------------------------------------------------------------------------


def test_a_timeline_says_whose_it_is_who_printed_it_and_which_days() -> None:
    said = words(papers.timeline(TIMELINE))
    for sentence in (
        "Tijdlijn van Bob Twijnstra",
        "Van 01-01-2026 tot en met 22-11-2026",
        "Afgedrukt door Ines Dragstra op 26-11-2026 14:30.",
        "22-11-2026 10:00 · lopend Notitie: een twee Door Ines.",
        "15-11-2026 10:00 · lopend Notitie: drie",
        "Pagina 1 van 1",
        "Bewaar dit papier veilig.",
    ):
        assert sentence in said
    for missing in ("Gezocht", "Alleen", "Misschien", "Er is geen"):
        assert missing not in said


def test_a_narrowed_timeline_says_so() -> None:
    narrowed = replace(
        TIMELINE, searched_for="brievenbus", filters=("samen wandelen", "met een notitie")
    )
    said = words(papers.timeline(narrowed))
    assert "Gezocht naar: brievenbus" in said
    assert "Alleen: samen wandelen · met een notitie" in said
    assert "Misschien staan niet alle sessies van deze dagen op dit papier." in said


def test_a_timeline_without_sessions_says_so() -> None:
    assert "Er is geen sessie om te laten zien." in words(
        papers.timeline(replace(TIMELINE, items=()))
    )


def test_a_note_keeps_its_lines() -> None:
    note = Passage("dag", (("Notitie", "een\ntwee\n\ndrie"),))
    text = read(papers.timeline(replace(TIMELINE, items=(note,)))).pages[0].extract_text()
    assert [line.strip() for line in text.splitlines() if re.search("een|twee|drie", line)] == [
        "Notitie: een",
        "twee",
        "drie",
    ]


def test_a_long_timeline_numbers_its_pages_and_loses_no_session() -> None:
    items = tuple(
        Passage(f"sessie {n:03}", (("Notitie", SENTENCE * 10), ("Inspanning", "3")))
        for n in range(60)
    )
    pdf = papers.timeline(replace(TIMELINE, items=items))
    pages = read(pdf).pages
    assert len(pages) > 5
    for n, page in enumerate(pages, 1):
        text = " ".join(page.extract_text().split())
        assert f"Pagina {n} van {len(pages)}" in text
        assert "Tijdlijn van Bob Twijnstra" in text
    assert re.findall(r"sessie (\d{3})", words(pdf)) == [f"{n:03}" for n in range(60)]


def test_a_session_becomes_a_passage_with_what_was_filled_in() -> None:
    report = Report(
        held_at=datetime(2025, 11, 4, 13, 30, tzinfo=UTC),
        kind=Kind.WALK,
        attendance=Attendance.CAME,
        mood_before=4,
        mood_during=None,
        mood_after=7,
        effort=0,
        note="Over de tuin.\nEn de stoel.",
        next_step="Naar de brievenbus",
        check_ins=(
            CheckIn("walk", date(2025, 11, 3), Outcome.REST),
            CheckIn("walk", date(2025, 11, 2), Outcome.MINI),
        ),
        day_moods=(),
        next_appointment=None,
    )
    kept = Kept("s", 1, 1, report, "Ines Dragstra", WHEN, "een typefout", WHEN)
    passage = papers.passage(kept, {"walk": "Naar de hoek"})
    # With its year, also when the paper is read in another one.
    assert passage.heading.startswith("04-11-2025 14:30 · ")
    lines = dict(passage.lines)
    assert lines["Stemming, 0–10"] == "vooraf 4 · daarna 7"
    assert lines["Inspanning, 0–10"] == "0"
    assert lines["Notitie"] == "Over de tuin.\nEn de stoel."
    assert lines["Afgesproken volgende stap"] == "Naar de brievenbus"
    look_back = lines["Terugblik"].split("\n")
    assert [line.split(":")[0] for line in look_back] == ["zo 2 nov", "ma 3 nov"]
    assert "Ines Dragstra" in lines[""]
    assert "een typefout" in lines[""]
    empty = replace(
        report, mood_before=None, mood_after=None, effort=None, note="", next_step="", check_ins=()
    )
    (written,) = papers.passage(replace(kept, report=empty), {}).lines
    assert written[0] == ""


# -- when nobody prints -----------------------------------------------------------------------


def test_nobody_pays_for_a_paper_that_is_not_asked_for() -> None:
    code = (
        "import sys, lib.ui.papers, lib.ui.agenda\n"
        "print({'typst', 'icalendar'} & {name.split('.')[0] for name in sys.modules})"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"


def test_each_card_holds_the_words_of_its_own_client() -> None:
    """What typst remembers of one card never shows on the next."""
    for n in range(3):
        card = replace(CARD, first_name=f"Cliënt{n}", next_appointment=WHEN + timedelta(days=n))
        said = words(papers.step_card(card))
        assert re.findall(r"Cliënt\d", said) == [f"Cliënt{n}"]
        assert f"{26 + n} november" in said
