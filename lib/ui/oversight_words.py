"""What stands out in the log and what its lines say, in words and in rows of a file."""

from collections.abc import Iterable, Mapping
from datetime import date

from lib.domain.access import ROLE_WORDS
from lib.domain.dossiers import OPENED, RULE_WORDS
from lib.domain.log_check import FAULT_WORDS, Check
from lib.domain.oversight import (
    NO_PERMISSION,
    NOT_THEIRS,
    Case,
    Found,
    Kind,
    Line,
    SignedOff,
    Told,
    number_of,
)
from lib.domain.words import msg
from lib.ui.log_parts import PART_WORDS
from lib.ui.row_files import Row
from lib.ui.text import moment, month, t, tn

ACTIONS = {
    "R": msg("looked"),
    "C": msg("made something"),
    "U": msg("changed something"),
    "D": msg("removed something"),
    "E": msg("signed in, out, or took along"),
}
# What an "E" is of these parts; of all others something was taken along.
_OTHERWISE = {
    "sign in": msg("signed in"),
    "sign out": msg("signed out"),
    OPENED: msg("opened"),
}
_REFUSALS = {
    NOT_THEIRS: msg("not one of theirs"),
    NO_PERMISSION: msg("not part of their work"),
}
# A digest is long; its beginning is enough to see that two are the same.
_DIGEST = 8


def months(today: date, *, count: int = 13) -> dict[str, str]:
    """Return the last months by their first day, newest first, in words."""
    found: dict[str, str] = {}
    first = today.replace(day=1)
    for _ in range(count):
        found[first.isoformat()] = month(first)
        first = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    return found


def who(found: Found) -> str:
    """Return whom a case is about."""
    return found.name or t("an account ({digest})", digest=found.case.about[:_DIGEST])


def how_many(case: Case) -> str:
    """Return what was counted."""
    if case.kind in (Kind.MANY, Kind.NIGHT):
        return tn("{count} dossier", "{count} dossiers", case.count)
    return tn("{count} time", "{count} times", case.count)


def dossiers(case: Case, guided: Mapping[str, str]) -> str:
    """Return the numbers of the dossiers of a case, each with who guides it now."""
    return ", ".join(numbered(one, guided.get(one, "")) for one in case.dossiers)


def numbered(client_id: str, coach: str) -> str:
    """Return the number of a dossier with the coach who guides it; "" for no dossier."""
    if not client_id:
        return ""
    number = number_of(client_id)
    return t("{number} (guided by {name})", number=number, name=coach) if coach else number


def said(line: Line) -> str:
    """Return what a line says that was done, and by which rule."""
    rule = RULE_WORDS.get(line.rule) or _REFUSALS.get(line.rule)
    did = ACTIONS[line.action]
    if line.action == "E":
        did = _OTHERWISE.get(line.part, msg("took along"))
    told = [t(did)]
    if line.part not in ("sign in", "sign out"):
        # A page that somebody may not open is named by its address.
        told.append(t(PART_WORDS[line.part]) if line.part in PART_WORDS else line.part)
    if line.outcome == "refused":
        told.append(t("refused"))
    if rule:
        told.append(t(rule))
    return " · ".join(told)


def _nobody(line: Line) -> str:
    return t("nobody who is known") if line.outcome == "refused" else t("Ministap by itself")


def chain(check: Check | None) -> str:
    """Return whether the log is whole, and when that was looked at last."""
    if check is None:
        return t("Whether the log is whole is looked at each night; it was not yet.")
    sentence = t(FAULT_WORDS[check.fault])
    if check.number is not None:
        sentence += " " + t("It is line {number}.", number=check.number)
    looked = t("Looked at {moment}, {lines} lines.", moment=moment(check.at), lines=check.lines)
    return f"{sentence} {looked}"


def ended(one: SignedOff) -> str:
    """Return that a month was signed off, with how much there was."""
    told = t(
        "{month}: signed off by {name} on {moment}.",
        month=month(one.month),
        name=one.by,
        moment=moment(one.at),
    )
    counted = tn("{count} case", "{count} cases", one.cases)
    lines = tn("{count} line", "{count} lines", one.lines)
    return " ".join(part for part in (told, f"{counted}, {lines}.", one.words) if part)


def rows(every: Iterable[Told]) -> list[Row]:
    """Return lines of the log as rows: for the screen and for a file."""
    return [
        {
            t("When"): moment(one.line.at),
            t("Who"): one.name or _nobody(one.line),
            t("What"): said(one.line),
            t("Dossier"): numbered(one.line.client_id or "", one.guided_by),
            t("Reason"): one.line.reason,
            t("In whose place"): one.behalf,
            t("Role"): ", ".join(t(ROLE_WORDS[role]) for role in one.roles),
        }
        for one in every
    ]
