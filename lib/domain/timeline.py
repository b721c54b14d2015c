"""Finds sessions of a timeline by words and by kind."""

import unicodedata
from collections.abc import Collection, Iterable
from itertools import groupby

from lib.domain.sessions import Kept, Kind, Report


def folded(text: str) -> str:
    """Return text without case and accents, so that "Café" is found by "cafe"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.split())


def found(
    kept: Iterable[Kept], *, searched: str = "", kinds: Collection[Kind] = ()
) -> tuple[tuple[Kept, ...], ...]:
    """Return the sessions that fit, each with all its versions, in the order given.

    Every word of `searched` stands somewhere in the newest version or in what was added to it;
    without words each session fits, and without `kinds` each kind does. `kept` lists the versions
    of a session together, newest first.
    """
    words = folded(searched).split()
    groups = (tuple(group) for _, group in groupby(kept, key=lambda one: one.session_id))
    return tuple(
        group
        for group in groups
        if (not kinds or group[0].report.kind in kinds)
        and all(word in _said(group[0]) for word in words)
    )


def _said(kept: Kept) -> str:
    report: Report = kept.report
    return folded(
        "\n".join(
            [
                report.note,
                report.next_step,
                report.own_words,
                *report.barriers,
                *report.helped,
                kept.correction_reason,
                *(one.words for one in kept.supplements),
            ]
        )
    )
