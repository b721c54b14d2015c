"""What a line of the log may hold, and what is taken out of it."""

import pytest

from lib.domain.redaction import GONE, passes_eleven, redacted

TOKEN = "aB3_" * 10 + "xyz"  # as long as a token of ours
SESSION = "0b5c9f6e-7d1a-4c8e-9f21-3a7be2c45d60"


@pytest.mark.parametrize(
    ("digits", "passes"),
    [
        ("123456782", True),
        ("111222333", True),
        ("123456789", False),
        ("000000000", False),
        ("12345678", False),
    ],
)
def test_the_test_of_eleven(digits: str, passes: bool) -> None:
    assert passes_eleven(digits) is passes


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("value 123456782 refused", f"value {GONE} refused"),
        ("value 1234.56.782 refused", f"value {GONE} refused"),
        ("bsn123456782x", f"bsn{GONE}x"),
        ("mail to bob.twijnstra+x@beweging.example failed", f"mail to {GONE} failed"),
        ("GET /uitnodiging/abc-DEF_1 500", f"GET /uitnodiging/{GONE} 500"),
        ("GET /agenda/abc.ics 500", f"GET /agenda/{GONE} 500"),
        ("GET /clients?client=0123 401", f"GET /clients?{GONE} 401"),
        (f"cookie practice.{TOKEN}", f"cookie practice.{GONE}"),
        (f"session {SESSION} ended", f"session {GONE} ended"),
        ("postgresql+psycopg://app:geheim@db/x", f"postgresql+psycopg://{GONE}@db/x"),
        ("called 06-12345678 twice", f"called {GONE} twice"),
        ("called 020 123 45 67 twice", f"called {GONE} twice"),
        ("called +31 6 12345678 twice", f"called {GONE} twice"),
        ("called 0031612345678", f"called {GONE}"),
    ],
)
def test_what_tells_who_somebody_is_or_opens_a_door_is_gone(line: str, left: str) -> None:
    assert redacted(line) == left


@pytest.mark.parametrize(
    "line",
    [
        "reference=1a2b3c4d error=ValueError at=clients.py:120:add < shell.py:140:run",
        "2026-11-03 09:15:00 took 1234 ms",
        "client 52a64d2a808d451290239807b496ed79 is due",
        "Uvicorn running on http://127.0.0.1:8501",
        "is it whole? yes",
        "123456789 is no citizen service number",
    ],
)
def test_what_a_keeper_needs_stays(line: str) -> None:
    assert redacted(line) == line
