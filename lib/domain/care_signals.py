"""Care signals: a worry about somebody's safety, opened and closed by a person.

Nothing here reads a text or weighs a risk: whoever trusted that would look away.
"""

from dataclasses import dataclass
from datetime import datetime

from lib.domain.problems import Problem
from lib.domain.texts import passage

WORDS_LIMIT = 2_000
NOTE_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class CareSignal:
    """A worry, with who opened it and when; `opened_by` and `closed_by` are names.

    While it is open, `closed_by` and `closed_at` are None and the note is empty.
    """

    id: str
    words: str
    opened_by: str
    opened_at: datetime
    closed_by: str | None = None
    closed_at: datetime | None = None
    closing_note: str = ""

    @property
    def is_open(self) -> bool:
        """True until somebody closed it."""
        return self.closed_at is None


def check_words(words: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the cleaned words a signal is opened with, or None and the problems."""
    cleaned, problems = passage(words, field="words", limit=WORDS_LIMIT, required=True)
    return (None, problems) if problems else (cleaned, ())


def check_note(note: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the cleaned note a signal is closed with, or None and the problems."""
    cleaned, problems = passage(note, field="note", limit=NOTE_LIMIT, required=True)
    return (None, problems) if problems else (cleaned, ())
