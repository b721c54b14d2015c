"""The files of a whole dossier: complete, safe to open, and without a name on the outside."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import inspect, select

from lib.domain.dossier_file import DossierFile
from lib.domain.intake import IntakeDraft
from lib.domain.rights import Erasure, Proof, Why
from lib.practice import dossiers, intake, rights
from lib.storage import tables as t
from lib.storage.dossier_export import LABELS
from lib.ui import papers, text, whole_dossier
from tests.cast import NAMES, NOW, TODAY, Practice, again, key, recorded
from tests.conftest import DATABASES
from tests.test_privacy import MARKER, told_everything

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>">',
    "![plaatje](http://elders.example/x.png)",
    "<style>*{display:none}</style>",
    "</dd></dl></main><form action=http://elders.example>",
    "{{ 7 * 7 }} {% for x in y %}",
    "javascript:alert(1)",
    "</script><!--",
)


class Seen(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.extend(attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def exported(practice: Practice) -> DossierFile:
    text.speak("nl")
    return rights.export(again(practice.ines), practice.bob, now=NOW)


def kept_words(practice: Practice) -> set[str]:
    """Every text with the marker that stands in a table of the export, also within lists."""
    found: set[str] = set()

    def look(value: object) -> None:
        if isinstance(value, str) and MARKER in value:
            found.add(value)
        elif isinstance(value, dict):
            for one in value.values():
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    for table in LABELS:
        for row in practice.rows(select(table)):
            mine = row.id if table is t.ClientRow else row.client_id
            if mine == practice.bob:
                for name in inspect(table).columns.keys():  # noqa: SIM118
                    look(getattr(row, name))
    return found


@pytest.fixture(params=DATABASES)
def told(request: pytest.FixtureRequest, prepared) -> Practice:
    practice, _ = prepared(request.param, told_everything)
    reason = f"overleg {MARKER}"
    dossiers.open_with_reason(practice.lea, practice.bob, reason=reason, now=NOW)
    wish = {"kind": "restriction", "words": f"graag {MARKER}", "asked_on": TODAY}
    request_id = rights.ask(practice.ines, practice.bob, **wish, save_key=key(), now=NOW)
    answer = {"state": "granted", "answer": f"goed {MARKER}", "expected_version": 1}
    rights.decide(practice.lea, request_id, **answer, now=NOW)
    return practice


def test_every_word_that_was_told_comes_back_in_both_files(told: Practice) -> None:
    of = exported(told)
    page, machine = whole_dossier.as_html(of), json.loads(whole_dossier.as_json(of))
    seen = "".join(Seen(page).words)
    in_json = json.dumps(machine, ensure_ascii=False)
    words = kept_words(told)
    assert len(words) > 30
    # Keys of steps are read as the name of the step.
    assert {one for one in words if one not in seen} <= {f"walk{MARKER}"}
    assert {one for one in words if json.dumps(one, ensure_ascii=False) not in in_json} == set()
    # What is the coach's own stays out, and the file says so.
    assert "let op" not in seen
    assert "let op" not in in_json
    assert "Werkaantekeningen" in seen


def test_the_page_is_dutch_with_days_moments_and_who_looked(told: Practice) -> None:
    seen = " ".join(Seen(whole_dossier.as_html(exported(told))).words)
    for words in ("18-03-2026", "18-03-2026 10:30", "05-01-2026", told.ines.name, told.lea.name):
        assert words in seen
    assert "Wie keek in dit dossier" in seen
    assert not re.search(r"\d{4}-\d\d-\d\d", seen)


def test_the_json_says_what_it_is_and_holds_every_row(told: Practice) -> None:
    machine = json.loads(whole_dossier.as_json(exported(told)))
    assert (machine["format"], machine["format_version"]) == ("ministap-dossier", 1)
    for table in LABELS:
        mine = [
            row
            for row in told.rows(table)
            if (row.id if table is t.ClientRow else row.client_id) == told.bob
        ]
        assert len(machine["tables"][table.__tablename__]) == len(mine), table
    assert machine["labels"]["session_version"]["note"]
    assert machine["who_looked"]


def test_hostile_text_is_only_text_in_the_page(practice: Practice) -> None:
    harmless = Seen(whole_dossier.as_html(exported(practice)))
    for payload in PAYLOADS:
        recorded(practice.ines, practice.bob, note=payload, own_words=payload)
    hostile = IntakeDraft(gp_name=PAYLOADS[0], referral_reason=PAYLOADS[1])
    intake.change(practice.ines, practice.bob, hostile, expected_version=0, now=NOW)
    page = whole_dossier.as_html(exported(practice))
    seen = Seen(page)
    assert seen.tags - harmless.tags <= {"div", "dl", "dt", "dd", "h3"}
    assert not {name for name, _ in seen.attributes if name.startswith("on")}
    addresses = [value for name, value in seen.attributes if name in ("href", "src", "action")]
    assert all(value and value.startswith("#s") for value in addresses)
    words = "".join(seen.words)
    for payload in PAYLOADS:
        assert payload in words
    # Nothing is fetched from anywhere, whatever slips through.
    assert "default-src 'none'" in unescape(page.decode())


def test_the_archive_bears_no_name_on_the_outside(practice: Practice) -> None:
    packed = whole_dossier.zipped(exported(practice))
    with ZipFile(BytesIO(packed)) as archive:
        assert archive.namelist() == ["dossier.html", "dossier.json"]
        assert archive.testzip() is None
        assert NAMES["Bob"].encode() in archive.read("dossier.html")
        assert archive.infolist()[0].date_time == (2026, 3, 18, 10, 30, 0)


def test_the_proof_of_an_erasure_says_what_when_and_by_whom_and_no_name() -> None:
    text.speak("nl")
    erased = Erasure(
        dossier_id="3f2a91bc" + "0" * 24,
        team_id="t",
        why=Why.REQUEST,
        asked_on=TODAY,
        answer_by=TODAY,
        decided_by="p",
        erased_at=NOW,
        rows={"session": 12, "client": 1},
    )
    proof = Proof(erased, decided_by="Lea Winkelaar", team="Noord")
    words = repr(papers._erased_words(proof))
    for said in ("3F2A-91BC", "18-03-2026 10:30", "Lea Winkelaar", "Noord", "'13'"):
        assert said in words
    assert erased.dossier_id not in words
    assert papers.proof_of_erasure(proof).startswith(b"%PDF")
