"""What can be refused, each with a name and a sentence."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.domain.words import msg


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person typed that cannot be kept: which field, and a sentence about it.

    `sentence` is an English msgid with named places; `values` fills them after translation.
    """

    field: str
    sentence: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


class Refused(Exception):
    """Something was asked that cannot be done; the sentence says why, never what is stored."""

    sentence: str = msg("This cannot be done.")

    def __init__(self, sentence: str | None = None, **values: object) -> None:
        self.sentence = sentence or type(self).sentence
        self.values: dict[str, object] = values
        super().__init__(self.sentence)


class NotSignedIn(Refused):
    """Nobody is known here (any more): sign in again."""

    sentence = msg("You are signed out. Sign in to go on.")


class NotAllowed(Refused):
    """The person is known but this is not theirs to do."""

    sentence = msg("This page is not part of your work.")


class NotFound(Refused):
    """There is no such thing *for this person*: missing and forbidden look the same."""

    sentence = msg("We cannot find this. Perhaps it moved, or it belongs to a colleague.")


class Closed(Refused):
    """The client's guidance has ended, so nothing new can be written down."""

    sentence = msg("The guidance of this client has ended. Nothing was saved.")


class Invalid(Refused):
    """What was typed has problems; each stands beside its field."""

    sentence = msg("Not saved yet: a few things need your attention.")

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


class Stale(Refused):
    """A colleague changed this after it was opened here; both versions are kept."""

    sentence = msg("{name} changed this on {moment}. Look at both before you save.")

    def __init__(self, *, name: str, moment: datetime) -> None:
        super().__init__(name=name, moment=moment)
        self.name = name
        self.moment = moment
