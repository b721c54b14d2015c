"""Snippets: text that a team writes often, never about one client."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.domain.problems import Problem
from lib.domain.texts import line, passage
from lib.domain.words import msg

TITLE_LIMIT = 60
WORDS_LIMIT = 2_000
# As long as a draft that was laid aside: long enough to see that it went by mistake. After that
# it is erased, because it may have been removed for holding what should not stand there. [CHOICE]
REMOVED_KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text of one team.

    `changed_by` is a name. `version` counts changes; a save names the version it was made from.
    """

    id: str
    team_id: str
    title: str
    words: str
    changed_by: str
    changed_at: datetime
    version: int


def check_snippet(
    title: str | None, words: str | None
) -> tuple[tuple[str, str] | None, tuple[Problem, ...]]:
    """Return the cleaned title and words, or None and the problems: both are needed."""
    title, problems = line(title, field="title", limit=TITLE_LIMIT, required=True)
    words, more = passage(words, field="words", limit=WORDS_LIMIT, required=True)
    if problems or more:
        return None, (*problems, *more)
    return (title, words), ()


def check_title(title: str, taken: Iterable[str]) -> tuple[Problem, ...]:
    """Return a problem when one of these titles is the same, whatever the capitals."""
    if title.casefold() in {other.casefold() for other in taken}:
        return (Problem("title", msg("Your team has a snippet with this title already.")),)
    return ()
