"""What a route rests on: what for, how carefully, and what happens when it goes quiet."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from lib.domain.problems import Problem
from lib.domain.returns import SILENT_DAYS
from lib.domain.texts import line, passage
from lib.domain.words import msg

WHAT_FOR_LIMIT = 500
WHO_LIMIT = 80
WORDS_LIMIT = 300
# As wide as the table allows: a day is soon, and a quarter of a year is as good as never.
FEWEST_DAYS, MOST_DAYS = 1, 90


class Profile(StrEnum):
    """How fast a route may grow; cautious for burn-out and tiredness."""

    STANDARD = "standard"
    CAUTIOUS = "cautious"


class Wish(StrEnum):
    """What the client would like the next step to be."""

    SMALLER = "smaller"
    SAME = "same"
    LARGER = "larger"


class Silence(StrEnum):
    """What the client wants when it goes quiet."""

    CONTACT = "contact"
    SOMEONE = "someone"
    LEAVE = "leave"


class Channel(StrEnum):
    """How somebody gets in touch when it goes quiet."""

    CALL = "call"
    MESSAGE = "message"
    LETTER = "letter"
    VISIT = "visit"


PROFILE_WORDS = {
    Profile.STANDARD: msg("ordinary"),
    Profile.CAUTIOUS: msg("cautious"),
}
WISH_WORDS = {
    Wish.SMALLER: msg("a smaller step"),
    Wish.SAME: msg("the same step"),
    Wish.LARGER: msg("a larger step"),
}
SILENCE_WORDS = {
    Silence.CONTACT: msg("my coach gets in touch"),
    Silence.SOMEONE: msg("someone else gets in touch"),
    Silence.LEAVE: msg("leave me in peace"),
}
CHANNEL_WORDS = {
    Channel.CALL: msg("calling"),
    Channel.MESSAGE: msg("a message"),
    Channel.LETTER: msg("a letter or card"),
    Channel.VISIT: msg("coming by"),
}


@dataclass(frozen=True, slots=True)
class SilenceAgreement:
    """What the client decided for when it goes quiet.

    `days` and `channel` are None when the client wants to be left in peace. `who` is a name with
    `Silence.SOMEONE` and empty otherwise: with `CONTACT` it is whoever is their coach by then.
    `words` are the words to begin with, in the client's own choice. `agreed_on` is the day it was
    agreed, None before it was kept.
    """

    kind: Silence
    days: int | None = None
    who: str = ""
    channel: Channel | None = None
    words: str = ""
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What one route rests on; without anything said it is this dataclass without arguments.

    `pem` is True for somebody who is worse for more than a day after effort. `wish` goes with the
    day on which the client said it, `wish_on`; both are None when nothing was said. `changed_by`
    is a name. `version` counts changes, 0 before the first; a save names the version it was made
    from.
    """

    what_for: str = ""
    profile: Profile = Profile.STANDARD
    pem: bool = False
    wish: Wish | None = None
    wish_on: date | None = None
    silence: SilenceAgreement | None = None
    changed_by: str = ""
    changed_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class BasisDraft:
    """What stands on the form, before it is checked."""

    what_for: str = ""
    profile: str | None = Profile.STANDARD
    pem: bool | None = False
    wish: str | None = None
    wish_on: date | None = None
    silence: str | None = None
    silence_days: float | None = None
    silence_who: str = ""
    silence_channel: str | None = None
    silence_words: str = ""


def check_basis(draft: BasisDraft, *, today: date) -> tuple[Basis | None, tuple[Problem, ...]]:
    """Return the basis, or None and every problem with it.

    An agreement about silence is whole: days and a channel, and a name when it is somebody else.
    What does not belong to the chosen kind is left out. A wish without a day was said today.
    """
    what_for, problems = passage(draft.what_for, field="what_for", limit=WHAT_FOR_LIMIT)
    found = [*problems]
    if draft.profile not in set(Profile):
        found.append(Problem("profile", msg("Please choose one.")))
    if draft.pem is None:
        found.append(Problem("pem", msg("Please choose one.")))
    wish_on = None
    if draft.wish is not None:
        if draft.wish not in set(Wish):
            found.append(Problem("wish", msg("Please choose one.")))
        wish_on = draft.wish_on or today
        if wish_on > today:
            found.append(Problem("wish_on", msg("This day has not come yet.")))
    silence = _silence(draft, found)
    if found or draft.profile is None or draft.pem is None:
        return None, tuple(found)
    return (
        Basis(
            what_for=what_for,
            profile=Profile(draft.profile),
            pem=draft.pem,
            wish=Wish(draft.wish) if draft.wish is not None else None,
            wish_on=wish_on,
            silence=silence,
        ),
        (),
    )


def _silence(draft: BasisDraft, found: list[Problem]) -> SilenceAgreement | None:
    if draft.silence is None:
        return None
    words, problems = line(draft.silence_words, field="silence_words", limit=WORDS_LIMIT)
    found.extend(problems)
    if draft.silence == Silence.LEAVE:
        return SilenceAgreement(Silence.LEAVE, words=words)
    if draft.silence not in set(Silence):
        found.append(Problem("silence", msg("Please choose one.")))
        return None
    days = draft.silence_days
    fits = days is not None and FEWEST_DAYS <= days <= MOST_DAYS and days == int(days)
    if not fits:
        found.append(
            Problem(
                "silence_days",
                msg("A whole number from {low} to {high} fits here."),
                {"low": FEWEST_DAYS, "high": MOST_DAYS},
            )
        )
    who = ""
    if draft.silence == Silence.SOMEONE:
        who, problems = line(draft.silence_who, field="silence_who", limit=WHO_LIMIT, required=True)
        found.extend(problems)
    if draft.silence_channel not in set(Channel):
        found.append(Problem("silence_channel", msg("Please choose one.")))
    if found or days is None or draft.silence_channel is None:
        return None
    return SilenceAgreement(
        Silence(draft.silence), int(days), who, Channel(draft.silence_channel), words
    )


def dated(basis: Basis, before: Basis, *, today: date) -> Basis:
    """Return the basis with the day of its silence agreement: today, unless it stood so before."""
    if basis.silence is None:
        return basis
    agreed_on = today
    if before.silence is not None and _undated(before.silence) == _undated(basis.silence):
        agreed_on = before.silence.agreed_on or today
    return replace(basis, silence=replace(basis.silence, agreed_on=agreed_on))


def silent_after(basis: Basis) -> int | None:
    """Return after how many days without a word silence is a reason to reach out.

    The days that were agreed; the usual number when nothing was; None when the client wants to be
    left in peace: then silence is never a reason.
    """
    if basis.silence is None:
        return SILENT_DAYS
    if basis.silence.kind is Silence.LEAVE:
        return None
    return basis.silence.days or SILENT_DAYS


def same(one: Basis, other: Basis) -> bool:
    """True when two say the same, whoever changed them and when."""
    return _said(one) == _said(other)


def _said(basis: Basis) -> Basis:
    silence = _undated(basis.silence) if basis.silence is not None else None
    return replace(basis, silence=silence, changed_by="", changed_at=None, version=0)


def _undated(silence: SilenceAgreement) -> SilenceAgreement:
    return replace(silence, agreed_on=None)
