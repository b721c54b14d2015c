"""The words of a client's handbook, on the screen and on paper alike."""

from dataclasses import dataclass

from lib.domain.handbook import Handbook, Mini, Named
from lib.domain.participation import LOOK_BACK_WEEKS, SHARE_FROM_WEEKS
from lib.domain.rhythm import Rhythm
from lib.domain.routes import COMPANY_WORDS, Company
from lib.domain.sessions import HELP_WORDS
from lib.domain.words import msg
from lib.ui import agreed, sentences
from lib.ui.text import length, number, t, tn

_RHYTHM = {
    Rhythm.BEGIN: msg("Your rhythm is beginning."),
    Rhythm.GROWING: msg("Your rhythm is growing."),
    Rhythm.FIRMER: msg("Your rhythm is getting firmer."),
    Rhythm.STEADY: msg("You have a steady rhythm."),
}


@dataclass(frozen=True, slots=True)
class MiniInWords:
    """One mini: the activity, how small it may be, the moment it follows on, and what else.

    `after` is "Als ik koffie op heb", "" without a cue; `about` says with whom, and what is enough.
    """

    activity: str
    mini: str
    after: str
    about: tuple[str, ...]


def mini(one: Mini) -> MiniInWords:
    """Return a mini in words."""
    about = [t(COMPANY_WORDS[one.company])] if one.company is not Company.ALONE else []
    if one.ceiling is not None:
        about.append(t("Enough is enough: {most}", most=agreed.no_more_than(one.ceiling)))
    # A mini called as its step says its name once; a full stop would part it from its length.
    same = one.text.casefold() == one.activity.casefold()
    text = one.text.removesuffix(".")
    return MiniInWords(
        activity=one.activity,
        mini=length(one.seconds) if same else f"{text} ({length(one.seconds)})",
        after=agreed.following(one.cue),
        about=tuple(about),
    )


def helped(named: Named) -> str:
    """Return something that helped and how often it was named: "samen gaan (6 keer)"."""
    return how_often(help_of(named), named.times)


def how_often(what: str, times: int) -> str:
    """Return something and how often it was named: "samen gaan (6 keer)"."""
    return tn("{what} ({count} time)", "{what} ({count} times)", times, what=what)


def help_of(named: Named) -> str:
    """Return something that helped: "samen gaan", or the client's own words."""
    known = {str(name): t(words) for name, words in HELP_WORDS.items()}
    return known.get(named.what, named.what)


def helped_in(book: Handbook) -> str:
    """Return in how many sessions something was named that helped, "" when in none."""
    if not book.helped:
        return ""
    return tn(
        "In {count} session you named what helped:",
        "In {count} sessions you named what helped. Most often:",
        book.sessions_told,
    )


def rhythm(book: Handbook) -> tuple[str, ...]:
    """Return what there is to say about the rhythm; never what was not done."""
    said = [t(_RHYTHM[book.rhythm])] if book.rhythm is not None else []
    said += [sentence for sentence in (_weeks(book), _returns(book)) if sentence]
    return tuple(said)


def _weeks(book: Handbook) -> str:
    """Return in how many weeks there was moving; "" before there is something to say.

    A week nobody told about may have had some: until all did it says "at least".
    """
    moved, weeks = book.weeks_moved, len(book.weeks)
    if moved == 0 or weeks < SHARE_FROM_WEEKS:
        return ""
    numbers = {"moved": number(moved), "weeks": number(weeks)}
    if weeks == LOOK_BACK_WEEKS:
        if moved == weeks:
            return t("You moved in each of the last {weeks} weeks.", **numbers)
        return t("You moved in at least {moved} of the last {weeks} weeks.", **numbers)
    if moved == weeks:
        return t("You moved in each of the {weeks} weeks in which a step was agreed.", **numbers)
    return t(
        "You moved in at least {moved} of the {weeks} weeks in which a step was agreed.", **numbers
    )


def _returns(book: Handbook) -> str:
    if not book.returns:
        return ""
    return tn(
        "You began again {count} time after a quiet time. That is something to be proud of.",
        "You began again {count} times after a quiet time. That is something to be proud of.",
        len(book.returns),
    )


def along(book: Handbook) -> tuple[str, ...]:
    """Return with whom which activities are done: "Met een beweegmaatje: fietsen"."""
    return tuple(
        f"{_capital(t(COMPANY_WORDS[company]))}: {', '.join(activities)}"
        for company, activities in book.along
    )


def silence(book: Handbook) -> str:
    """Return what the client decided for when it goes quiet, "" when nothing is agreed."""
    return sentences.silence(book.silence, book.coach_name) if book.silence is not None else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
