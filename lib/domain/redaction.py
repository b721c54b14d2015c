"""Takes out of a line of the log whatever could tell who somebody is, or open a door."""

import re
from typing import Final

GONE: Final = "…"
# A word as long as our tokens, digests and keys (43, 64 and 44 signs); ids of records are shorter.
_SECRET: Final = re.compile(r"[\w-]{40,}=*", re.ASCII)
# Streamlit's name for a session: whoever knows it is half-way in.
_SESSION: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_OPENS: Final = re.compile(r"(/(?:uitnodiging|agenda|huisstijl|media)/)[^\s\"'<>]+")
_QUERY: Final = re.compile(r"(?<=[\w/.%-])\?[^\s\"'<>]+")
_USER: Final = re.compile(r"(://)[^\s/@]+@")
_EMAIL: Final = re.compile(r"[^\s@<>\"'=(),;:]+@[\w-]+(?:\.[\w-]+)+")
# A plus, two zeros or one, and as many digits as a telephone number has.
_PHONE: Final = re.compile(
    r"(?<![\w.])(?:(?:\+|00)[1-9](?:[ .-]?\d){7,13}|\(?0[1-9]\)?(?:[ .-]?\d|[ .-]?\(0\)){8})(?!\w)"
)
_NINE: Final = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)")
_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes_eleven(digits: str) -> bool:
    """True for nine digits that can be a citizen service number (BSN).

    Source: the test of eleven of the Dutch tax office, weights 9 to 2 and -1.
    """
    numbers = [int(one) for one in digits]
    if len(numbers) != len(_WEIGHTS) or not any(numbers):
        return False
    return sum(n * w for n, w in zip(numbers, _WEIGHTS, strict=True)) % 11 == 0


def redacted(line: str) -> str:
    """Return a line without mail addresses, telephone numbers, BSNs, tokens and query strings."""
    line = _OPENS.sub(lambda found: found[1] + GONE, line)
    line = _QUERY.sub("?" + GONE, line)
    line = _USER.sub(lambda found: f"{found[1]}{GONE}@", line)
    line = _EMAIL.sub(GONE, line)
    line = _SESSION.sub(GONE, line)
    line = _SECRET.sub(GONE, line)
    line = _NINE.sub(_unless_a_number, line)
    return _PHONE.sub(GONE, line)


def _unless_a_number(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return GONE if passes_eleven(digits) else found[0]
