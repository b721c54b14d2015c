"""Whether the access log is whole: what a check finds, and what stands outside the database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from lib.domain.words import msg


class Fault(StrEnum):
    """What can be wrong with the log; the first fault that is found."""

    NONE = ""
    GAP = "gap"
    REMOVED = "removed"
    CHANGED = "changed"
    REWRITTEN = "rewritten"
    CUT_OFF = "cut off"
    UNSEALED = "unsealed"
    HEADS = "heads"
    KEY = "key"


FAULT_WORDS: Final = {
    Fault.NONE: msg("The log is whole: no line was changed and none is missing."),
    Fault.GAP: msg("A link of the chain over the log is missing."),
    Fault.REMOVED: msg("A line of the log is gone."),
    Fault.CHANGED: msg("A line of the log was changed."),
    Fault.REWRITTEN: msg("The log is not the one that was written down outside the database."),
    Fault.CUT_OFF: msg("The end of the log is gone."),
    Fault.UNSEALED: msg("There are lines in the log that Ministap did not write."),
    Fault.HEADS: msg("The file beside the database was changed by somebody else."),
    Fault.KEY: msg("Some lines cannot be checked: the key they were sealed with is not here."),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain at some moment: how many lines it holds, and its last seal."""

    number: int
    mac: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a look along the chain found: how many lines are whole, and where it stops.

    `number` is the place of the first fault, None when there is none or it has no place.
    """

    lines: int
    fault: Fault
    number: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """One look whether the log is whole, when it was done."""

    at: datetime
    lines: int
    fault: Fault
    number: int | None

    @property
    def whole(self) -> bool:
        """True when nothing was wrong."""
        return self.fault is Fault.NONE
