"""Working notes: a coach's own words about a client, for nobody else."""

from dataclasses import dataclass
from datetime import datetime

from lib.domain.problems import Problem, Refused
from lib.domain.texts import passage, visible
from lib.domain.words import msg

WORDS_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class WorkingNote:
    """What one coach noted for themselves about one client; never part of the dossier.

    `version` counts changes; a save names the version it was made from. `readable` is False, and
    `words` empty, for a note that was sealed with a key which is not here.
    """

    words: str
    changed_at: datetime
    version: int
    readable: bool = True


class NoteElsewhere(Refused):
    """Another tab or device changed or erased this note; nothing was overwritten."""

    sentence = msg(
        "Your working note changed in another tab or on another device. Look at both, then choose."
    )


def check_working_note(words: str | None) -> tuple[str, tuple[Problem, ...]]:
    """Return the cleaned words and the problems with them; "" when nothing would be seen."""
    cleaned, problems = passage(words, field="working_note", limit=WORDS_LIMIT)
    return (cleaned if visible(cleaned) else ""), problems
